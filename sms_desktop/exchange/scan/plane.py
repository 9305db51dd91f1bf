"""From millimetres on the page to pixels in a picture: maps of the plane, fitted to points known in both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec

Point: TypeAlias = tuple[float, float]
Pair: TypeAlias = tuple[Point, Point]
"""A point on the page in millimetres, and where it is in the picture in pixels."""

_Rows: TypeAlias = Callable[[Point, Point], tuple[list[float], float, list[float], float]]


class DegenerateError(ValueError):
    """Points from which no map follows."""


class PlaneMap(msgspec.Struct, frozen=True):
    """A projective map of the plane, as the nine numbers of its matrix row by row."""

    m: tuple[float, ...]

    def __call__(self, point: Point) -> Point:
        """Where a point of the page is in the picture."""
        a, b, c, d, e, f, g, h, i = self.m
        x, y = point
        depth = g * x + h * y + i
        if depth == 0:
            raise DegenerateError("a point on the horizon")
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth

    def patch(self, left: float, top: float, per_mm: float) -> tuple[float, ...]:
        """The eight coefficients with which Pillow cuts a patch out of the picture.

        The patch begins at this place of the page and has ``per_mm`` pixels for each millimetre.
        """
        a, b, c, d, e, f, g, h, i = self.m
        depth = g * left + h * top + i
        if depth == 0:
            raise DegenerateError("a point on the horizon")
        row1 = (a / per_mm, b / per_mm, a * left + b * top + c)
        row2 = (d / per_mm, e / per_mm, d * left + e * top + f)
        return tuple(each / depth for each in (*row1, *row2, g / per_mm, h / per_mm))

    def per_mm(self, point: Point) -> float:
        """How many pixels a millimetre has around this point of the page."""
        x, y = point
        here = self(point)
        return (distance(here, self((x + 1, y))) + distance(here, self((x, y + 1)))) / 2

    def shifted(self, by: Point) -> PlaneMap:
        """The same map for a page whose points have moved by ``by`` millimetres."""
        a, b, c, d, e, f, g, h, i = self.m
        x, y = by
        return PlaneMap((a, b, a * x + b * y + c, d, e, d * x + e * y + f, g, h, g * x + h * y + i))


def fitted(pairs: Sequence[Pair], width: float, height: float) -> PlaneMap:
    """The map that fits these points best on a page of this size.

    A projective one where the points lie far apart in both directions, an affine one where they lie
    apart, else one that only turns, scales and moves. Raises ``DegenerateError``.
    """
    xs = [page[0] for page, _ in pairs]
    ys = [page[1] for page, _ in pairs]
    across, along = (max(xs) - min(xs)) / width, (max(ys) - min(ys)) / height
    if min(across, along) > 0.5 and len(pairs) >= 8:
        return _solved(pairs, _projective_rows, 8, lambda p: (*p, 1.0))
    if min(across, along) > 0.3 and len(pairs) >= 6:
        return _solved(pairs, _affine_rows, 6, lambda p: (*p, 0.0, 0.0, 1.0))
    return _solved(pairs, _similar_rows, 4, _similar)


def local(pairs: Sequence[Pair]) -> PlaneMap:
    """The map around a few points near each other: affine, or turned and scaled where they lie on a line.

    Raises ``DegenerateError``.
    """
    try:
        return _solved(pairs, _affine_rows, 6, lambda p: (*p, 0.0, 0.0, 1.0))
    except DegenerateError:
        return _solved(pairs, _similar_rows, 4, _similar)


def _similar(p: list[float]) -> tuple[float, ...]:
    return (p[0], -p[1], p[2], p[1], p[0], p[3], 0.0, 0.0, 1.0)


def trusted(pairs: Sequence[Pair], width: float, height: float, most: float) -> tuple[PlaneMap, list[Pair]]:
    """The best map without the points that lie further than ``most`` millimetres beside it.

    Raises ``DegenerateError`` when fewer than four are left.
    """
    kept = list(pairs)
    while len(kept) >= 4:
        found = fitted(kept, width, height)
        scale = found.per_mm((width / 2, height / 2)) or 1.0
        beside = [distance(found(page), pixel) / scale for page, pixel in kept]
        worst = max(beside)
        if worst <= most:
            return found, kept
        limit = max(most, worst * 0.7)
        kept = [pair for pair, off in zip(kept, beside, strict=True) if off < limit]
    raise DegenerateError("the points do not fit together")


def distance(one: Point, other: Point) -> float:
    """How far two points are apart."""
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _projective_rows(page: Point, pixel: Point) -> tuple[list[float], float, list[float], float]:
    (x, y), (u, v) = page, pixel
    return [x, y, 1, 0, 0, 0, -u * x, -u * y], u, [0, 0, 0, x, y, 1, -v * x, -v * y], v


def _affine_rows(page: Point, pixel: Point) -> tuple[list[float], float, list[float], float]:
    (x, y), (u, v) = page, pixel
    return [x, y, 1, 0, 0, 0], u, [0, 0, 0, x, y, 1], v


def _similar_rows(page: Point, pixel: Point) -> tuple[list[float], float, list[float], float]:
    (x, y), (u, v) = page, pixel
    return [x, -y, 1, 0], u, [y, x, 0, 1], v


def _solved(
    pairs: Sequence[Pair], rows: _Rows, unknowns: int, matrix: Callable[[list[float]], tuple[float, ...]]
) -> PlaneMap:
    """The least squares solution. Both sides are centred and scaled first, or numbers get out of hand."""
    pages, page_scale, page_middle = _normal([page for page, _ in pairs])
    pixels, pixel_scale, pixel_middle = _normal([pixel for _, pixel in pairs])
    square = [[0.0] * unknowns for _ in range(unknowns)]
    right = [0.0] * unknowns
    for page, pixel in zip(pages, pixels, strict=True):
        first, u, second, v = rows(page, pixel)
        for row, value in ((first, u), (second, v)):
            used = [place for place, each in enumerate(row) if each]
            for i in used:
                for j in used:
                    square[i][j] += row[i] * row[j]
                right[i] += row[i] * value
    inner = matrix(_gauss(square, right))
    (px, py), (qx, qy) = page_middle, pixel_middle
    before = (page_scale, 0.0, -page_scale * px, 0.0, page_scale, -page_scale * py, 0.0, 0.0, 1.0)
    after = (1 / pixel_scale, 0.0, qx, 0.0, 1 / pixel_scale, qy, 0.0, 0.0, 1.0)
    return PlaneMap(_times(after, _times(inner, before)))


def _normal(points: list[Point]) -> tuple[list[Point], float, Point]:
    count = len(points)
    middle = sum(p[0] for p in points) / count, sum(p[1] for p in points) / count
    spread = sum(distance(p, middle) for p in points) / count
    if spread == 0:
        raise DegenerateError("all points in one place")
    scale = 1 / spread
    return [((p[0] - middle[0]) * scale, (p[1] - middle[1]) * scale) for p in points], scale, middle


def _gauss(square: list[list[float]], right: list[float]) -> list[float]:
    size = len(right)
    rows = [[*row, value] for row, value in zip(square, right, strict=True)]
    for place in range(size):
        pivot = max(range(place, size), key=lambda row: abs(rows[row][place]))
        if abs(rows[pivot][place]) < 1e-10:
            raise DegenerateError("the points lie on a line")
        rows[place], rows[pivot] = rows[pivot], rows[place]
        for other in range(size):
            factor = rows[other][place] / rows[place][place]
            if other != place and factor:
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[place], strict=True)]
    return [rows[place][size] / rows[place][place] for place in range(size)]


def _times(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(
        sum(one[3 * row + k] * other[3 * k + column] for k in range(3))
        for row in range(3)
        for column in range(3)
    )
