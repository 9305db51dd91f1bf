"""The files in what was named or dropped: files as they are, folders with all that is inside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

MOST_FILES = 5000
"""In the folders that are named."""


def files_in(inputs: Sequence[Path]) -> list[Path]:
    """The inputs, with the files of a folder in its place, in order of their names."""
    found: list[Path] = []
    for each in inputs:
        if each.is_dir():
            inside = (path for path in each.rglob("*") if path.is_file() and not path.name.startswith("."))
            found += sorted(inside)[:MOST_FILES]
        else:
            found.append(each)
    return found
