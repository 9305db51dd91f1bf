"""Reading in the background: files can be added while it goes on, and it can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QThread, Signal

from sms_desktop import messages
from sms_desktop.core.session import Session
from sms_desktop.exchange.inputs import files_in
from sms_desktop.exchange.scan.process import Reading
from sms_desktop.gui.intake.kinds import recognised
from sms_desktop.gui.intake.pile import Entry


class ReadJob(QThread):
    """Reads what is added, one thing after the other.

    ``found(entry)`` for every page and file; ``progressed(done, of)`` counts pages, of files that are not
    opened yet one, and 0 of 0 while nothing is known; ``ended()`` when there is nothing left to read.
    """

    found = Signal(object)
    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, session: Session, layouts: Path) -> None:
        super().__init__()
        self._session, self._layouts = session, layouts
        self._waiting: list[Path] = []
        self._lock = threading.Lock()
        self._reading: Reading | None = None
        self._is_stopped = False
        self.finished.connect(self._round_ended)

    def add(self, paths: Sequence[Path]) -> None:
        """Read these too."""
        with self._lock:
            self._waiting += paths
        self._is_stopped = False
        self._go_on()

    @property
    def is_busy(self) -> bool:
        """Whether something is being read, or is about to be."""
        return self.isRunning() or bool(self._waiting)

    def stop(self) -> None:
        """End soon; what was read stays."""
        self._is_stopped = True
        with self._lock:
            self._waiting.clear()
            if self._reading is not None:
                self._reading.stop()

    def _go_on(self) -> None:
        """Start, for what was added while the last round ended."""
        if self._waiting and not self.isRunning():
            self.start()

    def _round_ended(self) -> None:
        self.wait()  # the thread says that it ends a moment before it did
        self._go_on()
        if not self.is_busy:
            self.ended.emit()

    def run(self) -> None:
        """The work itself; whatever goes wrong is told in the list."""
        while paths := self._taken():
            self.progressed.emit(0, 0)  # until it is known how much there is
            scans = []
            for path in files_in(paths):
                if self._is_stopped:
                    return
                entry = recognised(path, self._session)
                if entry is None:
                    scans.append(path)
                else:
                    self.found.emit(entry)
            if scans:
                self._read(scans)

    def _taken(self) -> list[Path]:
        with self._lock:
            taken, self._waiting = self._waiting, []
        return taken

    def _read(self, scans: list[Path]) -> None:
        reading = Reading(self._session, scans, self._layouts, pictures=True)
        with self._lock:
            self._reading = reading
        if self._is_stopped:
            return
        pages, done = [1] * len(scans), 0
        self.progressed.emit(0, len(scans))
        try:
            for event in reading:
                if event.pages:
                    pages[event.place] = event.pages
                if event.reading is not None:
                    done += 1
                    path = Path(event.reading.source)
                    self.found.emit(Entry("page", path, event.reading, odd=event.odd))
                self.progressed.emit(done, max(sum(pages), done))
        except Exception as error:  # the worker could not be started, say
            self.found.emit(Entry("other", scans[0], note=messages.words_of(error)))
        finally:
            with self._lock:
                self._reading = None
