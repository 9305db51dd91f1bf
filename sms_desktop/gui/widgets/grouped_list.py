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
from sms_desktop.gui.widgets.basics import described
from sms_desktop.i18n import tr

_ENTRY = Qt.ItemDataRole.UserRole

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

    def __init__(self, name: str, label: str, meaning: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        described(self, meaning or tr("The arrow keys go to another one, which is shown beside it."))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(_EntryDelegate(self))
        self._entries: list[Entry] = []
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
            if keys != [entry.key for entry in self._entries]:
                self.clear()
                for entry in entries:
                    self.addItem(_item(entry))
            else:
                for row, (old, new) in enumerate(zip(self._entries, entries, strict=True)):
                    if old != new:
                        _fill(self.item(row), new)
            self._entries = list(entries)
            row = keys.index(current) if current in keys and current else -1
            if row != self.currentRow():
                self.setCurrentRow(row)
                self._bring_in_sight()

    @property
    def current_key(self) -> str:
        """The key of the entry that is chosen, or ``""``."""
        item = self.currentItem()
        return str(item.data(_ENTRY).key) if item is not None else ""

    def choose(self, key: str) -> None:
        """Go to the entry with this key, as the user would."""
        for row, entry in enumerate(self._entries):
            if key and entry.key == key:
                self.setCurrentRow(row)

    def _moved(self, item: QListWidgetItem | None, _: object = None) -> None:
        if item is not None and item.data(_ENTRY).key:
            self._bring_in_sight()
            self.chosen.emit(item.data(_ENTRY).key)

    def _bring_in_sight(self) -> None:
        """The current entry, with the heading above it if it is the first of its group."""
        row = self.currentRow()
        for each in (row - 1, row):
            item = self.item(each)
            if item is not None and (each == row or not item.data(_ENTRY).key):
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
    _fill(item, entry)
    if not entry.key:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _fill(item: QListWidgetItem, entry: Entry) -> None:
    item.setText(entry.title)
    spoken = ", ".join(each for each in (entry.title, *entry.detail.splitlines()) if each)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
    item.setData(_ENTRY, entry)


class _EntryDelegate(QStyledItemDelegate):
    """Draws a title that wraps, and a quieter line of detail below it."""

    SIDE, ABOVE = 10, 6
    """Pixels of room beside and above the text."""

    def __init__(self, parent: GroupedList) -> None:
        super().__init__(parent)
        self._list = parent
        # A change of one entry makes the list ask for the size of all.
        self._sizes: dict[tuple[object, ...], QSize] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = max(self._list.viewport().width(), 40)
        key = (width, option.font.key(), index.data(_ENTRY))
        if key not in self._sizes:
            if len(self._sizes) > 1000:
                self._sizes.clear()
            self._sizes[key] = self._size(option, index, width)
        return self._sizes[key]

    def _size(self, option: QStyleOptionViewItem, index: _Index, width: int) -> QSize:
        title, detail = self._places(option, index.data(_ENTRY), QRect(0, 0, width, 10_000))
        below = max(title.bottom(), detail.bottom() if detail.isValid() else 0)
        return QSize(width, below + self.ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.text = ""
        widget: QWidget = self._list
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, widget)
        entry: Entry = index.data(_ENTRY)
        title, detail = self._places(option, entry, option.rect)
        palette = widget.palette()
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.save()
        painter.setFont(self._font(option, entry))
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(title, flags, entry.title)
        if detail.isValid():
            sign = self._list.sign(entry.sign)
            size = option.fontMetrics.height()
            if not sign.isNull():
                sign.paint(painter, detail.left() - size - 4, detail.top(), size, size)
            painter.setFont(option.font)
            painter.setPen(QColor(theme_of(QApplication.instance()).muted))
            painter.drawText(detail, flags, entry.detail)
        painter.restore()

    def _font(self, option: QStyleOptionViewItem, entry: Entry) -> QFont:
        font = QFont(option.font)
        font.setBold(not entry.key)
        return font

    def _places(self, option: QStyleOptionViewItem, entry: Entry, rect: QRect) -> tuple[QRect, QRect]:
        """Where title and detail stand in ``rect``; without a detail its place is not valid."""
        inside = rect.adjusted(self.SIDE, self.ABOVE, -self.SIDE, 0)
        if entry.key:
            inside.setLeft(inside.left() + self.SIDE // 2)
        flags = Qt.TextFlag.TextWordWrap.value
        room = QRect(inside.topLeft(), QSize(inside.width(), 10_000))
        title = QFontMetrics(self._font(option, entry)).boundingRect(room, flags, entry.title)
        title = QRect(inside.left(), inside.top(), inside.width(), title.height())
        if not entry.detail:
            return title, QRect()
        room.setTop(title.bottom() + 1)
        if entry.sign:
            room.setLeft(room.left() + option.fontMetrics.height() + 4)
        detail = option.fontMetrics.boundingRect(room, flags, entry.detail)
        return title, QRect(room.left(), room.top(), room.width(), detail.height())
