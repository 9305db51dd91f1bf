"""Forms to fill in on a screen, from the File menu: for organisations and for participants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from sms_desktop.core import edits
from sms_desktop.core.session import at_organisation
from sms_desktop.exchange.form_pdf import reading
from tests.gui.test_output import choose, click

ENTRY = "Formulier om in te vullen (PDF)…"
HOSPITAL = "output.organisation.ziekenhuis"


@pytest.fixture
def opened(program):
    """The program with the example open."""
    QTest.mouseClick(program.window.findChild(QPushButton, "welcome.example"), Qt.MouseButton.LeftButton)
    return program


def saving(*names: str, then_close: bool = False) -> Callable:
    """Click these, then the button that saves."""

    def handle(dialog: QWidget) -> None:
        for name in names:
            click(dialog, name)
        click(dialog, "output.save")
        assert dialog.isVisible() is then_close
        if then_close:
            dialog.reject()

    return handle


def only(program, *kept: str) -> list[str]:
    """The ticks to click so that only these organisations are left."""
    return [
        f"output.organisation.{each.id}"
        for each in program.store.session.organisations
        if each.id not in kept
    ]


def read(path: Path) -> reading.FormReading:
    found = reading.read_form(path)
    assert isinstance(found, reading.FormReading)
    return found


def test_all_organisations_into_a_folder(opened, dialogs, folders, tmp_path: Path) -> None:
    before = opened.store.session
    dialogs.expect(saving())
    dialogs.choose_file(tmp_path)
    choose(opened, ENTRY)
    written = sorted(tmp_path.glob("*.pdf"))
    assert {read(path).about.organisation for path in written} == {each.id for each in before.organisations}
    assert tmp_path / "Fase 1 – Ziekenhuis.pdf" in written
    assert opened.store.session == before
    assert opened.window.statusBar().currentMessage() == f"Opgeslagen: {tmp_path}"
    assert len(list(folders.layouts.iterdir())) == 2  # one for each side


def test_one_organisation_into_a_file(opened, dialogs, tmp_path: Path) -> None:
    path = tmp_path / "voor het ziekenhuis.pdf"
    dialogs.expect(saving(*only(opened, "ziekenhuis")))
    dialogs.choose_file(path)
    choose(opened, ENTRY)
    assert read(path).about.organisation == "ziekenhuis"
    assert read(path).incoming(opened.store.session).answers == {}


def test_the_participants(opened, dialogs, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    dialogs.expect(saving("output.quick_scan"))
    dialogs.choose_file(path)
    choose(opened, ENTRY)
    assert read(path).about.sheet == "quick-scan"
    assert not any(read(path).values.values())


def test_who_has_left_is_not_ticked_and_nobody_is_not_enough(opened, dialogs) -> None:
    opened.store.apply(
        "weg",
        lambda s: edits.set_answer(s, at_organisation("ziekenhuis"), "organisation.until", "2026-01-01"),
    )

    def handle(dialog: QWidget) -> None:
        assert not dialog.findChild(QCheckBox, HOSPITAL).isChecked()
        button = dialog.findChild(QPushButton, "output.save")
        assert button.text() == "Map kiezen…"
        *most, last = only(opened, "ziekenhuis")
        for name in most:
            click(dialog, name)
        assert button.text() == "Opslaan als…" and button.isEnabled()
        click(dialog, last)
        assert not button.isEnabled()
        click(dialog, "output.quick_scan")
        assert button.isEnabled() and not dialog.findChild(QCheckBox, HOSPITAL).isVisible()
        dialog.reject()

    dialogs.expect(handle)
    choose(opened, ENTRY)


def test_without_organisations_there_is_the_quick_scan(program, dialogs) -> None:
    dialogs.expect(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    QTest.mouseClick(program.window.findChild(QPushButton, "welcome.new"), Qt.MouseButton.LeftButton)

    def handle(dialog: QWidget) -> None:
        button = dialog.findChild(QPushButton, "output.save")
        assert button.isEnabled()
        click(dialog, "output.phase1")
        assert not button.isEnabled()
        dialog.reject()

    dialogs.expect(handle)
    choose(program, ENTRY)


@pytest.mark.parametrize("answer", ["Vervangen", "Annuleren"])
def test_files_that_are_there_are_asked_about(answer: str, opened, dialogs, tmp_path: Path) -> None:
    there = tmp_path / "Fase 1 – Ziekenhuis.pdf"
    there.write_bytes(b"van een ander")
    dialogs.expect(saving(then_close=answer == "Annuleren"))
    dialogs.expect_message("1 van deze bestanden staat er al", answer)
    dialogs.choose_file(tmp_path)
    choose(opened, ENTRY)
    assert (there.read_bytes() == b"van een ander") is (answer == "Annuleren")
    assert len(list(tmp_path.glob("*.pdf"))) == (1 if answer == "Annuleren" else 5)


def test_no_folder_leaves_the_dialog(opened, dialogs) -> None:
    dialogs.expect(saving(then_close=True))
    dialogs.choose_file(None)
    choose(opened, ENTRY)


def test_what_cannot_be_written_is_told(opened, dialogs, tmp_path: Path) -> None:
    dialogs.expect(saving(then_close=True))
    dialogs.expect_message("is er niet")
    dialogs.choose_file(tmp_path / "geen map")
    choose(opened, ENTRY)
