"""Finding texts: without capitals and accents, with where they stand, and a snippet around them."""

from __future__ import annotations

import pytest

from sms_desktop import example, searching
from sms_desktop.core import edits, fields, sealing
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session, at_moment, at_organisation, at_sheet
from tests.core.sessions import empty


@pytest.fixture
def workshop(form_set: FormSet) -> Session:
    """One answer in each part of a session."""
    session = edits.add_organisation(empty(form_set), "o1", "Café Zürich", "practice")
    session = edits.add_moment(edits.add_sheet(session, "s1"), "m1")
    session = edits.add_outcome(session)
    for where, field, value in (
        (WHOLE, "session.environment", "Leernetwerk zorg"),
        (at_organisation("o1"), "organisation.contact", "Mevrouw Ørsted"),
        (at_sheet("s1"), fields.note("education", "capital"), "Geld en\nruimte"),
        (at_organisation("o1"), fields.intended("innovation"), "Een nieuwe leerlijn"),
        (at_organisation("o1"), fields.link("other_1"), "innovation"),
        (WHOLE, fields.dialogue("innovation", "note"), "Nieuwsgierigheid"),
        (WHOLE, fields.outcome_text("outcome_1"), "Elkaar beter kennen"),
        (WHOLE, fields.agreement("outcome_1", "status"), "done"),
        (WHOLE, fields.agenda("innovation", "questions"), "Wie begint?"),
        (at_moment("m1", "o1"), fields.agreement("outcome_1", "judgement"), "stalled"),
    ):
        session = edits.set_answer(session, where, field, value)
    return session


@pytest.mark.parametrize(
    ("text", "part", "place", "snippet"),
    [
        ("LEERNETWERK", "session", "", "Leernetwerk zorg"),
        ("zorg leer", "session", "", "Leernetwerk zorg"),
        ("cafe zurich", "session", "Werkveldpartner(s)", "Café Zürich"),
        ("Ørsted", "session", "Café Zürich", "Mevrouw Ørsted"),
        ("geld en ruimte", "quick_scan", "Blad 1", "Geld en ruimte"),
        ("blad 1", "quick_scan", "", "Blad 1"),
        ("leerlijn", "phase1", "Café Zürich", "Een nieuwe leerlijn"),
        ("nieuwsgierig", "phase2", "", "Nieuwsgierigheid"),
        ("elkaar kennen", "phase3", "", "Elkaar beter kennen"),
        ("gedaan", "phase3", "", "gedaan"),
        ("stokt", "phase3", "Evaluatiemoment 1 · Café Zürich", "stokt"),
        ("wie begint", "agenda", "", "Wie begint?"),
    ],
)
def test_what_is_found_where(workshop: Session, text: str, part: str, place: str, snippet: str) -> None:
    found = searching.find(workshop, text)
    assert [(hit.part, hit.place, hit.snippet) for hit in found] == [(part, place, snippet)]


def test_a_motive_is_found_by_its_name_and_its_wording(workshop: Session) -> None:
    motive = workshop.form_set.motive("innovation")
    assert motive is not None and motive.practice is not None
    for text in (motive.short.in_language("nl"), motive.practice.in_language("nl")):
        assert "innovation" in [hit.motive for hit in searching.find(workshop, text)], text


@pytest.mark.parametrize("text", ["", "   ", "staat nergens", "o1"])
def test_nothing_is_found(workshop: Session, text: str) -> None:
    assert searching.find(workshop, text) == ()


def test_sealed_answers_are_not_found(form_set: FormSet) -> None:
    session = edits.cover(example.build(form_set))
    said = next(
        value
        for organisation in session.organisations
        for field, value in organisation.answers.items()
        if field.startswith("phase1.") and field.endswith(".outcome")
    )
    assert "phase1" in {hit.part for hit in searching.find(session, str(said))}
    assert "phase1" not in {hit.part for hit in searching.find(sealing.sealed(session), str(said))}


@pytest.mark.parametrize("letters", ["a", "ß", "ﬁ", "é"])
def test_a_long_text_is_cut_around_what_was_found(letters: str) -> None:
    text = f"{letters * 300} de gezochte plek {letters * 300}"
    cut = searching.snippet(text, searching.words("gezóchte"))
    assert "gezochte plek" in cut
    assert len(cut) <= searching.LONGEST + 2
    assert cut.startswith("…") and cut.endswith("…")
