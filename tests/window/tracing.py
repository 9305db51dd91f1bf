"""What the real window needs, and what a trace of it may hold."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

NEEDS_SCREEN = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool"
)


def no_internet(trace: Path) -> None:
    """Fail if a program that was traced by ``strace`` asked for a socket to the internet."""
    sockets = trace.read_text(errors="replace")
    assert "AF_UNIX" in sockets, "nothing was traced"
    assert not re.search(r"AF_INET6?\b", sockets)
