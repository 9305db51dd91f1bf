"""The shapes that people put in a box, around its middle, in units of its side; y downwards."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.scanning.paper import Rng
from tests.scanning.pens import Points

Shape = Callable[[Rng], list[Points]]


def _turned(points: Points, rng: Rng, most: float = 0.12) -> Points:
    angle = rng.normal(0, most)
    c, s = np.cos(angle), np.sin(angle)
    return points @ np.array([[c, s], [-s, c]])


def _line(start: tuple[float, float], end: tuple[float, float], rng: Rng, bend: float = 0.04) -> Points:
    """A line that is not quite straight."""
    one, other = np.array(start), np.array(end)
    middle = (one + other) / 2 + rng.normal(0, bend, 2)
    return np.stack([one, middle, other])


def cross(rng: Rng, size: tuple[float, float] = (0.36, 0.62)) -> list[Points]:
    """Two strokes; often wider than high, never exact."""
    reach = rng.uniform(*size)
    a, b, c, d = (rng.normal(1, 0.12, 2) * reach for _ in range(4))
    strokes = [_line((-a[0], -a[1]), (b[0], b[1]), rng), _line((c[0], -c[1]), (-d[0], d[1]), rng)]
    return [_turned(each, rng) for each in strokes]


def fish(rng: Rng) -> list[Points]:
    """A cross in one go, with a loop at one side."""
    reach = rng.uniform(0.4, 0.6)
    points = np.array([(-1, -0.8), (0.6, 0.7), (1.25, 0.2), (0.8, -0.75), (-1, 0.9)]) * reach
    return [_turned(points + rng.normal(0, 0.05, points.shape), rng)]


def tick(rng: Rng, size: tuple[float, float] = (0.7, 1.5)) -> list[Points]:
    """Down a little, and far up to the right, often out of the box."""
    reach = rng.uniform(*size)
    tip = np.array([rng.normal(0, 0.1), rng.uniform(0.1, 0.4)])
    start = tip + np.array([-0.35, -0.35]) * rng.uniform(0.6, 1.1) * min(reach, 1)
    end = tip + np.array([0.62, -0.85]) * reach * rng.normal(1, 0.12, 2)
    bend = (tip + end) / 2 + np.array([0.05, 0.05]) * rng.normal(1, 1, 2)
    return [np.stack([start, tip - 0.02, tip, bend, end])]


def slash(rng: Rng) -> list[Points]:
    """One stroke from corner to corner."""
    reach = rng.uniform(0.4, 0.7)
    way = 1 if rng.random() < 0.8 else -1
    return [_turned(_line((-reach * way, reach), (reach * way, -reach), rng), rng, 0.15)]


def dash(rng: Rng) -> list[Points]:
    """One level stroke inside the box."""
    reach = rng.uniform(0.28, 0.45)
    return [_turned(_line((-reach, 0), (reach, 0), rng), rng, 0.15) + np.array([0, rng.normal(0, 0.08)])]


def ring(rng: Rng) -> list[Points]:
    """A circle in the box."""
    angles = np.linspace(0, 2 * np.pi * rng.uniform(0.95, 1.15), 14) + rng.uniform(0, 6)
    reach = rng.uniform(0.22, 0.36) * rng.normal(1, 0.05, (14, 1))
    return [np.stack([np.cos(angles), np.sin(angles)], axis=1) * reach]


def scribble(rng: Rng) -> list[Points]:
    """To and fro, with paper between the strokes."""
    return [_turned(_zigzag(int(rng.integers(3, 6)), 0.38, rng.uniform(0.25, 0.42), rng), rng, 0.5)]


def blob(rng: Rng) -> list[Points]:
    """A spot that fills the middle of the box, not the box."""
    angles = np.linspace(0, 2 * np.pi * 3, 30)
    reach = np.linspace(0.03, rng.uniform(0.2, 0.3), 30)[:, None] * rng.normal(1, 0.08, (30, 1))
    return [np.stack([np.cos(angles), np.sin(angles)], axis=1) * reach]


def small_cross(rng: Rng) -> list[Points]:
    """A cross of a third of the box."""
    return cross(rng, (0.15, 0.24))


def dot(rng: Rng) -> list[Points]:
    """Where a pen rested."""
    return [rng.normal(0, 0.03, (3, 2)) + rng.uniform(-0.25, 0.25, 2)]


def blacked_out(rng: Rng, width: float) -> list[Points]:
    """Strokes of this width so close that (nearly) nothing is left white, over a cross that was a mistake."""
    reach = rng.uniform(0.44, 0.58)
    turns = max(2, round(reach / max(width * 0.85, 0.04)))
    once, again = (_zigzag(turns, reach, reach, rng) for _ in range(2))
    return [*cross(rng), _turned(once, rng, 0.08), _turned(again[:, ::-1], rng, 0.15)]


def _zigzag(turns: int, across: float, along: float, rng: Rng) -> Points:
    """So many times down and up, from the left to the right."""
    count = turns * 2
    x = np.linspace(-across, across, count) + rng.normal(0, across / count / 2, count)
    y = np.where(np.arange(count) % 2, 1, -1) * along * rng.normal(1, 0.1, count)
    return np.stack([x, y], axis=1)
