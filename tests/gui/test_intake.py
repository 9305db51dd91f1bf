"""*Binnengekomen*: scans, photos and forms dropped on the window, reviewed by keys, put into the session."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)

from sms_desktop import i18n
from sms_desktop.core import codes, edits, issuing
from sms_desktop.core.session import Session, Sheet, at_organisation
from sms_desktop.exchange.form_pdf import writing
from sms_desktop.exchange.scan.reading import Status
from sms_desktop.gui.intake.page import PageDialog
from sms_desktop.gui.intake.picture import Crops
from sms_desktop.gui.intake.review import ReviewDialog
from sms_desktop.i18n import tr
from sms_desktop.paper import drawing, sheets
from sms_desktop.paper.sheets import coded
from sms_desktop.reading_words import BILEVEL
from sms_desktop.storage.codec import encode
from sms_desktop.storage.crops import folder_of
from tests.exchange import fillers
from tests.exchange.scanned import PER_MM, Sheets, session_of
from tests.gui.taking_in import (
    KEY,
    LEFT,
    as_pdf,
    black,
    finished,
    leave,
    opened,
    press,
    push,
    put_in,
    row,
    ticks,
    uncoded,
    words,
    written,
)

EDUCATION, PRACTICE = "quick_scan.education.", "quick_scan.practice."
LEGITIMISING, CAPITAL = EDUCATION + "legitimising", EDUCATION + "capital"
SOCIETAL = PRACTICE + "societal"
ROLE = "quick_scan.role.education"


@pytest.fixture
def workshop(program, form_set, tmp_path: Path) -> Session:
    """A session with an organisation on each side, open in the window."""
    session = session_of(form_set)
    program.document.create(tmp_path / "werk.smsjson", session)
    program.window.show_session()
    return session


@pytest.fixture
def printed(workshop: Session) -> Sheets:
    """Three coded quick scans: the fronts are pages 0, 2 and 4."""
    return Sheets(workshop, coded.Request("quick-scan", copies=3))


def test_a_stack_goes_in_as_one_step_and_comes_back_out(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    pages = [printed.picture(0, {LEGITIMISING, SOCIETAL, ROLE}), printed.picture(2, {CAPITAL})]
    scan = as_pdf(tmp_path / "stapel.pdf", pages[0].rotate(180), pages[1], printed.picture(1))
    before = program.store.session
    window = opened(program, qtbot, scan)
    assert row(window, 0)[:3] == [
        "stapel.pdf, pagina 1",
        "Blad 1 · Quick scan, pagina 1",
        "ingelezen",
    ]
    assert "valt niets in te vullen" in row(window, 2)[3]
    assert program.store.session == before
    put_in(dialogs, window, lambda dialog: words(dialog).index("2 bladen zijn ingelezen"))
    session = program.store.session
    assert [sheet.number for sheet in session.sheets] == [1, 2]
    assert (ticks(session), ticks(session, 1)) == ({LEGITIMISING, SOCIETAL, ROLE}, {CAPITAL})
    assert program.store.undo_name == "Ingelezen: 2 bladen"
    program.store.undo()
    assert program.store.session == before


def test_doubts_are_confirmed_turned_left_open_and_gone_back_to_by_keys(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    fields = (ROLE, LEGITIMISING, CAPITAL, SOCIETAL)
    picture = printed.picture(0)
    for field in fields:
        black(printed, picture, 0, field)
    window = opened(program, qtbot, as_pdf(tmp_path / "zwart.pdf", picture))
    assert row(window, 0)[2] == "bekijken"

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ReviewDialog)
        assert "Blad 1" in words(dialog) and "zwart gemaakt" in words(dialog) and "nog 4" in words(dialog)
        assert "Nee, leeg" in words(dialog)
        asked = [dialog.question.key[2]]
        press(dialog, KEY.Key_Return)  # the suggestion: empty
        asked.append(dialog.question.key[2])
        press(dialog, KEY.Key_Space)  # it is a tick all the same
        asked.append(dialog.question.key[2])
        press(dialog, KEY.Key_Escape)  # nobody knows
        press(dialog, KEY.Key_Backspace)
        assert dialog.question.key[2] == asked[2]
        press(dialog, KEY.Key_Space)
        asked.append(dialog.question.key[2])
        push(dialog, "review.open")
        assert asked == list(fields)
        assert "1 veld blijft open" in words(dialog)
        press(dialog, KEY.Key_Return)

    dialogs.expect(look)
    push(window, "incoming.look")
    assert row(window, 0)[2:] == ["ingelezen", "Bekeken."]
    assert not window.findChild(QPushButton, "incoming.look").isVisible()
    put_in(dialogs, window, lambda dialog: words(dialog).index("1 veld blijft open"))
    assert ticks(program.store.session) == {LEGITIMISING, CAPITAL}


def test_handwriting_is_typed_beside_its_picture(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    picture = printed.picture(0, {LEGITIMISING})
    written(printed, picture, 0, "quick_scan.name")
    written(printed, picture, 0, LEGITIMISING + ".note")
    window = opened(program, qtbot, as_pdf(tmp_path / "tekst.pdf", picture))

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ReviewDialog)
        press(dialog, "Sanne", KEY.Key_Return)
        press(dialog, KEY.Key_Escape)
        assert "1 veld blijft open" in words(dialog)
        push(dialog, "review.unwritten")
        assert dialog.question is not None and dialog.question.crops
        while dialog.question.key[2] != "quick_scan.date":
            press(dialog, KEY.Key_Return)
        press(dialog, "24-11-2026", KEY.Key_Return)
        push(dialog, "review.stop")

    dialogs.expect(look)
    push(window, "incoming.look")
    put_in(dialogs, window)
    answers = program.store.session.sheets[0].answers
    assert answers == {LEGITIMISING: True, "quick_scan.name": "Sanne", "quick_scan.date": "2026-11-24"}


def test_an_answer_of_several_lines_is_typed_as_it_stands(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    printed, outcome = Sheets(workshop, coded.Request("phase1", only=("care",))), "phase1.mission.outcome"
    picture = written(printed, printed.picture(0), 0, outcome)
    window = opened(program, qtbot, as_pdf(tmp_path / "f1.pdf", picture))

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ReviewDialog) and dialog.question.key[2] == outcome
        area = dialog.findChild(QPlainTextEdit, "review.area")
        assert dialog.focusWidget() is area and not dialog.findChild(QLineEdit, "review.text").isVisible()
        crops = dialog.findChild(Crops)
        fitted = crops.verticalScrollBar().maximum()
        QTest.keyClick(area, KEY.Key_Plus, Qt.KeyboardModifier.ControlModifier)
        assert crops.verticalScrollBar().maximum() > fitted
        press(dialog, "Betere zorg")
        QTest.keyClick(area, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        press(dialog, "dichtbij")
        QTest.keyClick(area, KEY.Key_Return)
        assert dialog.question is None
        press(dialog, KEY.Key_Backspace)
        assert area.toPlainText() == "Betere zorg\ndichtbij" and area.isVisible()
        assert crops.verticalScrollBar().maximum() == fitted
        press(dialog, KEY.Key_Tab)
        assert not area.hasFocus() and area.toPlainText() == "Betere zorg\ndichtbij"
        area.setFocus()
        QTest.keyClick(area, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
        press(dialog, KEY.Key_Return)

    dialogs.expect(look)
    push(window, "incoming.look")
    put_in(dialogs, window)
    assert program.store.session.organisation("care").answers == {outcome: "Betere zorg\ndichtbij"}


def test_a_page_by_hand_has_room_for_several_lines(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    printed, outcome = Sheets(workshop, coded.Request("phase1", only=("care",))), "phase1.mission.outcome"
    window = opened(program, qtbot, as_pdf(tmp_path / "f1.pdf", printed.picture(0)))

    def look(dialog: QDialog) -> None:
        area = dialog.findChild(QPlainTextEdit, outcome)
        area.setFocus()
        press(dialog, "een")
        QTest.keyClick(area, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        press(dialog, "twee", KEY.Key_Return)
        assert not area.hasFocus()  # Enter goes on, as in a line
        dialog.findChild(QLineEdit, "phase1.manager").setText("Jo")
        area.setFocus()
        QTest.keyClick(area, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)

    dialogs.expect(look)
    window.list.setCurrentIndex(window.list.model().index(0, 0))
    QTest.keyClick(window.list, KEY.Key_Return)
    put_in(dialogs, window)
    answers = {outcome: "een\ntwee", "phase1.manager": "Jo"}
    assert program.store.session.organisation("care").answers == answers


def test_of_two_ticks_the_chosen_one_settles_the_other(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    both = (ROLE, "quick_scan.role.practice")
    window = opened(program, qtbot, as_pdf(tmp_path / "twee.pdf", printed.picture(0, both)))

    def look(dialog: QDialog) -> None:
        assert "meer dan één" in words(dialog)
        press(dialog, KEY.Key_Return)
        assert "Alles is bekeken" in words(dialog)
        press(dialog, KEY.Key_Return)

    dialogs.expect(look)
    push(window, "incoming.look")
    put_in(dialogs, window)
    assert ticks(program.store.session) == {ROLE}


def test_the_same_sheet_twice_is_recognised_and_compared(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    one, other = printed.picture(0, {LEGITIMISING}), printed.picture(0, {LEGITIMISING, CAPITAL})
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", one, one))
    assert "er staat hetzelfde" in row(window, 1)[3]
    window.take([as_pdf(tmp_path / "b.pdf", other)])
    qtbot.waitUntil(lambda: len(window.pile.entries) == 3)
    finished(qtbot, window)
    assert "andere antwoorden" in row(window, 2)[3]
    (question,) = window.pile.questions()
    assert question.key[2] == CAPITAL and len(question.crops) == 3
    leave(dialogs, window)


def test_a_sheet_that_may_have_been_typed_in_already_is_told(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    program.store.apply("x", lambda session: edits.add_sheet(session, "typed"))
    scan = as_pdf(tmp_path / "a.pdf", printed.picture(0, {CAPITAL}), printed.picture(2, {CAPITAL}))
    window = opened(program, qtbot, scan)

    def look(dialog: QDialog) -> None:
        assert "1 blad heeft een nummer dat hier al is" in words(dialog)
        assert "(blad 1 wordt 3)" in words(dialog)

    put_in(dialogs, window, look)
    numbers = {sheet.id: sheet.number for sheet in program.store.session.sheets}
    assert numbers == {"typed": 1, codes.sheet_id(2): 2, codes.sheet_id(1): 3}


def test_what_differs_stays_as_it_is_here_unless_the_paper_is_chosen(
    program, qtbot, dialogs, printed: Sheets, workshop: Session, tmp_path: Path
) -> None:
    here = Sheet(id=codes.sheet_id(1), number=7, answers={CAPITAL: True, SOCIETAL: True})
    program.store.apply("", lambda session: replace(session, sheets=(here,)))
    scan = as_pdf(tmp_path / "a.pdf", printed.picture(0, {LEGITIMISING}))

    def choose(dialog: QDialog) -> None:
        assert "2 velden zijn in de sessie anders" in words(dialog)
        radios = dialog.findChildren(QRadioButton)
        assert [each.isChecked() for each in radios] == [True, False] * 2
        radios[3].setChecked(True)

    put_in(dialogs, opened(program, qtbot, scan), choose)
    assert ticks(program.store.session) == {LEGITIMISING, CAPITAL}
    assert program.store.session.sheets[0].number == 7


def test_left_over_handouts_are_skipped_and_nothing_else_can_go_in(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    window = opened(program, qtbot, as_pdf(tmp_path / "leeg.pdf", printed.picture(4)))
    assert row(window, 0)[3] == "Er is niets ingevuld."

    def look(dialog: QDialog) -> None:
        assert "1 leeg formulier wordt overgeslagen" in words(dialog)
        assert not dialog.findChild(QPushButton, "summary.put").isEnabled()
        dialog.reject()

    dialogs.expect(look)
    push(window, "incoming.put")
    leave(dialogs, window)


def test_a_page_without_codes_is_typed_in_by_keys(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    window = opened(program, qtbot, as_pdf(tmp_path / "los.pdf", uncoded(printed, {CAPITAL})))
    assert row(window, 0)[2] == "intypen"

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, PageDialog)
        assert dialog.findChild(QComboBox, "page.owner").currentText() == "Een nieuw blad"
        dialog.findChild(QCheckBox, CAPITAL).setFocus()
        press(dialog, KEY.Key_Space)
        press(dialog, "o", "8")
        dialog.findChild(QLineEdit, "quick_scan.name").setFocus()
        press(dialog, "Ali")
        QTest.keyClick(dialog.focusWidget(), KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)

    dialogs.expect(look)
    push(window, "incoming.type")
    assert row(window, 0)[1:3] == ["een nieuw blad · Quick scan, pagina 1", "ingelezen"]
    put_in(dialogs, window)
    (sheet,) = program.store.session.sheets
    assert sheet.answers == {CAPITAL: True, SOCIETAL: True, ROLE: True, "quick_scan.name": "Ali"}
    assert sheet.number == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0000 0000 0000 0000", "klopt niet"),
        ("andere sessie", "een andere sessie"),
        ("code", ""),
        ("3", ""),
    ],
)
def test_the_short_code_says_whose_page_it_is(
    program, qtbot, dialogs, printed: Sheets, form_set, tmp_path: Path, typed: str, says: str
) -> None:
    foreign = Sheets(session_of(form_set, "other-one"), coded.Request("quick-scan", copies=1))
    known = {"code": codes.grouped(printed.pages[4].code).lower(), "andere sessie": foreign.pages[0].code}
    window = opened(program, qtbot, as_pdf(tmp_path / "los.pdf", uncoded(printed, {CAPITAL})))

    def look(dialog: QDialog) -> None:
        code = dialog.findChild(QLineEdit, "page.code")
        assert dialog.focusWidget() is code
        QTest.keyClicks(code, known.get(typed, typed))
        assert says in dialog.findChild(QLabel, "page.code_words").text()
        if not says:
            assert dialog.findChild(QComboBox, "page.owner").currentText() == "Blad 3"
        dialog.reject()

    dialogs.expect(look)
    push(window, "incoming.type")
    leave(dialogs, window)


@pytest.mark.parametrize("typed", ["1234 56AB", "0000 0000 0000 0000", "x"])
def test_what_is_no_code_names_no_sheet_and_is_not_passed_over(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path, typed: str
) -> None:
    window = opened(program, qtbot, as_pdf(tmp_path / "los.pdf", uncoded(printed, {CAPITAL})))

    def look(dialog: QDialog) -> None:
        code, owner = dialog.findChild(QLineEdit, "page.code"), dialog.findChild(QComboBox, "page.owner")
        QTest.keyClicks(code, typed)
        assert owner.currentText() == "Een nieuw blad"  # not the number that the code begins with
        push(dialog, "page.ok")
        assert dialog.isVisible() and dialog.focusWidget() is code
        assert dialog.findChild(QLabel, "page.code_words").isVisible()
        owner.setFocus()
        press(dialog, KEY.Key_Down)  # what is chosen goes before what was typed
        owner.activated.emit(owner.currentIndex())
        assert code.text() == "" and not dialog.findChild(QLabel, "page.code_words").isVisible()
        push(dialog, "page.ok")

    dialogs.expect(look)
    push(window, "incoming.type")
    assert row(window, 0)[2] == "ingelezen"
    leave(dialogs, window)


def test_a_sheet_of_an_unknown_layout_is_typed_in(
    program, qtbot, dialogs, form_set, workshop: Session, tmp_path: Path
) -> None:
    changed = replace(workshop, form_set=replace(form_set, motives=form_set.motives[2:]))
    other = Sheets(changed, coded.Request("phase1", only=("care",)))
    ours = Sheets(workshop, coded.Request("phase1", only=("care",)))
    as_pdf(tmp_path / "1.pdf", ours.picture(0))
    as_pdf(tmp_path / "2.pdf", other.picture(0, {"phase1.innovation.yes"}))
    window = opened(program, qtbot, tmp_path)
    rows = {words[0]: words for words in (row(window, n) for n in range(len(window.pile.entries)))}
    old = rows["2.pdf"]
    assert old[1] == "Zorggroep · Fase 1 Voorbereiding – Werkveldpartner(s), pagina 1"
    # Not: read before, and the same. Nobody knows what stands on it.
    assert old[2] == "intypen" and "indeling die op deze computer niet bekend is" in old[3]

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, PageDialog)
        assert dialog.findChild(QComboBox, "page.owner").currentText() == "Zorggroep"
        dialog.findChild(QCheckBox, "phase1.innovation.yes").setFocus()
        press(dialog, KEY.Key_Space)
        push(dialog, "page.ok")

    dialogs.expect(look)
    push(window, "incoming.type")
    dialogs.expect(lambda dialog: press(dialog, KEY.Key_Space, KEY.Key_Return))
    push(window, "incoming.look")  # on the other page the box is empty
    put_in(dialogs, window)
    answers = program.store.session.organisation("care").answers
    assert {field: value for field, value in answers.items() if value} == {"phase1.innovation.yes": True}


def test_a_date_of_a_form_is_shown_in_words(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    filled = edits.set_answer(workshop, at_organisation("care"), "phase1.date", "2026-03-12")
    for name, form in writing.for_organisations(filled, ["care"], i18n.current()):
        (tmp_path / name).write_bytes(form.data)
    window = opened(program, qtbot, *tmp_path.glob("*.pdf"))

    def look(dialog: QDialog) -> None:
        assert dialog.findChild(QLineEdit, "phase1.date").text() == "12 maart 2026"
        push(dialog, "page.ok")

    dialogs.expect(look)
    window.list.setFocus()
    press(window, KEY.Key_Return)
    put_in(dialogs, window)
    assert program.store.session.organisation("care").answers == {"phase1.date": "2026-03-12"}


def test_a_page_whose_owner_is_not_known_keeps_what_was_read(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    picture = printed.picture(0, {CAPITAL, SOCIETAL})
    draw, page = ImageDraw.Draw(picture), printed.pages[0]
    for x, y in coded.qr_places(page.width, page.height):
        draw.rectangle([each * PER_MM for each in (x, y, x + coded.QR, y + coded.QR)], fill=255)
    window = opened(program, qtbot, as_pdf(tmp_path / "zonder.pdf", picture))
    assert "kan niet gelezen worden" in row(window, 0)[3] or row(window, 0)[2] == "intypen"

    def look(dialog: QDialog) -> None:
        press(dialog, "2")
        assert dialog.findChild(QCheckBox, CAPITAL).isChecked()
        push(dialog, "page.ok")

    dialogs.expect(look)
    push(window, "incoming.type")
    put_in(dialogs, window)
    (sheet,) = program.store.session.sheets
    assert (sheet.id, sheet.number, ticks(program.store.session)) == ("paper-2", 2, {CAPITAL, SOCIETAL})


def test_phase_1_of_nobody_is_given_to_an_organisation(
    program, qtbot, dialogs, form_set, workshop: Session, tmp_path: Path
) -> None:
    nobody = replace(workshop, organisations=())
    printed = Sheets(nobody, coded.Request("phase1"))
    window = opened(program, qtbot, as_pdf(tmp_path / "f1.pdf", printed.picture(0, {"phase1.mission.yes"})))
    assert "nog van niemand" in row(window, 0)[3]

    def look(dialog: QDialog) -> None:
        owner = dialog.findChild(QComboBox, "page.owner")
        push(dialog, "page.ok")  # nobody was chosen yet
        assert "van wie" in dialog.findChild(QLabel, "page.code_words").text()
        assert owner.count() == 1
        owner.setCurrentIndex(0)
        box = dialog.findChild(QCheckBox, "phase1.expertise.yes")
        box.setFocus()
        press(dialog, "n")
        assert dialog.findChild(QCheckBox, "phase1.expertise.no").isChecked()
        push(dialog, "page.ok")

    dialogs.expect(look)
    push(window, "incoming.type")
    assert row(window, 0)[1].startswith("Hogeschool")
    put_in(dialogs, window)
    answers = program.store.session.organisation("school").answers
    assert answers == {"phase1.mission.yes": True, "phase1.expertise.no": True}


def test_a_form_pdf_and_paper_of_one_organisation_meet(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    filled = edits.set_answer(workshop, at_organisation("care"), "phase1.mission.outcome", "Betere zorg")
    filled = edits.set_answer(filled, at_organisation("care"), "phase1.mission.yes", True)
    (tmp_path / "map").mkdir()
    for name, form in writing.for_organisations(filled, ["care"], i18n.current()):
        (tmp_path / "map" / name).write_bytes(form.data)
    printed = Sheets(workshop, coded.Request("phase1", only=("care",)))
    as_pdf(tmp_path / "map" / "a scan.pdf", printed.picture(0, {"phase1.mission.yes"}))
    window = opened(program, qtbot, tmp_path / "map")
    assert {row(window, n)[2] for n in range(2)} == {"ingelezen"}
    assert all(row(window, n)[1].startswith("Zorggroep") for n in range(2))
    put_in(dialogs, window)
    answers = program.store.session.organisation("care").answers
    assert answers == {"phase1.mission.yes": True, "phase1.mission.outcome": "Betere zorg"}


def test_a_form_of_an_organisation_that_is_gone_is_given_to_another(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    filled = edits.add_organisation(workshop, "gone", "Weg & Weg", "practice")
    filled = edits.set_answer(filled, at_organisation("gone"), "phase1.mission.yes", True)
    filled = edits.set_answer(filled, at_organisation("gone"), "phase1.financial.no", True)
    (name, form), *_ = writing.for_organisations(filled, ["gone"], i18n.current())
    (tmp_path / name).write_bytes(form.data)
    window = opened(program, qtbot, tmp_path / name)
    assert [row(window, n)[2] for n in range(2)] == ["intypen", "intypen"]

    def give(dialog: QDialog) -> None:
        page, owner = (dialog.findChild(QComboBox, name) for name in ("page.page", "page.owner"))
        page.setCurrentIndex(page.findText("Fase 1 Voorbereiding – Werkveldpartner(s), pagina 1"))
        assert owner.currentIndex() == -1
        owner.setCurrentIndex(owner.findText("Zorggroep"))
        push(dialog, "page.ok")

    def give_the_rest(dialog: QDialog) -> None:
        assert dialog.findChild(QComboBox, "page.owner").currentText() == "Zorggroep"
        push(dialog, "page.ok")

    dialogs.expect(give)
    dialogs.expect(give_the_rest)
    push(window, "incoming.type")
    put_in(dialogs, window)
    answers = program.store.session.organisation("care").answers
    assert answers == {"phase1.mission.yes": True, "phase1.financial.no": True}


def test_a_photo_of_something_else_is_left_out_and_can_be_taken_in_after_all(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    Image.effect_noise((900, 700), 90).save(tmp_path / "a.png")
    window = opened(
        program, qtbot, tmp_path / "a.png", as_pdf(tmp_path / "b.pdf", printed.picture(0, {CAPITAL}))
    )
    assert row(window, 0)[0] == "a.png" and "Anders laat je het weg" in row(window, 0)[3]
    dialogs.expect(lambda dialog: push(dialog, "page.skip"))
    push(window, "incoming.type")
    assert row(window, 0)[2] == "niet ingelezen" and "weggelaten" in row(window, 0)[3]
    assert not window.findChild(QPushButton, "incoming.type").isVisible()

    def take(dialog: QDialog) -> None:
        dialog.findChild(QCheckBox, SOCIETAL).click()
        push(dialog, "page.ok")

    dialogs.expect(take)
    window.list.setCurrentIndex(window.list.model().index(0, 0))
    QTest.keyClick(window.list, KEY.Key_Return)
    assert row(window, 0)[2:] == ["ingelezen", ""]
    put_in(dialogs, window)
    assert sorted(map(sorted, (ticks(program.store.session), ticks(program.store.session, 1)))) == [
        [CAPITAL],
        [SOCIETAL],
    ]


@pytest.mark.parametrize(("click", "left"), [("Alle achterkanten", [1, 3, 5]), ("Alleen deze", [1])])
def test_the_backs_of_a_stack_without_codes_are_left_out_at_once(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path, click: str, left: list[int]
) -> None:
    pages = [uncoded(printed, {CAPITAL}) for _ in range(6)]
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", *pages))
    dialogs.expect(lambda dialog: push(dialog, "page.ok"))
    dialogs.expect(lambda dialog: push(dialog, "page.skip"))
    dialogs.expect_message("De andere 2 achterkanten ook weglaten?", click=click)
    dialogs.expect(lambda dialog: dialog.reject())
    push(window, "incoming.type")
    assert [n for n in range(6) if "weggelaten" in row(window, n)[3]] == left
    assert row(window, 0)[2] == "ingelezen"
    if len(left) == 1:  # that was said for the whole file
        dialogs.expect(lambda dialog: push(dialog, "page.skip"))
        window.open_row(window.list.model().index(3, 0))
        assert "weggelaten" in row(window, 3)[3]
    leave(dialogs, window)


def test_of_two_photos_of_a_sheet_the_wrong_one_is_left_out(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    one, other = printed.picture(0, {LEGITIMISING}), printed.picture(0, {CAPITAL})
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", one, other))
    assert all("andere antwoorden" in row(window, n)[3] for n in range(2))
    dialogs.expect(lambda dialog: push(dialog, "page.skip"))
    window.open_row(window.list.model().index(1, 0))
    assert [row(window, n)[2] for n in range(2)] == ["ingelezen", "niet ingelezen"]
    put_in(dialogs, window)
    assert ticks(program.store.session) == {LEGITIMISING}


def test_a_form_that_did_not_come_back_whole_says_so_and_takes_nothing_away(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    care = at_organisation("care")
    mission, network = "phase1.mission.yes", "phase1.network.no"
    filled = edits.set_answer(edits.set_answer(workshop, care, mission, True), care, network, True)
    ((name, form),) = writing.for_organisations(filled, ["care"], i18n.current())
    pdf = fillers.without(form.data, lambda field, _: field.startswith("phase1-mission"))
    (tmp_path / name).write_bytes(fillers.with_added(pdf, "Opmerking", "x"))
    program.store.apply("", lambda session: edits.set_answer(session, care, mission, True))
    window = opened(program, qtbot, tmp_path / name)
    why = row(window, 0)[3]
    assert "Niet alle velden" in why and "“Eigen missie”" in why and "“Opmerking”" in why

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, PageDialog) and "Niet alle velden" in words(dialog)
        assert not dialog.findChild(QCheckBox, mission).isChecked()
        dialog.reject()

    dialogs.expect(look)
    window.list.setCurrentIndex(window.list.model().index(0, 0))
    QTest.keyClick(window.list, KEY.Key_Return)
    put_in(dialogs, window, lambda dialog: words(dialog).index("1 formulier kwam niet volledig terug"))
    assert program.store.session.organisation("care").answers == {mission: True, network: True}


def test_what_is_missing_can_be_typed_and_what_is_not_touched_stays_open(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    ((name, form),) = writing.for_organisations(workshop, ["care"], i18n.current())
    gone = ("phase1-mission", "phase1-expertise")
    (tmp_path / name).write_bytes(fillers.without(form.data, lambda field, _: field.startswith(gone)))
    window = opened(program, qtbot, tmp_path / name)

    def look(dialog: QDialog) -> None:
        dialog.findChild(QCheckBox, "phase1.mission.no").setFocus()
        press(dialog, KEY.Key_Space)
        push(dialog, "page.ok")

    dialogs.expect(look)
    window.list.setCurrentIndex(window.list.model().index(0, 0))
    QTest.keyClick(window.list, KEY.Key_Return)
    assert "Niet alle velden" not in row(window, 0)[3]
    (ready,) = window.pile.ready()
    assert ready.incoming.answers["phase1.mission.no"] is True
    assert "phase1.expertise.yes" not in ready.incoming.answers
    leave(dialogs, window)


def test_quick_scans_do_not_go_into_the_part_of_one_organisation(
    program, qtbot, dialogs, workshop: Session, printed: Sheets, tmp_path: Path
) -> None:
    program.document.create(tmp_path / "deel.smsjson", issuing.issue(workshop, "care"))
    form = Sheets(workshop, coded.Request("phase1", only=("care",))).picture(0, {"phase1.mission.no"})
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", printed.picture(0, {CAPITAL}), form))
    assert [row(window, n)[2] for n in range(2)] == ["niet ingelezen", "ingelezen"]
    assert "hele sessie" in row(window, 0)[3]
    put_in(dialogs, window)
    assert program.store.session.sheets == ()
    assert program.store.session.organisation("care").answers == {"phase1.mission.no": True}


def test_an_organisation_that_went_away_meanwhile_gets_nothing(
    program, qtbot, dialogs, workshop: Session, printed: Sheets, tmp_path: Path
) -> None:
    form = Sheets(workshop, coded.Request("phase1", only=("care",))).picture(0, {"phase1.mission.no"})
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", printed.picture(0, {CAPITAL}), form))
    program.store.apply("", lambda session: edits.remove_organisation(session, "care"))
    put_in(dialogs, window, lambda dialog: words(dialog).index("1 blad is ingelezen"))
    assert ticks(program.store.session) == {CAPITAL}


def test_everything_else_stays_in_the_list_with_its_reason(
    program, qtbot, dialogs, form_set, workshop: Session, printed: Sheets, tmp_path: Path
) -> None:
    folder = tmp_path / "alles"
    folder.mkdir()
    (folder / "1.txt").write_text("hallo")
    (folder / "2.pdf").write_bytes(b"%PDF-1.4 en dan niets")
    (folder / "3.smsjson").write_bytes(encode(session_of(form_set, "somewhere-else")))
    (folder / "4.smsjson").write_bytes(b"{")
    as_pdf(folder / "5.pdf", Sheets(session_of(form_set, "other"), coded.Request("quick-scan")).picture(0))
    Image.effect_noise((900, 700), 90).save(folder / "6.png")
    Image.new("L", (900, 700), 250).save(folder / "7.png")
    part = issuing.issue(workshop, "care")
    (folder / "8.smsjson").write_bytes(encode(part))
    out = io.BytesIO()
    printed.picture(0, {CAPITAL}).save(out, "JPEG")
    (folder / "9.jpg").write_bytes(out.getvalue())
    window = opened(program, qtbot, folder)
    rows = {row(window, n)[0].split(".")[0]: row(window, n) for n in range(len(window.pile.entries))}
    assert {name: words[2] for name, words in rows.items()} == {
        **dict.fromkeys("123457", "niet ingelezen"),
        "6": "intypen",
        "8": "bekijken",
        "9": "ingelezen",
    }
    assert all(words[3] for name, words in rows.items() if name != "9")
    assert "andere sessie" in rows["3"][3] and "andere sessie" in rows["5"][3]
    leave(dialogs, window)


def test_a_part_is_put_together_from_the_list(
    program, qtbot, dialogs, workshop: Session, printed: Sheets, tmp_path: Path
) -> None:
    part = issuing.issue(workshop, "care")
    part = edits.set_answer(part, at_organisation("care"), "phase1.mission.yes", True)
    (tmp_path / "deel.smsjson").write_bytes(encode(part))
    scan = as_pdf(tmp_path / "a.pdf", printed.picture(0, {CAPITAL}))
    window = opened(program, qtbot, tmp_path / "deel.smsjson", scan)

    def agree(dialog: QDialog) -> None:
        button = next(each for each in dialog.findChildren(QPushButton) if "Samenvoegen" in each.text())
        QTest.mouseClick(button, LEFT)

    dialogs.expect(agree)
    window.list.setFocus()
    window.list.setCurrentIndex(window.list.model().index(0, 0))
    QTest.keyClick(window.list, KEY.Key_Return)
    assert program.store.session.organisation("care").answers == {"phase1.mission.yes": True}
    assert row(window, 0)[2:] == ["samengevoegd", ""]
    put_in(dialogs, window)
    assert len(program.store.session.sheets) == 1


def test_a_part_that_waits_is_not_passed_over(
    program, qtbot, dialogs, workshop: Session, printed: Sheets, tmp_path: Path
) -> None:
    part = issuing.issue(workshop, "care")
    (tmp_path / "1.smsjson").write_bytes(encode(part))  # nothing new in it
    part = edits.set_answer(part, at_organisation("care"), "phase1.mission.yes", True)
    (tmp_path / "2.smsjson").write_bytes(encode(part))
    as_pdf(tmp_path / "a.pdf", printed.picture(0, {CAPITAL}))
    window = opened(program, qtbot, *sorted(tmp_path.glob("[12a].*")))
    join = window.findChild(QPushButton, "incoming.join")
    assert join.text() == "Samenvoegen (2)…" and join.hasFocus()

    def back(dialog: QDialog) -> None:
        assert "2 delen van de sessie zijn nog niet samengevoegd" in words(dialog)
        dialog.reject()

    dialogs.expect(back)
    push(window, "incoming.put")
    dialogs.expect_message("niets wat hier niet al staat")
    dialogs.expect(lambda dialog: dialog.reject())
    join.setFocus()
    press(window, KEY.Key_Space)
    assert [row(window, n)[2] for n in range(2)] == ["samengevoegd", "bekijken"]
    assert join.text() == "Samenvoegen (1)…"
    leave(dialogs, window)


def test_reading_can_be_stopped_and_what_was_read_stays(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    picture = printed.picture(0, {CAPITAL})
    program.controller.read_in([as_pdf(tmp_path / "veel.pdf", *[picture] * 60)])
    window = program.controller.incoming_window
    qtbot.waitUntil(lambda: len(window.pile.entries) > 1, timeout=30_000)
    assert not window.findChild(QPushButton, "incoming.put").isEnabled()
    push(window, "incoming.cancel")
    finished(qtbot, window)
    assert 1 < len(window.pile.entries) < 60
    assert window.pile.standing(0) is Status.READ
    leave(dialogs, window)


def test_another_session_takes_the_list_away(
    program, qtbot, dialogs, form_set, printed: Sheets, tmp_path: Path
) -> None:
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", printed.picture(0, {CAPITAL})))
    program.document.create(tmp_path / "b.smsjson", session_of(form_set, "another"))
    assert not window.isVisible()
    assert program.store.session.sheets == ()


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_is_shown_upright(program, qtbot, dialogs, printed: Sheets, tmp_path: Path, degrees) -> None:
    turned = printed.picture(0, {CAPITAL}).rotate(degrees, expand=True)
    window = opened(program, qtbot, as_pdf(tmp_path / "a.pdf", turned))
    reading = window.pile.entries[0].reading
    with Image.open(io.BytesIO(reading.picture)) as shown, printed.picture(0, {CAPITAL}) as upright:
        assert shown.width > shown.height
        small = upright.resize(shown.size)
        different = ImageChops.difference(small, shown.convert("L")).point(lambda value: 255 * (value > 100))
        assert sum(different.histogram()[255:]) < 0.01 * shown.width * shown.height
    leave(dialogs, window)


def test_an_empty_list_says_what_to_do_and_closes_without_asking(program, qtbot, dialogs, workshop) -> None:
    push(program.window, "quick_scan.read_in")
    window = program.controller.incoming_window
    assert "Sleep scans, foto's of ingevulde formulieren hierheen" in words(window)
    QTest.keyClick(window, KEY.Key_Escape)
    assert not window.isVisible()


def test_a_black_and_white_scan_gives_its_warning_once(
    program, qtbot, dialogs, printed: Sheets, tmp_path: Path
) -> None:
    pages = [printed.picture(n, {CAPITAL}).convert("1") for n in (0, 2)]
    window = opened(program, qtbot, as_pdf(tmp_path / "fax.pdf", *pages))
    shown = [each for each in window.findChildren(QLabel) if tr(BILEVEL) == each.text()]
    assert len(shown) == 1 and shown[0].isVisible()
    leave(dialogs, window)


@pytest.mark.parametrize("kept", [True, False])
def test_pictures_are_kept_only_if_the_settings_say_so(
    program, qtbot, dialogs, folders, printed: Sheets, tmp_path: Path, kept: bool
) -> None:
    from dataclasses import replace as changed

    program.settings = changed(program.settings, keep_crops=kept)
    picture = black(printed, printed.picture(0, {CAPITAL}), 0, SOCIETAL)
    put_in(dialogs, opened(program, qtbot, as_pdf(tmp_path / "a.pdf", picture)))
    folder = folder_of(folders.recovery, program.store.session.shelf)
    assert folder.is_dir() == kept
    if kept:
        (file,) = folder.iterdir()
        assert SOCIETAL in file.name and file.read_bytes().startswith(b"\xff\xd8")
        assert file.stat().st_mode & 0o077 == folder.stat().st_mode & 0o077 == 0


def test_without_a_session_there_is_nothing_to_read_into(program, qtbot, dialogs, tmp_path: Path) -> None:
    path = as_pdf(tmp_path / "scan.pdf", Image.new("L", (900, 700), 250))
    dialogs.expect_message("Open eerst de sessie")
    program.controller.take_dropped([path])


def test_a_filled_print_that_is_no_form_is_not_taken_for_one(
    program, qtbot, dialogs, workshop: Session, tmp_path: Path
) -> None:
    document = sheets.blank(workshop.form_set, sheets.Request("quick-scan"), i18n.current())
    path = tmp_path / "blanco.pdf"
    path.write_bytes(drawing.to_pdf(document))
    window = opened(program, qtbot, path)
    assert {row(window, n)[2] for n in range(len(window.pile.entries))} == {"intypen"}
    leave(dialogs, window)
