"""The user's own forms: copied, broken, mended, looked at, and used for new sessions only."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture
def folders_opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the file manager was asked to open."""
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or url.isLocalFile()
    )
    return opened


def listed(dialog: QWidget) -> list[str]:
    """The mistakes in the list, in its order."""
    mistakes = dialog.findChild(QListWidget, "forms.mistakes")
    return [mistakes.item(row).text() for row in range(mistakes.count())]


def spoil(path: Path, text: str, by: str) -> None:
    """Save a file as editors do: another one in its place."""
    whole = path.read_text(encoding="utf-8")
    assert text in whole
    fresh = path.with_suffix(".new")
    fresh.write_text(whole.replace(text, by, 1), encoding="utf-8")
    fresh.replace(path)


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
        qtbot.waitUntil(lambda: listed(dialog) != [], timeout=5000)
        assert "1 fout" in told.text() and "quick_scan.toml" in listed(dialog)[0]
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


def test_all_mistakes_are_listed_and_gone_through_by_keys(
    program, qtbot: QtBot, dialogs, folders_opened: list[str]
) -> None:
    from sms_desktop import own_forms

    folder = program.folders.forms
    own_forms.make(folder)
    spoil(folder / "phase1.toml", "free_rows = 3", "free_rows = 33")
    spoil(folder / "motives.toml", 'cluster = "development"', 'cluster = "ontwikkeling"')
    spoil(folder / "phase3.toml", "title =", "titel =")

    def mend(dialog: QWidget) -> None:
        mistakes = dialog.findChild(QListWidget, "forms.mistakes")
        told = dialog.findChild(QLabel, "forms.told")
        assert [each.split("\n")[0].split(",")[0] for each in listed(dialog)] == [
            "motives.toml", "phase1.toml", "phase3.toml", "phase3.toml"
        ]  # fmt: skip
        assert listed(dialog)[1] == "phase1.toml, regel 4, free_rows\nMoet tussen 0 en 20 liggen."
        assert told.text().startswith("4 fouten")
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        dialog.findChild(QPushButton, "forms.open").setFocus()
        for _ in range(8):
            if mistakes.hasFocus():
                break
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert mistakes.hasFocus() and mistakes.currentRow() == 0
        QTest.keyClick(mistakes, Qt.Key.Key_Down)
        QTest.keyClick(mistakes, Qt.Key.Key_Return)
        assert folders_opened == [str(folder / "phase1.toml")] and dialog.isVisible()
        # An editor puts a new file in the place of the old one; nothing is pressed here.
        for name, wrong, right, left in (
            ("motives.toml", 'cluster = "ontwikkeling"', 'cluster = "development"', 3),
            ("phase3.toml", "titel =", "title =", 1),
            ("phase1.toml", "free_rows = 33", "free_rows = 3", 0),
        ):
            spoil(folder / name, wrong, right)
            qtbot.waitUntil(lambda left=left: len(listed(dialog)) == left, timeout=5000)
        assert "Geen fouten" in told.text() and not mistakes.isVisible()
        assert dialog.findChild(QPushButton, "forms.preview").isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    dialogs.expect(mend)
    program.controller.edit_forms()


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
