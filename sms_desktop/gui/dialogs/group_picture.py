"""Groepsbeeld: overview and expectation mirror for the facilitator, who may narrow who is counted."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from sms_desktop import charts, i18n, labels
from sms_desktop.core import insight
from sms_desktop.core.fields import ROLES
from sms_desktop.core.insight import Overview
from sms_desktop.core.session import Session
from sms_desktop.gui.presenter.content import Options, mirror_seen, overview_seen
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import described, resize_on_screen, scrolled, text_label
from sms_desktop.gui.widgets.chart_view import ChartView
from sms_desktop.gui.widgets.choosing import ChoiceBox
from sms_desktop.i18n import ntr, tr

_EVERYONE, _OWN = "everyone", "own"
_SEEN = Options(small_groups=True)


class GroupPicture(QDialog):
    """Stands beside the main window and moves with every tick."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("group_picture")
        self.setWindowTitle(tr("Group picture"))
        self.setModal(False)
        resize_on_screen(self, 117, 560)
        self._store = store
        self.who, self.organisation = ChoiceBox(), ChoiceBox()
        self.who.setObjectName("group_picture.who")
        self.organisation.setObjectName("group_picture.organisation")
        self.organisation.setMinimumContentsLength(20)
        self.overview = ChartView("group_picture.overview", tr("Overview of the quick scan"))
        self.mirror = ChartView("group_picture.mirror", tr("Expectation mirror"))
        self.counted = text_label("", "note")
        self.small = text_label("", "note")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._make_overview(), tr("Overview of the quick scan"))
        self.tabs.addTab(self._make_mirror(), tr("Expectation mirror"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.tabs)
        for choice in (self.who, self.organisation):
            choice.currentIndexChanged.connect(lambda _: self._show_overview())
        store.changed.connect(self._catch_up)
        store.loaded.connect(self._catch_up)
        store.history_changed.connect(self._leave_without_session)
        self._catch_up()

    def _make_overview(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(12)
        line = QHBoxLayout()
        line.setSpacing(8)
        for text, choice in ((tr("&Who is counted"), self.who), (tr("&Organisation"), self.organisation)):
            label = QLabel(text)
            label.setBuddy(choice)
            choice.setAccessibleName(text.replace("&", ""))
            described(choice, tr("The overview counts only what you choose here."))
            line.addWidget(label)
            line.addWidget(choice)
            line.addSpacing(12)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addWidget(self.counted)
        layout.addWidget(self.overview)
        layout.addWidget(self.small)
        layout.addStretch(1)
        return scrolled(page, tr("Overview of the quick scan"))

    def _make_mirror(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(12)
        explanation = tr(
            "What a side says of itself beside what the other side expects. Only sheets filled in as one "
            "side are counted; the narrowing of the overview does not change this."
        )
        layout.addWidget(text_label(explanation, "note"))
        layout.addWidget(self.mirror)
        layout.addStretch(1)
        return scrolled(page, tr("Expectation mirror"))

    # Showing ---------------------------------------------------------------------------------------

    def _catch_up(self, *_sessions: object) -> None:
        session = self._store.session
        self._offer(session)
        self._show_overview()
        lines = insight.mirror(session)
        picture = mirror_seen(session.form_set, lines, _SEEN, i18n.current())
        self.mirror.show_chart(lambda width: charts.mirror(picture, width), picture.spoken())

    def _offer(self, session: Session) -> None:
        """What can be chosen; a choice stays as long as it is there."""
        options = session.form_set.quick_scan.roles
        roles = [(role, labels.option_label(options, role, i18n.current())) for role in ROLES]
        _fill(
            self.who,
            [
                (_EVERYONE, tr("everyone")),
                (_OWN, tr("each side about itself")),
                *((role, tr("filled in as: {role}").format(role=name)) for role, name in roles),
                ("", tr("role unknown")),
            ],
        )
        names = insight.organisations_on_sheets(session)
        _fill(
            self.organisation,
            [
                (None, tr("all organisations")),
                *((name, name) for name in names),
                *([("", tr("no organisation on the sheet"))] if names else []),
            ],
        )

    def _show_overview(self) -> None:
        session = self._store.session
        counted = self._counted(session)
        picture = overview_seen(session.form_set, counted, _SEEN, i18n.current())
        self.overview.show_chart(lambda width: charts.bars(picture, width), picture.spoken())
        told = tr("A group of fewer than {n} people has a count, no share.")
        self.small.setText(told.format(n=insight.smallest_group()))
        self.small.setVisible(counted.is_small)
        text = ntr("{n} sheet counts.", "{n} sheets count.", counted.sheets)
        narrowed = self.who.currentData() != _EVERYONE or self.organisation.currentData() is not None
        if narrowed and any(insight.tally_people(session, half.side) for half in counted.halves):
            text += " " + tr("The show of hands is left out: it does not say whose hands they were.")
        self.counted.setText(text)

    def _counted(self, session: Session) -> Overview:
        who, organisation = self.who.currentData(), self.organisation.currentData()
        if organisation is not None:
            of_it = insight.from_organisation(organisation)
            session = replace(session, sheets=tuple(each for each in session.sheets if of_it(each)))
        if who == _OWN:
            return insight.own_sides(session)
        if who != _EVERYONE:
            return insight.overview(session, insight.filled_in_as(who))
        return insight.overview(session, None if organisation is None else lambda _sheet: True)

    def _leave_without_session(self) -> None:
        if not self._store.has_session:
            self.hide()


def _fill(choice: QComboBox, options: list[tuple[str | None, str]]) -> None:
    """Offer these; nothing is touched where they are offered already."""
    now = [(choice.itemData(place), choice.itemText(place)) for place in range(choice.count())]
    if now == options:
        return
    chosen = choice.currentData()
    choice.blockSignals(True)
    choice.clear()
    for value, text in options:
        choice.addItem(text, value)
    values = [value for value, _ in options]
    choice.setCurrentIndex(values.index(chosen) if chosen in values else 0)
    choice.blockSignals(False)
