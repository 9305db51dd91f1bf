"""The pile: all that came in and what a person decided about it, before anything enters the session.

No Qt here. A scanned page and a page of a PDF form are both a :class:`PageReading`, so that paper and PDF of
one organisation meet in one place and are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from sms_desktop import labels, reading_words
from sms_desktop.core import codes, fields, intake, issuing
from sms_desktop.core.codes import CodedForm
from sms_desktop.core.intake import Difference, Incoming
from sms_desktop.core.session import Session, Value, new_id
from sms_desktop.exchange.form_pdf.reading import Odd
from sms_desktop.exchange.scan import gathering
from sms_desktop.exchange.scan.gathering import Gathered
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.reading import FieldReading, PageReading, Reason, Status
from sms_desktop.i18n import Language, mark
from sms_desktop.paper.geometry import FieldKind

Key: TypeAlias = tuple[CodedForm, str, str]
"""A field of a sheet: form, id of the sheet or organisation, field id."""
Answer: TypeAlias = bool | str | None
"""What a person said of a field; ``None``: leave it open."""

NOT_INTO_A_PART = mark("This session is the part of one organisation. Read quick scans into the whole one.")
NOTHING_TO_FILL_IN = mark("There is nothing to fill in on this page.")
SAME_PAGE = mark("This page was read before; it says the same.")
OTHER_PAGE = mark("This page was read before, with other answers. Look at them.")
OTHERWISE = mark("This page came in a second time, with other answers. Look at them.")
LOOKED_AT = mark("Looked at.")
LEFT_OUT = mark("You left this out. Enter takes it in after all.")
BLANK = mark("Nothing was filled in.")


class Entry(msgspec.Struct, frozen=True):
    """A line of the list.

    ``reading`` is what was read, by itself or by a person, ``None`` for what is no page or form. ``note`` is
    a sentence about it all. ``session`` came in as a whole; ``is_merged`` once it was put together with this
    one. ``by_hand``: a person said what is on it. ``odd`` is what is odd about the form that it is of.
    ``is_left_out``: a person said that it does not belong here.
    """

    kind: str
    path: Path
    reading: PageReading | None = None
    note: str = ""
    session: Session | None = None
    is_merged: bool = False
    by_hand: bool = False
    odd: tuple[Odd, ...] = ()
    is_left_out: bool = False


class Question(msgspec.Struct, frozen=True):
    """A field that a person looks at. ``words`` say why; ``crops`` are pictures of the place (JPEG)."""

    key: Key
    kind: FieldKind
    suggestion: Answer
    words: str
    crops: tuple[bytes, ...] = ()


class Ready(msgspec.Struct, frozen=True):
    """What one sheet or organisation would bring into the session.

    ``differences``: what the session has otherwise. ``left_open``: how many fields nobody decided.
    """

    gathered: Gathered
    incoming: Incoming
    standing: Literal["new", "further", "same", "blank"]
    differences: tuple[Difference, ...] = ()
    left_open: int = 0

    @property
    def answered(self) -> int:
        """How many fields hold something."""
        return sum(value not in (False, "") for value in self.incoming.answers.values())


class Pile:
    """What came in for one session, in the order in which it came.

    ``fieldless`` are the pages on which there is nothing to fill in: backs of sheets. ``one_by_one`` are the
    files of which a person wants to leave out each page by itself.
    """

    def __init__(self, session: Session, fieldless: frozenset[tuple[CodedForm, int]] = frozenset()) -> None:
        self.session = session
        self.entries: list[Entry] = []
        self.one_by_one: set[str] = set()
        self._fieldless = fieldless
        self._answers: dict[Key, Answer] = {}
        self._gathered: dict[tuple[CodedForm, str], Gathered] | None = None

    # What came in -----------------------------------------------------------------------------------

    def add(self, entry: Entry) -> None:
        """One more thing."""
        reading = entry.reading
        if reading is not None and reading.form == "quick-scan" and issuing.is_part(self.session):
            refused = replace(reading, status=Status.REFUSED, fields=())
            entry = replace(entry, reading=refused, note=NOT_INTO_A_PART)
        elif reading is not None and reading.reason is Reason.UNKNOWN_LAYOUT:
            # Only where its boxes stand is not known: whose it is, and which page, its code tells.
            to_type = replace(reading, status=Status.MANUAL, sheet=_sheet_of(self.session, reading))
            entry = replace(entry, reading=to_type)
        self.entries.append(entry)
        self._gathered = None

    def put(self, place: int, entry: Entry) -> None:
        """What is known of the thing at this place now."""
        self.entries[place] = entry
        self._gathered = None

    def assign(
        self, place: int, form: CodedForm, form_page: int | None, sheet: str, read: tuple[FieldReading, ...]
    ) -> None:
        """A person says whose page this is, and what is on it."""
        entry = self.entries[place]
        assert entry.reading is not None
        doubtful = any(map(_is_in_doubt, read))
        reading = replace(
            entry.reading,
            form=form,
            form_page=form_page,
            sheet=sheet,
            fields=read,
            status=Status.DOUBTFUL if doubtful else Status.READ,
            reason=Reason.DOUBTS if doubtful else None,
        )
        for each in read:
            self._answers.pop((form, sheet, each.field), None)
        # What is odd about the form was seen; what is odd about a field is asked like every doubt.
        odd = tuple(each for each in entry.odd if each.kind in reading_words.ODD_WORDS)
        note = "" if entry.is_left_out else entry.note
        self.put(place, replace(entry, reading=reading, by_hand=True, odd=odd, note=note, is_left_out=False))

    def leave_out(self, place: int) -> None:
        """This is no sheet, or is not wanted: nothing of it goes into the session."""
        self.put(place, replace(self.entries[place], note=LEFT_OUT, is_left_out=True))

    def other_backs(self, place: int) -> list[int]:
        """Where the other backs stand when this is the back of one of a stack of sheets without codes.

        A scanner makes a file of it with a front and a back in turn: of the even pages those that wait for a
        person. None for a lone one, and once :attr:`one_by_one` has the file.
        """
        page = self.entries[place].reading
        if page is None or page.page % 2 or page.source in self.one_by_one:
            return []
        others = [
            other
            for other, each in enumerate(self.entries)
            if other != place
            and each.reading is not None
            and each.reading.source == page.source
            and each.reading.page % 2 == 0
            and self.standing(other) is Status.MANUAL
        ]
        return others if len(others) > 1 else []

    # Put together -----------------------------------------------------------------------------------

    def gathered(self) -> tuple[Gathered, ...]:
        """All pages by their sheet or organisation, as they were read."""
        return tuple(self._by_owner().values())

    def _by_owner(self) -> dict[tuple[CodedForm, str], Gathered]:
        if self._gathered is None:
            wanted = (entry for entry in self.entries if not entry.is_left_out)
            readings = (entry.reading for entry in wanted if entry.reading is not None)
            self._gathered = {(each.form, each.sheet): each for each in gathering.gather(readings)}
        return self._gathered

    def questions(self) -> list[Question]:
        """The boxes and odd values that are not decided yet, in the order of the pile."""
        return [each for each in self._asked(_is_in_doubt) if each.key not in self._answers]

    def lines(self, written: bool) -> list[Question]:
        """The lines with handwriting that are not typed yet; or those where nothing seems to be."""
        asked = self._asked(lambda field: _is_line(field) and bool(field.doubt) == written)
        return [each for each in asked if each.crops and each.key not in self._answers]

    def _asked(self, wanted: Callable[[FieldReading], bool]) -> Iterator[Question]:
        odd = self._odd_words()
        for gathered in self.gathered():
            for field in gathered.fields:
                if wanted(field):
                    key = (gathered.form, gathered.sheet, field.field)
                    words = reading_words.DOUBT_WORDS[field.doubt] if field.doubt else ""
                    if field.doubt is Doubt.AMBIGUOUS:
                        words = odd.get(key, words)
                    # Several only where they are said to differ.
                    crops = tuple(_crops(gathered, field.field))[: None if field.doubt is Doubt.TWICE else 1]
                    yield Question(key, field.kind, field.value, words, crops)

    def _odd_words(self) -> dict[Key, str]:
        """What is odd about fields of form PDFs, which says more than that they are not clear."""
        return {
            (each.reading.form, each.reading.sheet, field): words
            for each in self.entries
            if each.reading is not None and each.reading.form is not None
            for field, words in reading_words.odd_words(each.odd).items()
        }

    def incomplete(self) -> int:
        """How many forms came back without some of their fields."""
        return len(
            {
                (each.reading.form, each.reading.sheet)
                for each in self.entries
                if each.reading is not None
                and not each.is_left_out
                and any(odd.kind in ("missing", "page") for odd in each.odd)
            }
        )

    # What a person says -----------------------------------------------------------------------------

    def answer(self, key: Key, value: Answer) -> None:
        """A person decided what a field says. A tick takes away those that it excludes."""
        self._answers[key] = value
        if value is True:
            form, sheet, field = key
            for other in self._excluded(form, sheet, field):
                self._answers[(form, sheet, other)] = False

    def _excluded(self, form: CodedForm, sheet: str, field: str) -> Iterator[str]:
        gathered = self._by_owner().get((form, sheet))
        if gathered is not None:
            now = {each.field for each in self._settled(gathered).fields if each.value is True}
            yield from (each for each in now if fields.exclude(field, each))

    def take_back(self, key: Key) -> None:
        """Ask about this field again."""
        self._answers.pop(key, None)

    def answered(self, key: Key) -> Answer:
        """What was said of a field, ``None`` if it was left open or not asked."""
        return self._answers.get(key)

    def is_answered(self, key: Key) -> bool:
        """Whether somebody looked at this field, if only to leave it open."""
        return key in self._answers

    def _settled(self, gathered: Gathered) -> Gathered:
        """With what a person decided."""
        return replace(
            gathered, fields=tuple(self._decided(gathered.form, gathered.sheet, f) for f in gathered.fields)
        )

    def _decided(self, form: CodedForm, sheet: str, field: FieldReading) -> FieldReading:
        value = self._answers.get((form, sheet, field.field))
        return field if value is None else replace(field, value=value, doubt=None, confidence=1.0)

    # Into the session -------------------------------------------------------------------------------

    def ready(self) -> list[Ready]:
        """What the pile would bring in now, sheet by sheet, for those that are (still) in the session."""
        known = {each.id for each in self.session.organisations}
        ours = (each for each in self.gathered() if each.form == "quick-scan" or each.sheet in known)
        return [self._ready(self._settled(each)) for each in ours]

    def _ready(self, gathered: Gathered) -> Ready:
        incoming = self._without_spaces(gathering.incoming(gathered))
        differences = intake.differences(self.session, incoming)
        left_open = sum(each.doubt is not None for each in gathered.fields)
        is_new = intake.is_new(self.session, incoming)
        if gathered.is_blank:
            return Ready(gathered, incoming, "blank" if is_new or not differences else "same", differences)
        added = intake.without_differences(self.session, incoming)
        changes = is_new or intake.take_in(self.session, [added]) != self.session
        standing: Literal["new", "further", "same"] = "new" if is_new else "further" if changes else "same"
        return Ready(gathered, incoming, standing, differences, left_open)

    def _without_spaces(self, incoming: Incoming) -> Incoming:
        """A text that differs in its spaces only is the one that the session has."""
        have = intake.answers_of(self.session, incoming.where)
        answers = {
            field: have[field] if _is_same_text(have.get(field), value) else value
            for field, value in incoming.answers.items()
        }
        return replace(incoming, answers=answers)

    def taken_in(self, session: Session, paper_counts: Iterable[tuple[Key, bool]]) -> Session:
        """The session with the pile in it; of what differs only what counts as on the paper."""
        wanted = {key for key, counts in paper_counts if counts}
        taken = []
        for each in self.ready():
            if each.standing == "blank" and not each.differences:
                continue
            left = {
                difference.field
                for difference in intake.differences(session, each.incoming)
                if (each.gathered.form, each.gathered.sheet, difference.field) not in wanted
            }
            answers = {field: value for field, value in each.incoming.answers.items() if field not in left}
            if answers or each.standing == "new":
                taken.append(replace(each.incoming, answers=answers))
        return intake.take_in(session, taken)

    def crops(self) -> Iterator[tuple[str, bytes]]:
        """The pictures of what a person looked at or may type in, with a name for each."""
        for gathered in self.gathered():
            for field in gathered.fields:
                if field.doubt is not None:
                    for number, crop in enumerate(_crops(gathered, field.field), 1):
                        yield f"{gathered.sheet}.{field.field}.{number}", crop

    def renumbered(self) -> list[tuple[int, int]]:
        """New sheets with the number of one that was typed: that number, and what it becomes."""
        typed = {each.number for each in self.session.sheets if not gathering.number_of(each.id)}
        new = {each.incoming.id: each.incoming.number for each in self.ready() if each.standing == "new"}
        numbers = {each.id: each.number for each in self.taken_in(self.session, ()).sheets}
        return [(number, numbers[sheet]) for sheet, number in new.items() if number in typed]

    # Words ------------------------------------------------------------------------------------------

    def whose(self, form: CodedForm | None, sheet: str, language: Language) -> str:
        """*Blad 12*, *nieuw blad*, or the name of the organisation; empty if nobody knows."""
        if not sheet or form is None:
            return ""
        if form != "quick-scan":
            named = {each.id: each.name for each in self.session.organisations}
            return labels.shortened(named.get(sheet, "")) or language("organisation without a name")
        there = {each.id: each.number for each in self.session.sheets}
        number = gathering.number_of(sheet) or there.get(sheet, 0)
        return language("Sheet {number}").format(number=number) if number else language("a new sheet")

    def standing(self, place: int) -> Status:
        """How the thing at this place stands now."""
        entry = self.entries[place]
        if entry.session is not None:
            return Status.READ if entry.is_merged else Status.DOUBTFUL
        reading = entry.reading
        if reading is None or entry.is_left_out:
            return Status.REFUSED
        if self._is_fieldless(reading):
            return Status.READ
        if reading.status in (Status.READ, Status.DOUBTFUL):
            return Status.DOUBTFUL if self._is_open(reading) else Status.READ
        return reading.status

    def _is_open(self, reading: PageReading) -> bool:
        """Whether a box of this page waits for a person."""
        form, sheet, own = reading.form, reading.sheet, {each.field for each in reading.fields}
        gathered = self._by_owner().get((form, sheet)) if form is not None else None
        return gathered is not None and any(
            _is_in_doubt(each)
            and each.field in own
            and not self.is_answered((gathered.form, gathered.sheet, each.field))
            for each in gathered.fields
        )

    def _is_fieldless(self, reading: PageReading) -> bool:
        """Whether this is a page of this session on which there is nothing to fill in."""
        ours = reading.reason in (None, Reason.NOBODY, Reason.NO_PAGE_CODE, Reason.OUTLINES)
        return ours and (reading.form, reading.form_page) in self._fieldless

    def why(self, place: int, language: Language) -> str:
        """Why it stands as it does, in a sentence or a few; empty if there is nothing to say."""
        odd = self.entries[place].odd
        remarks = reading_words.remarks(self.session, odd, language)
        if any(each.kind == "foreign" for each in odd) and not self.entries[place].is_left_out:
            return " ".join(remarks)  # that it has no codes says nothing then
        return " ".join(each for each in (self._standing_words(place, language), *remarks) if each)

    def _standing_words(self, place: int, language: Language) -> str:
        entry = self.entries[place]
        reading = entry.reading
        if entry.note or reading is None:
            return language(entry.note)
        if self._is_fieldless(reading):
            return language(NOTHING_TO_FILL_IN)
        standing = self.standing(place)
        repeated = self._repeated(place)
        if repeated:
            return language(OTHER_PAGE if standing is Status.DOUBTFUL else SAME_PAGE)
        if standing is Status.READ and reading.reason is Reason.DOUBTS:
            return language(LOOKED_AT)
        if standing is Status.DOUBTFUL and reading.reason is None:
            return language(OTHERWISE)
        if standing is Status.READ and not any(each.value or each.doubt for each in reading.fields):
            return language(BLANK)
        if standing is Status.READ and reading.reason is None and reading.form != "quick-scan":
            count = sum(bool(each.value or each.doubt) for each in reading.fields)
            return language.plural("{n} answer", "{n} answers", count)
        return reading_words.reason(reading, language)

    def _repeated(self, place: int) -> bool:
        """Whether the same page stands further up already."""
        page = self.entries[place].reading
        if page is None or not _was_read(page) or not page.sheet or page.form_page is None:
            return False
        me = (page.form, page.sheet, page.form_page)
        readings = (each.reading for each in self.entries[:place] if not each.is_left_out)
        earlier = (each for each in readings if each is not None and _was_read(each))
        return any((each.form, each.sheet, each.form_page) == me for each in earlier)


def new_sheet() -> str:
    """The id of a sheet that is not there yet."""
    return f"hand-{new_id()}"


def sheet_of_code(session: Session, text: str) -> tuple[CodedForm, int, str]:
    """Form, page and sheet that a typed code names. Raises ``codes.CodeError`` (also for another session)."""
    from sms_desktop.exchange.scan.reading import owner

    code = codes.read(text)
    if code.session != codes.session_tag(session):
        raise OtherSessionError(text)
    sheet, _ = owner(session, code)
    return code.form, code.form_page, sheet


def _sheet_of(session: Session, reading: PageReading) -> str:
    """The sheet that the code of a page names, if it can be read."""
    try:
        return sheet_of_code(session, reading.code)[2]
    except codes.CodeError:
        return reading.sheet


class OtherSessionError(codes.CodeError):
    """The code of a sheet of another session."""


def _was_read(page: PageReading) -> bool:
    """Whether it is known what stands on it, by itself or from a person."""
    return page.status in (Status.READ, Status.DOUBTFUL)


def _crops(gathered: Gathered, field: str) -> Iterator[bytes]:
    for page in (*gathered.pages, *gathered.repeated):
        yield from (each.crop for each in page.fields if each.field == field and each.crop)


def _is_in_doubt(field: FieldReading) -> bool:
    """Whether a person has to say what this is; handwriting is typed in, which is something else."""
    return field.doubt is not None and field.doubt is not Doubt.HANDWRITING


def _is_line(field: FieldReading) -> bool:
    return field.kind != "box" and field.doubt in (None, Doubt.HANDWRITING) and field.value is None


def _is_same_text(one: Value | None, other: Value) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one.split() == other.split()
