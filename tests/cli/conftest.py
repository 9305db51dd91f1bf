"""Running commands in this process, as often as wanted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from sms_desktop.__main__ import main


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def sms(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``sms("check", path)`` runs ``sms-desktop check PATH``."""

    def run(*arguments: object) -> Done:
        capsys.readouterr()
        monkeypatch.setattr("sys.argv", ["sms-desktop", *map(str, arguments)])
        try:
            code = main()
        except SystemExit as stopped:
            assert isinstance(stopped.code, int)
            code = stopped.code
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return run


@pytest.fixture
def example(sms: Run, tmp_path: Path) -> Path:
    """The worked example as a file."""
    path = tmp_path / "example.json"
    assert sms("example", path) == Done(0, "", "")
    return path
