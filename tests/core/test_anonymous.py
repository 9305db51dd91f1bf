"""A session without names: numbered organisations, no persons, and the same answers otherwise."""

from __future__ import annotations

import pytest

from sms_desktop import example
from sms_desktop.core import edits, insight
from sms_desktop.core.anonymous import without_names
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session, at_organisation, check, records


@pytest.fixture
def session(form_set: FormSet) -> Session:
    """The worked example."""
    return example.build(form_set)


def test_organisations_are_numbered_per_side_and_stay_in_place(session: Session) -> None:
    blurred = without_names(session, "nl")
    assert [each.name for each in blurred.organisations] == [
        "Onderwijspartner 1",
        "Onderwijspartner 2",
        "Praktijkpartner 1",
        "Praktijkpartner 2",
        "Praktijkpartner 3",
    ]
    assert [each.id for each in blurred.organisations] == [each.id for each in session.organisations]
    assert without_names(session, "en").organisations[0].name == "Education partner 1"
    check(blurred)


def test_numbers_and_patterns_stay(session: Session) -> None:
    blurred = without_names(session, "nl")
    assert insight.overview(blurred) == insight.overview(session)
    assert insight.mirror(blurred) == insight.mirror(session)
    assert [row.pattern for row in insight.matrix(blurred)] == [
        row.pattern for row in insight.matrix(session)
    ]


PERSONS = (
    "facilitator",
    "contact",
    "name",
    "manager",
    "participants",
    "process_supervisor",
    "present",
    "owner",
)


def test_no_field_for_a_person_is_left(session: Session) -> None:
    blurred = without_names(session, "nl")
    left = {field for _where, answers, _place in records(blurred) for field in answers}
    assert not {field for field in left if field.rsplit(".", 1)[-1] in PERSONS}
    assert "quick_scan.organisation" not in left


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Het Verpleeghuis begint", "Het Praktijkpartner 1 begint"),
        ("het verpleeghuis, ook", "het Praktijkpartner 1, ook"),
        ("verpleeghuiszorg", "verpleeghuiszorg"),
        ("Opleiding  zorg en\nwelzijn (mbo).", "Onderwijspartner 2."),
        ("vraag het de lector ouderenzorg", "vraag het de …"),
        ("niemand", "niemand"),
    ],
)
def test_names_in_texts_are_replaced_as_whole_words(session: Session, written: str, read: str) -> None:
    changed = edits.set_answers(session, WHOLE, {"phase2.ambition": written})
    assert without_names(changed, "nl").answers["phase2.ambition"] == read


def test_what_stood_at_the_reveal_is_blurred_too(session: Session) -> None:
    own = at_organisation("ziekenhuis")
    changed = edits.set_answers(session, own, {"phase1.mission.outcome": "Wat het Verpleeghuis wil"})
    changed = edits.reveal(changed)
    blurred = without_names(changed, "nl")
    assert blurred.revealed is not None
    assert "Verpleeghuis" not in str(blurred.revealed)


def test_without_any_name_nothing_is_replaced(form_set: FormSet) -> None:
    empty = edits.new_session(form_set, "leeg")
    empty = edits.set_answers(empty, WHOLE, {"phase2.ambition": "Samen"})
    assert without_names(empty, "nl") == empty
