"""Sessions that come out of a PDF, and parts that were issued: how they go out, and how they come back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop import example, i18n
from sms_desktop.core import edits, issuing
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session, at_organisation
from sms_desktop.exchange import session_pdf
from sms_desktop.gui.dialogs.conflicts import ConflictsDialog
from sms_desktop.gui.dialogs.differences import DifferencesDialog, DifferencesTable
from sms_desktop.gui.dialogs.preview import PreviewDialog
from sms_desktop.paper import drawing, sheets
from sms_desktop.storage.codec import decode, encode

LEFT, COPY = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
FIELD = "session.environment"


@pytest.fixture
def workshop(form_set: FormSet) -> Session:
    """The worked example as a session of its own."""
    return replace(example.build(form_set), id="werkplaats")


def as_pdf(path: Path, session: Session) -> Path:
    """A print with the session inside."""
    document = sheets.filled(session, sheets.Request(sheet="phase2"), i18n.current())
    made = session_pdf.with_session(document, session, path.stem, i18n.current())
    path.write_bytes(drawing.to_pdf(made))
    return path


def click(dialog: QWidget, text: str) -> None:
    """Press the button with this text."""
    button = next(each for each in dialog.findChildren(QPushButton) if text in each.text().replace("&", ""))
    QTest.mouseClick(button, LEFT)


def test_a_pdf_gets_a_file_of_its_own(program, dialogs, folders, tmp_path: Path, workshop: Session) -> None:
    path = as_pdf(tmp_path / "Verslag zorg.pdf", workshop)
    before = path.read_bytes()
    dialogs.expect_message(str(folders.sessions / "Verslag zorg.smsjson"), click="De sessie openen")
    program.controller.open_path(path)
    assert program.document.path == folders.sessions / "Verslag zorg.smsjson"
    assert program.store.session == decode(program.document.path.read_bytes()) == workshop
    assert program.settings.recent[0] == str(program.document.path)
    assert path.read_bytes() == before


def test_beside_the_pdf_or_not_at_all(program, dialogs, tmp_path: Path, workshop: Session) -> None:
    path = as_pdf(tmp_path / "Verslag.pdf", workshop)
    dialogs.expect_message("zit een sessie", click="Annuleren")
    program.controller.open_path(path)
    assert not program.store.has_session
    dialogs.expect_message("zit een sessie", click="Naast de PDF")
    program.controller.open_path(path)
    assert program.document.path == tmp_path / "Verslag.smsjson"


def test_a_name_that_is_taken_is_left_alone(program, dialogs, folders, tmp_path, workshop: Session) -> None:
    folders.sessions.mkdir(parents=True)
    taken = folders.sessions / "Verslag.smsjson"
    taken.write_bytes(encode(replace(workshop, id="iets-anders")))
    dialogs.expect_message("Verslag 2.smsjson", click="De sessie openen")
    program.controller.open_path(as_pdf(tmp_path / "Verslag.pdf", workshop))
    assert program.document.path.name == "Verslag 2.smsjson"


def test_a_session_that_is_known_is_opened_and_compared(
    program, dialogs, folders, tmp_path: Path, workshop: Session
) -> None:
    folders.sessions.mkdir(parents=True)
    known = folders.sessions / "Zorg.smsjson"
    known.write_bytes(encode(workshop))
    path = as_pdf(tmp_path / "Verslag.pdf", workshop)
    dialogs.expect_message(str(known), click="Openen en vergelijken")
    dialogs.expect_message("Er verandert niets")
    program.controller.open_path(path)
    assert program.document.path == known
    program.controller.close_session()
    dialogs.expect_message(str(known), click="Tweede bestand")
    dialogs.expect_message("zit een sessie", click="De sessie openen")
    program.controller.open_path(path)
    assert program.document.path == folders.sessions / "Verslag.smsjson"


def test_another_version_of_the_open_session_is_asked_about(
    program, qtbot: QtBot, dialogs, tmp_path: Path
) -> None:
    program.controller.open_example()
    ours, place = program.store.session, program.document.path
    there = edits.add_sheet(edits.set_answer(ours, WHOLE, FIELD, "Zoals in de PDF"), "erbij")
    path = as_pdf(tmp_path / "x.pdf", there)

    def choose_theirs(dialog: QDialog) -> None:
        assert isinstance(dialog, ConflictsDialog)
        assert any("In de PDF" in label.text() for label in dialog.findChildren(QLabel))
        click(dialog, "Alles uit de PDF")
        click(dialog, "Deze keuzes")

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, DifferencesDialog)
        table = dialog.findChild(DifferencesTable)
        texts = [table.item(row, 2).text() for row in range(table.rowCount())]
        assert "Zoals in de PDF" in texts
        click(dialog, "Samenvoegen")

    dialogs.expect(choose_theirs)
    dialogs.expect(look)
    program.controller.open_path(path)
    assert program.store.session.answers[FIELD] == "Zoals in de PDF"
    assert len(program.store.session.sheets) == len(ours.sheets) + 1
    assert (program.document.path, program.store.undo_name) == (place, "Overgenomen uit een PDF")
    program.store.undo()
    assert program.store.session == ours


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_that_looks_like_markup_is_shown_as_it_is(program, dialogs, tmp_path, workshop) -> None:
    path = as_pdf(tmp_path / "<b>vet<br>druk.pdf", workshop)

    def look(dialog: QDialog) -> None:
        shown = [label for label in dialog.findChildren(QLabel) if "<b>vet<br>druk" in label.text()]
        assert len(shown) == 2
        assert all(label.textFormat() is Qt.TextFormat.PlainText for label in shown)
        dialog.reject()

    dialogs.expect(look)
    program.controller.open_path(path)


@pytest.mark.parametrize("at_conflicts", [True, False])
def test_nothing_changes_when_the_reader_says_no(
    program, dialogs, tmp_path: Path, at_conflicts: bool
) -> None:
    program.controller.open_example()
    ours = program.store.session
    path = as_pdf(tmp_path / "x.pdf", edits.set_answer(ours, WHOLE, FIELD, "anders"))
    if at_conflicts:
        dialogs.expect(lambda dialog: dialog.reject())
    else:
        dialogs.expect(lambda dialog: (click(dialog, "Alles uit de PDF"), click(dialog, "Deze keuzes")))
        dialogs.expect(lambda dialog: dialog.reject())
    program.controller.open_path(path)
    assert program.store.session == ours and not program.store.can_undo


@pytest.mark.parametrize("data", [b"%PDF-1.7 stuk", b""])
def test_a_pdf_without_a_session_says_what_to_do(program, dialogs, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "scan.pdf"
    document = sheets.blank(program.controller.form_set, sheets.Request(sheet="phase1"), i18n.current())
    path.write_bytes(data or drawing.to_pdf(document))
    dialogs.expect_message("beschadigd" if data else "In deze PDF zit geen sessie")
    program.controller.open_path(path)
    assert not program.store.has_session


def urls(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_dropping_a_pdf_shows_what_it_will_do(
    program, qtbot: QtBot, dialogs, tmp_path: Path, workshop: Session
) -> None:
    window, data = program.window, urls(as_pdf(tmp_path / "x.pdf", workshop))
    hint = window.findChild(QWidget, "drop_hint")
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted() and hint.isVisible()
    assert hint.geometry() == window.rect()
    window.dragLeaveEvent(QDragLeaveEvent())
    assert not hint.isVisible()
    window.dragEnterEvent(enter)
    dialogs.expect_message("zit een sessie", click="De sessie openen")
    window.dropEvent(QDropEvent(QPointF(5, 5), COPY, data, LEFT, none))
    assert not hint.isVisible()
    qtbot.waitUntil(lambda: program.store.has_session)
    assert program.store.session == workshop


def test_what_is_no_file_gets_no_hint(program) -> None:
    data = QMimeData()
    data.setText("tekst")
    none = Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, none)
    event.ignore()
    program.window.dragEnterEvent(event)
    assert not event.isAccepted()
    assert not program.window.findChild(QWidget, "drop_hint").isVisible()


def tick(dialog: QDialog, name: str) -> None:
    box = dialog.findChild(QCheckBox, name)
    QTest.mouseClick(box, LEFT, pos=QPoint(10, box.height() // 2))


def test_the_print_window_puts_it_in_when_ticked(program, dialogs, tmp_path: Path) -> None:
    program.controller.open_example()
    bare, full = tmp_path / "kaal.pdf", tmp_path / "vol.pdf"

    def save(dialog: QDialog) -> None:
        assert isinstance(dialog, PreviewDialog)
        for path in (bare, full):
            dialog.wait()
            QTest.qWait(1)
            dialogs.choose_file(path)
            click(dialog, "Opslaan als PDF")
            tick(dialog, "print.with_session")
        dialog.findChild(QWidget, "print.blank").click()
        assert not dialog.findChild(QCheckBox, "print.with_session").isVisible()
        dialog.wait()
        QTest.qWait(1)
        dialog.reject()

    dialogs.expect(save)
    program.controller.print_session(1)
    with pytest.raises(session_pdf.NoSessionInPdfError):
        session_pdf.read(bare)
    assert session_pdf.read(full) == program.store.session
    assert f"{program.document.path.stem}.smsjson".encode() in full.read_bytes()


def test_the_report_puts_it_in_but_not_without_names(program, dialogs, tmp_path: Path) -> None:
    program.controller.open_example()
    path = tmp_path / "verslag.pdf"

    def save(dialog: QDialog) -> None:
        tick(dialog, "output.with_session")
        dialogs.choose_file(tmp_path / "verslag.docx")
        dialogs.expect_message("Alleen een PDF")
        click(dialog, "Opslaan als")
        dialogs.choose_file(path)
        click(dialog, "Opslaan als")

    dialogs.expect(save)
    program.controller.put_out("report")
    assert session_pdf.read(path) == program.store.session

    def save_without_names(dialog: QDialog) -> None:
        tick(dialog, "output.with_session")
        tick(dialog, "output.anonymous")
        assert not dialog.findChild(QCheckBox, "output.with_session").isEnabled()
        dialogs.choose_file(path)
        click(dialog, "Opslaan als")

    dialogs.expect(save_without_names)
    program.controller.put_out("report")
    with pytest.raises(session_pdf.NoSessionInPdfError):
        session_pdf.read(path)


# Parts that are issued --------------------------------------------------------------------------------


def issued(program, dialogs, path: Path, organisation: int = 2) -> Path:
    """Issue the part of an organisation, with the dialog from the menu."""

    def save(dialog: QDialog) -> None:
        dialog.findChild(QComboBox, "output.organisation").setCurrentIndex(organisation)
        dialogs.choose_file(path)
        click(dialog, "Opslaan als")

    dialogs.expect(save)
    program.controller.put_out("issue")
    return path


def changed(path: Path, **answers: str | bool) -> Path:
    """What was filled in on the other laptop."""
    part = decode(path.read_bytes())
    fields = {f"phase1.{field.replace('__', '.')}": value for field, value in answers.items()}
    path.write_bytes(encode(edits.set_answers(part, at_organisation(part.organisations[0].id), fields)))
    return path


def banner(program) -> str:
    label = program.window.banner.findChild(QLabel, "banner.text")
    return label.text() if label is not None and program.window.banner.isVisible() else ""


def test_a_part_goes_out_and_comes_back(program, dialogs, tmp_path: Path) -> None:
    program.controller.open_example()
    whole, place = program.store.session, program.document.path
    path = issued(program, dialogs, tmp_path / "deel.smsjson")
    part = decode(path.read_bytes())
    assert [each.name for each in part.organisations] == ["Verpleeghuis"]
    assert (part.sheets, part.revealed) == ((), None)
    changed(path, network__outcome="Een nieuw netwerk", scarce_resources__no=True)

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, DifferencesDialog)
        table = dialog.findChild(DifferencesTable)
        assert "Een nieuw netwerk" in [table.item(row, 2).text() for row in range(table.rowCount())]
        assert all("Verpleeghuis" in table.item(row, 0).text() for row in range(table.rowCount()))
        click(dialog, "Samenvoegen")

    dialogs.expect(look)
    program.controller.open_path(path)
    assert program.store.undo_name == "Deel van Verpleeghuis teruggezet"
    there = program.store.session.organisation(part.organisations[0].id).answers
    assert there["phase1.network.outcome"] == "Een nieuw netwerk"
    assert program.document.path == place and path.exists()
    dialogs.expect_message("staat niets wat hier niet al staat")
    program.controller.open_path(path)
    program.store.undo()
    assert program.store.session == whole


def test_the_same_field_in_part_and_session_is_asked(program, dialogs, tmp_path: Path) -> None:
    program.controller.open_example()
    path = changed(issued(program, dialogs, tmp_path / "deel.smsjson"), network__outcome="daar")
    where = at_organisation(decode(path.read_bytes()).organisations[0].id)
    program.store.set_answer(where, "phase1.network.outcome", "hier")

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, ConflictsDialog)
        assert any(label.text() == "In het deel" for label in dialog.findChildren(QLabel))
        click(dialog, "Alles uit het deel")
        click(dialog, "Deze keuzes")

    dialogs.expect(choose)
    dialogs.expect(lambda dialog: click(dialog, "Samenvoegen"))
    program.controller.open_path(path)
    assert program.store.answer(where, "phase1.network.outcome") == "daar"


def test_on_another_laptop_a_part_is_a_session_that_says_so(program, dialogs, tmp_path, form_set) -> None:
    path = tmp_path / "deel.smsjson"
    part = issuing.issue(example.build(form_set), "verpleeghuis")
    path.write_bytes(encode(part))
    program.controller.open_path(path)
    assert program.document.path == path
    assert "Dit is het deel van Verpleeghuis" in banner(program)
    where = at_organisation("verpleeghuis")
    program.store.set_answer(where, "phase1.network.outcome", "ingevuld")
    assert program.document.flush()
    saved = decode(path.read_bytes())
    assert issuing.is_part(saved) and saved == program.store.session
    assert program.document.backups.entries(part.id) == ()
    program.controller.put_out("issue")  # a part is not issued again
    assert "zelf een deel" in program.window.statusBar().currentMessage()
    program.controller.close_session()
    assert banner(program) == ""


@pytest.mark.parametrize("together", [True, False])
def test_a_part_whose_session_is_here_but_not_open(program, dialogs, tmp_path: Path, together: bool) -> None:
    program.controller.open_example()
    place = program.document.path
    path = changed(issued(program, dialogs, tmp_path / "deel.smsjson"), network__outcome="daar")
    program.controller.close_session()
    dialogs.expect_message(str(place), click="Openen en samenvoegen" if together else "Alleen dit deel")
    if together:
        dialogs.expect(lambda dialog: click(dialog, "Samenvoegen"))
    program.controller.open_path(path)
    assert program.document.path == (place if together else path)
    assert issuing.is_part(program.store.session) is not together


def test_without_organisations_nothing_is_issued(program, dialogs, form_set: FormSet, tmp_path: Path) -> None:
    path = tmp_path / "leeg.smsjson"
    path.write_bytes(encode(edits.new_session(form_set, "leeg")))
    program.controller.open_path(path)

    def look(dialog: QDialog) -> None:
        assert not dialog.findChild(QPushButton, "output.save").isEnabled()
        dialog.reject()

    dialogs.expect(look)
    program.controller.put_out("issue")
