"""Files that come in, in a process of their own: every kind, and those that mean harm."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image

from sms_desktop import i18n
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session
from sms_desktop.exchange import session_pdf
from sms_desktop.exchange.scan import process
from sms_desktop.exchange.scan.pictures import MOST_PAGES
from sms_desktop.exchange.scan.process import MOST_BROKEN, Reading
from sms_desktop.exchange.scan.reading import PageReading, Reason, Status
from sms_desktop.paper import drawing
from sms_desktop.paper.sheets import coded
from tests.exchange.scanned import Sheets, session_of, ticked

CROSSED = {"quick_scan.role.education", "quick_scan.practice.development"}


@pytest.fixture
def session(form_set: FormSet) -> Session:
    return session_of(form_set)


@pytest.fixture
def sheets(session: Session) -> Sheets:
    return Sheets(session, coded.Request(sheet="quick-scan", copies=3))


def read(session: Session, *paths: Path, **settings: object) -> list[PageReading]:
    """All pages of these files."""
    reading = Reading(session, paths, **settings)  # type: ignore[arg-type]
    return [event.reading for event in reading if event.reading is not None]


def test_a_stack_as_one_pdf_in_any_order_and_upside_down(
    session: Session, sheets: Sheets, tmp_path: Path
) -> None:
    order = (4, 0, 3, 2)
    pictures = [sheets.picture(index, CROSSED) for index in order]
    pictures[1] = pictures[1].rotate(180)
    path = tmp_path / "stapel.pdf"
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    found = read(session, path)
    assert [(each.sheet, each.form_page, each.page) for each in found] == [
        ("paper-3", 1, 1),
        ("paper-1", 1, 2),
        ("paper-2", 2, 3),
        ("paper-2", 1, 4),
    ]
    assert [ticked(each) for each in found if each.form_page == 1] == [CROSSED] * 3


@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "bmp", "webp"])
def test_every_kind_of_picture(session: Session, sheets: Sheets, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"blad.{kind}"
    sheets.picture(0, CROSSED).convert("RGB").save(path)
    (found,) = read(session, path)
    assert (found.status, found.sheet, ticked(found)) == (Status.READ, "paper-1", CROSSED)


@pytest.mark.skipif(shutil.which("heif-enc") is None, reason="heif-enc (libheif-examples) is not installed")
def test_a_photo_of_a_phone_that_saves_heic(session: Session, sheets: Sheets, tmp_path: Path) -> None:
    picture, path = tmp_path / "foto.png", tmp_path / "foto.heic"
    sheets.picture(0, CROSSED).convert("RGB").save(picture)
    subprocess.run(["heif-enc", "-q", "80", str(picture), "-o", str(path)], check=True, capture_output=True)
    (found,) = read(session, path)
    assert (found.status, ticked(found)) == (Status.READ, CROSSED)


def test_a_tiff_of_several_pages_in_black_and_white(session: Session, sheets: Sheets, tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [sheets.picture(index, CROSSED, dpi=200).convert("1") for index in (0, 2)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    found = read(session, path)
    assert [(each.sheet, each.bilevel) for each in found] == [("paper-1", True), ("paper-2", True)]
    # A faint tick leaves no trace in such a scan, so it is never taken as plain.
    assert {(each.status, each.reason) for each in found} == {(Status.DOUBTFUL, Reason.BILEVEL)}


def test_a_photo_that_says_how_it_was_held(session: Session, sheets: Sheets, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "foto.jpg"
    sheets.picture(0, CROSSED).rotate(90, expand=True).save(path, exif=exif)
    (found,) = read(session, path)
    assert ticked(found) == CROSSED


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims to be of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def pdf_of_pages(count: int) -> bytes:
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(count):
            document.new_page(100, 100)
        from io import BytesIO

        out = BytesIO()
        document.save(out)
        return out.getvalue()


def locked_pdf(sheets: Sheets) -> bytes:
    from io import BytesIO

    writer = pypdf.PdfWriter(clone_from=BytesIO(sheets.pdf))
    writer.encrypt("geheim", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def print_of_session(sheets: Sheets) -> bytes:
    language = i18n.language("nl")
    return drawing.to_pdf(session_pdf.with_session(sheets.document, sheets.session, "mijn sessie", language))


HOSTILE: dict[str, tuple[Callable[[Sheets], bytes], Reason]] = {
    "nothing": (lambda _: b"", Reason.NOT_A_PICTURE),
    "text": (lambda _: b"Beste mensen", Reason.NOT_A_PICTURE),
    "a session": (lambda _: b'{"format": "sms-session"}', Reason.SESSION),
    "a print with a session inside": (print_of_session, Reason.SESSION),
    "300 megapixels": (lambda _: png_of(20_000, 15_000), Reason.TOO_LARGE),
    "a billion": (lambda _: png_of(2_000_000, 2_000_000), Reason.TOO_LARGE),
    "a cut picture": (lambda _: png_of(3000, 2000), Reason.NOT_READABLE),
    "too many pages": (lambda _: pdf_of_pages(MOST_PAGES + 1), Reason.TOO_MANY_PAGES),
    "a broken pdf": (lambda sheets: b"%PDF-1.7\n" + sheets.pdf[2000:2500], Reason.NOT_READABLE),
    "a locked pdf": (locked_pdf, Reason.ENCRYPTED),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_harm_is_a_reason_and_the_next_file_is_read(
    session: Session, sheets: Sheets, tmp_path: Path, case: str
) -> None:
    made, reason = HOSTILE[case]
    bad, good = tmp_path / "bad", tmp_path / "good.png"
    bad.write_bytes(made(sheets))
    sheets.picture(0, CROSSED).save(good)
    found = read(session, bad, tmp_path / "absent.pdf", good)
    assert [(each.status, each.reason) for each in found[:2]] == [
        (Status.REFUSED, reason),
        (Status.REFUSED, Reason.NOT_READABLE),
    ]
    assert ticked(found[2]) == CROSSED and len(found) == 3


STUB = """
import sys, time
sys.path.insert(0, {root!r})
import msgspec
from sms_desktop.exchange.scan import worker
task = msgspec.json.decode(sys.stdin.buffer.read(), type=worker.Task)
for event in worker.work(task):
    bad = event.reading is not None and event.reading.page == 2
    if bad and {hang}:
        time.sleep(600)
    if bad:
        import os
        os._exit(139)
    worker.write(sys.stdout.buffer, event)
"""


@pytest.mark.parametrize(("hang", "reason"), [(True, Reason.TOO_SLOW), (False, Reason.NOT_READABLE)])
def test_a_page_on_which_the_worker_hangs_or_breaks(
    session: Session, sheets: Sheets, tmp_path: Path, hang: bool, reason: Reason
) -> None:
    script = tmp_path / "stub.py"
    script.write_text(STUB.format(root=str(Path(__file__).parents[2]), hang=hang))
    path = tmp_path / "printed.pdf"
    path.write_bytes(sheets.pdf)
    found = read(session, path, path, command=[sys.executable, str(script)], patience=4.0)
    wrong = [(each.page, each.reason) for each in found if each.status is not Status.READ]
    assert wrong == [(2, reason), (2, reason)]
    assert [each.page for each in found] == [1, 2, 3, 4, 5, 6] * 2


BREAKING = """
import sys
sys.path.insert(0, {root!r})
import msgspec
from sms_desktop.exchange.scan import worker
task = msgspec.json.decode(sys.stdin.buffer.read(), type=worker.Task)
for event in worker.work(task):
    if event.reading is not None and "stuk" in event.reading.source:
        import os
        os._exit(139)
    worker.write(sys.stdout.buffer, event)
"""


def test_a_file_that_breaks_page_after_page_is_given_up(
    session: Session, sheets: Sheets, tmp_path: Path
) -> None:
    script = tmp_path / "stub.py"
    script.write_text(BREAKING.format(root=str(Path(__file__).parents[2])))
    bad, good = tmp_path / "stuk.pdf", tmp_path / "goed.pdf"
    for path in (bad, good):
        path.write_bytes(sheets.pdf)
    found = read(session, bad, good, command=[sys.executable, str(script)])
    broken, given_up = Reason.NOT_READABLE, Reason.TOO_SLOW
    assert [each.reason for each in found[:6]] == [broken] * MOST_BROKEN + [given_up] * (6 - MOST_BROKEN)
    assert [(each.page, each.status) for each in found[6:]] == [(n, Status.READ) for n in range(1, 7)]


def test_a_file_that_takes_far_too_long_does_not_hold_up_the_next(
    session: Session, sheets: Sheets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "FILE_PATIENCE", -1000.0)  # all of it is over before it begins
    path, one = tmp_path / "printed.pdf", tmp_path / "een.png"
    path.write_bytes(sheets.pdf)
    sheets.picture(0, CROSSED).save(one)
    found = read(session, path, one)
    assert [(each.page, each.reason) for each in found[:6]] == [(n, Reason.TOO_SLOW) for n in range(1, 7)]
    assert len(found) == 7


def test_a_reading_that_is_stopped(session: Session, sheets: Sheets, tmp_path: Path) -> None:
    path = tmp_path / "printed.pdf"
    path.write_bytes(sheets.pdf)
    reading = Reading(session, [path] * 50)
    seen = []
    for event in reading:
        seen.append(event)
        threading.Thread(target=reading.stop).start()
    assert 1 <= len(seen) < 100
