"""Mirrored bars: a bar per cluster, education to the left and practice to the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from sms_desktop import charts, i18n
from sms_desktop.charts import Bar, Pair, Picture
from sms_desktop.core.forms import FormSet
from sms_desktop.core.insight import Overview
from sms_desktop.gui.theme import Theme, theme_of
from sms_desktop.palette import cluster_colour


def picture_of(form_set: FormSet, overview: Overview) -> Picture:
    """The bars of an overview in the language of the window."""
    return charts.overview_picture(form_set, overview, i18n.current())


class MirroredBars(QWidget):
    """Draws a :class:`Picture`. Sizes follow the font; told to a screen reader in words."""

    GAP = 4
    """Pixels between the lines of a bar."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._picture = Picture(("", ""), ("", ""), ())

    @property
    def picture(self) -> Picture:
        """What is shown now."""
        return self._picture

    def show_picture(self, picture: Picture) -> None:
        """Show another picture; nothing is drawn again when it is the same."""
        if picture == self._picture:
            return
        if len(picture.bars) != len(self._picture.bars):
            self.updateGeometry()
        self._picture = picture
        self.setAccessibleDescription(picture.spoken())
        self.update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        height = 2 * line + 2 * self.GAP + len(self._picture.bars) * self._step(line)
        return QSize(36 * self.fontMetrics().averageCharWidth(), int(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(30 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    def _step(self, line: float) -> float:
        return 2.75 * line + 4 * self.GAP

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme = theme_of(application)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QFontMetricsF(self.font()).height()
        area = QRectF(self.rect()).adjusted(2, 0, -2, 0)
        self._draw_pair(painter, QRectF(area.left(), 0, area.width(), line), self._picture.names, theme, True)
        people = QRectF(area.left(), line, area.width(), line)
        self._draw_pair(painter, people, self._picture.people, theme)
        top = 2 * line + 2 * self.GAP
        for bar in self._picture.bars:
            self._draw_bar(
                painter, QRectF(area.left(), top, area.width(), self._step(line)), line, bar, theme
            )
            top += self._step(line)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)

    def _draw_pair(
        self, painter: QPainter, rect: QRectF, words: Pair, theme: Theme, bold: bool = False
    ) -> None:
        """Words against the left and against the right edge; what does not fit beside the other is cut."""
        font = QFont(self.font())
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        metrics = QFontMetricsF(font)
        wide = [metrics.horizontalAdvance(text) for text in words]
        room = rect.width() - 8
        alignments = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for text, other, alignment in zip(words, reversed(wide), alignments, strict=True):
            most = room - min(other, room / 2)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, most + 1)
            painter.drawText(rect, alignment | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_bar(self, painter: QPainter, rect: QRectF, line: float, bar: Bar, theme: Theme) -> None:
        top = rect.top() + self.GAP
        colour = QColor(cluster_colour(bar.cluster))
        painter.fillRect(QRectF(rect.left(), top + 2, 5, line - 4), colour)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        title = QRectF(rect.left() + 10, top, rect.width() - 10, line)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, f"{bar.letter}  {bar.name}")
        top += line + self.GAP / 2
        self._draw_pair(painter, QRectF(rect.left(), top, rect.width(), line), bar.words, theme)
        top += line + self.GAP / 2
        self._draw_track(painter, QRectF(rect.left(), top, rect.width(), line * 0.75), bar, colour, theme)

    def _draw_track(self, painter: QPainter, rect: QRectF, bar: Bar, colour: QColor, theme: Theme) -> None:
        middle, half = rect.center().x(), rect.width() / 2
        for way, share in zip((-1, 1), bar.shares, strict=True):
            track = QRectF(middle if way > 0 else rect.left(), rect.top(), half, rect.height())
            if share is None:
                painter.setPen(QPen(QColor(theme.line), 1, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(track.adjusted(0.5, 0.5, -0.5, -0.5))
                continue
            painter.fillRect(track, QColor(theme.raised))
            if share > 0:
                width = half * min(share, 1.0)
                painter.setPen(QPen(QColor(theme.text), 1))
                painter.setBrush(colour)
                track.setLeft(middle if way > 0 else middle - width)
                track.setWidth(width)
                painter.drawRect(track.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QPen(QColor(theme.text), 1))
        painter.drawLine(QPointF(middle, rect.top() - 2), QPointF(middle, rect.bottom() + 2))
