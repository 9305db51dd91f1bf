"""Theme roles as data, from which palette and style sheet are made. Sizes follow the font, so that zoom works."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from sms_desktop.paths import shipped

FAMILY = "Noto Sans"


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

_STYLE = Template(
    """
QWidget { color: $text; }
QMainWindow, QDialog { background: $window; }
QToolTip { color: $text; background: $surface; border: 1px solid $line; padding: 4px; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="label"] { color: $muted; }
QLabel[role="note"] { color: $muted; }
QLabel[role="warning"] { color: $warning; background: $warning_surface; border-radius: 3px; padding: 4px 8px; }
QLabel[role="good"] { color: $good; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
  background: $surface; border: 1px solid $line; border-radius: 4px; padding: 3px 6px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { padding: 0px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $accent; padding: 2px 5px; }
QPlainTextEdit:focus { padding: 0px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled { background: $window; color: $muted; }
QPushButton { background: $raised; border: 1px solid $line; border-radius: 4px; padding: 5px 12px; }
QPushButton:hover { border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled { color: $muted; background: $window; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QCheckBox, QRadioButton { spacing: 8px; padding: 2px; }
QCheckBox:focus, QRadioButton:focus { background: $selected; border-radius: 3px; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; padding: 8px 16px; border: 0; border-bottom: 3px solid transparent; }
QTabBar::tab:selected { border-bottom: 3px solid $accent; font-weight: 600; }
QTabBar::tab:hover { background: $raised; }
QTabBar:focus::tab:selected, QTabBar::tab:selected:focus { background: $selected; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0; }
QListView, QTableView, QTreeView { background: $surface; border: 1px solid $line; border-radius: 4px;
  selection-background-color: $selected; selection-color: $text; outline: 0; }
QListView:focus, QTableView:focus, QTreeView:focus { border: 2px solid $accent; }
QHeaderView::section { background: $raised; color: $text; border: 0; border-right: 1px solid $line;
  border-bottom: 1px solid $line; padding: 4px 6px; }
QMenu { background: $surface; border: 1px solid $line; }
QMenu::item { padding: 5px 24px; } QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $muted; }
QMenuBar { background: $window; } QMenuBar::item { padding: 5px 10px; } QMenuBar::item:selected { background: $selected; }
QStatusBar { background: $window; border-top: 1px solid $line; } QStatusBar::item { border: 0; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
"""
)


def style_sheet(theme: Theme, points: float) -> str:
    """The style sheet for a theme with body text of this many points."""
    values = {key: str(value) for key, value in vars(theme).items()}
    values |= {"title": f"{points * 1.5:.1f}", "heading": f"{points * 1.15:.1f}"}
    return _STYLE.substitute(values)


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


class Appearance:
    """Theme and zoom of the whole program. 100 % is the size that the system asks for."""

    SMALLEST, LARGEST, STEP = 80, 300, 10

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._points = application.font().pointSizeF()
        self.zoom = 100
        self.theme = LIGHT
        application.setStyle("Fusion")
        for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
            path = shipped("resources") / "fonts" / name
            if path.exists():
                QFontDatabase.addApplicationFont(str(path))

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
