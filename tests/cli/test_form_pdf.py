"""The command form-pdf: for one organisation, for each of them, for the participants."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session, at_organisation
from sms_desktop.exchange.form_pdf import reading
from sms_desktop.storage import codec
from tests.cli.conftest import Run
from tests.exchange import fillers

HOSPITAL = "ziekenhuis"


def about(path: Path) -> tuple[str, str]:
    """What a form says that it is for."""
    found = reading.read_form(path)
    assert isinstance(found, reading.FormReading)
    return found.about.sheet, found.about.organisation


@pytest.fixture
def data(tmp_path: Path) -> tuple[str, Path]:
    """The option that keeps the layouts in a folder of the test."""
    return "--data-dir", tmp_path / "data"


@pytest.mark.parametrize("name", [HOSPITAL, "Ziekenhuis", " ZIEKENHUIS "])
def test_one_organisation(sms: Run, example: Path, tmp_path: Path, data: tuple[str, Path], name: str) -> None:
    out, again = tmp_path / "out.pdf", tmp_path / "again.pdf"
    before = example.read_bytes()
    for path in (out, again):
        done = sms("form-pdf", example, "--sheet", "phase1", "--organisation", name, *data, "--out", path)
        assert done == (0, "", "")
    assert about(out) == ("phase1", HOSPITAL)
    assert out.read_bytes() == again.read_bytes()
    assert example.read_bytes() == before
    assert [each.name for each in (tmp_path / "data" / "layouts").iterdir()] != []


def test_a_folder_gets_one_for_each(sms: Run, example: Path, tmp_path: Path, data: tuple[str, Path]) -> None:
    folder = tmp_path / "formulieren"
    folder.mkdir()
    done = sms("form-pdf", example, "--sheet", "phase1", *data, "--out", folder)
    assert done.code == 0 and done.err == ""
    written = sorted(folder.iterdir())
    assert sorted(map(Path, done.out.splitlines())) == written
    assert folder / "Fase 1 – Ziekenhuis.pdf" in written
    organisations = codec.decode(example.read_bytes()).organisations
    assert {about(path)[1] for path in written} == {each.id for each in organisations}


def test_participants(sms: Run, example: Path, tmp_path: Path, data: tuple[str, Path]) -> None:
    out = tmp_path / "out.pdf"
    assert sms("form-pdf", example, "--sheet", "quick-scan", *data, "--out", out) == (0, "", "")
    assert about(out) == ("quick-scan", "")
    assert sms("form-pdf", example, "--sheet", "quick-scan", *data, "--out", tmp_path).code == 0
    assert (tmp_path / "SMS-Tool Quick Scan – Leernetwerk ouderenzorg.pdf").read_bytes() == out.read_bytes()


def saved(session: Session, path: Path) -> Path:
    path.write_bytes(codec.encode(session))
    return path


def test_the_only_one_that_has_not_left_needs_no_name(
    sms: Run, form_set: FormSet, tmp_path: Path, data: tuple[str, Path]
) -> None:
    session = edits.new_session(form_set, "abc")
    path, out = saved(session, tmp_path / "s.smsjson"), tmp_path / "out.pdf"
    done = sms("form-pdf", path, "--sheet", "phase1", *data, "--out", out)
    assert done.code == 1 and "nog geen organisaties" in done.err and not out.exists()
    for each in ("een", "twee"):
        session = edits.add_organisation(session, each, each, "education")
    done = sms("form-pdf", saved(session, path), "--sheet", "phase1", *data, "--out", out)
    assert done.code == 1 and "2 organisaties" in done.err and "bestaande map" in done.err
    assert not out.exists()
    session = edits.set_answer(session, at_organisation("een"), "organisation.until", "2026-01-01")
    assert sms("form-pdf", saved(session, path), "--sheet", "phase1", *data, "--out", out).code == 0
    assert about(out) == ("phase1", "twee")


@pytest.mark.parametrize("flatten", ["pdftk", "qpdf"])
def test_flattened_it_is_read_as_a_picture(
    sms: Run, example: Path, tmp_path: Path, data: tuple[str, Path], flatten: str
) -> None:
    out, flat = tmp_path / "out.pdf", tmp_path / "flat.pdf"
    done = sms("form-pdf", example, "--sheet", "phase1", "--organisation", HOSPITAL, *data, "--out", out)
    assert done.code == 0
    values = {"phase1.mission.yes": False, "phase1.mission.no": True, "phase1.recruitment.yes": True}
    if flatten == "pdftk":
        flat.write_bytes(fillers.by_pdftk(out.read_bytes(), values, tmp_path, "flatten"))
    else:
        filled = fillers.by_pdfium(out.read_bytes(), values, tmp_path)
        flat.write_bytes(fillers.rewritten(filled, tmp_path, "--flatten-annotations=all"))
    assert isinstance(reading.read_form(flat), reading.FlatForm)
    done = sms("read", example, flat, "--json", *data)
    assert done.code == 0
    pages = json.loads(done.out)["pages"]
    assert {(page["sheet"], page["status"]) for page in pages} == {(HOSPITAL, "read")}
    ticked = {each["field"] for page in pages for each in page["fields"] if each["value"] is True}
    answers = codec.decode(example.read_bytes()).organisation(HOSPITAL).answers
    wanted = {field for field, value in {**answers, **values}.items() if value is True}
    assert ticked == {field for field in wanted if field.startswith("phase1.")} - {"phase1.recruitment.no"}


def test_an_organisation_that_is_not_there(sms: Run, example: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    done = sms("form-pdf", example, "--sheet", "phase1", "--organisation", "Niemand", "--out", out)
    assert done.code == 1 and "Niemand" in done.err and not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--sheet", "phase2", "--out", "x.pdf"), "phase2"),
        (("--sheet", "quick-scan", "--organisation", "a", "--out", "x.pdf"), "--organisation"),
        (("--out", "x.pdf"), "--sheet"),
        (("--sheet", "phase1"), "--out"),
    ],
)
def test_a_wrong_command_line(sms: Run, example: Path, arguments: tuple[str, ...], words: str) -> None:
    done = sms("form-pdf", example, *arguments)
    assert done.code == 2 and words in done.err


def test_the_session_is_never_overwritten(sms: Run, example: Path) -> None:
    before = example.read_bytes()
    done = sms("form-pdf", example, "--sheet", "quick-scan", "--out", example)
    assert done.code == 1 and "de sessie zelf" in done.err
    assert example.read_bytes() == before


def test_what_did_not_come_back_is_told(
    sms: Run, example: Path, tmp_path: Path, data: tuple[str, Path]
) -> None:
    out, before = tmp_path / "out.pdf", example.read_bytes()
    sms("form-pdf", example, "--sheet", "phase1", "--organisation", HOSPITAL, *data, "--out", out)
    pdf = fillers.without(out.read_bytes(), lambda name, _: name.startswith("phase1-mission"))
    out.write_bytes(pdf)
    first, *others = json.loads(sms("read", example, out, "--json", *data).out)["pages"]
    assert "Niet alle velden" in first["warnings"][0] and not any(each["warnings"] for each in others)
    assert {each["value"] for each in first["fields"] if ".mission." in each["field"]} == {None}
    done = sms("read", example, out, "--apply", *data)
    assert done.code == 0 and "  Niet alle velden kwamen terug" in done.out
    assert example.read_bytes() == before
