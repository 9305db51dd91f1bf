"""Phase 1 on the screen, with real keys and clicks."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop import i18n
from sms_desktop.core import edits, fields
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.session import Session, at_organisation
from sms_desktop.gui.tabs.phase1 import Phase1Tab
from sms_desktop.gui.theme import Appearance
from sms_desktop.gui.widgets.fields import AreaField, Bound, LineField, TickBox
from sms_desktop.gui.widgets.grouped_list import GroupedList
from sms_desktop.gui.widgets.motive_row import MotiveRow
from sms_desktop.gui.widgets.reading_order import step_focus
from tests.gui.showing import show_tab

ORGANISATIONS: tuple[tuple[str, str, SideId], ...] = (
    ("ward", "Ziekenhuis", "practice"),
    ("school", "Opleiding verpleegkunde", "education"),
    ("home", "Thuiszorg & wijkteam", "practice"),
)


@pytest.fixture
def workshop(session: Session) -> Session:
    """Three organisations, practice entered first."""
    for organisation_id, name, side in ORGANISATIONS:
        session = edits.add_organisation(session, organisation_id, name, side)
    return session


@pytest.fixture
def tab(qtbot: QtBot, appearance: Appearance, workshop: Session) -> Phase1Tab:
    """The tab with the workshop, shown."""
    return shown(qtbot, workshop)


def shown(qtbot: QtBot, session: Session, writable: bool = True) -> Phase1Tab:
    return show_tab(qtbot, Phase1Tab, session, writable)


def find(tab: Phase1Tab, kind: type[QWidget], name: str) -> QWidget:
    found = tab.findChildren(kind, name)
    assert len(found) == 1, f"{name}: {len(found)} times"
    return found[0]


def yes(tab: Phase1Tab, motive: str, organisation: str = "school") -> TickBox:
    return find(tab, TickBox, f"{fields.yes(motive)}.{organisation}")


def no(tab: Phase1Tab, motive: str, organisation: str = "school") -> TickBox:
    return find(tab, TickBox, f"{fields.no(motive)}.{organisation}")


def outcome(tab: Phase1Tab, motive: str, organisation: str = "school") -> AreaField:
    return find(tab, AreaField, f"{fields.intended(motive)}.{organisation}")


def answers(tab: Phase1Tab, organisation: str = "school") -> dict[str, object]:
    return dict(tab.store.session.organisation(organisation).answers)


def choose(qtbot: QtBot, tab: Phase1Tab, organisation: str) -> None:
    """With the mouse, in the list on the left."""
    entries = find(tab, GroupedList, "phase1.organisations")
    for row in range(entries.count()):
        name = tab.store.session.organisation(organisation).name
        if entries.item(row).text() == name:
            place = entries.visualItemRect(entries.item(row)).center()
            qtbot.mouseClick(entries.viewport(), Qt.MouseButton.LeftButton, pos=place)
            return
    raise AssertionError(f"{organisation} is not in the list")


def words(tab: Phase1Tab, role: str = "") -> list[str]:
    """The texts that can be read now."""
    labels = tab.findChildren(QLabel)
    return [
        each.text() for each in labels if each.isVisible() and (each.property("role") == role or not role)
    ]


def test_without_organisations_it_invites(qtbot, appearance, session):
    tab = shown(qtbot, session)
    assert "Er zijn nog geen organisaties." in words(tab)
    button = next(each for each in tab.findChildren(QPushButton) if each.isVisible())
    with qtbot.waitSignal(tab.add_organisation_wanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_education_stands_first_and_its_first_organisation_is_open(tab):
    entries = find(tab, GroupedList, "phase1.organisations")
    assert [entries.item(row).text() for row in range(entries.count())] == [
        "Onderwijs",
        "Opleiding verpleegkunde",
        "Werkveldpartner(s)",
        "Ziekenhuis",
        "Thuiszorg & wijkteam",
    ]
    assert yes(tab, "curriculum").isVisible()


@pytest.mark.parametrize("organisation, side", [(each[0], each[2]) for each in ORGANISATIONS])
def test_each_side_has_its_list_in_the_order_of_the_form(qtbot, tab, form_set: FormSet, organisation, side):
    choose(qtbot, tab, organisation)
    expected = [m.id for m in form_set.ordered_motives() if m.text(side) is not None]
    rows = [row.motive for row in tab.findChildren(MotiveRow)]
    assert rows == [*expected, *form_set.free_row_ids()]
    for motive in rows:
        assert yes(tab, motive, organisation).objectName() == f"phase1.{motive}.yes.{organisation}"


@pytest.mark.parametrize(
    "clicks, expected",
    [
        ("y", {"yes"}),
        ("n", {"no"}),
        ("yn", {"no"}),
        ("ny", {"yes"}),
        ("yy", set()),
        ("yny", {"yes"}),
        ("nn", set()),
    ],
)
def test_yes_and_no_exclude_each_other_and_can_be_emptied(qtbot, tab, clicks, expected):
    for each in clicks:
        box = (yes if each == "y" else no)(tab, "mission")
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    assert set(answers(tab)) == {f"phase1.mission.{word}" for word in expected}
    assert yes(tab, "mission").isChecked() == ("yes" in expected)
    assert no(tab, "mission").isChecked() == ("no" in expected)


@pytest.mark.parametrize(
    "language, keys, expected",
    [
        ("nl", "j", {"mission.yes"}),
        ("nl", "J", {"mission.yes"}),
        ("nl", "n", {"mission.no"}),
        ("nl", "jn", {"mission.no"}),
        ("nl", "jj", set()),
        ("nl", "y", set()),
        ("en", "y", {"mission.yes"}),
        ("en", "n", {"mission.no"}),
        ("en", "j", set()),
    ],
)
def test_a_letter_answers(qtbot, appearance, workshop, language, keys, expected):
    i18n.use(language)
    tab = shown(qtbot, workshop)
    yes(tab, "mission").setFocus()
    for key in keys:
        qtbot.keyClick(tab.focusWidget(), key)
    assert set(answers(tab)) == {f"phase1.{each}" for each in expected}


def test_a_stack_of_answers_without_the_mouse(qtbot, tab, form_set):
    listed = [m.id for m in form_set.ordered_motives() if m.education is not None]
    yes(tab, listed[0]).setFocus()
    for place in range(len(listed)):
        qtbot.keyClick(tab.focusWidget(), "jn"[place % 2])
        qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Down)
    assert [answers(tab).get(fields.yes(m), False) for m in listed] == [
        n % 2 == 0 for n in range(len(listed))
    ]
    assert [answers(tab).get(fields.no(m), False) for m in listed] == [n % 2 == 1 for n in range(len(listed))]
    assert not tab.focusWidget().visibleRegion().isEmpty(), "the row with the focus is out of sight"
    qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Up)
    assert tab.focusWidget().objectName().startswith(f"phase1.{listed[-1]}.")


def test_letters_in_the_outcome_are_letters(qtbot, tab):
    area = outcome(tab, "mission")
    qtbot.keyClicks(area, "ja, nee")
    assert answers(tab) == {"phase1.mission.outcome": "ja, nee"}
    assert tab.store.undo_name.endswith("Beoogde opbrengst")
    tab.store.undo()
    assert area.toPlainText() == ""


@pytest.mark.parametrize(
    "filled, part",
    [
        ({fields.intended("mission"): "Erkenning"}, "zonder Ja of Nee"),
        ({fields.yes("mission"): True, fields.no("mission"): True}, "allebei aangekruist"),
        ({fields.intended("other_2"): "Erkenning"}, "zonder Ja of Nee"),
        ({fields.yes("mission"): True, fields.intended("mission"): "Erkenning"}, ""),
        ({fields.no("mission"): True}, ""),
        ({}, ""),
    ],
)
def test_what_needs_a_second_look_is_said(qtbot, appearance, workshop, filled, part):
    school = workshop.organisation("school")
    kept = tuple(each for each in workshop.organisations if each is not school)
    # As a file may hold it: the edits would never leave Ja and Nee together.
    from msgspec.structs import replace

    tab = shown(qtbot, replace(workshop, organisations=(replace(school, answers=filled), *kept)))
    found = words(tab, "warning")
    assert len(found) == bool(part)
    assert all(part in each for each in found)
    clipped = [
        w for w in tab.findChildren(QLabel) if w.isVisible() and w.height() < w.heightForWidth(w.width())
    ]
    assert not clipped
    assert any("1 aandachtspunt" in each for each in words(tab)) == bool(part)


def test_the_warning_goes_when_yes_is_ticked(qtbot, tab):
    qtbot.keyClicks(outcome(tab, "mission"), "x")
    assert len(words(tab, "warning")) == 1
    qtbot.keyClick(yes(tab, "mission"), Qt.Key.Key_Space)
    assert words(tab, "warning") == []


def test_progress_moves_with_every_tick(qtbot, tab):
    entries = find(tab, GroupedList, "phase1.organisations")
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert "0 van 13 beantwoord" in entries.item(1).data(spoken)
    qtbot.keyClick(yes(tab, "mission"), Qt.Key.Key_Space)
    assert "1 van 13 beantwoord" in entries.item(1).data(spoken)
    assert any("1 van 13 beantwoord" in each for each in words(tab))
    assert "0 van 10 beantwoord" in entries.item(3).data(spoken)


def test_free_rows_belong_to_the_organisation(qtbot, tab):
    qtbot.keyClicks(find(tab, AreaField, "phase1.other_1.text.school"), "Rust")
    qtbot.keyClick(yes(tab, "other_1"), "j")
    choose(qtbot, tab, "ward")
    assert find(tab, AreaField, "phase1.other_1.text.ward").toPlainText() == ""
    choose(qtbot, tab, "school")
    assert find(tab, AreaField, "phase1.other_1.text.school").toPlainText() == "Rust"
    assert answers(tab, "ward") == {}


def test_head_fields(qtbot, tab):
    date = find(tab, LineField, "phase1.date.school")
    qtbot.keyClicks(date, "23-11-2026")
    qtbot.keyClicks(find(tab, LineField, "phase1.manager.school"), "Teamleider")
    assert answers(tab) == {"phase1.date": "2026-11-23", "phase1.manager": "Teamleider"}


@pytest.fixture
def moved(workshop: Session) -> Session:
    """The school answered something of the other list, of an older form, and of the dialogue."""
    workshop = edits.add_extra_motive(workshop, "Woningnood")
    for motive in ("recruitment", "older_motive", "extra_1"):
        workshop = edits.set_answer(workshop, at_organisation("school"), fields.yes(motive), True)
    return workshop


def test_answers_off_the_list_are_shown_and_can_be_changed(qtbot, appearance, moved):
    tab = shown(qtbot, moved)
    assert "Niet (meer) op deze lijst" in words(tab)
    assert "Woningnood" in words(tab)
    qtbot.keyClick(no(tab, "recruitment"), "n")
    assert answers(tab).get(fields.no("recruitment")) is True
    qtbot.keyClick(no(tab, "recruitment"), "n")
    assert no(tab, "recruitment").isVisible(), "the row went away under the fingers"
    choose(qtbot, tab, "ward")
    assert "Niet (meer) op deze lijst" not in words(tab)
    choose(qtbot, tab, "school")
    assert not tab.findChildren(TickBox, "phase1.recruitment.no.school")
    assert yes(tab, "older_motive").isChecked()


def test_answers_off_the_list_can_be_removed_and_come_back(qtbot, appearance, moved):
    tab = shown(qtbot, moved)
    button = find(tab, QPushButton, "phase1.older_motive.remove.school")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert fields.yes("older_motive") not in answers(tab)
    assert not tab.findChildren(TickBox, "phase1.older_motive.yes.school")
    assert tab.store.undo_name.startswith("Antwoorden verwijderen: ")
    tab.store.undo()
    assert yes(tab, "older_motive").isChecked()


def test_another_side_keeps_the_answers(qtbot, tab):
    qtbot.keyClick(yes(tab, "curriculum"), Qt.Key.Key_Space)
    tab.store.apply("kant", lambda session: edits.set_side(session, "school", "practice"))
    assert "Niet (meer) op deze lijst" in words(tab)
    assert yes(tab, "curriculum").isChecked()
    assert yes(tab, "educate_students").isVisible()
    tab.store.undo()
    assert "Niet (meer) op deze lijst" not in words(tab)


def test_the_open_organisation_can_be_removed(qtbot, tab):
    tab.store.apply("weg", lambda session: edits.remove_organisation(session, "school"))
    assert yes(tab, "mission", "ward").isVisible()
    for organisation in ("ward", "home"):
        tab.store.apply("weg", lambda session, gone=organisation: edits.remove_organisation(session, gone))
    assert "Er zijn nog geen organisaties." in words(tab)
    tab.store.undo()
    assert yes(tab, "mission", "home").isVisible()


def test_another_form_set_shows_its_words(qtbot, tab, form_set):
    from msgspec.structs import replace

    changed = replace(form_set, motives=form_set.motives[1:])
    qtbot.keyClick(yes(tab, "mission"), Qt.Key.Key_Space)
    tab.store.apply("formulier", lambda session: edits.take_over(session, changed))
    assert yes(tab, "mission").isChecked()
    assert "Niet (meer) op deze lijst" in words(tab)
    assert [row.motive for row in tab.findChildren(MotiveRow)][-1] == "mission"


def test_an_organisation_that_left_is_marked(tab):
    tab.store.set_answer(at_organisation("ward"), "organisation.until", "2026-12-01")
    entries = find(tab, GroupedList, "phase1.organisations")
    assert "doet niet meer mee" in entries.item(3).data(Qt.ItemDataRole.AccessibleTextRole)


def test_answers_never_rebuild_the_form(qtbot, tab):
    before = {id(each) for each in tab.findChildren(QWidget)}
    for motive in ("mission", "expertise", "network"):
        qtbot.keyClick(yes(tab, motive), Qt.Key.Key_Space)
        qtbot.keyClicks(outcome(tab, motive), "tekst")
    tab.store.undo()
    kept = tab.findChildren(QWidget)
    assert before <= {id(each) for each in kept}


def test_going_to_an_organisation_of_the_same_side_keeps_the_widgets(qtbot, tab):
    choose(qtbot, tab, "ward")
    box = yes(tab, "mission", "ward")
    choose(qtbot, tab, "home")
    assert yes(tab, "mission", "home") is box


def test_the_list_goes_by_keys(qtbot, tab):
    entries = find(tab, GroupedList, "phase1.organisations")
    entries.setFocus()
    qtbot.keyClick(entries, Qt.Key.Key_Down)
    assert yes(tab, "mission", "ward").isVisible()


def test_read_only_takes_nothing(qtbot, appearance, moved):
    tab = shown(qtbot, moved, writable=False)
    before = tab.store.session
    qtbot.mouseClick(yes(tab, "mission"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(no(tab, "mission"), "n")
    qtbot.keyClicks(outcome(tab, "mission"), "x")
    assert tab.store.session is before
    assert not find(tab, QPushButton, "phase1.recruitment.remove.school").isEnabled()
    assert not yes(tab, "mission").isChecked()


def test_tab_goes_in_reading_order(qtbot, tab, form_set):
    widget = find(tab, LineField, "phase1.date.school")
    widget.setFocus()
    seen = []
    for _ in range(200):
        widget = tab.focusWidget()
        if isinstance(widget, Bound):
            if seen and widget.objectName() == seen[0]:
                break
            seen.append(widget.objectName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    expected = [f"{spec.id}.school" for spec in form_set.phase1.head]
    for row in tab.findChildren(MotiveRow):
        expected += [each.objectName() for each in row.inputs()]
    assert seen == expected


class WindowWithMore(QWidget):
    """A window as the program's, with something after the tab."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step_focus(self, forward)


def test_tab_goes_on_in_a_window_with_more(qtbot, appearance, moved):
    """What is put into the window later is not reached last."""
    tab = shown(qtbot, moved)
    window, after = WindowWithMore(), QPushButton("na de tab")
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(tab)
    layout.addWidget(after)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for organisation in ("ward", "school"):
        choose(qtbot, tab, organisation)
        window_list = find(tab, GroupedList, "phase1.organisations")
        window_list.setFocus()
        inputs = [each for row in tab.findChildren(MotiveRow) for each in row.inputs()]
        qtbot.waitUntil(lambda inputs=inputs: all(each.isVisible() for each in inputs))
        seen = []
        while window.focusWidget() is not after:
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            seen.append(window.focusWidget().objectName())
            assert len(seen) < 100, "never reached the end"
        assert {each.objectName() for each in inputs} <= set(seen)
    assert seen[-3:] == ["phase1.older_motive.outcome.school", "phase1.older_motive.remove.school", ""]


def test_names_are_field_ids_and_stand_once(qtbot, tab):
    for organisation, _, _ in ORGANISATIONS:
        choose(qtbot, tab, organisation)
        inputs = [each for each in tab.findChildren(QWidget) if isinstance(each, Bound)]
        assert all(each.objectName() == f"{each.field}.{organisation}" for each in inputs)
        assert max(Counter(each.objectName() for each in inputs).values()) == 1
        unnamed = [each.field for each in inputs if not each.accessibleName()]
        assert not unnamed


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("side", SIDES)
def test_no_sideways_scrolling(qtbot, appearance, workshop, zoom, side):
    appearance.set_zoom(zoom)
    try:
        tab = shown(qtbot, workshop)
        choose(qtbot, tab, workshop.of_side(side)[0].id)
        qtbot.wait(20)
        assert tab._area.horizontalScrollBar().maximum() == 0
        clipped = [
            each.text()
            for each in tab.findChildren(QAbstractButton)
            if each.isVisible() and each.width() < each.minimumSizeHint().width()
        ]
        assert not clipped
    finally:
        appearance.set_zoom(100)
