"""What differs between two values of the same session, field by field.

Both this and :mod:`sms_desktop.core.merge` look at a session as leaves: one value per record and field.
Besides field ids (which hold a dot) there are a few names for what is no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec

from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import (
    WHOLE,
    Answers,
    Session,
    Value,
    Where,
    at_moment,
    at_organisation,
    at_sheet,
    records,
)

RECORD = "record"
"""The record itself: an organisation, a sheet or a moment that is there or not."""
NAME = "name"
SIDE = "side"
NUMBER = "number"
FORM_SET = "form_set"
REVEALED = "revealed"
"""Of the session: phase 1 was uncovered. Of an organisation: its phase 1 as it stood then."""
ORDER = "order"
"""The order of the organisations."""

Key: TypeAlias = tuple[Where, str]
Leaf: TypeAlias = Value | FormSet | Answers
Leaves: TypeAlias = dict[Key, Leaf]


class Difference(msgspec.Struct, frozen=True):
    """One thing that differs. ``before`` or ``after`` is ``None`` where it is not there.

    ``field`` is a field id, or :data:`RECORD` (a record added or removed; the values are an
    organisation's name, a sheet's number or a moment's id), :data:`NAME`, :data:`SIDE`, :data:`NUMBER`,
    :data:`FORM_SET` (the values are versions), :data:`REVEALED` (for an organisation, the number of its
    answers then), :data:`ORDER` (names), or ``outcome_1`` or ``extra_1`` for a row added or removed.
    """

    where: Where
    field: str
    before: Value | None
    after: Value | None


def leaves(session: Session) -> Leaves:
    """Every value in ``session`` by record and field, in the order of the session."""
    found: Leaves = {(WHOLE, FORM_SET): session.form_set}
    if session.revealed is not None:
        found[WHOLE, REVEALED] = True
        for organisation_id, answers in session.revealed.organisations.items():
            found[at_organisation(organisation_id), REVEALED] = answers
    for numbered in (*session.extra_motives, *session.outcomes):
        found[WHOLE, numbered] = True
    for organisation in session.organisations:
        where = at_organisation(organisation.id)
        found |= {(where, RECORD): True, (where, NAME): organisation.name, (where, SIDE): organisation.side}
    for sheet in session.sheets:
        found |= {(at_sheet(sheet.id), RECORD): True, (at_sheet(sheet.id), NUMBER): sheet.number}
    for moment in session.moments:
        found[at_moment(moment.id), RECORD] = True
    for where, answers, _place in records(session):
        for field, value in answers.items():
            found[where, field] = value
    return found


def shown(session: Session, key: Key, leaf: Leaf | None) -> Value | None:
    """A leaf of ``session`` as a reader can be shown it."""
    return _shown(_labels(session) if key[1] == RECORD else {}, leaf, key)


def _shown(labels: Mapping[Where, Value], leaf: Leaf | None, key: Key) -> Value | None:
    if isinstance(leaf, FormSet):
        return f"{leaf.id} {leaf.version}"
    if isinstance(leaf, dict):
        return len(leaf)
    if key[1] == RECORD and leaf is not None:
        return labels[key[0]]
    return leaf


def _labels(session: Session) -> dict[Where, Value]:
    """What tells a record apart: an organisation's name, a sheet's number, a moment's id."""
    labels: dict[Where, Value] = {at_organisation(each.id): each.name for each in session.organisations}
    labels |= {at_sheet(sheet.id): sheet.number for sheet in session.sheets}
    return labels | {at_moment(moment.id): moment.id for moment in session.moments}


def differences(old: Session, new: Session) -> tuple[Difference, ...]:
    """What differs, in the order of ``new``; what is gone comes last.

    The answers of a record that was added or removed are differences too.
    """
    return tuple(_differences(old, new))


def _differences(old: Session, new: Session) -> Iterator[Difference]:
    before, after = leaves(old), leaves(new)
    labels = [_labels(session) for session in (old, new)]
    for key in {**after, **before}:
        left, right = before.get(key), after.get(key)
        # That all organisations were uncovered is one difference, not one for each.
        is_told = key[1] == REVEALED and key[0] != WHOLE and bool(old.revealed) != bool(new.revealed)
        if left != right and not is_told:
            yield Difference(*key, *(_shown(*each, key) for each in zip(labels, (left, right), strict=True)))
    common = {each.id for each in old.organisations} & {each.id for each in new.organisations}
    orders = [[each for each in session.organisations if each.id in common] for session in (old, new)]
    if [each.id for each in orders[0]] != [each.id for each in orders[1]]:
        yield Difference(WHOLE, ORDER, *(", ".join(each.name for each in order) for order in orders))
