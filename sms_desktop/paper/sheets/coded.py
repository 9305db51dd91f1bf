"""Coded sheets: blank handouts that a scan of them is recognised by.

Each page has a corner code in every corner, which tells where the corner is and which page of which form
this is, and in two places a code that also tells the session, the layout and whose sheet it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from sms_desktop.core import codes
from sms_desktop.core.codes import CodedForm, PaperCode
from sms_desktop.core.forms import FormSet, SideId
from sms_desktop.core.session import Session
from sms_desktop.i18n import Language
from sms_desktop.palette import NOTE_INK
from sms_desktop.paper import fonts, layouts
from sms_desktop.paper.geometry import Document, Item, Modules, Page, Text
from sms_desktop.paper.layouts import Layout
from sms_desktop.paper.sheets import phase1, quick_scan, unprintable
from sms_desktop.paper.sheets.filling import Sheet, pages
from sms_desktop.paper.sheets.leaf import SMALL, Context

if TYPE_CHECKING:
    import zxingcpp

MODULE = 0.8
EDGE = 8.0
"""Between a code and the edge of the paper, in millimetres."""
QUIET = 4 * MODULE
RUNE = 11 * MODULE
QR = 21 * MODULE
CORNERS = 4
"""Top left, top right, bottom left, bottom right: 0 to 3 in a corner code."""


class TooManyPagesError(Exception):
    """A form with more pages than codes can number."""


class Request(msgspec.Struct, frozen=True):
    """Which coded sheets.

    Quick scans get the numbers from 1 to ``copies``, or those in ``numbers`` (a lost sheet printed again).
    Of phase 1 each organisation gets ``copies`` forms; ``only`` names organisations by id, empty means all.
    Without organisations each side gets forms that are nobody's yet.
    """

    sheet: str
    copies: int = 1
    numbers: tuple[int, ...] = ()
    only: tuple[str, ...] = ()


class Coded(msgspec.Struct, frozen=True):
    """The pages, and the layouts that they were printed with."""

    document: Document
    layouts: tuple[Layout, ...]


def lay_out(session: Session, request: Request, language: Language) -> Coded:
    """The coded sheets of a session, with nothing filled in but what is known of all.

    Raises ``KeyError`` for an organisation that is not there and ``TooManyPagesError``.
    """
    context = Context(session, language, is_blank=True)
    printed: list[Page] = []
    continued: list[Page] = []
    found: dict[Layout, None] = {}
    for form, number, sheet in _sheets(context, request):
        own, more = pages(sheet, context)
        layout = layouts.of(form, own)
        found[layout] = None
        printed += _coded(session, layout, number, own)
        continued += more
    form_set = session.form_set
    title = form_set.quick_scan.title if request.sheet == "quick-scan" else form_set.phase1.title
    everything = (*printed, *continued)
    return Coded(Document(context.say(title), everything, unprintable(everything)), tuple(found))


def layout(form_set: FormSet, form: CodedForm, language: Language) -> Layout:
    """The layout in which these forms are printed coded."""
    return layouts.of(form, blank(form_set, form, language))


def blank(form_set: FormSet, form: CodedForm, language: Language) -> tuple[Page, ...]:
    """The pages of one form on which nothing is filled in yet, without codes."""
    context = Context(Session(id="blank", form_set=form_set), language, is_blank=True)
    if form == "quick-scan":
        sheet = quick_scan.Handouts(context).sheet("", None)
    else:
        sheet = phase1.Forms(context).sheet(side_of(form), "")
    return tuple(pages(sheet, context)[0])


def side_of(form: CodedForm) -> SideId:
    """The side that a form of phase 1 is for."""
    return "education" if form == "phase1-education" else "practice"


def _sheets(context: Context, request: Request) -> Iterator[tuple[CodedForm, int, Sheet]]:
    if request.sheet == "quick-scan":
        handouts = quick_scan.Handouts(context)
        for number in request.numbers or range(1, request.copies + 1):
            yield "quick-scan", number, handouts.sheet(codes.sheet_id(number), number)
        return
    forms = phase1.Forms(context)
    for form, organisation, number in _organisations(context.session, request.only):
        for _copy in range(request.copies):
            yield form, number, forms.sheet(side_of(form), organisation)


def _organisations(session: Session, only: tuple[str, ...]) -> Iterator[tuple[CodedForm, str, int]]:
    both: tuple[CodedForm, ...] = ("phase1-education", "phase1-practice")
    if not session.organisations:
        for form in both:
            yield form, "", codes.NOBODY
        return
    chosen = [session.organisation(each) for each in only] or session.organisations
    for form in both:
        for each in chosen:
            if each.side == side_of(form):
                yield form, each.id, codes.organisation_number(each)


def _coded(session: Session, layout: Layout, number: int, own: list[Page]) -> Iterator[Page]:
    first = codes.FIRST_PAGES[layout.form]
    if len(own) > codes.most_pages(layout.form):
        raise TooManyPagesError
    for place, page in enumerate(own):
        code = PaperCode(codes.session_tag(session), first + place, layout.tag, number)
        text = codes.written(code)
        items = (*page.items, *code_items(page.width, page.height, code.page, text))
        yield replace(page, items=items, code=text)


def code_items(width: float, height: float, page: int, text: str) -> tuple[Item, ...]:
    """The codes of a page of this size, and the code in signs that a person can type."""
    runes = tuple(
        Modules(x, y, MODULE, _rune(page * CORNERS + corner))
        for corner, (x, y) in enumerate(rune_places(width, height))
    )
    squares = tuple(Modules(x, y, MODULE, _qr(text)) for x, y in qr_places(width, height))
    shown = codes.grouped(text)
    x = width - EDGE - fonts.width(shown, "regular", SMALL)
    return (*runes, *squares, Text(x, height - EDGE - QR - QUIET - 1, shown, "regular", SMALL, NOTE_INK))


def rune_places(width: float, height: float) -> tuple[tuple[float, float], ...]:
    """The top left corners of the four corner codes of a page of this size, in millimetres."""
    right, bottom = width - EDGE - RUNE, height - EDGE - RUNE
    return ((EDGE, EDGE), (right, EDGE), (EDGE, bottom), (right, bottom))


def qr_places(width: float, height: float) -> tuple[tuple[float, float], ...]:
    """The top left corners of the two page codes of a page of this size, in millimetres."""
    x = width - EDGE - RUNE - QUIET - QR
    return ((x, EDGE), (x, height - EDGE - QR))


@lru_cache(maxsize=codes.PAGES * CORNERS)
def _rune(value: int) -> tuple[str, ...]:
    import zxingcpp

    barcode = zxingcpp.create_barcode(f"{value:03}", zxingcpp.BarcodeFormat.AztecRune)
    return _modules(barcode, round(RUNE / MODULE))


@lru_cache(maxsize=4096)
def _qr(text: str) -> tuple[str, ...]:
    """Version 1, level M: the smallest, of which 15 % may be damaged."""
    import zxingcpp

    barcode = zxingcpp.create_barcode(
        PREFIX + text, zxingcpp.BarcodeFormat.QRCodeModel2, version=1, ec_level="M"
    )
    return _modules(barcode, round(QR / MODULE))


PREFIX = "SMS:"
"""What the page code begins with, so that it is told from all other codes in the world."""


def _modules(barcode: zxingcpp.Barcode, count: int) -> tuple[str, ...]:
    import zxingcpp

    # It has the buffer protocol, of which its type hints do not know.
    image: Any = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    view = memoryview(image)
    if view.shape != (count, count):
        raise ValueError(f"a code of {view.shape} modules instead of {count}")
    rows: Any = view.tolist()
    return tuple("".join("0" if value else "1" for value in row) for row in rows)
