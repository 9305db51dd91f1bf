"""A session as JSON text and back.

UTF-8, indented, keys in a fixed order, so that the same session always gives the same bytes.
"""

from __future__ import annotations

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
    """No JSON at all, or not UTF-8."""


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


class _Head(msgspec.Struct):
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
    :class:`NotASessionError`,
    :class:`NewerVersionError` or :class:`WrongValueError`.
    """
    if len(data) > LARGEST_FILE:
        raise TooLargeError(f"{len(data)} bytes")
    data = data.removeprefix(b"\xef\xbb\xbf")
    _check_head(data)
    try:
        session = _decoder.decode(data)
        check(session)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `")
        raise WrongValueError(reason, place.rstrip("`")) from None
    except SessionError as error:
        raise WrongValueError(error.reason, error.place) from None
    except RecursionError:
        raise WrongValueError("too deep") from None
    return session


def _check_head(data: bytes) -> None:
    try:
        head = msgspec.json.decode(data, type=_Head)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `")
        raise NotASessionError(reason, place.rstrip("`")) from None
    except UnicodeDecodeError as error:
        raise NotJsonError("not UTF-8", f"byte {error.start}") from None
    except msgspec.DecodeError as error:
        raise NotJsonError(str(error)) from None
    except RecursionError:
        raise NotJsonError("too deep") from None
    if head.format != FORMAT:
        raise NotASessionError("no session", "$.format")
    if head.version > VERSION:
        raise NewerVersionError(head.version)
    if head.version < 1:
        raise NotASessionError("no version", "$.version")
