"""Handbook and About, opened and used; what the handbook names is there."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pypdfium2.raw as pdfium_c
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QPageLayout, QTextDocument
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
from sms_desktop.gui.book import Book, picture_in
from sms_desktop.gui.dialogs.handbook import Handbook
from sms_desktop.gui.printing import page_size
from sms_desktop.paths import shipped
from tests.gui.everywhere import on_a_laptop
from tests.paper.reading import opened, squeezed

IMAGE = pdfium_c.FPDF_PAGEOBJ_IMAGE


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


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_picture_is_there_and_used(language: str) -> None:
    folder = shipped("resources") / "handbook" / language
    named = [file for each in handbook.chapters(language) for file in each.pictures]
    assert len(named) == len(set(named)) > 10
    assert {each.name for each in folder.glob("*.png")} == set(named)
    for chapter in handbook.chapters(language):
        assert chapter.text.count("![") == len(chapter.pictures), f"{chapter.id}: a picture in a sentence"


def test_a_picture_is_small_and_of_its_language() -> None:
    paths = list((shipped("resources") / "handbook").glob("*/*.png"))
    assert sum(each.stat().st_size for each in paths) < 1_500_000
    for path in paths:
        picture = QImage(str(path))
        assert picture.format() == QImage.Format.Format_Indexed8, path
        assert 300 < picture.width() <= 1100, path
    assert handbook.picture("nl", "start.png") != handbook.picture("en", "start.png")
    assert handbook.picture("xx", "start.png") == handbook.picture("en", "start.png")


def images(document: QTextDocument) -> list[float]:
    """How wide each picture in a text is drawn, in pixels."""
    found, block = [], document.begin()
    while block.isValid():
        form = picture_in(block)
        if form is not None:
            image = document.resource(QTextDocument.ResourceType.ImageResource, QUrl(form.name()))
            assert not image.isNull(), form.name()
            found.append(form.width() or image.deviceIndependentSize().width())
        block = block.next()
    return found


@pytest.mark.parametrize("zoom", [100, 200])
def test_pictures_are_shown_and_fit(
    program, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, zoom: int
) -> None:
    on_a_laptop(monkeypatch)
    program.appearance.set_zoom(zoom)
    book = Handbook(program.window)
    book.show()
    page = book.findChild(QTextBrowser, "handbook.page")
    for width in (None, 700):
        if width:
            book.resize(width, 500)
        for chapter in handbook.chapters("nl"):
            book.show_chapter(chapter.id)
            room = page.viewport().width()
            fits = lambda room=room: all(each <= room for each in images(page.document()))  # noqa: E731
            qtbot.waitUntil(fits)
            assert len(images(page.document())) == len(chapter.pictures)
            assert page.horizontalScrollBar().maximum() == 0, chapter.id
            assert all(each > min(300, room / 2) for each in images(page.document()))
    book.close()


def paragraphs(text: str) -> list[str]:
    """What stands in a chapter, without the marks of Markdown."""
    text = re.sub(r"!\[.*?\]\(.*?\)|^\|[ |-]+\|$|^#+ |^(?:- |\d\. )|\*", "", text, flags=re.MULTILINE)
    return [squeezed(part) for line in text.splitlines() for part in line.split("|") if part.strip()]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("a3", (842, 1191)), ("letter", (612, 792))])
def test_a_printed_picture_stands_with_its_words(
    tmp_path: Path, qapp: QApplication, language: str, paper: str, size: tuple[int, int]
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    path = tmp_path / "handleiding.pdf"
    printer.setOutputFileName(str(path))
    printer.setPageSize(page_size(paper))
    parts = handbook.chapters(language)
    fits = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter).size()
    book = Book(parts, language, fits)
    book.print_to(printer)
    with opened(path.read_bytes()) as pdf:
        assert [(round(page.get_width()), round(page.get_height())) for page in pdf] == [size] * len(book)
        texts = [squeezed(page.get_textpage().get_text_range()) for page in pdf]
        drawn = [sum(each.type == IMAGE for each in page.get_objects()) for page in pdf]
    headings = [line for each in parts for line in re.findall(r"^##? (.+)$", each.text, re.MULTILINE)]
    assert [entry.title for entry in book.contents] == headings
    for entry in book.contents:
        assert re.search(rf"{re.escape(squeezed(entry.title))}\.+{entry.page}", texts[0]), entry
        assert squeezed(entry.title) in texts[entry.page - 1], entry
    for block, following in pairwise(book.blocks()):
        if block.blockFormat().headingLevel() or block.text().endswith(":"):
            assert book.pages_of(block)[1] == book.pages_of(following)[0], block.text()
    whole = "".join(texts[1:])
    for chapter in parts:
        assert [each for each in paragraphs(chapter.text) if each not in whole] == [], chapter.id
        for lead, file, caption in re.findall(r"([^\n]+)\n\n!\[.*?\]\((.*?)\)\n\n\*(.*?)\*", chapter.text):
            pages = [text for text in texts if squeezed(caption) in text]
            assert len(pages) == 1, file
            assert paragraphs(lead)[-1] in pages[0], f"{file}: not with the text that leads to it"
    expected = [
        sum(squeezed(caption) in text for each in parts for caption in re.findall(r"!\[(.*?)\]", each.text))
        for text in texts
    ]
    assert drawn == expected and sum(drawn) > 10


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
