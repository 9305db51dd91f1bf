"""Theme roles as data, from which palette and style sheet are made. Sizes follow the font."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from string import Template

from PySide6.QtCore import Qt
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
def _prepare(application: QApplication) -> float:
    """Fonts, once per application, and the points of the system's own text."""
    points = application.font().pointSizeF()
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(shipped("resources") / "fonts" / name))
    return points


class Appearance:
    """Theme and zoom of the whole program. 100 % is the size that the system asks for."""

    SMALLEST, LARGEST, STEP = SMALLEST_ZOOM, LARGEST_ZOOM, 10

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self.zoom = 100
        self.theme = LIGHT
        self._follows_system = False
        self._points = _prepare(application)
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

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
        self._follows_system = name == "system"
        if name == "system":
            scheme = self._application.styleHints().colorScheme()
            name = "dark" if scheme is Qt.ColorScheme.Dark else "light"
        self.theme = DARK if name == "dark" else LIGHT

    def _system_changed(self, *_: object) -> None:
        if self._follows_system:
            self.set_theme_named("system")
            self.show()

    def let_go(self) -> None:
        """No longer follow the system."""
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
