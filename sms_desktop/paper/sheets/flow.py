"""Sections and tables that run over as many landscape pages as they need."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from sms_desktop.core.forms import FieldSpec, SideId
from sms_desktop.core.forms import Text as Wording
from sms_desktop.core.session import Session, Where
from sms_desktop.palette import HAIRLINE, INK, NOTE_INK
from sms_desktop.paper import fonts
from sms_desktop.paper.sheets.leaf import (
    BOX,
    HEADING,
    LANDSCAPE,
    MARGIN,
    NOTE,
    PITCH,
    SMALL,
    SUBHEADING,
    TOP,
    Context,
    Leaf,
)
from sms_desktop.paper.text import block_height, fitted


class Column(msgspec.Struct, frozen=True):
    """A column of a table: its heading and where it stands."""

    heading: str
    x: float
    width: float


def columns(*parts: tuple[str, float]) -> tuple[Column, ...]:
    """Columns of these headings and widths next to each other, from the left margin."""
    made, x = [], MARGIN
    for heading, width in parts:
        made.append(Column(heading, x, width))
        x += width
    return tuple(made)


class Partner(msgspec.Struct, frozen=True):
    """An organisation as a column or a line; ``id`` is empty on a form that nobody has filled in."""

    id: str
    name: str
    side: SideId
    has_left: bool = False


def partners(session: Session) -> tuple[Partner, ...]:
    """The organisations, education first; without any, room to write in two and three."""
    found = tuple(
        Partner(each.id, each.name, each.side, each.has_left)
        for side in ("education", "practice")
        for each in session.organisations
        if each.side == side
    )
    if found:
        return found
    return (*(Partner("", "", "education"),) * 2, *(Partner("", "", "practice"),) * 3)


class Flow:
    """Pages that are filled from top to bottom."""

    def __init__(self, context: Context, title: Wording) -> None:
        self.context = context
        self._title = context.say(title)
        self.leaves: list[Leaf] = []
        self.y = 0.0

    @property
    def leaf(self) -> Leaf:
        """The page that is being filled."""
        return self.leaves[-1]

    @property
    def left(self) -> float:
        """The room that is left on it, in millimetres."""
        return LANDSCAPE.bottom - self.y

    def first_page(self, introduction: Wording) -> None:
        """The page that opens the form."""
        self.leaves.append(Leaf(LANDSCAPE))
        y = self.leaf.block(MARGIN, TOP, LANDSCAPE.body_width, self._title, "bold", HEADING)
        text = self.context.say(introduction)
        self.y = self.leaf.block(MARGIN, y + 1, LANDSCAPE.body_width, text, size=NOTE) + 1

    def new_page(self) -> None:
        """The next page, with the title of the form small at its top."""
        self.leaves.append(Leaf(LANDSCAPE))
        title = fitted(self._title, "regular", NOTE, LANDSCAPE.body_width)
        self.leaf.text(MARGIN, TOP + 2, title, "regular", NOTE, NOTE_INK)
        self.y = TOP + 5

    def room_for(self, height: float, again: Callable[[], None] | None = None) -> None:
        """Go on on a new page if ``height`` is too much; ``again`` repeats the heading there."""
        if self.left < height:
            self.new_page()
            if again:
                again()

    def section(self, text: str, partner: Partner | None = None) -> None:
        """The heading of a part of the form, and whose it is, by name or on a line to write it on."""
        if text:
            self.leaf.text(MARGIN, self.y + 5.4, text, "bold", SUBHEADING)
        start = MARGIN + fonts.width(text, "bold", SUBHEADING) + (6 if text else 0)
        if partner:
            label = self.context.say(self.context.form_set.phase1.organisation) + ":"
            self.leaf.text(start, self.y + 5.4, label, "regular", NOTE, NOTE_INK)
            start += fonts.width(label, "regular", NOTE) + 2
            end = min(LANDSCAPE.right, start + 130)
            if partner.id:
                self.leaf.show(partner.name, start, self.y + 1.3, end - start, 7.8, label, SUBHEADING)
            else:
                self.leaf.rule(start, self.y + 6.6, end)
        self.y += 8

    def table_head(self, heads: tuple[Column, ...]) -> None:
        """The headings of the columns over a strong line, as high as the highest of them."""
        height = max(block_height(head.heading, head.width - 1.5, "bold", SMALL) for head in heads) + 2
        for head in heads:
            own = block_height(head.heading, head.width - 1.5, "bold", SMALL)
            self.leaf.block(head.x, self.y + height - 1 - own, head.width - 1.5, head.heading, "bold", SMALL)
        self.y += height
        self.leaf.rule(MARGIN, self.y, LANDSCAPE.right, 0.5, INK)

    def row_end(self, height: float) -> None:
        """The hairline under a row."""
        self.y += height
        self.leaf.rule(MARGIN, self.y, LANDSCAPE.right, 0.2, HAIRLINE)

    def head_fields(self, specs: tuple[FieldSpec, ...], where: Where) -> None:
        """Short fields on one line, dates narrow."""
        x = MARGIN
        dates = sum(spec.kind == "date" for spec in specs)
        rest = LANDSCAPE.body_width - 70 * dates
        for spec in specs:
            width = 70.0 if spec.kind == "date" else rest / max(1, len(specs) - dates)
            self.leaf.labelled(spec.id, where, x, self.y, width - 4, self.context.say(spec.label))
            x += width
        self.y += PITCH + 2

    def area(self, field: str, where: Where, label: str, lines: int) -> None:
        """A label with writing lines under it over the whole width."""
        height = lines * PITCH
        self.room_for(height + 9)
        self.section(label)
        self.leaf.write(field, where, MARGIN, self.y - 2, LANDSCAPE.body_width, height, label)
        self.y += height + 1

    def named(self, partner: Partner, x: float, y: float, width: float, asked: str = "") -> None:
        """The name of an organisation, or a line to write it on; ``asked`` says so before the line."""
        if partner.id:
            label = self.context.say(self.context.form_set.phase1.organisation)
            is_short = fonts.width(partner.name, "answer", NOTE) <= width
            top = y + 2.4 if is_short else y
            self.leaf.show(partner.name, x, top, width, y + PITCH - top, label, NOTE)
            return
        start = x
        if asked:
            self.leaf.text(x, y + PITCH - 2.2, asked, "regular", NOTE, NOTE_INK)
            start += fonts.width(asked, "regular", NOTE) + 2
        self.leaf.rule(start, y + PITCH - 1, x + width)

    def box_label(self, x: float, y: float, text: str, width: float) -> None:
        """A word behind a box that stands at ``x``, ``y``."""
        size = NOTE if fonts.width(text, "regular", NOTE) <= width else SMALL
        self.leaf.text(x + BOX + 1.4, y + BOX - 1.3, text, "regular", size)
