"""What the tests of the window share: dialogs that are expected, and a program in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop.gui.theme import ARGUMENTS, Appearance
from sms_desktop.paths import Folders

Handler = Callable[[QWidget], object]


class Dialogs:
    """Dialogs that a test expects, in order. Any other is a failure."""

    def __init__(self) -> None:
        self._handlers: list[Handler] = []
        self._files: list[Path | None] = []
        self.unexpected: list[str] = []
        self.seen: list[str] = []

    def expect(self, handler: Handler) -> None:
        """Handle the next dialog; the handler gets it while it is shown and closes it."""
        self._handlers.append(handler)

    def expect_message(self, part: str, click: str = "") -> None:
        """The next dialog is a message that holds ``part``; press the button ``click`` or Escape."""

        def handle(dialog: QWidget) -> None:
            assert isinstance(dialog, QMessageBox)
            assert part in dialog.text() + dialog.informativeText(), dialog.text()
            for button in dialog.buttons():
                if click and click in button.text().replace("&", ""):
                    button.click()
                    return
            dialog.reject()

        self.expect(handle)

    def choose_file(self, path: Path | None) -> None:
        """Answer the next question for a file; ``None`` is Cancel."""
        self._files.append(path)

    def run(self, dialog: QDialog, original: Callable[[QDialog], int]) -> int:
        """What takes the place of ``exec``."""
        self.seen.append(dialog.windowTitle())
        if not self._handlers:
            text = dialog.text() if isinstance(dialog, QMessageBox) else ""
            self.unexpected.append(f"{type(dialog).__name__} «{dialog.windowTitle()}» {text}")
            return 0
        handler = self._handlers.pop(0)
        failures: list[BaseException] = []

        def handle() -> None:
            try:
                handler(dialog)
            except BaseException as error:
                failures.append(error)
                dialog.reject()

        QTimer.singleShot(0, dialog, handle)
        result = original(dialog)
        if failures:
            raise failures[0]
        return result

    def file(self, title: str) -> tuple[str, str]:
        """What takes the place of the file dialogs."""
        self.seen.append(title)
        if not self._files:
            self.unexpected.append(f"file dialog «{title}»")
            return "", ""
        chosen = self._files.pop(0)
        return (str(chosen) if chosen else ""), ""


@pytest.fixture(autouse=True)
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dialogs]:
    """An unexpected dialog fails the test instead of waiting for ever."""
    made = Dialogs()
    original = QDialog.exec
    monkeypatch.setattr(QDialog, "exec", lambda self: made.run(self, original))
    monkeypatch.setattr(QMessageBox, "exec", lambda self: made.run(self, original))
    for kind in ("warning", "question", "information", "critical"):

        def show(parent, title, text, *args, _kind=kind, **kwargs):
            box = QMessageBox(parent)
            box.setWindowTitle(title)
            box.setText(text)
            return made.run(box, original)

        monkeypatch.setattr(QMessageBox, kind, staticmethod(show))
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda parent, title, *a, **k: made.file(title)))
    folder = staticmethod(lambda parent, title, *a, **k: made.file(title)[0])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    yield made
    assert not made.unexpected, made.unexpected
    assert not made._handlers, "a dialog that the test expected did not come"
    assert not made._files, "a file dialog that the test expected did not come"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """What Qt's application is made with, as the program makes it."""
    return ["sms-desktop", *ARGUMENTS]


@pytest.fixture(scope="session")
def appearance(qapp: QApplication) -> Appearance:
    """The look of the program, once for all tests."""
    made = Appearance(qapp)
    made.show()
    return made


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders of the program inside the test's own."""
    return Folders.standard(tmp_path / "data")


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[object]:
    """The whole program with its real window, shown."""
    from sms_desktop.app import Program

    made = Program(qapp, folders, "nl")
    made.window.show()
    qtbot.waitUntil(lambda: made.is_ready)  # as it comes by itself, after the first paint
    yield made
    made.window.close()
    made.close()
    # Windows that linger, such as dialogs that were only shown, are restyled with every next one.
    for each in qapp.topLevelWidgets():
        if each.parent() is None:
            each.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
