"""The list of what came in: what each thing is, what it fits, how it stands, and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from sms_desktop import i18n, reading_words
from sms_desktop.exchange.scan.reading import Status
from sms_desktop.gui.intake.pile import Entry, Pile
from sms_desktop.gui.theme import theme_of
from sms_desktop.gui.widgets.basics import described, is_enter
from sms_desktop.i18n import mark, tr

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()

HEADINGS = (mark("What came in"), mark("Belongs to"), mark("Standing"), mark("Explanation"))
_FILE, _FITS, _STANDING, _WHY = range(4)


class PileModel(QAbstractTableModel):
    """A pile as rows."""

    def __init__(self, pile: Pile) -> None:
        super().__init__()
        self._pile = pile
        self._icons: dict[Status, QIcon] = {}
        self._pages: Counter[Path] = Counter()

    def add(self, entry: Entry) -> None:
        """One more row."""
        place = len(self._pile.entries)
        self.beginInsertRows(QModelIndex(), place, place)
        self._pile.add(entry)
        self._pages[entry.path] += 1
        self.endInsertRows()

    def show_again(self) -> None:
        """What is known of the rows changed."""
        if rows := self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(HEADINGS) - 1))

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._pile.entries)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADINGS[section])
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        roles = Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.ToolTipRole, roles.AccessibleTextRole):
            return self._text(index.row(), index.column())
        if role == roles.DecorationRole and index.column() == _STANDING:
            return self._icon(self._pile.standing(index.row()))
        if role == roles.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        return None

    def _text(self, row: int, column: int) -> str:
        entry = self._pile.entries[row]
        if column == _FILE:
            return self._file(entry)
        if column == _FITS:
            return self._fits(entry)
        if column == _STANDING:
            return self._standing(row)
        return self._pile.why(row, i18n.current())

    def _file(self, entry: Entry) -> str:
        # Of what has one page, as most photos, it says nothing.
        if entry.reading is None or (entry.reading.page == 1 and self._pages[entry.path] < 2):
            return entry.path.name
        return tr("{file}, page {page}").format(file=entry.path.name, page=entry.reading.page)

    def _fits(self, entry: Entry) -> str:
        language, reading = i18n.current(), entry.reading
        if entry.session is not None:
            return tr("this session")
        if reading is None or reading.form is None or reading.status is Status.REFUSED:
            return ""
        title = reading_words.form_name(self._pile.session.form_set, reading.form, language)
        if reading.form_page is not None:
            title = tr("{form}, page {page}").format(form=title, page=reading.form_page)
        whose = self._pile.whose(reading.form, reading.sheet, language)
        return f"{whose} · {title}" if whose else title

    def _standing(self, row: int) -> str:
        if self._pile.entries[row].is_merged:
            return tr("put together")
        return tr(reading_words.STATUS_WORDS[self._pile.standing(row)])

    def _icon(self, status: Status) -> QIcon:
        if status not in self._icons:
            self._icons[status] = standing_icon(status)
        return self._icons[status]


class _Roomy(QStyledItemDelegate):
    """Rows of several lines that do not touch. A padding of the style would cut off their last words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(0, 6)


class PileView(QTableView):
    """The rows of a pile; Enter or a double click opens one (``activated``)."""

    def __init__(self, model: PileModel) -> None:
        super().__init__()
        self.setObjectName("incoming.list")
        self.setAccessibleName(tr("What came in"))
        self.setItemDelegate(_Roomy(self))
        described(self, tr("The arrow keys go through it. Enter opens what stands there."))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(True)
        self.setShowGrid(False)
        height = self.fontMetrics().height()
        self.setIconSize(QSize(height, height))
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.rowsInserted.connect(lambda _, first, __: self.resizeRowToContents(first))
        model.dataChanged.connect(lambda *_: self.resizeRowsToContents())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        standing = self.fontMetrics().averageCharWidth() * 20
        rest = max(width - standing, 0)
        for column, share in ((_FILE, 0.28), (_FITS, 0.28), (_WHY, 0.44)):
            self.setColumnWidth(column, int(rest * share))
        self.setColumnWidth(_STANDING, standing)
        self.resizeRowsToContents()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def standing_icon(status: Status) -> QIcon:
    """A tick, a question mark, a pencil or a cross."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme = theme_of(application)
    colours = {Status.READ: theme.good, Status.REFUSED: theme.muted}
    side = 64
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colours.get(status, theme.warning)), 8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    if status is Status.DOUBTFUL:
        font = application.font()
        font.setPixelSize(58)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, "?")
    else:
        for stroke in _STROKES[status]:
            painter.drawPolyline([QPointF(x, y) for x, y in stroke])
    painter.end()
    return QIcon(pixmap)


_STROKES: dict[Status, tuple[tuple[tuple[int, int], ...], ...]] = {
    Status.READ: (((10, 34), (26, 50), (54, 14)),),
    Status.MANUAL: (((12, 52), (16, 38), (46, 8), (56, 18), (26, 48), (12, 52)), ((38, 16), (48, 26))),
    Status.REFUSED: (((14, 14), (50, 50)), ((50, 14), (14, 50))),
}
