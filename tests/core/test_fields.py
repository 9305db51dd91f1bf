"""The grammar of field ids, and what they are called."""

from __future__ import annotations

import pytest

from sms_desktop import example, i18n, labels
from sms_desktop.core import fields
from sms_desktop.core.fields import Kind
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.session import records

GRAMMAR = {
    "quick_scan.education.legitimising": Kind.TICK,
    "quick_scan.practice.capital.note": Kind.TEXT,
    "quick_scan.education.left_empty": Kind.TICK,
    "quick_scan.role.education": Kind.TICK,
    "quick_scan.role.other": Kind.TICK,
    "quick_scan.role.other.text": Kind.TEXT,
    "quick_scan.name": Kind.TEXT,
    "quick_scan.organisation": Kind.TEXT,
    "quick_scan.date": Kind.TEXT,
    "phase1.mission.yes": Kind.TICK,
    "phase1.mission.no": Kind.TICK,
    "phase1.mission.outcome": Kind.TEXT,
    "phase1.mission.outcome.box": Kind.TICK,
    "phase1.other_1.text": Kind.TEXT,
    "phase1.other_1.yes": Kind.TICK,
    "phase1.date": Kind.TEXT,
    "phase1.process_supervisor": Kind.TEXT,
    "phase2.mission.joint": Kind.TICK,
    "phase2.mission.level.individual": Kind.TICK,
    "phase2.mission.note": Kind.TEXT,
    "phase2.mission.outcome_12": Kind.TICK,
    "phase2.outcome_1.text": Kind.TEXT,
    "phase2.ambition": Kind.TEXT,
    "phase2.questions": Kind.TEXT,
    "phase3.outcome_1.agreement": Kind.TEXT,
    "phase3.mission.status": Kind.TEXT,
    "phase3.outcome_1.judgement": Kind.TEXT,
    "phase3.lessons": Kind.TEXT,
    "phase3.rediscuss": Kind.TICK,
    "tally.practice.people": Kind.NUMBER,
    "session.environment": Kind.TEXT,
    "organisation.until": Kind.TEXT,
    "": None,
    "phase1": None,
    "phase4.mission.yes": None,
    "phase1.Mission.yes": None,
    "phase1..yes": None,
    "phase1.mission.yes ": None,
    "phase1.mission.yes\n": None,
    "tally.left.people": None,
    "phase1.a.b.c.d": None,
}


@pytest.mark.parametrize(("field", "kind"), GRAMMAR.items())
def test_what_a_field_holds(field: str, kind: Kind | None) -> None:
    assert fields.kind_of(field) is kind


@pytest.mark.parametrize(
    ("field", "record", "belongs"),
    [
        ("quick_scan.name", "sheet", True),
        ("quick_scan.name", "session", False),
        ("phase1.date", "organisation", True),
        ("phase1.date", "session", False),
        ("phase2.questions", "organisation", True),
        ("phase3.lessons", "moment", True),
        ("phase2.ambition", "moment", False),
        ("tally.education.people", "session", True),
    ],
)
def test_where_a_field_is_kept(field: str, record: str, belongs: bool) -> None:
    assert fields.belongs_to(field, record) is belongs


@pytest.mark.parametrize(
    ("field", "excluded"),
    [
        ("phase1.mission.yes", {"phase1.mission.no"}),
        ("phase1.mission.no", {"phase1.mission.yes"}),
        (
            "quick_scan.role.both",
            {"quick_scan.role.education", "quick_scan.role.practice", "quick_scan.role.other"},
        ),
        ("quick_scan.practice.capital", {"quick_scan.practice.left_empty"}),
        ("quick_scan.practice.left_empty", set()),
        ("phase2.mission.joint", set()),
        ("quick_scan.role.other.text", set()),
    ],
)
def test_which_ticks_exclude_each_other(field: str, excluded: set[str]) -> None:
    assert set(fields.excluded_by(field)) == excluded


def test_the_makers_of_ids_speak_the_grammar() -> None:
    made = [fields.role_tick(role) for role in fields.ROLES]
    for side in SIDES:
        made += [fields.tick(side, "capital"), fields.left_empty(side)]
    made += [fields.yes("mission"), fields.no("mission"), fields.dialogue("mission", "joint")]
    assert {fields.kind_of(field) for field in made} == {Kind.TICK}
    texts = [fields.note("practice", "capital"), fields.intended("mission"), fields.free_text("other_1")]
    texts += [fields.link("other_1"), fields.outcome_text("outcome_1"), fields.agreement("outcome_1", "term")]
    assert {fields.kind_of(field) for field in texts} == {Kind.TEXT}
    assert fields.kind_of(fields.tally("education", "people")) is Kind.NUMBER


@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_field_of_the_example_has_a_label_for_people(form_set: FormSet, code: str) -> None:
    session = example.build(form_set)
    language = i18n.language(code)
    found = {field for _where, answers, _place in records(session) for field in answers}
    found |= {"tally.education.people", "tally.practice.capital", "phase1.other_3.yes", "organisation.until"}
    for field in sorted(found):
        label = labels.field_label(session, field, language)
        assert label.strip(), field
        assert "_" not in label and label != field, (field, label)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("phase1.innovation.yes", "Innovatie – Ja"),
        ("phase1.innovation.outcome", "Innovatie – Beoogde opbrengst"),
        ("quick_scan.education.societal", "Onderwijs – Maatschappelijk"),
        ("quick_scan.practice.capital.note", "Werkveldpartner(s) – Kapitaal gerelateerd – Toelichting"),
        ("quick_scan.role.both", "Ik vul in als: beide"),
        ("phase2.ambition", "Gedeelde ambitie waarin iedereen zich herkent"),
        ("phase1.old.no", "old (staat niet meer op het formulier) – Nee"),
    ],
)
def test_labels(form_set: FormSet, field: str, label: str) -> None:
    session = example.build(form_set)
    found = labels.field_label(session, field, i18n.language("nl"))
    assert found == label


def test_a_long_text_is_shortened_with_an_ellipsis() -> None:
    assert labels.shortened("one  two\nthree") == "one two three"
    assert labels.shortened("a" * 50, 10) == "a" * 9 + "…"
