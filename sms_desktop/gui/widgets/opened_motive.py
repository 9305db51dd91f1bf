"""One motive, opened: what every organisation says of it, and what was agreed about it in the dialogue.

The widgets are made once and pointed at another motive when the selection moves.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from sms_desktop import i18n, labels
from sms_desktop.core import edits, fields, insight, starters
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.insight import MotiveRow, RowKind
from sms_desktop.core.session import WHOLE, Session, text_at
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import button, column, described, scrolled, text_label
from sms_desktop.gui.widgets.fields import AreaField, Bound, LineField, TickBox, labelled
from sms_desktop.gui.widgets.matrix import Changes, counts_in_words, pattern_reason, pattern_words
from sms_desktop.gui.widgets.motive_answers import SideAnswers, say
from sms_desktop.gui.widgets.reading_order import bring_in_sight
from sms_desktop.i18n import tr

LINES = 5
"""Lines that it has the height of at least; where that is not there, the page scrolls."""

WIDE = 118
"""Average characters from which education, dialogue and practice stand beside each other."""


class OutcomeLine(QWidget):
    """A joint intended outcome: whether it serves the opened motive, its wording, what else it serves."""

    def __init__(self, store: Store, outcome: str, row: MotiveRow) -> None:
        super().__init__()
        self._store, self._outcome = store, outcome
        name = labels.field_label(store.session, fields.outcome_text(outcome), i18n.current())
        self.tick = TickBox(store, row.where, fields.dialogue(row.motive, outcome), name)
        self.text = AreaField(store, WHOLE, fields.outcome_text(outcome), name, lines=1)
        self._remove = QToolButton()
        self._remove.setText("×")
        self._remove.setObjectName(f"phase2.{outcome}.remove")
        self._remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._remove.setToolTip(tr("Remove this joint intended outcome"))
        self._remove.setAccessibleName(tr("Remove this joint intended outcome"))
        self._remove.clicked.connect(self._remove_it)
        self._others = text_label("", "note")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.tick, 0, 0, top)
        grid.addWidget(self.text, 0, 1)
        grid.addWidget(self._remove, 0, 2, top)
        grid.addWidget(self._others, 1, 1)
        grid.setColumnStretch(1, 1)

    def show_row(self, row: MotiveRow) -> None:
        """Point the tick at this motive."""
        session = self._store.session
        self.tick.point_at(row.where, fields.dialogue(row.motive, self._outcome))
        text = labels.shortened(text_at(session, WHOLE, fields.outcome_text(self._outcome)))
        self.tick.setAccessibleName(tr("Serves this motive: {text}").format(text=text or "–"))
        self.text.refresh()
        self._remove.setEnabled(self._store.writable)
        others = [
            labels.shortened(labels.motive_label(session, key, i18n.current()))
            for key in insight.motives_served(session, self._outcome)
            if key != row.key
        ]
        say(self._others, tr("Also serves: {motives}").format(motives=", ".join(others)) if others else "")

    def _remove_it(self) -> None:
        outcome = self._outcome
        self._store.apply(
            tr("Remove joint intended outcome"), lambda session: edits.remove_outcome(session, outcome)
        )


class Outcomes(QWidget):
    """The joint intended outcomes of the session, and which of them serve the opened motive."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._row: MotiveRow | None = None
        self._lines: dict[str, OutcomeLine] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        label = store.session.form_set.phase2.joint_outcome.in_language(i18n.current().code)
        layout.addWidget(text_label(label, "label"))
        self._hint = text_label("", "note")
        layout.addWidget(self._hint)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        layout.addLayout(self._list)
        self.adding = button(tr("+ New joint intended outcome"), self.add)
        self.adding.setObjectName("phase2.outcome.add")
        layout.addWidget(self.adding, 0, Qt.AlignmentFlag.AlignLeft)

    def show_row(self, row: MotiveRow) -> None:
        """Show the outcomes beside this motive; lines that stay keep their focus."""
        self._row = row
        wanted = self._store.session.outcomes
        for gone in [each for each in self._lines if each not in wanted]:
            self._drop(gone)
        for place, outcome in enumerate(wanted):
            if outcome not in self._lines:
                self._lines[outcome] = OutcomeLine(self._store, outcome, row)
                self._list.insertWidget(place, self._lines[outcome])
                self._lines[outcome].show()  # at once, so that it can take the focus
        for line in self._lines.values():
            line.show_row(row)
        say(self._hint, tr("Tick the outcomes that serve this motive.") if wanted else "")
        self.adding.setEnabled(self._store.writable)

    def _drop(self, outcome: str) -> None:
        line = self._lines.pop(outcome)
        if line.isAncestorOf(self.focusWidget() or self):
            self.adding.setFocus()
        self._list.removeWidget(line)
        line.hide()
        line.deleteLater()

    def add(self) -> None:
        """A new outcome that serves this motive, ready to be worded."""
        row = self._row
        if row is None:
            return

        def added(session: Session) -> Session:
            session = edits.add_outcome(session)
            tie = fields.dialogue(row.motive, session.outcomes[-1])
            return edits.set_answer(session, row.where, tie, True)

        if self._store.apply(tr("New joint intended outcome"), added):
            line = self._lines.get(self._store.session.outcomes[-1])
            if line is not None:
                line.text.setFocus()


class Agreed(QWidget):
    """What the dialogue brought: joint motive, level, what lies behind it, joint outcomes."""

    def __init__(self, store: Store, row: MotiveRow) -> None:
        super().__init__()
        self._store = store
        form_set, code = store.session.form_set, i18n.current().code
        form = form_set.phase2
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._parts: dict[str, Bound] = {}
        joint = form.joint.in_language(code)
        self.joint = TickBox(store, row.where, fields.dialogue(row.motive, "joint"), joint, joint)
        self.joint.setProperty("role", "strong")
        self._parts["joint"] = self.joint
        layout.addWidget(self.joint)
        layout.addWidget(self._levels(form_set, row))
        label = form.note.in_language(code)
        note = AreaField(store, row.where, fields.dialogue(row.motive, "note"), label, lines=2)
        self._parts["note"] = note
        layout.addWidget(labelled(label, note))
        self.outcomes = Outcomes(store)
        layout.addWidget(self.outcomes)
        layout.addStretch(1)

    def _levels(self, form_set: FormSet, row: MotiveRow) -> QWidget:
        code = i18n.current().code
        box, layout = column(2)
        question = form_set.phase2.level_question.in_language(code)
        layout.addWidget(text_label(question, "label"))
        line = QHBoxLayout()
        line.setSpacing(16)
        for level in form_set.levels:
            part = f"level.{level.id}"
            word = level.label.in_language(code)
            tick = TickBox(
                self._store, row.where, fields.dialogue(row.motive, part), f"{question} {word}", word
            )
            line.addWidget(tick)
            self._parts[part] = tick
        line.addStretch(1)
        layout.addLayout(line)
        return box

    def show_row(self, row: MotiveRow) -> None:
        """Point everything at this motive."""
        for part, widget in self._parts.items():
            widget.point_at(row.where, fields.dialogue(row.motive, part))
        self.outcomes.show_row(row)


class Findings(QWidget):
    """What the study found that fits this motive in this session, with how it was done."""

    def __init__(self, form_set: FormSet) -> None:
        super().__init__()
        code = i18n.current().code
        self._texts = text_label("")
        self._texts.setObjectName("phase2.findings")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(text_label(tr("What the study found"), "label"))
        layout.addWidget(self._texts)
        source = f"{form_set.findings.method.in_language(code)} {form_set.source.in_language(code)}"
        layout.addWidget(text_label(source, "note"))

    def show_row(self, session: Session, row: MotiveRow) -> None:
        """Those about this motive; nothing where there are none."""
        code = i18n.current().code
        found = starters.for_motive(session, row)
        self._texts.setText("\n".join(f"• {each.text.in_language(code)}" for each in found))
        self.setVisible(bool(found))


class OpenedMotive(QWidget):
    """The opened motive. ``close_wanted()`` and ``leave_wanted()`` (Escape: back to the matrix)."""

    close_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, store: Store, row: MotiveRow) -> None:
        super().__init__()
        self._store = store
        self._row = row
        self._wide: bool | None = None
        self._title = text_label("", "heading")
        self._pattern = text_label("", "note")
        self._pattern.setObjectName("phase2.pattern")
        came_up = store.session.form_set.phase2.came_up.in_language(i18n.current().code)
        self.text = LineField(store, WHOLE, fields.dialogue("extra_1", "text"), came_up, came_up)
        self._remove = button(tr("Remove motive"), self._remove_it)
        self._remove.setObjectName("phase2.extra.remove")
        close = QToolButton()
        close.setText("×")
        close.setObjectName("phase2.close")
        close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close.setToolTip(tr("Close this motive (Esc)"))
        close.setAccessibleName(tr("Close this motive (Esc)"))
        close.clicked.connect(lambda *_: self.close_wanted.emit())
        self.sides = {side: SideAnswers(store, side) for side in SIDES}
        self.agreed = Agreed(store, row)
        self._findings = Findings(store.session.form_set)
        self._lay_out(close)
        self._ask_for_height()
        self.show_row(row, {})

    def _lay_out(self, close: QToolButton) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self.text, 2)
        head.addWidget(self._remove)
        head.addWidget(close)
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, 8, 8)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(12)
        for place, widget in enumerate((self.sides["education"], self.agreed, self.sides["practice"])):
            self._grid.addWidget(widget, 1, place)
        self._grid.addWidget(self._pattern, 0, 0, 1, 3)
        self._grid.addWidget(self._findings, 3, 0)
        self.area = scrolled(content, tr("The opened motive"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)

    @property
    def key(self) -> str:
        """The key of the opened motive."""
        return self._row.key

    def show_row(self, row: MotiveRow, changes: Changes, covered: bool = False) -> None:
        """Show this motive; with ``covered`` without what the organisations say of it."""
        if row.key != self._row.key:
            self.area.verticalScrollBar().setValue(0)
        self._row = row
        session = self._store.session
        came_up = row.kind is RowKind.CAME_UP
        say(self._title, "" if came_up else self._title_of(row))
        self.text.setVisible(came_up)
        self._remove.setVisible(came_up)
        self._remove.setEnabled(self._store.writable)
        if came_up:
            self.text.point_at(WHOLE, fields.dialogue(row.motive, "text"))
        words = tr("Covered until the reveal.") if covered else _pattern_and_rule(session, row)
        say(self._pattern, words)
        described(self.area, words)
        for side in self.sides.values():
            side.show_row(row, changes, covered)
        self.agreed.show_row(row)
        self._findings.show_row(session, row)

    def _title_of(self, row: MotiveRow) -> str:
        session, code = self._store.session, i18n.current().code
        label = labels.motive_label(session, row.key, i18n.current())
        cluster = session.form_set.cluster(row.cluster)
        if cluster is not None:
            return f"{cluster.letter}  {label} – {cluster.label.in_language(code).lower()}"
        return label

    def enter(self) -> None:
        """Take the focus to the first thing to fill in."""
        is_new = self._row.kind is RowKind.CAME_UP and not self.text.text()
        first = self.text if is_new else self.agreed.joint
        first.setFocus()
        bring_in_sight(first)

    def _remove_it(self) -> None:
        motive = self._row.motive
        self._store.apply(tr("Remove motive"), lambda session: edits.remove_extra_motive(session, motive))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._ask_for_height()
            self._arrange()

    def _ask_for_height(self) -> None:
        self.setMinimumHeight(LINES * self.fontMetrics().lineSpacing())

    def _arrange(self) -> None:
        """Education, dialogue, practice beside each other; with little room the dialogue below."""
        wide = self.width() >= WIDE * self.fontMetrics().averageCharWidth()
        if wide == self._wide:
            return
        self._wide = wide
        for widget in (*self.sides.values(), self.agreed, self._pattern, self._findings):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self._pattern, 0, 0, 1, 3 if wide else 2)
        self._grid.addWidget(self.sides["education"], 1, 0)
        if wide:
            self._grid.addWidget(self.agreed, 1, 1)
            self._grid.addWidget(self.sides["practice"], 1, 2)
        else:
            self._grid.addWidget(self.sides["practice"], 1, 1)
            self._grid.addWidget(self.agreed, 2, 0, 1, 2)
        for place, stretch in enumerate((5, 6, 5) if wide else (1, 1, 0)):
            self._grid.setColumnStretch(place, stretch)
        self._grid.addWidget(self._findings, 3, 0, 1, 3 if wide else 2)
        self._grid.setRowStretch(4, 1)


def _pattern_and_rule(session: Session, row: MotiveRow) -> str:
    """The pattern, why it is that one, and the counts that it follows from: not for a mouse alone."""
    counts = " · ".join(counts_in_words(session, row, side) for side in (0, 1))
    sign, words = labels.PATTERN_SIGNS[row.pattern], pattern_words(row)
    return f"{sign} {words}. {pattern_reason(session, row)} {counts}"
