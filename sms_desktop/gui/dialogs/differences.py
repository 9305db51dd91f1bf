"""Shows what changes, as a table of place, before and after, and asks whether to go on."""

from __future__ import annotations

from collections.abc import Sequence

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

from sms_desktop.changes import Row
from sms_desktop.gui.widgets.basics import described, resize_on_screen, text_label
from sms_desktop.gui.widgets.covering import CoverLine
from sms_desktop.i18n import tr

DISCARD = 2
"""What ``exec`` gives when the changes are to be thrown away."""
MOST_ROWS = 500


class DifferencesTable(QTableWidget):
    """A read-only table of place, before and after."""

    def __init__(self, headings: Row) -> None:
        super().__init__(0, 3)
        self.setHorizontalHeaderLabels(list(headings))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(tr("Differences"))
        described(self, tr("The arrow keys go through it. Nothing can be changed here."))
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._fit_rows)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _fit_rows(self, column: int, *_: int) -> None:
        if column == self.columnCount() - 1:  # they are all as wide as they become
            self.resizeRowsToContents()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; no more than a reader can take in."""
        shown = [*rows[:MOST_ROWS]]
        if len(rows) > MOST_ROWS:
            shown.append((tr("and {n} more").format(n=len(rows) - MOST_ROWS), "", ""))
        self.setRowCount(len(shown))
        for line, row in enumerate(shown):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
                self.setItem(line, column, item)
        self.resizeRowsToContents()


class DifferencesDialog(QDialog):
    """``rows`` are (place, before, after). Accepted means: go on; :data:`DISCARD`: throw them away.

    ``covered`` stands in their place until the facilitator asks for them, if something must stay covered.
    """

    def __init__(
        self,
        title: str,
        explanation: str,
        rows: Sequence[Row],
        accept_text: str,
        headings: Row | None = None,
        cancel_text: str = "",
        discard_text: str = "",
        covered: Sequence[Row] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("differences")
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(text_label(explanation))
        table = DifferencesTable(headings or (tr("Where"), tr("Now"), tr("Then")))
        table.show_rows(rows if covered is None else covered)
        if covered is not None:
            cover = CoverLine()
            cover.shown.connect(lambda shown: table.show_rows(rows if shown else covered))
            layout.addWidget(cover)
        layout.addWidget(table, 1)
        buttons = QDialogButtonBox()
        accept = buttons.addButton(accept_text, QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setProperty("role", "primary")
        buttons.addButton(cancel_text or tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        if discard_text:
            discard = buttons.addButton(discard_text, QDialogButtonBox.ButtonRole.DestructiveRole)
            discard.clicked.connect(lambda: self.done(DISCARD))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        resize_on_screen(self, 110, 480)
