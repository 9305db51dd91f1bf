"""What is told of phase 1 answers that changed since *Onthullen*."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sms_desktop.core import edits, fields
from sms_desktop.core.forms import FormSet
from sms_desktop.core.insight import Answer, Change, changes_since_reveal, matrix
from sms_desktop.core.session import WHOLE, Session, Value, at_organisation

Edit = Callable[[Session], Session]


@pytest.fixture
def revealed(form_set: FormSet) -> Session:
    """A school and a partner; the partner wrote a motive of its own. Revealed."""
    session = edits.new_session(form_set, "test")
    session = edits.add_organisation(session, "school", "School", "education")
    session = edits.add_organisation(session, "care", "Zorg", "practice")
    values: dict[str, Value] = {
        fields.no("mission"): True,
        fields.free_text("other_1"): "Een gebouw",
        fields.yes("other_1"): True,
    }
    return edits.reveal(edits.set_answers(session, at_organisation("care"), values))


def at_care(field: str, value: Value) -> Edit:
    return lambda session: edits.set_answer(session, at_organisation("care"), field, value)


NO, OPEN, YES = Answer.NO, Answer.OPEN, Answer.YES
CASES: dict[str, tuple[Edit, dict[tuple[str, str], Change]]] = {
    "nothing": (lambda session: session, {}),
    "Nee became Ja": (
        at_care(fields.yes("mission"), True),
        {("mission", "care"): Change(answer=NO, outcome="")},
    ),
    "Nee was taken away": (
        at_care(fields.no("mission"), False),
        {("mission", "care"): Change(answer=NO, outcome="")},
    ),
    "open became Ja": (
        at_care(fields.yes("network"), True),
        {("network", "care"): Change(answer=OPEN, outcome="")},
    ),
    "an outcome was written": (
        at_care(fields.intended("mission"), "Meer mensen"),
        {("mission", "care"): Change(answer=NO, outcome="")},
    ),
    "a free row was reworded": (
        at_care(fields.free_text("other_1"), "Twee gebouwen"),
        {("other_1.care", "care"): Change(answer=YES, outcome="", text="Een gebouw")},
    ),
    "a free row came": (
        at_care(fields.yes("other_2"), True),
        {("other_2.care", "care"): Change(answer=Answer.NOT_ASKED, outcome="")},
    ),
    "linking is no change of an answer": (at_care(fields.link("other_1"), "network"), {}),
    "phase 2 is no change of phase 1": (at_care("phase2.questions", "Wie betaalt?"), {}),
    "agreed in the dialogue": (
        lambda session: edits.set_answer(session, WHOLE, "phase2.mission.joint", True),
        {},
    ),
    "one who came later has no starting point": (
        lambda session: edits.set_answer(
            edits.add_organisation(session, "new", "Nieuw", "practice"),
            at_organisation("new"),
            fields.yes("mission"),
            True,
        ),
        {},
    ),
    "the reveal was taken back": (
        lambda session: edits.cover(at_care(fields.yes("mission"), True)(session)),
        {},
    ),
    "revealed again": (
        lambda session: edits.reveal(at_care(fields.yes("mission"), True)(session)),
        {},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_changes(revealed: Session, name: str) -> None:
    edit, expected = CASES[name]
    session = edit(revealed)
    assert changes_since_reveal(session) == expected
    assert changes_since_reveal(session, matrix(session)) == expected


def test_before_the_reveal_nothing_is_a_change(session: Session) -> None:
    assert changes_since_reveal(session) == {}
