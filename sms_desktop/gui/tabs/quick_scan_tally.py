"""The show of hands: per half and cluster a number, and the number of people. Kept apart from sheets."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from sms_desktop import i18n, labels
from sms_desktop.core import fields, insight
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.session import WHOLE
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import ClusterChip, text_label
from sms_desktop.gui.widgets.fields import NumberField
from sms_desktop.i18n import tr


class TallyForm(QWidget):
    """Numbers for a show of hands, education left, practice right."""

    def __init__(self, store: Store, form_set: FormSet) -> None:
        super().__init__()
        self.store = store
        self._form_set = form_set
        self.fields: list[NumberField] = []
        self._warnings: dict[str, QLabel] = {}
        self._rows: list[tuple[QGridLayout, NumberField]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(text_label(tr("Show of hands"), "title"))
        layout.addWidget(text_label(tr("Ask per half who sees each cluster play a part, and count hands.")))
        text = tr("Hands are kept apart from the sheets. The picture of the group counts them together.")
        layout.addWidget(text_label(text, "note"))
        layout.addSpacing(8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        layout.addLayout(self._grid)
        for column, side in enumerate(SIDES):
            self._add_half(column, side)
        layout.addStretch(1)
        self._fit()

    def _add_half(self, column: int, side: SideId) -> None:
        name = labels.side_label(self._form_set, side, i18n.current())
        self._grid.addWidget(text_label(name, "heading"), 0, column)
        self._grid.setColumnStretch(column, 1)
        people = self._number(side, "people")
        self._grid.addWidget(self._row(text_label(tr("Number of people")), people), 1, column)
        for row, cluster in enumerate(self._form_set.clusters, start=2):
            label = text_label(cluster.label.in_language(i18n.current().code))
            chip = ClusterChip(cluster.id, cluster.letter, label.text())
            number = self._number(side, cluster.id)
            number.setToolTip(cluster.explanation.in_language(i18n.current().code))
            warning = text_label("", "warning")
            warning.setObjectName(number.field + ".point")
            warning.hide()
            self._warnings[number.field] = warning
            self._grid.addWidget(self._row(label, number, chip, warning), row, column)

    def _number(self, side: SideId, what: str) -> NumberField:
        field = fields.tally(side, what)
        label = labels.field_label(self.store.session, field, i18n.current())
        made = NumberField(self.store, WHOLE, field, label)
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.fields.append(made)
        return made

    def show_session(self) -> None:
        """Bring the numbers up to date, and point out more hands than people."""
        for number in self.fields:
            number.refresh()
        pointed_out = {point.field for point in insight.tally_points(self.store.session)}
        text = "⚠ " + tr("More hands than people")
        for field, warning in self._warnings.items():
            warning.setText(text)
            warning.setVisible(field in pointed_out)

    def _row(
        self, label: QLabel, number: NumberField, chip: QWidget | None = None, below: QLabel | None = None
    ) -> QWidget:
        """A number behind its label, with the chip before it and what is pointed out below it."""
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        label.setBuddy(number)
        if chip is not None:
            grid.addWidget(chip, 0, 0)
        grid.addWidget(label, 0, 1)
        grid.addWidget(number, 0, 2)
        grid.setColumnStretch(1, 1)
        if below is not None:
            grid.addWidget(below, 2, 0, 1, 3)
        self._rows.append((grid, number))
        return box

    def set_narrow(self, narrow: bool) -> None:
        """The numbers below their labels instead of behind them."""
        for grid, number in self._rows:
            grid.addWidget(number, 1 if narrow else 0, 1 if narrow else 2)

    def _fit(self) -> None:
        for number in self.fields:
            number.setFixedWidth(10 * self.fontMetrics().averageCharWidth() + 24)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
