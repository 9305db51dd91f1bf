"""What stands in a PDF, read back from it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Shape:
    """A drawn path: its edges in millimetres from the top left corner, and its number of strokes."""

    left: float
    top: float
    right: float
    bottom: float
    segments: int

    @property
    def is_box(self) -> bool:
        """Whether it is a box to tick: 5 mm, and its outline, which the reader counts twice."""
        return all(abs(side - 5.5) < 0.05 for side in (self.right - self.left, self.bottom - self.top))

    @property
    def is_tick(self) -> bool:
        """Whether it is a tick: two strokes."""
        return self.segments == 3

    def holds(self, other: Shape) -> bool:
        """Whether ``other`` is inside."""
        inside = self.left < other.left and other.right < self.right
        return inside and self.top < other.top and other.bottom < self.bottom


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF, closed again."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def shapes(page: pypdfium2.PdfPage) -> list[Shape]:
    """All paths on a page."""
    height = page.get_height()
    found = []
    for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = path.get_bounds()
        edges = (left, height - top, right, height - bottom)
        segments = pdfium.FPDFPath_CountSegments(path.raw)
        found.append(Shape(*(edge / POINTS_PER_MM for edge in edges), segments))
    return found


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    found = []
    with opened(pdf) as document:
        for page in document:
            textpage = page.get_textpage()
            found.append(textpage.get_text_range())
            textpage.close()
    return found


def font_sizes(page: pypdfium2.PdfPage) -> set[float]:
    """The sizes of type on a page, in points."""
    found = set()
    for text in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(text.raw, size)
        found.add(round(size.value, 2))
    return found


def squeezed(text: str) -> str:
    """Without white space: lines break elsewhere on paper."""
    return "".join(text.split())
