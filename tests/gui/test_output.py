"""Report, agenda, thread and data from the File menu: the choices, the file, and what goes wrong."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from sms_desktop.core import agenda
from tests.gui.putting_out import ENTRIES, LEFT, choose, click, put_out, saving

A3, A4, LETTER, TABLOID = (842, 1191), (595, 842), (612, 792), (792, 1224)


def pdf_text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def sizes(path: Path) -> set[tuple[int, int]]:
    pages = pypdf.PdfReader(path).pages
    return {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages}


def inside(path: Path) -> str:
    """All that stands in an office file."""
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


@pytest.fixture
def opened(program):
    """The program with the example open."""
    QTest.mouseClick(program.window.findChild(QPushButton, "welcome.example"), LEFT)
    return program


def names_of(program) -> list[str]:
    return [each.name for each in program.store.session.organisations]


def test_without_a_session_nothing_goes_out(program) -> None:
    menu = program.window.menuBar().actions()[0].menu()
    found = {each.text().replace("&", ""): each.isEnabled() for each in menu.actions()}
    assert {entry: found[entry] for entry in ENTRIES} == dict.fromkeys(ENTRIES, False)


def test_the_report_is_saved_and_told(opened, dialogs, tmp_path: Path) -> None:
    path = put_out(opened, dialogs, ENTRIES[0], tmp_path / "verslag.pdf")
    text = pdf_text(path)
    assert "Afspraken" in text
    assert names_of(opened)[0] in text
    assert opened.window.statusBar().currentMessage() == f"Opgeslagen: {path}"


def test_the_report_holds_the_chosen_parts_without_names(opened, dialogs, tmp_path: Path) -> None:
    whole = put_out(opened, dialogs, ENTRIES[0], tmp_path / "heel.pdf")
    fewer = put_out(
        opened, dialogs, ENTRIES[0], tmp_path / "deel.pdf", "output.part.matrix", "output.anonymous"
    )
    assert len(pypdf.PdfReader(fewer).pages) < len(pypdf.PdfReader(whole).pages)
    assert not [name for name in names_of(opened) if name in pdf_text(fewer)]


def test_the_report_as_a_word_document(opened, dialogs, tmp_path: Path) -> None:
    put_out(opened, dialogs, ENTRIES[0], tmp_path / "verslag", kind=".docx")
    assert names_of(opened)[0] in inside(tmp_path / "verslag.docx")


def test_a_report_of_no_parts_cannot_be_saved(opened, dialogs) -> None:
    def handle(dialog: QWidget) -> None:
        for box in dialog.findChildren(QAbstractButton):
            if box.objectName().startswith("output.part."):
                click(dialog, box.objectName())
        assert not dialog.findChild(QPushButton, "output.save").isEnabled()
        dialog.reject()

    dialogs.expect(handle)
    choose(opened, ENTRIES[0])


def test_the_agenda_keeps_its_minutes(opened, dialogs, tmp_path: Path) -> None:
    path = put_out(opened, dialogs, ENTRIES[1], tmp_path / "agenda.pdf", minutes=77)
    assert "77 minuten" in pdf_text(path)
    assert agenda.given_minutes(opened.store.session) == 77
    opened.store.undo()
    assert agenda.given_minutes(opened.store.session) != 77


def test_the_agenda_as_cards(opened, dialogs, tmp_path: Path) -> None:
    before = opened.store.session
    listing = put_out(opened, dialogs, ENTRIES[1], tmp_path / "lijst.pdf")
    cards = put_out(opened, dialogs, ENTRIES[1], tmp_path / "kaartjes.pdf", "output.cards")
    assert "Waarom hier" in pdf_text(listing)
    assert "Waarom hier" not in pdf_text(cards)
    assert opened.store.session == before


def test_an_empty_agenda_is_told(program, dialogs, tmp_path: Path) -> None:
    dialogs.expect(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    QTest.mouseClick(program.window.findChild(QPushButton, "welcome.new"), LEFT)
    dialogs.expect(saving(then_close=True))
    dialogs.expect_message("nog niets op de agenda")
    dialogs.choose_file(tmp_path / "agenda.pdf")
    choose(program, ENTRIES[1])
    assert not (tmp_path / "agenda.pdf").exists()


@pytest.mark.parametrize(
    ("paper", "size", "poster"), [("a4", A4, A3), ("a3", A3, A3), ("letter", LETTER, TABLOID)]
)
def test_what_goes_out_fits_the_paper(paper: str, size, poster, opened, dialogs, tmp_path: Path) -> None:
    opened.controller.set("paper", paper)
    made = [
        put_out(opened, dialogs, entry, tmp_path / f"{number}.pdf", *ticks)
        for number, (entry, *ticks) in enumerate(
            [(ENTRIES[0],), (ENTRIES[1],), (ENTRIES[1], "output.cards"), (ENTRIES[2], "output.tiled")]
        )
    ]
    assert [sizes(path) for path in made] == [{size}] * 4
    whole = put_out(opened, dialogs, ENTRIES[2], tmp_path / "draad.pdf", "output.whole")
    assert sizes(whole) == {poster[::-1]}
    document = put_out(opened, dialogs, ENTRIES[0], tmp_path / "verslag.docx", kind=".docx")
    page = docx.Document(str(document)).sections[0]
    assert (round(page.page_width.pt), round(page.page_height.pt)) == size
    table = put_out(opened, dialogs, ENTRIES[3], tmp_path / "gegevens.xlsx")
    printed = openpyxl.load_workbook(table).worksheets[0].page_setup
    assert printed.paperSize == {"a4": 9, "a3": 8, "letter": 1}[paper]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_name_tells_the_kind_of_table(suffix: str, opened, dialogs, tmp_path: Path) -> None:
    named = put_out(opened, dialogs, ENTRIES[3], tmp_path / f"met{suffix}")
    plain = put_out(opened, dialogs, ENTRIES[3], tmp_path / f"zonder{suffix}", "output.anonymous")
    read = inside if suffix == ".xlsx" else lambda path: path.read_text("utf-8-sig")
    first = names_of(opened)[0]
    assert first in read(named)
    assert first not in read(plain)


def test_what_cannot_be_written_is_told(opened, dialogs, tmp_path: Path) -> None:
    dialogs.expect(saving(then_close=True))
    dialogs.expect_message("is er niet")
    dialogs.choose_file(tmp_path / "geen map" / "draad.pdf")
    choose(opened, ENTRIES[2])


def test_no_place_chosen_leaves_the_dialog(opened, dialogs) -> None:
    dialogs.expect(saving(then_close=True))
    dialogs.choose_file(None)
    choose(opened, ENTRIES[2])


@pytest.mark.parametrize("answer", ["Vervangen", "Annuleren"])
def test_a_file_that_nobody_asked_about_is_not_overwritten(
    answer: str, opened, dialogs, tmp_path: Path
) -> None:
    there = tmp_path / "draad.pdf"
    there.write_bytes(b"van een ander")
    dialogs.expect(saving(then_close=answer == "Annuleren"))
    dialogs.expect_message("draad.pdf bestaat al", answer)
    dialogs.choose_file(tmp_path / "draad")
    choose(opened, ENTRIES[2])
    assert (there.read_bytes() == b"van een ander") is (answer == "Annuleren")
