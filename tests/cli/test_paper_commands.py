"""The commands report, agenda and thread, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pypdf
import pytest

from sms_desktop import cli, settings
from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.paper import report
from sms_desktop.paths import Folders
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


PAGES = {
    ("report",): "standing",
    ("agenda",): "standing",
    ("agenda", "--cards"): "standing",
    ("thread",): "poster",
    ("thread", "--tiled"): "standing",
    ("print", "--sheet", "phase1"): "standing",
    ("print", "--sheet", "quick-scan", "--coded"): "lying",
    ("form-pdf", "--sheet", "quick-scan"): "lying",
}
SIZES = {
    "a4": {"standing": (595, 842), "lying": (842, 595), "poster": (1191, 842)},
    "a3": {"standing": (842, 1191), "lying": (1191, 842), "poster": (1191, 842)},
    "letter": {"standing": (612, 792), "lying": (792, 612), "poster": (1224, 792)},
}


@pytest.mark.parametrize("command", PAGES)
def test_everything_fits_the_paper_that_is_asked_for_or_set(
    sms: Run, example: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    out, data = tmp_path / "out.pdf", tmp_path / "data"
    here = ("--data-dir", data, "--out", out)
    settings.save(Folders.standard(data).settings, settings.Settings(paper="letter"))
    for asked, paper in ((("--paper", "a4"), "a4"), (("--paper", "a3"), "a3"), ((), "letter")):
        assert sms(*command, example, *asked, *here).code == 0
        boxes = [page.mediabox for page in pypdf.PdfReader(out).pages]
        assert {(round(box.width), round(box.height)) for box in boxes} == {SIZES[paper][PAGES[command]]}


def test_the_geometry_is_that_of_the_paper(sms: Run, tmp_path: Path) -> None:
    out, geometry = tmp_path / "out.pdf", tmp_path / "out.json"
    sms("blank", "--sheet", "quick-scan", "--paper", "a3", "--out", out, "--geometry", geometry)
    page = json.loads(geometry.read_text())["pages"][0]
    assert (page["width"], page["height"]) == (420.0, 297.0)
    box = next(each for each in page["fields"] if each["kind"] == "box")
    assert box["width"] == pytest.approx(5 * 2**0.5, abs=0.02)


def test_broken_settings_stop_no_print(sms: Run, tmp_path: Path) -> None:
    place = Folders.standard(tmp_path).settings
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"{")
    out = tmp_path / "out.pdf"
    assert sms("blank", "--sheet", "phase2", "--data-dir", tmp_path, "--out", out) == (0, "", "")
    assert place.read_bytes() == b"{" and round(pypdf.PdfReader(out).pages[0].mediabox.width) == 842


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
        (("report", "a", "--paper", "a5", "--out", "x.pdf"), "a5"),
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
