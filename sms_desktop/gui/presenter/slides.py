"""Slides laid out in pages for a screen, and painted. As many pages as it takes to stay legible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sms_desktop.charts import Bar, MirrorLine
from sms_desktop.gui.presenter.content import (
    Block,
    ClusterLine,
    Heads,
    Item,
    Legend,
    MatrixHead,
    MirrorHead,
    MotiveLine,
    Paragraph,
    Slide,
)
from sms_desktop.gui.presenter.ink import (
    CENTRE,
    DARK_ON_LIGHT,
    HEIGHT,
    LINE,
    RIGHT,
    UNIT,
    Box,
    Ink,
    Tones,
    width_of,
)

MARGIN, TOP, GAP = 1.0, 0.7, 0.5
TITLE = 1.4
"""Size of the title."""
MOST_AIR = 1.0
"""What blocks are moved apart at most where there is room."""
COLUMN = 1.7
"""Width of an organisation in the matrix."""
SIDE, NAME, NARROW_PATTERN = 5.5, 11.0, 7.4
"""Smallest widths in the matrix: of a side, of the name of a motive, of its pattern."""
NARROWEST, WIDEST = 1.25, 2.4
"""Shapes (width by height) that slides are made for; others get a rim."""


@dataclass(frozen=True)
class Page:
    """What is on the screen at once: some blocks of a slide. ``width`` is in em."""

    slide: Slide
    blocks: tuple[Block, ...]
    number: int
    of: int
    width: float

    @property
    def title(self) -> str:
        """The title, with the page where there are several."""
        return f"{self.slide.title} ({self.number}/{self.of})" if self.of > 1 else self.slide.title


def pages(slides: tuple[Slide, ...], shape: float) -> tuple[Page, ...]:
    """The slides on screens that are ``shape`` times as wide as high."""
    width = HEIGHT * min(max(shape, NARROWEST), WIDEST)
    return tuple(page for slide in slides for page in _pages(slide, width))


def _pages(slide: Slide, width: float) -> list[Page]:
    content = width - 2 * MARGIN
    room = _room(slide, content)
    blocks = [part for each in slide.blocks for part in _pieces(each, content, room)]
    heights = [_place(Ink(), block, Box(0, 0, content)) + GAP for block in blocks]
    ends = _balanced(heights, room + GAP)
    starts = [0, *ends[:-1]]
    return [
        Page(slide, tuple(blocks[start:end]), number, len(ends), width)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def _room(slide: Slide, width: float) -> float:
    """The height for blocks, between what is repeated over and under them."""
    room = HEIGHT - TOP - _top(slide, width)
    return room - (_place(Ink(), slide.foot, Box(0, 0, width)) + GAP if slide.foot is not None else 0.0)


def _balanced(heights: list[float], room: float) -> list[int]:
    """Where each page ends: as few pages as there can be, and the last one no emptier than it must."""
    ends = _filled(heights, room)
    lowest, highest = 0.0, room
    while highest - lowest > 0.25:
        middle = (lowest + highest) / 2
        tried = _filled(heights, middle)
        if len(tried) == len(ends):
            ends, highest = tried, middle
        else:
            lowest = middle
    return ends


def _filled(heights: list[float], room: float) -> list[int]:
    ends: list[int] = []
    filled = 0.0
    for place, height in enumerate(heights):
        if place and filled + height > room:
            ends.append(place)
            filled = 0.0
        filled += height
    return [*ends, len(heights)]


def _top(slide: Slide, width: float) -> float:
    """Where the blocks begin, under the title and what is repeated."""
    longest = _longest_title(slide.title)
    top = TOP + Ink().text(Box(0, 0, width), longest, TITLE, bold=True) + GAP
    return top + (_place(Ink(), slide.head, Box(0, 0, width)) + GAP if slide.head is not None else 0.0)


def _longest_title(title: str) -> str:
    """The title as wide as it can get with the number of its page."""
    return f"{title} (00/00)"


def _pieces(block: Block, width: float, room: float) -> list[Block]:
    """A block, in halves as long as it is higher than a page."""
    if _place(Ink(), block, Box(0, 0, width)) <= room:
        return [block]
    halves = _halves(block)
    return [part for half in halves for part in _pieces(half, width, room)] if halves else [block]


def _halves(block: Block) -> tuple[Block, ...]:
    if isinstance(block, Paragraph):
        return tuple(replace(block, text=half) for half in _halved(block.text))
    if isinstance(block, Item) and len(block.lines) > 1:
        middle = len(block.lines) // 2
        return replace(block, lines=block.lines[:middle]), Item("", block.lines[middle:])
    if isinstance(block, Item):
        text, bold = block.lines[0]
        halves = _halved(text)
        return tuple(
            Item(lead, ((half, bold),)) for lead, half in zip((block.lead, ""), halves, strict=False)
        )
    return ()


def _halved(text: str) -> tuple[str, ...]:
    """Two halves, between words if there are any."""
    middle = text.rfind(" ", 0, len(text) // 2) + 1 or len(text) // 2
    return (text[:middle].rstrip() + " …", text[middle:]) if len(text) > 1 else ()


def paint(page: Page, painter: QPainter, tones: Tones) -> None:
    """Paint a page in units of the painter, see :mod:`~sms_desktop.gui.presenter.ink`."""
    ink = Ink(painter, tones)
    slide, width = page.slide, page.width - 2 * MARGIN
    ink.text(Box(MARGIN, TOP, width), page.title, TITLE, bold=True)
    top = _top(slide, width)
    if slide.head is not None:
        height = _place(Ink(), slide.head, Box(0, 0, width))
        _place(ink, slide.head, Box(MARGIN, top - height - GAP, width))
    gap = _airy_gap(page, width)
    for block in page.blocks:
        top += _place(ink, block, Box(MARGIN, top, width)) + gap
    if slide.foot is not None:
        height = _place(Ink(), slide.foot, Box(0, 0, width))
        _place(ink, slide.foot, Box(MARGIN, HEIGHT - TOP - height, width))


def _airy_gap(page: Page, width: float) -> float:
    """The room between blocks: more where there is room."""
    filled = sum(_place(Ink(), block, Box(0, 0, width)) + GAP for block in page.blocks)
    spare = max(0.0, _room(page.slide, width) + GAP - filled)
    return GAP + min(spare / len(page.blocks), MOST_AIR)


# Blocks: each places itself in the width of a box, from its top, and gives its height -----------------


def _paragraph(ink: Ink, block: Paragraph, box: Box) -> float:
    return ink.text(box, block.text, block.size, block.bold)


def _cluster_line(ink: Ink, block: ClusterLine, box: Box) -> float:
    ink.hue(Box(box.x, box.y + 0.15, 0.3, 2.6), block.cluster)
    inner = Box(box.x + 0.9, box.y, box.width - 0.9)
    ink.text(inner, block.letter, 1.2, bold=True)
    inner = Box(inner.x + 1.5, box.y, inner.width - 1.5)
    height = ink.text(inner, block.name, 1.2, bold=True)
    return height + ink.text(Box(inner.x, box.y + height, inner.width), block.text)


def _heads(ink: Ink, block: Heads, box: Box) -> float:
    return _sides(ink, (f"{block.names[0]}  {block.notes[0]}", f"{block.notes[1]}  {block.names[1]}"), box)


def _sides(ink: Ink, texts: tuple[str, str], box: Box, bold: bool = True, middle: float = 1.0) -> float:
    """Texts against the left and the right edge, with ``middle`` em between them."""
    half = (box.width - middle) / 2
    left = ink.text(Box(box.x, box.y, half), texts[0].strip(), bold=bold)
    right = ink.text(Box(box.x + half + middle, box.y, half), texts[1].strip(), bold=bold, align=RIGHT)
    return max(left, right)


def _mirror_head(ink: Ink, block: MirrorHead, box: Box) -> float:
    middle = box.width * 0.3
    sides = _sides(ink, block.names, box, middle=middle)
    place = Box(box.x + (box.width - middle) / 2, box.y, middle)
    return max(sides, ink.text(place, block.gap, align=CENTRE))


def _bar(ink: Ink, block: Bar, box: Box) -> float:
    height = _titled(ink, block.cluster, block.letter, block.name, block.words, box)
    half = box.width / 2
    track = box.y + height + 0.1
    ink.bar(Box(box.x, track, half, 1.1), -1, block.shares[0], block.cluster)
    ink.bar(Box(box.x + half, track, half, 1.1), 1, block.shares[1], block.cluster)
    return height + 1.4


def _titled(ink: Ink, cluster: str, letter: str, name: str, words: tuple[str, str], box: Box) -> float:
    """What each side says left and right, the cluster in the middle."""
    most = max(width_of(each) for each in words) + 0.6
    room = box.width - 2 * most
    title = f"{letter}  {name}"
    wide = min(width_of(title, bold=True), room - 0.8)
    place = Box(box.x + (box.width - wide) / 2 + 0.35, box.y, wide)
    height = ink.text(place, title, bold=True)
    ink.hue(Box(place.x - 0.75, box.y + 0.12, 0.3, height - 0.24), cluster)
    return max(height, _sides(ink, words, box, bold=False))


def _mirror_line(ink: Ink, block: MirrorLine, box: Box) -> float:
    height = _titled(ink, block.cluster, block.letter, block.title, block.words, box)
    middle = 3.6
    half = (box.width - middle) / 2
    track = box.y + height + 0.15
    ink.bar(Box(box.x, track, half, 1.1), -1, block.shares[0], block.cluster)
    ink.bar(Box(box.x + half + middle, track, half, 1.1), 1, block.shares[1], block.cluster)
    ink.text(Box(box.x + half, track - 0.25, middle), block.gap, 1.3, bold=True, align=CENTRE)
    height += 1.55
    return height + ink.text(Box(box.x, box.y + height, box.width), block.sentence) + 0.35


@dataclass(frozen=True)
class _Columns:
    """The columns of the matrix in em: name, the two sides, pattern."""

    name: float
    sides: tuple[float, float]
    pattern: float
    has_signs: bool

    def start(self, place: int) -> float:
        """Where a side (0, 1) or the pattern (2) begins, from the left of the box."""
        return self.name + sum(self.sides[:place])


def _columns(counts: tuple[int, int], width: float) -> _Columns:
    """A column per organisation if they fit, else the counts of each side in words."""
    pattern = max(NARROW_PATTERN, width * 0.27)
    for spare in (pattern, NARROW_PATTERN):
        sides = max(counts[0] * COLUMN, SIDE), max(counts[1] * COLUMN, SIDE)
        if width - spare - sum(sides) >= NAME:
            return _Columns(width - spare - sum(sides), sides, spare, True)
    return _Columns(width - NARROW_PATTERN - 2 * SIDE, (SIDE, SIDE), NARROW_PATTERN, False)


def _matrix_head(ink: Ink, block: MatrixHead, box: Box) -> float:
    columns = _columns(block.columns, box.width)
    number = 0
    height = 0.0
    for side, name in enumerate(block.sides):
        place = Box(box.x + columns.start(side), box.y, columns.sides[side] - 0.4)
        height = max(height, ink.text(place, name, bold=True))
        for column in range(block.columns[side]):
            number += 1
            if columns.has_signs:
                under = Box(place.x + column * COLUMN, box.y + LINE, COLUMN - 0.3)
                height = max(height, LINE + ink.text(under, str(number), align=CENTRE))
    place = Box(box.x + columns.start(2), box.y, columns.pattern)
    height = max(height, ink.text(place, block.pattern, bold=True))
    ink.rule(Box(box.x, box.y + height + 0.15, box.width))
    return height + 0.15


def _motive_line(ink: Ink, block: MotiveLine, box: Box) -> float:
    counts = (len(block.answers[0]), len(block.answers[1]))
    columns = _columns(counts, box.width)
    ink.text(Box(box.x + 0.55, box.y, 1.2), block.letter, bold=True)
    height = ink.text(Box(box.x + 1.8, box.y, columns.name - 1.9), block.name)
    for side, answers in enumerate(block.answers):
        left = box.x + columns.start(side)
        if not columns.has_signs:
            height = max(height, ink.text(Box(left, box.y, columns.sides[side] - 0.4), block.counts[side]))
            answers = ()
        for column, answer in enumerate(answers):
            place = Box(left + column * COLUMN + (COLUMN - 1.2) / 2, box.y + 0.2, 0.9, 0.9)
            ink.sign(place, answer)
            if column in block.changed[side]:
                ink.mark(place)
    height = max(height, ink.text(Box(box.x + columns.start(2), box.y, columns.pattern), block.pattern))
    ink.hue(Box(box.x, box.y + 0.1, 0.3, height - 0.2), block.cluster)
    return height


def _legend(ink: Ink, block: Legend, box: Box) -> float:
    half = (box.width - 1.0) / 2
    heights = [0.0, 0.0]
    for side, names in enumerate(block.names):
        for name in names:
            place = Box(box.x + side * (half + 1.0), box.y + heights[side], half)
            heights[side] += ink.text(place, name)
    height = max(heights)
    if not block.signs or not _columns(block.columns, box.width).has_signs:
        return height
    left = box.x
    for answer, word in block.signs:
        ink.sign(Box(left, box.y + height + 0.3, 0.9, 0.9), answer)
        ink.text(Box(left + 1.3, box.y + height, width_of(word)), word)
        left += 1.3 + width_of(word) + 1.5
    if block.changed:
        ink.mark(Box(left - 0.9, box.y + height + 0.3, 0.9, 0.9))
        ink.text(Box(left + 0.7, box.y + height, width_of(block.changed)), block.changed)
    return height + LINE


def _item(ink: Ink, block: Item, box: Box) -> float:
    lead = 5.0 if block.lead else 0.0
    height = ink.text(Box(box.x, box.y, lead - 0.5), block.lead, bold=True) if block.lead else 0.0
    inner = Box(box.x + lead, box.y, box.width - lead)
    top = 0.0
    for text, bold in block.lines:
        top += ink.text(Box(inner.x, inner.y + top, inner.width), text, bold=bold)
    return max(height, top) + 0.3


_PLACES: dict[type, Callable[[Ink, Any, Box], float]] = {
    Paragraph: _paragraph,
    ClusterLine: _cluster_line,
    Heads: _heads,
    MirrorHead: _mirror_head,
    Bar: _bar,
    MirrorLine: _mirror_line,
    MatrixHead: _matrix_head,
    MotiveLine: _motive_line,
    Legend: _legend,
    Item: _item,
}


def _place(ink: Ink, block: Block, box: Box) -> float:
    return _PLACES[type(block)](ink, block, box)


class SlideView(QWidget):
    """Shows a page as large as fits, or nothing but paper."""

    def __init__(self) -> None:
        super().__init__()
        self._page: Page | None = None
        self.tones = DARK_ON_LIGHT

    @property
    def page(self) -> Page | None:
        """What is shown now."""
        return self._page

    def show_page(self, page: Page | None, tones: Tones = DARK_ON_LIGHT) -> None:
        """Show a page; ``None`` blanks the view."""
        if (page, tones) == (self._page, self.tones):
            return
        self._page, self.tones = page, tones
        self.setAccessibleName(page.title if page else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 270)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        paint_in(self._page, painter, QRectF(self.rect()), self.tones)
        painter.end()


def paint_in(page: Page | None, painter: QPainter, area: QRectF, tones: Tones) -> None:
    """Paint a page as large as fits in ``area``."""
    painter.fillRect(area, QColor(tones.paper))
    if page is None:
        return
    scale = min(area.width() / page.width, area.height() / HEIGHT) / UNIT
    painter.save()
    painter.translate(area.left() + (area.width() - page.width * UNIT * scale) / 2, area.top())
    painter.scale(scale, scale)
    paint(page, painter, tones)
    painter.restore()
