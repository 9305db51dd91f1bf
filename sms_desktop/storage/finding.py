"""Which file a session lives in, among the files that it may be in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from sms_desktop.core.session import FORMAT
from sms_desktop.storage.codec import TooLargeError
from sms_desktop.storage.files import StorageError, read_bytes

MOST_FILES = 300
MOST_BYTES = 100_000_000
"""Of all files that are looked into."""


class _Head(msgspec.Struct):
    format: str = ""
    id: str = ""
    issued: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def file_of(session_id: str, candidates: Iterable[Path]) -> Path | None:
    """The first of these files that holds the whole session, or ``None``.

    What cannot be read is passed over.
    """
    left = MOST_BYTES
    for path in list(dict.fromkeys(candidates))[:MOST_FILES]:
        try:
            data = read_bytes(path, left)
            head = msgspec.json.decode(data, type=_Head)
        except (StorageError, TooLargeError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        left -= len(data)
        if head.format == FORMAT and head.id == session_id and head.issued is msgspec.UNSET:
            return path
    return None
