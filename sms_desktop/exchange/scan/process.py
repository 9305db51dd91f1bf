"""Reading files in the background: starts the worker, watches over it, and ends it when it hangs."""

from __future__ import annotations

import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec
from msgspec.structs import replace

from sms_desktop.core.session import Session
from sms_desktop.exchange.scan.reading import PageReading, Reason, Status
from sms_desktop.exchange.scan.worker import Event, Task
from sms_desktop.paths import READ_WORKER, own_command
from sms_desktop.storage import codec

PATIENCE = 60.0
"""Seconds for one page. An ordinary one takes a tenth of one."""
FILE_PATIENCE, PAGE_PATIENCE = 180.0, 2.0
"""Seconds for one file, and more for each page of it: no file holds up those behind it for long."""
MOST_BROKEN = 3
"""Pages of one file on which a worker breaks or hangs; with more the rest of it is not tried."""
_LOOK = 0.1


class Reading:
    """Files being read for a session, one after the other.

    Iterate over it for the events. ``stop`` may be called from another thread: the iteration ends soon.
    """

    def __init__(
        self,
        session: Session,
        inputs: Sequence[Path],
        layouts: Path | None = None,
        pictures: bool = False,
        patience: float = PATIENCE,
        command: Sequence[str] | None = None,
    ) -> None:
        self._session = codec.encode(session)
        self._inputs = [str(each) for each in inputs]
        self._layouts = str(layouts) if layouts is not None else None
        self._pictures = pictures
        self._patience = patience
        self._command = [*(command or own_command()), READ_WORKER]
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End the reading; what was read up to now stays."""
        self._stopped.set()

    def __iter__(self) -> Iterator[Event]:
        at = _At()
        while at.place < len(self._inputs) and not self._stopped.is_set():
            failed: Reason | None = Reason.NOT_READABLE
            run = _Run(self._command, self._task(at.place, at.page))
            start = at.place
            try:
                for event in run.events(self._patience, self._stopped.is_set):
                    last = replace(event, place=event.place + start)
                    at.follow(last)
                    yield last
                    if at.is_late:
                        break
                if run.is_whole or self._stopped.is_set():
                    return
                failed = None if at.is_late else Reason.TOO_SLOW if run.is_late else Reason.NOT_READABLE
            finally:
                run.end()
            yield from self._refused(at, failed)

    def _refused(self, at: _At, failed: Reason | None) -> Iterator[Event]:
        """Go on behind the page on which it broke or hung, or behind the file that takes too long."""
        if at.is_read:  # all of this input was read: it is the next one
            at.next_input()
        if at.place >= len(self._inputs):
            return
        if failed is not None:
            yield self._refusal(at, failed)
            at.broken += 1
        if failed is None or at.broken >= MOST_BROKEN:
            while at.page <= at.pages:
                yield self._refusal(at, Reason.TOO_SLOW)
        if at.page > at.pages:  # also when it broke before it could say how many there are
            at.next_input()

    def _refusal(self, at: _At, reason: Reason) -> Event:
        refused = PageReading(self._inputs[at.place], at.page, Status.REFUSED, reason)
        at.page += 1
        return Event(at.place, reading=refused)

    def _task(self, place: int, page: int) -> bytes:
        task = Task(self._session, tuple(self._inputs[place:]), page, self._layouts, self._pictures)
        return msgspec.json.encode(task)


class _At:
    """How far the reading is: which input, and which of its pages comes next. ``pages`` is 0 until known."""

    def __init__(self) -> None:
        self.place = -1
        self.next_input()

    def next_input(self) -> None:
        """To the next input."""
        self.place, self.page, self.pages, self.broken = self.place + 1, 1, 0, 0
        self._began = time.monotonic()

    def follow(self, event: Event) -> None:
        """This was read."""
        while event.place > self.place:
            self.next_input()
        self.pages = event.pages or self.pages
        self.page = event.reading.page + 1 if event.reading else self.page

    @property
    def is_read(self) -> bool:
        """Whether no page of this input is left."""
        return bool(self.pages) and self.page > self.pages

    @property
    def is_late(self) -> bool:
        """Whether this input took longer than any stack of its size."""
        spent = time.monotonic() - self._began
        return not self.is_read and spent > FILE_PATIENCE + PAGE_PATIENCE * self.pages


class _Run:
    """One worker."""

    def __init__(self, command: Sequence[str], task: bytes) -> None:
        # No black window on Windows.
        flags = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        assert self._process.stdin is not None and self._process.stdout is not None
        threading.Thread(target=self._tell, args=(self._process.stdin, task), daemon=True).start()
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()
        self.is_late = False
        self.is_whole = False

    def events(self, patience: float, is_stopped: Callable[[], bool]) -> Iterator[Event]:
        """What the worker says, until it is done, breaks, or is silent for longer than ``patience``."""
        waited = 0.0
        while not is_stopped():
            try:
                line = self._lines.get(timeout=_LOOK)
            except queue.Empty:
                waited += _LOOK
                if waited >= patience:
                    self.is_late = True
                    return
                continue
            if line is None:
                self.is_whole = self._process.wait() == 0
                return
            waited = 0.0
            try:
                yield msgspec.json.decode(line, type=Event)
            except (msgspec.DecodeError, msgspec.ValidationError):
                return

    def end(self) -> None:
        """End the worker, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    @staticmethod
    def _tell(pipe: IO[bytes], task: bytes) -> None:
        try:
            with pipe:
                pipe.write(task)
        except OSError:
            return  # the worker is gone already; that shows in its output

    def _listen(self, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                self._lines.put(line)
        self._lines.put(None)
