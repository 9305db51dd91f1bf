"""Conflict copies of sync clients."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sms_desktop.core import edits, issuing
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.storage import conflicts
from sms_desktop.storage.conflicts import conflict_copies, is_copy_name
from sms_desktop.storage.files import save_session

NAME = "Zorgcampus 2026.smsjson"


@pytest.mark.parametrize(
    "name",
    [
        "Zorgcampus 2026-LAPTOP-4F2K.smsjson",
        "Zorgcampus 2026-LAPTOP-4F2K-2.smsjson",
        "Zorgcampus 2026 (conflicted copy 2026-03-02 091533).smsjson",
        "Zorgcampus 2026 (LAPTOP's conflicted copy 2026-03-02).smsjson",
        "Zorgcampus 2026 (Conflicterende kopie van LAPTOP 2026-03-02).smsjson",
        "Zorgcampus 2026.sync-conflict-20260302-091533-ABCDEF7.smsjson",
        "Zorgcampus 2026 (1).smsjson",
        "Zorgcampus 2026(1).smsjson",
        "Zorgcampus 2026 2.smsjson",
        "Zorgcampus 2026_conflict-20260302-091533.smsjson",
    ],
)
def test_names_of_copies(tmp_path: Path, session: Session, name: str) -> None:
    assert is_copy_name(name, NAME)
    theirs = edits.set_answer(session, WHOLE, "session.sector", "care")
    save_session(tmp_path / NAME, session, expected=None)
    save_session(tmp_path / name, theirs, expected=None)
    (copy,) = conflict_copies(tmp_path / NAME, session.id)
    assert (copy.path, copy.session) == (tmp_path / name, theirs)
    assert copy.changed_at.tzinfo is not None


@pytest.mark.parametrize(
    "name",
    [
        NAME,
        "Zorgcampus 2026.smsjson.bak",
        "Zorgcampus 2027.smsjson",
        "Zorg.smsjson",
        "Zorgcampus 2026.pdf",
        f".{NAME}.lock",
        "Zorgcampus 2026b.smsjson",
    ],
)
def test_names_that_are_no_copies(name: str) -> None:
    assert not is_copy_name(name, NAME)


def test_a_file_without_a_suffix() -> None:
    assert is_copy_name("sessie (1)", "sessie")
    assert not is_copy_name("sessie", "sessie")


def test_what_else_lies_there_is_passed_over(tmp_path: Path, session: Session, form_set: FormSet) -> None:
    path = tmp_path / NAME
    save_session(path, session, expected=None)
    save_session(tmp_path / "Zorgcampus 2026 (1).smsjson", session, expected=None)  # the very same
    other = edits.new_session(form_set, "another")
    save_session(tmp_path / "Zorgcampus 2026 (2).smsjson", other, expected=None)
    (tmp_path / "Zorgcampus 2026 (3).smsjson").write_text("no session")
    (tmp_path / "Zorgcampus 2026 (4).smsjson").mkdir()
    with (tmp_path / "Zorgcampus 2026 (5).smsjson").open("wb") as file:
        file.truncate(conflicts.MOST_BYTES + 1)
    assert conflict_copies(path, session.id) == ()
    assert conflict_copies(tmp_path / "no" / "folder", session.id) == ()


def test_newest_first_and_bounded(tmp_path: Path, session: Session) -> None:
    for number in range(1, conflicts.MOST_COPIES + 6):
        path = tmp_path / f"Zorgcampus 2026 ({number}).smsjson"
        text = edits.set_answer(session, WHOLE, "session.environment", str(number))
        save_session(path, text, expected=None)
        os.utime(path, (number * 1000, number * 1000))
    found = conflict_copies(tmp_path / NAME, session.id)
    assert len(found) == conflicts.MOST_COPIES
    times = [each.changed_at for each in found]
    assert times == sorted(times, reverse=True)


def test_an_issued_part_is_no_copy_of_its_session(tmp_path: Path, session: Session) -> None:
    session = edits.add_organisation(session, "school", "School", "education")
    part = issuing.issue(session, "school")
    save_session(tmp_path / NAME, session, expected=None)
    save_session(tmp_path / "Zorgcampus 2026 (1).smsjson", part, expected=None)
    assert conflict_copies(tmp_path / NAME, session.shelf) == ()
    assert len(conflict_copies(tmp_path / NAME, part.shelf)) == 1
