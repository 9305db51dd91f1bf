"""The program as a process of its own: pipes, missing displays, encodings, a start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sms_desktop import display, i18n

LINUX = sys.platform.startswith("linux")


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """``python -m sms_desktop`` with these arguments; an empty value takes a variable away."""
    changed = {key: value for key, value in (os.environ | environment).items() if value}
    return subprocess.run(
        [sys.executable, "-m", "sms_desktop", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=changed,
        check=False,
        timeout=120,
    )


@pytest.mark.skipif(not LINUX, reason="asks about X11")
@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}, "een beeldscherm (DISPLAY"),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "xcb"}, "een beeldscherm (DISPLAY"),
        (
            {"DISPLAY": "", "WAYLAND_DISPLAY": "nowhere", "QT_QPA_PLATFORM": "wayland"},
            "een beeldscherm (DISPLAY",
        ),
        (
            {"DISPLAY": ":987", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""},
            "een antwoord van beeldscherm :987",
        ),
    ],
)
def test_without_a_display_it_says_so_and_does_not_abort(environment: dict[str, str], words: str) -> None:
    done = run(**environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("sms-desktop: Hier kan geen venster open. Wat ontbreekt: ")
    assert words in done.stderr
    assert "What is missing: " in run("--language", "en", **environment).stderr


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            "libxcb-cursor.so.0: cannot open shared object file: No such file or directory",
            "de bibliotheek libxcb-cursor.so.0 (op Debian en Ubuntu: sudo apt install libxcb-cursor0)",
        ),
        (
            "libEGL.so.1: cannot open shared object file: No such file or directory",
            "de bibliotheek libEGL.so.1 (op Debian en Ubuntu: sudo apt install libegl1)",
        ),
        ("libstrange.so.7: cannot open shared object file", "de bibliotheek libstrange.so.7"),
        ("No module named 'PySide6'", "No module named 'PySide6'"),
    ],
)
def test_a_missing_library_is_named_with_its_package(message: str, words: str) -> None:
    assert display.library_in_words(message) == words


def test_qt_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(display.importlib, "import_module", refuse)
    assert "libegl1" in (display.missing({}) or "")


@pytest.mark.skipif(not LINUX, reason="asks about X11")
def test_a_plugin_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plugin = tmp_path / "libqxcb.so"
    plugin.write_bytes(b"no library")
    monkeypatch.setattr(display, "_plugin", lambda pattern: plugin)
    assert "libqxcb.so" in (display.missing({"DISPLAY": ":0"}) or "")


def test_offscreen_needs_nothing() -> None:
    i18n.use("nl")
    assert display.missing({"QT_QPA_PLATFORM": "offscreen"}) is None


def test_a_start_offscreen(tmp_path: Path) -> None:
    example = tmp_path / "example.smsjson"
    assert run("example", example).returncode == 0
    before = example.read_bytes()
    done = run("--data-dir", tmp_path / "data", "--quit-after-start", example, QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stderr) == (0, "")
    assert example.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="pipes of a shell")
def test_a_reader_who_has_had_enough(tmp_path: Path) -> None:
    example = tmp_path / "example.json"
    assert run("example", example).returncode == 0
    for command in ("overview --json", "overview", "check"):
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            done = subprocess.run(
                [sys.executable, "-m", "sms_desktop", *command.split(), str(example)],
                stdout=pipe,
                stderr=subprocess.PIPE,
                check=False,
                timeout=60,
            )
        assert done.stderr == b""
        assert done.returncode == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_cannot_show_everything(tmp_path: Path, encoding: str) -> None:
    example = tmp_path / "example.json"
    assert run("example", example).returncode == 0
    for arguments in (("overview", example), ("--help",), ("check", tmp_path / "café")):
        done = subprocess.run(
            [sys.executable, "-m", "sms_desktop", *map(str, arguments)],
            capture_output=True,
            env=os.environ | {"PYTHONIOENCODING": encoding},
            check=False,
            timeout=60,
        )
        assert done.returncode in (0, 1)
        assert b"Traceback" not in done.stderr
        (done.stdout + done.stderr).decode(encoding)
