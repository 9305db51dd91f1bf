"""The report as a document: read back with python-docx, and turned into a PDF by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE

from sms_desktop import example
from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.exchange import document
from sms_desktop.i18n import language
from sms_desktop.paper import report
from sms_desktop.paper.blocks import Figure, Heading, Table
from tests.paper.reading import squeezed, texts

DUTCH = language("nl")
EVERYTHING = report.Request()


@pytest.fixture(scope="module")
def session(form_set: FormSet) -> Session:
    """The worked example."""
    return example.build(form_set)


@pytest.fixture(scope="module")
def made(session: Session) -> bytes:
    """Its report."""
    return document.report(session, EVERYTHING, DUTCH)


def test_headings_tables_and_pictures_are_real_and_those_of_the_pdf(session: Session, made: bytes) -> None:
    blocks = report.content(session, EVERYTHING, DUTCH)
    opened = docx.Document(BytesIO(made))
    headings = [
        (p.text, int(p.style.name[-1]))
        for p in opened.paragraphs
        if p.style is not None and str(p.style.name).startswith("Heading")
    ]
    assert headings == [(block.text, block.level) for block in blocks if isinstance(block, Heading)]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(opened.tables) == len(tables)
    for written, block in zip(opened.tables, tables, strict=True):
        last = [cell.text for cell in written.rows[-1].cells]
        wanted = [f"{each.letter}  {each.text}" if each.letter else each.text for each in block.rows[-1]]
        assert last == wanted
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert len(opened.inline_shapes) == len(figures) == 2
    described = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', opened.element.xml)
    assert [squeezed(each) for each in described] == [squeezed(figure.spoken) for figure in figures]


def test_the_same_session_gives_the_same_bytes(session: Session, made: bytes) -> None:
    assert document.report(session, EVERYTHING, DUTCH) == made
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 1, 1)}


def test_nothing_in_it_leads_elsewhere(made: bytes) -> None:
    opened = docx.Document(BytesIO(made))
    assert not any(each.is_external for each in opened.part.rels.values())
    assert RELATIONSHIP_TYPE.HYPERLINK not in {each.reltype for each in opened.part.rels.values()}
    with zipfile.ZipFile(BytesIO(made)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
    assert set(re.findall(rb'w:instr="([^"]*)"', whole)) == {b"PAGE"}
    assert b"instrText" not in whole


@pytest.mark.parametrize(
    "text", ["=1+1", "\x00\x07\ufffe\ud800 kapot", "regel\r\nregel\x0bregel", "<w:p/>&amp;"]
)
def test_any_text_can_stand_in_it(session: Session, text: str) -> None:
    changed = edits.set_answers(session, WHOLE, {"phase2.ambition": f"van {text} tot"})
    opened = docx.Document(BytesIO(document.report(changed, EVERYTHING, DUTCH)))
    found = next(p.text for p in opened.paragraphs if p.text.startswith("van "))
    assert found.endswith("tot") and found.count("regel") == text.count("regel")


def test_without_names(session: Session) -> None:
    opened = docx.Document(BytesIO(document.report(session, report.Request(anonymous=True), DUTCH)))
    whole = opened.element.xml
    assert "Praktijkpartner 1" in whole and "Lector" not in whole
    assert not any(each.name in whole for each in session.organisations)


def test_another_program_opens_it(made: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt install libreoffice-writer)")
    path = tmp_path / "verslag.docx"
    path.write_bytes(made)
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run([*command, profile], check=True, capture_output=True, timeout=180)
    found = squeezed("".join(texts((tmp_path / "verslag.pdf").read_bytes())))
    for words in (
        "Verslag",
        "Over de sessie",
        "Praktijkopleider verpleeghuis",
        "De vier clusters van motieven",
    ):
        assert squeezed(words) in found
