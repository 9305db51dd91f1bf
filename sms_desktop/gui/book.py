"""The handbook on paper: its contents, then pages, a picture never apart from the text that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QPageLayout,
    QPainter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)
from PySide6.QtPrintSupport import QPrinter

from sms_desktop.handbook import Chapter, picture
from sms_desktop.i18n import tr

TITLE, HEADING, BODY, NOTE = 22, 14, 10, 8
"""Points."""
_MARGIN, _FOOT = 20.0, 10.0
_A4 = 210.0
_LARGE = 250.0
"""Millimetres across from which paper gets the lay-out of A4, enlarged."""
_DPI = 96.0
_PER_MM = _DPI / 25.4
_NONE = QMarginsF(0, 0, 0, 0)
_SCALE = 0.54
"""How large a picture is at most, of what it is on a screen: a whole window is nearly as wide as the text."""
_HIGHEST = 0.45
"""The share of a page that a picture takes at most."""


_ABOVE, _BELOW = {1: 8.0, 2: 5.0}, 1.5
"""Millimetres above a chapter and a section, and below both."""
_LINE, _APART, _INDENT = 6.5, 2.5, 6.0
"""Millimetres in the contents: a line, what is more above a chapter, and a section further in."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a chapter (level 1) or a section of it, and the page (from 1) it begins on."""

    level: int
    title: str
    page: int


class Book:
    """All chapters in pages for a paper of this size, in millimetres, after a page of contents."""

    def __init__(self, parts: Sequence[Chapter], language: str, paper: QSizeF) -> None:
        self._factor = paper.width() / _A4 if paper.width() >= _LARGE else 1.0
        self._paper = paper / self._factor
        self._body = QSizeF(self._paper.width() - 2 * _MARGIN, self._paper.height() - 2 * _MARGIN) * _PER_MM
        self.document = QTextDocument()
        self.document.setDefaultFont(
            QFont(QFont().family(), BODY)
        )  # in points: the space around is set by it
        self.document.setDocumentMargin(0)
        self.document.setUseDesignMetrics(True)
        self.document.setMarkdown("\n\n".join(each.text for each in parts))
        for file in {file for part in parts for file in part.pictures}:
            kind = QTextDocument.ResourceType.ImageResource
            self.document.addResource(kind, QUrl(file), QImage(str(picture(language, file))))
        self.document.setDefaultFont(_font(BODY))
        self._size_pictures()
        self._space_headings()
        self._lay_out()
        self._keep_together()
        self.contents = tuple(self._entries())

    def __len__(self) -> int:
        return 1 + self.document.pageCount()

    def print_to(self, printer: QPrinter) -> None:
        """Draw all pages; ``printer`` has this paper."""
        printer.setFullPage(True)
        printer.setPageMargins(_NONE, QPageLayout.Unit.Millimeter)
        painter = QPainter(printer)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        try:
            scale = printer.logicalDpiX() / _DPI * self._factor
            painter.scale(scale, scale)
            for number in range(len(self)):
                if number:
                    printer.newPage()
                self._draw(painter, number)
        finally:
            painter.end()

    def _draw(self, painter: QPainter, number: int) -> None:
        """A page: the contents or its part of the text, and below it where one is."""
        edge, width, height = _MARGIN * _PER_MM, self._body.width(), self._body.height()
        painter.save()
        if number:
            place = (number - 1) * height
            painter.translate(edge, edge - place)
            self.document.drawContents(painter, QRectF(0, place, width, height))
        else:
            painter.translate(edge, edge)
            self._draw_contents(painter)
        painter.restore()
        foot = QRectF(QPointF(edge, edge + height), QSizeF(width, _FOOT * _PER_MM))
        painter.setFont(_font(NOTE))
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, tr("Handbook"))
        place = tr("Page {number} of {count}").format(number=number + 1, count=len(self))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, place)

    def _draw_contents(self, painter: QPainter) -> None:
        """The title, and each chapter and section with dots to its page."""
        title = QRectF(0, 0, self._body.width(), 12 * _PER_MM)
        painter.setFont(_font(TITLE, bold=True))
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "SMS-tool")
        painter.setFont(_font(HEADING))
        title.translate(0, title.height())
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tr("Handbook"))
        top = title.bottom() + 6 * _PER_MM
        needed = sum(_LINE + _APART * (each.level == 1) for each in self.contents) * _PER_MM
        unit = _PER_MM * min(1.0, (self._body.height() - top) / needed)
        for entry in self.contents:
            top += _APART * unit if entry.level == 1 else 0
            indent = 0.0 if entry.level == 1 else _INDENT * _PER_MM
            _draw_entry(painter, entry, QRectF(indent, top, self._body.width() - indent, _LINE * unit))
            top += _LINE * unit

    # Lay-out ----------------------------------------------------------------------------------------

    def blocks(self) -> Iterator[QTextBlock]:
        """The paragraphs, from the first to the last."""
        block = self.document.begin()
        while block.isValid():
            yield block
            block = block.next()

    def pages_of(self, block: QTextBlock) -> tuple[int, int]:
        """The pages (from 0) on which a paragraph begins and ends."""
        place = self.document.documentLayout().blockBoundingRect(block)
        height = self._body.height()
        return int((place.top() + 1) / height), int((place.bottom() - 1) / height)

    def _entries(self) -> Iterator[Entry]:
        for block in self.blocks():
            level = block.blockFormat().headingLevel()
            if level in (1, 2):
                yield Entry(level, block.text(), self.pages_of(block)[0] + 2)

    def _size_pictures(self) -> None:
        """All at the same scale, if the page has the room."""
        for block in self.blocks():
            form = picture_in(block)
            if form is None:
                continue
            kind = QTextDocument.ResourceType.ImageResource
            image = self.document.resource(kind, QUrl(form.name()))
            highest = self._body.height() * _HIGHEST
            share = min(_SCALE, self._body.width() / image.width(), highest / image.height())
            form.setWidth(image.width() * share)
            form.setHeight(image.height() * share)
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)

    def _space_headings(self) -> None:
        """More room above a heading than below it, so that it goes with what follows."""
        for block in self.blocks():
            form = block.blockFormat()
            if form.headingLevel():
                form.setTopMargin(_ABOVE[min(form.headingLevel(), 2)] * _PER_MM)
                form.setBottomMargin(_BELOW * _PER_MM)
                QTextCursor(block).setBlockFormat(form)

    def _keep_together(self) -> None:
        """Begin a page before what would be split: a heading and its text, a picture and its words."""
        for first, last in list(self._wholes()):
            if self.pages_of(first)[0] != self.pages_of(last)[1]:
                form = first.blockFormat()
                form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                form.setTopMargin(0)
                QTextCursor(first).setBlockFormat(form)
                self._lay_out()

    def _lay_out(self) -> None:
        """All of it anew: Qt loses text where it mends the pages after a change."""
        self.document.setPageSize(QSizeF())
        self.document.setPageSize(self._body)

    def _wholes(self) -> Iterator[tuple[QTextBlock, QTextBlock]]:
        """The first and the last paragraph of what stays on one page, in order."""
        for block, following in pairwise(list(self.blocks())):
            table = QTextCursor(following).currentTable()
            if picture_in(block) is not None:
                yield _lead(block), following  # its caption
            elif table is not None and QTextCursor(block).currentTable() is None:
                end = table.cellAt(table.rows() - 1, table.columns() - 1).lastCursorPosition()
                yield _lead(following), end.block()
            elif block.blockFormat().headingLevel() or block.text().endswith(":"):
                yield block, following


def _lead(block: QTextBlock) -> QTextBlock:
    """The paragraph that leads to a picture or a table, or the heading above that."""
    first = block.previous()
    above = first.previous()
    return above if above.isValid() and above.blockFormat().headingLevel() else first


def picture_in(block: QTextBlock) -> QTextImageFormat | None:
    """The picture that a paragraph is, if it is one."""
    parts = block.begin()
    if parts.atEnd():
        return None
    form = parts.fragment().charFormat()
    return form.toImageFormat() if form.isImageFormat() else None


def _draw_entry(painter: QPainter, entry: Entry, room: QRectF) -> None:
    """The title left, the page right, and dots between them."""
    painter.setFont(_font(BODY, bold=entry.level == 1))
    middle = Qt.AlignmentFlag.AlignVCenter
    page, metrics = str(entry.page), painter.fontMetrics()
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, entry.title)
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, page)
    dot = metrics.horizontalAdvance(" .")
    left = room.left() + metrics.horizontalAdvance(entry.title) + dot
    right = room.right() - metrics.horizontalAdvance(page) - dot
    if right > left:
        between = QRectF(left, room.top(), right - left, room.height())
        painter.drawText(between, Qt.AlignmentFlag.AlignRight | middle, " ." * int((right - left) / dot))


def _font(points: int, bold: bool = False) -> QFont:
    """The font of the program in this size, by pixels: the same on a screen of any density."""
    font = QFont()
    font.setPixelSize(round(points * _DPI / 72))
    font.setBold(bold)
    return font
