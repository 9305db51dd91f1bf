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


_PICTURE = re.compile(r"^!\[(?P<caption>[^\]]+)\]\((?P<file>[a-z0-9-]+\.png)\)$", re.MULTILINE)


@dataclass(frozen=True)
class Chapter:
    """A chapter: its id, its title, and its text as Markdown with the title in it.

    Below each picture its caption stands as text: it says what is to be seen also to who does not see it.
    """

    id: str
    title: str
    text: str

    @property
    def pictures(self) -> tuple[str, ...]:
        """The files of its pictures."""
        return tuple(each["file"] for each in _PICTURE.finditer(self.text))


def picture(language: str, file: str) -> Path:
    """Where a picture stands, in this language or in English."""
    folder = shipped("resources") / "handbook"
    own = folder / language / file
    return own if own.exists() else folder / "en" / file


def chapters(language: str) -> tuple[Chapter, ...]:
    """The handbook in this language, or in English if there is none.

    Raises ``FileNotFoundError`` if the installation is incomplete.
    """
    path = _path(language)
    text = (path if path.exists() else _path("en")).read_text(encoding="utf-8")
    text = _PICTURE.sub(lambda found: f"{found[0]}\n\n*{found['caption']}*", text)
    found = list(_HEADING.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    return tuple(
        Chapter(each["id"], each["title"], f"# {each['title']}\n{text[each.end() : end]}")
        for each, end in zip(found, ends, strict=True)
    )


def _path(language: str) -> Path:
    return shipped("resources") / "handbook" / f"{language}.md"
