"""On other paper: everything that is laid out, whole, as large as it goes, in the middle."""

from __future__ import annotations

import pytest

from sms_desktop import cli
from sms_desktop.core import cases
from sms_desktop.core.session import Session
from sms_desktop.exchange.tables import PAPER_CODES
from sms_desktop.i18n import language
from sms_desktop.paper import agenda, cross_case, fitting, report, sheets, thread
from sms_desktop.paper.geometry import Document, Text
from sms_desktop.paper.sheets import coded
from sms_desktop.settings import TABLE
from tests.paper.test_blank import edges

DUTCH = language("nl")
STANDING = {"a4": (210.0, 297.0), "a3": (297.0, 420.0), "letter": (215.9, 279.4)}
POSTER = {"a4": (420.0, 297.0), "a3": (420.0, 297.0), "letter": (431.8, 279.4)}


def documents(session: Session) -> dict[str, Document]:
    """Every kind of page that is drawn for A4."""
    compared = cases.compare([cases.case_of(session, "een.smsjson")], session.form_set)
    return {
        "report": report.document(session, report.Request(), DUTCH),
        "agenda": agenda.listing(session, 45, DUTCH),
        "cards": agenda.cards(session, 45, DUTCH),
        "comparison": cross_case.document(compared, session.form_set, DUTCH),
        "coded": coded.lay_out(session, coded.Request("quick-scan"), DUTCH).document,
        **{kind: sheets.filled(session, sheets.Request(kind), DUTCH) for kind in sheets.SHEET_KINDS},
    }


@pytest.mark.parametrize("paper", STANDING)
def test_everything_fits_the_paper(session: Session, paper: str) -> None:
    for kind, document in documents(session).items():
        fits = fitting.on_paper(document, paper)
        assert len(fits.pages) == len(document.pages)
        for page, drawn in zip(fits.pages, document.pages, strict=True):
            size = (page.width, page.height)
            assert size == (STANDING[paper] if drawn.height > drawn.width else STANDING[paper][::-1]), kind
            assert (len(page.items), len(page.fields)) == (len(drawn.items), len(drawn.fields))
            for left, top, right, bottom in (edges(each) for each in page.items):
                assert left > -0.01 and top > -0.01
                assert right < page.width + 0.01 and bottom < page.height + 0.01
            for field in page.fields:
                assert field.x > 10 and field.x + field.width < page.width - 10
        assert fitting.on_paper(fits, paper) == fits


@pytest.mark.parametrize("paper", STANDING)
def test_a_poster_takes_the_large_sheet_or_two_of_the_paper(session: Session, paper: str) -> None:
    poster = thread.poster(session, DUTCH)
    whole = fitting.on_paper(poster, paper)
    assert {(page.width, page.height) for page in whole.pages} == {POSTER[paper]}
    tiled = thread.tiled(poster, paper)
    assert len(tiled.pages) == 2 * len(poster.pages)
    assert {(page.width, page.height) for page in tiled.pages} == {STANDING[paper]}
    assert fitting.on_paper(tiled, paper) == tiled
    for page in tiled.pages:  # no text is cut where they are joined
        for left, _, right, _ in (edges(each) for each in page.items if isinstance(each, Text)):
            assert left > 0 and right < page.width


def test_other_paper_is_larger_or_hardly_smaller(session: Session) -> None:
    page = report.document(session, report.Request(), DUTCH).pages[1]
    sizes = {
        paper: min(item.size for item in fitting.fitted(page, sheet).items if isinstance(item, Text))
        for paper, sheet in fitting.PAPERS.items()
    }
    assert sizes["a4"] == 8.0 and sizes["a3"] > 11 and sizes["letter"] > 7.5


def test_who_asks_for_paper_knows_the_same_ones() -> None:
    (setting,) = [each for each in TABLE if each.id == "paper"]
    assert list(fitting.PAPERS) == [value for value, _ in setting.choices]
    assert list(fitting.PAPERS) == list(cli.PAPERS) == list(PAPER_CODES) == list(fitting.POSTERS)
    assert [sheet.name for sheet in fitting.PAPERS.values()] == [text for _, text in setting.choices]
