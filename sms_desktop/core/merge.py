"""Two versions of a session put together, with or without the version both come from.

Changes of different fields are all in the result. Where both changed the same field ours stays until the
reader has chosen. Nothing that somebody typed is dropped without a conflict that tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TypeAlias, cast

import msgspec
from msgspec.structs import replace

from sms_desktop.core import edits, fields
from sms_desktop.core.compare import (
    FORM_SET,
    NAME,
    NUMBER,
    RECORD,
    REVEALED,
    SIDE,
    Key,
    Leaf,
    Leaves,
    leaves,
    shown,
)
from sms_desktop.core.forms import FormSet, SideId
from sms_desktop.core.session import (
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

_NUMBERED = re.compile(r"(outcome|extra)_\d+")

# What comes and goes as a whole: a record (kind and id), a numbered row of the session, or the reveal.
_Unit: TypeAlias = tuple[RecordKind, str]
_Versions: TypeAlias = tuple[Session, Session, Session]


class Choice(Enum):
    """Which of the two stays."""

    OURS = "ours"
    THEIRS = "theirs"


class Conflict(msgspec.Struct, frozen=True):
    """A field that both changed, in different ways. ``None``: not there, or not filled in.

    ``field`` is as in :class:`~sms_desktop.core.compare.Difference`. With
    :data:`~sms_desktop.core.compare.RECORD` or a numbered row one side removed what the other changed; it
    is kept until the reader chooses the side that removed it.
    """

    where: Where
    field: str
    base: Value | None
    ours: Value | None
    theirs: Value | None


class Renumbered(msgspec.Struct, frozen=True):
    """Something of theirs that got another number, because ours had it: ``outcome_2``, or a sheet's."""

    before: str
    after: str


class Merged(msgspec.Struct, frozen=True):
    """Both versions in one. ``theirs`` is their version with its new numbers, for :func:`resolve`."""

    session: Session
    conflicts: tuple[Conflict, ...]
    renumbered: tuple[Renumbered, ...]
    theirs: Session


def merge(base: Session | None, ours: Session, theirs: Session) -> Merged:
    """``ours`` and ``theirs`` in one; ``base`` is the version both come from, if it is known.

    Without it every difference is a conflict, but for what only one of them has: that is added.
    Raises ``ValueError`` if they are not versions of one session.
    """
    if ours.id != theirs.id or (base is not None and base.id != ours.id):
        raise ValueError("not versions of one session")
    if ours == theirs or theirs == base:
        return Merged(ours, (), (), theirs)
    if ours == base:
        return Merged(theirs, (), (), theirs)
    theirs, renumbered = _renumbered(base, ours, theirs)
    merging = _Merging(base, ours, theirs)
    return Merged(merging.session(), tuple(merging.conflicts), renumbered, theirs)


def resolve(merged: Merged, choices: Mapping[Conflict, Choice]) -> Session:
    """The session with the reader's choices; a conflict without a choice stays ours."""
    session = merged.session
    chosen = [each for each in merged.conflicts if choices.get(each) is Choice.THEIRS]
    for conflict in chosen:
        if not _is_unit(conflict):
            session = _with_theirs(session, conflict, merged.theirs)
    for conflict in merged.conflicts:
        value = conflict.theirs if conflict in chosen else conflict.ours
        # Without a choice it stays: nothing is removed that nobody looked at.
        if _is_unit(conflict) and conflict in choices and value is None:
            session = _without(session, conflict)
    return session


def _is_unit(conflict: Conflict) -> bool:
    if conflict.field == REVEALED:
        return conflict.where == WHOLE
    return conflict.field == RECORD or _NUMBERED.fullmatch(conflict.field) is not None


def _with_theirs(session: Session, conflict: Conflict, theirs: Session) -> Session:
    where, value = conflict.where, conflict.theirs
    match conflict.field:
        case "form_set":
            return edits.take_over(session, theirs.form_set)
        case "revealed":
            return _with_their_reveal(session, where, theirs)
        case "name":
            return edits.rename_organisation(session, where.id, str(value))
        case "side":
            return edits.set_side(session, where.id, cast(SideId, value))
        case "number":
            sheet = session.sheet(where.id)
            changed = replace(sheet, number=int(value or 1))
            return replace(session, sheets=tuple(changed if s is sheet else s for s in session.sheets))
    if value is None:
        return edits.clear_answer(session, where, conflict.field)
    return edits.set_answer(session, where, conflict.field, value)


def _with_their_reveal(session: Session, where: Where, theirs: Session) -> Session:
    kept = dict(session.revealed.organisations) if session.revealed else {}
    kept.pop(where.id, None)
    if theirs.revealed and where.id in theirs.revealed.organisations:
        kept[where.id] = theirs.revealed.organisations[where.id]
    return replace(session, revealed=Reveal(organisations=kept))


def _without(session: Session, conflict: Conflict) -> Session:
    where, field = conflict.where, conflict.field
    if field == REVEALED:
        return edits.cover(session)
    if field.startswith("outcome_"):
        return edits.remove_outcome(session, field)
    if field.startswith("extra_"):
        return edits.remove_extra_motive(session, field)
    if where.record == "organisation":
        return edits.remove_organisation(session, where.id)
    if where.record == "sheet":
        return edits.remove_sheet(session, where.id)
    return edits.remove_moment(session, where.id)


# Putting together ---------------------------------------------------------------------------------


class _Fate(Enum):
    """What becomes of something that one side removed."""

    GONE = "gone"
    FROM_OURS = "from ours"
    FROM_THEIRS = "from theirs"


class _Merging:
    """One three-way merge: the leaves of the result and the conflicts found on the way."""

    def __init__(self, base: Session | None, ours: Session, theirs: Session) -> None:
        self._sessions = (base or ours, ours, theirs)
        self._ours, self._theirs = leaves(ours), leaves(theirs)
        if base is not None:
            self._base = leaves(base)
        else:  # what both have counts as old, all else as changed by both or added by one
            same = (key for key, leaf in self._ours.items() if self._theirs.get(key) == leaf)
            self._base = {key: self._ours[key] for key in same}
        self.conflicts: list[Conflict] = []
        self._fates = dict(self._find_fates())
        self.result: Leaves = {}
        for key in {**self._ours, **self._theirs, **self._base}:
            self._merge_leaf(key)
        self._restore_links()
        for key in list(self.result):
            self._untick(key)

    def session(self) -> Session:
        """The session that the result is."""
        return _built(self.result, self._sessions)

    def _find_fates(self) -> Iterator[tuple[_Unit, _Fate]]:
        for unit, keys in _by_unit((*self._base, *self._ours, *self._theirs)).items():
            exists = _existence(unit)
            if exists not in self._base or (exists in self._ours and exists in self._theirs):
                continue
            if exists not in self._ours and exists not in self._theirs:
                yield unit, _Fate.GONE
                continue
            stays, fate = self._theirs, _Fate.FROM_THEIRS
            if exists in self._ours:
                stays, fate = self._ours, _Fate.FROM_OURS
            if self._is_changed(unit, keys, stays):
                self._conflict(exists)
                yield unit, fate
            else:
                yield unit, _Fate.GONE

    def _is_changed(self, unit: _Unit, keys: Iterable[Key], side: Leaves) -> bool:
        if any(self._base.get(key) != side.get(key) for key in keys):
            return True
        row = unit[1] if unit[0] == "session" else None
        linked = (key for key, leaf in side.items() if _is_link(key) and leaf == row)
        return any(self._base.get(key) != side[key] for key in linked)

    def _merge_leaf(self, key: Key) -> None:
        base, ours, theirs = self._base.get(key), self._ours.get(key), self._theirs.get(key)
        fates = {self._fates[unit] for unit in _units_of(key) if unit in self._fates}
        if _Fate.GONE in fates:
            return
        if len(fates) == 2:
            self._put(key, base)
        elif fates:
            self._put(key, ours if _Fate.FROM_OURS in fates else theirs)
        elif base == ours:
            self._put(key, theirs)
        else:
            self._put(key, ours)
            if theirs not in (ours, base):
                self._conflict(key)

    def _put(self, key: Key, leaf: Leaf | None) -> None:
        if leaf is not None:
            self.result[key] = leaf

    def _conflict(self, key: Key) -> None:
        versions = zip(self._sessions, (self._base, self._ours, self._theirs), strict=True)
        values = [shown(session, key, side.get(key)) for session, side in versions]
        self.conflicts.append(Conflict(*key, *values))

    def _restore_links(self) -> None:
        """A row that stays although one side removed it gets the links back that went with it."""
        for key, leaf in self._base.items():
            if _is_link(key) and ("session", leaf) in self._fates and key not in self.result:
                fate = self._fates["session", str(leaf)]
                stays = {_Fate.FROM_OURS: self._ours, _Fate.FROM_THEIRS: self._theirs}.get(fate, {})
                if stays.get(key) == leaf and (key[0], RECORD) in self.result:
                    self._put(key, leaf)

    def _untick(self, key: Key) -> None:
        """Two ticks that exclude each other, one of each side, are a conflict: theirs waits."""
        where, field = key
        if self.result.get(key) is not True:
            return
        for other in fields.excluded_by(field):
            pair = (key, (where, other))
            if self.result.get(pair[1]) is not True:
                continue
            if any(all(side.get(each) is True for each in pair) for side in (self._ours, self._theirs)):
                continue
            waits = next(each for each in pair if self._ours.get(each) is not True)
            del self.result[waits]
            self._conflict(waits)


def is_link_field(field: str) -> bool:
    """Whether a field says which motive a free row was linked to."""
    return field.startswith("phase1.") and field.endswith(".link")


def _is_link(key: Key) -> bool:
    return is_link_field(key[1])


def _units_of(key: Key) -> Iterator[_Unit]:
    where, field = key
    if where.id:
        yield where.record, where.id
    if where.organisation:
        yield "organisation", where.organisation
    for part in field.split("."):
        if part == REVEALED or _NUMBERED.fullmatch(part):
            yield "session", part


def _existence(unit: _Unit) -> Key:
    """The leaf that tells whether a unit is there."""
    record, name = unit
    return (WHOLE, name) if record == "session" else (Where(record, name), RECORD)


def _by_unit(keys: Iterable[Key]) -> dict[_Unit, dict[Key, None]]:
    found: dict[_Unit, dict[Key, None]] = {}
    for key in keys:
        for unit in _units_of(key):
            found.setdefault(unit, {})[key] = None
    return found


def _built(result: Leaves, sessions: _Versions) -> Session:
    """The session with these leaves, in the order that ``sessions`` (base, ours, theirs) give."""
    answers: dict[Where, Answers] = {}
    for (where, field), leaf in result.items():
        if "." in field and not isinstance(leaf, (FormSet, dict)):
            answers.setdefault(where, {})[field] = leaf
    organisations = tuple(
        Organisation(
            id=where.id,
            name=str(result[where, NAME]),
            side=cast(SideId, result[where, SIDE]),
            answers=answers.get(where, {}),
        )
        for where in _records(result, map(at_organisation, _order(_ids(s.organisations) for s in sessions)))
    )
    sheets = tuple(
        Sheet(id=where.id, number=cast(int, result[where, NUMBER]), answers=answers.get(where, {}))
        for where in _records(result, map(at_sheet, _order(_ids(s.sheets) for s in sessions)))
    )
    moments = _records(result, map(at_moment, _order(_ids(s.moments) for s in sessions)))
    return Session(
        id=sessions[1].id,
        answers=answers.get(WHOLE, {}),
        organisations=organisations,
        sheets=sheets,
        moments=tuple(_moment(where.id, _ids(organisations), answers) for where in moments),
        extra_motives=_numbered(result, [each.extra_motives for each in sessions]),
        outcomes=_numbered(result, [each.outcomes for each in sessions]),
        revealed=_reveal(result),
        issued=sessions[1].issued,
        form_set=cast(FormSet, result[WHOLE, FORM_SET]),
    )


def _ids(items: Iterable[Organisation | Sheet | Moment]) -> list[str]:
    return [each.id for each in items]


def _records(result: Leaves, wheres: Iterable[Where]) -> Iterator[Where]:
    return (where for where in wheres if (where, RECORD) in result)


def _moment(moment_id: str, organisations: Iterable[str], answers: Mapping[Where, Answers]) -> Moment:
    parts = {
        each: answers[where] for each in organisations if (where := at_moment(moment_id, each)) in answers
    }
    return Moment(id=moment_id, answers=answers.get(at_moment(moment_id), {}), organisations=parts)


def _numbered(result: Leaves, orders: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for name in _order(orders) if (WHOLE, name) in result)


def _reveal(result: Leaves) -> Reveal | None:
    if (WHOLE, REVEALED) not in result:
        return None
    kept = {
        where.id: leaf
        for (where, field), leaf in result.items()
        if field == REVEALED and isinstance(leaf, dict)
    }
    return Reveal(organisations=kept)


def _order(orders: Iterable[Iterable[str]]) -> list[str]:
    """One order of base, ours and theirs: whoever moved things decides, ours if both did."""
    base, ours, theirs = (list(order) for order in orders)
    common = set(base) & set(ours) & set(theirs)
    old, left, right = ([each for each in order if each in common] for order in (base, ours, theirs))
    first, second = (theirs, ours) if old == left != right else (ours, theirs)
    return _woven(first, second)


def _woven(first: list[str], second: list[str]) -> list[str]:
    """``first``, with what only ``second`` has behind what it follows there, or at the end."""
    known = set(first)
    last = max((place for place, name in enumerate(second) if name in known), default=-1)
    after: dict[str, list[str]] = {}
    anchor = ""
    for name in second[: last + 1]:
        if name in known:
            anchor = name
        else:
            after.setdefault(anchor, []).append(name)
    result = after.get("", [])
    for name in first:
        result += [name, *after.get(name, ())]
    return result + second[last + 1 :]


# Numbers that both gave -----------------------------------------------------------------------------


def _renumbered(
    base: Session | None, ours: Session, theirs: Session
) -> tuple[Session, tuple[Renumbered, ...]]:
    """Their version with other numbers for what it added under a number that ours gave too."""
    names: dict[str, str] = {}
    known = {*base.extra_motives, *base.outcomes} if base is not None else set()
    used = _numbers_in(ours) | _numbers_in(theirs) | (_numbers_in(base) if base is not None else set())
    mine = {*ours.extra_motives, *ours.outcomes}
    for name in (*theirs.extra_motives, *theirs.outcomes):
        if name in mine and name not in known and not _is_same_row(ours, theirs, name):
            names[name] = _free(name.split("_")[0], used)
            used.add(names[name])
    told = [Renumbered(*pair) for pair in names.items()]
    theirs = _with_names(theirs, names) if names else theirs
    theirs, sheets = _with_free_sheet_numbers(base, ours, theirs)
    return theirs, (*told, *sheets)


def _is_same_row(ours: Session, theirs: Session, name: str) -> bool:
    """Whether both mean the same row: the same words, or the same everything."""
    text = fields.dialogue(name, "text")
    if text in ours.answers and ours.answers.get(text) == theirs.answers.get(text):
        return True
    unit: _Unit = ("session", name)
    rows = [
        {key: leaf for key, leaf in leaves(each).items() if unit in _units_of(key)} for each in (ours, theirs)
    ]
    return rows[0] == rows[1]


def _numbers_in(session: Session) -> set[str]:
    """Every numbered name in use, also in answers whose row is gone."""
    return {
        part for _where, field in leaves(session) for part in field.split(".") if _NUMBERED.fullmatch(part)
    }


def _free(prefix: str, used: set[str]) -> str:
    number = 1
    while f"{prefix}_{number}" in used:
        number += 1
    return f"{prefix}_{number}"


def _with_names(session: Session, names: dict[str, str]) -> Session:
    """The session with rows under other numbers, and all that belongs to them."""

    def renamed(answers: Answers) -> Answers:
        return {
            ".".join(names.get(part, part) for part in field.split(".")): (
                names.get(str(value), value) if _is_link((WHOLE, field)) else value
            )
            for field, value in answers.items()
        }

    def renamed_all(answers: Mapping[str, Answers]) -> dict[str, Answers]:
        return {key: renamed(each) for key, each in answers.items()}

    return replace(
        session,
        answers=renamed(session.answers),
        organisations=tuple(replace(each, answers=renamed(each.answers)) for each in session.organisations),
        moments=tuple(
            replace(each, answers=renamed(each.answers), organisations=renamed_all(each.organisations))
            for each in session.moments
        ),
        extra_motives=tuple(names.get(each, each) for each in session.extra_motives),
        outcomes=tuple(names.get(each, each) for each in session.outcomes),
        revealed=session.revealed and Reveal(organisations=renamed_all(session.revealed.organisations)),
    )


def _with_free_sheet_numbers(
    base: Session | None, ours: Session, theirs: Session
) -> tuple[Session, list[Renumbered]]:
    """Sheets that only they have get a number that ours does not have yet."""
    known = {sheet.id for sheet in (*ours.sheets, *(base.sheets if base is not None else ()))}
    taken = {sheet.number for sheet in ours.sheets}
    told, sheets = [], []
    used = taken | {sheet.number for sheet in theirs.sheets}
    for sheet in theirs.sheets:
        if sheet.id not in known and sheet.number in taken:
            number = edits.next_number(used)
            used.add(number)
            told.append(Renumbered(str(sheet.number), str(number)))
            sheet = replace(sheet, number=number)
        sheets.append(sheet)
    return replace(theirs, sheets=tuple(sheets)), told
