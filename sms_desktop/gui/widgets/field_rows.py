"""The free fields of a form, laid out in their order: short ones in pairs, long ones over the width."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from sms_desktop.core.forms import FieldSpec
from sms_desktop.core.session import Where
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.fields import BoundField, labelled_field

PAIRED_FROM = 44
"""Average characters. In less room short fields stand below each other too."""


def same_id(spec: FieldSpec) -> str:
    """The field id of a specification whose id is whole."""
    return spec.id


def field_rows(
    store: Store, where: Where, specs: Iterable[FieldSpec], field_of: Callable[[FieldSpec], str] = same_id
) -> tuple[QWidget, dict[str, BoundField]]:
    """The fields with their labels, and the input widgets by the id of their specification."""
    widgets: dict[str, BoundField] = {}
    wholes: list[tuple[QWidget, bool]] = []
    for spec in specs:
        whole, widgets[spec.id] = labelled_field(store, where, spec, field_of(spec))
        wholes.append((whole, spec.kind in ("area", "tick")))
    return _Rows(wholes), widgets


class _Rows(QWidget):
    """Fields, of which some take the whole width; the others stand in pairs where there is room."""

    def __init__(self, wholes: list[tuple[QWidget, bool]]) -> None:
        super().__init__()
        self._wholes = wholes
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._in_pairs = True
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        in_pairs = self.width() >= PAIRED_FROM * self.fontMetrics().averageCharWidth()
        if in_pairs is not self._in_pairs:
            self._in_pairs = in_pairs
            self._place()

    def _place(self) -> None:
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if self._in_pairs or not column else 0)
        row = column = 0
        for whole, wide in self._wholes:
            alone = wide or not self._in_pairs
            if alone and column:
                row, column = row + 1, 0
            span = 2 if wide and self._in_pairs else 1
            self._grid.addWidget(whole, row, column, 1, span, Qt.AlignmentFlag.AlignBottom)
            row, column = (row, 1) if not alone and column == 0 else (row + 1, 0)
