"""What lies over the whole window while something is dragged over it: what letting go will do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sms_desktop.gui.widgets.basics import card, text_label

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent


def dragged_files(event: QDropEvent) -> list[Path]:
    """What is dragged from this computer: files and folders."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


class DropHint(QFrame):
    """Hidden until :meth:`lay_over`, and empty until the first; takes no part in the dragging itself."""

    def __init__(self, window: QWidget, title: str, note: str) -> None:
        super().__init__(window)
        self.setObjectName("drop_hint")
        self.setProperty("role", "drop_hint")
        self._texts = ((title, "title"), (note, "note"))
        self.hide()

    def lay_over(self) -> None:
        """Show it over the whole window as that is now."""
        if self.layout() is None:
            self._build()
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()

    def _build(self) -> None:
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        frame, inside = card()
        for text, role in self._texts:
            label = text_label(text, role, wrap=False)
            label.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        layout = QVBoxLayout(self)
        layout.addWidget(frame, 0, QtCore.Qt.AlignmentFlag.AlignCenter)
