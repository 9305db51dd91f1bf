"""The same field was changed in two places: ask which one counts, per field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout

from sms_desktop.changes import Row
from sms_desktop.gui.widgets.basics import resize_on_screen, text_label
from sms_desktop.gui.widgets.choices import Choices
from sms_desktop.i18n import tr


class ConflictsDialog(QDialog):
    """``rows`` are (place, here, there). :meth:`takes_theirs` says for each whether the other counts.

    ``there`` heads the column of the other version, ``all_there`` is the button that takes all of it.
    ``covered`` are the rows as they stand until the facilitator asks for them, if some must stay covered.
    """

    def __init__(
        self,
        explanation: str,
        rows: Sequence[Row],
        there: str = "",
        all_there: str = "",
        covered: Sequence[Row] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(tr("Changed in two places"))
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(text_label(explanation))
        everything = all_there or tr("Everything from the file")
        self._choices = Choices(rows, there or tr("In the file"), everything)
        if covered is not None:
            layout.addWidget(self._choices.covered_by(covered))
        layout.addWidget(self._choices, 1)
        buttons = QDialogButtonBox()
        accept = buttons.addButton(tr("Use these choices"), QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setProperty("role", "primary")
        buttons.addButton(tr("Decide later"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        resize_on_screen(self, 110, 520)

    def takes_theirs(self) -> list[bool]:
        """For each row whether the version in the file was chosen."""
        return self._choices.takes_theirs()
