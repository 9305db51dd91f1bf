"""What people write with, and what a stroke of it leaves on paper."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.scanning.paper import Paper, Rng, grain

_FINER = 2
_STEP_MM = 0.07
Points = np.ndarray
"""The points of a stroke in millimetres on the page, one a row."""


@dataclass(frozen=True)
class Tool:
    """``width`` in millimetres and ``dark`` (0 to 1) are ranges, of which a person's own pen has one value.

    ``grain``: how much the grain of the paper shows in the stroke; ``gaps``: how often the ink fails;
    ``soft``: how far it bleeds, in millimetres; ``uneven``: how much width and darkness follow the hand.
    """

    width: tuple[float, float]
    dark: tuple[float, float]
    colours: tuple[tuple[int, int, int], ...]
    grain: float = 0.0
    gaps: float = 0.0
    soft: float = 0.03
    uneven: float = 0.15


BLUE, BLACK = (38, 58, 150), (34, 34, 40)
TOOLS = {
    "ball point blue": Tool((0.24, 0.42), (0.72, 0.95), (BLUE, (28, 40, 120), (60, 80, 175)), 0.25, 0.05),
    "ball point black": Tool((0.24, 0.42), (0.72, 0.95), (BLACK, (50, 50, 55)), 0.25, 0.05),
    "gel pen": Tool((0.35, 0.6), (0.9, 1.0), (BLACK, BLUE, (20, 20, 25)), 0.05),
    "fountain pen": Tool(
        (0.4, 0.8), (0.75, 0.95), ((30, 34, 110), (25, 60, 140), BLACK), 0.1, soft=0.06, uneven=0.4
    ),
    "felt tip": Tool(
        (0.6, 1.1), (0.85, 1.0), (BLACK, (25, 45, 130), (190, 30, 40), (20, 110, 60)), 0.08, soft=0.09
    ),
    "red ball point": Tool((0.28, 0.45), (0.75, 0.95), ((195, 30, 45),), 0.25, 0.05),
    "pencil": Tool((0.4, 0.75), (0.5, 0.75), ((75, 75, 80),), 0.65, uneven=0.35),
    "light pencil": Tool((0.4, 0.7), (0.26, 0.42), ((88, 88, 93),), 0.8, uneven=0.4),
    "marker": Tool((1.5, 2.4), (0.9, 1.0), (BLACK, (25, 40, 120)), 0.04, soft=0.12),
    "failing ball point": Tool((0.25, 0.36), (0.6, 0.8), (BLUE, BLACK), 0.4, 0.35, uneven=0.4),
    "rubbed out": Tool((0.6, 0.9), (0.035, 0.075), ((95, 95, 98),), 0.8, soft=0.1, uneven=0.5),
}


class Pen:
    """One person's pen on one sheet."""

    def __init__(self, tool: str, paper: Paper, rng: Rng) -> None:
        self.name, self._tool, self._paper, self._rng = tool, TOOLS[tool], paper, rng
        self.width = rng.uniform(*self._tool.width)
        self._dark = rng.uniform(*self._tool.dark)
        colour = self._tool.colours[rng.integers(len(self._tool.colours))]
        grey = round(0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2])
        self._colour = np.array(colour if paper.image.mode == "RGB" else [grey], np.float32)

    def draw(self, strokes: list[Points], pressure: float = 1.0) -> None:
        """Draw strokes that belong together (a cross, a word)."""
        strokes = [_dense(each) for each in strokes if len(each) > 1]
        if not strokes:
            return
        margin = self.width * 2 + 0.5
        everything = np.concatenate(strokes)
        per_mm = self._paper.per_mm
        left, top = np.floor((everything.min(axis=0) - margin) * per_mm).astype(int)
        right, bottom = np.ceil((everything.max(axis=0) + margin) * per_mm).astype(int)
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self._paper.image.width), min(bottom, self._paper.image.height)
        if right - left < 4 or bottom - top < 4:
            return
        mask = Image.new("L", ((right - left) * _FINER, (bottom - top) * _FINER))
        for stroke in strokes:
            self._trace(mask, stroke * per_mm * _FINER - np.array([left, top]) * _FINER)
        self._apply(mask.reduce(_FINER), (left, top, right, bottom), pressure)

    def _trace(self, mask: Image.Image, path: Points) -> None:
        count = len(path)
        draw = ImageDraw.Draw(mask)
        uneven = self._tool.uneven
        # The hand presses more here and less there, and lands and leaves lightly.
        knots = max(2, count // 14 + 2)
        places = np.linspace(0, knots - 1, count)
        force = 1 + uneven * np.interp(places, np.arange(knots), self._rng.normal(0, 0.6, knots))
        ends = np.minimum(np.arange(count), np.arange(count)[::-1]) + 1
        force = np.clip(force * np.clip(0.75 + ends * 0.06, 0, 1), 0.35, 1.5)
        radius = self.width / 2 * self._paper.per_mm * _FINER * (0.6 + 0.4 * force)
        dark = np.clip(force, 0.3, 1.0)
        if self._tool.gaps:
            gaps = np.interp(places * 2.3, np.arange(knots * 3), self._rng.random(knots * 3))
            dark = np.where(gaps < self._tool.gaps, dark * 0.25, dark)
        fill = (dark * 255).astype(int)
        for (x, y), r, value in zip(path.tolist(), radius.tolist(), fill.tolist(), strict=True):
            draw.ellipse((x - r, y - r, x + r, y + r), fill=value)

    def _apply(self, mask: Image.Image, box: tuple[int, int, int, int], pressure: float) -> None:
        tool, per_mm = self._tool, self._paper.per_mm
        mask = mask.filter(ImageFilter.GaussianBlur(max(tool.soft * per_mm, 0.3)))
        covered = np.asarray(mask, np.float32) / 255
        if tool.grain:
            rough = grain(covered.shape, 0.16 * per_mm, self._rng)
            covered = covered * np.clip(
                1 + tool.grain * (1.6 - 3.6 * rough) * (1.15 - 0.5 * covered), 0, 1.15
            )
        share = np.clip(covered * self._dark * pressure, 0, 1)[:, :, None]
        patch = np.asarray(self._paper.image.crop(box), np.float32)
        patch = patch.reshape(*patch.shape[:2], -1)
        inked = patch * (1 - share * (1 - self._colour / 255))
        done = np.clip(inked, 0, 255).astype(np.uint8)
        self._paper.image.paste(Image.fromarray(done[:, :, 0] if done.shape[2] == 1 else done), box[:2])


def _dense(points: Points) -> Points:
    """A smooth line through the points (Catmull and Rom), in steps of less than a tenth of a millimetre."""
    points = np.asarray(points, float)
    if len(points) > 2:
        points = _smooth(points)
    lengths = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0], np.cumsum(lengths)])
    places = np.linspace(0, along[-1], max(2, int(along[-1] / _STEP_MM)))
    return np.stack([np.interp(places, along, points[:, axis]) for axis in (0, 1)], axis=1)


def _smooth(points: Points, between: int = 6) -> Points:
    before = np.concatenate([points[:1], points[:-2]])
    after = np.concatenate([points[2:], points[-1:]])
    start, end = points[:-1], points[1:]
    t = np.linspace(0, 1, between, endpoint=False)[None, :, None]
    a, b, c, d = (each[:, None, :] for each in (before, start, end, after))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])
