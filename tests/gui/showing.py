"""Shows one tab of the window by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pytestqt.qtbot import QtBot

from sms_desktop.core.session import Session
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.fields import Page

_Tab = TypeVar("_Tab", bound=Page)


def show_tab(qtbot: QtBot, kind: Callable[[Store], _Tab], session: Session, writable: bool = True) -> _Tab:
    """A tab with this session, shown and in front."""
    store = Store()
    store.load(session, writable)
    made = kind(store)
    store.setParent(made)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
