"""What is said after an unexpected error, with a report that can be passed on."""

from __future__ import annotations

import platform
import traceback
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from sms_desktop import __version__
from sms_desktop.gui.widgets.basics import text_label
from sms_desktop.i18n import tr


def report_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where it went wrong, with nothing in it that somebody typed: no messages, values or file names."""
    frames = traceback.extract_tb(trace)
    places = [
        f"  {frame.filename.replace(chr(92), '/').split('/')[-1]}:{frame.lineno} {frame.name}"
        for frame in frames
    ]
    head = [
        f"SMS-tool Desktop {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()}",
        kind.__name__,
    ]
    return "\n".join([*head, *places])


class CrashDialog(QDialog):
    """Says what is safe and offers the report to be copied."""

    def __init__(self, report: str, is_safe: bool) -> None:
        super().__init__()
        self.setWindowTitle(tr("Something went wrong"))
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(text_label(tr("Something went wrong in the program."), "heading"))
        safe = tr("Your session is safe: what you typed is in the recovery folder. You can go on working.")
        unsafe = tr(
            "The last change could not be put in the recovery folder. Save the session elsewhere now."
        )
        layout.addWidget(text_label(safe if is_safe else unsafe))
        layout.addWidget(
            text_label(tr("You can send this report to whoever helps you. It holds no answers and no names."))
        )
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(tr("Report"))
        layout.addWidget(text)
        buttons = QDialogButtonBox()
        copy = buttons.addButton(tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
        go_on = buttons.addButton(tr("Go on"), QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setProperty("role", "primary")
        go_on.setDefault(True)
        buttons.accepted.connect(self.accept)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 90, 420)
