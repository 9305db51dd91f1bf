"""The pile on the table, in the real window: a scanned stack is read and reviewed, and typed in by keys.

    python tests/scripts/scanned_stack.py FOLDER
    python tests/scripts/pile_by_hand.py FOLDER [--pictures FOLDER]

Says how many seconds the program took and how many keys were pressed, on either way, and how many ticks
differ from the truth. Keys are pressed without a pause: a person thinks longer than the program works.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.scripts.screenshots import SIZE, display

Truth = dict[str, dict[str, bool | None]]


class Pile:
    """The program in its window, with fingers that count."""

    def __init__(self, folder: Path, pictures: Path | None, data: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from sms_desktop.app import Program
        from sms_desktop.paths import Folders

        self.pressed = 0
        self._pictures = pictures
        self._scan = folder / "scan.pdf"
        self.truth: Truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        shutil.copy(folder / "session.smsjson", data)
        self.program = Program(QApplication([]), Folders.standard(data / "program"), "nl")
        self.program.window.resize(*SIZE)
        self.program.window.show()
        self.program.controller.open_path(data / "session.smsjson")

    def wait(self, until: Callable[[], object]) -> None:
        """Let the program work. Qt's own wait for tests would hold up its other threads."""
        from PySide6.QtCore import QEventLoop, QTimer

        while not until():
            loop = QEventLoop()
            QTimer.singleShot(10, loop.quit)
            loop.exec()

    def press(self, widget: Any, key: Any) -> None:
        """A key, or a letter."""
        from PySide6.QtTest import QTest

        self.pressed += 1
        QTest.keyClick(widget.focusWidget() or widget, key)

    def picture(self, widget: Any, name: str) -> None:
        """A screenshot, if they are wanted."""
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            widget.grab().save(str(self._pictures / f"{name}.png"))

    # From the scan ----------------------------------------------------------------------------------

    def read(self) -> tuple[float, float]:
        """Drop the scan, answer the review as the paper says, put it in: seconds of reading, and of all."""
        from PySide6.QtCore import Qt, QTimer

        start = time.monotonic()
        self.program.controller.take_dropped([self._scan])
        window = self.program.controller.incoming_window
        assert window is not None
        self.wait(lambda: window.pile.entries and not window.is_reading)
        read = time.monotonic() - start
        self.wait(lambda: window.focusWidget() is not None)
        self.picture(window, "list")
        if window.pile.questions():
            QTimer.singleShot(0, lambda: self._review(self._dialog()))
            self.press(window, Qt.Key.Key_Return)
        self.picture(window, "list after the review")
        QTimer.singleShot(0, lambda: self._accept(self._dialog()))
        window.put_in()
        self.pressed += 1
        return read, time.monotonic() - start

    def _dialog(self) -> Any:
        from PySide6.QtWidgets import QApplication

        return QApplication.activeModalWidget()

    def _review(self, dialog: Any) -> None:
        from PySide6.QtCore import Qt

        count = 0
        while (question := dialog.question) is not None and question.kind == "box":
            count += 1
            self.picture(dialog, f"review {count}")
            value = self.truth[question.key[1]].get(question.key[2], False)
            keys = Qt.Key.Key_Return if value is bool(question.suggestion) else Qt.Key.Key_Space
            self.press(dialog, Qt.Key.Key_Escape if value is None else keys)
        self.picture(dialog, "review line")
        if dialog.question is not None:
            dialog.skip_lines()
            self.pressed += 1
        self.press(dialog, Qt.Key.Key_Return)

    def _accept(self, dialog: Any) -> None:
        from PySide6.QtCore import Qt

        self.picture(dialog, "summary")
        self.press(dialog, Qt.Key.Key_Return)

    # By keys ----------------------------------------------------------------------------------------

    def type_in(self) -> float:
        """The same ticks by the keys of fast entry: seconds."""
        from PySide6.QtCore import Qt

        from sms_desktop.gui.tabs.quick_scan_keys import field_keys

        tab = self.program.window.workspace.quick_scan
        keys = field_keys(self.program.store.session.form_set, "nl")
        start = time.monotonic()
        self.program.window.show_tab(0)
        tab.add_sheet()
        self.pressed += 1
        for number, ticks in enumerate(self.truth.values()):
            if number:
                self.press(tab.surface, Qt.Key.Key_Return)
                if not any(self.program.store.session.sheets[-2].answers.values()):
                    raise SystemExit("an empty sheet in the stack")
            for field, value in ticks.items():
                if value:
                    self.press(tab.surface, keys[field].lower())
        return time.monotonic() - start

    def told(self) -> str:
        """What is in the session, and what it took."""
        count = len(self.program.store.session.sheets)
        return f"{count} sheets, {self.pressed} keys, {self.wrong()} ticks wrong"

    def wrong(self) -> int:
        """How many ticks of the session are not as on paper. Sheets that were typed are in its order."""
        sheets, wrong = self.program.store.session.sheets, 0
        read = {each.id: each for each in sheets}
        for place, (name, ticks) in enumerate(self.truth.items()):
            answers = read.get(name, sheets[place]).answers
            have = {field for field, value in answers.items() if value is True}
            unclear = {field for field, value in ticks.items() if value is None}
            wrong += len((have ^ {field for field, value in ticks.items() if value}) - unclear)
        return wrong


def main() -> None:
    """Read the command line, do it both ways, tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path)
    arguments = parser.parse_args()
    with display(), tempfile.TemporaryDirectory() as data:
        pile = Pile(arguments.folder, arguments.pictures, Path(data))
        read, whole = pile.read()
        print(f"scan: {read:.1f} s of reading, {whole:.1f} s to done, {pile.told()}")
        until = time.monotonic() + 1
        pile.wait(lambda: time.monotonic() > until)
        pile.picture(pile.program.window, "session")
        pile.program.store.undo()
        pile.pressed = 0
        seconds = pile.type_in()
        print(f"typed: {seconds:.1f} s to done, {pile.told()}")
        pile.program.window.close()
        pile.program.close()


if __name__ == "__main__":
    main()
