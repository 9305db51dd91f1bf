"""Back-ups: what is kept, what is thinned, what cannot get out of its folder."""

from __future__ import annotations

import random
import stat
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.storage import backups, codec
from sms_desktop.storage.backups import Backups
from sms_desktop.storage.files import DeviceError, StorageError

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def session(form_set: FormSet) -> Session:
    return edits.new_session(form_set, "abc")


def changed(session: Session, text: str) -> Session:
    return edits.set_answer(session, WHOLE, "session.environment", text)


def test_a_copy_comes_back_as_it_was(tmp_path: Path, session: Session) -> None:
    store = Backups(tmp_path / "backups")
    entry = store.add(session, START)
    assert entry is not None
    assert store.entries("abc") == (entry,)
    assert store.load(entry) == session
    assert entry.made_at == START
    assert entry.size < len(codec.encode(session)) / 2


def test_nothing_is_copied_twice(tmp_path: Path, session: Session) -> None:
    store = Backups(tmp_path)
    assert store.add(session, START) is not None
    assert store.add(session, START + timedelta(hours=5)) is None
    assert store.add(changed(session, "a"), START + timedelta(hours=6)) is not None
    assert store.add(session, START + timedelta(hours=7)) is not None
    assert len(store.entries("abc")) == 3


def test_the_same_copy_has_the_same_bytes(tmp_path: Path, session: Session) -> None:
    entries = [Backups(tmp_path / name).add(session, START) for name in "ab"]
    first, second = (entry.path for entry in entries if entry)
    assert first.name == second.name and first.read_bytes() == second.read_bytes()


def test_copies_made_at_one_moment_keep_their_order(tmp_path: Path, session: Session) -> None:
    store = Backups(tmp_path)
    for number in range(20):
        store.add(changed(session, str(number)), START)
    texts = [store.load(entry).answers["session.environment"] for entry in store.entries("abc")]
    assert texts == [str(number) for number in reversed(range(20))]


@pytest.mark.skipif(sys.platform == "win32", reason="no such notion")
def test_only_the_user_can_read_it(tmp_path: Path, session: Session) -> None:
    store = Backups(tmp_path / "backups")
    entry = store.add(session, START)
    assert entry is not None
    assert stat.S_IMODE(entry.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(entry.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_names_tell_nothing(tmp_path: Path, form_set: FormSet) -> None:
    session = edits.new_session(form_set, "Zorgcampus")
    Backups(tmp_path).add(session, START)
    assert not any("zorg" in str(path.relative_to(tmp_path)).lower() for path in tmp_path.rglob("*"))


def test_sessions_are_kept_apart_also_where_capitals_are_not(tmp_path: Path, form_set: FormSet) -> None:
    names = {backups.folder_name(each) for each in ("abc", "ABC", "con", "..", "a/b")}
    assert len(names) == 5
    assert all(name == name.lower() and name.isalnum() for name in names)


def test_a_year_of_work_is_thinned_with_age(tmp_path: Path, session: Session) -> None:
    store = Backups(tmp_path)
    now = START
    for age, step in ((400, 86400 * 9), (60, 86400), (20, 3600 * 7), (1, 600)):
        now = max(now, START + timedelta(days=420 - age))
        while now < START + timedelta(days=420 - age / 2):
            store.add(changed(session, now.isoformat()), now)
            now += timedelta(seconds=step)
    now = START + timedelta(days=420)
    for minute in range(0, 55, 2):
        store.add(changed(session, f"last {minute}"), now - timedelta(minutes=minute + 1))
    newest = store.entries("abc")[0]
    store.thin("abc", now)
    ages = [now - entry.made_at for entry in store.entries("abc")]
    assert store.entries("abc")[0] == newest
    assert sum(age < timedelta(hours=1) for age in ages) == 28
    _at_most_one_per(timedelta(hours=1), [a for a in ages if timedelta(hours=1) <= a < timedelta(days=1)])
    _at_most_one_per(timedelta(days=1), [a for a in ages if timedelta(days=1) <= a < timedelta(days=31)])
    assert len([age for age in ages if age >= timedelta(days=31)]) <= 13
    assert max(ages) < timedelta(days=366)
    assert max(ages) > timedelta(days=300)


def _at_most_one_per(step: timedelta, ages: list[timedelta]) -> None:
    assert ages
    assert len(ages) <= (max(ages) - min(ages)) / step + 2


def test_thinning_again_and_again_keeps_what_it_kept(tmp_path: Path, session: Session) -> None:
    store = Backups(tmp_path)
    for hour in range(0, 24 * 40, 5):
        now = START + timedelta(hours=hour)
        store.add(changed(session, str(hour)), now)
        store.thin("abc", now)
    days = {
        entry.made_at.date() for entry in store.entries("abc") if now - entry.made_at < timedelta(days=30)
    }
    assert len(days) >= 30


def test_number_and_bytes_are_bounded(tmp_path: Path, session: Session) -> None:
    store = Backups(tmp_path)
    for number in range(30):
        store.add(changed(session, str(number)), START + timedelta(seconds=number))
    store.most_copies = 20
    store.thin("abc", START + timedelta(minutes=1))
    assert len(store.entries("abc")) == 20
    store.most_bytes = store.entries("abc")[0].size * 5 + 100
    store.thin("abc", START + timedelta(minutes=1))
    assert len(store.entries("abc")) == 5
    assert store.load(store.entries("abc")[0]).answers["session.environment"] == "29"
    store.most_bytes = 1
    store.thin("abc", START + timedelta(minutes=1))
    assert len(store.entries("abc")) == 1


@pytest.mark.parametrize(
    ("sizes", "room", "kept"),
    [
        ((400, 400, 400, 400), 1_000, (400, 400)),
        ((400, 400, 400, 400), 2_000, (400, 400, 400, 400)),
        ((300, 100, 100, 100), 450, (100, 100, 100)),
        ((100, 900, 100, 100), 1_000, (100, 100)),  # what does not fit goes, and all that is older
        ((100, 100, 100, 1_500), 1_000, (1_500,)),  # the newest stays whatever its size
    ],
)
def test_what_has_no_room_goes_the_oldest_first(
    tmp_path: Path, form_set: FormSet, sizes: tuple[int, ...], room: int, kept: tuple[int, ...]
) -> None:
    """Kilobytes on the disk, from the oldest to the newest; a neighbour keeps its own."""
    store, chance = Backups(tmp_path), random.Random(7)
    store.most_bytes = room * 1_000
    here, beside = (edits.new_session(form_set, each) for each in ("abc", "abd"))
    store.add(beside, START)
    for number, size in enumerate(sizes):
        text = b64encode(chance.randbytes(size * 1_000)).decode()  # packs to what it was, and no further
        store.add(changed(here, text), START + timedelta(minutes=number))
    store.thin("abc", START + timedelta(minutes=len(sizes)))
    left = sorted(store.entries("abc"), key=lambda entry: entry.made_at)
    assert [entry.path.stat().st_size for entry in left] == pytest.approx(
        [size * 1_000 for size in kept], rel=0.2
    )
    first = len(sizes) - len(kept)
    assert [entry.made_at for entry in left] == [
        START + timedelta(minutes=number) for number in range(first, len(sizes))
    ]
    assert all(store.load(entry).id == "abc" for entry in left)
    assert len(store.entries("abd")) == 1


def test_damaged_copies_are_told_apart_and_passed_over(tmp_path: Path, session: Session) -> None:
    store = Backups(tmp_path)
    store.add(session, START)
    newest = store.add(changed(session, "new"), START + timedelta(minutes=5))
    assert newest is not None
    for damage in (b"", b"no zlib", newest.path.read_bytes()[:-9]):
        newest.path.write_bytes(damage)
        with pytest.raises(codec.NotReadableError):
            store.load(newest)
    found = store.newest_good("abc")
    assert found is not None and found[1] == session
    assert store.newest_good("unknown") is None


def test_a_copy_that_unpacks_to_far_too_much_is_refused(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Backups(tmp_path)
    entry = store.add_bytes("abc", b" " * 2_000_000, START)
    assert entry is not None and entry.size < 20_000
    monkeypatch.setattr(codec, "LARGEST_FILE", 1_000_000)
    with pytest.raises(codec.TooLargeError):
        store.load(entry)


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path, session: Session) -> None:
    store = Backups(tmp_path)
    entry = store.add(session, START)
    assert entry is not None
    strange = entry.path.with_name("99999999T999999999Z-0123456789abcdef.smsjson.z")
    for path in (entry.path.with_name("notes.txt"), strange):
        path.write_text("mine")
    assert store.entries("abc") == (entry,)
    store.thin("abc", START + timedelta(days=999))
    assert strange.read_text() == "mine"
    assert store.entries("abc") == (entry,)


def test_remove_all(tmp_path: Path, session: Session, form_set: FormSet) -> None:
    store = Backups(tmp_path)
    store.add(session, START)
    other = edits.new_session(form_set, "other")
    store.add(other, START)
    store.remove_all("abc")
    store.remove_all("abc")
    assert store.entries("abc") == ()
    assert len(store.entries("other")) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, session: Session) -> None:
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(StorageError) as caught:
        Backups(tmp_path / "backups").add(session, START)
    assert not isinstance(caught.value, DeviceError)
