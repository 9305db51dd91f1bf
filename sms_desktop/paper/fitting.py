"""Pages drawn for A4, on another paper: everything larger or smaller by the same factor, in the middle."""

from __future__ import annotations

from msgspec.structs import replace

from sms_desktop.paper.geometry import Document, Item, Line, Modules, Page, PlacedField, Rect, Text, Tick

SIZES: dict[str, tuple[float, float]] = {"a4": (210.0, 297.0), "a3": (297.0, 420.0), "letter": (215.9, 279.4)}
"""Width and height of a sheet that stands, in millimetres."""


def on_paper(document: Document, paper: str) -> Document:
    """``document`` on ``a4``, ``a3`` or ``letter``. Raises ``KeyError`` for another paper.

    Positions of fields and codes move along, so that a scan of it is read as one of A4.
    """
    width, height = SIZES[paper]
    if paper == "a4":
        return document
    return replace(document, pages=tuple(_fitted(page, width, height) for page in document.pages))


def _fitted(page: Page, width: float, height: float) -> Page:
    if page.width > page.height:
        width, height = height, width
    factor = min(width / page.width, height / page.height)
    left, top = (width - page.width * factor) / 2, (height - page.height * factor) / 2
    return replace(
        page,
        width=width,
        height=height,
        items=tuple(_moved(item, factor, left, top) for item in page.items),
        fields=tuple(_moved_field(field, factor, left, top) for field in page.fields),
    )


def _moved(item: Item, by: float, left: float, top: float) -> Item:
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
