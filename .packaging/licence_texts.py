"""The licences of what a standalone folder takes from the Linux that it is made on."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

Entry = tuple[str, str, str]
"""Where a file goes in the folder, where it comes from, and what it is, as PyInstaller has it."""


def of_system(binaries: Iterable[Entry], folder: Path) -> list[Entry]:
    """The text of each package of the system that a library comes from, as ``licences/PACKAGE.txt``.

    Nothing on a system without ``dpkg``. The texts are put in ``folder`` first.
    """
    if shutil.which("dpkg-query") is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for package in sorted(_packages([source for _, source, _ in binaries])):
        text = Path("/usr/share/doc", package, "copyright")
        if text.is_file():
            copied = folder / f"{package}.txt"
            copied.write_bytes(text.read_bytes())
            found.append((f"licences/{copied.name}", str(copied), "DATA"))
    return found


def _packages(files: Iterable[str]) -> set[str]:
    paths = {str(each) for file in files for each in (Path(file), Path(file).resolve())}
    # What stands in /lib or /bin as the package has it is in /usr on the disk.
    paths |= {each.removeprefix("/usr") for each in paths if each.startswith("/usr/")}
    asked = subprocess.run(["dpkg-query", "-S", *sorted(paths)], capture_output=True, text=True, check=False)
    owners = (
        line.partition(": ")[0] for line in asked.stdout.splitlines() if not line.startswith("diversion")
    )
    return {name.strip().partition(":")[0] for owner in owners for name in owner.split(",")}
