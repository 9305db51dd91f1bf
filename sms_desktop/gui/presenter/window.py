"""The window on the projector."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sms_desktop.gui.presenter.presentation import Presentation
from sms_desktop.gui.presenter.slides import SlideView
from sms_desktop.i18n import tr
from sms_desktop.settings import OTHER_SCREEN, WINDOWED

_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)
_BLANK = (Qt.Key.Key_B, Qt.Key.Key_Period)
_REVEAL = (Qt.Key.Key_O, Qt.Key.Key_R)


class PresenterWindow(QWidget):
    """Shows the page in front and takes the keys of a clicker. ``closed()`` when the group is done."""

    closed = Signal()

    def __init__(self, presentation: Presentation) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("presenter.window")
        self.setWindowTitle(tr("Presentation – SMS-tool"))
        self.setMinimumSize(480, 300)
        self._presentation = presentation
        self.view = SlideView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        presentation.changed.connect(self.show_page)
        self.show_page()

    def place_on(self, screen: QScreen | None) -> None:
        """Fill the projector's screen; without one, an ordinary window that F11 makes as large as it can."""
        if screen is None:
            self.resize(1024, 576)
            self.show()
        else:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
            self.showFullScreen()
        self.raise_()
        self.activateWindow()

    def show_page(self) -> None:
        """What the group may see now."""
        page = None if self._presentation.is_blank else self._presentation.page
        self.view.show_page(page, self._presentation.tones)

    def toggle_full_screen(self) -> None:
        """As large as the screen, or a window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not take_key(self._presentation, event):
            if event.key() == Qt.Key.Key_Escape:
                self.close()
            elif event.key() == Qt.Key.Key_F11:
                self.toggle_full_screen()
            else:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes on; the right button goes back."""
        self._presentation.move(-1 if event.button() is Qt.MouseButton.RightButton else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._presentation.fit(self.width() / max(self.height(), 1))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


def take_key(presentation: Presentation, event: QKeyEvent) -> bool:
    """Do what a key of the presentation asks for; whether it was one."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = event.key()
    if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return False
    if key in _FORWARD:
        presentation.move(1)
    elif key in _BACK:
        presentation.move(-1)
    elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        presentation.go_to(0 if key == Qt.Key.Key_Home else len(presentation.pages) - 1)
    elif key in _BLANK:
        presentation.blank(not presentation.is_blank)
    elif key in _REVEAL:
        presentation.reveal()
    else:
        return False
    return True


def projector_beside(window: QWidget, wanted: str = OTHER_SCREEN) -> QScreen | None:
    """The screen to present on, or ``None`` for a window.

    The one that ``window`` is not on, or the one with the name that is ``wanted`` while it is plugged in.
    """
    screens = QGuiApplication.screens()
    if wanted == WINDOWED:
        return None
    here = window.screen() or QGuiApplication.screenAt(window.mapToGlobal(QPoint(0, 0)))
    other = next((screen for screen in screens if screen is not here), None)
    return next((screen for screen in screens if screen.name() == wanted), other)
