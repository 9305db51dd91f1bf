"""What all tests share. Without a choice of the user, windows are made offscreen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis.configuration import set_hypothesis_home_dir

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from sms_desktop import i18n
from sms_desktop.core import edits, forms
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session
from sms_desktop.paths import shipped

# The same cases in every run, and nothing written into the source tree; long harnesses draw new ones.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "sms-desktop-hypothesis")
hypothesis.settings.register_profile("quick", derandomize=True, deadline=None, max_examples=40)
hypothesis.settings.register_profile("new", deadline=None, database=None, print_blob=True, max_examples=100)
hypothesis.settings.load_profile("quick")


@pytest.fixture(scope="session")
def form_set() -> FormSet:
    """The form set that comes with the program."""
    return forms.load(shipped("forms"))


@pytest.fixture
def session(form_set: FormSet) -> Session:
    """An empty session."""
    return edits.new_session(form_set, "abcdefghjkmnpqrstuvw")


@pytest.fixture(autouse=True)
def apart_from_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or touches the folders of who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.setenv(name, str(Path(home) / name.lower()))


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    """Every test starts and ends in Dutch."""
    i18n.use("nl")
    yield
    i18n.use("nl")
