"""The same field was changed in two places: ask which one counts, per field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sms_desktop.changes import Row
from sms_desktop.gui.widgets.basics import button, resize_on_screen, scrolled, text_label
from sms_desktop.i18n import tr


class ConflictsDialog(QDialog):
    """``rows`` are (place, here, there). :meth:`takes_theirs` says for each whether the other counts.

    ``there`` heads the column of the other version, ``all_there`` is the button that takes all of it.
    """

    def __init__(self, explanation: str, rows: Sequence[Row], there: str = "", all_there: str = "") -> None:
        super().__init__()
        self._all_there = all_there or tr("Everything from the file")
        self.setWindowTitle(tr("Changed in two places"))
        self._theirs: list[QRadioButton] = []
        self._ours: list[QRadioButton] = []
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(text_label(explanation))
        content = QWidget()
        grid = QGridLayout(content)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, heading in enumerate((tr("Where"), tr("Here"), there or tr("In the file"))):
            grid.addWidget(text_label(heading, "heading"), 0, column)
        for line, row in enumerate(rows, start=1):
            self._add(grid, line, row)
        grid.setRowStretch(len(rows) + 1, 1)
        layout.addWidget(scrolled(content), 1)
        layout.addLayout(self._whole())
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
        return [choice.isChecked() for choice in self._theirs]

    def _add(self, grid: QGridLayout, line: int, row: Row) -> None:
        place, here, there = row
        grid.addWidget(text_label(place), line, 0)
        group = QButtonGroup(self)
        for column, (text, kept) in enumerate(((here, self._ours), (there, self._theirs)), start=1):
            cell = QFrame()
            inside = QHBoxLayout(cell)
            inside.setContentsMargins(0, 0, 0, 0)
            choice = QRadioButton()
            choice.setAccessibleName(f"{place}: {text or tr('empty')}")
            group.addButton(choice)
            inside.addWidget(choice)
            inside.addWidget(text_label(text or tr("empty"), "" if text else "note"), 1)
            grid.addWidget(cell, line, column)
            kept.append(choice)
        self._ours[-1].setChecked(True)

    def _whole(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button(tr("Everything from here"), lambda: self._all(self._ours)))
        row.addWidget(button(self._all_there, lambda: self._all(self._theirs)))
        row.addStretch(1)
        return row

    def _all(self, choices: list[QRadioButton]) -> None:
        for choice in choices:
            choice.setChecked(True)
