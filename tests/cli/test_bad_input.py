"""Files that are no good session: one line on standard error with the place, exit 1, the file as it was."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sms_desktop import messages
from sms_desktop.core.forms import FormSet
from sms_desktop.storage import codec
from tests.cli.conftest import Run

Data = dict[str, Any]


def put(place: str, value: object) -> Callable[[Data], object]:
    """A change of the JSON: ``put("sheets.0.number", "x")``."""

    def change(data: Data) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in place.split("/")]
        node: Any = data
        for step in way:
            node = node[step]
        if value is None:
            del node[last]
        else:
            node[last] = value

    return change


# How the example is spoiled, and what the line says.
SPOILED: dict[str, tuple[Callable[[Data], object], str]] = {
    "newer version": (put("version", 99), "nieuwere versie van de SMS-tool (formaat 99)"),
    "no version": (put("version", 0), "van welke versie het is, bij $.version"),
    "no format": (put("format", "sms"), "er staat niet in dat het er een is, bij $.format"),
    "a text for a version": (
        put("version", "1"),
        "hier hoort een geheel getal, er staat een tekst, bij $.version",
    ),
    "a wrong side": (put("organisations/2/side", "left"), "$.organisations[2].side"),
    "a text for a tick": (
        put("sheets/3/answers/quick_scan.education.capital", "x"),
        "hier hoort een kruisje (true of false), er staat een tekst, bij "
        "$.sheets[3].answers.quick_scan.education.capital",
    ),
    "a number for a text": (
        put("organisations/0/answers/phase1.mission.outcome", 3),
        "$.organisations[0].answers.phase1.mission.outcome",
    ),
    "a list for an answer": (
        put("answers/session.environment", [1]),
        "er staat een lijst, bij $.answers.session.environment",
    ),
    "nothing for an answer deep inside": (
        lambda d: d["moments"][1]["organisations"]["thuiszorg"].update({"phase3.outcome_1.note": [None]}),
        "$.moments[1].organisations.thuiszorg.phase3.outcome_1.note",
    ),
    "a missing number": (put("sheets/0/number", None), "“number” ontbreekt, bij $.sheets[0]"),
    "an unknown key": (put("sheets/0/colour", "red"), "“colour” is hier niet bekend, bij $.sheets[0]"),
    "a sheet number of 0": (put("sheets/0/number", 0), "$.sheets[0].number"),
    "a field of another record": (
        put("answers/phase1.mission.yes", True),
        "dit veld hoort hier niet, bij $.answers.phase1.mission.yes",
    ),
    "a field nobody knows": (put("answers/nonsense", "x"), "$.answers.nonsense"),
    "an unknown organisation": (
        put("moments/0/organisations/bakkerij", {}),
        "er is geen organisatie met de id “bakkerij”, bij $.moments[0].organisations",
    ),
    "an organisation twice": (put("organisations/1/id", "ziekenhuis"), "“ziekenhuis” staat er twee keer"),
    "an id with a slash": (put("organisations/1/id", "../x"), "“../x” kan geen id zijn"),
    "an outcome of no kind": (put("outcomes", ["result"]), "$.outcomes"),
    "a wrong tally": (put("answers/tally.education.people", -3), "$.answers.tally.education.people"),
    "a form set without motives": (put("form_set/motives", None), "“motives” ontbreekt, bij $.form_set"),
    "a wording that is no text": (
        put("form_set/title/wording/nl", 3),
        "$.form_set.title.wording.nl",
    ),
    "a form set that contradicts itself": (put("form_set/phase1/cluster_order", ["capital"]), "$.form_set"),
}


def assert_one_line(done: tuple[int, str, str], path: Path, words: str) -> None:
    code, out, err = done
    assert (code, out) == (1, "")
    assert err.count("\n") == 1 and err.endswith("\n")
    assert err.startswith("sms-desktop: ")
    assert str(path) in err
    assert words in err, err
    assert "Traceback" not in err


@pytest.mark.parametrize(("spoil", "words"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_session(sms: Run, example: Path, spoil: Callable[[Data], object], words: str) -> None:
    data = json.loads(example.read_bytes())
    spoil(data)
    example.write_text(json.dumps(data), encoding="utf-8")
    before = example.read_bytes()
    assert_one_line(sms("check", example), example, words)
    assert_one_line(sms("overview", example, "--json"), example, words)
    out = example.with_suffix(".pdf")
    assert_one_line(sms("print", example, "--sheet", "phase1", "--out", out), example, words)
    assert example.read_bytes() == before
    assert not out.exists()


NOT_A_SESSION: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "de tekst houdt te vroeg op, bij regel 1, kolom 1"),
    "words": (b"good morning", "het is geen JSON, bij regel 1, kolom 1"),
    "a stray comma": (b'{\n  "format": "sms-session",,\n}', "het is geen JSON, bij regel 2, kolom 27"),
    "cut off": (b'{"format": "sms-session", "ver', "de tekst houdt te vroeg op"),
    "a list": (b"[]", "Dit is geen sessie van de SMS-tool"),
    "nothing": (b"null", "Dit is geen sessie van de SMS-tool"),
    "an object": (b'{"a": 1}', "Dit is geen sessie van de SMS-tool"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "Deze PDF is beschadigd"),
    "latin-1": ('{"format": "caf\xe9"}'.encode("latin-1"), "de tekst is geen UTF-8, bij regel 1, kolom 16"),
    "UTF-16": ('{"format": "sms-session"}'.encode("utf-16"), "de tekst is geen UTF-8"),
    "UTF-16 without a mark": ('{"format": "sms-session"}'.encode("utf-16-le"), "de tekst is geen UTF-8"),
    "deep": (b'{"a": ' + b"[" * 200_000, "te diep genest"),
    "half a surrogate pair": (b'{"format": "\\ud800 and more"}', "het is geen JSON"),
    "zeros": (bytes(1000), "de tekst is geen UTF-8"),
}


@pytest.mark.parametrize(("data", "words"), NOT_A_SESSION.values(), ids=NOT_A_SESSION)
def test_no_session_at_all(sms: Run, tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "file.smsjson"
    path.write_bytes(data)
    assert_one_line(sms("check", path), path, words)
    assert path.read_bytes() == data


def test_deep_nesting_inside_a_session(sms: Run, example: Path) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    example.write_bytes(example.read_bytes().replace(b'"answers": {', b'"answers": {"x": ' + deep + b",", 1))
    assert_one_line(sms("check", example), example, "te diep genest")


def test_a_key_that_stands_twice(sms: Run, example: Path) -> None:
    data = example.read_bytes().replace(
        b'"session.sector": "care"', b'"session.sector": "care", "session.sector": "ict"'
    )
    example.write_bytes(data)
    assert_one_line(sms("check", example), example, "“session.sector” staat er twee keer")


def test_a_byte_order_mark_is_passed_over(sms: Run, example: Path) -> None:
    example.write_bytes(b"\xef\xbb\xbf" + example.read_bytes())
    assert sms("check", example).code == 0


def test_a_huge_file_is_refused_without_reading_it(sms: Run, tmp_path: Path) -> None:
    path = tmp_path / "huge.smsjson"
    with path.open("wb") as file:
        file.truncate(60_000_000_000 if os.name == "posix" else 60_000_000)
    assert_one_line(sms("check", path), path, "veel te groot")


def test_a_folder_a_missing_file_and_a_pipe(sms: Run, tmp_path: Path) -> None:
    assert_one_line(sms("check", tmp_path), tmp_path, "is een map of een apparaat")
    missing = tmp_path / "missing.smsjson"
    assert_one_line(sms("check", missing), missing, "is er niet")
    if hasattr(os, "mkfifo"):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        assert_one_line(sms("check", pipe), pipe, "is een map of een apparaat")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read all")
def test_no_permission(sms: Run, example: Path) -> None:
    example.chmod(0)
    assert_one_line(sms("check", example), example, "geen rechten")


def test_no_permission_as_the_system_tells_it(
    sms: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sms_desktop.storage import files

    def refuse(*_arguments: object, **_more: object) -> bytes:
        raise PermissionError(13, "Permission denied", str(example))

    monkeypatch.setattr(files.FileSystem, "read", refuse)
    assert_one_line(sms("check", example), example, "geen rechten")


def test_where_nothing_can_be_written(sms: Run, example: Path, tmp_path: Path) -> None:
    out = tmp_path / "no" / "such" / "folder.pdf"
    for arguments in (
        ("example", out),
        ("blank", "--sheet", "phase1", "--out", out),
        ("print", example, "--sheet", "phase1", "--out", out),
    ):
        assert_one_line(sms(*arguments), out, "is er niet, of de map is er niet")
    assert_one_line(sms("example", tmp_path), tmp_path, "is een map")
    assert_one_line(sms("example", tmp_path / ("n" * 300)), tmp_path, "kan hier geen bestandsnaam zijn")


def test_a_name_with_a_line_end_still_gives_one_line(sms: Run, tmp_path: Path) -> None:
    path = tmp_path / "two\nlines\x1b[31m.smsjson"
    path.write_text("{}")
    done = sms("check", path)
    assert done.err.count("\n") == 1
    assert "\x1b" not in done.err


def test_a_mistake_in_the_form_files(sms: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sms_desktop import commands

    (tmp_path / "forms").mkdir()
    monkeypatch.setattr(commands, "shipped", lambda name: tmp_path / name)
    done = sms("blank", "--sheet", "phase1", "--out", tmp_path / "out.pdf")
    assert done.code == 1
    assert done.err == (
        "sms-desktop: Er zit een fout in de formulierbestanden: het bestand ontbreekt (form_set.toml).\n"
    )


TEXTS = {
    "line breaks": "one\ntwo\r\nthree\rfour\n\n",
    "emoji": "👩🏽‍⚕️ 🇳🇱 ❤️",
    "right to left": "שלום (עולם) مرحبا ١٢٣",
    "greek and cyrillic": "Ελληνικά Кириллица",
    "chinese": "战略动机",
    "a control character": "a\x00b\x07c\u2028d",
    "markup": "<b>&amp;</b> {0} %s $(rm) \\ \"quotes\" 'more'",
    "a long word": "x" * 5000,
    "a long text": "een zin met woorden. " * 1500,
    "combining marks": "e\u0301" * 50 + "\u0300" * 30,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_is_kept_as_typed_and_printed(
    sms: Run, form_set: FormSet, tmp_path: Path, text: str
) -> None:
    from sms_desktop.core import edits
    from sms_desktop.core.session import WHOLE, at_organisation, at_sheet

    session = edits.new_session(form_set, "texts")
    session = edits.add_organisation(session, "e1", text[:200], "education")
    session = edits.add_sheet(session, "s1")
    session = edits.set_answer(session, at_organisation("e1"), "phase1.mission.outcome", text)
    session = edits.set_answer(session, at_sheet("s1"), "quick_scan.education.capital.note", text)
    session = edits.set_answer(session, WHOLE, "phase2.ambition", text)
    session = edits.reveal(edits.add_outcome(session, text))
    path = tmp_path / "texts.smsjson"
    path.write_bytes(codec.encode(session))
    assert codec.decode(path.read_bytes()) == session
    for sheet in ("quick-scan", "phase1", "phase2", "phase3"):
        done = sms("print", path, "--sheet", sheet, "--out", tmp_path / "out.pdf")
        assert done.code == 0
        assert done.err == "" or done.err.startswith("Deze tekens kan deze computer niet afdrukken: ")
    for arguments in (("overview", path), ("overview", path, "--json"), ("check", path)):
        assert sms(*arguments).code == 0


def test_every_reason_that_is_given_reads_in_dutch() -> None:
    """Whatever the core says of a mistake has words in :data:`messages.REASONS`."""
    for reason in reasons_in_the_source():
        words = messages.reason_in_words(reason)
        assert words != reason, reason


def reasons_in_the_source() -> list[str]:
    """The reasons given to errors in core and storage, an example filled in for what is computed."""
    import ast

    names = {
        "SessionError": 1,
        "FormError": 2,
        "NotJsonError": 0,
        "NotASessionError": 0,
        "WrongValueError": 0,
    }
    package = Path(messages.__file__).parent
    found = []
    for path in (
        package / "core" / "session.py",
        package / "core" / "forms.py",
        package / "storage" / "codec.py",
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                place = names[node.func.id]
                if len(node.args) > place:
                    found.append(_sample(node.args[place]))
    reasons = [reason for reason in found if reason]
    assert len(reasons) > 20
    return reasons


def _sample(node: Any) -> str:
    import ast

    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "text" for part in node.values)
    return ""
