"""Coded sheets, read back from their pages: codes and where they stand, bytes, geometry, layouts."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from msgspec.structs import replace

from sms_desktop import i18n
from sms_desktop.core import codes, edits
from sms_desktop.core.codes import CodedForm
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.exchange.scan import known
from sms_desktop.exchange.scan.known import KnownLayouts
from sms_desktop.paper import drawing, layouts
from sms_desktop.paper.layouts import LayoutError
from sms_desktop.paper.sheets import coded
from tests.paper.reading import opened

SCALE = 200 / 72
PIXELS_PER_MM = 200 / 25.4
FORMATS = (zxingcpp.BarcodeFormat.AztecRune, zxingcpp.BarcodeFormat.QRCode)


@pytest.fixture
def session(form_set: FormSet) -> Session:
    made = edits.new_session(form_set, "k3p9")
    made = edits.add_organisation(made, "school", "Hogeschool", "education")
    made = edits.add_organisation(made, "care", "Zorggroep", "practice")
    return edits.set_answer(made, WHOLE, "session.environment", "Leernetwerk")


def found_on(page: pypdfium2.PdfPage) -> dict[str, list[tuple[float, float]]]:
    """The codes on a page by their text, with their top left corners in millimetres."""
    picture = page.render(scale=SCALE, grayscale=True).to_pil()
    found: dict[str, list[tuple[float, float]]] = {}
    for each in zxingcpp.read_barcodes(picture, formats=FORMATS):
        corner = each.position.top_left
        found.setdefault(each.text, []).append((corner.x / PIXELS_PER_MM, corner.y / PIXELS_PER_MM))
    return found


@pytest.mark.parametrize(
    ("sheet", "pages", "numbered_from"),
    [("quick-scan", 4, 0), ("phase1", 4, 8)],
    ids=["quick-scan", "phase1"],
)
def test_codes_are_where_they_are_said_to_be(
    session: Session, sheet: str, pages: int, numbered_from: int
) -> None:
    request = coded.Request(sheet=sheet, copies=2 if sheet == "quick-scan" else 1)
    document = coded.lay_out(session, request, i18n.language("nl")).document
    assert len(document.pages) == pages
    with opened(drawing.to_pdf(document)) as pdf:
        for laid, page in zip(document.pages, pdf, strict=True):
            code = codes.read(laid.code)
            places = {
                f"{code.page * 4 + corner:03}": [place]
                for corner, place in enumerate(coded.rune_places(laid.width, laid.height))
            }
            places[coded.PREFIX + laid.code] = list(coded.qr_places(laid.width, laid.height))
            found = found_on(page)
            assert found.keys() == places.keys()
            for text, expected in places.items():
                for one, other in zip(sorted(found[text]), sorted(expected), strict=True):
                    assert one == pytest.approx(other, abs=0.25)
            assert code.session == codes.session_tag(session)
            assert code.page >= numbered_from


def test_the_numbers_of_a_batch_and_of_one_that_got_lost(session: Session) -> None:
    language = i18n.language("nl")
    batch = coded.lay_out(session, coded.Request(sheet="quick-scan", copies=40), language).document
    assert [page.sheet for page in batch.pages[::2]] == [f"paper-{n}" for n in range(1, 41)]
    assert [page.number for page in batch.pages[:4]] == [1, 2, 1, 2]
    assert len({page.code for page in batch.pages}) == 80
    lost = coded.lay_out(session, coded.Request(sheet="quick-scan", numbers=(17,)), language).document
    assert lost.pages == batch.pages[32:34]
    assert drawing.to_pdf(batch) == drawing.to_pdf(
        coded.lay_out(session, coded.Request(sheet="quick-scan", copies=40), language).document
    )


def test_the_code_of_an_organisation_stays_when_others_come_and_go(session: Session) -> None:
    def code(of: Session) -> str:
        request = coded.Request(sheet="phase1", only=("care",))
        return coded.lay_out(of, request, i18n.language("nl")).document.pages[0].code

    before = code(session)
    session = edits.add_organisation(session, "new", "Nieuw", "practice")
    session = edits.move_organisation(session, "care", 0)
    assert code(edits.remove_organisation(session, "school")) == before


def test_blank_whatever_was_answered(session: Session) -> None:
    """What is handed out to be filled in holds no answer yet, but says whose it is."""
    language, request = i18n.language("nl"), coded.Request(sheet="phase1", only=("school",))
    before = coded.lay_out(session, request, language).document
    where = edits.Where("organisation", "school")
    session = edits.set_answers(session, where, {"phase1.mission.yes": True, "phase1.gone.outcome": "Z"})
    assert coded.lay_out(session, request, language).document == before
    assert any(getattr(item, "text", "") == "Hogeschool" for item in before.pages[0].items)


def test_without_organisations_each_side_gets_a_form_of_nobody(form_set: FormSet) -> None:
    session = edits.new_session(form_set, "empty")
    document = coded.lay_out(session, coded.Request(sheet="phase1"), i18n.language("nl")).document
    found = [codes.read(page.code) for page in document.pages]
    assert {each.form for each in found} == {"phase1-education", "phase1-practice"}
    assert {each.number for each in found} == {codes.NOBODY}


@pytest.mark.parametrize("form", codes.FIRST_PAGES)
def test_other_words_in_the_same_places_are_the_same_layout(form_set: FormSet, form: CodedForm) -> None:
    quick_scan = form_set.quick_scan
    title = replace(quick_scan.title, wording={**quick_scan.title.wording, "nl": "Anders"})
    other = replace(form_set, quick_scan=replace(quick_scan, title=title))
    language = i18n.language("nl")
    assert coded.layout(form_set, form, language).tag == coded.layout(other, form, language).tag


def test_a_layout_is_kept_for_when_the_wording_has_changed(form_set: FormSet, tmp_path: Path) -> None:
    language = i18n.language("nl")
    fewer = replace(form_set, motives=form_set.motives[1:])
    old = coded.layout(form_set, "phase1-practice", language)
    assert coded.layout(fewer, "phase1-practice", language).tag != old.tag
    assert KnownLayouts((fewer,), tmp_path / "layouts").find("phase1-practice", old.tag) is None
    known.keep(tmp_path / "layouts", (old,))
    (tmp_path / "layouts" / "damaged.json").write_bytes(b"{")
    assert KnownLayouts((fewer,), tmp_path / "layouts").find("phase1-practice", old.tag) == old


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[" * 100_000, b'{"format": "sms-layout"}', b"\xff", b"1" * 2_000_000], ids=len
)
def test_what_is_no_layout(data: bytes) -> None:
    with pytest.raises(LayoutError):
        layouts.decode(data)


def test_geometry_of_a_print(session: Session) -> None:
    document = coded.lay_out(session, coded.Request(sheet="quick-scan"), i18n.language("nl")).document
    pages = json.loads(layouts.geometry(document))["pages"]
    assert [(page["page"], page["width"], page["height"], page["sheet"]) for page in pages] == [
        (1, 297.0, 210.0, "paper-1"),
        (2, 297.0, 210.0, "paper-1"),
    ]
    fields = {each["field"]: each for each in pages[0]["fields"]}
    box = fields["quick_scan.education.legitimising"]
    assert (box["kind"], box["width"], box["height"]) == ("box", 5.0, 5.0)
    assert fields["quick_scan.education.legitimising.note"]["kind"] == "line"
    assert pages[1]["fields"] == []
