"""Two versions of the same fields beside each other: which one counts, per field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sms_desktop.changes import Row
from sms_desktop.gui.widgets.basics import button, described, scrolled, set_role, text_label
from sms_desktop.gui.widgets.covering import CoverLine
from sms_desktop.i18n import tr

LEAST_LINES = 5
"""Of rows that are in sight, also where the window scrolls as a whole."""


class Choices(QWidget):
    """``rows`` are (place, here, there); what is here counts until something else is chosen.

    ``there`` heads the column of the other version, ``all_there`` is the button that takes all of it.
    """

    def __init__(self, rows: Sequence[Row], there: str, all_there: str) -> None:
        super().__init__()
        self._theirs: list[QRadioButton] = []
        self._ours: list[QRadioButton] = []
        self._words: list[tuple[QLabel, ...]] = []
        self._rows, self._there = rows, there
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
        for line in range(1, len(rows) + 1):
            self._add(grid, line)
        self._tell(rows)
        grid.setRowStretch(len(rows) + 1, 1)
        area = scrolled(content)
        area.setMinimumHeight(self.fontMetrics().height() * LEAST_LINES)
        layout.addWidget(area, 1)
        layout.addLayout(self._whole(all_there))

    def takes_theirs(self) -> list[bool]:
        """For each row whether the other version was chosen."""
        return [choice.isChecked() for choice in self._theirs]

    def covered_by(self, rows: Sequence[Row]) -> CoverLine:
        """Say these instead, row by row, until the facilitator asks for what they cover with this line."""
        cover = CoverLine()
        cover.shown.connect(lambda shown: self._tell(self._rows if shown else rows))
        self._tell(rows)
        return cover

    def _add(self, grid: QGridLayout, line: int) -> None:
        words = [text_label("") for _ in range(3)]
        grid.addWidget(words[0], line, 0)
        group = QButtonGroup(self)
        for column, kept in enumerate((self._ours, self._theirs), start=1):
            cell = QFrame()
            inside = QHBoxLayout(cell)
            inside.setContentsMargins(0, 0, 0, 0)
            choice = QRadioButton()
            group.addButton(choice)
            inside.addWidget(choice)
            inside.addWidget(words[column], 1)
            grid.addWidget(cell, line, column)
            kept.append(choice)
        self._words.append(tuple(words))
        self._ours[-1].setChecked(True)

    def _tell(self, rows: Sequence[Row]) -> None:
        """The words of the rows; what was chosen stays."""
        each_choice = zip(self._ours, self._theirs, strict=True)
        for row, words, choices in zip(rows, self._words, each_choice, strict=True):
            words[0].setText(row[0])
            for text, label, choice in zip(row[1:], words[1:], choices, strict=True):
                label.setText(text or tr("empty"))
                set_role(label, "" if text else "note")
                choice.setAccessibleName(f"{row[0]}: {label.text()}")
                described(choice, tr("Here") if choice is choices[0] else self._there)

    def _whole(self, all_there: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button(tr("Everything from here"), lambda: self._all(self._ours)))
        row.addWidget(button(all_there, lambda: self._all(self._theirs)))
        row.addStretch(1)
        return row

    def _all(self, choices: list[QRadioButton]) -> None:
        for choice in choices:
            choice.setChecked(True)
