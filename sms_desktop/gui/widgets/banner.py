"""A sentence that stays above the work until what it says is over, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sms_desktop.gui.widgets.basics import button, clear_layout, text_label


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("role", "banner")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 6, 12, 6)
        self._layout.setSpacing(8)
        self.text = ""
        self.hide()

    def say(self, text: str, actions: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show ``text`` with buttons; an empty text hides the banner. The same text is left alone."""
        if text == self.text:
            return
        self.text = text
        clear_layout(self._layout)
        if text:
            label = text_label(text)
            label.setObjectName("banner.text")
            self._layout.addWidget(label, 1)
            for place, (name, action) in enumerate(actions):
                made = button(name, action)
                made.setObjectName(f"banner.action.{place}")
                self._layout.addWidget(made)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
