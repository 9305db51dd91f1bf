"""A list beside a form: what can be opened, in groups with a heading, each with a line of detail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sms_desktop.gui.theme import theme_of

_KEY = Qt.ItemDataRole.UserRole
_DETAIL = Qt.ItemDataRole.UserRole + 1
_SIGN = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """A line of the list. Without a ``key`` it is a heading, which cannot be chosen."""

    key: str
    title: str
    detail: str = ""
    sign: str = ""


class GroupedList(QListWidget):
    """Entries under headings. ``chosen(key)`` when the user goes to another entry."""

    chosen = Signal(str)

    NARROW, WIDE = 22, 34
    """Width in average characters: at least, at most."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(_EntryDelegate(self))
        self._keys: list[str] = []
        self._signs: dict[str, QIcon] = {}
        self._fit()
        self.currentItemChanged.connect(self._moved)

    def use_signs(self, signs: dict[str, QIcon]) -> None:
        """The icons that an entry's ``sign`` names."""
        self._signs = signs

    def sign(self, name: str) -> QIcon:
        """The icon with this name; an empty one if there is none."""
        return self._signs.get(name, QIcon())

    def show_entries(self, entries: Sequence[Entry], current: str) -> None:
        """Show these entries with ``current`` chosen, without telling that anything was chosen."""
        with QSignalBlocker(self):
            keys = [entry.key for entry in entries]
            if keys != self._keys:
                self._keys = keys
                self.clear()
                for entry in entries:
                    self.addItem(_item(entry))
            for row, entry in enumerate(entries):
                _fill(self.item(row), entry)
            row = keys.index(current) if current in keys and current else -1
            if row != self.currentRow():
                self.setCurrentRow(row)
                self._bring_in_sight()

    def current_key(self) -> str:
        """The key of the chosen entry, ``""`` if there is none."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    def choose(self, key: str) -> None:
        """Go to the entry with this key, as the user would."""
        if key in self._keys:
            self.setCurrentRow(self._keys.index(key))

    def _moved(self, item: QListWidgetItem | None, _: object = None) -> None:
        if item is not None and item.data(_KEY):
            self._bring_in_sight()
            self.chosen.emit(str(item.data(_KEY)))

    def _bring_in_sight(self) -> None:
        """The current entry, with the heading above it if it is the first of its group."""
        row = self.currentRow()
        for each in (row - 1, row):
            item = self.item(each)
            if item is not None and (each == row or not item.data(_KEY)):
                self.scrollToItem(item)

    def _fit(self) -> None:
        character = self.fontMetrics().averageCharWidth()
        self.setMinimumWidth(self.NARROW * character)
        self.setMaximumWidth(self.WIDE * character)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
            self.scheduleDelayedItemsLayout()


def _item(entry: Entry) -> QListWidgetItem:
    item = QListWidgetItem()
    item.setData(_KEY, entry.key)
    if not entry.key:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _fill(item: QListWidgetItem, entry: Entry) -> None:
    values = {
        Qt.ItemDataRole.DisplayRole: entry.title,
        _DETAIL: entry.detail,
        _SIGN: entry.sign,
        Qt.ItemDataRole.AccessibleTextRole: ", ".join(each for each in (entry.title, entry.detail) if each),
    }
    for role, value in values.items():
        if item.data(role) != value:
            item.setData(role, value)


class _EntryDelegate(QStyledItemDelegate):
    """Draws a title that wraps, and a quieter line of detail below it."""

    SIDE, ABOVE = 10, 6
    """Pixels of room beside and above the text."""

    def __init__(self, parent: GroupedList) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = max(self._list.viewport().width(), 40)
        title, detail = self._places(option, index, QRect(0, 0, width, 10_000))
        below = max(title.bottom(), detail.bottom() if detail.isValid() else 0)
        return QSize(width, below + self.ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.text = ""
        widget: QWidget = self._list
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, widget)
        title, detail = self._places(option, index, option.rect)
        palette = widget.palette()
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.save()
        painter.setFont(self._font(option, index))
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(title, flags, str(index.data()))
        if detail.isValid():
            sign = self._list.sign(str(index.data(_SIGN) or ""))
            size = option.fontMetrics.height()
            if not sign.isNull():
                sign.paint(painter, detail.left() - size - 4, detail.top(), size, size)
            painter.setFont(option.font)
            painter.setPen(QColor(theme_of(QApplication.instance()).muted))
            painter.drawText(detail, flags, str(index.data(_DETAIL)))
        painter.restore()

    def _font(self, option: QStyleOptionViewItem, index: _Index) -> QFont:
        font = QFont(option.font)
        font.setBold(not index.data(_KEY))
        return font

    def _places(self, option: QStyleOptionViewItem, index: _Index, rect: QRect) -> tuple[QRect, QRect]:
        """Where title and detail stand in ``rect``; without a detail its place is not valid."""
        inside = rect.adjusted(self.SIDE, self.ABOVE, -self.SIDE, 0)
        if index.data(_KEY):
            inside.setLeft(inside.left() + self.SIDE // 2)
        flags = int(Qt.TextFlag.TextWordWrap)
        room = QRect(inside.topLeft(), QSize(inside.width(), 10_000))
        title = QFontMetrics(self._font(option, index)).boundingRect(room, flags, str(index.data()))
        title = QRect(inside.left(), inside.top(), inside.width(), title.height())
        text = str(index.data(_DETAIL) or "")
        if not text:
            return title, QRect()
        room.setTop(title.bottom() + 1)
        if index.data(_SIGN):
            room.setLeft(room.left() + option.fontMetrics.height() + 4)
        detail = option.fontMetrics.boundingRect(room, flags, text)
        return title, QRect(room.left(), room.top(), room.width(), detail.height())
