"""What the user is asked and told so that nothing is lost: recovery, earlier versions, other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFile, QObject
from PySide6.QtWidgets import QCheckBox, QDialog, QMessageBox, QWidget

from sms_desktop import i18n, labels, messages
from sms_desktop.changes import conflict_rows, covered_conflict_rows, covered_rows_of, rows_of
from sms_desktop.core import issuing, merge, sealing
from sms_desktop.core.session import Session
from sms_desktop.gui.dialogs.question import Role, ask, message_box
from sms_desktop.gui.standing import Standing
from sms_desktop.i18n import ntr, tr
from sms_desktop.storage import crops
from sms_desktop.storage.codec import NotReadableError
from sms_desktop.storage.conflicts import ConflictCopy, conflict_copies
from sms_desktop.storage.files import StorageError, read_session
from sms_desktop.storage.naming import free_path
from sms_desktop.storage.recovery import Pending

if TYPE_CHECKING:
    from sms_desktop.gui.dialogs.differences import Row
    from sms_desktop.gui.document import Document
    from sms_desktop.gui.store import Store
    from sms_desktop.gui.widgets.banner import Banner


def when(moment: datetime) -> str:
    """A time as people say it: *23 november 2026 14:05*."""
    here = moment.astimezone()
    return f"{i18n.current().date(here.date())} {here.strftime('%H:%M')}"


@dataclass(frozen=True)
class Origin:
    """Where another version of the open session comes from, in the reader's words.

    ``step`` is what can be undone afterwards; ``changes`` and ``conflicts`` stand above what changes and
    what both changed; ``there`` heads the column of the other version, ``all_there`` takes all of it.
    """

    step: str
    title: str
    changes: str
    conflicts: str
    there: str
    all_there: str


def _from_the_file(step: str) -> Origin:
    return Origin(
        step=step,
        title=tr("Changes from the file"),
        changes=tr("These changes come from the file. They touch nothing that you changed here."),
        conflicts=tr("These were changed here and in the file. Choose what counts; undo takes it back."),
        there=tr("In the file"),
        all_there=tr("Everything from the file"),
    )


class Safety(QObject):
    """Offers what was not saved, shows what another program changed, puts earlier versions back.

    ``covers`` says whether phase 1 of a session is covered until the reveal on this screen too.
    """

    def __init__(
        self,
        window: QWidget,
        banner: Banner,
        store: Store,
        document: Document,
        open_path: Callable[[Path], object],
        save_as: Callable[[], object],
        covers: Callable[[Session], bool] = lambda _: False,
    ) -> None:
        super().__init__()
        self._window, self._banner, self._covers = window, banner, covers
        self._store, self._document = store, document
        self._open_path, self._save_as = open_path, save_as
        self._copies: tuple[ConflictCopy, ...] = ()
        self._at_rest = ""
        document.standing_changed.connect(self._show_standing)
        document.place_changed.connect(self._show_standing)
        self._show_standing()

    def say_at_rest(self, text: str) -> None:
        """What the banner says as long as no session is open."""
        self._at_rest = text
        self._show_standing()

    # A place that stays visible --------------------------------------------------------------------

    def _show_standing(self) -> None:
        document = self._document
        elsewhere = (tr("Save elsewhere…"), self._save_as)
        retry = (tr("Try again"), document.save_now)
        if not self._store.has_session:
            self._banner.say(self._at_rest)
        elif document.standing is Standing.NOT_SAVED:
            kept = tr("Your changes are safe in the recovery folder. The program keeps trying.")
            lost = tr("Your changes are only in memory now. Save the session elsewhere.")
            self._banner.say(f"{document.problem} {kept if document.is_kept else lost}", [retry, elsewhere])
        elif document.standing is Standing.CHANGED_ON_DISK:
            text = tr("Another program changed this file. Nothing was overwritten.")
            self._banner.say(text, [(tr("Look and choose…"), self.reconcile), elsewhere])
        elif document.standing is Standing.TAKEN_OVER:
            text = tr("Somebody else took over this session. Your changes are no longer saved in this file.")
            self._banner.say(text, [elsewhere])
        elif document.standing is Standing.READ_ONLY:
            self._banner.say(tr("You can read this session. To change it, save it elsewhere."), [elsewhere])
        else:
            self._show_copies()

    def _show_copies(self) -> None:
        count = len(self._copies)
        text = ntr(
            "A sync program left {n} other version of this session beside the file.",
            "A sync program left {n} other versions of this session beside the file.",
            count,
        )
        actions = [(tr("Look and put together…"), self.merge_copies), (tr("Not now"), self._forget_copies)]
        if count:
            self._banner.say(text, actions)
        else:
            self._banner.say(self._part_text())

    def _part_text(self) -> str:
        """What an issued part says of itself, as long as it is open; nothing for a whole session."""
        session = self._store.session
        if not issuing.is_part(session):
            return ""
        text = tr(
            "This is the part of {name}, issued from a session. Fill in phase 1 and give this file back: "
            "opened in the whole session, it is put together with it."
        )
        return text.format(name=labels.organisation_name(issuing.organisation_of(session), i18n.current()))

    def _forget_copies(self) -> None:
        self._copies = ()
        self._show_standing()

    def look_for_copies(self) -> None:
        """After opening: see whether a sync program left other versions of the session beside it."""
        path = self._document.path
        self._copies = ()
        if path is not None and self._store.has_session and self._store.writable:
            self._copies = conflict_copies(path, self._store.session.shelf)
        self._show_standing()

    def merge_copies(self) -> None:
        """Put the other versions together with the session; each that is done goes to the bin.

        Every difference is asked about: what a copy was made from is not known. A back-up of ours may hold
        changes from after the fork, also if it is older than the copy. As a base it would make what the copy
        never knew look like taken back there.
        """
        for copy in self._copies:
            if not self._merge(None, copy.session, tr("Changes from a copy")):
                break
            self._document.flush()
            QFile.moveToTrash(str(copy.path))
        self.look_for_copies()

    # Another program -------------------------------------------------------------------------------

    def reconcile(self) -> None:
        """Show what another program changed in the file, and put both together."""
        path = self._document.path
        if path is None:
            return
        try:
            theirs = read_session(path)
        except (StorageError, NotReadableError) as error:
            self._other_file_is_unreadable(error)
            return
        if self._merge(self._document.saved_session, theirs.session, tr("Changes from the file")):
            self._document.accept_file(theirs.digest)

    def _merge(self, base: Session | None, theirs: Session, name: str) -> bool:
        """Put ``theirs`` and the open session together, asking where both changed the same."""
        ours = self._store.session
        if theirs.id != ours.id:
            self._tell(tr("The file now holds another session. Save yours elsewhere."))
            return False
        merged = merge.merge(base, ours, theirs)
        origin = _from_the_file(name)
        chosen = self._resolved(merged, origin) if merged.conflicts else self._shown(merged.session, origin)
        if chosen is None:
            return False
        self._store.apply(name, lambda _: chosen)
        return True

    def take_in(self, merged: merge.Merged, origin: Origin) -> bool:
        """Let the reader choose and see all that changes, and take it over as one step to undo.

        ``False`` if the reader would rather not.
        """
        chosen = self._resolved(merged, origin) if merged.conflicts else merged.session
        if chosen is None:
            return False
        if chosen == self._store.session:  # of all that differs ours counts
            return True
        seen = self._shown(chosen, origin)
        return seen is not None and self._store.apply(origin.step, lambda _: seen)

    def _shown(self, changed: Session, origin: Origin) -> Session | None:
        """``changed`` once the reader agreed with what it changes."""
        rows = rows_of(self._store.session, changed)
        if not rows:
            return changed
        from sms_desktop.gui.dialogs.differences import DifferencesDialog

        covered = self._covered_rows(self._store.session, changed)
        dialog = DifferencesDialog(origin.title, origin.changes, rows, tr("Put together"), covered=covered)
        return changed if dialog.exec() == QDialog.DialogCode.Accepted else None

    def _covered_rows(self, old: Session, new: Session) -> list[Row] | None:
        """What may be seen of the changes as long as phase 1 is covered, ``None``: all of them."""
        is_covered = self._covers(old) and sealing.touches_phase1(old, new)
        return covered_rows_of(old, new) if is_covered else None

    def _resolved(self, merged: merge.Merged, origin: Origin) -> Session | None:
        from sms_desktop.gui.dialogs.conflicts import ConflictsDialog

        rows = conflict_rows(self._store.session, merged)
        covered = None
        if self._covers(self._store.session) and any(sealing.is_of_phase1(c.field) for c in merged.conflicts):
            covered = covered_conflict_rows(self._store.session, merged)
        dialog = ConflictsDialog(origin.conflicts, rows, origin.there, origin.all_there, covered)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        choices = {
            conflict: merge.Choice.THEIRS if theirs_counts else merge.Choice.OURS
            for conflict, theirs_counts in zip(merged.conflicts, dialog.takes_theirs(), strict=True)
        }
        return merge.resolve(merged, choices)

    def _other_file_is_unreadable(self, error: Exception) -> None:
        self._tell(
            messages.words_of(error),
            tr("Your session is safe in the program. Save it elsewhere to go on."),
        )

    # Recovery --------------------------------------------------------------------------------------

    def offer_recovery(self) -> None:
        """Offer what an earlier run could not save, one session at a time. Nothing is chosen silently."""
        for pending in self._document.recovery.pending():
            self._offer(pending)

    def _offer(self, pending: Pending) -> None:
        from sms_desktop.gui.dialogs.differences import DISCARD, DifferencesDialog

        before = self._on_disk(pending)
        rows = rows_of(before, pending.session) if before is not None else []
        if before is not None and not rows:
            self._document.recovery.discard(pending)
            return
        name = pending.path.stem if pending.path is not None else tr("Session")
        text = tr("The program stopped on {when} before “{name}” was saved. These changes were kept:")
        dialog = DifferencesDialog(
            tr("Not saved the last time"),
            text.format(when=when(pending.written_at), name=name),
            rows or [(tr("The whole session"), tr("not there"), name)],
            tr("Put back"),
            (tr("Where"), tr("In the file"), tr("Kept")),
            tr("Decide later"),
            tr("Throw away"),
            self._covered_rows(before, pending.session) if before is not None else None,
        )
        result = dialog.exec()
        if result == DISCARD:
            self._document.recovery.discard(pending)
        elif result == QDialog.DialogCode.Accepted:
            self._put_back(pending, before)

    def _on_disk(self, pending: Pending) -> Session | None:
        if pending.path is None:
            return None
        try:
            return read_session(pending.path).session
        except (StorageError, NotReadableError):
            return None

    def _put_back(self, pending: Pending, before: Session | None) -> None:
        if before is not None and pending.path is not None:
            self._open_path(pending.path)
            if self._store.has_session and self._document.path == pending.path:
                self._store.apply(tr("What was not saved"), lambda _: pending.session)
                self._document.recovery.discard(pending)
            return
        name = pending.path.stem if pending.path is not None else tr("Session")
        path = free_path(self._document.sessions_folder, tr("{name} recovered").format(name=name))
        self._document.create(path, pending.session)
        self._document.recovery.discard(pending)

    # Earlier versions ------------------------------------------------------------------------------

    def show_versions(self) -> None:
        """The dated copies of this session; one can be put back as a step to undo."""
        from sms_desktop.gui.dialogs.versions import VersionsDialog

        self._document.flush()
        entries = self._document.backups.entries(self._store.session.shelf)
        entries = tuple(sorted(entries, key=lambda entry: entry.made_at, reverse=True))
        loaded: dict[int, Session] = {}

        def differences(index: int, covered: bool) -> Sequence[Row]:
            try:
                loaded[index] = self._document.backups.load(entries[index])
            except (StorageError, NotReadableError) as error:
                return [(messages.words_of(error), "", "")]
            tell = covered_rows_of if covered else rows_of
            return tell(self._store.session, loaded[index])

        names = [when(entry.made_at) for entry in entries]
        dialog = VersionsDialog(names, differences, self._covers(self._store.session))
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.chosen in loaded:
            name = tr("Version of {when}").format(when=when(entries[dialog.chosen].made_at))
            self._store.apply(name, lambda _: loaded[dialog.chosen])

    def delete_session(self) -> bool:
        """Ask, and put the open session in the system's bin; whether that was done."""
        path = self._document.path
        if path is None:
            return False
        shelf = self._store.session.shelf
        text = tr("Put “{name}” in the bin?").format(name=path.stem)
        box = message_box(self._window, text, tr("You can take it out of the bin of your computer again."))
        with_copies = QCheckBox(tr("Also remove its earlier versions; those do not come back"))
        box.setCheckBox(with_copies)
        if not ask(box, ((True, tr("Put in the bin"), Role.AcceptRole),), False, careful=True):
            return False
        self._document.close()
        if not QFile.moveToTrash(str(path)):
            self._tell(tr("The file could not be put in the bin. It is still there."))
            self._open_path(path)
            return False
        if with_copies.isChecked():
            self._document.backups.remove_all(shelf)
            crops.remove_all(self._document.recovery.folder, shelf)
        return True

    def _tell(self, text: str, more: str = "") -> None:
        box = message_box(self._window, text, more)
        box.setIcon(QMessageBox.Icon.Warning)
        box.addButton(tr("Close"), Role.RejectRole)
        box.exec()
