"""Shows the pages of a PDF below each other, rendered when they come into sight."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from sms_desktop.gui.printing import POINTS_PER_INCH, Pdf
from sms_desktop.gui.widgets.basics import described
from sms_desktop.i18n import tr

GAP = 16
KEPT = 12
"""Pictures of pages that are kept; a page at 200 % is about 10 MB."""


class PageView(QAbstractScrollArea):
    """The pages of a PDF, fitted to the width or at a scale. ``page_shown(number, count)`` from 1."""

    page_shown = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdf: Pdf | None = None
        self._fit = True
        self._percent = 100.0
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Preview of the pages"))
        described(self, tr("The arrow keys and Page Down go through it."))
        self.verticalScrollBar().valueChanged.connect(self._tell_page)

    def show_pdf(self, pdf: Pdf | None) -> None:
        """Show another PDF from its first page; the place is kept when the page count is the same."""
        same = pdf is not None and self._pdf is not None and pdf.sizes == self._pdf.sizes
        if self._pdf is not None:
            self._pdf.close()
        self._pdf = pdf
        self._pictures.clear()
        self._lay_out()
        if not same:
            self.verticalScrollBar().setValue(0)
        self.viewport().update()
        self._tell_page()

    def fit_width(self) -> None:
        """As wide as there is room."""
        self._fit = True
        self._rescaled()

    def set_percent(self, percent: float) -> None:
        """At a scale; 100 is the true size of the paper on this screen."""
        self._fit, self._percent = False, percent
        self._rescaled()

    def go_to(self, number: int) -> None:
        """Scroll to a page (from 1)."""
        self.verticalScrollBar().setValue(self._top(number - 1))

    @property
    def current_page(self) -> int:
        """The page in the middle of the view, from 1; 0 without pages."""
        if self._pdf is None or not len(self._pdf):
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        for number in range(len(self._pdf)):
            if middle < self._top(number) + self._page_size(number).height() + GAP:
                return number + 1
        return len(self._pdf)

    def scale(self) -> float:
        """Screen pixels for a point on paper."""
        if self._pdf is None or not len(self._pdf):
            return 1.0
        if self._fit:
            widest = max(width for width, _ in self._pdf.sizes)
            return max((self.viewport().width() - 2 * GAP) / widest, 0.1)
        return self.logicalDpiX() / POINTS_PER_INCH * self._percent / 100

    def _page_size(self, number: int) -> QSize:
        assert self._pdf is not None
        width, height = self._pdf.sizes[number]
        return QSize(round(width * self.scale()), round(height * self.scale()))

    def _top(self, number: int) -> int:
        return GAP + sum(self._page_size(each).height() + GAP for each in range(number))

    def _lay_out(self) -> None:
        count = len(self._pdf) if self._pdf is not None else 0
        height = self._top(count) if count else 0
        width = max((self._page_size(each).width() for each in range(count)), default=0) + 2 * GAP
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(height - self.viewport().height(), 0))
        vertical.setPageStep(self.viewport().height())
        vertical.setSingleStep(40)
        horizontal.setRange(0, 0 if self._fit else max(width - self.viewport().width(), 0))
        horizontal.setPageStep(self.viewport().width())

    def _rescaled(self) -> None:
        here = self.current_page
        self._pictures.clear()
        self._lay_out()
        if here > 1:
            self.go_to(here)
        self.viewport().update()

    def _tell_page(self) -> None:
        count = len(self._pdf) if self._pdf is not None else 0
        self.page_shown.emit(self.current_page, count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rescaled()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_PageDown: lambda: self.go_to(self.current_page + 1),
            Qt.Key.Key_PageUp: lambda: self.go_to(max(self.current_page - 1, 1)),
            Qt.Key.Key_Home: lambda: bar.setValue(0),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
        }
        if self._pdf is not None and event.key() in steps:
            steps[Qt.Key(event.key())]()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pdf is None:
            return
        painter = QPainter(self.viewport())
        offset = self.verticalScrollBar().value()
        for number in range(len(self._pdf)):
            size = self._page_size(number)
            top = self._top(number) - offset
            if top + size.height() < 0 or top > self.viewport().height():
                continue
            left = max((self.viewport().width() - size.width()) // 2, GAP)
            left -= self.horizontalScrollBar().value()
            picture = self._picture(number)
            painter.drawImage(left, top, picture)
            painter.setPen(QPen(self.palette().mid().color()))
            painter.drawRect(left - 1, top - 1, size.width() + 1, size.height() + 1)

    def _picture(self, number: int) -> QImage:
        assert self._pdf is not None
        if number not in self._pictures:
            ratio = self.devicePixelRatioF()
            picture = self._pdf.picture(number, self.scale() * ratio)
            picture.setDevicePixelRatio(ratio)
            self._pictures[number] = picture
            while len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(number)
        return self._pictures[number]
