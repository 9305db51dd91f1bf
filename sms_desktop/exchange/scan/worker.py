"""Reading in a process of its own: what hangs or breaks on a hostile file is ended, and nothing else is.

The parent writes one :class:`Task` to the standard input of the worker; the worker answers with one
:class:`Event` on each line, in JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from sms_desktop.core import forms
from sms_desktop.core.session import Session
from sms_desktop.exchange.form_pdf.reading import FormReading, Odd
from sms_desktop.exchange.scan.filled_forms import form_in, form_pages
from sms_desktop.exchange.scan.known import KnownLayouts
from sms_desktop.exchange.scan.pictures import Picture, Unreadable, pages_in, pictures
from sms_desktop.exchange.scan.reading import PageReading, Reader, Reason, Status
from sms_desktop.paths import shipped
from sms_desktop.storage import codec

_MEMORY = 2 * 1024**3


class Task(msgspec.Struct, frozen=True):
    """What to read, and for which session. ``first`` is the page of the first input to begin with."""

    session: bytes
    inputs: tuple[str, ...]
    first: int = 1
    layouts: str | None = None
    pictures: bool = False


class Event(msgspec.Struct, frozen=True):
    """The input with this place was opened and has so many pages, or a page of it was read.

    ``odd`` is what a person should know of the form that the page is of.
    """

    place: int
    pages: int = 0
    reading: PageReading | None = None
    odd: tuple[Odd, ...] = ()


def main() -> int:
    """Do the task on standard input; the exit code."""
    _limit_memory()
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    out = sys.stdout.buffer
    for event in work(task):
        write(out, event)
    return 0


def write(out: BinaryIO, event: Event) -> None:
    """One event on one line, at once."""
    out.write(msgspec.json.encode(event) + b"\n")
    out.flush()


def work(task: Task) -> Iterator[Event]:
    """All that the task asks for, page by page."""
    session = codec.decode(task.session)
    layouts = _layouts(session, task)
    reader = Reader(session, layouts, task.pictures)
    for place, each in enumerate(task.inputs):
        path, first = Path(each), task.first if place == 0 else 1
        form = form_in(path)
        if isinstance(form, FormReading):
            found = list(form_pages(form, each, session, layouts))
            yield Event(place, pages=len(found))
            yield from (
                Event(place, reading=page.reading, odd=page.odd)
                for page in found
                if page.reading.page >= first
            )
        elif isinstance(form, Reason):
            yield Event(place, reading=PageReading(each, 1, Status.REFUSED, form))
        else:
            yield Event(place, pages=pages_in(path))
            for picture in pictures(path, first):
                reading = _read(reader, picture, each)
                # With codes of ours on it, it is a scan to which somebody added fields.
                is_foreign = form is not None and reading.reason in (Reason.NO_CODES, Reason.EMPTY)
                yield Event(place, reading=reading, odd=(form,) if form and is_foreign else ())


def _read(reader: Reader, found: Picture | Unreadable, source: str) -> PageReading:
    if isinstance(found, Unreadable):
        return PageReading(source, found.page, Status.REFUSED, found.reason)
    return reader.read(found.image, source, found.page, found.bilevel)


def _layouts(session: Session, task: Task) -> KnownLayouts:
    form_sets = [session.form_set]
    with suppress(forms.FormError):  # told where sessions are made; those that are open carry their own
        form_sets.append(forms.load(shipped("forms")))
    return KnownLayouts(tuple(form_sets), Path(task.layouts) if task.layouts else None)


def _limit_memory() -> None:
    """A file that wants more memory than any page needs is refused, and the computer stays usable."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
