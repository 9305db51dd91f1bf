"""Atomic files: whole after every fault, at every step; and careful reading."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given

from sms_desktop.core import edits
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.storage import codec, files
from sms_desktop.storage.files import (
    ABSENT,
    BadNameError,
    ChangedOnDiskError,
    DeviceError,
    DiskFullError,
    InUseError,
    MissingError,
    NoPermissionError,
    NotAFileError,
    ReadOnlyError,
    StorageError,
    read_session,
    save_session,
    write_atomically,
)
from tests.storage.disks import STEPS, FaultyDisk, NothingWritten, RecordingDisk
from tests.strategies import edit_lists, edited, sessions

KINDS = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EACCES: NoPermissionError,
    errno.EIO: DeviceError,
    errno.ENODEV: DeviceError,
    errno.EROFS: ReadOnlyError,
    errno.ENAMETOOLONG: BadNameError,
    errno.ENOENT: MissingError,
    errno.EBUSY: InUseError,
}


@pytest.fixture
def old(session: Session) -> Session:
    return session


@pytest.fixture
def new(session: Session) -> Session:
    return edits.set_answer(session, WHOLE, "session.environment", "Zorgcampus " * 2000)


@pytest.mark.parametrize(("step", "working"), [*((step, 0) for step in STEPS), ("write", 2)])
@pytest.mark.parametrize("number", KINDS, ids=lambda number: errno.errorcode[number])
def test_a_fault_at_any_step_leaves_a_whole_session(
    tmp_path: Path, old: Session, new: Session, step: str, working: int, number: int
) -> None:
    path = tmp_path / "a.smsjson"
    before = save_session(path, old, expected=ABSENT)
    disk = FaultyDisk(step, number, working)
    with pytest.raises(StorageError) as caught:
        save_session(path, new, expected=before, filesystem=disk)
    assert type(caught.value) is KINDS[number]
    assert (caught.value.path, caught.value.reason) == (path, "injected")
    assert read_session(path).session == (new if step == "fsync_folder" else old)
    assert [each.name for each in tmp_path.iterdir()] == ["a.smsjson"]
    disk.step = ""
    allowed = frozenset({before})
    files.save_bytes(path, codec.encode(new), allowed=allowed, filesystem=disk)
    assert read_session(path).session == new


def test_a_fault_before_there_was_a_file_leaves_none(tmp_path: Path, new: Session) -> None:
    for step in STEPS[:-1]:
        with pytest.raises(DiskFullError):
            save_session(tmp_path / "a", new, expected=ABSENT, filesystem=FaultyDisk(step, errno.ENOSPC))
        assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_is_an_error(tmp_path: Path, new: Session) -> None:
    with pytest.raises(DeviceError):
        save_session(tmp_path / "a", new, expected=ABSENT, filesystem=NothingWritten())
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_file_that_cannot_be_removed_does_not_hide_the_error(tmp_path: Path) -> None:
    class Gone(FaultyDisk):
        def unlink(self, path: Path) -> None:
            raise OSError(errno.EIO, "gone")

    with pytest.raises(DiskFullError):
        write_atomically(tmp_path / "a", b"x", filesystem=Gone("write", errno.ENOSPC))


def test_every_prefix_of_a_save_leaves_a_whole_session(tmp_path: Path, old: Session, new: Session) -> None:
    path = tmp_path / "a.smsjson"
    before = save_session(path, old, expected=ABSENT)
    found: list[Session] = []
    disk = RecordingDisk(after=lambda step: found.append(read_session(path).session))
    save_session(path, new, expected=before, filesystem=disk)
    assert list(dict.fromkeys(disk.steps)) == [*STEPS]
    assert disk.steps.count("write") > 3
    last = disk.steps.index("replace")
    assert found[:last] == [old] * last and found[last:] == [new, new]


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_system_sees_the_same_order(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from sms_desktop.storage.files import write_atomically\n"
        "write_atomically(pathlib.Path(sys.argv[1]), b'whole session')"
    )
    path, log = tmp_path / "a.smsjson", tmp_path / "strace.log"
    calls = "openat,write,fsync,fdatasync,rename,renameat,renameat2"
    command = ["strace", "-f", "-y", "-e", f"trace={calls}", "-o", str(log), sys.executable, "-c", code]
    if subprocess.run([*command, str(path)], capture_output=True, check=False).returncode != 0:
        pytest.skip("strace is not allowed here")
    lines = [each for each in log.read_text().splitlines() if ".sms-tool-" in each or "fsync" in each]
    order = [each.split("(")[0].split()[-1] for each in lines if str(tmp_path) in each]
    assert order[:4] == ["openat", "write", "fsync", "rename"]
    assert order[4:] == ["fsync"] and f"<{tmp_path}>" in lines[-1]
    assert "O_EXCL" in lines[0] and "0600" in lines[0]


def test_a_file_that_is_another_is_not_overwritten(tmp_path: Path, old: Session, new: Session) -> None:
    path = tmp_path / "a.smsjson"
    digest = save_session(path, old, expected=ABSENT)
    for expected in (ABSENT, files.digest_of(b"something else")):
        with pytest.raises(ChangedOnDiskError) as caught:
            save_session(path, new, expected=expected)
        assert caught.value.found == digest
        assert read_session(path) == files.Loaded(old, digest)
    assert save_session(path, new, expected=digest) == read_session(path).digest
    assert save_session(path, old, expected=None) == digest
    assert save_session(path, old, expected=ABSENT) == digest  # it is what was to be written


def test_a_file_far_too_large_counts_as_another(tmp_path: Path, new: Session) -> None:
    path = tmp_path / "a.smsjson"
    with path.open("wb") as file:
        file.truncate(codec.LARGEST_FILE + 1)
    with pytest.raises(ChangedOnDiskError):
        save_session(path, new, expected=files.digest_of(b""))
    with pytest.raises(codec.TooLargeError):
        read_session(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no such notion")
def test_private_also_when_it_was_not(tmp_path: Path, new: Session) -> None:
    path = tmp_path / "a.smsjson"
    path.write_text("{}")
    path.chmod(0o666)
    save_session(path, new, expected=None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    write_atomically(tmp_path / "a.pdf", b"", mode=0o644)
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) & 0o700 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path, new: Session) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "a.smsjson", tmp_path / "link.smsjson"
    link.symlink_to(real)
    save_session(link, new, expected=ABSENT)
    assert link.is_symlink() and read_session(real).session == new
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    with pytest.raises((BadNameError, MissingError)):
        read_session(circle)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_what_is_no_file_is_not_waited_for_and_not_replaced(tmp_path: Path, new: Session) -> None:
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, folder, Path("/dev/zero")):
        with pytest.raises(NotAFileError):
            read_session(path)
        with pytest.raises(NotAFileError):
            save_session(path, new, expected=None)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("missing", MissingError),
        ("no/such/folder", MissingError),
        ("x" * 300, BadNameError),
        ("nul\0l", BadNameError),
    ],
)
def test_names_that_cannot_be(tmp_path: Path, new: Session, name: str, kind: type[StorageError]) -> None:
    path = tmp_path / name
    with pytest.raises(kind) as caught:
        read_session(path)
    assert caught.value.path == path
    if name != "missing":
        with pytest.raises(kind):
            save_session(path, new, expected=ABSENT)


@pytest.mark.skipif(sys.platform == "win32", reason="other rights there")
def test_the_longest_name_there_can_be(tmp_path: Path, new: Session) -> None:
    path = tmp_path / ("é" * 123 + ".smsjson")
    save_session(path, new, expected=ABSENT)
    assert read_session(path).session == new


def test_what_killed_programs_left_is_removed_after_an_hour(tmp_path: Path) -> None:
    stale, fresh = (tmp_path / f".sms-tool-{each * 16}.tmp" for each in "ab")
    mine = tmp_path / ".sms-tool-notes.tmp"
    for path in (stale, fresh, mine):
        path.write_text("half")
    now = time.time()
    os.utime(stale, (now - 7200, now - 7200))
    os.utime(mine, (now - 7200, now - 7200))
    files.remove_left_behind(tmp_path, now)
    files.remove_left_behind(tmp_path / "missing", now)
    assert sorted(tmp_path.iterdir()) == sorted([fresh, mine])


@given(sessions())
def test_any_session_goes_through_json_unchanged(session: Session) -> None:
    data = codec.encode(session)
    assert codec.decode(data) == session
    assert codec.encode(codec.decode(data)) == data


@given(sessions(), edit_lists("e"))
def test_any_edits_give_a_session_that_can_be_saved(session: Session, steps: list) -> None:  # type: ignore[type-arg]
    changed = edited(session, steps)
    assert codec.decode(codec.encode(changed)) == changed


@given(sessions(), edit_lists("e"))
def test_any_edits_leave_the_value_before_them_as_it_was(session: Session, steps: list) -> None:  # type: ignore[type-arg]
    before = codec.encode(session)
    values = [session]
    for step in steps:
        values.append(step(values[-1]))
    texts = [codec.encode(each) for each in values]
    while len(values) > 1:  # undo, step by step
        values.pop()
        assert codec.encode(values[-1]) == texts[len(values) - 1]
    assert codec.encode(values[0]) == before
