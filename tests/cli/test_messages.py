"""Every kind of error has words of its own, in both languages, on one line."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sms_desktop import i18n, messages
from sms_desktop.core.forms import FormError
from sms_desktop.core.session import SessionError
from sms_desktop.storage import codec, files, lock


def kinds(base: type[Exception]) -> Iterator[type[Exception]]:
    """All errors that are a kind of ``base``."""
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_no_kind_of_error_is_forgotten() -> None:
    assert set(kinds(codec.NotReadableError)) == set(messages.NOT_READABLE_WORDS)
    assert set(kinds(files.StorageError)) == set(messages.STORAGE_WORDS)
    assert lock.TakenOverError in messages.STORAGE_WORDS


ERRORS = {
    "not JSON": codec.NotJsonError("not UTF-8", 3, 4),
    "newer": codec.NewerVersionError(7),
    "too large": codec.TooLargeError("60000000 bytes"),
    "wrong value": codec.WrongValueError("Expected `bool | int | str`, got `null`", "$.answers.x"),
    "disk full": files.DiskFullError(Path("a.smsjson"), "No space left on device"),
    "form": FormError("phase1.toml", "head[0].id", "«x» stands twice"),
    "session": SessionError("$", "not a field of this record"),
    "system": OSError(errno.EACCES, os.strerror(errno.EACCES), "a.smsjson"),
    "anything": RuntimeError("first\nsecond"),
}


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_words_in_both_languages(error: Exception) -> None:
    dutch = messages.words_of(error, Path("a.smsjson"))
    i18n.use("en")
    english = messages.words_of(error, Path("a.smsjson"))
    assert dutch != english
    assert dutch.isprintable() and english.isprintable()
    assert "a.smsjson" in dutch


def test_types_are_said_in_words_and_keys_are_not() -> None:
    reason = messages.reason_in_words("Expected `bool | int | str`, got `null`")
    assert (
        reason
        == "hier hoort een kruisje (true of false), een geheel getal of een tekst, er staat niets (null)"
    )
    assert messages.reason_in_words("Object missing required field `number`") == "“number” ontbreekt"


def test_what_is_not_known_is_passed_on() -> None:
    assert messages.reason_in_words("something new") == "something new"
    assert messages.reason_in_words("{strange} %s") == "{strange} %s"


def test_braces_in_a_file_name_do_no_harm() -> None:
    assert "{file}.smsjson" in messages.words_of(files.MissingError(Path("{file}.smsjson")))
