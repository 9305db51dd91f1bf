"""The main window: menus, side panel, the four tabs of the day, and where the session stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from sms_desktop import i18n, settings
from sms_desktop.gui.standing import STANDING_WORDS, Standing
from sms_desktop.gui.welcome import Welcome
from sms_desktop.gui.widgets.banner import Banner
from sms_desktop.gui.widgets.basics import scrolled, set_role, text_label
from sms_desktop.gui.widgets.drop_hint import DropHint, dragged_files
from sms_desktop.i18n import tr

if TYPE_CHECKING:  # the workspace is loaded after the window is there
    from sms_desktop.gui.document import Document
    from sms_desktop.gui.store import Step, Store
    from sms_desktop.gui.workspace import Workspace

NARROW = 140
"""Characters across the window below which there is no room for the panel beside a tab."""


class MainWindow(QMainWindow):
    """Shows the welcome, and the workspace once :meth:`attach` gave it one.

    What the menus ask for is told by signals to who composes the program.
    """

    first_painted = Signal()
    new_wanted = Signal()
    new_from_wanted = Signal()
    open_wanted = Signal()
    open_path_wanted = Signal(Path)
    dropped = Signal(list)
    read_in_wanted = Signal()
    example_wanted = Signal()
    save_wanted = Signal()
    save_as_wanted = Signal()
    close_session_wanted = Signal()
    print_wanted = Signal(int)
    blank_forms_wanted = Signal()
    output_wanted = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()
    present_wanted = Signal()
    group_picture_wanted = Signal()
    agenda_wanted = Signal()
    comparison_wanted = Signal()
    take_over_wanted = Signal()
    find_wanted = Signal()
    command_wanted = Signal()
    edit_forms_wanted = Signal()
    versions_wanted = Signal()
    delete_wanted = Signal()
    handbook_wanted = Signal()
    about_wanted = Signal()
    settings_wanted = Signal()
    zoom_wanted = Signal(int)
    theme_wanted = Signal(str)
    language_wanted = Signal(str)
    closing = Signal(object)

    store: Store
    document: Document
    workspace: Workspace

    def __init__(self) -> None:
        super().__init__()
        self._is_painted = False
        self._is_attached = False
        self._zoom_shown = 100
        self._panel_gave_way = False
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 420)
        self.resize(1240, 700)
        self.welcome = Welcome()
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(self.welcome))
        self.banner = Banner()
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(central)
        self._needs_session: list[QAction] = []
        self._chosen: dict[str, QAction] = {}
        self._recent_menu = QMenu(tr("&Recent"), self)
        self._make_menus()
        self._make_status_bar()
        self._drop_hint = DropHint(
            self,
            tr("Let go to open or read it"),
            tr("Sessions, scans, photos, filled-in forms, or a folder with them."),
        )
        for action in (*self._needs_session, self._undo, self._redo):
            action.setEnabled(False)
        for signal, wanted in (
            (self.welcome.new_wanted, self.new_wanted),
            (self.welcome.open_wanted, self.open_wanted),
            (self.welcome.example_wanted, self.example_wanted),
            (self.welcome.blank_forms_wanted, self.blank_forms_wanted),
            (self.welcome.comparison_wanted, self.comparison_wanted),
            (self.welcome.recent_wanted, self.open_path_wanted),
        ):
            signal.connect(wanted)

    def attach(self, store: Store, document: Document, workspace: Workspace) -> None:
        """Show the sessions of ``store`` in ``workspace`` from now on."""
        self.store, self.document, self.workspace = store, document, workspace
        self._is_attached = True
        self._stack.addWidget(scrolled(workspace))
        workspace.show_panel(self.panel_action.isChecked())
        workspace.panel_in_the_way.connect(self._put_panel_away)
        store.loaded.connect(self.show_session)
        store.history_changed.connect(self._show_history)
        workspace.seal.changed.connect(self._show_history)
        document.standing_changed.connect(self._show_standing)
        document.place_changed.connect(self._show_place)
        workspace.add_organisation_wanted.connect(self._add_organisation)
        workspace.agenda_wanted.connect(self.agenda_wanted)
        workspace.read_in_wanted.connect(self.read_in_wanted)
        self.show_session()

    @property
    def tabs(self) -> QTabWidget:
        """The four tabs."""
        return self.workspace.tabs

    # Building --------------------------------------------------------------------------------------

    def _make_menus(self) -> None:
        self._file_menu()
        self._edit_menu()
        self._view_menu()
        menu = self.menuBar().addMenu(tr("&Help"))
        key = QKeySequence.StandardKey.HelpContents
        self._action(menu, tr("&Handbook"), self.handbook_wanted.emit, key)
        self._action(menu, tr("&About SMS-tool"), self.about_wanted.emit)

    def _file_menu(self) -> None:
        menu = self.menuBar().addMenu(tr("&File"))
        key = QKeySequence.StandardKey
        self._action(menu, tr("&New session…"), self.new_wanted.emit, key.New)
        self._action(
            menu,
            tr("New session based on…"),
            self.new_from_wanted.emit,
        )
        self._action(menu, tr("&Open…"), self.open_wanted.emit, key.Open)
        menu.addMenu(self._recent_menu)
        self._action(menu, tr("Open the &example"), self.example_wanted.emit)
        menu.addSeparator()
        self._action(menu, tr("&Save now"), self.save_wanted.emit, key.Save, session=True)
        self._action(menu, tr("Save &as…"), self.save_as_wanted.emit, ["Ctrl+Shift+S"], session=True)
        self._action(menu, tr("Previous &versions…"), self.versions_wanted.emit, session=True)
        self._action(menu, tr("&Delete session…"), self.delete_wanted.emit, session=True)
        menu.addSeparator()
        self._action(
            menu,
            tr("&Print…"),
            lambda: self.print_wanted.emit(self.tabs.currentIndex()),
            key.Print,
            session=True,
        )
        self._action(menu, tr("Print &blank forms…"), self.blank_forms_wanted.emit)
        self._action(menu, tr("Read &in…"), self.read_in_wanted.emit, ["Ctrl+I"], session=True)
        menu.addSeparator()
        self._output_actions(menu)
        menu.addSeparator()
        self._action(menu, tr("&Close session"), self.close_session_wanted.emit, ["Ctrl+W"], session=True)
        self._action(menu, tr("&Quit"), self.close, ["Ctrl+Q"])

    def _output_actions(self, menu: QMenu) -> None:
        for kind, text in (
            ("form_pdf", tr("For&m to fill in (PDF)…")),
            ("report", tr("Repor&t…")),
            ("agenda", tr("A&genda for the conversation…")),
            ("thread", tr("T&hread from motive to evidence…")),
            ("export", tr("E&xport data…")),
            ("issue", tr("Iss&ue a part of the session…")),
        ):
            self._action(menu, text, lambda chosen=kind: self.output_wanted.emit(chosen), session=True)

    def _edit_menu(self) -> None:
        menu = self.menuBar().addMenu(tr("&Edit"))
        self._undo = self._action(menu, tr("&Undo"), self.undo_wanted.emit, ["Ctrl+Z"])
        self._redo = self._action(menu, tr("&Redo"), self.redo_wanted.emit, ["Ctrl+Y", "Ctrl+Shift+Z"])
        menu.addSeparator()
        self._action(menu, tr("&Find…"), self.find_wanted.emit, QKeySequence.StandardKey.Find, session=True)
        self._action(menu, tr("Find a comman&d…"), self.command_wanted.emit, ["Ctrl+Shift+P"])
        menu.addSeparator()
        self._action(menu, tr("&Change the forms…"), self.edit_forms_wanted.emit)
        self._take_over = self._action(
            menu, tr("Take over &newer forms…"), self.take_over_wanted.emit, session=True
        )
        menu.addSeparator()
        self._action(menu, tr("&Settings…"), self.settings_wanted.emit, ["Ctrl+,"])

    def _view_menu(self) -> None:
        menu = self.menuBar().addMenu(tr("&View"))
        for number in range(4):
            keys = [f"Ctrl+{number + 1}"]
            action = self._action(menu, "", lambda place=number: self.show_tab(place), keys, session=True)
            action.setData(number)
        for text, by, keys in (
            (tr("Next ta&b"), 1, "Ctrl+Tab"),
            (tr("Pre&vious tab"), -1, "Ctrl+Shift+Tab"),
        ):
            self._action(menu, text, lambda step=by: self._step_tab(step), [keys], session=True)
        self._tab_actions = [action for action in menu.actions() if action.data() is not None]
        menu.addSeparator()
        self._action(menu, tr("&Present"), self.present_wanted.emit, ["F5"], session=True)
        self._action(menu, tr("&Group picture"), self.group_picture_wanted.emit, ["F6"], session=True)
        self._action(
            menu,
            tr("&Agenda for the conversation"),
            self.agenda_wanted.emit,
            ["F7"],
            session=True,
        )
        self._action(menu, tr("&Compare sessions"), self.comparison_wanted.emit, ["F8"])
        menu.addSeparator()
        self.panel_action = self._action(menu, tr("&Side panel"), self._fold_panel, ["F9"])
        self.panel_action.setCheckable(True)
        self.panel_action.setChecked(True)
        menu.addSeparator()
        self._action(menu, tr("&Larger"), lambda: self.zoom_wanted.emit(1), ["Ctrl++", "Ctrl+="])
        self._action(menu, tr("S&maller"), lambda: self.zoom_wanted.emit(-1), ["Ctrl+-"])
        self._action(menu, tr("&Normal size"), lambda: self.zoom_wanted.emit(0), ["Ctrl+0"])
        self._action(menu, tr("&Full screen"), self._toggle_full_screen, ["F11"])
        menu.addSeparator()
        themes = next(each for each in settings.TABLE if each.id == "theme").choices
        self._choices(
            menu.addMenu(tr("Colou&rs")),
            tuple((value, tr(text)) for value, text in themes),
            self.theme_wanted,
        )
        languages = tuple((code, i18n.language_name(code)) for code in i18n.available())
        self._choices(menu.addMenu(tr("Lang&uage")), languages, self.language_wanted)

    def _action(
        self,
        menu: QMenu,
        text: str,
        slot: Callable[[], object],
        keys: QKeySequence.StandardKey | Sequence[str] = (),
        session: bool = False,
    ) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda *_: slot())
        action.setShortcuts(keys)
        if session:
            self._needs_session.append(action)
        menu.addAction(action)
        return action

    def _choices(self, menu: QMenu, choices: tuple[tuple[str, str], ...], signal: Signal) -> None:
        group = QActionGroup(self)
        for value, text in choices:
            action = QAction(text, self)
            action.setCheckable(True)
            action.setData(value)
            action.triggered.connect(lambda *_, chosen=value: signal.emit(chosen))
            group.addAction(action)
            menu.addAction(action)
            self._chosen[value] = action

    def tick_choice(self, value: str) -> None:
        """Show which theme or language is in use in its menu."""
        if value in self._chosen:
            self._chosen[value].setChecked(True)

    def _make_status_bar(self) -> None:
        self._where = text_label("", "note", wrap=False)
        self._where.setObjectName("status.file")
        self._standing = text_label("", "good", wrap=False)
        self._standing.setObjectName("status.standing")
        self._zoom = QLabel()
        bar = self.statusBar()
        bar.setContentsMargins(8, 0, 4, 0)
        bar.addWidget(self._where)
        # Qt hides it only until the next change of the bar, and then draws the one over the other.
        bar.messageChanged.connect(lambda text: self._where.setVisible(not text))
        bar.addPermanentWidget(self._zoom)
        bar.addPermanentWidget(self._standing)

    # Showing ---------------------------------------------------------------------------------------

    def show_session(self) -> None:
        """The tabs when a session is open, else the welcome."""
        is_open = self.store.has_session
        self._stack.setCurrentIndex(1 if is_open else 0)
        for action in self._needs_session:
            action.setEnabled(is_open)
        if is_open:
            for action, name in zip(self._tab_actions, self.workspace.name_tabs(), strict=True):
                action.setText(name)
        self._show_history()
        self._show_place()
        self._show_standing()

    def show_tab(self, place: int) -> None:
        """Bring a tab to the front and go into it."""
        self.workspace.show_tab(place)

    def _step_tab(self, by: int) -> None:
        self.show_tab((self.tabs.currentIndex() + by) % self.tabs.count())

    def show_recent(self, paths: tuple[str, ...]) -> None:
        """The sessions that were open last, in menu and welcome."""
        self.welcome.show_recent(paths)
        self._recent_menu.clear()
        self._recent_menu.setEnabled(bool(paths))
        for text in paths:
            action = QAction(text.replace("&", "&&"), self)
            action.triggered.connect(lambda *_, chosen=text: self.open_path_wanted.emit(Path(chosen)))
            self._recent_menu.addAction(action)

    def show_zoom(self, percent: int) -> None:
        """The zoom in the status bar, when it is not 100 %; large type gets the room of the panel."""
        self._zoom.setText("" if percent == 100 else f"{percent} %")
        if self._is_attached:
            self._show_place()
        if percent == self._zoom_shown:
            return
        self._zoom_shown = percent
        if percent != 100 and self.width() < self.fontMetrics().averageCharWidth() * NARROW:
            self._put_panel_away()
        elif self._panel_gave_way:
            self.show_panel()

    def _put_panel_away(self) -> None:
        """Room for the tabs; with smaller type, or when it is asked for, the panel comes back."""
        if not self.panel_action.isChecked():
            return
        is_told = self._is_attached and self.store.has_session and not self.workspace.tabs.isHidden()
        self.panel_action.setChecked(False)
        self._fold_panel(gives_way=True)
        if is_told:
            self.tell(tr("The side panel made room. F9 shows it."))

    def tell(self, sentence: str) -> None:
        """Something that happened, for a few seconds in the status bar."""
        self.statusBar().showMessage(sentence, 8000)

    def _show_history(self) -> None:
        for action, can, step, bare, named in (
            (self._undo, self.store.can_undo, self.store.last_step, tr("&Undo"), tr("&Undo: {name}")),
            (self._redo, self.store.can_redo, self.store.next_step, tr("&Redo"), tr("&Redo: {name}")),
        ):
            name = self._name_of(step)
            action.setEnabled(self.store.has_session and can)
            action.setText(named.format(name=name.replace("&", "&&")) if can and name else bare)

    def _name_of(self, step: Step | None) -> str:
        """What a step is called. While phase 1 is covered, a name does not tell an answer of it either."""
        if step is None or not self.store.has_session:
            return ""
        now = self.store.session
        if self.workspace.seal.hides(step.session, now):
            return now.form_set.phase1.tab.in_language(i18n.current().code)
        return step.name

    def _show_place(self) -> None:
        path = self.document.path
        if path is None or not self.store.has_session:
            self.setWindowTitle("SMS-tool")
            self._where.setText("")
            return
        self.setWindowTitle(f"{path.stem} – SMS-tool")
        metrics = self._where.fontMetrics()
        elided = metrics.elidedText(str(path), QtCore.Qt.TextElideMode.ElideMiddle, self._room_for_place())
        self._where.setText(elided)
        self._where.setToolTip(str(path))

    def _room_for_place(self) -> int:
        return min(self.fontMetrics().averageCharWidth() * 60, self.width() // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_attached:
            self._show_place()

    def _show_standing(self) -> None:
        self._standing.setVisible(self.store.has_session)
        standing = self.document.standing
        self._standing.setText(tr(STANDING_WORDS[standing]))
        set_role(self._standing, "good" if standing is Standing.SAVED else "note")

    def show_panel(self) -> None:
        """Unfold the side panel."""
        self.panel_action.setChecked(True)
        self._fold_panel()

    def _add_organisation(self) -> None:
        self.show_panel()
        self.workspace.panel.add_first_organisation()

    def _fold_panel(self, *, gives_way: bool = False) -> None:
        """Panel as its action is ticked; ``gives_way``: only for want of room."""
        shown = self.panel_action.isChecked()
        # Put away because it stood in the place of the tabs, it comes back where there is room for both.
        was_in_the_way = self._is_attached and self.workspace.tabs.isHidden()
        self._panel_gave_way = not shown and (gives_way or was_in_the_way)
        self.statusBar().clearMessage()
        if self._is_attached:
            self.workspace.show_panel(shown)

    @property
    def panel_wanted(self) -> bool:
        """Whether the panel is to be shown where there is room for it."""
        return self.panel_action.isChecked() or self._panel_gave_way

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ QtCore.Qt.WindowState.WindowFullScreen)  # maximised stays so

    # Remembering -----------------------------------------------------------------------------------

    def geometry_text(self) -> str:
        """Size and place of the window, to be remembered."""
        return self.saveGeometry().toBase64().data().decode()

    def restore_geometry_text(self, text: str) -> None:
        """The size and place of the last time, if they still fit a screen."""
        if text:
            self.restoreGeometry(QByteArray.fromBase64(text.encode()))

    def retire(self) -> None:
        """Make room for another window on the same session."""
        self.hide()
        self.store.loaded.disconnect(self.show_session)
        self.store.history_changed.disconnect(self._show_history)
        self.workspace.seal.changed.disconnect(self._show_history)
        self.document.standing_changed.disconnect(self._show_standing)
        self.document.place_changed.disconnect(self._show_place)
        self.deleteLater()

    # Events ----------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        from sms_desktop.gui.widgets.reading_order import step_focus

        return step_focus(self, forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_files(event):
            event.acceptProposedAction()
            self._drop_hint.lay_over()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint.hide()
        paths = dragged_files(event)
        if paths:
            event.acceptProposedAction()
            # Opening may ask something; whoever is dragged from waits until this is over.
            QTimer.singleShot(0, self, lambda: self.dropped.emit(paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closing.emit(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.first_painted.emit)
