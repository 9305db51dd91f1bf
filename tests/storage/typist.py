"""A program of its own that edits a session through the saver as a fast typist does, until it is killed.

Every edit is told on standard output, as a number and the time of the system's steady clock, after the
saver has taken it.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from sms_desktop.core import edits
from sms_desktop.core.session import WHOLE
from sms_desktop.storage.backups import Backups
from sms_desktop.storage.files import read_session
from sms_desktop.storage.lock import Lock, acquire
from sms_desktop.storage.recovery import Recovery
from sms_desktop.storage.saver import Saver, Timing


def main(folder: Path, seed: int) -> None:
    """Type until killed."""
    from datetime import UTC, datetime

    chance = random.Random(seed)
    path = folder / "a.smsjson"
    lock = acquire(path, datetime.now(UTC))
    if not isinstance(lock, Lock):
        raise SystemExit(f"no lock: {lock}")
    loaded = read_session(path)
    saver = Saver(
        path,
        loaded.session,
        loaded.digest,
        backups=Backups(folder / "backups"),
        recovery=Recovery(folder / "recovery"),
        tell=lambda status: None,
        lock=lock,
        timing=Timing(copies=0.2),
    )
    session = loaded.session
    number = int(session.answers.get("tally.education.people", 0))
    while True:
        number += 1
        session = edits.set_answer(session, WHOLE, "tally.education.people", number)
        session = edits.set_answer(session, WHOLE, "session.environment", "tekst " * chance.randrange(2000))
        saver.take(session)
        sys.stdout.write(f"{number} {time.monotonic()}\n")
        sys.stdout.flush()
        # Mostly letters in a row, sometimes a pause for thought.
        time.sleep(chance.choice((0.005, 0.02, 0.05, 0.08, 0.5)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
