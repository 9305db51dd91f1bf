"""Finding the printed boxes themselves: the map that the codes give is only nearly right on curled paper.

Boxes near what is known already come first; each one found makes the map better for the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from sms_desktop.exchange.scan.plane import DegenerateError, Pair, PlaneMap, Point, distance, trusted
from sms_desktop.paper.layouts import LaidField, LaidPage

if TYPE_CHECKING:
    from PIL import Image

PER_MM = 8
"""Pixels for each millimetre in a patch."""
REACH = 3.5
"""Millimetres that a box may be beside its expected place. The next box is at least 9 mm away."""
AGREES = 0.9
"""Millimetres that a box may lie beside where all the others say that it is."""
CLEAR = 0.3
"""How dark an outline must be against those of the other boxes."""
_BANDS = 5
_CHUNK = 4
_STRETCH = (-2, -1, 0, 1, 2)


class Outline(msgspec.Struct, frozen=True):
    """A box in the picture: where its middle is beside the expected place, and how clear its outline is.

    ``moved`` is in millimetres of the page under ``map``. ``strength`` is the darkness of its fainter
    sides, from 0 to 255.
    """

    field: LaidField
    map: PlaneMap
    moved: Point
    strength: float

    @property
    def own_map(self) -> PlaneMap:
        """The map with which this box is where it should be."""
        return self.map.shifted(self.moved)

    @property
    def middle(self) -> Point:
        """The middle of the box on the page."""
        return middle_of(self.field)


class Aligned(msgspec.Struct, frozen=True):
    """The boxes of a page. ``agreeing`` are those whose outline is where all say it is.

    The others are taken where the map expects them; they are doubtful.
    """

    map: PlaneMap
    boxes: tuple[Outline, ...]
    agreeing: frozenset[str]

    @property
    def share(self) -> float:
        """How many of the outlines agree, from 0 to 1; 1 on a page without boxes."""
        return len(self.agreeing) / len(self.boxes) if self.boxes else 1.0


def middle_of(field: LaidField) -> Point:
    """The middle of a field on the page."""
    return field.x + field.width / 2, field.y + field.height / 2


def align(picture: Image.Image, page: LaidPage, known: Sequence[Pair]) -> Aligned:
    """Find the boxes of a page. ``known`` are points of its codes.

    Raises ``DegenerateError`` when no map follows from them.
    """
    size = (page.width, page.height)
    found_map, pairs = trusted(known, *size, most=1.5)
    waiting = [field for field in page.fields if field.kind == "box"]
    first = [pair[0] for pair in pairs]
    waiting.sort(key=lambda field: min(distance(middle_of(field), point) for point in first))
    found: list[Outline] = []
    typical = 0.0
    for start in range(0, len(waiting), _CHUNK):
        chunk = [_search(picture, field, found_map) for field in waiting[start : start + _CHUNK]]
        found += chunk
        typical = _median([outline.strength for outline in found])
        clear = [each for each in chunk if each.strength >= CLEAR * typical]
        pairs += [_pair(each) for each in clear]
        found_map, pairs = trusted(pairs, *size, most=AGREES * 2)
    return _checked(found, found_map, typical)


def _pair(outline: Outline) -> Pair:
    return outline.middle, outline.own_map(outline.middle)


def _checked(found: list[Outline], last: PlaneMap, typical: float) -> Aligned:
    """Each outline against its neighbours: paper curls smoothly, one box does not jump."""
    moves = {}
    for outline in found:
        seen, expected = outline.own_map(outline.middle), last(outline.middle)
        scale = last.per_mm(outline.middle) or 1.0
        moves[outline.field.field] = ((seen[0] - expected[0]) / scale, (seen[1] - expected[1]) / scale)
    agreeing: set[str] = set()
    boxes = []
    for outline in found:
        name = outline.field.field
        smooth = _smooth(outline, found, moves, typical)
        beside = distance(moves[name], smooth)
        if outline.strength >= CLEAR * typical and outline.strength > 8 and beside <= AGREES:
            agreeing.add(name)
            boxes.append(outline)
        else:
            boxes.append(_at(outline, last, smooth))
    return Aligned(last, tuple(boxes), frozenset(agreeing))


def _at(outline: Outline, last: PlaneMap, moved: Point) -> Outline:
    """The box where its neighbours say that it is; ``moved`` is in millimetres of the picture."""
    x, y = last(outline.middle)
    scale = last.per_mm(outline.middle) or 1.0
    target = (x + moved[0] * scale, y + moved[1] * scale)
    right, down = (outline.middle[0] + 1, outline.middle[1]), (outline.middle[0], outline.middle[1] + 1)
    (rx, ry), (dx, dy) = last(right), last(down)
    a, b, c, d = rx - x, dx - x, ry - y, dy - y
    det = a * d - b * c or 1.0
    u, v = target[0] - x, target[1] - y
    return Outline(outline.field, last, ((d * u - b * v) / det, (a * v - c * u) / det), outline.strength)


def _smooth(outline: Outline, found: list[Outline], moves: dict[str, Point], typical: float) -> Point:
    """How the neighbours of a box are moved: the median of the nearest ones that are clear."""
    others = [each for each in found if each is not outline and each.strength >= CLEAR * typical]
    others.sort(key=lambda each: distance(each.middle, outline.middle))
    near = [moves[each.field.field] for each in others[:5]]
    if not near:
        return (0.0, 0.0)
    return _median([each[0] for each in near]), _median([each[1] for each in near])


def _search(picture: Image.Image, field: LaidField, page_map: PlaneMap) -> Outline:
    """The outline of a box around where the map expects it."""
    margin = REACH + 1
    patch = cut(picture, page_map, field.x - margin, field.y - margin, field.width + 2 * margin)
    dark = darkness(patch)
    across, x_strength = _edges(dark, round(margin * PER_MM), round(field.width * PER_MM), vertical=True)
    along, y_strength = _edges(dark, round(margin * PER_MM), round(field.height * PER_MM), vertical=False)
    moved = (across / PER_MM, along / PER_MM)
    return Outline(field, page_map, moved, min(x_strength, y_strength))


def cut(
    picture: Image.Image,
    page_map: PlaneMap,
    x: float,
    y: float,
    width: float,
    height: float | None = None,
    per_mm: float = PER_MM,
) -> Image.Image:
    """A patch of the page, upright, with ``per_mm`` pixels for each millimetre."""
    from PIL import Image

    size = round(width * per_mm), round((width if height is None else height) * per_mm)
    coefficients = page_map.patch(x, y, per_mm)
    return picture.transform(
        size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BILINEAR, fillcolor=255
    )


def darkness(patch: Image.Image) -> Image.Image:
    """How much darker than the paper around it each pixel is, from 0 to 255."""
    white = percentile(patch.histogram(), 0.75) or 1
    return patch.point([max(0, min(255, round((white - value) * 255 / white))) for value in range(256)])


def percentile(histogram: Sequence[int], share: float) -> int:
    """The value below which this share of the pixels is."""
    wanted, seen = sum(histogram) * share, 0
    for value, count in enumerate(histogram):
        seen += count
        if seen >= wanted:
            return value
    return 255


def _edges(dark: Image.Image, expected: int, length: int, vertical: bool) -> tuple[float, float]:
    """Where the two sides of a box are against ``expected``, in pixels, and how dark the fainter one is.

    The box is cut in bands across the side; a line that is dark in all bands but one is a side, a stroke
    of a pen that crosses it is not.
    """
    from PIL import Image

    whole = dark.size[0]
    if vertical:
        strip = dark.crop((0, expected, whole, expected + length))
        bands = strip.resize((whole, _BANDS), Image.Resampling.BOX)
    else:
        strip = dark.crop((expected, 0, expected + length, whole)).transpose(Image.Transpose.TRANSPOSE)
        bands = strip.resize((whole, _BANDS), Image.Resampling.BOX)
    data = bands.tobytes()
    rows = [data[start * whole : (start + 1) * whole] for start in range(_BANDS)]
    profile = [sorted(column)[1] for column in zip(*rows, strict=True)]
    # A side is a line: what is as dark to the left and to the right of it is a filled area.
    smooth = [0, *(profile[i - 1] + 2 * profile[i] + profile[i + 1] for i in range(1, whole - 1)), 0]
    return _best_pair(smooth, expected, length)


def _best_pair(profile: list[int], expected: int, length: int) -> tuple[float, float]:
    reach = round(REACH * PER_MM)
    best, place, fainter = -1.0, 0.0, 0.0
    for shift in range(-reach, reach + 1):
        for stretch in _STRETCH:
            left, right = expected + shift, expected + shift + length + stretch
            if left < 3 or right >= len(profile) - 3:
                continue
            one, other = profile[left], profile[right]
            outside = max(profile[left - 3], profile[right + 3])
            score = min(one, other) * 2 + one + other - outside - 0.4 * abs(stretch) - 0.05 * abs(shift)
            if score > best:
                best, place, fainter = score, shift + stretch / 2, min(one, other) / 4
    return place, fainter


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0


__all__ = ["Aligned", "DegenerateError", "Outline", "align"]
