"""Form PDFs that come back otherwise than they went out: what is told of it, page by page."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from sms_desktop import i18n, incoming, reading_words
from sms_desktop.core.session import Session
from sms_desktop.exchange.form_pdf.reading import Odd
from sms_desktop.exchange.scan.filled_forms import FormPage
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.reading import Reason
from tests.exchange import fillers

GONE = "phase1-mission"
WITHOUT_MISSION = tuple(Odd("missing", f"phase1.mission.{each}") for each in ("yes", "no", "outcome"))


def lost(name: str, _: int) -> bool:
    return name.startswith(GONE)


def other_pdf(text: str) -> bytes:
    """A page of something else, with a field to fill in."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for line in range(20):
        canvas.drawString(60, 800 - 30 * line, text)
    canvas.save()
    return fillers.with_added(out.getvalue(), "Naam", "Jan")


CASES: dict[str, tuple[Callable[[bytes], bytes], dict[int, tuple[Odd, ...]]]] = {
    "as it went out": (lambda pdf: pdf, {}),
    "without a motive": (lambda pdf: fillers.without(pdf, lost), {1: WITHOUT_MISSION}),
    "without a page": (lambda pdf: fillers.without(pdf, lambda _, page: page == 1), {2: (Odd("page"),)}),
    "with a field more": (
        lambda pdf: fillers.with_added(pdf, "Opmerking", "x"),
        {1: (Odd("unknown", "Opmerking"),)},
    ),
    "with a motive more": (
        lambda pdf: fillers.with_added(pdf, "phase1-made_up-outcome", "x"),
        {1: (Odd("unknown", "phase1.made_up.outcome"),)},
    ),
}


def read(session: Session, pdf: bytes, folder: Path) -> list[FormPage]:
    path = folder / "terug.pdf"
    path.write_bytes(pdf)
    return incoming.read_all(session, [path], folder / "layouts")


@pytest.mark.parametrize("case", CASES)
def test_what_is_missing_or_not_ours_is_told_on_its_page(
    worked: Session, phase1_form: bytes, tmp_path: Path, case: str
) -> None:
    change, expected = CASES[case]
    pages = read(worked, change(phase1_form), tmp_path)
    before = read(worked, phase1_form, tmp_path)
    odd = {page.reading.page: page.odd for page in pages if page.odd}
    found = {number: tuple(sorted(each, key=str)) for number, each in odd.items()}
    assert found == {number: tuple(sorted(each, key=str)) for number, each in expected.items()}
    # Every page stands where it stood, with the same fields; what was lost has no value.
    assert [(p.reading.form_page, [f.field for f in p.reading.fields]) for p in pages] == [
        (p.reading.form_page, [f.field for f in p.reading.fields]) for p in before
    ]
    gone = {each.field for each in expected.get(1, ()) if each.kind == "missing"}
    for page, first in zip(pages, before, strict=True):
        whole_page = Odd("page") in page.odd
        for field, was in zip(page.reading.fields, first.reading.fields, strict=True):
            assert field.doubt is None
            assert field.value == (None if whole_page or field.field in gone else was.value)
    after, left, different = incoming.applied(worked, pages)
    assert (after, left, different) == (worked, 0, 0)


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (WITHOUT_MISSION, "Niet alle velden kwamen terug: “Eigen missie"),
        ((Odd("missing"),), "Niet alle velden kwamen terug. Wat"),
        ((Odd("page"),), "De velden van deze pagina kwamen niet terug."),
        (tuple(Odd("unknown", f"x{n}") for n in range(9)), "“x0”, “x1”, “x2” en 6 andere"),
        ((Odd("foreign"),), "geen formulier van dit programma"),
        ((Odd("differs", "phase1.mission.yes"),), ""),
    ],
)
def test_words_for_a_facilitator(worked: Session, odd: tuple[Odd, ...], words: str) -> None:
    said = reading_words.remarks(worked, odd, i18n.language("nl"))
    assert len(said) == bool(words) and words in "".join(said)


@pytest.mark.parametrize("text", ["Aanvraag voor een vergunning", ""])
def test_a_pdf_with_fields_of_others_is_told_apart_from_a_scan(
    worked: Session, tmp_path: Path, text: str
) -> None:
    (page,) = read(worked, other_pdf(text), tmp_path)
    assert (page.reading.fields, page.odd) == ((), (Odd("foreign"),))
    assert page.reading.reason is (Reason.NO_CODES if text else Reason.EMPTY)


def test_what_a_program_did_to_one_field_is_said_of_that_field(
    worked: Session, quick_scan_form: bytes, tmp_path: Path
) -> None:
    pdf = fillers.by_pypdf(quick_scan_form, {"quick_scan.name": "Zoë \ufffd"}, tmp_path)
    (page,) = read(worked, pdf, tmp_path)
    (field,) = (each for each in page.reading.fields if each.doubt is not None)
    assert (field.field, field.doubt) == ("quick_scan.name", Doubt.AMBIGUOUS)
    text = incoming.as_text(worked, [page], i18n.language("nl"))
    assert "tekens" in text
