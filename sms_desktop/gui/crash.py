"""An unexpected error: keep the session safe, say so, and let the work go on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Signal

MOST_REPORTS = 3
"""Dialogs for errors in one run; after that an error that comes back is only kept, not shown again."""


class CrashGuard(QObject):
    """Catches what nobody expected. ``keep`` puts the session in the recovery folder: whether it worked."""

    caught = Signal(str)

    def __init__(self, keep: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keep = keep
        self._busy = False
        self._shown = 0
        self._previous = sys.excepthook

    def install(self) -> None:
        """Take over from Python's own handling until :meth:`remove`."""
        self._previous = sys.excepthook
        sys.excepthook = self.handle

    def remove(self) -> None:
        """Give the handling back."""
        sys.excepthook = self._previous

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Keep first, tell afterwards."""
        if issubclass(kind, KeyboardInterrupt):
            self._previous(kind, error, trace)
            return
        if self._busy:
            return
        self._busy = True
        try:
            is_safe = self._keep()
            from sms_desktop.gui.dialogs.crashed import CrashDialog, report_of

            report = report_of(kind, trace)
            self.caught.emit(report)
            if self._shown < MOST_REPORTS:
                self._shown += 1
                CrashDialog(report, is_safe).exec()
        finally:
            self._busy = False
