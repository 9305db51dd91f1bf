"""What was filled in on a form PDF, whatever program saved it.

Only names and values are looked at. Nothing in the file is run, followed or drawn, and the work is bounded:
the size of the file, of what is unpacked, the number of fields, their depth, and the steps of the reader.
A value that programs may see differently is never guessed at: it is ``None`` and stands under what is odd.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from sms_desktop.core import fields, intake
from sms_desktop.core.fields import Kind
from sms_desktop.core.intake import Incoming
from sms_desktop.core.session import Answers, Session
from sms_desktop.exchange.form_pdf import names
from sms_desktop.exchange.form_pdf.errors import NewerFormError, NotOursError, TooLargeError
from sms_desktop.exchange.form_pdf.names import About
from sms_desktop.exchange.form_pdf.opening import LARGEST, opened
from sms_desktop.exchange.form_pdf.values import array, dictionary, normal, plain, text_of, value_of
from sms_desktop.i18n import parse_date
from sms_desktop.storage import codec, files

MOST_FIELDS = 2_000
MOST_PAGES = 100
MOST_TEXT = 50_000
DEEPEST = 24
# For private use, or in the place of what could not be read: nobody types these.
_LOST = re.compile("[\ue000-\uf8ff\ufffd]")
_EMPTY = ("Off", "/Off", "")

FieldOddKind: TypeAlias = Literal["both", "differs", "kind", "too_long", "signs"]
OddKind: TypeAlias = Literal[FieldOddKind, "missing", "page", "unknown", "foreign"]


class Odd(msgspec.Struct, frozen=True):
    """What a person should look at; ``field`` is a field id, or a name in the PDF that is none of ours.

    - ``both``: boxes that exclude each other are ticked, this is one of them.
    - ``differs``: the file says two things about this field; its value is ``None``.
    - ``kind``: something else than this field can hold; its value is ``None``.
    - ``too_long``: a text of more than :data:`MOST_TEXT` characters; its value is ``None``.
    - ``signs``: signs in the text got lost in the program that saved it.
    - ``missing``: this field did not come back; without a ``field``: fewer came back than went out.
    - ``page``: nothing of a page came back.
    - ``unknown``: a field that is not on this form.
    - ``foreign``: a PDF with fields that does not say that it is a form of ours.
    """

    kind: OddKind
    field: str = ""


class FormReading(msgspec.Struct, frozen=True):
    """What came back: what the form is for, and the values by field id.

    A box is ``True`` or ``False``, a text is a text (``""``: left empty); ``None`` is what only a person can
    say. A field that is not here was not in the file. ``digest`` tells this file from all others.
    """

    about: About
    values: dict[str, bool | str | None]
    odd: tuple[Odd, ...] = ()
    digest: str = ""

    @property
    def record_id(self) -> str:
        """Whose answers these are: the organisation, or the sheet that this file becomes.

        The same file is the same sheet; two people who ticked the same are not.
        """
        return self.about.organisation or f"form-{self.digest}"

    def incoming(self, session: Session) -> Incoming:
        """What the session can take in: without what is doubtful or the same (but for spaces)."""
        record: Literal["sheet", "organisation"] = "organisation" if self.about.organisation else "sheet"
        found = Incoming(record, self.record_id, {})
        doubtful = {each.field for each in self.odd}
        kept = intake.answers_of(session, found.where)
        answers: Answers = {
            field: value
            for field, value in self.values.items()
            if value is not None and field not in doubtful and not _is_same(kept.get(field), value)
        }
        return replace(found, answers=answers)


class FlatForm(msgspec.Struct, frozen=True):
    """A PDF without fields: what was filled in is only a picture now. ``about`` if the file still tells."""

    about: About | None = None


def read_form(source: Path | bytes) -> FormReading | FlatForm:
    """What was filled in on a form, or that it has no fields (any more).

    Raises a :class:`~sms_desktop.exchange.form_pdf.errors.FormPdfError` for what is not a form of ours or
    cannot be read, and a :class:`~sms_desktop.storage.files.StorageError` for a file that cannot be opened.
    """
    data = source if isinstance(source, bytes) else _content(source)
    with opened(data) as reader:
        found = _Form(reader).reading()
    return found if isinstance(found, FlatForm) else replace(found, digest=_digest(data))


def _content(path: Path) -> bytes:
    try:
        return files.read_bytes(path, LARGEST)
    except codec.TooLargeError as error:
        raise TooLargeError(str(error)) from None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


class _Found:
    """What the file says about one name: kinds, values, those it went out with, and boxes with states."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.defaults: list[Any] = []
        self.values: list[Any] = []
        self.boxes: list[tuple[tuple[str, ...], str | None]] = []


class _Form:
    """Walks the fields of one file."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._found: dict[str, _Found] = {}
        self._visited: set[int] = set()
        self._count = 0
        self._odd: list[Odd] = []
        self._values: dict[str, bool | str | None] = {}

    def reading(self) -> FormReading | FlatForm:
        """What the form says."""
        form = dictionary(dictionary(self._reader.trailer.get("/Root")).get("/AcroForm"))
        for field in array(form.get("/Fields")):
            self._walk(field, "", {}, 0)
        if not self._found:
            self._walk_pages()
        about = self._about()
        if about is None and self._found:
            raise NotOursError("no field says what it is for")
        answers = {name: each for name, each in self._found.items() if name != names.ABOUT}
        if about is None or not answers:
            return FlatForm(about)
        for name, found in answers.items():
            self._take(name, found, names.prefix_of(about.sheet))
        self._check_groups()
        if self._is_incomplete(about):
            self._odd.append(Odd("missing"))
        return FormReading(about, self._values, tuple(dict.fromkeys(self._odd)))

    # The tree ---------------------------------------------------------------------------------------

    def _walk(self, node: Any, name: str, inherited: dict[str, Any], depth: int) -> None:
        entries = self._visit(node, depth)
        if entries is None:
            return
        own = text_of(entries.get("/T")) if "/T" in entries else None
        # A name of ours has no dots: what stands before one was added by a program that joined forms.
        name = own.rpartition(".")[2] if own else name
        passed = inherited | _kept(entries)
        kids = array(entries.get("/Kids"))
        for kid in kids:
            self._walk(kid, name, passed, depth + 1)
        if name and not any("/T" in dictionary(kid) for kid in kids):
            self._note(name, entries, passed, is_box=not kids)

    def _visit(self, node: Any, depth: int) -> dict[str, Any] | None:
        entries = dictionary(node)
        if not entries or id(entries) in self._visited:
            return None
        self._visited.add(id(entries))
        self._count += 1
        if self._count > MOST_FIELDS or depth > DEEPEST:
            raise TooLargeError("too many fields, or too deep")
        return entries

    def _note(self, name: str, entries: dict[str, Any], passed: dict[str, Any], is_box: bool) -> None:
        found = self._found.setdefault(name, _Found())
        found.kinds.add(str(plain(passed.get("/FT"))))
        value = value_of(passed.get("/V"))
        if value is not None and value not in found.values:
            found.values.append(value)
        default = value_of(passed.get("/DV"))
        if default is not None and default not in found.defaults:
            found.defaults.append(default)
        if is_box:
            shapes = dictionary(dictionary(entries.get("/AP")).get("/N"))
            states = tuple(str(key)[1:] for key in shapes if key != "/Off")
            state = value_of(entries.get("/AS"))
            found.boxes.append((states, state if isinstance(state, str) else None))

    def _walk_pages(self) -> None:
        """Fields that only the pages still know, as some programs leave them."""
        seen, pages = set(), 0
        waiting = [dictionary(self._reader.trailer.get("/Root")).get("/Pages")]
        while waiting:
            node = dictionary(waiting.pop())
            if not node or id(node) in seen:
                continue
            seen.add(id(node))
            pages += 1
            if pages > MOST_PAGES:
                return
            waiting += array(node.get("/Kids"))[:MOST_PAGES]
            for annotation in array(node.get("/Annots")):
                self._loose(annotation)

    def _loose(self, annotation: Any) -> None:
        entries = dictionary(annotation)
        if entries.get("/Subtype") != "/Widget":
            return
        parent = dictionary(entries.get("/Parent"))
        if "/T" not in entries and "/T" in parent:
            self._walk(annotation, text_of(parent["/T"]) or "", _kept(parent), 0)
        else:
            self._walk(annotation, "", {}, 0)

    # What it is for ---------------------------------------------------------------------------------

    def _about(self) -> About | None:
        said = [str(value) for value in self._found.get(names.ABOUT, _Found()).values]
        information = dictionary(self._reader.trailer.get("/Info"))
        said.append(str(value_of(information.get("/Keywords")) or ""))
        for each in said:
            written = re.search(r'\{"sms_form":[^{}]{1,1000}\}', each)
            if about := written and _decoded(written[0]):
                return about
        return None

    def _is_incomplete(self, about: About) -> bool:
        boxes = sum(fields.kind_of(field) is Kind.TICK for field in self._values)
        return boxes < about.boxes or len(self._values) - boxes < about.texts

    # Values -----------------------------------------------------------------------------------------

    def _take(self, name: str, found: _Found, prefix: str) -> None:
        ours = names.fields_of(name)
        if not ours or not all(field.startswith(prefix) for field in ours.values()):
            self._odd.append(Odd("unknown", name[:100]))
            return
        expected = "/Tx" if "" in ours else "/Btn"
        if found.kinds != {expected}:
            self._doubt("kind", ours)
        elif "" in ours:
            self._take_text(ours[""], found)
        else:
            self._take_boxes(ours, found)

    def _doubt(self, kind: OddKind, ours: dict[str, str]) -> None:
        for field in ours.values():
            self._values[field] = None
            self._odd.append(Odd(kind, field))

    def _take_text(self, field: str, found: _Found) -> None:
        texts = {normal(value) for value in found.values if isinstance(value, str)}
        if not all(isinstance(value, str) for value in found.values):
            self._doubt("kind", {"": field})
            return
        if len(texts) > 1:
            self._doubt("differs", {"": field})
            return
        text = texts.pop() if texts else ""
        if len(text) > MOST_TEXT:
            self._doubt("too_long", {"": field})
            return
        if _LOST.search(text):
            self._odd.append(Odd("signs", field))
        self._values[field] = (parse_date(text) or text) if field.endswith(".date") else text

    def _take_boxes(self, ours: dict[str, str], found: _Found) -> None:
        state_of = _states(tuple(ours), found)
        if state_of is None:
            self._doubt("kind", ours)
            return
        shown = {state_of.get(state) for _, state in found.boxes if state not in (None, "Off")}
        said, first = (_states_in(values, state_of) for values in (found.values, found.defaults))
        if None in shown | said:
            self._doubt("kind", ours)
            return
        ticked = _ticked(found, shown, said, first)
        if ticked is None:
            in_doubt = shown | said
            self._doubt("differs", {state: ours[state] for state in ours if state in in_doubt})
            ours, ticked = {state: ours[state] for state in ours if state not in in_doubt}, set()
        self._values |= {field: state in ticked for state, field in ours.items()}

    def _check_groups(self) -> None:
        ticked = {field for field, value in self._values.items() if value is True}
        for field in self._values:
            if field in ticked and any(fields.exclude(field, other) for other in ticked):
                self._odd.append(Odd("both", field))


def _kept(entries: dict[str, Any]) -> dict[str, Any]:
    """What kids inherit."""
    return {key: entries[key] for key in ("/FT", "/V", "/DV") if key in entries}


def _states_in(values: list[Any], state_of: dict[str, str]) -> set[str | None]:
    """The states that values name; ``None`` for one that is none of them.

    Some programs write the name of a state as a text, with the slash that only stands before it in a file.
    """
    return {state_of.get(str(value).removeprefix("/")) for value in values if value not in _EMPTY}


def _ticked(
    found: _Found, shown: set[str | None], said: set[str | None], first: set[str | None]
) -> set[str | None] | None:
    """The boxes that are ticked, from how they look and from the value; ``None`` where these contradict.

    ``first`` is what they went out with: of two that differ, the one that is still so was only forgotten.
    """
    if all(state is None for _, state in found.boxes):
        return said
    if not found.values:  # none was ticked, unless somebody took the value away
        return None if first and shown == first else shown
    if said == shown or len(shown) > 1:
        return shown
    if not found.defaults:
        return None
    if shown == first:
        return said
    # pdf.js: the box that is emptied empties the value too, also when that of the ticked one was just set.
    return shown if said == first or not said else None


def _states(expected: tuple[str, ...], found: _Found) -> dict[str, str] | None:
    """Which state of ours each state in the file is: by name, else by place; ``None``: no telling."""
    there = {state for states, _ in found.boxes for state in states}
    if there <= set(expected):
        return dict(zip(expected, expected, strict=True))
    singles = [states[0] for states, _ in found.boxes if len(states) == 1]
    if len(expected) == 1 and len(there) == 1:
        return dict.fromkeys([*there, *expected], expected[0])
    if len(singles) == len(expected) == len(set(singles)) and not there & set(expected):
        return dict(zip(singles, expected, strict=True))
    return None


def _decoded(text: str) -> About | None:
    try:
        number = msgspec.json.decode(text).get("sms_form")
        if isinstance(number, int) and number > names.FORMAT:
            raise NewerFormError(f"form format {number}")
        return msgspec.json.decode(text, type=About)
    except (msgspec.DecodeError, ValueError):
        return None


def _is_same(kept: bool | int | str | None, value: bool | str) -> bool:
    if isinstance(value, bool):
        return (kept is True) is value
    return normal(kept if isinstance(kept, str) else "") == value
