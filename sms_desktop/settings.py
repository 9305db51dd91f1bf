"""What the program remembers between starts. A broken file is put aside and told, never fatal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from sms_desktop.core.papers import PAPERS
from sms_desktop.i18n import mark

RECENT_LENGTH = 10
SMALLEST_ZOOM, LARGEST_ZOOM = 80, 300

OTHER_SCREEN = "other"
"""The presenter screen that is not the one of the window."""
WINDOWED = "window"
"""No screen of its own: the presentation is an ordinary window."""


# Dataclasses and the json of the standard library: this is read before the first paint, and the session's
# typed codec would take a tenth of the time until then.
@dataclass(frozen=True)
class Setting:
    """One setting as the dialog shows it. Texts are English, to be translated when they are shown.

    ``choices`` are (value, text); none of them for what only the running program knows (languages,
    screens). ``least``, ``most`` and ``step`` bound a number, which is counted in ``unit``.
    """

    id: str
    kind: Literal["choice", "number", "yes", "folder"]
    default: Any
    label: str
    explanation: str
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 0
    step: int = 1
    unit: str = ""

    def valid(self, value: Any) -> Any:
        """``value``, or the nearest that is allowed. Raises ``ValueError`` for a choice that there is not."""
        if self.kind == "number":
            return min(max(value, self.least), self.most)
        if self.choices and value not in (each for each, _ in self.choices):
            raise ValueError(self.id)
        return value


def _choice(default: str, label: str, explanation: str, *choices: tuple[str, str]) -> Any:
    return _shown(default, "choice", label, explanation, choices=choices)


def _number(default: int, label: str, explanation: str, least: int, most: int, **more: Any) -> Any:
    return _shown(default, "number", label, explanation, least=least, most=most, **more)


def _yes(default: bool, label: str, explanation: str) -> Any:
    return _shown(default, "yes", label, explanation)


def _shown(default: Any, kind: str, label: str, explanation: str, **more: Any) -> Any:
    told = {"kind": kind, "label": label, "explanation": explanation, **more}
    return field(default=default, metadata={"shown": told})


@dataclass(frozen=True)
class Settings:
    """The settings as a value. What the dialog shows is declared with its words; the rest is remembered.

    ``geometry`` is Qt's own, in base 64. An empty ``sessions_folder`` is the usual one.
    """

    language: str = _choice(
        "nl", mark("Language"), mark("Of the window, and of the forms that you print and show.")
    )
    theme: str = _choice(
        "system",
        mark("Colours"),
        mark("“As the system” changes when your computer goes from light to dark."),
        ("system", mark("As the system")),
        ("light", mark("Light")),
        ("dark", mark("Dark")),
    )
    zoom: int = _number(
        100,
        mark("Zoom"),
        mark("Size of everything in the window. Also with Ctrl and + or −."),
        SMALLEST_ZOOM,
        LARGEST_ZOOM,
        step=10,
        unit=" %",
    )
    sessions_folder: str = field(
        default="",
        metadata={
            "shown": {
                "kind": "folder",
                "label": mark("Folder for sessions"),
                "explanation": mark(
                    "New sessions come here. Sessions that are there already stay where they are."
                ),
            }
        },
    )
    paper: str = _choice(
        "a4",
        mark("Paper"),
        mark("Of all that you print or save. It is drawn for A4: on A3 larger, on Letter a little smaller."),
        *PAPERS.items(),
    )
    screen: str = _choice(
        OTHER_SCREEN,
        mark("Screen for presenting"),
        mark("Where the group looks. Without it a window is made."),
    )
    smallest_group: int = _number(
        3,
        mark("Smallest group that is shown"),
        mark("Results of fewer people stay covered on the projector: they would tell who said what."),
        2,
        20,
        unit=mark(" people"),
    )
    backup_copies: int = _number(
        250,
        mark("Earlier versions, at most"),
        mark("For each session. All of the last hour, then fewer as they get older."),
        20,
        1000,
        step=10,
    )
    backup_days: int = _number(
        366,
        mark("Keep earlier versions for"),
        mark("The newest one always stays."),
        7,
        3660,
        unit=mark(" days"),
    )
    backup_megabytes: int = _number(
        50,
        mark("Room for earlier versions"),
        mark("For each session. What does not fit goes, the oldest first; the newest one always stays."),
        1,
        2000,
        step=10,
        unit=" MB",
    )
    keep_crops: bool = _yes(
        False,
        mark("Keep pieces of scanned paper"),
        mark("What you looked at while reading forms in. Handwriting can tell who wrote it."),
    )
    own_forms: bool = _yes(
        False,
        mark("Use my own forms"),
        mark("For new sessions, once you made them: Edit, Change the forms."),
    )
    recent: tuple[str, ...] = ()
    geometry: str = ""
    panel_shown: bool = True
    phase1_covered: bool = False


TABLE: tuple[Setting, ...] = tuple(
    Setting(id=each.name, default=each.default, **each.metadata["shown"])
    for each in fields(Settings)
    if "shown" in each.metadata
)
"""Every setting that the dialog shows, in its order."""


def decode(data: bytes) -> Settings:
    """The settings in ``data``; what is not known is passed over, and a number out of bounds is put within.

    Raises ``ValueError`` if broken.
    """
    found = json.loads(data)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    defaults = Settings()
    values: dict[str, object] = {}
    for name in (each.name for each in fields(Settings)):
        value = found.get(name, getattr(defaults, name))
        if name == "recent" and isinstance(value, list) and all(isinstance(each, str) for each in value):
            value = tuple(value)
        if type(value) is not type(getattr(defaults, name)):
            raise ValueError(name)
        values[name] = value
    return changed(defaults, values)


def changed(settings: Settings, values: Mapping[str, object]) -> Settings:
    """``settings`` with other values. Raises ``ValueError`` for a choice that there is not."""
    valid = {each.id: each.valid(values[each.id]) for each in TABLE if each.id in values}
    return replace(settings, **{**values, **valid})


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


def read(path: Path) -> Settings:
    """The settings in ``path``, or the defaults; a broken file is left to :func:`load`."""
    try:
        return decode(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return Settings()


def save(path: Path, settings: Settings) -> None:
    """Write the settings. Raises a ``StorageError`` if that fails."""
    from sms_desktop.storage.files import write_atomically

    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, encode(settings))
