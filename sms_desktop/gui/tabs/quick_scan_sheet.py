"""One quick scan sheet on screen: its head and its two halves. One set of widgets shows any sheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n, labels
from sms_desktop.core import fields, insight
from sms_desktop.core.forms import SIDES, Cluster, FormSet, SideId
from sms_desktop.core.session import Sheet, Where, at_sheet
from sms_desktop.gui.store import Store
from sms_desktop.gui.tabs.quick_scan_keys import field_keys
from sms_desktop.gui.theme import theme_of
from sms_desktop.gui.widgets.basics import in_rich_text, text_label
from sms_desktop.gui.widgets.clusters import ClusterChip
from sms_desktop.gui.widgets.fields import BoundField, LineField, TickBox, labelled_field
from sms_desktop.i18n import tr

_NOWHERE = Where("sheet", "")


class Surface(QFrame):
    """What has the focus in fast entry. A line around it shows that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quick_scan.surface")
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        application = QApplication.instance()
        if self.hasFocus() and isinstance(application, QApplication):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme_of(application).accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class CalmScrollArea(QScrollArea):
    """Scrolls by wheel, bar and focus; all keys are left to fast entry."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


def key_cap(key: str) -> QLabel:
    """A key as it stands beside what it ticks."""
    cap = text_label(key, "key", wrap=False)
    cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
    cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return cap


class Cell(QWidget):
    """A cluster on one half: its key, its tick, the note line, and what is pointed out."""

    def __init__(self, store: Store, form_set: FormSet, side: SideId, cluster: Cluster, key: str) -> None:
        super().__init__()
        code = i18n.current().code
        name = labels.field_label(store.session, fields.tick(side, cluster.id), i18n.current())
        explanation = cluster.explanation.in_language(code)
        text = form_set.quick_scan.tick_label.in_language(code)
        self.tick = TickBox(store, _NOWHERE, fields.tick(side, cluster.id), name, text)
        self.tick.setToolTip(explanation)
        spoken = [tr("Key {key}.").format(key=key)] if key else []
        self.tick.explain(" ".join([*spoken, explanation]))
        hint = form_set.quick_scan.note_label.in_language(code)
        self.note = LineField(store, _NOWHERE, fields.note(side, cluster.id), f"{name} – {hint}", hint)
        self.point = text_label("⚠ " + tr(labels.POINT_WORDS[insight.PointKind.NOTE_WITHOUT_TICK]), "warning")
        self.point.setObjectName(fields.note(side, cluster.id) + ".point")
        self.point.hide()
        self._ticking = ticking = QHBoxLayout()
        ticking.setSpacing(6)
        if key:
            ticking.addWidget(key_cap(key))
        ticking.addWidget(self.tick)
        ticking.addStretch(1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(8)
        self._line.addLayout(ticking)
        self._line.addWidget(self.note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._line)
        layout.addWidget(self.point)

    NOTE = 12
    """Average characters that a note line needs beside its tick."""

    def wide_width(self) -> int:
        """The pixels of width that tick and note need beside each other."""
        return self._ticking.sizeHint().width() + 8 + self.NOTE * self.fontMetrics().averageCharWidth()

    def set_narrow(self, narrow: bool) -> None:
        """The note below the tick instead of beside it."""
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self._line.setSpacing(4 if narrow else 8)


class SheetForm(QWidget):
    """The fields of a sheet. :meth:`show_sheet` points them at a sheet and brings them up to date."""

    GAP, GUTTER = 12, 24
    """Pixels between the roles, and between the two halves."""

    def __init__(self, store: Store, form_set: FormSet) -> None:
        super().__init__()
        self.store = store
        self._form_set = form_set
        self._keys = field_keys(form_set, i18n.current().code)
        self._where = _NOWHERE
        self._narrow = False
        self.fields: dict[str, BoundField] = {}
        self.cells: dict[str, Cell] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._roles = QGridLayout()
        self._head = QGridLayout()
        self._role_parts = self._make_roles()
        self._head_parts = self._make_head()
        layout.addLayout(self._roles)
        layout.addLayout(self._head)
        layout.addLayout(self._make_halves())
        layout.addStretch(1)
        self._place()

    # Building --------------------------------------------------------------------------------------

    def _add(self, field: BoundField) -> None:
        self.fields[field.field] = field

    def _with_key(self, tick: TickBox) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        key = self._keys[tick.field]
        tick.explain(tr("Key {key}.").format(key=key))
        line.addWidget(key_cap(key))
        line.addWidget(tick)
        line.addStretch(1)
        self._add(tick)
        return box

    def _make_roles(self) -> list[QWidget]:
        language, form = i18n.current(), self._form_set.quick_scan
        parts: list[QWidget] = [
            text_label(form.role_question.in_language(language.code), "label", wrap=False)
        ]
        for option in form.roles:
            field = fields.role_tick(option.id)
            name = labels.field_label(self.store.session, field, language)
            text = option.label.in_language(language.code)
            parts.append(self._with_key(TickBox(self.store, _NOWHERE, field, name, text)))
        label = form.role_other.in_language(language.code)
        self._other = LineField(self.store, _NOWHERE, fields.role_tick("other") + ".text", label, label)
        self._add(self._other)
        return [*parts, self._other]

    def _make_head(self) -> list[QWidget]:
        parts = []
        for spec in self._form_set.quick_scan.head:
            whole, field = labelled_field(self.store, _NOWHERE, spec)
            self._add(field)
            parts.append(whole)
        return parts

    def _make_halves(self) -> QGridLayout:
        """Per cluster its name over both halves, below it the cell of each half."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.GUTTER)
        grid.setVerticalSpacing(4)
        language = i18n.current()
        for column, side in enumerate(SIDES):
            grid.setColumnStretch(column, 1)
            heading = text_label(labels.side_label(self._form_set, side, language), "heading")
            grid.addWidget(heading, 0, column)
        for number, cluster in enumerate(self._form_set.clusters):
            row = 1 + 3 * number
            grid.addWidget(cluster_line(cluster), row, 0, 1, 2)
            for column, side in enumerate(SIDES):
                cell = self._make_cell(side, cluster)
                grid.addWidget(cell, row + 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setRowMinimumHeight(row + 2, 4)
        last = 1 + 3 * len(self._form_set.clusters)
        text = self._form_set.quick_scan.left_empty.in_language(language.code)
        for column, side in enumerate(SIDES):
            field = fields.left_empty(side)
            name = labels.field_label(self.store.session, field, language)
            tick = TickBox(self.store, _NOWHERE, field, name, text)
            grid.addWidget(self._with_key(tick), last, column)
        return grid

    def _make_cell(self, side: SideId, cluster: Cluster) -> Cell:
        key = self._keys.get(fields.tick(side, cluster.id), "")
        cell = Cell(self.store, self._form_set, side, cluster, key)
        self.cells[cell.tick.field] = cell
        self._add(cell.tick)
        self._add(cell.note)
        return cell

    # Showing ---------------------------------------------------------------------------------------

    def show_sheet(self, sheet: Sheet) -> None:
        """Show this sheet as it is now."""
        where = at_sheet(sheet.id)
        if where != self._where:
            self._where = where
            for field in self.fields.values():
                field.point_at(where)
        else:
            for field in self.fields.values():
                field.refresh()
        pointed_out = {point.field for point in insight.sheet_points(self._form_set, sheet)}
        for cell in self.cells.values():
            cell.point.setVisible(cell.note.field in pointed_out)
        other = sheet.answers.get(fields.role_tick("other")) is True
        self._other.setVisible(other or bool(sheet.answers.get(self._other.field)))
        for side in SIDES:
            box = self.fields[fields.left_empty(side)]
            box.setEnabled(self.store.writable and can_leave_empty(self._form_set, sheet, side))

    def wide_width(self) -> int:
        """The pixels of width below which :meth:`set_narrow` is wanted."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()  # else the first answer, before anything is shown, is another one
        roles = sum(part.sizeHint().width() + self.GAP for part in self._role_parts[:-1]) - self.GAP
        return max(roles, 2 * max(cell.wide_width() for cell in self.cells.values()) + self.GUTTER)

    def set_narrow(self, narrow: bool) -> None:
        """Lay out for a narrow place, or for a large zoom."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._place()

    def _place(self) -> None:
        question, *ticks, other = self._role_parts
        narrow = self._narrow
        self._roles.setHorizontalSpacing(self.GAP)
        self._roles.setVerticalSpacing(4)
        self._roles.addWidget(question, 0, 0, 1, 2 if narrow else 1)
        for place, tick in enumerate(ticks):
            row, column = (1 + place // 2, place % 2) if narrow else (0, 1 + place)
            self._roles.addWidget(tick, row, column)
        self._roles.addWidget(other, 3 if narrow else 1, 0 if narrow else 1, 1, 2 if narrow else 5)
        for column in range(6):
            self._roles.setColumnStretch(column, int(narrow and column < 2))
        self._roles.setColumnStretch(5, int(not narrow))
        self._head.setHorizontalSpacing(16)
        for place, part in enumerate(self._head_parts):
            row, column = divmod(place, 2 if narrow else len(self._head_parts))
            self._head.addWidget(part, row, column, Qt.AlignmentFlag.AlignBottom)
            self._head.setColumnStretch(place, int(not narrow or place < 2))
        for cell in self.cells.values():
            cell.set_narrow(narrow)


def can_leave_empty(form_set: FormSet, sheet: Sheet, side: SideId) -> bool:
    """Whether *left empty on purpose* can be ticked or taken away: a half with ticks is not empty."""
    if sheet.answers.get(fields.left_empty(side)) is True:
        return True
    return not any(sheet.answers.get(fields.tick(side, each.id)) is True for each in form_set.clusters)


def cluster_line(cluster: Cluster) -> QWidget:
    """Chip, name and explanation of a cluster in one text that wraps."""
    code = i18n.current().code
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    name = cluster.label.in_language(code)
    line.addWidget(ClusterChip(cluster.id, cluster.letter, name), 0, Qt.AlignmentFlag.AlignTop)
    text = QLabel(f"<b>{in_rich_text(name)}</b> – {in_rich_text(cluster.explanation.in_language(code))}")
    text.setTextFormat(Qt.TextFormat.RichText)
    text.setWordWrap(True)
    line.addWidget(text, 1)
    return box
