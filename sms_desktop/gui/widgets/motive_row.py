"""One motive on the phase 1 form: does it apply, and what outcome is intended."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sms_desktop import i18n, labels
from sms_desktop.core import fields
from sms_desktop.core.forms import Text
from sms_desktop.core.insight import PointKind
from sms_desktop.core.session import Where
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import breakable, text_label
from sms_desktop.gui.widgets.fields import AreaField, BoundField, TickBox
from sms_desktop.i18n import tr

_QUIET = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class MotiveRow(QWidget):
    """The motive, Ja and Nee, and the intended outcome beside (or, when there is little room, below).

    With the focus on a tick the first letters of Ja and Nee (Y and N in English) answer, the same letter
    again empties, and the arrows up and down go to the row before or after: ``left_for(-1 or 1)``.
    """

    left_for = Signal(int)

    def __init__(self, store: Store, where: Where, motive: str, label: str) -> None:
        super().__init__()
        self.motive = motive
        self._store = store
        form = store.session.form_set.phase1
        self._label = text_label(breakable(label))
        self._warning = text_label("", "warning")
        self._remark = text_label("", "note")
        self.yes = self._tick(where, fields.yes(motive), label, form.yes)
        self.no = self._tick(where, fields.no(motive), label, form.no)
        self.outcome = self._outcome(where, label)
        self.text: AreaField | None = None
        self.box: TickBox | None = None
        if motive.startswith("other_"):
            self.text = AreaField(store, where, fields.free_text(motive), label, label, lines=1)
        if form.outcome_box:
            box = f"{fields.intended(motive)}.box"
            self.box = TickBox(store, where, box, f"{label} – {_shown(form.outcome)}")
        self._arrange()

    def _tick(self, where: Where, field: str, label: str, text: Text) -> TickBox:
        word = _shown(text)
        tick = TickBox(self._store, where, field, f"{label} – {word}", word)
        tick.installEventFilter(self)
        return tick

    def _outcome(self, where: Where, label: str) -> AreaField:
        form = self._store.session.form_set.phase1
        name = f"{label} – {_shown(form.outcome)}"
        area = AreaField(self._store, where, fields.intended(self.motive), name, lines=2)
        # The example stands once above the column; in every empty row it would read as an answer.
        area.explain(_shown(form.outcome_hint))
        return area

    def _arrange(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0 if self.text else 4, 0, 0)  # level with the ticks
        left.setSpacing(4)
        left.addWidget(self.text or self._label)
        left.addWidget(self._warning)
        left.addWidget(self._remark)
        left.addStretch(1)
        ticks = QHBoxLayout()
        ticks.setSpacing(12)
        ticks.addWidget(self.yes)
        ticks.addWidget(self.no)
        self._right = QWidget()
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        if self.box is not None:
            right.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        right.addWidget(self.outcome, 1)
        for widget in (self.text or self._label, self._warning, self._remark, self._right):
            # Their share of the width, whatever stands in them: so the columns of all rows line up.
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
        self._grid.addLayout(left, 0, 0)
        self._grid.addLayout(ticks, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(0, 5)
        self.stack(False)

    def stack(self, stacked: bool) -> None:
        """Put the intended outcome below (``True``) or beside the motive."""
        self._grid.removeWidget(self._right)
        if stacked:
            self._grid.addWidget(self._right, 1, 0, 1, 2)
        else:
            self._grid.addWidget(self._right, 0, 2, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(2, 0 if stacked else 7)

    def ticks_width(self) -> int:
        """Pixels that Ja and Nee take beside each other."""
        for tick in (self.yes, self.no):
            tick.ensurePolished()
        return self.yes.sizeHint().width() + 12 + self.no.sizeHint().width()

    def inputs(self) -> list[BoundField]:
        """The input widgets in reading order."""
        found = (self.text, self.yes, self.no, self.box, self.outcome)
        return [widget for widget in found if widget is not None]

    def point_at(self, where: Where) -> None:
        """Show the same motive of another organisation."""
        for widget in self.inputs():
            widget.point_at(where)

    def refresh(self) -> None:
        """Show what the store holds."""
        for widget in self.inputs():
            widget.refresh()

    def show_label(self, text: str) -> None:
        """What the motive is called."""
        if self._label.text() != breakable(text):
            self._label.setText(breakable(text))

    def show_point(self, kind: PointKind | None, remark: str = "") -> None:
        """Say in words what may need a second look, and a quieter remark."""
        _say(self._warning, tr(labels.POINT_WORDS[kind]) if kind else "")
        _say(self._remark, remark)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and not event.modifiers() & ~_QUIET:
            self.left_for.emit(steps[Qt.Key(event.key())])
            return True
        return answer_by_letter(event, (self.yes, self.no))


def answer_by_letter(event: QKeyEvent, ticks: Iterable[TickBox]) -> bool:
    """Click the tick whose word begins with the letter that was pressed; whether there is one."""
    letter = event.text().casefold()
    if not letter or event.modifiers() & ~_QUIET:
        return False
    for tick in ticks:
        if letter == tick.text()[:1].casefold():
            tick.setFocus(Qt.FocusReason.OtherFocusReason)
            tick.click()
            return True
    return False


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
    if label.isHidden() == bool(text):
        label.setVisible(bool(text))


def _shown(text: Text) -> str:
    return text.in_language(i18n.current().code)
