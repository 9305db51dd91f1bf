"""A damaged session file, opened as far as it can be read, with a list of what is missing.

Only bytes go in: the file itself is never touched here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from enum import Enum
from itertools import chain
from typing import Any, TypeVar

import msgspec

from sms_desktop.core import edits, forms
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import (
    FORMAT,
    LARGEST_NUMBER,
    VERSION,
    Answers,
    Issued,
    Moment,
    Organisation,
    RecordKind,
    Reveal,
    Session,
    SessionError,
    Sheet,
    check,
    check_answer,
    check_issued,
    is_id,
    is_row_id,
    new_id,
)
from sms_desktop.storage import codec, tolerant

_PARTS = {"answers", "organisations", "sheets", "moments", "outcomes", "form_set"}
_Made = TypeVar("_Made")


class Loss(Enum):
    """What became of a place in a damaged file."""

    UNREADABLE = "could not be read"
    CUT_OFF = "the rest of the file is missing"
    NOT_UTF8 = "letters could not be read"
    IMPOSSIBLE = "cannot be there"
    NEW_ID = "got a new id"
    NEW_NUMBER = "got a new number"
    SIDE_GUESSED = "education was taken for the side"
    OUR_FORMS = "the forms of this program were taken"


class Missing(msgspec.Struct, frozen=True):
    """A place (a JSON path such as ``$.organisations[0].answers.phase1.mission.yes``) and its loss."""

    place: str
    reason: Loss


class Salvaged(msgspec.Struct, frozen=True):
    """What could be read, and what could not."""

    session: Session
    missing: tuple[Missing, ...]


def salvage(data: bytes, form_set: FormSet) -> Salvaged | None:
    """What can be read of a session file that :func:`codec.decode` refuses; ``None``: nothing.

    ``form_set`` takes the place of the one in the file if that is damaged. A session of a newer version is
    not damaged: ``None``. Takes time in proportion to the size, which is bounded.
    """
    if len(data) > codec.LARGEST_FILE:
        return None
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    value, mistakes, is_cut_off = _read(text)
    if not isinstance(value, dict) or not _looks_like_a_session(value):
        return None
    work = _Salvage(form_set)
    if "\ufffd" in text and not _is_utf8(data):
        work.lost("$", Loss.NOT_UTF8)
    for place in mistakes:
        work.lost(place, Loss.UNREADABLE)
    if is_cut_off:
        work.lost("$", Loss.CUT_OFF)
    session = work.session(value)
    try:
        check(session)
        codec.encode(session)
    except (SessionError, UnicodeEncodeError, ValueError):
        return None
    return Salvaged(session, tuple(dict.fromkeys(work.missing)))


def _read(text: str) -> tuple[Any, tuple[str, ...], bool]:
    try:
        value = json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return tolerant.read(text)
    return value, (), False


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError  # the tolerant reader tells where
    return found


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _looks_like_a_session(value: dict[str, Any]) -> bool:
    version = value.get("version")
    if type(version) is int and version > VERSION:
        return False
    return value.get("format") == FORMAT or len(_PARTS & value.keys()) >= 3


class _Salvage:
    """Takes from plain JSON what a session may hold, and writes down what it may not."""

    def __init__(self, form_set: FormSet) -> None:
        self.missing: list[Missing] = []
        self._form_set = form_set

    def lost(self, place: str, reason: Loss) -> None:
        """Something is missing or was changed."""
        if len(self.missing) < tolerant.MOST_MISTAKES:
            self.missing.append(Missing(edits.clean(place)[:200], reason))

    def session(self, value: dict[str, Any]) -> Session:
        """The session that ``value`` holds."""
        if value.get("format") != FORMAT or value.get("version") != VERSION:
            self.lost("$.version", Loss.IMPOSSIBLE)
        known = set(Session.__struct_fields__)
        self._unknown(value, known, "$")
        session_id = value.get("id")
        if not is_id(session_id):
            self.lost("$.id", Loss.NEW_ID)
            session_id = new_id(20)
        answers = self._answers(value.get("answers"), "session", "$.answers")
        organisations = self._records(value, "organisations", self._organisation)
        there = {each.id for each in organisations}
        return Session(
            id=session_id,
            answers=answers,
            organisations=organisations,
            sheets=self._sheets(value),
            extra_motives=self._rows(value, "extra_motives", "extra", answers),
            outcomes=self._rows(value, "outcomes", "outcome", answers),
            moments=self._records(
                value, "moments", lambda each, name, place: self._moment(each, name, place, there)
            ),
            revealed=self._reveal(value.get("revealed")),
            issued=self._issued(value.get("issued")),
            form_set=self._forms(value.get("form_set")),
        )

    def _unknown(self, value: dict[str, Any], known: set[str], place: str) -> None:
        for key in value:
            if key not in known:
                self.lost(f"{place}.{key}", Loss.IMPOSSIBLE)

    def _answers(self, value: Any, record: RecordKind, place: str) -> Answers:
        found: Answers = {}
        for field, answer in self._object(value, place).items():
            try:
                check_answer(record, field, answer, place)
            except SessionError:
                self.lost(f"{place}.{field}", Loss.IMPOSSIBLE)
            else:
                found[field] = self._text(answer, f"{place}.{field}") if isinstance(answer, str) else answer
        return found

    def _text(self, value: str, place: str) -> str:
        text = edits.clean(value)
        if text != value:
            self.lost(place, Loss.NOT_UTF8)
        return text

    def _object(self, value: Any, place: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        if value is not None:
            self.lost(place, Loss.IMPOSSIBLE)
        return {}

    def _items(self, value: dict[str, Any], name: str) -> Iterator[tuple[Any, str]]:
        items = value.get(name)
        if items is not None and not isinstance(items, list):
            self.lost(f"$.{name}", Loss.IMPOSSIBLE)
        elif items:
            for index, each in enumerate(items):
                yield each, f"$.{name}[{index}]"

    def _records(
        self, value: dict[str, Any], name: str, make: Callable[[dict[str, Any], str, str], _Made]
    ) -> tuple[_Made, ...]:
        found: list[_Made] = []
        seen: set[str] = set()
        for each, place in self._items(value, name):
            if not isinstance(each, dict):
                self.lost(place, Loss.IMPOSSIBLE)
                continue
            record_id = each.get("id")
            if not is_id(record_id) or record_id in seen:
                self.lost(f"{place}.id", Loss.NEW_ID)
                record_id = new_id()
            seen.add(record_id)
            found.append(make(each, record_id, place))
        return tuple(found)

    def _organisation(self, value: dict[str, Any], record_id: str, place: str) -> Organisation:
        self._unknown(value, set(Organisation.__struct_fields__), place)
        name, side = value.get("name"), value.get("side")
        if not isinstance(name, str):
            self.lost(f"{place}.name", Loss.UNREADABLE)
            name = ""
        if side not in forms.SIDES:
            self.lost(f"{place}.side", Loss.SIDE_GUESSED)
            side = forms.SIDES[0]
        return Organisation(
            id=record_id,
            name=self._text(name, f"{place}.name"),
            side=side,
            answers=self._answers(value.get("answers"), "organisation", f"{place}.answers"),
        )

    def _sheets(self, value: dict[str, Any]) -> tuple[Sheet, ...]:
        found = self._records(value, "sheets", self._sheet)
        used = {sheet.number for sheet in found}
        highest = max(used, default=0)
        free = chain(range(highest + 1, LARGEST_NUMBER + 1), (n for n in range(1, highest) if n not in used))
        numbered: list[Sheet] = []
        for index, sheet in enumerate(found):
            if sheet.number == 0:
                self.lost(f"$.sheets[{index}].number", Loss.NEW_NUMBER)
                sheet = Sheet(id=sheet.id, number=next(free), answers=sheet.answers)
            numbered.append(sheet)
        return tuple(numbered)

    def _sheet(self, value: dict[str, Any], record_id: str, place: str) -> Sheet:
        """A sheet; its number is 0 if it could not be read."""
        self._unknown(value, set(Sheet.__struct_fields__), place)
        number = value.get("number")
        is_number = type(number) is int and 1 <= number <= LARGEST_NUMBER
        answers = self._answers(value.get("answers"), "sheet", f"{place}.answers")
        return Sheet(id=record_id, number=int(number or 0) if is_number else 0, answers=answers)

    def _moment(self, value: dict[str, Any], record_id: str, place: str, there: set[str]) -> Moment:
        self._unknown(value, set(Moment.__struct_fields__), place)
        parts: dict[str, Answers] = {}
        for key, each in self._object(value.get("organisations"), f"{place}.organisations").items():
            if key in there:
                parts[key] = self._answers(each, "moment", f"{place}.organisations.{key}")
            else:
                self.lost(f"{place}.organisations.{key}", Loss.IMPOSSIBLE)
        answers = self._answers(value.get("answers"), "moment", f"{place}.answers")
        return Moment(id=record_id, answers=answers, organisations=parts)

    def _rows(self, value: dict[str, Any], name: str, prefix: str, answers: Answers) -> tuple[str, ...]:
        """The rows that are listed, and those whose words are there although the list is damaged."""
        found: dict[str, None] = {}
        for each, place in self._items(value, name):
            if is_row_id(each, prefix) and each not in found:
                found[each] = None
            else:
                self.lost(place, Loss.IMPOSSIBLE)
        for field in answers:
            row = field.removeprefix("phase2.").removesuffix(".text")
            if is_row_id(row, prefix):
                found[row] = None
        return tuple(found)

    def _issued(self, value: Any) -> Issued | msgspec.UnsetType:
        """The mark of a part, if it is whole: half of it would tell of answers that were never taken away."""
        if value is None:
            return msgspec.UNSET
        try:
            issued = msgspec.convert(value, Issued)
            check_issued(issued)
            msgspec.json.encode(issued)
        except (msgspec.ValidationError, SessionError, ValueError):  # half surrogate pairs cannot be written
            self.lost("$.issued", Loss.IMPOSSIBLE)
            return msgspec.UNSET
        return issued

    def _reveal(self, value: Any) -> Reveal | None:
        if value is None:
            return None
        place = "$.revealed.organisations"
        parts = self._object(self._object(value, "$.revealed").get("organisations"), place)
        found: dict[str, Answers] = {}
        for key, each in parts.items():
            if is_id(key):
                found[key] = self._answers(each, "organisation", f"{place}.{key}")
            else:
                self.lost(f"{place}.{key}", Loss.IMPOSSIBLE)
        return Reveal(organisations=found) if found else None

    def _forms(self, value: Any) -> FormSet:
        try:
            found = msgspec.convert(value, FormSet)
            forms.check(found)
            msgspec.json.encode(found)
        except (msgspec.ValidationError, forms.FormError, UnicodeEncodeError, RecursionError):
            self.lost("$.form_set", Loss.OUR_FORMS)
            return self._form_set
        return found
