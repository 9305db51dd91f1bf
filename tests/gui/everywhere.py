"""Goes through every window and dialog of the program, for what has to be true of all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QRect, QSize, Qt
from PySide6.QtGui import QAction, QImage, QScreen
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMessageBox,
    QRadioButton,
    QTabWidget,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from sms_desktop import i18n, own_forms
from sms_desktop.core import edits
from sms_desktop.core.session import Session
from sms_desktop.exchange.form_pdf.reading import Odd
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.reading import FieldReading, PageReading, Reason, Status
from sms_desktop.gui.dialogs.conflicts import ConflictsDialog
from sms_desktop.gui.dialogs.differences import DifferencesDialog
from sms_desktop.gui.intake.kinds import TO_PUT_TOGETHER
from sms_desktop.gui.intake.page import PageDialog
from sms_desktop.gui.intake.pile import Entry, Pile
from sms_desktop.gui.intake.review import ReviewDialog
from sms_desktop.gui.intake.summary import SummaryDialog
from sms_desktop.gui.panel import OrganisationRow
from sms_desktop.storage import codec

LAPTOP = QRect(0, 0, 1366, 728)
"""What a small laptop has for a window, in pixels: without a task bar."""


def on_a_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen of a small laptop; dialogs that would wait are only shown."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda self: LAPTOP)
    monkeypatch.setattr(QScreen, "availableSize", lambda self: LAPTOP.size())
    for kind in (QDialog, QMessageBox):
        monkeypatch.setattr(kind, "exec", _only_show)


def _only_show(dialog: QDialog) -> int:
    _shown.append(dialog)
    dialog.show()
    return 0


_shown: list[QWidget] = []

LEFT_ALONE = (
    "&Quit",
    "&Close session",
    "&Larger",
    "S&maller",
    "&Normal size",
    "&Full screen",
    "&Open…",
    "New session based on…",
    "Save &as…",
    "Open the &example",
)
"""Commands that open no window of the program: they end it, change it or ask the system for a file."""


def every_window(program) -> Iterator[tuple[str, QWidget]]:
    """Each window with a name for it, shown; it is put away afterwards."""
    window: QMainWindow = program.window
    window.resize(LAPTOP.size())
    QApplication.processEvents()
    yield "welcome", window
    program.controller.open_example()
    yield from views(program)
    window.show_tab(0)
    yield from _panel(window)
    for menu in [action.menu() for action in window.menuBar().actions()]:
        assert isinstance(menu, QMenu)
        yield from _behind(program, menu)
    yield from _with_something_in_it(program)
    yield from _intake(program)
    rows = [("Ziekenhuis: Innovatie – Beoogde opbrengst", "Korter", "Een veel langere tekst " * 6)] * 5
    yield from _put_away("conflicts", ConflictsDialog("Uitleg", rows))
    yield from _put_away(
        "differences", DifferencesDialog("Titel", "Uitleg", rows, "Goed", discard_text="Weg")
    )


def _with_something_in_it(program) -> Iterator[tuple[str, QWidget]]:
    """Windows that show little by themselves: sessions compared, forms with mistakes, what was found."""
    folder = program.folders.sessions
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "voorbeeld.smsjson").write_bytes(codec.encode(program.store.session))
    (folder / "kapot.smsjson").write_bytes(b"{")
    program.controller.compare_sessions(folder)
    comparison = program.controller._comparison
    _until(lambda: comparison._shown is not None)
    yield from _put_away("comparison", comparison)
    own_forms.make(program.folders.forms)
    form = program.folders.forms / "phase1.toml"
    form.write_text(form.read_text("utf-8").replace("free_rows = 3", "free_rows = 33"), "utf-8")
    program.controller.edit_forms()
    yield from _put_away("forms with a mistake", *_shown)
    for key, typed in (("find_wanted", "zorg"), ("command_wanted", "e")):
        getattr(program.window, key).emit()
        chooser = _shown[-1]
        chooser.findChild(QLineEdit).setText(typed)
        yield from _put_away(key, chooser)


def _intake(program) -> Iterator[tuple[str, QWidget]]:
    """What came in: a list with everything that can become of a page, and what is opened from it."""
    program.controller.read_in()
    window = program.controller.incoming_window
    for entry in _entries(program.store.session):
        window._found(entry)
    window._bilevel.show()
    window._show_state()
    yield from _put_away("incoming", window)
    program.store.apply("", edits.cover)
    pile = Pile(program.store.session)
    for entry in _entries(program.store.session):
        pile.add(entry)
    for covered in (False, True):
        review = ReviewDialog(pile, None, covered)
        for place in range(len(review._questions) + 1):
            review._place = place
            review._show()
            review.show()
            settle()
            yield f"review {place}", review
        yield from _put_away("review", review)
        for place in (0, 3):
            yield from _put_away(f"page {place}", PageDialog(pile, place, None, covered))
        yield from _put_away("summary", SummaryDialog(pile, 3, None, covered))


def _entries(session: Session) -> list[Entry]:
    """Pages in doubt, read, to be typed and refused, as they are read from paper and from a form."""
    school, form = session.organisations[0], "phase1-education"
    crop, page = _jpeg(300, 120), _jpeg(1170, 827)

    def field(name: str, kind: str, value: bool | str | None, doubt: Doubt | None = None) -> FieldReading:
        return FieldReading(name, kind, value, 0.5, doubt, crop)

    answers = (
        field("phase1.mission.yes", "box", True, Doubt.BLACKED_OUT),
        field("phase1.mission.no", "box", False),
        field("phase1.manager", "line", None, Doubt.HANDWRITING),
        field("phase1.mission.outcome", "area", None, Doubt.HANDWRITING),
        field("phase1.network.outcome", "area", "Iets anders dan er al stond"),
    )
    doubtful = PageReading(
        "fase 1.pdf", 1, Status.DOUBTFUL, Reason.DOUBTS, school.id, form, 1, "", answers, False, page
    )
    ticks = (field("quick_scan.education.capital", "box", True, Doubt.TWICE),)
    sheet = PageReading(
        "stapel.pdf", 1, Status.DOUBTFUL, Reason.DOUBTS, "paper-101", "quick-scan", 1, "", ticks
    )
    odd = (Odd("missing", "phase1.innovation.yes"), Odd("unknown", "Opmerking"))
    bare = [PageReading("los.png", n, Status.MANUAL, r, picture=page) for n, r in enumerate(Reason, 1)]
    return [
        Entry("page", Path("fase 1.pdf"), doubtful, odd=odd),
        Entry("page", Path("stapel.pdf"), sheet),
        Entry("session", Path("deel.smsjson"), session=session, note=TO_PUT_TOGETHER),
        *(Entry("page", Path("los.png"), each) for each in bare),
    ]


def _jpeg(width: int, height: int) -> bytes:
    data = QBuffer()
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    image.save(data, "JPEG")
    return bytes(data.data())


def views(program) -> Iterator[tuple[str, QWidget]]:
    """The main window with each tab in front, and what can be opened in it."""
    window, work = program.window, program.window.workspace
    for number, page in enumerate((work.quick_scan, work.phase1, work.phase2, work.phase3)):
        window.show_tab(number)
        settle()
        yield f"tab {number + 1}", window
        if page is work.quick_scan:
            page.show_hands()
            settle()
            yield "show of hands", window
        elif page is work.phase1:
            page.choose(program.store.session.of_side("practice")[0].id)
            settle()
            yield "phase 1 of practice", window
        elif page is work.phase2:
            for cover in (True, False):
                program.store.apply("", edits.cover if cover else edits.reveal)
                page.open_motive("innovation")
                settle()
                yield "opened motive", window
            page.pages.setCurrentIndex(1)
            settle()
            yield "notes", window
        elif page is work.phase3:
            for view in (program.store.session.moments[0].id, "#overview"):
                page.open_view(view)
                settle()
                yield f"view {view}", window


def _panel(window: QMainWindow) -> Iterator[tuple[str, QWidget]]:
    """The panel with all that can be unfolded in it, also where large type has put it away."""
    shown = window.panel_action.isChecked()
    window.show_panel()
    settle()
    window.findChild(QToolButton, "session.more").click()
    window.findChild(OrganisationRow).show_details()
    settle()
    yield "panel", window
    if not shown:
        window.panel_action.trigger()
        settle()


def _behind(program, menu: QMenu) -> Iterator[tuple[str, QWidget]]:
    """What the commands of a menu open."""
    for action in menu.actions():
        if action.isSeparator() or action.menu() is not None or action.isCheckable():
            continue
        before = set(_windows())
        if not _is_left_alone(program, action):
            action.trigger()
            settle()
        opened = [each for each in _windows() if each not in before]
        yield from _put_away(_plain(action.text()), *opened)


def _is_left_alone(program, action: QAction) -> bool:
    window = program.window
    own = {_plain(each.text()) for each in (window._undo, window._redo, *window._tab_actions)}
    return _plain(action.text()) in own | {_plain(i18n.tr(each)) for each in LEFT_ALONE}


def _plain(text: str) -> str:
    return text.replace("&", "")


def _windows() -> list[QWidget]:
    return [
        each
        for each in QApplication.topLevelWidgets()
        if each.isVisible() and each.isWindow() and not isinstance(each, QMenu)
    ]


def _put_away(name: str, *windows: QWidget) -> Iterator[tuple[str, QWidget]]:
    for window in windows:
        window.show()
        # The size that a dialog takes by itself, as on a screen of this size.
        if not window.testAttribute(Qt.WidgetAttribute.WA_Resized):
            wanted, room = window.sizeHint(), QSize(LAPTOP.width() * 2 // 3, LAPTOP.height() * 2 // 3)
            window.resize(wanted.boundedTo(room).expandedTo(window.minimumSizeHint()))
        settle()
        yield name, window
        yield from _further(name, window)
    for window in windows:
        if isValid(window):  # one may close the other
            window.close()
    _shown.clear()
    settle()


def _further(name: str, window: QWidget) -> Iterator[tuple[str, QWidget]]:
    """The same window with each other tab in front, and each other choice made."""
    for tabs in window.findChildren(QTabWidget):
        for place in range(1, tabs.count()):
            tabs.setCurrentIndex(place)
            settle()
            yield f"{name}, tab {place + 1}", window
        tabs.setCurrentIndex(0)
    for choice in window.findChildren(QRadioButton):
        if choice.text() and choice.isVisible() and choice.isEnabled() and not choice.isChecked():
            choice.click()
            settle()
            yield f"{name}, {choice.text()}", window


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it takes too long"
        QApplication.processEvents()


def settle() -> None:
    """Let layouts come to rest."""
    for _ in range(8):  # one layout asks for another
        QApplication.processEvents()
