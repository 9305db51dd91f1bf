"""What is shipped with the program, and under which licence."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from sms_desktop.paths import is_frozen, shipped

# Where a library's own record says nothing short: the licence as its project states it.
_KNOWN = {
    "PySide6-Essentials": "LGPL-3.0",
    "shiboken6": "LGPL-3.0",
    "reportlab": "BSD-3-Clause",
    "pypdfium2": "Apache-2.0, BSD-3-Clause",
    "pi-heif": "BSD-3-Clause, libheif: LGPL-3.0",
    "zxing-cpp": "Apache-2.0",
    "python-bidi": "LGPL-3.0",
    "uharfbuzz": "Apache-2.0",
    "pillow": "MIT-CMU",
}
_FONTS = ("Noto Sans, Noto Serif", "", "SIL Open Font License 1.1")


_NAMED = re.compile(r"^License: *(\S.*?) *$", re.MULTILINE)
MOST = 4
"""Licences that are named of one package; its text has all of them."""


@dataclass(frozen=True)
class Shipped:
    """A library or font: its name, its version (empty where it has none here) and its licence."""

    name: str
    version: str
    licence: str


def shipped_with() -> tuple[Shipped, ...]:
    """Everything that runs with the program, by name; what is not installed is not in it.

    In the standalone program also Python itself, and what came from the system that it was made on.
    """
    found = {each.name.lower(): each for each in (*_libraries(), *_interpreter())}
    return (Shipped(*_FONTS), *(found[name] for name in sorted(found)), *_of_system())


def texts() -> str:
    """The folder with the licences in full, ``""`` where each library has its own place."""
    return str(shipped("forms").parent) if is_frozen() else ""


def _interpreter() -> Iterator[Shipped]:
    if is_frozen():
        yield Shipped("Python", platform.python_version(), "PSF-2.0")


def _of_system() -> Iterator[Shipped]:
    try:
        folder = shipped("licences")
    except FileNotFoundError:
        return
    for text in sorted(folder.glob("*.txt")):
        named = list(dict.fromkeys(_NAMED.findall(text.read_text("utf-8", "replace"))))
        more = ", …" if len(named) > MOST else ""
        yield Shipped(text.stem, "", ", ".join(named[:MOST]) + more if named else f"licences/{text.name}")


def _libraries() -> Iterator[Shipped]:
    waiting, seen = ["sms-desktop"], set()
    while waiting:
        name = waiting.pop()
        try:
            about = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        if name != "sms-desktop":
            yield Shipped(about.metadata["Name"], about.version, _licence(about))
        for requirement in about.requires or ():
            needed = re.split(r"[\s;<>=!~\[(]", requirement, maxsplit=1)[0].lower()
            if "extra ==" not in requirement and needed not in seen:
                seen.add(needed)
                waiting.append(needed)


def _licence(about: metadata.Distribution) -> str:
    name = about.metadata["Name"]
    if name in _KNOWN:
        return _KNOWN[name]
    for key in ("License-Expression", "License"):
        for said in about.metadata.get_all(key) or []:
            if 0 < len(said) < 60:
                return str(said)
    classes = about.metadata.get_all("Classifier") or []
    found = [each.rpartition(" :: ")[2] for each in classes if each.startswith("License ::")]
    return ", ".join(found)
