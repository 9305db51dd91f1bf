"""The part of one organisation goes out and comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sms_desktop.core import edits, issuing
from sms_desktop.core.compare import RECORD, leaves
from sms_desktop.core.forms import FormSet
from sms_desktop.core.merge import Choice, Conflict, resolve
from sms_desktop.core.session import WHOLE, Session, at_moment, at_organisation, check
from sms_desktop.storage import codec
from tests.strategies import Edit, edit_lists, edited, sessions

SCHOOL, FIRM = at_organisation("school"), at_organisation("firm")


@pytest.fixture
def whole(form_set: FormSet) -> Session:
    """Two organisations, a quick scan, a dialogue, an evaluation and a reveal."""
    session = edits.new_session(form_set, "abc")
    session = edits.set_answer(session, WHOLE, "session.environment", "Zorg")
    session = edits.set_answer(session, WHOLE, "phase2.ambition", "Onze droom")
    session = edits.add_organisation(session, "school", "School", "education")
    session = edits.add_organisation(session, "firm", "Bakkerij Zes", "practice")
    for where in (SCHOOL, FIRM):
        session = edits.set_answer(session, where, "phase1.mission.yes", True)
        session = edits.set_answer(session, where, "phase1.other_1.text", "own")
        session = edits.set_answer(session, where, "phase1.other_1.link", "network")
        session = edits.set_answer(session, where, "phase2.questions", "why")
        session = edits.set_answer(session, where, "organisation.contact", "Kim")
    session = edits.add_sheet(session, "s1")
    session = edits.add_outcome(edits.add_extra_motive(session, "came up"), "Ons doel")
    session = edits.add_moment(session, "m1")
    session = edits.set_answer(session, at_moment("m1", "school"), "phase3.outcome_1.judgement", "good")
    return edits.reveal(session)


def test_a_part_holds_one_organisation_and_nothing_else(whole: Session) -> None:
    part = issuing.issue(whole, "school")
    assert (part.id, part.form_set) == (whole.id, whole.form_set)
    assert part.answers == {"session.environment": "Zorg"}
    (school,) = part.organisations
    assert school.answers == {
        "phase1.mission.yes": True,
        "phase1.other_1.text": "own",
        "organisation.contact": "Kim",
    }
    assert (part.sheets, part.extra_motives, part.outcomes, part.moments) == ((), (), (), ())
    assert part.revealed is None
    text = codec.encode(part).decode()
    assert [word for word in ("Bakkerij Zes", "Ons doel", "Onze droom") if word in text] == []


def test_a_part_is_a_session_and_known_as_a_part(whole: Session) -> None:
    part = issuing.issue(whole, "school")
    check(part)
    back = codec.decode(codec.encode(part))
    assert back == part and issuing.is_part(back) and not issuing.is_part(whole)
    assert b'"issued"' not in codec.encode(whole)
    assert issuing.organisation_of(edits.rename_organisation(part, "school", "De school")).name == "De school"
    assert issuing.organisation_of(edits.remove_organisation(part, "school")).name == "School"
    assert len({whole.shelf, part.shelf, issuing.issue(whole, "firm").shelf}) == 3


def setting(where: object, field: str, value: bool | str) -> Edit:
    return lambda session: edits.set_answer(session, where, field, value)  # type: ignore[arg-type]


MERGES: dict[str, tuple[list[Edit], list[Edit], list[tuple[str, object, object]]]] = {
    # in the part, in the whole session, conflicts (field, ours, theirs)
    "filled in there": ([setting(SCHOOL, "phase1.network.yes", True)], [], []),
    "taken away there": ([setting(SCHOOL, "phase1.mission.yes", False)], [], []),
    "different fields": (
        [setting(SCHOOL, "phase1.network.yes", True)],
        [setting(SCHOOL, "phase1.curriculum.no", True), setting(FIRM, "phase1.mission.no", True)],
        [],
    ),
    "the same field": (
        [setting(SCHOOL, "phase1.other_1.text", "there")],
        [setting(SCHOOL, "phase1.other_1.text", "here")],
        [("phase1.other_1.text", "here", "there")],
    ),
    "Ja there and Nee here": (
        [setting(SCHOOL, "phase1.network.yes", True)],
        [setting(SCHOOL, "phase1.network.no", True)],
        [("phase1.network.yes", None, True)],
    ),
    "gone here, changed there": (
        [setting(SCHOOL, "phase1.network.yes", True)],
        [lambda session: edits.remove_organisation(session, "school")],
        [(RECORD, None, "School")],
    ),
    "gone there": (
        [lambda session: edits.remove_organisation(session, "school")],
        [],
        [(RECORD, "School", None)],  # its dialogue here would go with it
    ),
    "uncovered there": ([edits.reveal], [edits.cover], []),
}


@pytest.mark.parametrize("name", MERGES)
def test_what_was_changed_there_comes_back(name: str, whole: Session) -> None:
    there, here, conflicts = MERGES[name]
    part = edited(issuing.issue(whole, "school"), there)
    ours = edited(whole, here)
    merged = issuing.merged_back(ours, part)
    check(merged.session)
    assert [(each.field, each.ours, each.theirs) for each in merged.conflicts] == conflicts
    assert not issuing.is_part(merged.session)
    if not conflicts:
        only_there = [step for step in there if step is not edits.reveal]
        assert leaves(merged.session) == leaves(edited(ours, only_there))
    else:
        kept = resolve(merged, dict.fromkeys(merged.conflicts, Choice.OURS))
        assert leaves(kept) == leaves(ours)


def test_what_the_whole_says_of_others_is_never_touched(whole: Session) -> None:
    part = edited(
        issuing.issue(whole, "school"),
        [
            lambda s: edits.add_outcome(s, "a row of the part"),
            lambda s: edits.add_sheet(s, "p1"),
            setting(SCHOOL, "phase2.questions", "how"),
        ],
    )
    merged = issuing.merged_back(whole, part)
    assert [each.field for each in merged.conflicts] == ["phase2.questions"]
    assert merged.session.outcomes == ("outcome_1", "outcome_2")
    assert merged.session.answers["phase2.outcome_1.text"] == "Ons doel"
    assert [sheet.number for sheet in merged.session.sheets] == [1, 2]
    assert merged.session.moments == whole.moments and merged.session.revealed == whole.revealed


def test_what_does_not_go_together(whole: Session, form_set: FormSet) -> None:
    part = issuing.issue(whole, "school")
    wrong: list[Callable[[], object]] = [
        lambda: issuing.issue(part, "school"),
        lambda: issuing.merged_back(part, part),
        lambda: issuing.merged_back(whole, whole),
        lambda: issuing.merged_back(edits.new_session(form_set, "other"), part),
        lambda: issuing.organisation_of(whole),
    ]
    for each in wrong:
        with pytest.raises(ValueError):
            each()
    with pytest.raises(KeyError):
        issuing.issue(whole, "nobody")


@given(sessions(), edit_lists("o"), edit_lists("t"), st.integers(0, 2))
def test_nothing_of_the_whole_is_lost_without_a_word(
    session: Session, our_edits: list[Edit], their_edits: list[Edit], pick: int
) -> None:
    assume(session.organisations)
    chosen = session.organisations[pick % len(session.organisations)].id
    issued = issuing.issue(session, chosen)
    check(issued)
    assert issuing.merged_back(session, issued).session == session
    ours, part = edited(session, our_edits), edited(issued, their_edits)
    assert issuing.merged_back(ours, issued).session == ours
    merged = issuing.merged_back(ours, part)
    check(merged.session)
    known, told = leaves(issued), _told(merged.conflicts)
    for key, leaf in leaves(ours).items():
        if key not in known and key not in leaves(merged.theirs):
            assert leaves(merged.session).get(key) == leaf or key in told, key


def _told(conflicts: tuple[Conflict, ...]) -> set[object]:
    return {(each.where, each.field) for each in conflicts}
