"""A session that comes in from elsewhere gets a file, or goes into the one that it belongs to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sms_desktop import i18n, labels
from sms_desktop.core import issuing, merge
from sms_desktop.core.session import Session
from sms_desktop.exchange import session_pdf
from sms_desktop.gui.dialogs.question import Role, ask, message_box
from sms_desktop.gui.document import same_file
from sms_desktop.gui.safety import Origin, Safety
from sms_desktop.i18n import tr
from sms_desktop.storage.files import read_session
from sms_desktop.storage.finding import file_of
from sms_desktop.storage.naming import SUFFIX, free_path

if TYPE_CHECKING:
    from sms_desktop.gui.document import Document
    from sms_desktop.gui.store import Store


class Incoming:
    """Opens sessions, and asks what to do with one that is a part of another, or comes out of a PDF.

    ``recent`` gives the files that were open last; ``open_file`` opens a session file and says whether
    that was done.
    """

    def __init__(
        self,
        window: QWidget,
        store: Store,
        document: Document,
        safety: Safety,
        recent: Callable[[], tuple[str, ...]],
        open_file: Callable[[Path], bool],
    ) -> None:
        self._window, self._store, self._document, self._safety = window, store, document, safety
        self._recent, self._open_file = recent, open_file

    def take_file(self, path: Path) -> Path | None:
        """Open a session file; an issued part goes into its session where that is at hand.

        Gives the file that is open then, ``None`` if no other one was opened. Raises a ``StorageError`` or
        a ``NotReadableError``; nothing has changed then.
        """
        if self._document.path is not None and same_file(self._document.path, path):
            return path
        session = read_session(path).session
        if issuing.is_part(session) and session.shelf != self._open_shelf:
            return self._take_part(session, path)
        return self._opened(path)

    def take_pdf(self, path: Path) -> Path | None:
        """The file that the session in a PDF lives in from now on; ``None`` if no other one was opened.

        Raises a ``StorageError`` or a ``NotReadableError``; nothing has changed then.
        """
        session = session_pdf.read(path)
        if self._open_shelf in (session.shelf, session.id):
            self.compare(session, path)
            return None
        known = file_of(session.id, self._candidates(path))
        if known is not None:
            wish = self._ask_known(known, path)
            if wish is None or wish:
                return self._opened_and_compared(known, session, path) if wish else None
        target = self._ask_place(path)
        if target is not None:
            self._document.create(target, session)
        return target

    def _take_part(self, part: Session, path: Path) -> Path | None:
        if self._open_shelf == part.id:
            self.compare(part, path)
            return None
        known = file_of(part.id, self._candidates(path))
        if known is None:
            return self._opened(path)
        wish = self._ask_part(part, known)
        if wish is None:
            return None
        return self._opened_and_compared(known, part, path) if wish else self._opened(path)

    @property
    def _open_shelf(self) -> str:
        return self._store.session.shelf if self._store.has_session else ""

    def _opened(self, path: Path) -> Path | None:
        return path if self._open_file(path) else None

    def _opened_and_compared(self, known: Path, session: Session, path: Path) -> Path | None:
        if not self._open_file(known):
            return None
        self.compare(session, path)
        return known

    # The session that is open ----------------------------------------------------------------------

    def compare(self, session: Session, path: Path) -> bool:
        """Show what the other version says otherwise than the open session; take over what is wanted.

        Gives whether nothing of it is left to decide.
        """
        ours = self._store.session
        if issuing.is_part(session) and not issuing.is_part(ours):
            merged, origin = issuing.merged_back(ours, session), _from_a_part(session, path)
        else:
            merged, origin = merge.merge(None, ours, session), _from_a_pdf(path)
        if merged.session == ours and not merged.conflicts:
            self._tell(tr("“{file}” holds nothing that is not here already.").format(file=path.name))
            return True
        if not self._store.writable:
            self._tell(tr("This session can only be read here. Save it elsewhere to change it."))
            return False
        return self._safety.take_in(merged, origin)

    # A session that is not open --------------------------------------------------------------------

    def _candidates(self, pdf: Path) -> Iterator[Path]:
        """Files that the session may live in already."""
        yield from map(Path, self._recent())
        for folder in (self._document.sessions_folder, pdf.parent):
            try:
                yield from sorted(each for each in folder.iterdir() if each.suffix.lower() == SUFFIX)
            except OSError:
                continue

    def _ask_known(self, known: Path, pdf: Path) -> bool | None:
        """Whether to open the file that there is, or make another one; ``None``: neither."""
        more = tr("It is in {path}. Open that file and see what differs in the PDF?").format(path=known)
        text = tr("The session in “{pdf}” is on this computer already.").format(pdf=pdf.name)
        answers = (
            (True, tr("Open and compare"), Role.AcceptRole),
            (False, tr("Make a second file"), Role.ActionRole),
        )
        return ask(message_box(self._window, text, more), answers, None)

    def _ask_part(self, part: Session, known: Path) -> bool | None:
        """Whether to put the part into its session, or open it by itself; ``None``: neither."""
        name = labels.organisation_name(issuing.organisation_of(part), i18n.current())
        more = tr("Its session is in {path}. Open that and see what changes?").format(path=known)
        text = tr("This is the part of {name}.").format(name=name)
        answers = (
            (True, tr("Open and put together"), Role.AcceptRole),
            (False, tr("Open only this part"), Role.ActionRole),
        )
        return ask(message_box(self._window, text, more), answers, None)

    def _ask_place(self, pdf: Path) -> Path | None:
        """Where the session is to live; a PDF is not a place to go on in."""
        here = free_path(self._document.sessions_folder, pdf.stem)
        beside = free_path(pdf.parent, pdf.stem)
        more = tr("It gets a file of its own: {path}. The PDF stays as it is.").format(path=here)
        text = tr("“{pdf}” has a session inside it.").format(pdf=pdf.name)
        answers = [(here, tr("Open the session"), Role.AcceptRole)]
        if beside.parent != here.parent and os.access(beside.parent, os.W_OK):
            answers.append((beside, tr("Put it beside the PDF"), Role.ActionRole))
        return ask(message_box(self._window, text, more), answers, None)

    def _tell(self, text: str) -> None:
        box = message_box(self._window, text)
        box.addButton(tr("Close"), Role.RejectRole)
        box.exec()


def _from_a_pdf(path: Path) -> Origin:
    return Origin(
        step=tr("Taken from a PDF"),
        title=tr("Another version in a PDF"),
        changes=tr("This is what changes in your session. Undo takes it back."),
        conflicts=tr(
            "The session in “{pdf}” is another version of this one. Choose what counts for each difference."
        ).format(pdf=path.name),
        there=tr("In the PDF"),
        all_there=tr("Everything from the PDF"),
    )


def _from_a_part(part: Session, path: Path) -> Origin:
    name = labels.organisation_name(issuing.organisation_of(part), i18n.current())
    return Origin(
        step=tr("Part of {name} put back").format(name=name),
        title=tr("The part of {name}").format(name=name),
        changes=tr("This is what changes in your session. Undo takes it back."),
        conflicts=tr(
            "Since “{file}” was issued, these were changed there and here. Choose what counts."
        ).format(file=path.name),
        there=tr("In the part"),
        all_there=tr("Everything from the part"),
    )
