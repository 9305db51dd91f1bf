"""On course, attention or stalled: a sign and a word for each, all in sight, one key or click apart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QSizePolicy

from sms_desktop import i18n
from sms_desktop.core.forms import Option
from sms_desktop.core.session import Value, Where
from sms_desktop.gui.store import Store
from sms_desktop.gui.theme import theme_of
from sms_desktop.gui.widgets.basics import described
from sms_desktop.gui.widgets.fields import Bound
from sms_desktop.i18n import mark

_SIZE = 64.0
# Told apart by their outline, so that a grey picture and the back of the room can do without colour.
_OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "attention": ((32, 6), (60, 56), (4, 56)),
    "stalled": ((8, 8), (56, 8), (56, 56), (8, 56)),
}
_STROKES: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "on_track": ((19, 33, 29, 43), (29, 43, 46, 22)),
    "attention": ((32, 25, 32, 40), (32, 48, 32, 49)),
    "stalled": ((22, 22, 42, 42), (42, 22, 22, 42)),
}


def judgement_sign(option_id: str, colour: QColor) -> QIcon:
    """The sign of a judgement: a tick in a circle, ``!`` in a triangle, a cross in a square.

    An empty icon for an option that has no sign.
    """
    if option_id not in _STROKES:
        return QIcon()
    picture = QPixmap(int(_SIZE), int(_SIZE))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, 5.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    outline = _OUTLINES.get(option_id)
    if outline is None:
        painter.drawEllipse(QRectF(5, 5, 54, 54))
    else:
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in outline]))
    for x1, y1, x2, y2 in _STROKES[option_id]:
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    painter.end()
    return QIcon(picture)


class JudgementField(QFrame, Bound):
    """One of a few judgements, or none: one stop of the Tab key.

    The keys 1, 2, 3 choose (and empty again), the arrows left and right go along, Delete empties; a click
    on the chosen one empties it too.
    """

    HOW = mark("The number keys and the arrow keys choose, Delete empties")

    def __init__(
        self, store: Store, where: Where, field: str, label: str, options: tuple[Option, ...]
    ) -> None:
        self._buttons: dict[str, QPushButton] = {}
        super().__init__()
        self._options = [option.id for option in options]
        self.setProperty("role", "choices")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2, 2, 2, 2)
        self._layout.setSpacing(4)
        for option in options:
            self._add(option.id, option.label.in_language(i18n.current().code))
        self.bind(store, where, field, label)

    def _add(self, option_id: str, word: str) -> None:
        made = QPushButton(word)
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(partial(self._toggle, option_id))
        self._buttons[option_id] = made
        self._layout.addWidget(made)

    def show_value(self, value: Value | None) -> None:
        chosen = str(value or "")
        if chosen and chosen not in self._buttons:
            # A judgement that the form does not offer (any more) is shown, not lost.
            self._add(chosen, chosen)
        for option_id, each in self._buttons.items():
            if each.isChecked() != (option_id == chosen) or each.icon().isNull():
                each.setChecked(option_id == chosen)
                self._show_sign(option_id)
            if option_id not in self._options:
                each.setVisible(option_id == chosen)
        self.explanation = self._buttons[chosen].text() if chosen else ""

    def _describe(self) -> None:
        super()._describe()
        for each in self._buttons.values():
            described(each, self.accessibleName())

    def show_label(self, label: str) -> None:
        """What a screen reader calls this field."""
        if self.accessibleName() != label:
            self.setAccessibleName(label)

    def _show_sign(self, option_id: str) -> None:
        each = self._buttons[option_id]
        theme = theme_of(QApplication.instance())
        each.setIcon(judgement_sign(option_id, QColor(theme.on_accent if each.isChecked() else theme.text)))
        size = self.fontMetrics().height()
        each.setIconSize(QSize(size, size))

    def _toggle(self, option_id: str, *_: object) -> None:
        current = self.store.answer(self.where, self.field)
        self.store.set_answer(self.where, self.field, "" if current == option_id else option_id)
        self.refresh()

    def _step(self, by: int) -> None:
        current = self.store.answer(self.where, self.field)
        last = len(self._options) - 1
        place = 0 if by > 0 else last
        if current in self._options:
            place = min(max(self._options.index(str(current)) + by, 0), last)
        self.store.set_answer(self.where, self.field, self._options[place])
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.text()
        if number.isdecimal() and 1 <= int(number) <= len(self._options):
            self._toggle(self._options[int(number) - 1])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.store.set_answer(self.where, self.field, "")
            self.refresh()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            for option_id in self._buttons:
                self._show_sign(option_id)
