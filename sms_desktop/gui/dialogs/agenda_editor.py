"""Gespreksagenda: what the group talks about, in which order, how long: as the facilitator wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QMenu,
    QRadioButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import agenda_words, i18n, labels
from sms_desktop.core import agenda, edits
from sms_desktop.core.agenda import AgendaItem, Place
from sms_desktop.core.session import Session
from sms_desktop.gui.dialogs.output import MOST_MINUTES
from sms_desktop.gui.seal import Seal
from sms_desktop.gui.store import Edit, Store
from sms_desktop.gui.widgets.agenda_list import AgendaList
from sms_desktop.gui.widgets.basics import (
    button,
    described,
    invitation,
    resize_on_screen,
    scrolled,
    scrolling_column,
    set_role,
    text_label,
)
from sms_desktop.gui.widgets.fields import AreaField, NumberBox, labelled
from sms_desktop.gui.widgets.grouped_list import Entry
from sms_desktop.i18n import mark, tr

PLACE_WORDS: dict[Place, str] = {
    "in": mark("On the agenda"),
    "later": mark("If there is time"),
    "out": mark("Not on the agenda"),
}


class Standing:
    """The items of the agenda as they stand now, in the groups of :data:`PLACE_WORDS`."""

    def __init__(self, session: Session) -> None:
        self.given = agenda.given_minutes(session)
        items = agenda.agenda(session, self.given)
        self.total = agenda.total(items)
        self.groups: dict[Place, tuple[AgendaItem, ...]] = {
            "in": tuple(each for each in items if each.is_timed),
            "later": tuple(each for each in items if not each.is_timed),
            "out": agenda.left_out(session),
        }

    @property
    def order(self) -> list[str]:
        """The keys of what is on the agenda or waits for time."""
        return [each.key for place in ("in", "later") for each in self.groups[place]]  # type: ignore[index]

    @property
    def keys(self) -> list[str]:
        """The keys of all items as they are shown."""
        return [each.key for items in self.groups.values() for each in items]

    def place(self, key: str) -> Place:
        """In which group an item stands, or ``""``."""
        found = (place for place, items in self.groups.items() if any(each.key == key for each in items))
        return next(found, "")

    def item(self, key: str) -> AgendaItem | None:
        """The item with this key."""
        return next((each for items in self.groups.values() for each in items if each.key == key), None)


class AgendaEditor(QDialog):
    """Stands beside the main window and moves with every edit. ``print_wanted`` puts the agenda out."""

    def __init__(self, store: Store, seal: Seal, parent: QWidget, print_wanted: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setObjectName("agenda")
        self.setWindowTitle(tr("Agenda for the conversation"))
        self._store, self._seal = store, seal
        self._standing: Standing | None = None
        self._current = ""
        self.list = AgendaList("agenda.list", tr("Agenda for the conversation"))
        self.detail = ItemDetail(store, self._apply, self.move_item)
        self._stack = QStackedWidget()
        covered = tr("Phase 1 is covered until the reveal. After it the agenda stands here.")
        self._stack.addWidget(invitation(tr("Covered until the reveal."), covered))
        self._stack.addWidget(self._editor(print_wanted))
        layout = scrolling_column(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self._stack)
        self._keys()
        self.list.chosen.connect(self._choose)
        self.list.dropped.connect(self.drop_item)
        for signal in (store.changed, store.loaded, store.writable_changed, seal.changed):
            signal.connect(self._catch_up)
        store.history_changed.connect(self._leave_without_session)
        resize_on_screen(self, 130, 640)
        self._catch_up()
        self.list.setFocus()

    # Making ----------------------------------------------------------------------------------------

    def _editor(self, print_wanted: Callable[[], object]) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        self._empty = text_label(
            tr(
                "There is nothing on the agenda yet. It follows from the quick scan and phase 1. You can add "
                "something yourself."
            ),
            "note",
        )
        layout.addWidget(self._empty)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(scrolled(self.detail))
        splitter.setSizes([4000, 6000])  # in this proportion
        layout.addWidget(splitter, 1)
        layout.addLayout(self._foot(print_wanted))
        return page

    def _head(self) -> QHBoxLayout:
        self.minutes = NumberBox()
        self.minutes.setObjectName("agenda.minutes")
        self.minutes.setRange(1, MOST_MINUTES)
        self.minutes.setKeyboardTracking(False)
        asked = tr("Minutes for the conversation")
        self.minutes.setAccessibleName(asked)
        described(self.minutes, tr("They are divided over what is on the agenda."))
        self.minutes.valueChanged.connect(self._set_minutes)
        self.sum = text_label("", "note", wrap=False)
        self.sum.setObjectName("agenda.sum")
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(labelled(asked, self.minutes, beside=True))
        line.addWidget(self.sum)
        line.addStretch(1)
        self._reset = button(tr("Back to the rule"), self.reset)
        self._reset.setObjectName("agenda.reset")
        self._reset.setToolTip(tr(agenda_words.RULE))
        line.addWidget(self._reset)
        return line

    def _foot(self, print_wanted: Callable[[], object]) -> QHBoxLayout:
        self.add = button("+ " + tr("Add a subject"), lambda: None)
        self.add.setObjectName("agenda.add")
        self.add.setProperty("role", "menu")
        self._subjects = QMenu(self.add)
        self._subjects.aboutToShow.connect(self._offer)
        self.add.setMenu(self._subjects)
        out = button(tr("Print or save…"), print_wanted)
        out.setObjectName("agenda.print")
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch(1)
        line.addWidget(out)
        line.addWidget(button(tr("Close"), self.reject))
        return line

    def _keys(self) -> None:
        for keys, action in (
            ("Alt+Up", lambda: self.move_item(-1)),
            ("Alt+Down", lambda: self.move_item(1)),
            ("Ctrl+Z", self._store.undo),
            ("Ctrl+Y", self._store.redo),
            ("Ctrl+Shift+Z", self._store.redo),
        ):
            QShortcut(QKeySequence(keys), self, activated=action)  # type: ignore[call-overload]

    # Showing ---------------------------------------------------------------------------------------

    def _catch_up(self, *_: object) -> None:
        if not self._store.has_session:
            return
        session = self._store.session
        covered = self._seal.covers(session)
        self._stack.setCurrentIndex(0 if covered else 1)
        if covered:
            return
        before, now = self._standing, Standing(session)
        self._standing = now
        if self._current not in now.keys:
            self._current = _neighbour(self._current, before.keys if before else [], now.keys)
        writable = self._store.writable
        self.list.allow_moving(writable)
        self.list.show_entries(_entries(session, now), self._current)
        self._empty.setVisible(not now.keys)
        self.minutes.blockSignals(True)
        self.minutes.setValue(now.given)
        self.minutes.blockSignals(False)
        for each in (self.minutes, self.add):
            each.setEnabled(writable)
        self._reset.setEnabled(writable and edits.reset_agenda(session) != session)
        self._show_sum(now)
        self.detail.show_item(session, now, self._current)

    def _show_sum(self, now: Standing) -> None:
        fits = now.total in (now.given, 0)
        words = tr("{sum} of {given} minutes given out")
        self.sum.setText(words.format(sum=now.total, given=now.given))
        set_role(self.sum, "note" if fits else "warning")

    def _choose(self, key: str) -> None:
        self._current = key
        if self._standing is not None:
            self.detail.show_item(self._store.session, self._standing, key)

    def _offer(self) -> None:
        """What can still be put on the agenda."""
        self._subjects.clear()
        session = self._store.session
        for item in agenda.not_asked(session):
            title = agenda_words.title(session, item, i18n.current()).replace("&", "&&")
            action = self._subjects.addAction(labels.shortened(title, 80))
            action.triggered.connect(lambda _=False, key=item.key: self.add_item(key))
        if self._subjects.isEmpty():
            self._subjects.addAction(tr("Everything is on the agenda already.")).setEnabled(False)

    def _leave_without_session(self) -> None:
        if not self._store.has_session:
            self.hide()

    # Edits -----------------------------------------------------------------------------------------

    def _apply(self, name: str, edit: Edit, key: str = "") -> None:
        """One step that can be undone, after which the minutes add up again."""
        self._store.apply(name, lambda session: edits.fit_agenda(edit(session), key))
        self._catch_up()  # also where nothing changed: a box shows what holds, not what was typed

    def _set_minutes(self, minutes: int) -> None:
        self._apply(tr("Minutes for the agenda"), lambda session: edits.set_agenda_minutes(session, minutes))

    def reset(self) -> None:
        """The agenda as the rule has it."""
        self._store.apply(tr("Agenda back to the rule"), edits.reset_agenda)

    def add_item(self, key: str) -> None:
        """Put on the agenda what the rule does not."""
        self._current = key
        self._apply(tr("Add a subject"), lambda session: edits.set_agenda_place(session, key, "in"), key)

    def move_item(self, step: int) -> None:
        """The current item one place up (-1) or down (1); past the last with a time is *if there is time*."""
        now, key = self._standing, self._current
        if now is None or key not in now.order or self._stack.currentIndex() == 0:
            return
        order, here = now.order, now.order.index(key)
        there = here + step
        into: Place = ""
        if 0 <= there < len(order):
            into = now.place(order[there])
            # What was put in already, and still got no time, needs an earlier place.
            if into == now.place(key) or into == agenda.place(self._store.session, key):
                order[here], order[there] = order[there], order[here]
                into = ""
        elif step > 0 and now.place(key) == "in":
            into = "later"
        else:
            return
        self._put(key, order, into)

    def drop_item(self, key: str, row: int) -> None:
        """Put an item where it was dropped: before this row of the list."""
        now = self._standing
        if now is None or now.item(key) is None:
            return
        before = [each.key for each in _entries(self._store.session, now)[:row]]
        heads = before.count("")
        into = tuple(PLACE_WORDS)[max(heads - 1, 0)]
        order = [each for each in now.order if each != key]
        order.insert(sum(each in order for each in before), key)
        self._put(key, order if into != "out" else now.order, into if into != now.place(key) else "")

    def _put(self, key: str, order: Sequence[str], into: Place) -> None:
        """In this order, and in another group if one is named."""
        if self._standing is not None and order == self._standing.order and not into:
            return

        def edit(session: Session) -> Session:
            session = edits.set_agenda_order(session, order)
            return edits.set_agenda_place(session, key, into) if into else session

        title = self.detail.title_of(self._store.session, key)
        self._apply(tr("Move {name}").format(name=title), edit, key)


class ItemDetail(QWidget):
    """One item: why it stands there, its minutes, its place and what is asked about it."""

    def __init__(
        self, store: Store, apply: Callable[[str, Edit, str], None], move: Callable[[int], None]
    ) -> None:
        super().__init__()
        self._store, self._apply = store, apply
        self._key = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 12, 4)
        layout.setSpacing(8)
        self._title, self._why = text_label("", "heading"), text_label("", "note")
        self._why.setObjectName("agenda.why")
        layout.addWidget(self._title)
        layout.addWidget(self._why)
        layout.addLayout(self._moving(move))
        layout.addLayout(self._places())
        layout.addWidget(self._time())
        asked = tr("Own questions, one on each line")
        self.questions = AreaField(store, *agenda.at("", "questions"), asked, lines=3)
        layout.addWidget(labelled(asked, self.questions))
        self._rule_questions = text_label("", "note")
        layout.addWidget(self._rule_questions)
        layout.addStretch(1)

    def _moving(self, move: Callable[[int], None]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.up = button("↑ " + tr("Move up"), lambda: move(-1))
        self.down = button("↓ " + tr("Move down"), lambda: move(1))
        for each, name, keys in ((self.up, "agenda.up", "Alt+↑"), (self.down, "agenda.down", "Alt+↓")):
            each.setObjectName(name)
            each.setToolTip(tr("{keys}, or drag it in the list").format(keys=keys))
            line.addWidget(each)
        line.addStretch(1)
        return line

    def _places(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(text_label(tr("Place"), "label"))
        group = QButtonGroup(self)
        self.places: dict[Place, QRadioButton] = {}
        for place, words in PLACE_WORDS.items():
            made = described(QRadioButton(tr(words)), tr("Place of this subject"))
            made.setObjectName(f"agenda.place.{place}")
            made.clicked.connect(lambda _=False, chosen=place: self._set_place(chosen))
            self.places[place] = made
            group.addButton(made)
            column.addWidget(made)
        return column

    def _time(self) -> QWidget:
        self.minutes = NumberBox()
        self.minutes.setObjectName("agenda.item_minutes")
        self.minutes.setKeyboardTracking(False)
        self.minutes.setAccessibleName(tr("Minutes for this subject"))
        described(self.minutes, tr("What you fill in stays; the program divides the rest."))
        self.minutes.valueChanged.connect(self._set_minutes)
        self.free = button(tr("Let the program divide"), lambda: self._set_minutes(0))
        self.free.setObjectName("agenda.free")
        self._time_box = QWidget()
        line = QHBoxLayout(self._time_box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(labelled(tr("Minutes for this subject"), self.minutes, beside=True))
        line.addWidget(self.free)
        line.addStretch(1)
        return self._time_box

    def title_of(self, session: Session, key: str) -> str:
        """What an item is called in the list of what can be undone."""
        item = Standing(session).item(key)
        return labels.shortened(agenda_words.title(session, item, i18n.current())) if item else ""

    def show_item(self, session: Session, now: Standing, key: str) -> None:
        """Show the item with this key; nothing where there is none."""
        item, language = now.item(key), i18n.current()
        self._key = key if item else ""
        self.setVisible(item is not None)
        if item is None:
            return
        title = agenda_words.title(session, item, language)
        self._title.setText(title)
        self._why.setText(agenda_words.why(session, item, language))
        self._show_place(now, key)
        self._show_time(now, item)
        where, field = agenda.at(key, "questions")
        if (where, field) != (self.questions.where, self.questions.field):
            self.questions.point_at(where, field)
            self.questions.setAccessibleName(tr("Own questions about {name}").format(name=title))
        self.questions.refresh()
        lines = [f"• {language(agenda_words.QUESTION_WORDS[each])}" for each in item.questions]
        head = tr("Without own questions these are asked:")
        self._rule_questions.setText("\n".join([head, *lines]))

    def _show_place(self, now: Standing, key: str) -> None:
        writable, place, order = self._store.writable, now.place(key), now.order
        for each, made in self.places.items():
            made.setChecked(each == place)
            made.setEnabled(writable)
        self.up.setEnabled(writable and key in order and order[0] != key)
        self.down.setEnabled(writable and key in order and not (order[-1] == key and place == "later"))

    def _show_time(self, now: Standing, item: AgendaItem) -> None:
        self._time_box.setVisible(item.is_timed)
        self.minutes.blockSignals(True)
        self.minutes.setRange(1, max(now.given, item.minutes, 1))
        self.minutes.setValue(item.minutes)
        self.minutes.blockSignals(False)
        # One item alone has all the time there is.
        self.minutes.setEnabled(self._store.writable and (len(now.groups["in"]) > 1))
        self.free.setVisible(item.pinned)
        self.free.setEnabled(self._store.writable)

    def _set_place(self, place: Place) -> None:
        key = self._key
        self._apply(tr("Place on the agenda"), lambda s: edits.set_agenda_place(s, key, place), key)

    def _set_minutes(self, minutes: int) -> None:
        key = self._key
        name = tr("Minutes for {name}").format(name=self.title_of(self._store.session, key))
        self._apply(name, lambda session: edits.set_agenda_item_minutes(session, key, minutes), key)


def _entries(session: Session, now: Standing) -> list[Entry]:
    """The list: each group with its heading, each item with the time at which it comes and its reason."""
    language, entries, start = i18n.current(), [], 0
    for place, items in now.groups.items():
        entries.append(Entry("", tr(PLACE_WORDS[place])))
        for item in items:
            detail = tr(agenda_words.REASON_WORDS[item.reason])
            if item.is_timed:
                span = tr("minute {start} – {end}").format(start=start, end=start + item.minutes)
                time = f"{agenda_words.time_of(item, language)} ({span})"
                time += ", " + tr("set by you") if item.pinned else ""
                detail = f"{time}\n{detail}"
                start += item.minutes
            entries.append(Entry(item.key, agenda_words.title(session, item, language), detail))
    return entries if now.keys else []


def _neighbour(key: str, before: Sequence[str], now: Sequence[str]) -> str:
    """What stands where ``key`` stood, now that it is gone."""
    if not now:
        return ""
    place = before.index(key) if key in before else 0
    return now[min(place, len(now) - 1)]
