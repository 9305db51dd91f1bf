"""What the window shows of an open session: the side panel and the four tabs of the day."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QToolButton, QWidget

from sms_desktop import i18n
from sms_desktop.gui.panel import SidePanel
from sms_desktop.gui.seal import Seal
from sms_desktop.gui.store import Store
from sms_desktop.gui.tabs.phase1 import Phase1Tab
from sms_desktop.gui.tabs.phase2 import Phase2Tab
from sms_desktop.gui.tabs.phase3 import Phase3Tab
from sms_desktop.gui.tabs.quick_scan import QuickScanTab
from sms_desktop.gui.widgets.basics import is_enter


class Workspace(QSplitter):
    """Panel left, tabs right. The tabs build themselves when they are first shown."""

    def __init__(self, store: Store, seal: Seal) -> None:
        super().__init__()
        self._store, self.seal = store, seal
        self.panel = SidePanel(store)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.quick_scan, self.phase1 = QuickScanTab(store), Phase1Tab(store)
        self.phase2, self.phase3 = Phase2Tab(store, seal), Phase3Tab(store, seal)
        for page in self._pages():
            self.tabs.addTab(page, "")
        self.setChildrenCollapsible(False)
        self.addWidget(self.panel)
        self.addWidget(self.tabs)
        self.setStretchFactor(1, 1)

    def name_tabs(self) -> tuple[str, ...]:
        """Give the tabs the names that the forms of the open session have, and return them."""
        form_set, code = self._store.session.form_set, i18n.current().code
        forms = (form_set.quick_scan, form_set.phase1, form_set.phase2, form_set.phase3)
        names = tuple(form.tab.in_language(code) for form in forms)
        for place, name in enumerate(names):
            self.tabs.setTabText(place, name)
        return names

    def show_tab(self, place: int) -> None:
        """Bring a tab to the front and go into it."""
        self.tabs.setCurrentIndex(place)
        self.tabs.currentWidget().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses small buttons too; Qt leaves them to the space bar."""
        focus = self.focusWidget()
        if not is_enter(event) or event.isAutoRepeat() or not isinstance(focus, QToolButton):
            super().keyPressEvent(event)
        elif focus.menu() is not None:
            focus.showMenu()
        else:
            focus.click()

    def _pages(self) -> tuple[QWidget, ...]:
        return self.quick_scan, self.phase1, self.phase2, self.phase3
