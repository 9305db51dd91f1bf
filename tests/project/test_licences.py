"""What is shipped, with its licence: also in a standalone folder, whose recipe gathers the texts."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from sms_desktop import diagnosis, licences
from sms_desktop.paths import Folders

ROOT = Path(__file__).resolve().parents[2]


def test_each_library_has_a_licence() -> None:
    found = licences.shipped_with()
    assert [each.name for each in found if not each.licence] == []
    assert {"PySide6_Essentials", "reportlab", "msgspec"} <= {each.name for each in found}
    assert licences.texts() == ""


def test_the_standalone_program_tells_of_python_and_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tmp_path / "licences"
    texts.mkdir()
    (texts / "libcups2.txt").write_text("Files: *\nLicense: Apache-2.0\n text\n\nLicense: Zlib \n")
    (texts / "libold.txt").write_text("Copyright 1999, somebody")
    (tmp_path / "forms").mkdir()
    monkeypatch.setattr(licences, "is_frozen", lambda: True)
    monkeypatch.setattr(licences, "shipped", lambda name: tmp_path / name)
    found = {each.name: each.licence for each in licences.shipped_with()}
    assert found["Python"] == "PSF-2.0"
    assert found["libcups2"] == "Apache-2.0, Zlib"
    assert found["libold"] == "licences/libold.txt"
    assert licences.texts() == str(tmp_path)


def test_the_diagnosis_tells_when_a_licence_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def states() -> dict[str, str]:
        return {each.id: each.state for each in diagnosis.diagnose(Folders.standard(tmp_path))}

    monkeypatch.setattr(diagnosis, "_ask_qt", dict)
    assert states()["licences"] == "good"
    monkeypatch.setattr(diagnosis, "shipped_with", lambda: (licences.Shipped("Noto", "", "OFL"),))
    assert states()["licences"] == "note"


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="only where the system has packages of Debian")
def test_the_texts_of_what_comes_from_the_system_are_gathered(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("licence_texts", ROOT / ".packaging" / "licence_texts.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shell = shutil.which("bash")
    found = module.of_system([("bash", shell, "BINARY"), ("x", sys.executable, "BINARY")], tmp_path / "texts")
    assert ("licences/bash.txt", str(tmp_path / "texts" / "bash.txt"), "DATA") in found
    assert "GPL" in (tmp_path / "texts" / "bash.txt").read_text("utf-8")
