"""Shows what changes, as a table of place, before and after, and asks whether to go on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from sms_desktop.gui.widgets.basics import text_label
from sms_desktop.i18n import tr


class DifferencesDialog(QDialog):
    """``rows`` are (place, before, after). Accepted means: go on."""

    def __init__(
        self,
        title: str,
        explanation: str,
        rows: list[tuple[str, str, str]],
        accept_text: str,
        headings: tuple[str, str, str] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(text_label(explanation))
        layout.addWidget(self._table(rows, headings or (tr("Where"), tr("Now"), tr("Then"))), 1)
        buttons = QDialogButtonBox()
        accept = buttons.addButton(accept_text, QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setProperty("role", "primary")
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 110, 480)

    def _table(self, rows: list[tuple[str, str, str]], headings: tuple[str, str, str]) -> QTableWidget:
        table = QTableWidget(len(rows), 3)
        table.setHorizontalHeaderLabels(list(headings))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                table.setItem(line, column, item)
        header = table.horizontalHeader()
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.resizeRowsToContents()
        return table
