"""How a cluster is shown: its letter beside a bar in its colour, and its name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sms_desktop import i18n
from sms_desktop.core.forms import Cluster
from sms_desktop.gui.widgets.basics import row, text_label
from sms_desktop.palette import cluster_colour


class ClusterChip(QWidget):
    """The letter of a cluster beside a bar in its colour."""

    def __init__(self, cluster_id: str, letter: str, name: str) -> None:
        super().__init__()
        self._colour = QColor(cluster_colour(cluster_id))
        self._letter = letter
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(6 + metrics.horizontalAdvance("M") + 8, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, 6, self.height()), self._colour)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect().adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, self._letter)


def cluster_heading(cluster: Cluster, text: str = "") -> QWidget:
    """The chip of a cluster with its name (or ``text``), and its explanation on hover."""
    code = i18n.current().code
    box, layout = row()
    name = text or cluster.label.in_language(code)
    layout.addWidget(ClusterChip(cluster.id, cluster.letter, name))
    label = text_label(name, "heading")
    layout.addWidget(label, 1)
    box.setToolTip(cluster.explanation.in_language(code))
    return box
