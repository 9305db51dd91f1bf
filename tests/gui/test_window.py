"""The main window: opening, making, closing sessions, menus, panel, standing, bad files."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop import i18n
from sms_desktop.core import edits
from sms_desktop.core.session import Session, at_organisation, at_sheet
from sms_desktop.gui.dialogs.new_session import file_name
from sms_desktop.gui.standing import Standing
from sms_desktop.storage.codec import decode, encode
from sms_desktop.storage.naming import free_path

CONTROL = Qt.KeyboardModifier.ControlModifier


def find(window: QWidget, name: str, kind: type = QWidget):
    """The widget with this object name."""
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def press(window: QWidget, name: str) -> None:
    QTest.mouseClick(find(window, name, QPushButton), Qt.MouseButton.LeftButton)


def fill_new_session(environment: str):
    def fill(dialog: QWidget) -> None:
        QTest.keyClicks(find(dialog, "session.environment", QLineEdit), environment)
        QTest.keyClick(find(dialog, "session.environment"), Qt.Key.Key_Return)

    return fill


def saved(program, qtbot: QtBot) -> Session:
    """The session as it is in its file, once it says that it is saved."""
    qtbot.waitUntil(lambda: program.document.flush(), timeout=5000)
    return decode(program.document.path.read_bytes())


def test_a_new_user_makes_a_session(program, qtbot: QtBot, dialogs, folders) -> None:
    dialogs.expect(fill_new_session("Leernetwerk zorg"))
    press(program.window, "welcome.new")
    assert program.document.path.parent == folders.sessions
    assert program.document.path.name.startswith("Leernetwerk zorg")
    assert program.document.path.suffix == ".smsjson"
    assert saved(program, qtbot).answers["session.environment"] == "Leernetwerk zorg"
    assert "Leernetwerk zorg" in program.window.windowTitle()


def test_cancel_makes_nothing(program, dialogs, folders) -> None:
    dialogs.expect(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    press(program.window, "welcome.new")
    assert not program.store.has_session
    assert not folders.sessions.exists()


def test_organisations_are_typed_one_after_another(program, qtbot: QtBot, dialogs) -> None:
    dialogs.expect(fill_new_session("X"))
    press(program.window, "welcome.new")
    press(program.window, "organisation.add.education")
    for name in ("School A", "School B"):
        QTest.keyClicks(program.window.focusWidget(), name)
        QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_Return)
    assert [o.name for o in program.store.session.organisations] == ["School A", "School B", ""]
    press(program.window, "organisation.add.education")  # the unnamed one is used first
    assert len(program.store.session.organisations) == 3


def test_undo_menu_says_what(program, dialogs) -> None:
    dialogs.expect(fill_new_session("X"))
    press(program.window, "welcome.new")
    press(program.window, "organisation.add.practice")
    QTest.keyClicks(program.window.focusWidget(), "Bedrijf")
    texts = [action.text() for action in program.window.menuBar().actions()[1].menu().actions()]
    assert any("Ongedaan maken: Naam van de organisatie" in text for text in texts)
    QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert program.store.session.organisations[0].name == ""


def test_closing_and_opening_gives_the_same(program, qtbot: QtBot, dialogs) -> None:
    press(program.window, "welcome.example")
    path, session = program.document.path, program.store.session
    program.controller.close_session()
    assert not program.store.has_session
    program.controller.open_path(path)
    assert program.store.session == session


def test_dropping_a_file_opens_it(program, qtbot: QtBot, tmp_path: Path, session: Session) -> None:
    path = tmp_path / "gemaild.json"
    path.write_bytes(encode(session))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    program.window.dropEvent(event)
    qtbot.waitUntil(lambda: program.document.path == path)


BAD_FILES = {
    "no JSON": b"Beste mensen,",
    "no session": b'{"format": "iets anders"}',
    "newer": b'{"format": "sms-session", "version": 99}',
    "UTF-16": '{"format": "sms-session"}'.encode("utf-16"),
    "empty": b"",
    "deep": b"[" * 200_000,
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_and_left_alone(name: str, program, dialogs, tmp_path: Path) -> None:
    press(program.window, "welcome.example")
    path, session = program.document.path, program.store.session
    bad = tmp_path / "kapot.smsjson"
    bad.write_bytes(BAD_FILES[name])
    dialogs.expect_message("")
    program.controller.open_path(bad)
    assert bad.read_bytes() == BAD_FILES[name]
    assert (program.document.path, program.store.session) == (path, session)


def test_a_folder_is_told(program, dialogs, tmp_path: Path) -> None:
    dialogs.expect_message("map")
    program.controller.open_path(tmp_path)
    assert not program.store.has_session


def test_files_are_private(program, dialogs) -> None:
    press(program.window, "welcome.example")
    assert stat.S_IMODE(program.document.path.stat().st_mode) == 0o600


def test_saved_within_a_second_of_an_edit(program, qtbot: QtBot) -> None:
    press(program.window, "welcome.example")
    qtbot.waitUntil(lambda: program.document.standing is Standing.SAVED)
    program.store.apply("blad", lambda s: edits.add_sheet(s, "nieuw"))
    qtbot.waitUntil(lambda: decode(program.document.path.read_bytes()) == program.store.session, timeout=1000)
    qtbot.waitUntil(lambda: program.document.standing is Standing.SAVED)
    assert "Opgeslagen" in find(program.window, "status.standing", QLabel).text()


def test_a_second_program_is_told_and_may_read(program, qtbot: QtBot, dialogs, qapp, tmp_path) -> None:
    from sms_desktop.app import Program
    from sms_desktop.paths import Folders

    press(program.window, "welcome.example")
    second = Program(qapp, Folders.standard(tmp_path / "other"), "nl")
    dialogs.expect_message("al open", click="Alleen lezen")
    second.controller.open_path(program.document.path)
    assert not second.store.writable
    assert second.document.standing is Standing.READ_ONLY
    second.close()


def test_language_and_zoom_are_remembered(program, folders, qapp) -> None:
    from sms_desktop.app import Program

    press(program.window, "welcome.example")
    session = program.store.session
    program.controller.set_language("en")
    program.controller.zoom(1)
    assert program.store.session == session
    assert any(a.text() == "&File" for a in program.window.menuBar().actions())
    program.window.close()
    again = Program(qapp, folders)
    assert again.settings.language == "en"
    assert again.settings.zoom == 110
    again.controller.zoom(0)
    again.close()


@pytest.mark.parametrize(
    ("environment", "day", "expected"),
    [
        ("Zorg", "2026-11-23", "Zorg 2026-11-23"),
        ("a/b\\c:d?", "", "a b c d"),
        ("", "2026-11-23", "Sessie 2026-11-23"),
        ("...", "", "Sessie"),
        ("x" * 300, "", "x" * 80),
    ],
)
def test_file_names_that_every_system_takes(environment: str, day: str, expected: str) -> None:
    assert file_name(environment, day) == expected


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "Zorg.smsjson").touch()
    assert free_path(tmp_path, "Zorg").name == "Zorg 2.smsjson"


def test_edits_at_a_sheet_reach_the_file(program, qtbot: QtBot) -> None:
    press(program.window, "welcome.example")
    sheet = program.store.session.sheets[0]
    program.store.set_answer(at_sheet(sheet.id), "quick_scan.name", "مريم 🙂 Ω")
    assert saved(program, qtbot).sheets[0].answers["quick_scan.name"] == "مريم 🙂 Ω"


@pytest.mark.parametrize(
    ("number", "empty", "filled"),
    [
        (1, "quick_scan.first", "quick_scan.surface"),
        (2, "", "phase1.organisations"),
        (3, "", "phase2.matrix"),
        (4, "", "phase3.outcomes"),
    ],
)
def test_a_tab_is_entered_where_its_work_starts(
    program, qtbot: QtBot, dialogs, number: int, empty: str, filled: str
) -> None:
    dialogs.expect(fill_new_session("X"))
    press(program.window, "welcome.new")
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    key = Qt.Key(Qt.Key.Key_0 + number)
    QTest.keyClick(program.window, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.window.focusWidget().property("role") == "primary")
    assert program.window.focusWidget().objectName() == empty
    program.controller.open_example()
    QTest.keyClick(program.window, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.window.focusWidget().objectName() == filled)


def test_enter_presses_the_button_that_has_the_focus(program, qtbot: QtBot, dialogs) -> None:
    dialogs.expect(fill_new_session("X"))
    QTest.keyClick(find(program.window, "welcome.new"), Qt.Key.Key_Return)
    assert program.store.session.answers["session.environment"] == "X"
    QTest.keyClick(find(program.window, "organisation.add.practice"), Qt.Key.Key_Return)
    assert len(program.store.session.organisations) == 1
    more = find(program.window, "session.more")
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Return)
    qtbot.waitUntil(find(program.window, "session.place").isVisible)


def test_enter_on_another_button_of_a_dialog_makes_no_session(program, dialogs) -> None:
    def other_place(dialog: QWidget) -> None:
        button = next(each for each in dialog.findChildren(QPushButton) if "plek" in each.text())
        QTest.keyClick(button, Qt.Key.Key_Return)
        assert dialog.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    dialogs.choose_file(None)
    dialogs.expect(other_place)
    press(program.window, "welcome.new")
    assert not program.store.has_session


def test_a_new_session_with_the_organisations_of_an_earlier_one(program, qtbot: QtBot, dialogs) -> None:
    press(program.window, "welcome.example")
    earlier, path = program.store.session, program.document.path
    gone = earlier.organisations[-1]
    program.store.set_answer(at_organisation(gone.id), "organisation.until", "2026-01-01")
    saved(program, qtbot)
    program.controller.close_session()

    def start(dialog: QWidget) -> None:
        told = find(dialog, "new_session.earlier", QLabel).text()
        assert earlier.organisations[0].name in told
        assert gone.name not in told
        QTest.keyClick(find(dialog, "session.environment", QLineEdit), Qt.Key.Key_Return)

    dialogs.choose_file(path)
    dialogs.expect(start)
    program.controller.new_session_from()
    made = saved(program, qtbot)
    assert program.document.path != path
    assert made.id != earlier.id
    assert [(each.name, each.side) for each in made.organisations] == [
        (each.name, each.side) for each in earlier.organisations[:-1]
    ]
    assert not {each.id for each in made.organisations} & {each.id for each in earlier.organisations}
    assert not any(each.answers for each in made.organisations)
    assert (made.sheets, made.moments, made.outcomes, made.revealed) == ((), (), (), None)
    assert set(made.answers) <= {"session.environment", "session.date", "session.facilitator"}
    assert made.answers["session.date"] == i18n.today().isoformat()


def test_what_is_no_session_gives_no_organisations(program, dialogs, tmp_path: Path) -> None:
    bad = tmp_path / "brief.smsjson"
    bad.write_text("Beste mensen,")
    dialogs.choose_file(bad)
    dialogs.expect_message("geen leesbare sessie")
    program.controller.new_session_from()
    assert not program.store.has_session


def test_a_recent_session_is_a_click_away_whatever_it_is_called(program, qtbot: QtBot) -> None:
    program.window.welcome.show_recent(("/stick/Zorg & welzijn.smsjson",))
    shown = next(
        each
        for each in program.window.welcome.findChildren(QPushButton)
        if each.toolTip().startswith("/stick")
    )
    assert shown.text() == "Zorg && welzijn"  # one & on the screen, and no letter of a shortcut
    program.window.open_path_wanted.disconnect()
    with qtbot.waitSignal(program.window.open_path_wanted) as wanted:
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
    assert wanted.args == [Path("/stick/Zorg & welzijn.smsjson")]


def test_ctrl_tab_goes_round_the_tabs(program) -> None:
    press(program.window, "welcome.example")
    shown = []
    for modifiers in (*[CONTROL] * 4, *[CONTROL | Qt.KeyboardModifier.ShiftModifier] * 2):
        backwards = modifiers != CONTROL
        key = Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab
        QTest.keyClick(program.window.focusWidget(), key, modifiers)
        shown.append(program.window.tabs.currentIndex())
    assert shown == [1, 2, 3, 0, 3, 2]


KNOWN_KEYS = (
    "Ctrl+N",
    "Ctrl+O",
    "Ctrl+S",
    "Ctrl+P",
    "Ctrl+Z",
    "Ctrl+Y",
    "Ctrl+F",
    "Ctrl+,",
    "F1",
    "F11",
    "Ctrl+Tab",
    "Ctrl+Shift+P",
)


def test_known_keys_stand_in_the_menus_and_once(program) -> None:
    shown = [
        keys.toString()
        for top in program.window.menuBar().actions()
        for action in top.menu().actions()
        for keys in action.shortcuts()
    ]
    assert [keys for keys in KNOWN_KEYS if keys not in shown] == []
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("code", ["nl", "en"])
def test_a_letter_of_a_menu_leads_to_one_thing(program, code: str) -> None:
    program.controller.set("language", code)
    program.controller.open_example()
    bar = program.window.menuBar().actions()
    for entries in (bar, *(menu.menu().actions() for menu in bar)):
        texts = [action.text().replace("&&", "") for action in entries]
        letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(letters) == len(set(letters)), texts


def test_after_full_screen_the_window_is_as_large_as_before(program, qtbot: QtBot) -> None:
    window = program.window
    window.showMaximized()
    for full in (True, False):
        qtbot.keyClick(window, Qt.Key.Key_F11)
        assert (window.isFullScreen(), window.isMaximized()) == (full, True)


def test_steps_of_the_zoom_that_wait_are_taken_together(
    program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    monkeypatch.setattr(type(program.appearance), "show", lambda self: drawn.append(self.zoom))
    for _ in range(5):
        program.window.zoom_wanted.emit(1)
    assert drawn == [110]  # the first at once
    qtbot.waitUntil(lambda: program.settings.zoom == 150)
    assert drawn == [110, 150]
    program.window.zoom_wanted.emit(0)
    qtbot.waitUntil(lambda: drawn[-1] == 100)
    for _ in range(40):
        program.window.zoom_wanted.emit(-1)
    qtbot.waitUntil(lambda: program.settings.zoom == 80)
