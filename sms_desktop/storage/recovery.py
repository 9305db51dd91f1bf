"""What is not saved yet, in a folder of its own, so that a crash or a lost disk costs nothing.

One file per session and process: a line that says where it belongs, and then the bytes of the session
file. Two running programs never write the same one.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from sms_desktop.core.session import Session
from sms_desktop.storage import codec
from sms_desktop.storage.backups import folder_name
from sms_desktop.storage.files import (
    DISK,
    FileSystem,
    StorageError,
    as_storage_error,
    digest_of,
    digest_on_disk,
    read_bytes,
    remove_left_behind,
    write_atomically,
)
from sms_desktop.storage.migrations import upgraded
from sms_desktop.storage.process import Process, this_process

_NAME = re.compile(r"[0-9a-f]{24}-[0-9a-f]{16}\.recovery")
_LARGEST_HEAD = 10_000


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of an entry."""

    path: str | None
    written_at: datetime
    process: Process
    digest: str


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A session that was not saved when its program ended. ``path`` is the file it belongs to."""

    file: Path
    session: Session
    path: Path | None
    written_at: datetime


class Recovery:
    """The recovery folder. Nothing is made before the first entry."""

    def __init__(self, folder: Path, filesystem: FileSystem = DISK, process: Process | None = None) -> None:
        self.folder = folder
        self._filesystem = filesystem
        self._process = process or this_process()

    def write(self, session: Session, path: Path | None, now: datetime) -> None:
        """Keep ``session``, which belongs in ``path``. Raises a ``StorageError``."""
        self.write_bytes(session.shelf, codec.encode(session), path, now)

    def write_bytes(self, session_id: str, data: bytes, path: Path | None, now: datetime) -> None:
        """As :meth:`write`, for a session that is encoded already."""
        head = _Head(
            path=None if path is None else str(path),
            written_at=now,
            process=self._process,
            digest=digest_of(data),
        )
        try:
            self._filesystem.make_folder(self.folder)
        except OSError as error:
            raise as_storage_error(error, self.folder) from None
        entry = msgspec.json.encode(head) + b"\n" + data
        write_atomically(self._file_of(session_id), entry, filesystem=self._filesystem)

    def clear(self, session_id: str) -> None:
        """The session is saved: forget this program's entry. An entry that stays does no harm."""
        with contextlib.suppress(OSError):
            self._filesystem.unlink(self._file_of(session_id))

    def pending(self) -> tuple[Pending, ...]:
        """What programs that no longer run left unsaved, newest first.

        What stands in its file already is not offered (and forgotten); what cannot be read is in
        :meth:`damaged`.
        """
        found = []
        for file in self._files():
            with contextlib.suppress(StorageError, codec.NotReadableError):
                pending = self._read(file)
                if pending is not None:
                    found.append(pending)
        return tuple(sorted(found, key=lambda each: each.written_at, reverse=True))

    def damaged(self) -> tuple[Path, ...]:
        """The entries that cannot be read. They are left as they are."""
        found = []
        for file in self._files():
            try:
                self._read(file)
            except (StorageError, codec.NotReadableError):
                found.append(file)
        return tuple(found)

    def discard(self, pending: Pending) -> None:
        """Forget an entry: it was restored, or is not wanted. Raises a ``StorageError``."""
        try:
            self._filesystem.unlink(pending.file)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise as_storage_error(error, pending.file) from None

    def sweep(self, now: datetime) -> None:
        """Take away half-written files of programs that were killed. Raises nothing."""
        remove_left_behind(self.folder, now.timestamp(), self._filesystem)

    def _file_of(self, session_id: str) -> Path:
        process = digest_of(msgspec.json.encode(self._process))[:16]
        return self.folder / f"{folder_name(session_id)}-{process}.recovery"

    def _files(self) -> Iterator[Path]:
        try:
            yield from sorted(each for each in self.folder.iterdir() if _NAME.fullmatch(each.name))
        except OSError:
            return

    def _read(self, file: Path) -> Pending | None:
        """An entry, ``None`` if its program still runs, wrote it itself, or saved it after all."""
        limit = codec.LARGEST_FILE + _LARGEST_HEAD
        first, _, data = read_bytes(file, limit, self._filesystem).partition(b"\n")
        try:
            head = msgspec.json.decode(first, type=_Head)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise codec.NotJsonError(str(error)) from None
        if head.process == self._process or (head.process.is_of_this_start and not head.process.is_dead):
            return None
        path = None if head.path is None else Path(head.path)
        if path is not None and self._is_saved(path, head.digest):
            with contextlib.suppress(OSError):
                self._filesystem.unlink(file)
            return None
        session = upgraded(data).session
        return Pending(file=file, session=session, path=path, written_at=head.written_at.astimezone())

    def _is_saved(self, path: Path, digest: str) -> bool:
        try:
            return digest_on_disk(path, self._filesystem) == digest
        except StorageError:
            return False
