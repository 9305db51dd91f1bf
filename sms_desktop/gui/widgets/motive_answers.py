"""What the organisations say of one motive, in full, side by side."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sms_desktop import i18n, labels
from sms_desktop.core import fields
from sms_desktop.core.forms import Option, SideId, Text
from sms_desktop.core.insight import Answer, MotiveRow, RowKind
from sms_desktop.core.session import Organisation, Session, Where, at_organisation, text_at
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import breakable, clear_layout, column, text_label
from sms_desktop.gui.widgets.fields import AreaField, Bound, ChoiceField, TickBox, labelled
from sms_desktop.gui.widgets.matrix import (
    Changes,
    answer_word,
    change_text,
    name_and_state,
)
from sms_desktop.gui.widgets.matrix_paint import AnswerSign
from sms_desktop.gui.widgets.motive_row import answer_by_letter
from sms_desktop.i18n import tr


def say(label: QLabel, text: str) -> None:
    """Show ``text``, or nothing at all."""
    if label.text() != text:
        label.setText(text)
    if label.isHidden() == bool(text):
        label.setVisible(bool(text))


class LinkField(ChoiceField):
    """The motive that a free row is linked to. Keys open the list; only a choice in it links."""

    OPENING = frozenset(
        {
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        }
    )

    def __init__(self, store: Store, where: Where, row: str, label: str) -> None:
        super().__init__(store, where, fields.link(row), label, _linkable(store.session))
        self.setItemText(0, tr("not linked to a motive"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in self.OPENING:
            self.showPopup()
        elif event.text().isprintable() and event.text().strip():
            event.ignore()  # a letter in a closed list would link at once
        else:
            super().keyPressEvent(event)


def _linkable(session: Session) -> tuple[Option, ...]:
    """The motives that a free row can be linked to: those of the lists, and those that came up."""
    listed = [Option(id=motive.id, label=motive.short) for motive in session.form_set.ordered_motives()]
    code = i18n.current().code
    came_up = [
        Option(id=extra, label=Text(wording={code: labels.motive_label(session, extra, i18n.current())}))
        for extra in session.extra_motives
    ]
    return (*listed, *came_up)


class FreeRow(QWidget):
    """A motive that an organisation wrote itself, and the motive that it is linked to."""

    def __init__(self, store: Store, organisation_id: str, row: str, with_text: bool) -> None:
        super().__init__()
        self._store, self._where, self._row = store, at_organisation(organisation_id), row
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._text = text_label("")
        self._text.setVisible(with_text)
        label = tr("Linked to")
        self.link = LinkField(store, self._where, row, label)
        layout.addWidget(self._text)
        layout.addWidget(labelled(label, self.link))
        self.refresh()

    def refresh(self) -> None:
        """Show what the store holds."""
        text = text_at(self._store.session, self._where, fields.free_text(self._row))
        if not self._text.isHidden():
            say(self._text, tr("Own motive: {text}").format(text=text or "–"))
        self.link.refresh()


class OrganisationAnswer(QWidget):
    """What one organisation says of the opened motive, in full."""

    def __init__(self, store: Store, organisation: Organisation) -> None:
        super().__init__()
        self._store, self._id = store, organisation.id
        self._where = at_organisation(organisation.id)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._name = text_label("", "label")
        self._sign, self._word = AnswerSign(), text_label("", wrap=False)
        self._outcome = text_label("")
        self._changed = text_label("", "warning")
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._sign)
        line.addWidget(self._word, 1)
        for each in (self._name, line, self._outcome, self._changed):
            if isinstance(each, QWidget):
                self._layout.addWidget(each)
            else:
                self._layout.addLayout(each)
        self._inputs: list[Bound] = []
        self._editor: QWidget | None = None
        self._rows: list[FreeRow] = []
        self._row_keys: tuple[object, ...] = ()

    def show_row(self, row: MotiveRow, changes: Changes, covered: bool = False) -> None:
        """Show the answer to this motive; nothing for a free row of another organisation.

        With ``covered`` the answer can neither be seen nor changed here.
        """
        cell = row.cells.get(self._id)
        self.setVisible(cell is not None)
        if cell is None:
            return
        session = self._store.session
        organisation = session.organisation(self._id)
        say(self._name, name_and_state(organisation))
        if covered:
            self._show_cover(cell.answer is Answer.NOT_ASKED)
            return
        answered_here = row.kind is RowKind.CAME_UP and not cell.linked
        self._sign.show_answer(Answer.NOT_ASKED if answered_here else cell.answer)
        not_asked = cell.answer is Answer.NOT_ASKED
        word = tr("not on the list of this side") if not_asked else answer_word(session, cell.answer)
        say(self._word, "" if answered_here else word)
        say(self._outcome, "" if answered_here else cell.outcome)
        change = changes.get((row.key, self._id))
        was = f"{tr('Changed')}: {change_text(session, change, cell)}" if change else ""
        say(self._changed, was)
        self._show_editor(row)
        self._show_free_rows(row, cell.linked)

    def _show_cover(self, not_asked: bool) -> None:
        self._sign.show_answer(Answer.NOT_ASKED)
        say(self._word, tr("not on the list of this side") if not_asked else tr("covered"))
        for label in (self._outcome, self._changed):
            say(label, "")
        if self._editor is not None:
            self._editor.hide()
        self._drop_free_rows()

    def _drop_free_rows(self) -> None:
        self._row_keys = ()
        for old in self._rows:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = []

    def _show_editor(self, row: MotiveRow) -> None:
        """A motive that came up in the dialogue is answered here."""
        came_up = row.kind is RowKind.CAME_UP
        if came_up and self._editor is None:
            self._make_editor(row.motive)
        if self._editor is not None:
            self._editor.setVisible(came_up)
        if came_up:
            parts = (fields.yes, fields.no, fields.intended)
            for widget, part in zip(self._inputs, parts, strict=True):
                widget.point_at(self._where, part(row.motive))

    def _make_editor(self, motive: str) -> None:
        form, code = self._store.session.form_set.phase1, i18n.current().code
        name = labels.organisation_name(self._store.session.organisation(self._id), i18n.current())
        self._editor, layout = column(4)
        ticks = QHBoxLayout()
        ticks.setSpacing(16)
        for part, text in ((fields.yes, form.yes), (fields.no, form.no)):
            word = text.in_language(code)
            tick = TickBox(self._store, self._where, part(motive), f"{name} – {word}", word)
            tick.installEventFilter(self)
            ticks.addWidget(tick)
            self._inputs.append(tick)
        ticks.addStretch(1)
        hint = form.outcome.in_language(code)
        outcome = AreaField(
            self._store, self._where, fields.intended(motive), f"{name} – {hint}", hint, lines=1
        )
        self._inputs.append(outcome)
        layout.addLayout(ticks)
        layout.addWidget(outcome)
        self._layout.addWidget(self._editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The same letters answer here as in phase 1."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return answer_by_letter(event, (each for each in self._inputs if isinstance(each, TickBox)))
        return super().eventFilter(watched, event)

    def _show_free_rows(self, row: MotiveRow, linked: tuple[str, ...]) -> None:
        session = self._store.session
        own = row.kind is RowKind.FREE
        wanted = (row.motive,) if own else linked
        keys = (wanted, own, tuple(_linkable(session)) if wanted else ())
        if keys != self._row_keys:
            self._drop_free_rows()
            self._row_keys = keys
            self._rows = [FreeRow(self._store, self._id, each, with_text=not own) for each in wanted]
            for new in self._rows:
                self._layout.addWidget(new)
                new.show()
        for shown in self._rows:
            shown.refresh()


class SideAnswers(QWidget):
    """The organisations of one side."""

    def __init__(self, store: Store, side: SideId) -> None:
        super().__init__()
        self._store, self._side = store, side
        self._blocks: dict[str, OrganisationAnswer] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        form_set = store.session.form_set
        layout.addWidget(text_label(labels.side_label(form_set, side, i18n.current()), "heading"))
        self._wording = text_label("", "note")
        layout.addWidget(self._wording)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        layout.addLayout(self._list)
        layout.addStretch(1)

    def show_row(self, row: MotiveRow, changes: Changes, covered: bool = False) -> None:
        """Show what this side says of a motive, or that it is covered."""
        session = self._store.session
        organisations = session.of_side(self._side)
        if [each.id for each in organisations] != list(self._blocks):
            clear_layout(self._list)
            self._blocks = {each.id: OrganisationAnswer(self._store, each) for each in organisations}
            for block in self._blocks.values():
                self._list.addWidget(block)
        say(self._wording, breakable(self._wording_of(row, bool(organisations))))
        for block in self._blocks.values():
            block.show_row(row, changes, covered)

    def _wording_of(self, row: MotiveRow, any_organisation: bool) -> str:
        if not any_organisation:
            return tr("No organisation on this side yet.")
        if row.organisation:
            mine = self._store.session.organisation(row.organisation).side == self._side
            return "" if mine else tr("A motive of one organisation on the other side.")
        motive = self._store.session.form_set.motive(row.motive)
        if motive is None:
            return ""
        text = motive.text(self._side)
        return text.in_language(i18n.current().code) if text else tr("Not on the list of this side.")
