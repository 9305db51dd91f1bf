"""Vergelijken: a folder chosen or dropped, read in the background, narrowed, printed and saved."""

from __future__ import annotations

import threading
from pathlib import Path

import pypdf
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QThread, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from sms_desktop.core import edits
from sms_desktop.core.session import WHOLE
from sms_desktop.exchange import compare
from sms_desktop.gui.dialogs.comparison import ComparisonWindow
from sms_desktop.storage import codec
from tests.core.sessions import empty, with_organisations, with_sheets
from tests.gui.facilitator import CONTROL, LEFT

PUBLIC = "Publiek-publiek"


@pytest.fixture
def folder(program, tmp_path: Path) -> Path:
    """One session in care, two in ICT of which one has no sheets, a copy, and a damaged file."""
    place = tmp_path / "sessies"
    place.mkdir()
    form_set = program.controller.form_set
    care = with_organisations(
        with_sheets(empty(form_set), "e L|K", "p L|"), "e1 mission=yes", "p1 mission=no"
    )
    ict = with_organisations(empty(form_set), "e1 mission=no", "e2 mission=yes", "p1")
    for name, session, sector in (
        ("zorg", care, "care"),
        ("ict", ict, "ict"),
        ("ict 2", ict, "ict"),
    ):
        session = replace(session, id=name.replace(" ", "-"))
        session = edits.set_answer(session, WHOLE, "session.sector", sector)
        session = edits.set_answer(session, WHOLE, "session.environment", f"Leeromgeving {name}")
        (place / f"{name}.smsjson").write_bytes(codec.encode(session))
    (place / "zorg kopie.json").write_bytes((place / "zorg.smsjson").read_bytes())
    (place / "kapot.smsjson").write_text("{")
    return place


@pytest.fixture
def window(program, qtbot) -> ComparisonWindow:
    """The window, opened from the welcome: no session is open."""
    QTest.mouseClick(program.window.findChild(QPushButton, "welcome.compare"), LEFT)
    found = program.window.findChild(ComparisonWindow)
    qtbot.waitUntil(found.isVisible)
    found.activateWindow()  # as a window manager does
    qtbot.waitUntil(found.isActiveWindow)
    yield found
    found.close()


@pytest.fixture
def read(window: ComparisonWindow, folder: Path, qtbot, dialogs) -> ComparisonWindow:
    """The window with the folder read."""
    dialogs.choose_file(folder)
    QTest.keyClick(window, Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: window._print.isEnabled())
    return window


def cells(table) -> dict[tuple[str, str], str]:
    """What the table shows, by row and column in words."""
    model = table.model()
    rows = [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]
    columns = [model.headerData(each, Qt.Orientation.Horizontal) for each in range(model.columnCount())]
    return {
        (row.strip(), column.replace("\n", " ")): model.data(model.index(down, across))
        for down, row in enumerate(rows)
        for across, column in enumerate(columns)
    }


def rows_of(table) -> list[list[str]]:
    model = table.model()
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_menu_opens_it_without_a_session(program, qtbot) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F8)
    found = program.window.findChild(ComparisonWindow)
    qtbot.waitUntil(found.isVisible)
    assert not found._print.isEnabled()
    assert not found._save.isVisible()
    found.close()


def test_empty_it_says_what_to_do_and_its_button_does_it(window, folder, dialogs, qtbot) -> None:
    page = window._stack.currentWidget()
    (start,) = page.findChildren(QPushButton)
    dialogs.choose_file(None)
    QTest.mouseClick(start, LEFT)
    assert window._stack.currentWidget() is page
    dialogs.choose_file(folder)
    QTest.mouseClick(start, LEFT)
    qtbot.waitUntil(lambda: window._print.isEnabled())
    assert "3 sessies" in window.told.text()


def test_the_table_has_counts_shares_and_says_where_nobody_was(read: ComparisonWindow) -> None:
    shown = cells(read.table)
    assert shown["sessies", "ICT onderwijs"] == "2"
    assert shown["partners", "ICT onderwijs"] == "4"
    assert shown["partners", "ICT werkveld"] == "2"
    assert shown["L  Legitimerend", "Zorg onderwijs"] == "2/2 · klein"
    assert shown["L  Legitimerend", "Zorg werkveld"] == "0/1 · klein"
    assert shown["L  Legitimerend", "ICT onderwijs"] == "–"
    assert shown["Eigen missie", "ICT onderwijs"] == "2/4 · 50 %"
    assert shown["Eigen missie", "ICT werkveld"] == "–"
    assert shown["Eigen missie", "alle werkveld"] == "0/1 · klein"
    assert shown["Zichtbaarheid", "ICT werkveld"] == ""  # not on that list
    assert shown["Eigen missie", f"{PUBLIC} onderwijs"] == "1/1 · klein"


def test_education_stands_left_of_practice_in_every_group(read: ComparisonWindow) -> None:
    model = read.table.model()
    heads = [model.headerData(each, Qt.Orientation.Horizontal) for each in range(model.columnCount())]
    assert [head.split("\n")[1] for head in heads] == ["onderwijs", "werkveld"] * (len(heads) // 2)


def test_a_cell_is_told_in_a_sentence(read: ComparisonWindow) -> None:
    model = read.table.model()
    said = {
        model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
    }
    assert "ICT, Onderwijs, Eigen missie: 2 van 4 organisaties zeiden Ja (50 %)" in said
    assert "ICT, Onderwijs, Legitimerend: niemand gaf antwoord" in said
    care = model.index(4, 2)
    told = "Zorg, Onderwijs, Eigen missie: 1 van 1 organisaties zeiden Ja (klein)"
    assert model.data(care, Qt.ItemDataRole.AccessibleTextRole) == told


def test_what_is_in_it_and_what_is_not_stays_in_sight(read: ComparisonWindow, folder: Path) -> None:
    assert [row[-1] for row in rows_of(read.sessions)] == ["ict.smsjson", "ict 2.smsjson", "zorg kopie.json"]
    left_out = {row[0]: row[1] for row in rows_of(read.left_out)}
    assert left_out["zorg.smsjson"] == "Dezelfde sessie als zorg kopie.json."
    assert "geen leesbare sessie" in left_out["kapot.smsjson"]
    assert read.lists.isVisible()
    assert [read.lists.tabText(each) for each in (0, 1)] == [
        "De sessies die erin zitten (3)",
        "Niet meegeteld (2)",
    ]


def test_narrowing_counts_only_those(read: ComparisonWindow) -> None:
    read.sector.setFocus()
    QTest.keyClicks(read.sector, "Zorg")
    shown = cells(read.table)
    assert shown["sessies", "alle onderwijs"] == "1"
    assert not [head for _, head in shown if head.startswith("ICT")]
    assert len(rows_of(read.sessions)) == 1
    assert "Zorg" in read.told.text()
    QTest.keyClick(read.sector, Qt.Key.Key_Home)
    assert cells(read.table)["sessies", "alle onderwijs"] == "3"
    read.partnership.setFocus()
    QTest.keyClicks(read.partnership, PUBLIC)
    assert cells(read.table)["sessies", "alle onderwijs"] == "1"


def test_a_folder_is_dropped_on_it(window: ComparisonWindow, folder: Path, qtbot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), copy, data, LEFT, keys)
    QApplication.sendEvent(window, entered)
    assert entered.isAccepted()
    assert window._drop_hint.isVisible()
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, data, LEFT, keys))
    assert not window._drop_hint.isVisible()
    qtbot.waitUntil(lambda: window._print.isEnabled())
    assert "3 sessies" in window.told.text()


def test_a_file_cannot_be_dropped_on_it(window: ComparisonWindow, folder: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder / "ict.smsjson"))])
    entered = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, entered)
    assert not window._drop_hint.isVisible()


def test_a_folder_on_the_main_window_is_compared(program, folder: Path, qtbot) -> None:
    program.window.dropped.emit([folder])
    found = program.window.findChild(ComparisonWindow)
    qtbot.waitUntil(lambda: found._print.isEnabled())
    assert "3 sessies" in found.told.text()
    found.close()


@pytest.mark.parametrize("leave", ["cancel", "close", "language"])
def test_cancel_and_leaving_stop_the_reading(
    window: ComparisonWindow, program, folder: Path, qtbot, monkeypatch, leave: str
) -> None:
    """The reading waits at its first file until it is told to stop; the window stays live meanwhile."""
    real = compare.compare_folder

    def slowly(place, form_set, progress, is_cancelled):
        has_begun = threading.Event()

        def tell(done: int, count: int) -> None:
            progress(done, count)
            has_begun.set()

        def wait() -> bool:
            while has_begun.is_set() and not is_cancelled():
                QThread.msleep(1)
            return has_begun.is_set()

        return real(place, form_set, tell, wait)

    monkeypatch.setattr(compare, "compare_folder", slowly)
    window.compare(folder)
    reading = window._work
    qtbot.waitUntil(lambda: "1 van 5" in window.told.text())
    assert window.bar.isVisible()
    if leave == "cancel":
        QTest.mouseClick(window._cancel, LEFT)
        qtbot.waitUntil(lambda: window._print.isEnabled())
        assert "gestopt: niet alle bestanden zijn gelezen" in window.told.text()
        assert len(rows_of(window.sessions)) == 1
    elif leave == "close":
        window.close()
        assert not window.bar.isVisible()
    else:
        program.controller.set_language("en")
    assert reading.wait(5000)


def test_a_folder_that_is_gone_is_told(window: ComparisonWindow, tmp_path: Path, qtbot, dialogs) -> None:
    dialogs.expect_message("weg")
    window.compare(tmp_path / "weg")
    qtbot.waitUntil(lambda: len(dialogs.seen) == 1)
    assert window._stack.currentIndex() == 0


def test_an_empty_folder_is_no_error(window: ComparisonWindow, tmp_path: Path, qtbot) -> None:
    (tmp_path / "leeg").mkdir()
    window.compare(tmp_path / "leeg")
    qtbot.waitUntil(lambda: window._work is None)
    assert "0 sessies" in window.told.text()


def save(window: ComparisonWindow, qtbot) -> None:
    """Click, and wait until it is done."""
    QTest.mouseClick(window._save, LEFT)
    qtbot.waitUntil(lambda: window._work is None)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".pdf"])
def test_it_is_saved(read: ComparisonWindow, tmp_path: Path, dialogs, qtbot, suffix: str) -> None:
    dialogs.choose_file(tmp_path / f"vergelijking{suffix}")
    save(read, qtbot)
    data = (tmp_path / f"vergelijking{suffix}").read_bytes()
    assert str(tmp_path / f"vergelijking{suffix}") in read.told.text()
    assert data.startswith({".xlsx": b"PK", ".csv": b"\xef\xbb\xbfgroup;", ".pdf": b"%PDF"}[suffix])


@pytest.mark.parametrize(("paper", "size"), [("a3", (1191, 842)), ("letter", (792, 612))])
def test_it_follows_the_paper_of_the_settings(
    read: ComparisonWindow, program, tmp_path: Path, dialogs, qtbot, paper: str, size: tuple[int, int]
) -> None:
    program.controller.set("paper", paper)
    dialogs.choose_file(tmp_path / "vergelijking.pdf")
    save(read, qtbot)
    boxes = [page.mediabox for page in pypdf.PdfReader(tmp_path / "vergelijking.pdf").pages]
    assert {(round(box.width), round(box.height)) for box in boxes} == {size}


def test_what_is_saved_is_narrowed_too(read: ComparisonWindow, tmp_path: Path, dialogs, qtbot) -> None:
    read.sector.setCurrentText("Zorg")
    dialogs.choose_file(tmp_path / "zorg.pdf")
    save(read, qtbot)
    pages = pypdf.PdfReader(tmp_path / "zorg.pdf").pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(842, 595)}
    text = "\n".join(page.extract_text() for page in pages)
    assert "1 sessie" in text
    assert "Leeromgeving zorg" in text
    assert "Leeromgeving ict" not in text


def test_a_full_disk_is_told(read: ComparisonWindow, tmp_path: Path, dialogs, qtbot) -> None:
    dialogs.choose_file(tmp_path / "nergens" / "x.csv")
    dialogs.expect_message("nergens")
    save(read, qtbot)
    assert "3 sessies" in read.told.text()


def test_it_is_printed(read: ComparisonWindow, monkeypatch, qtbot, tmp_path: Path) -> None:
    from PySide6.QtPrintSupport import QPrintDialog

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFileName(str(tmp_path / "uit.pdf"))
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    QTest.mouseClick(read._print, LEFT)
    qtbot.waitUntil(lambda: read._work is None and (tmp_path / "uit.pdf").exists())
    assert len(pypdf.PdfReader(tmp_path / "uit.pdf").pages) >= 3


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".pdf"])
def test_saving_is_stopped_and_the_window_lives_on(
    read: ComparisonWindow, tmp_path: Path, dialogs, qtbot, monkeypatch, suffix: str
) -> None:
    """It waits at its first row or page until it is told to stop."""
    target, begun = tmp_path / f"vergelijking{suffix}", threading.Event()
    dialogs.choose_file(target)
    with monkeypatch.context() as held:
        held.setattr(read, "_start", _held_up(read._start, begun))
        QTest.mouseClick(read._save, LEFT)
    qtbot.waitUntil(begun.is_set)
    assert read.bar.isVisible() and not read._save.isEnabled() and "Bewaren" in read.told.text()
    QTest.mouseClick(read._cancel, LEFT)
    qtbot.waitUntil(lambda: read._work is None)
    assert not target.exists() and "Gestopt" in read.told.text()
    assert read._save.isEnabled() and not read.bar.isVisible()
    dialogs.choose_file(target)
    save(read, qtbot)
    assert target.exists()


def _held_up(start, begun: threading.Event):
    """``start``, with work that goes on once it is to stop."""

    def begin(task, then, told: str) -> None:
        def wait(is_stopped) -> bool:
            begun.set()
            while not is_stopped():
                QThread.msleep(1)
            return True

        start(lambda tell, is_stopped: task(tell, lambda: wait(is_stopped)), then, told)

    return begin


def test_cancel_is_heard_while_the_files_are_listed(folder: Path, form_set) -> None:
    for number in range(20):
        inner = folder / f"map {number}"
        inner.mkdir()
        (inner / "x.smsjson").write_bytes((folder / "zorg.smsjson").read_bytes())
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return True

    compared = compare.compare_folder(folder, form_set, is_cancelled=cancelled)
    assert (compared.comparison.everything.cases, compared.is_whole) == (0, False)
    assert len(asked) < 5 and len(compare.session_files(folder)) == 25
