"""Sessions and edits of every kind, for property tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec.structs import replace

from sms_desktop.core import edits, fields, forms
from sms_desktop.core.forms import FormSet, SideId
from sms_desktop.core.session import (
    LARGEST_NUMBER,
    WHOLE,
    Answers,
    Moment,
    Organisation,
    RecordKind,
    Reveal,
    Session,
    Sheet,
    Value,
    Where,
    at_moment,
    at_organisation,
    at_sheet,
)
from sms_desktop.paths import shipped

IDS = st.text("abcXYZ019_-", min_size=1, max_size=6)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
SIDES: SearchStrategy[SideId] = st.sampled_from(forms.SIDES)

# A few of each kind, so that two hands at work often meet in the same field.
_COMMON: dict[RecordKind, list[str]] = {
    "session": [
        "session.environment",
        "tally.practice.people",
        "phase2.mission.joint",
        "phase2.mission.note",
        "phase2.outcome_1.text",
        "phase2.mission.outcome_1",
        "phase2.extra_1.note",
        "phase3.outcome_2.owner",
        "phase2.mission.level.individual",
        "phase3.outcome_1.owner",
    ],
    "organisation": [
        "organisation.since",
        "phase1.mission.yes",
        "phase1.mission.no",
        "phase1.mission.outcome",
        "phase1.other_1.text",
        "phase1.other_1.link",
        "phase2.questions",
        "phase3.outcome_1.owner",
    ],
    "sheet": [
        "quick_scan.role.education",
        "quick_scan.role.both",
        "quick_scan.education.capital",
        "quick_scan.education.left_empty",
        "quick_scan.practice.capital.note",
    ],
    "moment": ["phase3.date", "phase3.outcome_1.judgement", "phase3.rediscuss", "phase3.outcome_2.realised"],
}
_WORDS = ("education", "practice", "yes", "no", "outcome", "box", "joint", "level", "link", "people", "role")
_NAMES = st.sampled_from(_WORDS) | st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)


@cache
def shipped_forms() -> FormSet:
    """The form set that comes with the program."""
    return forms.load(shipped("forms"))


def field_ids(record: RecordKind) -> SearchStrategy[str]:
    """Any field id that a record of this kind can hold, most often a common one."""
    common = st.sampled_from(_COMMON[record])
    return (
        common
        | common
        | st.tuples(st.sampled_from(fields.RECORD_PREFIXES[record]), _NAMES, _NAMES).map(
            lambda parts: _grammatical(*parts)
        )
    )


def _grammatical(prefix: str, *names: str) -> str:
    field = ".".join([prefix, *names])
    return field if fields.kind_of(field) else f"tally.education.{names[-1]}"


def values_of(field: str) -> SearchStrategy[Value]:
    """Any value that a field can hold."""
    kind = fields.kind_of(field)
    if kind is fields.Kind.TICK:
        return st.booleans()
    if kind is fields.Kind.NUMBER:
        return st.integers(0, LARGEST_NUMBER)
    return st.sampled_from(("extra_1", "mission")) if field.endswith(".link") else TEXTS


@st.composite
def answers(draw: st.DrawFn, record: RecordKind) -> Answers:
    """The answers of one record."""
    found: Answers = {}
    for field in draw(st.lists(field_ids(record), max_size=4, unique=True)):
        found[field] = draw(values_of(field))
    return found


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Any session that the types allow, with the shipped forms under any name and version."""
    organisations = tuple(
        Organisation(id=each, name=draw(TEXTS), side=draw(SIDES), answers=draw(answers("organisation")))
        for each in draw(st.lists(IDS, max_size=3, unique=True))
    )
    sheets = tuple(
        Sheet(id=each, number=draw(st.integers(1, LARGEST_NUMBER)), answers=draw(answers("sheet")))
        for each in draw(st.lists(IDS, max_size=3, unique=True))
    )
    parts = st.sampled_from([each.id for each in organisations]) if organisations else st.nothing()
    moments = tuple(
        Moment(
            id=each,
            answers=draw(answers("moment")),
            organisations=draw(
                st.dictionaries(parts, answers("moment"), max_size=min(2, len(organisations)))
            ),
        )
        for each in draw(st.lists(IDS, max_size=2, unique=True))
    )
    revealed = st.builds(
        lambda kept: Reveal(organisations=kept), st.dictionaries(IDS, answers("organisation"), max_size=2)
    )
    numbers = st.lists(st.integers(1, 3) | st.integers(0, 999_999), max_size=3, unique=True)
    return Session(
        id=draw(IDS),
        answers=draw(answers("session")),
        organisations=organisations,
        sheets=sheets,
        moments=moments,
        extra_motives=tuple(f"extra_{number}" for number in draw(numbers)),
        outcomes=tuple(f"outcome_{number}" for number in draw(numbers)),
        revealed=draw(st.none() | revealed),
        form_set=replace(shipped_forms(), id=draw(IDS), version=draw(TEXTS)),
    )


Edit = Callable[[Session], Session]
Allowed = Callable[[Where, str], bool]


@st.composite
def edit_lists(
    draw: st.DrawFn, who: str, *, only_adding: bool = False, may_set: Allowed = lambda where, field: True
) -> list[Edit]:
    """A few edits in a row, which fit any session; new records get ids that begin with ``who``.

    ``only_adding`` leaves out edits that remove, move or uncover; ``may_set`` says which fields are set.
    """
    kinds = ["set"] * 6 + ["sheet", "organisation", "moment", "extra", "outcome"]
    kinds += [] if only_adding else ["remove", "move", "rename", "side", "reveal", "cover", "clear"]
    return [
        _edit(kind, draw(st.integers(0, 10_000)), draw(TEXTS), f"{who}{place}", draw(_wishes()), may_set)
        for place, kind in enumerate(draw(st.lists(st.sampled_from(kinds), max_size=6)))
    ]


def _wishes() -> SearchStrategy[dict[str, tuple[str, Value]]]:
    """For each kind of record a field and a value to set there."""

    def with_value(record: RecordKind) -> SearchStrategy[tuple[str, Value]]:
        return field_ids(record).flatmap(lambda field: st.tuples(st.just(field), values_of(field)))

    return st.fixed_dictionaries({record: with_value(record) for record in fields.RECORD_PREFIXES})  # type: ignore[arg-type]


def wheres(session: Session) -> list[Where]:
    """Every record there is."""
    found = [WHOLE, *(at_organisation(each.id) for each in session.organisations)]
    found += [at_sheet(each.id) for each in session.sheets]
    for moment in session.moments:
        found.append(at_moment(moment.id))
        found += [at_moment(moment.id, each.id) for each in session.organisations]
    return found


def _edit(
    kind: str, pick: int, text: str, new: str, wishes: dict[str, tuple[str, Value]], may_set: Allowed
) -> Edit:
    def edit(session: Session) -> Session:
        where = wheres(session)[pick % len(wheres(session))]
        field, value = wishes[where.record]
        match kind:
            case "set" if may_set(where, field):
                return edits.set_answer(session, where, field, value)
            case "clear" if may_set(where, field):
                return edits.clear_answer(session, where, field)
            case "sheet":
                return edits.add_sheet(session, new)
            case "organisation":
                return edits.add_organisation(session, new, text, forms.SIDES[pick % 2])
            case "moment":
                return edits.add_moment(session, new)
            case "extra":
                return edits.add_extra_motive(session, text)
            case "outcome":
                return edits.add_outcome(session, text)
        return _larger_edit(session, kind, pick, text, where)

    return edit


def _larger_edit(session: Session, kind: str, pick: int, text: str, where: Where) -> Session:
    match kind:
        case "remove":
            return _removed(session, pick, where)
        case "reveal":
            return edits.reveal(session)
        case "cover":
            return edits.cover(session)
    if where.record != "organisation":
        return session
    match kind:
        case "move":
            return edits.move_organisation(session, where.id, pick % len(session.organisations))
        case "rename":
            return edits.rename_organisation(session, where.id, text)
        case "side":
            return edits.set_side(session, where.id, forms.SIDES[pick % 2])
    return session


def _removed(session: Session, pick: int, where: Where) -> Session:
    match where.record:
        case "organisation":
            return edits.remove_organisation(session, where.id)
        case "sheet":
            return edits.remove_sheet(session, where.id)
        case "moment" if not where.organisation:
            return edits.remove_moment(session, where.id)
    if pick % 2 and session.outcomes:
        return edits.remove_outcome(session, session.outcomes[pick % len(session.outcomes)])
    if session.extra_motives:
        return edits.remove_extra_motive(session, session.extra_motives[pick % len(session.extra_motives)])
    return session


def edited(session: Session, steps: list[Edit]) -> Session:
    """The session after all these edits."""
    for step in steps:
        session = step(session)
    return session
