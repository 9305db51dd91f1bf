"""The session: one workshop as a frozen value.

Every record (the session itself, an organisation, a quick scan sheet, an evaluation moment) keeps its
answers in one mapping from field id to value. An answer that is empty is not there. The mappings are
never changed in place: an edit (:mod:`sms_desktop.core.edits`) makes a new session.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Literal, TypeAlias, TypeGuard, TypeVar

import msgspec

from sms_desktop.core import fields, forms
from sms_desktop.core.forms import FormSet, SideId

FORMAT = "sms-session"
VERSION = 1

Value: TypeAlias = bool | int | str
Answers: TypeAlias = dict[str, Value]
RecordKind: TypeAlias = Literal["session", "organisation", "sheet", "moment"]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_RANDOM = random.SystemRandom()
_ID_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LARGEST_NUMBER = 1_000_000
LARGEST_ROW = 999_999
"""The largest number of a joint outcome (``outcome_1`` …) or a motive that came up (``extra_1`` …)."""


class SessionError(Exception):
    """A session that contradicts itself. ``place`` is a path such as ``$.organisations[2].side``."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{reason} - at `{place}`")
        self.place = place
        self.reason = reason


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of a session: frozen, and refusing what it does not know."""


class Organisation(Record, frozen=True, kw_only=True):
    """A partner in the collaboration, with its phase 1 answers and its part in phases 2 and 3."""

    id: str
    name: str
    side: SideId
    answers: Answers = {}

    @property
    def has_left(self) -> bool:
        """Whether the organisation no longer takes part. What it said stays; patterns pass it over."""
        return bool(self.answers.get("organisation.until"))


class Sheet(Record, frozen=True, kw_only=True):
    """One participant's quick scan. ``number`` is the one written on the paper, and stays."""

    id: str
    number: int
    answers: Answers = {}


class Moment(Record, frozen=True, kw_only=True):
    """An evaluation moment: what the group said, and what each organisation said."""

    id: str
    answers: Answers = {}
    organisations: dict[str, Answers] = {}


class Reveal(Record, frozen=True, kw_only=True):
    """Phase 1 as it stood when all organisations were uncovered: the start of the dialogue."""

    organisations: dict[str, Answers]


class Issued(Record, frozen=True, kw_only=True):
    """What the part of an organisation said when it was issued (:mod:`sms_desktop.core.issuing`)."""

    organisation: Organisation
    answers: Answers = {}


class Session(Record, frozen=True, kw_only=True):
    """A whole workshop, or with ``issued`` (which is not in the file of a whole one) the part of one of its
    organisations. ``id`` is random and given at its making; codes on paper follow from it.
    """

    format: Literal["sms-session"] = "sms-session"
    version: int = VERSION
    id: str
    answers: Answers = {}
    organisations: tuple[Organisation, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    extra_motives: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()
    revealed: Reveal | None = None
    issued: Issued | msgspec.UnsetType = msgspec.UNSET
    form_set: FormSet

    @property
    def shelf(self) -> str:
        """What its earlier versions are kept under: its id, and for a part whose part it is."""
        return f"{self.id}.{self.issued.organisation.id}" if isinstance(self.issued, Issued) else self.id

    def organisation(self, organisation_id: str) -> Organisation:
        """The organisation with this id. Raises ``KeyError`` if there is none."""
        return _find(self.organisations, organisation_id)

    def sheet(self, sheet_id: str) -> Sheet:
        """The sheet with this id. Raises ``KeyError`` if there is none."""
        return _find(self.sheets, sheet_id)

    def moment(self, moment_id: str) -> Moment:
        """The evaluation moment with this id. Raises ``KeyError`` if there is none."""
        return _find(self.moments, moment_id)

    def of_side(self, side: SideId) -> tuple[Organisation, ...]:
        """The organisations of one side, in the order of the session."""
        return tuple(each for each in self.organisations if each.side == side)


_Identified = TypeVar("_Identified", Organisation, Sheet, Moment)


class Where(msgspec.Struct, frozen=True):
    """Which record an answer is kept in.

    ``id`` names the organisation, sheet or moment; ``organisation`` names the organisation whose part
    of an evaluation moment is meant.
    """

    record: RecordKind = "session"
    id: str = ""
    organisation: str = ""

    def suffix(self) -> str:
        """What follows the field id in a widget's name: ``.ID``, ``.MOMENT.ORGANISATION`` or nothing."""
        return "".join(f".{each}" for each in (self.id, self.organisation) if each)


WHOLE = Where()


def at_organisation(organisation_id: str) -> Where:
    """The answers of one organisation."""
    return Where("organisation", organisation_id)


def at_sheet(sheet_id: str) -> Where:
    """The answers on one quick scan sheet."""
    return Where("sheet", sheet_id)


def at_moment(moment_id: str, organisation_id: str = "") -> Where:
    """The answers at an evaluation moment: the group's, or one organisation's."""
    return Where("moment", moment_id, organisation_id)


def answers_at(session: Session, where: Where) -> Answers:
    """The answers kept there (read only). Raises ``KeyError`` if there is no such record."""
    match where.record:
        case "session":
            return session.answers
        case "organisation":
            return session.organisation(where.id).answers
        case "sheet":
            return session.sheet(where.id).answers
        case "moment":
            moment = session.moment(where.id)
            return moment.organisations.get(where.organisation, {}) if where.organisation else moment.answers


def text_at(session: Session, where: Where, field: str) -> str:
    """The text in a field, ``""`` when it is empty."""
    value = answers_at(session, where).get(field, "")
    return value if isinstance(value, str) else ""


def ticked_at(session: Session, where: Where, field: str) -> bool:
    """Whether a field is ticked."""
    return answers_at(session, where).get(field) is True


def new_id(length: int = 8) -> str:
    """A random id without look-alike characters, for a new record or a new session."""
    return "".join(_RANDOM.choice(_ID_ALPHABET) for _ in range(length))


def records(session: Session) -> Iterator[tuple[Where, Answers, str]]:
    """Every record with its answers and its place in the file."""
    yield WHOLE, session.answers, "$.answers"
    for index, organisation in enumerate(session.organisations):
        yield at_organisation(organisation.id), organisation.answers, f"$.organisations[{index}].answers"
    for index, sheet in enumerate(session.sheets):
        yield at_sheet(sheet.id), sheet.answers, f"$.sheets[{index}].answers"
    for index, moment in enumerate(session.moments):
        yield at_moment(moment.id), moment.answers, f"$.moments[{index}].answers"
        for organisation_id, answers in moment.organisations.items():
            place = f"$.moments[{index}].organisations.{organisation_id}"
            yield at_moment(moment.id, organisation_id), answers, place


def check(session: Session) -> None:
    """Raise :class:`SessionError` with the place of the first thing that cannot be.

    The types are known to be right; this looks at ids, references and the value each field may hold.
    """
    _check_ids("$.id", [session.id])
    _check_ids("$.organisations", [each.id for each in session.organisations])
    _check_ids("$.sheets", [each.id for each in session.sheets])
    _check_ids("$.moments", [each.id for each in session.moments])
    _check_numbered("$.extra_motives", session.extra_motives, "extra")
    _check_numbered("$.outcomes", session.outcomes, "outcome")
    for index, sheet in enumerate(session.sheets):
        if not 1 <= sheet.number <= LARGEST_NUMBER:
            raise SessionError(f"$.sheets[{index}].number", "not a sheet number")
    _check_references(session)
    for where, answers, place in records(session):
        _check_answers(where.record, answers, place)
    if isinstance(session.issued, Issued):
        check_issued(session.issued)
    try:
        forms.check(session.form_set)
    except forms.FormError as error:
        raise SessionError(f"$.form_set ({error.place})", error.reason) from None


def _check_answers(record: RecordKind, answers: Answers, place: str) -> None:
    for field, value in answers.items():
        check_answer(record, field, value, place)


def check_issued(issued: Issued) -> None:
    """Raise :class:`SessionError` if the mark of a part holds something that cannot be."""
    _check_ids("$.issued.organisation.id", [issued.organisation.id])
    _check_answers("organisation", issued.organisation.answers, "$.issued.organisation.answers")
    _check_answers("session", issued.answers, "$.issued.answers")


def check_answer(record: RecordKind, field: str, value: Value, place: str) -> None:
    """Raise :class:`SessionError` if ``field`` cannot stand in such a record or cannot hold ``value``."""
    kind = fields.kind_of(field)
    if kind is None or not fields.belongs_to(field, record):
        raise SessionError(f"{place}.{field}", "not a field of this record")
    if type(value) is not kind.value:
        raise SessionError(f"{place}.{field}", f"expected {kind.name.lower()}, got {type(value).__name__}")
    if kind is fields.Kind.NUMBER and not 0 <= int(value) <= LARGEST_NUMBER:
        raise SessionError(f"{place}.{field}", "number out of range")


def _check_references(session: Session) -> None:
    known = {each.id for each in session.organisations}
    for index, moment in enumerate(session.moments):
        for organisation_id in moment.organisations:
            if organisation_id not in known:
                place = f"$.moments[{index}].organisations"
                raise SessionError(place, f"unknown organisation «{organisation_id}»")
    for organisation_id, answers in (session.revealed.organisations if session.revealed else {}).items():
        place = f"$.revealed.organisations.{organisation_id}"
        _check_ids(place, [organisation_id])
        _check_answers("organisation", answers, place)


def is_id(value: object) -> TypeGuard[str]:
    """Whether this can be the id of a session or a record."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_row_id(value: object, prefix: str) -> TypeGuard[str]:
    """Whether this can be the id of a numbered row: ``outcome_1``, ``extra_1``."""
    return isinstance(value, str) and re.fullmatch(rf"{prefix}_[0-9]{{1,6}}", value) is not None


def _check_ids(place: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if not is_id(each):
            raise SessionError(place, f"«{each[:40]}» cannot be an id")
        if each in seen:
            raise SessionError(place, f"«{each}» stands twice")
        seen.add(each)


def _check_numbered(place: str, ids: tuple[str, ...], prefix: str) -> None:
    _check_ids(place, list(ids))
    for each in ids:
        if not is_row_id(each, prefix):
            raise SessionError(place, f"«{each[:40]}» cannot be an id")


def _find(items: tuple[_Identified, ...], item_id: str) -> _Identified:
    for each in items:
        if each.id == item_id:
            return each
    raise KeyError(item_id)
