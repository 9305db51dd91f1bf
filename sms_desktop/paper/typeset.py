"""Blocks on pages: paragraphs that run on, tables that go on with their headings, charts.

The pages are A4 portrait unless another paper is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sms_desktop.charts import Chart
from sms_desktop.palette import HAIRLINE, INK, NOTE_INK
from sms_desktop.paper import chart as drawn
from sms_desktop.paper import fonts
from sms_desktop.paper.blocks import Block, Cell, Cover, Figure, Heading, Paragraph, Table
from sms_desktop.paper.geometry import Role
from sms_desktop.paper.sheets.leaf import (
    BODY,
    HEADING,
    MARGIN,
    NOTE,
    PORTRAIT,
    SMALL,
    SUBHEADING,
    TOP,
    Leaf,
    Paper,
)
from sms_desktop.paper.text import block_height, leading, wrap

_SIZES = {1: 16.0, 2: HEADING, 3: SUBHEADING}
_BEFORE = {1: 6.0, 2: 6.0, 3: 4.0}
_KEPT = 30.0
_COVER_TITLE, _COVER_SUBJECT = 30.0, 17.0
_PAD = 1.2
_GAP = 2.4
_BAR = 7.2
_STRETCH = 1.6
"""How much wider than its share a column may become for a long word."""
_PART = re.compile(r"[^\s/-]+[/-]?")
"""What is never cut where it fits: a word, or a part of one that ends in a hyphen or a slash."""


def leaves(blocks: Iterable[Block], paper: Paper = PORTRAIT) -> tuple[Leaf, ...]:
    """The pages on ``paper``, without their footers."""
    typesetter = _Typesetter(paper)
    for block in blocks:
        typesetter.add(block)
    return tuple(typesetter.leaves)


class _Typesetter:
    """Fills pages from top to bottom."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.leaves: list[Leaf] = []
        self._y = 0.0
        self._new_page()

    def add(self, block: Block) -> None:
        """One block under what stands there already."""
        match block:
            case Cover():
                self._cover(block)
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block)
            case Table():
                _TableLayout(self, block).lay_out()
            case Figure():
                self._figure(block.chart)

    @property
    def leaf(self) -> Leaf:
        """The page that is being filled."""
        return self.leaves[-1]

    @property
    def y(self) -> float:
        """How far it is filled."""
        return self._y

    @property
    def left(self) -> float:
        """The room that is left on it."""
        return self.paper.bottom - self._y

    def move(self, height: float) -> None:
        """Go down."""
        self._y += height

    def room_for(self, height: float) -> bool:
        """Go on on a new page if ``height`` is too much; says whether it did."""
        if self.left >= height or self._is_fresh:
            return False
        self._new_page()
        return True

    def _new_page(self) -> None:
        self.leaves.append(Leaf(self.paper))
        self._y = TOP

    @property
    def _is_fresh(self) -> bool:
        return not self.leaf.items

    def _cover(self, cover: Cover) -> None:
        leaf, width = self.leaf, self.paper.body_width
        y = leaf.block(MARGIN, 70, width, cover.title, "bold", _COVER_TITLE)
        leaf.rule(MARGIN, y + 3, self.paper.right, 0.8, INK)
        y = leaf.block(MARGIN, y + 8, width, cover.subject, "bold", _COVER_SUBJECT) + 6
        for line in cover.lines:
            y = leaf.block(MARGIN, y, width, line, size=SUBHEADING) + 1.5
        height = block_height(cover.note, width, size=NOTE)
        leaf.block(MARGIN, self.paper.bottom - height - 4, width, cover.note, size=NOTE, colour=NOTE_INK)
        self._y = self.paper.bottom

    def _heading(self, heading: Heading) -> None:
        if heading.new_page and not self._is_fresh:
            self._new_page()
        size = _SIZES[heading.level]
        height = block_height(heading.text, self.paper.body_width, "bold", size)
        self.room_for(_BEFORE[heading.level] + height + _KEPT)
        self._y += 0 if self._is_fresh else _BEFORE[heading.level]
        self._y = self.leaf.block(MARGIN, self._y, self.paper.body_width, heading.text, "bold", size) + 1
        if heading.level == 1:
            self.leaf.rule(MARGIN, self._y, self.paper.right, 0.5, INK)
            self._y += 3

    def _paragraph(self, paragraph: Paragraph) -> None:
        size = NOTE if paragraph.is_note else BODY
        colour = NOTE_INK if paragraph.is_note else INK
        step = leading(size)
        for line in wrap(paragraph.text, paragraph.role, size, self.paper.body_width):
            self.room_for(step)
            self.leaf.text(MARGIN, self._y + step * 0.76, line, paragraph.role, size, colour)
            self._y += step
        self._y += 2

    def _figure(self, chart: Chart) -> None:
        self.room_for(chart.height)
        self.leaf.items += drawn.items(chart, MARGIN, self._y)
        self._y += chart.height + 2


class _TableLayout:
    """A table on as many pages as it needs; a row that is higher than what is left goes on as well."""

    def __init__(self, page: _Typesetter, table: Table) -> None:
        self._page, self._table = page, table
        self._size = NOTE
        self._widths = _widths(table, page.paper.body_width, self._size)
        self._starts = [MARGIN + sum(self._widths[:place]) for place in range(len(self._widths))]

    def lay_out(self) -> None:
        """The headings and all rows."""
        self._page.room_for(self._head_height() + 2 * leading(self._size) + 2 * _PAD)
        self._head()
        for row in self._table.rows:
            self._row(row)
        self._page.move(3)

    def _head_lines(self) -> list[list[str]]:
        return [
            wrap(column.heading, "bold", SMALL, width - _GAP)
            for column, width in zip(self._table.columns, self._widths, strict=True)
        ]

    def _head_height(self) -> float:
        if not self._table.has_head:
            return 0.0
        groups = leading(SMALL) + 1 if self._table.groups else 0.0
        return max(map(len, self._head_lines())) * leading(SMALL) + groups + _PAD

    def _head(self) -> None:
        page, step = self._page, leading(SMALL)
        if not self._table.has_head:
            return
        if self._table.groups:
            self._groups(step)
        columns = self._head_lines()
        deepest = max(map(len, columns))
        for x, lines in zip(self._starts, columns, strict=True):
            for place, line in enumerate(lines):
                y = page.y + step * (deepest - len(lines) + place + 0.76)
                page.leaf.text(x, y, line, "bold", SMALL)
        page.move(deepest * step + _PAD)
        page.leaf.rule(MARGIN, page.y, page.paper.right, 0.5, INK)

    def _groups(self, step: float) -> None:
        page, first = self._page, 0
        for count, words in self._table.groups:
            if words:
                start, end = (
                    self._starts[first],
                    self._starts[first] + sum(self._widths[first : first + count]),
                )
                page.leaf.text(start, page.y + step * 0.76, words, "bold", SMALL)
                page.leaf.rule(start, page.y + step, end - _GAP, 0.3, INK)
            first += count
        page.move(step + 1)

    def _row(self, row: tuple[Cell, ...]) -> None:
        page, step = self._page, leading(self._size)
        columns = [
            _lines(cell, width - _GAP, self._size) for cell, width in zip(row, self._widths, strict=True)
        ]
        left = max(1, *map(len, columns))
        height = left * step + 2 * _PAD
        if page.left < height and (height < 100 or page.left < 4 * step) and page.room_for(height):
            self._head()
        first = 0
        while left:
            fits = max(1, min(left, int((page.left - 2 * _PAD) / step)))
            self._lines(row, columns, first, fits)
            first, left = first + fits, left - fits
            if left:
                page.room_for(page.paper.height)
                self._head()

    def _lines(self, row: tuple[Cell, ...], columns: list[list[str]], first: int, count: int) -> None:
        """``count`` lines of a row, and the hairline under them."""
        page, step = self._page, leading(self._size)
        top = page.y + _PAD
        for cell, x, lines in zip(row, self._starts, columns, strict=True):
            indent = _BAR if cell.cluster else 0.0
            if cell.cluster:
                page.leaf.bar(cell.cluster, x, top, step * count)
                page.leaf.text(x + 2.6, top + step * 0.76, cell.letter, "bold", self._size)
            for place, line in enumerate(lines[first : first + count]):
                page.leaf.text(x + indent, top + step * (place + 0.76), line, cell.role, self._size)
        page.move(step * count + 2 * _PAD)
        page.leaf.rule(MARGIN, page.y, page.paper.right, 0.2, HAIRLINE)


def _widths(table: Table, room: float, size: float) -> list[float]:
    """The widths of the columns, in millimetres: by weight, but wide enough for their longest words.

    What a column needs more it gets from those that have room. A word for which no column could be wide
    enough is cut all the same.
    """
    unit = room / sum(column.weight for column in table.columns)
    asked = [column.weight * unit for column in table.columns]
    needed = [_longest_word(table, place, size, width) for place, width in enumerate(asked)]
    short = sum(max(0.0, need - width) for need, width in zip(needed, asked, strict=True))
    spare = sum(max(0.0, width - need) for need, width in zip(needed, asked, strict=True))
    if not 0 < short <= spare:
        return asked
    return [
        need if need > width else width - (width - need) * short / spare
        for need, width in zip(needed, asked, strict=True)
    ]


def _longest_word(table: Table, place: int, size: float, width: float) -> float:
    """What a column must be wide for its longest word, of those that are not hopelessly long."""
    longest = 0.0
    for row in table.rows:
        cell = row[place]
        bar = _GAP + (_BAR if cell.cluster else 0.0)
        words = set(_PART.findall(cell.text))
        fitting = (fonts.width(word, cell.role, size) + bar for word in words)
        longest = max(longest, *(each for each in fitting if each <= width * _STRETCH), 0.0)
    return longest


def _lines(cell: Cell, width: float, size: float) -> list[str]:
    role: Role = cell.role
    return wrap(cell.text, role, size, width - (_BAR if cell.cluster else 0.0))
