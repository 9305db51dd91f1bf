"""A sheet of paper as it came out of a printer: a picture that knows how many pixels a millimetre has."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72
Rng = np.random.Generator


@dataclass
class Paper:
    """``image`` is grey (L) or colour (RGB), upright, and can be written on in place."""

    image: Image.Image
    per_mm: float

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return self.image.width / self.per_mm, self.image.height / self.per_mm

    def px(self, mm: float) -> int:
        """So many millimetres in whole pixels."""
        return round(mm * self.per_mm)


def printed(pdf: bytes, index: int, dpi: float, rng: Rng, *, is_colour: bool) -> Paper:
    """A page of a PDF out of an office printer: black is not quite black, and no printer is exact.

    The content is up to 1.2 mm beside where it should be and up to 0.3 % larger or smaller.
    """
    with (
        contextlib.closing(pypdfium2.PdfDocument(pdf)) as document,
        contextlib.closing(document[index]) as page,
    ):
        bitmap = page.render(scale=dpi / 72, grayscale=not is_colour)
        image = bitmap.to_pil().convert("RGB" if is_colour else "L")
    return placed(_toned(image, rng), dpi / MM_PER_INCH, rng.normal(0, 0.0012), rng.normal(0, 0.4, 2))


def _toned(image: Image.Image, rng: Rng) -> Image.Image:
    """Toner spreads a little, and is dark grey; paper is not quite white."""
    image = image.filter(ImageFilter.BoxBlur(rng.uniform(0.3, 0.8)))
    black, white = rng.uniform(12, 55), rng.uniform(240, 252)
    return image.point(
        [round(black + (white - black) * value / 255) for value in range(256)] * len(image.getbands())
    )


def placed(
    image: Image.Image,
    per_mm: float,
    bigger: float,
    shift_mm: tuple[float, float] | np.ndarray,
    size_mm: tuple[float, float] | None = None,
) -> Paper:
    """The printed content a little bigger (0.003 is 0.3 %) around the middle, and moved, on its sheet.

    ``size_mm`` is the sheet if it is not as large as the page; the middles lie on each other.
    """
    width, height = image.size
    if size_mm is not None:
        width, height = round(size_mm[0] * per_mm), round(size_mm[1] * per_mm)
    scale = 1 / (1 + bigger)
    x = image.width / 2 - (width / 2 + shift_mm[0] * per_mm) * scale
    y = image.height / 2 - (height / 2 + shift_mm[1] * per_mm) * scale
    # The paper around the content has the colour of its corner.
    moved = image.transform(
        (width, height),
        Image.Transform.AFFINE,
        (scale, 0, x, 0, scale, y),
        Image.Resampling.BILINEAR,
        fillcolor=image.getpixel((0, 0)),
    )
    return Paper(moved, per_mm)


_POOL = np.random.default_rng(20).standard_normal(1 << 22, dtype=np.float32)


def noise(count: int, rng: Rng) -> np.ndarray:
    """So many normal numbers, quickly: cut from a large pool, at a place of its own each time."""
    start = int(rng.integers(len(_POOL)))
    return np.resize(
        np.roll(_POOL, -start)
        if count > len(_POOL)
        else np.take(_POOL, np.arange(start, start + count), mode="wrap"),
        count,
    )


def grain(shape: tuple[int, int], pixels: float, rng: Rng) -> np.ndarray:
    """A field of soft spots about so many pixels large, from 0 to 1, half of it below 0.5."""
    small = max(2, round(shape[0] / pixels)), max(2, round(shape[1] / pixels))
    spots = np.clip(noise(small[0] * small[1], rng).reshape(small) * 42 + 128, 0, 255).astype(np.uint8)
    large = Image.fromarray(spots).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(large, np.float32) / 255
