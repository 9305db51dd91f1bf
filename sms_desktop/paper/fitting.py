"""Pages drawn for A4, on another paper: everything larger or smaller by the same factor, in the middle."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from sms_desktop.core import papers
from sms_desktop.paper.geometry import Document, Item, Line, Modules, Page, PlacedField, Rect, Text, Tick


class Sheet(Struct, frozen=True):
    """A size of paper: its name, and width and height of a sheet that stands, in millimetres."""

    name: str
    width: float
    height: float


_SIZES = {"a4": (210.0, 297.0), "a3": (297.0, 420.0), "letter": (215.9, 279.4)}

PAPERS: dict[str, Sheet] = {paper: Sheet(name, *_SIZES[paper]) for paper, name in papers.PAPERS.items()}
"""What the settings and ``--paper`` can ask for."""

_A4, _A3 = PAPERS["a4"], PAPERS["a3"]

POSTERS: dict[str, Sheet] = {"a4": _A3, "a3": _A3, "letter": Sheet("Tabloid", 279.4, 431.8)}
"""The sheet for what is drawn on A3, by the paper that is asked for."""


def on_paper(document: Document, paper: str) -> Document:
    """``document`` on ``a4``, ``a3`` or ``letter``: the one place where that is seen to.

    What is drawn on a page larger than A4 gets the sheet for posters. Positions of fields and codes move
    along, so that a scan of it is read as one of A4. Done twice it is the same. Raises ``KeyError`` for
    another paper.
    """
    return replace(document, pages=tuple(fitted(page, _sheet_of(page, paper)) for page in document.pages))


def _sheet_of(page: Page, paper: str) -> Sheet:
    return (POSTERS if max(page.width, page.height) > _A4.height else PAPERS)[paper]


def fitted(page: Page, sheet: Sheet) -> Page:
    """``page`` as large as goes on ``sheet``, which lies or stands as the page does."""
    width, height = sheet.width, sheet.height
    if page.width > page.height:
        width, height = height, width
    if (page.width, page.height) == (width, height):
        return page
    factor = min(width / page.width, height / page.height)
    left, top = (width - page.width * factor) / 2, (height - page.height * factor) / 2
    return replace(
        page,
        width=width,
        height=height,
        items=tuple(moved(item, factor, left, top) for item in page.items),
        fields=tuple(_moved_field(field, factor, left, top) for field in page.fields),
    )


def moved(item: Item, by: float, left: float, top: float) -> Item:
    """``item`` with all its measures ``by`` as large, and then moved to the right and down."""
    match item:
        case Line():
            return replace(
                item,
                x1=left + item.x1 * by,
                y1=top + item.y1 * by,
                x2=left + item.x2 * by,
                y2=top + item.y2 * by,
                stroke=item.stroke * by,
            )
        case Rect():
            sizes = {"width": item.width * by, "height": item.height * by, "stroke": item.stroke * by}
        case Text() | Tick():
            sizes = {"size": item.size * by}
        case Modules():
            sizes = {"module": item.module * by}
    return replace(item, x=left + item.x * by, y=top + item.y * by, **sizes)


def _moved_field(field: PlacedField, by: float, left: float, top: float) -> PlacedField:
    x, y = left + field.x * by, top + field.y * by
    return replace(field, x=x, y=y, width=field.width * by, height=field.height * by)
