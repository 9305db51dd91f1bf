"""What the program remembers between starts. A broken file is put aside and told, never fatal."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

RECENT_LENGTH = 10


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings as a value; ``geometry`` and ``splitter`` are Qt's own, in base 64."""

    language: str = "nl"
    theme: Literal["light", "dark", "system"] = "light"
    zoom: int = 100
    recent: tuple[str, ...] = ()
    geometry: str = ""
    panel_shown: bool = True


def with_recent(settings: Settings, path: Path) -> Settings:
    """``path`` at the top of the recent files."""
    text = str(path)
    others = [each for each in settings.recent if each != text]
    return replace(settings, recent=tuple([text, *others][:RECENT_LENGTH]))


def without_recent(settings: Settings, path: Path) -> Settings:
    """``path`` no longer among the recent files."""
    return replace(settings, recent=tuple(each for each in settings.recent if each != str(path)))


def load(path: Path) -> tuple[Settings, Path | None]:
    """The settings in ``path``, or the defaults; and where a broken file was put aside, if it was."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings), None
    except OSError:
        return Settings(), None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        aside = path.with_suffix(".broken.json")
        try:
            path.replace(aside)
        except OSError:
            return Settings(), path
        return Settings(), aside


def save(path: Path, settings: Settings) -> None:
    """Write the settings. Raises a ``StorageError`` if that fails."""
    from sms_desktop.storage.files import write_atomically

    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
