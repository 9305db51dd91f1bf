"""Pictures of paper: a crop shown as large as fits, and a whole page that can be zoomed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from sms_desktop.gui.widgets.basics import described
from sms_desktop.i18n import tr

LARGEST = 6.0
"""How much larger than its pixels a crop is shown at most."""
STEP = 1.25


class Zoomed(QAbstractScrollArea):
    """What can be made larger and smaller: by Ctrl with the wheel, and by :meth:`zoom`."""

    def __init__(self) -> None:
        super().__init__()
        self._zoom = 1.0

    def _fitted(self) -> QSizeF:
        """How large it is as it was given, in pixels; empty if there is nothing to see."""
        raise NotImplementedError

    def fit(self) -> None:
        """As large as it was given, from the top."""
        self._zoom = 1.0
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def zoom(self, factor: float) -> None:
        """Larger or smaller, around the middle of what is in sight."""
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        middles = [(bar.value() + bar.pageStep() / 2) for bar in bars]
        before = self._zoom
        self._zoom = min(max(self._zoom * factor, 0.5), 8.0)
        self._lay_out()
        for bar, middle in zip(bars, middles, strict=True):
            bar.setValue(round(middle * self._zoom / before - bar.pageStep() / 2))

    def _place(self) -> QRectF:
        """Where all of it is drawn now, from the top left corner of what is in sight."""
        size = self._fitted() * self._zoom
        left, top = -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
        return QRectF(QPointF(left, top), size)

    def _lay_out(self) -> None:
        size = self._place().size()
        for bar, whole, shown in (
            (self.horizontalScrollBar(), round(size.width()), self.viewport().width()),
            (self.verticalScrollBar(), round(size.height()), self.viewport().height()),
        ):
            bar.setRange(0, max(whole - shown, 0))
            bar.setPageStep(shown)
            bar.setSingleStep(40)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
        else:
            super().wheelEvent(event)


class Crops(Zoomed):
    """One or a few crops of the paper beside each other, as large as fits."""

    def __init__(self) -> None:
        super().__init__()
        self._images: list[QImage] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumHeight(self.fontMetrics().height() * 5)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Picture of the paper"))

    def show_crops(self, crops: tuple[bytes, ...]) -> None:
        """Show these (JPEG)."""
        self._images = [image for each in crops if not (image := QImage.fromData(each)).isNull()]
        self.fit()

    @property
    def is_showing(self) -> bool:
        """Whether there is a picture to see."""
        return bool(self._images)

    def _fitted(self) -> QSizeF:
        return QSizeF(self.viewport().size()) if self._images else QSizeF()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._images:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room, gap, frame = self._place(), 12.0, 2.0
        room_each = (room.width() - gap * (len(self._images) - 1)) / len(self._images) - 2 * frame
        left = room.left()
        for image in self._images:
            fitting = min(room_each / image.width(), (room.height() - 2 * frame) / image.height())
            scale = min(fitting, LARGEST * max(self._zoom, 1.0))
            width, height = image.width() * scale, image.height() * scale
            top = room.top() + (room.height() - height) / 2
            place = QRectF(left + (room_each - width) / 2 + frame, top, width, height)
            painter.drawImage(place, image)
            painter.setPen(QPen(self.palette().mid().color(), 1))
            painter.drawRect(place)
            left += room_each + 2 * frame + gap


class Box(QWidget):
    """A large tick box, for what a box on paper is taken to say."""

    def __init__(self) -> None:
        super().__init__()
        self._is_ticked = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_value(self, is_ticked: bool) -> None:
        """Ticked or empty."""
        self._is_ticked = is_ticked
        self.update()

    def sizeHint(self) -> QSize:
        side = self.fontMetrics().height() * 3
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        pen = QPen(self.palette().color(self.foregroundRole()), max(2.0, side / 24))
        painter.setPen(pen)
        inside = QRectF(0, 0, side, side).adjusted(4, 4, -4, -4)
        painter.drawRoundedRect(inside, 4, 4)
        if self._is_ticked:
            pen.setWidthF(side / 10)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            points = ((0.24, 0.52), (0.43, 0.72), (0.78, 0.28))
            places = [
                QPointF(inside.left() + x * inside.width(), inside.top() + y * inside.height())
                for x, y in points
            ]
            painter.drawPolyline(places)


class PagePicture(Zoomed):
    """A page, fitted to the width. The keys + and − make it larger and smaller too."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Picture of the page"))
        described(self, tr("Plus and minus make it larger and smaller, the arrow keys move it."))

    def show_page(self, picture: bytes) -> None:
        """Show another page (JPEG), or none."""
        self._image = QImage.fromData(picture) if picture else QImage()
        self.fit()

    def turn(self) -> None:
        """A quarter turn: nobody scans everything upright."""
        self._image = self._image.transformed(QTransform().rotate(90))
        self._lay_out()

    def _fitted(self) -> QSizeF:
        if self._image.isNull():
            return QSizeF()
        width = max(1.0, self.viewport().width())
        return QSizeF(width, width * self._image.height() / self._image.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("+", "=", "-"):
            self.zoom(1 / STEP if event.text() == "-" else STEP)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._image.isNull():
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(
                self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, tr("There is no picture of this.")
            )
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._place(), self._image)
