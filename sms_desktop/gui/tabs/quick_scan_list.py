"""The list of sheets: a model that tells which row changed, and a delegate that draws it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sms_desktop import i18n, labels
from sms_desktop.core import insight
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.session import Sheet
from sms_desktop.gui.theme import theme_of
from sms_desktop.gui.widgets.basics import described
from sms_desktop.i18n import tr

_LINE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Line:
    """What the list tells of a sheet, in words."""

    number: int
    role: str
    role_word: str
    name: str
    answered: tuple[bool, bool]
    state: str

    def spoken(self) -> str:
        """All of it in one sentence, for a screen reader and as a tool tip."""
        parts = (tr("Sheet {number}").format(number=self.number), self.role_word, self.name, self.state)
        return ", ".join(part for part in parts if part)


def line_of(form_set: FormSet, sheet: Sheet) -> Line:
    """What the list tells of ``sheet``."""
    language = i18n.current()
    role = insight.role_of(sheet)
    word = labels.option_label(form_set.quick_scan.roles, role, language) if role else tr("role unknown")
    answered = tuple(insight.has_answered(form_set, sheet, side) for side in SIDES)
    written = [sheet.answers.get(field) for field in ("quick_scan.name", "quick_scan.organisation")]
    return Line(
        number=sheet.number,
        role=role,
        role_word=word,
        name=next((" ".join(str(each).split()) for each in written if each), ""),
        answered=(answered[0], answered[1]),
        state=_state(form_set, (answered[0], answered[1])),
    )


def _state(form_set: FormSet, answered: tuple[bool, bool]) -> str:
    if all(answered):
        return tr("both halves")
    if not any(answered):
        return tr("still empty")
    side = SIDES[answered.index(False)]
    return tr("{side} empty").format(side=form_set.side(side).short.in_language(i18n.current().code))


class SheetModel(QAbstractListModel):
    """The sheets of a session. Only rows whose sheet is another value are told to have changed."""

    def __init__(self, form_set: FormSet) -> None:
        super().__init__()
        self._form_set = form_set
        self._sheets: tuple[Sheet, ...] = ()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._sheets)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        sheet = self._sheets[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return tr("Sheet {number}").format(number=sheet.number)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return line_of(self._form_set, sheet).spoken()
        return line_of(self._form_set, sheet) if role == _LINE else None

    def row_of(self, sheet_id: str) -> int:
        """The row of a sheet, -1 if it is not there."""
        return next((row for row, sheet in enumerate(self._sheets) if sheet.id == sheet_id), -1)

    def id_at(self, row: int) -> str:
        """The id of the sheet in a row, ``""`` beside the list."""
        return self._sheets[row].id if 0 <= row < len(self._sheets) else ""

    def show_sheets(self, sheets: tuple[Sheet, ...]) -> None:
        """Take over the sheets of the session as they are now."""
        old, shift = self._sheets, len(sheets) - len(self._sheets)
        if shift == 0 and all(a.id == b.id for a, b in zip(old, sheets, strict=True)):
            self._sheets = sheets
            for row, (before, after) in enumerate(zip(old, sheets, strict=True)):
                if before is not after:
                    self.dataChanged.emit(self.index(row), self.index(row))
            return
        row = next((r for r, (a, b) in enumerate(zip(old, sheets, strict=False)) if a.id != b.id), -1)
        row = min(len(old), len(sheets)) if row < 0 else row
        if shift == 1 and old[row:] == sheets[row + 1 :]:
            self.beginInsertRows(QModelIndex(), row, row)
            self._sheets = sheets
            self.endInsertRows()
        elif shift == -1 and old[row + 1 :] == sheets[row:]:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._sheets = sheets
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self._sheets = sheets
            self.endResetModel()


class SheetList(QListView):
    """The sheets. ``chosen(id)`` when the user goes to another one; keys of fast entry are passed on."""

    chosen = Signal(str)

    _OWN_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)

    def __init__(self, form_set: FormSet) -> None:
        super().__init__()
        self.setObjectName("quick_scan.sheets")
        self.setAccessibleName(tr("Sheets"))
        described(self, tr("The arrow keys go to another sheet."))
        self.sheets = SheetModel(form_set)
        self.setModel(self.sheets)
        self.setItemDelegate(_LineDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._moved)
        self._characters = 28
        self._fit()

    def set_characters(self, characters: int) -> None:
        """Make the list this many average characters wide."""
        self._characters = characters
        self._fit()

    def show_sheets(self, sheets: tuple[Sheet, ...], current: str) -> None:
        """Show these sheets with ``current`` chosen, without telling that anything was chosen."""
        with QSignalBlocker(self):
            self.sheets.show_sheets(sheets)
            row = self.sheets.row_of(current)
            if self.currentIndex().row() != row:
                self.setCurrentIndex(self.sheets.index(row) if row >= 0 else QModelIndex())

    def dataChanged(  # noqa: N802
        self, first: QModelIndex, last: QModelIndex, roles: object = ()
    ) -> None:
        # QListView would lay out and draw all rows again; here every row keeps its size.
        for row in range(first.row(), last.row() + 1):
            self.update(self.sheets.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Letters and digits would search the list: they belong to fast entry.
        if event.key() in self._OWN_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.sheets.id_at(index.row()))

    def _fit(self) -> None:
        self.setFixedWidth(self._characters * self.fontMetrics().averageCharWidth())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
            self.scheduleDelayedItemsLayout()


class _LineDelegate(QStyledItemDelegate):
    """Draws the number large, who filled it in, the name, and a box per half with a tick in it."""

    SIDE, ABOVE = 8, 5
    """Pixels of room beside and above the text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(10, 2 * QFontMetrics(option.font).height() + 2 * self.ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.text = ""
        widget = self.parent()
        assert isinstance(widget, QWidget)
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, widget)
        line = index.data(_LINE)
        theme = theme_of(_application())
        text, muted = QColor(theme.text), QColor(theme.muted)
        inside = QRect(option.rect).adjusted(self.SIDE, self.ABOVE, -self.SIDE, -self.ABOVE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self._draw_number(painter, option.font, inside, line.number, text)
        metrics = QFontMetrics(option.font)
        size = metrics.height()
        painter.setFont(option.font)
        high = QRect(inside.left() + left, inside.top(), inside.width() - left, size)
        low = high.translated(0, size)
        draw_role(painter, QRectF(high.left(), high.top(), size, size), line.role, text)
        self._draw_text(painter, metrics, high.adjusted(size + 4, 0, 0, 0), line.role_word, text)
        # Beside the role where there is room for its word too, else beside the name.
        roomy = high.width() >= 10 * metrics.averageCharWidth() + 3 * size
        self._draw_halves(painter, high if roomy else low, size, line.answered, text)
        below = line.name if line.name and all(line.answered) else _joined(line.state, line.name)
        self._draw_text(painter, metrics, low.adjusted(0, 0, 0 if roomy else -2 * size, 0), below, muted)
        painter.restore()

    def _draw_number(self, painter: QPainter, base: QFont, inside: QRect, number: int, colour: QColor) -> int:
        font = QFont(base)
        font.setBold(True)
        font.setPointSizeF(base.pointSizeF() * 1.3)
        metrics = QFontMetrics(font)
        width = max(metrics.horizontalAdvance("00"), metrics.horizontalAdvance(str(number)))
        painter.setFont(font)
        painter.setPen(colour)
        place = QRect(inside.left(), inside.top(), width, inside.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
        return width + self.SIDE

    def _draw_text(
        self, painter: QPainter, metrics: QFontMetrics, rect: QRect, text: str, colour: QColor
    ) -> None:
        painter.setPen(colour)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_halves(
        self, painter: QPainter, inside: QRect, size: int, answered: tuple[bool, bool], colour: QColor
    ) -> None:
        """Two boxes at the right edge: the left and the right half, ticked when answered."""
        edge = round(size * 0.75)
        for place, is_answered in enumerate(answered):
            left = inside.right() - 2 * edge + place * edge
            box = QRectF(left, inside.top() + (size - edge) / 2, edge, edge)
            painter.setPen(QPen(colour, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
            if is_answered:
                painter.setPen(QPen(colour, max(edge / 7, 1.5)))
                points = ((0.2, 0.5), (0.42, 0.75), (0.8, 0.25))
                painter.drawPolyline(
                    QPolygonF([QPointF(box.left() + x * edge, box.top() + y * edge) for x, y in points])
                )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def draw_role(painter: QPainter, rect: QRectF, role: str, colour: QColor) -> None:
    """Who filled in a sheet: an arrow to its side, both arrows, a dot for another, a ring for unknown."""
    x, y, size = rect.center().x(), rect.center().y(), rect.width() * 0.32
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(colour if role else Qt.BrushStyle.NoBrush)
    arrows = {"education": (-1,), "practice": (1,), "both": (-1, 1)}
    if role not in arrows:
        painter.drawEllipse(QPointF(x, y), size * 0.6, size * 0.6)
        return
    for way in arrows[role]:
        base = x if role == "both" else x - way * size / 2
        base += way * (1.5 if role == "both" else 0)
        tip = base + way * size * (1.0 if role == "both" else 1.3)
        painter.drawPolygon(QPolygonF([QPointF(base, y - size), QPointF(base, y + size), QPointF(tip, y)]))


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
