"""What the program says about this computer: true, complete, without names, also where much is missing."""

from __future__ import annotations

import dataclasses
import importlib
import json
import sys
import tempfile
from pathlib import Path

import pytest

from sms_desktop import diagnosis, i18n
from sms_desktop.paths import Folders, own_command
from tests.cli.conftest import Run

PRINTERS = [{"duplex": True, "a3": False}, {"duplex": False, "a3": False}, {"duplex": True, "a3": True}]
# What the process that asks Qt may do, and what the diagnosis says of Qt and of the printers then.
ANSWERS = {
    "three printers": (
        f"print({json.dumps({'qt': '6.9', 'pyside': '6.9.1', 'printers': PRINTERS})!r})",
        ("good", "6.9, PySide6 6.9.1"),
        ("good", "3 (dubbelzijdig: 2, A3: 1)"),
    ),
    "no printer": (
        """print('{"qt": "6.9", "pyside": "6.9.1", "printers": []}')""",
        ("good", "6.9, PySide6 6.9.1"),
        ("note", "geen; een afdruk kun je opslaan als PDF"),
    ),
    "abort": (
        "import os; os.abort()",
        ("bad", "Qt start niet: Qt stopte meteen; misschien ontbreekt een bibliotheek van het systeem"),
        ("bad", "niet bekend: Qt stopte meteen; misschien ontbreekt een bibliotheek van het systeem"),
    ),
    "hang": (
        "import time; time.sleep(60)",
        ("bad", "Qt start niet: geen antwoord binnen de tijd"),
        ("bad", "niet bekend: geen antwoord binnen de tijd"),
    ),
    "something else": (
        "print('[]')",
        ("bad", "Qt start niet: geen antwoord"),
        ("bad", "niet bekend: geen antwoord"),
    ),
}


def found(folders: Folders) -> dict[str, diagnosis.Finding]:
    """The findings by id; each id stands once."""
    findings = diagnosis.diagnose(folders)
    by_id = {each.id: each for each in findings}
    assert len(by_id) == len(findings)
    return by_id


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt is not asked."""
    monkeypatch.setattr(diagnosis, "_ask_qt", lambda: {"qt": "6.9", "pyside": "6.9.1", "printers": []})


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders of the program inside the test's own."""
    return Folders.standard(tmp_path / "data")


def test_nothing_is_missing_where_the_tests_run(sms: Run) -> None:
    done = sms("doctor", "--json")
    assert (done.code, done.err) == (0, "")
    told = json.loads(done.out)
    assert (told["format"], told["version"]) == ("sms-diagnosis", 1)
    assert [each for each in told["findings"] if each["state"] == "bad"] == []
    ids = {each["id"] for each in told["findings"]}
    assert ids >= {"program", "system", "language", "qt", "display", "printers", "fonts", "settings"}
    assert ids >= {"sessions", "settings_folder", "backups", "recovery", "layouts"}
    assert ids >= {f"part.{name}" for name in diagnosis.PARTS}


@pytest.mark.usefixtures("quick")
def test_for_people_in_both_languages(sms: Run) -> None:
    dutch, english = sms("doctor"), sms("doctor", "--language", "en")
    assert (dutch.code, english.code) == (0, 0)
    assert "Reservekopieën" in dutch.out and "Scans en foto's lezen" in dutch.out
    assert "Back-ups" in english.out and "Reading scans and photos" in english.out
    assert len(dutch.out.splitlines()) == len(english.out.splitlines())


@pytest.mark.usefixtures("quick")
def test_home_and_what_was_opened_are_not_in_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "jansen"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "jansen"))
    folders = Folders.standard(tmp_path / "jansen" / "data")
    folders.settings.parent.mkdir(parents=True)
    folders.settings.write_text(json.dumps({"recent": ["/files/Gesprek met Pietersen.smsjson"]}))
    text = diagnosis.as_text(diagnosis.diagnose(folders))
    assert "jansen" not in text and "Pietersen" not in text
    assert str(Path("~", "data", "SMS-tool")) in text


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("content", "state", "words"),
    [
        (None, "good", "nog niets bewaard"),
        (b"{}", "good", "te lezen"),
        (b"{", "note", "beschadigd"),
        (b'{"zoom": "large"}', "note", "beschadigd"),
        (b"[" * 100_000, "note", "beschadigd"),
    ],
)
def test_the_settings(folders: Folders, content: bytes | None, state: str, words: str) -> None:
    folders.settings.parent.mkdir(parents=True)
    if content is not None:
        folders.settings.write_bytes(content)
    told = found(folders)["settings"]
    assert told.state == state and words in told.words
    assert content is None or folders.settings.read_bytes() == content


@pytest.mark.usefixtures("quick")
def test_a_place_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch, folders: Folders) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise PermissionError

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    for name in ("sessions", "settings_folder", "backups", "recovery"):
        told = found(folders)[name]
        assert told.state == "bad" and "daar kan niets worden geschreven" in told.words


@pytest.mark.usefixtures("quick")
def test_looking_at_a_place_leaves_nothing_there(folders: Folders, tmp_path: Path) -> None:
    told = found(folders)["sessions"]
    assert told.state == "good" and "wordt gemaakt als het nodig is" in told.words
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_a_library_that_does_not_load(monkeypatch: pytest.MonkeyPatch, folders: Folders) -> None:
    original = importlib.import_module

    def load(name: str) -> object:
        if name == "zxingcpp":
            raise ImportError("DLL load failed")
        return original(name)

    monkeypatch.setattr(diagnosis.importlib, "import_module", load)
    told = found(folders)["part.zxingcpp"]
    assert (told.state, told.label) == ("bad", "Codes op papier")
    assert "DLL load failed" in told.words


@pytest.mark.usefixtures("quick")
def test_what_cannot_be_looked_at_says_so(monkeypatch: pytest.MonkeyPatch, folders: Folders) -> None:
    def break_(_place: object) -> None:
        raise OSError("no such device")

    monkeypatch.setattr(diagnosis.shutil, "disk_usage", break_)
    told = found(folders)["folders"]
    assert told.state == "bad" and "no such device" in told.words


@pytest.mark.parametrize(("code", "qt", "printers"), ANSWERS.values(), ids=ANSWERS)
def test_qt_may_abort_hang_or_talk_nonsense(
    monkeypatch: pytest.MonkeyPatch,
    folders: Folders,
    code: str,
    qt: tuple[str, str],
    printers: tuple[str, str],
) -> None:
    monkeypatch.setattr(diagnosis, "PATIENCE", 0.5 if "sleep" in code else 60.0)
    monkeypatch.setattr(diagnosis, "own_command", lambda: [sys.executable, "-c", code])
    told = found(folders)
    assert (told["qt"].state, told["qt"].words) == qt
    assert (told["printers"].state, told["printers"].words) == printers


def test_the_process_that_asks_qt_is_the_program_itself() -> None:
    assert own_command() == [sys.executable, "-m", "sms_desktop"]
    said = diagnosis._ask_qt()
    assert {"qt", "pyside", "printers"} <= set(said)


@pytest.mark.usefixtures("quick")
def test_a_portable_program_says_so(folders: Folders, tmp_path: Path) -> None:
    i18n.use("en")
    told = found(dataclasses.replace(folders, portable=tmp_path))["portable"]
    assert told.words.startswith("on: portable.txt")
