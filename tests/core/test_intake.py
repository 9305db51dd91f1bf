"""What comes in beside what is there: added, the same, or different."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sms_desktop.core import intake
from sms_desktop.core.forms import FormSet
from sms_desktop.core.intake import Incoming
from sms_desktop.core.session import Answers, Session, answers_at, at_organisation, at_sheet
from tests.core import sessions

YES, NO, OUTCOME = "phase1.mission.yes", "phase1.mission.no", "phase1.mission.outcome"


def with_answers(form_set: FormSet, answers: Answers) -> Session:
    session = sessions.with_organisations(sessions.empty(form_set), "e1")
    (organisation,) = session.organisations
    return replace(session, organisations=(replace(organisation, answers=answers),))


@pytest.mark.parametrize(
    ("here", "came", "different", "after"),
    [
        ({}, {YES: True, OUTCOME: "A"}, [], {YES: True, OUTCOME: "A"}),
        ({YES: True}, {YES: True, NO: False}, [], {YES: True}),
        ({}, {YES: False, OUTCOME: ""}, [], {}),
        ({YES: True}, {NO: True, YES: False}, [YES, NO], {NO: True}),
        ({YES: True}, {NO: True}, [NO], {NO: True}),
        ({YES: True}, {YES: False}, [YES], {}),
        ({OUTCOME: "A"}, {OUTCOME: "B"}, [OUTCOME], {OUTCOME: "B"}),
        ({OUTCOME: "A"}, {OUTCOME: ""}, [OUTCOME], {}),
        ({OUTCOME: "A"}, {YES: True}, [], {OUTCOME: "A", YES: True}),
    ],
)
def test_added_the_same_or_different(
    form_set: FormSet, here: Answers, came: Answers, different: list[str], after: Answers
) -> None:
    session = with_answers(form_set, here)
    incoming = Incoming("organisation", "e1", came)
    found = {each.field for each in intake.differences(session, incoming)}
    assert found == set(different)
    assert answers_at(intake.take_in(session, [incoming]), at_organisation("e1")) == after
    kept = intake.take_in(session, [intake.without_differences(session, incoming)])
    for field, value in here.items():
        assert answers_at(kept, at_organisation("e1")).get(field) == value


def test_new_sheets_come_in_order_with_the_number_on_the_paper(form_set: FormSet) -> None:
    session = sessions.empty(form_set)
    tick = "quick_scan.education.capital"
    arrived = [Incoming("sheet", f"paper-{n}", {tick: True}, n) for n in (7, 2, 31)]
    assert all(intake.is_new(session, each) for each in arrived)
    session = intake.take_in(session, arrived)
    assert [(sheet.id, sheet.number) for sheet in session.sheets] == [
        ("paper-2", 2),
        ("paper-7", 7),
        ("paper-31", 31),
    ]
    again = intake.take_in(session, arrived)
    assert again == session and not intake.is_new(session, arrived[0])
    assert answers_at(session, at_sheet("paper-7")) == {tick: True}


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ((2, 9), {2: 10, 9: 9}),
        ((1, 2, 3, 4), {1: 5, 2: 6, 3: 3, 4: 4}),
        ((0, 3, 4), {0: 5, 3: 3, 4: 4}),
    ],
    ids=["taken", "one after the other", "without a number"],
)
def test_a_number_is_not_given_twice_and_no_paper_loses_its_own_for_it(
    form_set: FormSet, papers: tuple[int, ...], expected: dict[int, int]
) -> None:
    session = sessions.with_sheets(sessions.empty(form_set), "e L|", "p |K")
    session = intake.take_in(session, [Incoming("sheet", f"paper-{n}", {}, n) for n in papers])
    given = {sheet.id: sheet.number for sheet in session.sheets}
    assert {n: given[f"paper-{n}"] for n in papers} == expected
    assert sorted(given.values()) == sorted(set(given.values()))


def test_an_organisation_that_is_not_there(form_set: FormSet) -> None:
    with pytest.raises(KeyError):
        intake.take_in(sessions.empty(form_set), [Incoming("organisation", "gone", {YES: True})])
