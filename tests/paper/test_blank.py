"""What must be true of the empty forms that are handed out."""

from __future__ import annotations

import pytest

from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.i18n import language
from sms_desktop.paper import fonts
from sms_desktop.paper.drawing import to_pdf
from sms_desktop.paper.geometry import Document, Item, Line, Page, Rect, Text
from sms_desktop.paper.sheets import SHEET_KINDS, Request, blank
from tests.paper.reading import font_sizes, opened, shapes, squeezed, texts

REQUESTS = (*(Request(kind) for kind in SHEET_KINDS), Request("phase1", side_by_side=True))
CODED = [request for request in REQUESTS if request.sheet in ("quick-scan", "phase1")]
LANGUAGES = ("nl", "en")
EVERY = pytest.mark.parametrize("code", LANGUAGES)
EACH = pytest.mark.parametrize("request_", REQUESTS, ids=str)


def edges(item: Item) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of an item, in millimetres."""
    if isinstance(item, Text):
        height = item.size / fonts.POINTS_PER_MM
        right = item.x + fonts.width(item.text, item.role, item.size)
        return item.x, item.y - 0.74 * height, right, item.y + 0.22 * height
    if isinstance(item, Line):
        return min(item.x1, item.x2), min(item.y1, item.y2), max(item.x1, item.x2), max(item.y1, item.y2)
    size = (item.width, item.height) if isinstance(item, Rect) else (item.size, item.size)
    return item.x, item.y, item.x + size[0], item.y + size[1]


def overlap(one: tuple[float, ...], other: tuple[float, ...], room: float = 0.0) -> bool:
    """Whether two rectangles overlap or come closer than ``room``."""
    beside = one[2] + room <= other[0] or other[2] + room <= one[0]
    return not (beside or one[3] + room <= other[1] or other[3] + room <= one[1])


def boxes(page: Page) -> list[tuple[float, float, float, float]]:
    """The boxes to tick on a page."""
    return [edges(item) for item in page.items if isinstance(item, Rect) and item.width == item.height == 5.0]


@EVERY
@EACH
def test_everything_stands_inside_the_margins(form_set: FormSet, code: str, request_: Request) -> None:
    for page in blank(form_set, request_, language(code)).pages:
        for item in page.items:
            left, top, right, bottom = edges(item)
            assert left >= 11.99, item
            assert right <= page.width - 11.9, item
            assert top >= 12, item
            assert bottom <= page.height - 7.9, item


@EVERY
@EACH
def test_no_text_touches_another_text_or_a_box(form_set: FormSet, code: str, request_: Request) -> None:
    for number, page in enumerate(blank(form_set, request_, language(code)).pages, 1):
        written = [(item, edges(item)) for item in page.items if isinstance(item, Text)]
        for place, (item, own) in enumerate(written):
            for other, others in written[place + 1 :]:
                assert not overlap(own, others), (number, item.text, other.text)
            for box in boxes(page):
                assert not overlap(own, box, 1.0), (number, item.text, box)


@EACH
def test_boxes_can_be_ticked_by_hand(form_set: FormSet, request_: Request) -> None:
    for page in blank(form_set, request_, language("nl")).pages:
        found = boxes(page)
        for place, one in enumerate(found):
            for other in found[place + 1 :]:
                apart = max(abs(one[0] - other[0]), abs(one[1] - other[1]))
                assert apart >= 9.0, (one, other)


@EACH
def test_no_type_is_smaller_than_eight_points(form_set: FormSet, request_: Request) -> None:
    with opened(to_pdf(blank(form_set, request_, language("nl")))) as document:
        for page in document:
            assert min(font_sizes(page)) >= 8


@pytest.mark.parametrize("request_", CODED, ids=str)
def test_the_places_of_codes_stay_free(form_set: FormSet, request_: Request) -> None:
    for page in blank(form_set, request_, language("nl")).pages:
        w, h = page.width, page.height
        corners = [(x, y, x + 8.8, y + 8.8) for x in (8.0, w - 16.8) for y in (8.0, h - 16.8)]
        codes = [(w - 44.0, y, w - 20.8, y + 23.2) for y in (8.0, h - 31.2)]
        for item in page.items:
            for place in (*corners, *codes):
                assert not overlap(edges(item), place), (item, place)


def test_a_quick_scan_is_a_front_with_boxes_and_a_back_without(form_set: FormSet) -> None:
    pdf = to_pdf(blank(form_set, Request("quick-scan", copies=3), language("nl")))
    with opened(pdf) as document:
        counts = [sum(shape.is_box for shape in shapes(page)) for page in document]
        assert [page.get_size() for page in document] == [pytest.approx((841.89, 595.28), abs=0.01)] * 6
    assert counts == [14, 0] * 3


def test_the_quick_scan_has_education_left_and_practice_right(form_set: FormSet) -> None:
    front = blank(form_set, Request("quick-scan"), language("nl")).pages[0]
    for place in front.fields:
        if place.field.startswith("quick_scan.education."):
            assert place.x + place.width < front.width / 2
        if place.field.startswith("quick_scan.practice."):
            assert place.x > front.width / 2


@pytest.mark.parametrize("side", ["education", "practice"])
def test_phase_1_has_the_list_of_its_side(form_set: FormSet, side: str) -> None:
    request = Request("phase1", side=side)  # type: ignore[arg-type]
    document = blank(form_set, request, language("nl"))
    placed = {place.field for page in document.pages for place in page.fields}
    motives = {motive.id for motive in form_set.motives if motive.text(side) is not None}  # type: ignore[arg-type]
    for motive in motives | set(form_set.free_row_ids()):
        assert {f"phase1.{motive}.yes", f"phase1.{motive}.no", f"phase1.{motive}.outcome"} <= placed
    asked = {field.split(".")[1] for field in placed if field.endswith(".yes")}
    assert asked == motives | set(form_set.free_row_ids())
    written = squeezed("".join(texts(to_pdf(document))))
    for motive in motives:
        wording = motive and form_set.motive(motive).text(side)  # type: ignore[union-attr, arg-type]
        assert squeezed(wording.in_language("nl")) in written  # type: ignore[union-attr]


def test_phase_1_without_a_side_gives_both(form_set: FormSet) -> None:
    both = blank(form_set, Request("phase1"), language("nl"))
    education, practice = (blank(form_set, Request("phase1", side=side), language("nl")) for side in SIDES)
    assert both.pages == (*education.pages, *practice.pages)


@EVERY
@EACH
def test_every_page_says_what_it_is(form_set: FormSet, code: str, request_: Request) -> None:
    document = blank(form_set, request_, language(code))
    pages = texts(to_pdf(document))
    source = squeezed(form_set.source.in_language(code))
    proposal = squeezed(form_set.proposal.in_language(code))
    for page in pages:
        assert source in squeezed(page)
        assert form_set.version in page
    is_proposal = [proposal in squeezed(page) for page in pages]
    if request_ == Request("phase1"):
        assert is_proposal == [True, True, False, False]
    elif request_.sheet == "quick-scan":
        assert is_proposal == [False, True], "the list of education stands on the back"
    else:
        assert set(is_proposal) == {True}


@pytest.mark.parametrize("side", SIDES)
def test_a_later_page_of_phase_1_asks_whose_it_is_and_says_where_it_goes_on(
    form_set: FormSet, side: str
) -> None:
    request = Request("phase1", side=side)  # type: ignore[arg-type]
    _first, second = texts(to_pdf(blank(form_set, request, language("nl"))))
    assert squeezed("Organisatie") in squeezed(second)
    assert squeezed("K Kapitaal gerelateerde motieven (vervolg)") in squeezed(second)


@pytest.mark.parametrize(
    ("kind", "words", "count"),
    [
        ("phase2", "Organisatie (onderwijs)", 2),
        ("phase2", "Organisatie (werkveld)", 3),
        ("phase2", "Ja of Nee, en daaronder: Beoogde opbrengst", 1),
        ("phase3", "Organisatie", 9),
    ],
)
def test_a_line_for_a_name_says_so(form_set: FormSet, kind: str, words: str, count: int) -> None:
    document = blank(form_set, Request(kind), language("nl"))  # type: ignore[arg-type]
    written = [
        item.text.rstrip(":") for page in document.pages for item in page.items if isinstance(item, Text)
    ]
    assert written.count(words) == count


@EACH
def test_the_same_form_gives_the_same_bytes(form_set: FormSet, request_: Request) -> None:
    document = blank(form_set, request_, language("nl"))
    assert to_pdf(document) == to_pdf(blank(form_set, request_, language("nl")))


def test_drawing_can_be_stopped(form_set: FormSet) -> None:
    from sms_desktop.paper.drawing import CancelledError

    document: Document = blank(form_set, Request("quick-scan", copies=5), language("nl"))
    seen: list[tuple[int, int]] = []

    def stop_after_three(done: int, whole: int) -> bool:
        seen.append((done, whole))
        return done < 3

    with pytest.raises(CancelledError):
        to_pdf(document, stop_after_three)
    assert seen == [(1, 10), (2, 10), (3, 10)]
