"""From PDF to pictures and to the printer, at true size.

PDFium is not thread-safe: everything here runs in the thread of the window.
"""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2 as pdfium
from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

POINTS_PER_INCH = 72.0
BAND = 512
"""Pixels. A page at 600 dpi as one picture would be 139 MB."""


class PrinterError(Exception):
    """The printer does not take the pages."""


class Pdf:
    """An open PDF whose pages can be sized and drawn."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document = pdfium.PdfDocument(data)
        self.sizes: list[tuple[float, float]] = [
            self._document.get_page_size(number) for number in range(len(self._document))
        ]

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, number: int, scale: float) -> QImage:
        """Page ``number`` (from 0) as a picture; ``scale`` in pixels per point."""
        return self._render(number, scale, (0, 0, 0, 0))

    def bands(self, number: int, scale: float) -> list[tuple[float, float]]:
        """The horizontal bands, as (top, height) in points, in which a page can be drawn."""
        height = self.sizes[number][1]
        step = BAND / scale
        tops = [step * index for index in range(int(height / step) + 1) if step * index < height]
        return [(top, min(step, height - top)) for top in tops]

    def band(self, number: int, scale: float, top: float, height: float) -> QImage:
        """The part of a page from ``top`` points below its upper edge, ``height`` points high."""
        below = self.sizes[number][1] - top - height
        return self._render(number, scale, (0, max(below, 0.0), 0, top))

    def close(self) -> None:
        """Let go of the document."""
        self._document.close()

    def _render(self, number: int, scale: float, crop: tuple[float, float, float, float]) -> QImage:
        page = self._document[number]
        bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, prefer_bgrx=False)
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB888
        )
        copy = image.copy()  # Qt does not keep the buffer alive
        bitmap.close()
        page.close()
        return copy


def page_size(paper: str) -> QPageSize:
    """The sheet that the settings call ``a4``, ``a3`` or ``letter``, for what Qt itself lays out."""
    from sms_desktop.paper.fitting import PAPERS

    sheet = PAPERS[paper]
    size = QSizeF(sheet.width, sheet.height)
    return QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)


def page_layout(size: tuple[float, float]) -> QPageLayout:
    """The layout of a sheet of this size in points: the whole sheet, no margins added."""
    width, height = size
    landscape = width > height
    portrait = QSizeF(min(size), max(size))
    page = QPageSize(portrait, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(page, orientation, QMarginsF(0, 0, 0, 0))


def prepare(printer: QPrinter, pdf: Pdf, title: str) -> None:
    """Preset the printer: sheet size, and both sides flipped on the short edge for landscape."""
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(pdf.sizes[0]))
    width, height = pdf.sizes[0]
    landscape = width > height
    both_sides = len(pdf) > 1
    if both_sides:
        printer.setDuplex(
            QPrinter.DuplexMode.DuplexShortSide if landscape else QPrinter.DuplexMode.DuplexLongSide
        )


def pages_to_print(printer: QPrinter, count: int) -> list[int]:
    """The page numbers (from 0) that were asked for in the print dialog."""
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage() > 0:
        first = printer.fromPage()
        last = min(printer.toPage() or count, count)
        return list(range(first - 1, last))
    return list(range(count))


def print_pdf(pdf: Pdf, printer: QPrinter, progress: Callable[[int, int], bool]) -> bool:
    """Print the pages that the printer asks for; whether all were printed.

    ``progress(done, all)`` is called before each page and returns ``False`` to stop.
    Raises :class:`PrinterError` if the printer does not take them.
    """
    numbers = pages_to_print(printer, len(pdf))
    if not printer.supportsMultipleCopies():
        numbers = numbers * max(printer.copyCount(), 1)
    printer.setFullPage(True)
    painter = QPainter()
    try:
        for done, number in enumerate(numbers):
            if not progress(done, len(numbers)):
                if painter.isActive():
                    printer.abort()
                return False
            printer.setPageLayout(page_layout(pdf.sizes[number]))
            if not (printer.newPage() if done else painter.begin(printer)):
                raise PrinterError
            _draw(pdf, number, printer, painter)
    finally:
        if painter.isActive():
            painter.end()
    return True


def _draw(pdf: Pdf, number: int, printer: QPrinter, painter: QPainter) -> None:
    dots_per_point = printer.resolution() / POINTS_PER_INCH
    scale = min(dots_per_point, 600 / POINTS_PER_INCH)
    width = pdf.sizes[number][0]
    for top, height in pdf.bands(number, scale):
        picture = pdf.band(number, scale, top, height)
        target = QRectF(0, top * dots_per_point, width * dots_per_point, height * dots_per_point)
        painter.drawImage(target, picture, QRectF(picture.rect()))
