"""Phase 1: each organisation says which motives apply and which outcomes it intends."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n, labels
from sms_desktop.core import edits, insight
from sms_desktop.core.forms import SIDES, FormSet, Motive, SideId
from sms_desktop.core.session import Organisation, Session, at_organisation
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import (
    button,
    card,
    invitation,
    scrolled,
    text_label,
)
from sms_desktop.gui.widgets.clusters import ClusterChip, cluster_heading
from sms_desktop.gui.widgets.field_rows import field_rows
from sms_desktop.gui.widgets.fields import Page
from sms_desktop.gui.widgets.folding import Introduction
from sms_desktop.gui.widgets.grouped_list import Entry, GroupedList
from sms_desktop.gui.widgets.motive_row import MotiveRow
from sms_desktop.i18n import ntr, tr

STACKED_BELOW = 80
"""Average characters. In a narrower form the intended outcome stands below its motive."""


def progress_words(form_set: FormSet, organisation: Organisation, between: str = " · ") -> str:
    """How far an organisation is: *9 van 12 beantwoord*, and what may need a second look."""
    answered, asked = insight.progress(form_set, organisation)
    words = tr("{answered} of {asked} answered").format(answered=answered, asked=asked)
    points = len(insight.organisation_points(organisation))
    if points:
        words += between + ntr("{n} point to look at", "{n} points to look at", points)
    return words


class Phase1Sheet(QWidget):
    """The form of one side. It is pointed at one organisation after another.

    ``reached(row)`` when the keys brought the user to a row that may be out of sight.
    """

    reached = Signal(QWidget)

    def __init__(self, store: Store, organisation: Organisation) -> None:
        super().__init__()
        self._store = store
        self._where = at_organisation(organisation.id)
        self._side: SideId = organisation.side
        self.form_set = store.session.form_set
        self._rows: dict[str, MotiveRow] = {}
        self._off_list: list[str] = []
        self._stacked = False
        self._was_in_sight = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 8, 16)
        self._layout.setSpacing(12)
        self._add_head()
        for cluster_id in self.form_set.phase1.cluster_order:
            self._add_cluster(cluster_id)
        self._add_free_rows()
        self._off_list_card = self._add_off_list()
        self._layout.addStretch(1)

    @property
    def side(self) -> SideId:
        """The side whose list this is."""
        return self._side

    def _add_head(self) -> None:
        form = self.form_set.phase1
        code = i18n.current().code
        texts = [form.introduction.in_language(code)]
        if form.form_title.of(self._side).origin == "V":
            texts.append(self.form_set.proposal.in_language(code))
        title = form.form_title.of(self._side).in_language(code)
        self._introduction = Introduction("phase1.introduction", title, *texts)
        self._layout.addWidget(self._introduction)
        frame, layout = card()
        head, self._head = field_rows(self._store, self._where, form.head)
        layout.addWidget(head)
        self._layout.addWidget(frame)
        self._layout.addWidget(self._column_heads())

    def _column_heads(self) -> QWidget:
        form, code = self.form_set.phase1, i18n.current().code
        box = QWidget()
        grid = self._heads = QGridLayout(box)
        grid.setContentsMargins(16, 0, 16, 0)
        keys = tr("Keys on a tick: {yes} and {no} answer, the arrows go to the next motive.").format(
            yes=form.yes.in_language(code)[:1], no=form.no.in_language(code)[:1]
        )
        grid.setHorizontalSpacing(16)
        columns = ((form.applies, keys), (form.outcome, form.outcome_hint.in_language(code)))
        for column, (heading, note) in zip((0, 2), columns, strict=True):
            span = 2 if column == 0 else 1
            for line, label in enumerate(
                (text_label(heading.in_language(code), "heading"), text_label(note, "note"))
            ):
                label.setSizePolicy(QSizePolicy.Policy.Ignored, label.sizePolicy().verticalPolicy())
                grid.addWidget(label, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(2, 7)
        return box

    def _add_cluster(self, cluster_id: str) -> None:
        motives = self.form_set.motives_of(self._side, cluster_id)
        cluster = self.form_set.cluster(cluster_id)
        if not motives or cluster is None:
            return
        frame, layout = card()
        layout.addWidget(cluster_heading(cluster, cluster.heading.in_language(i18n.current().code)))
        for motive in motives:
            self._add_row(layout, motive.id, _wording(motive, self._side))
        self._layout.addWidget(frame)

    def _add_free_rows(self) -> None:
        form, code = self.form_set.phase1, i18n.current().code
        if not self.form_set.free_row_ids():
            return
        frame, layout = card()
        layout.addWidget(text_label(form.other_heading.in_language(code), "heading"))
        for row in self.form_set.free_row_ids():
            self._add_row(layout, row, labels.motive_label(self._store.session, row, i18n.current()))
        self._layout.addWidget(frame)

    def _add_row(self, layout: QVBoxLayout, motive: str, label: str) -> MotiveRow:
        row = MotiveRow(self._store, self._where, motive, label)
        row.left_for.connect(lambda step, row=row: self._go(row, step))
        row.stack(self._stacked)
        layout.addWidget(row)
        self._rows[motive] = row
        return row

    def _add_off_list(self) -> QFrame:
        frame, layout = card()
        layout.addWidget(text_label(tr("Not on this list (any more)"), "heading"))
        text = tr("This organisation answered these motives, but they are not on its list now. They count.")
        layout.addWidget(text_label(text, "note"))
        self._off_list_rows = QVBoxLayout()
        layout.addLayout(self._off_list_rows)
        self._layout.addWidget(frame)
        return frame

    def show_organisation(self, organisation: Organisation) -> None:
        """Point at this organisation (of the same side)."""
        moved = self._where.id != organisation.id
        if moved:
            self._where = at_organisation(organisation.id)
            for field in self._head.values():
                field.point_at(self._where)
            for row in self._rows.values():
                row.point_at(self._where)
        else:
            for field in self._head.values():
                field.refresh()
            for row in self._rows.values():
                row.refresh()
        self._show_off_list(organisation, keep=self._was_in_sight and not moved)
        self._was_in_sight = True
        self._show_points(organisation)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._was_in_sight = False

    def _show_points(self, organisation: Organisation) -> None:
        session = self._store.session
        found = {point.field.split(".")[1]: point.kind for point in insight.organisation_points(organisation)}
        for motive, row in self._rows.items():
            row.show_point(found.get(motive), _remark(session, organisation, motive))

    def _show_off_list(self, organisation: Organisation, keep: bool) -> None:
        """A row that was just emptied stays until another organisation is shown, so that focus stays."""
        wanted = list(insight.off_list(self._store.session, organisation))
        shown = set(self._off_list)
        if not (keep and shown.issuperset(wanted)):
            self._rebuild_off_list(wanted)
        self._off_list_card.setVisible(bool(self._off_list))
        for remove in self._off_list_card.findChildren(QPushButton):
            remove.setEnabled(self._store.writable)

    def _rebuild_off_list(self, motives: list[str]) -> None:
        for motive in self._off_list:
            del self._rows[motive]
        while (item := self._off_list_rows.takeAt(0)) is not None:
            widget = item.widget()
            widget.hide()
            widget.setParent(None)  # gone at once: two widgets must never bear the same name
            widget.deleteLater()
        self._off_list = motives
        for motive in motives:
            self._off_list_rows.addWidget(self._off_list_row(motive))

    def _off_list_row(self, motive: str) -> QWidget:
        language = i18n.current()
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        row = self._add_row(layout, motive, labels.motive_label(self._store.session, motive, language))
        line = QHBoxLayout()
        listed = self.form_set.motive(motive)
        cluster = self.form_set.cluster(listed.cluster) if listed else None
        if cluster is not None:
            name = labels.cluster_label(self.form_set, cluster.id, language)
            line.addWidget(ClusterChip(cluster.id, cluster.letter, name))
            line.addWidget(text_label(name, "note", wrap=False))
        line.addStretch(1)
        remove = button(tr("Remove these answers"), lambda: self._forget(motive))
        remove.setObjectName(f"phase1.{motive}.remove.{self._where.id}")
        line.addWidget(remove)
        layout.addLayout(line)
        row.show_label(labels.motive_label(self._store.session, motive, language))
        return box

    def _forget(self, motive: str) -> None:
        organisation_id = self._where.id
        name = labels.motive_label(self._store.session, motive, i18n.current())
        self._rebuild_off_list([each for each in self._off_list if each != motive])
        self._store.apply(
            tr("Remove answers: {motive}").format(motive=labels.shortened(name)),
            lambda session: edits.forget_motive(session, organisation_id, motive),
        )

    def _go(self, row: MotiveRow, step: int) -> None:
        rows = list(self._rows.values())
        place = rows.index(row) + step
        if 0 <= place < len(rows):
            target = rows[place].no if row.no.hasFocus() else rows[place].yes
            target.setFocus(Qt.FocusReason.TabFocusReason)
            self.reached.emit(rows[place])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        row = next(iter(self._rows.values()), None)
        if row is not None:
            # Nothing begins in this column here, so the grid keeps no space before it.
            self._heads.setColumnMinimumWidth(1, self._heads.horizontalSpacing() + row.ticks_width())
        stacked = self.width() < STACKED_BELOW * self.fontMetrics().averageCharWidth()
        if stacked != self._stacked:
            self._stacked = stacked
            for row in self._rows.values():
                row.stack(stacked)


def _wording(motive: Motive, side: SideId) -> str:
    text = motive.text(side)
    assert text is not None
    return text.in_language(i18n.current().code)


def _remark(session: Session, organisation: Organisation, motive: str) -> str:
    """For a free row that was linked to a motive in the dialogue: to which."""
    linked = insight.linked_motive(session, organisation, motive)
    if not linked:
        return ""
    return tr("Linked to: {motive}").format(motive=labels.motive_label(session, linked, i18n.current()))


class Phase1Tab(Page):
    """The organisations on the left, the form of the chosen one on the right.

    ``add_organisation_wanted`` when there is none yet and the user wants the first; ``read_in_wanted``
    when forms came back.
    """

    add_organisation_wanted = Signal()
    read_in_wanted = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._chosen = ""
        self._sheets: dict[SideId, Phase1Sheet] = {}
        store.loaded.connect(self._forget_choice)

    def build(self) -> None:
        phase1 = self.store.session.form_set.phase1
        self._pages = QStackedWidget()
        self._empty = invitation(
            tr("There are no organisations yet."),
            tr("In phase 1 each organisation says which motives apply and which outcomes it intends."),
            tr("Add the first organisation"),
            self.add_organisation_wanted.emit,
        )
        self._list = GroupedList("phase1.organisations", phase1.organisation.in_language(i18n.current().code))
        self._list.chosen.connect(self.choose)
        self._name = text_label("", "title")
        self._state = text_label("", "note")
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._name, 1)
        top.addWidget(self._state, 1)
        self._area = scrolled(QWidget())
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(top)
        right.addWidget(self._area, 1)
        work = QWidget()
        sides = QHBoxLayout(work)
        sides.setContentsMargins(12, 12, 12, 0)
        sides.setSpacing(16)
        read_in = button(tr("Read in…"), self.read_in_wanted.emit)
        read_in.setObjectName("phase1.read_in")
        read_in.setToolTip(tr("Scans, photos and forms that came back (Ctrl+I)"))
        left = QVBoxLayout()
        left.setSpacing(8)
        left.setContentsMargins(0, 0, 0, 12)
        left.addWidget(self._list, 1)
        left.addWidget(read_in)
        sides.addLayout(left, 1)
        sides.addLayout(right, 4)
        for page in (self._empty, work):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def choose(self, organisation_id: str) -> None:
        """Show the form of this organisation."""
        if organisation_id != self._chosen:
            self._chosen = organisation_id
            self.catch_up()
            self._area.verticalScrollBar().setValue(0)

    def entry(self) -> QWidget | None:
        """The list of organisations."""
        return self._list if self.store.session.organisations else super().entry()

    def show_session(self) -> None:
        session = self.store.session
        organisation = self._organisation(session)
        self._pages.setCurrentIndex(0 if organisation is None else 1)
        if organisation is None:
            return
        self._chosen = organisation.id
        self._list.show_entries(_entries(session), organisation.id)
        name = organisation.name or tr("organisation without a name")
        if self._name.text() != name:
            self._name.setText(name)
        side = labels.side_label(session.form_set, organisation.side, i18n.current())
        state = f"{side} · {progress_words(session.form_set, organisation)}"
        if self._state.text() != state:
            self._state.setText(state)
        self._sheet_for(organisation).show_organisation(organisation)

    def _organisation(self, session: Session) -> Organisation | None:
        """The chosen organisation, else the first one on the screen."""
        shown = insight.by_side(session)
        return next((each for each in shown if each.id == self._chosen), shown[0] if shown else None)

    def _sheet_for(self, organisation: Organisation) -> Phase1Sheet:
        """The form of the organisation's side, made once for each side and put in the window.

        The other one is kept outside the window: two widgets in it must never bear the same name.
        """
        form_set = self.store.session.form_set
        sheet = self._sheets.get(organisation.side)
        if sheet is not None and sheet.form_set is not form_set and sheet.form_set != form_set:
            sheet = None
        if sheet is None:
            sheet = self._sheets[organisation.side] = Phase1Sheet(self.store, organisation)
            sheet.reached.connect(self._area.ensureWidgetVisible)
        if self._area.widget() is not sheet:
            self._area.takeWidget()
            self._area.setWidget(sheet)
            sheet.show()
        return sheet

    def _forget_choice(self) -> None:
        self._chosen = ""


def _entries(session: Session) -> list[Entry]:
    """Education first, then practice, each with its progress in words."""
    entries = []
    for side in SIDES:
        organisations = session.of_side(side)
        if organisations:
            entries.append(Entry("", labels.side_label(session.form_set, side, i18n.current())))
        for organisation in organisations:
            detail = progress_words(session.form_set, organisation, between="\n")
            if organisation.has_left:
                detail = tr("no longer takes part") + "\n" + detail
            entries.append(
                Entry(organisation.id, organisation.name or tr("organisation without a name"), detail)
            )
    return entries
