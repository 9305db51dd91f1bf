"""The PDF that is the session: a print with the session file inside it, and the way back.

What comes back may come from anybody. It is read as data only, and the size of the file, of what is packed
in it, and the number and depth of its attachments are bounded.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from sms_desktop.core.session import FORMAT, Session
from sms_desktop.i18n import Language
from sms_desktop.paper.geometry import Attachment, Document
from sms_desktop.storage import codec, files, migrations
from sms_desktop.storage.codec import NotReadableError

SUFFIX = ".pdf"
MEDIA_TYPE = "application/json"
LARGEST_PDF = 100_000_000
"""Bytes. A session has at most half of that, and its prints are small beside it."""
MOST_ATTACHMENTS = 200
"""Attachments, and nodes of the tree that names them."""

NAMES = (".smsjson", ".json")
"""How an attachment that is a session is called."""
_START = 1024  # where the mark of a PDF may stand (ISO 32000-1, annex H.3.4.1)


class BrokenPdfError(NotReadableError):
    """It begins as a PDF, but cannot be read as one."""


class LockedPdfError(NotReadableError):
    """A PDF that asks for a password."""


class NoSessionInPdfError(NotReadableError):
    """A PDF without a session inside it: a form, a scan, or anything else."""


class SeveralSessionsError(NotReadableError):
    """A PDF with different sessions inside it."""


def with_session(document: Document, session: Session, name: str, _: Language) -> Document:
    """``document`` with the session inside it, as a file called ``name`` (without a suffix)."""
    attachment = Attachment(
        name=f"{name}{NAMES[0]}",
        data=codec.encode(session),
        media_type=MEDIA_TYPE,
        description=_("The whole session. Open this PDF in the SMS-tool to go on with it."),
    )
    return replace(document, attachment=attachment)


def is_pdf(path: Path) -> bool:
    """Whether the file begins as a PDF. ``False`` if it cannot be read: whoever opens it tells why."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return begins_as_pdf(file.read(_START))
    except (OSError, ValueError):
        return False


def begins_as_pdf(data: bytes) -> bool:
    """Whether these bytes are the beginning of a PDF."""
    return b"%PDF-" in data[:_START]


def read(path: Path) -> Session:
    """The session inside a PDF file.

    Raises a :class:`~sms_desktop.storage.files.StorageError` if the file cannot be read, and what
    :func:`session_in` raises.
    """
    return session_in(files.read_bytes(path, LARGEST_PDF))


def session_in(data: bytes) -> Session:
    """The session inside a PDF.

    Raises a :class:`~sms_desktop.storage.codec.NotReadableError`: one of this module, or what the codec
    says of the session that was found.
    """
    if len(data) > LARGEST_PDF:
        raise codec.TooLargeError(f"{len(data)} bytes")
    found = dict.fromkeys(_sessions(data))  # the same one twice is one: two prints put together
    if not found:
        raise NoSessionInPdfError("no session inside")
    if len(found) > 1:
        raise SeveralSessionsError(f"{len(found)} sessions")
    return migrations.upgraded(next(iter(found))).session


def _sessions(data: bytes) -> list[bytes]:
    """The attached files that say that they are a session."""
    if b"startxref" not in data:  # looked for from the end, line by line: seconds in a large scan
        raise BrokenPdfError("cut off")
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it thinks of a file is not for the user
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise LockedPdfError("a password is needed")
        return [each for each in _attached(reader.trailer["/Root"]) if _is_session(each)]
    except NotReadableError:
        raise
    except Exception as error:  # it believes what a file says of itself, so a broken one can fail anywhere
        raise BrokenPdfError(type(error).__name__) from None


def _is_session(data: bytes) -> bool:
    try:
        return msgspec.json.decode(data, type=codec.Head).format == FORMAT
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _attached(root: Any) -> Iterator[bytes]:
    """What the attachments hold that are called as session files are."""
    left = codec.LARGEST_FILE
    for specification in _specifications(_inside(_inside(root, "/Names"), "/EmbeddedFiles")):
        name = str(_inside(specification, "/UF") or _inside(specification, "/F") or "")
        stream = _inside(_inside(specification, "/EF"), "/F")
        if stream is not None and name.lower().endswith(NAMES):
            content: bytes = stream.get_data()
            left -= len(content)
            if left < 0:
                raise codec.TooLargeError(f"more than {codec.LARGEST_FILE} bytes")
            yield content


def _specifications(root: Any) -> Iterator[Any]:
    """The leaves of a name tree (ISO 32000-1, 7.9.6), in its order."""
    nodes, seen = [root], 0
    while nodes:
        node = nodes.pop()
        kids = [each.get_object() for each in (_inside(node, "/Kids") or ())[:MOST_ATTACHMENTS]]
        pairs = _inside(node, "/Names") or ()
        nodes += reversed(kids)
        seen += 1 + len(pairs) // 2
        if seen > MOST_ATTACHMENTS:
            raise BrokenPdfError("too many attachments")
        for specification in pairs[1::2]:
            yield specification.get_object()


def _inside(holder: Any, key: str) -> Any:
    """What stands under ``key`` in a dictionary, itself and not a reference to it, or ``None``."""
    value = None if holder is None else holder.get(key)
    return None if value is None else value.get_object()
