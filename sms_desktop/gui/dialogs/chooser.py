"""A line to type in above a list that follows it: to find a text, or a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidgetItem, QVBoxLayout

from sms_desktop.gui.widgets.basics import is_enter, resize_on_screen, text_label
from sms_desktop.gui.widgets.grouped_list import Entry, GroupedList
from sms_desktop.i18n import tr

Found = tuple[Sequence[Entry], str]
"""The entries for what was typed, and a sentence about them."""

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class _WideList(GroupedList):
    NARROW, WIDE = 40, 400


class Chooser(QDialog):
    """Accepted means: go to :attr:`chosen`. The arrow keys go along the list while the line is typed in."""

    def __init__(self, title: str, hint: str, found_for: Callable[[str], Found], text: str = "") -> None:
        super().__init__()
        self.setWindowTitle(title)
        self._found_for = found_for
        self.line = QLineEdit(text)
        self.line.setObjectName("chooser.text")
        self.line.setAccessibleName(title)
        self.line.setAccessibleDescription(hint)
        self.line.setPlaceholderText(hint)
        self.line.setClearButtonEnabled(True)
        self.line.selectAll()
        self.list = _WideList("chooser.found", title, tr("The arrow keys choose. Enter goes there."))
        self._told = text_label("", "note")
        self._told.setObjectName("chooser.told")
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        for widget in (self.line, self._told, self.list):
            layout.addWidget(widget)
        layout.setStretchFactor(self.list, 1)
        self.line.textChanged.connect(self._look)
        self.list.itemActivated.connect(self._activated)
        resize_on_screen(self, 90, 560)
        self._look(text)
        self.line.setFocus()

    @property
    def chosen(self) -> str:
        """The key of the entry that is to be gone to, or ``""``."""
        return self.list.current_key

    def _look(self, text: str) -> None:
        entries, told = self._found_for(text)
        first = next((each.key for each in entries if each.key), "")
        self.list.show_entries(entries, first)
        self._told.setText(told)
        self._told.setVisible(bool(told))

    def _activated(self, item: QListWidgetItem) -> None:
        if self.list.currentItem() is item and self.chosen:
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES and self.line.hasFocus():
            QApplication.sendEvent(self.list, event)
        elif is_enter(event):
            if self.chosen:
                self.accept()
        else:
            super().keyPressEvent(event)
