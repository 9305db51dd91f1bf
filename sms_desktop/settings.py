"""What the program remembers between starts. A broken file is put aside and told, never fatal."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

RECENT_LENGTH = 10
THEMES = ("light", "dark", "system")


# A dataclass and the json of the standard library: this is read before the first paint, and the
# session's typed codec would take a tenth of the time until then.
@dataclass(frozen=True)
class Settings:
    """The settings as a value; ``geometry`` is Qt's own, in base 64."""

    language: str = "nl"
    theme: str = "light"
    zoom: int = 100
    recent: tuple[str, ...] = ()
    geometry: str = ""
    panel_shown: bool = True
    phase1_covered: bool = False
    keep_crops: bool = False


def decode(data: bytes) -> Settings:
    """The settings in ``data``; what is not known is passed over. Raises ``ValueError`` if broken."""
    found = json.loads(data)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    defaults = Settings()
    values: dict[str, object] = {}
    for name in (field.name for field in fields(Settings)):
        value = found.get(name, getattr(defaults, name))
        if name == "recent" and isinstance(value, list) and all(isinstance(each, str) for each in value):
            value = tuple(value)
        if type(value) is not type(getattr(defaults, name)):
            raise ValueError(name)
        values[name] = value
    settings = Settings(**values)  # type: ignore[arg-type]
    if settings.theme not in THEMES:
        raise ValueError("theme")
    return settings


def encode(settings: Settings) -> bytes:
    """The settings as indented JSON."""
    return json.dumps(asdict(settings), indent=2, ensure_ascii=False).encode() + b"\n"


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
        return decode(path.read_bytes()), None
    except OSError:
        return Settings(), None
    except (ValueError, RecursionError):
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
    write_atomically(path, encode(settings))
