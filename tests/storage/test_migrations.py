"""Older versions are migrated in order, newer ones refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sms_desktop.core import edits
from sms_desktop.core.session import VERSION, WHOLE, Session
from sms_desktop.storage import codec, files, migrations
from sms_desktop.storage.backups import Backups
from sms_desktop.storage.codec import NewerVersionError, NotASessionError, WrongValueError
from sms_desktop.storage.migrations import upgraded
from sms_desktop.storage.recovery import Recovery
from sms_desktop.storage.saver import Saver


def old_file(session: Session, version: int = 0) -> bytes:
    """A session as a version wrote it that kept its answers under another name."""
    value = json.loads(codec.encode(session))
    value["given"] = value.pop("answers")
    value["version"] = version
    return json.dumps(value).encode()


def from_zero(value: dict[str, Any]) -> dict[str, Any]:
    answers = value.pop("given")
    return value | {"answers": answers}


def test_todays_version_goes_straight_through(session: Session) -> None:
    assert upgraded(codec.encode(session)) == migrations.Upgraded(session, VERSION)


def test_an_older_version_is_brought_up(session: Session) -> None:
    session = edits.set_answer(session, WHOLE, "session.sector", "care")
    assert upgraded(old_file(session), {0: from_zero}) == migrations.Upgraded(session, 0)


def test_migrations_run_in_order(session: Session) -> None:
    calls: list[int] = []

    def step(number: int) -> migrations.Migration:
        def migrate(value: dict[str, Any]) -> dict[str, Any]:
            calls.append(number)
            assert value["version"] == number
            return from_zero(value) if number == 0 else value

        return migrate

    found = upgraded(old_file(session, -2), {number: step(number) for number in (0, -1, -2)})
    assert found.session == session and calls == [-2, -1, 0]


def test_versions_without_a_way_up_are_refused(session: Session) -> None:
    with pytest.raises(NotASessionError):
        upgraded(old_file(session))
    with pytest.raises(NotASessionError):
        upgraded(old_file(session, -1), {0: from_zero})
    with pytest.raises(NewerVersionError):
        upgraded(old_file(session, VERSION + 1), {0: from_zero})


@pytest.mark.parametrize("error", [KeyError, TypeError, AttributeError, IndexError, ValueError])
def test_an_old_file_that_contradicts_itself(session: Session, error: type[Exception]) -> None:
    def fails(value: dict[str, Any]) -> dict[str, Any]:
        raise error

    with pytest.raises(WrongValueError):
        upgraded(old_file(session), {0: fails})


def test_the_original_is_in_the_back_ups_before_it_changes(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations.upgraded, "__defaults__", ({0: from_zero},))
    path, original = tmp_path / "a.smsjson", old_file(session)
    path.write_bytes(original)
    loaded = files.read_session(path)
    assert loaded.was_migrated and loaded.session == session
    assert path.read_bytes() == original
    (tmp_path / "backups").write_text("in the way")
    backups = Backups(tmp_path / "backups")
    saver = Saver(
        path,
        loaded.session,
        loaded.digest,
        backups=backups,
        recovery=Recovery(tmp_path / "recovery"),
        tell=lambda status: None,
        keep_original=loaded.was_migrated,
    )
    saver.take(edits.set_answer(session, WHOLE, "session.sector", "care"))
    assert not saver.flush(10)
    assert path.read_bytes() == original  # no back-up, no change
    (tmp_path / "backups").unlink()
    assert saver.close(10)
    assert files.read_session(path).session.answers == {"session.sector": "care"}
    assert original in [backups.load_bytes(each) for each in backups.entries(session.id)]
    assert [backups.load(each).answers for each in backups.entries(session.id)] == [
        {"session.sector": "care"},
        {},
    ]
