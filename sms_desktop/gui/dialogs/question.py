"""Questions with a few answers, each on a button of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from sms_desktop.i18n import tr

Role = QMessageBox.ButtonRole
_Answer = TypeVar("_Answer")


def message_box(parent: QWidget, text: str, more: str = "", title: str = "SMS-tool") -> QMessageBox:
    """A box without buttons yet. Its texts are plain: the name of a file may look like markup."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
    return box


def ask(
    box: QMessageBox,
    answers: Sequence[tuple[_Answer, str, Role]],
    otherwise: _Answer,
    cancel: str = "",
    careful: bool = False,
) -> _Answer:
    """The answer whose button was pressed; ``otherwise`` for the last button, *Cancel* or ``cancel``.

    Enter gives the first answer, or with ``careful`` the last button.
    """
    buttons = [(answer, box.addButton(text, role)) for answer, text, role in answers]
    no = box.addButton(cancel or tr("Cancel"), Role.RejectRole)
    box.setDefaultButton(no if careful or not buttons else buttons[0][1])
    box.exec()
    pressed = box.clickedButton()
    return next((answer for answer, each in buttons if each is pressed), otherwise)
