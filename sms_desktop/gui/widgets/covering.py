"""What a window keeps covered until the reveal, with the one key that shows it there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sms_desktop.gui.widgets.basics import button, text_label
from sms_desktop.i18n import tr


class CoverLine(QWidget):
    """Says that phase 1 is covered here; ``shown(bool)`` when the facilitator asks for it, or no longer.

    Every window that has one begins covered: what was shown in one is not shown in the next.
    """

    shown = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(text_label(tr("Phase 1 is covered until the reveal."), "note"), 1)
        self._show = button(tr("Show (Ctrl+T)"), self._tell)
        self._show.setObjectName("covered.show")
        self._show.setCheckable(True)
        QShortcut(QKeySequence("Ctrl+T"), self, self._show.click)
        self._show.setToolTip(tr("In this window, until you close it. Mind who looks along."))
        line.addWidget(self._show)

    @property
    def is_shown(self) -> bool:
        """Whether phase 1 may be seen in this window now."""
        return self._show.isChecked()

    def _tell(self) -> None:
        self.shown.emit(self.is_shown)
