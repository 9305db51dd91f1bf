"""The saver: what it writes when, and what it says when the disk fails."""

from __future__ import annotations

import errno
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.storage import files, lock
from sms_desktop.storage.backups import Backups
from sms_desktop.storage.files import ABSENT, ChangedOnDiskError, DiskFullError, FileSystem
from sms_desktop.storage.lock import Lock
from sms_desktop.storage.process import Process
from sms_desktop.storage.recovery import Recovery
from sms_desktop.storage.saver import Saver, SaveState, Status, Timing

QUICK = Timing(pause=0.02, longest=0.05, tries=(0.03,), copies=60.0)


class FailingDisk(FileSystem):
    """Fails to open new files in one folder, as long as it is told to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0

    def open_new(self, path: Path, mode: int) -> int:
        if self.number and self.folder in path.parents:
            raise OSError(self.number, "injected")
        return super().open_new(path, mode)


class Desk:
    """A session on disk with a saver at work on it."""

    def __init__(self, folder: Path, form_set: FormSet, timing: Timing = QUICK) -> None:
        self.folder = folder / "sessions"
        self.folder.mkdir()
        self.path = self.folder / "a.smsjson"
        self.session = edits.new_session(form_set, "abc")
        self.disk = FailingDisk(self.folder)
        self.backups = Backups(folder / "backups")
        self.recovery = Recovery(folder / "recovery")
        self.told: list[Status] = []
        self._news = threading.Condition()
        self.digest = files.save_session(self.path, self.session, expected=ABSENT)
        self.timing = timing
        self.lock: Lock | None = None

    def start(self) -> None:
        self.saver = Saver(
            self.path,
            self.session,
            self.digest,
            backups=self.backups,
            recovery=self.recovery,
            tell=self.tell,
            lock=self.lock,
            filesystem=self.disk,
            timing=self.timing,
        )

    def tell(self, status: Status) -> None:
        with self._news:
            self.told.append(status)
            self._news.notify_all()

    def wait_for(self, condition: Callable[[Status], bool]) -> Status:
        with self._news:
            assert self._news.wait_for(lambda: any(map(condition, self.told)), 10), self.told
            return next(each for each in self.told if condition(each))

    def type(self, text: str) -> Session:
        self.session = edits.set_answer(self.session, WHOLE, "session.environment", text)
        self.saver.take(self.session)
        return self.session

    def on_disk(self) -> Session:
        return files.read_session(self.path).session

    def left_behind(self) -> tuple[Session, ...]:
        """What another program finds in the recovery folder after this one died."""
        dead = Process(pid=1, boot="another start", started="1")
        return tuple(
            each.session for each in Recovery(self.folder.parent / "recovery", process=dead).pending()
        )


@pytest.fixture
def desk(tmp_path: Path, form_set: FormSet, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(tmp_path, form_set)
    made.start()
    yield made
    made.disk.number = 0
    made.saver.close(5)


@pytest.fixture
def all_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every process count as dead, so that recovery entries of this one are offered."""
    monkeypatch.setattr(Process, "is_dead", property(lambda self: True))


def test_an_edit_is_saved_by_itself_and_told(desk: Desk) -> None:
    session = desk.type("Zorg")
    desk.wait_for(lambda status: status.state is SaveState.SAVING)
    desk.wait_for(lambda status: status.state is SaveState.SAVED)
    assert desk.on_disk() == session
    assert desk.saver.status.saved_at is not None
    assert list(desk.recovery.folder.iterdir()) == []
    assert [each.name for each in desk.folder.iterdir()] == ["a.smsjson"]


def test_typing_on_and_on_is_written_all_the_same(tmp_path: Path, form_set: FormSet) -> None:
    desk = Desk(tmp_path, form_set, Timing(pause=0.2, longest=0.4))
    desk.start()
    start, seen = time.monotonic(), 0.0
    while time.monotonic() - start < 1.5 and not seen:
        desk.type(f"{time.monotonic()}")
        time.sleep(0.02)
        if desk.on_disk().answers:
            seen = time.monotonic() - start
    desk.saver.close(5)
    assert 0 < seen < 1.0


def test_older_values_that_wait_are_dropped(tmp_path: Path, form_set: FormSet) -> None:
    desk = Desk(tmp_path, form_set, Timing(pause=30, longest=30))
    desk.start()
    for number in range(50):
        desk.type(str(number))
    assert desk.saver.flush(5)
    assert desk.on_disk() == desk.session
    desk.saver.close(5)
    assert len(desk.backups.entries("abc")) == 2  # as it was opened, and as it was closed


def test_a_save_makes_room_for_its_copy(desk: Desk) -> None:
    """Half a megabyte of room, as the settings may say, and copies of 0.3."""
    desk.saver.close(5)
    desk.timing, desk.backups.most_bytes = Timing(pause=0, longest=0, copies=0), 500_000
    desk.start()
    chance = random.Random(3)
    for _ in range(4):
        texts = desk.type(chance.randbytes(300_000).hex())
        desk.wait_for(lambda status, session=texts: desk.on_disk() == session)
        desk.told.clear()
    desk.saver.close(5)
    (newest,) = desk.backups.entries("abc")
    assert desk.backups.load(newest) == desk.session


def test_opening_and_closing_writes_nothing(desk: Desk) -> None:
    before = desk.path.stat().st_mtime_ns
    assert desk.saver.close(5)
    assert desk.path.stat().st_mtime_ns == before
    assert desk.backups.entries("abc") == ()


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFullError), (errno.EROFS, files.ReadOnlyError)]
)
def test_a_failing_disk_is_told_kept_and_overcome(
    desk: Desk, all_dead: None, number: int, kind: type[files.StorageError]
) -> None:
    desk.disk.number = number
    desk.type("een")
    status = desk.wait_for(lambda status: status.state is SaveState.FAILED)
    assert isinstance(status.error, kind) and status.path == desk.path
    session = desk.type("twee")
    assert not desk.saver.flush(5)
    assert desk.saver.status.is_kept
    assert desk.left_behind() == (session,)
    desk.disk.number = 0
    desk.told.clear()
    desk.wait_for(lambda status: status.state is SaveState.SAVED)
    assert desk.on_disk() == session
    assert desk.left_behind() == ()


def test_when_recovery_fails_too_the_window_is_told(tmp_path: Path, form_set: FormSet) -> None:
    desk = Desk(tmp_path, form_set)
    (tmp_path / "recovery").write_text("in the way")
    desk.disk.number = errno.EIO
    desk.start()
    desk.type("een")
    desk.wait_for(lambda status: status.state is SaveState.FAILED and not status.is_kept)
    (tmp_path / "recovery").unlink()
    desk.wait_for(lambda status: status.state is SaveState.FAILED and status.is_kept)
    desk.disk.number = 0
    assert desk.saver.close(5)
    assert desk.on_disk() == desk.session


def test_save_elsewhere(desk: Desk, tmp_path: Path) -> None:
    desk.disk.number = errno.EIO
    session = desk.type("een")
    desk.wait_for(lambda status: status.state is SaveState.FAILED)
    other = tmp_path / "other.smsjson"
    desk.saver.save_elsewhere(other, ABSENT)
    assert desk.saver.flush(5)
    assert files.read_session(other).session == session
    assert desk.saver.status.path == other and desk.saver.status.state is SaveState.SAVED


def test_save_elsewhere_asks_before_it_replaces(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.smsjson"
    other.write_bytes(b"something else")
    desk.saver.save_elsewhere(other, ABSENT)
    assert not desk.saver.flush(5)
    assert other.read_bytes() == b"something else"
    desk.saver.save_elsewhere(other, None)
    assert desk.saver.flush(5)
    assert files.read_session(other).session == desk.session
    copies = [desk.backups.load_bytes(each) for each in desk.backups.entries("abc")]
    assert b"something else" in copies


def test_a_file_that_changed_is_not_overwritten(desk: Desk, all_dead: None) -> None:
    start = desk.session
    theirs = edits.set_answer(start, WHOLE, "session.sector", "zorg")
    found = files.save_session(desk.path, theirs, expected=None)
    desk.saver.look()
    status = desk.wait_for(lambda status: status.state is SaveState.CHANGED_ON_DISK)
    assert isinstance(status.error, ChangedOnDiskError) and status.error.found == found
    mine = desk.type("Zorg")
    assert not desk.saver.flush(5)
    assert desk.saver.saved_session == start
    assert desk.on_disk() == theirs and desk.left_behind() == (mine,)
    assert desk.saver.status.state is SaveState.CHANGED_ON_DISK
    desk.saver.accept(found)
    assert desk.saver.flush(5)
    assert desk.on_disk() == mine == desk.saver.saved_session
    assert desk.saver.status.state is SaveState.SAVED
    desk.saver.close(5)
    assert theirs in [desk.backups.load(each) for each in desk.backups.entries("abc")]


def test_a_file_that_is_back_as_it_was_is_saved_again(desk: Desk) -> None:
    ours = desk.path.read_bytes()
    desk.path.write_bytes(b"broken by something")
    session = desk.type("een")
    desk.wait_for(lambda status: status.state is SaveState.CHANGED_ON_DISK)
    desk.path.write_bytes(ours)
    desk.saver.look()
    desk.wait_for(lambda status: status.saved_at is not None)
    assert desk.on_disk() == session


def test_a_file_that_was_removed_is_written_anew(desk: Desk) -> None:
    desk.path.unlink()
    session = desk.type("een")
    assert desk.saver.flush(5)
    assert desk.on_disk() == session


def test_whoever_lost_the_lock_writes_no_more(tmp_path: Path, form_set: FormSet) -> None:
    desk = Desk(tmp_path, form_set)
    held = lock.acquire(desk.path, files_now())
    assert isinstance(held, Lock)
    desk.lock = held
    desk.start()
    desk.type("een")
    assert desk.saver.flush(5)
    kept = desk.on_disk()
    other = lock.take_over(desk.path, files_now())
    assert isinstance(other, Lock)
    desk.type("twee")
    desk.wait_for(lambda status: status.state is SaveState.TAKEN_OVER)
    assert not desk.saver.close(5)
    assert desk.on_disk() == kept
    assert other.still_ours()


def test_an_unexpected_error_goes_to_recovery_only(desk: Desk, all_dead: None) -> None:
    suspect = edits.set_answer(desk.session, WHOLE, "session.environment", "suspect")
    assert desk.saver.keep(suspect)
    assert desk.saver.flush(5)
    assert desk.on_disk() == desk.session
    assert desk.left_behind() == (suspect,)


def test_the_thread_outlives_a_window_that_is_gone(tmp_path: Path, form_set: FormSet) -> None:
    desk = Desk(tmp_path, form_set)

    def gone(status: Status) -> None:
        raise RuntimeError("already deleted")

    desk.tell = gone  # type: ignore[method-assign]
    desk.start()
    desk.type("een")
    assert desk.saver.flush(5)
    desk.type("twee")
    assert desk.saver.close(5)
    assert desk.on_disk() == desk.session


def files_now():  # type: ignore[no-untyped-def]
    from datetime import UTC, datetime

    return datetime.now(UTC)
