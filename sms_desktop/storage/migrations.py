"""Sessions of older versions, brought up to today's, one version at a time.

A migration gets the JSON of one version as plain dictionaries and lists and gives that of the next. The
file itself is not touched: it is rewritten by the first edit, after its bytes went to the back-ups.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from sms_desktop.core.session import FORMAT, VERSION, Session
from sms_desktop.storage import codec

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: Mapping[int, Migration] = {}
"""From a version to the next. Version 1 is the first there is, so there is nothing here yet."""


class Upgraded(msgspec.Struct, frozen=True):
    """A session of today, and the version that it was written in."""

    session: Session
    from_version: int


def upgraded(data: bytes, migrations: Mapping[int, Migration] = MIGRATIONS) -> Upgraded:
    """The session in ``data``, migrated in order if it is older.

    Raises a :class:`~sms_desktop.storage.codec.NotReadableError`, as :func:`codec.decode` does;
    :class:`~sms_desktop.storage.codec.NewerVersionError` for a version that is still to come.
    """
    version = _older_version(data, migrations)
    if version is None:
        return Upgraded(codec.decode(data), VERSION)
    value: dict[str, Any] = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    try:
        for each in range(version, VERSION):
            value = migrations[each](value) | {"version": each + 1}
        migrated = msgspec.json.encode(value)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise codec.WrongValueError(f"cannot be migrated ({type(error).__name__})", "$.version") from None
    return Upgraded(codec.decode(migrated), version)


def _older_version(data: bytes, migrations: Mapping[int, Migration]) -> int | None:
    """The version of a session that there is a way up from; ``None``: leave it to the codec."""
    if len(data) > codec.LARGEST_FILE:
        return None
    try:
        head = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=codec.Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if head.format != FORMAT or head.version >= VERSION:
        return None
    return head.version if all(each in migrations for each in range(head.version, VERSION)) else None
