"""The panels of phase 3: the agreements about one intended outcome, and its evaluation at one moment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sms_desktop import i18n, labels
from sms_desktop.core import fields, insight
from sms_desktop.core.forms import FieldSpec, Text
from sms_desktop.core.insight import IntendedOutcome
from sms_desktop.core.session import WHOLE, Moment, Organisation, Session, at_moment, text_at
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import button, card, text_label
from sms_desktop.gui.widgets.field_rows import field_rows
from sms_desktop.gui.widgets.fields import AreaField
from sms_desktop.gui.widgets.judgement import JudgementField
from sms_desktop.i18n import tr

JUDGEMENT = "judgement"
STACKED_BELOW = 75
"""Average characters. In a narrower panel a judgement stands below the name of its organisation."""

_NONE = "none"
"""Stands in a field id while no outcome is shown yet."""


def outcome_key(outcome: IntendedOutcome) -> str:
    """What names an intended outcome on this screen."""
    return f"{outcome.id}.{outcome.organisation}" if outcome.organisation else outcome.id


def outcome_words(outcome: IntendedOutcome) -> str:
    """The wording of an intended outcome, or what stands there when it has none (any more)."""
    text = " ".join(outcome.text.split())
    if text:
        return text
    if outcome.organisation:
        return tr("No intended outcome stands in phase 1 any more")
    return tr("New joint outcome")


def served_words(session: Session, outcome: IntendedOutcome) -> str:
    """The motives that an outcome serves, in words."""
    return ", ".join(labels.motive_label(session, key, i18n.current()) for key in outcome.motives)


def judgement_words(session: Session, moment: Moment, outcome: IntendedOutcome) -> str:
    """What was judged: the word of an owner, or the counts per word over the organisations."""
    given = list(insight.judgements(session, moment, outcome).values())
    options = judgement_spec(session).options
    known = [option.id for option in options]
    order = [*known, *sorted(set(given) - set(known))]
    words = {each: labels.option_label(options, each, i18n.current()) for each in order}
    if outcome.organisation:
        return words[given[0]] if given else ""
    return " · ".join(f"{words[each]} {given.count(each)}" for each in order if each in given)


def gravest(session: Session, moment: Moment, outcome: IntendedOutcome) -> str:
    """The judgement furthest from the first that the form offers, for the sign of an outcome."""
    given = insight.judgements(session, moment, outcome).values()
    return next((o.id for o in reversed(judgement_spec(session).options) if o.id in given), "")


def judgement_spec(session: Session) -> FieldSpec:
    """The judgement field of the form. Without one there is nothing to choose from."""
    empty = FieldSpec(id=JUDGEMENT, kind="choice", label=Text(wording={"en": JUDGEMENT}))
    return next((s for s in session.form_set.phase3.evaluation if s.id == JUDGEMENT), empty)


def organisation_words(organisation: Organisation) -> str:
    """The name of an organisation, marked when it has left."""
    name = organisation.name or tr("organisation without a name")
    return tr("{name} (no longer takes part)").format(name=name) if organisation.has_left else name


def _set_text(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
    if label.isHidden() == bool(text):
        label.setVisible(bool(text))


class AgreementPanel(QWidget):
    """What was agreed about one intended outcome. The wording of a joint one can be written here."""

    def __init__(self, store: Store, remove: Callable[[], object]) -> None:
        super().__init__()
        self._store = store
        form, code = store.session.form_set.phase3, i18n.current().code
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 16)
        layout.setSpacing(12)
        frame, top = card()
        label = form.outcome.in_language(code)
        line = QHBoxLayout()
        line.addWidget(text_label(label, "heading"), 1)
        top.addLayout(line)
        self.text = AreaField(store, WHOLE, fields.outcome_text(_NONE), label, lines=2)
        self._text = text_label("")
        self._served = text_label("", "note")
        for widget in (self.text, self._text, self._served):
            top.addWidget(widget)
        self._remove = button(tr("Remove"), remove)
        self._remove.setObjectName("phase3.remove_outcome")
        for say in (self._remove.setToolTip, self._remove.setAccessibleName):
            say(tr("Remove this outcome"))
        line.addWidget(self._remove)
        layout.addWidget(frame)
        frame, below = card()
        below.addWidget(text_label(form.agreements.in_language(code), "heading"))
        rows, self._fields = field_rows(
            store, WHOLE, form.agreement, lambda spec: fields.agreement(_NONE, spec.id)
        )
        below.addWidget(rows)
        layout.addWidget(frame)
        layout.addStretch(1)

    def show_outcome(self, outcome: IntendedOutcome) -> None:
        """Show this one."""
        joint = not outcome.organisation
        if joint:
            self.text.point_at(WHOLE, fields.outcome_text(outcome.id))
        self.text.setVisible(joint)
        _set_text(self._text, "" if joint else outcome_words(outcome))
        served = served_words(self._store.session, outcome)
        _set_text(self._served, tr("Motive: {motives}").format(motives=served) if served else "")
        self._remove.setVisible(joint)
        self._remove.setEnabled(self._store.writable)
        for part, widget in self._fields.items():
            widget.point_at(outcome.where, fields.agreement(outcome.id, part))


class MomentHead(QWidget):
    """When an evaluation moment is and who is there, above whatever of it is open."""

    def __init__(self, store: Store, remove: Callable[[], object]) -> None:
        super().__init__()
        self._store = store
        frame, inside = card()
        self._remove = button(tr("Remove"), remove)
        self._remove.setObjectName("phase3.remove_moment")
        for say in (self._remove.setToolTip, self._remove.setAccessibleName):
            say(tr("Remove this moment"))
        rows, self.fields = field_rows(store, at_moment(_NONE), store.session.form_set.phase3.moment_head)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(rows, 1)
        line.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignBottom)
        inside.addLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.addWidget(frame)

    def show_moment(self, moment: Moment) -> None:
        """Show this one."""
        self._remove.setEnabled(self._store.writable)
        for widget in self.fields.values():
            widget.point_at(at_moment(moment.id))


class ClosingPanel(QWidget):
    """What the group learns at an evaluation moment."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        form = store.session.form_set.phase3
        frame, inside = card()
        inside.addWidget(text_label(tr("Closing"), "heading"))
        rows, self._fields = field_rows(store, at_moment(_NONE), form.moment_closing)
        inside.addWidget(rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 16)
        layout.addWidget(frame)
        layout.addStretch(1)

    def show_moment(self, moment: Moment) -> None:
        """Show this one."""
        for widget in self._fields.values():
            widget.point_at(at_moment(moment.id))


class EvaluationPanel(QWidget):
    """One intended outcome at one moment: what was meant and agreed, how it stands, what was realised."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        form, code = store.session.form_set.phase3, i18n.current().code
        self._context = {
            "intended": form.outcome.in_language(code),
            "agreement": next((s.label.in_language(code) for s in form.agreement), ""),
            "before": tr("At the moment before"),
        }
        self._texts: dict[str, tuple[QLabel, QLabel]] = {}
        self._judges: dict[str, tuple[QLabel, JudgementField]] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 16)
        layout.setSpacing(12)
        layout.addWidget(self._context_card())
        frame, inside = card()
        inside.addWidget(text_label(judgement_spec(store.session).label.in_language(code), "heading"))
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(2)
        self._stacked = False
        inside.addLayout(self._rows)
        others = [spec for spec in form.evaluation if spec.id != JUDGEMENT]
        rows, self._fields = field_rows(
            store, at_moment(_NONE), others, lambda spec: fields.agreement(_NONE, spec.id)
        )
        inside.addWidget(rows)
        layout.addWidget(frame)
        layout.addStretch(1)

    def _context_card(self) -> QWidget:
        frame, inside = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (part, name) in enumerate(self._context.items()):
            self._texts[part] = (text_label(name, "label", wrap=False), text_label(""))
            for column, label in enumerate(self._texts[part]):
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(grid)
        return frame

    def show_outcome(self, outcome: IntendedOutcome, moment: Moment) -> None:
        """Show how this one stands at ``moment``."""
        session = self._store.session
        self._show_context(session, outcome, moment)
        self._show_judges(session, outcome, moment)
        where = insight.at_evaluation(moment, outcome)
        for part, widget in self._fields.items():
            widget.point_at(where, fields.agreement(outcome.id, part))

    def _show_context(self, session: Session, outcome: IntendedOutcome, moment: Moment) -> None:
        said = text_at(session, outcome.where, fields.agreement(outcome.id, "agreement"))
        texts = {
            "intended": outcome_words(outcome),
            "agreement": said,
            "before": _before(session, outcome, moment),
        }
        for part, (name, label) in self._texts.items():
            _set_text(label, texts[part])
            name.setVisible(bool(texts[part]))

    def _show_judges(self, session: Session, outcome: IntendedOutcome, moment: Moment) -> None:
        everyone = insight.by_side(session)
        if list(self._judges) != [each.id for each in everyone]:
            self._rebuild_judges(everyone, moment)
        asked = {each.id for each in insight.judges(session, moment, outcome)}
        title = judgement_spec(session).label.in_language(i18n.current().code)
        for organisation in everyone:
            label, field = self._judges[organisation.id]
            shown = organisation.id in asked
            if label.isHidden() == shown:
                label.setVisible(shown)
                field.setVisible(shown)
            if shown:
                _set_text(label, organisation_words(organisation))
                field.show_label(f"{title} – {organisation_words(organisation)}")
                field.point_at(at_moment(moment.id, organisation.id), fields.agreement(outcome.id, JUDGEMENT))

    def _rebuild_judges(self, organisations: tuple[Organisation, ...], moment: Moment) -> None:
        for label, field in self._judges.values():
            for widget in (label, field):
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self._judges.clear()
        options = judgement_spec(self._store.session).options
        for organisation in organisations:
            name = fields.agreement(_NONE, JUDGEMENT)
            where = at_moment(moment.id, organisation.id)
            label, field = text_label(""), JudgementField(self._store, where, name, "", options)
            self._judges[organisation.id] = (label, field)
        self._arrange()

    def _arrange(self) -> None:
        """Each judgement beside its organisation, or below it where there is little room."""
        for row, (label, field) in enumerate(self._judges.values()):
            self._rows.removeWidget(field)
            self._rows.addWidget(label, 2 * row, 0)
            place = (2 * row + 1, 0) if self._stacked else (2 * row, 1)
            self._rows.addWidget(field, *place, Qt.AlignmentFlag.AlignLeft)
        for column, share in enumerate((1, 0) if self._stacked else (2, 3)):
            self._rows.setColumnStretch(column, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < STACKED_BELOW * self.fontMetrics().averageCharWidth()
        if stacked != self._stacked:
            self._stacked = stacked
            self._arrange()


def _before(session: Session, outcome: IntendedOutcome, moment: Moment) -> str:
    """What was said at the moment before this one: the judgements and what was realised."""
    place = [each.id for each in session.moments].index(moment.id)
    if place == 0:
        return ""
    before = session.moments[place - 1]
    realised = text_at(
        session, insight.at_evaluation(before, outcome), fields.agreement(outcome.id, "realised")
    )
    return "\n".join(each for each in (judgement_words(session, before, outcome), realised) if each)
