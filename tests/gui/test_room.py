"""Room for words: every window on a small laptop, with words 40 % longer, and with type up to three times."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sms_desktop import i18n
from sms_desktop.core.forms import Text
from sms_desktop.gui.widgets.basics import scrolling_column
from tests.gui.everywhere import LAPTOP, every_window, on_a_laptop, settle, views

SLACK = 1
"""Pixels that rounding may take."""


def stretched(text: str) -> str:
    """A text with 40 % more letters: each word is longer, what is filled in later stays."""
    if "(*" in text:  # the patterns of a file dialog
        return text
    return re.sub(r"\{[^}]*\}|&?[^\W\d_]{2,}", lambda found: _longer(found[0]), text)


def _longer(word: str) -> str:
    return word if word.startswith("{") else word + word[-1] * math.ceil(0.4 * len(word.strip("&")))


@pytest.fixture
def long_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language of longer words, in memory: in the program and on its forms."""
    said, worded = i18n.Language.__call__, Text.in_language
    plural = i18n.Language.plural

    monkeypatch.setattr(i18n.Language, "__call__", lambda self, message: stretched(said(self, message)))
    monkeypatch.setattr(
        i18n.Language, "plural", lambda self, one, many, n: stretched(plural(self, one, many, n))
    )
    monkeypatch.setattr(Text, "in_language", lambda self, code: stretched(worded(self, code)))


def test_words_are_stretched() -> None:
    assert stretched("&Open {path} nu") == "&Opennn {path} nuu"
    for text in ("Nieuwe sessie", "Bedekt houden tot het onthullen"):
        assert len(stretched(text)) >= 1.4 * len(text) - text.count(" ")


def too_narrow(window: QWidget) -> Iterator[str]:
    """The words in a window that have less room than they need, unless a tooltip has them all."""
    for each in window.findChildren(QWidget):
        if not each.isVisible() or each.window() is not window:
            continue
        for words, lacks in _lacking(each):
            if not all(_plain(part) in _plain(each.toolTip()) for part in words.split("…")):
                yield f"{type(each).__name__} «{each.objectName()}» {words[:50]!r} {lacks}"


def _plain(text: str) -> str:
    return " ".join(text.replace("&", "").split())


def _lacking(widget: QWidget) -> Iterator[tuple[str, str]]:
    match widget:
        case QLabel() if widget.text():
            yield from _label(widget)
        case QPushButton() | QCheckBox() | QRadioButton() | QToolButton() if widget.text():
            hint = widget.sizeHint()
            if hint.width() > widget.width() + SLACK or hint.height() > widget.height() + SLACK:
                yield widget.text(), f"{widget.width()}×{widget.height()} of {hint.width()}×{hint.height()}"
        case QTabBar():
            for place in range(widget.count()):
                needed = QFontMetrics(widget.font()).horizontalAdvance(_plain(widget.tabText(place)))
                if needed > widget.tabRect(place).width():
                    yield widget.tabText(place), f"{widget.tabRect(place).width()} of {needed}"
            if widget.tabRect(widget.count() - 1).right() > widget.width() and not widget.usesScrollButtons():
                yield widget.tabText(widget.count() - 1), "behind the edge"
        case QMenuBar():
            last = [widget.actionGeometry(action) for action in widget.actions()][-1]
            if last.right() > widget.width():
                yield widget.actions()[-1].text(), "behind the edge"


def _label(label: QLabel) -> Iterator[tuple[str, str]]:
    room = label.contentsRect()
    if not label.wordWrap():
        hint = label.sizeHint()
        if hint.width() > label.width() + SLACK or hint.height() > label.height() + SLACK:
            yield label.text(), f"{label.width()}×{label.height()} of {hint.width()}×{hint.height()}"
        return
    needed = label.heightForWidth(label.width())
    if needed > label.height() + SLACK:
        yield label.text(), f"height {label.height()} of {needed}"
    if label.textFormat() == Qt.TextFormat.PlainText:
        metrics = QFontMetrics(label.font())
        longest = max(re.split(r"[\s\u200b]+", label.text()), key=metrics.horizontalAdvance, default="")
        if metrics.horizontalAdvance(longest) > room.width() + SLACK:
            yield label.text(), f"width {room.width()} of {metrics.horizontalAdvance(longest)}"


def cut_off(window: QWidget) -> Iterator[str]:
    """What lies outside what it stands in, and cannot be scrolled to."""
    for each in window.findChildren(QWidget):
        above = each.parentWidget()
        if not each.isVisible() or each.window() is not window or above is None:
            continue
        if not isinstance(each, (QLabel, QPushButton, QCheckBox, QRadioButton, QToolButton)):
            continue
        part = each
        while above is not None and part is not window:
            inside = QRect(part.mapTo(above, part.rect().topLeft()), part.size())
            room = above.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
            around = above.parentWidget()
            if isinstance(around, QAbstractScrollArea) and part is not around:
                room = _scrolled_to(around, room)
            if not room.contains(inside):
                yield f"cut off by {type(above).__name__}: «{each.objectName()}» {_words(each)!r}"
                break
            part, above = above, around


def _scrolled_to(area: QAbstractScrollArea, seen: QRect) -> QRect:
    """The room that a view has when it is scrolled from end to end."""
    far = 100_000
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if area.horizontalScrollBarPolicy() != off:
        seen = seen.adjusted(-far, 0, far, 0)
    if area.verticalScrollBarPolicy() != off:
        seen = seen.adjusted(0, -far, 0, far)
    return seen


def _words(widget: QWidget) -> str:
    return str(getattr(widget, "text", str)())[:40]


def too_large(window: QWidget) -> Iterator[str]:
    """Whether a window asks for more than the screen has."""
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    if window.width() > LAPTOP.width() or window.height() > LAPTOP.height():
        yield f"window {window.width()}×{window.height()}"
    elif least.width() > LAPTOP.width() or least.height() > LAPTOP.height():
        yield f"window at least {least.width()}×{least.height()}"


def found(program) -> list[str]:
    """All that lacks room, with the window it is in."""
    checks = (too_narrow, cut_off, too_large)
    return sorted(
        {
            f"{name}: {each}"
            for name, window in every_window(program)
            for check in checks
            for each in check(window)
        }
    )


def test_longer_words_fit(long_words: None, program, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_laptop(monkeypatch)
    assert program.window.menuBar().actions()[0].text() == stretched("&Bestand")
    wrong = found(program)
    assert not wrong, "\n".join(wrong)


def test_too_little_room_is_found(program) -> None:
    """The measure itself: a window that is too small for its words is found out."""
    button = program.window.welcome.findChild(QPushButton, "welcome.new")
    assert list(too_narrow(program.window)) == []
    button.setFixedWidth(button.sizeHint().width() - 10)
    assert "welcome.new" in next(too_narrow(program.window))
    button.setFixedWidth(10_000)
    QApplication.processEvents()
    assert any("cut off" in each for each in (*cut_off(program.window), *too_large(program.window)))


def sideways(name: str, window: QWidget) -> Iterator[str]:
    """The areas of a window that have to be scrolled sideways."""
    for area in window.findChildren(QScrollArea):
        beyond = area.horizontalScrollBar().maximum()
        if area.isVisible() and beyond:
            yield f"{name}: {area.widget().objectName() or type(area.widget()).__name__} {beyond}"


@pytest.mark.parametrize(("zoom", "is_beside"), [(100, True), (150, True), (200, True), (300, False)])
def test_forms_are_scrolled_down_and_not_sideways(
    program, monkeypatch: pytest.MonkeyPatch, zoom: int, is_beside: bool
) -> None:
    """Also with the panel open what stands side by side is stacked; only tables are broader."""
    on_a_laptop(monkeypatch)
    program.appearance.set_zoom(zoom)
    window = program.window
    window.resize(LAPTOP.size())
    window.show_zoom(zoom)
    program.controller.open_example()
    work = window.workspace
    wrong = set()
    for name, _ in views(program):
        window.show_panel()
        settle()
        assert (work.panel.isVisible(), work.tabs.isVisible()) == (True, is_beside), name
        wrong.update(sideways(f"{name} and panel", window))
        if not is_beside:
            window.panel_action.trigger()
            settle()
            wrong.update(sideways(name, window))
    program.appearance.set_zoom(100)
    assert not wrong, "\n".join(sorted(wrong))


def test_a_window_that_grows_too_high_is_not_scrolled_sideways(qtbot: QtBot) -> None:
    """The bar that comes then has its room already."""
    window = QDialog()
    qtbot.addWidget(window)
    column = scrolling_column(window)
    wide, words = QPushButton("x" * 60), QLabel("een kop")
    column.addWidget(wide)
    column.addWidget(words)
    window.show()
    qtbot.waitExposed(window)
    words.setText("een kop\n" * 8)
    area = window.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().isVisible())
    assert not area.horizontalScrollBar().maximum()


def test_the_panel_gives_way_and_comes_back(program, qtbot: QtBot) -> None:
    window = program.window
    window.resize(LAPTOP.size())
    program.controller.open_example()
    work = window.workspace
    window.show_tab(1)
    window.resize(640, 600)
    qtbot.waitUntil(work.panel.isHidden)
    assert work.tabs.isVisible() and not window.panel_action.isChecked()
    assert "F9" in window.statusBar().currentMessage()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert work.panel.isVisible() and work.tabs.isHidden()
    back = window.focusWidget()
    assert back.text() == "Terug naar de tabbladen (F9)"
    qtbot.keyClick(back, Qt.Key.Key_Space)
    assert work.panel.isHidden() and work.tabs.isVisible()
    assert work.tabs.isAncestorOf(window.focusWidget())
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert work.panel.isHidden() and work.phase2.isVisible()
    window.show_panel()
    window.findChild(QWidget, "session.environment").setFocus()
    window.resize(LAPTOP.size())
    qtbot.waitUntil(work.tabs.isVisible)
    assert work.panel.isVisible()
    window.resize(640, 600)  # what is typed in is not taken away
    qtbot.waitUntil(work.tabs.isHidden)
    assert work.panel.isVisible()


def test_large_type_takes_the_room_of_the_panel_and_gives_it_back(program) -> None:
    window = program.window
    window.resize(LAPTOP.size())
    program.controller.open_example()
    for zoom, shown in ((200, False), (100, True)):
        program.appearance.set_zoom(zoom)
        window.show_zoom(zoom)
        assert (window.panel_action.isChecked(), window.panel_wanted) == (shown, True)
    for zoom in (300, 100):  # shown in the place of the tabs, and put away by the key
        program.appearance.set_zoom(zoom)
        window.show_zoom(zoom)
        if zoom == 300:
            window.panel_action.trigger()
            assert window.workspace.tabs.isHidden()
            window.panel_action.trigger()
        assert window.panel_wanted
    window.panel_action.trigger()
    for zoom in (200, 100):
        window.show_zoom(zoom)
        assert not window.panel_wanted


@pytest.mark.parametrize("zoom", [80, 200, 300])
def test_larger_type_fits(program, monkeypatch: pytest.MonkeyPatch, zoom: int) -> None:
    on_a_laptop(monkeypatch)
    program.appearance.set_zoom(zoom)
    program.window.resize(LAPTOP.size())
    program.window.show_zoom(zoom)
    wrong = found(program)
    program.appearance.set_zoom(100)
    assert not wrong, "\n".join(wrong)


def test_an_opened_motive_comes_into_sight_with_the_largest_type(
    program, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    on_a_laptop(monkeypatch)
    program.appearance.set_zoom(300)
    window = program.window
    window.resize(LAPTOP.size())
    window.show_zoom(300)
    program.controller.open_example()
    window.show_tab(2)
    page = window.workspace.phase2.matrix_page
    settle()
    qtbot.keyClick(page.matrix.middle, Qt.Key.Key_Return)
    opened = page.opened
    qtbot.waitUntil(lambda: opened.visibleRegion().boundingRect().height() >= opened.height() - SLACK)
    qtbot.keyClick(page.matrix.middle, Qt.Key.Key_Return)
    joint = page.opened.agreed.joint
    assert window.focusWidget() is joint
    qtbot.waitUntil(lambda: joint.visibleRegion().boundingRect() == joint.rect())
    program.appearance.set_zoom(100)
