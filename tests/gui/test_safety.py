"""Nothing is lost: what the user sees of faults, other programs, recovery and earlier versions."""

from __future__ import annotations

import errno
import sys
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QFile
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from sms_desktop.changes import rows_of
from sms_desktop.core import edits
from sms_desktop.core.session import WHOLE, at_organisation
from sms_desktop.gui.crash import CrashGuard
from sms_desktop.gui.dialogs.conflicts import ConflictsDialog
from sms_desktop.gui.dialogs.differences import DISCARD, DifferencesTable
from sms_desktop.gui.dialogs.versions import VersionsDialog
from sms_desktop.gui.standing import Standing
from sms_desktop.storage import files
from sms_desktop.storage.codec import decode, encode
from sms_desktop.storage.process import Process
from sms_desktop.storage.recovery import Recovery

FIELD = "session.environment"


@pytest.fixture
def opened(program, qtbot: QtBot):
    """The program with the example open and saved."""
    program.controller.open_example()
    assert program.document.flush()
    qtbot.waitUntil(lambda: program.document.standing is Standing.SAVED)
    return program


def banner(program) -> str:
    label = program.window.banner.findChild(QLabel, "banner.text")
    return label.text() if label is not None and program.window.banner.isVisible() else ""


def click(dialog, text: str) -> None:
    """Press the button with this text."""
    for button in dialog.findChildren(QPushButton):
        if text in button.text().replace("&", ""):
            button.click()
            return
    raise AssertionError(f"no button {text}: {[b.text() for b in dialog.findChildren(QPushButton)]}")


FAULTS = {
    errno.ENOSPC: "vol",
    errno.EACCES: "rechten",
    errno.EROFS: "schijf",
    errno.EIO: "schijf",
    errno.ENAMETOOLONG: "naam",
    errno.EBUSY: "programma",
}


@pytest.mark.parametrize("number", FAULTS)
def test_a_disk_fault_is_told_kept_and_mended(number, opened, qtbot: QtBot, monkeypatch) -> None:
    path = opened.document.path
    before = path.read_bytes()
    replace = files.FileSystem.replace

    def fail(self, source, target):
        if target == path:
            raise OSError(number, "fault")
        return replace(self, source, target)

    monkeypatch.setattr(files.FileSystem, "replace", fail)
    opened.store.set_answer(WHOLE, FIELD, "Bij een volle schijf")
    qtbot.waitUntil(lambda: opened.document.standing is Standing.NOT_SAVED, timeout=3000)
    assert FAULTS[number] in banner(opened).lower()
    assert "herstelmap" in banner(opened)
    assert path.read_bytes() == before
    assert opened.store.can_undo
    monkeypatch.setattr(files.FileSystem, "replace", replace)
    click(opened.window.banner, "Opnieuw proberen")
    qtbot.waitUntil(lambda: opened.document.standing is Standing.SAVED, timeout=3000)
    assert decode(path.read_bytes()).answers[FIELD] == "Bij een volle schijf"
    assert not banner(opened)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (("file",), "Ze staan in de herstelmap"),
        (("file", "recovery"), "alleen in het geheugen: als je nu sluit"),
    ],
    ids=["the file", "the recovery folder too"],
)
def test_closing_promises_no_more_than_is_so(
    opened, qtbot: QtBot, dialogs, monkeypatch, broken: tuple[str, ...], words: str
) -> None:
    path = opened.document.path
    replace = files.FileSystem.replace

    def fail(self, source, target):
        if target == path or "recovery" in broken:
            raise OSError(errno.ENOSPC, "fault")
        return replace(self, source, target)

    monkeypatch.setattr(files.FileSystem, "replace", fail)
    opened.store.set_answer(WHOLE, FIELD, "Bij een volle schijf")
    said = []

    def stay(dialog) -> None:
        said.append(dialog.informativeText())
        click(dialog, "Doorwerken")

    dialogs.expect(stay)
    opened.window.close()
    assert words in said[0] and opened.window.isVisible()
    monkeypatch.setattr(files.FileSystem, "replace", replace)
    assert opened.document.flush()


def changed_elsewhere(program, field: str, value: str, qtbot: QtBot) -> None:
    """Another program changes a field in the file."""
    path = program.document.path
    path.write_bytes(encode(edits.set_answer(decode(path.read_bytes()), WHOLE, field, value)))
    program.document.look()
    qtbot.waitUntil(lambda: program.document.standing is Standing.CHANGED_ON_DISK, timeout=3000)


def test_changes_in_different_fields_are_put_together(opened, qtbot: QtBot, dialogs) -> None:
    opened.store.set_answer(WHOLE, "session.place", "Hier")
    assert opened.document.flush()
    changed_elsewhere(opened, FIELD, "Elders", qtbot)
    opened.store.set_answer(WHOLE, "session.facilitator", "Ook hier")
    assert "Er is niets overschreven" in banner(opened)
    seen = []

    def put_together(dialog) -> None:
        table = dialog.findChild(DifferencesTable)
        seen.extend(table.item(row, 2).text() for row in range(table.rowCount()))
        click(dialog, "Samenvoegen")

    dialogs.expect(put_together)
    click(opened.window.banner, "Bekijken en kiezen")
    assert seen == ["Elders"]
    qtbot.waitUntil(lambda: opened.document.standing is Standing.SAVED, timeout=3000)
    answers = decode(opened.document.path.read_bytes()).answers
    assert (answers[FIELD], answers["session.place"], answers["session.facilitator"]) == (
        "Elders",
        "Hier",
        "Ook hier",
    )
    opened.store.undo()
    assert opened.store.session.answers[FIELD] != "Elders"


@pytest.mark.parametrize(("button", "expected"), [("Alles van hier", "Hier"), ("Alles uit", "Elders")])
def test_the_same_field_is_asked_about(button, expected, opened, qtbot: QtBot, dialogs) -> None:
    changed_elsewhere(opened, FIELD, "Elders", qtbot)
    opened.store.set_answer(WHOLE, FIELD, "Hier")

    def choose(dialog) -> None:
        assert isinstance(dialog, ConflictsDialog)
        click(dialog, button)
        click(dialog, "Deze keuzes")

    dialogs.expect(choose)
    click(opened.window.banner, "Bekijken en kiezen")
    qtbot.waitUntil(lambda: opened.document.standing is Standing.SAVED, timeout=3000)
    assert decode(opened.document.path.read_bytes()).answers[FIELD] == expected


def test_deciding_later_overwrites_nothing(opened, qtbot: QtBot, dialogs) -> None:
    changed_elsewhere(opened, FIELD, "Elders", qtbot)
    opened.store.set_answer(WHOLE, FIELD, "Hier")
    theirs = opened.document.path.read_bytes()
    dialogs.expect(lambda dialog: click(dialog, "Later beslissen"))
    click(opened.window.banner, "Bekijken en kiezen")
    qtbot.wait(900)
    assert opened.document.path.read_bytes() == theirs
    assert opened.store.session.answers[FIELD] == "Hier"
    dialogs.expect(lambda dialog: click(dialog, "Doorwerken"))
    opened.window.close()
    assert opened.window.isVisible()
    dialogs.expect(lambda dialog: click(dialog, "Toch sluiten"))
    opened.window.close()
    assert not opened.window.isVisible()


def left_behind(program, text: str):
    """What a killed program left in the recovery folder for the open session; the session is closed."""
    path = program.document.path
    session = edits.set_answer(program.store.session, WHOLE, FIELD, text)
    program.controller.close_session()
    dead = Process(pid=999_999_9, host="elders", user="", boot="", started="")
    Recovery(program.folders.recovery, process=dead).write(session, path, datetime.now(UTC))
    return path, session


@pytest.mark.parametrize(
    ("button", "restored", "kept"),
    [("Terugzetten", True, 0), ("Weggooien", False, 0), ("Later beslissen", False, 1)],
)
def test_what_was_not_saved_is_offered(button, restored, kept, opened, dialogs) -> None:
    _path, session = left_behind(opened, "Net getypt")

    def answer(dialog) -> None:
        table = dialog.findChild(DifferencesTable)
        assert table.item(0, 2).text() == "Net getypt"
        click(dialog, button)

    dialogs.expect(answer)
    opened.controller.offer_recovery()
    assert len(opened.document.recovery.pending()) == kept
    assert opened.store.has_session is restored
    if restored:
        assert opened.store.session == session
        opened.store.undo()
        assert opened.store.session.answers[FIELD] != "Net getypt"
    assert DISCARD == 2


def test_an_earlier_version_is_put_back_as_a_step(opened, qtbot: QtBot, dialogs) -> None:
    original = opened.store.session
    opened.store.set_answer(WHOLE, FIELD, "Nieuw")
    assert opened.document.flush()

    def restore(dialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        dialog.list.setCurrentRow(dialog.list.count() - 1)
        click(dialog, "Terugzetten")

    dialogs.expect(restore)
    opened.controller._safety.show_versions()
    assert opened.store.session == original
    opened.store.undo()
    assert opened.store.session.answers[FIELD] == "Nieuw"


def test_closing_and_opening_adds_no_version(opened) -> None:
    path, session_id = opened.document.path, opened.store.session.id
    opened.controller.close_session()
    before = opened.document.backups.entries(session_id)
    opened.controller.open_path(path)
    opened.controller.close_session()
    assert opened.document.backups.entries(session_id) == before


def test_deleting_goes_to_the_bin_with_its_versions(opened, dialogs, monkeypatch) -> None:
    path, session_id = opened.document.path, opened.store.session.id
    binned = []
    monkeypatch.setattr(QFile, "moveToTrash", staticmethod(lambda name: binned.append(name) or True))

    def agree(dialog) -> None:
        assert isinstance(dialog, QMessageBox)
        dialog.checkBox().setChecked(True)
        click(dialog, "In de prullenbak")

    dialogs.expect(agree)
    opened.controller.delete_session()
    assert binned == [str(path)]
    assert not opened.store.has_session
    assert not opened.document.backups.entries(session_id)
    assert str(path) not in opened.settings.recent


def test_cancel_deletes_nothing(opened, dialogs) -> None:
    dialogs.expect(lambda dialog: click(dialog, "Annuleren"))
    opened.controller.delete_session()
    assert opened.document.path.exists()


def test_an_unexpected_error_keeps_the_work_and_tells_no_answers(opened, dialogs) -> None:
    opened.store.set_answer(WHOLE, FIELD, "Geheime naam")
    guard = CrashGuard(opened.document.keep)
    reports = []
    guard.caught.connect(reports.append)

    def go_on(dialog: QDialog) -> None:
        assert "veilig" in " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert dialog.findChild(QPlainTextEdit).toPlainText() == reports[0]
        click(dialog, "Verslag kopiëren")
        click(dialog, "Doorgaan")

    dialogs.expect(go_on)
    try:
        raise ValueError("Geheime naam")
    except ValueError:
        guard.handle(*sys.exc_info())
    assert "ValueError" in reports[0]
    assert "Geheime" not in reports[0]
    assert QApplication.clipboard().text() == reports[0]
    assert opened.store.set_answer(WHOLE, FIELD, "Verder")


def test_rows_say_where_in_words(opened) -> None:
    old = opened.store.session
    organisation = old.organisations[0]
    new = edits.set_answer(old, at_organisation(organisation.id), "phase1.innovation.outcome", "Anders")
    new = edits.rename_organisation(new, organisation.id, "Andere naam")
    assert ("Andere naam: Innovatie – Beoogde opbrengst", "Anders") in [
        (row[0], row[2]) for row in rows_of(old, new)
    ]
    assert ("Andere naam: naam", organisation.name, "Andere naam") in rows_of(old, new)


def damaged(program) -> tuple:
    """The example's file, cut off in the middle; the session is closed."""
    path = program.document.path
    program.controller.close_session()
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b'"sheets"') + 900])
    return path, path.read_bytes()


@pytest.mark.parametrize(
    ("button", "sheets"), [("leesbaar", "some"), ("Versie van", "all"), ("Annuleren", "none")]
)
def test_a_damaged_file_is_opened_as_far_as_it_can_be_read(button, sheets, opened, dialogs) -> None:
    session = opened.store.session
    opened.store.set_answer(WHOLE, FIELD, "Iets")  # an edit, so that there is a back-up
    path, data = damaged(opened)

    def choose(dialog) -> None:
        assert "beschadigd" in " ".join(label.text() for label in dialog.findChildren(QLabel))
        click(dialog, button)

    dialogs.expect(choose)
    opened.controller.open_path(path)
    assert path.read_bytes() == data
    if sheets == "none":
        assert not opened.store.has_session
        return
    assert opened.document.path.name == "Voorbeeld hersteld.smsjson"
    assert len(opened.store.session.organisations) == len(session.organisations)
    count = len(opened.store.session.sheets)
    assert count == len(session.sheets) if sheets == "all" else 0 <= count < len(session.sheets)


def test_a_conflict_copy_is_put_together(opened, qtbot: QtBot, dialogs, monkeypatch) -> None:
    path = opened.document.path
    copy = path.with_name(f"{path.stem} (conflicted copy 2026-11-23){path.suffix}")
    other = edits.set_answer(opened.store.session, WHOLE, FIELD, "Van de andere laptop")
    copy.write_bytes(encode(other))
    opened.controller.close_session()
    binned = []
    monkeypatch.setattr(QFile, "moveToTrash", staticmethod(lambda name: binned.append(name) or True))
    opened.controller.open_path(path)
    assert "andere versie van deze sessie" in banner(opened)

    def choose(dialog) -> None:
        click(dialog, "Alles uit")
        click(dialog, "Deze keuzes")

    dialogs.expect(choose)
    click(opened.window.banner, "Bekijken en samenvoegen")
    assert opened.store.session.answers[FIELD] == "Van de andere laptop"
    assert binned == [str(copy)]
    assert opened.document.flush()
    assert decode(path.read_bytes()).answers[FIELD] == "Van de andere laptop"
