"""The matrix on the screen: three tables as one, so that the outer columns stay in sight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QScrollBar, QTableView

from sms_desktop.gui.widgets.basics import described
from sms_desktop.gui.widgets.matrix import MatrixModel
from sms_desktop.gui.widgets.matrix_paint import PAD, MatrixDelegate, MatrixHeader, smaller
from sms_desktop.i18n import tr


class _Table(QTableView):
    """One of the three tables; Enter and Escape are told, Tab leaves."""

    entering = Signal()
    closing = Signal()

    def __init__(self, model: MatrixModel, name: str) -> None:
        super().__init__()
        self.setProperty("role", "matrix")
        self.setModel(model)
        self.setHorizontalHeader(MatrixHeader(self))
        self.setItemDelegate(MatrixDelegate(self))
        self.setAccessibleName(name)
        described(self, tr("The arrow keys go along the motives. Enter opens one, Esc closes it."))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(8)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entering.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.closing.emit()
        else:
            super().keyPressEvent(event)


class MatrixView(QFrame):
    """Motives left and patterns right stay in sight; the organisations between them scroll sideways.

    ``current_changed(key)`` when another row becomes the current one; ``open_wanted()`` on a click,
    ``enter_wanted()`` on Enter, ``close_wanted()`` on Escape. Where there is too little room, the
    patterns scroll along.
    """

    current_changed = Signal(str)
    open_wanted = Signal()
    enter_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, model: MatrixModel, name: str, motives: str, patterns: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.model = model
        self.left, self.middle, self.right = (_Table(model, each) for each in (motives, name, patterns))
        self.setFocusProxy(self.middle)
        self._across, self._down = QScrollBar(Qt.Orientation.Horizontal), QScrollBar(Qt.Orientation.Vertical)
        # The room of the bar is kept free, so that the columns do not jump when it comes.
        policy = self._down.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._down.setSizePolicy(policy)
        grid = QGridLayout(self)
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(0)
        for place, widget in enumerate((self.left, self.middle, self.right, self._down)):
            grid.addWidget(widget, 0, place)
        grid.addWidget(self._across, 1, 1)
        grid.setColumnStretch(1, 1)
        self._share()
        model.modelReset.connect(self._fit)
        model.dataChanged.connect(lambda *_: self._fit_rows())
        self._fit()

    def _share(self) -> None:
        """One selection and one scroll position for the three tables."""
        for table in (self.left, self.right):
            table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            table.setSelectionModel(self.middle.selectionModel())
            table.pressed.connect(self._pressed_beside)
            _tie(self.middle.verticalScrollBar(), table.verticalScrollBar())
        for table in (self.left, self.middle, self.right):
            table.clicked.connect(lambda _: self.open_wanted.emit())
        self.middle.entering.connect(self.enter_wanted)
        self.middle.closing.connect(self.close_wanted)
        _tie(self.middle.verticalScrollBar(), self._down)
        _tie(self.middle.horizontalScrollBar(), self._across)
        for inner, outer in (
            (self.middle.verticalScrollBar(), self._down),
            (self.middle.horizontalScrollBar(), self._across),
        ):
            inner.rangeChanged.connect(_follower(inner, outer))
            outer.hide()
        self.middle.selectionModel().currentRowChanged.connect(self._current_row_changed)

    # The current row --------------------------------------------------------------------------------

    @property
    def current_key(self) -> str:
        """The key of the current row, ``""`` without one."""
        index = self.middle.currentIndex()
        return self.model.rows[index.row()].key if index.isValid() else ""

    def go_to(self, key: str) -> None:
        """Make the row with this key the current one, without telling."""
        row = self.model.row_of(key)
        if row < 0 or self.middle.selectionModel().isRowSelected(row):
            return
        with QSignalBlocker(self):
            column = max(self.middle.currentIndex().column(), MatrixModel.FIRST_ORGANISATION)
            self.middle.setCurrentIndex(self.model.index(row, column))
        self.show_current()

    def show_current(self) -> None:
        """Scroll to the current row, also right after rows or heights changed."""
        index = self.middle.currentIndex()
        if index.isValid():
            # A table that does not know its range yet would hold the others back.
            for table in (self.left, self.right, self.middle):
                table.doItemsLayout()
            self.middle.scrollTo(index)

    def _pressed_beside(self, index: QModelIndex) -> None:
        last = self.model.organisations
        column = MatrixModel.FIRST_ORGANISATION if index.column() == 0 else last
        if self.right.isHidden():
            column = MatrixModel.FIRST_ORGANISATION
        self.middle.setCurrentIndex(self.model.index(index.row(), column))
        self.middle.setFocus(Qt.FocusReason.MouseFocusReason)

    def _current_row_changed(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid():
            self.current_changed.emit(self.model.rows[current.row()].key)

    # Sizes ------------------------------------------------------------------------------------------

    def natural_width(self) -> int:
        """Pixels that all columns take at least."""
        motive, _, organisation, pattern, count = self._widths()
        return motive + organisation * self.model.organisations + pattern + 2 * count + 24

    def _widths(self) -> tuple[int, int, int, int, int]:
        """A motive at most and at least, an organisation at least, a pattern, a count; in pixels."""
        metrics = self.fontMetrics()
        em = metrics.averageCharWidth()
        counts = [column.title for column in self.model.columns if column.group and not column.organisation]
        count = max(metrics.horizontalAdvance(each) for each in (*counts, "00 · 00 · 00"))
        return 30 * em, 26 * em, 12 * em, 35 * em, count + 2 * PAD + 2

    def _fit(self) -> None:
        """Give every column its width, and decide which stay in sight."""
        count = self.model.organisations
        if not self.model.columns:
            return
        motive, narrow, least, pattern, number = self._widths()
        patterns = pattern + 2 * number
        room = self.contentsRect().width() - 2 - self._down.sizeHint().width()
        motive = max(narrow, min(motive, room - patterns - count * least))
        stays = room - motive - patterns >= min(count, 3) * least
        across = room - motive - (patterns if stays else 0)
        each = max(least, (across if stays else 0) // max(count, 1))
        widths = [motive, *[each] * count, pattern, number, number]
        if stays and count and each > least:
            widths[count] += across - each * count
        first_right = 1 + count
        for table, shown in (
            (self.left, range(1)),
            (self.middle, range(1, first_right if stays else len(widths))),
            (self.right, range(first_right, len(widths) if stays else first_right)),
        ):
            for column, width in enumerate(widths):
                table.setColumnHidden(column, column not in shown)
                table.setColumnWidth(column, width)
        self.left.setFixedWidth(motive)
        self.right.setFixedWidth(patterns)
        self.right.setVisible(stays)
        self._fit_rows()

    def _fit_rows(self) -> None:
        line, small = self.fontMetrics().height(), QFontMetrics(smaller(self.font())).height()
        current = self.middle.currentIndex().row()
        before = self.middle.rowHeight(current)
        for row in range(self.model.rowCount()):
            height = line + 8 + (small if self.model.has_second_line(row) else 0)
            for table in (self.left, self.middle, self.right):
                if table.rowHeight(row) != height:
                    table.setRowHeight(row, height)
        for table in (self.left, self.middle, self.right):
            header = table.horizontalHeader()
            assert isinstance(header, MatrixHeader)
            header.setFixedHeight(header.storeys()[1])
        self.setMinimumHeight(self.middle.horizontalHeader().height() + 2 * (line + small + 8))
        if self.middle.rowHeight(current) != before:
            self.show_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()


def _tie(leading: QScrollBar, other: QScrollBar) -> None:
    """One position for both, also where ``other`` learns its range later than ``leading``."""
    leading.valueChanged.connect(other.setValue)
    other.valueChanged.connect(leading.setValue)
    other.rangeChanged.connect(lambda *_: other.setValue(leading.value()))


def _follower(inner: QScrollBar, outer: QScrollBar) -> Callable[[int, int], None]:
    """Keeps the range of ``outer`` that of ``inner``, shown only where there is something to scroll."""

    def follow(low: int, high: int) -> None:
        outer.setRange(low, high)
        outer.setPageStep(inner.pageStep())
        outer.setSingleStep(max(inner.singleStep(), 20))
        outer.setVisible(high > low)

    return follow
