"""Make the pictures of the handbook, in Dutch and English, from the example session in real windows.

    python tests/scripts/handbook_pictures.py                  into resources/handbook
    python tests/scripts/handbook_pictures.py --out FOLDER [--language nl]

Takes the real windows, on a screen of its own (Xvfb), and writes small files: few colours, well packed. The
same program gives the same files: ids come from a seed, and the clock stands still.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.scripts.screenshots import display, documents, save

SIZE = (1080, 640)
"""The main window in the pictures: small, so that its words can be read in print."""
COLOURS = 200
SEED = 2026
SHEETS = 6
"""Filled quick scans that come back from the scanner."""


def pack(path: Path) -> None:
    """Put a thin frame around a picture, so that it ends somewhere on a white page, and pack it well."""
    from PIL import Image, ImageOps

    image = Image.open(path)
    image.load()
    frame = min(range(COLOURS), key=lambda place: _distance(image.getpalette()[3 * place : 3 * place + 3]))
    ImageOps.expand(image, 1, frame).save(path, "PNG", optimize=True)


def _distance(colour: list[int]) -> int:
    return sum(abs(each - 140) for each in colour) if colour else 1000


class Camera:
    """The program with the example session, and where its pictures go."""

    def __init__(self, out: Path, language: str, folder: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from sms_desktop.app import Program
        from sms_desktop.core import session
        from sms_desktop.paths import Folders

        session._RANDOM = random.Random(SEED)  # type: ignore[assignment]  # ids stand in the codes on paper
        self._out, self._language, self._folder = out, language, folder
        application = QApplication.instance() or QApplication([])
        self.program = Program(application, Folders.standard(folder), language)  # type: ignore[arg-type]
        self.window = self.program.window
        self.window.resize(*SIZE)
        self.window.show()
        self.wait()

    def wait(self, milliseconds: int = 400) -> None:
        """Let the program work."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait_for(self, until: Callable[[], object]) -> None:
        """Wait until something is so."""
        while not until():
            self.wait(50)

    def take(self, name: str, widget: Any = None) -> None:
        """A picture of a window, the main one unless told otherwise."""
        self.wait()
        self._out.mkdir(parents=True, exist_ok=True)
        path = self._out / f"{name}.png"
        save((widget or self.window).grab().toImage(), path, COLOURS)
        pack(path)

    def take_dialog(self, name: str, ask: Callable[[], object], ready: Callable[[Any], object]) -> None:
        """A picture of the dialog that ``ask`` opens, once ``ready(dialog)``; then it is closed."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            self.wait_for(lambda: ready(dialog))
            self.take(name, dialog)
            dialog.reject()

        QTimer.singleShot(300, look)
        ask()

    def _fold(self, folded: bool) -> None:
        """The side panel, away or there."""
        if self.window.panel_action.isChecked() == folded:
            self.window.panel_action.trigger()
        self.wait()

    # The day ----------------------------------------------------------------------------------------

    def before(self) -> None:
        """The first window, the handouts, the handbook's own example."""
        controller = self.program.controller
        self.window.resize(SIZE[0], 440)
        self.take("start")
        self.window.resize(*SIZE)
        controller.open_example()
        self.window.show_tab(0)
        self.wait(1500)  # by then it says that everything is saved

        def coded(dialog: Any) -> bool:
            from PySide6.QtWidgets import QPushButton, QRadioButton, QSpinBox

            dialog.resize(980, 600)
            dialog.findChild(QRadioButton, "print.coded").setChecked(True)
            dialog.findChild(QSpinBox, "print.copies").setValue(24)
            return dialog.findChild(QPushButton, "print.save").isEnabled()

        self.take_dialog("print", lambda: controller.print_session(0), coded)

    def meeting(self) -> None:
        """What is typed and shown that day."""
        from sms_desktop.i18n import tr

        controller = self.program.controller
        work = self.window.workspace
        self._fold(True)
        self.take("quick-scan")
        controller.show_group_picture()
        controller._group_picture.tabs.setCurrentIndex(1)
        self.take("group", controller._group_picture)
        controller._group_picture.close()
        controller.present()
        desk = controller._presenter
        desk.console.resize(860, 460)
        desk.presentation.go_to(1)
        desk.console._timer.stop()
        desk.console.clock.setText(tr("{time} · {since} under way").format(time="10:40", since="4:12"))
        self.take("present", desk.console)
        desk.end()
        self._fold(False)
        self.window.show_tab(1)
        self.take("phase1")
        self._fold(True)
        self.window.show_tab(2)
        work.phase2.open_motive("innovation")
        self.take("phase2")
        controller.edit_agenda()
        self.take("agenda", controller._agenda)
        controller._agenda.close()

    def afterwards(self) -> None:
        """Agreements, report, and what is looked up."""
        controller = self.program.controller
        self.window.show_tab(3)
        work = self.window.workspace
        work.phase3.open_view(self.program.store.session.moments[0].id)
        self.take("phase3")
        self.take_dialog("report", lambda: controller.put_out("report"), bool)
        self.take_dialog("settings", controller.show_settings, bool)

        def words(dialog: Any) -> bool:
            dialog.resize(620, 380)
            dialog.line.setText({"nl": "student"}.get(self._language, "student"))
            return True

        self.take_dialog("find", controller._finder.find, words)
        controller.compare_sessions(self._others())
        window = controller._comparison
        window.resize(*SIZE)
        self.wait(2500)
        self.take("compare", window)
        window.close()

    def _others(self) -> Path:
        """A folder with sessions of several sectors, made from the example."""
        from msgspec.structs import replace

        from sms_desktop.core import edits
        from sms_desktop.core.session import WHOLE, new_id
        from sms_desktop.storage import codec

        folder = self._folder / "2026"
        folder.mkdir()
        session = self.program.store.session
        for sector in ("care", "education", "ict", "technology", "economics"):
            other = edits.set_answer(session, WHOLE, "session.sector", sector)
            other = replace(other, id=new_id(20))
            (folder / f"{sector}.smsjson").write_bytes(codec.encode(other))
        return folder

    def read_paper(self) -> None:
        """Sheets that came back from the scanner: the list, and what is in doubt."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        from sms_desktop.storage import codec
        from tests.scanning.batch import batch
        from tests.scripts.scanned_stack import stack

        own = batch(copies=SHEETS, code=self._language)
        pages, _ = stack(own, SHEETS, "hard", seed=7, is_shuffled=False)
        scan, session = self._folder / "scan.pdf", self._folder / "session.smsjson"
        pages[0].save(scan, save_all=True, append_images=pages[1:], resolution=200, quality=80)
        session.write_bytes(codec.encode(own.session))
        self.program.controller.open_path(session)
        self.program.controller.take_dropped([scan])
        window = self.program.controller.incoming_window
        assert window is not None
        window.resize(900, 480)
        self.wait_for(lambda: window.pile.entries and not window.is_reading)
        self.wait_for(lambda: window.focusWidget() is not None)
        self.take("reading", window)

        def a_mark(dialog: Any) -> bool:
            """At the first box in which something is to be seen."""
            dialog.resize(760, 460)
            question = dialog.question
            found = question is None or question.kind != "box" or question.suggestion is True
            if not found:
                QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Escape)
            return found

        self.take_dialog("review", window.review, a_mark)
        window.done(0)

    def close(self) -> None:
        """Put all away."""
        self.window.close()
        self.program.close()


def main() -> int:
    """Read the command line, take the pictures, say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "handbook")
    parser.add_argument("--language", choices=("nl", "en"), nargs="*", default=("nl", "en"))
    options = parser.parse_args()
    os.environ.pop("DISPLAY", None)  # the same wherever it is run
    with display():
        for language in options.language:
            with documents({"nl": "Documenten", "en": "Documents"}[language]) as folder:
                camera = Camera(options.out / language, language, folder)
                camera.before()
                camera.meeting()
                camera.afterwards()
                camera.read_paper()
                camera.close()
    pictures = sorted(options.out.glob("*/*.png"))
    for each in pictures:
        print(f"{each.relative_to(options.out)}: {each.stat().st_size // 1024} kB")
    print(f"{len(pictures)} pictures, {sum(each.stat().st_size for each in pictures) // 1024} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
