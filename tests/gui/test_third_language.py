"""A further language is one folder of files: a made-up one, in the user's folder, is spoken everywhere."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton

from sms_desktop import cli, commands, i18n
from sms_desktop.paths import Folders

CODE = "eo"
# Set apart by a sign of Esperanto that stands nowhere else.
SIGN = "ĝ"
ROOT = Path(__file__).resolve().parents[2]


def catalogue() -> ModuleType:
    """The script that keeps catalogues."""
    path = ROOT / "tests" / "scripts" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def esperanto() -> Iterator[Path]:
    """The folder of a language in which every text has the sign behind it."""
    folder = Folders.standard().settings.parent / "languages"
    script = catalogue()
    made = script.merged(CODE, folder)
    for message in made:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            marked = tuple(text.rstrip("\n") + SIGN + "\n" * text.endswith("\n") for text in ids)
            message.string = marked if isinstance(message.id, tuple) else marked[0]
    script.write(CODE, made, folder)
    assert script.missing(script.merged(CODE, folder)) == []
    yield folder / CODE
    i18n.use("nl")
    i18n.language.cache_clear()


def test_it_can_be_chosen_and_names_itself(esperanto: Path) -> None:
    assert i18n.available() == ("nl", "en", CODE)
    assert i18n.language_name(CODE) == "Esperanto"
    assert sorted(path.name for path in esperanto.rglob("*.*")) == ["sms_desktop.mo", "sms_desktop.po"]


def test_help_speaks_it(esperanto: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ((), *((name,) for name in cli.COMMANDS)):
        with pytest.raises(SystemExit):
            cli.run([*command, "--help", "--language", CODE])
        told = capsys.readouterr().out
        assert told.startswith(f"usage: {SIGN}")
        assert "--language {nl,en,eo}" in told


def test_forms_speak_it(esperanto: Path, tmp_path: Path) -> None:
    out = tmp_path / "blank.pdf"
    assert cli.run(["blank", "--sheet", "phase1", "--out", str(out), "--language", CODE]) == 0
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(out))
    form_set = commands._form_set()
    i18n.use(CODE)
    heading = form_set.clusters[0].heading
    assert heading.in_language(CODE) == heading.in_language("en") + SIGN
    assert text.count(SIGN) > len(form_set.motives)
    assert form_set.title.in_language("nl") == "Strategische Motieven voor Samenwerking"


def test_the_window_speaks_it(esperanto: Path, program) -> None:
    program.change_language(CODE)
    program.window.show()
    window = program.window
    texts = [each.text() for kind in (QLabel, QPushButton) for each in window.findChildren(kind)]
    actions = [each.text() for each in window.findChildren(QAction) if not each.isSeparator()]
    names = {i18n.language_name(code) for code in i18n.available()}
    silent = [text for text in (*texts, *actions) if re.search("[a-z]{3}", text) and SIGN not in text]
    assert [text for text in silent if text.replace("&", "") not in names] == []


def test_a_language_whose_folder_is_gone_is_dutch_again(program, qapp) -> None:
    from sms_desktop.app import Program

    folders = program.folders
    folders.settings.parent.mkdir(parents=True, exist_ok=True)
    folders.settings.write_text('{"language": "eo"}')
    again = Program(qapp, folders)
    assert i18n.current().code == "nl"
    again.close()
