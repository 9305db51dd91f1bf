"""Something that looks like handwriting: joined letters of one hand, on lines and in areas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.scanning.paper import Rng
from tests.scanning.pens import Pen, Points

# Letters in units of the height of an "x", y upwards from the base line; joined one to the next.
_LETTERS: dict[str, list[tuple[float, float]]] = {
    "a": [(0.1, 0.4), (0.75, 0.9), (0.4, 1.0), (0.1, 0.5), (0.4, 0.0), (0.75, 0.6), (0.8, 0.1), (1.05, 0.2)],
    "d": [(0.1, 0.4), (0.6, 0.95), (0.1, 0.5), (0.4, 0.0), (0.75, 0.6), (0.85, 2.0), (0.8, 0.1), (1.05, 0.2)],
    "e": [(0.05, 0.45), (0.6, 0.65), (0.35, 1.0), (0.1, 0.5), (0.4, 0.0), (0.8, 0.3)],
    "i": [(0.05, 0.4), (0.3, 1.0), (0.3, 0.1), (0.6, 0.2)],
    "l": [(0.05, 0.3), (0.5, 1.6), (0.4, 2.1), (0.2, 1.5), (0.25, 0.1), (0.6, 0.2)],
    "n": [(0.1, 1.0), (0.15, 0.0), (0.25, 0.7), (0.55, 1.0), (0.7, 0.6), (0.75, 0.05), (1.0, 0.2)],
    "m": [(0.1, 1.0), (0.15, 0.0), (0.4, 1.0), (0.5, 0.0), (0.8, 1.0), (0.95, 0.05), (1.2, 0.2)],
    "o": [(0.2, 0.6), (0.5, 1.0), (0.1, 0.5), (0.4, 0.0), (0.75, 0.5), (0.5, 0.95), (0.95, 0.8)],
    "r": [(0.1, 0.2), (0.2, 1.0), (0.3, 0.8), (0.6, 1.0), (0.55, 0.2), (0.8, 0.2)],
    "s": [(0.1, 0.2), (0.45, 1.0), (0.6, 0.4), (0.3, 0.0), (0.1, 0.1), (0.8, 0.3)],
    "t": [(0.05, 0.3), (0.4, 1.7), (0.35, 0.1), (0.7, 0.2)],
    "u": [(0.1, 1.0), (0.15, 0.2), (0.45, 0.0), (0.7, 0.9), (0.75, 0.1), (1.0, 0.2)],
    "g": [(0.1, 0.4), (0.7, 0.95), (0.1, 0.5), (0.4, 0.0), (0.75, 0.8), (0.7, -0.8), (0.3, -1.1), (1.0, 0.2)],
    "j": [(0.2, 0.5), (0.5, 1.0), (0.45, -0.8), (0.1, -1.1), (0.15, -0.6), (0.8, 0.2)],
    "k": [(0.05, 0.3), (0.4, 2.0), (0.2, 0.0), (0.3, 0.7), (0.65, 0.95), (0.35, 0.5), (0.85, 0.1)],
    "v": [(0.05, 0.9), (0.35, 0.05), (0.7, 1.0), (0.95, 0.85)],
}  # fmt: skip
_USUAL = "eeeeeennnnaaaattttiiirrroodddssllggvvkmuj"


@dataclass(frozen=True)
class Hand:
    """How somebody writes: ``height`` of an "x" in millimetres, slant, width of letters, unsteadiness."""

    height: float
    slant: float
    width: float
    shaky: float

    @classmethod
    def somebody(cls, rng: Rng) -> Hand:
        """A hand of its own."""
        return cls(
            rng.uniform(1.5, 2.9), rng.normal(0.25, 0.22), rng.uniform(0.8, 1.3), rng.uniform(0.03, 0.1)
        )

    def word(self, x: float, y: float, letters: int, rng: Rng) -> tuple[list[Points], float]:
        """A word on the base line ``y`` from ``x`` on; and where it ends."""
        points: list[tuple[float, float]] = []
        extra: list[Points] = []
        place = 0.0
        for _ in range(letters):
            letter = _USUAL[rng.integers(len(_USUAL))]
            shape = np.array(_LETTERS[letter]) + rng.normal(0, self.shaky, (len(_LETTERS[letter]), 2))
            extra += [self._page(each + np.array([place, 0]), x, y) for each in _apart(letter, rng)]
            points += [(px + place, py) for px, py in shape]
            place += shape[-1][0] * rng.uniform(0.95, 1.2)
        drift = rng.normal(0, 0.03)
        joined = self._page(np.array(points) + np.array([0, drift]), x, y)
        return [joined, *extra], x + place * self.height * self.width

    def _page(self, units: Points, x: float, y: float) -> Points:
        across = (units[:, 0] * self.width + units[:, 1] * self.slant) * self.height
        return np.stack([x + across, y - units[:, 1] * self.height], axis=1)


def _apart(letter: str, rng: Rng) -> list[Points]:
    """Dots on the i and j, the bar of the t."""
    if letter in "ij":
        x = 0.3 + rng.normal(0, 0.1)
        return [np.array([(x, 1.5), (x + 0.06, 1.58)])]
    if letter == "t":
        return [np.array([(0.0, 1.15), (0.75, 1.2 + rng.normal(0, 0.08))])]
    return []


def write(pen: Pen, hand: Hand, at: tuple[float, float, float], rng: Rng, words: int | None = None) -> None:
    """Write from ``at`` (x, base line, and where the line ends) until it is full, or for so many words."""
    x, y, end = at
    count = words if words is not None else int(rng.integers(1, 8))
    climb = rng.normal(0, 0.006)
    start = x
    for _ in range(count):
        letters = int(rng.integers(2, 9))
        if x + letters * 0.85 * hand.height * hand.width > end:
            return
        strokes, x = hand.word(x, y + (x - start) * climb + rng.normal(0, 0.15), letters, rng)
        pen.draw(strokes)
        x += hand.height * rng.uniform(0.6, 1.1)
