"""What is made from something else is up to date: translations, schema; and what the wheel holds."""

from __future__ import annotations

import importlib.util
import json
import re
import string
import tomllib
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest

from sms_desktop import example, i18n
from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.paths import shipped
from sms_desktop.storage import codec

ROOT = Path(__file__).resolve().parents[2]


def script(name: str) -> ModuleType:
    """A script of ``tests/scripts`` as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogue = script("catalogue")
schema = script("schema")


def test_every_text_is_translated() -> None:
    assert catalogue.missing(catalogue.merged("nl")) == []


def test_the_catalogue_has_nothing_stale_and_is_in_order() -> None:
    stored = {str(message.id) for message in catalogue.read("nl") if message.id}
    today = {str(message.id) for message in catalogue.extracted() if message.id}
    assert stored - today == set()
    assert catalogue.po_path("nl").read_bytes() == catalogue.as_po(catalogue.merged("nl"))


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = catalogue.po_path("nl").with_suffix(".mo").read_bytes()
    assert compiled == catalogue.as_mo(catalogue.read("nl"))


def test_translations_fill_in_the_same_names() -> None:
    for message in catalogue.read("nl"):
        ids = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        if not message.id or not all(texts):
            continue
        wanted = names_in(ids[-1])
        for text in texts:
            assert names_in(text) == wanted, text
            assert text.count("\n") == ids[0].count("\n"), text


def names_in(text: str) -> set[str]:
    """What is filled in: ``{name}``, and argparse's ``%(name)s``."""
    found = {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
    return found | set(re.findall(r"%\(\w+\)[rs]|%[rs]", text))


def test_dutch_and_english_can_be_chosen() -> None:
    assert i18n.available() == ("nl", "en")


def test_the_schema_is_made_from_today_s_types() -> None:
    assert (shipped("resources") / "session.schema.json").read_text(encoding="utf-8") == schema.text()


def test_what_is_written_keeps_to_the_schema(form_set: FormSet) -> None:
    validator = jsonschema.Draft202012Validator(schema.schema())
    for session in (example.build(form_set), edits.new_session(form_set, "new")):
        validator.validate(json.loads(codec.encode(session)))


@pytest.mark.parametrize(
    "spoil", [{"version": 0}, {"version": "1"}, {"format": "x"}, {"sheets": [{}]}, {"more": 1}]
)
def test_what_keeps_not_to_the_schema_is_refused(form_set: FormSet, spoil: dict[str, object]) -> None:
    data = json.loads(codec.encode(edits.new_session(form_set, "new"))) | spoil
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema.schema()).validate(data)
    with pytest.raises(codec.NotReadableError):
        codec.decode(json.dumps(data).encode())


def test_the_readme_describes_every_key_of_a_session() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Session files")[2].partition("\n## ")[0]
    for key in schema.schema()["$defs"]["Session"]["properties"]:
        assert f"`{key}`" in section, key


def test_the_readme_gives_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "```sh\npython -m pip install . && sms-desktop\n```" in readme
    assert '```sh\npython -m pip install -e ".[test]" && python -m pytest\n```' in readme


def test_pictures_and_files_named_in_the_readme_are_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", readme):
        assert (ROOT / target).exists(), target


def test_shipped_folders_are_declared_for_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"forms": "sms_desktop/forms", "resources": "sms_desktop/resources"}
    assert all((ROOT / name).is_dir() for name in included)


@pytest.mark.parametrize("name", ["forms", "resources"])
def test_a_fonts_folder_has_its_licence(name: str) -> None:
    fonts = list(shipped(name).rglob("*.ttf"))
    assert all((path.parent / "OFL.txt").stat().st_size > 1000 for path in fonts)
