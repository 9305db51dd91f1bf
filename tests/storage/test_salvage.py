"""Damaged files: opened as far as they go, with a list, in bounded time, and never changed."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sms_desktop import example
from sms_desktop.core import edits, issuing
from sms_desktop.core.compare import leaves
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session, check
from sms_desktop.storage import codec, files, tolerant
from sms_desktop.storage.files import ABSENT, save_session
from sms_desktop.storage.salvage import Loss, Missing, Salvaged, salvage


@pytest.fixture(scope="module")
def full(form_set: FormSet) -> Session:
    return example.build(form_set)


def found_in(salvaged: Salvaged | None) -> tuple[Session, dict[str, Loss]]:
    assert salvaged is not None
    return salvaged.session, {each.place: each.reason for each in salvaged.missing}


def test_a_sound_file_misses_nothing(full: Session, form_set: FormSet) -> None:
    assert salvage(codec.encode(full), form_set) == Salvaged(full, ())


def damaged(session: Session, change: Callable[[dict[str, Any]], object]) -> bytes:
    value = json.loads(codec.encode(session))
    change(value)
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("change", "place", "loss"),
    [
        (lambda v: v["answers"].update({"session.sector": 5}), "$.answers.session.sector", Loss.IMPOSSIBLE),
        (lambda v: v["answers"].update({"nonsense": 5}), "$.answers.nonsense", Loss.IMPOSSIBLE),
        (lambda v: v.update(strange=[]), "$.strange", Loss.IMPOSSIBLE),
        (lambda v: v.update(answers=[]), "$.answers", Loss.IMPOSSIBLE),
        (lambda v: v.update(id="a/b"), "$.id", Loss.NEW_ID),
        (lambda v: v.update(version="1"), "$.version", Loss.IMPOSSIBLE),
        (lambda v: v["organisations"][1].update(side="left"), "$.organisations[1].side", Loss.SIDE_GUESSED),
        (lambda v: v["organisations"][1].update(id=7), "$.organisations[1].id", Loss.NEW_ID),
        (lambda v: v["organisations"][1].pop("name"), "$.organisations[1].name", Loss.UNREADABLE),
        (lambda v: v["organisations"].insert(1, "x"), "$.organisations[1]", Loss.IMPOSSIBLE),
        (lambda v: v.update(organisations="x"), "$.organisations", Loss.IMPOSSIBLE),
        (lambda v: v["sheets"][3].update(number="4"), "$.sheets[3].number", Loss.NEW_NUMBER),
        (lambda v: v["sheets"][3].update(number=True), "$.sheets[3].number", Loss.NEW_NUMBER),
        (lambda v: v["sheets"][3]["answers"].update(x=1), "$.sheets[3].answers.x", Loss.IMPOSSIBLE),
        (lambda v: v["outcomes"].append("x"), "$.outcomes[{n}]", Loss.IMPOSSIBLE),
        (
            lambda v: v["moments"][0]["organisations"].update(nobody={}),
            "$.moments[0].organisations.nobody",
            Loss.IMPOSSIBLE,
        ),
        (lambda v: v["form_set"].pop("motives"), "$.form_set", Loss.OUR_FORMS),
        (lambda v: v.pop("form_set"), "$.form_set", Loss.OUR_FORMS),
        (
            lambda v: v["organisations"][0].update(name="half \ud800"),
            "$",
            Loss.NOT_UTF8,
        ),
    ],
)
def test_only_what_is_wrong_is_left_out(
    full: Session, form_set: FormSet, change: Callable[[dict[str, Any]], object], place: str, loss: Loss
) -> None:
    data = damaged(full, change)
    with pytest.raises(codec.NotReadableError):
        codec.decode(data)
    session, missing = found_in(salvage(data, form_set))
    assert missing[place.format(n=len(full.outcomes))] is loss
    check(session)
    assert len(leaves(session)) > len(leaves(full)) * 0.5


def test_a_row_whose_list_is_damaged_comes_back(full: Session, form_set: FormSet) -> None:
    session, _missing = found_in(salvage(damaged(full, lambda v: v.update(outcomes=5)), form_set))
    assert session.outcomes == full.outcomes


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.6, 0.9, 0.999])
def test_a_file_cut_off_keeps_all_that_was_before_it(full: Session, form_set: FormSet, share: float) -> None:
    data = codec.encode(full)
    cut = data[: int(len(data) * share)]
    session, missing = found_in(salvage(cut, form_set))
    assert missing["$"] is Loss.CUT_OFF
    # Whatever stands on a whole line before the cut is there again.
    lines = cut.decode("utf-8", "ignore").splitlines()[:-1]
    found = {str(leaf) for leaf in leaves(session).values() if isinstance(leaf, str)}
    texts = {leaf for leaf in leaves(full).values() if isinstance(leaf, str)}
    for text in texts:
        written = json.dumps(text, ensure_ascii=False)
        if any(line.rstrip(",").endswith(f": {written}") for line in lines):
            assert text in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"name": "', '"name: "'),
        ('"name": "', '"name"; "'),
        ('"answers": {', '"answers": ;'),
        ('"answers": {', '"answers": ['),
        ('"sheets": [', '"sheets": {'),
        ("    },\n", "    }x\n"),
        ("    },\n", "    x,\n"),
        ("  ],\n", "  }\n"),
        ("  ],\n", "\n"),
        ("true,\n", "true;\n"),
        ("true,\n", "trve,\n"),
        ("true,\n", "true\n"),
        ('",\n', '\\",\n'),
        ('",\n', "\n"),
    ],
)
def test_one_spoiled_line_costs_little(full: Session, form_set: FormSet, old: str, new: str) -> None:
    text = codec.encode(full).decode()
    assert old in text
    place = text.index(old, text.index('"organisations"'))
    spoiled = text[:place] + new + text[place + len(old) :]
    session, missing = found_in(salvage(spoiled.encode(), form_set))
    lost = set(leaves(full)) - set(leaves(session))
    assert missing or not lost
    assert len(lost) < 0.2 * len(leaves(full)), sorted(missing)
    assert session.form_set == full.form_set


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 1000,
        b"[]",
        b"{}",
        b'"text"',
        b'{"answers": {}}',
        b'{"format": "something else", "a": 1}',
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"%PDF-1.7 ...",
    ],
)
def test_what_never_was_a_session_is_not_made_one(form_set: FormSet, data: bytes) -> None:
    assert salvage(data, form_set) is None


def test_a_newer_version_is_not_damaged(full: Session, form_set: FormSet) -> None:
    assert salvage(damaged(full, lambda v: v.update(version=2)), form_set) is None


def test_letters_that_cannot_be_read(full: Session, form_set: FormSet) -> None:
    data = codec.encode(full)
    place = data.index(b'"name": "') + 10
    session, missing = found_in(salvage(data[:place] + b"\xff\xfe" + data[place:], form_set))
    assert missing["$"] is Loss.NOT_UTF8
    assert len(session.sheets) == len(full.sheets)


@pytest.mark.parametrize(
    "data",
    [
        b'{"format": "sms-session", "answers": {' + b'"a": 1x, ' * 100_000,
        b'{"format": "sms-session",\n' + b' "a": 1x\n' * 100_000,
        b'{"format": "sms-session", "sheets": [' + b"{}," * 100_000,
        b'{"format": "sms-session",\n' + b" " * 2_000_000 + b'"a": [' + b"1," * 100_000,
        b'{"format": "sms-session", "a": "' + b"\\u12" * 100_000,
        b'{"format": "sms-session",\n' + b"}\n" * 100_000,
        b'{"format": "sms-session",' + b"\n" * 2_000_000,
    ],
)
def test_hostile_damage_takes_no_time(form_set: FormSet, data: bytes) -> None:
    start = time.process_time()
    found = salvage(data, form_set)
    assert time.process_time() - start < 20
    assert found is None or len(found.missing) <= tolerant.MOST_MISTAKES


def test_two_faults_at_once_are_one_error(full: Session) -> None:
    """A value of the wrong type, and further on a number that no reader takes."""
    data = damaged(full, lambda v: v["answers"].update({"session.sector": 1.5}))
    with pytest.raises(codec.WrongValueError):
        codec.decode(data.replace(b'"number": 7', b'"number": 1e999'))


# Mutations ----------------------------------------------------------------------------------------


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one to three faults of the kinds that disks, transfers and editors make."""
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(data) or 1)
        match chance.randrange(8):
            case 0 | 1:
                data = data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
            case 2:
                data = data[:place]
            case 3:
                data = data[:place] + bytes(chance.randrange(4096)) + data[place + 4096 :]
            case 4:
                data = data[:place] + data[place + chance.randrange(200) :]
            case 5:
                data = data[:place] + chance.choice((b"{", b"[", b'{"a":')) * 3000 + data[place:]
            case 6:
                data = _with_swapped_type(data, chance)
            case 7:
                data = data[:place] + data[chance.randrange(len(data) or 1) :][:500] + data[place:]
        if not data:
            break
    return data


def _with_swapped_type(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    key, colon, _value = lines[at].partition(b": ")
    values = (
        b"null",
        b"1.5",
        b"true",
        b'"x"',
        b"[]",
        b"{}",
        b"-1",
        b"1e999",
        b'"\\ud800"',
        b"99999999999999999999",
    )
    if colon:
        lines[at] = key + colon + chance.choice(values) + b","
    return b"\n".join(lines)


def read_repair_or_refuse(folder: Path, session: Session, count: int, seed: int) -> None:
    print(f"seed {seed}")
    chance = random.Random(seed)
    data, path = codec.encode(session), folder / "a.smsjson"
    outcomes = {"read": 0, "repaired": 0, "refused": 0}
    for _ in range(count):
        path.write_bytes(spoiled := mutated(data, chance))
        try:
            result = files.read_session(path).session
            outcomes["read"] += 1
        except codec.NotReadableError:
            salvaged = salvage(spoiled, session.form_set)
            outcomes["repaired" if salvaged else "refused"] += 1
            result = salvaged.session if salvaged else None
        if result is not None:
            assert codec.decode(codec.encode(result)) == result
        assert path.read_bytes() == spoiled
    print(outcomes)
    assert outcomes["repaired"] > count / 2


def test_mutated_files_are_read_repaired_or_refused(tmp_path: Path, full: Session) -> None:
    read_repair_or_refuse(tmp_path, full, 150, random.randrange(10**9))


@pytest.mark.long
def test_tens_of_thousands_of_mutated_files(tmp_path: Path, full: Session) -> None:
    read_repair_or_refuse(tmp_path, full, 20_000, random.randrange(10**9))


def test_the_damaged_file_goes_to_the_back_ups_first(tmp_path: Path, session: Session) -> None:
    from sms_desktop.storage.backups import Backups
    from sms_desktop.storage.recovery import Recovery
    from sms_desktop.storage.saver import Saver

    path = tmp_path / "a.smsjson"
    save_session(path, session, expected=ABSENT)
    broken = path.read_bytes()[:-500]
    path.write_bytes(broken)
    salvaged = salvage(broken, session.form_set)
    assert salvaged is not None and Missing("$", Loss.CUT_OFF) in salvaged.missing
    backups = Backups(tmp_path / "backups")
    saver = Saver(
        path,
        salvaged.session,
        files.digest_of(broken),
        backups=backups,
        recovery=Recovery(tmp_path / "recovery"),
        tell=lambda status: None,
        keep_original=True,
    )
    saver.take(edits.set_answer(salvaged.session, WHOLE, "session.sector", "care"))
    assert saver.close(10)
    assert broken in [backups.load_bytes(each) for each in backups.entries(session.id)]


def test_the_mark_of_a_part_is_kept_or_lost_as_a_whole(full: Session, form_set: FormSet) -> None:
    part = issuing.issue(full, full.organisations[0].id)
    kept, missing = found_in(salvage(damaged(part, lambda v: v.update(strange=1)), form_set))
    assert kept == part and list(missing) == ["$.strange"]
    for change in (
        lambda v: v["issued"]["organisation"].pop("side"),
        lambda v: v["issued"]["answers"].update({"phase1.mission.yes": True}),
        lambda v: v.update(issued=True),
    ):
        session, missing = found_in(salvage(damaged(part, change), form_set))
        assert not issuing.is_part(session) and missing == {"$.issued": Loss.IMPOSSIBLE}
