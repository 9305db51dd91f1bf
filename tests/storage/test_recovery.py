"""Recovery: what is not saved yet is kept apart per program, and offered after its death."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sms_desktop.core import edits
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.storage.files import StorageError, save_session
from sms_desktop.storage.process import Process, this_process
from sms_desktop.storage.recovery import Recovery

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WRITE_AND_DIE = """
import sys, datetime, pathlib
from sms_desktop.storage.files import read_session
from sms_desktop.storage.recovery import Recovery
session = read_session(pathlib.Path(sys.argv[2])).session
now = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
Recovery(pathlib.Path(sys.argv[1])).write(session, pathlib.Path(sys.argv[2] + ".elsewhere"), now)
print("written", flush=True)
if "wait" in sys.argv:
    sys.stdin.read()
"""


def start(folder: Path, session_file: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITE_AND_DIE, str(folder), str(session_file), *more]
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None and program.stdout.readline() == "written\n"
    return program


@pytest.fixture
def recovery(tmp_path: Path) -> Recovery:
    return Recovery(tmp_path / "recovery")


@pytest.fixture
def of_the_dead(tmp_path: Path) -> Recovery:
    """The same folder, as a process of this start writes there that has died since."""
    dead = Process(pid=this_process().pid, boot=this_process().boot, started="long ago")
    return Recovery(tmp_path / "recovery", process=dead)


def test_nothing_to_begin_with(recovery: Recovery) -> None:
    assert recovery.pending() == () and recovery.damaged() == ()
    recovery.clear("abc")
    recovery.sweep(NOW)
    assert not recovery.folder.exists()


def test_what_a_dead_program_left_is_offered(
    tmp_path: Path, recovery: Recovery, of_the_dead: Recovery, session: Session
) -> None:
    of_the_dead.write(session, tmp_path / "a.smsjson", NOW)
    later = edits.set_answer(session, WHOLE, "session.sector", "care")
    other = edits.new_session(session.form_set, "other")
    of_the_dead.write(later, tmp_path / "a.smsjson", NOW + timedelta(seconds=1))
    of_the_dead.write(other, None, NOW)
    found = recovery.pending()
    assert [(each.session, each.path) for each in found] == [(later, tmp_path / "a.smsjson"), (other, None)]
    assert found[0].written_at == NOW + timedelta(seconds=1)
    recovery.discard(found[0])
    recovery.discard(found[0])
    assert [each.session for each in recovery.pending()] == [other]
    of_the_dead.clear("other")
    assert recovery.pending() == ()


def test_what_was_saved_after_all_is_not_offered(
    tmp_path: Path, recovery: Recovery, of_the_dead: Recovery, session: Session
) -> None:
    path = tmp_path / "a.smsjson"
    of_the_dead.write(session, path, NOW)
    save_session(path, session, expected=None)
    assert recovery.pending() == ()
    assert list(recovery.folder.iterdir()) == []


def test_programs_do_not_touch_each_other(tmp_path: Path, recovery: Recovery, session: Session) -> None:
    path = tmp_path / "a.smsjson"
    save_session(path, session, expected=None)
    mine = edits.set_answer(session, WHOLE, "session.sector", "mine")
    recovery.write(mine, path, NOW)
    program = start(recovery.folder, path, "wait")
    try:
        assert len(list(recovery.folder.iterdir())) == 2
        assert recovery.pending() == ()  # both run
        recovery.clear(session.id)
        assert len(list(recovery.folder.iterdir())) == 1
    finally:
        program.kill()
        program.communicate()
    (pending,) = recovery.pending()
    assert pending.session == session


def test_a_program_that_ended_by_itself(tmp_path: Path, recovery: Recovery, session: Session) -> None:
    path = tmp_path / "a.smsjson"
    save_session(path, session, expected=None)
    program = start(recovery.folder, path)
    program.communicate()
    assert [each.session for each in recovery.pending()] == [session]


def test_entries_of_another_start_or_machine_are_offered(
    tmp_path: Path, recovery: Recovery, session: Session
) -> None:
    before = Process(pid=os.getpid(), boot="the start before", started=this_process().started)
    Recovery(recovery.folder, process=before).write(session, None, NOW)
    assert len(recovery.pending()) == 1


@pytest.mark.parametrize("damage", [b"", b"\n", b"{}", b'{"path": null', b"\xff\x00" * 50])
def test_damaged_entries_are_listed_and_left(
    recovery: Recovery, of_the_dead: Recovery, session: Session, damage: bytes
) -> None:
    of_the_dead.write(session, None, NOW)
    (file,) = recovery.folder.iterdir()
    whole = file.read_bytes()
    for spoiled in (damage, whole[:-40], whole.replace(b'"sms-session"', b'"other"')):
        file.write_bytes(spoiled)
        assert recovery.pending() == ()
        assert recovery.damaged() == (file,)
        assert file.read_bytes() == spoiled


def test_other_files_there_are_left_alone(
    recovery: Recovery, of_the_dead: Recovery, session: Session
) -> None:
    of_the_dead.write(session, None, NOW)
    (recovery.folder / "notes.txt").write_text("mine")
    assert len(recovery.pending()) == 1 and recovery.damaged() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="no such notion")
def test_only_the_user_can_read_it_and_names_tell_nothing(recovery: Recovery, session: Session) -> None:
    recovery.write(session, Path("Zorgcampus.smsjson"), NOW)
    (file,) = recovery.folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(recovery.folder.stat().st_mode) == 0o700
    assert "zorg" not in file.name.lower() and session.id not in file.name


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, session: Session) -> None:
    (tmp_path / "recovery").write_text("in the way")
    with pytest.raises(StorageError):
        Recovery(tmp_path / "recovery").write(session, None, NOW)
