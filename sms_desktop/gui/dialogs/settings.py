"""The settings, built from their table. Every change is done at once; there is nothing to confirm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n
from sms_desktop.gui.widgets.basics import button, clear_layout, resize_on_screen, scrolled, text_label
from sms_desktop.gui.widgets.choosing import ChoiceBox
from sms_desktop.gui.widgets.fields import NumberBox, labelled
from sms_desktop.i18n import tr
from sms_desktop.settings import OTHER_SCREEN, TABLE, WINDOWED, Setting, Settings


class SettingsDialog(QDialog):
    """Shows the settings that ``now`` gives and calls ``change(id, value)`` for each that is changed.

    ``usual`` is where sessions are kept when no folder was chosen.
    """

    def __init__(
        self, now: Callable[[], Settings], change: Callable[[str, object], object], usual: Path
    ) -> None:
        super().__init__()
        self._now, self._change, self._usual = now, change, usual
        self._layout = QVBoxLayout(self)
        self._build()
        resize_on_screen(self, 84, 640)

    def _build(self, focus: str = "") -> None:
        """Everything in the language of now; ``focus`` is the setting to go on with."""
        clear_layout(self._layout)
        self.setWindowTitle(tr("Settings"))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(16)
        for setting in TABLE:
            column.addWidget(self._row(setting))
        column.addStretch(1)
        area = scrolled(content)
        area.setFocusPolicy(area.focusPolicy().NoFocus)
        self._layout.addWidget(area, 1)
        buttons = QDialogButtonBox()
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("settings.close")
        close.setAutoDefault(False)  # Enter after a number takes the number, and closes nothing
        buttons.rejected.connect(self.reject)
        self._layout.addWidget(buttons)
        goes_on = content.findChild(QWidget, focus) if focus else None
        if goes_on is not None:
            goes_on.setFocus()

    def _row(self, setting: Setting) -> QWidget:
        make = {"choice": self._choice, "number": self._number, "yes": self._yes, "folder": self._folder}
        whole, widget = make[setting.kind](setting)
        widget.setObjectName(f"settings.{setting.id}")
        widget.setAccessibleName(tr(setting.label))
        widget.setAccessibleDescription(tr(setting.explanation))
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(whole if setting.kind == "yes" else labelled(tr(setting.label), whole))
        layout.addWidget(text_label(tr(setting.explanation), "note"))
        return box

    def _set(self, setting: Setting, value: object) -> None:
        language = self._now().language
        self._change(setting.id, value)
        if self._now().language != language:
            # The widget that asked for this is still at work.
            QTimer.singleShot(0, self, lambda: self._build(f"settings.{setting.id}"))

    def _choice(self, setting: Setting) -> tuple[QWidget, QComboBox]:
        combo = ChoiceBox()
        for value, text in choices_of(setting):
            combo.addItem(text, value)
        combo.setCurrentIndex(max(combo.findData(getattr(self._now(), setting.id)), 0))
        combo.currentIndexChanged.connect(lambda *_: self._set(setting, combo.currentData()))
        return combo, combo

    def _number(self, setting: Setting) -> tuple[QWidget, NumberBox]:
        box = NumberBox()
        box.setRange(setting.least, setting.most)
        box.setSingleStep(setting.step)
        box.setSuffix(tr(setting.unit) if setting.unit else "")
        box.setKeyboardTracking(False)  # half a number is not a wish yet
        box.setValue(getattr(self._now(), setting.id))
        box.valueChanged.connect(lambda value: self._set(setting, value))
        return box, box

    def _yes(self, setting: Setting) -> tuple[QWidget, QCheckBox]:
        box = QCheckBox(tr(setting.label))
        box.setChecked(getattr(self._now(), setting.id))
        box.toggled.connect(lambda on: self._set(setting, on))
        return box, box

    def _folder(self, setting: Setting) -> tuple[QWidget, QLineEdit]:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        line = QLineEdit(str(self._usual))
        line.setReadOnly(True)
        line.setToolTip(line.text())
        row.addWidget(line, 1)

        def choose() -> None:
            name = QFileDialog.getExistingDirectory(self, tr(setting.label), line.text())
            if name:
                self._set(setting, name)
                self._usual = Path(name)
                line.setText(name)
                line.setToolTip(name)

        other = button(tr("Choose…"), choose)
        other.setObjectName(f"settings.{setting.id}.choose")
        other.setAccessibleDescription(tr(setting.label))
        row.addWidget(other)
        return whole, line


def choices_of(setting: Setting) -> list[tuple[str, str]]:
    """What can be chosen, as (value, text); languages and screens as they are here and now."""
    if setting.id == "language":
        return [(code, i18n.language_name(code)) for code in i18n.available()]
    if setting.id == "screen":
        screens = [(each.name(), each.name()) for each in QGuiApplication.screens() if each.name()]
        return [(OTHER_SCREEN, tr("The other screen")), *screens, (WINDOWED, tr("A window"))]
    return [(value, tr(text)) for value, text in setting.choices]
