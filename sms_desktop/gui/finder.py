"""*Zoeken*: in the answers and motives of the session, and in the commands of the menus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu

from sms_desktop import i18n, searching
from sms_desktop.gui.widgets.grouped_list import Entry
from sms_desktop.i18n import ntr, tr
from sms_desktop.searching import Hit

if TYPE_CHECKING:
    from sms_desktop.gui.dialogs.chooser import Found
    from sms_desktop.gui.main_window import MainWindow
    from sms_desktop.gui.store import Store

MOST = 200
"""Places that are shown; somebody who finds more types on."""


class Finder:
    """Remembers what was looked for, for the next time."""

    def __init__(self, window: MainWindow, store: Store) -> None:
        self._window = window
        self._store = store
        self._text = ""
        self._hits: tuple[Hit, ...] = ()
        self._commands: list[tuple[str, QAction]] = []

    def find(self) -> None:
        """Ask for a text, show where it stands, and go there."""
        from sms_desktop.gui.dialogs.chooser import Chooser

        hint = tr("Words from answers, motives or names")
        dialog = Chooser(tr("Find in this session"), hint, self._look, self._text)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        self._text = dialog.line.text()
        if accepted:
            self._go(self._hits[int(dialog.chosen)])

    def _go(self, hit: Hit) -> None:
        from sms_desktop.gui.going import go_to

        if hit.part == "agenda":
            self._window.agenda_wanted.emit()
            return
        if hit.part == "session":
            self._window.show_panel()
        missed = tr("This answer is kept, but no form shows it now.")
        go_to(self._window.workspace, hit, lambda: self._window.tell(missed))

    def _look(self, text: str) -> Found:
        # While phase 1 is kept covered, nothing is told of it here either.
        session = self._window.workspace.seal.seen(self._store.session)
        self._hits = searching.find(session, text)
        if not self._hits:
            return (), tr("Nothing found.") if text.strip() else tr("Capitals and accents do not matter.")
        told = ntr("{n} place. Enter goes there.", "{n} places. Enter goes there.", len(self._hits))
        if len(self._hits) > MOST:
            told += " " + tr("The first {n} are shown.").format(n=MOST)
        return list(self._entries()), told

    def _entries(self) -> Iterator[Entry]:
        part = ""
        for number, hit in enumerate(self._hits[:MOST]):
            if hit.part != part:
                part = hit.part
                yield Entry("", self._heading(part))
            detail = " · ".join(each for each in (hit.place, hit.label) if each)
            yield Entry(str(number), hit.snippet, detail)

    def _heading(self, part: str) -> str:
        form_set, code = self._store.session.form_set, i18n.current().code
        match part:
            case "quick_scan":
                return form_set.quick_scan.tab.in_language(code)
            case "phase1":
                return form_set.phase1.tab.in_language(code)
            case "phase2":
                return form_set.phase2.tab.in_language(code)
            case "phase3":
                return form_set.phase3.tab.in_language(code)
            case "agenda":
                return tr("Agenda for the conversation")
        return tr("Session and organisations")

    # Commands ---------------------------------------------------------------------------------------

    def find_command(self) -> None:
        """Ask for a command by its words, and give it."""
        from sms_desktop.gui.dialogs.chooser import Chooser

        self._commands = [
            each for menu in _menus(self._window) for each in _commands(menu, _plain(menu.title()))
        ]
        dialog = Chooser(tr("Find a command"), tr("Words from the menus"), self._look_for_command)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._commands[int(dialog.chosen)][1].trigger()

    def _look_for_command(self, text: str) -> Found:
        wanted = searching.words(text)
        fitting = [
            (number, path, action)
            for number, (path, action) in enumerate(self._commands)
            if not wanted or searching.holds(path, wanted)
        ]
        entries = [
            Entry(str(number), path, action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            for number, path, action in sorted(fitting, key=lambda each: searching.closeness(each[1], wanted))
        ]
        return entries, "" if entries else tr("Nothing found.")


def _menus(window: MainWindow) -> Iterator[QMenu]:
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield menu


def _commands(menu: QMenu, path: str) -> Iterator[tuple[str, QAction]]:
    """What can be chosen in a menu and those in it now, each with the way to it in words."""
    for action in menu.actions():
        inner = action.menu()
        words = f"{path} › {_plain(action.text())}"
        if isinstance(inner, QMenu):
            yield from _commands(inner, words)
        elif not action.isSeparator() and action.isEnabled():
            yield words, action


def _plain(text: str) -> str:
    """The text of a menu without the marks of its key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
