"""What ``read`` finds in scans, photos and filled forms: as JSON for other programs, as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sms_desktop import labels, reading_words
from sms_desktop.core import intake
from sms_desktop.core.session import Session
from sms_desktop.exchange.inputs import files_in
from sms_desktop.exchange.scan import gathering
from sms_desktop.exchange.scan.filled_forms import FormPage
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.process import Reading
from sms_desktop.exchange.scan.reading import FieldReading, PageReading, Status
from sms_desktop.i18n import Language


def read_all(session: Session, inputs: Sequence[Path], layouts: Path) -> list[FormPage]:
    """Every page of these files, in order. What cannot be read is in it with the reason."""
    events = Reading(session, files_in(inputs), layouts)
    return [FormPage(event.reading, event.odd) for event in events if event.reading is not None]


def as_json(session: Session, pages: Sequence[FormPage], language: Language) -> str:
    """The pages as JSON, described in the README. ASCII only, so that any encoding carries it."""
    return json.dumps({"pages": [_page(session, each, language) for each in pages]}, indent=2)


def _page(session: Session, found: FormPage, language: Language) -> dict[str, Any]:
    page = found.reading
    bilevel = [language(reading_words.BILEVEL)] if page.bilevel else []
    return {
        "input": page.source,
        "page": page.page,
        "sheet": page.sheet,
        "form": page.form,
        "form_page": page.form_page,
        "code": page.code,
        "status": page.status.value,
        "reason": reading_words.reason(page, language),
        "warnings": bilevel + reading_words.remarks(session, found.odd, language),
        "fields": [_field(each) for each in page.fields],
    }


def _field(field: FieldReading) -> dict[str, Any]:
    return {
        "field": field.field,
        "value": field.value,
        "confidence": field.confidence,
        "doubt": field.doubt.value if field.doubt else None,
    }


def as_text(session: Session, pages: Sequence[FormPage], language: Language) -> str:
    """A line for each page, what is in doubt on it, and the sum."""
    lines = [line for page in pages for line in _lines(session, page, language)]
    counts = {status: sum(page.reading.status is status for page in pages) for status in Status}
    summed = ", ".join(
        f"{count} {language(reading_words.STATUS_WORDS[status])}" for status, count in counts.items() if count
    )
    if any(page.reading.bilevel for page in pages):
        lines.append(language(reading_words.BILEVEL))
    return "\n".join([*lines, summed or language("There is nothing to read here.")])


def _lines(session: Session, found: FormPage, language: Language) -> Iterator[str]:
    page = found.reading
    place = language("{file}, page {page}").format(file=Path(page.source).name, page=page.page)
    standing = language(reading_words.STATUS_WORDS[page.status])
    whose = whose_sheet(session, page, language)
    yield ": ".join(each for each in (place, whose, standing) if each)
    if page.reason is not None:
        yield "  " + reading_words.reason(page, language)
    yield from (f"  {each}" for each in reading_words.remarks(session, found.odd, language))
    odd = reading_words.odd_words(found.odd)
    for field in page.fields:
        if field.doubt and field.doubt is not Doubt.HANDWRITING:
            label = labels.field_label(session, field.field, language)
            words = odd.get(field.field, reading_words.DOUBT_WORDS[field.doubt])
            yield f"  {label}: {language(words)}"


def tells_phase1(session: Session, pages: Sequence[FormPage]) -> bool:
    """Whether answers of phase 1 are among it that wait for the reveal."""
    readings = (page.reading for page in pages)
    return session.revealed is None and any(
        each.form not in (None, "quick-scan") and any(field.value for field in each.fields)
        for each in readings
    )


def whose_sheet(session: Session, page: PageReading, language: Language) -> str:
    """What the sheet of a page is called: its number, or the name of the organisation."""
    if page.form is None or not page.sheet:
        return ""
    if page.form == "quick-scan":
        number = gathering.number_of(page.sheet)
        return language("Sheet {number}").format(number=number) if number else language("New sheet")
    named = {each.id: each.name for each in session.organisations}
    return named.get(page.sheet, page.sheet)


def applied(session: Session, pages: Sequence[FormPage]) -> tuple[Session, int, int]:
    """The session with all that is beyond doubt, and how many fields were left open or are different.

    Nothing that the session has already is overwritten.
    """
    taken, left, different = [], 0, 0
    for each in gathering.gather(page.reading for page in pages):
        incoming = gathering.incoming(each)
        if each.is_blank and intake.is_new(session, incoming):
            continue  # a handout that was left over is nobody's answer
        different += len(intake.differences(session, incoming))
        left += len(each.doubts)
        taken.append(intake.without_differences(session, incoming))
    return intake.take_in(session, taken), left, different
