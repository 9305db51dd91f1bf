"""Drives the dialogs with which a session goes out: the entry of the File menu, the choices, the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QPushButton, QSpinBox, QWidget

LEFT = Qt.MouseButton.LeftButton
ENTRIES = ("Verslag…", "Gespreksagenda…", "Rode draad…", "Gegevens uitvoeren…")


def choose(program, entry: str) -> None:
    """Choose an entry of the File menu."""
    menu = program.window.menuBar().actions()[0].menu()
    action = next(each for each in menu.actions() if each.text().replace("&", "") == entry)
    assert action.isEnabled()
    action.trigger()


def click(dialog: QWidget, name: str) -> None:
    """Press a button, or the sign of a tick or a radio button."""
    found = dialog.findChild(QAbstractButton, name)
    assert found is not None, name
    place = found.rect().center()
    if not isinstance(found, QPushButton):
        place.setX(8)
    QTest.mouseClick(found, LEFT, pos=place)


def saving(*names: str, minutes: int = 0, kind: str = "", then_close: bool = False) -> Callable:
    """Click these, type the minutes, choose the kind of file, and save."""

    def handle(dialog: QWidget) -> None:
        for name in names:
            click(dialog, name)
        if minutes:
            spin = dialog.findChild(QSpinBox, "output.minutes")
            spin.selectAll()
            QTest.keyClicks(spin, str(minutes))
        if kind:
            combo = dialog.findChild(QComboBox, "output.kind")
            combo.setCurrentIndex(combo.findData(kind))
        click(dialog, "output.save")
        assert QGuiApplication.overrideCursor() is None
        assert dialog.isVisible() is then_close
        if then_close:
            dialog.reject()

    return handle


def put_out(program, dialogs, entry: str, path: Path, *names: str, told: str = "", **choices) -> Path:
    """Save the file of an entry with these choices; ``told`` is part of what is said after it."""
    dialogs.expect(saving(*names, **choices))
    if told:
        dialogs.expect_message(told)
    dialogs.choose_file(path)
    choose(program, entry)
    return path
