"""The pattern rule of phase 2, case by case."""

from __future__ import annotations

import pytest

from sms_desktop.core import edits, insight
from sms_desktop.core.forms import FormSet
from sms_desktop.core.insight import MotiveRow, Pattern, Reason, RowKind
from sms_desktop.core.session import Session
from tests.core.sessions import empty, with_organisations


def row(session: Session, key: str) -> MotiveRow:
    return next(each for each in insight.matrix(session) if each.key == key)


CASES = {
    # organisations | motive -> pattern, provisional
    "nobody at all": ([], "mission", Pattern.NOT_DISCUSSED, False),
    "asked, not answered": (["e1", "p1"], "mission", Pattern.NOT_DISCUSSED, True),
    "both Ja": (["e1 mission=yes", "p1 mission=yes"], "mission", Pattern.SHARED, False),
    "both Ja, one open": (["e1 mission=yes", "e2", "p1 mission=yes"], "mission", Pattern.SHARED, True),
    "both Ja, somebody Nee": (
        ["e1 mission=yes", "p1 mission=yes", "p2 mission=no"],
        "mission",
        Pattern.PARTLY_SHARED,
        False,
    ),
    "both Nee": (["e1 mission=no", "p1 mission=no"], "mission", Pattern.NO_MOTIVE, False),
    "one Nee, other open": (["e1 mission=no", "p1"], "mission", Pattern.NO_MOTIVE, True),
    "one Nee, other side absent": (["e1 mission=no"], "mission", Pattern.NO_MOTIVE, False),
    "expertise on both sides": (["e1 expertise=yes", "p1 expertise=yes"], "expertise", Pattern.MUTUAL, False),
    "expertise, somebody Nee": (
        ["e1 expertise=yes", "p1 expertise=yes", "p2 expertise=no"],
        "expertise",
        Pattern.MUTUAL,
        False,
    ),
    "one Ja, other Nee": (["e1 mission=yes", "p1 mission=no"], "mission", Pattern.ONE_SIDED, False),
    "one Ja, other open": (["e1 mission=yes", "p1"], "mission", Pattern.OTHER_SIDE_UNKNOWN, True),
    "one Ja, other absent": (["e1 mission=yes"], "mission", Pattern.OTHER_SIDE_UNKNOWN, False),
    "not on the other list": (
        ["e1 visibility=yes", "p1 mission=yes"],
        "visibility",
        Pattern.OTHER_SIDE_UNKNOWN,
        False,
    ),
    "complement Ja": (
        ["e1 student_development=yes", "p1 educate_students=yes"],
        "student_development",
        Pattern.COMPLEMENTARY,
        False,
    ),
    "the other half of a complement": (
        ["e1 student_development=yes", "p1 recruitment=yes"],
        "recruitment",
        Pattern.COMPLEMENTARY,
        False,
    ),
    "complement Nee": (
        ["e1 student_development=yes", "p1 educate_students=no recruitment=no"],
        "student_development",
        Pattern.OTHER_SIDE_UNKNOWN,
        False,
    ),
    "complement on the same side is none": (
        ["p1 educate_students=yes recruitment=yes"],
        "recruitment",
        Pattern.OTHER_SIDE_UNKNOWN,
        False,
    ),
    "complement before one-sided": (
        ["e1 expertise=no curriculum=yes", "p1 expertise=yes"],
        "expertise",
        Pattern.COMPLEMENTARY,
        False,
    ),
    "complement of somebody who left": (
        ["e1 curriculum=yes", "p1 expertise=yes left"],
        "curriculum",
        Pattern.OTHER_SIDE_UNKNOWN,
        False,
    ),
    "outcome without Ja or Nee": (
        ["e1 mission=text", "p1 mission=yes"],
        "mission",
        Pattern.OTHER_SIDE_UNKNOWN,
        True,
    ),
    "Ja and Nee both": (["e1 mission=both", "p1 mission=no"], "mission", Pattern.NO_MOTIVE, True),
    "who left does not count": (
        ["e1 mission=yes", "p1 mission=no", "p2 mission=yes left"],
        "mission",
        Pattern.ONE_SIDED,
        False,
    ),
    "who left leaves nothing open": (
        ["e1 mission=yes", "p1 mission=yes", "p2 left"],
        "mission",
        Pattern.SHARED,
        False,
    ),
    "a free row stands alone": (
        ["e1 other_1=yes", "p1 other_1=yes"],
        "other_1.e1",
        Pattern.OTHER_SIDE_UNKNOWN,
        False,
    ),
    "a free row said Nee": (["e1 other_1=no", "p1"], "other_1.e1", Pattern.NO_MOTIVE, False),
    "a free row linked by hand": (
        ["e1 learning_community=yes", "p1 other_1=yes other_1=->learning_community"],
        "learning_community",
        Pattern.SHARED,
        False,
    ),
    "a linked row against the answer itself": (
        ["e1 mission=yes", "p1 mission=no other_2=yes other_2=->mission"],
        "mission",
        Pattern.OTHER_SIDE_UNKNOWN,
        True,
    ),
}


@pytest.mark.parametrize(("organisations", "key", "pattern", "provisional"), CASES.values(), ids=CASES)
def test_pattern(
    form_set: FormSet, organisations: list[str], key: str, pattern: Pattern, provisional: bool
) -> None:
    found = row(with_organisations(empty(form_set), *organisations), key)
    assert (found.pattern, found.provisional) == (pattern, provisional)


@pytest.mark.parametrize(
    ("organisations", "key", "reason"),
    [
        (["e1 mission=yes", "p1"], "mission", Reason.NOT_FILLED_IN),
        (["e1 mission=yes"], "mission", Reason.NO_ORGANISATION),
        (["e1 mission=yes", "p1 mission=yes left"], "mission", Reason.NO_ORGANISATION),
        (["e1 visibility=yes", "p1"], "visibility", Reason.NOT_ON_LIST),
        (["e1 other_1=yes", "p1"], "other_1.e1", Reason.NOT_ON_LIST),
        (["e1 mission=yes", "p1 mission=yes"], "mission", None),
    ],
)
def test_reason_why_the_other_side_is_unknown(
    form_set: FormSet, organisations: list[str], key: str, reason: Reason | None
) -> None:
    assert row(with_organisations(empty(form_set), *organisations), key).reason == reason


def test_counts_stand_beside_the_word(form_set: FormSet) -> None:
    session = with_organisations(
        empty(form_set), "e1 mission=yes", "e2 mission=no", "e3", "e4 mission=yes left", "p1 mission=text"
    )
    sides = row(session, "mission").sides
    assert (sides["education"].yes, sides["education"].no, sides["education"].open) == (1, 1, 1)
    assert (sides["practice"].yes, sides["practice"].no, sides["practice"].open) == (0, 0, 1)


def test_complements_are_named(form_set: FormSet) -> None:
    session = with_organisations(
        empty(form_set), "e1 student_development=yes", "p1 educate_students=yes recruitment=yes"
    )
    assert set(row(session, "student_development").partners) == {"educate_students", "recruitment"}
    assert row(session, "recruitment").partners == ("student_development",)


def test_rows_in_the_order_of_the_form_then_what_came_up_then_free_then_former(form_set: FormSet) -> None:
    session = edits.add_extra_motive(empty(form_set), "came up")
    session = with_organisations(session, "e1 other_2=yes other_1=text", "p1 bygone=yes")
    rows = insight.matrix(session)
    assert [each.key for each in rows][:4] == ["mission", "visibility", "expertise", "professionalisation"]
    assert [(each.key, each.kind) for each in rows[-4:]] == [
        ("extra_1", RowKind.CAME_UP),
        ("other_1.e1", RowKind.FREE),
        ("other_2.e1", RowKind.FREE),
        ("bygone", RowKind.FORMER),
    ]


def test_a_linked_row_is_no_row_of_its_own_and_comes_back_when_its_motive_goes(form_set: FormSet) -> None:
    session = edits.add_extra_motive(empty(form_set), "came up")
    session = with_organisations(session, "p1 other_1=yes other_1=->extra_1")
    assert row(session, "extra_1").cells["p1"].linked == ("other_1",)
    assert "other_1.p1" not in {each.key for each in insight.matrix(session)}
    session = edits.remove_extra_motive(session, "extra_1")
    assert row(session, "other_1.p1").kind is RowKind.FREE


def test_a_motive_that_left_the_form_set_keeps_its_answers(form_set: FormSet) -> None:
    session = with_organisations(empty(form_set), "e1 bygone=yes", "p1 bygone=no")
    found = row(session, "bygone")
    assert (found.kind, found.pattern) == (RowKind.FORMER, Pattern.ONE_SIDED)
