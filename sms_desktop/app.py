"""Builds the program: the only place that makes long-lived objects."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from sms_desktop import i18n, settings
from sms_desktop.gui.controller import Controller
from sms_desktop.gui.document import Document
from sms_desktop.gui.main_window import MainWindow
from sms_desktop.gui.store import Store
from sms_desktop.gui.theme import Appearance
from sms_desktop.gui.translators import StandardWords
from sms_desktop.paths import APP_NAME, Folders, shipped


class Program:
    """Everything that lives as long as the window does."""

    def __init__(self, application: QApplication, folders: Folders, language: str | None = None) -> None:
        self.application = application
        self.folders = folders
        self.settings, self.put_aside = settings.load(folders.settings)
        i18n.use(language or self.settings.language)
        self._translators: list[QTranslator] = []
        self.speak(i18n.current().code)
        self.appearance = Appearance(application)
        self.appearance.zoom = min(max(self.settings.zoom, self.appearance.SMALLEST), self.appearance.LARGEST)
        self.appearance.set_theme_named(self.settings.theme)
        self.store = Store()
        self.document = Document(self.store, folders)
        application.setWindowIcon(QIcon(str(shipped("resources") / "icon.svg")))
        self.window = MainWindow(self.store, self.document)
        self.controller = Controller(self)

    def change_language(self, code: str) -> None:
        """Speak another language from now on: the window is made anew at the same place and tab."""
        i18n.use(code)
        self.speak(code)
        old, geometry, tab = self.window, self.window.geometry_text(), self.window.tabs.currentIndex()
        self.window = MainWindow(self.store, self.document)
        self.controller = Controller(self)
        self.window.restore_geometry_text(geometry)
        self.window.tabs.setCurrentIndex(max(tab, 0))
        self.window.show()
        old.retire()

    def speak(self, code: str) -> None:
        """Let Qt's own dialogs speak this language too."""
        for translator in self._translators:
            self.application.removeTranslator(translator)
        self._translators = [StandardWords()]
        own = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if own.load(QLocale(code), "qtbase", "_", folder):
            self._translators.insert(0, own)
        for translator in self._translators:
            self.application.installTranslator(translator)
        QLocale.setDefault(QLocale(code))

    def close(self) -> None:
        """Write what is not saved yet and let go of everything."""
        self.document.close()
        self.window.deleteLater()


def run(
    path: Path | None = None,
    language: str | None = None,
    data_dir: Path | None = None,
    quit_after_start: bool = False,
) -> int:
    """Open the window, on ``path`` if given; the exit code. The display was checked before.

    ``quit_after_start`` closes it again after the first paint, for a trial start.
    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName(APP_NAME)
    application.setDesktopFileName("sms-desktop")
    program = Program(application, Folders.standard(data_dir), language)
    program.window.show()
    if path is not None:
        QTimer.singleShot(0, lambda: program.controller.open_path(path))
    if quit_after_start:
        QTimer.singleShot(200, program.window.close)
    try:
        return application.exec()
    finally:
        program.close()
