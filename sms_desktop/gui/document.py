"""The open session as a file: where it is, whether it is saved, and who else has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from sms_desktop import messages
from sms_desktop.core.session import Session
from sms_desktop.gui.standing import Standing
from sms_desktop.gui.store import Store
from sms_desktop.paths import Folders
from sms_desktop.storage import lock as locks
from sms_desktop.storage.backups import Backups
from sms_desktop.storage.files import ABSENT, Digest, read_session, save_session
from sms_desktop.storage.recovery import Recovery
from sms_desktop.storage.saver import Saver, SaveState, Status

CLOSING = 5.0
"""Seconds that closing waits for a slow disk before it asks."""

LOOKING = 4000
"""Milliseconds between looks at whether another program changed the file."""


_STANDINGS = {
    SaveState.SAVED: Standing.SAVED,
    SaveState.SAVING: Standing.SAVING,
    SaveState.FAILED: Standing.NOT_SAVED,
    SaveState.CHANGED_ON_DISK: Standing.CHANGED_ON_DISK,
    SaveState.TAKEN_OVER: Standing.TAKEN_OVER,
}


class Held(Enum):
    """What to do with a session that somebody else has open."""

    READ_ONLY = "read_only"
    TAKE_OVER = "take_over"
    CANCEL = "cancel"


def now() -> datetime:
    """The time, for locks and copies."""
    return datetime.now(UTC)


class Document(QObject):
    """Opens, makes and closes sessions, and hands every edit to the saver.

    ``standing_changed()`` when :attr:`standing` or :attr:`problem` change; ``place_changed()`` when
    :attr:`path` does.
    """

    standing_changed = Signal()
    place_changed = Signal()
    _told = Signal(object)

    def __init__(self, store: Store, folders: Folders) -> None:
        super().__init__()
        self.store = store
        self.sessions_folder = folders.sessions
        self.backups = Backups(folders.backups)
        self.recovery = Recovery(folders.recovery)
        self.path: Path | None = None
        self.standing = Standing.SAVED
        self.problem = ""
        self.status: Status | None = None
        self._saver: Saver | None = None
        self._told.connect(self._show)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOKING)
        self._looking.timeout.connect(self.look)
        store.changed.connect(self._edited)

    # Opening and closing ---------------------------------------------------------------------------

    def open(self, path: Path, ask_held: Callable[[locks.HeldBy], Held]) -> bool:
        """Open a file; ``False`` if the user would rather not. The open session stays until it is read.

        Raises a ``StorageError`` or a ``NotReadableError``; nothing has changed then.
        """
        if self.path is not None and self._saver is not None and same_file(self.path, path):
            return True
        loaded = read_session(path)
        lock = locks.acquire(path, now())
        if isinstance(lock, locks.HeldBy):
            wish = ask_held(lock)
            if wish is Held.CANCEL:
                return False
            if wish is Held.READ_ONLY:
                self.close()
                self._show_only(path, loaded.session)
                return True
            lock = locks.take_over(path, now())
        self.close()
        self._start(path, loaded.session, loaded.digest, lock if isinstance(lock, locks.Lock) else None)
        return True

    def create(self, path: Path, session: Session) -> None:
        """A new session in a new file. Raises a ``StorageError``; the open session stays then."""
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = save_session(path, session, expected=ABSENT)
        lock = locks.acquire(path, now())
        self.close()
        self._start(path, session, digest, lock if isinstance(lock, locks.Lock) else None)

    def save_as(self, path: Path) -> None:
        """Go on in another file, replacing it if it is there. Raises a ``StorageError``."""
        if self._saver is not None and self.path is not None and same_file(self.path, path):
            self.save_now()
            return
        session = self.store.session
        digest = save_session(path, session, expected=None)
        lock = locks.acquire(path, now())
        own = lock if isinstance(lock, locks.Lock) else None
        if self._saver is None:
            self._start(path, session, digest, own)
            return
        self._saver.save_elsewhere(path, digest, own)
        self.path = path
        self.place_changed.emit()

    def flush(self) -> bool:
        """Write what is not written yet; whether everything is in the file."""
        return self._saver is None or self._saver.flush(CLOSING)

    def close(self) -> None:
        """Let go of the file; what could not be saved is in the recovery folder."""
        self._looking.stop()
        if self._saver is not None:
            self._saver.close(CLOSING)
            self._saver = None
        self.path = None
        self.status = None
        self._stand(Standing.SAVED, "")
        if self.store.has_session:
            self.store.close()
        self.place_changed.emit()

    def _start(self, path: Path, session: Session, digest: Digest, lock: locks.Lock | None) -> None:
        self.path = path
        self._saver = Saver(
            path,
            session,
            digest,
            backups=self.backups,
            recovery=self.recovery,
            tell=self._told.emit,
            lock=lock,
        )
        self._stand(Standing.SAVED, "")
        self.store.load(session)
        self._looking.start()
        self.place_changed.emit()

    def _show_only(self, path: Path, session: Session) -> None:
        self.path = path
        self._stand(Standing.READ_ONLY, "")
        self.store.load(session, writable=False)
        self.place_changed.emit()

    # Saving ----------------------------------------------------------------------------------------

    def save_now(self) -> None:
        """Try to write at once; edits are saved without being asked for, too."""
        if self._saver is not None:
            self._saver.retry_now()

    def look(self) -> None:
        """Look whether another program changed the file."""
        if self._saver is not None:
            self._saver.look()

    @property
    def is_kept(self) -> bool:
        """Whether the newest value is in the file or in the recovery folder: nothing is lost on closing."""
        return self._saver is None or self._saver.status.is_kept

    def keep(self) -> bool:
        """Put the session in the recovery folder now; whether that worked."""
        if self._saver is None or not self.store.has_session:
            return True
        return self._saver.keep(self.store.session)

    @property
    def saved_session(self) -> Session | None:
        """The session as it was last read from or written to its file."""
        return self._saver.saved_session if self._saver is not None else None

    def accept_file(self, digest: Digest) -> None:
        """What another program wrote was merged in or not wanted: it may be replaced now."""
        if self._saver is not None:
            self._saver.accept(digest)

    def _edited(self, old: Session, new: Session) -> None:
        if self._saver is not None:
            self._saver.take(new)

    def _show(self, status: Status) -> None:
        if self._saver is None or status.path != self.path:
            return  # the last words of a saver that is gone
        self.status = status
        problem = messages.words_of(status.error) if status.error is not None else ""
        self._stand(_STANDINGS[status.state], problem)

    def _stand(self, standing: Standing, problem: str) -> None:
        if (standing, problem) != (self.standing, self.problem):
            self.standing, self.problem = standing, problem
            self.standing_changed.emit()


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths name one file, as far as that can be told."""
    try:
        return one.samefile(other)
    except OSError:
        return one == other
