"""Saving without anybody thinking of it: one thread that keeps the newest session safe on the disk.

Each new value goes to the recovery folder first and to its file right after. If the file cannot be
written, recovery follows every edit and the file is tried again and again.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import msgspec

from sms_desktop.core.session import Session
from sms_desktop.storage import codec
from sms_desktop.storage.backups import Backups
from sms_desktop.storage.files import (
    ABSENT,
    DISK,
    ChangedOnDiskError,
    DeviceError,
    Digest,
    FileSystem,
    MissingError,
    StorageError,
    digest_of,
    digest_on_disk,
    read_bytes,
    remove_left_behind,
    save_bytes,
)
from sms_desktop.storage.lock import Lock, TakenOverError
from sms_desktop.storage.recovery import Recovery


class SaveState(Enum):
    """How the open session stands on the disk."""

    SAVED = "saved"
    SAVING = "saving"
    FAILED = "failed"
    CHANGED_ON_DISK = "changed on disk"
    TAKEN_OVER = "taken over"


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What the saver tells. ``is_kept``: the newest value is in the file or in the recovery folder.

    ``error`` is there when ``state`` is FAILED or CHANGED_ON_DISK; ``copy_error`` when no back-up could
    be made, which does not keep the session from being saved.
    """

    state: SaveState
    path: Path
    is_kept: bool
    saved_at: datetime | None = None
    error: StorageError | None = None
    copy_error: StorageError | None = None


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds: the pause in typing that is waited for, the longest wait, between tries and copies."""

    pause: float = 0.3
    longest: float = 0.6
    tries: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
    copies: float = 30.0

    def next_try(self, failures: int) -> float:
        """How long to wait after so many failures in a row."""
        return self.tries[min(failures, len(self.tries)) - 1]


STANDARD = Timing()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class _Target:
    """The file that a session is saved in, and what may be replaced there. Used by one thread at a time."""

    def __init__(
        self,
        path: Path,
        allowed: frozenset[Digest] | None,
        keep_original: bool,
        lock: Lock | None,
        filesystem: FileSystem,
    ) -> None:
        self.path, self.allowed, self.lock = path, allowed, lock
        self.keep_original = keep_original
        self.copy_error: StorageError | None = None
        self._original_kept = False
        self._filesystem = filesystem

    def save(self, session_id: str, data: bytes, backups: Backups, now: datetime) -> None:
        """Write ``data``. Raises a ``StorageError``."""
        if self.lock is not None and not self.lock.still_ours():
            raise TakenOverError(self.path, "taken over")
        self._keep_previous(session_id, backups, now)
        allowed, digest = self.allowed, digest_of(data)
        if allowed is not None:
            # A save that fails in its last step may have put the file there all the same: it is ours.
            self.allowed = allowed | {digest}
        save_bytes(self.path, data, allowed=allowed, filesystem=self._filesystem)
        self.allowed = frozenset({digest})

    def check(self) -> None:
        """Raise :class:`ChangedOnDiskError` if another file is there than the one that was written."""
        found = digest_on_disk(self.path, self._filesystem)
        if self.allowed is not None and found not in self.allowed | {ABSENT}:
            raise ChangedOnDiskError(self.path, found)

    def _keep_previous(self, session_id: str, backups: Backups, now: datetime) -> None:
        """Before the first save: the file as it was found goes to the back-ups."""
        if self._original_kept:
            return
        data = self._found()
        if data is not None and (self.allowed is None or digest_of(data) in self.allowed):
            try:
                backups.add_bytes(session_id, data, now)
            except StorageError as error:
                if self.keep_original:
                    raise
                self.copy_error = error
        self._original_kept = True

    def _found(self) -> bytes | None:
        try:
            return read_bytes(self.path, filesystem=self._filesystem)
        except (MissingError, codec.TooLargeError):
            return None


class _Work(msgspec.Struct, frozen=True):
    """One turn of the thread: the value it is about, and what has to happen to it."""

    target: _Target
    session: Session
    version: int
    asked: int
    keep: bool = False
    save: bool = False
    copy: bool = False
    look: bool = False


class _Outcome(msgspec.Struct):
    """What came of a turn: an error for each thing that failed."""

    keep: StorageError | None = None
    save: StorageError | None = None
    copy: StorageError | None = None


class _Schedule:
    """What is to be done when. No disk, no thread: the clock's time is passed in (seconds)."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        # Values are counted: the newest, the one last worked on, and those in recovery, file and back-ups.
        self.newest = self.taken = self.kept = self.saved = self.copied = 0
        self.asked = self.answered = 0
        self.blocked = self.look = self.stop = False
        self.failures = 0
        self._first = self._last = self._retry_at = 0.0
        self._copy_at = 0.0

    @property
    def unsaved(self) -> bool:
        """Whether the newest value is not in its file."""
        return self.newest > self.saved

    @property
    def is_kept(self) -> bool:
        """Whether the newest value is on the disk somewhere."""
        return max(self.kept, self.saved) >= self.newest

    def edited(self, now: float) -> None:
        """There is a newer value."""
        if self.newest == self.taken:
            self._first = now
        self.newest, self._last = self.newest + 1, now

    def start_anew(self) -> None:
        """Another file, or leave to replace it: write at once, whatever failed before."""
        self.newest += 1
        self.failures, self.blocked, self.asked = 0, False, self.asked + 1

    def next_time(self) -> float | None:
        """When the clock makes something due, ``None`` if nothing but a call can."""
        times = []
        if self.newest > self.taken:
            times.append(self._fresh_at())
        if self.failures and self._needs_retry():
            times.append(self._retry_at)
        if self.copied < self.saved and not self.unsaved:
            times.append(self._copy_at)
        return min(times, default=None)

    def due(self, now: float) -> tuple[bool, bool, bool, bool]:
        """Whether to keep, save, copy and look now."""
        hurry = self.asked > self.answered
        retry = self.failures > 0 and now >= self._retry_at
        fresh = self.newest > self.taken and now >= self._fresh_at()
        first_try = fresh and not self.failures
        save = self.unsaved and (hurry or (not self.blocked and (retry or first_try)))
        keep = not self.is_kept and (fresh or retry or hurry)
        copy = not self.unsaved and self.copied < self.saved and now >= self._copy_at
        return keep, save, copy or (save and now >= self._copy_at), self.look

    def done(self, work: _Work, outcome: _Outcome, now: float, is_current: bool) -> None:
        """Take in what came of a turn; ``is_current``: it was about the file of today."""
        self.taken = max(self.taken, work.version) if work.keep or work.save else self.taken
        self.answered = max(self.answered, work.asked)
        self.look = self.look and not work.look
        if work.keep and outcome.keep is None:
            self.kept = work.version
        if (work.save or work.look) and is_current:
            self._saved_or_not(work, outcome.save, now)
        if not self.is_kept and outcome.keep is not None and not work.save:
            self._failed(now)
        if work.copy and not (work.save and outcome.save):
            self._copy_at = now + self._timing.copies
            self.copied = work.version if outcome.copy is None else self.copied

    def _saved_or_not(self, work: _Work, error: StorageError | None, now: float) -> None:
        if error is None:
            if work.save:
                self.saved, self.failures = work.version, 0
            elif self.blocked and self.unsaved:
                self.asked += 1
            self.blocked = False
        elif isinstance(error, (ChangedOnDiskError, TakenOverError)):
            self.blocked = True
        elif work.save:
            self._failed(now)

    def _failed(self, now: float) -> None:
        self.failures += 1
        self._retry_at = now + self._timing.next_try(self.failures)

    def _needs_retry(self) -> bool:
        return not self.is_kept or (self.unsaved and not self.blocked)

    def _fresh_at(self) -> float:
        return min(self._last + self._timing.pause, self._first + self._timing.longest)


class Saver:
    """Keeps one open session safe. Made when a session is opened, closed when it is.

    ``saved`` is the session as it stands in ``path`` and ``digest`` that file's digest. ``tell`` gets a
    :class:`Status` in the saver's own thread. ``keep_original`` writes nothing before the file as it was
    found is in the back-ups (an older version of the format, or a damaged file).
    """

    def __init__(
        self,
        path: Path,
        saved: Session,
        digest: Digest,
        *,
        backups: Backups,
        recovery: Recovery,
        tell: Callable[[Status], None],
        lock: Lock | None = None,
        keep_original: bool = False,
        filesystem: FileSystem = DISK,
        timing: Timing = STANDARD,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._backups, self._recovery, self._tell = backups, recovery, tell
        self._filesystem, self._now = filesystem, now
        self._target = _Target(path, frozenset({digest}), keep_original, lock, filesystem)
        self._session = saved
        self._saved_session = saved
        self._schedule = _Schedule(timing)
        self._status = Status(state=SaveState.SAVED, path=path, is_kept=True)
        self._put_aside = False
        self._changed = threading.Condition()
        self._disk = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="saver", daemon=True)
        self._thread.start()

    # What the window calls -------------------------------------------------------------------------

    @property
    def status(self) -> Status:
        """How things stand now."""
        return self._status

    @property
    def saved_session(self) -> Session:
        """The session as it was last read from or written to its file: the base of a merge."""
        return self._saved_session

    def take(self, session: Session) -> None:
        """The session is now this value. Returns at once; older values that were waiting are dropped."""
        with self._changed:
            self._session = session
            self._schedule.edited(time.monotonic())
            self._changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Write now; whether the newest value is in its file within ``timeout`` seconds."""
        until = time.monotonic() + timeout
        with self._changed:
            plan = self._schedule
            plan.asked += 1
            wanted, ticket = plan.newest, plan.asked
            self._changed.notify_all()
            while plan.answered < ticket and self._thread.is_alive():
                left = until - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(left)
            return plan.saved >= wanted

    def close(self, timeout: float) -> bool:
        """Write what is left, make the last back-up and stop; whether all is in the file.

        What is not is in the recovery folder, as far as that can be written. The lock is released.
        """
        saved = self.flush(timeout)
        with self._changed:
            self._schedule.stop = True
            self._changed.notify_all()
        self._thread.join(timeout)
        if self._target.lock is not None and not self._thread.is_alive():
            self._target.lock.release()
        return saved

    def retry_now(self) -> None:
        """Try again at once to save."""
        with self._changed:
            self._schedule.asked += 1
            self._changed.notify_all()

    def look(self) -> None:
        """Look whether another program changed the file; tells CHANGED_ON_DISK if so."""
        with self._changed:
            self._schedule.look = True
            self._changed.notify_all()

    def accept(self, digest: Digest) -> None:
        """The file with this digest was looked at (merged in, or not wanted) and may be replaced.

        It goes to the back-ups before it is; the session as it is now is written at once.
        """
        with self._changed:
            old = self._target
            allowed = (old.allowed or frozenset()) | {digest}
            self._target = _Target(old.path, allowed, True, old.lock, self._filesystem)
            self._schedule.start_anew()
            self._changed.notify_all()

    def save_elsewhere(self, path: Path, expected: Digest | None, lock: Lock | None = None) -> None:
        """Go on in another file. ``expected`` is as for :func:`~sms_desktop.storage.files.save_session`.

        The lock of the old file is released. Returns at once; :meth:`flush` waits for it.
        """
        with self._changed:
            old_lock = self._target.lock
            allowed = None if expected is None else frozenset({expected})
            self._target = _Target(path, allowed, False, lock, self._filesystem)
            self._schedule.start_anew()
            self._changed.notify_all()
        if old_lock is not None:
            old_lock.release()

    def keep(self, session: Session) -> bool:
        """Put ``session`` in the recovery folder, in the calling thread: whether that worked.

        For unexpected errors: the file itself is not touched, and the entry stays until the next edit.
        """
        # A disk that hangs must not hang the window too: two writers at once do each other no harm.
        is_alone = self._disk.acquire(timeout=1.0)
        try:
            self._recovery.write(session, self._target.path, self._now())
            self._put_aside = True
        except (StorageError, ValueError):
            return False
        finally:
            if is_alone:
                self._disk.release()
        return True

    # The thread ------------------------------------------------------------------------------------

    def _run(self) -> None:
        remove_left_behind(self._target.path.parent, self._now().timestamp(), self._filesystem)
        self._recovery.sweep(self._now())
        while (work := self._wait_for_work()) is not None:
            outcome = _Outcome()
            if work.keep or work.save or work.copy or work.look:
                with self._disk:
                    outcome = self._carry_out(work)
            with self._changed:
                is_current = work.target is self._target
                self._schedule.done(work, outcome, time.monotonic(), is_current)
                status = self._status_after(work, outcome if is_current else _Outcome())
                changed, self._status = status != self._status, status
                self._changed.notify_all()
            if changed:
                with contextlib.suppress(Exception):  # a window that is gone is no reason to stop saving
                    self._tell(status)

    def _wait_for_work(self) -> _Work | None:
        """The next turn, as soon as there is one; ``None`` at the end."""
        with self._changed:
            while True:
                plan = self._schedule
                keep, save, copy, look = plan.due(time.monotonic())
                is_news = plan.unsaved and self._status.state is SaveState.SAVED
                if keep or save or copy or look or is_news or plan.asked > plan.answered:
                    return self._work(keep, save, copy, look)
                if plan.stop:
                    return self._last_work()
                until = plan.next_time()
                self._changed.wait(None if until is None else max(until - time.monotonic(), 0.001))

    def _work(self, keep: bool, save: bool, copy: bool, look: bool) -> _Work:
        plan = self._schedule
        return _Work(self._target, self._session, plan.newest, plan.asked, keep, save, copy, look)

    def _last_work(self) -> _Work | None:
        """At the end: a back-up of what was saved since the last one, tried once."""
        plan = self._schedule
        if plan.unsaved or plan.copied >= plan.saved:
            return None
        plan.copied = plan.saved
        return self._work(False, False, True, False)

    def _carry_out(self, work: _Work) -> _Outcome:
        outcome, now = _Outcome(), self._now()
        target, session = work.target, work.session
        shelf = session.shelf
        try:
            data = codec.encode(session)
        except Exception as error:
            outcome.keep = outcome.save = DeviceError(target.path, type(error).__name__)
            return outcome
        if work.keep:
            self._put_aside = False
            outcome.keep = _error_of(
                target.path, lambda: self._recovery.write_bytes(shelf, data, target.path, now)
            )
        if work.look:
            outcome.save = _error_of(target.path, target.check)
        if work.save:
            outcome.save = _error_of(target.path, lambda: target.save(shelf, data, self._backups, now))
            if outcome.save is None:
                self._saved_session = session
                if not self._put_aside:
                    self._recovery.clear(shelf)
        if work.copy and outcome.save is None:
            outcome.copy = _error_of(target.path, lambda: self._copy(shelf, data, now))
        return outcome

    def _copy(self, session_id: str, data: bytes, now: datetime) -> None:
        self._backups.add_bytes(session_id, data, now)
        self._backups.thin(session_id, now)

    def _status_after(self, work: _Work, outcome: _Outcome) -> Status:
        plan, old = self._schedule, self._status
        state, error = old.state, old.error
        if outcome.save is not None and (work.save or isinstance(outcome.save, ChangedOnDiskError)):
            state, error = _state_of(outcome.save), outcome.save
        elif work.save or (work.look and outcome.save is None) or work.target is not self._target:
            state, error = SaveState.SAVED, None
        if state is SaveState.SAVED and plan.unsaved:
            state = SaveState.SAVING
        copy_error = outcome.copy if work.copy else old.copy_error
        return Status(
            state=state,
            path=self._target.path,
            is_kept=plan.is_kept,
            saved_at=self._now() if work.save and outcome.save is None else old.saved_at,
            error=error,
            copy_error=copy_error or work.target.copy_error,
        )


def _error_of(path: Path, action: Callable[[], object]) -> StorageError | None:
    """Do something; the error that came of it. Nothing unforeseen may end the thread that saves."""
    try:
        action()
    except StorageError as error:
        return error
    except Exception as error:
        return DeviceError(path, type(error).__name__)
    return None


def _state_of(error: StorageError) -> SaveState:
    if isinstance(error, ChangedOnDiskError):
        return SaveState.CHANGED_ON_DISK
    return SaveState.TAKEN_OVER if isinstance(error, TakenOverError) else SaveState.FAILED
