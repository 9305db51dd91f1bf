"""The quick scan tab with real keys and clicks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop import i18n
from sms_desktop.core import edits, fields, insight
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.session import WHOLE, Session, Sheet, at_sheet
from sms_desktop.gui.store import Store
from sms_desktop.gui.tabs.quick_scan import QuickScanTab
from sms_desktop.gui.tabs.quick_scan_keys import field_keys, letters
from sms_desktop.gui.theme import DARK, LIGHT, Appearance

Make = Callable[..., QuickScanTab]
CLUSTERS = ("legitimising", "capital", "development", "societal")


@pytest.fixture
def make(qtbot: QtBot, session: Session, appearance: Appearance) -> Make:
    """Opens the tab on a session (an empty one) with ``sheets`` empty sheets, with the keyboard in it."""

    def made(sheets: int = 0, writable: bool = True, on: Session | None = None) -> QuickScanTab:
        whole = on or session
        for number in range(1, sheets + 1):
            whole = edits.add_sheet(whole, f"s{number}")
        store = Store()
        store.load(whole, writable)
        tab = QuickScanTab(store)
        qtbot.addWidget(tab)
        tab.resize(1100, 600)
        tab.show()
        tab.activateWindow()
        qtbot.waitUntil(lambda: tab.isAncestorOf(QApplication.focusWidget() or QWidget()))
        return tab

    return made


def press(*keys: str | Qt.Key) -> None:
    """Press keys where the focus is."""
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)


def find(tab: QuickScanTab, name: str) -> QWidget:
    found = tab.findChild(QObject, name)
    assert isinstance(found, QWidget), name
    return found


def label(tab: QuickScanTab, name: str) -> str:
    found = find(tab, name)
    assert isinstance(found, QLabel)
    return found.text()


def sheet(tab: QuickScanTab) -> Sheet:
    assert tab.current is not None
    return tab.current


# Fast entry ---------------------------------------------------------------------------------------


def test_forty_sheets_without_the_mouse(make: Make) -> None:
    tab = make()
    press(Qt.Key.Key_Return)
    for number in range(40):
        assert label(tab, "quick_scan.number") == f"Blad {number + 1}"
        press("OWBA"[number % 4], "1234"[number % 4], "5678"[number % 3])
        if number < 39:
            press(Qt.Key.Key_Return)
    sheets = tab.store.session.sheets
    assert [each.number for each in sheets] == list(range(1, 41))
    for number, each in enumerate(sheets):
        assert each.answers == {
            fields.role_tick(fields.ROLES[number % 4]): True,
            fields.tick("education", CLUSTERS[number % 4]): True,
            fields.tick("practice", CLUSTERS[number % 3]): True,
        }


KEYS = [
    *((key, fields.tick("education", each)) for key, each in zip("1234", CLUSTERS, strict=True)),
    *((key, fields.tick("practice", each)) for key, each in zip("5678", CLUSTERS, strict=True)),
    *((key, fields.role_tick(role)) for key, role in zip("OWBA", fields.ROLES, strict=True)),
    *((key.lower(), fields.role_tick(role)) for key, role in zip("OWBA", fields.ROLES, strict=True)),
    ("9", fields.left_empty("education")),
    ("0", fields.left_empty("practice")),
]


@pytest.mark.parametrize(("key", "field"), KEYS)
def test_a_key_ticks_and_takes_the_tick_away(make: Make, key: str, field: str) -> None:
    tab = make(1)
    press(key)
    assert sheet(tab).answers == {field: True}
    assert find(tab, f"{field}.s1").isChecked()  # type: ignore[attr-defined]
    press(key)
    assert sheet(tab).answers == {}


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier])
def test_digits_of_the_keypad_and_of_keyboards_that_shift_for_them(
    make: Make, modifier: Qt.KeyboardModifier
) -> None:
    tab = make(1)
    QTest.keyClick(tab.surface, Qt.Key.Key_3, modifier)
    assert sheet(tab).answers == {fields.tick("education", "development"): True}


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier])
def test_keys_of_the_window_tick_nothing(make: Make, modifier: Qt.KeyboardModifier) -> None:
    tab = make(1)
    QTest.keyClick(tab.surface, Qt.Key.Key_1, modifier)
    assert sheet(tab).answers == {}


@pytest.mark.parametrize(("code", "roles"), [("nl", "OWBA"), ("en", "EPBO"), ("de", "EPBO")])
def test_letters_by_language_never_clash(form_set: FormSet, code: str, roles: str) -> None:
    chosen = letters(code)
    assert chosen.roles == roles
    keys = [*field_keys(form_set, code).values(), chosen.new, chosen.note]
    assert len(keys) == len(set(keys)) == 16


def test_english_letters_say_who_filled_it_in(make: Make) -> None:
    i18n.use("en")
    tab = make(1)
    press("P")
    assert insight.role_of(sheet(tab)) == "practice"


def test_each_key_stands_beside_what_it_ticks(make: Make, form_set: FormSet) -> None:
    tab = make(1)
    caps = [cap for cap in tab.form.findChildren(QLabel) if cap.property("role") == "key"]
    assert sorted(cap.text() for cap in caps) == sorted(field_keys(form_set, "nl").values())
    for field, key in field_keys(form_set, "nl").items():
        box = find(tab, f"{field}.s1")
        cap = next(cap for cap in caps if cap.text() == key)
        distance = box.mapTo(tab, QPoint(0, 0)) - cap.mapTo(tab, QPoint(0, 0))
        assert 0 < distance.x() < 60 and abs(distance.y()) < 12
        assert f"Toets {key}." in box.accessibleDescription()


TEXT_FIELDS = [
    fields.note("education", "capital"),
    fields.note("practice", "societal"),
    "quick_scan.name",
    "quick_scan.organisation",
    "quick_scan.date",
]


@pytest.mark.parametrize("back", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_keys_type_letters_in_a_text_field(make: Make, field: str, back: Qt.Key) -> None:
    tab = make(1)
    find(tab, f"{field}.s1").setFocus()
    assert "typt" in label(tab, "quick_scan.hint")
    press("1 oNwbat5")
    assert sheet(tab).answers == {field: "1 oNwbat5"}
    press(back)
    assert tab.surface.hasFocus()
    assert len(tab.store.session.sheets) == 1
    press("1")
    assert sheet(tab).answers == {field: "1 oNwbat5", fields.tick("education", "legitimising"): True}


def test_the_note_key_goes_to_the_note_of_the_last_tick(make: Make) -> None:
    tab = make(1)
    press("6", "T", "tekort aan mensen", Qt.Key.Key_Return, "1")
    assert sheet(tab).answers == {
        fields.tick("practice", "capital"): True,
        fields.note("practice", "capital"): "tekort aan mensen",
        fields.tick("education", "legitimising"): True,
    }


def test_enter_does_not_pile_up_empty_sheets_but_says_so(make: Make) -> None:
    tab = make(1)
    press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert len(tab.store.session.sheets) == 1
    assert "Blad 1 is nog leeg" in label(tab, "quick_scan.message")
    press("2")
    assert not tab.message.isVisible()
    press(Qt.Key.Key_Return)
    assert len(tab.store.session.sheets) == 2


def test_a_blank_paper_can_be_passed_over_on_purpose(make: Make) -> None:
    tab = make(1)
    press("N")
    assert label(tab, "quick_scan.number") == "Blad 2"
    assert tab.store.undo_name == "Blad 2 toevoegen"


def test_a_half_with_ticks_cannot_be_marked_empty(make: Make) -> None:
    tab = make(1)
    press("1", "9")
    assert sheet(tab).answers == {fields.tick("education", "legitimising"): True}
    assert tab.message.isVisible()
    assert not find(tab, fields.left_empty("education") + ".s1").isEnabled()


def test_a_held_key_is_one_key(make: Make) -> None:
    tab = make(1)
    press("1")
    again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", True)
    QApplication.sendEvent(tab.surface, again)
    assert sheet(tab).answers == {fields.tick("education", "legitimising"): True}


# Going about --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        ((Qt.Key.Key_PageDown,), 2),
        ((Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown), 3),
        ((Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp), 2),
        ((Qt.Key.Key_PageUp,), 1),
        ((Qt.Key.Key_Return,), 2),
        ((Qt.Key.Key_Enter, Qt.Key.Key_Enter), 3),
    ],
)
def test_keys_go_through_the_sheets(make: Make, keys: tuple[Qt.Key, ...], number: int) -> None:
    tab = make(3)
    press(*keys)
    assert label(tab, "quick_scan.number") == f"Blad {number}"
    assert tab.list.currentIndex().row() == number - 1
    assert find(tab, f"quick_scan.name.s{number}").isVisible()
    assert len(tab.store.session.sheets) == 3


def test_one_set_of_widgets_shows_every_sheet(make: Make) -> None:
    tab = make(3)
    before = {id(widget) for widget in tab.findChildren(QWidget)}
    press("1", Qt.Key.Key_PageDown, "2", Qt.Key.Key_PageDown, "3", Qt.Key.Key_PageUp)
    assert {id(widget) for widget in tab.findChildren(QWidget)} == before


def test_a_date_that_is_being_typed_stays_on_its_sheet(make: Make) -> None:
    tab = make(2)
    find(tab, "quick_scan.date.s1").setFocus()
    press("3 nov 2026", Qt.Key.Key_PageDown)
    first, second = tab.store.session.sheets
    assert first.answers == {"quick_scan.date": "2026-11-03"}
    assert second.answers == {}
    assert find(tab, "quick_scan.date.s2").text() == ""  # type: ignore[attr-defined]


def test_a_click_in_the_list_opens_a_sheet_and_keys_still_tick(make: Make) -> None:
    tab = make(3)
    view = tab.list
    place = view.visualRect(view.sheets.index(2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert label(tab, "quick_scan.number") == "Blad 3"
    press("5", "W")
    assert tab.store.session.sheet("s3").answers == {
        fields.tick("practice", "legitimising"): True,
        fields.role_tick("practice"): True,
    }
    press(Qt.Key.Key_Up)
    assert label(tab, "quick_scan.number") == "Blad 2"


def test_clicks_tick_and_choose_who_filled_it_in(make: Make) -> None:
    tab = make(1)
    for field in (fields.tick("practice", "capital"), fields.role_tick("both")):
        box = find(tab, f"{field}.s1")
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))
        assert sheet(tab).answers[field] is True


def test_other_asks_namely(make: Make) -> None:
    tab = make(1)
    namely = find(tab, "quick_scan.role.other.text.s1")
    assert not namely.isVisible()
    press("A")
    assert namely.isVisible()
    QTest.keyClicks(namely, "gemeente")
    press("B")
    assert namely.isVisible(), "what was written stays in sight"
    assert sheet(tab).answers["quick_scan.role.other.text"] == "gemeente"


def test_delete_and_undo(make: Make) -> None:
    tab = make(3)
    press(Qt.Key.Key_PageDown, "1", Qt.Key.Key_Delete)
    assert [each.number for each in tab.store.session.sheets] == [1, 3]
    assert tab.store.undo_name == "Blad 2 verwijderen"
    assert label(tab, "quick_scan.number") == "Blad 3"
    assert "Blad 2 is verwijderd" in label(tab, "quick_scan.message")
    tab.store.undo()
    assert label(tab, "quick_scan.number") == "Blad 2"
    assert sheet(tab).answers == {fields.tick("education", "legitimising"): True}


def test_delete_the_last_sheet_leaves_the_invitation(make: Make) -> None:
    tab = make(1)
    press(Qt.Key.Key_Delete)
    assert find(tab, "quick_scan.first").isVisible()
    press(Qt.Key.Key_Return)
    assert label(tab, "quick_scan.number") == "Blad 1"


def test_delete_in_a_text_field_deletes_a_letter(make: Make) -> None:
    tab = make(1)
    find(tab, "quick_scan.name.s1").setFocus()
    press("ab", Qt.Key.Key_Home, Qt.Key.Key_Delete)
    assert sheet(tab).answers == {"quick_scan.name": "b"}


def test_undo_goes_where_the_change_was(make: Make) -> None:
    tab = make(2)
    press("1", Qt.Key.Key_PageDown)
    tab.store.undo()
    assert label(tab, "quick_scan.number") == "Blad 1"
    assert sheet(tab).answers == {}


# What is shown ------------------------------------------------------------------------------------


def test_empty_is_an_invitation(make: Make) -> None:
    tab = make()
    first = find(tab, "quick_scan.first")
    assert first.isVisible() and first.hasFocus()
    assert not tab.summary.isVisible() and not tab.list.isVisible()
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert label(tab, "quick_scan.number") == "Blad 1"
    assert tab.surface.hasFocus()


LINES = [
    ("", "Blad 1, onbekend, nog leeg"),
    ("O1", "Blad 1, onderwijs, werkveld leeg"),
    ("W5", "Blad 1, werkveld, onderwijs leeg"),
    ("B15", "Blad 1, beide, beide helften"),
    ("A90", "Blad 1, anders, beide helften"),
]


@pytest.mark.parametrize(("keys", "spoken"), LINES)
def test_the_list_tells_role_and_halves_in_words(make: Make, keys: str, spoken: str) -> None:
    tab = make(1)
    press(*keys)
    assert tab.list.sheets.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == spoken


def test_the_list_tells_the_name(make: Make) -> None:
    tab = make(1)
    find(tab, "quick_scan.organisation.s1").setFocus()
    press("Ziekenhuis")
    assert "Ziekenhuis" in tab.list.sheets.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_only_the_changed_row_is_told(make: Make) -> None:
    tab = make(5)
    rows: list[tuple[int, int]] = []
    tab.list.sheets.dataChanged.connect(lambda first, last: rows.append((first.row(), last.row())))
    tab.list.sheets.modelReset.connect(lambda: rows.append((-1, -1)))
    press(Qt.Key.Key_PageDown, "1", "N", Qt.Key.Key_PageUp, Qt.Key.Key_Delete)
    assert rows == [(1, 1)]
    assert tab.list.sheets.rowCount() == 5


class Painted(QObject):
    """Keeps how high the painted parts of a widget were."""

    def __init__(self) -> None:
        super().__init__()
        self.heights: list[int] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.heights.append(event.rect().height())
        return False


def test_a_tick_draws_one_row_of_the_list(make: Make, qtbot: QtBot) -> None:
    tab = make(30)
    qtbot.wait(100)  # the first paints of a new window (shown, activated) are over
    painted = Painted()
    tab.list.viewport().installEventFilter(painted)
    press("1")
    QApplication.processEvents()
    assert painted.heights == [tab.list.visualRect(tab.list.sheets.index(0)).height()]


def test_the_picture_moves_with_every_tick(make: Make) -> None:
    tab = make(2)
    words = lambda: [bar.words for bar in tab.summary.bars.picture.bars]  # noqa: E731
    assert words() == [("nog leeg", "nog leeg")] * 4
    assert tab.summary.bars.picture.people == ("n = 0", "n = 0")
    assert all(bar.shares == (None, None) for bar in tab.summary.bars.picture.bars)
    press("1", "W", "5")
    assert words()[0] == ("1 van 1 · 100 %", "1 van 1 · 100 %")
    assert words()[1] == ("0 van 1 · 0 %", "0 van 1 · 0 %")
    press(Qt.Key.Key_PageDown, "2")
    assert words()[0] == ("1 van 2 · 50 %", "1 van 1 · 100 %")
    assert tab.summary.bars.picture.people == ("n = 2", "n = 1")
    assert "Legitimerend: Onderwijs 1 van 2 · 50 %" in tab.summary.bars.accessibleDescription()
    assert label(tab, "quick_scan.summary.sheets").startswith("2 bladen")
    assert [(role, number) for role, _, number in tab.summary.roles.lines] == [
        *zip(fields.ROLES, (0, 1, 0, 0), strict=True),
        ("", 1),
    ]


def test_a_note_without_a_tick_is_pointed_out(make: Make) -> None:
    tab = make(1)
    field = fields.note("practice", "societal")
    point = find(tab, field + ".point")
    find(tab, f"{field}.s1").setFocus()
    assert not point.isVisible()
    press("graag", Qt.Key.Key_Return)
    assert point.isVisible() and "⚠" in label(tab, field + ".point")
    press("8")
    assert not point.isVisible()


def test_education_is_left_and_practice_right(make: Make, appearance: Appearance) -> None:
    tab = make(1)
    for cluster in CLUSTERS:
        left, right = (find(tab, f"{fields.tick(side, cluster)}.s1") for side in SIDES)
        assert left.mapTo(tab, QPoint()).x() < right.mapTo(tab, QPoint()).x()
        assert left.mapTo(tab, QPoint()).y() == right.mapTo(tab, QPoint()).y()


# The show of hands --------------------------------------------------------------------------------


def type_tally(tab: QuickScanTab, values: dict[str, str]) -> None:
    for field, text in values.items():
        number = find(tab, field)
        number.setFocus()
        QTest.keyClicks(number, text)


def test_a_show_of_hands_is_kept_apart_and_counted_with_the_sheets(make: Make) -> None:
    tab = make(1)
    press("1")
    QTest.mouseClick(find(tab, "quick_scan.view.hands"), Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    type_tally(tab, {"tally.education.people": "12", "tally.education.legitimising": "5"})
    assert tab.store.session.answers == {
        "tally.education.people": 12,
        "tally.education.legitimising": 5,
    }
    assert sheet(tab).answers == {fields.tick("education", "legitimising"): True}
    assert tab.summary.bars.picture.bars[0].words == ("6 van 13 · 46 %", "nog leeg")
    assert label(tab, "quick_scan.summary.hands") == "Handen meegeteld: onderwijs 12"


def test_more_hands_than_people_are_pointed_out_and_not_counted(make: Make) -> None:
    tab = make()
    QTest.mouseClick(find(tab, "quick_scan.hands"), Qt.MouseButton.LeftButton)
    point = find(tab, "tally.practice.capital.point")
    assert find(tab, "tally.education.people").hasFocus() and not point.isVisible()
    type_tally(tab, {"tally.practice.people": "4", "tally.practice.capital": "7"})
    assert point.isVisible() and find(tab, "quick_scan.summary.unsound").isVisible()
    assert tab.summary.bars.picture.people == ("n = 0", "n = 0")


def test_enter_goes_to_the_next_number_and_letters_do_nothing(make: Make) -> None:
    tab = make(1)
    tab.show_hands()
    press("12", Qt.Key.Key_Return, "3", "o", Qt.Key.Key_Return)
    assert tab.store.session.answers == {"tally.education.people": 12, "tally.education.legitimising": 3}
    assert find(tab, "tally.education.capital").hasFocus()
    assert sheet(tab).answers == {}


# The rest -----------------------------------------------------------------------------------------


def test_read_only_changes_nothing(make: Make) -> None:
    tab = make(1, writable=False)
    before = tab.store.session
    press("1", "O", "N", Qt.Key.Key_Return, Qt.Key.Key_Delete)
    assert tab.store.session is before
    for name in ("quick_scan.new", "quick_scan.delete", fields.tick("education", "capital") + ".s1"):
        assert not find(tab, name).isEnabled(), name
    assert find(tab, "quick_scan.name.s1").isReadOnly()  # type: ignore[attr-defined]


def test_every_field_of_the_form_has_its_widget(make: Make, form_set: FormSet) -> None:
    tab = make(1)
    wanted = set(field_keys(form_set, "nl")) | {spec.id for spec in form_set.quick_scan.head}
    wanted |= {fields.note(side, cluster) for side in SIDES for cluster in CLUSTERS}
    wanted |= {"quick_scan.role.other.text"}
    assert set(tab.form.fields) == wanted
    for field in wanted:
        assert find(tab, f"{field}.s1").accessibleName(), field


def test_tab_reaches_every_control(make: Make) -> None:
    tab = make(2)
    press("A", Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    reached: list[str] = []
    for _ in range(60):
        press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None and focus.isVisible()
        reached.append(focus.objectName())
        if focus is tab.surface:
            break
    wanted = {widget.objectName() for field, widget in tab.form.fields.items() if widget.isEnabled()}
    wanted |= {
        "quick_scan.next",
        "quick_scan.delete",
        "quick_scan.new",
        "quick_scan.sheets",
        "quick_scan.bars",
    }
    assert wanted <= set(reached)
    places = [reached.index(f"{fields.role_tick('education')}.s1"), reached.index("quick_scan.name.s1")]
    places.append(reached.index(f"{fields.tick('education', 'legitimising')}.s1"))
    assert places == sorted(places)


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_nothing_scrolls_sideways(make: Make, appearance: Appearance, zoom: int) -> None:
    try:
        appearance.set_zoom(zoom)
        tab = make(2)
        tab.resize(1100, 600)
        press("A")
        for show in (lambda: None, tab.show_hands):
            show()
            QApplication.processEvents()
            assert tab.width() == 1100
            assert tab._scroll.horizontalScrollBar().maximum() == 0
        assert tab.summary.parent() is not None
    finally:
        appearance.set_zoom(100)


def test_a_sheet_fits_without_scrolling_on_a_small_laptop(make: Make) -> None:
    tab = make(2)
    QApplication.processEvents()
    assert tab._scroll.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_bars_are_drawn_left_and_right_in_both_themes(make: Make, appearance: Appearance, theme) -> None:
    try:
        appearance.set_theme(theme)
        tab = make(1)
        bars = tab.summary.bars
        before = bars.grab().toImage()
        press("1")
        after = bars.grab().toImage()
        middle = after.width() // 2
        changed = {
            x
            for x in range(after.width())
            for y in range(after.height() // 4, after.height() // 3)
            if before.pixel(x, y) != after.pixel(x, y)
        }
        assert changed and min(changed) < middle
    finally:
        appearance.set_theme(LIGHT)


def test_another_session_takes_the_place_of_this_one(make: Make, form_set: FormSet) -> None:
    tab = make(2)
    press("1")
    other = edits.add_sheet(edits.new_session(form_set, "zyxwvutsrqpnmkjhgfed"), "z1")
    other = edits.set_answer(other, at_sheet("z1"), "quick_scan.name", "Kees")
    tab.store.load(edits.set_answer(other, WHOLE, "tally.education.people", 3))
    assert find(tab, "quick_scan.name.z1").text() == "Kees"  # type: ignore[attr-defined]
    assert not find(tab, fields.tick("education", "legitimising") + ".z1").isChecked()  # type: ignore[attr-defined]


def test_other_words_on_the_form_are_taken_over(make: Make, form_set: FormSet) -> None:
    from msgspec.structs import replace

    tab = make(1)
    label_of = replace(
        form_set.sides[0], label=replace(form_set.sides[0].label, wording={"nl": "School", "en": "S"})
    )
    newer = replace(form_set, sides=(label_of, form_set.sides[1]))
    tab.store.apply("Nieuwer formulier", lambda session: edits.take_over(session, newer))
    assert any(each.text() == "School" for each in tab.form.findChildren(QLabel))
    tab.setFocus()
    press("1")
    assert sheet(tab).answers == {fields.tick("education", "legitimising"): True}
