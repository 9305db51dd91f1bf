"""What comes in for one sheet or organisation, beside what the session has already.

An answer that is empty on both sides is the same. What only came in is simply added; what the session has
and came in differently is a difference, which a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from sms_desktop.core import edits, fields
from sms_desktop.core.session import (
    Answers,
    Session,
    Sheet,
    Value,
    Where,
    answers_at,
    at_organisation,
    at_sheet,
)


class Incoming(msgspec.Struct, frozen=True):
    """Answers for a quick scan sheet or for the phase 1 form of an organisation.

    ``number`` is the number on the paper of a quick scan. An empty value (``False``, ``""``) says that the
    field is empty there; a field that is not in ``answers`` was left open.
    """

    record: Literal["sheet", "organisation"]
    id: str
    answers: Answers
    number: int = 0

    @property
    def where(self) -> Where:
        """The record that it is for."""
        return at_sheet(self.id) if self.record == "sheet" else at_organisation(self.id)


class Difference(msgspec.Struct, frozen=True):
    """A field that has another answer in the session than came in; ``None`` is empty."""

    field: str
    here: Value | None
    came: Value | None


def differences(session: Session, incoming: Incoming) -> tuple[Difference, ...]:
    """What taking this in would overwrite."""
    have = answers_of(session, incoming.where)
    found = []
    for field, value in incoming.answers.items():
        here, came = have.get(field), value if value not in (False, "") else None
        clears = came is True and any(have.get(other) is True for other in fields.excluded_by(field))
        if clears or here not in (None, came):
            found.append(Difference(field, here, came))
    return tuple(found)


def is_new(session: Session, incoming: Incoming) -> bool:
    """Whether the session has no such sheet yet."""
    return incoming.record == "sheet" and incoming.id not in {sheet.id for sheet in session.sheets}


def without_differences(session: Session, incoming: Incoming) -> Incoming:
    """Only what can be added without overwriting anything."""
    left = {each.field for each in differences(session, incoming)}
    answers = {field: value for field, value in incoming.answers.items() if field not in left}
    return replace(incoming, answers=answers)


def take_in(session: Session, all_incoming: Iterable[Incoming]) -> Session:
    """The session with these answers; sheets that are new come at the end, in order of their numbers.

    A number that another sheet has already is not given twice: the new sheet gets the next one that is
    free, after all those that can keep the number on their paper. Raises ``KeyError`` for an organisation
    that is not there.
    """
    used = {sheet.number for sheet in session.sheets}

    def turn(incoming: Incoming) -> tuple[bool, int]:
        return incoming.number < 1 or incoming.number in used, incoming.number

    for incoming in sorted(all_incoming, key=turn):
        if is_new(session, incoming):
            session = _with_sheet(session, incoming)
        # Ticks last: one of them clears what it excludes, whatever came before it.
        ordered = sorted(incoming.answers.items(), key=lambda item: item[1] is True)
        session = edits.set_answers(session, incoming.where, dict(ordered))
    return session


def _with_sheet(session: Session, incoming: Incoming) -> Session:
    used = {sheet.number for sheet in session.sheets}
    number = incoming.number
    if number < 1 or number in used:
        number = edits.next_number(used)
    return replace(session, sheets=(*session.sheets, Sheet(id=incoming.id, number=number)))


def answers_of(session: Session, where: Where) -> Answers:
    """The answers that the session has there, none if it has no such record."""
    try:
        return answers_at(session, where)
    except KeyError:
        return {}
