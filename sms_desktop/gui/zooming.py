"""Zooming by keys: drawing everything in another size takes a moment, and a key that is held repeats."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

REST = 40
"""Milliseconds after a change in which further steps are gathered: those that waited for it come first."""


class ZoomSteps(QObject):
    """Steps from the size that ``now`` gives: the first at once, those that come meanwhile together."""

    def __init__(self, now: Callable[[], int], change: Callable[[int], object], parent: QObject) -> None:
        super().__init__(parent)
        self._now, self._change = now, change
        self._wanted: int | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._go)

    def by(self, percent: int) -> None:
        """So much larger, or smaller."""
        self.to((self._now() if self._wanted is None else self._wanted) + percent)

    def to(self, percent: int) -> None:
        """This size."""
        self._wanted = percent
        if not self._rest.isActive():
            self._go()

    def _go(self) -> None:
        if self._wanted is None:
            return
        wanted, self._wanted = self._wanted, None
        self._change(wanted)
        self._rest.start()
