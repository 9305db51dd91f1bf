"""What is shipped with the program, and under which licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

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


@dataclass(frozen=True)
class Shipped:
    """A library or font: its name, its version (empty for a font) and its licence."""

    name: str
    version: str
    licence: str


def shipped_with() -> tuple[Shipped, ...]:
    """Everything that runs with the program, by name; what is not installed is not in it."""
    found = {each.name.lower(): each for each in _libraries()}
    return (Shipped(*_FONTS), *(found[name] for name in sorted(found)))


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
