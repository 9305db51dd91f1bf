"""Counts of the quick scan, the show of hands, and the expectation mirror, worked out by hand."""

from __future__ import annotations

import pytest

from sms_desktop.core import edits, fields, insight
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import at_sheet
from tests.core.sessions import empty, with_sheets, with_tally


def test_counts_per_half(form_set: FormSet) -> None:
    session = with_sheets(empty(form_set), "e LK|M", "p L|", "b |!", "- |KM")
    overview = insight.overview(session)
    education, practice = overview.halves
    assert (education.people, practice.people) == (2, 3)
    assert education.counts == {"legitimising": 2, "capital": 1, "development": 0, "societal": 0}
    assert practice.counts == {"legitimising": 0, "capital": 1, "development": 0, "societal": 2}
    assert overview.roles == {"education": 1, "practice": 1, "both": 1, "other": 0, "": 1}


def test_a_half_left_empty_on_purpose_counts_and_an_empty_one_does_not(form_set: FormSet) -> None:
    session = with_sheets(empty(form_set), "e !|", "e |")
    assert [half.people for half in insight.overview(session).halves] == [1, 0]


def test_a_note_without_a_tick_is_pointed_out_and_not_counted(form_set: FormSet) -> None:
    session = with_sheets(empty(form_set), "e |")
    session = edits.set_answer(session, at_sheet("s1"), fields.note("education", "capital"), "money")
    assert insight.overview(session).half("education").people == 0
    assert [(p.kind, p.field) for p in insight.points(session)] == [
        (insight.PointKind.NOTE_WITHOUT_TICK, "quick_scan.education.capital.note")
    ]


@pytest.mark.parametrize(
    ("people", "capital", "expected"),
    [(10, 4, (11, 5)), (10, 10, (11, 11)), (0, 0, (1, 1)), (10, 11, (1, 1)), (0, 1, (1, 1))],
)
def test_a_show_of_hands_counts_with_the_sheets_where_it_is_sound(
    form_set: FormSet, people: int, capital: int, expected: tuple[int, int]
) -> None:
    session = with_tally(with_sheets(empty(form_set), "e K|"), "education", people, capital=capital)
    half = insight.overview(session).half("education")
    assert (half.people, half.counts["capital"]) == expected
    too_high = [point.field for point in insight.tally_points(session)]
    assert too_high == (["tally.education.capital"] if capital > people else [])


def test_a_narrowed_overview_leaves_the_show_of_hands_out(form_set: FormSet) -> None:
    session = with_tally(with_sheets(empty(form_set), "e K|", "p K|"), "education", 10, capital=10)
    narrowed = insight.overview(session, lambda sheet: insight.role_of(sheet) == "practice")
    assert (narrowed.sheets, narrowed.half("education").people) == (1, 1)


def test_mirror_worked_by_hand(form_set: FormSet) -> None:
    session = with_sheets(
        empty(form_set),
        *["e L|K", "e L|", "e LK|K", "e |L"],  # education of itself: L 3 of 3, K 1 of 3
        *["p K|K", "p |K"],  # practice expects of education: K 1 of 1; of itself: K 2 of 2
        *["b LKOM|LKOM", "o L|L", "- M|M"],  # in no gap
    )
    lines = {(line.side, line.cluster): line for line in insight.mirror(session)}
    first = lines["education", "legitimising"]
    assert (first.self_count, first.self_people, first.expected_count, first.expected_people) == (3, 3, 0, 1)
    assert first.gap == 100.0
    assert lines["education", "capital"].gap == pytest.approx(-200 / 3)
    assert lines["practice", "capital"].gap == pytest.approx(100 / 3)
    assert lines["practice", "legitimising"].gap == pytest.approx(-100 / 3)
    order = [(line.side, line.cluster) for line in insight.mirror(session)]
    assert order[:4] == [
        ("education", "legitimising"),
        ("education", "capital"),
        ("practice", "legitimising"),  # a tie: the order of the clusters
        ("practice", "capital"),
    ]


def test_ties_go_by_cluster_then_education_first(form_set: FormSet) -> None:
    session = with_sheets(empty(form_set), "e KM|", "e |!", "p !|", "p |KM")
    order = [(line.side, line.cluster) for line in insight.mirror(session)]
    assert order[:4] == [
        ("education", "capital"),
        ("practice", "capital"),
        ("education", "societal"),
        ("practice", "societal"),
    ]


@pytest.mark.parametrize("sheets", [[], ["e LK|M"], ["p LK|M"], ["b L|L"], ["e |", "p |"]])
def test_no_gap_where_a_group_is_empty(form_set: FormSet, sheets: list[str]) -> None:
    assert all(line.gap is None for line in insight.mirror(with_sheets(empty(form_set), *sheets)))


def test_a_sheet_with_two_roles_is_of_neither_side(form_set: FormSet) -> None:
    session = with_sheets(empty(form_set), "e L|L")
    sheet = session.sheets[0]
    sheet.answers[fields.role_tick("practice")] = True  # as only a hand-made file can have it
    assert insight.role_of(sheet) == ""
