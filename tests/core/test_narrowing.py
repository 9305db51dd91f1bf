"""Who is counted, and which groups are too small to be shown."""

from __future__ import annotations

import pytest

from sms_desktop.core import edits, insight
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session, at_sheet
from tests.core.sessions import empty, with_sheets, with_tally

SHEETS = ("e L|K", "e LK|!", "p L|M", "b K|K", "o M|M", "- O|O")


def counts(overview: insight.Overview) -> list[list[int]]:
    """People, then L K O M, of both halves."""
    return [[half.people, *half.counts.values()] for half in overview.halves]


NARROWED = {
    ("education",): [[2, 2, 1, 0, 0], [2, 0, 1, 0, 0]],
    ("practice",): [[1, 1, 0, 0, 0], [1, 0, 0, 0, 1]],
    ("both", "other"): [[2, 0, 1, 0, 1], [2, 0, 1, 0, 1]],
    ("",): [[1, 0, 0, 1, 0], [1, 0, 0, 1, 0]],
    (): [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
}


@pytest.mark.parametrize("roles", NARROWED)
def test_by_role(form_set: FormSet, roles: tuple[str, ...]) -> None:
    session = with_tally(with_sheets(empty(form_set), *SHEETS), "education", 5, capital=5)
    assert counts(insight.overview(session, insight.filled_in_as(*roles))) == NARROWED[roles]


def test_each_side_about_itself(form_set: FormSet) -> None:
    overview = insight.own_sides(with_sheets(empty(form_set), *SHEETS))
    assert counts(overview) == [[2, 2, 1, 0, 0], [1, 0, 0, 0, 1]]
    assert overview.sheets == 3


def named(session: Session, *names: str) -> Session:
    for sheet, name in zip(session.sheets, names, strict=True):
        session = edits.set_answer(session, at_sheet(sheet.id), "quick_scan.organisation", name)
    return session


def test_by_organisation(form_set: FormSet) -> None:
    session = named(
        with_sheets(empty(form_set), *SHEETS), "School", " school ", "Care  home", "", "  ", "CARE HOME"
    )
    assert insight.organisations_on_sheets(session) == ("School", "Care home")
    numbers = {
        name: insight.overview(session, insight.from_organisation(name)).sheets
        for name in ("School", "SCHOOL ", "Care home", "", "Other")
    }
    assert numbers == {"School": 2, "SCHOOL ": 2, "Care home": 2, "": 2, "Other": 0}


@pytest.mark.parametrize(
    ("groups", "small"),
    [((), False), ((0,), False), ((1,), True), ((2,), True), ((3,), False), ((3, 2), True), ((0, 9), False)],
)
def test_small_groups(groups: tuple[int, ...], small: bool) -> None:
    assert insight.is_small(*groups) is small


@pytest.mark.parametrize(("sheets", "small"), [(0, False), (1, True), (2, True), (3, False)])
def test_it_is_the_group_that_is_small_not_the_number_of_ticks(
    form_set: FormSet, sheets: int, small: bool
) -> None:
    session = with_sheets(empty(form_set), *["e !|!"] * sheets, *["p !|!"] * 3)
    assert insight.overview(session, insight.filled_in_as("education")).is_small is small
    assert insight.overview(session).is_small is False
    assert {line.is_small for line in insight.mirror(session)} == {small}
