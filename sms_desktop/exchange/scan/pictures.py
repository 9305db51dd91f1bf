"""Pages as grey pictures, out of what comes in: PDF, JPEG, PNG, TIFF, HEIC.

Everything is bounded, whatever a file claims about itself: its size, its pages, the pixels of a picture.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sms_desktop.exchange import session_pdf
from sms_desktop.exchange.scan.reading import Reason
from sms_desktop.exchange.session_pdf import MOST_ATTACHMENTS

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

LARGEST_FILE = 500_000_000
"""Bytes."""
MOST_PIXELS = 120_000_000
"""A photo of a good phone has 50 million, an A3 at 600 dpi 70 million."""
MOST_PAGES = 1000
"""In one file."""
_START = 4096
_LONGEST = 2400
_SHORTEST = 1500
"""Pixels of the longer side of a page out of a PDF: an A4 at about 200 dpi, and at 130."""
_DRAFT = 7000

PICTURES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".heif", ".webp", ".bmp"}
# What Pillow raises about a damaged file, beside OSError.
_WRONG = (ValueError, SyntaxError, MemoryError, EOFError, KeyError, IndexError, TypeError, OverflowError)
_FORMATS = ("JPEG", "MPO", "PNG", "TIFF", "WEBP", "BMP", "HEIF")


class Picture(msgspec.Struct, frozen=True):
    """A page in grey. ``bilevel``: it was black and white only."""

    page: int
    image: Any
    bilevel: bool = False


class Unreadable(msgspec.Struct, frozen=True):
    """A page, or a whole file (page 1), that cannot be read."""

    page: int
    reason: Reason


def pictures(path: Path, first: int = 1) -> Iterator[Picture | Unreadable]:
    """The pages of a file from page ``first`` on. Whatever is wrong with it comes as :class:`Unreadable`."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            yield Unreadable(1, Reason.TOO_LARGE)
            return
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError:
        yield Unreadable(1, Reason.NOT_READABLE)
        return
    is_pdf = b"%PDF-" in start[:1024]
    if _is_session(start):
        yield Unreadable(1, Reason.SESSION)
        return
    yield from _of_pdf(path, first) if is_pdf else _of_picture(path, first)


def pages_in(path: Path) -> int:
    """How many pages a file has; 0 if it cannot be read."""
    import pypdfium2
    from PIL import Image

    try:
        with path.open("rb") as file:
            is_pdf = b"%PDF-" in file.read(1024)
        if is_pdf:
            with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
                return len(document)
        with _opened(path) as image:
            return _frames(image)
    except (OSError, pypdfium2.PdfiumError, Image.DecompressionBombError, *_WRONG):
        return 0


# PDF ------------------------------------------------------------------------------------------------


def _of_pdf(path: Path, first: int) -> Iterator[Picture | Unreadable]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        yield Unreadable(1, Reason.ENCRYPTED if is_locked else Reason.NOT_READABLE)
        return
    with contextlib.closing(document):
        if len(document) > MOST_PAGES:
            yield Unreadable(1, Reason.TOO_MANY_PAGES)
            return
        if _carries_session(document):
            yield Unreadable(1, Reason.SESSION)
            return
        for index in range(first - 1, len(document)):
            yield _page(document, index)


def _carries_session(document: pypdfium2.PdfDocument) -> bool:
    """Whether this is a print with the session inside it: what is on it came from there."""
    import pypdfium2

    try:
        count = min(document.count_attachments(), MOST_ATTACHMENTS)
        found = (document.get_attachment(each) for each in range(count))
        named = (each for each in found if each.get_name().lower().endswith(session_pdf.NAMES))
        return any(_is_session(bytes(each.get_data()[:_START])) for each in named)
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        return False


def _is_session(start: bytes) -> bool:
    return start.lstrip().startswith(b"{") and b'"sms-session"' in start


def _page(document: pypdfium2.PdfDocument, index: int) -> Picture | Unreadable:
    import pypdfium2

    try:
        with contextlib.closing(document[index]) as page:
            longer = max(page.get_size())
            if longer <= 0:
                return Unreadable(index + 1, Reason.NOT_READABLE)
            pixels, bits = _own_pixels(page)
            wanted = min(max(pixels, _SHORTEST), _LONGEST) if pixels else (_LONGEST + _SHORTEST) // 2
            bitmap = page.render(scale=wanted / longer, grayscale=True, may_draw_forms=True)
            return Picture(index + 1, bitmap.to_pil().convert("L"), bilevel=bits == 1)
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        return Unreadable(index + 1, Reason.NOT_READABLE)


def _own_pixels(page: pypdfium2.PdfPage) -> tuple[int, int]:
    """The longer side in pixels of the largest picture on the page, and its bits per pixel."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    most, bits = 0, 8
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        if isinstance(each, pypdfium2.PdfImage):
            longer = max(each.get_px_size())
            if longer > most:
                most, bits = longer, int(each.get_metadata().bits_per_pixel)
    return most, bits


# Pictures -------------------------------------------------------------------------------------------


def _of_picture(path: Path, first: int) -> Iterator[Picture | Unreadable]:
    from PIL import Image

    try:
        image = _opened(path)
    except Image.DecompressionBombError:
        yield Unreadable(1, Reason.TOO_LARGE)
        return
    except (OSError, *_WRONG):
        yield Unreadable(1, Reason.NOT_A_PICTURE)
        return
    with image:
        frames = _frames(image)
        if frames > MOST_PAGES:
            yield Unreadable(1, Reason.TOO_MANY_PAGES)
            return
        for index in range(first - 1, frames):
            yield _frame(image, index)


def _opened(path: Path) -> Image.Image:
    from PIL import Image

    _open_heif()
    Image.init()
    with warnings.catch_warnings():
        # Its size is looked at before it is decoded.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(path, formats=[each for each in _FORMATS if each in Image.OPEN])


def _frames(image: Image.Image) -> int:
    """How many pages are in one picture file."""
    return int(getattr(image, "n_frames", 1)) if image.format in ("TIFF", "HEIF") else 1


def _frame(image: Image.Image, index: int) -> Picture | Unreadable:
    from PIL import Image, ImageOps

    try:
        if index:
            image.seek(index)
        if image.size[0] * image.size[1] > MOST_PIXELS:
            return Unreadable(index + 1, Reason.TOO_LARGE)
        is_bilevel = image.mode == "1"
        if max(image.size) > _DRAFT:
            image.draft("L", (image.size[0] // 2, image.size[1] // 2))
        grey = _grey(image)
        return Picture(index + 1, ImageOps.exif_transpose(grey), is_bilevel)
    except (OSError, *_WRONG, Image.DecompressionBombError):
        return Unreadable(index + 1, Reason.NOT_READABLE)


def _grey(image: Image.Image) -> Image.Image:
    """The picture in grey; what is transparent is paper."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        ground = Image.new("RGBA", with_alpha.size, "white")
        return Image.alpha_composite(ground, with_alpha).convert("L")
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L")


def _open_heif() -> None:
    """Let Pillow open the photos of phones, if the library for it is there."""
    with contextlib.suppress(ImportError):
        import pi_heif

        pi_heif.register_heif_opener()
