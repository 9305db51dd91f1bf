"""Phase 3 on the screen, with real keys and clicks."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop.core import edits, fields
from sms_desktop.core.forms import SideId
from sms_desktop.core.session import WHOLE, Session, Where, at_moment, at_organisation, text_at
from sms_desktop.gui.tabs.phase3 import AGREEMENTS, CLOSING, OVERVIEW, Phase3Tab
from sms_desktop.gui.theme import Appearance
from sms_desktop.gui.widgets.fields import AreaField, Bound, ChoiceField, LineField, TickBox
from sms_desktop.gui.widgets.grouped_list import GroupedList
from sms_desktop.gui.widgets.judgement import JudgementField
from sms_desktop.gui.widgets.overview_table import OverviewTable
from tests.gui.showing import show_tab

ORGANISATIONS: tuple[tuple[str, str, SideId], ...] = (
    ("ward", "Ziekenhuis", "practice"),
    ("school", "Opleiding", "education"),
    ("home", "Thuiszorg", "practice"),
)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def workshop(session: Session) -> Session:
    """Three organisations, a joint outcome, an own one of the school, two moments."""
    for organisation_id, name, side in ORGANISATIONS:
        session = edits.add_organisation(session, organisation_id, name, side)
    session = edits.add_outcome(session, "Twintig studenten doen mee")
    school = at_organisation("school")
    session = edits.set_answer(session, school, fields.yes("mission"), True)
    session = edits.set_answer(session, school, fields.intended("mission"), "Een goede naam")
    for moment in ("first", "second"):
        session = edits.add_moment(session, moment)
    return session


@pytest.fixture
def tab(qtbot: QtBot, appearance: Appearance, workshop: Session) -> Phase3Tab:
    """The tab with the workshop, shown."""
    return shown(qtbot, workshop)


def shown(qtbot: QtBot, session: Session, writable: bool = True) -> Phase3Tab:
    return show_tab(qtbot, Phase3Tab, session, writable)


def find(tab: Phase3Tab, kind: type[QWidget], name: str) -> QWidget:
    found = [each for each in tab.findChildren(kind, name) if each.isVisible()]
    assert len(found) == 1, f"{name}: {len(found)} times in sight"
    return found[0]


def press(qtbot: QtBot, tab: Phase3Tab, name: str) -> None:
    qtbot.mouseClick(find(tab, QPushButton, name), LEFT)


def view(qtbot: QtBot, tab: Phase3Tab, place: int) -> None:
    """Click on a part of the switch."""
    bar = find(tab, QTabBar, "phase3.views")
    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(place if place >= 0 else bar.count() + place).center())


def views(tab: Phase3Tab) -> list[str]:
    bar = tab.findChild(QTabBar, "phase3.views")
    return [bar.tabText(place) for place in range(bar.count())]


def entries(tab: Phase3Tab) -> list[str]:
    found = tab.findChild(GroupedList, "phase3.outcomes")
    return [found.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(found.count())]


def open_entry(qtbot: QtBot, tab: Phase3Tab, title: str) -> None:
    """Click on an outcome in the list."""
    found = find(tab, GroupedList, "phase3.outcomes")
    item = next(found.item(n) for n in range(found.count()) if found.item(n).text() == title)
    found.scrollToItem(item)
    qtbot.mouseClick(found.viewport(), LEFT, pos=found.visualItemRect(item).center())


def words(tab: Phase3Tab) -> list[str]:
    """The texts that can be read now."""
    return [each.text() for each in tab.findChildren(QLabel) if each.isVisible()]


def judgement(tab: Phase3Tab, moment: str, organisation: str, outcome: str = "outcome_1") -> JudgementField:
    return find(tab, JudgementField, f"phase3.{outcome}.judgement.{moment}.{organisation}")


def test_without_outcomes_it_invites_to_write_one(qtbot, appearance, session):
    tab = shown(qtbot, session)
    assert "Er zijn nog geen beoogde opbrengsten." in words(tab)
    button = next(
        b for b in tab.findChildren(QPushButton) if b.isVisible() and b.property("role") == "primary"
    )
    qtbot.mouseClick(button, LEFT)
    assert tab.focusWidget().objectName() == "phase2.outcome_1.text"
    qtbot.keyClicks(tab.focusWidget(), "Samen leren")
    assert text_at(tab.store.session, WHOLE, "phase2.outcome_1.text") == "Samen leren"
    assert "Samen leren, nog niets afgesproken" in entries(tab)
    tab.store.undo()
    tab.store.undo()
    assert "Er zijn nog geen beoogde opbrengsten." in words(tab)


def test_joint_outcomes_first_then_those_of_each_organisation(tab):
    assert entries(tab) == [
        "Gezamenlijke beoogde opbrengsten",
        "Twintig studenten doen mee, nog niets afgesproken",
        "Opleiding",
        "Een goede naam, nog niets afgesproken",
    ]


@pytest.mark.parametrize(
    "title, outcome, where, suffix",
    [
        ("Twintig studenten doen mee", "outcome_1", WHOLE, ""),
        ("Een goede naam", "mission", at_organisation("school"), ".school"),
    ],
)
def test_agreements_are_kept_with_the_outcome(qtbot, tab, title, outcome, where: Where, suffix):
    open_entry(qtbot, tab, title)
    for part, kind in (("agreement", AreaField), ("owner", LineField), ("term", LineField)):
        qtbot.keyClicks(find(tab, kind, f"phase3.{outcome}.{part}{suffix}"), part)
    status = find(tab, ChoiceField, f"phase3.{outcome}.status{suffix}")
    status.setFocus()
    qtbot.keyClick(status, Qt.Key.Key_Down)
    qtbot.keyClick(status, Qt.Key.Key_Down)
    session = tab.store.session
    said = {
        part: text_at(session, where, f"phase3.{outcome}.{part}") for part in ("agreement", "owner", "term")
    }
    assert said == {"agreement": "agreement", "owner": "owner", "term": "term"}
    assert text_at(session, where, f"phase3.{outcome}.status") == "done"
    assert f"{title}, gedaan" in entries(tab)


def test_moments_are_added_and_removed_with_undo(qtbot, tab):
    press(qtbot, tab, "phase3.add_moment")
    added = tab.store.session.moments[-1].id
    assert views(tab)[1:-1] == ["Evaluatiemoment 1", "Evaluatiemoment 2", "Evaluatiemoment 3"]
    assert tab.focusWidget().objectName() == f"phase3.date.{added}"
    qtbot.keyClicks(tab.focusWidget(), "1-6-2027")
    qtbot.keyClicks(find(tab, LineField, f"phase3.present.{added}"), "iedereen")
    assert tab.store.session.moment(added).answers == {
        "phase3.date": "2027-06-01",
        "phase3.present": "iedereen",
    }
    press(qtbot, tab, "phase3.remove_moment")
    assert len(views(tab)) == 4
    assert tab.store.undo_name == "Evaluatiemoment 3 verwijderen"
    tab.store.undo()
    assert tab.store.session.moment(added).answers["phase3.present"] == "iedereen"
    assert views(tab)[3] == "Evaluatiemoment 3"


def test_a_moment_without_outcomes_still_takes_its_date(qtbot, appearance, session):
    tab = shown(qtbot, session)
    press(qtbot, tab, "phase3.add_moment")
    qtbot.keyClicks(tab.focusWidget(), "1-6-2027")
    assert tab.store.session.moments[0].answers == {"phase3.date": "2027-06-01"}
    view(qtbot, tab, 0)
    assert "Er zijn nog geen beoogde opbrengsten." in words(tab)


@pytest.mark.parametrize(
    "keys, expected",
    [
        ([Qt.Key.Key_1], "on_track"),
        ([Qt.Key.Key_2], "attention"),
        ([Qt.Key.Key_3], "stalled"),
        ([Qt.Key.Key_4], ""),
        ([Qt.Key.Key_1, Qt.Key.Key_1], ""),
        ([Qt.Key.Key_3, Qt.Key.Key_Delete], ""),
        ([Qt.Key.Key_Right], "on_track"),
        ([Qt.Key.Key_Right, Qt.Key.Key_Right], "attention"),
        ([Qt.Key.Key_Left], "stalled"),
        ([Qt.Key.Key_1, Qt.Key.Key_Left], "on_track"),
        ([Qt.Key.Key_3, Qt.Key.Key_Right], "stalled"),
    ],
)
def test_a_judgement_by_keys(qtbot, tab, keys, expected):
    view(qtbot, tab, 1)
    field = judgement(tab, "first", "ward")
    field.setFocus()
    for key in keys:
        qtbot.keyClick(field, key)
    assert text_at(tab.store.session, at_moment("first", "ward"), "phase3.outcome_1.judgement") == expected
    said = {"on_track": "op koers", "attention": "aandacht", "stalled": "stokt", "": ""}[expected]
    assert field.accessibleDescription().startswith(f"{said}. Met de cijfers" if said else "Met de cijfers")
    assert [each.text() for each in field.findChildren(QPushButton) if each.isChecked()] == [said] * bool(
        said
    )


def test_a_judgement_by_clicks_has_a_sign_and_a_word(qtbot, tab):
    view(qtbot, tab, 2)
    buttons = judgement(tab, "second", "school").findChildren(QPushButton)
    assert [each.text() for each in buttons] == ["op koers", "aandacht", "stokt"]
    pictures = [each.icon().pixmap(32, 32).toImage() for each in buttons]
    assert all(a != b for a, b in zip(pictures, pictures[1:] + pictures[:1], strict=True))
    qtbot.mouseClick(buttons[1], LEFT)
    assert [each.isChecked() for each in buttons] == [False, True, False]
    assert "Twintig studenten doen mee, aandacht 1" in entries(tab)
    qtbot.mouseClick(buttons[1], LEFT)
    assert not any(each.isChecked() for each in buttons)


def test_each_organisation_judges_a_joint_outcome_its_owner_an_own_one(qtbot, tab):
    view(qtbot, tab, 1)

    def asked() -> list[str]:
        found = [each for each in tab.findChildren(JudgementField) if each.isVisible()]
        return [each.objectName() for each in sorted(found, key=lambda f: f.mapTo(tab, f.pos()).y())]

    everyone = ("school", "ward", "home")
    assert sorted(asked()) == sorted(f"phase3.outcome_1.judgement.first.{each}" for each in everyone)
    open_entry(qtbot, tab, "Een goede naam")
    assert asked() == ["phase3.mission.judgement.first.school"]
    qtbot.keyClick(judgement(tab, "first", "school", "mission"), "3")
    qtbot.keyClicks(find(tab, AreaField, "phase3.mission.realised.first.school"), "Bekend in de stad")
    assert tab.store.session.moment("first").organisations == {
        "school": {"phase3.mission.judgement": "stalled", "phase3.mission.realised": "Bekend in de stad"}
    }
    assert "Een goede naam, stokt" in entries(tab)


def test_what_was_said_is_in_sight_at_the_next_moment(qtbot, tab):
    tab.store.set_answer(WHOLE, "phase3.outcome_1.agreement", "Elke partner biedt twee plekken")
    view(qtbot, tab, 1)
    qtbot.keyClick(judgement(tab, "first", "ward"), "1")
    qtbot.keyClicks(find(tab, AreaField, "phase3.outcome_1.realised.first"), "Veertien")
    qtbot.keyClicks(find(tab, AreaField, "phase3.outcome_1.note.first"), "Twee teams")
    view(qtbot, tab, 2)
    shown_words = words(tab)
    assert {"Twintig studenten doen mee", "Elke partner biedt twee plekken"} <= set(shown_words)
    assert "op koers 1\nVeertien" in shown_words
    assert find(tab, AreaField, "phase3.outcome_1.realised.second").toPlainText() == ""


def test_closing_fields(qtbot, tab):
    view(qtbot, tab, 1)
    open_entry(qtbot, tab, "Wat nemen we mee?")
    qtbot.keyClicks(find(tab, AreaField, "phase3.lessons.first"), "Eerder beginnen")
    qtbot.keyClick(find(tab, TickBox, "phase3.rediscuss.first"), Qt.Key.Key_Space)
    assert tab.store.session.moment("first").answers == {
        "phase3.lessons": "Eerder beginnen",
        "phase3.rediscuss": True,
    }
    view(qtbot, tab, 0)
    assert find(tab, AreaField, "phase2.outcome_1.text").isVisible()


def test_who_left_is_marked_and_stays_where_it_spoke(qtbot, tab):
    view(qtbot, tab, 1)
    qtbot.keyClick(judgement(tab, "first", "ward"), "2")
    for organisation in ("ward", "school"):
        tab.store.set_answer(at_organisation(organisation), "organisation.until", "2027-01-01")
    assert judgement(tab, "first", "ward").accessibleDescription().startswith("aandacht. ")
    assert "Ziekenhuis (doet niet meer mee)" in words(tab)
    names = {each.objectName() for each in tab.findChildren(JudgementField) if each.isVisible()}
    assert names == {f"phase3.outcome_1.judgement.first.{each}" for each in ("ward", "home")}
    assert "Opleiding (doet niet meer mee)" in entries(tab)
    open_entry(qtbot, tab, "Een goede naam")
    assert judgement(tab, "first", "school", "mission").isVisible()


def test_a_judgement_that_the_form_lacks_is_shown(qtbot, appearance, workshop):
    changed = edits.set_answer(workshop, at_moment("first", "ward"), "phase3.outcome_1.judgement", "rustig")
    tab = shown(qtbot, changed)
    view(qtbot, tab, 1)
    field = judgement(tab, "first", "ward")
    assert [b.text() for b in field.findChildren(QPushButton) if b.isChecked()] == ["rustig"]
    qtbot.keyClick(field, "1")
    assert [b.text() for b in field.findChildren(QPushButton) if b.isVisible()] == [
        "op koers",
        "aandacht",
        "stokt",
    ]


def test_intended_beside_realised(qtbot, tab):
    store = tab.store
    store.set_answer(WHOLE, "phase3.outcome_1.agreement", "Twee plekken")
    store.set_answer(WHOLE, "phase3.outcome_1.status", "done")
    store.set_answer(at_moment("first"), "phase3.date", "2026-11-23")
    store.set_answer(at_moment("first"), "phase3.outcome_1.realised", "Veertien")
    for organisation, word in (("ward", "on_track"), ("school", "stalled"), ("home", "on_track")):
        store.set_answer(at_moment("first", organisation), "phase3.outcome_1.judgement", word)
    store.set_answer(at_moment("second", "school"), "phase3.mission.realised", "Bekend")
    view(qtbot, tab, -1)
    table = find(tab, OverviewTable, "phase3.overview")
    heads = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    assert heads[2:] == ["Evaluatiemoment 1\n23 november 2026", "Evaluatiemoment 2"]
    rows = [
        [table.item(row, column).text() for column in range(4) if table.item(row, column)] for row in range(4)
    ]
    assert rows == [
        ["Gezamenlijke beoogde opbrengsten"],
        ["Twintig studenten doen mee", "Twee plekken\ngedaan", "op koers 2 · stokt 1\nVeertien", "–"],
        ["Opleiding"],
        ["Een goede naam", "nog niets afgesproken", "–", "Bekend"],
    ]
    assert not table.item(1, 2).icon().isNull()
    store.undo()
    assert table.item(3, 3).text() == "–"


@pytest.mark.parametrize(
    "row, column, name",
    [
        (1, 0, "phase3.outcome_1.agreement"),
        (1, 3, "phase3.outcome_1.realised.second"),
        (3, 2, "phase3.mission.realised.first.school"),
    ],
)
def test_enter_in_the_overview_opens_what_stands_there(qtbot, tab, row, column, name):
    view(qtbot, tab, -1)
    table = find(tab, OverviewTable, "phase3.overview")
    table.setCurrentCell(row, column)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert find(tab, AreaField, name).isVisible()


def test_a_joint_outcome_is_removed_and_comes_back(qtbot, tab):
    tab.store.set_answer(at_moment("first", "ward"), "phase3.outcome_1.judgement", "stalled")
    press(qtbot, tab, "phase3.remove_outcome")
    assert tab.store.session.outcomes == ()
    assert tab.store.undo_name == "Opbrengst verwijderen: Twintig studenten doen mee"
    assert find(tab, AreaField, "phase3.mission.agreement.school").isVisible()
    tab.store.undo()
    open_entry(qtbot, tab, "Twintig studenten doen mee")
    view(qtbot, tab, 1)
    assert judgement(tab, "first", "ward").accessibleDescription().startswith("stokt. ")


def test_an_outcome_whose_text_went_is_kept(qtbot, tab):
    tab.store.set_answer(at_organisation("school"), "phase3.mission.agreement", "Open dag")
    tab.store.set_answer(at_organisation("school"), fields.intended("mission"), "")
    assert "In fase 1 staat geen beoogde opbrengst meer, afgesproken" in entries(tab)


def test_a_new_organisation_takes_part(qtbot, tab):
    view(qtbot, tab, 1)
    tab.store.apply("erbij", lambda session: edits.add_organisation(session, "new", "Gemeente", "practice"))
    qtbot.keyClick(judgement(tab, "first", "new"), "2")
    tab.store.apply("anders", lambda session: edits.rename_organisation(session, "new", "Stad & regio"))
    assert judgement(tab, "first", "new").accessibleName() == "Oordeel – Stad & regio"
    assert "Stad & regio" in words(tab)


def test_answers_never_rebuild_anything(qtbot, tab):
    view(qtbot, tab, 1)
    before = {id(each) for each in tab.findChildren(QWidget)}
    for organisation in ("ward", "school", "home"):
        qtbot.keyClick(judgement(tab, "first", organisation), "2")
    qtbot.keyClicks(find(tab, AreaField, "phase3.outcome_1.realised.first"), "tekst")
    open_entry(qtbot, tab, "Een goede naam")
    view(qtbot, tab, 2)
    tab.store.undo()
    kept = tab.findChildren(QWidget)
    assert before == {id(each) for each in kept}


def test_another_form_set_shows_its_words(qtbot, tab, form_set):
    from msgspec.structs import replace

    word = replace(form_set.phase3.moment, wording={"nl": "Terugblik", "en": "Review"})
    changed = replace(form_set, phase3=replace(form_set.phase3, moment=word))
    tab.store.apply("formulier", lambda session: edits.take_over(session, changed))
    assert views(tab)[1:-1] == ["Terugblik 1", "Terugblik 2"]
    tab.store.undo()
    assert views(tab)[1:-1] == ["Evaluatiemoment 1", "Evaluatiemoment 2"]


def test_another_session_starts_at_the_agreements(qtbot, tab, session):
    view(qtbot, tab, 1)
    tab.store.load(session)
    assert len(views(tab)) == 2
    assert "Er zijn nog geen beoogde opbrengsten." in words(tab)


def test_read_only_takes_nothing(qtbot, appearance, workshop):
    tab = shown(qtbot, workshop, writable=False)
    qtbot.keyClicks(find(tab, AreaField, "phase3.outcome_1.agreement"), "x")
    press(qtbot, tab, "phase3.add_moment")
    press(qtbot, tab, "phase3.remove_outcome")
    view(qtbot, tab, 1)
    qtbot.keyClick(judgement(tab, "first", "ward"), "1")
    qtbot.mouseClick(judgement(tab, "first", "ward").findChildren(QPushButton)[0], LEFT)
    press(qtbot, tab, "phase3.remove_moment")
    assert tab.store.session is workshop


def test_tab_goes_in_reading_order(qtbot, tab, form_set):
    view(qtbot, tab, 1)
    start = find(tab, LineField, "phase3.date.first")
    start.setFocus()
    seen: list[str] = []
    while not seen or tab.focusWidget() is not start:
        if isinstance(tab.focusWidget(), Bound):
            seen.append(tab.focusWidget().objectName())
        qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Tab)
        assert len(seen) < 20
    assert seen == [
        "phase3.date.first",
        "phase3.present.first",
        *(f"phase3.outcome_1.judgement.first.{each}" for each in ("school", "ward", "home")),
        "phase3.outcome_1.realised.first",
        "phase3.outcome_1.note.first",
    ]


def test_tab_still_goes_in_reading_order_when_an_organisation_joins(qtbot, tab):
    view(qtbot, tab, 1)
    tab.store.apply("erbij", lambda session: edits.add_organisation(session, "new", "Gemeente", "education"))
    judgement(tab, "first", "school").setFocus()
    seen = []
    for _ in range(5):
        qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Tab)
        seen.append(tab.focusWidget().objectName())
    assert seen == [
        *(f"phase3.outcome_1.judgement.first.{each}" for each in ("new", "ward", "home")),
        "phase3.outcome_1.realised.first",
        "phase3.outcome_1.note.first",
    ]


def test_names_are_field_ids_and_stand_once(qtbot, tab):
    for place in range(3):
        view(qtbot, tab, place)
        for title in ("Twintig studenten doen mee", "Een goede naam"):
            open_entry(qtbot, tab, title)
            inputs = [
                each for each in tab.findChildren(QWidget) if isinstance(each, Bound) and each.isVisible()
            ]
            assert all(each.objectName() == each.field + each.where.suffix() for each in inputs)
            assert max(Counter(each.objectName() for each in inputs).values()) == 1
            assert not [each.field for each in inputs if not each.accessibleName()]


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("place", [AGREEMENTS, "first", CLOSING, OVERVIEW])
def test_no_sideways_scrolling(qtbot, appearance, workshop, zoom, place):
    appearance.set_zoom(zoom)
    try:
        tab = shown(qtbot, workshop)
        tab.open_view("first" if place == CLOSING else place)
        if place == CLOSING:
            tab.open_outcome(CLOSING)
        qtbot.wait(20)
        areas = [each for each in tab.findChildren(QScrollArea) if each.isVisible()]
        assert all(each.horizontalScrollBar().maximum() == 0 for each in areas)
        table = tab.findChild(OverviewTable)
        if zoom == 100 and place == OVERVIEW:
            assert table.horizontalScrollBar().maximum() == 0
    finally:
        appearance.set_zoom(100)
