"""Input widgets that are bound to a field of the session.

Each shows what the store holds for a field id in a record, and edits it. Its object name is the field
id, followed by the ids of the record for a repeated thing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n, labels
from sms_desktop.core import edits
from sms_desktop.core.forms import FieldSpec, Option
from sms_desktop.core.session import Value, Where
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import described
from sms_desktop.gui.widgets.reading_order import step_focus
from sms_desktop.i18n import mark, tr

LONGEST_TEXT = 100_000
"""Characters that a field takes; a pasted book is cut before it slows the window down."""


class Bound:
    """What all bound widgets can do. ``label`` is the accessible name.

    What a screen reader says after it: what was explained, how it is filled in, and whose answer it is.
    """

    HOW = ""

    store: Store
    where: Where
    field: str
    explanation = ""

    def bind(self, store: Store, where: Where, field: str, label: str) -> None:
        """Tie this widget to a field and show it."""
        self.store = store
        self.field = field
        widget = self._widget()
        widget.setAccessibleName(label)
        self.point_at(where)

    def point_at(self, where: Where, field: str = "") -> None:
        """Show the same field of another record, or another field of the same kind."""
        self.where = where
        self.field = field or self.field
        self._widget().setObjectName(self.field + where.suffix())
        self.refresh()

    def explain(self, words: str) -> None:
        """Say this first of what describes the field."""
        self.explanation = words
        self._describe()

    def refresh(self) -> None:
        """Show what the store holds now."""
        self.show_value(self.store.answer(self.where, self.field))
        self._set_read_only(not self.store.writable)
        self._describe()

    def _describe(self) -> None:
        record = labels.record_label(self.store.session, self.where, i18n.current())
        if self.where.record == "session":
            record = tr("Of the session as a whole")
        described(self._widget(), self.explanation, tr(self.HOW) if self.HOW else "", record)

    def show_value(self, value: Value | None) -> None:
        """Show ``value`` without editing."""
        raise NotImplementedError

    def _widget(self) -> QWidget:
        assert isinstance(self, QWidget)
        return self

    def _set_read_only(self, read_only: bool) -> None:
        if self._widget().isEnabled() == read_only:
            self._widget().setEnabled(not read_only)


def leave_undo_to_window(event: QEvent) -> bool:
    """Whether ``event`` asks a text widget to keep Ctrl+Z or Ctrl+Y to itself.

    The window's own undo covers typing too; a second history inside each line would confuse.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class _UndoOfWindow:
    """A widget that is typed in and has no undo of its own. Stands before Qt's class."""

    def event(self, event: QEvent) -> bool:
        if leave_undo_to_window(event):
            event.ignore()
            return False
        return bool(super().event(event))  # type: ignore[misc]


class _Text(_UndoOfWindow):
    """A text that can be read where nothing can be changed. Stands before Qt's class and :class:`Bound`."""

    def _set_read_only(self, read_only: bool) -> None:
        self.setReadOnly(read_only)  # type: ignore[attr-defined]


class TickBox(QCheckBox, Bound):
    """A tick. Space ticks it; what it excludes is cleared by the edit."""

    HOW = mark("The space bar ticks or clears it")

    def __init__(self, store: Store, where: Where, field: str, label: str, text: str = "") -> None:
        super().__init__(text)
        self.bind(store, where, field, label)
        self.clicked.connect(self._edited)

    def show_value(self, value: Value | None) -> None:
        if self.isChecked() != (value is True):
            self.setChecked(value is True)

    def _edited(self, on: bool) -> None:
        self.store.set_answer(self.where, self.field, on)
        self.refresh()


class LineField(_Text, QLineEdit, Bound):
    """A line of text."""

    def __init__(self, store: Store, where: Where, field: str, label: str, hint: str = "") -> None:
        super().__init__()
        self.setMaxLength(LONGEST_TEXT)
        self.setPlaceholderText(hint)
        self.explanation = hint
        self.bind(store, where, field, label)
        self.textEdited.connect(self._edited)

    def show_value(self, value: Value | None) -> None:
        text = "" if value is None else str(value)
        if self.text() != _one_line(text):
            at_end = self.cursorPosition() == len(self.text())
            position = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(len(text) if at_end and self.hasFocus() else min(position, len(text)))
            if not self.hasFocus():
                self.setCursorPosition(0)

    def _edited(self, text: str) -> None:
        self.store.set_answer(self.where, self.field, text, typing=True)


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


class DateField(LineField):
    """A date, kept as ``2026-11-23`` when it can be read as one, else as typed. Ctrl+T fills in today."""

    HOW = mark("Ctrl+T fills in today.")

    def __init__(self, store: Store, where: Where, field: str, label: str, hint: str = "") -> None:
        super().__init__(store, where, field, label, hint or tr("for example 23-11-2026"))
        self.editingFinished.connect(self._normalise)
        today = QAction(tr("Today"), self)
        today.setShortcut("Ctrl+T")
        today.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        today.triggered.connect(self._fill_in_today)
        self.addAction(today)
        self.setToolTip(tr(self.HOW))

    def show_value(self, value: Value | None) -> None:
        if self.hasFocus() and value is not None and i18n.parse_date(self.text()) == str(value):
            return
        super().show_value(i18n.current().shown_date(str(value)) if value else value)

    def _normalise(self) -> None:
        if self.store.writable:
            read = i18n.parse_date(self.text())
            if read is not None and self.store.answer(self.where, self.field) != read:
                self.store.set_answer(self.where, self.field, read, typing=True)
        super().show_value(i18n.current().shown_date(str(self.store.answer(self.where, self.field) or "")))

    def _edited(self, text: str) -> None:
        read = i18n.parse_date(text)
        self.store.set_answer(self.where, self.field, text if read is None else read, typing=True)

    def _fill_in_today(self) -> None:
        self.store.set_answer(self.where, self.field, i18n.today().isoformat())
        super().show_value(i18n.current().shown_date(i18n.today().isoformat()))


class GrowingText(QPlainTextEdit):
    """A longer text, so many ``lines`` high and higher with what is in it. Tab goes on to the next field."""

    def __init__(self, lines: int = 2) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setViewportMargins(3, 0, 3, 0)  # as far from the edge as in a line
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def _fit(self, *_: object) -> None:
        lines = min(max(self._lines, int(self.document().size().height())), 12)
        margins = 2 * self.frameWidth() + 2 * int(self.document().documentMargin())
        height = lines * self.fontMetrics().lineSpacing() + margins + 2
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Without a bar of its own, the page scrolls.
        if self.verticalScrollBar().maximum() == 0:
            event.ignore()
        else:
            super().wheelEvent(event)


class AreaField(_Text, GrowingText, Bound):
    """A longer text of the session."""

    HOW = mark("Several lines; the Tab key goes on")

    def __init__(
        self, store: Store, where: Where, field: str, label: str, hint: str = "", lines: int = 2
    ) -> None:
        super().__init__(lines)
        self.setPlaceholderText(hint)
        self.explanation = hint
        self.setUndoRedoEnabled(False)
        self.bind(store, where, field, label)
        self.textChanged.connect(self._edited)

    def show_value(self, value: Value | None) -> None:
        text = "" if value is None else str(value)
        if self.toPlainText() != text:
            cursor = self.textCursor()
            at_end, position = cursor.atEnd(), cursor.position()
            with QSignalBlocker(self):
                self.setPlainText(text)
            cursor = self.textCursor()
            last = self.document().characterCount() - 1
            # Where somebody typed they go on typing, also after undo.
            cursor.setPosition((last if at_end else min(position, last)) if self.hasFocus() else 0)
            self.setTextCursor(cursor)
            self._fit()

    def _edited(self) -> None:
        self.store.set_answer(self.where, self.field, self.toPlainText()[:LONGEST_TEXT], typing=True)


class ChoiceField(QComboBox, Bound):
    """One of a few answers, or none. ``free`` lets other text be typed."""

    HOW = mark("The arrow keys choose")

    def __init__(
        self,
        store: Store,
        where: Where,
        field: str,
        label: str,
        options: tuple[Option, ...],
        free: bool = False,
    ) -> None:
        super().__init__()
        self._free = free
        self.explanation = tr("You may also type something else") if free else ""
        self.setEditable(free)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItem("" if free else "–", "")
        for option in options:
            self.addItem(option.label.in_language(i18n.current().code), option.id)
        self.bind(store, where, field, label)
        self.activated.connect(self._chosen)
        if free:
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            self.lineEdit().textEdited.connect(self._typed)
            self.lineEdit().installEventFilter(self)

    def show_value(self, value: Value | None) -> None:
        text = "" if value is None else str(value)
        index = self.findData(text)
        if index >= 0:
            if self.currentIndex() != index:
                self.setCurrentIndex(index)
            if self._free and self.currentText() != self.itemText(index):
                self.setEditText(self.itemText(index))
        elif self._free:
            if self.currentText() != text:
                self.setEditText(text)
        else:
            # A value that the form does not offer (any more) is shown, not lost.
            self.addItem(text, text)
            self.setCurrentIndex(self.count() - 1)

    def _chosen(self, index: int) -> None:
        self.store.set_answer(self.where, self.field, str(self.itemData(index)))

    def _typed(self, text: str) -> None:
        index = self.findText(text, Qt.MatchFlag.MatchFixedString)
        value = str(self.itemData(index)) if index >= 0 else text
        self.store.set_answer(self.where, self.field, value, typing=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if leave_undo_to_window(event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a wheel over a choice scrolls the page, it never changes an answer


class NumberBox(_UndoOfWindow, QSpinBox):
    """A number. The wheel scrolls the page instead, and undo is the window's."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(6, 0, 0, 0)  # as far from the edge as in a line

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NumberField(NumberBox, Bound):
    """A number from 0. Empty means that nothing was counted."""

    HOW = mark("A number; empty means that nothing was counted")

    def __init__(self, store: Store, where: Where, field: str, label: str, largest: int = 9999) -> None:
        super().__init__()
        self.setRange(-1, largest)
        self.setSpecialValueText(" ")
        self.bind(store, where, field, label)
        self.valueChanged.connect(self._edited)

    def show_value(self, value: Value | None) -> None:
        number = value if isinstance(value, int) else -1
        if self.value() != number:
            with QSignalBlocker(self):
                self.setMaximum(max(self.maximum(), number))
                self.setValue(number)

    def _edited(self, number: int) -> None:
        if number >= 0:
            self.store.set_answer(self.where, self.field, number, typing=True)
            return
        where, field = self.where, self.field
        self.store.apply(
            self.accessibleName(), lambda session: edits.clear_answer(session, where, field), (where, field)
        )


BoundField = TickBox | LineField | AreaField | ChoiceField | NumberField


def make_field(store: Store, where: Where, spec: FieldSpec, field: str = "") -> BoundField:
    """The widget for a free field of a form. ``field`` is the field id where it is not ``spec.id``."""
    code = i18n.current().code
    label = spec.label.in_language(code)
    hint = spec.hint.in_language(code) if spec.hint else ""
    name = field or spec.id
    match spec.kind:
        case "tick":
            return TickBox(store, where, name, label, label)
        case "area":
            return AreaField(store, where, name, label, hint, spec.lines)
        case "date":
            return DateField(store, where, name, label, hint)
        case "choice" | "suggestion":
            return ChoiceField(store, where, name, label, spec.options, free=spec.kind == "suggestion")
        case _:
            return LineField(store, where, name, label, hint)


def labelled(text: str, widget: QWidget, beside: bool = False) -> QWidget:
    """``widget`` with a label above it (or beside it) that leads to it."""
    box = QWidget()
    layout = QHBoxLayout(box) if beside else QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8 if beside else 2)
    label = QLabel(text)
    label.setProperty("role", "label")
    label.setWordWrap(not beside)
    label.setBuddy(widget)
    layout.addWidget(label)
    layout.addWidget(widget)
    return box


def labelled_field(
    store: Store, where: Where, spec: FieldSpec, field: str = ""
) -> tuple[QWidget, BoundField]:
    """A free field of a form with its label: the whole, and the input widget in it."""
    widget = make_field(store, where, spec, field)
    if spec.kind == "tick":
        return widget, widget
    return labelled(spec.label.in_language(i18n.current().code), widget), widget


class Page(QWidget):
    """A part of the window that shows the session while it can be seen.

    A subclass builds its widgets in :meth:`build`, once a session is there and it is first shown, and
    brings them up to date in :meth:`show_session`. Hidden pages wait until they are shown.
    """

    built = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self._is_built = False
        self._stale = True
        store.changed.connect(self._session_changed)
        store.loaded.connect(self._session_changed)
        store.writable_changed.connect(self._session_changed)

    def build(self) -> None:
        """Make the widgets."""
        raise NotImplementedError

    def show_session(self) -> None:
        """Bring the widgets up to date with ``self.store.session``."""
        raise NotImplementedError

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.catch_up()

    def entry(self) -> QWidget | None:
        """What takes the focus when this part is entered: without anything else, the button to start with."""
        buttons = (each for each in self.findChildren(QPushButton) if each.isVisible())
        return next((each for each in buttons if each.property("role") == "primary"), None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._enter()
        if self.hasFocus():  # what was just made can be seen, and so be entered, a moment later
            QTimer.singleShot(0, self, self._enter)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """In reading order also where this part is a window of its own."""
        return step_focus(self, forward) if self.isWindow() else super().focusNextPrevChild(forward)

    def _enter(self) -> None:
        if self.hasFocus() and self._is_built and self.store.has_session:
            entry = self.entry()
            if entry is not None and entry.isVisible():
                entry.setFocus()

    def catch_up(self) -> None:
        """Build if needed, and show the session."""
        if not self.store.has_session:
            return
        if not self._is_built:
            self._is_built = True
            self.build()
            self.built.emit()
        self._stale = False
        self.show_session()

    def _session_changed(self, *_: object) -> None:
        if self.isVisible():
            self.catch_up()
        else:
            self._stale = True
