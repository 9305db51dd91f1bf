"""The show of hands: per half and cluster a number, and the number of people. Kept apart from sheets."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sms_desktop import i18n, labels
from sms_desktop.core import fields, insight
from sms_desktop.core.forms import SIDES, Cluster, FormSet, SideId
from sms_desktop.core.session import WHOLE
from sms_desktop.gui.store import Store
from sms_desktop.gui.tabs.quick_scan_sheet import cluster_line
from sms_desktop.gui.widgets.basics import text_label
from sms_desktop.gui.widgets.fields import NumberField
from sms_desktop.gui.widgets.reading_order import OwnOrder
from sms_desktop.i18n import tr


class TallyForm(QWidget, OwnOrder):
    """Numbers for a show of hands, education left, practice right."""

    def __init__(self, store: Store, form_set: FormSet) -> None:
        super().__init__()
        self.store = store
        self._form_set = form_set
        self.fields: list[NumberField] = []
        self._warnings: dict[str, QLabel] = {}
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
        self._grid.setVerticalSpacing(4)
        layout.addLayout(self._grid)
        self._add_people()
        for place, cluster in enumerate(form_set.clusters, start=1):
            self._add_cluster(2 * place, cluster)
        self.fields.sort(key=lambda number: SIDES.index(number.field.split(".")[1]))
        layout.addStretch(1)
        self._fit()

    def _add_people(self) -> None:
        for column, side in enumerate(SIDES):
            name = labels.side_label(self._form_set, side, i18n.current())
            self._grid.addWidget(text_label(name, "heading"), 0, column)
            self._grid.setColumnStretch(column, 1)
            row = _row(tr("Number of people"), self._number(side, "people"))
            self._grid.addLayout(row, 1, column)

    def _add_cluster(self, row: int, cluster: Cluster) -> None:
        """The cluster over both halves, below it the number of hands of each."""
        self._grid.addWidget(cluster_line(cluster), row, 0, 1, 2)
        for column, side in enumerate(SIDES):
            number = self._number(side, cluster.id)
            warning = text_label("", "warning")
            warning.setObjectName(number.field + ".point")
            warning.hide()
            self._warnings[number.field] = warning
            whole = QVBoxLayout()
            whole.setContentsMargins(0, 0, 0, 8)
            whole.addLayout(_row(tr("Hands"), number))
            whole.addWidget(warning)
            whole.addStretch(1)
            self._grid.addLayout(whole, row + 1, column)

    def _number(self, side: SideId, what: str) -> NumberField:
        field = fields.tally(side, what)
        label = labels.field_label(self.store.session, field, i18n.current())
        made = NumberField(self.store, WHOLE, field, label)
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.fields.append(made)
        return made

    def parts_in_order(self) -> list[NumberField]:
        """A group is asked about one half, then about the other: so go the keys."""
        return self.fields

    def show_session(self) -> None:
        """Bring the numbers up to date, and point out more hands than people."""
        for number in self.fields:
            number.refresh()
        pointed_out = {point.field for point in insight.tally_points(self.store.session)}
        text = "⚠ " + tr("More hands than people")
        for field, warning in self._warnings.items():
            warning.setText(text)
            warning.setVisible(field in pointed_out)

    def _fit(self) -> None:
        for number in self.fields:
            number.setFixedWidth(10 * self.fontMetrics().averageCharWidth() + 24)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()


def _row(text: str, number: NumberField) -> QHBoxLayout:
    """A number behind its label."""
    line = QHBoxLayout()
    line.setSpacing(8)
    label = text_label(text, "label", wrap=False)
    label.setBuddy(number)
    line.addWidget(label)
    line.addWidget(number)
    line.addStretch(1)
    return line
