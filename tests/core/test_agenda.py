"""The agenda of the conversation: order, minutes, the facilitator's changes, findings that fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_desktop import agenda_words, example, i18n, labels
from sms_desktop.core import agenda, edits, fields, starters
from sms_desktop.core.agenda import AgendaItem, Why
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session, check
from sms_desktop.storage import codec
from tests.core.sessions import empty, with_organisations, with_sheets
from tests.strategies import sessions


def lines(session: Session, minutes: int = 60) -> list[str]:
    """The agenda as ``key: reason``."""
    return [f"{item.key}: {item.reason.value}" for item in agenda.agenda(session, minutes)]


def keys(items: tuple[AgendaItem, ...]) -> list[str]:
    return [item.key for item in items]


# What stands on it, and in which order ------------------------------------------------------------------

CASES = {
    # organisations -> agenda
    "nothing at all": ([], []),
    "nobody answered": (["e1", "p1"], []),
    "nobody said Ja": (["e1 mission=no", "p1 mission=no knowledge=no"], []),
    "one organisation only": (["e1 mission=yes"], ["mission: other_side_unknown"]),
    "a side with nobody": (
        ["p1 network=yes", "p2 network=yes mission=yes"],
        ["network: other_side_unknown", "mission: other_side_unknown"],
    ),
    "each pattern at its place": (
        [
            "e1 mission=yes knowledge=yes network=yes visibility=yes expertise=yes",
            "p1 mission=yes knowledge=no network=yes expertise=yes",
            "p2 network=no",
        ],
        [
            "knowledge: one_sided",
            "network: partly_shared",
            "visibility: other_side_unknown",
            "expertise: exchange",
            "mission: shared",
        ],
    ),
    "most Ja first, then the order of the form": (
        [
            "e1 mission=no innovation=no knowledge=no",
            "p1 mission=yes innovation=yes knowledge=yes",
            "p2 knowledge=yes",
        ],
        ["knowledge: one_sided", "mission: one_sided", "innovation: one_sided"],
    ),
    "motives that answer each other are one item": (
        ["e1 student_development=yes", "p1 recruitment=yes educate_students=yes"],
        ["student_development: exchange"],
    ),
    "who has left does not count": (
        ["e1 mission=yes left", "p1 mission=yes"],
        ["mission: other_side_unknown"],
    ),
    "a free row is of one organisation": (
        ["e1", "p1 other_2=yes"],
        ["other_2.p1: other_side_unknown"],
    ),
    "a free row that was not answered": (["e1", "p1 other_2=text"], []),
}


@pytest.mark.parametrize("case", CASES)
def test_order(form_set: FormSet, case: str) -> None:
    organisations, expected = CASES[case]
    assert lines(with_organisations(empty(form_set), *organisations)) == expected


def test_an_exchange_names_its_other_motives(form_set: FormSet) -> None:
    said = ["e1 curriculum=yes expertise=yes", "p1 expertise=yes"]
    (item,) = agenda.agenda(with_organisations(empty(form_set), *said), 10)
    assert (item.key, item.also) == ("expertise", ("curriculum",))


MIRRORS = {
    # sheets -> lines of the mirror that are on the agenda
    "exactly 30 points": (["e |K"] * 3 + ["e |!"] * 7 + ["p !|K"] * 6 + ["p !|!"] * 4, ["practice.capital"]),
    "a little less": (["e |K"] * 3 + ["e |!"] * 7 + ["p !|K"] * 59 + ["p !|!"] * 41, []),
    "three people on both sides": (["e |!"] * 3 + ["p !|M"] * 3, ["practice.societal"]),
    "two people on one side": (["e |!"] * 3 + ["p !|M"] * 2, []),
    "nobody on one side": (["p L|M"] * 9, []),
    "the largest first, whatever its sign": (
        ["e L|O"] * 3 + ["e !|!"] * 1 + ["p !|!"] * 4,
        ["education.legitimising", "practice.development"],
    ),
    "both, and other, are in no gap": (["b L|L"] * 5 + ["o L|L"] * 5 + ["- L|L"] * 5, []),
}


@pytest.mark.parametrize("case", MIRRORS)
def test_differences_in_expectation_come_first(form_set: FormSet, case: str) -> None:
    sheets, expected = MIRRORS[case]
    session = with_organisations(with_sheets(empty(form_set), *sheets), "e1 mission=yes", "p1 mission=yes")
    assert keys(agenda.agenda(session, 60)) == [*expected, "mission"]


def test_what_is_agreed_comes_last(form_set: FormSet) -> None:
    session = with_organisations(
        empty(form_set), "e1 knowledge=yes mission=yes", "p1 knowledge=no mission=yes"
    )
    session = edits.set_answer(session, WHOLE, "phase2.knowledge.joint", True)
    assert lines(session) == ["mission: shared", "knowledge: agreed"]


def test_a_motive_that_came_up_is_talked_about_before_anybody_answered(form_set: FormSet) -> None:
    session = edits.add_extra_motive(
        with_organisations(empty(form_set), "e1 mission=yes", "p1 mission=yes"), "New"
    )
    assert lines(session) == ["extra_1: came_up", "mission: shared"]
    assert agenda.agenda(session, 30)[0].kind == "came_up"


def test_reasons_and_questions_are_complete() -> None:
    assert set(agenda.WEIGHTS) == set(agenda.QUESTIONS) == set(agenda_words.REASON_WORDS) == set(Why)
    asked = [question for each in agenda.QUESTIONS.values() for question in each]
    assert set(asked) == set(agenda_words.QUESTION_WORDS)
    assert len(asked) == len(set(asked))


# Minutes ------------------------------------------------------------------------------------------------

PARTS: list[tuple[int, list[int], list[int]]] = [
    (10, [1, 1, 1], [4, 3, 3]),
    (11, [1, 1, 1], [4, 4, 3]),
    (0, [3, 1], [0, 0]),
    (7, [3, 3, 1], [3, 3, 1]),
    (5, [3, 2, 1], [2, 2, 1]),  # 2.5, 1.67, 0.83: the rests .5 .67 .83
    (1, [1, 1], [1, 0]),
]


@pytest.mark.parametrize(("amount", "weights", "expected"), PARTS)
def test_largest_remainder(amount: int, weights: list[int], expected: list[int]) -> None:
    assert agenda.largest_remainder(amount, weights) == expected


def four(form_set: FormSet) -> Session:
    """One-sided, partly shared, shared, agreed; weights 3, 3, 2, 1."""
    session = with_organisations(
        empty(form_set),
        "e1 knowledge=yes network=yes mission=yes financial=yes",
        "p1 knowledge=no network=yes mission=yes financial=yes",
        "p2 network=no",
    )
    return edits.set_answer(session, WHOLE, "phase2.financial.joint", True)


MINUTES = {
    60: [18, 18, 14, 10],  # 40 left: 13.33, 13.33, 8.89, 4.44
    45: [13, 13, 11, 8],  # 25 left: 8.33, 8.33, 5.56, 2.78
    20: [5, 5, 5, 5],
    19: [7, 6, 6, 0],  # 4 left over 3, 3, 2: 1.5, 1.5, 1
    9: [9, 0, 0, 0],
    5: [5, 0, 0, 0],
    2: [2, 0, 0, 0],
    0: [0, 0, 0, 0],
}


@pytest.mark.parametrize("minutes", MINUTES)
def test_minutes(form_set: FormSet, minutes: int) -> None:
    items = agenda.agenda(four(form_set), minutes)
    assert keys(items) == ["knowledge", "network", "mission", "financial"]
    assert [item.minutes for item in items] == MINUTES[minutes]


@given(sessions(), st.integers(0, 500))
def test_minutes_always_add_up(session: Session, minutes: int) -> None:
    session = edits.reset_agenda(session)
    items = agenda.agenda(session, minutes)
    timed = [item.minutes for item in items if item.is_timed]
    assert sum(timed) == (minutes if items else 0)
    assert min(timed, default=0) >= min(minutes, agenda.SHORTEST) or not items
    assert [item.is_timed for item in items] == [True] * len(timed) + [False] * (len(items) - len(timed))
    assert len(set(keys(items))) == len(items)
    for item in items:
        for code in i18n.available():
            assert agenda_words.title(session, item, i18n.language(code))
            assert all(agenda_words.questions(item, i18n.language(code)))


# What the facilitator changes ---------------------------------------------------------------------------


def test_own_minutes_stay_and_the_rest_is_divided(form_set: FormSet) -> None:
    session = edits.set_agenda_item_minutes(four(form_set), "mission", 20)
    items = agenda.agenda(session, 45)
    assert [(item.key, item.minutes, item.pinned) for item in items] == [
        ("knowledge", 9, False),  # 25 left for three; 10 over 3, 3, 1: 4.29, 4.29, 1.43
        ("network", 9, False),
        ("mission", 20, True),
        ("financial", 7, False),
    ]


@pytest.mark.parametrize(
    ("own", "timed"), [(60, ["mission"]), (43, ["knowledge", "mission"]), (40, ["knowledge", "mission"])]
)
def test_own_minutes_are_never_changed(form_set: FormSet, own: int, timed: list[str]) -> None:
    items = agenda.agenda(edits.set_agenda_item_minutes(four(form_set), "mission", own), 45)
    assert [item.key for item in items if item.is_timed] == timed
    assert next(item.minutes for item in items if item.key == "mission") == own


@pytest.mark.parametrize(
    ("given", "pins", "kept", "expected"),
    [
        (45, {"mission": 20}, "mission", [9, 9, 20, 7]),
        (45, {"knowledge": 30, "mission": 40}, "mission", [5, 0, 40, 0]),
        (45, {"knowledge": 30, "mission": 40}, "", [30, 5, 5, 5]),
        (45, {"knowledge": 10, "network": 10, "mission": 10, "financial": 10}, "network", [10, 10, 10, 15]),
        (45, {"knowledge": 10, "network": 10, "mission": 10, "financial": 10}, "financial", [10, 10, 15, 10]),
        (20, {"knowledge": 30}, "knowledge", [5, 5, 5, 5]),
        (45, {"mission": 43}, "mission", [2, 0, 43, 0]),
    ],
)
def test_minutes_that_do_not_fit_go_back_to_the_rule(
    form_set: FormSet, given: int, pins: dict[str, int], kept: str, expected: list[int]
) -> None:
    session = edits.set_agenda_minutes(four(form_set), given)
    for key, minutes in pins.items():
        session = edits.set_agenda_item_minutes(session, key, minutes)
    found = {each.key: each.minutes for each in agenda.agenda(edits.fit_agenda(session, kept), given)}
    assert [found[key] for key in ("knowledge", "network", "mission", "financial")] == expected


@given(sessions(), st.integers(1, 300), st.data())
def test_a_fitted_agenda_always_adds_up(session: Session, minutes: int, data: st.DataObject) -> None:
    session = edits.set_agenda_minutes(edits.reset_agenda(session), minutes)
    keys_ = keys(agenda.agenda(session, minutes))
    for key in data.draw(st.lists(st.sampled_from(keys_), max_size=5)) if keys_ else ():
        session = edits.set_agenda_item_minutes(session, key, data.draw(st.integers(0, 400)))
        session = edits.set_agenda_place(session, key, data.draw(st.sampled_from(agenda.PLACES)))
        session = edits.fit_agenda(session, key)
        items = agenda.agenda(session, minutes)
        waiting = all(agenda.place(session, each.key) == "later" for each in items)
        assert agenda.total(items) == (0 if waiting else minutes)
        assert edits.fit_agenda(session, key) == session


def test_what_is_put_in_gets_time_also_where_the_facilitator_gave_it_all_away(form_set: FormSet) -> None:
    session = edits.set_agenda_item_minutes(four(form_set), "mission", 45)
    session = edits.fit_agenda(edits.set_agenda_place(session, "financial", "in"), "financial")
    assert next(each for each in agenda.agenda(session, 45) if each.key == "financial").is_timed


def test_what_can_still_be_put_on_it(form_set: FormSet) -> None:
    session = four(form_set)
    offered = keys(agenda.not_asked(session))
    assert len(offered) == len(set(offered))
    assert {"education.capital", "practice.societal", "recruitment"} <= set(offered)
    assert not {"knowledge", "network", "mission", "financial"} & set(offered)
    for key in offered:
        put_in = edits.set_agenda_place(session, key, "in")
        assert key in keys(agenda.agenda(put_in, 60))
        assert key not in keys(agenda.not_asked(put_in))


def test_own_order(form_set: FormSet) -> None:
    session = edits.set_agenda_order(four(form_set), ["mission", "gone.away", "network", "mission"])
    items = agenda.agenda(session, 45)
    assert [(item.key, item.moved) for item in items] == [
        ("mission", True),
        ("network", True),
        ("knowledge", False),
        ("financial", False),
    ]


def test_left_out_for_later_and_put_in(form_set: FormSet) -> None:
    session = edits.set_agenda_place(four(form_set), "knowledge", "out")
    session = edits.set_agenda_place(session, "network", "later")
    session = edits.set_agenda_place(session, "recruitment", "in")
    items = agenda.agenda(session, 30)
    assert [(item.key, item.reason.value, item.is_timed) for item in items] == [
        ("mission", "shared", True),
        ("recruitment", "asked_for", True),
        ("financial", "agreed", True),
        ("network", "partly_shared", False),
    ]
    assert keys(agenda.left_out(session)) == ["knowledge"]


def test_what_was_put_in_gets_its_time_before_others(form_set: FormSet) -> None:
    session = edits.set_agenda_place(four(form_set), "financial", "in")
    assert [item.key for item in agenda.agenda(session, 10) if item.is_timed] == ["knowledge", "financial"]


def test_a_small_gap_can_be_put_in(form_set: FormSet) -> None:
    session = with_sheets(empty(form_set), "e L|!", "p !|M")
    assert agenda.agenda(session, 30) == ()
    (item,) = agenda.agenda(edits.set_agenda_place(session, "practice.societal", "in"), 30)
    assert (item.kind, item.reason, item.minutes) == ("expectation", Why.ASKED_FOR, 30)


def test_own_questions_come_instead(form_set: FormSet) -> None:
    session = edits.set_agenda_questions(four(form_set), "mission", "First?\n\n  Second? ")
    item = next(item for item in agenda.agenda(session, 45) if item.key == "mission")
    assert agenda_words.questions(item, i18n.language("nl")) == ("First?", "Second?")


@pytest.mark.parametrize("key", ["mission", "extra_1", "education.capital", "other_1.p1"])
def test_changes_are_kept_in_the_session_and_can_be_taken_back(form_set: FormSet, key: str) -> None:
    before = edits.add_extra_motive(with_organisations(empty(form_set), "p1 other_1=yes"), "New")
    session = edits.set_agenda_minutes(edits.set_agenda_order(before, [key]), 30)
    session = edits.set_agenda_place(edits.set_agenda_item_minutes(session, key, 7), key, "in")
    session = edits.set_agenda_questions(session, key, "Why?")
    check(session)
    again = codec.decode(codec.encode(session))
    (item,) = [each for each in agenda.agenda(again, 30) if each.key == key]
    assert (item.minutes, item.pinned, item.own_questions) == (7, True, ("Why?",))
    assert agenda.given_minutes(again) == 30
    assert edits.reset_agenda(again) == before
    names = [
        labels.field_label(again, agenda.at(key, part)[1], i18n.language("nl"))
        for part in ("minutes", "place")
    ]
    assert all("agenda" in name and "_" not in name for name in names)


def test_changes_are_texts_which_every_program_of_version_1_takes() -> None:
    for field in (agenda.ORDER_FIELD, agenda.MINUTES_FIELD, *(agenda.at("mission", "minutes")[1:])):
        assert fields.kind_of(field) is fields.Kind.TEXT
    assert fields.kind_of(agenda.at("practice.societal", "questions")[1]) is fields.Kind.TEXT


@pytest.mark.parametrize("typed", ["", "0", "-3", "many", "12345", "٣", "1.5"])
def test_what_is_no_number_of_minutes_is_passed_over(form_set: FormSet, typed: str) -> None:
    session = edits.set_answer(four(form_set), WHOLE, "phase2.mission.agenda_minutes", typed)
    session = edits.set_answer(session, WHOLE, agenda.MINUTES_FIELD, typed)
    assert not any(item.pinned for item in agenda.agenda(session, 45))
    assert agenda.given_minutes(session) == 45


def test_what_belonged_to_an_organisation_that_is_gone_is_passed_over(form_set: FormSet) -> None:
    session = with_organisations(empty(form_set), "p1 other_1=yes", "p2 mission=yes")
    session = edits.set_agenda_order(session, ["other_1.p1", "mission"])
    session = edits.remove_organisation(session, "p1")
    assert keys(agenda.agenda(session, 45)) == ["mission"]
    assert agenda.place(session, "other_1.p1") == ""


# The example, by hand -------------------------------------------------------------------------------------


def test_the_agenda_of_the_example(form_set: FormSet) -> None:
    """Read from ``example.toml``: of 5 education and 5 practice sheets, K for practice is ticked by 5 and
    1 (80 points), M for practice by 2 and 4 (-40); no other line reaches 30."""
    items = agenda.agenda(example.build(form_set), 90)
    assert [item.key for item in items] == [
        "practice.capital",
        "practice.societal",
        "professionalisation",  # schools Nee, three practice partners Ja
        "knowledge",  # one school Ja, three Nee
        "visibility",
        "other_1.ziekenhuis",
        "expertise",
        "mission",
        "innovation",
        "societal_goals",
        "student_development",
        "learning_community",
        "extra_1",
    ]
    # 13 × 5 = 65, 25 left; weights 4 × 3, 4 × 2, 5 × 1 = 25: exactly one minute for each.
    assert [item.minutes for item in items] == [8] * 4 + [7] * 4 + [6] * 5
    assert [round(item.gap.gap or 0) for item in items if item.gap] == [80, -40]


# Conversation starters ------------------------------------------------------------------------------------

PARTNERSHIPS = {
    # sector, partnership -> the kind of partnership
    ("care", ""): "public_public",
    ("Zorg", ""): "public_public",
    (" zorg ", ""): "public_public",
    ("Economics", ""): "public_private",
    ("ict", "public_public"): "public_public",
    ("visserij", ""): "",
    ("visserij", "public_private"): "public_private",
    ("", ""): "",
}


def in_sector(session: Session, sector: str, partnership: str) -> Session:
    values = {"session.sector": sector, "session.partnership": partnership}
    return edits.set_answers(session, WHOLE, values)


@pytest.mark.parametrize("said", PARTNERSHIPS)
def test_partnership(session: Session, said: tuple[str, str]) -> None:
    assert starters.partnership(in_sector(session, *said)) == PARTNERSHIPS[said]


FITTING = {
    "public_public": {"process_innovation", "learning_communities", "higher_goals"},
    "public_private": {
        "product_innovation",
        "private_capital",
        "students_and_partners",
        "social_responsibility",
    },
    "": set(),
}


@pytest.mark.parametrize("kind", FITTING)
def test_findings_of_the_other_kind_of_partnership_do_not_fit(session: Session, kind: str) -> None:
    found = {each.id for each in starters.fitting(in_sector(session, "", kind))}
    special = {each for ids in FITTING.values() for each in ids}
    assert found & special == FITTING[kind]
    everything = {each.id for each in session.form_set.findings.findings}
    assert found - special == everything - special


def test_every_motive_and_finding_that_the_tables_name_is_there(form_set: FormSet) -> None:
    assert set(starters.ABOUT) <= {each.id for each in form_set.findings.findings}
    for finding, motives in starters.ABOUT.items():
        cluster = next(each.cluster for each in form_set.findings.findings if each.id == finding)
        assert {motive.cluster for motive in form_set.motives if motive.id in motives} == {cluster}
    sectors = {each.sector for each in form_set.findings.quotations}
    assert sectors <= set(starters.PARTNERSHIP_OF)


@pytest.mark.parametrize(
    ("sector", "partnership", "expected"),
    [
        ("care", "", ["quote_change", "quote_shared_responsibility"]),
        ("education", "", ["quote_shared_responsibility", "quote_change"]),
        ("economics", "", ["quote_obligation", "quote_name", "quote_invention", "quote_other_insights"]),
        ("visserij", "", []),
    ],
)
def test_quotations_of_the_own_sector_come_first(
    session: Session, sector: str, partnership: str, expected: list[str]
) -> None:
    assert [each.id for each in starters.quotations(in_sector(session, sector, partnership))] == expected


def test_without_sector_and_partnership_all_quotations_are_given(session: Session) -> None:
    assert len(starters.quotations(session)) == 6
