"""What can be worked out from a sealed session does not depend on what is in the envelopes."""

from __future__ import annotations

import pytest
from hypothesis import given

from sms_desktop.core import agenda, edits, insight, sealing, thread
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session, at_organisation
from tests.core.sessions import empty, with_organisations
from tests.strategies import sessions


@given(sessions())
def test_a_sealed_session_holds_nothing_of_phase_1(session: Session) -> None:
    shown = sealing.sealed(session)
    for before, after in zip(session.organisations, shown.organisations, strict=True):
        assert after.answers == {
            field: value for field, value in before.answers.items() if not field.startswith("phase1.")
        }
    assert shown.revealed is None
    assert sealing.sealed(shown) == shown
    assert sealing.touches_phase1(session, shown) == any(
        sealing.has_filled_in(each) for each in session.organisations
    )


@pytest.fixture
def filled_in(form_set: FormSet) -> Session:
    """Two organisations that said Ja and Nee, one of them with a motive of its own."""
    session = with_organisations(empty(form_set), "e1 mission=yes innovation=no", "p1 mission=text")
    return edits.set_answer(session, at_organisation("p1"), "phase1.other_1.text", "Een gebouw delen")


def test_matrix_agenda_and_thread_know_nothing(filled_in: Session, form_set: FormSet) -> None:
    shown = sealing.sealed(filled_in)
    nothing = with_organisations(empty(form_set), "e1", "p1")
    assert insight.matrix(shown) == insight.matrix(nothing)
    assert agenda.agenda(shown, 45) == ()
    assert thread.threads(shown) == thread.threads(nothing)


def test_it_is_sealed_while_there_is_something_to_reveal(filled_in: Session, form_set: FormSet) -> None:
    assert sealing.is_sealed(filled_in)
    assert not sealing.is_sealed(edits.reveal(filled_in))
    assert not sealing.is_sealed(with_organisations(empty(form_set), "e1", "p1"))


def test_what_touches_phase_1(filled_in: Session) -> None:
    cases = {
        True: [
            edits.set_answer(filled_in, at_organisation("e1"), "phase1.network.yes", True),
            edits.remove_organisation(filled_in, "p1"),
        ],
        False: [
            edits.set_answer(filled_in, at_organisation("e1"), "organisation.contact", "Kim"),
            edits.add_sheet(filled_in, "s1"),
            edits.add_organisation(filled_in, "p2", "Nieuw", "practice"),
            edits.reveal(filled_in),
        ],
    }
    for touched, changed in cases.items():
        for each in changed:
            assert sealing.touches_phase1(filled_in, each) is touched
            assert sealing.touches_phase1(each, filled_in) is touched
