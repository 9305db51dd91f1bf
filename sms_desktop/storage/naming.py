"""Names for files, from what people call things."""

from __future__ import annotations

import re
from pathlib import Path

SUFFIX = ".smsjson"
"""Of a session."""

LONGEST = 80
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def safe_name(text: str) -> str:
    """``text`` as a file name that every system takes, without a suffix; empty if nothing is left of it."""
    return " ".join(_NOT_IN_NAMES.sub(" ", text).split()).strip(". ")[:LONGEST].rstrip(". ")


def free_path(folder: Path, name: str) -> Path:
    """``NAME.smsjson`` in ``folder``, or ``NAME 2.smsjson`` and on while there is such a file."""
    path = folder / f"{name}{SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{name} {number}{SUFFIX}"
        number += 1
    return path
