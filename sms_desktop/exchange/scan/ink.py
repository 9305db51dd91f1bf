"""Is there a mark in this box? What is plain is decided; everything else is left to a person.

All limits stand in :class:`Limits`. They were fixed on generated pages of one seed; the figures in the
README are of another.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from sms_desktop.exchange.scan import printed
from sms_desktop.exchange.scan.outlines import PER_MM, Aligned, around, cut, median, percentile
from sms_desktop.exchange.scan.plane import PlaneMap
from sms_desktop.exchange.scan.printed import Masks, Surroundings
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
    traces: float = 0.042
    """More than this of what is only a trace is pointed out."""
    little: float = 0.035
    """Less than this is a tiny one."""
    black: float = 0.80
    """More than this is blacked out."""
    even: float = 0.36
    """Ink of at least this share in each ninth of a box is hardly a cross or a tick."""
    extent: float = 0.36
    """A mark reaches at least this far across the box in one direction."""
    faint: float = 0.175
    """A mark that is less dark than this is faint."""
    light: float = 0.22
    """A page on which no mark is darker than this was filled in lightly: half as dark is ink there …"""
    fainter: float = 0.85
    """… and faint is a mark that is less dark than this share of what is usual on the page."""
    beside: float = 0.04
    """More ink than this around an empty box is a mark beside it."""
    entering: float = 0.018
    """The same when a little of it is in the box."""
    thicker: float = 0.25
    """A side of the outline with this much more ink than that side usually has: a mark lies on it …"""
    crossing: float = 0.3
    """… or, with this much more, the tick goes across it."""
    middle: float = 0.012
    """A mark leaves at least this much in the middle of the box, or reaches far in both directions."""
    strokes: float = 0.7
    """Less of the ink than this in strokes is a shadow, not a mark."""
    weight: float = 0.0035
    """Where nothing is ticked on a page, a box that is darker by this than others is looked at …"""
    outlying: float = 8.0
    """… if that is so many times as much as others have less."""
    shade: float = 0.06
    """A box that is this much darker than the paper on all its sides was made dark …"""
    darkened: float = 0.15
    """… and one that is so much darker though less than ``half`` is ink: with a pen that hardly wrote."""
    half: float = 0.4
    beyond: float = 0.5
    """Square millimetres of ink that nobody printed: a mark beside an empty box."""
    opposite: float = 0.05
    """The same on two opposite sides of a mark: something that goes on through the box."""
    row: float = 0.15
    """The same left and right of a mark that reaches out of its box, wherever it stands: a word."""
    onward: float = 0.5
    """The same that goes on at one side of such a mark: a word that ends in the box, or begins there."""
    tail: float = 3.0
    """The same of the end of a tick, at most."""
    wide: float = 0.5
    """A tick below the middle of a box reaches at least this far across it."""
    through: float = 0.005
    """More ink than this at the far ends of the clear space on opposite sides is a line through the box …"""
    plain: float = 0.05
    """… even where nothing is seen further out, if it is more than this."""
    pen: float = 0.5
    """Less of the ink than this in strokes as narrow as usual is a stain, if it goes on beside the box."""


LIMITS = Limits()


_INSIDE = 0.6
"""Millimetres of a box that its outline takes, blurred, on each side."""
_AROUND = 2.0
_CLEAR_OF_OUTLINE = 0.5
_MOST_NOISE = 0.06
_FAR_END = 0.4
_BY_OUTLINE = 0.8
_NARROW = 13
_SEVERAL, _BROADEST = 3, 0.1
"""Marks from which the pen of a page is known, and the least share of narrow strokes it is taken to have."""
_RECURS = 1.15
"""How much darker a side may be than what a fifth of all sides of the page are at least."""
_STROKE = 25
"""Pixels; broader than the stroke of a pen."""


class Mark(msgspec.Struct, frozen=True):
    """What was measured in a box, as shares from 0 to 1.

    ``covered``: pixels with ink; ``dark``: how dark they are; ``across`` and ``along``: how far they
    reach; ``middle``: covered in the middle half; ``evenly``: covered in the emptiest ninth; ``around``:
    covered just outside the box; ``through``: covered at both far ends, left and right or above and below;
    ``strokes``: covered by what is darker than right beside it; ``narrow``: by strokes as narrow as a pen's,
    or as those of the page if somebody used a broad one;
    ``filled``: much darker than the paper; ``traces``: hardly darker; ``sides``: how much more ink each side
    of the outline has than the same side of other boxes; ``shade``: how much darker it is than the paper on
    its darkest side; ``weight``: how dark it is inside against other boxes of the page; ``least``: the
    darkness from which something is ink, from 0 to 255; ``beyond``: what is written around it, if it is
    known what is printed.
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
    narrow: float
    filled: float
    traces: float
    shade: float
    weight: float
    least: float
    sides: tuple[float, ...]
    beyond: Surroundings | None = None


class Verdict(msgspec.Struct, frozen=True):
    """What a box says: ``value`` is the suggestion, ``doubt`` why a person should look at it.

    ``is_alone``: nothing is written around the box.
    """

    value: bool
    confidence: float
    doubt: Doubt | None
    is_alone: bool = False


def read(picture: Image.Image, aligned: Aligned, masks: Masks, limits: Limits = LIMITS) -> dict[str, Verdict]:
    """What the boxes of a page say, by field. ``masks``: what is printed around the boxes, if known.

    One faint mark may be what is left of one that was rubbed out. Where somebody writes like that all along,
    it is a pencil that writes lightly, and the page is measured anew for it.
    """
    found = marks(picture, aligned, masks, limits)
    dark = [mark.dark for mark in found.values() if _is_written(mark, limits)]
    if dark and max(dark) <= limits.light:
        limits = replace(limits, ink=limits.ink / 2)
        found = marks(picture, aligned, masks, limits)
        limits = replace(limits, faint=_faint(found, limits))
    return judged(found, aligned.agreeing, limits)


def _is_written(mark: Mark, limits: Limits) -> bool:
    return min(mark.covered, mark.strokes) >= limits.empty or mark.traces > limits.traces


def _faint(found: dict[str, Mark], limits: Limits) -> float:
    """The darkness under which a mark is fainter than is usual on its page; too few marks cannot tell."""
    dark = [mark.dark for mark in found.values() if mark.covered > limits.little]
    return limits.fainter * median(dark) if len(dark) >= _SEVERAL else 1.0


def marks(picture: Image.Image, aligned: Aligned, masks: Masks, limits: Limits) -> dict[str, Mark]:
    """What is in each box of a page, by field."""
    patches = {
        outline.field.field: around(picture, outline.own_map, outline.field, _AROUND)
        for outline in aligned.boxes
    }
    noise = _noise(list(patches.values()))
    found = {name: _measured(patch, noise, limits) for name, patch in patches.items()}
    for outline in aligned.boxes:
        name = outline.field.field
        if name in masks:
            beyond = printed.surroundings(picture, outline, masks[name], found[name].least)
            found[name] = replace(found[name], beyond=beyond)
    return _against_usual(found, limits)


def _against_usual(found: dict[str, Mark], limits: Limits) -> dict[str, Mark]:
    """The marks without what every box of the page has: an outline of its own, doubled in a moved photo."""
    found = _by_one_pen(found, limits)
    empty = [mark for mark in found.values() if mark.covered < limits.empty]
    if not empty:
        return {name: replace(mark, sides=(0.0,)) for name, mark in found.items()}
    by_side = list(zip(*(mark.sides for mark in empty), strict=True))
    # Some printers and programs draw every so many lines twice as thick as the others.
    sides = sorted(side for one_side in by_side for side in one_side)
    often = sides[len(sides) * 4 // 5] / _RECURS
    usual = [max(median(side), often) or 1.0 for side in by_side]
    traces, around, weight = (
        _lower_third([getattr(mark, name) for mark in empty]) for name in ("traces", "around", "weight")
    )
    return {
        name: replace(
            mark,
            sides=tuple(side / each - 1 for side, each in zip(mark.sides, usual, strict=True)),
            traces=max(0.0, mark.traces - traces),
            around=max(0.0, mark.around - around),
            weight=mark.weight - weight,
        )
        for name, mark in found.items()
    }


def _by_one_pen(found: dict[str, Mark], limits: Limits) -> dict[str, Mark]:
    """The marks, with strokes called narrow that are no broader than is usual on this page: a marker's."""
    narrow = [mark.narrow / mark.covered for mark in found.values() if mark.covered > limits.little]
    usual = median(narrow) if len(narrow) >= _SEVERAL else 1.0
    return {name: replace(mark, narrow=mark.narrow / max(usual, _BROADEST)) for name, mark in found.items()}


def _lower_third(values: list[float]) -> float:
    """What two thirds are above: more than that of the boxes of a page have no faint marks."""
    return sorted(values)[len(values) // 3]


def judged(found: dict[str, Mark], agreeing: frozenset[str], limits: Limits) -> dict[str, Verdict]:
    """What the boxes of a page say. ``agreeing``: those whose outline is where it should be."""
    verdicts = {name: _judged(mark, name in agreeing, limits) for name, mark in found.items()}
    if any(verdict.value for verdict in verdicts.values()):
        return verdicts
    # Nothing at all is ticked: perhaps somebody wrote so lightly that it hardly shows.
    weights = [mark.weight for mark in found.values()]
    least = max(limits.weight, limits.outlying * -min(weights, default=0.0))
    return {
        name: Verdict(True, 0.5, Doubt.FAINT) if found[name].weight > least and not verdict.doubt else verdict
        for name, verdict in verdicts.items()
    }


def _judged(mark: Mark, has_outline: bool, limits: Limits) -> Verdict:
    """What a mark means by itself, without regard to the boxes beside it."""
    value, doubt = _meaning(mark, limits)
    if not has_outline and doubt is None:
        doubt = Doubt.OUTLINE
    return Verdict(value, _confidence(mark, value, doubt, limits), doubt, _is_alone(mark, limits))


def _is_alone(mark: Mark, limits: Limits) -> bool:
    return mark.around <= limits.beside and (mark.beyond is None or mark.beyond.ink <= limits.beyond)


def _meaning(mark: Mark, limits: Limits) -> tuple[bool, Doubt | None]:
    if min(mark.filled, mark.covered) >= limits.black:
        return False, Doubt.BLACKED_OUT
    if mark.covered < limits.empty or _is_edge(mark, limits):
        return _of_empty(mark, limits.traces, limits)
    if mark.strokes < limits.empty and mark.shade < limits.shade:  # the edge of a shadow, which hides traces
        return _of_empty(mark, limits.traces / 3, limits)
    return _of_marked(mark, limits)


def _is_edge(mark: Mark, limits: Limits) -> bool:
    """Whether it is but the outline of the box, printed or seen a little beside its place."""
    is_thin = min(mark.across, mark.along) < 0.08 and mark.middle < limits.empty
    return is_thin and mark.covered < limits.little and max(mark.sides) < limits.thicker / 2


def _of_empty(mark: Mark, traces: float, limits: Limits) -> tuple[bool, Doubt | None]:
    if mark.traces > traces:
        return True, Doubt.FAINT
    if mark.shade > limits.shade:
        return False, Doubt.AMBIGUOUS
    if max(mark.sides) > limits.thicker or _is_beside(mark, limits):
        return False, Doubt.BESIDE
    return False, None


def _is_beside(mark: Mark, limits: Limits) -> bool:
    """Whether a mark stands beside the box: plainly, or next to it and a little on its outline or further."""
    is_on_outline = max(mark.sides) > limits.thicker / 2
    enters = mark.strokes > limits.empty / 5 or is_on_outline
    is_near = mark.around > (limits.entering if enters else limits.beside)
    if mark.beyond is None:
        return is_near
    is_more = mark.beyond.ink > limits.beyond / 3 or is_on_outline
    return mark.beyond.ink > limits.beyond or (is_near and is_more)


def _of_marked(mark: Mark, limits: Limits) -> tuple[bool, Doubt | None]:
    reach = max(mark.across, mark.along)
    if _goes_on(mark, limits) or _is_line(mark, limits) or _is_stain(mark, limits):
        return mark.covered > limits.little, Doubt.AMBIGUOUS
    if mark.shade > limits.darkened and mark.covered < limits.half:
        return False, Doubt.AMBIGUOUS
    if mark.strokes < limits.strokes * mark.covered:
        return False, Doubt.AMBIGUOUS
    if _is_low_tick(mark, limits):
        return True, None
    if mark.covered < limits.little or reach < limits.extent:
        return reach >= limits.extent and mark.middle > limits.middle, Doubt.TINY
    if mark.middle < limits.middle and min(mark.across, mark.along) < 0.4:
        return False, Doubt.BESIDE
    if mark.dark < limits.faint:
        return True, Doubt.FAINT
    if mark.evenly > limits.even:
        return True, Doubt.AMBIGUOUS
    return True, None


def _goes_on(mark: Mark, limits: Limits) -> bool:
    """Whether what is in the box goes on beside it, as a word does, and a line that strikes out."""
    is_through = mark.through > limits.through
    if mark.beyond is None:
        return is_through
    if mark.through > limits.plain or mark.beyond.opposite > limits.opposite:
        return True
    if mark.around > limits.beside and (mark.beyond.row > limits.row or mark.beyond.onward > limits.onward):
        return True
    return is_through and mark.beyond.sides > 0


def _is_stain(mark: Mark, limits: Limits) -> bool:
    """Whether it is broader than a pen and goes on outside the box: the ring of a cup."""
    return mark.narrow < limits.pen * mark.covered and mark.around > limits.beside


def _is_line(mark: Mark, limits: Limits) -> bool:
    """Whether it is a straight line that comes from beside the box and ends in it, which no dash does."""
    is_straight = max(mark.across, mark.along) > 0.95 and min(mark.across, mark.along) < 0.3
    return is_straight and mark.around > limits.entering


def _is_low_tick(mark: Mark, limits: Limits) -> bool:
    """Whether it is a tick that misses the middle of the box: across it and its outline, and alone there.

    What goes on to two sides is a word or a line that cuts off a corner.
    """
    if mark.beyond is None or mark.dark < limits.faint or mark.middle >= limits.middle:
        return False
    if max(mark.sides) < limits.crossing or min(mark.across, mark.along) < 0.1:
        return False
    if mark.narrow < limits.pen * mark.covered:
        return False
    is_alone = mark.beyond.sides <= 1 and mark.beyond.ink < limits.tail
    return is_alone and mark.covered > limits.little and max(mark.across, mark.along) > limits.wide


def _confidence(mark: Mark, value: bool, doubt: Doubt | None, limits: Limits) -> float:
    """From 0.5 for a guess to nearly 1: how far the measures are from where the verdict would turn."""
    if doubt is not None:
        return 0.5
    if value:
        far = min(mark.covered / limits.little, mark.dark / limits.faint)
        return round(1 - 0.3 / max(far, 1.0) ** 3, 4)
    near = max(mark.covered / limits.empty, mark.around / limits.beside, mark.traces / limits.traces)
    return round(1 - 0.3 * min(near, 1.0) ** 2, 4)


def _noise(patches: list[Image.Image]) -> float:
    """How uneven the empty paper beside the boxes is, as a share of its brightness."""
    found = []
    for patch in patches:
        for side in _sides(patch):
            histogram = side.histogram()
            middle = percentile(histogram, 0.5) or 1
            found.append((middle - percentile(histogram, 0.16)) / middle)
    return min(median(found), _MOST_NOISE)


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
    lines = printed.strokes(patch, _STROKE)
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
        narrow=_share_above(_inner(printed.strokes(patch, _NARROW)), white * least * 0.9),
        filled=_share_below(histogram, paper * 0.62),
        traces=traces,
        shade=1 - percentile(histogram, 0.5) / _darkest_side(patch),
        least=paper * least,
        weight=_weight(_inner(lines)) / paper,
        sides=tuple(_weight(side) / paper for side in _outline_sides(lines)),
    )


def _outline_sides(patch: Image.Image) -> list[Image.Image]:
    """The four sides of the outline: above, below, left and right, without the corners."""
    whole = patch.size[0]
    out, into = (round((_AROUND + each) * PER_MM) for each in (-_BY_OUTLINE, _BY_OUTLINE))
    return [
        patch.crop(box)
        for box in (
            (into, out, whole - into, into),
            (into, whole - into, whole - into, whole - out),
            (out, into, into, whole - into),
            (whole - into, into, whole - out, whole - into),
        )
    ]


def _weight(lines: Image.Image) -> float:
    """How dark the strokes of a picture are together, as millimetres of black on each millimetre."""
    histogram = lines.histogram()
    return sum(value * count for value, count in enumerate(histogram)) / (sum(histogram) or 1)


def _darkest_side(patch: Image.Image) -> int:
    """How bright the paper is on the darkest side of the box."""
    return max(min(percentile(side.histogram(), 0.7) for side in _sides(patch)), 1)


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
