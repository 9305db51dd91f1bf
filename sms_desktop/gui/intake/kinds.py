"""What a file is: a table of kinds, each with how it is recognised and what comes of it.

A kind either makes an entry of a file, or says that it is not one of its own (``None``). What is of no kind
goes to the worker, which reads forms that were filled in and pictures of pages. A further kind is one more
row.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from sms_desktop import messages
from sms_desktop.core.session import Session
from sms_desktop.exchange import session_pdf
from sms_desktop.gui.intake.pile import Entry
from sms_desktop.i18n import mark
from sms_desktop.storage import codec, files

Maker: TypeAlias = Callable[[Path, Session], Entry | None]

NOT_THIS_SESSION = mark("This is another session. Open it by itself from the File menu.")
TO_PUT_TOGETHER = mark("A version or a part of this session. Open it to see what changes.")


def session_file(path: Path, session: Session) -> Entry | None:
    """A session file, whole or a part."""
    if path.suffix.lower() not in (".smsjson", ".json") and not _begins_as_json(path):
        return None
    return _of_session("session", path, session, files.read_session(path).session)


def session_in_pdf(path: Path, session: Session) -> Entry | None:
    """A print with the session inside it."""
    if not session_pdf.is_pdf(path):
        return None
    try:
        return _of_session("session", path, session, session_pdf.read(path))
    except (session_pdf.NoSessionInPdfError, session_pdf.BrokenPdfError, session_pdf.LockedPdfError):
        return None


KINDS: tuple[Maker, ...] = (session_file, session_in_pdf)


def recognised(path: Path, session: Session) -> Entry | None:
    """The entry for a file that is no picture; ``None``: read it as one. Raises nothing."""
    for kind in KINDS:
        try:
            made = kind(path, session)
        except Exception as error:  # whatever a file does, it stays in the list with the reason
            return Entry("other", path, note=messages.words_of(error))
        if made is not None:
            return made
    return None


def may_be_session(path: Path) -> bool:
    """Whether this is a session file, or a PDF with a session inside it."""
    if path.suffix.lower() in (".smsjson", ".json"):
        return True
    try:
        return session_pdf.is_pdf(path) and bool(session_pdf.read(path))
    except (codec.NotReadableError, files.StorageError):
        return False


def _of_session(kind: str, path: Path, session: Session, came: Session) -> Entry:
    if came.shelf != session.shelf and came.id != session.id:
        return Entry(kind, path, note=NOT_THIS_SESSION)
    return Entry(kind, path, note=TO_PUT_TOGETHER, session=came)


def _begins_as_json(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip().startswith(b"{")
    except OSError:
        return False
