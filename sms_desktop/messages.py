"""What errors say to the reader: what happened, where, what is safe, what to do. One line each.

Window and commands both speak through :func:`words_of`, in the language of the moment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from sms_desktop.core.forms import FormError
from sms_desktop.core.session import SessionError
from sms_desktop.exchange import session_pdf
from sms_desktop.exchange.form_pdf import errors as form_pdf
from sms_desktop.exchange.form_pdf.errors import FormPdfError
from sms_desktop.i18n import mark, tr
from sms_desktop.storage import codec, files, lock

_Error = TypeVar("_Error", bound=Exception)

NOT_READABLE_WORDS: dict[type[codec.NotReadableError], str] = {
    codec.TooLargeError: mark("This file is far too large to be a session. It was left as it is."),
    codec.NotJsonError: mark("This is not a readable session: {reason}. The file was left as it is."),
    codec.NotASessionError: mark("This is no session of the SMS-tool: {reason}. The file was left as it is."),
    codec.NewerVersionError: mark(
        "This session was made by a newer version of the SMS-tool (format {version}). "
        "Update the program to open it. The file was left as it is."
    ),
    codec.WrongValueError: mark("Something in this session cannot be: {reason}. The file was left as it is."),
    codec.PartError: mark(
        "This is only the part of one organisation, issued from a session. Use the whole session; open the "
        "part in it to put them together. The file was left as it is."
    ),
    session_pdf.NoSessionInPdfError: mark(
        "This PDF has no session inside it. A print has one only if that was asked for when it was saved. "
        "Open the session file itself (.smsjson). The PDF was left as it is."
    ),
    session_pdf.SeveralSessionsError: mark(
        "This PDF has more than one session inside it. Take the one that you want out with a PDF reader, "
        "as an attachment, and open that. The PDF was left as it is."
    ),
    session_pdf.LockedPdfError: mark(
        "This PDF asks for a password. Save it without one in a PDF reader, and open that. "
        "The PDF was left as it is."
    ),
    session_pdf.BrokenPdfError: mark(
        "This PDF is damaged and cannot be read. Get it again from where it came. The PDF was left as it is."
    ),
}

SEALED = mark(
    "Phase 1 is not revealed yet, and this tells what the organisations filled in. "
    "Keep it to yourself until the reveal."
)
"""Beside what goes out before *Onthullen* and holds phase 1."""

STORAGE_WORDS: dict[type[files.StorageError], str] = {
    files.MissingError: mark("{file} is not there, or its folder is not. Check the name and the place."),
    files.NotAFileError: mark("{file} is a folder or a device, not a file. Choose a file."),
    files.NotAFolderError: mark("{file} is a file, not a folder. Choose a folder."),
    files.NoPermissionError: mark("You have no permission for {file}. Choose another place."),
    files.ReadOnlyError: mark("{file} is on a disk that can only be read. Choose another place."),
    files.DiskFullError: mark("The disk is full: {file} was not written. Make room or choose another place."),
    files.BadNameError: mark("{file} cannot be the name of a file here. Choose a shorter, simpler name."),
    files.InUseError: mark("{file} is held by another program. Wait a moment and try again."),
    files.DeviceError: mark("The disk of {file} fails ({reason}). Check it or choose another place."),
    lock.TakenOverError: mark("{file} was taken over elsewhere. Here it can only be read now."),
    files.ChangedOnDiskError: mark("{file} was changed by another program. It was not overwritten."),
}

FORM_PDF_WORDS: dict[type[FormPdfError], str] = {
    form_pdf.NotAPdfError: mark(
        "This PDF is damaged and cannot be read. Get it again from where it came. The PDF was left as it is."
    ),
    form_pdf.TooLargeError: mark(
        "This PDF is far larger than a form, and was not read. If it is a scan, read it as a scan. "
        "The PDF was left as it is."
    ),
    form_pdf.EncryptedError: mark("This PDF has a password. Save it without one and try again."),
    form_pdf.NotOursError: mark(
        "This PDF has fields, but it is not a form of the SMS-tool. Nothing was taken from it."
    ),
    form_pdf.NewerFormError: mark(
        "This form was made by a newer version of the SMS-tool. Update the program to read it. "
        "The PDF was left as it is."
    ),
}

EXPECTED = mark("expected {0}, found {1}")
"""Between which the names of types stand, see :data:`TYPES`."""

TOML_REASONS: tuple[tuple[str, str], ...] = (
    (r"Invalid value", mark('behind = must stand a "text", a number, true, false or a list')),
    (r"Expected '=' after a key in a key/value pair", mark("an = is missing behind a name")),
    (r"Invalid statement", mark("a line must be a name with = behind it, or a [heading]")),
    (r"Invalid initial character for a key part", mark("a name is missing before the =")),
    (
        r"Expected newline or end of document after a statement",
        mark("the text ends too early; is there a quotation mark inside it that has no \\ before it"),
    ),
    (
        r"(?:Unterminated string|Illegal character '\\n')",
        mark("the quotation mark that ends a text is missing"),
    ),
    (r"Illegal character (.+)", mark("the sign {0} cannot stand in a text")),
    (r"Unescaped '\\' in a string", mark("a \\ in a text must be written twice")),
    (r"Unclosed array", mark("a list is not closed: a comma or ] is missing")),
    (r"Unclosed inline table", mark("what was opened with {{ is not closed: a comma or }} is missing")),
    (
        r"Expected '\]\]?' at the end of an? (?:table|array) declaration",
        mark("a heading is not closed: ] is missing"),
    ),
    (r"Expected ['\"].+", mark("the quotation mark that ends a text is missing")),
    (
        r"(?:Cannot (?:declare|overwrite|mutate|redefine)|Duplicate inline table key).*",
        mark("this name stands there twice"),
    ),
)
"""What Python says of a file that is no TOML, and how it reads here."""

# What the readers of files say, in the words of msgspec and of our own checks, and how it reads here.
REASONS: tuple[tuple[str, str], ...] = (
    (r"Expected `(.+)`, got `(.+)`", EXPECTED),
    (r"expected (\w+), got (\w+)", EXPECTED),
    (r"Object missing required field `(.+)`", mark("“{0}” is missing")),
    (r"Object contains unknown field `(.+)`", mark("“{0}” is not known here")),
    (r"Invalid enum value (.+)", mark("{0} is not one of the possible values")),
    (r"(?:Number|number|Integer) out of range", mark("the number is too large or too small")),
    (r"Input data was truncated", mark("the text stops too early")),
    (r"JSON is malformed: .+", mark("it is not JSON")),
    (r"not UTF-8", mark("the text is not UTF-8")),
    (r"too deep", mark("it is nested too deeply")),
    (r"no session", mark("it does not say that it is one")),
    (r"no version", mark("it does not say of which version it is")),
    (r"not a field of this record", mark("this field does not belong here")),
    (r"not a sheet number", mark("this cannot be the number of a sheet")),
    (r"unknown organisation «(.*)»", mark("there is no organisation with the id “{0}”")),
    (r"unknown cluster «(.*)»", mark("there is no cluster with the id “{0}”")),
    (r"«(.*)» cannot be an id", mark("“{0}” cannot be an id")),
    (r"«(.*)» stands twice", mark("“{0}” stands there twice")),
    (r"«(.*)» is not on that side's list", mark("“{0}” is not on the list of that side")),
    (r"the file is missing", mark("the file is missing")),
    (
        r"needs education and practice, in this order",
        mark("education and practice must stand here, in this order"),
    ),
    (
        r"needs education, practice, both and other",
        mark("education, practice, both and other must stand here"),
    ),
    (r"must name every cluster once", mark("every cluster must be named once")),
    (r"must be between (\d+) and (\d+)", mark("must be between {0} and {1}")),
    (r"needs a text in nl and in en", mark("a text is needed in nl and in en")),
    (r"needs a text for at least one side", mark("a text is needed for at least one side")),
    (r"must begin with «(.*)»", mark("it must begin with “{0}”")),
    (
        r"only a field that is a tick everywhere can be a tick",
        mark("only a field that is a tick everywhere can be a tick"),
    ),
    (r"needs options", mark("there is nothing to choose from")),
    *((rf"(?s){pattern} \(at .+\)", words) for pattern, words in TOML_REASONS),
    (r"(?s)(.+) \(at (?:line \d+, column \d+|end of document)\)", mark("not valid TOML: {whole}")),
)

TYPES: dict[str, str] = {
    "bool": mark("a tick (true or false)"),
    "tick": mark("a tick (true or false)"),
    "int": mark("a whole number"),
    "number": mark("a whole number"),
    "float": mark("a number with decimals"),
    "str": mark("a text"),
    "text": mark("a text"),
    "array": mark("a list"),
    "object": mark("an object"),
    "null": mark("nothing (null)"),
}


def words_of(error: BaseException, path: Path | None = None) -> str:
    """One line about ``error`` in the language of the moment; ``path`` is the file it is about.

    A file is named when ``path`` is given or the error knows it.
    """
    match error:
        case codec.NotReadableError():
            words = _not_readable(error)
        case files.StorageError():
            return _one_line(_storage(error))
        case FormPdfError():
            words = tr(_found(FORM_PDF_WORDS, error, form_pdf.NotAPdfError))
        case FormError():
            words = tr("The form files have a mistake: {reason} ({place}).")
            words = words.format(reason=reason_in_words(error.reason), place=form_place(error))
        case SessionError():
            words = tr("This is not possible: {reason}.").format(reason=_placed(error.reason, error.place))
        case OSError():
            return words_of(files.as_storage_error(error, Path(error.filename or path or "")))
        case _:
            words = tr("Something went wrong that should not have: {error}.")
            words = words.format(error=f"{type(error).__name__}: {error}")
    return _one_line(f"{path}: {words}" if path is not None else words)


def form_place(error: FormError) -> str:
    """Where in the form files a mistake is: *phase1.toml, line 12, head[0].id*."""
    line = tr("line {line}").format(line=error.line) if error.line else ""
    return ", ".join(each for each in (error.file, line, error.place) if each)


def form_mistake(error: FormError) -> str:
    """What is wrong there, as a short sentence."""
    reason = _one_line(reason_in_words(error.reason))
    return f"{reason[:1].upper()}{reason[1:]}."


def _not_readable(error: codec.NotReadableError) -> str:
    words = tr(_found(NOT_READABLE_WORDS, error, codec.NotJsonError))
    if isinstance(error, codec.NewerVersionError):
        return words.format(version=error.version)
    place = error.place
    if isinstance(error, codec.NotJsonError) and error.line:
        place = tr("line {line}, column {column}").format(line=error.line, column=error.column)
    return words.format(reason=_placed(error.reason, place))


def _storage(error: files.StorageError) -> str:
    words = tr(_found(STORAGE_WORDS, error, files.DeviceError))
    return words.format(file=error.path, reason=error.reason or type(error).__name__)


def _found(table: Mapping[type[_Error], str], error: _Error, default: type[_Error]) -> str:
    return next((words for kind, words in table.items() if isinstance(error, kind)), table[default])


def _placed(reason: str, place: str) -> str:
    words = reason_in_words(reason)
    return tr("{reason}, at {place}").format(reason=words, place=place) if place else words


def reason_in_words(reason: str) -> str:
    """A reason as the readers give it, in the language of the moment; an unknown one as it is."""
    for pattern, words in REASONS:
        if found := re.fullmatch(pattern, reason):
            parts = found.groups()
            if words == EXPECTED:
                parts = tuple(map(_type_in_words, parts))
            return tr(words).format(*parts, whole=reason)
    return reason


def _type_in_words(name: str) -> str:
    parts = name.split(" | ")
    if not all(part in TYPES for part in parts):
        return name
    *first, last = [tr(TYPES[part]) for part in parts]
    return tr("{these} or {that}").format(these=", ".join(first), that=last) if first else last


def _one_line(text: str) -> str:
    """``text`` without line ends or control characters: a file name may hold any of them."""
    return "".join(each if each.isprintable() else " " for each in text)
