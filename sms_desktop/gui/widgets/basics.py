"""Small parts that every screen uses: texts with a role, buttons, cards, invitations.

The first touch of ``Qt`` makes all its constants, a tenth of the time until there is a window. What is shown
first does without: a property takes the name of a constant, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_Widget = TypeVar("_Widget", bound=QWidget)
_Layout = TypeVar("_Layout", QHBoxLayout, QVBoxLayout)


def text_label(text: str, role: str = "", wrap: bool = True) -> QLabel:
    """A text; ``role`` is ``title``, ``heading``, ``label``, ``note``, ``warning`` or ``good``."""
    label = QLabel(text)
    label.setProperty("textFormat", "PlainText")
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def breakable(text: str) -> str:
    """``text`` to be shown, with a place to begin a line after each stroke: *oplossingen/producten*."""
    return text.replace("/", "/\u200b")


def in_rich_text(text: str) -> str:
    """``text`` as it stands in rich text, where nothing of it is read as markup.

    ``html.escape`` would load the names of all 2,231 characters of HTML with it.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def described(widget: _Widget, *sentences: str) -> _Widget:
    """``widget``, of which a screen reader says these after its name."""
    words = " ".join(each if each.endswith((".", "?", "…")) else f"{each}." for each in sentences if each)
    if widget.accessibleDescription() != words:
        widget.setAccessibleDescription(words)
    return widget


def set_role(label: QLabel, role: str) -> None:
    """Give a label another role while it is shown."""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)


def is_enter(event: QKeyEvent) -> bool:
    """Whether one of the two Enter keys was pressed."""
    return event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)


class PushButton(QPushButton):
    """A button that Enter presses when it has the focus, in a dialog and outside."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, action: Callable[[], object], primary: bool = False, name: str = "") -> QPushButton:
    """A push button, called ``name``; ``primary`` is the one that starts things on this screen."""
    made = PushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(False)  # Enter in a dialog presses its default button, not the nearest one
    if primary:
        made.setProperty("role", "primary")
    made.clicked.connect(lambda *_: action())
    return made


def row(spacing: int = 8) -> tuple[QWidget, QHBoxLayout]:
    """A plain widget with what it holds beside each other, without margins."""
    return _plain(QHBoxLayout(), spacing)


def column(spacing: int = 8) -> tuple[QWidget, QVBoxLayout]:
    """A plain widget with what it holds below each other, without margins."""
    return _plain(QVBoxLayout(), spacing)


def _plain(layout: _Layout, spacing: int) -> tuple[QWidget, _Layout]:
    box = QWidget()
    box.setLayout(layout)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return box, layout


def card() -> tuple[QFrame, QVBoxLayout]:
    """A quiet frame that holds what belongs together, and the layout inside."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.setSpacing(8)
    return frame, layout


def invitation(
    title: str, explanation: str, action_text: str = "", action: Callable[[], object] | None = None
) -> QWidget:
    """An empty screen: what goes here, and the one button that starts it."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(32, 32, 32, 32)
    layout.setSpacing(12)
    layout.addStretch(1)
    for text, role in ((title, "title"), (explanation, "note")):
        label = text_label(text, role)
        label.setAlignment(QtCore.Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(label)
    if action is not None:
        layout.addWidget(button(action_text, action, primary=True), 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(2)
    return box


def scrolled(content: QWidget, name: str = "") -> QScrollArea:
    """``content`` in an area that scrolls down when it does not fit, and sideways only if it must.

    What is only read gets a ``name``: it takes the focus, so that keys scroll it. Inputs take it themselves.
    """
    area = QScrollArea()
    area.setAccessibleName(name)
    if name:
        area.setProperty("role", "read")
    else:
        area.setProperty("focusPolicy", "NoFocus")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    area.verticalScrollBar().rangeChanged.connect(lambda *_: _keep_focus_in_sight(area))
    return area


def _keep_focus_in_sight(area: QScrollArea) -> None:
    """After what is in ``area`` grew or shrank: the input in use is not pushed out of sight."""
    content, focus = area.widget(), area.focusWidget()
    if focus is None or not content.isAncestorOf(focus) or isinstance(focus, QAbstractItemView):
        return  # a list is not typed in, and shows its current row itself
    if focus.hasFocus() and focus.height() <= area.viewport().height():
        QtCore.QTimer.singleShot(0, focus, lambda: area.ensureWidgetVisible(focus, 0, 8))


def progress_bar(name: str) -> QProgressBar:
    """How far something is, in percent, written as everywhere else: with a space."""
    bar = QProgressBar()
    bar.setAccessibleName(name)
    bar.setFormat("%p\u00a0%")
    return bar


class _Whole(QScrollArea):
    """Asks for the room of all that it holds, as far as the screen has it, and takes it when first shown."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # By itself a dialog takes no more than two thirds of the screen.
        if not self.window().testAttribute(QtCore.Qt.WidgetAttribute.WA_Resized):
            self.window().resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        hint, inside = self.widget().sizeHint(), self.widget().layout()
        # Room for the bar too: when it comes later, what is inside need not scroll sideways.
        bar = self.verticalScrollBar().sizeHint().width()
        width = max(hint.width() + bar, self.window().minimumWidth())
        height = inside.totalHeightForWidth(width) if inside.hasHeightForWidth() else hint.height()
        return QSize(width, height).boundedTo(self.screen().availableGeometry().size() - QSize(32, 64))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # keys are the window's; what they bring the focus to is scrolled to


def scrolling_column(window: QWidget) -> QVBoxLayout:
    """The layout for a window of which all scrolls where the screen is too small, as with large type."""
    content, area = QWidget(), _Whole()
    column = QVBoxLayout(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    outside = QVBoxLayout(window)
    outside.setContentsMargins(0, 0, 0, 0)
    outside.addWidget(area)
    return column


_USUAL_LINE = 17
"""Pixels that a line of text is high where nothing is enlarged."""


def resize_on_screen(window: QWidget, characters: int, height: int) -> None:
    """Make a window so many characters wide and ``height`` pixels high, as far as its screen has room.

    With larger type it is higher too.
    """
    room, type_ = window.screen().availableGeometry(), window.fontMetrics()
    wanted = max(height, height * type_.height() // _USUAL_LINE)
    window.resize(
        min(type_.averageCharWidth() * characters, room.width() - 32), min(wanted, room.height() - 64)
    )


def clear_layout(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)  # type: ignore[arg-type]
