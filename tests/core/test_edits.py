"""Edits: each does what it says, changes nothing that it was given, and nothing beside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sms_desktop.core import edits, fields
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import (
    WHOLE,
    Session,
    SessionError,
    at_moment,
    at_organisation,
    at_sheet,
    check,
    new_id,
    text_at,
)
from sms_desktop.storage import codec
from tests.core.sessions import empty, with_organisations, with_sheets


@pytest.fixture
def full(form_set: FormSet) -> Session:
    """Two organisations, two sheets, one moment, one extra motive, one outcome."""
    session = with_sheets(empty(form_set), "e LK|M", "p L|K")
    session = with_organisations(session, "e1 mission=yes", "p1 mission=no other_1=yes")
    session = edits.add_outcome(edits.add_extra_motive(session, "came up"), "joint")
    session = edits.set_answer(session, WHOLE, "phase2.mission.outcome_1", True)
    session = edits.set_answer(session, WHOLE, "phase3.outcome_1.owner", "somebody")
    session = edits.add_moment(session, "m1")
    session = edits.set_answer(session, at_moment("m1"), "phase3.lessons", "we learn")
    session = edits.set_answer(session, at_moment("m1", "p1"), "phase3.outcome_1.judgement", "on_track")
    return edits.reveal(session)


EDITS: dict[str, Callable[[Session], Session]] = {
    "tick": lambda s: edits.set_answer(s, at_sheet("s1"), "quick_scan.education.societal", True),
    "untick": lambda s: edits.set_answer(s, at_sheet("s1"), "quick_scan.education.legitimising", False),
    "text": lambda s: edits.set_answer(s, WHOLE, "session.environment", "lab"),
    "clear": lambda s: edits.clear_answer(s, at_moment("m1"), "phase3.lessons"),
    "add sheet": lambda s: edits.add_sheet(s, new_id()),
    "remove sheet": lambda s: edits.remove_sheet(s, "s1"),
    "add organisation": lambda s: edits.add_organisation(s, new_id(), "P2", "practice"),
    "rename": lambda s: edits.rename_organisation(s, "e1", "other"),
    "set side": lambda s: edits.set_side(s, "e1", "practice"),
    "remove organisation": lambda s: edits.remove_organisation(s, "p1"),
    "move organisation": lambda s: edits.move_organisation(s, "p1", 0),
    "add moment": lambda s: edits.add_moment(s, new_id()),
    "remove moment": lambda s: edits.remove_moment(s, "m1"),
    "add extra": lambda s: edits.add_extra_motive(s, "more"),
    "remove extra": lambda s: edits.remove_extra_motive(s, "extra_1"),
    "add outcome": lambda s: edits.add_outcome(s, "more"),
    "remove outcome": lambda s: edits.remove_outcome(s, "outcome_1"),
    "reveal": lambda s: edits.reveal(edits.cover(s)),
    "cover": edits.cover,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_leaves_its_argument_alone_and_gives_a_good_session(
    full: Session, edit: Callable[[Session], Session]
) -> None:
    before = codec.encode(full)
    after = edit(full)
    assert codec.encode(full) == before
    check(after)
    assert codec.decode(codec.encode(after)) == after


@pytest.mark.parametrize("edit", [edit for name, edit in EDITS.items() if name != "reveal"])
def test_an_edit_changes_something(full: Session, edit: Callable[[Session], Session]) -> None:
    assert edit(full) != full


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [
        ("phase1.mission.yes", "phase1.mission.no", {"phase1.mission.no": True}),
        ("phase1.mission.no", "phase1.mission.yes", {"phase1.mission.yes": True}),
        ("phase1.other_2.yes", "phase1.other_2.no", {"phase1.other_2.no": True}),
    ],
)
def test_ja_and_nee_exclude_each_other(
    form_set: FormSet, first: str, then: str, left: dict[str, bool]
) -> None:
    session = with_organisations(empty(form_set), "e1")
    for field in (first, then):
        session = edits.set_answer(session, at_organisation("e1"), field, True)
    assert session.organisation("e1").answers == left
    assert edits.set_answer(session, at_organisation("e1"), then, False).organisation("e1").answers == {}


def test_one_role_at_a_time_and_a_tick_takes_left_empty_away(form_set: FormSet) -> None:
    session = with_sheets(empty(form_set), "e !|!")
    session = edits.set_answer(session, at_sheet("s1"), fields.role_tick("both"), True)
    session = edits.set_answer(session, at_sheet("s1"), fields.tick("practice", "capital"), True)
    assert session.sheet("s1").answers == {
        "quick_scan.role.both": True,
        "quick_scan.education.left_empty": True,
        "quick_scan.practice.capital": True,
    }


def test_numbers_of_sheets_stay_when_one_is_removed(form_set: FormSet) -> None:
    session = with_sheets(empty(form_set), "e L|", "e L|", "e L|")
    session = edits.add_sheet(edits.remove_sheet(session, "s2"), "s9")
    assert [sheet.number for sheet in session.sheets] == [1, 3, 4]


def test_removing_an_organisation_takes_all_that_it_said(full: Session) -> None:
    session = edits.remove_organisation(full, "p1")
    assert b"p1" not in codec.encode(session)
    assert text_at(session, at_moment("m1"), "phase3.lessons") == "we learn"


def test_removing_an_outcome_takes_its_ties_agreements_and_judgements(full: Session) -> None:
    session = edits.remove_outcome(full, "outcome_1")
    assert b"outcome_1" not in codec.encode(session)
    assert session.organisations == full.organisations


def test_removing_an_extra_motive_takes_links_to_it_and_nothing_else(full: Session) -> None:
    linked = edits.set_answer(full, at_organisation("p1"), fields.link("other_1"), "extra_1")
    session = edits.remove_extra_motive(linked, "extra_1")
    assert session.organisation("p1").answers == full.organisation("p1").answers
    assert session.sheets == full.sheets


def test_ids_of_outcomes_are_not_used_again_while_a_later_one_is_there(form_set: FormSet) -> None:
    session = edits.add_outcome(edits.add_outcome(empty(form_set), "a"), "b")
    session = edits.add_outcome(edits.remove_outcome(session, "outcome_1"), "c")
    assert session.outcomes == ("outcome_2", "outcome_3")


def test_reveal_keeps_phase_1_as_it_was(form_set: FormSet) -> None:
    session = edits.reveal(with_organisations(empty(form_set), "e1 mission=yes"))
    later = edits.set_answer(session, at_organisation("e1"), "phase1.mission.no", True)
    assert later.revealed is not None
    assert later.revealed.organisations == {"e1": {"phase1.mission.yes": True}}


def test_half_a_surrogate_pair_becomes_a_replacement_character(form_set: FormSet) -> None:
    session = edits.set_answer(empty(form_set), WHOLE, "session.environment", "a\ud83d b \U0001f600")
    assert text_at(session, WHOLE, "session.environment") == "a\ufffd b \U0001f600"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("session.environment", True),
        ("session.environment", 1),
        ("phase2.mission.joint", "yes"),
        ("tally.education.people", -1),
        ("tally.education.people", 2_000_000),
        ("tally.education.people", True),
        ("quick_scan.education.capital", True),
        ("nonsense", "x"),
        ("", "x"),
    ],
)
def test_what_a_field_cannot_hold_is_refused(form_set: FormSet, field: str, value: bool | int | str) -> None:
    with pytest.raises(SessionError):
        edits.set_answer(empty(form_set), WHOLE, field, value)


@pytest.mark.parametrize(
    "edit",
    [
        lambda s: edits.remove_sheet(s, "x"),
        lambda s: edits.remove_organisation(s, "x"),
        lambda s: edits.rename_organisation(s, "x", "y"),
        lambda s: edits.remove_moment(s, "x"),
        lambda s: edits.set_answer(s, at_sheet("x"), "quick_scan.name", "y"),
        lambda s: edits.set_answer(s, at_moment("m1", "x"), "phase3.outcome_1.note", "y"),
    ],
)
def test_a_record_that_is_not_there(full: Session, edit: Callable[[Session], Session]) -> None:
    with pytest.raises(KeyError):
        edit(full)


def test_new_ids_have_no_look_alikes_and_differ() -> None:
    ids = {new_id() for _ in range(500)}
    assert len(ids) == 500
    assert not set("".join(ids)) & set("il1o0")


_texts = st.text(max_size=20)
_steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(EDITS))),
        st.tuples(st.sampled_from(["session.environment", "phase2.ambition", "phase2.extra_1.text"]), _texts),
    ),
    max_size=15,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_any_sequence_of_edits_is_a_good_session_and_every_step_can_be_gone_back_to(
    full: Session, steps: list[tuple[str, ...]]
) -> None:
    session, history = full, []
    for step in steps:
        history.append((session, codec.encode(session)))
        try:
            session = EDITS[step[0]](session) if len(step) == 1 else edits.set_answer(session, WHOLE, *step)
        except KeyError:
            continue  # what it is about was removed before
    check(session)
    assert codec.decode(codec.encode(session)) == session
    assert all(codec.encode(earlier) == data for earlier, data in history)
