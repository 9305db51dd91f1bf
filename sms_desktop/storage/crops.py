"""Pieces of scanned paper that were looked at, kept in the recovery folder if the settings say so.

They are never in the session file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from sms_desktop.storage.backups import folder_name
from sms_desktop.storage.files import as_storage_error, write_atomically

_FOLDER = "crops"
_PRIVATE = 0o700


def keep(recovery: Path, shelf: str, crops: Iterable[tuple[str, bytes]]) -> None:
    """Keep these pictures (name, JPEG) under the session; only this user can see them.

    Raises a ``StorageError``.
    """
    folder = folder_of(recovery, shelf)
    try:
        for each in (folder.parent, folder):
            each.mkdir(parents=True, exist_ok=True)
            each.chmod(_PRIVATE)
    except OSError as error:
        raise as_storage_error(error, folder) from None
    for name, data in crops:
        write_atomically(folder / f"{name}.jpg", data)


def folder_of(recovery: Path, shelf: str) -> Path:
    """Where the pictures of a session are."""
    return recovery / _FOLDER / folder_name(shelf)


def remove_all(recovery: Path, shelf: str) -> None:
    """Forget the pictures of a session. Raises nothing."""
    shutil.rmtree(folder_of(recovery, shelf), ignore_errors=True)
