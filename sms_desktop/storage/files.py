"""Files that are never half: atomic writing, careful reading, and errors that say what went wrong.

Everything that goes to the disk goes through a :class:`FileSystem`, so that a test can let any single
step of it fail.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NewType

import msgspec

from sms_desktop.core.digests import sha256
from sms_desktop.core.session import VERSION, Session
from sms_desktop.storage import codec, migrations

Digest = NewType("Digest", str)
"""SHA-256 of the bytes of a file, in hexadecimal."""

ABSENT = Digest("")
"""The digest of a file that is not there."""

PRIVATE = 0o600
"""Read and written by the user only: sessions, back-ups, recovery."""

_TEMPORARY = re.compile(r"\.sms-tool-[0-9a-f]{16}\.tmp")
_LEFT_BEHIND = 3600.0
_WINDOWS = sys.platform == "win32"
_RETRIES = (0.02, 0.05, 0.1, 0.2, 0.4)
_SHARING_VIOLATIONS = frozenset({5, 32, 33})


class StorageError(Exception):
    """A file that could not be read or written. ``path`` is the file, ``reason`` the system's words."""

    def __init__(self, path: Path, reason: str = "") -> None:
        super().__init__(f"{path}: {reason}" if reason else str(path))
        self.path = path
        self.reason = reason


class MissingError(StorageError):
    """No such file, or the folder it should go to is not there (any more)."""


class NotAFileError(StorageError):
    """A folder, a device or a pipe stands under this name."""


class NotAFolderError(StorageError):
    """A folder was asked for, and a file stands under this name."""


class NoPermissionError(StorageError):
    """The system does not allow it."""


class ReadOnlyError(StorageError):
    """A disk that can only be read."""


class DiskFullError(StorageError):
    """No room left on the disk, or not for this user."""


class BadNameError(StorageError):
    """The name is too long, or has signs in it that a name cannot have."""


class InUseError(StorageError):
    """Another program (a sync client, a virus scanner) holds the file."""


class DeviceError(StorageError):
    """The disk, stick or network drive fails, or is gone."""


class ChangedOnDiskError(StorageError):
    """The file is not the one that was read or written last. ``found`` is what is there now."""

    def __init__(self, path: Path, found: Digest) -> None:
        super().__init__(path, "changed on disk")
        self.found = found


_CLASSES: dict[type[StorageError], tuple[str, ...]] = {
    MissingError: ("ENOENT", "ENOTDIR"),
    NotAFileError: ("EISDIR",),
    NoPermissionError: ("EACCES", "EPERM"),
    ReadOnlyError: ("EROFS",),
    DiskFullError: ("ENOSPC", "EDQUOT", "EFBIG"),
    BadNameError: ("ENAMETOOLONG", "EINVAL", "EILSEQ", "ELOOP"),
    InUseError: ("EBUSY", "ETXTBSY", "EAGAIN", "EDEADLK"),
}
_BY_NUMBER = {
    getattr(errno, name): kind for kind, names in _CLASSES.items() for name in names if hasattr(errno, name)
}


def as_storage_error(error: OSError | ValueError, path: Path) -> StorageError:
    """``error`` as the kind of :class:`StorageError` that it is. What is not known is a device error."""
    if isinstance(error, ValueError):
        return BadNameError(path, str(error))
    reason = error.strerror or str(error)
    if getattr(error, "winerror", None) in (32, 33):
        return InUseError(path, reason)
    return _BY_NUMBER.get(error.errno or 0, DeviceError)(path, reason)


class FileSystem:
    """The steps that reading and writing are made of. Each may raise ``OSError``."""

    def open_new(self, path: Path, mode: int) -> int:
        """A descriptor of a file that did not exist before."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        return os.open(path, flags | _flags("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"), mode)

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write some of ``data``; the number of bytes that were written."""
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        """Wait until what was written is on the disk."""
        if sys.platform == "darwin":  # fsync alone leaves it in the cache of the disk
            import fcntl

            with contextlib.suppress(OSError):
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Give the descriptor back. Network drives report late errors here."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Let ``source`` take the name of ``target`` in one step.

        On Windows a sync client that holds the file for a moment is waited for, a second at most.
        """
        for pause in _RETRIES if _WINDOWS else ():
            try:
                source.replace(target)
                return
            except PermissionError as error:
                if getattr(error, "winerror", None) not in _SHARING_VIOLATIONS:
                    raise
                time.sleep(pause)
        source.replace(target)

    def fsync_folder(self, folder: Path) -> None:
        """Wait until the names in ``folder`` are on the disk, where the system can."""
        if _WINDOWS:
            return
        descriptor = os.open(folder, os.O_RDONLY | _flags("O_DIRECTORY", "O_CLOEXEC"))
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some network file systems cannot flush a folder; the rename itself is safe there.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
                raise
        finally:
            os.close(descriptor)

    def unlink(self, path: Path) -> None:
        """Remove a file."""
        path.unlink()

    def make_folder(self, path: Path) -> None:
        """Make a folder, and those above it, for the user only."""
        missing = [each for each in (path, *path.parents) if not each.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
            self.fsync_folder(folder.parent)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(path))

    def read(self, path: Path, limit: int) -> bytes:
        """The bytes of a regular file, at most ``limit`` and one more. Never waits for a pipe."""
        descriptor = os.open(path, os.O_RDONLY | _flags("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise NotAFileError(path, "not a file")
            if status.st_size > limit:
                raise codec.TooLargeError(f"{status.st_size} bytes")
            parts, left = [], limit + 1
            while left > 0 and (part := file.read(min(left, 1 << 20))):
                parts.append(part)
                left -= len(part)
        return b"".join(parts)


DISK = FileSystem()
"""The disk itself."""


def _flags(*names: str) -> int:
    """The flags of ``os.open`` that this system has."""
    value = 0
    for name in names:
        value |= getattr(os, name, 0)
    return value


def digest_of(data: bytes) -> Digest:
    """What tells whether two files are the same."""
    return Digest(sha256(data).hexdigest())


def read_bytes(path: Path, limit: int = codec.LARGEST_FILE, filesystem: FileSystem = DISK) -> bytes:
    """The bytes of a file.

    Raises a :class:`StorageError`, or :class:`~sms_desktop.storage.codec.TooLargeError` (before reading)
    if there are more than ``limit``.
    """
    try:
        data = filesystem.read(path, limit)
    except (OSError, ValueError) as error:
        if _is_something_else(path):  # Windows has no permission for a folder, Linux no device for a socket
            raise NotAFileError(path, "not a file") from None
        raise as_storage_error(error, path) from None
    if len(data) > limit:
        raise codec.TooLargeError(f"more than {limit} bytes")
    return data


def _is_something_else(path: Path) -> bool:
    try:
        return path.exists() and not path.is_file()
    except (OSError, ValueError):
        return False


def write_atomically(
    path: Path,
    data: bytes,
    *,
    mode: int = PRIVATE,
    filesystem: FileSystem = DISK,
    before_replace: Callable[[Path], None] | None = None,
) -> None:
    """Let ``path`` hold ``data``: after this the old or the new file is there, whole, whatever happens.

    A symbolic link is written through. ``before_replace`` gets the real path as the last thing before
    the new file takes its place; what it raises stops the writing. Raises a :class:`StorageError`.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            raise NotAFileError(path, "not a file")
        _replace_with(target, data, mode, filesystem, before_replace)
        filesystem.fsync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise as_storage_error(error, path) from None


def _replace_with(
    target: Path,
    data: bytes,
    mode: int,
    filesystem: FileSystem,
    before_replace: Callable[[Path], None] | None,
) -> None:
    # A short name of its own: a long name of the session is no reason for the temporary file to fail.
    temporary = target.with_name(f".sms-tool-{os.urandom(8).hex()}.tmp")
    descriptor = filesystem.open_new(temporary, mode)
    try:
        try:
            _write_all(descriptor, data, filesystem)
            filesystem.fsync(descriptor)
        finally:
            filesystem.close(descriptor)
        if before_replace is not None:
            before_replace(target)
        filesystem.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            filesystem.unlink(temporary)
        raise


def _write_all(descriptor: int, data: bytes, filesystem: FileSystem) -> None:
    left = memoryview(data)
    while left:
        written = filesystem.write(descriptor, left)
        if written <= 0:
            raise OSError(errno.EIO, "nothing was written")
        left = left[written:]


class Loaded(msgspec.Struct, frozen=True):
    """A session as it was read, the digest of the file it came from, and the version it is written in."""

    session: Session
    digest: Digest
    from_version: int = VERSION

    @property
    def was_migrated(self) -> bool:
        """Whether the file is of an older version: its bytes go to the back-ups before it changes."""
        return self.from_version < VERSION


def read_session(path: Path, filesystem: FileSystem = DISK) -> Loaded:
    """The session in a file.

    Raises a :class:`StorageError` if it cannot be read and a
    :class:`~sms_desktop.storage.codec.NotReadableError` if it is no session of today.
    """
    data = read_bytes(path, filesystem=filesystem)
    upgraded = migrations.upgraded(data)
    return Loaded(upgraded.session, digest_of(data), upgraded.from_version)


def digest_on_disk(path: Path, filesystem: FileSystem = DISK) -> Digest:
    """The digest of the file that is there now, :data:`ABSENT` if there is none.

    A file too large to be a session has a digest too, one that no session has.
    Raises a :class:`StorageError`.
    """
    try:
        return digest_of(read_bytes(path, filesystem=filesystem))
    except MissingError:
        return ABSENT
    except codec.TooLargeError:
        return Digest("too large")


def save_session(
    path: Path, session: Session, *, expected: Digest | None, filesystem: FileSystem = DISK
) -> Digest:
    """Write ``session`` to ``path`` and give the digest of the new file.

    ``expected`` is the digest of the file as it was last read or written (:data:`ABSENT`: no file is
    there yet); ``None`` replaces whatever is there, because the user said so. Raises
    :class:`ChangedOnDiskError` if another file is there, and writes nothing then; otherwise a
    :class:`StorageError`. The previous version is in the back-up folder
    (:mod:`sms_desktop.storage.backups`); no second file is left beside the session.
    """
    allowed = None if expected is None else frozenset({expected})
    return save_bytes(path, codec.encode(session), allowed=allowed, filesystem=filesystem)


def save_bytes(
    path: Path, data: bytes, *, allowed: frozenset[Digest] | None, filesystem: FileSystem = DISK
) -> Digest:
    """As :func:`save_session`, for a session that is encoded already and one of several known files.

    A file that is gone is written anew, and one that holds ``data`` already is no stranger.
    """
    digest = digest_of(data)

    def refuse_a_stranger(target: Path) -> None:
        found = digest_on_disk(target, filesystem)
        if allowed is not None and found not in (allowed | {ABSENT, digest}):
            raise ChangedOnDiskError(path, found)

    write_atomically(path, data, filesystem=filesystem, before_replace=refuse_a_stranger)
    return digest


def remove_left_behind(folder: Path, now: float, filesystem: FileSystem = DISK) -> None:
    """Remove temporary files that a killed program left in ``folder`` more than an hour ago.

    ``now`` is in seconds since 1970. What cannot be removed stays; nothing is raised.
    """
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if not _TEMPORARY.fullmatch(entry.name) or not entry.is_file(follow_symlinks=False):
                continue
            if now - entry.stat(follow_symlinks=False).st_mtime > _LEFT_BEHIND:
                with contextlib.suppress(OSError):
                    filesystem.unlink(Path(entry.path))
