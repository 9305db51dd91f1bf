"""Is there a mark in this box? What is plain is decided; everything else is left to a person.

All limits stand in :class:`Limits`. They were fixed on generated pages of one seed; the figures in the
README are of another.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import msgspec

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
    empty: float = 0.006
    """Less ink than this is no mark."""
    little: float = 0.035
    """Less than this is a tiny one."""
    much: float = 0.60
    """More than this is hardly a cross or a tick any more."""
    black: float = 0.74
    """More than this is blacked out."""
    extent: float = 0.36
    """A mark reaches at least this far across the box in one direction."""
    faint: float = 0.22
    """A mark that is less dark than this is faint."""
    beside: float = 0.035
    """More ink than this around an empty box is a mark beside it."""
    middle: float = 0.012
    """A mark leaves at least this much in the middle of the box."""


LIMITS = Limits()

_INSIDE = 0.6
"""Millimetres of a box that its outline takes, blurred, on each side."""
_AROUND = 2.0
_CLEAR_OF_OUTLINE = 0.5
_MOST_NOISE = 0.06


class Mark(msgspec.Struct, frozen=True):
    """What was measured in a box, as shares from 0 to 1.

    ``covered``: pixels with ink; ``dark``: how dark they are; ``across`` and ``along``: how far they
    reach; ``middle``: covered in the middle half; ``around``: covered just outside the box;
    ``streak``: the ink is one straight line through the box and beyond.
    """

    covered: float
    dark: float
    across: float
    along: float
    middle: float
    around: float
    filled: float
    streak: bool = False


class Verdict(msgspec.Struct, frozen=True):
    """What a box says: ``value`` is the suggestion, ``doubt`` why a person should look at it."""

    value: bool
    confidence: float
    doubt: Doubt | None


def marks(picture: Image.Image, aligned: Aligned, limits: Limits = LIMITS) -> dict[str, Mark]:
    """What is in each box of a page, by field."""
    patches = {outline.field.field: _patch(picture, outline) for outline in aligned.boxes}
    noise = _noise(list(patches.values()))
    return {name: _measured(patch, noise, limits) for name, patch in patches.items()}


def judged(mark: Mark, has_outline: bool, limits: Limits = LIMITS) -> Verdict:
    """What a mark means by itself, without regard to the boxes beside it."""
    value, doubt = _meaning(mark, limits)
    if not has_outline and doubt is None:
        doubt = Doubt.OUTLINE
    return Verdict(value, _confidence(mark, value, doubt, limits), doubt)


def _meaning(mark: Mark, limits: Limits) -> tuple[bool, Doubt | None]:
    if mark.filled >= limits.black or mark.covered >= limits.black:
        return False, Doubt.BLACKED_OUT
    if mark.covered < limits.empty:
        return False, Doubt.BESIDE if mark.around > limits.beside else None
    reach = max(mark.across, mark.along)
    if mark.streak:
        return False, Doubt.AMBIGUOUS
    if mark.covered < limits.little or reach < limits.extent:
        return reach >= limits.extent and mark.middle > limits.middle, Doubt.TINY
    if mark.middle < limits.middle:
        return False, Doubt.BESIDE
    if mark.dark < limits.faint:
        return True, Doubt.FAINT
    if mark.covered > limits.much:
        return True, Doubt.AMBIGUOUS
    return True, None


def _confidence(mark: Mark, value: bool, doubt: Doubt | None, limits: Limits) -> float:
    """From 0.5 for a guess to nearly 1: how far the measures are from where the verdict would turn."""
    if doubt is not None:
        return 0.5
    if value:
        far = min(mark.covered / limits.little, mark.dark / limits.faint, limits.much / mark.covered)
        return round(1 - 0.3 / max(far, 1.0) ** 3, 4)
    near = max(mark.covered / limits.empty, mark.around / limits.beside)
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
    filled = _share_below(histogram, paper * 0.62)
    least = max(limits.ink, noise * limits.noise)
    white = own if own > paper * 0.6 else paper
    ink = inner.point([255 if value < white * (1 - least) else 0 for value in range(256)])
    covered = ink.histogram()[255] / (ink.size[0] * ink.size[1])
    box = ink.getbbox()
    across, along = ((box[2] - box[0]) / ink.size[0], (box[3] - box[1]) / ink.size[1]) if box else (0.0, 0.0)
    dark_values = [
        (white - value) / white * count
        for value, count in enumerate(histogram)
        if value < white * (1 - least)
    ]
    count = sum(histogram[: max(0, int(white * (1 - least)))]) or 1
    quarter = ink.size[0] // 4
    centre = ink.crop((quarter, quarter, ink.size[0] - quarter, ink.size[1] - quarter))
    middle = centre.histogram()[255] / (centre.size[0] * centre.size[1])
    return Mark(
        covered=covered,
        dark=sum(dark_values) / count,
        across=across,
        along=along,
        middle=middle,
        around=_around(patch, paper, least),
        filled=filled,
        streak=_is_streak(patch, ink, paper, least),
    )


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


def _around(patch: Image.Image, paper: float, least: float) -> float:
    """The most ink on one side just outside the box, as a share of that side."""
    most = 0.0
    for side in _sides(patch):
        histogram = side.histogram()
        white = max(percentile(histogram, 0.8), paper * 0.7)
        most = max(most, _share_below(histogram, white * (1 - least)))
    return most


def _share_below(histogram: list[int], limit: float) -> float:
    return sum(histogram[: max(0, int(limit))]) / (sum(histogram) or 1)


def _is_streak(patch: Image.Image, ink: Image.Image, paper: float, least: float) -> bool:
    """Whether all ink in the box stands in one narrow line that goes on above and below, or beside it."""
    box = ink.getbbox()
    if box is None:
        return False
    size, narrow = ink.size[0], round(0.9 * PER_MM)
    start = round((_AROUND + _INSIDE) * PER_MM)
    end = patch.size[0] - round((_AROUND - _CLEAR_OF_OUTLINE) * PER_MM)
    near = round((_AROUND - _CLEAR_OF_OUTLINE) * PER_MM)
    limit = paper * (1 - least)
    if box[2] - box[0] <= narrow and box[3] - box[1] >= 0.9 * size:
        columns = (start + box[0], start + box[2])
        ends = (
            patch.crop((columns[0], 0, columns[1], near)),
            patch.crop((columns[0], end, columns[1], patch.size[1])),
        )
    elif box[3] - box[1] <= narrow and box[2] - box[0] >= 0.9 * size:
        rows = (start + box[1], start + box[3])
        ends = (patch.crop((0, rows[0], near, rows[1])), patch.crop((end, rows[0], patch.size[0], rows[1])))
    else:
        return False
    return all(_share_below(each.histogram(), limit) > 0.25 for each in ends)


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
