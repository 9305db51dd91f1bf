"""What the window shows of an open session: the side panel and the four tabs of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QTabWidget, QToolButton

from sms_desktop import i18n
from sms_desktop.gui.panel import SidePanel
from sms_desktop.gui.seal import Seal
from sms_desktop.gui.store import Store
from sms_desktop.gui.tabs.quick_scan import QuickScanTab
from sms_desktop.gui.widgets.basics import is_enter
from sms_desktop.gui.widgets.later import Later

if TYPE_CHECKING:
    from sms_desktop.gui.tabs.phase1 import Phase1Tab
    from sms_desktop.gui.tabs.phase2 import Phase2Tab
    from sms_desktop.gui.tabs.phase3 import Phase3Tab

BESIDE = 64
"""Average characters that a tab needs beside the panel, so that no form has to be scrolled sideways."""


class Workspace(QSplitter):
    """Panel left, tabs right. The tabs build themselves when they are first shown.

    Where a tab has too little room beside the panel, the panel comes in its place when it is asked for.
    ``panel_in_the_way()`` when the panel has to be folded away. What the tabs ask for is told by signals of
    the same names.
    """

    panel_in_the_way = Signal()
    add_organisation_wanted = Signal()
    agenda_wanted = Signal()
    read_in_wanted = Signal()

    def __init__(self, store: Store, seal: Seal) -> None:
        super().__init__()
        self._store, self.seal = store, seal
        self.panel = SidePanel(store)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.quick_scan = QuickScanTab(store)
        self.quick_scan.read_in_wanted.connect(self.read_in_wanted)
        self._phase1, self._phase2 = Later(self._make_phase1), Later(self._make_phase2)
        self._phase3 = Later(self._make_phase3)
        for page in (self.quick_scan, self._phase1, self._phase2, self._phase3):
            self.tabs.addTab(page, "")
        self.setChildrenCollapsible(False)
        self.addWidget(self.panel)
        self.addWidget(self.tabs)
        self.setStretchFactor(1, 1)
        self.panel.close_wanted.connect(self.panel_in_the_way)
        self.tabs.currentChanged.connect(lambda _: self._ask_for_current())
        self._ask_for_current()

    @property
    def phase1(self) -> Phase1Tab:
        """The tab of the preparation."""
        return self._phase1.part

    @property
    def phase2(self) -> Phase2Tab:
        """The tab of the dialogue."""
        return self._phase2.part

    @property
    def phase3(self) -> Phase3Tab:
        """The tab of the agreements and what came of them."""
        return self._phase3.part

    def _make_phase1(self) -> Phase1Tab:
        from sms_desktop.gui.tabs.phase1 import Phase1Tab

        tab = Phase1Tab(self._store)
        tab.add_organisation_wanted.connect(self.add_organisation_wanted)
        tab.read_in_wanted.connect(self.read_in_wanted)
        return tab

    def _make_phase2(self) -> Phase2Tab:
        from sms_desktop.gui.tabs.phase2 import Phase2Tab

        tab = Phase2Tab(self._store, self.seal)
        tab.add_organisation_wanted.connect(self.add_organisation_wanted)
        tab.agenda_wanted.connect(self.agenda_wanted)
        return tab

    def _make_phase3(self) -> Phase3Tab:
        from sms_desktop.gui.tabs.phase3 import Phase3Tab

        return Phase3Tab(self._store, self.seal)

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
        self.bring_tab(place)
        self.tabs.currentWidget().setFocus()

    def bring_tab(self, place: int) -> None:
        """Bring a tab to the front, also from behind the panel."""
        if self.tabs.isHidden():
            self.panel_in_the_way.emit()
        self.tabs.setCurrentIndex(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses small buttons too; Qt leaves them to the space bar."""
        focus = self.focusWidget()
        if not is_enter(event) or event.isAutoRepeat() or not isinstance(focus, QToolButton):
            super().keyPressEvent(event)
        elif focus.menu() is not None:
            focus.showMenu()
        else:
            focus.click()

    def _ask_for_current(self) -> None:
        """Only the tab in front says how high it has to be: the others would let it scroll for nothing."""
        for place in range(self.tabs.count()):
            page, is_current = self.tabs.widget(place), place == self.tabs.currentIndex()
            policy = page.sizePolicy()
            ways = QSizePolicy.Policy
            policy.setVerticalPolicy(ways.Preferred if is_current else ways.Ignored)
            page.setSizePolicy(policy)

    # The room of the panel --------------------------------------------------------------------------

    def show_panel(self, shown: bool) -> None:
        """Unfold the panel, in the place of the tabs where it does not fit beside them, or fold it away."""
        if shown is self.panel.isHidden():
            covered = self.tabs.isHidden()
            self.panel.setVisible(shown)
            self._share(covers=shown and self.isVisible() and not self._has_room())
            if covered:
                self.tabs.currentWidget().setFocus()

    def minimumSizeHint(self) -> QSize:
        """No more than either needs: so it is told when there is no room for both."""
        parts = [each.minimumSizeHint() for each in (self.panel, self.tabs) if not each.isHidden()]
        width = max((each.width() for each in parts), default=0)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        """After the room changed: the panel gives way, unless somebody types in it."""
        if self.panel.isHidden() or not self.isVisible():
            return
        covers = not self._has_room()
        if covers and not self.tabs.isHidden() and not self.panel.isAncestorOf(self.focusWidget() or self):
            self.panel_in_the_way.emit()
        else:
            self._share(covers)

    def _has_room(self) -> bool:
        needed = self.panel.minimumSizeHint().width() + self.handleWidth() + self._least()
        return self.contentsRect().width() >= needed

    def _least(self) -> int:
        return BESIDE * self.fontMetrics().averageCharWidth()

    def _share(self, covers: bool) -> None:
        beside = not covers and not self.panel.isHidden()
        self.tabs.setMinimumWidth(self._least() if beside else 0)
        if self.tabs.isHidden() is not covers:
            self.tabs.setHidden(covers)
            self.panel.show_way_back(covers)
