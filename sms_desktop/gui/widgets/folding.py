"""The heading of a form with its introduction, which can be folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sms_desktop.gui.widgets.basics import text_label
from sms_desktop.i18n import tr


class Introduction(QWidget):
    """A title, a few texts below it, and a ``button`` that folds the texts away."""

    def __init__(self, name: str, title: str, *texts: str, shown: bool = True) -> None:
        super().__init__()
        self.button = QPushButton()
        self.button.setObjectName(name)
        self.button.clicked.connect(lambda: self._show_texts(not self._shown))
        self._texts = [text_label(text, "note") for text in texts]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(text_label(title, "heading"), 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(line)
        for label in self._texts:
            layout.addWidget(label)
        self._show_texts(shown)

    def _show_texts(self, shown: bool) -> None:
        self._shown = shown
        self.button.setText(tr("Hide explanation") if shown else tr("Show explanation"))
        for label in self._texts:
            label.setVisible(shown)
