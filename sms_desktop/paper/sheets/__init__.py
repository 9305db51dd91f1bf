"""What can be asked of the paper: every form, blank or filled, through one code path.

Blank is the same layout with nothing in it: a session in which nobody has answered anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from sms_desktop.core.edits import new_session
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.forms import Text as Wording
from sms_desktop.core.session import Session
from sms_desktop.i18n import Language
from sms_desktop.paper import fonts
from sms_desktop.paper.geometry import Document, Page, Text
from sms_desktop.paper.sheets import phase1, phase2, phase3, quick_scan
from sms_desktop.paper.sheets.filling import Sheet, pages
from sms_desktop.paper.sheets.leaf import Context

SheetKind: TypeAlias = Literal["quick-scan", "phase1", "phase2", "phase3"]
SHEET_KINDS: tuple[SheetKind, ...] = ("quick-scan", "phase1", "phase2", "phase3")


class Request(msgspec.Struct, frozen=True):
    """What to lay out.

    ``side`` narrows phase 1. ``copies`` repeats every sheet. ``side_by_side`` puts phase 1 of education
    and practice beside each other on A4 landscape. ``only`` names sheets (quick scan) or organisations
    (phases 1 and 3) of the session by id; empty means all.
    """

    sheet: SheetKind
    side: SideId | None = None
    copies: int = 1
    side_by_side: bool = False
    only: tuple[str, ...] = ()


def blank(form_set: FormSet, request: Request, language: Language) -> Document:
    """The empty form."""
    session = new_session(form_set, "blank")
    return _document(Context(session, language, is_blank=True), request)


def filled(session: Session, request: Request, language: Language) -> Document:
    """The form with the answers of the session in it.

    Raises ``KeyError`` if ``request.only`` names a sheet or organisation that is not there.
    """
    known = {each.id for each in session.sheets} | {each.id for each in session.organisations}
    for each in request.only:
        if each not in known:
            raise KeyError(each)
    return _document(Context(session, language, is_blank=False), request)


def _document(context: Context, request: Request) -> Document:
    laid_out: list[Page] = []
    continued: list[Page] = []
    for sheet in _sheets(context, request):
        for _copy in range(max(1, request.copies)):
            forms, more = pages(sheet, context)
            laid_out += forms
            continued += more
    everything = (*laid_out, *continued)
    title = context.say(_title(context.form_set, request.sheet))
    return Document(title, everything, unprintable(everything))


def _title(form_set: FormSet, kind: SheetKind) -> Wording:
    titles = (form_set.quick_scan, form_set.phase1, form_set.phase2, form_set.phase3)
    return titles[SHEET_KINDS.index(kind)].title


def _sheets(context: Context, request: Request) -> Iterator[Sheet]:
    match request.sheet:
        case "quick-scan":
            yield from _quick_scans(context, request)
        case "phase1":
            yield from _phase1(context, request)
        case "phase2":
            yield phase2.sheet(context)
        case "phase3":
            yield phase3.sheet(context, request.only)


def _quick_scans(context: Context, request: Request) -> Iterator[Sheet]:
    handouts = quick_scan.Handouts(context)
    if context.is_blank:
        yield handouts.sheet("", None)
    for each in context.session.sheets:
        if not request.only or each.id in request.only:
            yield handouts.sheet(each.id, each.number)


def _phase1(context: Context, request: Request) -> Iterator[Sheet]:
    chosen: dict[SideId, list[str]] = {
        side: [
            each.id for each in context.session.of_side(side) if not request.only or each.id in request.only
        ]
        or ([""] if context.is_blank else [])
        for side in SIDES
        if request.side in (None, side)
    }
    forms = phase1.Forms(context)
    if not request.side_by_side:
        for side, organisations in chosen.items():
            for organisation in organisations:
                yield forms.sheet(side, organisation)
        return
    for pair in phase1.pairs(chosen.get("education", []), chosen.get("practice", [])):
        yield forms.side_by_side(*pair)


def unprintable(laid_out: tuple[Page, ...]) -> tuple[str, ...]:
    """The characters on these pages that no font at hand can show."""
    found: dict[str, None] = {}
    for page in laid_out:
        for item in page.items:
            if isinstance(item, Text):
                found.update(dict.fromkeys(fonts.missing(item.text, item.role)))
    return tuple(found)


__all__ = ["SHEET_KINDS", "Request", "SheetKind", "blank", "filled", "unprintable"]
