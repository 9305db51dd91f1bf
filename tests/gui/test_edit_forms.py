"""The user's own forms: copied, broken, mended, looked at, and used for new sessions only."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture
def folders_opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the file manager was asked to open."""
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or url.isLocalFile()
    )
    return opened


def press(dialog: QWidget, name: str) -> None:
    QTest.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_copied_broken_mended_and_used(program, qtbot: QtBot, dialogs, folders_opened: list[str]) -> None:
    folder = program.folders.forms
    title = folder / "quick_scan.toml"

    def edit(dialog: QWidget) -> None:
        told = dialog.findChild(QLabel, "forms.told")
        use = dialog.findChild(QCheckBox, "forms.use")
        assert "nog geen kopie" in told.text() and not use.isEnabled()
        press(dialog, "forms.open")
        assert folders_opened == [str(folder)] and "Geen fouten" in told.text()
        whole = title.read_text(encoding="utf-8")
        mine = whole.replace("SMS-Tool Quick Scan", "SMS-Tool Snelle Blik", 1)
        title.write_text(mine + "\nkapot = [", "utf-8")
        qtbot.waitUntil(lambda: "quick_scan.toml" in told.text(), timeout=5000)
        assert not dialog.findChild(QPushButton, "forms.preview").isEnabled()
        title.write_text(mine, "utf-8")
        press(dialog, "forms.check")
        assert "Geen fouten" in told.text()
        use.click()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    program.controller.open_example()
    before = program.store.session.form_set
    dialogs.expect(edit)
    program.controller.edit_forms()
    assert program.settings.own_forms
    assert program.store.session.form_set == before
    assert program.controller.form_set.quick_scan.title.in_language("nl") == "SMS-Tool Snelle Blik"


def test_with_a_mistake_the_shipped_ones_are_used_and_it_is_told(program, tmp_path: Path) -> None:
    from dataclasses import replace

    from sms_desktop import own_forms

    own_forms.make(program.folders.forms)
    program.settings = replace(program.settings, own_forms=True)
    (program.folders.forms / "phase1.toml").write_text("title = 3", encoding="utf-8")
    assert program.controller.form_set == own_forms.load_shipped()


def test_files_that_are_there_are_not_replaced(tmp_path: Path) -> None:
    from sms_desktop import own_forms

    own_forms.make(tmp_path)
    (tmp_path / "phase1.toml").write_text("mijn woorden", encoding="utf-8")
    own_forms.make(tmp_path)
    assert (tmp_path / "phase1.toml").read_text(encoding="utf-8") == "mijn woorden"
