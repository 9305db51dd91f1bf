"""The thread from motive to evidence, and where it breaks off."""

from __future__ import annotations

import pytest

from sms_desktop import example
from sms_desktop.core import edits, thread
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session, Value, at_moment, at_organisation
from sms_desktop.core.thread import Break, Thread
from tests.core.sessions import empty, with_organisations


def group(form_set: FormSet, moments: int = 2, **answers: Value) -> Session:
    """Two organisations and one joint outcome; ``answers`` by field id with ``__`` for a dot."""
    session = with_organisations(empty(form_set), "e1 mission=no", "p1 mission=no")
    session = edits.add_outcome(session, "An outcome")
    for number in range(1, moments + 1):
        session = edits.add_moment(session, f"m{number}")
    given = {field.replace("__", "."): value for field, value in answers.items()}
    return edits.set_answers(session, WHOLE, given)


TIED: dict[str, Value] = {"phase2__mission__outcome_1": True}
AGREED: dict[str, Value] = {**TIED, "phase3__outcome_1__agreement": "We do it"}

JOINT = {
    # answers, said at moment 2 -> breaks
    "nothing": ({}, {}, [Break.NO_MOTIVE, Break.NO_AGREEMENT]),
    "tied to a motive": (TIED, {}, [Break.NO_AGREEMENT]),
    "agreed": (AGREED, {}, [Break.NOT_EVALUATED]),
    "agreed, for no motive": (
        {"phase3__outcome_1__agreement": "We do it"},
        {},
        [Break.NO_MOTIVE, Break.NOT_EVALUATED],
    ),
    "an owner is no agreement": ({**TIED, "phase3__outcome_1__owner": "e1"}, {}, [Break.NO_AGREEMENT]),
    "spaces are no agreement": ({**TIED, "phase3__outcome_1__agreement": "  "}, {}, [Break.NO_AGREEMENT]),
    "realised": (AGREED, {"phase3.outcome_1.realised": "Done"}, []),
    "a note is no evidence": (AGREED, {"phase3.outcome_1.note": "Later"}, [Break.NOT_EVALUATED]),
    "dropped": ({**AGREED, "phase3__outcome_1__status": "dropped"}, {}, []),
    "evidence without an agreement": (TIED, {"phase3.outcome_1.realised": "Done"}, [Break.NO_AGREEMENT]),
    "the outcome was emptied": (
        {**AGREED, "phase2__outcome_1__text": ""},
        {},
        [Break.NO_OUTCOME, Break.NOT_EVALUATED],
    ),
}


@pytest.mark.parametrize("case", JOINT)
def test_breaks_of_a_joint_thread(form_set: FormSet, case: str) -> None:
    answers, said, breaks = JOINT[case]
    session = edits.set_answers(group(form_set, **answers), at_moment("m2"), said)
    (one,) = thread.threads(session)
    assert list(one.breaks) == breaks
    assert one.is_whole is (not breaks)
    assert [each.moment for each in one.evidence] == ["m1", "m2"]


def test_a_judgement_of_one_organisation_is_evidence(form_set: FormSet) -> None:
    session = group(form_set, **AGREED)
    session = edits.set_answer(session, at_moment("m1", "p1"), "phase3.outcome_1.judgement", "on_track")
    (one,) = thread.threads(session)
    assert [each.judgements for each in one.evidence] == [{"p1": "on_track"}, {}]
    assert one.is_whole


def test_without_a_moment_nothing_is_evaluated(form_set: FormSet) -> None:
    (one,) = thread.threads(group(form_set, moments=0, **AGREED))
    assert (one.evidence, one.breaks) == ((), (Break.NOT_EVALUATED,))


def test_a_joint_motive_without_an_outcome_breaks_off_at_once(form_set: FormSet) -> None:
    session = group(form_set, **AGREED, phase2__knowledge__joint=True, phase2__mission__joint=True)
    motives = [(each.motives, each.breaks) for each in thread.joint(session)]
    assert motives == [(("mission",), (Break.NOT_EVALUATED,)), (("knowledge",), (Break.NO_OUTCOME,))]


def test_an_outcome_serves_motives_in_the_order_of_the_matrix(form_set: FormSet) -> None:
    session = group(
        form_set, **TIED, phase2__societal_goals__outcome_1=True, phase2__curriculum__outcome_1=True
    )
    (one,) = thread.joint(session)
    assert one.motives == ("mission", "curriculum", "societal_goals")


OWN = {
    # what p1 said -> motives with breaks
    "nothing": ("p1", []),
    "Nee": ("p1 mission=no", []),
    "Ja without an outcome": ("p1 mission=yes", [("mission", Break.NO_OUTCOME)]),
    "Ja and Nee": ("p1 mission=both", []),
    "an outcome": ("p1 mission=yes mission=text", [("mission", Break.NO_AGREEMENT)]),
    "an outcome, left open": ("p1 mission=text", [("mission", Break.NO_AGREEMENT)]),
    "a free row": ("p1 other_1=yes", [("other_1.p1", Break.NO_OUTCOME)]),
    "outcomes first": (
        "p1 mission=yes societal_goals=yes societal_goals=text",
        [("societal_goals", Break.NO_AGREEMENT), ("mission", Break.NO_OUTCOME)],
    ),
    "not on the list of its side": ("p1 visibility=yes", [("visibility", Break.NO_OUTCOME)]),
}


@pytest.mark.parametrize("case", OWN)
def test_threads_of_one_organisation(form_set: FormSet, case: str) -> None:
    said, expected = OWN[case]
    session = with_organisations(empty(form_set), said)
    found = thread.own(session, session.organisation("p1"))
    assert [(each.motives[0], each.breaks[0]) for each in found] == expected


def test_an_own_thread_to_its_end(form_set: FormSet) -> None:
    session = with_organisations(empty(form_set), "p1 mission=yes mission=text")
    session = edits.set_answer(session, at_organisation("p1"), "phase3.mission.agreement", "We do it")
    session = edits.set_answer(edits.add_moment(session, "m1"), at_moment("m1"), "phase3.date", "2026-09-01")
    session = edits.set_answer(session, at_moment("m1", "p1"), "phase3.mission.realised", "Done")
    (one,) = thread.threads(session)
    assert (one.organisation, one.is_whole) == ("p1", True)
    assert [(each.date, each.realised) for each in one.evidence] == [("2026-09-01", "Done")]


def test_education_comes_before_practice(form_set: FormSet) -> None:
    session = with_organisations(empty(form_set), "p1 mission=yes", "e1 mission=yes")
    assert [each.organisation for each in thread.threads(session)] == ["e1", "p1"]


def test_the_threads_of_the_example(form_set: FormSet) -> None:
    """Three joint outcomes with agreements and evaluations; of the own ones only two have an agreement."""
    found = thread.threads(example.build(form_set))
    whole = [(each.organisation, each.motives) for each in found if each.is_whole]
    assert whole == [
        ("", ("learning_community", "innovation", "societal_goals")),
        ("", ("student_development", "recruitment", "educate_students")),
        ("", ("societal_goals", "extra_1", "other_1.ziekenhuis")),
        ("opleiding_hbo", ("curriculum",)),
        ("verpleeghuis", ("professionalisation",)),
    ]
    assert _without_outcome(found) == [("ziekenhuis", ("educate_students",))]


def _without_outcome(found: tuple[Thread, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.organisation, each.motives) for each in found if Break.NO_OUTCOME in each.breaks]
