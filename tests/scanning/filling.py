"""Filling in a page as people do, and what a sensible person would say of each box afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

import numpy as np

from sms_desktop.core import fields
from tests.scanning import marks
from tests.scanning.handwriting import Hand, write
from tests.scanning.marks import Shape
from tests.scanning.paper import Paper, Rng
from tests.scanning.pens import Pen, Points

Mix = Literal["ordinary", "hard"]


class Field(Protocol):
    """A field of the geometry of a print, in millimetres from the top left corner of the page."""

    @property
    def field(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


@dataclass(frozen=True)
class Truth:
    """What a box says. ``None``: two sensible people could differ. ``review``: it ought to be looked at.

    ``what`` names the mark, for who looks at a failure.
    """

    value: bool | None
    review: bool = False
    what: str = ""


EMPTY = Truth(False)
_PENS = {
    "ball point blue": 38, "ball point black": 26, "gel pen": 9, "fountain pen": 6,
    "felt tip": 6, "red ball point": 2, "pencil": 13,
}  # fmt: skip
_HARD_PENS = {
    "ball point blue": 27, "ball point black": 20, "gel pen": 8, "fountain pen": 7, "felt tip": 11,
    "red ball point": 4, "pencil": 13, "light pencil": 5, "marker": 2, "failing ball point": 3,
}  # fmt: skip
_SHAPES: dict[Shape, float] = {marks.cross: 64, marks.tick: 26, marks.fish: 6, marks.slash: 4}
_HARD_SHAPES: dict[Shape, float] = {
    marks.cross: 52, marks.tick: 29, marks.fish: 6, marks.slash: 4, marks.scribble: 2, marks.blob: 1.5,
    marks.ring: 1.5, marks.dash: 1, marks.small_cross: 3,
}  # fmt: skip


@dataclass(frozen=True)
class Habits:
    """How often, for each box or page, something happens. ``astray`` is how far marks lie beside the middle,
    in sides of the box."""

    pens: dict[str, int]
    shapes: dict[Shape, float]
    astray: float
    corrected: float
    beside: float = 0.0
    dot: float = 0.0
    rubbed_out: float = 0.0
    crossed_by_a_line: float = 0.0
    written_over: float = 0.0
    both: float = 0.0
    specks: int = 0


HABITS: dict[Mix, Habits] = {
    "ordinary": Habits(_PENS, _SHAPES, astray=0.08, corrected=0.002, specks=3),
    "hard": Habits(
        _HARD_PENS,
        _HARD_SHAPES,
        astray=0.11,
        corrected=0.012,
        beside=0.003,
        dot=0.003,
        rubbed_out=0.01,
        crossed_by_a_line=0.005,
        written_over=0.003,
        both=0.004,
        specks=20,
    ),
}


@dataclass
class Filled:
    """A page that was filled in. ``pen`` and ``shape`` are what its person mostly uses."""

    truth: dict[str, Truth] = field(default_factory=dict)
    pen: str = ""
    shape: str = ""


def fill(paper: Paper, page_fields: Sequence[Field], mix: Mix, rng: Rng) -> Filled:
    """Fill in a page, in place."""
    return _Person(paper, mix, rng).fill(page_fields)


class _Person:
    def __init__(self, paper: Paper, mix: Mix, rng: Rng) -> None:
        self._paper, self._rng = paper, rng
        self._habits = HABITS[mix]
        self._pen = Pen(_drawn(self._habits.pens, rng), paper, rng)
        # Most people make the same mark all along, with a pen that does not change.
        self._own_shape = _drawn(self._habits.shapes, rng)
        self._astray = abs(rng.normal(self._habits.astray, self._habits.astray / 2))
        self._lean = rng.normal(0, self._habits.astray / 2, 2)
        self._truth: dict[str, Truth] = {}

    def fill(self, page_fields: Sequence[Field]) -> Filled:
        boxes = [each for each in page_fields if each.kind == "box"]
        self._write([each for each in page_fields if each.kind != "box"])
        wanted = self._wanted([each.field for each in boxes])
        for box in boxes:
            self._truth[box.field] = self._answer(box, box.field in wanted)
        for box in boxes:
            self._spoil(box)
        self._contradictions(wanted)
        self._specks()
        return Filled(self._truth, self._pen.name, self._own_shape.__name__)

    def _wanted(self, names: list[str]) -> set[str]:
        """What this person means to tick: of boxes that exclude each other at most one, mostly."""
        wanted: set[str] = set()
        both = self._habits.both
        for place in self._rng.permutation(len(names)):
            name = names[place]
            taken = {each for each in wanted if fields.exclude(each, name)}
            likely = both if taken else (0.05 if name.endswith("left_empty") else 0.5)
            if self._rng.random() < likely:
                wanted.add(name)
        return wanted

    def _answer(self, box: Field, is_wanted: bool) -> Truth:
        habits, rng = self._habits, self._rng
        if not is_wanted:
            if rng.random() < habits.corrected:
                self._draw(box, marks.blacked_out(rng, self._pen.width / box.width), 0.05)
                return Truth(False, review=True, what="blacked out")
            if rng.random() < habits.dot:
                self._draw(box, marks.dot(rng), 0.0)
                return Truth(None, review=True, what="dot")
            if rng.random() < habits.rubbed_out:
                self._draw(box, marks.cross(rng), 0.08, Pen("rubbed out", self._paper, rng))
                return Truth(False, what="rubbed out")
            return EMPTY
        if rng.random() < habits.beside:
            way = rng.uniform(0, 2 * np.pi)
            away = np.array([np.cos(way), np.sin(way)]) * rng.uniform(0.95, 1.25)
            self._draw(box, [each + away for each in marks.cross(rng, (0.3, 0.42))], 0.02)
            return Truth(True, review=True, what="beside")
        shape = self._own_shape if rng.random() < 0.85 else _drawn(habits.shapes, rng)
        self._draw(box, shape(rng), self._astray)
        if shape is marks.scribble and self._pen.width > 0.1 * box.width:
            # Hardly any white is left: it may be meant as a mistake, made black.
            return Truth(None, review=True, what="dense scribble")
        return Truth(True, what=shape.__name__)

    def _contradictions(self, wanted: set[str]) -> None:
        """Of two ticks that exclude each other nobody knows which was meant."""
        for name in wanted:
            if any(fields.exclude(name, other) for other in wanted):
                self._truth[name] = replace(self._truth[name], review=True, what="one of two")

    def _draw(self, box: Field, shape: list[Points], astray: float, pen: Pen | None = None) -> None:
        middle = np.array([box.x + box.width / 2, box.y + box.height / 2])
        off = self._rng.normal(0, astray, 2) + (self._lean if astray else 0)
        off = np.clip(off, -0.3, 0.3) * box.width
        strokes = [each * box.width + middle + off for each in shape]
        (pen or self._pen).draw(strokes, self._rng.uniform(0.85, 1.0))

    def _spoil(self, box: Field) -> None:
        """What runs across a box without being meant for it."""
        habits, rng = self._habits, self._rng
        truth = self._truth[box.field]
        middle = np.array([box.x + box.width / 2, box.y + box.height / 2])
        if rng.random() < habits.crossed_by_a_line:
            way = rng.uniform(0, 2 * np.pi)
            along = np.array([np.cos(way), np.sin(way)])
            aside = np.array([-along[1], along[0]]) * rng.uniform(-0.4, 0.4) * box.width
            reach = rng.uniform(14, 45, 2)
            ends = np.stack(
                [middle + aside - along * reach[0], middle + aside, middle + aside + along * reach[1]]
            )
            ends[1] += rng.normal(0, 0.4, 2)
            self._pen.draw([ends])
            if not truth.what:
                self._truth[box.field] = Truth(False, review=True, what="crossed by a line")
        elif rng.random() < habits.written_over:
            hand = Hand.somebody(rng)
            line = (box.x - rng.uniform(5, 12), box.y + rng.uniform(2, 5), box.x + 25)
            write(self._pen, hand, line, rng, words=3)
            if not truth.what:
                self._truth[box.field] = Truth(False, review=True, what="written over")

    def _write(self, lines: list[Field]) -> None:
        """Lines and areas, some of them, the last line of an area less often."""
        hand = Hand.somebody(self._rng)
        for line in lines:
            if self._rng.random() < 0.45:
                continue
            rows = max(1, round(line.height / 9))
            for row in range(rows):
                if row and self._rng.random() < 0.5:
                    break
                base = line.y + (row + 1) * line.height / rows - self._rng.uniform(0.6, 2.0)
                start = line.x + self._rng.uniform(0.5, 6)
                write(
                    self._pen, hand, (start, base, line.x + line.width + self._rng.uniform(-2, 4)), self._rng
                )

    def _specks(self) -> None:
        """Dirt, and where a pen touched the paper."""
        pen = Pen("ball point black", self._paper, self._rng)
        for _ in range(self._rng.poisson(self._habits.specks)):
            x, y = self._rng.random(2) * self._paper.size_mm
            pen.width = self._rng.uniform(0.08, 0.25)
            pen.draw([np.array([(x, y), (x + 0.08, y + 0.05)])])


def _drawn(weights: dict, rng: Rng):
    """One of the keys, as often as its weight says."""
    names = list(weights)
    shares = np.array([weights[name] for name in names], float)
    return names[rng.choice(len(names), p=shares / shares.sum())]
