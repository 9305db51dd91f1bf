"""Where things live. Nothing here touches the disk at import."""

from __future__ import annotations

import sys
from pathlib import Path

APP_NAME = "SMS-tool"


def shipped(name: str) -> Path:
    """The folder ``forms`` or ``resources`` that came with the program.

    Found beside the package (wheel), in the checkout (also an editable install), or in a frozen
    program. Raises ``FileNotFoundError`` if the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    bundle = Path(getattr(sys, "_MEIPASS", package))
    for folder in (package / name, bundle / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(name)
