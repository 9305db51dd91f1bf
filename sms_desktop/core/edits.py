"""Edits: pure functions from a session to a session. None changes its argument.

Each raises ``KeyError`` for a record that is not there and
:class:`~sms_desktop.core.session.SessionError` for a value that a field cannot hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from typing import TypeAlias, TypeVar

from msgspec.structs import replace

from sms_desktop.core import agenda, fields
from sms_desktop.core.forms import FormSet, SideId
from sms_desktop.core.session import (
    LARGEST_NUMBER,
    LARGEST_ROW,
    WHOLE,
    Answers,
    Moment,
    Organisation,
    Reveal,
    Session,
    Sheet,
    Value,
    Where,
    answers_at,
    check_answer,
)

_Item = TypeVar("_Item", Organisation, Sheet, Moment)
_FieldTest: TypeAlias = Callable[[str], bool]


def new_session(form_set: FormSet, session_id: str) -> Session:
    """An empty session that carries ``form_set``."""
    return Session(id=session_id, form_set=form_set)


def with_organisations_of(session: Session, earlier: Session, ids: Iterable[str]) -> Session:
    """The organisations that take part in ``earlier`` at the end of ``session``, without what they answered.

    They get new ids, one of ``ids`` each: a paper of the earlier session must never be taken for one of this.
    """
    still_here = (each for each in earlier.organisations if not each.has_left)
    for organisation_id, each in zip(ids, still_here, strict=False):
        session = add_organisation(session, organisation_id, each.name, each.side)
    return session


def clean(text: str) -> str:
    """``text`` as it can be written as UTF-8: half surrogate pairs become a replacement character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def set_answer(session: Session, where: Where, field: str, value: Value) -> Session:
    """Fill in a field. An empty value empties it; a tick clears the ticks that it excludes."""
    return set_answers(session, where, {field: value})


def set_answers(session: Session, where: Where, values: Mapping[str, Value]) -> Session:
    """Fill in several fields of one record, in order."""
    answers = dict(answers_at(session, where))
    for field, value in values.items():
        if isinstance(value, str):
            value = clean(value)
        check_answer(where.record, field, value, "$")
        if value is True:
            for other in fields.excluded_by(field):
                answers.pop(other, None)
        if value is False or value == "":
            answers.pop(field, None)
        else:
            answers[field] = value
    return _with_answers(session, where, answers)


def clear_answer(session: Session, where: Where, field: str) -> Session:
    """Empty a field of any kind (a number of 0 is an answer; this takes it away)."""
    answers = {key: value for key, value in answers_at(session, where).items() if key != field}
    return _with_answers(session, where, answers)


def add_sheet(session: Session, sheet_id: str) -> Session:
    """A new empty quick scan sheet at the end, with the next number."""
    number = next_number({sheet.number for sheet in session.sheets})
    return replace(session, sheets=(*session.sheets, Sheet(id=sheet_id, number=number)))


def next_number(used: Set[int], largest: int = LARGEST_NUMBER) -> int:
    """The number after the highest one; once that is the largest that can be, the first that is free."""
    highest = max(used, default=0)
    if highest < largest:
        return highest + 1
    return next(number for number in range(1, largest) if number not in used)


def remove_sheet(session: Session, sheet_id: str) -> Session:
    """Without this sheet; the others keep their numbers."""
    return replace(session, sheets=_without(session.sheets, session.sheet(sheet_id)))


def add_organisation(session: Session, organisation_id: str, name: str, side: SideId) -> Session:
    """A new organisation at the end of the list."""
    added = Organisation(id=organisation_id, name=clean(name), side=side)
    return replace(session, organisations=(*session.organisations, added))


def rename_organisation(session: Session, organisation_id: str, name: str) -> Session:
    """The same organisation under another name."""
    organisation = session.organisation(organisation_id)
    changed = replace(organisation, name=clean(name))
    return replace(session, organisations=_swapped(session.organisations, organisation, changed))


def set_side(session: Session, organisation_id: str, side: SideId) -> Session:
    """The same organisation on the other side. Answers that its new list lacks are kept."""
    organisation = session.organisation(organisation_id)
    changed = replace(organisation, side=side)
    return replace(session, organisations=_swapped(session.organisations, organisation, changed))


def remove_organisation(session: Session, organisation_id: str) -> Session:
    """Without this organisation and all that it said, also at the evaluation moments."""
    organisation = session.organisation(organisation_id)
    moments = tuple(
        replace(moment, organisations=_without_key(moment.organisations, organisation_id))
        for moment in session.moments
    )
    revealed = session.revealed and Reveal(
        organisations=_without_key(session.revealed.organisations, organisation_id)
    )
    return replace(
        session,
        organisations=_without(session.organisations, organisation),
        moments=moments,
        revealed=revealed,
    )


def move_organisation(session: Session, organisation_id: str, place: int) -> Session:
    """The organisation at ``place`` (from 0) in the list."""
    organisation = session.organisation(organisation_id)
    others = list(_without(session.organisations, organisation))
    others.insert(place, organisation)
    return replace(session, organisations=tuple(others))


def forget_motive(session: Session, organisation_id: str, motive: str) -> Session:
    """Without what an organisation answered in phase 1 to one motive."""
    organisation = session.organisation(organisation_id)
    prefix = f"phase1.{motive}."
    kept = {field: value for field, value in organisation.answers.items() if not field.startswith(prefix)}
    return _with_answers(session, Where("organisation", organisation_id), kept)


def add_moment(session: Session, moment_id: str) -> Session:
    """A new evaluation moment at the end."""
    return replace(session, moments=(*session.moments, Moment(id=moment_id)))


def remove_moment(session: Session, moment_id: str) -> Session:
    """Without this evaluation moment and all that was said there."""
    return replace(session, moments=_without(session.moments, session.moment(moment_id)))


def add_extra_motive(session: Session, text: str) -> Session:
    """A row for a motive that came up in the dialogue (``extra_1`` …), the last of ``extra_motives``."""
    extra = _next_id("extra", session.extra_motives)
    session = replace(session, extra_motives=(*session.extra_motives, extra))
    return set_answer(session, WHOLE, fields.dialogue(extra, "text"), text)


def remove_extra_motive(session: Session, extra: str) -> Session:
    """Without that row, its answers and the links of free rows to it."""
    kept = tuple(each for each in session.extra_motives if each != extra)
    session = _without_fields(replace(session, extra_motives=kept), lambda f: f.split(".")[1] == extra)
    for organisation in session.organisations:
        linked = {
            field: ""
            for field, value in organisation.answers.items()
            if field.startswith("phase1.") and field.endswith(".link") and value == extra
        }
        if linked:
            session = set_answers(session, Where("organisation", organisation.id), linked)
    return session


def add_outcome(session: Session, text: str = "") -> Session:
    """A joint intended outcome (``outcome_1`` …), the last of ``outcomes``."""
    outcome = _next_id("outcome", session.outcomes)
    session = replace(session, outcomes=(*session.outcomes, outcome))
    return set_answer(session, WHOLE, fields.outcome_text(outcome), text)


def remove_outcome(session: Session, outcome: str) -> Session:
    """Without that joint outcome, its agreements, its evaluations and its ties to motives."""
    kept = tuple(each for each in session.outcomes if each != outcome)

    def about_it(field: str) -> bool:
        parts = field.split(".")
        return outcome in parts[1:]

    return _without_fields(replace(session, outcomes=kept), about_it)


def reveal(session: Session) -> Session:
    """Uncover phase 1: keep the answers of every organisation as the starting point of the dialogue."""
    kept = {
        organisation.id: {f: v for f, v in organisation.answers.items() if f.startswith("phase1.")}
        for organisation in session.organisations
    }
    return replace(session, revealed=Reveal(organisations=kept))


def cover(session: Session) -> Session:
    """Take *Onthullen* back."""
    return replace(session, revealed=None)


def set_agenda_minutes(session: Session, minutes: int) -> Session:
    """Give the whole agenda this many minutes; 0 leaves it to the program."""
    return set_answer(session, WHOLE, agenda.MINUTES_FIELD, str(minutes) if minutes > 0 else "")


def set_agenda_order(session: Session, keys: Iterable[str]) -> Session:
    """Put the items of the agenda in this order; what is not named follows as the rule has it."""
    return set_answer(session, WHOLE, agenda.ORDER_FIELD, " ".join(dict.fromkeys(keys)))


def set_agenda_item_minutes(session: Session, key: str, minutes: int) -> Session:
    """Give an item of the agenda this many minutes; 0 leaves it to the rule."""
    return set_answer(session, *agenda.at(key, "minutes"), str(minutes) if minutes > 0 else "")


def set_agenda_place(session: Session, key: str, place: agenda.Place) -> Session:
    """Put an item on the agenda (``in``), under *if there is time* (``later``), off it (``out``), or
    leave it to the rule (``""``)."""
    return set_answer(session, *agenda.at(key, "place"), place)


def set_agenda_questions(session: Session, key: str, questions: str) -> Session:
    """The facilitator's own questions for an item, one on each line; none: those of the rule."""
    return set_answer(session, *agenda.at(key, "questions"), questions)


def fit_agenda(session: Session, kept: str = "") -> Session:
    """Let the agenda add up to the time given, where minutes that the facilitator gave do not fit, and
    let ``kept``, an item that was put in, have some of it.

    Items give their own minutes back to the rule, the last first; ``kept`` only if nothing else helps.
    """
    given = agenda.given_minutes(session)
    while True:
        items = agenda.agenda(session, given)
        waits = any(each.key == kept and not each.is_timed for each in items)
        waits = waits and agenda.place(session, kept) == "in"
        pinned = sorted((each for each in items if each.pinned), key=lambda each: each.key != kept)
        if not pinned or (agenda.total(items) == given and not waits):
            return session
        session = set_agenda_item_minutes(session, pinned[-1].key, 0)


def reset_agenda(session: Session) -> Session:
    """The agenda as the rule has it, without anything that the facilitator changed about it."""
    return _without_fields(session, agenda.is_change)


def take_over(session: Session, form_set: FormSet) -> Session:
    """The same answers with another form set; answers that it does not know stay."""
    return replace(session, form_set=form_set)


def _with_answers(session: Session, where: Where, answers: Answers) -> Session:
    match where.record:
        case "session":
            return replace(session, answers=answers)
        case "organisation":
            organisation = session.organisation(where.id)
            changed = replace(organisation, answers=answers)
            return replace(session, organisations=_swapped(session.organisations, organisation, changed))
        case "sheet":
            sheet = session.sheet(where.id)
            return replace(session, sheets=_swapped(session.sheets, sheet, replace(sheet, answers=answers)))
        case "moment":
            moment = session.moment(where.id)
            changed_moment = _moment_with_answers(session, moment, where.organisation, answers)
            return replace(session, moments=_swapped(session.moments, moment, changed_moment))


def _moment_with_answers(session: Session, moment: Moment, organisation_id: str, answers: Answers) -> Moment:
    if not organisation_id:
        return replace(moment, answers=answers)
    session.organisation(organisation_id)
    organisations = dict(moment.organisations)
    organisations[organisation_id] = answers
    return replace(moment, organisations={key: each for key, each in organisations.items() if each})


def _without_fields(session: Session, is_gone: _FieldTest) -> Session:
    def kept(answers: Answers) -> Answers:
        return {field: value for field, value in answers.items() if not is_gone(field)}

    return replace(
        session,
        answers=kept(session.answers),
        organisations=tuple(replace(each, answers=kept(each.answers)) for each in session.organisations),
        moments=tuple(
            replace(
                moment,
                answers=kept(moment.answers),
                organisations={
                    key: left for key, each in moment.organisations.items() if (left := kept(each))
                },
            )
            for moment in session.moments
        ),
    )


def _next_id(prefix: str, ids: Iterable[str]) -> str:
    used = {int(each.rsplit("_", 1)[1]) for each in ids}
    return f"{prefix}_{next_number(used, LARGEST_ROW)}"


def _swapped(items: tuple[_Item, ...], old: _Item, new: _Item) -> tuple[_Item, ...]:
    return tuple(new if each is old else each for each in items)


def _without(items: tuple[_Item, ...], gone: _Item) -> tuple[_Item, ...]:
    return tuple(each for each in items if each is not gone)


def _without_key(mapping: Mapping[str, Answers], key: str) -> dict[str, Answers]:
    return {each: value for each, value in mapping.items() if each != key}
