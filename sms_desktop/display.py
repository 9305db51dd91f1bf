"""Whether a window can be opened here. Qt itself aborts the process when it cannot."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from sms_desktop.i18n import tr

# The Debian packages of the libraries that a bare system most often lacks.
DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
}


def missing(environment: Mapping[str, str] | None = None) -> str | None:
    """What is missing to open a window, in words, or ``None`` if nothing is.

    Only looks where Qt would abort: on Linux and other systems with X11 or Wayland.
    """
    environment = os.environ if environment is None else environment
    if reason := _missing_from_qt():
        return reason
    if sys.platform in ("win32", "darwin"):
        return None
    platform = environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if platform not in ("", "xcb", "wayland"):
        return None
    if platform != "xcb" and _wayland_socket(environment):
        return _missing_from(_plugin("libqwayland*.so"))
    display = environment.get("DISPLAY", "")
    if platform == "wayland" or not display:
        return tr("a display (neither DISPLAY nor WAYLAND_DISPLAY leads to one)")
    return _missing_from(_plugin("libqxcb.so")) or _silent(display)


def _missing_from_qt() -> str | None:
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return library_in_words(str(error))
    return None


def _wayland_socket(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    return bool(name) and (Path(environment.get("XDG_RUNTIME_DIR", "")) / name).exists()


def _plugin(pattern: str) -> Path | None:
    """Qt's platform plugin, or ``None`` where Qt was installed in another way than PySide6's wheel."""
    spec = importlib.util.find_spec("PySide6")
    for folder in spec.submodule_search_locations or [] if spec else []:
        found = sorted((Path(folder) / "Qt" / "plugins" / "platforms").glob(pattern))
        if found:
            return found[0]
    return None


def _missing_from(plugin: Path | None) -> str | None:
    try:
        if plugin is not None:
            ctypes.CDLL(str(plugin))
    except OSError as error:
        return library_in_words(str(error))
    return None


def library_in_words(message: str) -> str:
    """The loader's message (``libEGL.so.1: cannot open …``) as a missing library and its package."""
    found = re.search(r"(lib[\w.+-]+?\.so[.\d]*)", message)
    if not found:
        return message
    library = found.group(1)
    if library not in DEBIAN_PACKAGES:
        return tr("the library {library}").format(library=library)
    words = tr("the library {library} (on Debian and Ubuntu: sudo apt install {package})")
    return words.format(library=library, package=DEBIAN_PACKAGES[library])


def _silent(display: str) -> str | None:
    """Words for an X server that does not answer, asked the way Qt will ask it."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return library_in_words(str(error))
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return tr("an answer from display {display}").format(display=display) if failed else None
