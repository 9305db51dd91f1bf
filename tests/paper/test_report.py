"""The report, the agenda and the thread on paper: whole, inside the margins, with the right numbers."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sms_desktop import charts
from sms_desktop.core import edits, insight
from sms_desktop.core.agenda import agenda as items_of
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session, at_moment, at_organisation
from sms_desktop.core.thread import joint
from sms_desktop.i18n import language
from sms_desktop.paper import agenda, chart, report, thread
from sms_desktop.paper.blocks import Heading
from sms_desktop.paper.drawing import to_pdf
from sms_desktop.paper.geometry import Document, Line, Rect, Text
from tests.paper.reading import squeezed, texts
from tests.paper.test_blank import edges, overlap

DUTCH, ENGLISH = language("nl"), language("en")
EVERYTHING = report.Request()


def read(document: Document) -> str:
    """All text, without white space."""
    return squeezed("".join(texts(to_pdf(document))))


def documents(session: Session) -> dict[str, Document]:
    """Every kind of document, in Dutch."""
    return {
        "report": report.document(session, EVERYTHING, DUTCH),
        "agenda": agenda.listing(session, 45, DUTCH),
        "cards": agenda.cards(session, 45, DUTCH),
        "thread": thread.poster(session, DUTCH),
    }


@pytest.fixture(scope="module")
def long(session: Session) -> Session:
    """The example with texts that do not fit on a page, and words that do not fit on a line."""
    text = "Een lange zin die maar doorgaat. " * 300 + "x" * 400
    for field in ("phase2.ambition", "phase2.innovation.note", "phase3.outcome_1.agreement"):
        session = edits.set_answers(session, WHOLE, {field: text})
    first = session.organisations[0]
    answers = {"phase1.mission.outcome": text, "phase2.questions": text}
    return edits.set_answers(session, at_organisation(first.id), answers)


@pytest.mark.parametrize("kind", ["report", "agenda", "cards", "thread"])
def test_all_stands_inside_the_margins_and_on_no_other_text(
    session: Session, long: Session, kind: str
) -> None:
    for each in (session, long):
        for page in documents(each)[kind].pages:
            words = [edges(item) for item in page.items if isinstance(item, Text)]
            for left, top, right, bottom in words:
                assert left >= 11.9 and right <= page.width - 11.9
                assert top >= 11 and bottom <= page.height - 7.9
            crowd = sorted(words, key=lambda edge: edge[1])
            for place, one in enumerate(crowd):
                for other in crowd[place + 1 :]:
                    if other[1] >= one[3]:
                        break
                    # Accents and tails of neighbouring lines may come close.
                    inner = (one[0], one[1] + 0.5, one[2], one[3] - 0.5)
                    assert not overlap(inner, (other[0], other[1] + 0.5, other[2], other[3] - 0.5))


@pytest.mark.parametrize("kind", ["report", "thread"])
def test_no_long_answer_is_cut(long: Session, kind: str) -> None:
    found = read(documents(long)[kind])
    agreed = squeezed(str(long.answers["phase3.outcome_1.agreement"]))
    assert found.count("Eenlangezindiemaardoorgaat.") >= 300
    assert found.count("x") >= agreed.count("x")


def letters(text: str) -> str:
    """Letters and digits only: a hyphen at the end of a line reads as none."""
    return "".join(filter(str.isalnum, text))


def test_the_report_holds_every_answer_of_the_group(session: Session) -> None:
    found = letters(read(report.document(session, EVERYTHING, DUTCH)))
    for field, value in session.answers.items():
        if isinstance(value, str) and field.startswith(("phase2.", "phase3.")) and " " in value:
            assert letters(value) in found, field
    for organisation in session.organisations:
        for field, value in organisation.answers.items():
            if field.startswith("phase1.") and field.endswith(".outcome"):
                assert letters(str(value)) in found, field


def test_the_numbers_are_those_of_the_insight(session: Session) -> None:
    found = read(report.document(session, EVERYTHING, DUTCH))
    for half in insight.overview(session).halves:
        for count in half.counts.values():
            assert f"{count}van{half.people}" in found
    # Counted by hand from the letters on the sheets of the example.
    assert "5vande5deelnemersuithetwerkveldnoemenditvoorhetwerkveld;1vande5" in found
    assert "12bladen,ingevuldals:" in found


@pytest.mark.parametrize("part", report.PARTS)
def test_each_part_stands_alone(session: Session, part: str) -> None:
    chosen = report.Request(parts=frozenset({part}))
    blocks = report.content(session, chosen, DUTCH)
    everything = report.content(session, EVERYTHING, DUTCH)
    start = everything.index(blocks[0])
    assert everything[start : start + len(blocks)] == blocks
    assert report.document(session, chosen, DUTCH).pages


def test_there_is_no_such_part(session: Session) -> None:
    with pytest.raises(KeyError):
        report.content(session, report.Request(parts=frozenset({"quiz"})), DUTCH)


def test_without_names_no_organisation_is_named(session: Session) -> None:
    found = read(report.document(session, report.Request(anonymous=True), DUTCH)).casefold()
    for organisation in session.organisations:
        assert squeezed(organisation.name).casefold() not in found.replace("ziekenhuisopnames", "")
    assert "onderwijspartner1" in found and "praktijkpartner3" in found
    assert "lector" not in found


def test_what_is_empty_says_so(form_set: FormSet) -> None:
    empty = edits.new_session(form_set, "leeg")
    found = read(report.document(empty, EVERYTHING, DUTCH))
    assert squeezed("Er is nog geen quick scan ingevuld.") in found
    assert squeezed("Er zijn nog geen organisaties.") in found
    assert squeezed("Er is nog geen evaluatiemoment.") in found
    assert agenda.listing(empty, 45, DUTCH).pages == agenda.cards(empty, 45, DUTCH).pages == ()
    assert len(thread.poster(empty, DUTCH).pages) == 1


def test_dutch_and_english_say_the_same_in_other_words(session: Session) -> None:
    dutch, english = (report.content(session, EVERYTHING, each) for each in (DUTCH, ENGLISH))
    assert [type(block) for block in dutch] == [type(block) for block in english]
    headings = [[b.text for b in blocks if isinstance(b, Heading)] for blocks in (dutch, english)]
    same = {one for one, other in zip(*headings, strict=True) if one == other}
    assert all("quick scan" in heading.lower() for heading in same)


def test_the_same_session_gives_the_same_bytes(session: Session) -> None:
    one, other = ({k: to_pdf(d) for k, d in documents(session).items()} for _ in range(2))
    assert one == other


# Agenda -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [10, 45, 240])
def test_list_and_cards_hold_every_item(session: Session, minutes: int) -> None:
    listed = read(agenda.listing(session, minutes, DUTCH))
    carded = read(agenda.cards(session, minutes, DUTCH))
    for item in items_of(session, minutes):
        named = squeezed(agenda.agenda_words.title(session, item, DUTCH))
        assert named in listed and named in carded
    assert squeezed(f"Samen {minutes} minuten.") in listed


def test_cards_stand_four_to_a_page_clear_of_the_cuts(session: Session) -> None:
    laid_out = agenda.cards(session, 45, DUTCH).pages
    assert len(laid_out) == -(-len(items_of(session, 45)) // 4)
    for page in laid_out:
        for item in page.items:
            if isinstance(item, Line):
                continue
            left, top, right, bottom = edges(item)
            assert right < page.width / 2 - 8 or left > page.width / 2 + 8
            assert bottom < page.height / 2 - 8 or top > page.height / 2 + 8


# Thread -----------------------------------------------------------------------------------------------


def test_broken_threads_are_marked_with_a_cross_and_a_word(session: Session) -> None:
    session = edits.add_outcome(session, "Een opbrengst zonder motief en zonder afspraak")
    whole, broken = (len(crosses(each)) for each in (session, edits.add_outcome(session, "Nog een")))
    assert broken > whole
    found = read(thread.poster(session, DUTCH))
    assert "nietsafgesproken" in found and "zondermotief" in found
    assert [each.breaks for each in joint(session)][:3] == [(), (), ()]


def crosses(session: Session) -> list[Line]:
    """The slanted lines on the poster."""
    items = [item for page in thread.poster(session, DUTCH).pages for item in page.items]
    return [item for item in items if isinstance(item, Line) and item.x1 != item.x2 and item.y1 != item.y2]


def test_a_moment_without_evidence_does_not_break_the_thread(session: Session) -> None:
    later = edits.add_moment(edits.add_moment(session, "leeg"), "laatste")
    answers = {"phase3.outcome_1.realised": "Het werkt nog steeds"}
    later = edits.set_answers(later, at_moment("laatste"), answers)
    assert "Hetwerktnogsteeds" in read(thread.poster(later, DUTCH))
    lines = [item for page in thread.poster(later, DUTCH).pages for item in page.items]
    threads = [item for item in lines if isinstance(item, Line) and item.colour == thread.RED]
    assert all(item.y1 == item.y2 for item in threads if item.stroke > 1)
    assert len(crosses(later)) == len(crosses(session)) * 2


def test_two_a4_make_one_poster(session: Session) -> None:
    poster = thread.poster(session, DUTCH)
    halves = thread.tiled(poster)
    assert {(page.width, page.height) for page in poster.pages} == {(420.0, 297.0)}
    assert {(page.width, page.height) for page in halves.pages} == {(210.0, 297.0)}
    assert len(halves.pages) == 2 * len(poster.pages)
    assert sorted(read(poster)) == sorted(read(halves))
    for page in halves.pages:
        for item in page.items:
            if isinstance(item, (Text, Rect)):
                assert edges(item)[0] >= 11.9 and edges(item)[2] <= 198.1


# Charts -----------------------------------------------------------------------------------------------


def test_bars_are_as_long_as_their_shares(session: Session, form_set: FormSet) -> None:
    picture = charts.overview_picture(form_set, insight.overview(session), DUTCH)
    drawn = [box for box in charts.bars(picture, 100.0).boxes if box.outline]
    left = [box for box in drawn if box.x < 50]
    right = [box for box in drawn if box.x >= 50]
    assert [box.width / 50 for box in left] == pytest.approx([bar.shares[0] for bar in picture.bars])
    assert [box.width / 50 for box in right] == pytest.approx([bar.shares[1] for bar in picture.bars])
    assert all(box.x + box.width == pytest.approx(50) for box in left)


def test_nobody_is_no_bar_and_small_is_said(form_set: FormSet) -> None:
    empty = edits.new_session(form_set, "leeg")
    picture = charts.overview_picture(form_set, insight.overview(empty), DUTCH)
    made = charts.bars(picture, 100.0)
    assert all(box.is_open for box in made.boxes) and len(made.boxes) == 8
    assert not any(isinstance(item, Rect) for item in chart.items(made, 0, 0))
    assert all("%" not in words.text for words in made.words)
    gap = insight.mirror(empty)[0]
    few = replace(gap, self_count=1, self_people=2, expected_count=0, expected_people=1, gap=50.0)
    line = charts.mirror_picture(form_set, (few,), DUTCH).lines[0]
    assert all("kleine groep" in words for words in line.words)
    assert "0 van de 1 deelnemer uit" in line.sentence
    assert "niemand" in charts.mirror_sentence(form_set, gap, DUTCH).casefold()


@pytest.mark.parametrize(("gap", "shown"), [(44.4, "+44"), (-20.0, "−20"), (0.3, "0"), (None, "–")])
def test_gaps_have_a_sign(gap: float | None, shown: str) -> None:
    assert charts.gap_label(gap, DUTCH) == shown


@pytest.mark.parametrize("word", ["Praktijkopleiders", "Stagecoördinatoren", "overdrachtsformulier"])
def test_a_word_that_fits_a_wider_column_is_not_cut(session: Session, word: str) -> None:
    session = edits.set_answers(
        session, WHOLE, {"phase3.outcome_1.owner": word, "phase3.outcome_1.term": word}
    )
    drawn = [
        i.text
        for page in report.document(session, EVERYTHING, DUTCH).pages
        for i in page.items
        if isinstance(i, Text)
    ]
    assert drawn.count(word) >= 2
