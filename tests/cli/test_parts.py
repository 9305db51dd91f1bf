"""The commands issue and merge, and what all of them say before the reveal."""

from __future__ import annotations

from pathlib import Path

import pytest

from sms_desktop.core import edits, issuing
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session, at_organisation
from sms_desktop.storage import codec
from tests.cli.conftest import Run

HOSPITAL = at_organisation("ziekenhuis")


def read(path: Path) -> Session:
    return codec.decode(path.read_bytes())


def write(path: Path, session: Session) -> Path:
    path.write_bytes(codec.encode(session))
    return path


@pytest.fixture
def part(sms: Run, example: Path, tmp_path: Path) -> Path:
    """The part of the hospital, in which something was filled in."""
    path = tmp_path / "deel.smsjson"
    assert sms("issue", example, "--organisation", "ziekenhuis", "--out", path) == (0, "", "")
    answers = {"phase1.network.outcome": "Elkaar kennen"}
    return write(path, edits.set_answers(read(path), HOSPITAL, answers))


def test_the_part_holds_one_organisation(sms: Run, example: Path, part: Path, tmp_path: Path) -> None:
    assert [each.id for each in read(part).organisations] == ["ziekenhuis"]
    again = tmp_path / "again.smsjson"
    assert sms("issue", example, "--organisation", "Ziekenhuis", "--out", again).code == 0
    assert read(again) == issuing.issue(read(example), "ziekenhuis")


def test_without_an_option_it_only_shows(sms: Run, example: Path, part: Path) -> None:
    before = example.read_bytes()
    done = sms("merge", example, part)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("leeg → Elkaar kennen\n") and done.out.startswith("Ziekenhuis: ")
    assert example.read_bytes() == before


def test_into_another_file(sms: Run, example: Path, part: Path, tmp_path: Path) -> None:
    out = tmp_path / "samen.smsjson"
    assert sms("merge", example, part, "--out", out).code == 0
    assert read(out) == edits.set_answer(read(example), HOSPITAL, "phase1.network.outcome", "Elkaar kennen")


def test_into_the_session_itself(sms: Run, example: Path, part: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert sms("merge", example, part, "--apply", "--data-dir", data).code == 0
    assert read(example).organisation("ziekenhuis").answers["phase1.network.outcome"] == "Elkaar kennen"
    done = sms("merge", example, part, "--apply", "--data-dir", data)
    assert done == (0, "Er verandert niets.\n", "")


@pytest.mark.parametrize("options", [("--out", "samen.smsjson"), ("--apply", "--data-dir", "data")])
def test_what_both_changed_is_never_chosen(
    sms: Run, example: Path, part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple
) -> None:
    monkeypatch.chdir(tmp_path)
    write(example, edits.set_answer(read(example), HOSPITAL, "phase1.network.outcome", "hier"))
    before = example.read_bytes()
    shown = sms("merge", example, part)
    assert "Nog te kiezen" in shown.out and "hier → Elkaar kennen" in shown.out
    done = sms("merge", example, part, *options)
    assert done.code == 1 and "1 gegeven verschilt" in done.err and "Ziekenhuis" in done.err
    assert example.read_bytes() == before and not (tmp_path / "samen.smsjson").exists()


def test_another_version_of_the_whole(sms: Run, example: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.smsjson", edits.add_sheet(read(example), "erbij"))
    out = tmp_path / "samen.smsjson"
    assert sms("merge", example, other, "--out", out).code == 0
    assert read(out) == read(other)


def test_what_does_not_fit(sms: Run, example: Path, part: Path, form_set: FormSet, tmp_path: Path) -> None:
    other = write(tmp_path / "other.smsjson", edits.new_session(form_set, "anders"))
    out = tmp_path / "uit.smsjson"
    cases = [
        (("merge", other, part, "--out", out), "hoort niet bij"),
        (("merge", part, example, "--out", out), "het deel van één organisatie"),
        (("merge", example, part, "--out", part), "Kies een ander bestand"),
        (("issue", part, "--organisation", "ziekenhuis", "--out", out), "het deel van één organisatie"),
        (("issue", example, "--organisation", "niemand", "--out", out), "niemand"),
        (("issue", example, "--organisation", "ziekenhuis", "--out", example), "Kies een ander bestand"),
    ]
    for arguments, words in cases:
        done = sms(*arguments)
        assert (done.code, words in done.err) == (1, True), (arguments, done)
    assert not out.exists()


def test_a_part_is_not_counted_as_a_session(sms: Run, example: Path, part: Path) -> None:
    write(part, edits.set_answer(read(part), WHOLE, "session.place", "elders"))
    done = sms("compare", example.parent, "--json")
    assert done.code == 0 and done.out.count('"file": "example.json"') == 1
    assert "Gebruik de hele sessie" in done.out


# What waits for the reveal ------------------------------------------------------------------------------

NOTE = "Fase 1 is nog niet onthuld"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("print", "--sheet", "phase1", "--out", "out.pdf"), True),
        (("print", "--sheet", "phase2", "--out", "out.pdf"), True),
        (("print", "--sheet", "phase3", "--out", "out.pdf"), True),
        (("print", "--sheet", "quick-scan", "--out", "out.pdf"), False),
        (("print", "--sheet", "quick-scan", "--with-session", "--out", "out.pdf"), True),
        (("report", "--parts", "overview", "--with-session", "--out", "out.pdf"), True),
        (("report", "--out", "out.pdf"), True),
        (("report", "--out", "out.docx"), True),
        (("report", "--parts", "overview", "mirror", "--out", "out.pdf"), False),
        (("agenda", "--out", "out.pdf"), True),
        (("agenda", "--cards", "--out", "out.pdf"), True),
        (("thread", "--out", "out.pdf"), True),
        (("export", "--out", "out.csv"), True),
        (("overview",), True),
        (("overview", "--json"), True),
        (("check",), False),
    ],
)
def test_what_goes_out_before_the_reveal_says_so(
    sms: Run, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple, told: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    name, *rest = command
    assert NOTE not in sms(name, example, *rest).err
    write(example, edits.cover(read(example)))
    done = sms(name, example, *rest)
    assert (done.code, NOTE in done.err) == (0, told)


def test_what_comes_in_before_the_reveal_says_so_too(
    sms: Run, example: Path, part: Path, tmp_path: Path
) -> None:
    form, data = tmp_path / "formulier.pdf", ("--data-dir", tmp_path / "data")
    made = sms("form-pdf", example, "--sheet", "phase1", "--organisation", "ziekenhuis", *data, "--out", form)
    scan = tmp_path / "scan.pdf"
    assert sms("form-pdf", example, "--sheet", "quick-scan", *data, "--out", scan).code == made.code == 0
    commands = [
        (("merge", example, part), True),
        (("read", example, form, *data), True),
        (("read", example, form, "--json", *data), True),
        (("read", example, scan, *data), False),
    ]
    for command, told in commands:
        write(example, edits.reveal(read(example)))
        assert NOTE not in sms(*command).err
        write(example, edits.cover(read(example)))
        done = sms(*command)
        assert (done.code, NOTE in done.err) == (0, told), command
