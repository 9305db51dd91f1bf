"""Intended beside realised: every intended outcome, its agreement and what came of it at each moment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from sms_desktop import i18n, labels
from sms_desktop.core import fields, insight
from sms_desktop.core.insight import IntendedOutcome
from sms_desktop.core.session import Moment, Session, text_at
from sms_desktop.gui.theme import theme_of
from sms_desktop.gui.widgets.evaluation import (
    gravest,
    judgement_words,
    organisation_words,
    outcome_key,
    outcome_words,
)
from sms_desktop.gui.widgets.judgement import judgement_sign
from sms_desktop.i18n import tr

_KEY = Qt.ItemDataRole.UserRole
FIRST_MOMENT = 2
"""The column of the first evaluation moment."""

NARROWEST = 22
"""Average characters of a column, before the table scrolls sideways."""


def moment_words(session: Session, moment: Moment, number: int) -> str:
    """The name of the moment, with its date when there is one."""
    title = f"{session.form_set.phase3.moment.in_language(i18n.current().code)} {number}"
    date = moment.answers.get("phase3.date", "")
    return f"{title}\n{i18n.current().shown_date(str(date))}" if date else title


class _CellDelegate(QStyledItemDelegate):
    """Text and sign at the top of the cell, so that a row reads as a line, with room around them."""

    ROOM = 5
    """Pixels on every side."""

    def initStyleOption(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        option.decorationAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        inner = QStyleOptionViewItem(option)
        inner.rect = self._inside(option.rect)
        return super().sizeHint(inner, index) + QSize(2 * self.ROOM, 2 * self.ROOM)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        brush = index.data(Qt.ItemDataRole.BackgroundRole)
        if brush is not None:
            painter.fillRect(option.rect, brush)
        inner = QStyleOptionViewItem(option)
        inner.rect = self._inside(option.rect)
        super().paint(painter, inner, index)

    def _inside(self, rect: QRect) -> QRect:
        return rect.adjusted(self.ROOM, self.ROOM, -self.ROOM, -self.ROOM)


class OverviewTable(QTableWidget):
    """Rows are intended outcomes in groups; columns: intended, agreement, then each moment.

    ``wanted(outcome key, column)`` when the user opens a cell with Enter or a double click.
    """

    wanted = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("phase3.overview")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setItemDelegate(_CellDelegate(self))
        self.cellDoubleClicked.connect(self._open)
        self._session: Session | None = None

    def show_session(self, session: Session) -> None:
        """Fill the table, when anything changed since it was filled."""
        if session is self._session:
            return
        self._session = session
        self._heads(session)
        groups = self._groups(session)
        self.clearSpans()
        self.setRowCount(sum(1 + len(outcomes) for _, outcomes in groups))
        row = 0
        for title, outcomes in groups:
            self._heading(row, title)
            for outcome in outcomes:
                row += 1
                self._outcome(row, session, outcome)
            row += 1
        self._fit()

    def _heads(self, session: Session) -> None:
        form, code = session.form_set.phase3, i18n.current().code
        heads = [form.outcome.in_language(code), form.agreements.in_language(code)]
        heads += [moment_words(session, each, n) for n, each in enumerate(session.moments, start=1)]
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels(heads)

    def _groups(self, session: Session) -> list[tuple[str, tuple[IntendedOutcome, ...]]]:
        title = session.form_set.phase3.joint_outcomes.in_language(i18n.current().code)
        groups = [(title, insight.joint_outcomes(session))]
        for organisation in insight.by_side(session):
            groups.append((organisation_words(organisation), insight.own_outcomes(session, organisation)))
        return [group for group in groups if group[1]]

    def _heading(self, row: int, title: str) -> None:
        item = QTableWidgetItem(title)
        font = self.font()
        font.setBold(True)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setBackground(QBrush(QColor(theme_of(QApplication.instance()).raised)))
        self.setItem(row, 0, item)
        for column in range(1, self.columnCount()):
            self.takeItem(row, column)
        self.setSpan(row, 0, 1, self.columnCount())

    def _outcome(self, row: int, session: Session, outcome: IntendedOutcome) -> None:
        items = [QTableWidgetItem(outcome_words(outcome)), QTableWidgetItem(_agreed(session, outcome))]
        colour = QColor(theme_of(QApplication.instance()).text)
        for moment in session.moments:
            item = QTableWidgetItem(_realised(session, moment, outcome))
            sign = judgement_sign(gravest(session, moment, outcome), colour)
            if not sign.isNull():
                item.setIcon(sign)
            items.append(item)
        for column, item in enumerate(items):
            item.setData(_KEY, outcome_key(outcome))
            self.setItem(row, column, item)

    def _open(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None and item.data(_KEY):
            self.wanted.emit(str(item.data(_KEY)), column)

    def _fit(self) -> None:
        columns = max(self.columnCount(), 1)
        least = NARROWEST * self.fontMetrics().averageCharWidth()
        for column in range(columns):
            self.setColumnWidth(column, max(self.viewport().width() // columns, least))
        size = self.fontMetrics().height()
        self.setIconSize(QSize(size, size))
        self.resizeRowsToContents()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._session is not None:
            session, self._session = self._session, None
            self.show_session(session)


def _agreed(session: Session, outcome: IntendedOutcome) -> str:
    """The agreement, and in a last line who, when and how it stands."""
    form = session.form_set.phase3
    said = {
        spec.id: text_at(session, outcome.where, fields.agreement(outcome.id, spec.id)).strip()
        for spec in form.agreement
    }
    for spec in form.agreement:
        if spec.options and said[spec.id]:
            said[spec.id] = labels.option_label(spec.options, said[spec.id], i18n.current())
    first = [text for part, text in said.items() if part == "agreement" and text]
    rest = [said[part] for part in ("owner", "term", "status") if said.get(part)]
    return "\n".join([*first, " · ".join(rest)] if rest else first) or tr("nothing agreed yet")


def _realised(session: Session, moment: Moment, outcome: IntendedOutcome) -> str:
    """The judgement in words, what was realised, and the explanation."""
    where = insight.at_evaluation(moment, outcome)
    parts = [judgement_words(session, moment, outcome)]
    parts += [text_at(session, where, fields.agreement(outcome.id, part)) for part in ("realised", "note")]
    return "\n".join(part for part in parts if part) or "–"
