"""Where things live. Nothing here touches the disk at import."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

APP_NAME = "SMS-tool"

READ_WORKER = "read-worker"
"""The word with which the program starts itself to read scans; no command for people."""


@dataclass(frozen=True)
class Folders:
    """Where the program keeps things. Nothing is made until something is written there.

    ``settings`` is a file; the others are folders.
    """

    sessions: Path
    settings: Path
    backups: Path
    recovery: Path
    layouts: Path

    @classmethod
    def standard(cls, data_dir: Path | None = None) -> Folders:
        """The usual places on this system, or all of them inside ``data_dir``."""
        if data_dir is not None:
            documents = data = config = data_dir
        else:
            import platformdirs

            documents = platformdirs.user_documents_path()
            data = platformdirs.user_data_path(APP_NAME, appauthor=False)
            config = platformdirs.user_config_path(APP_NAME, appauthor=False)
        return cls(
            sessions=documents / APP_NAME,
            settings=config / "settings.json",
            backups=data / "backups",
            recovery=data / "recovery",
            layouts=data / "layouts",
        )


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


def own_command() -> list[str]:
    """The beginning of a command line that starts this program again, as a command."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "sms_desktop"]
