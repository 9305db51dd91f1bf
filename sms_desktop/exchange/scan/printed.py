"""What is printed around the boxes of a form: whatever else stands there, somebody wrote."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from sms_desktop.exchange.scan.outlines import Outline, around
from sms_desktop.paper import drawing
from sms_desktop.paper.geometry import Document, Page
from sms_desktop.paper.layouts import LaidField, LaidPage

if TYPE_CHECKING:
    from PIL import Image

AROUND = 6.0
"""Millimetres around a box that are looked at: a mark beside a box is not further from it than this."""
PER_MM = 4
_CLEAR = 0.7
"""Millimetres around its outline that belong to the box."""
_SIDE = 2.0
"""Millimetres from the outline: further out than a cross reaches, but for a careless stroke."""
_SOME = 0.1
"""Square millimetres; less is dirt."""
_HALFWAY = 4.0
"""Millimetres around another box in which a mark belongs to that one."""
_WRITING = 2.5
"""Millimetres around a line to write on that handwriting may take."""
_BESIDE = 7
"""Pixels: print may stand nearly a millimetre beside its place, for paper stretches and is cut."""
_STROKE = 10
"""Pixels; broader than the stroke of a pen."""
_DARKER = 12
"""From 0 to 255. Fainter print than this shows on no scan."""
ELSEWHERE = 254
"""In a mask: just under what is printed, so that print stays on top of it."""
_POINTS_PER_MM = 72 / 25.4

Masks = Mapping[str, "Image.Image"]
"""For each box, white where something is printed, and black where there is but paper; ``ELSEWHERE`` where
what is written need not belong to the box: at other boxes, and at lines to write on."""


class Surroundings(msgspec.Struct, frozen=True):
    """What somebody wrote around a box, in square millimetres.

    ``ink``: all of it; ``opposite``: further out, on two opposite sides, that of the emptier one; ``sides``:
    on how many of its four sides there is any further out. On its level, at other boxes and on lines to
    write on too: ``row``, further out right and left of it, that of the emptier side; ``onward``, what goes
    on at one side from its outline to as far as is looked.
    """

    ink: float = 0.0
    opposite: float = 0.0
    sides: int = 0
    row: float = 0.0
    onward: float = 0.0


def surroundings(picture: Image.Image, outline: Outline, mask: Image.Image, least: float) -> Surroundings:
    """What stands around a box beyond the print. ``least``: how much darker than the paper ink is."""
    from PIL import ImageChops, ImageFilter
    from PIL.Image import Transpose

    patch = around(picture, outline.own_map, outline.field, AROUND, per_mm=2 * PER_MM)
    patch = patch.filter(ImageFilter.MedianFilter(3)).reduce(2)
    dark = strokes(patch, _STROKE).point([255 * (value > least) for value in range(256)])
    ink, anywhere = (
        ImageChops.subtract(dark, mask.point([255 * (value > most) for value in range(256)]))
        for most in (0, ELSEWHERE)
    )
    whole, out = ink.size[0], round((AROUND - _SIDE) * PER_MM)
    far = [
        _area(ink.crop(box))
        for box in (
            (0, 0, out, whole),
            (whole - out, 0, whole, whole),
            (0, 0, whole, out),
            (0, whole - out, whole, whole),
        )
    ]
    opposite = max(min(far[0], far[1]), min(far[2], far[3]))
    row = [_on_level(side) for side in (anywhere, anywhere.transpose(Transpose.FLIP_LEFT_RIGHT))]
    return Surroundings(
        ink=_area(ink),
        opposite=opposite,
        sides=sum(each > _SOME for each in far),
        row=min(further + furthest for _, further, furthest in row),
        onward=max(
            further + furthest if min(near, further, furthest) > _SOME else 0
            for near, further, furthest in row
        ),
    )


def _on_level(ink: Image.Image) -> list[float]:
    """What stands left of a box on its level: near it, further out and furthest out."""
    top = round((AROUND - _CLEAR) * PER_MM)
    ends = [round((AROUND - each) * PER_MM) for each in (_CLEAR, _SIDE, 2 * _SIDE, AROUND)]
    pieces = zip(ends[1:], ends[:-1], strict=True)
    return [_area(ink.crop((left, top, right, ink.size[1] - top))) for left, right in pieces]


def strokes(patch: Image.Image, width: int) -> Image.Image:
    """How much darker than the paper beside it each pixel is, where that is narrower than ``width`` pixels.

    This is what a morphological closing fills. The edge of a shadow, dark on one side only, is no stroke.
    """
    from PIL import ImageChops, ImageFilter

    # Of the noise of a photo the highest would be taken.
    filled = _highest(patch.filter(ImageFilter.BoxBlur(1)), width, 1)
    filled = ImageChops.invert(_highest(ImageChops.invert(filled), width, -1))
    return ImageChops.subtract(filled, patch)


def _highest(patch: Image.Image, width: int, way: int) -> Image.Image:
    """The highest value in a square that begins at each pixel, right and down or (-1) the other way."""
    from PIL import ImageChops

    across, along = patch.size
    for right, down in ((way, 0), (0, way)):
        reach = 1
        while reach < width:
            step = min(reach, width - reach)
            x, y = right * step, down * step
            # Beyond its edges a picture is black, which is never the highest.
            patch = ImageChops.lighter(patch, patch.crop((x, y, x + across, y + along)))
            reach += step
    return patch


def masks(page: LaidPage, prints: Sequence[Image.Image]) -> dict[str, Image.Image]:
    """The masks of the boxes of a page, of which these are all the forms in which it is printed."""
    return {field.field: _mask(field, page, prints) for field in page.fields if field.kind == "box"}


def rendered(pages: Sequence[Page]) -> list[Image.Image]:
    """Each page in grey, with ``PER_MM`` pixels for each millimetre."""
    import pypdfium2

    pdf = drawing.to_pdf(Document("", tuple(pages)))
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        scale = PER_MM / _POINTS_PER_MM
        return [page.render(scale=scale, grayscale=True).to_pil().convert("L") for page in document]


def _mask(field: LaidField, page: LaidPage, prints: Sequence[Image.Image]) -> Image.Image:
    from PIL import Image, ImageChops, ImageFilter

    left, top = (round((each - AROUND) * PER_MM) for each in (field.x, field.y))
    size = round((field.width + 2 * AROUND) * PER_MM)
    found = Image.new("L", (size, size))
    for each in prints:
        dark = ImageChops.invert(each.crop((left, top, left + size, top + size)))
        found = ImageChops.lighter(found, dark.point([255 * (value > _DARKER) for value in range(256)]))
    found = found.filter(ImageFilter.MaxFilter(_BESIDE))
    for other in page.fields:
        margin = _CLEAR if other is field else _HALFWAY if other.kind == "box" else _WRITING
        box = (
            round((other.x - margin) * PER_MM) - left,
            round((other.y - margin) * PER_MM) - top,
            round((other.x + other.width + margin) * PER_MM) - left,
            round((other.y + other.height + margin) * PER_MM) - top,
        )
        if box[0] < size and box[1] < size and box[2] > 0 and box[3] > 0:
            covered = Image.new("L", (size, size))
            covered.paste(ELSEWHERE, box)
            found = ImageChops.lighter(found, covered)
    return found


def _area(ink: Image.Image) -> float:
    return ink.histogram()[255] / PER_MM**2
