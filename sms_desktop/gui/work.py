"""Something long, done beside the window: with progress, and to be stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QThread, Signal

_TELL_EVERY = 0.05
"""Seconds between two steps of a progress bar."""

Tell: TypeAlias = Callable[[int, int], None]
IsStopped: TypeAlias = Callable[[], bool]


class Work(QThread):
    """Does ``task(tell, is_stopped)`` once it is started, in a thread of its own.

    ``made(what)`` with what the task gives, also when it was asked to stop and gave a part; ``failed(error)``
    with whatever it raised; ``progress(done, of)`` now and then.
    """

    made = Signal(object)
    failed = Signal(object)
    progress = Signal(int, int)

    def __init__(self, task: Callable[[Tell, IsStopped], object]) -> None:
        super().__init__()
        self._task = task
        self._told = 0.0

    def run(self) -> None:
        """The work itself; anything that goes wrong is told, not raised in a thread."""
        try:
            made = self._task(self._tell, self.isInterruptionRequested)
        except Exception as error:
            self.failed.emit(error)
            return
        self.made.emit(made)

    def let_go(self) -> None:
        """Ask it to stop, and wait until it did."""
        self.requestInterruption()
        self.wait()

    def _tell(self, done: int, count: int) -> None:
        now = time.monotonic()
        if now - self._told >= _TELL_EVERY or done == count:
            self._told = now
            self.progress.emit(done, count)
