"""Streaks that dust on the glass of a sheet feeder draws along a whole scan: found, and made light again.

A streak is the same in every row of the picture up to the edge of the paper, which no print and no pen is.
So it can be told from what stands on the paper and taken away, and what a person wrote beneath it stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sms_desktop.exchange.scan.outlines import median

if TYPE_CHECKING:
    from PIL import Image

_BANDS = 40
"""In so many parts of its length a column is looked at."""
_BESIDE = 6
"""Pixels on either side, where a streak is over."""
_SHARE = 0.2
"""All but this share of the bands of a streak are darker than what is beside them."""
_LEAST = 0.03
"""How much darker, as a share of the paper."""
_AROUND = 2
"""Bands on either side from which a band's darkness is taken: dust moves, and print is in the way."""
_MOST = 40
"""Columns. Whatever has more of them is no streak."""


def without_streaks(picture: Image.Image) -> Image.Image:
    """The picture without streaks; itself if it has none. Streaks lie along its height or its width."""
    from PIL import Image

    upright = _mended(picture)
    turned = upright.transpose(Image.Transpose.TRANSPOSE)
    mended = _mended(turned)
    return upright if mended is turned else mended.transpose(Image.Transpose.TRANSPOSE)


def _mended(picture: Image.Image) -> Image.Image:
    """The picture without streaks along its height."""
    found = _streaks(picture)
    if not found or len(found) > _MOST:
        return picture
    mended = picture.copy()
    edges = [round(band * picture.height / _BANDS) for band in range(_BANDS + 1)]
    for column, darkness in found.items():
        for band in range(_BANDS):
            light = 1 - darkness[band]
            box = (column, edges[band], column + 1, edges[band + 1])
            piece = picture.crop(box).point([min(255, round(value / light)) for value in range(256)])
            mended.paste(piece, box)
    return mended


def _streaks(picture: Image.Image) -> dict[int, list[float]]:
    """How dark each streaked column is in each band, as a share of the paper beside it."""
    from PIL import Image, ImageChops

    width = picture.width
    if width < 4 * _BESIDE or picture.height < 4 * _BANDS:
        return {}
    rows = picture.resize((width, _BANDS), Image.Resampling.BOX)
    beside = ImageChops.darker(ImageChops.offset(rows, _BESIDE, 0), ImageChops.offset(rows, -_BESIDE, 0))
    darker = ImageChops.subtract(beside, rows).transpose(Image.Transpose.TRANSPOSE).tobytes()
    paper = beside.transpose(Image.Transpose.TRANSPOSE).tobytes()
    found = {}
    for column in range(_BESIDE, width - _BESIDE):
        place = slice(column * _BANDS, (column + 1) * _BANDS)
        dark = darker[place]
        lowest = min(sorted(dark)[round(_BANDS * _SHARE)], max(dark[0], dark[-1]))
        if lowest > 2 and lowest > _LEAST * (median(paper[place]) or 1):
            shares = [value / (white or 1) for value, white in zip(dark, paper[place], strict=True)]
            found[column] = _smooth(shares)
    return found


def _smooth(darkness: list[float]) -> list[float]:
    """Each band as its neighbours are, so that what is printed or written in one does not count."""
    smooth = []
    for band in range(len(darkness)):
        smooth.append(min(0.9, median(darkness[max(0, band - _AROUND) : band + _AROUND + 1])))
    return smooth
