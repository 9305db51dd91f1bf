"""A damaged session file: what can still be read, beside its newest good back-up."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog

from sms_desktop import messages
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session
from sms_desktop.gui.dialogs.differences import DISCARD, DifferencesDialog
from sms_desktop.gui.document import Document
from sms_desktop.gui.safety import when
from sms_desktop.i18n import mark, tr
from sms_desktop.storage.codec import NewerVersionError, NotReadableError, TooLargeError
from sms_desktop.storage.files import StorageError, read_bytes
from sms_desktop.storage.naming import free_path
from sms_desktop.storage.salvage import Loss, Salvaged, salvage

LOSS_WORDS: dict[Loss, str] = {
    Loss.UNREADABLE: mark("could not be read"),
    Loss.CUT_OFF: mark("the rest of the file is missing"),
    Loss.NOT_UTF8: mark("some letters could not be read"),
    Loss.IMPOSSIBLE: mark("cannot stand there and was left out"),
    Loss.NEW_ID: mark("got a new id"),
    Loss.NEW_NUMBER: mark("got a new number"),
    Loss.SIDE_GUESSED: mark("the side is not known; education was taken"),
    Loss.OUR_FORMS: mark("the forms of this program were taken"),
}


def rescue(
    path: Path, error: NotReadableError, document: Document, form_set: Callable[[], FormSet]
) -> Path | None:
    """Offer what can be saved of ``path``; the new file that was opened, or ``None`` if none was.

    Raises ``error`` again if nothing can be read, and a ``StorageError`` if no new file can be made.
    """
    if isinstance(error, (NewerVersionError, TooLargeError)):
        raise error
    salvaged = salvage(read_bytes(path), form_set())
    if salvaged is None:
        raise error
    backup = _newest_backup(document, salvaged.session.shelf)
    session = _choose(path, error, salvaged, backup)
    if session is None:
        return None
    folder = path.parent if _is_writable(path.parent) else document.sessions_folder
    target = free_path(folder, tr("{name} recovered").format(name=path.stem))
    document.create(target, session)
    return target


def _newest_backup(document: Document, session_id: str) -> tuple[str, Session] | None:
    try:
        found = document.backups.newest_good(session_id)
    except StorageError:
        return None
    return (when(found[0].made_at), found[1]) if found is not None else None


def _choose(
    path: Path, error: NotReadableError, salvaged: Salvaged, backup: tuple[str, Session] | None
) -> Session | None:
    explanation = tr(
        "“{name}” is damaged. This is missing or was changed to read it. "
        "The damaged file stays as it is; you go on in a new one."
    )
    rows = [(missing.place, tr(LOSS_WORDS[missing.reason]), "") for missing in salvaged.missing]
    dialog = DifferencesDialog(
        tr("Damaged session"),
        explanation.format(name=path.name),
        rows or [(messages.words_of(error), "", "")],
        tr("Open what can be read"),
        (tr("Where"), tr("What became of it"), ""),
        discard_text=tr("Open the version of {when}").format(when=backup[0]) if backup else "",
    )
    result = dialog.exec()
    if result == QDialog.DialogCode.Accepted:
        return salvaged.session
    return backup[1] if backup is not None and result == DISCARD else None


def _is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)
