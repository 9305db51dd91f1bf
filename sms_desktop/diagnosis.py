"""What works on this computer: for ``sms-desktop doctor`` and for whoever is asked for help.

Holds no answers, no names of people, files or printers, and shows the home folder as ``~``: a diagnosis is
made to be passed on.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sms_desktop import __version__, i18n, settings
from sms_desktop.i18n import mark, tr
from sms_desktop.licences import shipped_with
from sms_desktop.paths import (
    PORTABLE_MARKER,
    QT_WORKER,
    Folders,
    is_frozen,
    is_writable,
    own_command,
)

FORMAT, VERSION = "sms-diagnosis", 1
PATIENCE = 20.0
"""Seconds for Qt to say which printers there are; a print server that is away takes its time."""

State = Literal["good", "note", "bad"]

STATES: dict[State, str] = {"good": mark("good"), "note": mark("note"), "bad": mark("problem")}

# Each library that is loaded on first use, and what cannot be done without it.
PARTS = {
    "reportlab": mark("making PDFs"),
    "uharfbuzz": mark("every script on paper"),
    "bidi": mark("Arabic and Hebrew on paper"),
    "pypdfium2": mark("the preview, and printing"),
    "pypdf": mark("the session inside a PDF, and form PDFs"),
    "msgspec": mark("session files"),
    "babel": mark("dates and numbers"),
    "xlsxwriter": mark("workbooks (.xlsx)"),
    "docx": mark("the report as .docx"),
    "zxingcpp": mark("codes on paper"),
    "PIL": mark("reading scans and photos"),
    "pi_heif": mark("reading photos of an iPhone (.heic)"),
}

# One character of each script, and what the script is called.
SCRIPTS = (
    ("é", mark("Latin")),
    ("Ω", mark("Greek")),
    ("Ж", mark("Cyrillic")),
    ("ש", mark("Hebrew")),
    ("ع", mark("Arabic")),
    ("अ", mark("Devanagari")),
    ("中", mark("Chinese")),
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``id`` never changes; ``label`` and ``words`` are for people."""

    id: str
    state: State
    label: str
    words: str


def diagnose(folders: Folders) -> tuple[Finding, ...]:
    """All that can be told about the program on this computer, in the language of the moment.

    Takes a second, and up to :data:`PATIENCE` where a print server does not answer. Nothing is raised: what
    cannot be looked at says so in its finding.
    """
    found: list[Finding] = []
    said = _ask_qt()
    for name, look in (
        ("program", _program),
        ("system", _system),
        ("language", _language),
        ("qt", lambda: _qt(said)),
        ("display", _display),
        ("printers", lambda: _printers(said)),
        ("fonts", _fonts),
        ("parts", _parts),
        ("licences", _licences),
        ("settings", lambda: _settings(folders)),
        ("folders", lambda: _folders(folders)),
    ):
        found += _safely(name, look)
    return tuple(found)


def as_text(findings: tuple[Finding, ...]) -> str:
    """The findings on a line each, to be read or copied."""
    width = max(len(each.label) for each in findings)
    states = max(len(tr(words)) for words in STATES.values())
    return "\n".join(
        f"{tr(STATES[each.state]):<{states}}  {each.label:<{width}}  {each.words}" for each in findings
    )


def as_sentences(findings: tuple[Finding, ...]) -> str:
    """The findings on a line each, not in columns; what is as it should be is not called good each time."""
    return "\n".join(
        ("" if each.state == "good" else f"{_upper(tr(STATES[each.state]))} – ")
        + f"{each.label}: {each.words}"
        for each in findings
    )


def as_json(findings: tuple[Finding, ...]) -> str:
    """The findings for another program."""
    rows = [
        {"id": each.id, "state": each.state, "label": each.label, "text": each.words} for each in findings
    ]
    return json.dumps({"format": FORMAT, "version": VERSION, "findings": rows}, ensure_ascii=False, indent=2)


def _safely(name: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(look())
    except Exception as error:  # whatever is wrong here is what the diagnosis is about
        found.append(Finding(name, "bad", name, _bare(f"{type(error).__name__}: {error}")))
    return found


def _bare(text: object) -> str:
    """``text`` on one line, with the home folder as ``~``."""
    home = os.path.expanduser("~")  # noqa: PTH111 - raises nothing where nobody is known to live
    shown = str(text) if home in ("~", "", os.sep) else str(text).replace(home, "~")
    return " ".join(shown.split())


def _program() -> Iterator[Finding]:
    kind = tr("standalone program") if is_frozen() else tr("installed in Python")
    words = f"SMS-tool Desktop {__version__}, {kind}, Python {platform.python_version()}"
    yield Finding("program", "good", tr("Program"), words)


def _system() -> Iterator[Finding]:
    yield Finding("system", "good", tr("System"), _bare(platform.platform()))


def _language() -> Iterator[Finding]:
    names = ", ".join(map(i18n.language_name, i18n.available()))
    words = tr("{this} (to choose from: {all})")
    shown = words.format(this=i18n.language_name(i18n.current().code), all=names)
    yield Finding("language", "good", tr("Language"), shown)


def _qt(said: dict[str, Any]) -> Iterator[Finding]:
    if "qt" not in said:
        yield Finding("qt", "bad", "Qt", tr("Qt does not start: {reason}").format(reason=said["failed"]))
        return
    yield Finding("qt", "good", "Qt", f"{said['qt']}, PySide6 {said['pyside']}")


def _display() -> Iterator[Finding]:
    from sms_desktop import display

    label = tr("Window")
    if missing := display.missing():
        words = tr("No window can be opened here. What is missing: {what}.").format(what=missing)
        yield Finding("display", "note", label, _bare(words))
    else:
        yield Finding("display", "good", label, tr("a window can be opened"))


def _printers(said: dict[str, Any]) -> Iterator[Finding]:
    label = tr("Printers")
    if "printers" not in said:
        yield Finding("printers", "bad", label, tr("not known: {reason}").format(reason=said["failed"]))
        return
    printers = said["printers"]
    if not printers:
        yield Finding("printers", "note", label, tr("none; prints can be saved as a PDF"))
        return
    words = tr("{n} (on both sides: {duplex}, A3: {a3})").format(
        n=len(printers),
        duplex=sum(each["duplex"] for each in printers),
        a3=sum(each["a3"] for each in printers),
    )
    yield Finding("printers", "good", label, words)


def _ask_qt() -> dict[str, Any]:
    """What Qt says in a process of its own, which may break or hang; ``failed`` says why it did not."""
    # Needs no display, and loads none of what a display needs.
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    flags = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
    try:
        done = subprocess.run(
            [*own_command(), QT_WORKER],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
            creationflags=flags,
            check=False,
            timeout=PATIENCE,
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"failed": tr("no answer in time")}
    except (OSError, ValueError):
        return {"failed": tr("Qt stopped at once; a library of the system may be missing")}
    return found if isinstance(found, dict) and "qt" in found else {"failed": tr("no answer")}


def _fonts() -> Iterator[Finding]:
    from sms_desktop.paper import fonts

    shipped = [font.hb for font in map(fonts.shipped_font, (*fonts.ROLE_FILES.values(), *fonts.FALLBACKS))]
    covered = [tr(name) for sign, name in SCRIPTS if any(f.get_nominal_glyph(ord(sign)) for f in shipped)]
    others = [tr(name) for sign, name in SCRIPTS if tr(name) not in covered]
    lent = [tr(name) for sign, name in SCRIPTS if tr(name) in others and not fonts.missing(sign, "answer")]
    words = tr("shipped: {these}").format(these=", ".join(covered))
    if lent:
        words += "; " + tr("from this computer: {these}").format(these=", ".join(lent))
    if lacking := [name for name in others if name not in lent]:
        words += "; " + tr("not on paper here: {these}").format(these=", ".join(lacking))
    yield Finding("fonts", "good", tr("Scripts"), words)


def _parts() -> Iterator[Finding]:
    for name, purpose in PARTS.items():
        try:
            importlib.import_module(name)
        except Exception as error:  # a broken library may raise anything
            words = _bare(tr("{part}: does not load ({reason})").format(part=name, reason=error))
            yield Finding(f"part.{name}", "bad", _upper(tr(purpose)), words)
        else:
            yield Finding(f"part.{name}", "good", _upper(tr(purpose)), name)


def _licences() -> Iterator[Finding]:
    all_of_them = shipped_with()
    unknown = [each.name for each in all_of_them if not each.licence]
    if unknown or len(all_of_them) < len(PARTS):
        words = tr("not known of all that is shipped: {names}").format(names=", ".join(unknown) or "?")
        yield Finding("licences", "note", tr("Licences"), words)
    else:
        words = tr("of {n} libraries and fonts; About lists them").format(n=len(all_of_them))
        yield Finding("licences", "good", tr("Licences"), words)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _settings(folders: Folders) -> Iterator[Finding]:
    label = tr("Settings")
    try:
        settings.decode(folders.settings.read_bytes())
    except FileNotFoundError:
        yield Finding("settings", "good", label, tr("none saved yet: as they come"))
    except OSError as error:
        words = tr("cannot be read: {reason}").format(reason=error.strerror or error)
        yield Finding("settings", "bad", label, _bare(words))
    except (ValueError, RecursionError):
        words = tr("the file is damaged; at the next start it is put aside and the settings start afresh")
        yield Finding("settings", "note", label, words)
    else:
        yield Finding("settings", "good", label, tr("can be read"))


def _folders(folders: Folders) -> Iterator[Finding]:
    if folders.portable is not None:
        words = tr("on: {file} stands beside the program, and all data is kept there too")
        yield Finding("portable", "good", tr("Portable"), words.format(file=PORTABLE_MARKER))
    elif is_frozen():
        words = tr("off; a file {file} beside the program turns it on").format(file=PORTABLE_MARKER)
        yield Finding("portable", "good", tr("Portable"), words)
    for key, label, place in (
        ("sessions", tr("Sessions"), folders.sessions),
        ("settings_folder", tr("Folder of the settings"), folders.settings.parent),
        ("backups", tr("Back-ups"), folders.backups),
        ("recovery", tr("Recovery"), folders.recovery),
        ("layouts", tr("Printed codes"), folders.layouts),
    ):
        writable = is_writable(place)
        yield Finding(key, "good" if writable else "bad", label, f"{_bare(place)} ({_room(place, writable)})")


def _room(place: Path, writable: bool) -> str:
    if not writable:
        return tr("nothing can be written there")
    existing = next(each for each in (place, *place.absolute().parents) if each.exists())
    megabytes = shutil.disk_usage(existing).free // 1024**2
    made = tr("will be made when needed") if existing != place else tr("there")
    return f"{made}, " + tr("{n} MB free").format(n=i18n.current().number(megabytes))
