"""A form set of the user's own: a copy of the shipped one in a folder, to be changed with any editor."""

from __future__ import annotations

from pathlib import Path

from sms_desktop import i18n
from sms_desktop.core import forms
from sms_desktop.core.forms import FormError, FormSet
from sms_desktop.paths import shipped
from sms_desktop.storage.files import as_storage_error, write_atomically


def is_there(folder: Path) -> bool:
    """Whether a copy was made."""
    return (folder / "form_set.toml").is_file()


def make(folder: Path) -> None:
    """Copy the shipped forms; files that are there already stay as they are. Raises a ``StorageError``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source in sorted(shipped("forms").glob("*.toml")):
            target = folder / source.name
            if not target.exists():
                write_atomically(target, source.read_bytes(), mode=0o666)
    except OSError as error:
        raise as_storage_error(error, folder) from error


def load(folder: Path) -> FormSet:
    """The forms in this folder. Raises ``FormError`` with the place of the first mistake."""
    return forms.load(folder, i18n.added())


def mistakes(folder: Path) -> tuple[FormError, ...]:
    """All mistakes in this folder, by file and line; none if the forms can be used."""
    from sms_desktop.core import form_mistakes

    return form_mistakes.find(folder)


def load_shipped() -> FormSet:
    """The forms that came with the program. Raises ``FormError`` if they were damaged."""
    return forms.load(shipped("forms"), i18n.added())
