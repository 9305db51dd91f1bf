"""Locks, with processes that really run and really die."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sms_desktop.storage import lock
from sms_desktop.storage.files import FileSystem, NoPermissionError, ReadOnlyError
from sms_desktop.storage.lock import HeldBy, Lock, NoLock, acquire, holder, lock_path, take_over
from sms_desktop.storage.process import Process, this_process

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOLD = """
import sys, datetime, pathlib
from sms_desktop.storage.lock import acquire
now = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.UTC)
print(type(acquire(pathlib.Path(sys.argv[1]), now)).__name__, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "a.smsjson"
    found.write_text("{}")
    return found


def start(path: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-c", HOLD, str(path)]
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    return program, program.stdout.readline().strip()


def got(result: Lock | HeldBy | NoLock) -> Lock:
    assert isinstance(result, Lock), result
    return result


def written(path: Path, **changes: object) -> None:
    """A lock file as another process wrote it."""
    me = this_process()
    process = {"pid": me.pid, "boot": me.boot, "started": me.started, "host": "laptop", "user": "someone"}
    content = {"token": "x", "since": "2026-03-02T08:00:00Z", "process": process | changes}
    lock_path(path).write_text(json.dumps(content))


def test_acquire_and_release(path: Path) -> None:
    mine = got(acquire(path, NOW))
    assert mine.still_ours() and not mine.lifted
    assert [each.name for each in path.parent.iterdir() if each != path] == [".a.smsjson.lock"]
    mine.release()
    mine.release()
    assert list(path.parent.iterdir()) == [path]
    assert holder(path) is None


def test_a_second_window_is_told_who_and_since_when(path: Path) -> None:
    program, said = start(path)
    try:
        assert said == "Lock"
        found = acquire(path, NOW)
        assert isinstance(found, HeldBy)
        assert found.same_machine
        assert found.since == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
        assert (found.user, found.host) == (this_process().user, this_process().host)
        assert found.host
        assert holder(path) == found
    finally:
        program.kill()
        program.communicate()
    assert holder(path) is None
    assert got(acquire(path, NOW)).lifted


def test_a_zombie_holds_nothing(path: Path) -> None:
    program, _said = start(path)
    program.kill()
    program.communicate(timeout=10)
    assert got(acquire(path, NOW)).lifted


def test_taking_over_is_noticed(path: Path) -> None:
    mine = got(acquire(path, NOW))
    program, said = start(path)
    program.communicate("")
    assert said == "HeldBy"
    theirs = take_over(path, NOW)
    assert isinstance(theirs, Lock)
    assert not mine.still_ours() and theirs.still_ours()
    mine.release()
    assert theirs.still_ours()
    theirs.release()
    assert not lock_path(path).exists()


def test_a_lock_that_went_missing_is_put_back(path: Path) -> None:
    mine = got(acquire(path, NOW))
    lock_path(path).unlink()
    assert mine.still_ours()
    assert lock_path(path).exists()


@pytest.mark.parametrize(
    ("changes", "same_machine"),
    [
        ({"boot": "another"}, False),
        ({"boot": ""}, False),
        ({"started": ""}, True),
        ({}, True),
    ],
)
def test_any_other_lock_is_asked_about(path: Path, changes: dict[str, object], same_machine: bool) -> None:
    written(path, **changes)
    found = acquire(path, NOW)
    assert isinstance(found, HeldBy)
    assert (found.user, found.host, found.same_machine) == ("someone", "laptop", same_machine)


@pytest.mark.parametrize("changes", [{"pid": 2**30}, {"pid": -5}, {"pid": 2**70}, {"started": "1"}])
def test_a_number_that_is_nobodys_or_was_given_again_is_dead(path: Path, changes: dict[str, object]) -> None:
    written(path, **changes)
    assert got(acquire(path, NOW)).lifted
    assert isinstance(acquire(path, NOW), HeldBy)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"since": "yesterday"}', b"\xff" * 100, b"[" * 9000, b" " * 20_000]
)
def test_a_lock_that_makes_no_sense_is_asked_about(path: Path, content: bytes) -> None:
    lock_path(path).write_bytes(content)
    assert acquire(path, NOW) == HeldBy(user="", host="", since=None, same_machine=False)
    assert isinstance(take_over(path, NOW), Lock)


def test_names_in_a_lock_cannot_do_harm(path: Path) -> None:
    written(path, user="a\n\x1b[31mb" + "x" * 500, boot="another")
    found = acquire(path, NOW)
    assert isinstance(found, HeldBy)
    assert found.user.isprintable() and len(found.user) <= 80


def test_no_lock_where_nothing_can_be_written(path: Path) -> None:
    class ReadOnlyDisk(FileSystem):
        def open_new(self, path: Path, mode: int) -> int:
            raise OSError(30, "read-only")

    class Forbidden(FileSystem):
        def open_new(self, path: Path, mode: int) -> int:
            raise PermissionError(13, "no")

    for disk, kind in ((ReadOnlyDisk(), ReadOnlyError), (Forbidden(), NoPermissionError)):
        for found in (acquire(path, NOW, disk), take_over(path, NOW, disk)):
            assert isinstance(found, NoLock) and isinstance(found.error, kind)


def test_no_lock_for_a_name_that_is_too_long_with_it(tmp_path: Path) -> None:
    assert isinstance(acquire(tmp_path / ("x" * 253), NOW), NoLock)
    assert isinstance(acquire(tmp_path / "nul\0l", NOW), NoLock)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_share_the_lock_and_lead_nowhere_else(tmp_path: Path, path: Path) -> None:
    link = tmp_path / "link.smsjson"
    link.symlink_to(path)
    got(acquire(link, NOW))
    assert isinstance(acquire(path, NOW), HeldBy)
    precious = tmp_path / "precious"
    precious.write_text("mine")
    lock_path(path).unlink()
    lock_path(path).symlink_to(precious)
    assert isinstance(take_over(path, NOW), Lock)
    assert precious.read_text() == "mine"


def test_only_one_of_many_lifts_a_dead_lock(path: Path) -> None:
    written(path, started="1")
    programs = [start(path) for _ in range(4)]
    try:
        assert sorted(said for _program, said in programs) == ["HeldBy", "HeldBy", "HeldBy", "Lock"]
    finally:
        for program, _said in programs:
            program.kill()
            program.communicate()


def test_a_process_knows_itself() -> None:
    me = this_process()
    assert me.pid == os.getpid()
    assert not me.is_dead
    assert Process().is_dead is False
    if sys.platform == "linux":
        assert me.boot and me.started
    assert lock.lock_path(Path("/x/a")).name == ".a.lock"
