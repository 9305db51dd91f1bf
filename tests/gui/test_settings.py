"""The settings: read from one table, shown by one dialog, done at once, and each of them felt."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPalette, QStyleHints, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QSpinBox, QWidget

from sms_desktop import settings
from sms_desktop.app import Program
from sms_desktop.core import insight
from sms_desktop.gui.dialogs.settings import SettingsDialog
from sms_desktop.gui.presenter.window import projector_beside
from sms_desktop.gui.printing import Pdf
from sms_desktop.gui.theme import DARK, LIGHT
from sms_desktop.settings import Settings, decode, encode


def test_all_settings_come_back() -> None:
    changed = Settings(language="en", theme="dark", zoom=130, paper="a3", backup_days=30, recent=("/a",))
    assert decode(encode(changed)) == changed


@pytest.mark.parametrize(
    "broken", [b"", b"[]", b'{"theme": "pink"}', b'{"zoom": "large"}', b'{"zoom": true}', b'{"paper": "a7"}']
)
def test_a_broken_file_is_put_aside(broken: bytes, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(broken)
    found, aside = settings.load(path)
    assert found == Settings()
    assert aside is not None and aside.read_bytes() == broken


def test_a_number_out_of_bounds_is_put_within() -> None:
    read = decode(
        json.dumps({"zoom": 5, "smallest_group": 0, "backup_copies": 10**9, "backup_megabytes": 0}).encode()
    )
    assert (read.zoom, read.smallest_group, read.backup_copies, read.backup_megabytes) == (80, 2, 1000, 1)


def test_every_setting_has_words() -> None:
    for each in settings.TABLE:
        assert each.label and each.explanation
        assert each.valid(each.default) == each.default


def widget(dialog: QWidget, setting: str) -> QWidget:
    found = dialog.findChild(QWidget, f"settings.{setting}")
    assert found is not None, setting
    return found


def choose(dialog: QWidget, setting: str, value: str) -> None:
    """Choose with the keys, as somebody without a mouse."""
    combo = widget(dialog, setting)
    assert isinstance(combo, QComboBox)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    while combo.currentData() != value:
        before = combo.currentIndex()
        QTest.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() > before, value


def enter(dialog: QWidget, setting: str, number: int) -> None:
    box = widget(dialog, setting)
    assert isinstance(box, QSpinBox)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, str(number))
    QTest.keyClick(box, Qt.Key.Key_Return)


def test_each_setting_is_done_at_once(program, dialogs, tmp_path: Path) -> None:
    program.controller.open_example()
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    dialogs.choose_file(elsewhere)

    def change(dialog: QWidget) -> None:
        choose(dialog, "theme", "dark")
        assert program.appearance.theme.name == "dark"
        enter(dialog, "zoom", 120)
        assert program.appearance.zoom == 120
        QTest.keyClick(widget(dialog, "sessions_folder.choose"), Qt.Key.Key_Return)
        assert program.folders.sessions == program.document.sessions_folder == elsewhere
        choose(dialog, "paper", "letter")
        choose(dialog, "screen", "window")
        enter(dialog, "smallest_group", 9)
        assert insight.is_small(8) and not insight.is_small(9)
        enter(dialog, "backup_copies", 40)
        enter(dialog, "backup_days", 30)
        enter(dialog, "backup_megabytes", 7)
        assert program.document.backups.most_copies == 40
        assert program.document.backups.longest == timedelta(days=30)
        assert program.document.backups.most_bytes == 7_000_000
        crops = widget(dialog, "keep_crops")
        assert isinstance(crops, QCheckBox)
        crops.setFocus()
        QTest.keyClick(crops, Qt.Key.Key_Space)
        dialog.close()

    dialogs.expect(change)
    program.controller.show_settings()
    kept = decode(program.folders.settings.read_bytes())
    assert (kept.theme, kept.zoom, kept.sessions_folder) == ("dark", 120, str(elsewhere))
    assert (kept.paper, kept.screen, kept.smallest_group) == ("letter", "window", 9)
    assert (kept.backup_copies, kept.backup_days, kept.backup_megabytes, kept.keep_crops) == (40, 30, 7, True)
    program.controller.set("zoom", 100)
    program.controller.set("theme", "light")


def test_another_language_while_the_dialog_is_open(program, dialogs, qtbot) -> None:
    def change(dialog: QWidget) -> None:
        choose(dialog, "language", "en")
        qtbot.waitUntil(lambda: dialog.windowTitle() == "Settings")
        assert any(action.text() == "&File" for action in program.window.menuBar().actions())
        enter(dialog, "zoom", 110)
        assert program.appearance.zoom == 110
        dialog.close()

    dialogs.expect(change)
    program.controller.show_settings()
    program.controller.set("zoom", 100)


def test_the_wheel_changes_nothing(program, qtbot) -> None:
    dialog = SettingsDialog(lambda: program.settings, program.controller.set, program.folders.sessions)
    qtbot.addWidget(dialog)
    before = program.settings
    for each in (*dialog.findChildren(QComboBox), *dialog.findChildren(QSpinBox)):
        turn = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, 0),
            QPoint(0, -240),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(each, turn)
    assert program.settings == before


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("a3", (1191, 842)), ("letter", (792, 612))])
def test_forms_fit_the_paper(program, dialogs, paper: str, size: tuple[int, int]) -> None:
    program.controller.set("paper", paper)

    def look(dialog) -> None:
        dialog.wait()
        QApplication.processEvents()
        pdf = Pdf(dialog._data)
        assert tuple(round(each) for each in pdf.sizes[0]) == size
        pdf.close()
        dialog.reject()

    dialogs.expect(look)
    program.controller.print_blank()


def test_a_screen_that_is_not_there_is_the_other_one(program) -> None:
    assert projector_beside(program.window, "window") is None
    assert projector_beside(program.window, "HDMI-9") == projector_beside(program.window, "other")
    here = program.window.screen()
    assert projector_beside(program.window, here.name()) is here or not here.name()


def test_the_theme_follows_the_system(program) -> None:
    hints = program.application.styleHints()
    program.controller.set("theme", "light")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert program.appearance.theme.name == "light"
    program.controller.set("theme", "system")
    assert program.appearance.theme.name == "dark"
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert program.appearance.theme.name == "light"
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert program.appearance.theme.name == "dark"
    assert program.window.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    program.controller.set("theme", "light")


@pytest.mark.parametrize(("scheme", "name"), [("Dark", "dark"), ("Light", "light"), ("Unknown", "light")])
def test_the_system_is_asked_for_its_colours_once_there_is_a_window(
    qtbot, qapp, folders, monkeypatch, scheme: str, name: str
) -> None:
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _: Qt.ColorScheme[scheme])
    made = Program(qapp, folders, "nl")
    assert made.appearance.theme.name == "light"  # as things look
    made.window.show()
    qtbot.waitUntil(lambda: made.is_ready)
    assert made.appearance.theme.name == name
    made.appearance.set_theme(LIGHT)
    made.window.close()
    made.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_folder_that_is_gone_is_not_used(program, folders, tmp_path: Path) -> None:
    program.controller.set("sessions_folder", str(tmp_path / "stick"))
    assert program.folders.sessions == folders.sessions
