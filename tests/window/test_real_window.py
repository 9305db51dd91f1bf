"""The installed program as a process in a real window on a screen of its own, with real keys."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sms_desktop.core.session import Session
from sms_desktop.storage.codec import decode
from tests.window.tracing import NEEDS_SCREEN, no_internet

pytestmark = [pytest.mark.window, NEEDS_SCREEN]


class Window:
    """The program in its window: keys in, saved sessions out."""

    def __init__(self, display: str, data: Path) -> None:
        self.data = data
        self.trace = data.parent / "trace.txt"
        self._environment = dict(os.environ) | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        tracing = ["strace", "-f", "-e", "trace=socket", "-o", str(self.trace)]
        command = tracing if shutil.which("strace") else []
        command += [sys.executable, "-m", "sms_desktop", "--data-dir", str(data)]
        self.process = subprocess.Popen(
            command, env=self._environment, cwd=data.parent, start_new_session=True
        )

    def end(self) -> None:
        """Stop the program, and what traces it, if they still run."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def keys(self, *keys: str) -> None:
        """Press keys in the window in front."""
        if windows := self._windows():
            self._xdotool("windowfocus", "--sync", windows[-1])
        for key in keys:
            self._xdotool("key", "--delay", "30", key)
            time.sleep(0.03)

    def type(self, text: str) -> None:
        """Type letters where the focus is."""
        self._xdotool("type", "--delay", "15", text)

    def _windows(self) -> list[str]:
        return self._xdotool("search", "--onlyvisible", "--name", ".").split()

    def title(self) -> str:
        """The names of the windows that are shown."""
        return "\n".join(self._xdotool("getwindowname", each) for each in self._windows())

    def session(self) -> Session | None:
        """What is in the one session file, if it is there."""
        found = list((self.data / "SMS-tool").glob("*.smsjson"))
        return decode(found[0].read_bytes()) if found else None

    def wait_for(self, condition: Callable[[], object], seconds: float = 30) -> None:
        """Wait until something is so."""
        until = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, "the program ended"
            assert time.monotonic() < until, "it did not come"
            time.sleep(0.1)


@pytest.fixture
def window(display: str, tmp_path: Path) -> Iterator[Window]:
    """The program, started as its user does, and ended whatever happens."""
    made = Window(display, tmp_path / "data")
    try:
        made.wait_for(lambda: "SMS-tool" in made.title())
        yield made
    finally:
        made.end()


def ticks(session: Session | None) -> list[list[str]]:
    """The ticks of each sheet, sorted."""
    sheets = session.sheets if session is not None else ()
    return [sorted(field for field, value in sheet.answers.items() if value is True) for sheet in sheets]


def test_a_stack_of_paper_is_typed_in_without_the_mouse(window: Window) -> None:
    time.sleep(1)
    window.keys("ctrl+n")
    window.wait_for(lambda: "Nieuwe sessie" in window.title())
    window.keys()
    window.type("Leernetwerk")
    window.keys("Return")
    window.wait_for(lambda: window.session() is not None)
    time.sleep(0.5)
    window.keys("n", "o", "1", "3", "6", "Return", "w", "5", "8", "Return", "b", "2")
    expected = [
        [
            "quick_scan.education.development",
            "quick_scan.education.legitimising",
            "quick_scan.practice.capital",
            "quick_scan.role.education",
        ],
        ["quick_scan.practice.legitimising", "quick_scan.practice.societal", "quick_scan.role.practice"],
        ["quick_scan.education.capital", "quick_scan.role.both"],
    ]
    window.wait_for(lambda: ticks(window.session()) == expected)
    window.keys("ctrl+z")
    window.wait_for(lambda: ticks(window.session())[-1] == ["quick_scan.role.both"])
    window.keys("ctrl+p")
    window.wait_for(lambda: "Afdrukken" in window.title())
    window.keys("Escape")
    window.wait_for(lambda: "Afdrukken" not in window.title())
    window.keys("ctrl+2", "ctrl+3", "ctrl+4", "ctrl+1", "ctrl+q")
    assert window.process.wait(20) == 0
    if window.trace.exists():
        no_internet(window.trace)


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_a_whole_workshop_opens_no_internet_socket(display: str, tmp_path: Path) -> None:
    """The workshop of ``tests/gui/test_workshop.py`` again, in a real window and traced.

    From the new session to the evaluation, printed, presented and put out in every kind of file.
    """
    trace = tmp_path / "trace.txt"
    workshop = Path(__file__).parents[1] / "gui" / "test_workshop.py"
    tracing = ["strace", "-f", "-e", "trace=socket", "-o", str(trace)]
    playing = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(workshop)]
    done = subprocess.run(
        [*tracing, *playing],
        env=dict(os.environ) | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        cwd=workshop.parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    no_internet(trace)


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("openbox"), reason="needs openbox")
def test_a_whole_workshop_without_the_mouse(tmp_path: Path) -> None:
    """The script that a person runs for its pictures; it reads the session back itself."""
    script = Path(__file__).parents[1] / "scripts" / "whole_workshop.py"
    done = subprocess.run(
        [sys.executable, str(script), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(tmp_path.glob("*.png"))) > 40
