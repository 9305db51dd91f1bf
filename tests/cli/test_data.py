"""The commands that give data: export, compare, and the JSON that the README and the schemas describe."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from sms_desktop.core import agenda, edits, insight
from sms_desktop.core.forms import FormSet
from sms_desktop.paths import shipped
from sms_desktop.storage import codec
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]


def schema(name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((shipped("resources") / f"{name}.schema.json").read_text("utf-8"))
    return made


# export -------------------------------------------------------------------------------------------------


def test_export_to_csv(sms: Run, example: Path, tmp_path: Path) -> None:
    out = tmp_path / "data.csv"
    assert sms("export", example, "--out", out) == (0, "", "")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline=""), delimiter=";"))
    assert {row["record"] for row in rows} == {"session", "organisation", "sheet", "moment"}


def test_export_of_several_sessions_for_programs(sms: Run, example: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_bytes(example.read_bytes().replace(b'"voorbeeld"', b'"another"'))
    out = tmp_path / "data.csv"
    assert sms("export", example, other, "--plain", "--out", out).code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"), newline="")))
    assert sorted({row["session"] for row in rows}) == ["another", "voorbeeld"]


@pytest.mark.parametrize(("language", "names"), [("nl", "Motieven"), ("en", "Motives")])
def test_export_to_a_workbook(sms: Run, example: Path, tmp_path: Path, language: str, names: str) -> None:
    out = tmp_path / "data.XLSX"
    assert sms("--language", language, "export", example, "--out", out).code == 0
    assert names in openpyxl.load_workbook(out).sheetnames


def test_an_anonymous_export_names_nobody(sms: Run, example: Path, tmp_path: Path) -> None:
    out = tmp_path / "data.csv"
    assert sms("export", example, "--anonymous", "--out", out).code == 0
    text = out.read_text("utf-8-sig")
    assert "Thuiszorgorganisatie" not in text and "Wijkverpleegkundige, planner" not in text
    assert "Praktijkpartner 3" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--out", "data.txt"], 2),
        (["--out", "data.xlsx", "--plain"], 2),
        ([], 2),
        (["missing.json", "--out", "data.csv"], 1),
    ],
)
def test_export_refuses(
    sms: Run, example: Path, tmp_path: Path, arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = sms("export", example, *arguments)
    assert (done.code, done.out) == (code, "")
    assert done.err
    assert [each.name for each in tmp_path.iterdir()] == [example.name]


def test_export_never_replaces_the_session(sms: Run, example: Path, tmp_path: Path) -> None:
    same = tmp_path / "session.csv"
    before = example.read_bytes()
    same.write_bytes(before)
    assert sms("export", same, "--out", same).code == 1
    assert same.read_bytes() == before


# compare ------------------------------------------------------------------------------------------------


def test_compare_as_json_keeps_to_its_schema(sms: Run, example: Path, tmp_path: Path) -> None:
    (tmp_path / "damaged.smsjson").write_text("{")
    (tmp_path / "twice.smsjson").write_bytes(example.read_bytes())
    done = sms("compare", tmp_path, "--json")
    assert (done.code, done.err) == (0, "")
    data = json.loads(done.out)
    jsonschema.Draft202012Validator(schema("comparison")).validate(data)
    assert [each["file"] for each in data["sessions"]] == [example.name]
    assert [each["file"] for each in data["damaged"]] == ["damaged.smsjson"]
    assert data["duplicates"] == [{"file": "twice.smsjson", "same_as": example.name}]
    assert data["all"]["practice"]["motives"]["innovation"] == {"count": 2, "of": 3, "share": 66.7}
    assert [each["id"] for each in data["sectors"]] == ["care"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_compare_of_an_empty_folder(sms: Run, tmp_path: Path, language: str) -> None:
    done = sms("--language", language, "compare", tmp_path, "--json")
    jsonschema.Draft202012Validator(schema("comparison")).validate(json.loads(done.out))
    assert done.code == 0
    assert sms("compare", tmp_path).code == 0


def test_compare_in_words(sms: Run, example: Path, tmp_path: Path) -> None:
    done = sms("compare", tmp_path)
    assert done.code == 0
    assert re.search(r"^ *Innovatie +2/3 · 67 %", done.out, re.MULTILINE)


def test_the_comparison_as_a_table(sms: Run, example: Path, tmp_path: Path) -> None:
    out = tmp_path / "table.csv"
    assert sms("compare", tmp_path, "--plain", "--out", out).code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"), newline="")))
    found = [row for row in rows if row["item"] == "innovation" and row["side"] == "practice"]
    assert [(row["group"], row["id"], row["count"], row["of"]) for row in found] == [
        ("session", "voorbeeld", "2", "3"),
        ("sector", "care", "2", "3"),
        ("partnership", "public_public", "2", "3"),
        ("all", "", "2", "3"),
    ]
    book = tmp_path / "table.xlsx"
    assert sms("compare", tmp_path, "--out", book).code == 0
    sheet = openpyxl.load_workbook(book)["Vergelijking"]
    assert [cell.value for cell in sheet[1]] == [None, "Zorg", "Publiek-publiek", "alle"]
    assert openpyxl.load_workbook(book)["Gegevens"].max_row == len(rows) + 1


@pytest.mark.parametrize("arguments", [["--plain"], ["--out", "x.pdf"], ["--out", "x.xlsx", "--plain"]])
def test_compare_refuses(sms: Run, tmp_path: Path, arguments: list[str]) -> None:
    assert sms("compare", tmp_path, *arguments).code == 2


def test_compare_needs_a_folder(sms: Run, example: Path, tmp_path: Path) -> None:
    for path in (example, tmp_path / "missing"):
        done = sms("compare", path, "--json")
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)


# overview -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_overview_keeps_to_its_schema(
    sms: Run, example: Path, tmp_path: Path, form_set: FormSet, language: str
) -> None:
    validator = jsonschema.Draft202012Validator(schema("overview"))
    validator.validate(json.loads(sms("--language", language, "overview", example, "--json").out))
    empty = tmp_path / "empty.json"
    empty.write_bytes(codec.encode(edits.new_session(form_set, "new")))
    data = json.loads(sms("overview", empty, "--json").out)
    validator.validate(data)
    assert data["agenda"] == {"minutes": 45, "items": []}


def test_the_overview_has_the_agenda(sms: Run, example: Path) -> None:
    session = edits.set_agenda_minutes(codec.decode(example.read_bytes()), 90)
    session = edits.set_agenda_questions(session, "mission", "Waarom?")
    example.write_bytes(codec.encode(session))
    found = json.loads(sms("overview", example, "--json").out)["agenda"]
    assert found["minutes"] == sum(each["minutes"] for each in found["items"]) == 90
    assert [each["key"] for each in found["items"]] == [each.key for each in agenda.agenda(session, 90)]
    questions = {each["key"]: each["questions"] for each in found["items"]}
    assert questions["mission"] == [{"id": "own", "label": "Waarom?"}]
    assert questions["knowledge"][0]["id"] == "one_sided_behind"
    assert all(each["label"] for items in questions.values() for each in items)


def test_the_schema_knows_every_word() -> None:
    properties = schema("overview")["properties"]
    item = properties["agenda"]["properties"]["items"]["items"]["properties"]
    row = properties["motives"]["items"]["properties"]
    assert item["reason"]["enum"] == [each.value for each in agenda.Why]
    assert row["pattern"]["enum"] == [each.value for each in insight.Pattern]
    assert row["kind"]["enum"] == [each.value for each in insight.RowKind]
    assert row["reason"]["enum"] == [*(each.value for each in insight.Reason), None]


@pytest.mark.parametrize("name", ["overview", "comparison"])
def test_a_schema_refuses_what_is_missing_or_more(name: str) -> None:
    validator = jsonschema.Draft202012Validator(schema(name))
    validator.check_schema(schema(name))
    for data in ({}, {"format": f"sms-{name}", "version": 1}, {"more": 1}):
        assert not validator.is_valid(data)


@pytest.mark.parametrize("name", ["overview", "comparison"])
def test_the_readme_describes_every_key(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition(f"### The {name} as JSON")[2].partition("\n##")[0]
    for key in schema(name)["properties"]:
        assert f"`{key}`" in section or f'`"{key}"' in section, key


def test_the_export_of_an_uncovered_session_warns_of_nothing_also_without_names(
    sms: Run, example: Path, tmp_path: Path
) -> None:
    assert sms("export", example, "--out", tmp_path / "a.xlsx", "--anonymous") == (0, "", "")


def test_compare_tells_a_file_from_a_folder(sms: Run, example: Path) -> None:
    done = sms("compare", example)
    assert (done.code, done.out) == (1, "")
    assert "is een bestand, geen map" in done.err
