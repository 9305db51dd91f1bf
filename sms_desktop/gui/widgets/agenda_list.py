"""The list of the agenda: in order, in the groups in which an item can stand, moved by dragging."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QListWidget

from sms_desktop.gui.widgets.grouped_list import GroupedList
from sms_desktop.i18n import tr


class AgendaList(GroupedList):
    """Entries under headings. ``dropped(key, row)`` when an entry is dragged to before that row.

    The list itself moves nothing: it shows what the session says.
    """

    dropped = Signal(str, int)

    NARROW, WIDE = 30, 72

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name, label, tr("The arrow keys go to another item. With Alt they move it."))
        self.allow_moving(True)

    def allow_moving(self, allowed: bool) -> None:
        """Let entries be dragged, or no longer."""
        wanted = QListWidget.DragDropMode.InternalMove if allowed else QListWidget.DragDropMode.NoDragDrop
        if self.dragDropMode() is not wanted:
            self.setDragDropMode(wanted)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where it was dropped, once the dragging is over."""
        row = self._row_at(event)
        event.accept()
        if self.current_key:
            key = self.current_key
            QTimer.singleShot(0, self, lambda: self.dropped.emit(key, row))

    def _row_at(self, event: QDropEvent) -> int:
        """The row before which it is dropped: after an entry whose lower half the pointer is over."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        if not index.isValid():
            return self.count()
        return index.row() + (place.y() > self.visualRect(index).center().y())
