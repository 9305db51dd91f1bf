"""Words, signs and bars at their places on a slide. Lengths are in *em*: 24 of them are the height.

The smallest type is one em, so every text is higher than a twenty-fifth of the projector's picture.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from sms_desktop.core.insight import Answer
from sms_desktop.gui.theme import FAMILY
from sms_desktop.gui.widgets.matrix_paint import paint_answer
from sms_desktop.palette import cluster_colour

HEIGHT = 24.0
"""Em in the height of a slide."""
UNIT = 45
"""Units of the painter in an em; the window scales them to its height."""
LINE = 1.25
"""From line to line, in sizes of the type."""

LEFT, RIGHT, CENTRE = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignHCenter,
)


@dataclass(frozen=True)
class Tones:
    """The colours of the projector. Everything that means something also has a word or a sign."""

    paper: str
    ink: str
    quiet: str
    shade: str


DARK_ON_LIGHT = Tones("#ffffff", "#111418", "#5d6570", "#e3e6ea")
LIGHT_ON_DARK = Tones("#111418", "#f4f6f8", "#a2abb6", "#343a42")


@dataclass(frozen=True)
class Box:
    """A part of a slide, in em."""

    x: float
    y: float
    width: float
    height: float = 0.0

    def rect(self) -> QRectF:
        """The same for the painter."""
        return QRectF(self.x * UNIT, self.y * UNIT, self.width * UNIT, self.height * UNIT)


class Ink:
    """Draws, or without a painter only measures: both by the same calls, so that both agree."""

    def __init__(self, painter: QPainter | None = None, tones: Tones = DARK_ON_LIGHT) -> None:
        self._painter = painter
        self._tones = tones

    def text(
        self,
        box: Box,
        text: str,
        size: float = 1.0,
        bold: bool = False,
        align: Qt.AlignmentFlag = LEFT,
    ) -> float:
        """Write in the width of ``box`` from its top, over as many lines as it takes; their height."""
        font = _font(size, bold)
        layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption(align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        step = size * LINE * UNIT
        top = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(box.width * UNIT)
            line.setPosition(QPointF(0, top + (step - line.height()) / 2))
            top += step
        layout.endLayout()
        if self._painter is not None:
            self._painter.setPen(QColor(self._tones.ink))
            layout.draw(self._painter, QPointF(box.x * UNIT, box.y * UNIT))
        return top / UNIT

    def sign(self, box: Box, answer: Answer | None) -> None:
        """A tick, a cross, a circle, a dash; a hatched box for an answer that is covered."""
        if self._painter is None:
            return
        if answer is None:
            self._hatched(box)
        elif answer is Answer.NOT_ASKED:
            middle = box.y + box.height / 2
            self.rule(Box(box.x + box.width * 0.3, middle, box.width * 0.4), quiet=True)
        else:
            paint_answer(self._painter, box.rect(), answer, QColor(self._tones.ink))

    def mark(self, box: Box) -> None:
        """A dot behind a sign: it was another one before."""
        if self._painter is not None:
            self._painter.save()
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(QColor(self._tones.ink))
            size = box.width * UNIT * 0.3
            corner = box.rect().topRight()
            self._painter.drawEllipse(QRectF(corner.x() + size * 0.3, corner.y(), size, size))
            self._painter.restore()

    def _hatched(self, box: Box) -> None:
        if self._painter is not None:
            self._painter.setPen(QPen(QColor(self._tones.quiet), UNIT * 0.04))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(box.rect())
            inside = box.rect()
            for part in (0.34, 0.67, 1.0):
                self._painter.drawLine(
                    QPointF(inside.left(), inside.top() + inside.height() * part),
                    QPointF(inside.left() + inside.width() * part, inside.top()),
                )

    def hue(self, box: Box, cluster: str) -> None:
        """The bar in the colour of a cluster; its letter stands beside it."""
        if self._painter is not None and cluster:
            self._painter.fillRect(box.rect(), QColor(cluster_colour(cluster)))

    def rule(self, box: Box, quiet: bool = False) -> None:
        """A line along the top of ``box``."""
        if self._painter is not None:
            self._painter.setPen(QPen(QColor(self._tones.quiet if quiet else self._tones.ink), UNIT * 0.06))
            self._painter.drawLine(box.rect().topLeft(), box.rect().topRight())

    def bar(self, box: Box, way: int, share: float | None, cluster: str) -> None:
        """A bar from the left (1) or the right (-1) edge of its ground; broken lines where there is none."""
        if self._painter is None:
            return
        ground = box.rect()
        if share is None:
            self._painter.setPen(QPen(QColor(self._tones.quiet), UNIT * 0.05, Qt.PenStyle.DashLine))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(ground)
            return
        self._painter.fillRect(ground, QColor(self._tones.shade))
        if share > 0:
            width = ground.width() * min(share, 1.0)
            left = ground.left() if way > 0 else ground.right() - width
            self._painter.setPen(QPen(QColor(self._tones.ink), UNIT * 0.05))
            self._painter.setBrush(QColor(cluster_colour(cluster)))
            self._painter.drawRect(QRectF(left, ground.top(), width, ground.height()))


def width_of(text: str, size: float = 1.0, bold: bool = False) -> float:
    """The width of a text on one line, in em, with a hair of room."""
    return float(QFontMetricsF(_font(size, bold)).horizontalAdvance(text)) / UNIT + 0.05


def _font(size: float, bold: bool) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(round(size * UNIT))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
