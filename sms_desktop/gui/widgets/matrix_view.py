"""How the matrix looks: cells with signs and words, a two-storey header, outer columns that stay in sight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QGridLayout,
    QHeaderView,
    QScrollBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sms_desktop.core.insight import Answer
from sms_desktop.gui.theme import Theme, theme_of
from sms_desktop.gui.widgets.matrix import SHOWN_ROLE, Column, Index, MatrixModel, Shown
from sms_desktop.palette import cluster_colour

PAD = 6
"""Pixels between the edge of a cell and what stands in it."""


def current_theme() -> Theme:
    """The theme that is shown now."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return theme_of(application)


def smaller(font: QFont) -> QFont:
    """The font of what is quieter."""
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * 0.87)
    return made


def paint_answer(painter: QPainter, box: QRectF, answer: Answer, colour: QColor) -> None:
    """Ja as a tick, Nee as a cross, open as a circle; nothing where it was not asked."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, max(box.width() / 7, 1.4), c=Qt.PenCapStyle.RoundCap))
    inside = box.adjusted(*(box.width() * part for part in (0.15, 0.15, -0.15, -0.15)))
    if answer is Answer.YES:
        bend = QPointF(inside.left() + inside.width() * 0.38, inside.bottom())
        start = QPointF(inside.left(), inside.top() + inside.height() * 0.6)
        painter.drawPolyline([start, bend, inside.topRight()])
    elif answer is Answer.NO:
        painter.drawLine(inside.topLeft(), inside.bottomRight())
        painter.drawLine(inside.topRight(), inside.bottomLeft())
    elif answer is Answer.OPEN:
        painter.drawEllipse(inside)
    painter.restore()


def paint_outcome(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Lines of writing: there is an intended outcome."""
    painter.save()
    painter.setPen(QPen(colour, max(box.width() / 9, 1.0)))
    for part, length in ((0.25, 1.0), (0.5, 1.0), (0.75, 0.6)):
        height = box.top() + box.height() * part
        painter.drawLine(QPointF(box.left(), height), QPointF(box.left() + box.width() * length, height))
    painter.restore()


class OutcomeSign(QWidget):
    """The sign of an intended outcome, for a legend."""

    def sizeHint(self) -> QSize:
        size = self.fontMetrics().height()
        return QSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = self.fontMetrics().ascent()
        box = QRectF(0, (self.height() - size) / 2, size, size)
        paint_outcome(painter, box, QColor(current_theme().muted))


class AnswerSign(QWidget):
    """The sign of an answer, beside its word."""

    def __init__(self) -> None:
        super().__init__()
        self._answer = Answer.NOT_ASKED

    def show_answer(self, answer: Answer) -> None:
        """Show the sign of ``answer``."""
        self._answer = answer
        self.setVisible(answer is not Answer.NOT_ASKED)
        self.update()

    def sizeHint(self) -> QSize:
        size = self.fontMetrics().height()
        return QSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self.fontMetrics().ascent()
        box = QRectF(0, (self.height() - size) / 2, size, size)
        paint_answer(QPainter(self), box, self._answer, answer_colour(self._answer, current_theme()))


def answer_colour(answer: Answer, theme: Theme) -> QColor:
    """Colours the sign; the sign and the word carry the meaning."""
    return QColor({Answer.YES: theme.good, Answer.OPEN: theme.warning}.get(answer, theme.text))


class MatrixDelegate(QStyledItemDelegate):
    """Paints a :class:`~sms_desktop.gui.widgets.matrix.Shown`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown, theme, rect = index.data(SHOWN_ROLE), current_theme(), option.rect
        state = QStyle.StateFlag
        painter.save()
        if option.state & state.State_Selected:
            painter.fillRect(rect, QColor(theme.selected))
        painter.setPen(QColor(theme.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        model = index.model()
        if isinstance(model, MatrixModel) and model.columns[index.column()].begins_side:
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), QColor(theme.muted))
        left = self._paint_cluster(painter, option, shown) if index.column() == 0 else rect.left() + PAD
        self._paint_lines(painter, option, shown, left)
        if option.state & state.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_cluster(self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown) -> int:
        """The bar and the letter of the cluster; gives where the text may begin."""
        rect = option.rect
        painter.fillRect(
            QRect(rect.left(), rect.top(), 6, rect.height()), QColor(cluster_colour(shown.cluster))
        )
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        width = QFontMetrics(font).horizontalAdvance("M")
        painter.setPen(QColor(current_theme().text))
        line = QRect(rect.left() + 6 + PAD // 2, self._top(option, shown), width, option.fontMetrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown.letter)
        return line.right() + PAD

    def _top(self, option: QStyleOptionViewItem, shown: Shown) -> int:
        height = option.fontMetrics.height()
        if shown.below:
            height += QFontMetrics(smaller(option.font)).height()
        return option.rect.top() + (option.rect.height() - height) // 2

    def _paint_lines(self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, left: int) -> None:
        theme, metrics = current_theme(), option.fontMetrics
        line = QRect(left, self._top(option, shown), option.rect.right() - PAD - left, metrics.height())
        colour = QColor(theme.muted if shown.muted else theme.text)
        rest = self._paint_sign(painter, option, shown, QRect(line))
        painter.setPen(colour)
        font = QFont(option.font)
        font.setBold(shown.strong)
        rest = _draw(painter, font, rest, shown.text)
        if shown.outcome:
            size = metrics.ascent() * 0.8
            box = QRectF(rest.left() + 2, rest.center().y() - size / 2, size, size)
            paint_outcome(painter, box, QColor(theme.muted))
        painter.setPen(QColor(theme.muted))
        quiet = smaller(option.font)
        _draw(painter, quiet, rest, shown.aside)
        if shown.below:
            start = line.left() + (metrics.ascent() + 8 if shown.sign else 0)
            below = QRect(start, line.bottom() + 1, line.right() - start, QFontMetrics(quiet).height())
            painter.setPen(QColor(theme.warning if shown.answer else theme.muted))
            _draw(painter, quiet, below, shown.below)

    def _paint_sign(
        self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, line: QRect
    ) -> QRect:
        """The sign before the text; gives the room that is left."""
        theme, size = current_theme(), option.fontMetrics.ascent()
        if shown.answer not in (None, Answer.NOT_ASKED):
            box = QRectF(line.left(), line.top() + (line.height() - size) / 2, size, size)
            colour = QColor(theme.muted) if shown.muted else answer_colour(shown.answer, theme)
            paint_answer(painter, box, shown.answer, colour)
            line.setLeft(line.left() + size + 4)
        elif shown.sign:
            painter.setPen(QColor(theme.muted if shown.muted else theme.text))
            font = QFont(option.font)
            font.setBold(True)
            painter.setFont(font)
            box = QRect(line.left(), line.top(), size + 4, line.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown.sign)
            line.setLeft(box.right() + 4)
        return line


def _draw(painter: QPainter, font: QFont, rect: QRect, text: str) -> QRect:
    """Draw a line of text, shortened to fit; gives what is left of the line."""
    if not text:
        return rect
    metrics = QFontMetrics(font)
    painter.setFont(font)
    fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)
    return rect.adjusted(metrics.horizontalAdvance(fitting) + 5, 0, 0, 0)


class MatrixHeader(QHeaderView):
    """Above, what neighbouring columns share (the side); below, the name in two lines at most."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(8)

    def _column(self, section: int) -> Column:
        model = self.model()
        assert isinstance(model, MatrixModel)
        return model.columns[section]

    def storeys(self) -> tuple[int, int]:
        """Pixels of the upper storey and of the whole header."""
        line, small = self.fontMetrics().height(), QFontMetrics(smaller(self.font())).height()
        model = self.model()
        notes = isinstance(model, MatrixModel) and any(column.note for column in model.columns)
        upper = small + PAD
        return upper, upper + 2 * line + PAD + (small if notes else 0)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802 - Qt's name
        column, theme = self._column(section), current_theme()
        upper, _ = self.storeys()
        painter.save()
        painter.fillRect(rect, QColor(theme.raised))
        painter.setPen(QColor(theme.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        top = rect.top() + (upper if column.group else PAD // 2)
        if column.begins_side:
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), QColor(theme.muted))
        elif column.organisation:
            painter.drawLine(rect.left(), top, rect.left(), rect.bottom())
        inside = QRect(rect.left() + PAD, top, rect.width() - 2 * PAD, rect.bottom() - top)
        painter.setPen(QColor(theme.muted if column.note else theme.text))
        self._paint_name(painter, inside, column)
        painter.restore()

    def _paint_name(self, painter: QPainter, inside: QRect, column: Column) -> None:
        font = QFont(self.font())
        metrics = QFontMetrics(font)
        painter.setFont(font)
        for line in in_lines(column.title, metrics, inside.width(), 2):
            painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, line)
            inside.setTop(inside.top() + metrics.height())
        if column.note:
            _draw(
                painter,
                smaller(font),
                QRect(inside.topLeft(), QSize(inside.width(), metrics.height())),
                column.note,
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        theme = current_theme()
        upper, _ = self.storeys()
        font = smaller(self.font())
        font.setBold(True)
        painter.setPen(QColor(theme.muted))
        for name, left, right in self._groups():
            # The name of a group stays in sight while any of its columns is.
            start = max(left, 0) + PAD
            room = QRect(start, 2, min(right, self.viewport().width()) - start - PAD, upper - 2)
            if room.width() > 0:
                _draw(painter, font, room, name)

    def _groups(self) -> list[tuple[str, int, int]]:
        """The groups of visible columns, with where they begin and end."""
        found: list[tuple[str, int, int]] = []
        for section in range(self.count()):
            column = self._column(section)
            if self.isSectionHidden(section) or not column.group:
                continue
            left = self.sectionViewportPosition(section)
            right = left + self.sectionSize(section)
            if found and found[-1][0] == column.group and not column.begins_side:
                found[-1] = (column.group, found[-1][1], right)
            else:
                found.append((column.group, left, right))
        return found


def in_lines(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """``text`` broken at spaces into lines that fit ``width``; the last one is shortened."""
    words, lines = text.split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if not lines[-1] or metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
            words.pop(0)
        elif len(lines) < most:
            lines.append("")
        else:
            lines[-1] = " ".join([lines[-1], *words])
            break
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


class _Table(QTableView):
    """One of the three tables; Enter and Escape are told, Tab leaves."""

    opening = Signal()
    closing = Signal()

    def __init__(self, model: MatrixModel, name: str) -> None:
        super().__init__()
        self.setProperty("role", "matrix")
        self.setModel(model)
        self.setHorizontalHeader(MatrixHeader(self))
        self.setItemDelegate(MatrixDelegate(self))
        self.setAccessibleName(name)
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
            self.opening.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.closing.emit()
        else:
            super().keyPressEvent(event)


class MatrixView(QFrame):
    """Motives left and patterns right stay in sight; the organisations between them scroll sideways.

    ``current_changed(key)`` when another row becomes the current one; ``open_wanted()`` on a click or
    Enter; ``close_wanted()`` on Escape. Where there is too little room, the patterns scroll along.
    """

    current_changed = Signal(str)
    open_wanted = Signal()
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
        self.middle.opening.connect(self.open_wanted)
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
        if row < 0 or key == self.current_key:
            return
        with QSignalBlocker(self):
            column = max(self.middle.currentIndex().column(), MatrixModel.FIRST_ORGANISATION)
            self.middle.setCurrentIndex(self.model.index(row, column))
        self.show_current()

    def show_current(self) -> None:
        """Scroll to the current row."""
        index = self.middle.currentIndex()
        if index.isValid():
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()


def _tie(one: QScrollBar, other: QScrollBar) -> None:
    one.valueChanged.connect(other.setValue)
    other.valueChanged.connect(one.setValue)


def _follower(inner: QScrollBar, outer: QScrollBar) -> Callable[[int, int], None]:
    """Keeps the range of ``outer`` that of ``inner``, shown only where there is something to scroll."""

    def follow(low: int, high: int) -> None:
        outer.setRange(low, high)
        outer.setPageStep(inner.pageStep())
        outer.setSingleStep(max(inner.singleStep(), 20))
        outer.setVisible(high > low)

    return follow
