"""What a running document is made of: headings, paragraphs, tables and charts, one after the other.

The PDF (:mod:`sms_desktop.paper.typeset`) and the word processor's document say the same because both
are made from these.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from sms_desktop.charts import Chart
from sms_desktop.paper.geometry import Role


class Piece(msgspec.Struct, frozen=True):
    """Base of the blocks and their parts."""


class Cover(Piece, frozen=True):
    """The first page: what this is, about what, and some lines under it. ``note`` stands at the foot."""

    title: str
    subject: str
    lines: tuple[str, ...]
    note: str = ""


class Heading(Piece, frozen=True):
    """A heading of level 1 (a part, on a new page in print if ``new_page``), 2 or 3."""

    text: str
    level: int = 1
    new_page: bool = False


class Paragraph(Piece, frozen=True):
    """Running text; role ``answer`` for what people wrote. ``is_note`` sets it small."""

    text: str
    role: Role = "regular"
    is_note: bool = False


class Cell(Piece, frozen=True):
    """A cell of a table, with the bar and the letter of a cluster before it if it names one."""

    text: str
    role: Role = "regular"
    cluster: str = ""
    letter: str = ""


class Column(Piece, frozen=True):
    """A column of a table: its heading and its share of the width."""

    heading: str
    weight: float = 1.0


class Table(Piece, frozen=True):
    """A table. ``groups`` are headings over several columns: how many, and which words."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[tuple[int, str], ...] = ()

    @property
    def has_head(self) -> bool:
        """Whether any column has a heading."""
        return any(column.heading for column in self.columns)


class Figure(Piece, frozen=True):
    """A chart, and the same in words for who cannot see it."""

    chart: Chart
    spoken: str


Block: TypeAlias = Cover | Heading | Paragraph | Table | Figure


def cells(*texts: str, role: Role = "regular") -> tuple[Cell, ...]:
    """A row of plain cells."""
    return tuple(Cell(text, role) for text in texts)
