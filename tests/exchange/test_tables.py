"""Tables of all that was filled in, read back by other readers."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from sms_desktop import example, i18n
from sms_desktop.core import edits, fields, insight
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.session import WHOLE, Session, at_organisation, at_sheet, records
from sms_desktop.exchange import tables
from tests.core.sessions import empty, with_organisations, with_sheets

NL = i18n.language("nl")
ROOT = Path(__file__).resolve().parents[2]


def read_csv(data: bytes, *, plain: bool = False) -> list[dict[str, str]]:
    """The rows of a .csv, with the one leading apostrophe taken off, as the README says."""
    text = data.decode("utf-8" if plain else "utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="," if plain else ";", strict=True)
    return [{key: value.removeprefix("'") for key, value in row.items()} for row in reader]


def read_xlsx(data: bytes, sheet: str = "Gegevens") -> list[dict[str, str | int | None]]:
    page = openpyxl.load_workbook(io.BytesIO(data), read_only=True)[sheet]
    head, *lines = page.iter_rows(values_only=True)
    return [dict(zip(map(str, head), line, strict=False)) for line in lines]


def values(session: Session) -> Counter[tuple[str, str, str, str]]:
    """All answers of a session by record, field and value, worked out from the session itself."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for where, answers, _place in records(session):
        for field, value in answers.items():
            found[where.record, where.id, field, "1" if value is True else str(value)] += 1
    for organisation in session.organisations:
        found["organisation", organisation.id, "name", organisation.name] += 1
    for sheet in session.sheets:
        found["sheet", sheet.id, "number", str(sheet.number)] += 1
    return found


@pytest.mark.parametrize("plain", [False, True])
def test_a_csv_has_every_answer_once(form_set: FormSet, plain: bool) -> None:
    session = example.build(form_set)
    rows = read_csv(tables.as_csv([session], plain=plain), plain=plain)
    found = Counter((row["record"], row["record_id"], row["field"], row["value"]) for row in rows)
    assert found == values(session)
    assert {row["session"] for row in rows} == {session.id}


def test_a_workbook_has_every_answer_once(form_set: FormSet) -> None:
    session = example.build(form_set)
    rows = read_xlsx(tables.as_xlsx([session], NL))
    found = Counter(
        (str(row["record"]), str(row["record_id"] or ""), str(row["field"]), str(row["value"]))
        for row in rows
    )
    assert found == values(session)


def test_the_form_of_a_csv_for_a_spreadsheet_program(session: Session) -> None:
    session = edits.set_answer(session, WHOLE, "session.environment", "Zorg; én «wonen»\nthuis")
    data = tables.as_csv([session])
    assert data.startswith(b"\xef\xbb\xbfsession;environment;")
    assert data.endswith(b"\r\n")
    assert '"Zorg; én «wonen»\nthuis"'.encode() in data


def test_the_form_of_a_csv_for_programs(session: Session) -> None:
    session = edits.set_answer(session, WHOLE, "session.environment", 'a "b", c')
    data = tables.as_csv([session], plain=True)
    assert data.startswith(b"session,environment,")
    assert b'"a ""b"", c"' in data
    assert data.count(b"\n") == data.count(b"\r\n") == 2


def test_no_sessions_give_a_head_only() -> None:
    assert read_csv(tables.as_csv([])) == []


RISKY = [
    '=HYPERLINK("http://example.org")',
    "+31",
    "-1",
    "−1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\n=1",
    "＝1",
    "'quoted",
    "''=1",
    "=",
]


@pytest.mark.parametrize("text", RISKY)
@pytest.mark.parametrize("plain", [False, True])
def test_no_text_of_a_csv_can_run_and_all_can_be_read_back(session: Session, text: str, plain: bool) -> None:
    session = edits.set_answer(session, WHOLE, "phase2.ambition", text)
    session = edits.set_answer(session, WHOLE, "session.environment", text)
    data = tables.as_csv([session], plain=plain)
    written = data.decode("utf-8" if plain else "utf-8-sig")
    for line in csv.reader(io.StringIO(written, newline=""), delimiter="," if plain else ";"):
        assert not any(cell.startswith(tables.RISKY) for cell in line)
    rows = {row["field"]: row for row in read_csv(data, plain=plain)}
    assert rows["phase2.ambition"]["value"] == rows["phase2.ambition"]["environment"] == text


@pytest.mark.parametrize("text", [each for each in RISKY if "\r" not in each])
def test_a_cell_of_a_workbook_is_text(session: Session, text: str) -> None:
    session = edits.set_answer(session, WHOLE, "phase2.ambition", text)
    book = openpyxl.load_workbook(io.BytesIO(tables.as_xlsx([session], NL)))
    column = tables.COLUMNS.index("value") + 1
    (cell,) = [row[column - 1] for row in book["Gegevens"].iter_rows(min_row=2)]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("length", [tables.LONGEST_CELL, tables.LONGEST_CELL + 1, 100_000])
def test_a_long_text_goes_on_in_the_next_rows(session: Session, length: int) -> None:
    text = "".join(chr(97 + place % 26) for place in range(length))
    session = edits.set_answer(session, WHOLE, "phase2.ambition", text)
    rows = read_xlsx(tables.as_xlsx([session], NL))
    assert "".join(str(row["value"]) for row in rows) == text
    assert [row["part"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["value"] for row in read_csv(tables.as_csv([session]))] == [text]


def test_more_rows_than_a_sheet_takes_go_on_the_next(
    form_set: FormSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = example.build(form_set)
    number = len(list(tables.rows([session])))
    monkeypatch.setattr(tables, "LAST_ROW", number - 1)
    data = tables.as_xlsx([session], NL)
    assert len(read_xlsx(data)) == number - 1
    assert len(read_xlsx(data, "Gegevens 2")) == 1


def test_the_same_sessions_give_the_same_bytes(form_set: FormSet) -> None:
    sessions = [example.build(form_set)] * 2
    assert tables.as_xlsx(sessions, NL) == tables.as_xlsx(sessions, NL)


# What a row is about --------------------------------------------------------------------------------------

ABOUT = {
    # field -> side, cluster, motive, outcome (in the session's own record)
    "session.environment": ("", "", "", ""),
    "tally.education.people": ("education", "", "", ""),
    "tally.practice.capital": ("practice", "capital", "", ""),
    "phase2.mission.joint": ("", "legitimising", "mission", ""),
    "phase2.mission.level.individual": ("", "legitimising", "mission", ""),
    "phase2.mission.outcome_2": ("", "legitimising", "mission", "outcome_2"),
    "phase2.extra_1.text": ("", "", "extra_1", ""),
    "phase2.gone.note": ("", "", "gone", ""),
    "phase2.outcome_2.text": ("", "", "", "outcome_2"),
    "phase3.outcome_2.owner": ("", "", "", "outcome_2"),
    "phase2.education.capital.agenda_minutes": ("education", "capital", "", ""),
    "phase2.mission.agenda_minutes": ("", "legitimising", "mission", ""),
    "phase2.agenda.order": ("", "", "", ""),
}


@pytest.mark.parametrize("field", ABOUT)
def test_what_a_row_is_about(session: Session, field: str) -> None:
    kind = fields.kind_of(field)
    value = {fields.Kind.TICK: True, fields.Kind.NUMBER: 3, fields.Kind.TEXT: "x"}[kind or fields.Kind.TEXT]
    (row,) = tables.rows([edits.set_answer(session, WHOLE, field, value)])
    assert (row.side, row.cluster, row.motive, row.outcome) == ABOUT[field]


def test_rows_of_sheets_and_organisations(form_set: FormSet) -> None:
    session = with_organisations(with_sheets(empty(form_set), "p !|K"), "e1 mission=yes")
    session = edits.set_answer(session, at_sheet("s1"), "quick_scan.organisation", "School")
    session = edits.set_answer(session, at_organisation("e1"), "phase3.mission.owner", "somebody")
    rows = {row.field: row for row in tables.rows([session])}
    tick = rows["quick_scan.practice.capital"]
    assert (tick.number, tick.role, tick.side, tick.cluster) == (1, "practice", "practice", "capital")
    assert (tick.organisation, tick.organisation_name) == ("", "School")
    said = rows["phase1.mission.yes"]
    assert (said.organisation, said.organisation_name, said.side, said.motive) == (
        "e1",
        "E1",
        "education",
        "mission",
    )
    owner = rows["phase3.mission.owner"]
    assert (owner.motive, owner.outcome) == ("mission", "mission")


# Without names ----------------------------------------------------------------------------------------------


def test_without_names(form_set: FormSet) -> None:
    session = example.build(form_set)
    session = edits.set_answer(session, at_sheet("blad01"), "quick_scan.name", "Q. Wertzui")
    session = edits.set_answer(session, WHOLE, "phase2.ambition", "Q. Wertzui van het ZIEKENHUIS wil dit")
    session = edits.set_agenda_order(session, ["other_1.ziekenhuis"])
    names = [
        *(each.name for each in session.organisations),
        "Wertzui",
        "Lector ouderenzorg",
        "Locatiemanager",
    ]
    plain = tables.prepared(session, NL)
    for row in tables.rows([plain]):
        words = f"{row.organisation_name} {row.value}".casefold()
        assert not any(name.casefold() in words.split() for name in names), row
        assert row.record_id in {"", row.record_id} and "huis" not in row.record_id, row
        assert row.organisation in {"", "o1", "o2", "o3", "o4", "o5"}
    assert insight.overview(plain) == insight.overview(session)


# For people -----------------------------------------------------------------------------------------------


def test_the_wide_sheets_say_what_the_session_says(form_set: FormSet) -> None:
    session = example.build(form_set)
    data = tables.as_xlsx([session], NL)
    lines = read_xlsx(data, "Quick scan")
    assert [line["Blad"] for line in lines] == list(range(1, 13))
    for side in SIDES:
        for cluster in form_set.clusters:
            name = f"{form_set.side(side).label.in_language('nl')} – {cluster.label.in_language('nl')}"
            assert (
                sum(int(line[name] or 0) for line in lines)
                == insight.overview(session).half(side).counts[cluster.id]
            )
    motives = read_xlsx(data, "Motieven")
    yes = sum(line["Motief van toepassing"] == "Ja" for line in motives)
    ticks = [f for each in session.organisations for f in each.answers if f.endswith(".yes")]
    # two free rows are linked: one to a motive of the list that the organisation was not asked about
    assert yes == len(ticks)
    outcomes = read_xlsx(data, "Opbrengsten")
    assert len(outcomes) == len(session.outcomes) + 2


def test_a_half_that_was_not_answered_is_empty_not_zero(form_set: FormSet) -> None:
    session = with_sheets(empty(form_set), "e L|", "e |!")
    rows = read_xlsx(tables.as_xlsx([session], NL), "Quick scan")
    cells = [[row["Onderwijs – Legitimerend"], row["Werkveldpartner(s) – Legitimerend"]] for row in rows]
    assert cells == [[1, None], [None, 0]]


def test_an_empty_session_and_no_session_make_a_workbook(session: Session) -> None:
    assert read_xlsx(tables.as_xlsx([session], NL)) == []
    assert read_xlsx(tables.as_xlsx([], NL)) == []


def test_the_readme_describes_every_column() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("### Tables")[2].partition("\n## ")[0]
    assert set(tables.COLUMN_WORDS) == set(tables.COLUMNS)
    for column in tables.COLUMNS:
        assert f"`{column}`" in section, column


WIDE = "Werkveldpartner(s) – Ontwikkelingsgericht – Toelichting"
FITTING: dict[str, tuple[list[tuple[str, ...]], list[float], bool]] = {
    # lines, widths in characters, on one page
    "a longer value": ([("a", "b"), ("x", "y" * 30)], [8, 32], True),
    "never wider than readable": ([("a",), ("x" * 300,)], [46], True),
    "a head of many words is folded": ([(WIDE,), ("1",)], [len("Ontwikkelingsgericht") + 2], True),
    "many columns go on to further pages": ([("a",) * 20, ("x" * 40,) * 20], [42] * 20, False),
}


@pytest.mark.parametrize("case", FITTING)
def test_columns_are_as_wide_as_what_is_in_them(case: str) -> None:
    lines, widths, one_page = FITTING[case]
    page = openpyxl.load_workbook(io.BytesIO(tables.book_of({"x": lines})))["x"]
    found = []
    for dimension in page.column_dimensions.values():  # equal neighbours are one range
        found += [round(dimension.width - 0.7109375, 2)] * (dimension.max - dimension.min + 1)
    assert found == widths
    assert page.page_setup.orientation == "landscape"
    assert bool(page.sheet_properties.pageSetUpPr and page.sheet_properties.pageSetUpPr.fitToPage) == one_page
    assert page.print_title_rows == "$1:$1"


def test_the_head_is_as_high_as_its_lines() -> None:
    page = openpyxl.load_workbook(io.BytesIO(tables.book_of({"x": [(WIDE,), ("1",)]})))["x"]
    assert page.row_dimensions[1].height == 15 * 3
