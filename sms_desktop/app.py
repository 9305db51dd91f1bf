"""Builds the program: the only place that makes long-lived objects."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTimer, QTranslator, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from sms_desktop import i18n, settings
from sms_desktop.gui.main_window import MainWindow
from sms_desktop.gui.theme import ARGUMENTS, Appearance
from sms_desktop.gui.translators import StandardWords
from sms_desktop.paths import APP_NAME, Folders, language_folders, shipped

if TYPE_CHECKING:
    from sms_desktop.gui.controller import Controller
    from sms_desktop.gui.document import Document
    from sms_desktop.gui.seal import Seal
    from sms_desktop.gui.store import Store


class MacApplication(QApplication):
    """On a Mac a double click on a file comes as an event, not on the command line.

    Only there: PySide6 makes the classes of all forty events of Qt for whoever wants to hear of any.
    """

    file_wanted = Signal(str)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.file_wanted.emit(event.file())
            return True
        return super().event(event)


class Program:
    """Everything that lives as long as the window does.

    The window comes first; what works on sessions is loaded when the window has been painted, or when
    it is asked for before that.
    """

    def __init__(
        self,
        application: QApplication,
        folders: Folders,
        language: str | None = None,
        painted: Callable[[], object] | None = None,
    ) -> None:
        """``painted`` is called when the first window has been painted, before anything more is loaded."""
        self.application = application
        self._usual = self.folders = folders
        self.settings, self.put_aside = settings.load(folders.settings)
        self._desk: tuple[Store, Document, Controller] | None = None
        i18n.use(_spoken(language or self.settings.language))
        self.obey_settings()
        self._translators: list[QTranslator] = []
        self.speak(i18n.current().code)
        self.appearance = Appearance(application)
        self.appearance.zoom = self.settings.zoom
        self.appearance.set_theme_named(self.settings.theme)
        self.appearance.show()
        self._seal: Seal | None = None
        self.window = self._new_window(painted)

    @property
    def store(self) -> Store:
        """Holds the open session."""
        return self.desk[0]

    @property
    def document(self) -> Document:
        """Where the open session is kept."""
        return self.desk[1]

    @property
    def controller(self) -> Controller:
        """Does what the menus ask for."""
        return self.desk[2]

    @property
    def desk(self) -> tuple[Store, Document, Controller]:
        """What works on sessions; loaded at the first call."""
        if self._desk is None:
            from sms_desktop.gui.document import Document
            from sms_desktop.gui.store import Store

            store = Store()
            self._desk = self._equip(store, Document(store, self.folders))
        return self._desk

    @property
    def is_ready(self) -> bool:
        """Whether sessions can be opened already; this comes right after the first paint."""
        return self._desk is not None

    def _equip(self, store: Store, document: Document) -> tuple[Store, Document, Controller]:
        from sms_desktop.gui.controller import Controller
        from sms_desktop.gui.seal import Seal
        from sms_desktop.gui.workspace import Workspace

        if self._seal is None:
            self._seal = Seal(self.settings.phase1_covered)
        self.window.attach(store, document, Workspace(store, self._seal))
        self._bound(document)
        return store, document, Controller(self, store, document)

    def _new_window(self, painted: Callable[[], object] | None = None) -> MainWindow:
        window = MainWindow()
        if painted is not None:
            window.first_painted.connect(painted)
        window.restore_geometry_text(self.settings.geometry)
        window.panel_action.setChecked(self.settings.panel_shown)
        window.show_recent(self.settings.recent)
        window.show_zoom(self.appearance.zoom)
        window.tick_choice(self.settings.theme)
        window.tick_choice(i18n.current().code)
        window.first_painted.connect(self._after_paint)
        return window

    def _after_paint(self) -> None:
        """What can wait until there is something to see."""
        from PySide6.QtGui import QIcon

        self.appearance.hear_system()
        self.application.setWindowIcon(QIcon(str(shipped("resources") / "icon.svg")))
        _ = self.desk

    def obey_settings(self) -> None:
        """Let folders, back-ups and the privacy threshold be as the settings say."""
        chosen = Path(self.settings.sessions_folder)
        is_there = bool(self.settings.sessions_folder) and chosen.is_dir()
        self.folders = replace(self._usual, sessions=chosen if is_there else self._usual.sessions)
        if self._desk is not None:
            self._bound(self.document)

    def _bound(self, document: Document) -> None:
        from sms_desktop.core import insight

        document.sessions_folder = self.folders.sessions
        document.backups.most_copies = self.settings.backup_copies
        document.backups.longest = timedelta(days=self.settings.backup_days)
        document.backups.most_bytes = self.settings.backup_megabytes * 1_000_000
        insight.use_smallest_group(self.settings.smallest_group)

    def begin(self, path: Path | None) -> None:
        """After the first paint: offer what was not saved the last time, and open ``path`` if given."""
        self.controller.offer_recovery()
        if path is not None:
            self.controller.open_path(path)

    def change_language(self, code: str) -> None:
        """Speak another language from now on: the window is made anew at the same place and tab."""
        i18n.use(code)
        self.speak(code)
        old, geometry, tab = self.window, self.window.geometry_text(), self.window.tabs.currentIndex()
        self.window = self._new_window()
        self._desk = self._equip(self.store, self.document)
        self.window.restore_geometry_text(geometry)
        self.window.tabs.setCurrentIndex(tab)
        self.window.show()
        old.retire()

    def speak(self, code: str) -> None:
        """Let Qt's own dialogs speak this language too."""
        self._silence()
        self._translators = [StandardWords(self.application)]
        own = QTranslator(self.application)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        beside = (str(each / code) for each in language_folders())
        if any(own.load(QLocale(code), "qtbase", "_", each) for each in (folder, *beside)):
            self._translators.insert(0, own)
        for translator in self._translators:
            self.application.installTranslator(translator)
        QLocale.setDefault(QLocale(code))

    def close(self) -> None:
        """Write what is not saved yet and let go of everything."""
        if self._desk is not None:
            from sms_desktop.core import insight

            self.document.close()
            insight.use_smallest_group(insight.SMALLEST_GROUP)
        self.appearance.let_go()
        self.window.deleteLater()
        self._silence()

    def _silence(self) -> None:
        """Take the translators away.

        They belong to the application, and the event loop deletes them: a garbage collection may come while
        Qt translates, and a translator that is deleted just then would wait for ever for Qt to be done.
        """
        for translator in self._translators:
            self.application.removeTranslator(translator)
            translator.deleteLater()
        self._translators = []


def _spoken(code: str) -> str:
    """``code``, or the usual language if its folder is gone."""
    return code if code in i18n.available() else i18n.DEFAULT


def _say_painted() -> None:
    if sys.stdout is not None:
        sys.stdout.write("painted\n")
        sys.stdout.flush()


def run(
    path: Path | None = None,
    language: str | None = None,
    data_dir: Path | None = None,
    quit_after_start: bool = False,
) -> int:
    """Open the window, on ``path`` if given; the exit code. The display was checked before.

    ``quit_after_start`` says ``painted`` at the first paint and closes it again, for a trial start.
    """
    existing = QApplication.instance()
    wanted = MacApplication if sys.platform == "darwin" else QApplication
    application = existing if isinstance(existing, QApplication) else wanted([*sys.argv[:1], *ARGUMENTS])
    application.setApplicationName(APP_NAME)
    application.setDesktopFileName("sms-desktop")
    painted = _say_painted if quit_after_start else None
    program = Program(application, Folders.standard(data_dir), language, painted)
    if isinstance(application, MacApplication):
        application.file_wanted.connect(lambda name: program.controller.open_path(Path(name)))
    from sms_desktop.gui.crash import CrashGuard

    guard = CrashGuard(lambda: not program.is_ready or program.document.keep())
    guard.install()
    program.window.first_painted.connect(gc.enable)
    program.window.first_painted.connect(lambda: program.begin(path))
    program.window.show()
    if quit_after_start:
        QTimer.singleShot(200, program.window.close)
    try:
        return application.exec()
    finally:
        program.close()
        guard.remove()
