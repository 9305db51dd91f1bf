"""Who has a session open: a small file beside it, so that it also works over a shared or synced folder.

The lock is a courtesy, not the safety: nothing is overwritten that changed on disk, lock or no lock.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from sms_desktop.storage import codec
from sms_desktop.storage.files import (
    DISK,
    FileSystem,
    MissingError,
    StorageError,
    as_storage_error,
    read_bytes,
    write_atomically,
)
from sms_desktop.storage.process import Process, this_process

_LARGEST = 10_000
_READABLE = 0o644  # a colleague must be able to see who has it
_UNFINISHED = (0.02, 0.05, 0.1)


class _Content(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a lock file."""

    token: str = ""
    since: datetime | None = None
    process: Process = Process()


class HeldBy(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody has the session open, or seems to. Unknown texts are ``""``, an unknown time ``None``."""

    user: str
    host: str
    since: datetime | None
    same_machine: bool
    """Whether it is a process of this machine since its last start (another window, then)."""


class NoLock(msgspec.Struct, frozen=True):
    """No lock can be made here, for instance in a folder that can only be read. ``error`` says why."""

    error: StorageError


class TakenOverError(StorageError):
    """Somebody else took over the session: it is not written any more."""


class Lock:
    """The session is ours. ``lifted`` tells whether the lock of a dead process was taken away for it."""

    def __init__(self, path: Path, content: _Content, filesystem: FileSystem, lifted: bool = False) -> None:
        self.path = path
        self.lifted = lifted
        self._content = content
        self._filesystem = filesystem

    def still_ours(self) -> bool:
        """Whether nobody took over. A lock that went missing is put back; a failing disk proves nothing."""
        try:
            found = _read(self.path, self._filesystem)
        except MissingError:
            with contextlib.suppress(StorageError):
                return _create(self.path, self._content, self._filesystem)
            return True
        except StorageError:
            return True
        return found is not None and found.token == self._content.token

    def release(self) -> None:
        """Take the lock away if it is still ours. Nothing is raised: a disk that is gone has no lock."""
        with contextlib.suppress(StorageError, OSError):
            found = _read(self.path, self._filesystem)
            if found is not None and found.token == self._content.token:
                self._filesystem.unlink(self.path)


def lock_path(session_path: Path) -> Path:
    """The lock file of a session: hidden, beside the real file behind any link."""
    real = Path(os.path.realpath(session_path))
    return real.with_name(f".{real.name}.lock")


def acquire(session_path: Path, now: datetime, filesystem: FileSystem = DISK) -> Lock | HeldBy | NoLock:
    """The lock on a session, who has it, or why there cannot be one.

    A lock left by a dead process of this machine and this start is lifted; any other is told of.
    """
    content = _new_content(now)
    try:
        path = lock_path(session_path)
        if _create(path, content, filesystem):
            return Lock(path, content, filesystem)
        found = _read_finished(path, filesystem)
        if found is not None and found.process.is_dead:
            return _lift(path, content, filesystem)
        return _held_by(found)
    except StorageError as error:
        return NoLock(error)
    except (OSError, ValueError) as error:
        return NoLock(as_storage_error(error, session_path))


def take_over(session_path: Path, now: datetime, filesystem: FileSystem = DISK) -> Lock | NoLock:
    """The lock, whoever has it. The other notices through :meth:`Lock.still_ours`."""
    content = _new_content(now)
    try:
        path = lock_path(session_path)
        data = msgspec.json.encode(content)
        if path.is_symlink():  # set out by somebody else to have another file overwritten
            filesystem.unlink(path)
        write_atomically(path, data, mode=_READABLE, filesystem=filesystem)
        return Lock(path, content, filesystem)
    except StorageError as error:
        return NoLock(error)
    except (OSError, ValueError) as error:
        return NoLock(as_storage_error(error, session_path))


def holder(session_path: Path, filesystem: FileSystem = DISK) -> HeldBy | None:
    """Who has a session, ``None`` if nobody does or it cannot be known."""
    try:
        found = _read_finished(lock_path(session_path), filesystem)
    except (StorageError, OSError, ValueError):
        return None
    return None if found is not None and found.process.is_dead else _held_by(found)


def _new_content(now: datetime) -> _Content:
    return _Content(token=os.urandom(16).hex(), since=now, process=this_process())


def _held_by(found: _Content | None) -> HeldBy:
    if found is None:
        return HeldBy(user="", host="", since=None, same_machine=False)
    process = found.process
    return HeldBy(
        user=_printable(process.user),
        host=_printable(process.host),
        since=found.since if found.since is not None and found.since.tzinfo else None,
        same_machine=process.is_of_this_start,
    )


def _printable(text: str) -> str:
    return "".join(each for each in text[:80] if each.isprintable())


def _create(path: Path, content: _Content, filesystem: FileSystem) -> bool:
    """Make the lock file; ``False`` if there is one. Raises a ``StorageError``."""
    try:
        descriptor = filesystem.open_new(path, _READABLE)
    except FileExistsError:
        return False
    except OSError as error:
        raise as_storage_error(error, path) from None
    try:
        try:
            filesystem.write(descriptor, memoryview(msgspec.json.encode(content)))
        finally:
            filesystem.close(descriptor)
    except OSError as error:
        with contextlib.suppress(OSError):
            filesystem.unlink(path)
        raise as_storage_error(error, path) from None
    return True


def _read(path: Path, filesystem: FileSystem) -> _Content | None:
    """What stands in the lock, ``None`` if it makes no sense. Raises a ``StorageError``."""
    try:
        return msgspec.json.decode(read_bytes(path, _LARGEST, filesystem), type=_Content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, codec.TooLargeError):
        return None


def _read_finished(path: Path, filesystem: FileSystem) -> _Content | None:
    """As :func:`_read`, and waits a moment for a lock that is just being written."""
    for pause in _UNFINISHED:
        found = _read(path, filesystem)
        if found is not None:
            return found
        time.sleep(pause)
    return _read(path, filesystem)


def _lift(path: Path, content: _Content, filesystem: FileSystem) -> Lock | HeldBy:
    """Write our own content over that of a dead process, unless another process was quicker."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        with _alone(descriptor):
            found = _read_finished(path, filesystem)
            if found is None or not found.process.is_dead:
                return _held_by(found)
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, msgspec.json.encode(content))
    finally:
        os.close(descriptor)
    return Lock(path, content, filesystem, lifted=True)


@contextlib.contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    """Keep other processes of this machine from lifting the same lock, where the disk can do that."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # far behind the text, which stays readable
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        yield
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
