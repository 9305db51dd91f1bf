"""Plays a workshop in the real window with keys and clicks, and remembers what was typed where."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sms_desktop import i18n
from sms_desktop.core.session import Session, Value, Where, records
from sms_desktop.gui.widgets.fields import Bound, ChoiceField, DateField
from sms_desktop.gui.widgets.grouped_list import GroupedList
from sms_desktop.gui.widgets.judgement import JudgementField

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
Typed = dict[tuple[str, str], Value]


def place_of(session: Session, where: Where) -> str:
    """A record in words that do not depend on random ids."""
    match where.record:
        case "organisation":
            return session.organisation(where.id).name
        case "sheet":
            return f"blad {session.sheet(where.id).number}"
        case "moment":
            number = [each.id for each in session.moments].index(where.id) + 1
            of = f", {session.organisation(where.organisation).name}" if where.organisation else ""
            return f"moment {number}{of}"
    return ""


def answers_of(session: Session) -> Typed:
    """All answers of a session, by record and field."""
    return {
        (place_of(session, where), field): value
        for where, answers, _ in records(session)
        for field, value in answers.items()
    }


def shown_by(widget: QWidget) -> Value:
    """What a field shows, as the session would keep it."""
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, JudgementField):
        chosen = [each for each in widget._buttons if widget._buttons[each].isChecked()]
        return "".join(chosen)
    if isinstance(widget, ChoiceField):
        data = widget.itemData(widget.findText(widget.currentText()))
        return widget.currentText() if data is None else data
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    assert isinstance(widget, QLineEdit), widget
    return (
        (i18n.parse_date(widget.text()) or widget.text()) if isinstance(widget, DateField) else widget.text()
    )


def type_keys(target: QWidget, text: str) -> None:
    """Type a text; letters with an accent as a keyboard that has them gives them."""
    none = Qt.KeyboardModifier.NoModifier
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(target, letter)
            continue
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, Qt.Key.Key_unknown, none, letter))


class Facilitator:
    """Has a window before them, ten fingers and a mouse. ``typed`` holds what they put where."""

    def __init__(self, program, qtbot: QtBot) -> None:
        self.program = program
        self.window = program.window
        self.qtbot = qtbot
        self.typed: Typed = {}
        self.return_to_window()

    def return_to_window(self) -> None:
        """What a window manager does when a dialog closes, and the offscreen platform does not."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    # Hands ------------------------------------------------------------------------------------------

    def click_at(self, widget: QWidget, place: QPoint) -> None:
        """A click on what lies at this place of the window; it must be this widget."""
        window = widget.window()
        here = widget.mapTo(window, place)
        hit = window.childAt(here)
        assert hit is not None and (hit is widget or widget.isAncestorOf(hit)), (
            f"{widget.objectName()}: {hit}"
        )
        QTest.mouseClick(window.windowHandle(), LEFT, pos=here)

    def click(self, name: str) -> QWidget:
        """Scroll to this widget if needed, and click it."""
        widget = self.find(name)
        self._scroll_to(widget)
        middle = widget.rect().center()
        # The sign of a tick box, not the empty space beside its words.
        self.click_at(widget, QPoint(10, middle.y()) if isinstance(widget, QCheckBox) else middle)
        return widget

    def press(self, *keys: str | Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Keys, wherever the focus is."""
        for key in keys:
            target = self.window.focusWidget() or self.window
            if isinstance(key, str):
                type_keys(target, key)
            else:
                QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def paste(self, text: str) -> None:
        """A text that no key gives, out of the clipboard."""
        QApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, modifier=CONTROL)

    def find(self, name: str, kind: type = QWidget) -> QWidget:
        """The one widget of this name that can be seen."""
        QApplication.processEvents()
        found = [each for each in self.window.findChildren(kind, name) if each.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)} in sight"
        return found[0]

    def _scroll_to(self, widget: QWidget) -> None:
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget, 20, 20)
                QApplication.processEvents()
            above = above.parentWidget()

    # Fields -----------------------------------------------------------------------------------------

    def note(self, widget: QWidget, value: Value) -> None:
        """Remember what was put into a field."""
        assert isinstance(widget, Bound)
        key = (place_of(self.program.store.session, widget.where), widget.field)
        if value is False or value == "":
            self.typed.pop(key, None)
        else:
            self.typed[key] = value

    def type(self, name: str, text: str, kept: str = "") -> None:
        """Click into a field and type; ``kept`` where the session keeps it in another form (a date)."""
        widget = self.click(name)
        for number, line in enumerate(text.split("\n")):
            if number:
                self.press(Qt.Key.Key_Return)
            self.press(line)
        self.note(widget, kept or text)

    def tick(self, name: str) -> None:
        """Click a tick box."""
        self.note(self.click(name), True)

    def choose(self, name: str, steps: int) -> None:
        """Take an answer from a list by the arrow keys."""
        widget = self.find(name, QComboBox)
        self._scroll_to(widget)
        widget.setFocus()
        for _ in range(steps):
            self.press(Qt.Key.Key_Down)
        self.note(widget, widget.currentData())

    # Going about ------------------------------------------------------------------------------------

    def tab(self, number: int) -> None:
        """To one of the four tabs, by its keys."""
        self.press(Qt.Key(Qt.Key.Key_0 + number), modifier=CONTROL)
        self.qtbot.waitUntil(lambda: self.window.tabs.currentIndex() == number - 1)
        QApplication.processEvents()

    def entry(self, list_name: str, text: str) -> None:
        """Click an entry of a list."""
        view = self.find(list_name, GroupedList)
        item = next(view.item(n) for n in range(view.count()) if view.item(n).text() == text)
        self.click_in(view, view.indexFromItem(item))

    def click_in(self, view: QAbstractScrollArea, index) -> None:
        """Click a row of a list or table."""
        view.scrollTo(index)
        place = view.visualRect(index).center()
        self.click_at(view, view.viewport().mapTo(view, place))

    def part(self, bar_of: QWidget, place: int) -> None:
        """Click a part of a switch; negative numbers count from the end."""
        bar = bar_of if isinstance(bar_of, QTabBar) else bar_of.tabBar()
        self.click_at(bar, bar.tabRect(place % bar.count()).center())

    def motive(self, key: str) -> None:
        """Click the row of a motive in the matrix."""
        table = self.find("phase2.matrix", QTableView)
        model = self.window.workspace.phase2.matrix_page.model
        self.click_in(table, model.index(model.row_of(key), 1))

    def push(self, name: str) -> None:
        """Click a button."""
        self._scroll_to(self.find(name, QAbstractButton))
        self.click(name)

    def undo(self) -> None:
        """Ctrl+Z."""
        self.press(Qt.Key.Key_Z, modifier=CONTROL)

    # Eyes -------------------------------------------------------------------------------------------

    def compare(self) -> int:
        """Every field in sight shows what was typed there; how many hold something."""
        QApplication.processEvents()
        page = self.window.tabs.currentWidget()
        session, filled = self.program.store.session, 0
        for each in page.findChildren(QWidget):
            if isinstance(each, Bound) and each.isVisible():
                expected = self.typed.get((place_of(session, each.where), each.field), "")
                shown = shown_by(each)
                assert shown == (expected or type(shown)()), each.objectName()
                filled += bool(expected)
        return filled
