"""Starts and ends a presentation: the window of the group, and the facilitator's console beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sms_desktop.gui.presenter.console import Console
from sms_desktop.gui.presenter.presentation import Presentation
from sms_desktop.gui.presenter.window import PresenterWindow, projector_beside
from sms_desktop.gui.store import Store
from sms_desktop.settings import OTHER_SCREEN


class PresenterDesk(QObject):
    """One presentation at a time of the session in ``store``, asked for from ``main``.

    ``wanted`` gives the screen that the settings ask for.
    """

    def __init__(self, store: Store, main: QWidget, wanted: Callable[[], str] = lambda: OTHER_SCREEN) -> None:
        super().__init__(main)
        self._wanted = wanted
        self._store = store
        self._main = main
        self.presentation: Presentation | None = None
        self.window: PresenterWindow | None = None
        self.console: Console | None = None
        store.history_changed.connect(self._end_without_session)

    def present(self) -> None:
        """Begin, or bring the window to the projector again, also to one that was just plugged in."""
        if self.window is None:
            self.presentation = Presentation(self._store)
            self.window = PresenterWindow(self.presentation)
            self.console = Console(self.presentation, self._main)
            self.window.closed.connect(self.end)
            self.console.closed.connect(self.end)
        assert self.console is not None
        screen = projector_beside(self._main, self._wanted())
        self.console.show()
        self.window.place_on(screen)

    def _end_without_session(self) -> None:
        if not self._store.has_session:
            self.end()

    def end(self) -> None:
        """Close both windows."""
        window, console, presentation = self.window, self.console, self.presentation
        self.window = self.console = self.presentation = None
        for each in (window, console):
            if each is not None:
                each.close()
                each.deleteLater()
        if presentation is not None:
            presentation.leave()
