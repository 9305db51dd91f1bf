"""Phase 3: agreements about the intended outcomes, and what came of them, moment by moment."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n, labels
from sms_desktop.core import edits, fields, insight
from sms_desktop.core.forms import FormSet
from sms_desktop.core.insight import IntendedOutcome
from sms_desktop.core.session import Moment, Session, Where, new_id, text_at
from sms_desktop.gui.seal import Seal
from sms_desktop.gui.store import Store
from sms_desktop.gui.theme import theme_of
from sms_desktop.gui.widgets.basics import button, described, invitation, scrolled
from sms_desktop.gui.widgets.evaluation import (
    AgreementPanel,
    ClosingPanel,
    EvaluationPanel,
    MomentHead,
    gravest,
    judgement_spec,
    judgement_words,
    organisation_words,
    outcome_key,
    outcome_words,
)
from sms_desktop.gui.widgets.fields import Page
from sms_desktop.gui.widgets.folding import Introduction
from sms_desktop.gui.widgets.grouped_list import Entry, GroupedList
from sms_desktop.gui.widgets.judgement import judgement_sign
from sms_desktop.gui.widgets.overview_table import FIRST_MOMENT, OverviewTable
from sms_desktop.i18n import tr

AGREEMENTS, OVERVIEW, CLOSING = "#agreements", "#overview", "#closing"
"""Views and list entries that are no moment and no outcome; record ids hold no ``#``."""


class Phase3Tab(Page):
    """A switch above (agreements, each evaluation moment, intended beside realised); below it the
    intended outcomes on the left and the opened one on the right."""

    def __init__(self, store: Store, seal: Seal | None = None) -> None:
        super().__init__(store)
        self._seal = seal or Seal()
        self._seal.changed.connect(self._session_changed)
        self._view = AGREEMENTS
        self._opened = ""
        self._form_set: FormSet | None = None
        self._views: list[str] = []
        store.loaded.connect(self._start_over)

    # Building -------------------------------------------------------------------------------------

    def build(self) -> None:
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 0)
        self._body: QWidget | None = None
        self._rebuild()

    def _rebuild(self) -> None:
        """All widgets anew: for the first time, or because the wording of the forms changed."""
        if self._body is not None:
            self._body.hide()
            self._body.setParent(None)
            self._body.deleteLater()
        self._form_set = self.store.session.form_set
        self._views = []
        self._sign_colour = ""
        self._body = QWidget()
        self._layout.addWidget(self._body)
        form, code = self._form_set.phase3, i18n.current().code
        texts = (form.introduction.in_language(code), self._form_set.proposal.in_language(code))
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        title = form.title.in_language(code)
        # Folded: an evaluation moment needs the height more than a sentence that was read before.
        layout.addWidget(Introduction("phase3.introduction", title, *texts, shown=False))
        layout.addLayout(self._switch())
        self._table = OverviewTable()
        self._table.setAccessibleName(form.side_by_side.in_language(code))
        described(self._table, tr("The arrow keys go through it. Enter opens what stands there."))
        self._table.wanted.connect(self._open_cell)
        self._pages = QStackedWidget()
        for page in (self._work(), self._table, self._no_outcomes()):
            self._pages.addWidget(page)
        layout.addWidget(self._pages, 1)

    def _switch(self) -> QHBoxLayout:
        self._bar = QTabBar()
        self._bar.setObjectName("phase3.views")
        self._bar.setAccessibleName(tr("Agreements and evaluation moments"))
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        self._bar.setUsesScrollButtons(True)
        self._bar.currentChanged.connect(self._switched)
        self._add_moment = button(tr("Add an evaluation moment"), self.add_moment)
        self._add_moment.setObjectName("phase3.add_moment")
        line = QHBoxLayout()
        line.addWidget(self._bar, 1)
        line.addWidget(self._add_moment)
        return line

    def _work(self) -> QWidget:
        self._list = GroupedList("phase3.outcomes", tr("Intended outcomes"))
        self._list.chosen.connect(self.open_outcome)
        self._add_outcome = button(tr("Add an outcome"), self.add_outcome)
        self._add_outcome.setObjectName("phase3.add_outcome")
        left = QVBoxLayout()
        left.addWidget(self._list, 1)
        left.addWidget(self._add_outcome)
        left.setContentsMargins(0, 0, 0, 12)
        self._head = MomentHead(self.store, self.remove_moment)
        self._agreement = AgreementPanel(self.store, self.remove_outcome)
        self._evaluation = EvaluationPanel(self.store)
        self._closing = ClosingPanel(self.store)
        self._stack = QStackedWidget()
        for panel in (self._agreement, self._evaluation, self._closing):
            area = scrolled(panel)
            self._stack.addWidget(area)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._head)
        right.addWidget(self._stack, 1)
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(left, 1)
        layout.addLayout(right, 3)
        return box

    def _no_outcomes(self) -> QWidget:
        return invitation(
            tr("There are no intended outcomes yet."),
            tr(
                "They come from phase 1 (of one organisation) and phase 2 (joint). "
                "You can also add a joint outcome here."
            ),
            tr("Add a joint outcome"),
            self.add_outcome,
        )

    def entry(self) -> QWidget | None:
        """The list of outcomes, or the overview."""
        return next((each for each in (self._list, self._table) if each.isVisible()), None) or super().entry()

    # Showing --------------------------------------------------------------------------------------

    def show_session(self) -> None:
        session = self._seal.seen(self.store.session)  # what organisations intend comes from phase 1
        if session.form_set is not self._form_set and session.form_set != self._form_set:
            self._rebuild()
        groups = _groups(session)
        self._show_switch(session)
        moment = self._moment(session)
        self._add_moment.setEnabled(self.store.writable)
        self._add_outcome.setEnabled(self.store.writable)
        if not groups and moment is None:
            self._pages.setCurrentIndex(2)
        elif self._view == OVERVIEW:
            self._pages.setCurrentIndex(1)
            self._table.show_session(session)
        else:
            self._pages.setCurrentIndex(0)
            self._show_work(session, groups, moment)

    def _show_switch(self, session: Session) -> None:
        form, code = session.form_set.phase3, i18n.current().code
        titles = {AGREEMENTS: form.agreements.in_language(code)}
        for number, moment in enumerate(session.moments, start=1):
            titles[moment.id] = f"{form.moment.in_language(code)} {number}"
        titles[OVERVIEW] = form.side_by_side.in_language(code)
        if self._view not in titles:
            self._view = next(reversed(session.moments)).id if session.moments else AGREEMENTS
        self._bar.blockSignals(True)
        if list(titles) != self._views:
            self._views = list(titles)
            while self._bar.count():
                self._bar.removeTab(self._bar.count() - 1)
            for title in titles.values():
                self._bar.addTab(title)
        self._bar.setCurrentIndex(self._views.index(self._view))
        self._bar.blockSignals(False)

    def _show_work(self, session: Session, groups: _Groups, moment: Moment | None) -> None:
        outcomes = {outcome_key(each): each for _, group in groups for each in group}
        if self._opened not in outcomes and not (self._opened == CLOSING and moment):
            self._opened = next(iter(outcomes), CLOSING)
        self._show_signs(session)
        self._list.show_entries(_entries(session, groups, moment), self._opened)
        self._head.setVisible(moment is not None)
        if moment is not None:
            self._head.show_moment(moment)
        if moment is not None and self._opened == CLOSING:
            self._stack.setCurrentIndex(2)
            self._closing.show_moment(moment)
        elif moment is not None:
            self._stack.setCurrentIndex(1)
            self._evaluation.show_outcome(outcomes[self._opened], moment)
        else:
            self._stack.setCurrentIndex(0)
            self._agreement.show_outcome(outcomes[self._opened])

    def _show_signs(self, session: Session) -> None:
        colour = theme_of(QApplication.instance()).text
        if colour != self._sign_colour:
            self._sign_colour = colour
            options = judgement_spec(session).options
            self._list.use_signs({each.id: judgement_sign(each.id, QColor(colour)) for each in options})

    def _moment(self, session: Session) -> Moment | None:
        return next((each for each in session.moments if each.id == self._view), None)

    # Going about ----------------------------------------------------------------------------------

    def open_view(self, view: str) -> None:
        """Go to ``AGREEMENTS``, ``OVERVIEW`` or the evaluation moment with this id."""
        if view in self._views and view != self._view:
            self._view = view
            self.catch_up()

    def open_outcome(self, key: str) -> None:
        """Open this outcome (``outcome_1``, ``mission.ORGANISATION``) or ``CLOSING``."""
        if key != self._opened:
            self._opened = key
            self.catch_up()
            area = self._stack.currentWidget()
            if isinstance(area, QScrollArea):
                area.verticalScrollBar().setValue(0)

    def open_field(self, where: Where, field: str) -> None:
        """Go to the view and the outcome that this field stands in."""
        self.open_view(where.id if where.record == "moment" else AGREEMENTS)
        parts = field.split(".")
        if len(parts) < 3:
            self.open_outcome(CLOSING)
            return
        joint = parts[1] in self.store.session.outcomes
        organisation = where.organisation or where.id if where.record != "session" else ""
        self.open_outcome(parts[1] if joint else f"{parts[1]}.{organisation}")

    def _switched(self, index: int) -> None:
        self.open_view(self._views[index])

    def _open_cell(self, key: str, column: int) -> None:
        moments = self.store.session.moments
        self._opened = key
        self.open_view(moments[column - FIRST_MOMENT].id if column >= FIRST_MOMENT else AGREEMENTS)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_moment(self) -> None:
        """A new evaluation moment, opened, ready for its date."""
        moment_id = new_id()
        if self.store.apply(tr("Add an evaluation moment"), lambda s: edits.add_moment(s, moment_id)):
            self.open_view(moment_id)
            date = next(iter(self._head.fields.values()), None)
            if date is not None:
                date.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_moment(self) -> None:
        """Without the evaluation moment that is open. Undo brings it back."""
        moment = self._moment(self.store.session)
        if moment is not None:
            name = tr("Remove {moment}").format(moment=self._bar.tabText(self._bar.currentIndex()))
            self.store.apply(name, lambda session: edits.remove_moment(session, moment.id))
            self._bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_outcome(self) -> None:
        """A new joint outcome, opened, ready for its wording."""
        if self.store.apply(tr("Add a joint outcome"), edits.add_outcome):
            self._opened = self.store.session.outcomes[-1]
            self._view = AGREEMENTS
            self.catch_up()
            self._agreement.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_outcome(self) -> None:
        """Without the joint outcome that is open. Undo brings it back."""
        outcome = self._opened
        if outcome in self.store.session.outcomes:
            session = self.store.session
            words = next(outcome_words(o) for o in insight.joint_outcomes(session) if o.id == outcome)
            name = tr("Remove outcome: {outcome}").format(outcome=labels.shortened(words))
            self.store.apply(name, lambda before: edits.remove_outcome(before, outcome))
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start_over(self) -> None:
        self._view, self._opened = AGREEMENTS, ""


_Groups = list[tuple[str, tuple[IntendedOutcome, ...]]]


def _groups(session: Session) -> _Groups:
    """Joint outcomes first, then those of each organisation, under their headings."""
    title = session.form_set.phase3.joint_outcomes.in_language(i18n.current().code)
    groups = [(title, insight.joint_outcomes(session))]
    for organisation in insight.by_side(session):
        groups.append((organisation_words(organisation), insight.own_outcomes(session, organisation)))
    return [group for group in groups if group[1]]


def _entries(session: Session, groups: _Groups, moment: Moment | None) -> list[Entry]:
    """The list on the left: how far the agreements are, or how things stand at ``moment``."""
    entries: list[Entry] = []
    for title, outcomes in groups:
        entries.append(Entry("", title))
        entries += [_entry(session, outcome, moment) for outcome in outcomes]
    if moment is not None:
        entries += [Entry("", tr("Closing")), Entry(CLOSING, tr("What do we take along?"))]
    return entries


def _entry(session: Session, outcome: IntendedOutcome, moment: Moment | None) -> Entry:
    title = labels.shortened(outcome_words(outcome), 80)
    if moment is not None:
        words = judgement_words(session, moment, outcome) or tr("not judged yet")
        return Entry(outcome_key(outcome), title, words, gravest(session, moment, outcome))
    return Entry(outcome_key(outcome), title, _agreement_words(session, outcome))


def _agreement_words(session: Session, outcome: IntendedOutcome) -> str:
    """How far the agreement about an outcome is: its status, or that there is none yet."""
    status = text_at(session, outcome.where, fields.agreement(outcome.id, "status"))
    options = next((spec.options for spec in session.form_set.phase3.agreement if spec.id == "status"), ())
    if status:
        return labels.option_label(options, status, i18n.current())
    if text_at(session, outcome.where, fields.agreement(outcome.id, "agreement")):
        return tr("agreed")
    return tr("nothing agreed yet")
