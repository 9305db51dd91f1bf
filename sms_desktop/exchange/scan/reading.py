"""One picture of a page read: what it is, whose it is, what is ticked, and what a person has to look at."""

from __future__ import annotations

from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from sms_desktop.core import codes, fields
from sms_desktop.core.codes import CodedForm, PaperCode
from sms_desktop.core.session import Session
from sms_desktop.exchange.scan import blank, found_codes, ink, outlines
from sms_desktop.exchange.scan.found_codes import Codes
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.known import KnownLayouts
from sms_desktop.exchange.scan.outlines import Aligned
from sms_desktop.exchange.scan.plane import DegenerateError, Pair, distance
from sms_desktop.exchange.scan.printed import Masks
from sms_desktop.exchange.scan.streaks import without_streaks
from sms_desktop.paper.geometry import FieldKind
from sms_desktop.paper.layouts import LaidField, LaidPage, Layout

if TYPE_CHECKING:
    from PIL import Image

ENOUGH = 0.92
"""The share of the printed boxes that must be found where they should be."""
COARSEST = 2.9
"""Pixels for each millimetre; coarser pictures (about 75 dpi) are not read."""
_FINE = 13.0
_PITCH = 9.0
_SURE = 0.85
"""The confidence from which a plain tick stands beside an unclear one that it excludes."""


class Status(Enum):
    """What became of a page."""

    READ = "read"
    DOUBTFUL = "doubtful"
    MANUAL = "manual"
    REFUSED = "refused"


class Reason(Enum):
    """Why a page is doubtful, is to be typed in by hand, or is refused."""

    DOUBTS = "doubts"
    BILEVEL = "bilevel"
    NO_CODES = "no_codes"
    NO_PAGE_CODE = "no_page_code"
    NOBODY = "nobody"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    SEVERAL = "several"
    GEOMETRY = "geometry"
    OUTLINES = "outlines"
    COARSE = "coarse"
    EMPTY = "empty"
    OTHER_SESSION = "other_session"
    UNKNOWN_LAYOUT = "unknown_layout"
    NOT_READABLE = "not_readable"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    ENCRYPTED = "encrypted"
    NOT_A_PICTURE = "not_a_picture"
    TOO_SLOW = "too_slow"
    NEWER_FORM = "newer_form"
    SESSION = "session"


class FieldReading(msgspec.Struct, frozen=True):
    """What stands in a field. ``value`` is ``None`` for handwriting, which a person reads.

    ``crop`` is a picture of the place (JPEG), if pictures were asked for.
    """

    field: str
    kind: FieldKind
    value: bool | str | None
    confidence: float
    doubt: Doubt | None = None
    crop: bytes = b""


class PageReading(msgspec.Struct, frozen=True):
    """What was read from one page of an input.

    ``sheet`` is the id of the quick scan sheet or organisation it belongs to, ``""`` if that is not known;
    ``form`` and ``form_page`` say which page of which form, as far as that is known. ``bilevel``: a scan
    in black and white only. ``picture`` is the page made small and upright (JPEG), if pictures were asked
    for.
    """

    source: str
    page: int
    status: Status
    reason: Reason | None = None
    sheet: str = ""
    form: CodedForm | None = None
    form_page: int | None = None
    code: str = ""
    fields: tuple[FieldReading, ...] = ()
    bilevel: bool = False
    picture: bytes = b""


class Reader:
    """Reads pages for one session. ``pictures``: keep crops and a small picture of each page."""

    def __init__(self, session: Session, layouts: KnownLayouts, pictures: bool = False) -> None:
        self._session = session
        self._layouts = layouts
        self._pictures = pictures

    def read(self, picture: Image.Image, source: str, page: int, bilevel: bool = False) -> PageReading:
        """What stands on the page in this grey picture."""
        reading = PageReading(source, page, Status.MANUAL, bilevel=bilevel)
        clean = without_streaks(picture)
        found = found_codes.find(clean)
        read = self._read(clean, found, reading)
        if read.reason is Reason.NO_CODES and (blank.is_even(clean) or blank.is_blank(picture)):
            read = replace(read, status=Status.REFUSED, reason=Reason.EMPTY)
        if self._pictures:
            read = replace(read, picture=_small(clean, found.quarter_turns))
        return read

    def _read(self, picture: Image.Image, found: Codes, reading: PageReading) -> PageReading:
        if found.several:
            return replace(reading, reason=Reason.SEVERAL)
        if found.code is not None:
            return self._known(picture, found, found.code, reading)
        if found.page is not None:
            return self._unnamed(picture, found, found.page, reading)
        return replace(reading, reason=Reason.NO_CODES)

    def _known(
        self, picture: Image.Image, found: Codes, code: PaperCode, reading: PageReading
    ) -> PageReading:
        """A page whose code was read."""
        form, form_page = codes.form_of(code.page)
        reading = replace(reading, form=form, form_page=form_page, code=codes.written(code))
        if code.session != codes.session_tag(self._session):
            return replace(reading, status=Status.REFUSED, reason=Reason.OTHER_SESSION)
        layout = self._layouts.find(form, code.layout)
        if layout is None or form_page > len(layout.pages):
            return replace(reading, status=Status.REFUSED, reason=Reason.UNKNOWN_LAYOUT)
        sheet, missing = owner(self._session, code)
        reading = replace(reading, sheet=sheet)
        read = self._fields(picture, found, layout, reading)
        if missing is not None and read.status in (Status.READ, Status.DOUBTFUL):
            return replace(read, status=Status.MANUAL, reason=missing)
        return read

    def _unnamed(self, picture: Image.Image, found: Codes, page: int, reading: PageReading) -> PageReading:
        """A page of which only corner codes were read: it can be read, but a person says whose it is."""
        form, form_page = codes.form_of(page)
        reading = replace(reading, form=form, form_page=form_page, reason=Reason.NO_PAGE_CODE)
        for layout in self._layouts.candidates(form):
            if form_page <= len(layout.pages):
                read = self._fields(picture, found, layout, reading)
                if read.status in (Status.READ, Status.DOUBTFUL):
                    return replace(read, status=Status.MANUAL, reason=Reason.NO_PAGE_CODE)
        return reading

    def _fields(
        self, picture: Image.Image, found: Codes, layout: Layout, reading: PageReading
    ) -> PageReading:
        """The page of this layout that the reading names, with what stands in its fields."""
        place = (reading.form_page or 1) - 1
        page = layout.pages[place]
        pairs = found.pairs(page.width, page.height)
        try:
            picture, pairs = _fine_enough(picture, pairs)
            aligned = outlines.align(picture, page, pairs)
            if aligned.map.per_mm((page.width / 2, page.height / 2)) < COARSEST:
                return replace(reading, reason=Reason.COARSE)
            if aligned.share < ENOUGH:
                return replace(reading, reason=Reason.OUTLINES)
            read = self._judged(picture, aligned, page, self._layouts.masks(layout)[place])
        except DegenerateError:
            return replace(reading, reason=Reason.GEOMETRY)
        is_doubtful = any(each.doubt is not None for each in read if each.kind == "box")
        reason = Reason.DOUBTS if is_doubtful else Reason.BILEVEL if reading.bilevel and page.fields else None
        status = Status.READ if reason is None else Status.DOUBTFUL
        return replace(reading, status=status, reason=reason, fields=tuple(read))

    def _judged(
        self, picture: Image.Image, aligned: Aligned, page: LaidPage, masks: Masks
    ) -> list[FieldReading]:
        verdicts = ink.read(picture, aligned, masks)
        read: list[FieldReading] = []
        for field in page.fields:
            if field.kind == "box":
                verdict = verdicts[field.field]
                reading = FieldReading(field.field, "box", verdict.value, verdict.confidence, verdict.doubt)
            else:
                written = ink.is_written(picture, aligned.map, field, _PITCH)
                doubt = Doubt.HANDWRITING if written else None
                reading = FieldReading(field.field, field.kind, None, 0.5 if written else 0.9, doubt)
            read.append(reading)
        alone = (name for name, each in verdicts.items() if each.is_alone and each.confidence > _SURE)
        read = _contradicted(read, set(alone))
        if self._pictures:
            read = [
                replace(each, crop=_crop(picture, aligned, field))
                for each, field in zip(read, page.fields, strict=True)
            ]
        return read


def owner(session: Session, code: PaperCode) -> tuple[str, Reason | None]:
    """Whose sheet this is: its id, or ``""`` and the reason why that is not known."""
    if code.form == "quick-scan":
        if code.number == codes.NOBODY:
            return "", Reason.NOBODY
        return codes.sheet_id(code.number), None
    if code.number == codes.NOBODY:
        return "", Reason.NOBODY
    found = [each.id for each in session.organisations if codes.organisation_number(each) == code.number]
    if len(found) != 1:
        return "", Reason.UNKNOWN_ORGANISATION
    return found[0], None


def _contradicted(read: list[FieldReading], alone: set[str]) -> list[FieldReading]:
    """Ticks that exclude each other are all left to a person.

    But people cross out what they mistook, and tick another box: where one is plain, ``alone`` with nothing
    written around it, and the others are not clear, only the others are asked about.
    """
    ticked = {
        each.field: each for each in read if each.value is True and each.doubt in (None, Doubt.AMBIGUOUS)
    }
    sure = {name for name in alone if name in ticked and ticked[name].doubt is None}

    def seen(each: FieldReading) -> FieldReading:
        others = {name for name in ticked if fields.exclude(each.field, name)}
        if each.field not in ticked or not others:
            return each
        if each.doubt is None and not (each.field in sure and all(ticked[name].doubt for name in others)):
            return replace(each, doubt=Doubt.BOTH, confidence=0.5)
        if each.doubt is not None and others & sure:
            return replace(each, value=False, doubt=Doubt.BOTH)
        return each

    return [seen(each) for each in read]


def _fine_enough(picture: Image.Image, pairs: list[Pair]) -> tuple[Image.Image, list[Pair]]:
    """A very fine picture made smaller: that is quicker, and evens out its noise."""
    if len(pairs) < 4:
        raise DegenerateError("too few points")
    (one, first), (other, second) = pairs[0], pairs[2]
    factor = int(distance(first, second) / (distance(one, other) or 1.0) / _FINE * 2)
    if factor < 2:
        return picture, pairs
    return picture.reduce(factor), [(at, (x / factor, y / factor)) for at, (x, y) in pairs]


def _small(picture: Image.Image, quarter_turns: int) -> bytes:
    """The whole page, upright."""
    small = picture.copy()
    small.thumbnail((1400, 1400))
    return _jpeg(small.rotate(90 * quarter_turns, expand=True))


def _crop(picture: Image.Image, aligned: Aligned, field: LaidField) -> bytes:
    """The place of a field with a little of what is around it."""
    own = {outline.field.field: outline for outline in aligned.boxes}.get(field.field)
    margin = 5.0 if own else 2.0
    page_map = own.own_map if own else aligned.map
    return _jpeg(outlines.around(picture, page_map, field, margin, per_mm=7))


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


__all__ = ["FieldReading", "Layout", "PageReading", "Reader", "Reason", "Status", "owner"]
