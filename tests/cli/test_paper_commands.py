"""The commands report, agenda and thread, in both languages."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from sms_desktop import cli
from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.paper import report
from sms_desktop.storage import codec
from tests.cli.conftest import Run
from tests.cli.test_commands import pages_of, text_of


@pytest.mark.parametrize(
    ("command", "dutch", "english"),
    [
        (("report",), "Verwachtingsspiegel", "Expectation mirror"),
        (("agenda", "--minutes", "45"), "Samen 45 minuten", "45 minutes in all"),
        (("agenda", "--cards"), "Herkennen jullie dit verschil?", "Do you recognise this difference?"),
        (("thread",), "Rode draad", "Thread from motive to evidence"),
        (("thread", "--tiled"), "Rode draad", "Thread from motive to evidence"),
    ],
)
def test_a_pdf_in_either_language_and_the_same_again(
    sms: Run, example: Path, tmp_path: Path, command: tuple[str, ...], dutch: str, english: str
) -> None:
    one, again, other = (tmp_path / f"{name}.pdf" for name in ("one", "again", "other"))
    assert sms(*command, example, "--out", one) == (0, "", "")
    assert sms(*command, example, "--out", again).code == 0
    assert sms("--language", "en", *command, example, "--out", other).code == 0
    assert one.read_bytes() == again.read_bytes()
    assert dutch in text_of(one) and english in text_of(other)
    assert english not in text_of(one)


def test_the_parts_that_can_be_asked_for_are_those_of_the_report() -> None:
    assert tuple(report.PARTS) == cli.REPORT_PARTS


def test_some_parts_without_names(sms: Run, example: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert sms("report", example, "--parts", "overview", "matrix", "--anonymous", "--out", out).code == 0
    found = text_of(out)
    assert "Overzicht quick scan" in found and "Motieven naast elkaar" in found
    assert "Verwachtingsspiegel" not in found and "De methode" not in found
    assert "Praktijkpartner 3" in found and "Verpleeghuis" not in found


def test_a_document_that_can_be_edited(sms: Run, example: Path, tmp_path: Path) -> None:
    out = tmp_path / "Verslag.DOCX"
    assert sms("report", example, "--out", out) == (0, "", "")
    opened = docx.Document(str(out))
    assert "Over de sessie" in [paragraph.text for paragraph in opened.paragraphs]
    assert opened.core_properties.title == "Verslag – Leernetwerk ouderenzorg"


def test_a_poster_is_one_a3_or_two_a4(sms: Run, example: Path, tmp_path: Path) -> None:
    whole, halves = tmp_path / "whole.pdf", tmp_path / "halves.pdf"
    assert sms("thread", example, "--out", whole).code == 0
    assert sms("thread", example, "--tiled", "--out", halves).code == 0
    assert (pages_of(whole), pages_of(halves)) == (1, 2)


def test_nothing_to_talk_about(sms: Run, form_set: FormSet, tmp_path: Path) -> None:
    path, out = tmp_path / "empty.smsjson", tmp_path / "out.pdf"
    path.write_bytes(codec.encode(edits.new_session(form_set, "leeg")))
    done = sms("agenda", path, "--out", out)
    assert done.code == 1 and "Er staat nog niets op de agenda" in done.err
    assert not out.exists()
    assert sms("report", path, "--out", out).code == sms("thread", path, "--out", out).code == 0


@pytest.mark.parametrize("command", ["report", "agenda", "thread"])
def test_the_session_is_never_overwritten(sms: Run, example: Path, command: str) -> None:
    path = example.rename(example.with_suffix(".pdf"))
    before = path.read_bytes()
    done = sms(command, path, "--out", path)
    assert done.code == 1 and "de sessie zelf" in done.err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("report", "a", "--out", "x.odt"), ".pdf of .docx"),
        (("report", "a", "--parts", "quiz", "--out", "x.pdf"), "quiz"),
        (("agenda", "a", "--minutes", "0", "--out", "x.pdf"), "tussen 1 en"),
        (("agenda", "a", "--minutes", "9999", "--out", "x.pdf"), "tussen 1 en"),
        (("thread", "a"), "--out"),
    ],
)
def test_a_wrong_command_line(sms: Run, arguments: tuple[str, ...], words: str) -> None:
    done = sms(*arguments)
    assert done.code == 2 and words in done.err


@pytest.mark.parametrize("command", [("print", "--sheet", "quick-scan"), ("report",)])
def test_the_session_goes_along_when_asked_for(
    sms: Run, example: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    bare, full = tmp_path / "bare.pdf", tmp_path / "full.pdf"
    assert sms(*command, example, "--out", bare).code == 0
    assert sms(*command, example, "--with-session", "--out", full) == (0, "", "")
    assert text_of(bare) == text_of(full)
    assert sms("overview", full, "--json").out == sms("overview", example, "--json").out
    done = sms("check", bare)
    assert (done.code, done.out) == (1, "") and "In deze PDF zit geen sessie" in done.err


@pytest.mark.parametrize(
    "options",
    [
        ("report", "--anonymous", "--out", "out.pdf"),
        ("report", "--out", "out.docx"),
        ("print", "--sheet", "phase1", "--coded", "--out", "out.pdf"),
    ],
)
def test_the_session_never_goes_where_it_should_not(
    sms: Run, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    command, *rest = options
    done = sms(command, example, "--with-session", *rest)
    assert done.code == 2 and "--with-session gaat" in done.err
    assert list(tmp_path.glob("out.*")) == []
