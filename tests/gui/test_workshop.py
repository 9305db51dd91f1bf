"""A whole workshop through the real window: made, filled in, closed, opened again and printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop import i18n
from sms_desktop.core import fields
from sms_desktop.core.session import Session
from sms_desktop.gui.dialogs.preview import PreviewDialog
from sms_desktop.gui.presenter.content import SlideKind
from sms_desktop.storage.codec import decode
from tests.gui.facilitator import CONTROL, LEFT, Facilitator, Typed, answers_of
from tests.gui.putting_out import ENTRIES, put_out
from tests.paper.reading import opened, shapes, squeezed, texts

SCHOOL, WARD, HOME = "Opleiding verpleegkunde", "Ziekenhuis", "Thuiszorg & wijkteam"
CLUSTERS = ("legitimising", "capital", "development", "societal")
SHEETS = (("O", "1258"), ("W", "156"), ("B", "3478"), ("A", "26"), ("O", "95"))
"""Who filled in the paper, and the keys of its ticks; the last left the half of education empty."""

ANSWERS = {SCHOOL: "jjj-jjnjj-n-j", WARD: "jnjjjjj--j", HOME: "jj-nj-jnjj"}
"""Ja, Nee or nothing per motive, in the order of each form."""

OUTCOMES = {
    (SCHOOL, "mission"): "Verpleegkundigen die weten waarom ze dit vak kiezen",
    (SCHOOL, "learning_community"): "Eén leergemeenschap op drie afdelingen",
    (WARD, "recruitment"): "Vier van de tien stagiairs blijven.\nElk jaar opnieuw.",
    (HOME, "innovation"): "Minder dubbel werk: 20 % tijd terug",
}
AMBITION = "Samen opleiden wat de wijk nodig heeft – Ω, ñ en Ж horen erbij 🙂"


def make_session(play: Facilitator, dialogs) -> None:
    """The dialog of a new session, by keys."""

    def fill(dialog: QWidget) -> None:
        dialog.activateWindow()
        play.qtbot.waitUntil(dialog.isActiveWindow)

        def key(pressed: str | Qt.Key, *modifier: Qt.KeyboardModifier) -> None:
            send = QTest.keyClicks if isinstance(pressed, str) else QTest.keyClick
            send(dialog.focusWidget(), pressed, *modifier)

        assert dialog.focusWidget().objectName() == "session.environment"
        key("Leernetwerk zorg")
        key(Qt.Key.Key_Tab)
        key(Qt.Key.Key_A, CONTROL)
        key("23-11-2026")
        key(Qt.Key.Key_Tab)
        key("Lector samen opleiden")
        key(Qt.Key.Key_Return)

    dialogs.expect(fill)
    play.push("welcome.new")
    play.return_to_window()
    play.typed |= {
        ("", "session.environment"): "Leernetwerk zorg",
        ("", "session.date"): "2026-11-23",
        ("", "session.facilitator"): "Lector samen opleiden",
    }


def add_organisations(play: Facilitator) -> None:
    """One school and two practices in the side panel, and what stands under «Meer»."""
    play.push("organisation.add.education")
    play.press(SCHOOL)
    play.push("organisation.add.practice")
    play.press(WARD, Qt.Key.Key_Return, HOME)
    play.push("session.more")
    play.choose("session.partnership", 1)
    play.type("session.sector", "Zorg", kept="care")
    play.type("session.place", "Tilburg en omgeving")


def type_sheets(play: Facilitator) -> None:
    """The paper stack, with keys only; one sheet has a name, a note and a date."""
    play.tab(1)
    play.press(Qt.Key.Key_Return)
    keys = dict(zip("12345678", [(s, c) for s in ("education", "practice") for c in CLUSTERS], strict=True))
    for number, (role, ticks) in enumerate(SHEETS, 1):
        if number > 1:
            play.press(Qt.Key.Key_Return)
        play.press(role, ticks)
        place = f"blad {number}"
        play.typed[place, fields.role_tick(dict(zip("OWBA", fields.ROLES, strict=True))[role])] = True
        for key in ticks:
            field = fields.left_empty("education") if key == "9" else fields.tick(*keys[key])
            play.typed[place, field] = True
    play.press("T", "Vooral handen aan het bed", Qt.Key.Key_Return)
    play.typed["blad 5", fields.note("practice", "legitimising")] = "Vooral handen aan het bed"
    play.press(Qt.Key.Key_PageUp)
    sheet = play.program.store.session.sheets[3].id
    play.type(f"quick_scan.role.other.text.{sheet}", "gemeente")
    play.type(f"quick_scan.name.{sheet}", "Beleidsmedewerker")
    play.type(f"quick_scan.date.{sheet}", "24 nov 2026", kept="2026-11-24")
    play.press(Qt.Key.Key_Escape, "1")
    play.undo()


def prepare(play: Facilitator, name: str) -> None:
    """Phase 1 of one organisation: Ja and Nee by keys, outcomes, a free row."""
    session = play.program.store.session
    of = next(each for each in session.organisations if each.name == name)
    play.entry("phase1.organisations", name)
    play.type(f"phase1.date.{of.id}", "23-11-2026", kept="2026-11-23")
    play.type(f"phase1.manager.{of.id}", "Teamleider")
    listed = [m.id for m in session.form_set.ordered_motives() if m.text(of.side) is not None]
    assert len(listed) == len(ANSWERS[name])
    play.find(fields.yes(listed[0]) + f".{of.id}").setFocus()
    for motive, answer in zip(listed, ANSWERS[name], strict=True):
        if answer != "-":
            play.press(answer)
            play.typed[name, (fields.yes if answer == "j" else fields.no)(motive)] = True
        play.press(Qt.Key.Key_Down)
    for (who, motive), text in OUTCOMES.items():
        if who == name:
            play.type(f"{fields.intended(motive)}.{of.id}", text)
    play.type(f"{fields.free_text('other_1')}.{of.id}", f"Eigen motief van {of.side}")
    play.tick(f"{fields.yes('other_1')}.{of.id}")
    play.type(f"{fields.intended('other_1')}.{of.id}", "Een gezamenlijk lokaal")


def discuss(play: Facilitator) -> None:
    """Phase 2: motives opened one at a time, what is joint, and what everybody takes home."""
    play.tab(3)
    play.push("phase2.reveal")
    play.motive("mission")
    for part in ("joint", "level.organisation", "level.collective"):
        play.tick(f"phase2.mission.{part}")
    play.type("phase2.mission.note", "Trots op het vak,\nen zorgen over wie het straks doet")
    play.push("phase2.outcome.add")
    play.typed["", "phase2.mission.outcome_1"] = True
    play.type("phase2.outcome_1.text", "Twintig leerplekken in de wijk")
    play.motive("innovation")
    play.tick("phase2.innovation.joint")
    play.tick("phase2.innovation.outcome_1")
    play.push("phase2.extra.add")
    play.press("Samen een gebouw gebruiken")
    play.typed["", "phase2.extra_1.text"] = "Samen een gebouw gebruiken"
    for organisation, part in zip(
        play.program.store.session.organisations, ("yes", "yes", "no"), strict=True
    ):
        play.tick(f"phase1.extra_1.{part}.{organisation.id}")
    play.part(play.window.workspace.phase2.pages, 1)
    play.type("phase2.date", "23-11-2026", kept="2026-11-23")
    play.type("phase2.present", "Iedereen, behalve de penningmeester")
    play.click("phase2.ambition")
    play.paste(AMBITION)
    play.typed["", "phase2.ambition"] = AMBITION
    for organisation in play.program.store.session.organisations:
        play.type(f"phase2.questions.{organisation.id}", f"Mag dit van het bestuur van {organisation.side}?")


def agree(play: Facilitator) -> None:
    """Phase 3: an agreement about a joint outcome and about an own one."""
    play.tab(4)
    school = play.program.store.session.organisations[0].id
    for title, outcome, suffix in (
        ("Twintig leerplekken in de wijk", "outcome_1", ""),
        (OUTCOMES[SCHOOL, "learning_community"], "learning_community", f".{school}"),
    ):
        play.entry("phase3.outcomes", title)
        play.type(f"phase3.{outcome}.agreement{suffix}", f"Elke partner doet mee aan {outcome}")
        play.type(f"phase3.{outcome}.owner{suffix}", "De programmamanager")
        play.type(f"phase3.{outcome}.term{suffix}", "Voor de zomer")
        play.type(f"phase3.{outcome}.indicator{suffix}", "We tellen de leerplekken")
        play.choose(f"phase3.{outcome}.status{suffix}", 1 if suffix else 2)


def evaluate(play: Facilitator) -> None:
    """Half a year later: judgements, what was realised, what was learned."""
    play.push("phase3.add_moment")
    moment = play.program.store.session.moments[0].id
    play.type(f"phase3.date.{moment}", "1-6-2027", kept="2027-06-01")
    play.type(f"phase3.present.{moment}", "Alle drie de partners")
    play.entry("phase3.outcomes", "Twintig leerplekken in de wijk")
    options = ("on_track", "attention", "stalled")
    for number, organisation in enumerate(play.program.store.session.organisations):
        judgement = play.find(f"phase3.outcome_1.judgement.{moment}.{organisation.id}")
        judgement.setFocus()
        play.press(str(number + 1))
        play.note(judgement, options[number])
    play.type(f"phase3.outcome_1.realised.{moment}", "Veertien leerplekken, zes komen nog")
    play.type(f"phase3.outcome_1.note.{moment}", "De wijk was sneller dan het ziekenhuis")
    play.entry("phase3.outcomes", "Wat nemen we mee?")
    play.type(f"phase3.lessons.{moment}", "Eerder beginnen met\nplekken zoeken")
    play.tick(f"phase3.rediscuss.{moment}")


def print_all(play: Facilitator, dialogs, folder: Path) -> dict[str, bytes]:
    """Ctrl+P, each form chosen, saved as PDF."""
    made: dict[str, bytes] = {}

    def save_each(dialog: QWidget) -> None:
        assert isinstance(dialog, PreviewDialog)
        save = dialog.findChild(QPushButton, "print.save")
        combo = dialog.findChild(QComboBox, "print.sheet")
        for place in range(combo.count()):
            combo.setFocus()
            QTest.keyClick(combo, Qt.Key.Key_Home)
            for _ in range(place):
                QTest.keyClick(combo, Qt.Key.Key_Down)
            kind = combo.currentData()
            play.qtbot.waitUntil(save.isEnabled, timeout=10_000)
            path = folder / f"{kind}.pdf"
            dialogs.choose_file(path)
            QTest.mouseClick(save, LEFT)
            made[kind] = path.read_bytes()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    dialogs.expect(save_each)
    play.press(Qt.Key.Key_P, modifier=CONTROL)
    return made


def put_everything_out(play: Facilitator, dialogs, folder: Path) -> None:
    """Report, agenda, thread and data from the File menu, each in every kind of file."""
    report, conversation, thread, data = ENTRIES
    no_font = "Deze tekens kan deze computer niet afdrukken: 🙂"
    for entry, name, clicked, told in (
        (report, "verslag.pdf", (), no_font),
        (report, "verslag.docx", ("output.anonymous",), ""),
        (conversation, "agenda.pdf", (), ""),
        (conversation, "kaartjes.pdf", ("output.cards",), ""),
        (thread, "draad.pdf", ("output.tiled",), no_font),
        (data, "gegevens.xlsx", (), ""),
        (data, "gegevens.csv", (), ""),
    ):
        path = folder / name
        kind = path.suffix if entry in (report, data) else ""  # the others have only one
        made = put_out(play.program, dialogs, entry, path, *clicked, told=told, kind=kind)
        assert made.stat().st_size > 500, name


def present(play: Facilitator) -> None:
    """F5: what the group sees, from the first page to the last by the keys of a clicker, and the end."""
    play.press(Qt.Key.Key_F5)
    desk = play.program.controller._presenter
    stage, presentation = desk.window, desk.presentation
    play.qtbot.waitUntil(stage.isVisible)
    shown = {presentation.page.slide.kind}
    while presentation.next_page is not None:
        before = presentation.place
        QTest.keyClick(stage, Qt.Key.Key_PageDown)
        assert presentation.place == before + 1
        assert not stage.grab().isNull()
        shown.add(presentation.page.slide.kind)
    assert shown == set(SlideKind) - {SlideKind.ORGANISATIONS}  # that one is for before the reveal
    QTest.keyClick(stage, Qt.Key.Key_Escape)
    assert desk.window is None
    play.return_to_window()


def look_at_the_group(play: Facilitator) -> None:
    """F6 and F7: the group picture and the agenda, each in its window."""
    for key, name in ((Qt.Key.Key_F6, "_group_picture"), (Qt.Key.Key_F7, "_agenda")):
        play.press(key)
        beside = getattr(play.program.controller, name)
        play.qtbot.waitUntil(beside.isVisible)
        QTest.keyClick(beside, Qt.Key.Key_Escape)
        assert not beside.isVisible()
        play.return_to_window()


def look_everywhere(play: Facilitator) -> int:
    """Every field of the four tabs shows what was typed; how many hold something."""
    seen = 0
    play.tab(1)
    play.press(Qt.Key.Key_Escape)
    for number in range(len(SHEETS)):
        seen += play.compare()
        if number < len(SHEETS) - 1:
            play.press(Qt.Key.Key_PageDown)
    play.tab(2)
    for name in (SCHOOL, WARD, HOME):
        play.entry("phase1.organisations", name)
        seen += play.compare()
    play.tab(3)
    for key in ("mission", "innovation", "extra_1"):
        play.motive(key)
        seen += play.compare()
    play.part(play.window.workspace.phase2.pages, 1)
    seen += play.compare()
    play.tab(4)
    bar = play.find("phase3.views")
    for view in range(2):
        play.part(bar, view)
        titles = ["Twintig leerplekken in de wijk", OUTCOMES[SCHOOL, "learning_community"]]
        for title in [*titles, *(["Wat nemen we mee?"] if view else [])]:
            play.entry("phase3.outcomes", title)
            seen += play.compare()
    return seen


@pytest.fixture
def reopened(program, qtbot: QtBot, qapp: QApplication, dialogs, folders) -> Callable[[], Facilitator]:
    """Closes the program, starts it anew and opens the session from the welcome."""
    from sms_desktop.app import Program

    started: list[Program] = []

    def reopen() -> Facilitator:
        program.window.close()
        again = Program(qapp, folders)
        started.append(again)
        again.window.show()
        qtbot.waitUntil(lambda: again.is_ready)
        play = Facilitator(again, qtbot)
        name = next(folders.sessions.glob("*.smsjson")).stem
        link = next(each for each in again.window.welcome.findChildren(QPushButton) if each.text() == name)
        play.click_at(link, link.rect().center())
        return play

    yield reopen
    for each in started:
        each.window.close()
        each.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_whole_workshop(program, qtbot: QtBot, dialogs, folders, reopened, tmp_path: Path) -> None:
    play = Facilitator(program, qtbot)
    make_session(play, dialogs)
    add_organisations(play)
    type_sheets(play)
    play.tab(2)
    for name in (SCHOOL, WARD, HOME):
        prepare(play, name)
    discuss(play)
    agree(play)
    evaluate(play)
    typed = dict(play.typed)
    assert_same(program.store.session, typed)
    before = program.store.session

    again = reopened()
    assert again.program.document.path.parent == folders.sessions
    assert_same(again.program.store.session, typed)
    assert again.program.store.session == before
    assert decode(again.program.document.path.read_bytes()) == before
    again.typed = typed
    assert look_everywhere(again) > 100
    assert again.program.store.session == before, "looking changes nothing"
    check_paper(print_all(again, dialogs, tmp_path), typed)
    again.return_to_window()
    present(again)
    look_at_the_group(again)
    put_everything_out(again, dialogs, tmp_path)
    assert again.program.store.session == before


def assert_same(session: Session, typed: Typed) -> None:
    """The session holds what was typed, and nothing else."""
    found = answers_of(session)
    assert {key: value for key, value in found.items() if typed.get(key) != value} == {}
    assert {key: value for key, value in typed.items() if key not in found} == {}
    assert [(each.name, each.side) for each in session.organisations] == [
        (SCHOOL, "education"),
        (WARD, "practice"),
        (HOME, "practice"),
    ]
    assert [sheet.number for sheet in session.sheets] == [1, 2, 3, 4, 5]
    assert (session.extra_motives, session.outcomes, len(session.moments)) == (
        ("extra_1",),
        ("outcome_1",),
        1,
    )
    assert session.revealed is not None


PARTS = {"quick-scan": "quick_scan.", "phase1": "phase1.", "phase2": "phase2.", "phase3": "phase3."}


def check_paper(prints: dict[str, bytes], typed: Typed) -> None:
    """Every text that was typed can be read in the PDF of its form, and every tick is one tick."""
    assert list(prints) == list(PARTS)
    for kind, pdf in prints.items():
        printed = squeezed("".join(texts(pdf)))
        wanted = {key: value for key, value in typed.items() if key[1].startswith(PARTS[kind])}
        for (place, field), value in wanted.items():
            if isinstance(value, str) and field.rsplit(".", 1)[-1] not in ("status", "judgement"):
                assert squeezed(i18n.current().shown_date(value)) in printed, (kind, place, field)
        assert ticks_in(pdf) == number_of_ticks(kind, typed), kind
    for kind in ("phase1", "phase2", "phase3"):
        for name in (SCHOOL, WARD, HOME):
            assert squeezed(name) in squeezed("".join(texts(prints[kind])))
    assert squeezed("Leernetwerk zorg") in squeezed("".join(texts(prints["quick-scan"])))


def ticks_in(pdf: bytes) -> int:
    """The ticks that are drawn."""
    with opened(pdf) as document:
        return sum(shape.is_tick for page in document for shape in shapes(page))


def number_of_ticks(kind: str, typed: Typed) -> int:
    """The ticks that belong on the form: phase 2 has those of phase 1 in its matrix.

    A status and a judgement are ticks on paper. A motive that came up is on no list of phase 1.
    """
    ticked = [
        field
        for (_, field), value in typed.items()
        if value is True or field.rsplit(".", 1)[-1] in ("status", "judgement")
    ]
    parts = ("phase1.", "phase2.") if kind == "phase2" else PARTS[kind]
    hidden = "phase1.extra_" if kind == "phase1" else "-"
    return sum(field.startswith(parts) and not field.startswith(hidden) for field in ticked)
