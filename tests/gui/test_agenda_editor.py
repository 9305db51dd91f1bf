"""The agenda in its window: moved, timed, asked and left out with keys and clicks, and taken back."""

from __future__ import annotations

import pypdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop.core import agenda, edits
from sms_desktop.core.agenda import AgendaItem
from sms_desktop.gui.dialogs.agenda_editor import AgendaEditor
from tests.gui.putting_out import click

LEFT = Qt.MouseButton.LeftButton
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(qtbot: QtBot, program) -> AgendaEditor:
    """The agenda of the example, opened from phase 2."""
    program.controller.open_example()
    program.window.show_tab(2)
    qtbot.waitUntil(lambda: bool(program.window.findChildren(QAbstractButton, "phase2.agenda")))
    click(program.window, "phase2.agenda")
    made = program.controller._agenda
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.focusWidget() or window, key, modifier)


def items(editor: AgendaEditor) -> tuple[AgendaItem, ...]:
    session = editor._store.session
    return agenda.agenda(session, agenda.given_minutes(session))


def keys(editor: AgendaEditor) -> list[str]:
    return [each.key for each in items(editor)]


def shown(editor: AgendaEditor) -> list[str]:
    """The keys in the list, with "" for a heading."""
    return [entry.key for entry in editor.list._entries]


def type_minutes(box: QWidget, minutes: int) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, str(minutes))
    QTest.keyClick(box, Qt.Key.Key_Return)


def test_the_list_tells_time_and_reason(editor: AgendaEditor) -> None:
    first = items(editor)[0]
    assert shown(editor)[:2] == ["", first.key]
    text = editor.list._entries[1].detail
    assert f"{first.minutes} minuten (minuut 0 – {first.minutes})" in text
    assert "verwachtte iets anders" in text
    assert editor.sum.text() == "45 van 45 minuten verdeeld"
    assert "deelnemers" in editor.detail._why.text()


def test_alt_and_the_arrows_move_an_item_and_undo_takes_it_back(editor: AgendaEditor) -> None:
    before, session = keys(editor), editor._store.session
    press(editor, Qt.Key.Key_Down, ALT)
    press(editor, Qt.Key.Key_Down, ALT)
    assert keys(editor) == [before[1], before[2], before[0], *before[3:]]
    assert editor.list.current_key == before[0]
    assert editor.list.hasFocus()
    press(editor, Qt.Key.Key_Up, ALT)
    assert keys(editor)[:3] == [before[1], before[0], before[2]]
    for _ in range(3):
        press(editor, Qt.Key.Key_Z, CONTROL)
    assert editor._store.session == session
    press(editor, Qt.Key.Key_Y, CONTROL)
    assert keys(editor)[:2] == [before[1], before[0]]


def test_past_the_last_with_a_time_is_for_when_there_is_time(editor: AgendaEditor) -> None:
    editor.minutes.setFocus()
    type_minutes(editor.minutes, 20)
    timed = [each.key for each in items(editor) if each.is_timed]
    assert len(timed) == 4
    editor.list.setFocus()
    editor.list.choose(timed[-1])
    press(editor, Qt.Key.Key_Down, ALT)
    waiting = [each.key for each in items(editor) if not each.is_timed]
    assert waiting[0] == timed[-1]
    assert agenda.total(items(editor)) == 20
    press(editor, Qt.Key.Key_Up, ALT)
    assert next(each for each in items(editor) if each.key == timed[-1]).is_timed


def test_minutes_of_an_item_and_of_all_always_add_up(editor: AgendaEditor) -> None:
    first, second = keys(editor)[:2]
    type_minutes(editor.detail.minutes, 20)
    assert items(editor)[0].minutes == 20
    editor.list.choose(second)
    type_minutes(editor.detail.minutes, 40)
    found = {each.key: each for each in items(editor)}
    assert found[second].minutes == 40 and not found[first].pinned
    assert editor.sum.text() == "45 van 45 minuten verdeeld"
    type_minutes(editor.minutes, 30)
    assert agenda.total(items(editor)) == 30
    assert editor.sum.text() == "30 van 30 minuten verdeeld"
    press(editor, Qt.Key.Key_Z, CONTROL)
    assert {each.key: each.minutes for each in items(editor)}[second] == 40
    assert editor.minutes.value() == 45
    click(editor, "agenda.free")
    assert not any(each.pinned for each in items(editor))


def test_place_and_own_questions(editor: AgendaEditor) -> None:
    first = keys(editor)[0]
    click(editor, "agenda.place.out")
    assert first not in keys(editor)
    assert shown(editor)[-1] == first and editor.list.current_key == first
    assert not editor.detail.up.isEnabled()
    click(editor, "agenda.place.later")
    assert not next(each for each in items(editor) if each.key == first).is_timed
    editor.detail.questions.setFocus()
    QTest.keyClicks(editor.detail.questions, "Wat nu?")
    assert next(each for each in items(editor) if each.key == first).own_questions == ("Wat nu?",)
    press(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.detail.questions.toPlainText() == ""
    click(editor, "agenda.reset")
    assert edits.reset_agenda(editor._store.session) == editor._store.session
    assert keys(editor)[0] == first


def test_a_subject_is_added(editor: AgendaEditor) -> None:
    editor._offer()
    action = next(each for each in editor._subjects.actions() if each.text().startswith("Onderwijs – Leg"))
    action.trigger()
    found = next(each for each in items(editor) if each.key == "education.legitimising")
    assert found.is_timed and editor.list.current_key == found.key
    assert agenda.total(items(editor)) == 45


def drop(editor: AgendaEditor, key: str, row: int, lower: bool) -> None:
    """Let an entry fall on the upper or lower half of a row, as the end of a drag does."""
    editor.list.choose(key)
    rect = editor.list.visualRect(editor.list.indexFromItem(editor.list.item(row)))
    place = QPointF(rect.left() + 5, rect.bottom() - 2 if lower else rect.top() + 2)
    copy = Qt.DropAction.CopyAction
    event = QDropEvent(place, copy, QMimeData(), LEFT, Qt.KeyboardModifier.NoModifier)
    editor.list.dropEvent(event)
    QTest.qWait(0)


def test_an_item_is_dragged(editor: AgendaEditor) -> None:
    before = keys(editor)
    drop(editor, before[2], 1, lower=False)
    assert keys(editor)[:3] == [before[2], before[0], before[1]]
    drop(editor, before[2], 3, lower=True)
    assert keys(editor)[:3] == before[:3]
    session = editor._store.session
    drop(editor, before[0], 1, lower=True)  # where it stands already
    assert editor._store.session == session
    out = len(shown(editor)) - 1
    drop(editor, before[0], out, lower=True)
    assert before[0] not in keys(editor) and shown(editor)[-1] == before[0]
    drop(editor, before[0], 0, lower=True)
    assert keys(editor) == before


def test_what_may_only_be_read_cannot_be_changed(editor: AgendaEditor) -> None:
    session = editor._store.session
    editor._store.set_writable(False)
    press(editor, Qt.Key.Key_Down, ALT)
    for name in ("agenda.up", "agenda.down", "agenda.add", "agenda.reset", "agenda.place.out"):
        assert not editor.findChild(QAbstractButton, name).isEnabled(), name
    assert not editor.minutes.isEnabled() and not editor.detail.minutes.isEnabled()
    assert editor.findChild(QAbstractButton, "agenda.print").isEnabled()
    drop(editor, keys(editor)[0], 3, lower=True)
    assert editor._store.session == session


def test_it_is_covered_with_phase_1(editor: AgendaEditor, program) -> None:
    program.store.apply("", edits.cover)
    program.window.workspace.seal.want(True)
    assert editor._stack.currentIndex() == 0
    session = program.store.session
    press(editor, Qt.Key.Key_Down, ALT)
    assert program.store.session == session
    program.store.apply("", edits.reveal)
    assert editor._stack.currentIndex() == 1


def test_it_prints_and_saves_from_there(editor: AgendaEditor, dialogs, tmp_path) -> None:
    press(editor, Qt.Key.Key_Down, ALT)
    first = items(editor)[0]
    path = tmp_path / "kaartjes.pdf"

    def save(dialog: QWidget) -> None:
        click(dialog, "output.cards")
        click(dialog, "output.save")

    dialogs.expect(save)
    dialogs.choose_file(path)
    click(editor, "agenda.print")
    text = pypdf.PdfReader(path).pages[0].extract_text()
    assert f"{first.minutes} minuten" in text


def test_it_goes_to_the_printer(editor: AgendaEditor, dialogs, monkeypatch, tmp_path) -> None:
    path = tmp_path / "lijst.pdf"

    def to_file(asked: QPrintDialog) -> int:
        printer = asked.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        printer.setResolution(72)
        return QDialog.DialogCode.Accepted

    def send(dialog: QDialog) -> None:
        click(dialog, "output.print")
        assert dialog.isVisible()
        dialog.reject()

    monkeypatch.setattr(QPrintDialog, "exec", to_file)
    dialogs.expect(send)
    click(editor, "agenda.print")
    assert len(pypdf.PdfReader(path).pages) >= 1


def test_it_goes_with_the_session(editor: AgendaEditor, program) -> None:
    program.controller.close_session()
    assert not editor.isVisible()


def test_from_the_paper_to_the_window(editor: AgendaEditor, program, dialogs) -> None:
    editor.reject()
    dialogs.expect(lambda dialog: click(dialog, "output.edit"))
    program.controller.put_out("agenda")
    assert editor.isVisible()
