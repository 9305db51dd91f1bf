"""What can be wrong with a file that should be a filled-in form."""

from __future__ import annotations


class FormPdfError(Exception):
    """A PDF that is not read as a form. ``reason`` is for us, not for the reader."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class NotAPdfError(FormPdfError):
    """No PDF, or a broken one."""


class TooLargeError(FormPdfError):
    """More bytes, fields or work than a form has."""


class EncryptedError(FormPdfError):
    """Locked with a password."""


class NotOursError(FormPdfError):
    """A PDF with fields, but not a form of this program."""


class NewerFormError(FormPdfError):
    """A form of a newer version of this program."""
