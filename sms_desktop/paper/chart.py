"""A described chart (:mod:`sms_desktop.charts`) as things on a page."""

from __future__ import annotations

from collections.abc import Iterator

from sms_desktop.charts import Box, Chart, Words
from sms_desktop.paper import fonts
from sms_desktop.paper.geometry import Item, Line, Rect, Role, Text
from sms_desktop.paper.text import fitted, leading, wrap

_DASH = 1.2
_STROKE = 0.25


def items(chart: Chart, x: float, y: float) -> Iterator[Item]:
    """The chart with its top left corner at ``x``, ``y``, in millimetres."""
    for box in chart.boxes:
        yield from _box(box, x, y)
    for rule in chart.rules:
        yield Line(x + rule.x1, y + rule.y1, x + rule.x2, y + rule.y2, 0.3, rule.colour)
    for words in chart.words:
        yield from _words(words, x, y)


def _box(box: Box, x: float, y: float) -> Iterator[Item]:
    left, top = x + box.x, y + box.y
    if not box.is_open:
        yield Rect(left, top, box.width, box.height, _STROKE if box.outline else 0.0, box.outline, box.fill)
        return
    for edge in (top, top + box.height):
        for start in _dashes(box.width):
            yield Line(left + start, edge, left + min(start + _DASH, box.width), edge, _STROKE, box.outline)
    for edge in (left, left + box.width):
        for start in _dashes(box.height):
            yield Line(edge, top + start, edge, top + min(start + _DASH, box.height), _STROKE, box.outline)


def _dashes(length: float) -> Iterator[float]:
    start = 0.0
    while start < length:
        yield start
        start += 2 * _DASH


def _words(words: Words, x: float, y: float) -> Iterator[Item]:
    role: Role = "bold" if words.is_bold else "regular"
    lines = wrap(words.text, role, words.size, words.width)
    if len(lines) > words.lines:
        kept = lines[: words.lines - 1]
        rest = " ".join(lines[words.lines - 1 :])
        lines = [*kept, fitted(rest, role, words.size, words.width)]
    for place, line in enumerate(lines):
        start = x + words.x
        if words.align != "left":
            room = words.width - fonts.width(line, role, words.size)
            start += room / 2 if words.align == "middle" else room
        yield Text(start, y + words.y + place * leading(words.size), line, role, words.size)
