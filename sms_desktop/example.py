"""The worked example: one learning environment in care, all phases filled in.

Its texts stand in ``resources/example.toml``. They are Dutch, as the workshop was.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from sms_desktop.core import edits, fields
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.session import (
    WHOLE,
    Session,
    Value,
    at_moment,
    at_organisation,
    at_sheet,
)
from sms_desktop.paths import shipped

ID = "voorbeeld"


def build(form_set: FormSet, session_id: str = ID) -> Session:
    """The example session with the wording of ``form_set``: the same every time."""
    data = tomllib.loads((shipped("resources") / "example.toml").read_text(encoding="utf-8"))
    session = edits.new_session(form_set, session_id)
    session = edits.set_answers(session, WHOLE, _flat(data["session"]))
    for number, sheet in enumerate(data["sheet"], start=1):
        session = _with_sheet(session, f"blad{number:02}", sheet)
    session = _with_organisations(session, data["organisation"])
    session = _with_dialogue(session, data["dialogue"])
    session = edits.set_answers(session, WHOLE, _flat(data["agreements"]))
    for moment in data["moment"]:
        session = _with_moment(session, moment)
    return session


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Value]:
    """Nested tables as field ids: ``{"phase1": {"mission": {"yes": true}}}`` is ``phase1.mission.yes``."""
    return dict(_fields(table, prefix))


def _fields(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Value]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _fields(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _with_sheet(session: Session, sheet_id: str, data: Mapping[str, Any]) -> Session:
    answers: dict[str, Value] = {
        "quick_scan.date": session.answers["session.date"],
        "quick_scan.organisation": data.get("organisation", ""),
        fields.role_tick(data["role"]): True,
        "quick_scan.role.other.text": data.get("role_text", ""),
    }
    letters = {cluster.letter: cluster.id for cluster in session.form_set.clusters}
    for side in SIDES:
        answers |= {fields.tick(side, letters[letter]): True for letter in data[side]}
        if not data[side]:
            answers[fields.left_empty(side)] = True
    answers |= {f"{key}.note": value for key, value in _flat(data.get("notes", {}), "quick_scan.").items()}
    return edits.set_answers(edits.add_sheet(session, sheet_id), at_sheet(sheet_id), answers)


def _with_organisations(session: Session, data: list[dict[str, Any]]) -> Session:
    for each in data:
        session = edits.add_organisation(session, each["id"], each["name"], each["side"])
        session = edits.set_answers(session, at_organisation(each["id"]), _flat(each["answers"]))
    session = edits.reveal(session)
    for each in data:  # what changed in phase 1 after it was uncovered
        session = edits.set_answers(session, at_organisation(each["id"]), _flat(each.get("later", {})))
    return session


def _with_dialogue(session: Session, data: Mapping[str, Any]) -> Session:
    for text in data["extra_motives"]:
        session = edits.add_extra_motive(session, text)
    for text in data["outcomes"]:
        session = edits.add_outcome(session, text)
    return edits.set_answers(session, WHOLE, _flat(data["answers"]))


def _with_moment(session: Session, data: Mapping[str, Any]) -> Session:
    moment = data["id"]
    session = edits.add_moment(session, moment)
    session = edits.set_answers(session, at_moment(moment), _flat(data["answers"]))
    for organisation, answers in data["organisations"].items():
        session = edits.set_answers(session, at_moment(moment, organisation), _flat(answers))
    return session
