"""What comes back for phase 1 while it is covered: named and counted, shown only to who asks, per window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QRadioButton, QTableWidget, QWidget

from sms_desktop import i18n
from sms_desktop.core import edits, issuing
from sms_desktop.core.session import Session, at_organisation
from sms_desktop.exchange.form_pdf import writing
from sms_desktop.gui.dialogs.differences import DifferencesDialog
from sms_desktop.gui.intake.page import PageDialog
from sms_desktop.gui.intake.picture import Crops, PagePicture
from sms_desktop.gui.intake.review import ReviewDialog
from sms_desktop.paper.sheets import coded
from sms_desktop.storage.codec import encode
from tests.exchange.scanned import Sheets, session_of
from tests.gui.taking_in import (
    KEY,
    as_pdf,
    black,
    leave,
    opened,
    press,
    push,
    put_in,
    row,
    uncoded,
    written,
)
from tests.gui.test_sealing import words_on

CARE = at_organisation("care")
MISSION, OUTCOME, NETWORK = "phase1.mission.yes", "phase1.mission.outcome", "phase1.network.no"
SCAN = "quick_scan.education.legitimising"
TEXT = "Een geheime opbrengst"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def workshop(program, form_set, tmp_path: Path) -> Session:
    """A session whose facilitator keeps phase 1 covered, open in the window."""
    session = session_of(form_set)
    program.document.create(tmp_path / "werk.smsjson", session)
    program.window.show_session()
    program.window.workspace.seal.want(True)
    return session


def form_of(session: Session, path: Path) -> Path:
    """The form PDF of the organisation, with what the session has for it."""
    ((_, form),) = writing.for_organisations(session, ["care"], i18n.current())
    path.write_bytes(form.data)
    return path


def paper_of(session: Session) -> Sheets:
    return Sheets(session, coded.Request("phase1", only=("care",)))


def read_on(widget: QWidget) -> str:
    return "\n".join(words_on(widget))


def show(dialog: QDialog) -> None:
    """The one key that shows what is covered."""
    dialog.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(dialog.focusWidget() or dialog, KEY.Key_T, CONTROL)


def test_the_list_and_the_summary_name_and_count_and_tell_nothing(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    filled = edits.set_answers(workshop, CARE, {MISSION: True, OUTCOME: TEXT, NETWORK: True})
    program.store.apply("", lambda session: edits.set_answer(session, CARE, OUTCOME, "Iets anders"))
    window = opened(program, qtbot, form_of(filled, tmp_path / "a.pdf"))
    assert row(window, 0)[1].startswith("Zorggroep") and row(window, 0)[3] == "3 antwoorden"
    assert TEXT not in read_on(window) and "Missie" not in read_on(window)

    def look(dialog: QDialog) -> None:
        said = read_on(dialog)
        assert "Fase 1 Voorbereiding: Zorggroep (3 antwoorden)." in said
        for secret in (TEXT, "Iets anders", "missie", "opbrengst"):
            assert secret not in said
        dialog.findChildren(QRadioButton)[1].setChecked(True)
        show(dialog)
        assert TEXT in read_on(dialog) and "Iets anders" in read_on(dialog)
        assert dialog.findChildren(QRadioButton)[1].isChecked()
        show(dialog)
        assert TEXT not in read_on(dialog)
        dialog.findChild(QPushButton, "summary.put").setFocus()

    put_in(dialogs, window, look)
    assert program.store.session.organisation("care").answers[OUTCOME] == TEXT


def test_the_review_shows_a_quick_scan_and_asks_before_phase_1(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    phase1, scans = paper_of(workshop), Sheets(workshop, coded.Request("quick-scan"))
    first = written(phase1, black(phase1, phase1.picture(0), 0, MISSION), 0, OUTCOME)
    second = black(scans, scans.picture(0), 0, SCAN)
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", first, second))

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ReviewDialog)
        crops = dialog.findChild(Crops)
        assert dialog.question.key[2] == SCAN and crops.is_showing
        press(dialog, KEY.Key_Return)
        assert dialog.question.key[2] == MISSION and not crops.is_showing
        said = read_on(dialog)
        assert "Zorggroep" in said and "missie" not in said.lower() and "zwart" not in said
        for key in (KEY.Key_Return, KEY.Key_Space):
            press(dialog, key)
        assert dialog.question.key[2] == MISSION  # nobody confirms what nobody saw
        show(dialog)
        assert crops.is_showing and "zwart" in read_on(dialog)
        press(dialog, KEY.Key_Space)
        press(dialog, TEXT)
        show(dialog)
        assert TEXT not in read_on(dialog) and not crops.is_showing
        show(dialog)
        assert dialog.question.key[2] == OUTCOME
        press(dialog, TEXT, KEY.Key_Return, KEY.Key_Return)

    def again(dialog: QDialog) -> None:
        assert not dialog.findChild(Crops).is_showing  # every window begins covered
        dialog.reject()

    dialogs.expect(look)
    push(window, "incoming.look")
    window.pile.take_back(("phase1-practice", "care", OUTCOME))
    dialogs.expect(again)
    window.review()
    put_in(dialogs, window)
    assert program.store.session.organisation("care").answers == {MISSION: True}


@pytest.mark.parametrize("torn", [False, True])
def test_a_page_is_shown_once_it_is_asked_for(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path, torn: bool
) -> None:
    phase1 = paper_of(workshop)
    picture = uncoded(phase1, {MISSION}) if torn else phase1.picture(0, {MISSION})
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", picture))

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, PageDialog)
        page = dialog.findChild(PagePicture)
        assert not page.isVisible() and "missie" not in read_on(dialog).lower()
        show(dialog)
        assert page.isVisible() and dialog.findChild(QWidget, MISSION if not torn else SCAN).isVisible()
        show(dialog)
        assert not page.isVisible()
        dialog.reject()

    dialogs.expect(look)
    window.open_row(window.list.model().index(0, 0))
    leave(dialogs, window)


def test_a_part_that_comes_back_is_counted_before_it_is_shown(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    part = edits.set_answers(issuing.issue(workshop, "care"), CARE, {MISSION: True, OUTCOME: TEXT})
    (tmp_path / "deel.smsjson").write_bytes(encode(part))

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, DifferencesDialog)
        table = dialog.findChild(QTableWidget)
        cells = [[table.item(line, n).text() for n in range(3)] for line in range(table.rowCount())]
        assert cells == [["Zorggroep: Fase 1 Voorbereiding", "", "2 antwoorden, bedekt"]]
        assert TEXT not in read_on(dialog)
        show(dialog)
        assert TEXT in read_on(dialog)
        dialog.accept()

    dialogs.expect(look)
    program.controller.open_path(tmp_path / "deel.smsjson")
    assert program.store.session.organisation("care").answers == {MISSION: True, OUTCOME: TEXT}


def test_what_both_changed_is_chosen_without_being_told(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    part = edits.set_answers(issuing.issue(workshop, "care"), CARE, {OUTCOME: TEXT})
    (tmp_path / "deel.smsjson").write_bytes(encode(part))
    program.store.apply("", lambda session: edits.set_answer(session, CARE, OUTCOME, "Iets anders"))

    def choose(dialog: QDialog) -> None:
        said = read_on(dialog)
        assert TEXT not in said and "Iets anders" not in said and "Zorggroep: Fase 1" in said
        dialog.findChildren(QRadioButton)[1].setChecked(True)
        dialog.accept()

    def agree(dialog: QDialog) -> None:
        assert TEXT not in read_on(dialog)
        dialog.accept()

    dialogs.expect(choose)
    dialogs.expect(agree)
    program.controller.open_path(tmp_path / "deel.smsjson")
    assert program.store.session.organisation("care").answers == {OUTCOME: TEXT}


@pytest.mark.parametrize("why", ["revealed", "not wanted"])
def test_nothing_is_covered_where_nothing_has_to_be(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path, why: str
) -> None:
    if why == "revealed":
        program.store.apply("", edits.reveal)
    else:
        program.window.workspace.seal.want(False)
    phase1 = paper_of(workshop)
    picture = black(phase1, phase1.picture(0), 0, MISSION)
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", picture))

    def look(dialog: QDialog) -> None:
        assert dialog.findChild(Crops).is_showing and not dialog.findChildren(QPushButton, "covered.show")
        dialog.reject()

    dialogs.expect(look)
    window.review()
    leave(dialogs, window)
