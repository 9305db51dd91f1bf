"""The real program, in which somebody types fast through the store until it is killed.

Every edit is told on standard output, as a number and the time of the system's steady clock, after the
store has taken it.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from sms_desktop.app import Program
from sms_desktop.core.session import WHOLE
from sms_desktop.paths import Folders

# Milliseconds: mostly letters in a row, sometimes a pause for thought.
PAUSES = (5, 20, 50, 80, 500)


class Typist:
    """Types in an open session, a letter or a pasted text at a time."""

    def __init__(self, program: Program, seed: int) -> None:
        self._store = program.store
        self._chance = random.Random(seed)
        self._number = int(self._store.session.answers.get("tally.education.people", 0))

    def type_on(self) -> None:
        """One edit, and the next after a while."""
        self._number += 1
        text = "tekst " * self._chance.randrange(2000)
        self._store.set_answer(WHOLE, "session.environment", text, typing=True)
        self._store.set_answer(WHOLE, "tally.education.people", self._number, typing=True)
        sys.stdout.write(f"{self._number} {time.monotonic()}\n")
        sys.stdout.flush()
        QTimer.singleShot(self._chance.choice(PAUSES), self.type_on)


def main(folder: Path, seed: int) -> None:
    """Open ``a.smsjson`` in ``folder``, which is the program's data folder too, and type until killed."""
    application = QApplication([])
    program = Program(application, Folders.standard(folder))
    program.window.show()
    program.controller.open_path(folder / "a.smsjson")
    typist = Typist(program, seed)  # kept: a timer does not keep it
    typist.type_on()
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
