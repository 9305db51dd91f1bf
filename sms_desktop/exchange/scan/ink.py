"""Is there a mark in this box? What is plain is decided; everything else is left to a person.

All limits stand in :class:`Limits`. They were fixed on generated pages of one seed; the figures in the
README are of another.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from sms_desktop.exchange.scan.outlines import PER_MM, Aligned, Outline, cut, percentile
from sms_desktop.exchange.scan.plane import PlaneMap
from sms_desktop.paper.layouts import LaidField

if TYPE_CHECKING:
    from PIL import Image


class Doubt(Enum):
    """Why a person has to look at a field."""

    BLACKED_OUT = "blacked_out"
    FAINT = "faint"
    TINY = "tiny"
    BESIDE = "beside"
    AMBIGUOUS = "ambiguous"
    OUTLINE = "outline"
    BOTH = "both"
    TWICE = "twice"
    HANDWRITING = "handwriting"


class Limits(msgspec.Struct, frozen=True):
    """When a box is empty, ticked or doubtful. Shares of the inner part of a box, from 0 to 1."""

    ink: float = 0.16
    """How much darker than the paper in the box a pixel of ink is at least."""
    noise: float = 4.0
    """… and how many times the unevenness of the paper."""
    trace: float = 0.055
    """The same for what may be a trace of a pencil."""
    empty: float = 0.006
    """Less ink than this is no mark."""
    traces: float = 0.03
    """More than this of what is only a trace is pointed out."""
    little: float = 0.035
    """Less than this is a tiny one."""
    black: float = 0.80
    """More than this is blacked out."""
    even: float = 0.30
    """Ink of at least this share in each ninth of a box is hardly a cross or a tick."""
    extent: float = 0.36
    """A mark reaches at least this far across the box in one direction."""
    faint: float = 0.18
    """A mark that is less dark than this is faint."""
    beside: float = 0.06
    """More ink than this around an empty box is a mark beside it."""
    entering: float = 0.018
    """The same when a little of it is in the box."""
    excess: float = 0.02
    """More ink than this beyond what an empty box has is a mark on its outline; half if it sticks out."""
    middle: float = 0.012
    """A mark leaves at least this much in the middle of the box, or reaches far in both directions."""
    strokes: float = 0.7
    """Less of the ink than this in strokes is a shadow, not a mark."""
    through: float = 0.02
    """More ink than this at the far ends of the clear space on opposite sides is a line through the box."""


LIMITS = Limits()

_INSIDE = 0.6
"""Millimetres of a box that its outline takes, blurred, on each side."""
_AROUND = 2.0
_CLEAR_OF_OUTLINE = 0.5
_MOST_NOISE = 0.06
_FAR_END = 0.6
_UNBROKEN = 0.8
_STROKE = 11
"""Pixels; broader than the stroke of a pen."""


class Mark(msgspec.Struct, frozen=True):
    """What was measured in a box, as shares from 0 to 1.

    ``covered``: pixels with ink; ``dark``: how dark they are; ``across`` and ``along``: how far they
    reach; ``middle``: covered in the middle half; ``evenly``: covered in the emptiest ninth; ``around``:
    covered just outside the box; ``through``: covered at both far ends, left and right or above and below;
    ``strokes``: covered by what is darker than right beside it; ``filled``: much darker than the paper;
    ``traces``: hardly darker. ``streak``: the ink is straight lines from side to side.
    ``all_ink``: covered in the box, on its outline and around it; ``excess``: more of that than an empty box.
    """

    covered: float
    dark: float
    across: float
    along: float
    middle: float
    evenly: float
    around: float
    through: float
    strokes: float
    filled: float
    traces: float
    streak: bool = False
    all_ink: float = 0.0
    excess: float = 0.0


class Verdict(msgspec.Struct, frozen=True):
    """What a box says: ``value`` is the suggestion, ``doubt`` why a person should look at it."""

    value: bool
    confidence: float
    doubt: Doubt | None


def marks(picture: Image.Image, aligned: Aligned, limits: Limits = LIMITS) -> dict[str, Mark]:
    """What is in each box of a page, by field."""
    patches = {outline.field.field: _patch(picture, outline) for outline in aligned.boxes}
    noise = _noise(list(patches.values()))
    found = {name: _measured(patch, noise, limits) for name, patch in patches.items()}
    # Ink on the outline itself shows only beside what an outline usually takes on this page.
    usual = sorted(mark.all_ink for mark in found.values() if mark.covered < limits.empty)
    outline = usual[len(usual) // 2] if usual else 0.0
    uneven = 3 * (usual[len(usual) * 2 // 3] - outline) if usual else 0.0
    return {
        name: replace(mark, excess=mark.all_ink - outline - max(0.0, uneven - limits.excess))
        for name, mark in found.items()
    }


def judged(mark: Mark, has_outline: bool, limits: Limits = LIMITS) -> Verdict:
    """What a mark means by itself, without regard to the boxes beside it."""
    value, doubt = _meaning(mark, limits)
    if not has_outline and doubt is None:
        doubt = Doubt.OUTLINE
    return Verdict(value, _confidence(mark, value, doubt, limits), doubt)


def _meaning(mark: Mark, limits: Limits) -> tuple[bool, Doubt | None]:
    if min(mark.filled, mark.covered) >= limits.black:
        return False, Doubt.BLACKED_OUT
    if mark.covered < limits.empty:
        if mark.traces > limits.traces:
            return True, Doubt.FAINT
        enters = mark.covered > limits.empty / 5
        is_beside = mark.around > (limits.entering if enters else limits.beside)
        sticks_out = mark.excess > limits.excess / 2 and mark.around > limits.entering / 2
        is_beside = is_beside or sticks_out or mark.excess > limits.excess
        return False, Doubt.BESIDE if is_beside else None
    reach = max(mark.across, mark.along)
    if mark.streak or mark.through > limits.through:
        return mark.covered > limits.little and not mark.streak, Doubt.AMBIGUOUS
    if mark.strokes < limits.strokes * mark.covered:
        return False, Doubt.AMBIGUOUS
    if mark.covered < limits.little or reach < limits.extent:
        return reach >= limits.extent and mark.middle > limits.middle, Doubt.TINY
    if mark.middle < limits.middle and min(mark.across, mark.along) < 0.4:
        return False, Doubt.BESIDE
    if mark.dark < limits.faint:
        return True, Doubt.FAINT
    if mark.evenly > limits.even:
        return True, Doubt.AMBIGUOUS
    return True, None


def _confidence(mark: Mark, value: bool, doubt: Doubt | None, limits: Limits) -> float:
    """From 0.5 for a guess to nearly 1: how far the measures are from where the verdict would turn."""
    if doubt is not None:
        return 0.5
    if value:
        far = min(mark.covered / limits.little, mark.dark / limits.faint)
        return round(1 - 0.3 / max(far, 1.0) ** 3, 4)
    near = max(mark.covered / limits.empty, mark.around / limits.beside, mark.traces / limits.traces)
    return round(1 - 0.3 * min(near, 1.0) ** 2, 4)


def _patch(picture: Image.Image, outline: Outline) -> Image.Image:
    """The box and what is around it."""
    field = outline.field
    return cut(
        picture,
        outline.own_map,
        field.x - _AROUND,
        field.y - _AROUND,
        field.width + 2 * _AROUND,
        field.height + 2 * _AROUND,
    )


def _noise(patches: list[Image.Image]) -> float:
    """How uneven the empty paper beside the boxes is, as a share of its brightness."""
    found = []
    for patch in patches:
        for side in _sides(patch):
            histogram = side.histogram()
            middle = percentile(histogram, 0.5) or 1
            found.append((middle - percentile(histogram, 0.16)) / middle)
    ordered = sorted(found)
    return min(ordered[len(ordered) // 2], _MOST_NOISE) if ordered else 0.0


def _inner(patch: Image.Image) -> Image.Image:
    start = round((_AROUND + _INSIDE) * PER_MM)
    return patch.crop((start, start, patch.size[0] - start, patch.size[1] - start))


def _measured(patch: Image.Image, noise: float, limits: Limits) -> Mark:
    from PIL import ImageFilter

    patch = patch.filter(ImageFilter.MedianFilter(3))
    inner = _inner(patch)
    paper = _paper(patch)
    histogram = inner.histogram()
    own = max(percentile(histogram, 0.9), 1)
    white = own if own > paper * 0.85 else paper
    least = max(limits.ink, noise * limits.noise)
    limit = white * (1 - least)
    ink = inner.point([255 if value < limit else 0 for value in range(256)])
    size = ink.size[0]
    box = ink.getbbox() or (0, 0, 0, 0)
    below = histogram[: max(0, int(limit))]
    dark = sum((white - value) / white * count for value, count in enumerate(below)) / (sum(below) or 1)
    quarter, third = size // 4, size // 3
    cells = [(x * third, y * third, (x + 1) * third, (y + 1) * third) for x in range(3) for y in range(3)]
    lines = _lines(patch)
    trace = max(limits.trace, noise * limits.noise)
    traces = min(_share_below(histogram, white * (1 - trace)), _share_above(_inner(lines), white * trace))
    return Mark(
        covered=_covered(ink),
        dark=dark,
        across=(box[2] - box[0]) / size,
        along=(box[3] - box[1]) / size,
        middle=_covered(ink.crop((quarter, quarter, size - quarter, size - quarter))),
        evenly=min(_covered(ink.crop(cell)) for cell in cells),
        around=max(_share_above(side, paper * least) for side in _sides(lines)),
        through=_through(lines, paper * least),
        strokes=_share_above(_inner(lines), white * least * 0.9),
        filled=_share_below(histogram, paper * 0.62),
        traces=traces,
        streak=_is_streak(ink, limits),
        all_ink=_share_above(lines, paper * least),
    )


def _covered(ink: Image.Image) -> float:
    """The share of the pixels with ink, in a picture of ink alone."""
    return ink.histogram()[255] / (ink.size[0] * ink.size[1])


def _sides(patch: Image.Image) -> list[Image.Image]:
    """The four strips just outside the box."""
    width = round((_AROUND - _CLEAR_OF_OUTLINE) * PER_MM)
    whole = patch.size[0]
    return [
        patch.crop(box)
        for box in (
            (0, 0, whole, width),
            (0, whole - width, whole, whole),
            (0, width, width, whole - width),
            (whole - width, width, whole, whole - width),
        )
    ]


def _paper(patch: Image.Image) -> float:
    """How bright the paper around the box is."""
    histograms = [side.histogram() for side in _sides(patch)]
    return max(percentile([sum(values) for values in zip(*histograms, strict=True)], 0.7), 1)


def _lines(patch: Image.Image) -> Image.Image:
    """How much darker than what is right beside it each pixel is: strokes, without shadows."""
    from PIL import ImageChops, ImageFilter

    ground = patch.filter(ImageFilter.MaxFilter(_STROKE)).filter(ImageFilter.BoxBlur(_STROKE // 2))
    return ImageChops.subtract(ground, patch)


def _through(lines: Image.Image, limit: float) -> float:
    """The ink at the far ends of the clear space on two opposite sides, as a share of the emptier one."""
    width, whole = round(_FAR_END * PER_MM), lines.size[0]
    left, right, above, below = (
        _share_above(lines.crop(box), limit)
        for box in (
            (1, 0, width, whole),
            (whole - width, 0, whole - 1, whole),
            (0, 1, whole, width),
            (0, whole - width, whole, whole - 1),
        )
    )
    return max(min(left, right), min(above, below))


def _share_above(lines: Image.Image, limit: float) -> float:
    histogram = lines.histogram()
    return sum(histogram[int(limit) + 1 :]) / (sum(histogram) or 1)


def _share_below(histogram: list[int], limit: float) -> float:
    return sum(histogram[: max(0, int(limit))]) / (sum(histogram) or 1)


def _is_streak(ink: Image.Image, limits: Limits) -> bool:
    """Whether next to all ink in the box stands in straight lines from side to side: dirt of a scanner."""
    from PIL import Image

    size = ink.size[0]
    for turned in (ink, ink.transpose(Image.Transpose.TRANSPOSE)):
        columns = turned.resize((size, 1), Image.Resampling.BOX).tobytes()
        full = [place for place, value in enumerate(columns) if value >= _UNBROKEN * 255]
        beside = {place + step for place in full for step in (-2, -1, 0, 1, 2)}
        left = sum(value for place, value in enumerate(columns) if place not in beside)
        if full and len(full) <= size / 4 and left / (255 * size) < limits.little:
            return True
    return False


def is_written(picture: Image.Image, page_map: PlaneMap, field: LaidField, pitch: float) -> bool:
    """Whether something is written on the lines of a field, printed ``pitch`` millimetres apart.

    Only a hint what to show first: a person looks at all of them.
    """
    scale = 4.0
    patch = cut(picture, page_map, field.x, field.y, field.width, field.height, per_mm=scale)
    histogram = patch.histogram()
    white = max(percentile(histogram, 0.7), 1)
    ink = patch.point([255 if value < white * 0.8 else 0 for value in range(256)])
    covered = seen = 0
    count = max(1, round(field.height / pitch))
    for line in range(count):
        top = round((line * field.height / count + 1.0) * scale)
        bottom = round(((line + 1) * field.height / count - 1.2) * scale)
        if bottom > top:
            strip = ink.crop((0, top, ink.size[0], bottom))
            covered += strip.histogram()[255]
            seen += strip.size[0] * strip.size[1]
    return covered > 0.004 * seen
