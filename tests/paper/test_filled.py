"""What must be true of a filled print: the same form, with every tick in its box and every text whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sms_desktop.core import edits, fields
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.session import WHOLE, Session, Where, at_moment, at_organisation, at_sheet, records
from sms_desktop.i18n import language
from sms_desktop.paper.drawing import to_pdf
from sms_desktop.paper.geometry import Document, Line, Tick
from sms_desktop.paper.geometry import Text as DrawnText
from sms_desktop.paper.sheets import SHEET_KINDS, Request, blank, filled
from sms_desktop.paper.sheets import phase1 as phase1_sheets
from tests.paper.reading import Shape, font_sizes, opened, shapes, squeezed, texts

DUTCH = language("nl")
REQUESTS = (*(Request(kind) for kind in SHEET_KINDS), Request("phase1", side_by_side=True))
EACH = pytest.mark.parametrize("request_", REQUESTS, ids=str)


def drawn(pdf: bytes) -> list[list[Shape]]:
    """The paths on each page."""
    with opened(pdf) as document:
        return [shapes(page) for page in document]


def read(document: Document) -> str:
    """All text of the print, without white space."""
    return squeezed("".join(texts(to_pdf(document))))


@EACH
def test_every_tick_is_in_a_box_of_the_same_session_without_answers(
    session: Session, stripped: Session, request_: Request
) -> None:
    with_answers = drawn(to_pdf(filled(session, request_, DUTCH)))
    without = drawn(to_pdf(filled(stripped, request_, DUTCH)))
    assert not any(shape.is_tick for page in without for shape in page)
    ticks = 0
    for number, page in enumerate(with_answers):
        for tick in (shape for shape in page if shape.is_tick):
            boxes = [shape for shape in without[number] if shape.is_box and shape.holds(tick)]
            assert len(boxes) == 1, (number + 1, tick)
            ticks += 1
    assert ticks > 10


@EACH
def test_the_form_is_the_same_with_and_without_answers(
    session: Session, stripped: Session, request_: Request
) -> None:
    with_answers, without = (filled(each, request_, DUTCH) for each in (session, stripped))
    if request_.sheet in ("phase2", "phase3"):
        return
    for full, empty in zip(with_answers.pages, without.pages, strict=False):
        if full.sheet == empty.sheet:
            assert full.fields == empty.fields


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_every_tick_of_the_session_is_drawn(session: Session, kind: str) -> None:
    prefix = {"quick-scan": "quick_scan.", "phase1": "phase1.", "phase2": "phase2.", "phase3": "phase3."}[
        kind
    ]
    document = filled(session, Request(kind), DUTCH)  # type: ignore[arg-type]
    expected = set()
    for where, answers, _place in records(session):
        for field, value in answers.items():
            is_choice = field.rsplit(".", 1)[-1] in ("status", "judgement")
            if field.startswith(prefix) and (value is True or is_choice):
                expected.add((field, where, value if is_choice else ""))
    found = set()
    for page in document.pages:
        ticked = {(item.x, item.y) for item in page.items if isinstance(item, Tick)}
        for place in page.fields:
            if place.kind == "box" and (place.x, place.y) in ticked:
                found.add((place.field, place.where, place.option))
    assert expected == found


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_every_text_of_the_session_is_there(session: Session, kind: str) -> None:
    prefix = {"quick-scan": "quick_scan.", "phase1": "phase1.", "phase2": "phase2.", "phase3": "phase3."}[
        kind
    ]
    document = filled(session, Request(kind), DUTCH)  # type: ignore[arg-type]
    typed = squeezed("".join(i.text for page in document.pages for i in page.items if _is_typed(i)))
    for _where, answers, _place in records(session):
        for field, value in answers.items():
            hidden = field.rsplit(".", 1)[-1] in ("status", "judgement", "link", "date")
            if field.startswith(prefix) and isinstance(value, str) and not hidden:
                assert _as_one(typed, squeezed(value)), field


# One answer of any kind in any field ---------------------------------------------------------------


def one_of_each(form_set: FormSet) -> Session:
    """The smallest session that has every kind of record."""
    session = edits.new_session(form_set, "s" * 20)
    session = edits.add_organisation(session, "edu", "Opleiding", "education")
    session = edits.add_organisation(session, "prac", "Werkplek", "practice")
    session = edits.add_sheet(session, "sheet")
    session = edits.add_outcome(session, "Samen opleiden")
    session = edits.add_extra_motive(session, "Nieuw motief")
    return edits.add_moment(session, "moment")


PLACES: tuple[tuple[str, Where, str], ...] = (
    ("quick-scan", at_sheet("sheet"), "quick_scan.name"),
    ("quick-scan", at_sheet("sheet"), "quick_scan.role.other.text"),
    ("quick-scan", at_sheet("sheet"), "quick_scan.education.capital.note"),
    ("quick-scan", WHOLE, "session.environment"),
    ("phase1", at_organisation("edu"), "phase1.participants"),
    ("phase1", at_organisation("edu"), "phase1.date"),
    ("phase1", at_organisation("prac"), "phase1.mission.outcome"),
    ("phase1", at_organisation("prac"), "phase1.other_2.text"),
    ("phase1", at_organisation("prac"), "phase1.gone.outcome"),
    ("phase2", at_organisation("prac"), "phase1.mission.outcome"),
    ("phase2", WHOLE, "phase2.present"),
    ("phase2", WHOLE, "phase2.mission.note"),
    ("phase2", WHOLE, "phase2.extra_1.text"),
    ("phase2", WHOLE, "phase2.outcome_1.text"),
    ("phase2", WHOLE, "phase2.ambition"),
    ("phase2", at_organisation("edu"), "phase2.questions"),
    ("phase3", WHOLE, "phase2.outcome_1.text"),
    ("phase3", WHOLE, "phase3.outcome_1.owner"),
    ("phase3", at_organisation("edu"), "phase3.mission.agreement"),
    ("phase3", at_moment("moment"), "phase3.outcome_1.realised"),
    ("phase3", at_moment("moment", "edu"), "phase3.mission.note"),
    ("phase3", at_moment("moment"), "phase3.lessons"),
)
LONG = " ".join(f"Op de {number}e dag leren wij samen op de werkplek." for number in range(60))
ONE_WORD = "".join(f"{number:04}" for number in range(2500))
MANY_LINES = "\n".join(f"regel {number}" for number in range(120))


@pytest.mark.parametrize("text", ["kort", LONG, ONE_WORD, MANY_LINES], ids=["short", "long", "word", "lines"])
@pytest.mark.parametrize(("kind", "where", "field"), PLACES)
def test_a_text_of_any_length_is_whole(
    form_set: FormSet, kind: str, where: Where, field: str, text: str
) -> None:
    session = edits.set_answer(one_of_each(form_set), where, field, text)
    document = filled(session, Request(kind), DUTCH)  # type: ignore[arg-type]
    typed = squeezed("".join(i.text for page in document.pages for i in page.items if _is_typed(i)))
    assert _as_one(typed, squeezed(text))


def _is_typed(item: object) -> bool:
    return isinstance(item, DrawnText) and item.role == "answer"


def _as_one(typed: str, text: str) -> bool:
    """Whether ``typed`` has the beginning of ``text`` in one place and its rest in a later one."""
    if text in typed:
        return True
    cut = next((n for n in range(len(text), 0, -1) if text[:n] in typed), 0)
    start = typed.find(text[:cut])
    return cut > 0 and text[cut:] in typed[start + cut :]


def test_a_long_text_points_to_its_continuation(form_set: FormSet) -> None:
    session = edits.set_answer(one_of_each(form_set), at_organisation("prac"), "phase1.mission.outcome", LONG)
    document = filled(session, Request("phase1", only=("prac",)), DUTCH)
    pages = texts(to_pdf(document))
    assert len(pages) == 3
    assert "vervolg 1" in pages[0]
    assert "1. Eigen missie – Beoogde opbrengst" in pages[2]
    assert "Vervolg · Werkplek" in pages[2]
    assert ["pagina 1 van 3" in pages[0], "pagina 3 van 3" in pages[2]] == [True, True]


@pytest.mark.parametrize("text", [LONG, MANY_LINES], ids=["long", "lines"])
@pytest.mark.parametrize(("kind", "where", "field"), PLACES)
def test_no_writing_line_strikes_a_text_through(
    form_set: FormSet, kind: str, where: Where, field: str, text: str
) -> None:
    session = edits.set_answer(one_of_each(form_set), where, field, text)
    for page in filled(session, Request(kind), DUTCH).pages:  # type: ignore[arg-type]
        rules = [item for item in page.items if isinstance(item, Line) and item.y1 == item.y2]
        for item in filter(_is_typed, page.items):
            top, bottom = item.y - 0.2 * item.size, item.y - 0.1  # type: ignore[union-attr]
            struck = [r for r in rules if r.x1 <= item.x < r.x2 and top < r.y1 < bottom]  # type: ignore[union-attr]
            assert not struck, item


@pytest.mark.parametrize("word", ["wijkverpleegkundige", "Stagecoördinatoren", "Praktijkopleiders"])
def test_the_name_of_a_profession_is_not_cut(form_set: FormSet, word: str) -> None:
    session = edits.set_answer(one_of_each(form_set), WHOLE, "phase3.outcome_1.owner", f"{word} en {word}")
    document = filled(session, Request("phase3"), DUTCH)
    lines = [item.text for page in document.pages for item in page.items if _is_typed(item)]  # type: ignore[union-attr]
    assert sum(word in line for line in lines) == 2


def test_continuation_is_in_readable_type(form_set: FormSet) -> None:
    session = edits.set_answer(one_of_each(form_set), WHOLE, "phase2.ambition", LONG * 5)
    with opened(to_pdf(filled(session, Request("phase2"), DUTCH))) as document:
        assert min(min(font_sizes(page)) for page in document) >= 8


@EACH
def test_nothing_leaves_the_paper(session: Session, request_: Request) -> None:
    for page in drawn(to_pdf(filled(session, request_, DUTCH))):
        assert all(shape.left >= 11 for shape in page)
    document = filled(_with_long_names(session), request_, DUTCH)
    from tests.paper.test_blank import edges

    for page in document.pages:
        for item in page.items:
            left, top, right, bottom = edges(item)
            assert left >= 11.9 and right <= page.width - 11.4, item
            assert top >= 8 and bottom <= page.height - 7.5, item


def _with_long_names(session: Session) -> Session:
    for each in session.organisations:
        session = edits.rename_organisation(session, each.id, "Zorgorganisatie met een lange naam " * 12)
    return session


@settings(max_examples=30)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_can_be_printed(form_set_text: str) -> None:
    from sms_desktop.core import forms
    from sms_desktop.paths import shipped

    global _FORM_SET
    _FORM_SET = _FORM_SET or forms.load(shipped("forms"))
    session = edits.set_answer(one_of_each(_FORM_SET), at_sheet("sheet"), "quick_scan.name", form_set_text)
    document = filled(session, Request("quick-scan"), DUTCH)
    assert to_pdf(document).startswith(b"%PDF")


_FORM_SET: FormSet | None = None


# What is printed -----------------------------------------------------------------------------------


def test_only_some_are_printed(session: Session) -> None:
    sheet = session.sheets[3]
    document = filled(session, Request("quick-scan", only=(sheet.id,)), DUTCH)
    assert {page.sheet for page in document.pages} == {sheet.id}
    organisation = session.organisations[-1]
    document = filled(session, Request("phase1", only=(organisation.id,)), DUTCH)
    assert {page.sheet for page in document.pages} == {organisation.id}
    with pytest.raises(KeyError):
        filled(session, Request("phase1", only=("nobody",)), DUTCH)


@pytest.mark.parametrize("side", SIDES)
def test_phase_1_of_one_side(session: Session, side: str) -> None:
    document = filled(session, Request("phase1", side=side), DUTCH)  # type: ignore[arg-type]
    assert {page.sheet for page in document.pages} == {each.id for each in session.of_side(side)}  # type: ignore[arg-type]


def test_every_organisation_stands_on_one_pair() -> None:
    pairs = phase1_sheets.pairs(["a", "b"], ["c", "d", "e"])
    assert pairs == [("a", "c"), ("b", "d"), (None, "e")]


def test_side_by_side_shows_everybody(session: Session) -> None:
    document = filled(session, Request("phase1", side_by_side=True), DUTCH)
    placed = {place.where.id for page in document.pages for place in page.fields}
    assert {each.id for each in session.organisations} <= placed
    for page in document.pages:
        for place in page.fields:
            if place.where.id:
                side = session.organisation(place.where.id).side
                assert (place.x < page.width / 2) == (side == "education")


def test_the_environment_is_preprinted(session: Session) -> None:
    name = str(session.answers["session.environment"])
    assert squeezed(name) in read(filled(session, Request("quick-scan"), DUTCH))


def test_answers_outside_the_form_are_shown_as_such(form_set: FormSet) -> None:
    session = edits.set_answers(
        one_of_each(form_set),
        at_organisation("prac"),
        {"phase1.gone.yes": True, "phase1.gone.outcome": "Wat ooit gevraagd werd"},
    )
    printed = read(filled(session, Request("phase1", only=("prac",)), DUTCH))
    assert squeezed("Niet meer op het formulier") in printed
    assert squeezed("Wat ooit gevraagd werd") in printed


def test_a_session_that_has_only_begun_can_be_printed(form_set: FormSet) -> None:
    session = edits.new_session(form_set, "s" * 20)
    for kind in ("phase2", "phase3"):
        assert filled(session, Request(kind), DUTCH).pages  # type: ignore[arg-type]
    assert not filled(session, Request("quick-scan"), DUTCH).pages


def test_the_outcome_box_is_on_the_form_when_the_form_set_wants_it(form_set: FormSet) -> None:
    wanted = replace(form_set, phase1=replace(form_set.phase1, outcome_box=True))
    for request in (Request("phase1"), Request("phase1", side_by_side=True)):
        placed = {p.field for page in blank(wanted, request, DUTCH).pages for p in page.fields}
        assert f"{fields.intended('mission')}.box" in placed


@pytest.mark.parametrize("count", [1, 6, 20])
def test_many_organisations_all_stand_in_the_matrix(form_set: FormSet, count: int) -> None:
    session = edits.new_session(form_set, "s" * 20)
    for number in range(count):
        session = edits.add_organisation(session, f"o{number}", f"Partner {number:02}", SIDES[number % 2])
    pages = texts(to_pdf(filled(session, Request("phase2"), DUTCH)))
    for number in range(count):
        assert f"Partner {number:02}" in "".join(pages)
    printed = read(filled(edits.add_moment(session, "m"), Request("phase3"), DUTCH))
    assert f"Partner{count - 1:02}" in printed


@EACH
def test_the_same_session_gives_the_same_bytes(session: Session, request_: Request) -> None:
    assert to_pdf(filled(session, request_, DUTCH)) == to_pdf(filled(session, request_, DUTCH))
