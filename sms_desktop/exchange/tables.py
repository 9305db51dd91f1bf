"""The answers of sessions as tables: one tidy long table, and in a workbook wide sheets for people.

The long table has one row for each thing that was filled in, with the columns of :data:`COLUMNS`
(described in the README). Nothing is added up here, so that all numbers can be worked out from it again.

A value must never run as a formula. In a .csv, where a spreadsheet program only sees the letters, a text
that begins with one of :data:`RISKY` gets an apostrophe in front, and so does a text that begins with an
apostrophe already: whoever reads the file back takes one leading apostrophe off, and has what was typed.
In a workbook a cell knows that it is text, and nothing is put in front.
"""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from sms_desktop import labels
from sms_desktop.core import agenda, fields, insight, thread
from sms_desktop.core.anonymous import without_names
from sms_desktop.core.compare import NAME, NUMBER
from sms_desktop.core.forms import SIDES
from sms_desktop.core.session import WHOLE, Answers, Session, Value, Where, records, text_at, ticked_at
from sms_desktop.i18n import Language, mark

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int
RISKY = ("=", "+", "-", "−", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes some spreadsheet program take a text for a formula (the last four stand in full width)."""

LONGEST_CELL = 16_000
"""Characters. Excel holds 32,767 code units in a cell; a longer text goes on in the next row."""
LAST_ROW = 1_000_000
"""Rows that are written on one sheet of a workbook; the rest goes on the next sheet."""
NARROWEST, WIDEST = 6, 44
"""Characters in a column; a longer text goes on over the empty cells beside it."""
PAPER_CODES = {"a4": 9, "a3": 8, "letter": 1}
"""What workbooks call these papers."""
READABLE = 200
"""Characters beside each other that can still be read when they are put on one page."""

# Workbooks carry a date of making. The same sessions give the same bytes.
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the long table: one thing that was filled in. Columns that do not apply are empty."""

    session: str
    environment: str
    sector: str
    partnership: str
    form_set: str
    form_set_version: str
    record: str
    record_id: str
    number: Cell = ""
    organisation: str = ""
    organisation_name: str = ""
    role: str = ""
    side: str = ""
    cluster: str = ""
    motive: str = ""
    outcome: str = ""
    field: str
    kind: str
    part: int = 1
    value: Cell


COLUMNS: tuple[str, ...] = Row.__struct_fields__

COLUMN_WORDS: dict[str, str] = {
    "session": mark("id of the session"),
    "environment": mark("name of the learning environment"),
    "sector": mark("sector, as filled in"),
    "partnership": mark("public_public or public_private, as filled in"),
    "form_set": mark("id of the forms"),
    "form_set_version": mark("version of the forms"),
    "record": mark("what the answer is of: session, organisation, sheet or moment"),
    "record_id": mark("id of that organisation, sheet or moment"),
    "number": mark("number on the sheet"),
    "organisation": mark("id of the organisation that said it"),
    "organisation_name": mark("name of that organisation, or what stands on the sheet"),
    "role": mark("who filled in the sheet: education, practice, both or other"),
    "side": mark("education or practice: the half of the sheet, or the side of the organisation"),
    "cluster": mark("id of the cluster"),
    "motive": mark("id of the motive"),
    "outcome": mark("id of the intended outcome"),
    "field": mark("id of the field, as in the session file"),
    "kind": mark("tick, text or number"),
    "part": mark("1; higher for what goes on of a text that is too long for a cell"),
    "value": mark("what was filled in; a tick is 1"),
}


def prepared(session: Session, language: Language) -> Session:
    """The session without the names of organisations and persons, and with ids that say nothing."""
    plain = without_names(session, language.code)
    ids = {each.id: f"o{number}" for number, each in enumerate(plain.organisations, 1)}
    moments = (
        replace(
            moment,
            id=f"m{number}",
            organisations={ids[key]: said for key, said in moment.organisations.items()},
        )
        for number, moment in enumerate(plain.moments, 1)
    )
    return replace(
        plain,
        answers={key: value for key, value in plain.answers.items() if key != agenda.ORDER_FIELD},
        organisations=tuple(replace(each, id=ids[each.id]) for each in plain.organisations),
        sheets=tuple(replace(each, id=f"s{number}") for number, each in enumerate(plain.sheets, 1)),
        moments=tuple(moments),
        revealed=None,
    )


def rows(sessions: Iterable[Session]) -> Iterator[Row]:
    """The long table: every session in turn, in the order of its file."""
    for session in sessions:
        yield from _rows(session)


def _rows(session: Session) -> Iterator[Row]:
    head = Row(
        session=session.id,
        environment=text_at(session, WHOLE, "session.environment"),
        sector=text_at(session, WHOLE, "session.sector"),
        partnership=text_at(session, WHOLE, "session.partnership"),
        form_set=session.form_set.id,
        form_set_version=session.form_set.version,
        record="",
        record_id="",
        field="",
        kind="",
        value="",
    )
    for where, answers, _place in records(session):
        record, own = _of_record(session, head, where)
        for field, value in {**own, **answers}.items():
            yield _row(session, record, field, value)


def _of_record(session: Session, head: Row, where: Where) -> tuple[Row, Answers]:
    """What all rows of a record have in common, and what there is of it besides answers."""
    head = replace(head, record=where.record, record_id=where.id)
    match where.record:
        case "organisation":
            head = _of_organisation(session, head, where.id)
            return head, {NAME: head.organisation_name}
        case "sheet":
            sheet = session.sheet(where.id)
            written = sheet.answers.get("quick_scan.organisation", "")
            head = replace(head, number=sheet.number, role=insight.role_of(sheet))
            return replace(head, organisation_name=str(written)), {NUMBER: sheet.number}
        case "moment" if where.organisation:
            return _of_organisation(session, head, where.organisation), {}
    return head, {}


def _of_organisation(session: Session, head: Row, organisation_id: str) -> Row:
    organisation = session.organisation(organisation_id)
    return replace(
        head,
        organisation=organisation_id,
        organisation_name=organisation.name,
        side=organisation.side,
    )


def _row(session: Session, record: Row, field: str, value: Value) -> Row:
    kind = fields.kind_of(field) or (fields.Kind.NUMBER if field == NUMBER else fields.Kind.TEXT)
    subject = _subject(session, field)
    return replace(
        record,
        side=subject.get("side", record.side),
        cluster=subject.get("cluster", ""),
        motive=subject.get("motive", ""),
        outcome=subject.get("outcome", ""),
        field=field,
        kind=kind.name.lower(),
        value=value if isinstance(value, str) else int(value),
    )


def _subject(session: Session, field: str) -> dict[str, str]:
    """The side, cluster, motive and outcome that a field is about, as far as it is about any."""
    parts = field.split(".")
    if parts[0] in ("quick_scan", "tally") and len(parts) > 2 and parts[1] in SIDES:
        cluster = "" if parts[2] in ("left_empty", "people") else parts[2]
        return {"side": parts[1], "cluster": cluster}
    if len(parts) == 4 and parts[1] in SIDES and agenda.is_change(field):
        return {"side": parts[1], "cluster": parts[2]}
    if len(parts) < 3 or parts[0] not in ("phase1", "phase2", "phase3") or parts[1] == "agenda":
        return {}
    if parts[1].startswith("outcome_"):
        return {"outcome": parts[1]}
    motive = session.form_set.motive(parts[1])
    found = {"motive": parts[1], "cluster": motive.cluster if motive else ""}
    if parts[0] == "phase3":
        found["outcome"] = parts[1]
    elif parts[-1].startswith("outcome_"):
        found["outcome"] = parts[-1]
    return found


# A .csv -------------------------------------------------------------------------------------------------


def as_csv(sessions: Iterable[Session], *, plain: bool = False) -> bytes:
    """The long table as .csv.

    For a spreadsheet program in Dutch: semicolons, a byte order mark, CRLF. ``plain`` is for programs:
    commas, bare UTF-8, after RFC 4180.
    """
    lines = (msgspec.structs.astuple(row) for row in rows(sessions))
    return csv_of([COLUMNS, *lines], plain=plain)


def csv_of(lines: Iterable[Sequence[Cell]], *, plain: bool = False) -> bytes:
    """Any lines as .csv, in the same form."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="," if plain else ";", lineterminator="\r\n")
    writer.writerows([_guarded(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8" if plain else "utf-8-sig")


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith((*RISKY, "'")) else cell


# A workbook -----------------------------------------------------------------------------------------------


def as_xlsx(sessions: Sequence[Session], language: Language, paper: str = "a4") -> bytes:
    """A workbook: wide sheets for people in ``language``, then the long table and what its columns hold."""
    _ = language
    sheets = {_("Data"): _long(sessions), _("Columns"): _columns(language)}
    if sessions:
        wide = {
            _("Quick scan"): _quick_scan(sessions, language),
            _("Motives"): _motives(sessions, language),
            _("Outcomes"): _outcomes(sessions, language),
        }
        sheets = {**wide, **sheets}
    return book_of(sheets, paper)


def book_of(sheets: Mapping[str, Iterable[Sequence[Cell]]], paper: str = "a4") -> bytes:
    """A workbook with these sheets by name, to be printed on ``paper``. The first line is the head."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(out, settings)
    book.set_properties({"created": _MADE})
    pen = _Pen(book, PAPER_CODES[paper])
    for name, table in sheets.items():
        pen.sheet(name, table)
    book.close()
    return out.getvalue()


class _Pen:
    """Writes tables on the sheets of a workbook, every text as text."""

    def __init__(self, book: Workbook, paper: int) -> None:
        self._book, self._paper = book, paper
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"valign": "top"})
        # What Excel shows as an apostrophe before the text, so that editing the cell keeps it a text.
        self._quoted = book.add_format({"valign": "top", "quote_prefix": True})

    def sheet(self, name: str, table: Iterable[Sequence[Cell]]) -> None:
        """A sheet with the first line of ``table`` as its head; as many sheets as it takes."""
        lines = iter(table)
        head = next(lines)
        widths = [max(map(len, str(cell).split()), default=0) for cell in head]
        pages = [self._page(name, head)]
        place = 0
        for line in lines:
            place += 1
            if place > LAST_ROW:
                place = 1
                pages.append(self._page(f"{name} {len(pages) + 1}", head))
            self._line(pages[-1], place, line)
            widths = [max(width, len(str(cell))) for width, cell in zip(widths, line, strict=True)]
        for page in pages:
            _fit(page, self._paper, head, [min(max(width, NARROWEST), WIDEST) + 2 for width in widths])

    def _page(self, name: str, head: Sequence[Cell]) -> Worksheet:
        page = self._book.add_worksheet(name[:31])
        page.freeze_panes(1, 0)
        self._line(page, 0, head, self._bold)
        return page

    def _line(self, page: Worksheet, place: int, line: Sequence[Cell], style: Format | None = None) -> None:
        for column, cell in enumerate(line):
            if isinstance(cell, int):
                page.write_number(place, column, cell, style or self._text)
            elif cell:
                looks = style or (self._quoted if cell.startswith(RISKY) else self._text)
                page.write_string(place, column, _fitting(cell), looks)


def _fit(page: Worksheet, paper: int, head: Sequence[Cell], widths: Sequence[int]) -> None:
    """Make columns as wide as this many characters and the head as high as it needs, and preset printing."""
    deepest = 1
    for column, (cell, width) in enumerate(zip(head, widths, strict=True)):
        page.set_column(column, column, width)
        deepest = max(deepest, len(textwrap.wrap(str(cell), width - 2)))
    page.set_row(0, 15 * deepest)
    page.set_landscape()
    page.set_paper(paper)
    page.repeat_rows(0)
    if sum(widths) <= READABLE:
        page.fit_to_pages(1, 0)
    else:
        page.repeat_columns(0)


def _fitting(text: str) -> str:
    """``text`` as it fits in a cell; only the long table, which divides it over rows, has all of it."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _long(sessions: Sequence[Session]) -> Iterator[Sequence[Cell]]:
    yield COLUMNS
    for row in rows(sessions):
        value = row.value
        if isinstance(value, int) or len(value) <= LONGEST_CELL:
            yield msgspec.structs.astuple(row)
            continue
        for part, start in enumerate(range(0, len(value), LONGEST_CELL), 1):
            piece = value[start : start + LONGEST_CELL]
            yield msgspec.structs.astuple(replace(row, part=part, value=piece))


def _quick_scan(sessions: Sequence[Session], _: Language) -> Iterator[Sequence[Cell]]:
    """One line for each sheet; 1 and 0 in a half that was answered, nothing in one that was not."""
    clusters = list(
        dict.fromkeys((s, c.id) for each in sessions for s in SIDES for c in each.form_set.clusters)
    )
    clusters.sort(key=lambda pair: SIDES.index(pair[0]))
    form_set = sessions[0].form_set
    names = [
        f"{labels.side_label(form_set, side, _)} – {labels.cluster_label(form_set, cluster, _)}"
        for side, cluster in clusters
    ]
    note = form_set.quick_scan.note_label.in_language(_.code)
    environment, organisation = form_set.quick_scan.environment, form_set.phase1.organisation
    yield (
        environment.in_language(_.code),
        _("Sheet"),
        form_set.quick_scan.role_question.in_language(_.code).rstrip(":"),
        organisation.in_language(_.code),
        *names,
        *(f"{name} – {note}" for name in names),
    )
    for session in sessions:
        for sheet in session.sheets:
            answered = {side: insight.has_answered(session.form_set, sheet, side) for side in SIDES}
            role = insight.role_of(sheet)
            yield (
                text_at(session, WHOLE, "session.environment"),
                sheet.number,
                labels.option_label(session.form_set.quick_scan.roles, role, _),
                str(sheet.answers.get("quick_scan.organisation", "")),
                *(
                    int(sheet.answers.get(fields.tick(side, cluster)) is True) if answered[side] else ""
                    for side, cluster in clusters
                ),
                *(str(sheet.answers.get(fields.note(side, cluster), "")) for side, cluster in clusters),
            )


def _motives(sessions: Sequence[Session], _: Language) -> Iterator[Sequence[Cell]]:
    """One line for each motive of an organisation that it was asked about."""
    form_set = sessions[0].form_set
    words = {
        insight.Answer.YES: form_set.phase1.yes.in_language(_.code),
        insight.Answer.NO: form_set.phase1.no.in_language(_.code),
        insight.Answer.OPEN: _("open"),
    }
    yield (
        form_set.quick_scan.environment.in_language(_.code),
        form_set.phase1.organisation.in_language(_.code),
        _("Side"),
        _("Cluster"),
        _("Motive"),
        form_set.phase1.applies.in_language(_.code),
        form_set.phase1.outcome.in_language(_.code),
        form_set.phase2.pattern.in_language(_.code),
        form_set.phase2.joint.in_language(_.code),
    )
    for session in sessions:
        for row in insight.matrix(session):
            agreed = int(ticked_at(session, row.where, fields.dialogue(row.motive, "joint")))
            for organisation in insight.by_side(session):
                cell = row.cells.get(organisation.id)
                if cell is None or cell.answer is insight.Answer.NOT_ASKED:
                    continue
                yield (
                    text_at(session, WHOLE, "session.environment"),
                    organisation.name,
                    labels.side_label(session.form_set, organisation.side, _),
                    labels.cluster_label(session.form_set, row.cluster, _),
                    labels.motive_label(session, row.key, _),
                    words[cell.answer],
                    cell.outcome,
                    _(labels.PATTERN_WORDS[row.pattern]),
                    agreed,
                )


def _outcomes(sessions: Sequence[Session], _: Language) -> Iterator[Sequence[Cell]]:
    """One line for each intended outcome about which there is an agreement or evidence, and each joint one;
    the evaluation moments beside each other."""
    form_set = sessions[0].form_set
    most = max(len(session.moments) for session in sessions)
    moment = form_set.phase3.moment.in_language(_.code)
    realised = next(
        (e.label.in_language(_.code) for e in form_set.phase3.evaluation if e.id == "realised"), ""
    )
    agreement = [spec for spec in form_set.phase3.agreement if spec.id in thread.Agreement.__struct_fields__]
    yield (
        form_set.quick_scan.environment.in_language(_.code),
        form_set.phase1.organisation.in_language(_.code),
        _("Motives"),
        form_set.phase3.outcome.in_language(_.code),
        *(spec.label.in_language(_.code) for spec in agreement),
        *(
            f"{moment} {number} – {what}"
            for number in range(1, most + 1)
            for what in (_("date"), _("judgements"), realised)
        ),
    )
    for session in sessions:
        for each in thread.threads(session):
            if each.outcome is None or each.agreement is None or not _is_told(each):
                continue
            judgement = next((e for e in form_set.phase3.evaluation if e.id == "judgement"), None)
            options = judgement.options if judgement else ()
            said: list[Cell] = []
            for evidence in each.evidence:
                judged = (labels.option_label(options, one, _) for one in evidence.judgements.values())
                said += [evidence.date, ", ".join(judged), evidence.realised]
            yield (
                text_at(session, WHOLE, "session.environment"),
                session.organisation(each.organisation).name if each.organisation else "",
                ", ".join(labels.motive_label(session, key, _) for key in each.motives),
                each.outcome.text,
                *(
                    labels.option_label(spec.options, getattr(each.agreement, spec.id), _)
                    for spec in agreement
                ),
                *said,
            )


def _is_told(one: thread.Thread) -> bool:
    made = one.agreement is not None and one.agreement.is_made
    return not one.organisation or made or any(each.is_given for each in one.evidence)


def _columns(_: Language) -> Iterator[Sequence[Cell]]:
    yield _("Column"), _("holds")
    for column in COLUMNS:
        yield column, _(COLUMN_WORDS[column])
