"""Handbook and About, opened and used; what the handbook names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTabWidget,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sms_desktop import handbook
from sms_desktop.gui.dialogs.handbook import Handbook
from tests.paper.reading import opened


def find(window: QWidget, name: str) -> QWidget:
    """The widget with this object name."""
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def menu_texts(window: object) -> set[str]:
    """All entries of the menus, without accelerators."""
    found, waiting = set(), list(window.menuBar().actions())
    while waiting:
        action = waiting.pop()
        found.add(action.text().replace("&", ""))
        if action.menu() is not None:
            waiting += action.menu().actions()
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_tab_has_a_chapter(language: str) -> None:
    ids = [each.id for each in handbook.chapters(language)]
    assert ids[0] == handbook.START and len(set(ids)) == len(ids)
    assert set(handbook.TAB_CHAPTERS) < set(ids)
    assert ids == [each.id for each in handbook.chapters("nl")]


def test_another_language_has_the_english_one() -> None:
    assert handbook.chapters("xx") == handbook.chapters("en")


def test_the_menu_entries_that_it_names_are_there(program) -> None:
    program.controller.open_example()
    text = "\n".join(each.text for each in handbook.chapters("nl"))
    named = re.findall(r"\*(?:Bestand|Bewerken|Beeld|Help) → ([^*]+)\*", text)
    assert len(named) > 6
    assert set(named) <= menu_texts(program.window)


def test_f1_opens_it_at_the_tab_in_front(program, qtbot: QtBot) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F1)
    book = find(program.window, "handbook.chapters").window()
    chapters = book.findChild(QListWidget, "handbook.chapters")
    assert book.isVisible() and chapters.currentItem().text() == "De dag in drie stappen"
    program.controller.open_example()
    program.window.show_tab(2)
    QTest.keyClick(program.window, Qt.Key.Key_F1)
    assert chapters.currentItem().text() == "Fase 2: Dialoog"
    QTest.keyClick(book, Qt.Key.Key_Escape)
    assert not book.isVisible()


def test_searching_goes_through_all_chapters(qtbot: QtBot) -> None:
    book = Handbook()
    qtbot.addWidget(book)
    book.show()
    wanted = book.findChild(QLineEdit, "handbook.search")
    QTest.keyClicks(wanted, "prullenbak")
    QTest.keyClick(wanted, Qt.Key.Key_Return)
    page = book.findChild(QTextBrowser, "handbook.page")
    assert page.textCursor().selectedText() == "prullenbak"
    wanted.setText("kanarie")
    QTest.keyClick(wanted, Qt.Key.Key_Return)
    assert "kanarie" in book._told.text() and book._told.isVisible()


def test_all_of_it_is_printed(qtbot: QtBot, tmp_path: Path) -> None:
    book = Handbook()
    qtbot.addWidget(book)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    path = tmp_path / "handleiding.pdf"
    printer.setOutputFileName(str(path))
    book.print_to(printer)
    with opened(path.read_bytes()) as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    for chapter in handbook.chapters("nl"):
        assert chapter.title in text


def test_it_is_printed_on_the_paper_of_the_settings(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []

    def refuse(dialog: QPrintDialog) -> int:
        found.append(dialog.printer().pageLayout().pageSize().key())
        return 0

    monkeypatch.setattr(QPrintDialog, "exec", refuse)
    papers = iter(("a4", "a3", "letter"))
    book = Handbook(None, lambda: next(papers))
    qtbot.addWidget(book)
    for _ in range(3):
        book.print_all()
    assert found == ["A4", "A3", "Letter"]


def test_about_says_what_is_shipped_and_what_works_here(program, qtbot: QtBot, dialogs) -> None:
    def look(dialog) -> None:
        licences = dialog.findChild(QPlainTextEdit, "about.licences").toPlainText()
        for name in ("PySide6", "reportlab", "Noto", "zxing-cpp", "pypdf"):
            assert re.search(rf"^{name}.*: \w", licences, re.MULTILINE), name
        dialog.findChild(QTabWidget, "about.tabs").setCurrentIndex(2)
        find(dialog, "about.diagnose").click()
        qtbot.waitUntil(find(dialog, "about.copy").isEnabled, timeout=30_000)
        find(dialog, "about.copy").click()
        assert "SMS-tool" in QApplication.clipboard().text()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    dialogs.expect(look)
    program.controller.about()
