"""Two versions of a session put together."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest
from hypothesis import given

from sms_desktop.core import edits, fields
from sms_desktop.core.compare import FORM_SET, NAME, RECORD, REVEALED, SIDE, differences, leaves
from sms_desktop.core.forms import FormSet
from sms_desktop.core.merge import Choice, Conflict, merge, resolve
from sms_desktop.core.session import (
    WHOLE,
    Session,
    Where,
    at_moment,
    at_organisation,
    at_sheet,
    check,
)
from tests.strategies import edit_lists, edited, sessions

Edit = Callable[[Session], Session]
SCHOOL, FIRM = at_organisation("school"), at_organisation("firm")


@pytest.fixture
def base(form_set: FormSet) -> Session:
    session = edits.new_session(form_set, "abc")
    session = edits.add_organisation(session, "school", "School", "education")
    session = edits.add_organisation(session, "firm", "Firm", "practice")
    session = edits.set_answer(session, SCHOOL, "phase1.mission.yes", True)
    session = edits.set_answer(session, SCHOOL, "phase1.mission.outcome", "old")
    session = edits.add_sheet(session, "s1")
    session = edits.add_moment(session, "m1")
    session = edits.set_answer(session, at_moment("m1", "school"), "phase3.outcome_1.judgement", "good")
    session = edits.add_outcome(session, "together")
    return edits.add_extra_motive(session, "came up")


def setting(where: Where, field: str, value: bool | int | str) -> Edit:
    return lambda session: edits.set_answer(session, where, field, value)


def test_what_each_did_is_in_the_result(base: Session) -> None:
    ours = edited(
        base, [setting(SCHOOL, "phase1.mission.outcome", "new"), lambda s: edits.add_sheet(s, "o1")]
    )
    theirs = edited(
        base,
        [
            setting(FIRM, "phase1.mission.no", True),
            lambda s: edits.rename_organisation(s, "school", "The school"),
            lambda s: edits.add_organisation(s, "third", "Third", "practice"),
        ],
    )
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert merged.session.organisation("school").name == "The school"
    assert merged.session.organisation("school").answers["phase1.mission.outcome"] == "new"
    assert merged.session.organisation("firm").answers == {"phase1.mission.no": True}
    assert [each.id for each in merged.session.organisations] == ["school", "firm", "third"]
    assert [each.id for each in merged.session.sheets] == ["s1", "o1"]


@pytest.mark.parametrize(
    ("ours", "theirs", "where", "field", "values"),
    [
        (
            setting(SCHOOL, "phase1.mission.outcome", "a"),
            setting(SCHOOL, "phase1.mission.outcome", "b"),
            SCHOOL,
            "phase1.mission.outcome",
            ("old", "a", "b"),
        ),
        (
            setting(SCHOOL, "phase1.mission.outcome", "a"),
            setting(SCHOOL, "phase1.mission.outcome", ""),
            SCHOOL,
            "phase1.mission.outcome",
            ("old", "a", None),
        ),
        (
            lambda s: edits.rename_organisation(s, "firm", "A"),
            lambda s: edits.rename_organisation(s, "firm", "B"),
            FIRM,
            NAME,
            ("Firm", "A", "B"),
        ),
        (
            lambda s: edits.remove_sheet(s, "s1"),
            setting(at_sheet("s1"), "quick_scan.education.capital", True),
            at_sheet("s1"),
            RECORD,
            (1, None, 1),
        ),
        (
            lambda s: edits.remove_organisation(s, "school"),
            setting(at_moment("m1", "school"), "phase3.outcome_1.judgement", "bad"),
            SCHOOL,
            RECORD,
            ("School", None, "School"),
        ),
        (
            setting(SCHOOL, "phase3.outcome_1.owner", "ours"),
            lambda s: edits.remove_outcome(s, "outcome_1"),
            WHOLE,
            "outcome_1",
            (True, True, None),
        ),
        (
            setting(FIRM, "phase1.other_1.link", "extra_1"),
            lambda s: edits.remove_extra_motive(s, "extra_1"),
            WHOLE,
            "extra_1",
            (True, True, None),
        ),
        (
            setting(FIRM, "phase1.mission.yes", True),
            setting(FIRM, "phase1.mission.no", True),
            FIRM,
            "phase1.mission.no",
            (None, None, True),
        ),
        (
            setting(at_sheet("s1"), "quick_scan.role.education", True),
            setting(at_sheet("s1"), "quick_scan.role.both", True),
            at_sheet("s1"),
            "quick_scan.role.both",
            (None, None, True),
        ),
    ],
)
def test_one_conflict_ours_stays_and_either_can_be_chosen(
    base: Session,
    ours: Edit,
    theirs: Edit,
    where: Where,
    field: str,
    values: tuple[object, object, object],
) -> None:
    mine, yours = ours(base), theirs(base)
    merged = merge(base, mine, yours)
    (conflict,) = merged.conflicts
    assert (conflict.where, conflict.field) == (where, field)
    assert (conflict.base, conflict.ours, conflict.theirs) == values
    assert resolve(merged, {conflict: Choice.OURS}) == mine
    assert resolve(merged, {conflict: Choice.THEIRS}) == yours
    kept = resolve(merged, {})
    assert kept == merged.session
    assert kept == (yours if conflict.ours is None and field == RECORD else mine)


def test_both_take_over_other_forms(base: Session, form_set: FormSet) -> None:
    from msgspec.structs import replace

    ours, theirs = (edits.take_over(base, replace(form_set, version=version)) for version in ("2026", "2027"))
    merged = merge(base, ours, theirs)
    (conflict,) = merged.conflicts
    assert conflict == Conflict(
        WHOLE, FORM_SET, f"{form_set.id} {form_set.version}", f"{form_set.id} 2026", f"{form_set.id} 2027"
    )
    assert resolve(merged, {conflict: Choice.THEIRS}) == theirs


def test_reveal_by_both_at_another_moment(base: Session) -> None:
    ours = edits.reveal(setting(FIRM, "phase1.mission.yes", True)(base))
    theirs = edits.reveal(base)
    merged = merge(base, ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.where, conflict.field) == (FIRM, REVEALED)
    assert merged.session.revealed == ours.revealed
    assert resolve(merged, {conflict: Choice.THEIRS}).revealed == theirs.revealed


def test_covered_by_one_and_uncovered_anew_by_the_other(base: Session) -> None:
    base = edits.reveal(base)
    covered = edits.cover(base)
    anew = edits.reveal(setting(FIRM, "phase1.mission.yes", True)(base))
    for ours, theirs in ((covered, anew), (anew, covered)):
        merged = merge(base, ours, theirs)
        (conflict,) = merged.conflicts
        assert (conflict.where, conflict.field) == (WHOLE, REVEALED)
        assert merged.session.revealed == anew.revealed
        for choice, side in ((Choice.OURS, ours), (Choice.THEIRS, theirs)):
            assert resolve(merged, {conflict: choice}).revealed == side.revealed


def test_rows_with_the_same_number_are_not_mixed_up(base: Session) -> None:
    def added(owner: str) -> Session:
        session = edits.add_outcome(base, f"outcome of {owner}")
        session = edits.set_answer(session, WHOLE, "phase2.mission.outcome_2", True)
        session = edits.set_answer(session, WHOLE, "phase3.outcome_2.owner", owner)
        session = edits.set_answer(session, at_moment("m1", "firm"), "phase3.outcome_2.judgement", owner)
        session = edits.add_extra_motive(session, f"motive of {owner}")
        session = edits.set_answer(session, FIRM, f"phase1.other_{len(owner)}.link", "extra_2")
        return edits.add_sheet(session, f"sheet_{owner}")

    merged = merge(base, added("me"), added("you"))
    assert merged.conflicts == ()
    assert [(each.before, each.after) for each in merged.renumbered] == [
        ("extra_2", "extra_3"),
        ("outcome_2", "outcome_3"),
        ("2", "3"),
    ]
    session = merged.session
    assert session.outcomes == ("outcome_1", "outcome_2", "outcome_3")
    assert session.extra_motives == ("extra_1", "extra_2", "extra_3")
    for number, owner in ((2, "me"), (3, "you")):
        assert session.answers[f"phase2.outcome_{number}.text"] == f"outcome of {owner}"
        assert session.answers[f"phase2.mission.outcome_{number}"] is True
        assert session.answers[f"phase3.outcome_{number}.owner"] == owner
        part = session.moment("m1").organisations["firm"]
        assert part[f"phase3.outcome_{number}.judgement"] == owner
        assert session.answers[f"phase2.extra_{number}.text"] == f"motive of {owner}"
        link = f"phase1.other_{len(owner)}.link"
        assert session.organisation("firm").answers[link] == f"extra_{number}"
        assert session.sheet(f"sheet_{owner}").number == number


def test_the_same_row_added_by_both_is_one_row(base: Session) -> None:
    ours = setting(WHOLE, "phase3.outcome_2.owner", "us")(edits.add_outcome(base, "the same"))
    theirs = edits.add_outcome(base, "the same")
    merged = merge(base, ours, theirs)
    assert merged.session == ours and merged.renumbered == ()


def test_a_row_that_stays_keeps_its_links(base: Session) -> None:
    base = setting(FIRM, "phase1.other_1.link", "extra_1")(base)
    ours = edits.remove_extra_motive(base, "extra_1")
    theirs = setting(WHOLE, "phase2.extra_1.note", "still talked about")(base)
    merged = merge(base, ours, theirs)
    assert [each.field for each in merged.conflicts] == ["extra_1"]
    assert merged.session == theirs


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        ("ab", "ab", "ba", "ba"),
        ("ab", "ba", "ab", "ba"),
        ("abc", "cab", "bac", "cab"),
        ("ab", "abx", "aby", "abxy"),
        ("ab", "ab", "ayb", "ayb"),
        ("ab", "ba", "abz", "baz"),
        ("abc", "ac", "abcz", "acz"),
        ("ab", "ab", "zab", "zab"),
    ],
)
def test_order(form_set: FormSet, base: str, ours: str, theirs: str, result: str) -> None:
    def with_order(names: str) -> Session:
        session = edits.new_session(form_set, "abc")
        for name in names:
            session = edits.add_organisation(session, name, name, "education")
        return session

    merged = merge(with_order(base), with_order(ours), with_order(theirs))
    assert "".join(each.id for each in merged.session.organisations) == result
    assert merged.conflicts == ()


def test_without_a_common_version_additions_are_in_and_the_rest_is_asked(base: Session) -> None:
    ours = edited(
        base, [setting(SCHOOL, "phase1.mission.outcome", "a"), setting(FIRM, "phase1.mission.yes", True)]
    )
    theirs = edited(
        base,
        [
            setting(SCHOOL, "phase1.mission.outcome", "b"),
            lambda s: edits.add_sheet(s, "t1"),
            lambda s: edits.set_side(s, "firm", "education"),
            lambda s: edits.add_outcome(s, "theirs"),
        ],
    )
    ours = edits.add_outcome(ours, "ours")
    merged = merge(None, ours, theirs)
    assert {(each.where, each.field) for each in merged.conflicts} == {
        (SCHOOL, "phase1.mission.outcome"),
        (FIRM, SIDE),
    }
    assert all(each.base is None for each in merged.conflicts)
    assert merged.session.organisation("firm").answers == {"phase1.mission.yes": True}
    assert [each.id for each in merged.session.sheets] == ["s1", "t1"]
    texts = [merged.session.answers[f"phase2.{each}.text"] for each in merged.session.outcomes]
    assert texts == ["together", "ours", "theirs"]


def test_only_versions_of_one_session(base: Session, form_set: FormSet) -> None:
    other = edits.new_session(form_set, "other")
    for triple in ((None, base, other), (other, base, base)):
        with pytest.raises(ValueError, match="one session"):
            merge(*triple)


def _mine(where: Where, field: str) -> bool:
    """Half of the fields; those that exclude each other are in the same half."""
    subject = field.rsplit(".", 1)[0]
    return zlib.crc32(f"{where.suffix()} {subject}".encode()) % 2 == 0


@given(
    sessions(),
    edit_lists("o", only_adding=True, may_set=_mine),
    edit_lists("t", only_adding=True, may_set=lambda where, field: not _mine(where, field)),
)
def test_edits_of_different_fields_are_all_in_the_result(
    base: Session, our_edits: list[Edit], their_edits: list[Edit]
) -> None:
    ours, theirs = edited(base, our_edits), edited(base, their_edits)
    merged = merge(base, ours, theirs)
    check(merged.session)
    found, start = leaves(merged.session), leaves(base)
    assert merged.conflicts == ()
    for side in (leaves(ours), leaves(merged.theirs)):
        for key in {**start, **side}:
            if start.get(key) != side.get(key):
                assert found.get(key) == side.get(key)


@given(sessions(), edit_lists("o"), edit_lists("t"))
def test_nothing_is_lost_without_a_word(
    base: Session, our_edits: list[Edit], their_edits: list[Edit]
) -> None:
    ours, theirs = edited(base, our_edits), edited(base, their_edits)
    merged = merge(base, ours, theirs)
    check(merged.session)
    sides = [leaves(each) for each in (base, ours, merged.theirs)]
    found = leaves(merged.session)
    told = {(each.where, each.field) for each in merged.conflicts}
    for key in {**sides[0], **sides[1], **sides[2]}:
        before, mine, yours = (side.get(key) for side in sides)
        typed = [each for each in (mine, yours) if each is not None and each != before]
        if typed and found.get(key) not in typed and key not in told:
            pytest.fail(f"{key}: {before!r}, {mine!r}, {yours!r} became {found.get(key)!r}")
    for choice in Choice:
        check(resolve(merged, dict.fromkeys(merged.conflicts, choice)))


@given(sessions(), edit_lists("o"))
def test_a_side_that_did_nothing_changes_nothing(base: Session, our_edits: list[Edit]) -> None:
    ours = edited(base, our_edits)
    for merged in (merge(base, ours, base), merge(base, base, ours), merge(base, ours, ours)):
        assert merged.session == ours and merged.conflicts == ()


@given(sessions(), edit_lists("o"))
def test_differences_are_there_exactly_when_something_differs(base: Session, our_edits: list[Edit]) -> None:
    ours = edited(base, our_edits)
    assert bool(differences(base, ours)) == (leaves(base) != leaves(ours) or _orders(base) != _orders(ours))
    assert differences(ours, ours) == ()


def _orders(session: Session) -> list[str]:
    return [each.id for each in session.organisations]


def test_differences_are_told_field_by_field(base: Session) -> None:
    new = edited(
        base,
        [
            setting(SCHOOL, "phase1.mission.outcome", "new"),
            lambda s: edits.rename_organisation(s, "firm", "The firm"),
            lambda s: edits.set_side(s, "firm", "education"),
            lambda s: edits.move_organisation(s, "firm", 0),
            lambda s: edits.add_organisation(s, "third", "Third", "practice"),
            lambda s: edits.remove_sheet(s, "s1"),
            lambda s: edits.reveal(s),
        ],
    )
    found = {(each.where, each.field): (each.before, each.after) for each in differences(base, new)}
    assert found == {
        (SCHOOL, "phase1.mission.outcome"): ("old", "new"),
        (FIRM, NAME): ("Firm", "The firm"),
        (FIRM, SIDE): ("practice", "education"),
        (WHOLE, "order"): ("School, Firm", "The firm, School"),
        (at_organisation("third"), RECORD): (None, "Third"),
        (at_organisation("third"), NAME): (None, "Third"),
        (at_organisation("third"), SIDE): (None, "practice"),
        (at_sheet("s1"), RECORD): (1, None),
        (at_sheet("s1"), "number"): (1, None),
        (WHOLE, REVEALED): (None, True),
    }
    assert fields.kind_of("phase1.mission.outcome") is fields.Kind.TEXT
