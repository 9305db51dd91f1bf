"""Where things live. Nothing here touches the disk at import."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

APP_NAME = "SMS-tool"

READ_WORKER = "read-worker"
"""The word with which the program starts itself to read scans; no command for people."""

QT_WORKER = "qt-worker"
"""The word with which the program starts itself to ask Qt what it finds here; no command for people."""

PORTABLE_MARKER = "portable.txt"
"""A file of this name beside the standalone program keeps all data beside it, in :data:`PORTABLE_DATA`."""
PORTABLE_DATA = "SMS-data"


@dataclass(frozen=True)
class Folders:
    """Where the program keeps things. Nothing is made until something is written there.

    ``settings`` is a file; the others are folders. ``portable`` is the folder of the program if all of
    them are kept beside it.
    """

    sessions: Path
    settings: Path
    backups: Path
    recovery: Path
    layouts: Path
    forms: Path
    portable: Path | None = None

    @classmethod
    def standard(cls, data_dir: Path | None = None) -> Folders:
        """The usual places on this system, or all inside ``data_dir`` or beside a portable program."""
        portable = portable_folder() if data_dir is None else None
        if portable is not None:
            data_dir = portable / PORTABLE_DATA
        if data_dir is not None:
            documents = data = config = data_dir
        else:
            import platformdirs

            documents = platformdirs.user_documents_path()
            data = platformdirs.user_data_path(APP_NAME, appauthor=False)
            config = _config_home() / APP_NAME
        return cls(
            sessions=documents / APP_NAME,
            settings=config / "settings.json",
            backups=data / "backups",
            recovery=data / "recovery",
            layouts=data / "layouts",
            forms=data / "forms",
            portable=portable,
        )


def is_frozen() -> bool:
    """Whether this is the standalone program, with its own Python inside."""
    return bool(getattr(sys, "frozen", False))


def program_folder() -> Path | None:
    """The folder in which the standalone program stands; on a Mac the one that holds ``SMS-tool.app``.

    ``None`` for a program that was installed into somebody's Python.
    """
    if not is_frozen():
        return None
    folder = Path(sys.executable).resolve().parent
    bundle = next((each for each in folder.parents if each.suffix == ".app"), None)
    return bundle.parent if bundle is not None else folder


def portable_folder() -> Path | None:
    """The folder of the standalone program if its marker file says to keep all data beside it."""
    folder = program_folder()
    return folder if folder is not None and (folder / PORTABLE_MARKER).is_file() else None


def nearest(place: Path) -> Path:
    """``place``, or the part of the way to it that is there: where a question for a file can start."""
    place = place.absolute()
    return next((each for each in (place, *place.parents) if each.exists()), place)


def is_writable(place: Path) -> bool:
    """Whether something can be written in the folder ``place``, or in the one where it would be made.

    Tried with a file that is gone again at once: permissions do not tell on every disk.
    """
    import tempfile

    existing = nearest(place)
    if not existing.is_dir():
        return False
    try:
        with tempfile.TemporaryFile(dir=existing):
            return True
    except OSError:
        return False


def language_folders() -> tuple[Path, ...]:
    """Where folders of languages stand: those that came with the program, then the user's own."""
    portable = portable_folder()
    own = portable / PORTABLE_DATA if portable is not None else _config_home() / APP_NAME
    return shipped("resources") / "locale", own / "languages"


def _config_home() -> Path:
    """Where this system keeps settings, without a library: asked for by every ``--help``."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - raises nothing where nobody is known to live
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")


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
    """The beginning of a command line that starts this program again, as a command.

    Of the two standalone programs the one with standard input and output, whichever is running.
    """
    if is_frozen():
        return [str(_beside_python("sms-desktop"))]
    return [sys.executable, "-m", "sms_desktop"]


def window_command() -> list[str]:
    """The beginning of a command line that opens the window, without a console on Windows."""
    program = _beside_python("sms-desktop-window")
    return [str(program)] if program.is_file() else own_command()


def _beside_python(name: str) -> Path:
    """The standalone program, or the script of an installed one, with this name."""
    running = Path(sys.executable)
    return running.with_name(name + (running.suffix if running.suffix.lower() == ".exe" else ""))
