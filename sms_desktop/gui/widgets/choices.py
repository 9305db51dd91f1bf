"""Two versions of the same fields beside each other: which one counts, per field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sms_desktop.changes import Row
from sms_desktop.gui.widgets.basics import button, scrolled, text_label
from sms_desktop.i18n import tr


class Choices(QWidget):
    """``rows`` are (place, here, there); what is here counts until something else is chosen.

    ``there`` heads the column of the other version, ``all_there`` is the button that takes all of it.
    """

    def __init__(self, rows: Sequence[Row], there: str, all_there: str) -> None:
        super().__init__()
        self._theirs: list[QRadioButton] = []
        self._ours: list[QRadioButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, heading in enumerate((tr("Where"), tr("Here"), there)):
            grid.addWidget(text_label(heading, "heading"), 0, column)
        for line, row in enumerate(rows, start=1):
            self._add(grid, line, row)
        grid.setRowStretch(len(rows) + 1, 1)
        layout.addWidget(scrolled(content), 1)
        layout.addLayout(self._whole(all_there))

    def takes_theirs(self) -> list[bool]:
        """For each row whether the other version was chosen."""
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

    def _whole(self, all_there: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button(tr("Everything from here"), lambda: self._all(self._ours)))
        row.addWidget(button(all_there, lambda: self._all(self._theirs)))
        row.addStretch(1)
        return row

    def _all(self, choices: list[QRadioButton]) -> None:
        for choice in choices:
            choice.setChecked(True)
