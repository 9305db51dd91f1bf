"""What the systems are given: icons, the menu entry, the kind of file, and a recipe without surprises."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

from PIL import Image

from sms_desktop import __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / ".packaging"


def module(name: str) -> ModuleType:
    """A module of the recipe."""
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_icons_of_every_size_show_the_drawing(tmp_path: Path) -> None:
    icons = module("icons")
    icons.make(ROOT / "resources" / "icon.svg", tmp_path)
    with Image.open(tmp_path / "sms-desktop.ico") as ico:
        assert {size[0] for size in ico.info["sizes"]} == {each for each in icons.SIZES if each <= 256}
    with Image.open(tmp_path / "sms-desktop.icns") as icns:
        assert max(icns.info["sizes"])[0] == 512
    for size in icons.SIZES:
        with Image.open(tmp_path / f"sms-desktop-{size}.png") as png:
            assert png.size == (size, size)
            assert png.getpixel((0, 0))[3] < 128  # the corner outside the rounded square
            assert len(png.convert("RGB").getcolors(100_000)) > 5


def test_a_mac_learns_version_and_kind_of_file() -> None:
    data = module("version_data")
    assert data.version(ROOT) == __version__
    told = data.for_mac(__version__)
    (kind,) = told["UTExportedTypeDeclarations"]
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["smsjson"]
    assert told["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]


def test_the_recipe_lists_no_dependency_of_the_project() -> None:
    """They are found by following the imports, so that a new one is never forgotten."""
    spec = (PACKAGING / "sms-desktop.spec").read_text(encoding="utf-8")
    listed = re.search(r"hiddenimports=(\w+)", spec)
    assert listed is not None and listed.group(1) == "OWN"


def test_on_linux_the_wheel_brings_menu_entry_icon_and_kind_of_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert {target.split("/")[1] for target in shared.values()} == {"applications", "mime", "icons"}
    assert all((ROOT / source).is_file() for source in shared)
    entry = (ROOT / "resources/system/sms-desktop.desktop").read_text(encoding="utf-8")
    assert set(re.findall(r"^Exec=(\S+)", entry, re.MULTILINE)) <= set(project["project"]["gui-scripts"])


def test_actions_are_pinned_and_see_no_secret() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        used = re.findall(r"uses: (\S+)", text)
        assert used and all(re.fullmatch(r"[\w./-]+@v\d+\.\d+\.\d+", each) for each in used)
        assert "${{ secrets" not in text
