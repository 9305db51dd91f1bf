"""Conflict copies: what a sync client lays beside a session when two laptops wrote it at once.

A copy is known by its name (which begins as the session's does) and by the session inside it (its
``shelf``), so it does not matter which client made it. Bounded in number and size.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sms_desktop.core.session import Session
from sms_desktop.storage import codec
from sms_desktop.storage.files import (
    DISK,
    Digest,
    FileSystem,
    StorageError,
    digest_of,
    read_bytes,
)
from sms_desktop.storage.migrations import upgraded

MOST_COPIES = 20
MOST_BYTES = 20_000_000
_MOST_NAMES = 20_000

# What clients put behind the name, before the suffix. The first words differ with the language.
_MARKS = re.compile(
    r"""
      [ ]\([^()]{1,120}\)                            # Dropbox, Nextcloud: NAME (conflicted copy 2026-03-02)
    | [ ]?\(\d{1,3}\)                                # Google Drive, iCloud, browsers: NAME (1)
    | \.sync-conflict-\d{8}-\d{6}(-[A-Z0-9]{7})?     # Syncthing
    | [-_][^/\\]{1,63}                               # OneDrive: NAME-LAPTOP, NAME-LAPTOP-2
    | _conflict[-_0-9]{1,40}                         # ownCloud, older
    | [ ]\d{1,3}                                     # iCloud: NAME 2
    """,
    re.VERBOSE,
)


class ConflictCopy(msgspec.Struct, frozen=True, kw_only=True):
    """Another version of the session beside it. ``changed_at`` is when the file was written."""

    path: Path
    session: Session
    digest: Digest
    changed_at: datetime


def conflict_copies(path: Path, shelf: str, filesystem: FileSystem = DISK) -> tuple[ConflictCopy, ...]:
    """The conflict copies beside the session in ``path``, newest first; nothing is raised.

    Copies with the very bytes of the session itself are none.
    """
    found: list[ConflictCopy] = []
    digests = set()
    with contextlib.suppress(StorageError, codec.TooLargeError):
        digests.add(digest_of(read_bytes(path, filesystem=filesystem)))
    left = MOST_BYTES
    for candidate in _candidates(path):
        if len(found) >= MOST_COPIES:
            break
        try:
            data = read_bytes(candidate, left, filesystem)
            changed_at = datetime.fromtimestamp(candidate.stat().st_mtime, UTC)
        except (StorageError, OSError, ValueError, codec.NotReadableError):
            continue
        left -= len(data)
        digest = digest_of(data)
        if digest in digests:
            continue
        digests.add(digest)
        with contextlib.suppress(codec.NotReadableError):
            session = upgraded(data).session
            if session.shelf == shelf:
                copy = ConflictCopy(path=candidate, session=session, digest=digest, changed_at=changed_at)
                found.append(copy)
    return tuple(sorted(found, key=lambda each: each.changed_at, reverse=True))


def is_copy_name(name: str, of: str) -> bool:
    """Whether a file ``name`` can be a conflict copy of the file ``of``."""
    stem, dot, suffix = of.rpartition(".")
    if not dot:
        stem, suffix = of, ""
    if name == of or not name.startswith(stem) or not name.endswith(dot + suffix):
        return False
    return _MARKS.fullmatch(name[len(stem) : len(name) - len(dot + suffix)]) is not None


def _candidates(path: Path) -> Iterator[Path]:
    """Files whose name can be that of a copy, the likeliest (shortest) names first."""
    names = []
    with contextlib.suppress(OSError, ValueError), os.scandir(path.parent) as entries:
        for count, entry in enumerate(entries):
            if count >= _MOST_NAMES:
                break
            if is_copy_name(entry.name, path.name) and entry.is_file(follow_symlinks=False):
                names.append(entry.name)
    for name in sorted(names, key=lambda each: (len(each), each))[: 5 * MOST_COPIES]:
        yield path.with_name(name)
