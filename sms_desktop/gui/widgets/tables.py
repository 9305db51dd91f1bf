"""Tables that are only read: any number of rows, without a widget or an item for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QTableView

from sms_desktop.gui.widgets.basics import described
from sms_desktop.i18n import tr

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Rows(QAbstractTableModel):
    """Texts in rows under heads. ``sides`` head the rows; ``colours`` are bars before them (``""``: none);
    ``strong`` are the numbers of rows in bold; ``spoken`` says a cell for who hears it or points at it."""

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        sides: Sequence[str] = (),
        colours: Sequence[str] = (),
        strong: frozenset[int] = frozenset(),
        spoken: Sequence[Sequence[str]] = (),
    ) -> None:
        super().__init__()
        self._heads, self._rows = heads, rows
        self._sides, self._colours, self._strong = sides, colours, strong
        self._spoken = spoken

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._rows[row][column]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken[row][column] if self._spoken else self._rows[row][column]
            case Qt.ItemDataRole.FontRole:
                return self._font(row)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        match role:
            case Qt.ItemDataRole.DisplayRole:
                texts = self._heads if across else self._sides
                return texts[section] if section < len(texts) else None
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.FontRole if not across:
                return self._font(section)
            case Qt.ItemDataRole.DecorationRole if not across and self._colours:
                return _bar(self._colours[section])
        return None

    def _font(self, row: int) -> QFont | None:
        if row not in self._strong:
            return None
        font = QFont()
        font.setBold(True)
        return font


def _bar(colour: str) -> QPixmap:
    """The bar of a cluster, or as much empty room."""
    made = QPixmap(QSize(6, 18))
    made.fill(QColor(colour) if colour else QColor(Qt.GlobalColor.transparent))
    return made


class ReadTable(QTableView):
    """Shows :class:`Rows`. Tab leaves it; the arrow keys go through it."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        described(self, tr("The arrow keys go through it. Nothing can be changed here."))
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.setProperty("role", "read")

    def show_rows(self, rows: Rows) -> None:
        """Show these from now on, each column as wide as what is in sight of it."""
        self.clearSpans()
        before = self.model()
        self.setModel(rows)
        if before is not None:
            before.deleteLater()
        self._keep = rows  # Qt does not own a model
        self.fit()

    def fit(self) -> None:
        """Make columns and rows fit the size of the type."""
        if self.model() is None:
            return
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.resizeColumnsToContents()
