"""A page in the making: the printed form, and the slots into which answers go.

A leaf does not depend on answers. :mod:`sms_desktop.paper.sheets.filling` puts them in.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from sms_desktop.core.forms import FormSet
from sms_desktop.core.forms import Text as Wording
from sms_desktop.core.session import WHOLE, Session, Where
from sms_desktop.i18n import Language
from sms_desktop.palette import INK, NOTE_INK, RULE, cluster_colour
from sms_desktop.paper import fonts
from sms_desktop.paper.geometry import FieldKind, Item, Line, Rect, Role, Text
from sms_desktop.paper.text import block, fitted, leading

MARGIN = 12.0
# Corner codes of 8.8 mm stand 8 mm from the edges; the body keeps below and above them.
TOP = 18.5
FOOT = 22.0
# Beside two of the corners, above and below on the right, a code with its quiet zone has room.
CODE = 48.0
CODE_FOOT = 33.0

TITLE, HEADING, SUBHEADING, BODY, NOTE, SMALL = 17.0, 13.0, 11.0, 10.5, 9.0, 8.0
BOX = 5.0
BOX_STROKE = 0.25
PITCH = 9.0
_LABEL = 0.7
"""Of a writing line, what its label may take at most."""


class Paper(msgspec.Struct, frozen=True):
    """The size of a page in millimetres."""

    width: float
    height: float

    @property
    def body_width(self) -> float:
        """Between the margins."""
        return self.width - 2 * MARGIN

    @property
    def right(self) -> float:
        """The right end of the body."""
        return self.width - MARGIN

    @property
    def bottom(self) -> float:
        """The lower end of the body."""
        return self.height - FOOT


PORTRAIT = Paper(210.0, 297.0)
LANDSCAPE = Paper(297.0, 210.0)


class Context(msgspec.Struct, frozen=True):
    """Whose forms, in which language. ``is_blank``: nobody has answered anything yet."""

    session: Session
    language: Language
    is_blank: bool

    @property
    def form_set(self) -> FormSet:
        """The forms of the session."""
        return self.session.form_set

    def say(self, wording: Wording) -> str:
        """A wording of the form set in the language of the paper."""
        return wording.in_language(self.language.code)


class Slot(msgspec.Struct, frozen=True):
    """Where an answer goes.

    ``label`` heads a text that flows on. ``shown`` and ``ticked`` are for what is only shown here and
    kept elsewhere: then this is no field. ``pitch`` is the distance of the writing lines, 0 without.
    """

    field: str
    where: Where
    kind: FieldKind
    x: float
    y: float
    width: float
    height: float
    label: str = ""
    option: str = ""
    pitch: float = 0.0
    size: float = BODY
    shown: str | None = None
    ticked: bool | None = None


class Leaf:
    """One page in the making."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.items: list[Item] = []
        self.slots: list[Slot] = []

    def at(self, where: Where) -> Leaf:
        """The same page for another record."""
        copy = Leaf(self.paper)
        copy.items = list(self.items)
        copy.slots = [replace(slot, where=where) for slot in self.slots]
        return copy

    def text(
        self, x: float, y: float, text: str, role: Role = "regular", size: float = BODY, colour: str = INK
    ) -> None:
        """One line with its baseline at ``y``."""
        self.items.append(Text(x, y, text, role, size, colour))

    def text_right(
        self, right: float, y: float, text: str, role: Role = "regular", size: float = BODY, colour: str = INK
    ) -> None:
        """One line that ends at ``right``."""
        self.text(right - fonts.width(text, role, size), y, text, role, size, colour)

    def text_centred(
        self, middle: float, y: float, text: str, role: Role = "regular", size: float = BODY
    ) -> None:
        """One line around ``middle``."""
        self.text(middle - fonts.width(text, role, size) / 2, y, text, role, size)

    def block(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        role: Role = "regular",
        size: float = BODY,
        colour: str = INK,
    ) -> float:
        """Running text from ``y`` down. Returns where it ends."""
        lines = block(text, x, y, width, role, size, colour)
        self.items += lines
        return y + len(lines) * leading(size)

    def rule(self, x1: float, y: float, x2: float, stroke: float = 0.2, colour: str = RULE) -> None:
        """A horizontal line."""
        self.items.append(Line(x1, y, x2, y, stroke, colour))

    def bar(self, cluster_id: str, x: float, y: float, height: float, width: float = 1.6) -> None:
        """The thin bar in the hue of a cluster."""
        self.items.append(Rect(x, y, width, height, 0.0, "", cluster_colour(cluster_id)))

    def shade(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A light ground behind a heading."""
        self.items.append(Rect(x, y, width, height, 0.0, "", colour))

    def box(
        self, field: str, where: Where, x: float, y: float, option: str = "", ticked: bool | None = None
    ) -> None:
        """A box to tick; ``ticked`` when it only shows what is kept elsewhere."""
        self.items.append(Rect(x, y, BOX, BOX, BOX_STROKE))
        self.slots.append(Slot(field, where, "box", x, y, BOX, BOX, option=option, ticked=ticked))

    def write(
        self,
        field: str,
        where: Where,
        x: float,
        y: float,
        width: float,
        height: float,
        label: str,
        pitch: float = PITCH,
    ) -> None:
        """Writing lines, ``pitch`` apart (0: one line at the lower edge)."""
        for rule in self._rules(y, height, pitch):
            self.rule(x, rule, x + width)
        kind: FieldKind = "area" if pitch and height > pitch * 1.5 else "line"
        self.slots.append(Slot(field, where, kind, x, y, width, height, label=label, pitch=pitch))

    def show(
        self, text: str, x: float, y: float, width: float, height: float, label: str, size: float = NOTE
    ) -> None:
        """Text of the session that is kept elsewhere. What does not fit flows on like an answer."""
        slot = Slot("", WHOLE, "area", x, y, width, height, label=label, size=size, shown=text)
        self.slots.append(slot)

    def show_on_line(self, text: str, x: float, y: float, width: float, label: str) -> None:
        """The same, on the writing line at ``y + PITCH`` that is drawn here."""
        self.rule(x, y + PITCH, x + width)
        self.slots.append(Slot("", WHOLE, "line", x, y, width, PITCH, label=label, shown=text))

    def _rules(self, y: float, height: float, pitch: float) -> Iterator[float]:
        for number in range(1, max(1, round(height / pitch)) if pitch else 1):
            yield y + pitch * number
        yield y + height

    def labelled(
        self, field: str, where: Where, x: float, y: float, width: float, label: str, named: str = ""
    ) -> None:
        """A label and a writing line after it, both on the line at ``y + PITCH``.

        ``named`` heads what flows on, if more than the label. A label that is too long for it leaves room to
        write.
        """
        shown = fitted(label, "regular", NOTE, width * _LABEL)
        start = fonts.width(shown, "regular", NOTE) + 2
        self.text(x, y + PITCH - 1.2, shown, "regular", NOTE, NOTE_INK)
        self.write(field, where, x + start, y, width - start, PITCH, named or label, pitch=0)
