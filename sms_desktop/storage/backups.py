"""Earlier versions of sessions: dated, compressed copies outside the folder of the session.

One folder per session; the names hold a time and a digest, never a name. The older, the fewer: all for an
hour (the saver makes two a minute at most), one an hour for a day, one a day for a month, one a month for
as long as copies are kept, bounded in number and bytes.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from sms_desktop.core.session import Session
from sms_desktop.storage import codec
from sms_desktop.storage.files import (
    DISK,
    FileSystem,
    StorageError,
    as_storage_error,
    digest_of,
    read_bytes,
    remove_left_behind,
    write_atomically,
)
from sms_desktop.storage.migrations import upgraded

MOST_COPIES = 250
LONGEST = timedelta(days=366)
MOST_BYTES = 50_000_000
"""What a session has unless the settings say otherwise."""

_NAME = re.compile(r"(\d{8}T\d{6})(\d{3})Z-([0-9a-f]{16})\.smsjson\.z")
_STAMP = "%Y%m%dT%H%M%S"

# (up to this age, one copy per this long); the last copy within each stretch of time is kept.
_ALL_KEPT = timedelta(hours=1)
_THINNING = (
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=31), timedelta(days=1)),
    (timedelta.max, timedelta(days=30)),
)
_MOMENT = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One earlier version. ``made_at`` has a time zone; ``size`` is in bytes on the disk."""

    path: Path
    session_id: str
    made_at: datetime
    digest: str
    size: int


class Backups:
    """The back-ups in ``folder``. Nothing is made before the first copy.

    ``most_copies``, ``longest`` and ``most_bytes`` bound the copies of a session when the next one is made:
    how many, how old, and how much together. The oldest go first; the newest is kept whatever its size.
    """

    def __init__(self, folder: Path, filesystem: FileSystem = DISK) -> None:
        self.folder = folder
        self.most_copies = MOST_COPIES
        self.longest = LONGEST
        self.most_bytes = MOST_BYTES
        self._filesystem = filesystem

    def entries(self, session_id: str) -> tuple[Entry, ...]:
        """The earlier versions of a session, newest first. Raises a ``StorageError`` if the disk fails."""
        folder = self._folder_of(session_id)
        try:
            found = list(self._read_folder(folder, session_id)) if folder.is_dir() else []
        except OSError as error:
            raise as_storage_error(error, folder) from None
        return tuple(sorted(found, key=lambda entry: (entry.made_at, entry.path.name), reverse=True))

    def add(self, session: Session, now: datetime) -> Entry | None:
        """Keep ``session`` as it is now, unless the newest copy is the same: then ``None``.

        Raises a :class:`~sms_desktop.storage.files.StorageError`.
        """
        return self.add_bytes(session.shelf, codec.encode(session), now)

    def add_bytes(self, session_id: str, data: bytes, now: datetime) -> Entry | None:
        """As :meth:`add`, for the bytes of a session file (also one of an older version)."""
        digest = digest_of(data)[:16]
        earlier = self.entries(session_id)
        if earlier and earlier[0].digest == digest:
            return None
        folder = self._folder_of(session_id)
        stamp = _after(now.astimezone(UTC), earlier)
        name = f"{stamp.strftime(_STAMP)}{stamp.microsecond // 1000:03}Z-{digest}.smsjson.z"
        try:
            self._filesystem.make_folder(folder)
        except OSError as error:
            raise as_storage_error(error, folder) from None
        packed = zlib.compress(data, 6)
        write_atomically(folder / name, packed, filesystem=self._filesystem)
        return Entry(
            path=folder / name,
            session_id=session_id,
            made_at=_time_in(stamp.strftime(_STAMP), stamp.microsecond // 1000),
            digest=digest,
            size=len(packed),
        )

    def load(self, entry: Entry) -> Session:
        """The session as it was.

        Raises a ``StorageError`` or a :class:`~sms_desktop.storage.codec.NotReadableError`.
        """
        return upgraded(self.load_bytes(entry)).session

    def load_bytes(self, entry: Entry) -> bytes:
        """The bytes of that version, never more than a session file may have."""
        packed = read_bytes(entry.path, filesystem=self._filesystem)
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(packed, codec.LARGEST_FILE + 1)
        except zlib.error as error:
            raise codec.NotJsonError(str(error)) from None
        if len(data) > codec.LARGEST_FILE:
            raise codec.TooLargeError(f"more than {codec.LARGEST_FILE} bytes")
        if not unpacking.eof or not digest_of(data).startswith(entry.digest):
            raise codec.NotJsonError("the copy is damaged")
        return data

    def newest_good(self, session_id: str) -> tuple[Entry, Session] | None:
        """The newest version that can be read, to stand beside a damaged file."""
        with contextlib.suppress(StorageError):
            for entry in self.entries(session_id):
                with contextlib.suppress(StorageError, codec.NotReadableError):
                    return entry, self.load(entry)
        return None

    def thin(self, session_id: str, now: datetime) -> None:
        """Take away copies that are too many for their age. The newest always stays; raises nothing."""
        remove_left_behind(self._folder_of(session_id), now.timestamp(), self._filesystem)
        with contextlib.suppress(StorageError):
            entries = self.entries(session_id)
            spread = _spread(entries, now, self.longest)
            kept = set(_within_bounds(spread, self.most_copies, self.most_bytes))
            for entry in entries:
                if entry not in kept:
                    with contextlib.suppress(OSError):
                        self._filesystem.unlink(entry.path)

    def remove_all(self, session_id: str) -> None:
        """Take away every copy of a session. Raises a ``StorageError`` if some cannot be removed."""
        folder = self._folder_of(session_id)
        try:
            if folder.is_dir() and not folder.is_symlink():
                shutil.rmtree(folder)
        except OSError as error:
            raise as_storage_error(error, folder) from None

    def _folder_of(self, session_id: str) -> Path:
        return self.folder / folder_name(session_id)

    def _read_folder(self, folder: Path, session_id: str) -> Iterator[Entry]:
        with os.scandir(folder) as found:
            for each in found:
                match = _NAME.fullmatch(each.name)
                if match is None or not each.is_file(follow_symlinks=False):
                    continue
                with contextlib.suppress(ValueError, FileNotFoundError):
                    yield Entry(
                        path=Path(each.path),
                        session_id=session_id,
                        made_at=_time_in(match[1], int(match[2])),
                        digest=match[3],
                        size=each.stat(follow_symlinks=False).st_size,
                    )


def folder_name(session_id: str) -> str:
    """A name for what belongs to a session.

    Not the id itself: that comes from a file that anybody may have written, may be a device on Windows,
    and may differ from another one only in capitals.
    """
    return digest_of(session_id.encode("utf-8", "backslashreplace"))[:24]


def _time_in(stamp: str, milliseconds: int) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(microsecond=milliseconds * 1000, tzinfo=UTC)


def _after(stamp: datetime, earlier: tuple[Entry, ...]) -> datetime:
    """``stamp``, or just after the newest copy if both are made within a moment: the order must stay."""
    if earlier and timedelta(0) <= earlier[0].made_at - stamp + _MOMENT <= timedelta(seconds=1):
        return earlier[0].made_at + _MOMENT
    return stamp


def _spread(entries: tuple[Entry, ...], now: datetime, longest: timedelta) -> Iterator[Entry]:
    """The newest copy, and then one for each stretch of time that its age asks for; newest first.

    Other copies are never older than ``longest``.

    Stretches are counted from 1970, not from now, so that a copy once kept is kept as it ages.
    """
    seen: set[tuple[timedelta, int]] = set()
    for place, entry in enumerate(entries):
        age = now - entry.made_at
        if place == 0 or age < _ALL_KEPT:
            yield entry
            continue
        if age >= longest:
            return
        step = next(step for limit, step in _THINNING if age < limit)
        stretch = (step, (entry.made_at - _EPOCH) // step)
        if stretch not in seen:
            yield entry
        seen.add(stretch)


def _within_bounds(entries: Iterator[Entry], most_copies: int, most_bytes: int) -> Iterator[Entry]:
    total = 0
    for place, entry in enumerate(entries):
        total += entry.size
        if place > 0 and (place >= most_copies or total > most_bytes):
            return
        yield entry
