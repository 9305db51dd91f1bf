"""Phase 2, the dialogue: the matrix of motives, one motive opened, and what the group takes home."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n, labels
from sms_desktop.core import edits, insight, sealing
from sms_desktop.core.forms import SIDES, FieldSpec, FormSet, SideId
from sms_desktop.core.insight import MotiveRow
from sms_desktop.core.session import WHOLE, Session, Where, at_organisation
from sms_desktop.gui.seal import Seal
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import (
    button,
    card,
    clear_layout,
    column,
    invitation,
    row,
    scrolled,
    text_label,
)
from sms_desktop.gui.widgets.fields import Bound, Page, labelled_field
from sms_desktop.gui.widgets.matrix import Changes, MatrixModel, name_and_state
from sms_desktop.gui.widgets.matrix_order import ArrangeButton
from sms_desktop.gui.widgets.matrix_paint import OutcomeSign
from sms_desktop.gui.widgets.matrix_view import MatrixView
from sms_desktop.gui.widgets.motive_answers import say
from sms_desktop.gui.widgets.opened_motive import OpenedMotive
from sms_desktop.gui.widgets.reading_order import bring_in_sight
from sms_desktop.gui.widgets.stacking import Stacking
from sms_desktop.i18n import tr

BESIDE = 75
"""Average characters that an opened motive needs to stand beside the matrix instead of below it."""


FIELD, SIDE = 24, 34
"""Average characters that a field, and the notes of a side, need to stand beside another one."""

LAID_OUT, SETTLING = 50, 2000
"""Milliseconds after which a page has come to rest, and for which a motive that was opened may change it."""

STATE = 22
"""Average characters in a line of what is said about the reveal, at least."""


class MatrixPage(QWidget):
    """The matrix with its buttons above, and the opened motive below (or beside, on a wide screen)."""

    def __init__(self, store: Store, form_set: FormSet, seal: Seal) -> None:
        super().__init__()
        self.store, self.seal = store, seal
        code = i18n.current().code
        self._rows: dict[str, MotiveRow] = {}
        self._changes: Changes = {}
        self.model = MatrixModel(self)
        name, pattern = (text.in_language(code) for text in (form_set.phase2.matrix, form_set.phase2.pattern))
        self.matrix = MatrixView(self.model, name, tr("Motives"), pattern)
        self.matrix.middle.setObjectName("phase2.matrix")
        self.opened: OpenedMotive | None = None
        self._halved = False
        self._since_opened = QElapsedTimer()
        self._at_rest = QTimer(self)
        self._at_rest.setSingleShot(True)
        self._at_rest.setInterval(LAID_OUT)
        self._at_rest.timeout.connect(self._bring_opened_in_sight)
        self.reveal = button(tr("Reveal"), self._reveal)
        self.reveal.setObjectName("phase2.reveal")
        self.adding = button("+ " + tr("Add a motive"), self.add_motive)
        self.adding.setObjectName("phase2.extra.add")
        self.adding.setToolTip(tr("Add a motive that came up in the dialogue"))
        self.view = ArrangeButton(form_set)
        self.view.changed.connect(lambda: self.show_session(self.store.session))
        self._state = text_label("", "note")
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.matrix)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self._bar(form_set))
        layout.addWidget(self._cover())
        layout.addWidget(self._splitter, 1)
        self.matrix.current_changed.connect(self._follow)
        self.matrix.open_wanted.connect(lambda: self.open_motive(self.matrix.current_key))
        self.matrix.enter_wanted.connect(self._enter)
        self.matrix.close_wanted.connect(self.close_motive)

    def _bar(self, form_set: FormSet) -> QWidget:
        state, line = row(12)
        line.addWidget(self.reveal)
        line.addWidget(self._state, 1)
        line.addStretch()  # so that the button keeps its width while nothing is said beside it
        tools, line = row(12)
        outcome = form_set.phase1.outcome.in_language(i18n.current().code)
        legend = QHBoxLayout()
        legend.setSpacing(8)
        legend.addWidget(OutcomeSign())
        legend.addWidget(text_label(outcome, "note", wrap=False))
        line.addStretch(1)
        line.addLayout(legend)
        line.addWidget(self.view)
        line.addWidget(self.adding)
        return Stacking(state, tools, stretches=(1, 0))

    def _cover(self) -> QWidget:
        """Before the reveal: whether phase 1 is covered here too, and a look under it."""
        self.covering = QCheckBox(tr("Keep covered until the reveal"))
        self.covering.setObjectName("phase2.cover")
        self.covering.setToolTip(
            tr("Covers answers and patterns here too. On the projector they are always covered until then.")
        )
        self.covering.toggled.connect(self.seal.want)
        self.peeking = QPushButton(tr("Have a look myself"))
        self.peeking.setObjectName("phase2.peek")
        self.peeking.setCheckable(True)
        self.peeking.setToolTip(tr("Until you leave this tab. Mind who looks along."))
        self.peeking.toggled.connect(self.seal.peek)
        self._inside = text_label("", "note", wrap=False)
        looking, line = row(12)
        line.addWidget(self.peeking)
        line.addWidget(self._inside)
        line.addStretch(1)
        self._before = Stacking(self.covering, looking, stretches=(0, 1))
        return self._before

    def show_session(self, session: Session) -> None:
        """Work out the matrix once, and show what differs."""
        covered = self.seal.covers(session)
        self._show_cover(session)
        session = self.seal.seen(session)
        rows = insight.matrix(session)
        self._changes = insight.changes_since_reveal(session, rows)
        self._rows = {row.key: row for row in rows}
        current = self.matrix.current_key
        shown = self.view.chosen.of(rows, current if self.is_open else "")
        self.view.show_count(len(shown), len(rows))
        self.model.show_session(session, shown, self._changes, covered)
        self._show_state(session, rows)
        self._keep_current(session, current)
        if self.is_open:
            self._show_opened()

    def _show_cover(self, session: Session) -> None:
        self._before.setVisible(session.revealed is None)
        for box, on in ((self.covering, self.seal.wanted), (self.peeking, self.seal.is_peeking)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        applies = self.seal.applies(session)
        self.peeking.setVisible(applies)
        self._inside.setVisible(applies)
        if applies:
            there = [each for each in session.organisations if not each.has_left]
            said = sum(map(sealing.has_filled_in, there))
            text = tr("{n} of {all} organisations have filled in phase 1.")
            self._inside.setText(text.format(n=said, all=len(there)))

    def _keep_current(self, session: Session, current: str) -> None:
        """After rows came or went: the same row again, or the motive that a free row was linked to."""
        if not current:
            return
        if current not in self._rows:
            current = _linked_key(session, current)
        if current in self._rows:
            self.matrix.go_to(current)
        else:
            self.close_motive()

    def _show_state(self, session: Session, rows: tuple[MotiveRow, ...]) -> None:
        revealed = session.revealed is not None
        text = tr("Take the reveal back") if revealed else tr("Reveal")
        if self.reveal.text() != text:
            self.reveal.setText(text)
        if revealed:
            self.reveal.setToolTip(tr("Forgets what phase 1 was at the reveal. Can be undone."))
        else:
            self.reveal.setToolTip(
                tr("Keeps phase 1 as it is now as the starting point; later answers are marked as changed.")
            )
        self.reveal.setEnabled(self.store.writable)
        self.adding.setEnabled(self.store.writable)
        say(self._state, self._state_text(revealed, rows))

    def _state_text(self, revealed: bool, rows: tuple[MotiveRow, ...]) -> str:
        if self.seal.covers(self.store.session):
            return ""
        if all(row.pattern is insight.Pattern.NOT_DISCUSSED for row in rows):
            return tr("Phase 1 comes first: what the organisations fill in there appears here at once.")
        if not revealed:
            return ""
        if not self._changes:
            return tr("Revealed. Nothing has changed since.")
        return i18n.ntr(
            "Revealed. {n} answer has changed since.",
            "Revealed. {n} answers have changed since.",
            len(self._changes),
        )

    # The opened motive ------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a motive is opened."""
        return self.opened is not None and not self.opened.isHidden()

    def open_motive(self, key: str) -> None:
        """Open the motive with this row key."""
        if key not in self._rows:
            return
        if self.model.row_of(key) < 0:
            self.view.show_all()
        self.matrix.go_to(key)
        if self.opened is None:
            self.opened = OpenedMotive(self.store, self._rows[key])
            self.opened.close_wanted.connect(self.close_motive)
            self.opened.leave_wanted.connect(self._back_to_matrix)
            self._splitter.addWidget(self.opened)
            self._orient()
        self.opened.show()
        self._show_opened()
        self.matrix.show_current()
        # With large type the page itself scrolls: there too Enter has to bring something into sight.
        self._since_opened.start()
        self._at_rest.start()

    def _bring_opened_in_sight(self) -> None:
        if self.opened is not None and self.is_open:
            bring_in_sight(self.opened)

    def close_motive(self) -> None:
        """Leave the matrix alone on the page."""
        if self.opened is not None and self.is_open:
            held = self.opened.isAncestorOf(self.focusWidget() or self)
            self.opened.hide()
            if held:
                self.matrix.setFocus()

    def _enter(self) -> None:
        """Enter opens the current motive; in an opened one it goes on to what can be filled in."""
        if self.is_open and self.opened is not None:
            self.opened.enter()
        else:
            self.open_motive(self.matrix.current_key)

    def _show_opened(self) -> None:
        row = self._rows.get(self.matrix.current_key)
        if self.opened is not None and row is not None:
            self.opened.show_row(row, self._changes, self.seal.covers(self.store.session))

    def _follow(self, _: str) -> None:
        if self.is_open:
            self._show_opened()

    def _back_to_matrix(self) -> None:
        self.matrix.setFocus()

    # Edits ------------------------------------------------------------------------------------------

    def add_motive(self) -> None:
        """A row for a motive that came up in the dialogue, opened to be worded."""
        if self.store.apply(
            tr("Add a motive that came up in the dialogue"),
            lambda session: edits.add_extra_motive(session, ""),
        ):
            self.open_motive(self.store.session.extra_motives[-1])
            if self.opened is not None:
                self.opened.enter()

    def _reveal(self) -> None:
        if self.store.session.revealed is None:
            self.store.apply(tr("Reveal"), edits.reveal)
        else:
            self.store.apply(tr("Take the reveal back"), edits.cover)

    # Room -------------------------------------------------------------------------------------------

    def _orient(self) -> None:
        """Beside on a wide screen, else below with half of the room, until the user moves the handle."""
        columns = self.matrix.natural_width()
        beside = self.width() >= columns + BESIDE * self.fontMetrics().averageCharWidth()
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self._splitter.orientation() is not wanted or not self._halved:
            self._splitter.setOrientation(wanted)
            self._halved = self.is_open
            room = self._splitter.width()
            self._splitter.setSizes([columns, max(room - columns, 1)] if beside else [room, room])

    def _fit(self) -> None:
        self._state.setMinimumWidth(STATE * self.fontMetrics().averageCharWidth())

    def minimumSizeHint(self) -> QSize:
        """With the lines that the buttons above take in this width: else the splitter is given too little."""
        hint, inside = super().minimumSizeHint(), self.layout()
        if inside is not None and inside.hasHeightForWidth():
            hint.setHeight(max(hint.height(), inside.totalMinimumHeightForWidth(self.width())))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._orient()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        if self._since_opened.isValid() and not self._since_opened.hasExpired(SETTLING):
            self._at_rest.start()


def _linked_key(session: Session, key: str) -> str:
    """The motive that a free row (``other_1.ORGANISATION``) is linked to, or ``""``."""
    row, _, organisation_id = key.partition(".")
    for organisation in session.organisations:
        if organisation.id == organisation_id:
            return insight.linked_motive(session, organisation, row)
    return ""


class NotesPage(QWidget):
    """Date and who is present, the shared ambition, and each organisation's open questions."""

    def __init__(self, store: Store, form_set: FormSet) -> None:
        super().__init__()
        self.store = store
        self._form = form_set.phase2
        self._fields: list[Bound] = []
        self._own: list[Bound] = []
        self._names: dict[str, QWidget] = {}
        self._of: list[tuple[str, ...]] = []
        content, layout = column(12)
        layout.setContentsMargins(12, 12, 12, 12)
        heads = [self._field(WHOLE, spec) for spec in self._form.head]
        layout.addWidget(Stacking(*heads, characters=FIELD, stretches=range(1, len(heads) + 1), spacing=16))
        for spec in self._form.closing:
            layout.addWidget(self._field(WHOLE, spec))
        self._columns: dict[SideId, QVBoxLayout] = {}
        sides = []
        for side in SIDES:
            frame, inner = card()
            inner.addWidget(text_label(labels.side_label(form_set, side, i18n.current()), "heading"))
            self._columns[side] = QVBoxLayout()
            self._columns[side].setSpacing(12)
            inner.addLayout(self._columns[side])
            inner.addStretch(1)
            sides.append(frame)
        layout.addWidget(Stacking(*sides, characters=SIDE, stretches=(1, 1), spacing=16))
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(content))

    def _field(self, where: Where, spec: FieldSpec) -> QWidget:
        box, field = labelled_field(self.store, where, spec)
        self._fields.append(field)
        return box

    @property
    def first(self) -> QWidget | None:
        """The first field."""
        return next((each for each in self._fields if isinstance(each, QWidget)), None)

    def show_session(self, session: Session) -> None:
        """Bring the fields up to date; organisations that came or went get theirs."""
        of = [tuple((each.id, each.name, each.has_left) for each in session.of_side(side)) for side in SIDES]
        if of != self._of:
            self._of = of
            self._rebuild(session)
        for field in (*self._fields, *self._own):
            field.refresh()

    def _rebuild(self, session: Session) -> None:
        self._own.clear()
        for side in SIDES:
            clear_layout(self._columns[side])
            for organisation in session.of_side(side):
                name = labels.organisation_name(organisation, i18n.current())
                box, layout = column(4)
                layout.addWidget(text_label(name_and_state(organisation)))
                for spec in self._form.per_organisation:
                    inner, field = labelled_field(self.store, at_organisation(organisation.id), spec)
                    field.setAccessibleName(f"{name} – {field.accessibleName()}")
                    self._own.append(field)
                    layout.addWidget(inner)
                self._columns[side].addWidget(box)


class Phase2Tab(Page):
    """The dialogue. ``add_organisation_wanted()`` when there is no organisation yet; ``agenda_wanted()``."""

    add_organisation_wanted = Signal()
    agenda_wanted = Signal()

    def __init__(self, store: Store, seal: Seal | None = None) -> None:
        super().__init__(store)
        self._seal = seal or Seal()
        self._seal.changed.connect(self._session_changed)
        self._form_set: FormSet | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        store.loaded.connect(self._forget)

    def build(self) -> None:
        """The pages for the form set of this session."""
        form_set = self.store.session.form_set
        self._form_set = form_set
        self.matrix_page = MatrixPage(self.store, form_set, self._seal)
        self.notes_page = NotesPage(self.store, form_set)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            invitation(
                tr("There are no organisations yet."),
                tr("Organisations are added in the side panel. Then their motives stand here side by side."),
                tr("Add an organisation"),
                self.add_organisation_wanted.emit,
            )
        )
        self._stack.addWidget(self.matrix_page)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.tabBar().setDrawBase(False)
        self.pages.addTab(self._stack, form_set.phase2.matrix.in_language(i18n.current().code))
        self.pages.addTab(self.notes_page, tr("Date, ambition and open questions"))
        self.pages.currentChanged.connect(lambda _: self._show_page())
        self._to_agenda = button(tr("Agenda for the conversation"), self.agenda_wanted.emit)
        self._to_agenda.setObjectName("phase2.agenda")
        self._to_agenda.setToolTip("F7")
        corner = QWidget()
        around = QHBoxLayout(corner)
        around.setContentsMargins(0, 0, 12, 4)
        around.addWidget(self._to_agenda)
        self.pages.setCornerWidget(corner)
        self._layout.addWidget(self.pages)

    def entry(self) -> QWidget | None:
        """The matrix, or the first of the notes."""
        if self.pages.currentWidget() is self.notes_page:
            return self.notes_page.first
        return self.matrix_page.matrix if self.store.session.organisations else super().entry()

    def show_session(self) -> None:
        """Show the page that can be seen; build anew for another form set."""
        form_set = self.store.session.form_set
        if form_set is not self._form_set and form_set != self._form_set:
            clear_layout(self._layout)
            self.build()
        self._form_set = form_set
        self._show_page()

    def _show_page(self) -> None:
        session = self.store.session
        self._stack.setCurrentIndex(1 if session.organisations else 0)
        self._to_agenda.setVisible(bool(session.organisations))
        if self.pages.currentWidget() is self.notes_page:
            self.notes_page.show_session(session)
        elif session.organisations:
            self.matrix_page.show_session(session)

    def open_motive(self, key: str) -> None:
        """Show the matrix with this motive opened (``mission``, ``extra_1``, ``other_1.ORGANISATION``)."""
        self.catch_up()
        self.pages.setCurrentIndex(0)
        self.matrix_page.open_motive(key)

    def open_field(self, where: Where, field: str, motive: str = "") -> None:
        """Show the page on which this field stands; with ``motive`` only the row with that key."""
        parts = field.split(".")
        if not motive and len(parts) < 3:
            self.catch_up()
            self.pages.setCurrentWidget(self.notes_page)
            return
        self.open_motive(motive or parts[1] + where.suffix())
        self.matrix_page.matrix.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """A look under the cover ends where the tab is left."""
        super().hideEvent(event)
        self._seal.peek(False)

    def _forget(self) -> None:
        self._seal.peek(False)
        if self._is_built:
            self.matrix_page.close_motive()
