"""Where everything stands: pages as frozen values, in millimetres from the top left corner.

Drawing blank, drawing filled, placing a form field and reading a scan all take positions from here.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from sms_desktop.core.session import Where
from sms_desktop.palette import INK

Role: TypeAlias = Literal["regular", "bold", "answer"]
FieldKind: TypeAlias = Literal["box", "line", "area"]


class Drawn(msgspec.Struct, frozen=True):
    """Base of the things on a page."""


class Text(Drawn, frozen=True):
    """One line of text. ``x`` is its left end and ``y`` its baseline; ``size`` is in points."""

    x: float
    y: float
    text: str
    role: Role = "regular"
    size: float = 10.5
    colour: str = INK


class Line(Drawn, frozen=True):
    """A straight line; ``stroke`` is its width."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: float = 0.2
    colour: str = INK


class Rect(Drawn, frozen=True):
    """A rectangle with an outline, a filling, or both (an empty colour draws none)."""

    x: float
    y: float
    width: float
    height: float
    stroke: float = 0.25
    colour: str = INK
    fill: str = ""


class Tick(Drawn, frozen=True):
    """The tick in the box with this top left corner and this size."""

    x: float
    y: float
    size: float


class Modules(Drawn, frozen=True):
    """A code for machines: black squares of ``module`` millimetres, where a row has a ``1``."""

    x: float
    y: float
    module: float
    rows: tuple[str, ...]

    @property
    def size(self) -> float:
        """The length of a side in millimetres."""
        return self.module * len(self.rows)


Item: TypeAlias = Text | Line | Rect | Tick | Modules


class PlacedField(msgspec.Struct, frozen=True):
    """A field of the session on the page.

    ``option`` is set where several boxes fill in one text field (a status, a judgement): the text that
    this box stands for.
    """

    field: str
    where: Where
    kind: FieldKind
    x: float
    y: float
    width: float
    height: float
    option: str = ""


class Page(msgspec.Struct, frozen=True):
    """One side of a sheet of paper.

    ``sheet`` is the id of the sheet or organisation it belongs to, and ``number`` which page of that it is.
    ``code`` is the code that machines find on it, if any.
    """

    width: float
    height: float
    sheet: str
    items: tuple[Item, ...]
    fields: tuple[PlacedField, ...] = ()
    number: int = 1
    code: str = ""


class Attachment(msgspec.Struct, frozen=True):
    """A file that travels inside the PDF: its name, its bytes, its kind, and what a reader is told of it."""

    name: str
    data: bytes
    media_type: str
    description: str


class Widget(msgspec.Struct, frozen=True, kw_only=True):
    """One box or one text on a page (from 1), in millimetres from its top left corner.

    Boxes of the same ``name`` exclude each other; ``state`` tells them apart and is empty for a text.
    ``label`` is what a pointer or a screen reader says of it, ``group_label`` of the boxes together.
    """

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float
    label: str
    group_label: str = ""
    state: str = ""
    value: bool | str = ""
    multiline: bool = False


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """All fields in the order of the tab key, and the hidden field that says what the form is for.

    ``about`` also stands in the keywords of the document. ``language`` is that of the words (``nl``).
    """

    widgets: tuple[Widget, ...]
    about_name: str
    about: str
    language: str


class Document(msgspec.Struct, frozen=True):
    """All pages, the characters on them that no font at hand can show, and what else the file holds.

    ``attachment`` is a file inside; ``form`` are fields to fill in on a screen.
    """

    title: str
    pages: tuple[Page, ...]
    unprintable: tuple[str, ...] = ()
    attachment: Attachment | None = None
    form: Form | None = None
