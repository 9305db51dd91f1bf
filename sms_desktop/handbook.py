"""The handbook: one Markdown file for each language, in chapters that a place in the window is tied to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sms_desktop.paths import shipped

_HEADING = re.compile(r"^# (?P<title>.+?) \{#(?P<id>[a-z0-9-]+)\}$", re.MULTILINE)

TAB_CHAPTERS = ("quick-scan", "phase1", "phase2", "phase3")
"""The chapter of each tab, in order."""
START = "start"


@dataclass(frozen=True)
class Chapter:
    """A chapter: its id, its title, and its text as Markdown with the title in it."""

    id: str
    title: str
    text: str


def chapters(language: str) -> tuple[Chapter, ...]:
    """The handbook in this language, or in English if there is none.

    Raises ``FileNotFoundError`` if the installation is incomplete.
    """
    path = _path(language)
    text = (path if path.exists() else _path("en")).read_text(encoding="utf-8")
    found = list(_HEADING.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    return tuple(
        Chapter(each["id"], each["title"], f"# {each['title']}\n{text[each.end() : end]}")
        for each, end in zip(found, ends, strict=True)
    )


def _path(language: str) -> Path:
    return shipped("resources") / "handbook" / f"{language}.md"
