"""On a stick, and by double click on a Mac: what the window does with where it is."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QLabel

from sms_desktop.app import MacApplication, Program
from sms_desktop.gui import controller
from sms_desktop.paths import Folders


def banner(program: Program) -> str:
    label = program.window.banner.findChild(QLabel, "banner.text")
    return label.text() if label is not None and program.window.banner.isVisible() else ""


@pytest.mark.parametrize(("portable", "writable", "told"), [(1, 0, True), (1, 1, False), (0, 0, False)])
def test_a_stick_that_cannot_be_written_is_told_until_a_session_is_open(
    qtbot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    portable: int,
    writable: int,
    told: bool,
) -> None:
    monkeypatch.setattr(controller, "is_writable", lambda place: bool(writable))
    folders = dataclasses.replace(
        Folders.standard(tmp_path / "SMS-data"), portable=tmp_path if portable else None
    )
    program = Program(qapp, folders, "nl")
    program.window.show()
    qtbot.waitUntil(lambda: program.is_ready)
    assert ("schrijfbeveiliging" in banner(program)) is told
    assert (str(tmp_path) in banner(program)) is told
    program.controller.open_example()
    assert banner(program) == ""
    program.document.flush()
    program.window.close()
    program.close()


def test_a_file_that_the_system_hands_over(qapp: QApplication, tmp_path: Path) -> None:
    """There is one application per process, and it is another one in tests: only its method is called."""
    wanted: list[str] = []

    class Handed:
        file_wanted = type("Signal", (), {"emit": staticmethod(wanted.append)})

    path = tmp_path / "a b.smsjson"
    assert MacApplication.event(Handed(), QFileOpenEvent(QUrl.fromLocalFile(str(path))))  # type: ignore[arg-type]
    assert [Path(name) for name in wanted] == [path]
