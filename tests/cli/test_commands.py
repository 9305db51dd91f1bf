"""What the commands make, in both languages."""

from __future__ import annotations

import argparse
import json
import os
import stat
import sys
from pathlib import Path

import pypdf
import pytest

from sms_desktop import cli, i18n, summary
from sms_desktop.core import insight
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.insight import Pattern
from sms_desktop.storage import codec
from sms_desktop.storage.files import read_session
from tests.cli.conftest import Run

SHEETS = ("quick-scan", "phase1", "phase2", "phase3")


def text_of(path: Path) -> str:
    """The words of a PDF."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def pages_of(path: Path) -> int:
    """How many pages a PDF has."""
    return len(pypdf.PdfReader(path).pages)


# The example ------------------------------------------------------------------------------------------


def test_the_example_is_a_good_session_of_the_promised_size(sms: Run, example: Path) -> None:
    session = read_session(example).session
    assert [len(session.of_side(side)) for side in SIDES] == [2, 3]
    assert len(session.sheets) == 12
    assert len(session.moments) >= 2
    assert session.answers["session.sector"] == "care"
    assert session.revealed is not None
    assert {row.pattern for row in insight.matrix(session)} == set(Pattern)
    served = [len(outcome.motives) for outcome in insight.joint_outcomes(session)]
    assert max(served) > 1 and min(served) > 0
    assert all(insight.own_outcomes(session, organisation) for organisation in session.organisations)
    assert not any("quick_scan.name" in sheet.answers for sheet in session.sheets)


def test_the_example_is_the_same_every_time(sms: Run, example: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    assert sms("example", again).code == 0
    assert again.read_bytes() == example.read_bytes()


def test_an_output_is_replaced_and_readable_for_others_as_the_mask_says(sms: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("something else")
    before = os.umask(0o022)
    try:
        assert sms("example", path).code == 0
    finally:
        os.umask(before)
    assert codec.decode(path.read_bytes())
    assert [each.name for each in tmp_path.iterdir()] == ["out.json"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o644


# check --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "een goede sessie (5 organisaties, 12 bladen,"),
        ("en", "a good session (5 organisations, 12 sheets,"),
    ],
)
def test_check(sms: Run, example: Path, language: str, words: str) -> None:
    before = example.read_bytes(), example.stat().st_mtime_ns
    done = sms("check", example, "--language", language)
    assert (done.code, done.err) == (0, "")
    assert words in done.out
    assert (example.read_bytes(), example.stat().st_mtime_ns) == before


# Paper --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", SHEETS)
def test_blank_and_filled_are_made_and_the_same_every_time(
    sms: Run, example: Path, tmp_path: Path, sheet: str
) -> None:
    blank, filled, again = (tmp_path / f"{name}.pdf" for name in ("blank", "filled", "again"))
    assert sms("blank", "--sheet", sheet, "--out", blank) == (0, "", "")
    assert sms("print", example, "--sheet", sheet, "--out", filled) == (0, "", "")
    assert sms("print", example, "--sheet", sheet, "--out", again).code == 0
    assert filled.read_bytes() == again.read_bytes()
    assert pages_of(filled) >= pages_of(blank) >= 1
    assert "Verpleeghuis" in text_of(filled)
    assert "Verpleeghuis" not in text_of(blank)


@pytest.mark.parametrize("copies", [1, 3])
def test_a_blank_quick_scan_is_front_and_back_per_copy(sms: Run, tmp_path: Path, copies: int) -> None:
    out = tmp_path / "out.pdf"
    assert sms("blank", "--sheet", "quick-scan", "--copies", copies, "--out", out).code == 0
    assert pages_of(out) == 2 * copies


@pytest.mark.parametrize(
    ("side", "there"),
    [
        (None, ("onderwijspartners", "praktijkpartners")),
        ("education", ("onderwijspartners",)),
        ("practice", ("praktijkpartners",)),
    ],
)
def test_blank_phase_1_for_one_side_or_both(
    sms: Run, tmp_path: Path, side: str | None, there: tuple[str, ...]
) -> None:
    out = tmp_path / "out.pdf"
    assert sms("blank", "--sheet", "phase1", *(("--side", side) if side else ()), "--out", out).code == 0
    words = text_of(out)
    title = "beoogde opbrengsten voor "
    assert {each for each in ("onderwijspartners", "praktijkpartners") if title + each in words} == set(there)


@pytest.mark.parametrize("name", ["ziekenhuis", "Ziekenhuis", "  ZIEKENHUIS "])
def test_print_one_organisation_by_name_or_id(sms: Run, example: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.pdf"
    assert sms("print", example, "--sheet", "phase1", "--organisation", name, "--out", out).code == 0
    words = text_of(out)
    assert "geriatrie-afdeling" in words
    assert "Thuiszorgorganisatie" not in words


def test_print_one_sheet_by_number_or_id(sms: Run, example: Path, tmp_path: Path) -> None:
    by_number, by_id, all_of_them = (tmp_path / f"{name}.pdf" for name in "abc")
    assert sms("print", example, "--sheet", "quick-scan", "--only", 7, "--out", by_number).code == 0
    assert sms("print", example, "--sheet", "quick-scan", "--only", "blad07", "--out", by_id).code == 0
    assert sms("print", example, "--sheet", "quick-scan", "--out", all_of_them).code == 0
    assert by_number.read_bytes() == by_id.read_bytes()
    assert pages_of(all_of_them) == 12 * pages_of(by_number)


def test_side_by_side_has_both_sides_on_a_landscape_page(sms: Run, example: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert sms("print", example, "--sheet", "phase1", "--side-by-side", "--out", out).code == 0
    for page in pypdf.PdfReader(out).pages:
        assert page.mediabox.width > page.mediabox.height


def test_paper_speaks_the_language_asked_for(sms: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert sms("--language", "en", "blank", "--sheet", "phase1", "--out", out).code == 0
    assert "Intended outcome" in text_of(out)
    assert sms("blank", "--sheet", "phase1", "--out", out).code == 0
    assert "Beoogde opbrengst" in text_of(out)


def test_the_session_itself_is_never_overwritten(sms: Run, example: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to(example)
    before = example.read_bytes()
    for out in (example, link, tmp_path / "." / "example.json"):
        done = sms("print", example, "--sheet", "phase1", "--out", out)
        assert done.code == 1
        assert "is de sessie zelf" in done.err
    assert example.read_bytes() == before


def test_nothing_to_print_is_said(sms: Run, form_set: FormSet, tmp_path: Path) -> None:
    from sms_desktop.core import edits

    path, out = tmp_path / "empty.smsjson", tmp_path / "out.pdf"
    path.write_bytes(codec.encode(edits.new_session(form_set, "empty")))
    done = sms("print", path, "--sheet", "quick-scan", "--out", out)
    assert (done.code, out.exists()) == (1, False)
    assert "nog niets" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--sheet", "phase1", "--organisation", "Bakkerij"), "geen organisatie Bakkerij"),
        (("--sheet", "phase1", "--only", "7"), "geen organisatie 7"),
        (("--sheet", "quick-scan", "--only", "13"), "geen quick scan-blad 13"),
    ],
)
def test_somebody_who_is_not_there(
    sms: Run, example: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = sms("print", example, *arguments, "--out", tmp_path / "out.pdf")
    assert done.code == 1
    assert words in done.err
    assert not (tmp_path / "out.pdf").exists()


# overview -----------------------------------------------------------------------------------------------


def test_overview_as_json_holds_the_numbers_of_the_window(sms: Run, example: Path) -> None:
    done = sms("overview", example, "--json")
    assert (done.code, done.err) == (0, "")
    data = json.loads(done.out)
    session = read_session(example).session
    for half in insight.overview(session).halves:
        found = data["quick_scan"]["sides"][half.side]
        assert {name: each["count"] for name, each in found["clusters"].items()} == half.counts
        assert found["people"] == half.people
    patterns = [(row["motive"], row["pattern"], row["provisional"]) for row in data["motives"]]
    assert patterns == [(row.motive, row.pattern.value, row.provisional) for row in insight.matrix(session)]
    assert data["motives"][0]["label"] == "Eigen missie"
    assert done.out.isascii()


def test_overview_in_english_changes_labels_only(sms: Run, example: Path) -> None:
    dutch, english = (
        json.loads(sms("overview", example, "--json", "--language", code).out) for code in ("nl", "en")
    )
    assert english["motives"][0]["label"] == "Own mission"

    def without_labels(value: object) -> object:
        if isinstance(value, list):
            return [without_labels(each) for each in value]
        if isinstance(value, dict):
            return {key: without_labels(each) for key, each in value.items() if not key.endswith("label")}
        return value

    assert without_labels(dutch) == without_labels(english)


def test_overview_of_nothing(form_set: FormSet) -> None:
    from sms_desktop.core import edits

    session = edits.new_session(form_set, "empty")
    data = json.loads(summary.as_json(session, i18n.language("nl")))
    assert data["quick_scan"]["sides"]["education"]["clusters"]["capital"]["share"] is None
    assert data["quick_scan"]["mirror"][0]["gap"] is None
    assert "0 van 0" in summary.as_text(session, i18n.language("nl"))


def test_overview_for_people(sms: Run, example: Path) -> None:
    lines = sms("overview", example).out.splitlines()
    assert lines[0] == "SMS-Tool Quick Scan – 12 bladen"
    assert lines[1].split() == ["Onderwijs", "Werkveldpartner(s)"]
    assert "11 van 12" in next(line for line in lines if line.startswith("Ontwikkelingsgericht"))
    assert next(line for line in lines if line.startswith("Innovatie")).endswith("≈ deels gedeeld")


# Words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [(), *((name,) for name in cli.COMMANDS)])
def test_help_is_wholly_dutch_or_wholly_english(sms: Run, command: tuple[str, ...]) -> None:
    dutch = sms(*command, "--help")
    english = sms(*command, "--help", "--language", "en")
    assert (dutch.code, english.code, dutch.err, english.err) == (0, 0, "", "")
    assert dutch.out.startswith("gebruik: sms-desktop")
    assert english.out.startswith("usage: sms-desktop")
    for words in (
        "show this",
        "options",
        "positional",
        "the session",
        "replaced",
        "FILE",
        "COMMAND",
        "how many",
    ):
        assert words not in dutch.out
    for words in ("opties", "bestand", "BESTAND", "sessie", "kant"):
        assert words not in english.out


def test_the_language_may_stand_anywhere(sms: Run, example: Path) -> None:
    for arguments in (
        ("--language", "en", "check", example),
        ("check", "--language", "en", example),
        ("check", example, "--language=en"),
    ):
        assert "a good session" in sms(*arguments).out
    assert "een goede sessie" in sms("check", example).out


WRONG = {
    "no form": (("blank", "--out", "x.pdf"), "dit ontbreekt: --sheet"),
    "no file": (("check",), "dit ontbreekt: BESTAND"),
    "two files": (("check", "a", "b"), "dit is niet bekend: b"),
    "no such form": (("blank", "--sheet", "phase9", "--out", "x.pdf"), "phase9"),
    "no such side": (("blank", "--sheet", "phase1", "--side", "left", "--out", "x.pdf"), "left"),
    "no such language": (("--language", "fr", "check", "a"), "fr"),
    "no number": (
        ("blank", "--sheet", "phase1", "--copies", "q", "--out", "x.pdf"),
        "q is geen geheel getal",
    ),
    "no copies": (("blank", "--sheet", "phase1", "--copies", "0", "--out", "x.pdf"), "tussen 1 en"),
    "too many copies": (("blank", "--sheet", "phase1", "--copies", "1001", "--out", "x.pdf"), "tussen 1 en"),
    "a side of the quick scan": (
        ("blank", "--sheet", "quick-scan", "--side", "practice", "--out", "x.pdf"),
        "--side kan alleen",
    ),
    "side by side elsewhere": (
        ("blank", "--sheet", "phase2", "--side-by-side", "--out", "x.pdf"),
        "--side-by-side kan alleen",
    ),
    "an organisation on the quick scan": (
        ("print", "a", "--sheet", "quick-scan", "--organisation", "b", "--out", "x.pdf"),
        "--organisation kan niet",
    ),
    "a part of phase 2": (("print", "a", "--sheet", "phase2", "--only", "b", "--out", "x.pdf"), "hele groep"),
    "an abbreviation": (("check", "--lang", "en", "a"), "--lang"),
    "a value too many": (("overview", "--json=1", "a"), "hier hoort geen waarde bij"),
    "a value too few": (("check", "a", "--language"), "hier hoort één waarde achter"),
    "an unknown option": (("--colour",), "dit is niet bekend: --colour"),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_command_line_ends_with_2_and_dutch_words(
    sms: Run, arguments: tuple[str, ...], words: str
) -> None:
    done = sms(*arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert done.err.startswith("gebruik: ")
    assert ": fout: " in done.err
    assert not Path("x.pdf").exists()


def test_argparse_speaks_english_again_afterwards(sms: Run) -> None:
    before = argparse.__dict__["_"], argparse.__dict__["ngettext"]
    assert sms("check").code == 2
    assert (argparse.__dict__["_"], argparse.__dict__["ngettext"]) == before


def test_the_version(sms: Run) -> None:
    from sms_desktop import __version__

    assert sms("--version").out == f"SMS-tool Desktop {__version__}\n"


# The window ---------------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the window was asked to open; none is opened."""
    from sms_desktop import app

    calls: list[tuple[object, ...]] = []

    def run(
        path: Path | None, language: str | None, data_dir: Path | None, quit_after_start: bool = False
    ) -> int:
        calls.append((path, language, data_dir, quit_after_start))
        return 0

    monkeypatch.setattr(app, "run", run)
    return calls


def test_what_opens_the_window(
    sms: Run, opened: list[tuple[object, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.smsjson", "print"):
        Path(name).write_text("{}")
    for arguments, expected in (
        ((), (None, None, None, False)),
        (("a.smsjson",), (Path("a.smsjson"), None, None, False)),
        (("./print",), (Path("print"), None, None, False)),
        (("--", "print"), (Path("print"), None, None, False)),
        (("--language", "en", "a.smsjson"), (Path("a.smsjson"), "en", None, False)),
        (("--data-dir", "check", "a.smsjson"), (Path("a.smsjson"), None, Path("check"), False)),
        (("--quit-after-start",), (None, None, None, True)),
    ):
        assert sms(*arguments).code == 0
        assert opened.pop() == expected


def test_a_file_that_is_not_there_opens_no_window(sms: Run, opened: list[tuple[object, ...]]) -> None:
    done = sms("exampel")
    assert (done.code, done.out, opened) == (1, "", [])
    assert done.err == "sms-desktop: Er is geen bestand exampel, en ook geen opdracht met die naam.\n"
