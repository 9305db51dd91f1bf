"""Answers into slots: ticks, typed text, and the continuation of what does not fit.

Where a box or a line stands never depends on an answer. A text that is too long for its lines ends in
a pointer with a number; under that number it goes on, on a page behind the sheet.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import msgspec

from sms_desktop import labels
from sms_desktop.core.forms import Text as Wording
from sms_desktop.core.session import WHOLE, Value, answers_at
from sms_desktop.palette import INK, NOTE_INK, RULE
from sms_desktop.paper import fonts
from sms_desktop.paper.geometry import Item, Line, Page, PlacedField, Text, Tick
from sms_desktop.paper.sheets.leaf import (
    BODY,
    CODE,
    HEADING,
    MARGIN,
    NOTE,
    SMALL,
    SUBHEADING,
    TOP,
    Context,
    Leaf,
    Paper,
    Slot,
)
from sms_desktop.paper.text import breaks_words, fitted, leading, rest, wrap

# Typed text in the room of handwriting: two lines between two writing lines.
_CLOSE = 9.0
_CLOSE_LEADING = 1.22
_LABEL = 160


class Sheet(msgspec.Struct, frozen=True):
    """The pages of one participant, one organisation or the group, with their own page numbers.

    ``heading`` names it on a continuation page; ``proposal``: the authors have not confirmed this form.
    """

    id: str
    title: Wording
    heading: str
    leaves: tuple[Leaf, ...]
    proposal: bool = False


class Rest(msgspec.Struct, frozen=True):
    """The part of an answer that did not fit."""

    label: str
    text: str


def pages(sheet: Sheet, context: Context) -> tuple[list[Page], list[Page]]:
    """The finished pages of a sheet, and those on which its long answers go on.

    They come apart, so that the second can follow behind all sheets: on paper that is printed on both
    sides every sheet begins on a front, whatever was answered on the one before.
    """
    rests: list[Rest] = []
    bodies = [_filled(leaf, context, rests) for leaf in sheet.leaves]
    papers = [leaf.paper for leaf in sheet.leaves]
    for leaf in _continuation(sheet, rests, context):
        bodies.append((tuple(leaf.items), ()))
        papers.append(leaf.paper)
    finished = []
    for number, (paper, (items, placed)) in enumerate(zip(papers, bodies, strict=True), 1):
        footer = _footer(sheet, context, paper, number, len(bodies))
        finished.append(Page(paper.width, paper.height, sheet.id, (*items, *footer), placed, number))
    count = len(sheet.leaves)
    return finished[:count], finished[count:]


def _filled(
    leaf: Leaf, context: Context, rests: list[Rest]
) -> tuple[tuple[Item, ...], tuple[PlacedField, ...]]:
    items = list(leaf.items)
    for slot in leaf.slots:
        if slot.kind == "box":
            if _is_ticked(slot, context):
                items.append(Tick(slot.x, slot.y, slot.width))
        else:
            text = _text(slot, context)
            if text:
                items += _written(slot, text, context, rests)
    fields = tuple(
        PlacedField(slot.field, slot.where, slot.kind, slot.x, slot.y, slot.width, slot.height, slot.option)
        for slot in leaf.slots
        if slot.field
    )
    return tuple(items), fields


def _answer(slot: Slot, context: Context) -> Value | None:
    """What is filled in; nothing on a blank form, for nobody, and where no field is meant."""
    is_for_nobody = slot.where.record != "session" and not slot.where.id
    if context.is_blank or is_for_nobody or not slot.field:
        return None
    return answers_at(context.session, slot.where).get(slot.field)


def _is_ticked(slot: Slot, context: Context) -> bool:
    if slot.ticked is not None:
        return slot.ticked
    value = _answer(slot, context)
    return value == slot.option if slot.option else value is True


def _text(slot: Slot, context: Context) -> str:
    if slot.shown is not None:
        return slot.shown
    value = _answer(slot, context)
    text = "" if value is None else str(value)
    return as_date(text, context) if slot.field.endswith(".date") else text


def as_date(text: str, context: Context) -> str:
    """A date in words when it was kept as ``2026-11-23``; anything else as it was typed."""
    try:
        return context.language.date(date.fromisoformat(text))
    except ValueError:
        return text


def _written(slot: Slot, text: str, context: Context, rests: list[Rest]) -> list[Item]:
    """The lines of an answer inside its slot; what is too much goes to ``rests``."""
    lines = wrap(text, "answer", slot.size, slot.width)
    baselines = _baselines(slot)
    if slot.size > _CLOSE and breaks_words(text, "answer", slot.size, slot.width):
        baselines = []
    if len(lines) <= len(baselines):
        return [_line(slot, line, y, slot.size) for line, y in zip(lines, baselines, strict=False)]
    size = min(_CLOSE, slot.size)
    if breaks_words(text, "answer", size, slot.width):
        size = SMALL
    lines = wrap(text, "answer", size, slot.width)
    baselines = _close_baselines(slot, size)
    if len(lines) <= len(baselines):
        if slot.kind == "line":
            baselines = baselines[-len(lines) :]
        return [_line(slot, line, y, size) for line, y in zip(lines, baselines, strict=False)]
    fits = len(baselines) - 1
    more = Rest(slot.label, rest(text, lines[:fits]))
    if more not in rests:
        rests.append(more)
    items = [_line(slot, line, y, size) for line, y in zip(lines[:fits], baselines, strict=False)]
    _ = context.language
    pointer = "→ " + _("continued: {number}").format(number=rests.index(more) + 1)
    x = slot.x + slot.width - fonts.width(pointer, "bold", SMALL)
    return [*items, Text(x, baselines[-1], pointer, "bold", SMALL, INK)]


def _baselines(slot: Slot) -> list[float]:
    """One line of type on each writing line, or running text where there are none."""
    if slot.kind == "line":
        return [slot.y + slot.height - 1.4]
    if slot.pitch:
        return [slot.y + slot.pitch * (n + 1) - 1.4 for n in range(max(1, round(slot.height / slot.pitch)))]
    step = leading(slot.size)
    return [slot.y + step * (n + 0.8) for n in range(max(1, int(slot.height / step)))]


def _close_baselines(slot: Slot, size: float) -> list[float]:
    tightest = size * _CLOSE_LEADING / fonts.POINTS_PER_MM
    count = max(1, int(slot.height / tightest))
    if slot.pitch or slot.kind == "line":
        # As many between two writing lines everywhere, so that none of them strikes a text through.
        pitch = slot.pitch or slot.height
        between = max(1, int(pitch / tightest))
        count = between * max(1, round(slot.height / pitch))
        step, below = slot.height / count, 1.2
    else:
        step, below = tightest, 0.9
    return [slot.y + step * (n + 1) - below for n in range(count)]


def _line(slot: Slot, line: str, y: float, size: float) -> Text:
    x = slot.x
    if not fonts.is_plain(line, "answer") and fonts.is_right_to_left(line):
        x += slot.width - fonts.width(line, "answer", size)
    return Text(x, y, line, "answer", size)


# Continuation -------------------------------------------------------------------------------------


def _continuation(sheet: Sheet, rests: list[Rest], context: Context) -> list[Leaf]:
    if not rests:
        return []
    flow = _Flow(sheet, context)
    for number, each in enumerate(rests, 1):
        flow.add(number, each)
    return flow.leaves


class _Flow:
    """Lines that run over as many pages as they need, each page with the heading of the sheet."""

    def __init__(self, sheet: Sheet, context: Context) -> None:
        self._sheet, self._language, self._context = sheet, context.language, context
        self.leaves: list[Leaf] = []
        self._y = 0.0
        self._new_leaf()

    def _new_leaf(self) -> None:
        _ = self._language
        leaf = Leaf(self._sheet.leaves[0].paper)
        width = leaf.paper.width - CODE - MARGIN
        y = leaf.block(MARGIN, TOP, width, self._context.say(self._sheet.title), "bold", HEADING)
        heading = _("Continuation") + (f" · {self._sheet.heading}" if self._sheet.heading else "")
        leaf.text(MARGIN, y + 5, fitted(heading, "regular", SUBHEADING, width), "regular", SUBHEADING)
        leaf.rule(MARGIN, y + 8, leaf.paper.right)
        self.leaves.append(leaf)
        self._y = y + 12

    def add(self, number: int, more: Rest) -> None:
        """One answer that goes on here."""
        label = f"{number}. {labels.shortened(more.label, _LABEL)}"
        self._room_for(15)
        self._heading(label)
        leaf = self.leaves[-1]
        step = leading(BODY)
        for line in wrap(more.text, "answer", BODY, leaf.paper.body_width):
            if self._y + step > leaf.paper.bottom - 11:
                self._new_leaf()
                self._heading(label)
                leaf = self.leaves[-1]
            slot = Slot("", WHOLE, "area", MARGIN, self._y, leaf.paper.body_width, step)
            leaf.items.append(_line(slot, line, self._y + step * 0.8, BODY))
            self._y += step
        self._y += 4

    def _room_for(self, height: float) -> None:
        if self._y + height > self.leaves[-1].paper.bottom - 11:
            self._new_leaf()

    def _heading(self, label: str) -> None:
        leaf = self.leaves[-1]
        self._y = leaf.block(MARGIN, self._y, leaf.paper.body_width, label, "bold", NOTE) + 0.6


# Footer -------------------------------------------------------------------------------------------


def _footer(sheet: Sheet, context: Context, paper: Paper, number: int, count: int) -> tuple[Item, ...]:
    _ = context.language
    form_set = context.form_set
    version = _("Form set {id}, version {version}").format(id=form_set.id, version=form_set.version)
    if sheet.proposal:
        version += " · " + context.say(form_set.proposal)
    page = _("page {number} of {count}").format(number=number, count=count)
    return _footer_items(context.say(sheet.title), context.say(form_set.source), version, page, paper)


@lru_cache(maxsize=256)
def _footer_items(title: str, source: str, version: str, page: str, paper: Paper) -> tuple[Item, ...]:
    """Form, page, source and version, between the places of the codes."""
    left, right = MARGIN + 8, paper.width - CODE
    first = paper.height - 16.2
    page_x = right - fonts.width(page, "regular", SMALL)
    widths = (page_x - left - 4, right - left, right - left)
    items: list[Item] = [Line(left, first - 4, right, first - 4, 0.15, RULE)]
    for place, (text, width) in enumerate(zip((title, source, version), widths, strict=True)):
        line = fitted(text, "regular", SMALL, width)
        items.append(Text(left, first + place * 3.7, line, "regular", SMALL, NOTE_INK))
    return (*items, Text(page_x, first, page, "regular", SMALL, INK))
