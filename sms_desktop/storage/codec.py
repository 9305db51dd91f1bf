"""A session as JSON text and back.

UTF-8, indented, keys in a fixed order, so that the same session always gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from sms_desktop.core.session import FORMAT, VERSION, Session, SessionError, check

LARGEST_FILE = 50_000_000
"""Bytes. A session of 200 sheets and 20 organisations with long texts stays far below."""

_decoder = msgspec.json.Decoder(Session)


class NotReadableError(Exception):
    """A file that is no session this program can use. ``place`` is a JSON path or a byte, or empty."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{reason} - at `{place}`" if place else reason)
        self.reason = reason
        self.place = place


class NotJsonError(NotReadableError):
    """No JSON at all, or not UTF-8. ``line`` and ``column`` count from 1, or are 0 if not known."""

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        super().__init__(reason, f"line {line}, column {column}" if line else "")
        self.line = line
        self.column = column


class NotASessionError(NotReadableError):
    """JSON, but not a session."""


class NewerVersionError(NotReadableError):
    """A session written by a newer version of the program. ``version`` is the one in the file."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}", "$.version")
        self.version = version


class TooLargeError(NotReadableError):
    """More bytes than any session has."""


class WrongValueError(NotReadableError):
    """A session with something in it that cannot be."""


class PartError(NotReadableError):
    """The issued part of one organisation, where a whole session is needed."""


class Head(msgspec.Struct):
    """The first lines of a file, enough to say what it is."""

    format: str = ""
    version: int = 0


def encode(session: Session) -> bytes:
    """The bytes of a session file, with a line end at the end."""
    data = msgspec.json.encode(session, order="deterministic")
    return msgspec.json.format(data, indent=2) + b"\n"


def decode(data: bytes) -> Session:
    """The session in ``data``.

    Raises a :class:`NotReadableError`: :class:`TooLargeError`, :class:`NotJsonError`,
    :class:`NotASessionError`, :class:`NewerVersionError` or :class:`WrongValueError`.
    """
    if len(data) > LARGEST_FILE:
        raise TooLargeError(f"{len(data)} bytes")
    data = data.removeprefix(b"\xef\xbb\xbf")
    _check_encoding(data)
    _check_head(data)
    try:
        session = _decoder.decode(data)
        check(session)
        _check_keys(data)
    except msgspec.ValidationError as error:
        reason, place = _split(error)
        raise WrongValueError(reason, _exact_place(data, reason, place)) from None
    except SessionError as error:
        raise WrongValueError(error.reason, error.place) from None
    except RecursionError:
        raise WrongValueError("too deep") from None
    return session


def _check_encoding(data: bytes) -> None:
    # UTF-16 without a mark is valid UTF-8 as long as the text is ASCII, with a NUL beside each letter.
    if b"\x00" in data[:4]:
        raise NotJsonError("not UTF-8", 1, 1)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotJsonError("not UTF-8", *_line_and_column(data, error.start)) from None


def _check_head(data: bytes) -> None:
    try:
        head = msgspec.json.decode(data, type=Head)
    except msgspec.ValidationError as error:
        raise NotASessionError(*_split(error)) from None
    except msgspec.DecodeError as error:
        at = re.search(r"\(byte (\d+)\)", str(error))
        position = _line_and_column(data, int(at.group(1)) if at else len(data))
        raise NotJsonError(re.sub(r" \(byte \d+\)", "", str(error)), *position) from None
    except RecursionError:
        raise NotJsonError("too deep") from None
    if head.format != FORMAT:
        raise NotASessionError("no session", "$.format")
    if head.version > VERSION:
        raise NewerVersionError(head.version)
    if head.version < 1:
        raise NotASessionError("no version", "$.version")


def _check_keys(data: bytes) -> None:
    """Refuse a key that stands twice in one object: one of the two answers would silently be lost."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = Counter(key for key, _value in pairs).most_common(1)[0][0]
            raise SessionError("$", f"«{twice[:60]}» stands twice")
        return found

    json.loads(data, object_pairs_hook=unique)


def _line_and_column(data: bytes, position: int) -> tuple[int, int]:
    before = data[:position]
    line_start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", "replace")) + 1


def _split(error: msgspec.ValidationError) -> tuple[str, str]:
    reason, _, place = str(error).partition(" - at `")
    return reason, place.rstrip("`")


_JSON_TYPES = {bool: "bool", int: "int", float: "float", str: "str", list: "array", dict: "object"}


def _exact_place(data: bytes, reason: str, place: str) -> str:
    """``place`` with the key instead of ``[...]``, which is what msgspec says of any key of a mapping."""
    got = re.search(r"got `(\w+)`", reason)
    if "[...]" not in place or not got:
        return place
    steps = re.findall(r"\.(\w+)|\[(\d+|\.\.\.)\]", place)
    try:
        node = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):  # something else is wrong further on
        return place
    return next(_places(node, [a or b for a, b in steps], got.group(1), "$"), place)


def _places(node: Any, steps: list[str], wrong_type: str, place: str) -> Iterator[str]:
    """The places that ``steps`` can mean where a value of the wrong type stands."""
    if not steps:
        if _JSON_TYPES.get(type(node), "null") == wrong_type:
            yield place
        return
    step, rest = steps[0], steps[1:]
    if isinstance(node, list):
        yield from _places(node[int(step)], rest, wrong_type, f"{place}[{step}]")
    elif isinstance(node, dict):
        for key in node if step == "..." else [step]:
            yield from _places(node.get(key), rest, wrong_type, f"{place}.{key}")
