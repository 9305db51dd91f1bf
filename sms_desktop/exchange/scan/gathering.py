"""Pages of the same sheet put together; what was read twice is compared, never doubled."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from sms_desktop.core import codes
from sms_desktop.core.codes import CodedForm
from sms_desktop.core.intake import Incoming
from sms_desktop.core.session import Answers, Value
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.reading import FieldReading, PageReading, Status


class Gathered(msgspec.Struct, frozen=True):
    """All that was read for one sheet or organisation.

    ``repeated`` are the pages that were read before; they say the same, or their fields are in doubt.
    """

    form: CodedForm
    sheet: str
    pages: tuple[PageReading, ...]
    fields: tuple[FieldReading, ...]
    repeated: tuple[PageReading, ...] = ()

    @property
    def doubts(self) -> tuple[FieldReading, ...]:
        """The boxes that a person has to look at."""
        return tuple(each for each in self.fields if each.doubt and each.doubt is not Doubt.HANDWRITING)

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was filled in: a handout that was left over."""
        return not any(each.value or each.doubt for each in self.fields)


def gather(readings: Iterable[PageReading]) -> tuple[Gathered, ...]:
    """The pages whose owner is known, by owner, in the order in which they came."""
    owners: dict[tuple[CodedForm, str], list[PageReading]] = {}
    for reading in readings:
        if reading.status in (Status.READ, Status.DOUBTFUL) and reading.form and reading.sheet:
            owners.setdefault((reading.form, reading.sheet), []).append(reading)
    return tuple(_gathered(form, sheet, pages) for (form, sheet), pages in owners.items())


def _gathered(form: CodedForm, sheet: str, pages: list[PageReading]) -> Gathered:
    first: dict[int | None, PageReading] = {}
    repeated = []
    found: dict[str, FieldReading] = {}
    for page in pages:
        if page.form_page in first:
            repeated.append(page)
        else:
            first[page.form_page] = page
        for field in page.fields:
            before = found.get(field.field)
            found[field.field] = field if before is None else _compared(before, field)
    ordered = tuple(first[number] for number in sorted(first, key=lambda each: each or 0))
    return Gathered(form, sheet, ordered, tuple(found.values()), tuple(repeated))


def _compared(one: FieldReading, other: FieldReading) -> FieldReading:
    """Two readings of the same field. An empty line says nothing against what stands on the other one."""
    if other.value is None and other.doubt is None:
        return one
    if one.value is None and one.doubt is None:
        return other
    if one.value == other.value:
        return other if one.doubt and not other.doubt else one
    return replace(one, doubt=Doubt.TWICE, confidence=0.5)


def incoming(gathered: Gathered) -> Incoming:
    """What is beyond doubt, to be taken in; everything else stays open."""
    answers: Answers = {}
    for field in gathered.fields:
        if field.doubt is None and field.value is not None:
            value: Value = field.value
            answers[field.field] = value
    if gathered.form == "quick-scan":
        return Incoming("sheet", gathered.sheet, answers, number_of(gathered.sheet))
    return Incoming("organisation", gathered.sheet, answers)


def number_of(sheet_id: str) -> int:
    """The number on the paper of a coded quick scan, 0 for a sheet of another kind."""
    number = sheet_id.removeprefix(codes.sheet_id(0)[:-1])
    return int(number) if number.isdecimal() else 0
