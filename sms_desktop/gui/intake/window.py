"""*Binnengekomen*: everything that came in, in one list, on its way into the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from sms_desktop import i18n, reading_words
from sms_desktop.core.codes import FIRST_PAGES, CodedForm
from sms_desktop.core.session import Session
from sms_desktop.exchange.scan.reading import PageReading, Reason, Status
from sms_desktop.gui.dialogs.question import Role, ask, message_box
from sms_desktop.gui.intake.job import ReadJob
from sms_desktop.gui.intake.listing import PileModel, PileView
from sms_desktop.gui.intake.page import PageDialog
from sms_desktop.gui.intake.pile import Entry, Key, Pile
from sms_desktop.gui.intake.review import ReviewDialog, boxes_and_lines
from sms_desktop.gui.intake.summary import SummaryDialog
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import (
    button,
    invitation,
    progress_bar,
    resize_on_screen,
    scrolling_column,
    text_label,
)
from sms_desktop.gui.widgets.drop_hint import dragged_files
from sms_desktop.i18n import ntr, tr

FILES = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp *.bmp *.smsjson *.json"


@dataclass(frozen=True)
class Surroundings:
    """What the window needs of the program.

    ``merge`` shows what a version of the session changes, takes it over if wanted, and says whether nothing
    of it is left to decide; ``taken_in`` is told what was read once it is in the session. ``covers`` says
    whether phase 1 is covered on this screen too.
    """

    layouts: Path
    folder: Path
    merge: Callable[[Session, Path], bool]
    taken_in: Callable[[Pile], None]
    tell: Callable[[str], object]
    covers: Callable[[Session], bool] = lambda _: False


class IncomingWindow(QDialog):
    """The list, with what can be done: look, type in, put into the session. Files can be dropped on it."""

    def __init__(self, store: Store, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("incoming")
        self.setWindowTitle(tr("Came in"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAcceptDrops(True)
        self._store, self._around = store, surroundings
        self.pile = Pile(store.session, fieldless(store.session))
        self._model = PileModel(self.pile)
        self._job = ReadJob(store.session, surroundings.layouts)
        self._job.found.connect(self._found)
        self._job.progressed.connect(self._progressed)
        self._job.started.connect(self._show_state)
        self._job.ended.connect(self._read_all)
        # Reading fills the list faster than anybody follows: what depends on all of it comes now and then.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self._show_state)
        self._build()
        store.changed.connect(self._session_changed)
        store.loaded.connect(self._session_replaced)
        resize_on_screen(self, 150, 720)
        self._show_state()
        self._empty.findChild(QPushButton).setFocus()

    # Building ---------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = scrolling_column(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        self._stack = QStackedWidget()
        self._empty = invitation(
            tr("Nothing came in yet"),
            tr("Drag scans, photos or filled-in forms here, or choose files."),
            tr("Choose files…"),
            self.choose_files,
        )
        self.list = PileView(self._model)
        self.list.activated.connect(self.open_row)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.list)
        layout.addWidget(self._stack, 1)
        self._bilevel = text_label(tr(reading_words.BILEVEL), "warning")
        self._bilevel.setObjectName("incoming.bilevel")
        self._bilevel.hide()
        layout.addWidget(self._bilevel)
        layout.addWidget(self._progress_line())
        layout.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self._summary = text_label("", "label")
        self._summary.setObjectName("incoming.summary")
        head.addWidget(self._summary, 1)
        for name, text, action in (
            ("files", tr("Choose files…"), self.choose_files),
            ("folder", tr("Choose a folder…"), self.choose_folder),
        ):
            each = button(text, action, name=f"incoming.{name}")
            head.addWidget(each)
            if name == "files":
                self._more = each
        return head

    def _progress_line(self) -> QWidget:
        self._busy = QWidget()
        line = QHBoxLayout(self._busy)
        line.setContentsMargins(0, 0, 0, 0)
        self._bar = progress_bar(tr("Pages read"))
        line.addWidget(self._bar, 1)
        line.addWidget(button(tr("Cancel"), self.cancel, name="incoming.cancel"))
        return self._busy

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._look = button("", self.review, name="incoming.look")
        self._type = button("", self.type_in, name="incoming.type")
        self._join = button("", self.put_together, name="incoming.join")
        self._put = button(tr("To the summary…"), self.put_in, name="incoming.put")
        foot.addStretch(1)
        for each in self._steps:
            foot.addWidget(each)
        foot.addWidget(button(tr("Close"), self.reject))
        return foot

    @property
    def _steps(self) -> tuple[QPushButton, ...]:
        """What can be done, in the order in which it is done."""
        return self._look, self._type, self._join, self._put

    # What comes in ----------------------------------------------------------------------------------

    def take(self, paths: Sequence[Path]) -> None:
        """Read these files and folders, after those that are being read."""
        if paths:
            self._job.add(paths)
            self._show_state()

    def choose_files(self) -> None:
        """Ask for files."""
        wanted = tr("What can be read ({files})").format(files=FILES) + ";;" + tr("All files (*)")
        names, _ = QFileDialog.getOpenFileNames(
            self, tr("Choose files to read"), str(self._around.folder), wanted
        )
        self.take([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder: everything in it is read."""
        name = QFileDialog.getExistingDirectory(self, tr("Choose a folder to read"), str(self._around.folder))
        self.take([Path(name)] if name else [])

    def cancel(self) -> None:
        """Stop reading; what was read stays."""
        self._job.stop()

    def wait(self) -> None:
        """Wait until everything was read."""
        self._job.wait()

    @property
    def is_reading(self) -> bool:
        """Whether something is being read now."""
        return self._job.is_busy

    def _found(self, entry: Entry) -> None:
        self._model.add(entry)
        if entry.reading is not None and entry.reading.bilevel:
            self._bilevel.show()
        if not self._soon.isActive():
            self._soon.start()

    def _progressed(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _read_all(self) -> None:
        self._show_state()
        self._to_next_step()

    def _to_next_step(self) -> None:
        """Enter does what comes next."""
        first = next((each for each in self._steps if each.isVisible()), self._put)
        (first if first.isEnabled() else self.list).setFocus()

    # Showing ----------------------------------------------------------------------------------------

    def _session_changed(self, _: Session, new: Session) -> None:
        self.pile.session = new
        self._show_state()

    def _session_replaced(self) -> None:
        """Another session was opened meanwhile: what was read does not belong there."""
        if self._store.session.id != self.pile.session.id:
            self.done(QDialog.DialogCode.Rejected)

    def _show_state(self) -> None:
        """Everything that follows from the list."""
        entries, reading = self.pile.entries, self.is_reading
        self._busy.setVisible(reading)
        self._stack.setCurrentIndex(1 if entries else 0)
        self._more.setVisible(bool(entries))  # an empty list has a button for it in its middle
        if entries and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._model.index(0, 0))
        if not reading:
            self._model.show_again()
        counts = dict.fromkeys(Status, 0)
        for place in range(len(entries)):
            counts[self.pile.standing(place)] += 1
        words = [f"{n} {tr(reading_words.STATUS_WORDS[status])}" for status, n in counts.items() if n]
        self._summary.setText(", ".join(words))
        typed, parts = len(self._by_hand()), len(self._not_together())
        look = self._words_to_look_at()
        self._look.setText(tr("Look at it ({what})").format(what=look))
        self._look.setVisible(bool(look))
        self._type.setText(tr("Type in ({n})").format(n=typed))
        self._type.setVisible(typed > 0)
        self._put.setEnabled(not reading and self._store.writable and bool(self.pile.gathered()))
        self._join.setText(tr("Put together ({n})…").format(n=parts))
        self._join.setVisible(parts > 0)
        self._put.setVisible(not parts or bool(self.pile.gathered()))
        primary = next((each for each in self._steps if not each.isHidden()), self._put)
        for each in self._steps:
            _make_primary(each, each is primary and bool(entries))

    def _words_to_look_at(self) -> str:
        """*8 vakjes, 30 regels*: what the review would show."""
        return boxes_and_lines(len(self.pile.questions()), len(self.pile.lines(written=True)))

    # Doing ------------------------------------------------------------------------------------------

    def review(self) -> None:
        """One doubtful field after the other."""
        ReviewDialog(self.pile, self, self._covered).exec()
        self._show_state()
        self._to_next_step()

    @property
    def _covered(self) -> bool:
        """Whether what came back for phase 1 is not to be seen before the facilitator asks for it."""
        return self._around.covers(self._store.session)

    def _by_hand(self) -> list[int]:
        """The rows that a person has to say more about."""
        places = range(len(self.pile.entries))
        return [place for place in places if self.pile.standing(place) is Status.MANUAL]

    def type_in(self) -> None:
        """One page after the other that has to be typed in or given to somebody."""
        for place in self._by_hand():
            # A page before it may have left out this one too.
            if self.pile.standing(place) is Status.MANUAL and not self._open_page(place):
                break
        self._to_next_step()

    def _not_together(self) -> list[int]:
        """The rows of versions and parts of this session that are not put together with it yet."""
        rows = enumerate(self.pile.entries)
        return [place for place, each in rows if each.session is not None and not each.is_merged]

    def put_together(self) -> None:
        """One version or part of the session after the other."""
        for place in self._not_together():
            self.open_row(self._model.index(place, 0))
        self._to_next_step()

    def open_row(self, index: QModelIndex) -> None:
        """Look at a page and correct it, or put a session together."""
        place = index.row()
        entry = self.pile.entries[place]
        if entry.session is not None:
            self._merge(place, entry, entry.session)
        elif entry.reading is not None and _can_be_typed(entry.reading):
            self._open_page(place)

    def _open_page(self, place: int) -> bool:
        """Whether to go on with the next."""
        accepted = PageDialog(self.pile, place, self, self._covered).exec() == QDialog.DialogCode.Accepted
        self._show_state()
        return accepted

    def _merge(self, place: int, entry: Entry, session: Session) -> None:
        if self._around.merge(session, entry.path):
            self.pile.put(place, replace(entry, is_merged=True, note=""))
        self._show_state()

    def put_in(self) -> None:
        """Show what would change, and put it into the session in one step."""
        by_hand, parts = len(self._by_hand()), len(self._not_together())
        dialog = SummaryDialog(self.pile, by_hand, self, self._covered, parts)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        choices: list[tuple[Key, bool]] = dialog.choices()
        count = dialog.sheets
        name = ntr("Read in: {n} sheet", "Read in: {n} sheets", count)
        pile = self.pile
        self._store.apply(name, lambda session: pile.taken_in(session, choices))
        self._around.taken_in(pile)
        self._around.tell(name + ". " + tr("Ctrl+Z takes it all back."))
        self.done(QDialog.DialogCode.Accepted)

    # Events -----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(dragged_files(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_I and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.choose_files()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Close; ask first if something that was read is not in the session."""
        waiting = self.pile.gathered() or self._by_hand() or self._not_together() or self.is_reading
        if not waiting or self._may_leave():
            super().reject()

    def _may_leave(self) -> bool:
        more = tr("If you close now, it is not put in. The files stay where they are.")
        box = message_box(self, tr("What was read is not in the session yet."), more, self.windowTitle())
        leave = (True, tr("Close without putting it in"), Role.DestructiveRole)
        return ask(box, [leave], otherwise=False, cancel=tr("Go on"), careful=True)

    def done(self, result: int) -> None:
        self._job.stop()
        self._job.wait()
        self._soon.stop()
        self._store.changed.disconnect(self._session_changed)
        self._store.loaded.disconnect(self._session_replaced)
        super().done(result)
        self.deleteLater()


def _can_be_typed(reading: PageReading) -> bool:
    """Whether there is something to look at; on an empty page somebody may see more than the program."""
    return reading.status is not Status.REFUSED or reading.reason is Reason.EMPTY


def fieldless(session: Session) -> frozenset[tuple[CodedForm, int]]:
    """The pages of the forms on which there is nothing to fill in."""
    from sms_desktop.paper.sheets import coded

    return frozenset(
        (form, number)
        for form in FIRST_PAGES
        for number, page in enumerate(coded.layout(session.form_set, form, i18n.current()).pages, 1)
        if not page.fields
    )


def _make_primary(widget: QWidget, primary: bool) -> None:
    wanted = "primary" if primary else None
    if widget.property("role") != wanted:
        widget.setProperty("role", wanted)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
