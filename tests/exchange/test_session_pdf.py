"""A print that is the session: what is in it, and what comes out of good, other and hostile PDFs."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from msgspec.structs import replace

from sms_desktop import example, i18n
from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.exchange import session_pdf
from sms_desktop.exchange.session_pdf import (
    BrokenPdfError,
    LockedPdfError,
    NoSessionInPdfError,
    SeveralSessionsError,
)
from sms_desktop.paper import drawing, sheets
from sms_desktop.storage import codec

NAME = "Zorg (2026) – مريم & Ω"


@pytest.fixture(scope="module")
def session(form_set: FormSet) -> Session:
    """The worked example, with signs of many scripts."""
    return edits.set_answer(example.build(form_set), WHOLE, "session.environment", "مريم 🙂 Ω \\ (x)")


@pytest.fixture(scope="module")
def plain(session: Session) -> bytes:
    """A print without the session."""
    return drawing.to_pdf(sheets.filled(session, sheets.Request(sheet="phase1"), i18n.current()))


def carrying(session: Session) -> bytes:
    """A print with the session."""
    document = sheets.filled(session, sheets.Request(sheet="phase1"), i18n.current())
    return drawing.to_pdf(session_pdf.with_session(document, session, NAME, i18n.current()))


@pytest.fixture(scope="module")
def full(session: Session) -> bytes:
    return carrying(session)


def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(data))


def rewritten(data: bytes, change: Callable[[pypdf.PdfWriter], object] = lambda _: None) -> bytes:
    """The PDF as another program would save it."""
    writer = pypdf.PdfWriter(clone_from=reader(data))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def holding(*files: tuple[str, bytes]) -> bytes:
    """A PDF of another program with these files in it."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    for name, data in files:
        writer.add_attachment(name, data)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def by_hand(*objects: bytes) -> bytes:
    """A PDF with these objects, the first of which is its root."""
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + tail


def test_the_session_comes_back_as_it_was(session: Session, full: bytes, tmp_path: Path) -> None:
    path = tmp_path / "afdruk.pdf"
    path.write_bytes(full)
    assert session_pdf.is_pdf(path)
    assert codec.encode(session_pdf.read(path)) == codec.encode(session)


def test_the_same_session_gives_the_same_bytes(session: Session, full: bytes) -> None:
    assert carrying(session) == full


def test_it_is_an_embedded_file_as_the_standard_has_it(session: Session, full: bytes) -> None:
    root = reader(full).trailer["/Root"]
    (specification,) = (each.get_object() for each in root["/AF"])
    assert root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object() == specification
    assert specification["/UF"] == specification["/F"] == f"{NAME}.smsjson"
    assert specification["/AFRelationship"] == "/Source"
    stream = specification["/EF"]["/F"].get_object()
    assert (stream["/Type"], stream["/Subtype"]) == ("/EmbeddedFile", "/application/json")
    assert stream["/Params"]["/Size"] == len(codec.encode(session))
    assert full.startswith(b"%PDF-1.7")


def test_the_pages_are_the_same_with_and_without(plain: bytes, full: bytes) -> None:
    one, other = ([page.get_contents().get_data() for page in reader(each).pages] for each in (plain, full))
    assert one == other
    assert "/Names" not in reader(plain).trailer["/Root"]


CHANGES: dict[str, Callable[[pypdf.PdfWriter], object]] = {
    "saved again": lambda _: None,
    "in a tree of names": lambda writer: _into_kids(writer),
    "with another file": lambda writer: writer.add_attachment("a.json", b'{"format": "iets anders"}'),
    "the same twice": lambda writer: writer.add_attachment("again.smsjson", _attached(writer)),
}


def _attached(writer: pypdf.PdfWriter) -> bytes:
    return bytes(next(iter(writer.attachments.values()))[0])


def _into_kids(writer: pypdf.PdfWriter) -> None:
    names = writer.root_object["/Names"]["/EmbeddedFiles"]
    kid = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/Names"): names.pop("/Names")})
    names[pypdf.generic.NameObject("/Kids")] = pypdf.generic.ArrayObject([kid])


@pytest.mark.parametrize("name", CHANGES)
def test_another_program_saved_it(name: str, full: bytes, session: Session) -> None:
    assert session_pdf.session_in(rewritten(full, CHANGES[name])) == session


def test_a_pdf_without_a_session_says_so(plain: bytes) -> None:
    for data in (plain, holding(("notes.txt", b"x"), ("a.json", b"[1]"), ("b.smsjson", b"\xff"))):
        with pytest.raises(NoSessionInPdfError):
            session_pdf.session_in(data)


def test_two_sessions_are_not_chosen_between(session: Session) -> None:
    other = replace(session, id="another")
    data = holding(("a.smsjson", codec.encode(session)), ("b.smsjson", codec.encode(other)))
    with pytest.raises(SeveralSessionsError):
        session_pdf.session_in(data)


def test_a_locked_pdf(full: bytes) -> None:
    with pytest.raises(LockedPdfError):
        session_pdf.session_in(rewritten(full, lambda writer: writer.encrypt("geheim", algorithm="RC4-128")))


@pytest.mark.parametrize(
    ("inside", "error"),
    [
        (b'{"format": "sms-session", "version": 99}', codec.NewerVersionError),
        (b'{"format": "sms-session", "version": 1, "id": 3}', codec.WrongValueError),
    ],
)
def test_the_session_inside_is_checked_as_any_other(inside: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        session_pdf.session_in(holding(("a.smsjson", inside)))


def _bomb() -> bytes:
    """An attachment of 200 kB that unpacks to 200 MB."""
    packing = zlib.compressobj(9)
    block = b" " * 10_000_000
    packed = b"".join(packing.compress(block) for _ in range(20)) + packing.flush()
    tree = b"<</Type/Catalog/Names<</EmbeddedFiles<</Names[(a) 2 0 R]>>>>>>"
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)
    return by_hand(tree, b"<</F(a.json)/EF<</F 3 0 R>>>>", stream)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb": _bomb,
    "names in a circle": lambda: by_hand(
        b"<</Type/Catalog/Names<</EmbeddedFiles 2 0 R>>>>", b"<</Kids[2 0 R 2 0 R 2 0 R]>>"
    ),
    "many names": lambda: by_hand(
        b"<</Type/Catalog/Names<</EmbeddedFiles<</Names[" + b"(a) 2 0 R " * 5000 + b"]>>>>>>", b"<</F(a)>>"
    ),
    "other types": lambda: by_hand(b"<</Type/Catalog/Names[1 2 3]>>"),
    "a root that is none": lambda: by_hand(b"7"),
    "nothing behind its name": lambda: b"%PDF-1.7",
    "noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 2000,
    "deep": lambda: by_hand(b"<</Type/Catalog/Names" + b"[" * 20_000 + b"]" * 20_000 + b">>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_refused(name: str) -> None:
    with pytest.raises(BrokenPdfError):
        session_pdf.session_in(HOSTILE[name]())


def test_a_scan_that_was_cut_off_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pypdf, "PdfReader", lambda *_: pytest.fail("a large one takes seconds"))
    with pytest.raises(BrokenPdfError):
        session_pdf.session_in(b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n" + b"x" * 10_000)


def test_files_that_add_up_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "LARGEST_FILE", 10_000)
    with pytest.raises(codec.TooLargeError):
        session_pdf.session_in(holding(*((f"{n}.json", b" " * 4_000) for n in range(3))))


def test_a_pdf_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(session_pdf, "LARGEST_PDF", 100)
    path = tmp_path / "groot.pdf"
    path.write_bytes(b"%PDF-1.7" + b" " * 200)
    with pytest.raises(codec.TooLargeError):
        session_pdf.read(path)


@pytest.mark.parametrize("part", range(0, 100, 9))
def test_a_pdf_that_was_cut_off_gives_the_session_or_a_sentence(
    full: bytes, session: Session, part: int
) -> None:
    with contextlib.suppress(codec.NotReadableError):
        assert session_pdf.session_in(full[: len(full) * part // 100]) == session


def test_what_is_no_pdf(tmp_path: Path) -> None:
    text = tmp_path / "brief.pdf"
    text.write_bytes(b"Beste mensen,")
    assert not session_pdf.is_pdf(text)
    assert not session_pdf.is_pdf(tmp_path)
    assert not session_pdf.is_pdf(tmp_path / "weg.pdf")
