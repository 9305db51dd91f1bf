"""Layouts: where the fields of a coded form stand, as data that outlives the print.

A scan is read with the layout that its sheet was printed with. The code on the page names it by a tag that
follows from the places alone: other words in the same places are the same layout.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from sms_desktop.core import codes
from sms_desktop.core.codes import CodedForm
from sms_desktop.paper.geometry import Document, FieldKind, Page, PlacedField

FORMAT = "sms-layout"
LARGEST = 1_000_000
"""Bytes. No layout comes near; a larger file is not one."""


class LayoutError(ValueError):
    """What should be a layout is none."""


class LaidField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field and where it stands, in millimetres from the top left corner of the page."""

    field: str
    kind: FieldKind
    x: float
    y: float
    width: float
    height: float
    option: str = ""


class LaidPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The size of a page in millimetres, and its fields."""

    width: float
    height: float
    fields: tuple[LaidField, ...]


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All pages of a form."""

    form: CodedForm
    pages: tuple[LaidPage, ...]

    @property
    def tag(self) -> int:
        """What stands for this layout in a code."""
        return codes.layout_tag(self.form, json.dumps(_plain(self.pages)))


def of(form: CodedForm, pages: Iterable[Page]) -> Layout:
    """The layout of the pages of one sheet, without the pages on which long answers go on."""
    laid = tuple(LaidPage(page.width, page.height, tuple(map(_laid, page.fields))) for page in pages)
    return Layout(form, laid)


def encode(layout: Layout) -> bytes:
    """A layout as a file."""
    content = {"format": FORMAT, "form": layout.form, "pages": _plain(layout.pages)}
    return json.dumps(content, indent=1).encode() + b"\n"


def decode(data: bytes) -> Layout:
    """The layout in a file. Raises ``LayoutError``."""
    if len(data) > LARGEST:
        raise LayoutError("too large")
    try:
        content = json.loads(data)
        if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
            raise LayoutError("not a layout")
        return msgspec.convert(content, Layout)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise LayoutError(str(error)) from None


def geometry(document: Document) -> bytes:
    """Where everything stands on the pages of a print, as JSON: millimetres from the top left corner.

    ``page`` counts the pages of the document, ``form_page`` those of the sheet or organisation that
    ``sheet`` names (empty on a form of nobody).
    """
    pages = [
        {
            "page": number,
            "width": page.width,
            "height": page.height,
            "sheet": page.sheet,
            "form_page": page.number,
            "code": page.code,
            "fields": [_plain_field(_laid(field)) for field in page.fields],
        }
        for number, page in enumerate(document.pages, 1)
    ]
    return json.dumps({"pages": pages}, indent=1, ensure_ascii=False).encode() + b"\n"


def _laid(field: PlacedField) -> LaidField:
    x, y, width, height = (round(each, 2) for each in (field.x, field.y, field.width, field.height))
    return LaidField(field.field, field.kind, x, y, width, height, field.option)


def _plain(pages: tuple[LaidPage, ...]) -> list[dict[str, Any]]:
    return [
        {"width": page.width, "height": page.height, "fields": [_plain_field(each) for each in page.fields]}
        for page in pages
    ]


def _plain_field(field: LaidField) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(field)
    if not field.option:
        del plain["option"]
    return plain
