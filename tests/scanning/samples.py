"""Filled pages as files that come in, with the truth: each follows from a seed and a number."""

from __future__ import annotations

import time
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import numpy as np
from PIL import Image

from sms_desktop.paper.geometry import Page
from tests.scanning.batch import Batch
from tests.scanning.filling import Filled, Mix, fill
from tests.scanning.paper import Paper, Rng, printed
from tests.scanning.phone import Sheet, Shot, photo
from tests.scanning.scanner import Scanner

Channel = Literal["scan", "bilevel", "phone"]
CHANNELS: tuple[Channel, ...] = ("scan", "bilevel", "phone")
MIXES: tuple[Mix, ...] = ("ordinary", "hard")

_NEW_YEAR = time.gmtime(1767225600)


@dataclass(frozen=True)
class Sample:
    """A file with one page, and what is on it. ``about`` says how it was made, for who looks at a failure."""

    name: str
    data: bytes
    suffix: str
    page: Page
    filled: Filled
    about: str


def sample(batch: Batch, channel: Channel, mix: Mix, seed: int, number: int) -> Sample:
    """Number so many of this channel and mix: always the same one."""
    rng = np.random.default_rng([seed, CHANNELS.index(channel), MIXES.index(mix), number])
    index = _page(batch, rng)
    name = f"{channel}-{mix}-{seed}-{number}"
    if channel == "phone":
        return _photographed(batch, index, mix, name, rng)
    return _scanned(batch, index, mix, name, rng, is_bilevel=channel == "bilevel")


def _page(batch: Batch, rng: Rng) -> int:
    """A page; one without boxes (a back) less often, for it shows nothing about ticks."""
    while True:
        index = int(rng.integers(len(batch.pages)))
        has_boxes = any(field.kind == "box" for field in batch.pages[index].fields)
        if has_boxes or rng.random() < 0.1:
            return index


def back_of(index: int) -> int:
    """The page on the back of this one: all forms here have two pages, printed on both sides."""
    return index ^ 1


def _scanned(batch: Batch, index: int, mix: Mix, name: str, rng: Rng, *, is_bilevel: bool) -> Sample:
    scanner = Scanner.some(rng, "black and white" if is_bilevel else None)
    is_colour = scanner.colours == "colour"
    paper = printed(batch.pdf, index, scanner.finer_dpi, rng, is_colour=is_colour)
    filled = fill(paper, batch.pages[index].fields, mix, rng)
    back = printed(batch.pdf, back_of(index), 60, rng, is_colour=False).image if scanner.back else None
    image = scanner.scan(paper, rng, back)
    data, suffix = _as_file(image, scanner, rng)
    return Sample(name, data, suffix, batch.pages[index], filled, repr(scanner))


def _as_file(image: Image.Image, scanner: Scanner, rng: Rng) -> tuple[bytes, str]:
    kind = str(rng.choice(["PDF", "JPEG", "TIFF", "PNG"], p=[0.55, 0.33, 0.06, 0.06]))
    if image.mode == "1" and kind == "JPEG":
        kind = "PDF"
    out = BytesIO()
    if kind == "PDF":
        quality = {} if image.mode == "1" else {"quality": scanner.quality}
        image.save(out, kind, resolution=scanner.dpi, creationDate=_NEW_YEAR, modDate=_NEW_YEAR, **quality)
    elif kind == "JPEG":
        image.save(out, kind, quality=scanner.quality, dpi=(scanner.dpi,) * 2)
    else:
        image.save(out, kind, compress_level=1, dpi=(scanner.dpi,) * 2)
    return out.getvalue(), {"PDF": ".pdf", "JPEG": ".jpg", "TIFF": ".tif", "PNG": ".png"}[kind]


def _photographed(batch: Batch, index: int, mix: Mix, name: str, rng: Rng) -> Sample:
    shot, page = Shot.some(rng), batch.pages[index]
    dpi = 200 if max(shot.size) < 2500 else 260
    paper = printed(batch.pdf, index, dpi, rng, is_colour=True)
    filled = fill(paper, page.fields, mix, rng)
    sheet = Sheet.some(page.width, page.height, rng)
    image = photo(paper, sheet, shot, rng)
    return Sample(name, as_photo(image, shot.quality, rng), ".jpg", page, filled, f"{shot} {sheet}")


def as_photo(image: Image.Image, quality: int, rng: Rng) -> bytes:
    """A JPEG; one in three is turned, and says so in its EXIF data, as phones do."""
    exif = Image.Exif()
    if rng.random() < 0.33:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def scanned(paper: Paper, rng: Rng) -> Image.Image:
    """This paper through a common scanner: grey, 200 dpi."""
    return Scanner.some(rng, "grey", 200).scan(paper, rng)
