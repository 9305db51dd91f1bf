"""Where the program is and keeps things: installed, standalone, portable; and a double click on a session."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from configparser import RawConfigParser
from pathlib import Path

import platformdirs
import pytest

from sms_desktop import association, paths
from sms_desktop.paths import Folders
from tests.cli.conftest import Run

LINUX = sys.platform.startswith("linux")


@pytest.fixture
def standalone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of a standalone program that seems to be the one running."""
    folder = tmp_path / "stick" / "SMS"
    folder.mkdir(parents=True)
    for name in ("sms-desktop", "sms-desktop-window"):
        (folder / name).touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "sms-desktop-window"))
    return folder


def test_an_installed_program_is_never_portable() -> None:
    assert paths.program_folder() is None
    assert Folders.standard().portable is None


def test_settings_are_where_the_system_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("/somewhere", ""):
        monkeypatch.setenv("XDG_CONFIG_HOME", value)
        usual = platformdirs.user_config_path(paths.APP_NAME, appauthor=False)
        assert Folders.standard().settings == usual / "settings.json"
        assert paths.language_folders()[1] == usual / "languages"


def test_a_marker_beside_the_program_keeps_everything_beside_it(standalone: Path, tmp_path: Path) -> None:
    assert Folders.standard().portable is None
    (standalone / "portable.txt").touch()
    folders = Folders.standard()
    assert folders.portable == standalone
    for place in (folders.sessions, folders.settings, folders.backups, folders.recovery, folders.layouts):
        assert place.is_relative_to(standalone / "SMS-data")
    assert paths.language_folders()[1] == standalone / "SMS-data" / "languages"
    assert Folders.standard(tmp_path / "given").sessions.is_relative_to(tmp_path / "given")
    assert not (standalone / "SMS-data").exists()


def test_on_a_mac_the_marker_stands_beside_the_app(monkeypatch: pytest.MonkeyPatch, standalone: Path) -> None:
    program = standalone / "SMS-tool.app" / "Contents" / "MacOS" / "sms-desktop-window"
    monkeypatch.setattr(sys, "executable", str(program))
    (standalone / "portable.txt").touch()
    assert Folders.standard().portable == standalone


@pytest.mark.parametrize(
    ("running", "command", "window"),
    [
        ("sms-desktop-window", "sms-desktop", "sms-desktop-window"),
        ("sms-desktop", "sms-desktop", "sms-desktop-window"),
        ("sms-desktop-window.exe", "sms-desktop.exe", "sms-desktop-window.exe"),
    ],
)
def test_the_standalone_program_starts_itself_with_a_console(
    monkeypatch: pytest.MonkeyPatch, standalone: Path, running: str, command: str, window: str
) -> None:
    (standalone / window).touch()
    monkeypatch.setattr(sys, "executable", str(standalone / running))
    assert paths.own_command() == [str(standalone / command)]
    assert paths.window_command() == [str(standalone / window)]


def test_an_installed_program_starts_itself_through_its_python(tmp_path: Path) -> None:
    out = tmp_path / "example.smsjson"
    done = subprocess.run([*paths.own_command(), "example", str(out)], check=False, timeout=60)
    assert done.returncode == 0 and out.is_file()


@pytest.mark.skipif(not LINUX, reason="the way of freedesktop.org")
def test_a_double_click_on_linux(sms: Run, standalone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = standalone.parent / "data home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    done = sms("associate")
    assert (done.code, done.err) == (0, "")
    written = sorted(path for path in home.rglob("*sms-desktop*") if path.is_file())
    assert [str(path) for path in written] == sorted(line.strip() for line in done.out.splitlines()[1:])
    entry = RawConfigParser(strict=True, interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(home / "applications" / "sms-desktop.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["Exec"] == f'"{standalone / "sms-desktop-window"}" %f'
    kind = entry["Desktop Entry"]["MimeType"].rstrip(";")
    mime = ET.parse(home / "mime" / "packages" / "sms-desktop.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    types = {each.get("type"): each.find(f"{space}glob").get("pattern") for each in mime}  # type: ignore[union-attr]
    assert types == {kind: "*.smsjson"}
    assert sms("associate", "--remove").code == 0
    assert [path for path in home.rglob("*sms-desktop*") if path.is_file()] == []


DESKTOP_TOOLS = (
    "update-mime-database",
    "update-desktop-database",
    "desktop-file-validate",
    "xdg-mime",
    "gio",
)


@pytest.mark.skipif(not all(map(shutil.which, DESKTOP_TOOLS)), reason="without the tools of a desktop")
def test_a_desktop_knows_the_file_and_opens_it_with_us(
    sms: Run, standalone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tools themselves, in a home of their own, asked before, after, and when it was undone."""
    home, session = tmp_path / "home", tmp_path / "mijn sessie é.smsjson"
    session.write_bytes(b"{}")
    program = standalone / "sms-desktop-window"
    program.write_text(
        f'#!/bin/sh\nprintf %s "$1" > "{tmp_path}/new" && mv "{tmp_path}/new" "{tmp_path}/opened"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_DATA_DIRS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    def answer(*command: object) -> str:
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60, check=False)
        return done.stdout.strip() + done.stderr.strip()

    kind = "application/x-sms-session+json"
    assert answer("xdg-mime", "query", "filetype", session) != kind
    assert sms("associate").code == 0
    assert answer("xdg-mime", "query", "filetype", session) == kind
    assert answer("xdg-mime", "query", "default", kind) == "sms-desktop.desktop"
    assert answer("desktop-file-validate", home / ".local/share/applications/sms-desktop.desktop") == ""
    assert answer("gio", "open", session) == ""
    while not (tmp_path / "opened").exists():  # it is started, and not waited for
        time.sleep(0.02)
    assert (tmp_path / "opened").read_text(encoding="utf-8") == str(session)
    assert sms("associate", "--remove").code == 0
    assert answer("xdg-mime", "query", "filetype", session) != kind
    assert answer("xdg-mime", "query", "default", kind) == ""


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="without the tools of a desktop")
def test_the_entry_of_the_wheel_is_valid() -> None:
    entry = paths.shipped("resources") / "system" / "sms-desktop.desktop"
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (["/opt/SMS tool/sms"], 'Exec="/opt/SMS tool/sms" %f'),
        (['/a"b/50%/$x/`y`', "-m", "z"], 'Exec="/a\\\\"b/50%%/\\\\$x/\\\\`y\\\\`" "-m" "z" %f'),
        (["/a\\b"], 'Exec="/a\\\\\\\\b" %f'),
    ],
)
def test_any_path_in_a_desktop_entry(command: list[str], line: str) -> None:
    made = association.desktop_entry("[Desktop Entry]\nExec=x %f\nName=y\n", command)
    assert made == f"[Desktop Entry]\n{line}\nName=y\n"


@pytest.mark.skipif(not LINUX, reason="the way of freedesktop.org")
def test_a_place_that_cannot_be_written_is_told(
    sms: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    done = sms("associate")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "Traceback" not in done.err


def test_a_double_click_on_windows_is_for_this_user_only() -> None:
    keys = association.registry(["C:\\SMS tool\\sms-desktop-window.exe"])
    assert all(key.startswith("Software\\Classes\\") for key in keys)
    kind = keys["Software\\Classes\\.smsjson"][""]
    command = keys[f"Software\\Classes\\{kind}\\shell\\open\\command"][""]
    assert command == '"C:\\SMS tool\\sms-desktop-window.exe" "%1"'


def test_a_mac_needs_nothing(sms: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert sms("associate").out.startswith("Op een Mac is niets nodig")
