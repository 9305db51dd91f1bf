"""Finding the printed boxes themselves: the map that the codes give is only nearly right on curled paper.

Boxes near what is known already come first; each one found makes the map better for the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from sms_desktop.exchange.scan.plane import DegenerateError, Pair, PlaneMap, Point, distance, local, trusted
from sms_desktop.paper.layouts import LaidField, LaidPage

if TYPE_CHECKING:
    from PIL import Image

PER_MM = 8
"""Pixels for each millimetre in a patch."""
REACH = 3.5
"""Millimetres that a box may be beside its expected place. The next box is at least 9 mm away."""
AGREES = 1.0
"""Millimetres that a box may lie beside where all the others say that it is."""
FAR = 2.4
"""The same for a box whose outline is plain: nothing else on a form looks like one, and paper folds."""
CLEAR, PLAIN = 0.3, 0.6
"""How dark an outline must be against those of the other boxes, and from when on it is plain."""
FAINTEST = 8.0
"""The least darkness of an outline, from 0 to 255."""
_BANDS = 5
_NEAR = 6
_CLOSE = 0.9
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
        typical = median([outline.strength for outline in found])
        clear = [each for each in chunk if each.strength >= CLEAR * typical]
        pairs += [_pair(each) for each in clear]
        found_map, pairs = trusted(pairs, *size, most=AGREES * 2)
    return _checked(picture, found, found_map, typical)


def _pair(outline: Outline) -> Pair:
    return outline.middle, outline.own_map(outline.middle)


def _checked(picture: Image.Image, found: list[Outline], last: PlaneMap, typical: float) -> Aligned:
    """Each outline against its neighbours: paper curls smoothly, one box does not jump."""
    clear = [each for each in found if each.strength >= CLEAR * typical]
    agreeing: set[str] = set()
    boxes = []
    for outline in found:
        around = _around(outline, clear) or last
        if not _is_in_place(outline, (around, last), typical):
            outline = _look(picture, outline.field, around, (0.0, 0.0), tolerant=False)
            if outline.strength < max(PLAIN * typical, FAINTEST):
                boxes.append(Outline(outline.field, around, (0.0, 0.0), outline.strength))
                continue
        agreeing.add(outline.field.field)
        boxes.append(outline)
    return Aligned(last, tuple(boxes), frozenset(agreeing))


def _is_in_place(outline: Outline, maps: Sequence[PlaneMap], typical: float) -> bool:
    """Whether a box was seen clearly, where one of these maps says that it is."""
    seen, scale = outline.own_map(outline.middle), maps[-1].per_mm(outline.middle) or 1.0
    beside = min(distance(seen, each(outline.middle)) for each in maps) / scale
    most = FAR if outline.strength >= PLAIN * typical else AGREES
    return outline.strength >= max(CLEAR * typical, FAINTEST) and beside <= most


def _around(outline: Outline, clear: list[Outline]) -> PlaneMap | None:
    """The map that the nearest other boxes give, ``None`` where there are too few."""
    others = [each for each in clear if each is not outline]
    others.sort(key=lambda each: distance(each.middle, outline.middle))
    try:
        return local([_pair(each) for each in others[:_NEAR]]) if len(others) >= 3 else None
    except DegenerateError:
        return None


def _search(picture: Image.Image, field: LaidField, page_map: PlaneMap) -> Outline:
    """The outline of a box around where the map expects it.

    Looked for twice: a side is judged rightly only over the height at which the box really is.
    """
    first = _look(picture, field, page_map, (0.0, 0.0), tolerant=True)
    if max(map(abs, first.moved)) < 0.3:
        again = first
    else:
        again = _look(picture, field, page_map, first.moved, tolerant=True)
    return _look(picture, field, page_map, again.moved, tolerant=False)


def _look(
    picture: Image.Image, field: LaidField, page_map: PlaneMap, start: Point, tolerant: bool
) -> Outline:
    reach = REACH if tolerant else _CLOSE
    margin = reach + 1
    patch = cut(
        picture, page_map.shifted(start), field.x - margin, field.y - margin, field.width + 2 * margin
    )
    dark = darkness(patch)
    place = round(margin * PER_MM), round(reach * PER_MM)
    across, x_strength = _edges(dark, *place, round(field.width * PER_MM), True, tolerant)
    along, y_strength = _edges(dark, *place, round(field.height * PER_MM), False, tolerant)
    moved = (start[0] + across / PER_MM, start[1] + along / PER_MM)
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


def around(
    picture: Image.Image, page_map: PlaneMap, field: LaidField, margin: float, per_mm: float = PER_MM
) -> Image.Image:
    """A field with ``margin`` millimetres of what is around it, upright."""
    x, y, width, height = field.x, field.y, field.width, field.height
    return cut(
        picture, page_map, x - margin, y - margin, width + 2 * margin, height + 2 * margin, per_mm=per_mm
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


def _edges(
    dark: Image.Image, expected: int, reach: int, length: int, vertical: bool, tolerant: bool
) -> tuple[float, float]:
    """Where the two sides of a box are against ``expected``, in pixels, and how dark the fainter one is.

    The box is cut in bands across the side; a line that is dark in all bands but one (``tolerant``: two) is
    a side, a stroke of a pen that crosses it is not.
    """
    from PIL import Image

    whole = dark.size[0]
    if not vertical:
        dark = dark.transpose(Image.Transpose.TRANSPOSE)
    strip = dark.crop((0, expected, whole, expected + length))
    data = strip.resize((whole, _BANDS), Image.Resampling.BOX).tobytes()
    rows = [data[start * whole : (start + 1) * whole] for start in range(_BANDS)]
    lightest = 2 if tolerant else 1
    profile = [sorted(column)[lightest] for column in zip(*rows, strict=True)]
    smooth = [0, *(profile[i - 1] + 2 * profile[i] + profile[i + 1] for i in range(1, whole - 1)), 0]
    return _best_pair(smooth, expected, reach, length)


def _best_pair(profile: list[int], expected: int, reach: int, length: int) -> tuple[float, float]:
    best, place, fainter = -1.0, 0.0, 0.0
    for shift in range(-reach, reach + 1):
        for stretch in _STRETCH:
            left, right = expected + shift, expected + shift + length + stretch
            if left < 3 or right >= len(profile) - 3:
                continue
            one, other = profile[left], profile[right]
            # A side is a line: what is as dark beside it is a filled area.
            outside = max(profile[left - 3], profile[right + 3])
            score = min(one, other) * 2 + one + other - outside - 0.4 * abs(stretch) - 0.05 * abs(shift)
            if score > best:
                best, place, fainter = score, shift + stretch / 2, min(one, other) / 4
    return place, fainter


def median(values: Sequence[float]) -> float:
    """The value in the middle, of two the higher one; 0 if there are none."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0


__all__ = ["Aligned", "DegenerateError", "Outline", "align"]
