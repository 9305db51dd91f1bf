"""Make the pictures of the README: the four tabs with the example session, 1366×768, in Dutch.

    python tests/scripts/screenshots.py                  into resources/screenshots
    python tests/scripts/screenshots.py --out FOLDER [--language en] [--dark] [--zoom 200]

Takes the real window, on the display there is, or on one of its own (Xvfb).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1366, 768)
NAMES = ("quick_scan", "phase1", "phase2", "phase3")


@contextmanager
def display() -> Iterator[None]:
    """The display there is, else one that ends with the block."""
    if os.environ.get("DISPLAY") or sys.platform != "linux":
        yield
        return
    reading, writing = os.pipe()
    width, height = SIZE
    screen = ["-screen", "0", f"{width}x{height}x24"]
    # Without a reset: it would cut off a program that starts while another one ends.
    command = ["Xvfb", "-displayfd", str(writing), *screen, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            os.environ["DISPLAY"] = f":{answer.readline().strip()}"
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield
    finally:
        server.terminate()
        server.wait()


@contextmanager
def documents(name: str = "Documenten") -> Iterator[Path]:
    """A new folder with the same name in every run, since it stands in the pictures."""
    folder = Path(tempfile.gettempdir()) / name
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def save(picture: QImage, path: Path, most: int = 256) -> None:
    """Write a small PNG: with those of the clusters ``most`` colours, the nearest for the few others."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor

    from sms_desktop.palette import CLUSTER_COLOURS

    picture = picture.convertToFormat(picture.Format.Format_RGB32)
    seen = Counter(memoryview(picture.constBits()).cast("I"))
    kept = [QColor(colour).rgb() for colour in CLUSTER_COLOURS.values()]
    colours = [*kept, *(colour for colour, _ in seen.most_common(most - len(kept)))]
    nearest = Qt.ImageConversionFlag.ThresholdDither
    picture.convertToFormat(picture.Format.Format_Indexed8, colours, nearest).save(str(path), "PNG", 0)


def take(out: Path, language: str, dark: bool, zoom: int) -> None:
    """Open the example and take each tab."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from sms_desktop.app import Program
    from sms_desktop.gui.theme import ARGUMENTS
    from sms_desktop.paths import Folders

    application = QApplication(["", *ARGUMENTS])
    with documents() as folder:
        program = Program(application, Folders.standard(folder), language)
        program.appearance.set_theme_named("dark" if dark else "light")
        program.appearance.set_zoom(zoom)
        window = program.window
        window.resize(*SIZE)
        window.show()
        program.controller.open_example()
        window.show_zoom(zoom)
        for number, name in enumerate(NAMES):
            window.show_tab(number)
            if name == "phase2":
                window.workspace.phase2.open_motive("innovation")
            QTest.qWait(1500 if number == 0 else 300)  # by then it says that everything is saved
            save(window.grab().toImage(), out / f"{name}.png")
        window.close()
        program.close()


def main() -> int:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "screenshots")
    parser.add_argument("--language", default="nl")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--zoom", type=int, default=100)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with display():
        take(options.out, options.language, options.dark, options.zoom)
    for name in NAMES:
        path = options.out / f"{name}.png"
        print(f"{path}: {path.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
