"""Opening a PDF of strangers with bounded work: nothing in it is run, followed or drawn."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from sms_desktop.exchange.form_pdf.errors import EncryptedError, FormPdfError, NotAPdfError, TooLargeError

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST = 16_000_000
"""Bytes. Ours have a third of a million; a program may add fonts and pictures of its own."""
MOST_STEPS = 1_000_000
"""Pieces that are read from the file. A form of ours takes some ten thousands."""
_UNPACKED = 20_000_000


@contextmanager
def opened(data: bytes) -> Iterator[PdfReader]:
    """The PDF, if no password is needed for it. Raises a ``FormPdfError``, also for what comes after."""
    if len(data) > LARGEST:
        raise TooLargeError(f"more than {LARGEST} bytes")
    if b"%PDF-" not in data[:1024]:
        raise NotAPdfError("no PDF")
    try:
        with _limits():
            yield _reader(data)
    except FormPdfError:
        raise
    except (MemoryError, RecursionError) as error:
        raise TooLargeError(type(error).__name__) from None
    except Exception as error:  # a library meets a file of strangers: anything may come out of it
        if type(error).__name__ == "LimitReachedError":
            raise TooLargeError(str(error)) from None
        raise NotAPdfError(f"{type(error).__name__}: {error}") from None


@contextmanager
def _limits() -> Iterator[None]:
    from pypdf import apply_configuration

    # Its remarks about a file are for programmers, and would land on standard error.
    logger = logging.getLogger("pypdf")
    silent = logging.NullHandler()
    logger.addHandler(silent)
    try:
        with apply_configuration(
            zlib_maximum_output_length=_UNPACKED,
            lzw_maximum_output_length=_UNPACKED,
            run_length_maximum_output_length=_UNPACKED,
            array_based_stream_maximum_output_length=_UNPACKED,
            maximum_declared_stream_length=_UNPACKED,
            stream_decoding_work_maximum_length=4 * _UNPACKED,
        ):
            yield
    finally:
        logger.removeHandler(silent)


def _reader(data: bytes) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(_Counting(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedError("a password is needed")
    except (DependencyError, NotImplementedError) as error:
        raise EncryptedError(str(error)) from None
    return reader


class _Counting(BytesIO):
    """A file that is read in a bounded number of steps."""

    _steps = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooLargeError("too much work")
        return super().read(size)
