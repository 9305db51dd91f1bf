"""Whether there is nothing on a page without codes: a back, perhaps with the dark edge of a scanner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sms_desktop.exchange.scan.outlines import percentile

if TYPE_CHECKING:
    from PIL import Image

_LONGER = 600
"""Pixels of the longer side that is looked at: a stroke of a pen is one or two wide."""
_LIKE, _NEXT_TO_ALL = 40, 0.999
_EDGE = 0.06
"""Of each side, that is not looked at: edges, staples, what a scanner adds."""
_DARK_EDGE = 0.08
"""Further in, as far as a dark edge goes on without a gap."""
_DARKER = 24
"""Than the paper around it: more than what shows through from the front."""
_SPECKS = 0.0001
"""Of the page. A word of handwriting is ten times as much."""


def is_even(picture: Image.Image) -> bool:
    """Whether all of this picture (grey) is next to equally bright: paper, or a bare table."""
    small = picture.reduce(max(1, max(picture.size) // _LONGER))
    histogram = small.histogram()
    usual = percentile(histogram, 0.5)
    alike = sum(histogram[max(0, usual - _LIKE) : usual + _LIKE])
    return alike > _NEXT_TO_ALL * sum(histogram)


def is_blank(picture: Image.Image) -> bool:
    """Whether there is nothing on this page (grey) but dust and a dark edge."""
    small = picture.reduce(max(1, round(max(picture.size) / _LONGER)))
    dark = _darker_than_around(_without_edges(small))
    return dark < _SPECKS * small.width * small.height


def _without_edges(small: Image.Image) -> Image.Image:
    width, height = small.size
    left, top = round(width * _EDGE), round(height * _EDGE)
    inside = small.crop((left, top, width - left, height - top))
    most = round(min(width, height) * _DARK_EDGE)
    for _ in range(4):  # every side, by a quarter turn each
        inside = _without_dark_rows(inside, most).transpose(_turn())
    return inside


def _turn() -> Image.Transpose:
    from PIL import Image

    return Image.Transpose.ROTATE_90


def _without_dark_rows(picture: Image.Image, most: int) -> Image.Image:
    """Without the dark rows at the top, from the edge on: what is written stands apart from it."""
    dark = max(0, percentile(picture.histogram(), 0.5) - _DARKER)
    rows = 0
    while rows < min(most, picture.height // 4):
        histogram = picture.crop((0, rows, picture.width, rows + 1)).histogram()
        if sum(histogram[:dark]) < 0.03 * picture.width:
            break
        rows += 1
    # The last of them is half paper and half shadow.
    return picture.crop((0, rows + 4 if rows else 0, picture.width, picture.height))


def _darker_than_around(picture: Image.Image) -> int:
    """How many pixels are darker than the paper around them; a shadow over the page is paper."""
    from PIL import Image, ImageChops

    around = picture.resize((12, 12), Image.Resampling.BOX).resize(picture.size, Image.Resampling.BICUBIC)
    darker = ImageChops.subtract(around, picture)
    return sum(darker.histogram()[_DARKER:])
