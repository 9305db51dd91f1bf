"""A described chart (:mod:`sms_desktop.charts`) on the screen: as wide as there is room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from sms_desktop.charts import Chart, Words
from sms_desktop.gui.theme import Theme, theme_of
from sms_desktop.palette import HAIRLINE, INK, SHADE

BODY = 10.5
"""The size in points, in a description, of what is body text in the window."""

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "middle": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class ChartView(QWidget):
    """Draws what ``describe(width in millimetres)`` gives."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._describe: Callable[[float], Chart] = lambda width: Chart(width, 0)

    def show_chart(self, describe: Callable[[float], Chart], spoken: str) -> None:
        """Show another chart; ``spoken`` says the same in sentences."""
        self._describe = describe
        self.setAccessibleDescription(spoken)
        self.updateGeometry()
        self.update()

    def _scale(self) -> float:
        """Pixels in a millimetre of the description."""
        return QFontMetricsF(self.font()).height() / (BODY * 1.36 / 72 * 25.4)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._describe(width / self._scale()).height * self._scale()) + 4

    def sizeHint(self) -> QSize:
        width = 60 * self.fontMetrics().averageCharWidth()
        return QSize(width, self.heightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme = theme_of(application)
        scale = self._scale()
        chart = self._describe(self.width() / scale)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box in chart.boxes:
            style = Qt.PenStyle.DashLine if box.is_open else Qt.PenStyle.SolidLine
            pen = QPen(_shown(box.outline, theme), 1, style) if box.outline else QPen(Qt.PenStyle.NoPen)
            painter.setPen(pen)
            painter.setBrush(_shown(box.fill, theme) if box.fill else QColor(Qt.GlobalColor.transparent))
            rect = QRectF(box.x * scale, box.y * scale, box.width * scale, box.height * scale)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        for rule in chart.rules:
            painter.setPen(QPen(_shown(rule.colour, theme), 1))
            start = QPointF(rule.x1 * scale, rule.y1 * scale)
            painter.drawLine(start, QPointF(rule.x2 * scale, rule.y2 * scale))
        painter.setPen(QColor(theme.text))
        for words in chart.words:
            self._write(painter, words, scale)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()

    def _write(self, painter: QPainter, words: Words, scale: float) -> None:
        """The words in their box; what does not fit in its last line ends in an ellipsis."""
        font = QFont(self.font())
        font.setPointSizeF(self.font().pointSizeF() * words.size / BODY)
        font.setBold(words.is_bold)
        metrics = QFontMetricsF(font)
        text, width = words.text, words.width * scale
        if words.lines == 1:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width + 1)
        layout = QTextLayout(text, font)
        option = QTextOption(_ALIGN[words.align])
        layout.setTextOption(option)
        layout.beginLayout()
        for place in range(words.lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width + 1)
            line.setPosition(QPointF(0, place * metrics.height()))
        layout.endLayout()
        layout.draw(painter, QPointF(words.x * scale, words.y * scale - metrics.ascent()))


def _shown(colour: str, theme: Theme) -> QColor:
    """Ink, hairlines and shades of paper in the theme of the window; hues stay as they are."""
    return QColor({INK: theme.text, HAIRLINE: theme.line, SHADE: theme.raised}.get(colour, colour))
