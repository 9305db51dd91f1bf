"""Theme roles as data, from which palette and style sheet are made. Sizes follow the font."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from string import Template

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from sms_desktop.paths import shipped
from sms_desktop.settings import LARGEST_ZOOM, SMALLEST_ZOOM

FAMILY = "Noto Sans"

ARGUMENTS = ("-style", "Fusion")
"""For Qt's application when it is made. ``setStyle`` would make the 600 constants of the class of styles."""


@dataclass(frozen=True)
class Theme:
    """The colours of the window by their role, as ``#rrggbb``."""

    name: str
    window: str
    surface: str
    raised: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    selected: str
    warning: str
    warning_surface: str
    good: str


LIGHT = Theme(
    name="light",
    window="#f3f4f6",
    surface="#ffffff",
    raised="#e8eaee",
    text="#1b1f24",
    muted="#545c66",
    line="#c3c8cf",
    accent="#0b5394",
    on_accent="#ffffff",
    selected="#d6e6f5",
    warning="#8a4b00",
    warning_surface="#fff3df",
    good="#1e6b3a",
)

DARK = Theme(
    name="dark",
    window="#1c1f23",
    surface="#25292e",
    raised="#31363c",
    text="#eceff2",
    muted="#b3bbc4",
    line="#4a515a",
    accent="#7cb8ee",
    on_accent="#10202f",
    selected="#22405a",
    warning="#ffc46b",
    warning_surface="#3d3220",
    good="#86d3a0",
)


def style_sheet(theme: Theme, points: float) -> str:
    """The style sheet for a theme with body text of this many points."""
    values = {key: str(value) for key, value in vars(theme).items()}
    values["icons"] = (shipped("resources") / "icons").as_posix()
    values |= {"title": f"{points * 1.5:.1f}", "heading": f"{points * 1.15:.1f}"}
    values["number"] = f"{points * 2:.1f}"
    template = (shipped("resources") / "style.qss").read_text(encoding="utf-8")
    return Template(template).substitute(values)


def palette(theme: Theme) -> QPalette:
    """The palette for what the style itself paints (ticks, arrows, selections)."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, theme.window),
        (roles.WindowText, theme.text),
        (roles.Base, theme.surface),
        (roles.AlternateBase, theme.raised),
        (roles.Text, theme.text),
        (roles.Button, theme.raised),
        (roles.ButtonText, theme.text),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent),
        (roles.ToolTipBase, theme.surface),
        (roles.ToolTipText, theme.text),
        (roles.PlaceholderText, theme.muted),
        (roles.Link, theme.accent),
        (roles.Mid, theme.line),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


@cache
def _prepare(application: QApplication) -> tuple[float, Theme]:
    """Fonts, once per application; the points of the system's own text, and the theme nearest to it."""
    points, theme = application.font().pointSizeF(), theme_of(application)
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(shipped("resources") / "fonts" / name))
    return points, theme


class Appearance:
    """Theme and zoom of the whole program. 100 % is the size that the system asks for."""

    SMALLEST, LARGEST, STEP = SMALLEST_ZOOM, LARGEST_ZOOM, 10

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self.zoom = 100
        self.theme = LIGHT
        self._wants_system = self._hears_system = False
        self._points, self._system = _prepare(application)

    @property
    def points(self) -> float:
        """Size of body text in points."""
        return self._points * self.zoom / 100

    def set_zoom(self, percent: int) -> None:
        """Make everything larger or smaller; bounded."""
        self.zoom = min(max(percent, self.SMALLEST), self.LARGEST)
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.theme = theme
        self.show()

    def set_theme_named(self, name: str) -> None:
        """The theme with this name, to be shown next; ``system`` follows the system from now on."""
        self._wants_system = name == "system"
        self.theme = {"system": self._system, "dark": DARK}.get(name, LIGHT)

    def hear_system(self) -> None:
        """Ask the system for its colours, and be told when they change; once there is a window to see.

        Until then they are taken from how things look.
        """
        if not self._hears_system:
            self._hears_system = True
            hints = self._application.styleHints()
            hints.colorSchemeChanged.connect(self._system_changed)
            self._system_changed(hints.colorScheme())

    def _system_changed(self, scheme: QtCore.Qt.ColorScheme) -> None:
        schemes = QtCore.Qt.ColorScheme
        self._system = {schemes.Dark: DARK, schemes.Light: LIGHT}.get(scheme, self._system)
        if self._wants_system and self.theme is not self._system:
            self.set_theme(self._system)

    def let_go(self) -> None:
        """No longer hear of the system."""
        if self._hears_system:
            self._application.styleHints().colorSchemeChanged.disconnect(self._system_changed)

    def show(self) -> None:
        """Give the application its font, palette and style sheet."""
        font = QFont(FAMILY)
        font.setPointSizeF(self.points)
        self._application.setFont(font)
        self._application.setPalette(palette(self.theme))
        self._application.setStyleSheet(style_sheet(self.theme, self.points))


def theme_of(application: QApplication) -> Theme:
    """The theme that the application shows now, for widgets that paint themselves."""
    window = application.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT
