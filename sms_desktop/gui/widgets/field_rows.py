"""The free fields of a form, laid out in their order: short ones in pairs, long ones over the width."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from sms_desktop.core.forms import FieldSpec
from sms_desktop.core.session import Where
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.fields import BoundField, labelled_field


def same_id(spec: FieldSpec) -> str:
    """The field id of a specification whose id is whole."""
    return spec.id


def field_rows(
    store: Store, where: Where, specs: Iterable[FieldSpec], field_of: Callable[[FieldSpec], str] = same_id
) -> tuple[QWidget, dict[str, BoundField]]:
    """The fields with their labels, and the input widgets by the id of their specification."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for column in (0, 1):
        grid.setColumnStretch(column, 1)
    widgets: dict[str, BoundField] = {}
    row = column = 0
    for spec in specs:
        whole, widgets[spec.id] = labelled_field(store, where, spec, field_of(spec))
        wide = spec.kind in ("area", "tick")
        if wide and column:
            row, column = row + 1, 0
        grid.addWidget(whole, row, column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignBottom)
        row, column = (row, 1) if not wide and column == 0 else (row + 1, 0)
    return box, widgets
