"""A typist's program is killed at random moments: nothing older than a second of typing is ever lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sms_desktop.core import edits
from sms_desktop.core.session import Session
from sms_desktop.storage.backups import Backups
from sms_desktop.storage.files import ABSENT, read_session, save_session
from sms_desktop.storage.lock import Lock, acquire
from sms_desktop.storage.recovery import Recovery

A_SECOND = 1.0


class Typist:
    """The program, and what it said that it typed and when."""

    def __init__(self, folder: Path, seed: int) -> None:
        command = [sys.executable, "-m", "tests.storage.typist", str(folder), str(seed)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2], env=dict(os.environ)
        )
        self.typed: list[tuple[int, float]] = []
        self.started = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            number, _, moment = line.partition(" ")
            if line.endswith("\n"):
                self.typed.append((int(number), float(moment)))
                self.started.set()

    def kill(self) -> float:
        """Kill it; when that was, on the steady clock."""
        moment = time.monotonic()
        self._process.kill()
        self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        return moment


def number_in(session: Session) -> int:
    """The number of the last edit in a session."""
    return int(session.answers.get("tally.education.people", 0))


def check_what_is_left(folder: Path, typed: list[tuple[int, float]], killed_at: float, newest: int) -> int:
    """The last edit that is on the disk; fails if it is too old or if something cannot be read."""
    on_disk = number_in(read_session(folder / "a.smsjson").session)
    assert on_disk >= newest, "an earlier state is back"
    recovery = Recovery(folder / "recovery")
    assert recovery.damaged() == ()
    found = [on_disk]
    for pending in recovery.pending():
        assert pending.path == folder / "a.smsjson"
        found.append(number_in(pending.session))
        recovery.discard(pending)
    expected = [number for number, moment in typed if moment < killed_at - A_SECOND]
    if expected:
        assert max(found) >= expected[-1], f"{expected[-1] - max(found)} edits older than a second are lost"
    backups = Backups(folder / "backups")
    for entry in backups.entries("typist"):
        backups.load(entry)
    return on_disk


def harness(folder: Path, session: Session, kills: int, seed: int) -> None:
    print(f"seed {seed}")
    chance = random.Random(seed)
    save_session(folder / "a.smsjson", edits.new_session(session.form_set, "typist"), expected=ABSENT)
    newest = 0
    for turn in range(kills):
        typist = Typist(folder, chance.randrange(10**6))
        assert typist.started.wait(30), "the program did not start"
        time.sleep(chance.choice((0.1, 0.7, 1.5, 2.2)) * chance.random())
        killed_at = typist.kill()
        newest = check_what_is_left(folder, typist.typed, killed_at, newest)
        lock = acquire(folder / "a.smsjson", datetime.now(UTC))
        assert isinstance(lock, Lock) and lock.lifted, f"turn {turn}: the lock of a killed program stays"
        lock.release()
    copies = Backups(folder / "backups").entries("typist")
    assert newest > 0 and copies
    strays = {each.name for each in folder.iterdir() if each.suffix not in (".smsjson", ".tmp", "")}
    assert strays <= {"settings.json"}


def test_killed_a_dozen_times(tmp_path: Path, session: Session) -> None:
    harness(tmp_path, session, 12, random.randrange(10**9))


@pytest.mark.long
def test_killed_hundreds_of_times(tmp_path: Path, session: Session) -> None:
    harness(tmp_path, session, 300, random.randrange(10**9))
