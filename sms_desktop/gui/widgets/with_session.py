"""The choice to put the session inside a PDF, and what that means, beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from sms_desktop.gui.widgets.basics import set_role, text_label
from sms_desktop.i18n import tr


class WithSession(QWidget):
    """Off until it is ticked. ``changed()`` when it is, or no longer."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._tick = QCheckBox(tr("Put the session in the PDF"))
        self._tick.setObjectName(name)
        self._meaning = text_label(
            tr(
                "Whoever gets this PDF gets all answers and names, and can go on with the session. "
                "Not for prints that are meant for participants."
            ),
            "note",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._tick)
        layout.addWidget(self._meaning)
        self._tick.setAccessibleDescription(self._meaning.text())
        self._tick.toggled.connect(self._toggled)

    @property
    def is_wanted(self) -> bool:
        """Whether the session is to go along."""
        return self._tick.isChecked() and self.isEnabled()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A text that wraps is squeezed by a layout that is short of room; this one is not to be cut."""
        super().resizeEvent(event)
        self._meaning.setMinimumHeight(self._meaning.heightForWidth(event.size().width()))

    def _toggled(self, wanted: bool) -> None:
        set_role(self._meaning, "warning" if wanted else "note")
        self._meaning.setMinimumHeight(self._meaning.heightForWidth(self.width()))
        self.changed.emit()
