"""Names for files, from what people call things."""

from __future__ import annotations

import re

LONGEST = 80
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def safe_name(text: str) -> str:
    """``text`` as a file name that every system takes, without a suffix; empty if nothing is left of it."""
    return " ".join(_NOT_IN_NAMES.sub(" ", text).split()).strip(". ")[:LONGEST].rstrip(". ")
