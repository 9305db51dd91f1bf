"""Disks that fail when told to, and remember what was asked of them."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from sms_desktop.storage.files import FileSystem

STEPS = ("open_new", "write", "fsync", "close", "replace", "fsync_folder")


class RecordingDisk(FileSystem):
    """Does everything for real and writes down the order; ``after`` is called after every step."""

    def __init__(self, after: Callable[[str], None] = lambda step: None) -> None:
        self.steps: list[str] = []
        self._after = after

    def open_new(self, path: Path, mode: int) -> int:
        descriptor = super().open_new(path, mode)
        self._did("open_new")
        return descriptor

    def write(self, descriptor: int, data: memoryview) -> int:
        written = super().write(descriptor, data[: max(1, len(data) // 3)])
        self._did("write")
        return written

    def fsync(self, descriptor: int) -> None:
        super().fsync(descriptor)
        self._did("fsync")

    def close(self, descriptor: int) -> None:
        super().close(descriptor)
        self._did("close")

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        self._did("replace")

    def fsync_folder(self, folder: Path) -> None:
        super().fsync_folder(folder)
        self._did("fsync_folder")

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        self._did("unlink")

    def _did(self, step: str) -> None:
        self.steps.append(step)
        self._after(step)


class FaultyDisk(FileSystem):
    """Fails at one step as long as ``step`` says so, after ``working`` times that it still works.

    ``number`` is the error. A write that fails has written half of what it got first.
    """

    def __init__(self, step: str = "", number: int = errno.EIO, working: int = 0) -> None:
        self.step, self.number, self.working = step, number, working
        self.failed = 0

    def open_new(self, path: Path, mode: int) -> int:
        self._maybe("open_new")
        return super().open_new(path, mode)

    def write(self, descriptor: int, data: memoryview) -> int:
        if self.step == "write" and self.working <= 0:
            super().write(descriptor, data[: len(data) // 2])
        self._maybe("write")
        return super().write(descriptor, data[:10_000])

    def fsync(self, descriptor: int) -> None:
        self._maybe("fsync")
        super().fsync(descriptor)

    def close(self, descriptor: int) -> None:
        super().close(descriptor)
        self._maybe("close")

    def replace(self, source: Path, target: Path) -> None:
        self._maybe("replace")
        super().replace(source, target)

    def fsync_folder(self, folder: Path) -> None:
        self._maybe("fsync_folder")
        super().fsync_folder(folder)

    def unlink(self, path: Path) -> None:
        self._maybe("unlink")
        super().unlink(path)

    def _maybe(self, step: str) -> None:
        if step != self.step:
            return
        self.working -= 1
        if self.working < 0:
            self.failed += 1
            raise OSError(self.number, "injected")


class NothingWritten(FileSystem):
    """A disk that takes no bytes and says nothing of it."""

    def write(self, descriptor: int, data: memoryview) -> int:
        return 0
