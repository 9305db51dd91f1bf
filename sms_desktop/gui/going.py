"""Going to where something was found: the tab, the record and the field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from sms_desktop.gui.widgets.reading_order import bring_in_sight
from sms_desktop.gui.workspace import Workspace
from sms_desktop.searching import Hit

_TABS = {"quick_scan": 0, "phase1": 1, "phase2": 2, "phase3": 3}


def go_to(workspace: Workspace, hit: Hit, missed: Callable[[], object]) -> None:
    """Open what the hit stands in and give its field the focus; ``missed()`` if no form shows the field."""
    if hit.part in _TABS:
        workspace.bring_tab(_TABS[hit.part])
    match hit.part:
        case "session":
            workspace.panel.open_field(hit.where, hit.field)
        case "quick_scan":
            workspace.quick_scan.open_sheet(hit.where.id)
        case "phase1":
            workspace.phase1.choose(hit.where.id)
        case "phase2":
            workspace.phase2.open_field(hit.where, hit.field, hit.motive)
        case "phase3":
            workspace.phase3.open_field(hit.where, hit.field)
    if hit.field:  # for a sheet or a motive, opening it was all
        # What was just made can be seen, and so be entered, a moment later.
        name = hit.field + hit.where.suffix()
        QTimer.singleShot(0, workspace, lambda: _enter(workspace, name) or missed())


def _enter(workspace: Workspace, name: str) -> bool:
    found = [each for each in workspace.findChildren(QWidget, name) if each.isVisibleTo(workspace)]
    for widget in found:
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bring_in_sight(widget)
    return bool(found)
