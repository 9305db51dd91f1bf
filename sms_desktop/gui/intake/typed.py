"""Fields for what is typed from paper: one line, or several where the paper has room for more."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from sms_desktop.gui.widgets.basics import is_enter
from sms_desktop.gui.widgets.fields import LONGEST_TEXT, GrowingText
from sms_desktop.i18n import current, parse_date, tr
from sms_desktop.paper.geometry import FieldKind


class TypedLine(QLineEdit):
    """One line."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST_TEXT)

    def typed(self) -> str:
        """What stands in it."""
        return self.text()

    def show_text(self, text: str) -> None:
        """Show this, as if nobody had typed yet."""
        self.setText(text)


class TypedArea(GrowingText):
    """Several lines. Enter is left to the window, which goes on with it; Shift and Enter begin a line."""

    def __init__(self) -> None:
        super().__init__()
        self.setToolTip(tr("Shift+Enter begins a new line."))

    def typed(self) -> str:
        """What stands in it."""
        return self.toPlainText()[:LONGEST_TEXT]

    def show_text(self, text: str) -> None:
        """Show this, as if nobody had typed yet."""
        self.setPlainText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


Typed: TypeAlias = TypedLine | TypedArea


def takes_lines(kind: FieldKind, text: object) -> bool:
    """Whether there is, or should be, room for several lines."""
    return kind == "area" or (isinstance(text, str) and "\n" in text)


def shown_text(field: str, value: object) -> str:
    """An answer as it is typed and read; nothing where there is none."""
    text = value if isinstance(value, str) else ""
    return current().shown_date(text) if field.endswith(".date") else text


def answer_of(field: str, text: str) -> str | None:
    """What was typed, as the session keeps it; ``None`` if nothing was."""
    text = text.strip()
    return (parse_date(text) if field.endswith(".date") else None) or text or None
