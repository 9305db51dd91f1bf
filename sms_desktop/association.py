"""A double click on a session opens this program: told to the system for this user, who needs no rights."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sms_desktop.paths import shipped, window_command
from sms_desktop.storage.naming import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "sms-desktop"
PROG_ID = "SMS-tool.Session"
_CLASSES = "Software\\Classes"


class NotHereError(Exception):
    """This system learns it in another way: on a Mac from ``SMS-tool.app`` itself."""


def add() -> list[str]:
    """Tell the system; what was written, as files or keys of the registry.

    Raises ``OSError`` if that fails and :class:`NotHereError` on a Mac.
    """
    if sys.platform == "win32":
        return _write_registry(registry(window_command()))
    if sys.platform == "darwin":
        raise NotHereError
    return _write_desktop(_data_home(), window_command())


def remove() -> list[str]:
    """Undo :func:`add`; what was taken away. Raises as it does."""
    if sys.platform == "win32":
        return _clear_registry(registry(window_command()))
    if sys.platform == "darwin":
        raise NotHereError
    return _clear_desktop(_data_home())


# Linux and other systems with the freedesktop.org way ------------------------------------------------


def _data_home() -> Path:
    import platformdirs

    return platformdirs.user_data_path()


def _places(data_home: Path) -> dict[Path, Path]:
    """Where each file goes, and which of the shipped ones it is."""
    own = shipped("resources")
    return {
        data_home / "applications" / f"{NAME}.desktop": own / "system" / f"{NAME}.desktop",
        data_home / "mime" / "packages" / f"{NAME}.xml": own / "system" / f"{NAME}.xml",
        data_home / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg": own / "icon.svg",
    }


def desktop_entry(text: str, command: Sequence[str]) -> str:
    """The desktop entry ``text``, starting the program by ``command`` wherever it stands."""
    line = f"Exec={' '.join(map(_quoted, command))} %f"
    return "\n".join(line if each.startswith("Exec=") else each for each in text.splitlines()) + "\n"


def _quoted(argument: str) -> str:
    """By the rules of desktop entries: for the command, and once more for a value of the entry."""
    for sign in '\\"`$':
        argument = argument.replace(sign, f"\\{sign}")
    return '"' + argument.replace("\\", "\\\\").replace("%", "%%") + '"'


def _write_desktop(data_home: Path, command: Sequence[str]) -> list[str]:
    written = []
    for place, source in _places(data_home).items():
        text = source.read_text(encoding="utf-8")
        place.parent.mkdir(parents=True, exist_ok=True)
        made = desktop_entry(text, command) if place.suffix == ".desktop" else text
        place.write_text(made, encoding="utf-8")
        written.append(str(place))
    _refresh(data_home)
    return written


def _clear_desktop(data_home: Path) -> list[str]:
    gone = [place for place in _places(data_home) if place.exists()]
    for place in gone:
        place.unlink()
    _refresh(data_home)
    return list(map(str, gone))


def _refresh(data_home: Path) -> None:
    """Let the desktop look again, where it has the programs for that; else it does so by itself."""
    for program, folder in (("update-mime-database", "mime"), ("update-desktop-database", "applications")):
        if found := shutil.which(program):
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                subprocess.run([found, str(data_home / folder)], capture_output=True, check=False, timeout=60)


# Windows ---------------------------------------------------------------------------------------------


def registry(command: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """The keys under ``HKEY_CURRENT_USER`` with their values; ``""`` is the value of the key itself."""
    whole = subprocess.list2cmdline(command)
    return {
        f"{_CLASSES}\\{SUFFIX}": {"": PROG_ID, "Content Type": "application/json"},
        f"{_CLASSES}\\{SUFFIX}\\OpenWithProgids": {PROG_ID: ""},
        f"{_CLASSES}\\{PROG_ID}": {"": "SMS-tool"},
        f"{_CLASSES}\\{PROG_ID}\\DefaultIcon": {"": f'"{command[0]}",0'},
        f"{_CLASSES}\\{PROG_ID}\\shell\\open\\command": {"": f'{whole} "%1"'},
    }


if sys.platform == "win32":
    import ctypes
    import winreg

    def _write_registry(keys: Mapping[str, Mapping[str, str]]) -> list[str]:
        for key, values in keys.items():
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                for name, value in values.items():
                    winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)
        _tell_explorer()
        return [f"HKEY_CURRENT_USER\\{key}" for key in keys]

    def _clear_registry(keys: Mapping[str, Mapping[str, str]]) -> list[str]:
        gone = []
        own = [*keys, f"{_CLASSES}\\{PROG_ID}\\shell\\open", f"{_CLASSES}\\{PROG_ID}\\shell"]
        for key in sorted(own, key=len, reverse=True):
            with contextlib.suppress(FileNotFoundError, PermissionError):
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
                gone.append(f"HKEY_CURRENT_USER\\{key}")
        _tell_explorer()
        return gone

    def _tell_explorer() -> None:
        association_changed = 0x08000000
        ctypes.windll.shell32.SHChangeNotify(association_changed, 0, None, None)
