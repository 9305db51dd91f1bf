"""For everybody: names for screen readers, keys for everything, no accidents by the wheel, contrast."""

from __future__ import annotations

import re
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from sms_desktop.gui.theme import DARK, LIGHT, Theme, style_sheet
from sms_desktop.gui.widgets.reading_order import reading_order
from tests.gui.everywhere import every_window, on_a_laptop

NO_FOCUS = Qt.FocusPolicy.NoFocus
TOLD = QAccessible.Text.Description
"""What a screen reader says after the name; Qt takes the hint for it where there is nothing else."""

INPUTS = (
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    QAbstractButton,
)


def spoken(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    own = widget.accessibleName()
    if isinstance(widget, QAbstractButton) and len(widget.text()) > 1:
        own = own or widget.text()
    return own


def says_more(widget: QWidget) -> bool:
    """Whether the description tells anything beside the name."""
    told = QAccessible.queryAccessibleInterface(widget).text(TOLD).strip()
    return bool(told) and told.rstrip(".") != spoken(widget).strip().rstrip(".")


def is_part_of_another(widget: QWidget) -> bool:
    """Whether Qt made it inside a widget that has a name itself: the line of a spin box, a scroll bar."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, (QComboBox, QAbstractSpinBox, QLineEdit, QTabBar, QAbstractItemView)):
            return True
        above = above.parentWidget()
    return widget.objectName().startswith("qt_")


def takes_something(widget: QWidget) -> bool:
    """Whether something is filled in or chosen here; what only starts a command has its name."""
    if isinstance(widget, QAbstractButton):
        return widget.isCheckable()
    only_looked_at = isinstance(widget, (QScrollArea, QTabBar, QTabWidget))
    return isinstance(widget, INPUTS) or (widget.focusPolicy() != NO_FOCUS and not only_looked_at)


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} «{widget.objectName()}» {spoken(widget)!r}"


def reached_by_tab(window: QWidget) -> set[QWidget]:
    """What the Tab key comes by from the first to the last."""
    if isinstance(window, QMainWindow):
        return set(reading_order(window))
    reached: set[QWidget] = set()
    widget = window.nextInFocusChain()
    while widget is not window and widget not in reached:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            reached.add(widget)
        widget = widget.nextInFocusChain()
    return reached


def test_everything_has_a_name_a_description_and_is_reached(program, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_laptop(monkeypatch)
    wrong, seen = [], []
    for name, window in every_window(program):
        seen.append(name)
        reached = reached_by_tab(window)
        for each in window.findChildren(QWidget):
            if not each.isVisible() or each.window() is not window or is_part_of_another(each):
                continue
            # A tab widget gives the focus to its bar, whose tabs are spoken by their texts.
            hands_on = isinstance(each, QTabWidget)
            takes_focus = each.focusPolicy() != Qt.FocusPolicy.NoFocus and not hands_on
            if isinstance(each, INPUTS) and not spoken(each).strip():
                wrong.append(f"{name}: no name: {described(each)}")
            elif takes_focus and not isinstance(each, INPUTS) and not spoken(each).strip():
                wrong.append(f"{name}: takes the focus without a name: {described(each)}")
            if takes_something(each) and not says_more(each):
                wrong.append(f"{name}: no description: {described(each)}")
            if (
                takes_focus
                and each.isEnabled()
                and each not in reached
                and not isinstance(each, QRadioButton)
            ):
                wrong.append(f"{name}: not reached by Tab: {described(each)}")
    assert len(set(seen)) > 50, seen
    assert not wrong, "\n".join(sorted(set(wrong)))


def tabbed(window: QWidget) -> list[QWidget]:
    """What the Tab key comes by when it is pressed, from where the focus is until it is there again."""
    seen: list[QWidget] = []
    for _ in range(300):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        if focus is None or focus in seen:
            break
        seen.append(focus)
    return seen


def test_tab_goes_in_reading_order(program, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every window, whenever its parts were made."""
    on_a_laptop(monkeypatch)
    wrong = []
    for name, window in every_window(program):
        window.activateWindow()
        seen, order = tabbed(window), reading_order(window)
        if not seen or len(order) < 2:
            continue
        start = order.index(seen[0]) if seen[0] in order else 0
        if seen != order[start:] + order[:start]:
            wrong.append((name, [described(each) for each in order], [described(each) for each in seen]))
    assert not wrong, "\n".join(f"{name}:\n  {want}\n  {got}" for name, want, got in wrong)


def test_the_wheel_changes_no_value(program, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_laptop(monkeypatch)
    wrong, tried = [], 0
    for name, window in every_window(program):
        for each in window.findChildren(QWidget):
            if not each.isVisible() or not isinstance(each, (QComboBox, QAbstractSpinBox)):
                continue
            focus = QApplication.focusWidget()
            if focus is each:
                focus.clearFocus()
            before = _value(each)
            for delta in (-120, 120, 120):
                _turn(each, delta)
                if _value(each) != before:
                    wrong.append(f"{name}: {described(each)}")
            tried += 1
    assert tried > 10
    assert not wrong, "\n".join(sorted(set(wrong)))


def _value(widget: QWidget) -> object:
    return widget.currentIndex() if isinstance(widget, QComboBox) else widget.text()


def _turn(widget: QWidget, delta: int) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


# Contrast -----------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours (WCAG 2.2), from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("texts", "surfaces"),
    [
        (("text", "muted"), ("window", "surface", "raised", "selected")),
        (("good",), ("window", "surface")),
        (("accent",), ("window", "surface")),
        (("on_accent",), ("accent",)),
        (("surface",), ("muted",)),
        (("warning", "text"), ("warning_surface",)),
    ],
)
def test_text_can_be_read(theme: Theme, texts: tuple[str, ...], surfaces: tuple[str, ...]) -> None:
    found = {
        (text, surface): contrast(getattr(theme, text), getattr(theme, surface))
        for text, surface in product(texts, surfaces)
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_rule_of_the_style_can_be_read(theme: Theme) -> None:
    """Wherever a rule gives both a text and its surface; a rule with only one stands on the window's."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", style_sheet(theme, 10), flags=re.S))
    assert len(rules) > 40
    poor = {}
    for selector, body in rules:
        text = re.search(r"(?<![-\w])color:\s*(#\w{6})", body)
        surface = re.search(r"(?<![-\w])background:\s*(#\w{6})", body)
        if (text is None and surface is None) or "indicator" in selector or "::handle" in selector:
            continue
        ratio = contrast(text[1] if text else theme.text, surface[1] if surface else theme.window)
        if ratio < 4.5:
            poor[selector.strip()] = round(ratio, 2)
    assert poor == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_focus_can_be_seen(theme: Theme) -> None:
    """Its ring has 3:1 to what it lies on (WCAG 2.2, non-text contrast)."""
    for surface in (theme.window, theme.surface, theme.raised):
        assert contrast(theme.accent, surface) >= 3
