"""The tab of phase 2: matrix, opened motive, notes; with the keys and clicks of a facilitator."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop.core import edits, fields
from sms_desktop.core.insight import Answer, Pattern
from sms_desktop.core.session import WHOLE, Session, at_organisation, text_at, ticked_at
from sms_desktop.gui.store import Store
from sms_desktop.gui.tabs.phase2 import Phase2Tab
from sms_desktop.gui.theme import Appearance
from sms_desktop.gui.widgets import matrix_order
from sms_desktop.gui.widgets.fields import AreaField, ChoiceField, DateField, LineField, TickBox
from sms_desktop.gui.widgets.matrix import MatrixModel
from sms_desktop.i18n import Language, language

Make = Callable[[Session], Phase2Tab]


@pytest.fixture(scope="module")
def dutch_words() -> Language:
    return language("nl")


@pytest.fixture
def workshop(session: Session) -> Session:
    """One education and two practice organisations, with a few answers."""
    for key, name, side in (
        ("school", "Mbo-college", "education"),
        ("care", "Thuiszorg", "practice"),
        ("town", "Gemeente", "practice"),
    ):
        session = edits.add_organisation(session, key, name, side)
    answers = {
        "school": {fields.yes("mission"): True, fields.yes("network"): True, fields.no("innovation"): True},
        "care": {
            fields.yes("mission"): True,
            fields.intended("mission"): "Meer mensen in de wijk",
            fields.yes("innovation"): True,
            fields.free_text("other_1"): "Een gebouw delen",
            fields.yes("other_1"): True,
        },
        "town": {fields.no("mission"): True},
    }
    for key, values in answers.items():
        session = edits.set_answers(session, at_organisation(key), values)
    return session


@pytest.fixture
def make(qtbot: QtBot, appearance: Appearance) -> Make:
    """Show a session in the tab, at the size of a small laptop."""

    def shown(session: Session, writable: bool = True) -> Phase2Tab:
        store = Store()
        tab = Phase2Tab(store)
        qtbot.addWidget(tab)
        tab.resize(1100, 600)
        store.load(session, writable)
        tab.show()
        qtbot.waitExposed(tab)
        qtbot.waitUntil(lambda: tab.pages.isVisible())
        tab.activateWindow()
        return tab

    return shown


@pytest.fixture
def tab(make: Make, workshop: Session) -> Phase2Tab:
    return make(workshop)


def model(tab: Phase2Tab) -> MatrixModel:
    return tab.matrix_page.model


def column_of(tab: Phase2Tab, organisation: str) -> int:
    return next(n for n, each in enumerate(model(tab).columns) if each.organisation == organisation)


def cell(tab: Phase2Tab, key: str, organisation: str):
    return model(tab).shown(model(tab).row_of(key), column_of(tab, organisation))


def pattern(tab: Phase2Tab, key: str):
    return model(tab).shown(model(tab).row_of(key), model(tab).organisations + 1)


def find(tab: Phase2Tab, kind: type, name: str) -> QWidget:
    QApplication.processEvents()  # what was just added is shown by the layout, a moment later
    found = [each for each in tab.findChildren(kind, name) if each.isVisible()]
    assert len(found) == 1, f"{name}: {len(found)}"
    return found[0]


def click_row(qtbot: QtBot, tab: Phase2Tab, key: str) -> None:
    table = tab.matrix_page.matrix.middle
    index = model(tab).index(model(tab).row_of(key), 1)
    table.scrollTo(index)
    place = table.visualRect(index).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def type_text(qtbot: QtBot, widget: QWidget, text: str) -> None:
    widget.setFocus()
    qtbot.keyClicks(widget, text)


# The matrix -----------------------------------------------------------------------------------------


def test_rows_stand_in_form_order_with_education_left(tab: Phase2Tab) -> None:
    keys = [row.key for row in model(tab).rows]
    listed = [motive.id for motive in tab.store.session.form_set.ordered_motives()]
    assert keys == [*listed, "other_1.care"]
    assert [each.organisation for each in model(tab).columns] == ["", "school", "care", "town", "", "", ""]
    assert [each.group for each in model(tab).columns[1:4]] == ["Onderwijs", *["Werkveldpartner(s)"] * 2]


@pytest.mark.parametrize(
    ("key", "organisation", "text", "answer", "outcome"),
    [
        ("mission", "school", "Ja", Answer.YES, False),
        ("mission", "care", "Ja", Answer.YES, True),
        ("mission", "town", "Nee", Answer.NO, False),
        ("network", "care", "open", Answer.OPEN, False),
        ("visibility", "care", "–", Answer.NOT_ASKED, False),
        ("other_1.care", "care", "Ja", Answer.YES, False),
        ("other_1.care", "school", "", None, False),
    ],
)
def test_a_cell_says_it_with_a_sign_and_a_word(tab, key, organisation, text, answer, outcome) -> None:
    shown = cell(tab, key, organisation)
    assert (shown.text, shown.answer, shown.outcome) == (text, answer, outcome)


@pytest.mark.parametrize(
    ("key", "text", "aside", "below", "counts"),
    [
        ("mission", "deels gedeeld", "", "", ("1 · 0 · 0", "1 · 1 · 0")),
        ("innovation", "eenzijdig", "voorlopig", "", ("0 · 1 · 0", "1 · 0 · 1")),
        ("network", "andere kant onbekend", "voorlopig", "niet ingevuld", ("1 · 0 · 0", "0 · 0 · 2")),
        ("knowledge", "niet besproken", "voorlopig", "", ("0 · 0 · 1", "0 · 0 · 2")),
    ],
)
def test_the_pattern_stands_beside_the_counts(tab, key, text, aside, below, counts) -> None:
    shown = pattern(tab, key)
    assert (shown.text, shown.aside, shown.below) == (text, aside, below)
    row, first = model(tab).row_of(key), model(tab).organisations + 2
    assert tuple(model(tab).shown(row, first + n).text for n in (0, 1)) == counts


@pytest.mark.parametrize(
    ("key", "organisation", "parts"),
    [
        ("mission", "care", ["Thuiszorg: Ja", "Beoogde opbrengst: Meer mensen in de wijk"]),
        ("visibility", "care", ["staat niet op de lijst van deze kant"]),
        ("other_1.care", "school", ["andere organisatie"]),
    ],
)
def test_hovering_a_cell_tells_it_in_full(tab, key, organisation, parts) -> None:
    text = model(tab).explanation(model(tab).row_of(key), column_of(tab, organisation))
    assert all(part in text for part in parts), text


def test_hovering_a_pattern_tells_the_rule_and_a_motive_its_wording(tab: Phase2Tab) -> None:
    row = model(tab).row_of("mission")
    rule = model(tab).explanation(row, model(tab).organisations + 1)
    assert "Beide kanten zeggen Ja, maar iemand zegt Nee." in rule
    assert "Werkveldpartner(s): 1 Ja, 1 Nee, 0 open" in rule
    assert "Samenwerking draagt bij aan eigen missie" in model(tab).explanation(row, 0)


def test_a_motive_opened_by_keys_is_marked_in_the_matrix(qtbot: QtBot, tab: Phase2Tab) -> None:
    matrix = tab.matrix_page.matrix
    matrix.middle.setFocus()
    qtbot.keyClick(matrix.middle, Qt.Key.Key_Home)
    qtbot.keyClick(matrix.middle, Qt.Key.Key_Return)
    assert matrix.middle.selectionModel().isRowSelected(0)


@pytest.mark.parametrize("height", [600, 420])
def test_a_new_motive_is_in_sight_in_the_matrix(qtbot: QtBot, tab: Phase2Tab, height: int) -> None:
    tab.resize(1100, height)
    tab.open_motive("mission")
    add = find(tab, QPushButton, "phase2.extra.add")
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(QApplication.focusWidget(), "Trots op het vak")
    table = tab.matrix_page.matrix.middle

    def is_whole() -> bool:
        place = table.visualRect(table.currentIndex())
        return place.height() > 0 and table.viewport().rect().contains(place)

    qtbot.waitUntil(is_whole)
    tab.store.set_answer(at_organisation("town"), fields.yes("extra_1"), True)
    qtbot.waitUntil(is_whole)


def test_what_is_typed_in_stays_in_sight(qtbot: QtBot, tab: Phase2Tab) -> None:
    tab.resize(1100, 420)
    tab.open_motive("mission")
    opened = tab.matrix_page.opened
    qtbot.waitUntil(lambda: opened.area.verticalScrollBar().maximum() > 0)
    add = opened.agreed.outcomes.adding
    for _ in range(3):
        add.setFocus()
        qtbot.keyClick(add, Qt.Key.Key_Return)
        typed = QApplication.focusWidget()
        assert isinstance(typed, AreaField)

        def is_whole(typed: QWidget = typed) -> bool:
            return typed.visibleRegion().boundingRect() == typed.rect()

        qtbot.waitUntil(is_whole)


def test_an_opened_motive_tells_its_rule_without_a_mouse(qtbot: QtBot, tab: Phase2Tab) -> None:
    tab.open_motive("mission")
    told = find(tab, QLabel, "phase2.pattern")
    assert told.isVisible() and "deels gedeeld. Beide kanten zeggen Ja, maar iemand zegt Nee." in told.text()
    assert "Werkveldpartner(s): 1 Ja, 1 Nee, 0 open" in told.text()
    pattern = model(tab).index(model(tab).row_of("mission"), model(tab).organisations + 1)
    assert "iemand zegt Nee." in pattern.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    qtbot.keyClick(tab.matrix_page.matrix.middle, Qt.Key.Key_Down)
    assert "Nee." not in told.text()


def test_what_was_typed_is_never_read_as_html(make: Make, workshop: Session) -> None:
    tab = make(edits.set_answer(workshop, at_organisation("care"), fields.intended("mission"), "<b>x</b>"))
    index = model(tab).index(model(tab).row_of("mission"), column_of(tab, "care"))
    assert "&lt;b&gt;x&lt;/b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_phase_1_is_carried_over_live_and_only_what_differs_is_painted(qtbot: QtBot, tab: Phase2Tab) -> None:
    painted: list[tuple[int, int]] = []

    def note(first: QModelIndex, last: QModelIndex, *_: object) -> None:
        painted.append((first.row(), last.row()))

    model(tab).dataChanged.connect(note)
    with qtbot.assertNotEmitted(model(tab).modelReset):
        tab.store.set_answer(at_organisation("town"), fields.yes("mission"), True)
    assert pattern(tab, "mission").text == "gedeeld"
    assert painted == [(0, 0)]
    tab.store.undo()
    assert pattern(tab, "mission").text == "deels gedeeld"


def test_one_who_left_is_grey_and_not_counted(make: Make, workshop: Session) -> None:
    tab = make(edits.set_answer(workshop, at_organisation("town"), "organisation.until", "2026-05-01"))
    assert model(tab).columns[column_of(tab, "town")].note == "vertrokken"
    assert cell(tab, "mission", "town").muted
    assert pattern(tab, "mission").text == "gedeeld"


def test_the_view_speaks_to_a_screen_reader(tab: Phase2Tab) -> None:
    index = model(tab).index(model(tab).row_of("mission"), column_of(tab, "care"))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Eigen missie, Thuiszorg: Ja, met beoogde opbrengst"
    )
    assert tab.matrix_page.matrix.middle.accessibleName() == "Motieven naast elkaar"


# Room -----------------------------------------------------------------------------------------------


def crowd(session: Session, count: int) -> Session:
    for number in range(count):
        side = "education" if number < count // 2 else "practice"
        session = edits.add_organisation(session, f"o{number}", f"Organisatie {number}", side)
    return session


@pytest.mark.parametrize(
    ("count", "zoom", "scrolls", "patterns_stay"),
    [(5, 100, False, True), (20, 100, True, True), (5, 200, True, False)],
)
def test_outer_columns_stay_in_sight(
    make, qtbot, session, appearance, count, zoom, scrolls, patterns_stay
) -> None:
    tab = make(crowd(session, count))
    try:
        appearance.set_zoom(zoom)
        qtbot.wait(50)
        view = tab.matrix_page.matrix
        bar = view.middle.horizontalScrollBar()
        assert (bar.maximum() > 0) is scrolls
        assert view.right.isVisible() is patterns_stay
        assert not view.left.isColumnHidden(0) and view.middle.isColumnHidden(0)
        bar.setValue(bar.maximum())
        assert view.left.isVisible() and view.left.horizontalScrollBar().value() == 0
    finally:
        appearance.set_zoom(100)


def test_the_three_tables_scroll_as_one(make: Make, session: Session, qtbot: QtBot) -> None:
    tab = make(crowd(session, 3))
    tab.resize(1100, 320)
    qtbot.wait(20)
    view = tab.matrix_page.matrix
    bar = view.middle.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    assert view.left.verticalScrollBar().value() == view.right.verticalScrollBar().value() == bar.value()
    for row in range(model(tab).rowCount()):
        assert view.left.rowViewportPosition(row) == view.middle.rowViewportPosition(row)


# Opening a motive -----------------------------------------------------------------------------------


def test_nothing_is_open_at_first_and_a_click_opens(qtbot: QtBot, tab: Phase2Tab) -> None:
    assert not tab.matrix_page.is_open
    click_row(qtbot, tab, "mission")
    assert tab.matrix_page.is_open
    assert tab.matrix_page.opened.key == "mission"


@pytest.mark.parametrize("beside", ["left", "right"])
def test_a_click_beside_the_organisations_opens_too(qtbot: QtBot, tab: Phase2Tab, beside: str) -> None:
    table = getattr(tab.matrix_page.matrix, beside)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, table.rowHeight(0) // 2))
    assert tab.matrix_page.opened.key == "mission"
    assert tab.matrix_page.matrix.middle.hasFocus()


def test_keys_move_open_enter_and_leave(qtbot: QtBot, tab: Phase2Tab) -> None:
    table = tab.matrix_page.matrix.middle
    click_row(qtbot, tab, "mission")
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert tab.matrix_page.opened.key == "visibility"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    joint = find(tab, TickBox, "phase2.visibility.joint")
    assert joint.hasFocus()
    qtbot.keyClick(joint, Qt.Key.Key_Space)
    assert ticked_at(tab.store.session, WHOLE, "phase2.visibility.joint")
    qtbot.keyClick(joint, Qt.Key.Key_Escape)
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert not tab.matrix_page.is_open


def test_enter_opens_the_current_row(qtbot: QtBot, tab: Phase2Tab) -> None:
    table = tab.matrix_page.matrix.middle
    table.setFocus()
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 1)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(table, key)
    assert tab.matrix_page.opened.key == "visibility"


def test_tab_leaves_the_matrix(qtbot: QtBot, tab: Phase2Tab) -> None:
    table = tab.matrix_page.matrix.middle
    click_row(qtbot, tab, "mission")
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert not table.hasFocus()
    assert table.currentIndex().row() == 0


# What was agreed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["joint", "level.individual", "level.organisation", "level.collective"])
def test_a_tick_is_kept_where_the_motive_is(qtbot: QtBot, tab: Phase2Tab, part: str) -> None:
    for key, suffix, where in (
        ("mission", "", WHOLE),
        ("other_1.care", ".care", at_organisation("care")),
    ):
        click_row(qtbot, tab, key)
        field = f"phase2.{key.partition('.')[0]}.{part}"
        qtbot.mouseClick(find(tab, TickBox, field + suffix), Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
        assert ticked_at(tab.store.session, where, field)


def test_a_joint_motive_is_marked_and_named_in_undo(qtbot: QtBot, tab: Phase2Tab) -> None:
    click_row(qtbot, tab, "mission")
    qtbot.mouseClick(find(tab, TickBox, "phase2.mission.joint"), Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    shown = model(tab).shown(0, 0)
    assert (shown.below, shown.strong) == ("gezamenlijk motief", True)
    assert tab.store.undo_name == "Eigen missie – Gezamenlijk motief"


def test_the_note_is_one_step_to_undo(qtbot: QtBot, tab: Phase2Tab) -> None:
    click_row(qtbot, tab, "mission")
    note = find(tab, AreaField, "phase2.mission.note")
    type_text(qtbot, note, "Trots op het vak")
    assert text_at(tab.store.session, WHOLE, "phase2.mission.note") == "Trots op het vak"
    tab.store.undo()
    assert note.toPlainText() == ""
    click_row(qtbot, tab, "network")
    assert note.objectName() == "phase2.network.note"


def test_typing_goes_on_where_it_was_after_undo(qtbot: QtBot, tab: Phase2Tab) -> None:
    click_row(qtbot, tab, "mission")
    note = find(tab, AreaField, "phase2.mission.note")
    type_text(qtbot, note, "Trots")
    tab.store.apply("elders", lambda s: edits.set_answer(s, WHOLE, note.field, "Trots op het vak"))
    tab.store.undo()
    qtbot.keyClicks(note, "!")
    assert note.toPlainText() == "Trots!"


def test_a_new_outcome_is_tied_in_one_step_and_serves_more_motives(qtbot: QtBot, tab: Phase2Tab) -> None:
    click_row(qtbot, tab, "mission")
    qtbot.mouseClick(find(tab, QPushButton, "phase2.outcome.add"), Qt.MouseButton.LeftButton)
    assert tab.store.undo_name == "Nieuwe gezamenlijke opbrengst"
    text = find(tab, AreaField, "phase2.outcome_1.text")
    assert text.hasFocus()
    qtbot.keyClicks(text, "Leerplekken")
    click_row(qtbot, tab, "network")
    tick = find(tab, TickBox, "phase2.network.outcome_1")
    assert not tick.isChecked()
    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    session = tab.store.session
    assert [ticked_at(session, WHOLE, f"phase2.{key}.outcome_1") for key in ("mission", "network")] == [
        True,
        True,
    ]
    for _ in range(3):
        tab.store.undo()
    assert tab.store.session.outcomes == ()
    assert not tab.findChildren(TickBox, "phase2.mission.outcome_1")


def test_an_outcome_can_be_removed_and_comes_back(qtbot: QtBot, make: Make, workshop: Session) -> None:
    session = edits.add_outcome(edits.add_outcome(workshop, "Een"), "Twee")
    tab = make(edits.set_answer(session, WHOLE, "phase2.mission.outcome_1", True))
    click_row(qtbot, tab, "mission")
    qtbot.mouseClick(find(tab, QWidget, "phase2.outcome_1.remove"), Qt.MouseButton.LeftButton)
    assert tab.store.session.outcomes == ("outcome_2",)
    assert "phase2.mission.outcome_1" not in tab.store.session.answers
    assert tab.store.undo_name == "Gezamenlijke opbrengst verwijderen"
    tab.store.undo()
    assert find(tab, AreaField, "phase2.outcome_1.text").toPlainText() == "Een"
    assert find(tab, TickBox, "phase2.mission.outcome_1").isChecked()


# Motives that came up, free rows ----------------------------------------------------------------------


def test_a_motive_that_came_up_is_worded_answered_and_removed(qtbot: QtBot, tab: Phase2Tab) -> None:
    qtbot.mouseClick(find(tab, QPushButton, "phase2.extra.add"), Qt.MouseButton.LeftButton)
    text = find(tab, LineField, "phase2.extra_1.text")
    assert text.hasFocus()
    qtbot.keyClicks(text, "Samen huren")
    assert model(tab).shown(model(tab).row_of("extra_1"), 0).text == "Samen huren"
    for name in ("phase1.extra_1.yes.school", "phase1.extra_1.no.care"):
        qtbot.mouseClick(find(tab, TickBox, name), Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert [cell(tab, "extra_1", each).text for each in ("school", "care", "town")] == ["Ja", "Nee", "open"]
    qtbot.mouseClick(find(tab, QPushButton, "phase2.extra.remove"), Qt.MouseButton.LeftButton)
    assert tab.store.session.extra_motives == ()
    assert not tab.matrix_page.is_open
    tab.store.undo()
    assert cell(tab, "extra_1", "school").text == "Ja"


def test_ja_and_nee_of_a_motive_that_came_up_exclude_each_other(qtbot, make, workshop) -> None:
    tab = make(edits.add_extra_motive(workshop, "Samen huren"))
    click_row(qtbot, tab, "extra_1")
    yes, no = (find(tab, TickBox, f"phase1.extra_1.{part}.care") for part in ("yes", "no"))
    qtbot.keyClick(yes, Qt.Key.Key_Space)
    qtbot.keyClick(no, Qt.Key.Key_Space)
    assert (yes.isChecked(), no.isChecked()) == (False, True)
    qtbot.keyClick(no, Qt.Key.Key_Space)
    assert cell(tab, "extra_1", "care").answer is Answer.OPEN


def test_the_letters_of_phase_1_answer_a_motive_that_came_up(qtbot, make, workshop) -> None:
    tab = make(edits.add_extra_motive(workshop, "Samen huren"))
    click_row(qtbot, tab, "extra_1")
    yes, no = (find(tab, TickBox, f"phase1.extra_1.{part}.care") for part in ("yes", "no"))
    yes.setFocus()
    seen = []
    for letter in "jnNx":
        qtbot.keyClicks(tab.focusWidget(), letter)
        seen.append((yes.isChecked(), no.isChecked(), no.hasFocus()))
    empty = (False, False, True)
    assert seen == [(True, False, False), (False, True, True), empty, empty]


@pytest.mark.qt_log_ignore("This plugin does not support")  # a list that drops down, offscreen
def test_a_free_row_is_linked_and_unlinked_by_hand(qtbot: QtBot, tab: Phase2Tab) -> None:
    click_row(qtbot, tab, "other_1.care")
    link = find(tab, ChoiceField, "phase1.other_1.link.care")
    qtbot.keyClick(link, Qt.Key.Key_Down)
    assert text_at(tab.store.session, at_organisation("care"), fields.link("other_1")) == ""
    popup = link.view()
    link.view().setCurrentIndex(link.model().index(link.findData("network"), 0))
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert text_at(tab.store.session, at_organisation("care"), fields.link("other_1")) == "network"
    assert model(tab).row_of("other_1.care") == -1
    assert tab.matrix_page.opened.key == "network"
    assert cell(tab, "network", "care").text == "Ja"
    linked = find(tab, ChoiceField, "phase1.other_1.link.care")
    assert linked.currentText() == "Netwerk"
    linked.setCurrentIndex(0)
    linked.activated.emit(0)
    assert model(tab).row_of("other_1.care") >= 0
    assert cell(tab, "network", "care").text == "open"


def test_undoing_a_link_brings_the_row_back(qtbot: QtBot, tab: Phase2Tab) -> None:
    click_row(qtbot, tab, "other_1.care")
    tab.store.set_answer(at_organisation("care"), fields.link("other_1"), "mission")
    assert tab.matrix_page.opened.key == "mission"
    tab.store.undo()
    assert model(tab).row_of("other_1.care") >= 0


def test_letters_in_a_closed_list_link_nothing(qtbot: QtBot, tab: Phase2Tab) -> None:
    click_row(qtbot, tab, "other_1.care")
    link = find(tab, ChoiceField, "phase1.other_1.link.care")
    link.setFocus()
    qtbot.keyClicks(link, "net")
    assert model(tab).row_of("other_1.care") >= 0


# Order, filters, lines and findings ----------------------------------------------------------------


def arrange(tab: Phase2Tab, words: str) -> None:
    """Choose an entry of the menu that orders and filters."""
    menus = [each.menu() for each in tab.matrix_page.view.menu().actions() if each.menu()]
    inside = [each for menu in menus for each in menu.actions()]
    (action,) = [each for each in inside if each.text().endswith(words)]
    action.trigger()


def shown_keys(tab: Phase2Tab) -> list[str]:
    return [row.key for row in model(tab).rows]


def test_the_matrix_is_ordered_and_filtered_by_pattern_and_cluster(tab: Phase2Tab) -> None:
    every = shown_keys(tab)
    arrange(tab, "Op patroon")
    words = [pattern(tab, key).text for key in shown_keys(tab)]
    assert sorted(shown_keys(tab)) == sorted(every)
    assert [word for place, word in enumerate(words) if word not in words[:place]] == [
        "deels gedeeld",
        "eenzijdig",
        "andere kant onbekend",
        "niet besproken",
    ]
    arrange(tab, "deels gedeeld")
    assert shown_keys(tab) == ["mission"]
    assert tab.matrix_page.view.text() == f"Weergave: 1 van {len(every)}"
    arrange(tab, "Ontwikkelingsgericht")
    assert shown_keys(tab) == []
    arrange(tab, "Alle patronen")
    clusters = {row.cluster for row in model(tab).rows}
    assert clusters == {"development"}
    tab.matrix_page.view.show_all()
    arrange(tab, "zoals op het formulier")
    assert shown_keys(tab) == every
    assert tab.matrix_page.view.text() == "Weergave"


def test_an_opened_motive_stays_in_sight_whatever_it_says_by_now(qtbot: QtBot, tab: Phase2Tab) -> None:
    arrange(tab, "deels gedeeld")
    click_row(qtbot, tab, "mission")
    tab.store.set_answer(at_organisation("town"), fields.yes("mission"), True)
    assert pattern(tab, "mission").text == "gedeeld"
    assert tab.matrix_page.opened.key == tab.matrix_page.matrix.current_key == "mission"
    qtbot.mouseClick(find(tab, QPushButton, "phase2.extra.add"), Qt.MouseButton.LeftButton)
    assert tab.matrix_page.opened.key == "extra_1"
    assert "mission" in shown_keys(tab), "a new motive is not hidden by the filter"


def test_a_line_joins_motives_that_answer_each_other(tab: Phase2Tab) -> None:
    assert not any(pattern(tab, key).links for key in shown_keys(tab))
    for who, motive in (
        ("school", "student_development"),
        ("care", "educate_students"),
        ("care", "recruitment"),
        ("school", "curriculum"),
        ("care", "expertise"),
        ("school", "expertise"),
    ):
        tab.store.set_answer(at_organisation(who), fields.yes(motive), True)
    joined = {
        key: {link.lane for link in pattern(tab, key).links if link.joins}
        for key in shown_keys(tab)
        if any(link.joins for link in pattern(tab, key).links)
    }
    assert joined == {
        "expertise": {0},
        "curriculum": {0},
        "student_development": {1},
        "recruitment": {1},
        "educate_students": {1},
    }
    (first,) = pattern(tab, "expertise").links
    (last,) = pattern(tab, "educate_students").links
    assert (first.above, first.below) == (False, True)
    assert (last.above, last.below) == (True, False)
    passing = [link for link in pattern(tab, "network").links if not link.joins]
    assert [(link.above, link.below) for link in passing] == [(True, True)]
    assert not tab.matrix_page.matrix.right.grab().isNull()


def test_lanes_are_used_again_below() -> None:

    class Row:
        def __init__(self, key: str, *partners: str) -> None:
            self.key, self.partners, self.pattern = key, partners, Pattern.COMPLEMENTARY

    rows = [Row("a", "b"), Row("b"), Row("c", "d"), Row("d"), Row("e", "gone")]
    lanes = [[link.lane for link in each] for each in matrix_order.links(rows)]
    assert lanes == [[0], [0], [0], [0], []]


def test_findings_of_the_study_stand_with_a_motive_where_they_fit(qtbot: QtBot, tab: Phase2Tab) -> None:
    click_row(qtbot, tab, "innovation")
    texts = [each.text() for each in tab.findChildren(QLabel, "phase2.findings") if each.isVisible()]
    assert "innovatieve oplossingen" in texts[0]
    assert "procesinnovatie" not in texts[0]
    tab.store.set_answer(WHOLE, "session.partnership", "public_public")
    (label,) = tab.findChildren(QLabel, "phase2.findings")
    assert "procesinnovatie" in label.text()
    around = " ".join(each.text() for each in label.parentWidget().findChildren(QLabel))
    assert "interviews" in around and "Fontys" in around


# The reveal -----------------------------------------------------------------------------------------


def test_the_reveal_keeps_the_starting_point_and_marks_changes(qtbot: QtBot, tab: Phase2Tab) -> None:
    button = find(tab, QPushButton, "phase2.reveal")
    assert button.text() == "Onthullen"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert tab.store.session.revealed is not None
    assert (button.text(), tab.store.undo_name) == ("Onthullen terugnemen", "Onthullen")
    assert cell(tab, "mission", "town").below == ""
    tab.store.set_answer(at_organisation("town"), fields.yes("mission"), True)
    assert cell(tab, "mission", "town").below == "gewijzigd"
    text = model(tab).explanation(0, column_of(tab, "town"))
    assert "bij het onthullen: Nee" in text
    tab.store.set_answer(at_organisation("town"), fields.no("mission"), True)
    assert cell(tab, "mission", "town").below == ""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert tab.store.session.revealed is None
    tab.store.undo()
    assert tab.store.session.revealed is not None


# The other page ---------------------------------------------------------------------------------------


def test_notes_are_made_from_the_form(qtbot: QtBot, tab: Phase2Tab) -> None:
    tab.pages.setCurrentIndex(1)
    type_text(qtbot, find(tab, DateField, "phase2.date"), "23-11-2026")
    type_text(qtbot, find(tab, LineField, "phase2.present"), "Iedereen")
    type_text(qtbot, find(tab, AreaField, "phase2.ambition"), "Samen leren")
    type_text(qtbot, find(tab, AreaField, "phase2.questions.town"), "Wie betaalt?")
    session = tab.store.session
    assert [text_at(session, WHOLE, f"phase2.{each}") for each in ("date", "present", "ambition")] == [
        "2026-11-23",
        "Iedereen",
        "Samen leren",
    ]
    assert text_at(session, at_organisation("town"), "phase2.questions") == "Wie betaalt?"


def test_education_stands_left_on_the_notes_too(tab: Phase2Tab) -> None:
    tab.pages.setCurrentIndex(1)
    school, care = (find(tab, AreaField, f"phase2.questions.{each}") for each in ("school", "care"))
    left, right = (each.mapTo(tab, QPoint(0, 0)).x() for each in (school, care))
    assert left < right


# Empty, read-only, other sessions ------------------------------------------------------------------------


def test_without_organisations_it_invites(qtbot: QtBot, make: Make, session: Session) -> None:
    tab = make(session)
    invited = [each for each in tab.findChildren(QPushButton) if each.isVisible() and each.text()]
    assert [each.text() for each in invited] == ["Organisatie toevoegen"]
    with qtbot.waitSignal(tab.add_organisation_wanted):
        qtbot.mouseClick(invited[0], Qt.MouseButton.LeftButton)


def test_without_answers_it_says_that_phase_1_comes_first(make: Make, session: Session) -> None:
    tab = make(crowd(session, 2))
    texts = [each.text() for each in tab.matrix_page.findChildren(QWidget) if hasattr(each, "text")]
    assert any("Eerst fase 1" in (text if isinstance(text, str) else "") for text in texts)
    assert tab.matrix_page.matrix.isVisible()
    tab.store.set_answer(at_organisation("o0"), fields.yes("mission"), True)
    assert not any(
        "Eerst fase 1" in each.text()
        for each in tab.matrix_page.findChildren(QWidget)
        if hasattr(each, "text") and isinstance(each.text(), str) and each.isVisible()
    )


def test_read_only_edits_nothing(qtbot: QtBot, make: Make, workshop: Session) -> None:
    before = edits.add_outcome(edits.add_extra_motive(workshop, "Samen huren"), "Een")
    tab = make(before, writable=False)
    click_row(qtbot, tab, "extra_1")
    for name in ("phase2.extra.add", "phase2.reveal", "phase2.outcome.add", "phase2.extra.remove"):
        assert not find(tab, QPushButton, name).isEnabled(), name
    for name in ("phase2.extra_1.joint", "phase1.extra_1.yes.care", "phase2.extra_1.outcome_1"):
        assert not find(tab, TickBox, name).isEnabled(), name
    qtbot.keyClicks(find(tab, AreaField, "phase2.extra_1.note"), "x")
    assert tab.store.session == before


def test_another_session_starts_closed(qtbot: QtBot, tab: Phase2Tab, session: Session) -> None:
    click_row(qtbot, tab, "mission")
    tab.store.load(crowd(session, 2))
    assert not tab.matrix_page.is_open
    assert [each.organisation for each in model(tab).columns if each.organisation] == ["o0", "o1"]


def test_organisations_may_come_and_go_while_a_motive_is_open(qtbot: QtBot, tab: Phase2Tab) -> None:
    click_row(qtbot, tab, "network")
    tab.store.apply("x", lambda session: edits.add_organisation(session, "new", "Nieuw", "education"))
    assert tab.matrix_page.opened.key == "network"
    tab.store.apply("y", lambda session: edits.remove_organisation(session, "school"))
    assert tab.matrix_page.opened.key == "network"
    assert cell(tab, "network", "new").text == "open"
    tab.store.undo()
    assert cell(tab, "network", "school").text == "Ja"


@pytest.mark.parametrize("key", ["mission", "innovation", "societal_goals"])
def test_rows_stay_beside_each_other_when_a_motive_is_opened_at_once(program, qtbot: QtBot, key: str) -> None:
    """Before the tables had the time to work out how far they scroll."""
    program.window.resize(1366, 768)
    program.controller.open_example()
    program.window.show_tab(2)
    tab = program.window.workspace.phase2
    tab.open_motive(key)
    qtbot.wait(50)
    view = tab.matrix_page.matrix
    assert view.middle.visualRect(model(tab).index(model(tab).row_of(key), 1)).top() >= 0
    for row in range(model(tab).rowCount()):
        assert view.left.rowViewportPosition(row) == view.middle.rowViewportPosition(row)
        assert view.right.rowViewportPosition(row) == view.middle.rowViewportPosition(row)
