"""The handbook in a window of its own: chapters, search, print."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QKeySequence, QPageLayout, QResizeEvent, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QSplitter,
    QStyle,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n
from sms_desktop.gui.book import Book
from sms_desktop.gui.printing import page_size
from sms_desktop.gui.widgets.basics import button, described, text_label
from sms_desktop.handbook import START, Chapter, chapters, picture
from sms_desktop.i18n import tr


class _Page(QTextBrowser):
    """A chapter. Pictures are never broader than the window; nothing outside the program is opened."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._broadest = 0
        self._anew = QTimer(self)
        self._anew.setSingleShot(True)
        self._anew.setInterval(100)
        self._anew.timeout.connect(self._fit)

    def show_text(self, markdown: str) -> None:
        """Another chapter, from its beginning."""
        self._text, self._broadest = markdown, self._room()
        self.setMarkdown(markdown)

    def loadResource(self, kind: int, name: QUrl) -> object:
        found = QImage(str(picture(i18n.current().code, name.fileName())))
        broadest = round(self._room() * self.devicePixelRatioF())
        if found.width() > broadest:
            found = found.scaledToWidth(broadest, Qt.TransformationMode.SmoothTransformation)
            found.setDevicePixelRatio(self.devicePixelRatioF())
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._room() != self._broadest:
            self._anew.start()  # when the edge of the window has come to rest

    def _room(self) -> int:
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return max(100, self.width() - bar - 56)

    def _fit(self) -> None:
        """The pictures in the room that there is now, at the same place in the text."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self.show_text(self._text)
        bar.setValue(round(share * bar.maximum()))


class Handbook(QDialog):
    """Stays open beside the work. ``show_chapter`` opens it at a place; ``paper`` gives what prints fit."""

    def __init__(self, parent: QWidget | None = None, paper: Callable[[], str] = lambda: "a4") -> None:
        super().__init__(parent)
        self._paper = paper
        self.setWindowTitle(tr("Handbook"))
        self._chapters: tuple[Chapter, ...] = chapters(i18n.current().code)
        self._list = QListWidget()
        self._list.setObjectName("handbook.chapters")
        self._list.setAccessibleName(tr("Chapters"))
        described(self._list, tr("The arrow keys go to another one, which is shown beside it."))
        self._list.addItems([each.title for each in self._chapters])
        self._list.setWordWrap(True)
        self._list.setProperty("role", "chapters")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(self._show)
        self._page = _Page()
        self._page.setObjectName("handbook.page")
        self._page.setAccessibleName(tr("Text of the chapter"))
        described(self._page, tr("The arrow keys and Page Down go through it."))
        self._page.setOpenLinks(False)
        self._page.setViewportMargins(12, 8, 12, 8)
        self._wanted = QLineEdit()
        self._wanted.setObjectName("handbook.search")
        self._wanted.setPlaceholderText(tr("Search the handbook"))
        self._wanted.setAccessibleName(tr("Search the handbook"))
        described(self._wanted, tr("Enter goes to the next place."))
        self._wanted.setClearButtonEnabled(True)
        self._wanted.returnPressed.connect(self.find_next)
        self._told = text_label("", "note")
        self._lay_out()
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.activated.connect(self._wanted.setFocus)
        self.show_chapter(START)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._wanted, 1)
        top.addWidget(button(tr("Find next"), self.find_next))
        top.addWidget(button(tr("Print…"), self.print_all))
        top.addWidget(button(tr("Close"), self.close))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._list)
        splitter.addWidget(self._page)
        splitter.setStretchFactor(1, 1)
        width = self.fontMetrics().averageCharWidth()
        splitter.setSizes([width * 40, width * 120])
        self._page.setMinimumWidth(width * 30)  # the list gives way first
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._told)
        layout.addWidget(splitter, 1)
        self._told.hide()
        room = self.screen().availableSize()
        self.resize(min(width * 160, room.width() - 40), min(width * 94, room.height() - 60))

    def show_chapter(self, chapter: str) -> None:
        """Open the chapter with this id, the first one if there is none."""
        places = [each.id for each in self._chapters]
        self._list.setCurrentRow(places.index(chapter) if chapter in places else 0)

    def _show(self, row: int) -> None:
        self._page.show_text(self._chapters[row].text)
        self._told.hide()

    def find_next(self) -> None:
        """The next place where the text stands, from here on and then from the beginning."""
        wanted = self._wanted.text().strip()
        if not wanted or self._page.find(wanted):
            self._told.hide()
            return
        row, count = self._list.currentRow(), len(self._chapters)
        for step in range(1, count + 1):
            place = (row + step) % count
            if wanted.casefold() in self._chapters[place].text.casefold():
                self._list.setCurrentRow(place)
                self._page.moveCursor(self._page.textCursor().MoveOperation.Start)
                if self._page.find(wanted):
                    return
        self._told.setText(tr("“{text}” is not in the handbook.").format(text=wanted))
        self._told.show()

    def print_all(self) -> None:
        """All chapters, after asking which printer."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(page_size(self._paper()))
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """All chapters on this printer, on the paper that it has."""
        size = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter).size()
        Book(self._chapters, i18n.current().code, size).print_to(printer)
