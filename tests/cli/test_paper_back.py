"""print --coded, --geometry and read, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from sms_desktop.storage.files import read_session
from tests.cli.conftest import Run

PER_MM = 150 / 25.4


def printed(sms: Run, example: Path, tmp_path: Path, *options: object) -> tuple[Path, list[dict[str, Any]]]:
    """A coded print and its geometry."""
    pdf, geometry = tmp_path / "print.pdf", tmp_path / "print.json"
    data = ("--data-dir", tmp_path / "data")
    done = sms("print", example, "--coded", *options, *data, "--geometry", geometry, "--out", pdf)
    assert done == (0, "", "")
    return pdf, json.loads(geometry.read_text("utf-8"))["pages"]


def crossed(pdf: Path, page: int, boxes: list[dict[str, Any]]) -> Image.Image:
    """A page as a scan, with a cross in these boxes."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[page - 1].render(scale=150 / 72, grayscale=True).to_pil().convert("L")
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        x, y, size = box["x"] * PER_MM, box["y"] * PER_MM, box["width"] * PER_MM
        for start, end in ((0.2, 0.8), (0.8, 0.2)):
            draw.line((x + start * size, y + 0.2 * size, x + end * size, y + 0.8 * size), fill=40, width=3)
    return picture


def boxes_of(page: dict[str, Any], *ends: str) -> list[dict[str, Any]]:
    return [each for each in page["fields"] if each["kind"] == "box" and each["field"].endswith(ends)]


def test_the_same_command_gives_the_same_bytes_and_leaves_the_session(
    sms: Run, example: Path, tmp_path: Path
) -> None:
    before = example.read_bytes()
    pdf, pages = printed(sms, example, tmp_path, "--sheet", "quick-scan", "--copies", 3)
    first = pdf.read_bytes()
    again, _ = printed(sms, example, tmp_path, "--sheet", "quick-scan", "--copies", 3)
    assert again.read_bytes() == first and example.read_bytes() == before
    assert [page["sheet"] for page in pages] == [f"paper-{n}" for n in (1, 1, 2, 2, 3, 3)]
    _, only = printed(sms, example, tmp_path, "--sheet", "quick-scan", "--only", 2)
    assert [page["code"] for page in only] == [page["code"] for page in pages[2:4]]


def test_what_is_crossed_is_read_and_applied_and_read_again_without_doubling(
    sms: Run, example: Path, tmp_path: Path
) -> None:
    pdf, pages = printed(sms, example, tmp_path, "--sheet", "quick-scan", "--copies", 2)
    wanted = boxes_of(pages[2], "role.practice", "education.capital", "practice.societal")
    scan = tmp_path / "scan.png"
    crossed(pdf, 3, wanted).save(scan)
    before = read_session(example).session
    done = sms("read", example, scan, "--json", "--data-dir", tmp_path / "data")
    (page,) = json.loads(done.out)["pages"]
    assert (done.code, page["status"], page["sheet"], page["form_page"]) == (0, "read", "paper-2", 1)
    assert (page["input"], page["page"]) == (str(scan), 1)
    assert {each["field"] for each in page["fields"] if each["value"] is True} == {
        each["field"] for each in wanted
    }
    assert {each["field"] for each in page["fields"]} == {each["field"] for each in pages[2]["fields"]}
    assert read_session(example).session == before
    for _again in range(2):
        assert sms("read", example, scan, "--apply", "--data-dir", tmp_path / "data").code == 0
    after = read_session(example).session
    assert len(after.sheets) == len(before.sheets) + 1
    assert set(after.sheet("paper-2").answers) == {each["field"] for each in wanted}


def test_what_the_session_has_is_not_overwritten(sms: Run, example: Path, tmp_path: Path) -> None:
    pdf, pages = printed(sms, example, tmp_path, "--sheet", "phase1", "--only", "ziekenhuis")
    before = read_session(example).session.organisation("ziekenhuis").answers
    opposite = [
        each
        for each in boxes_of(pages[0], ".yes", ".no")
        if each["field"].rpartition(".")[0] + (".no" if each["field"].endswith(".yes") else ".yes") in before
    ]
    scan = tmp_path / "scan.png"
    crossed(pdf, 1, opposite).save(scan)
    done = sms("read", example, scan, "--apply", "--data-dir", tmp_path / "data")
    assert done.code == 0 and "anders in de sessie" in done.err
    assert read_session(example).session.organisation("ziekenhuis").answers == before


def test_filled_form_pdfs_are_read_too(sms: Run, example: Path, tmp_path: Path) -> None:
    form, filled = tmp_path / "form.pdf", tmp_path / "filled.pdf"
    data = ("--data-dir", tmp_path / "data")
    assert sms("form-pdf", example, "--sheet", "quick-scan", *data, "--out", form).code == 0
    writer = pypdf.PdfWriter(clone_from=form)
    for page in writer.pages:
        names = {"quick_scan-education-capital": "/Yes", "quick_scan-name": "Ömer Ж"}
        present = {each.get_object().get("/T") for each in page.get("/Annots", [])}
        states = {name: value for name, value in names.items() if name in present}
        if states:
            writer.update_page_form_field_values(page, states)
    writer.write(filled)
    done = sms("read", example, filled, "--json", *data)
    pages = json.loads(done.out)["pages"]
    values = {each["field"]: each["value"] for page in pages for each in page["fields"]}
    assert values["quick_scan.name"] == "Ömer Ж"
    assert pages[0]["sheet"].startswith("form-") and pages[0]["status"] == "read"


def test_a_folder_with_files_that_are_none(sms: Run, example: Path, tmp_path: Path) -> None:
    pdf, _ = printed(sms, example, tmp_path, "--sheet", "quick-scan")
    (tmp_path / "map").mkdir()
    crossed(pdf, 1, []).save(tmp_path / "map" / "a.png")
    (tmp_path / "map" / "b.txt").write_text("Beste mensen", "utf-8")
    Image.new("L", (900, 700), 255).save(tmp_path / "map" / "c.png")
    done = sms("read", example, tmp_path / "map", "--json", "--data-dir", tmp_path / "data")
    found = [(page["status"], bool(page["reason"])) for page in json.loads(done.out)["pages"]]
    assert (done.code, found) == (0, [("read", False), ("refused", True), ("refused", True)])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("print", "{example}", "--sheet", "phase2", "--coded", "--out", "{out}"), "--coded kan alleen"),
        (("print", "{example}", "--sheet", "quick-scan", "--copies", "2", "--out", "{out}"), "--copies kan"),
        (
            ("print", "{example}", "--sheet", "quick-scan", "--coded", "--copies", "0", "--out", "{out}"),
            "--copies moet",
        ),
        (
            ("print", "{example}", "--sheet", "quick-scan", "--coded", "--only", "x", "--out", "{out}"),
            "geen nummer",
        ),
        (
            ("print", "{example}", "--sheet", "phase1", "--coded", "--side-by-side", "--out", "{out}"),
            "gaan niet samen",
        ),
    ],
)
def test_what_does_not_go_together(
    sms: Run, example: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    out = tmp_path / "out.pdf"
    done = sms(*(each.format(example=example, out=out) for each in arguments))
    assert done.code == 2 and words in done.err and not out.exists()


def test_an_input_that_is_not_there(sms: Run, example: Path, tmp_path: Path) -> None:
    done = sms("read", example, tmp_path / "absent.pdf")
    assert (done.code, done.out) == (1, "") and "absent.pdf" in done.err


def test_geometry_of_blank_forms(sms: Run, tmp_path: Path) -> None:
    geometry = tmp_path / "geometry.json"
    done = sms("blank", "--sheet", "phase1", "--out", tmp_path / "b.pdf", "--geometry", geometry)
    pages = json.loads(geometry.read_text("utf-8"))["pages"]
    assert done.code == 0 and len(pages) == 4
    assert {(page["width"], page["height"]) for page in pages} == {(210.0, 297.0)}
    kinds = {field["kind"] for page in pages for field in page["fields"]}
    assert kinds == {"box", "line", "area"}
