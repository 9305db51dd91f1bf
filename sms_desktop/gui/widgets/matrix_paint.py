"""How the matrix is painted: signs, cells, and a header of two storeys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QSizePolicy,
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

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

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
        self._paint_links(painter, option, shown)
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
        right = option.rect.right() - PAD
        if shown.links:
            right = _lane(option.rect, max(each.lane for each in shown.links)) - 2 * PAD
        line = QRect(left, self._top(option, shown), right - left, metrics.height())
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

    def _paint_links(self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown) -> None:
        """The line that joins this motive to those that answer it: a dot and a foot where it is one."""
        rect, colour = option.rect, QColor(current_theme().accent)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colour)
        for link in shown.links:
            x, middle = _lane(rect, link.lane), rect.center().y()
            painter.drawLine(
                x, rect.top() if link.above else middle, x, rect.bottom() if link.below else middle
            )
            if link.joins:
                painter.drawLine(x - PAD, middle, x, middle)
                painter.drawEllipse(QPointF(x - PAD, middle), 2.5, 2.5)
        painter.restore()

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


def _lane(rect: QRect, lane: int) -> int:
    """Where the line of a lane stands."""
    return rect.right() - PAD - lane * 2 * PAD


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
