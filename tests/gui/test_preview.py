"""The preview: what is shown, saved and printed is one and the same, at true size."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sms_desktop import example, i18n
from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session, at_sheet
from sms_desktop.gui.dialogs.preview import PreviewDialog, default_sheet
from sms_desktop.gui.printing import POINTS_PER_INCH, Pdf, PrinterError, prepare, print_pdf
from sms_desktop.gui.theme import Appearance
from sms_desktop.paper import drawing, layouts
from sms_desktop.paper.drawing import to_pdf
from sms_desktop.paper.fonts import POINTS_PER_MM
from sms_desktop.paper.sheets import Request, blank, coded, filled
from tests.gui.everywhere import LAPTOP, on_a_laptop

LEFT = Qt.MouseButton.LeftButton
LANDSCAPE, PORTRAIT = (841.89, 595.28), (595.28, 841.89)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Make = Callable[..., PreviewDialog]


@pytest.fixture(scope="session")
def workshop(form_set: FormSet) -> Session:
    """The worked example."""
    return example.build(form_set)


@pytest.fixture
def make(qtbot: QtBot, appearance: Appearance, form_set: FormSet, workshop: Session, tmp_path: Path) -> Make:
    """Opens the preview and waits for its pages."""

    def made(session: Session | None = workshop, sheet: str = "quick-scan", wait: bool = True):
        dialog = PreviewDialog(form_set, session, tmp_path, sheet, layouts=tmp_path / "layouts")
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        if wait:
            ready(qtbot, dialog)
        return dialog

    return made


def ready(qtbot: QtBot, dialog: PreviewDialog) -> None:
    """Wait until the pages that were chosen are shown."""
    qtbot.waitUntil(find(dialog, "print.save").isEnabled, timeout=10_000)


def find(dialog: PreviewDialog, name: str, kind: type = QWidget):
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def click(dialog: PreviewDialog, name: str) -> None:
    widget = find(dialog, name)
    middle = widget.rect().center()
    QTest.mouseClick(widget, LEFT, pos=middle if isinstance(widget, QPushButton) else QPoint(10, middle.y()))


def pick(dialog: PreviewDialog, name: str, value: str) -> None:
    """Choose in a list, by keys."""
    combo = find(dialog, name, QComboBox)
    assert combo.isVisible(), name
    QTest.keyClick(combo, Qt.Key.Key_Home)
    while combo.currentData() != value:
        before = combo.currentIndex()
        QTest.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() != before, f"{value} is not offered"


def warning(dialog: PreviewDialog) -> str:
    """What is pointed out."""
    shown = [each for each in dialog.findChildren(QLabel) if each.property("role") == "warning"]
    return " ".join(each.text() for each in shown if each.isVisible())


# Shown and saved -------------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", range(4))
def test_what_is_shown_is_what_is_saved(make: Make, dialogs, workshop, tmp_path: Path, tab: int) -> None:
    sheet = default_sheet(tab)
    dialog = make(sheet=sheet)
    dialogs.choose_file(tmp_path / "blad.pdf")
    click(dialog, "print.save")
    saved = (tmp_path / "blad.pdf").read_bytes()
    assert dialog.view._pdf is not None and dialog.view._pdf._data == saved
    assert saved == to_pdf(filled(workshop, Request(sheet), i18n.current()))  # type: ignore[arg-type]


@pytest.mark.parametrize(("typed", "expected"), [("a.pdf", "a.pdf"), ("b", "b.pdf"), ("c.PDF", "c.PDF")])
def test_a_file_is_called_pdf(make: Make, dialogs, tmp_path: Path, typed: str, expected: str) -> None:
    dialog = make(None)
    dialogs.choose_file(tmp_path / typed)
    click(dialog, "print.save")
    assert [each.name for each in tmp_path.glob("*.*")] == [expected]


def test_not_saving_after_all(make: Make, dialogs, tmp_path: Path) -> None:
    dialog = make(None)
    dialogs.choose_file(None)
    click(dialog, "print.save")
    assert not list(tmp_path.glob("*.pdf"))


def test_pages_only_go_out_when_they_are_those_that_were_chosen(make: Make, qtbot: QtBot) -> None:
    dialog = make(wait=False)
    out = [find(dialog, "print.save"), find(dialog, "print.print")]
    assert not any(each.isEnabled() for each in out)
    ready(qtbot, dialog)
    pick(dialog, "print.sheet", "phase1")
    assert not any(each.isEnabled() for each in out)
    ready(qtbot, dialog)
    assert all(each.isEnabled() for each in out)


# With codes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "choose", "request_"),
    [
        ("quick-scan", {}, coded.Request("quick-scan", numbers=(1,))),
        (
            "quick-scan",
            {"print.copies": 3, "print.first": 12},
            coded.Request("quick-scan", numbers=(12, 13, 14)),
        ),
        ("phase1", {}, coded.Request("phase1")),
    ],
)
def test_coded_sheets(
    make: Make, qtbot: QtBot, dialogs, workshop, tmp_path: Path, sheet: str, choose: dict, request_
) -> None:
    dialog = make(sheet=sheet)
    click(dialog, "print.coded")
    for name, value in choose.items():
        find(dialog, name, QSpinBox).setValue(value)
    assert (
        find(dialog, "print.first").isVisible()
        == find(dialog, "print.copies").isVisible()
        == (sheet == "quick-scan")
    )
    assert any("geen naam in" in each.text() and each.isVisible() for each in dialog.findChildren(QLabel))
    ready(qtbot, dialog)
    assert not (tmp_path / "layouts").exists()
    dialogs.choose_file(tmp_path / "blad.pdf")
    click(dialog, "print.save")
    expected = coded.lay_out(workshop, request_, i18n.current())
    assert (tmp_path / "blad.pdf").read_bytes() == to_pdf(expected.document)
    kept = {layouts.decode(each.read_bytes()) for each in (tmp_path / "layouts").iterdir()}
    assert kept == set(expected.layouts)


def test_a_coded_form_is_of_one_organisation_if_that_is_wanted(make: Make, qtbot: QtBot, workshop) -> None:
    dialog = make(sheet="phase1")
    click(dialog, "print.coded")
    organisation = workshop.organisations[0].id
    pick(dialog, "print.who", organisation)
    assert dialog.coded_request() == coded.Request("phase1", only=(organisation,))
    ready(qtbot, dialog)


def test_codes_need_a_session_and_a_form_that_comes_back(make: Make, qtbot: QtBot, session) -> None:
    assert not find(make(None), "print.coded").isEnabled()
    dialog = make(session, sheet="phase1")
    assert find(dialog, "print.coded", QRadioButton).isChecked()
    assert "nog geen organisaties" in warning(dialog)
    pick(dialog, "print.sheet", "phase2")
    assert find(dialog, "print.blank", QRadioButton).isChecked()
    assert not find(dialog, "print.coded").isEnabled()
    ready(qtbot, dialog)


# Choices ---------------------------------------------------------------------------------------------


def test_blank_forms(make: Make, qtbot: QtBot, form_set: FormSet) -> None:
    dialog = make(None)
    assert not find(dialog, "print.filled", QRadioButton).isEnabled()
    assert len(dialog.view._pdf) == 2
    assert not find(dialog, "print.who").isVisible()
    copies = find(dialog, "print.copies", QSpinBox)
    copies.selectAll()
    QTest.keyClicks(copies, "12")
    ready(qtbot, dialog)
    assert len(dialog.view._pdf) == 24
    pick(dialog, "print.sheet", "phase1")
    pick(dialog, "print.side", "practice")
    assert dialog.request() == Request("phase1", side="practice", copies=12)
    click(dialog, "print.side_by_side")
    assert dialog.request() == Request("phase1", side="practice", copies=12, side_by_side=True)
    pick(dialog, "print.sheet", "phase2")
    assert not find(dialog, "print.side_by_side").isVisible()
    assert dialog.request() == Request("phase2", copies=12)


def test_filled_and_blank(make: Make, qtbot: QtBot, workshop: Session, form_set: FormSet) -> None:
    dialog = make()
    assert len(dialog.view._pdf) == 2 * len(workshop.sheets)
    assert not find(dialog, "print.copies").isVisible()
    click(dialog, "print.blank")
    ready(qtbot, dialog)
    assert dialog._data == to_pdf(blank(form_set, Request("quick-scan"), i18n.current()))
    click(dialog, "print.filled")
    ready(qtbot, dialog)
    assert len(dialog.view._pdf) == 2 * len(workshop.sheets)


def test_one_sheet_or_one_organisation(make: Make, qtbot: QtBot, workshop: Session) -> None:
    dialog = make()
    who = find(dialog, "print.who", QComboBox)
    assert [who.itemText(n) for n in range(3)] == ["Iedereen", "Blad 1", "Blad 2"]
    sheet = workshop.sheets[4]
    pick(dialog, "print.who", sheet.id)
    ready(qtbot, dialog)
    assert len(dialog.view._pdf) == 2
    assert dialog.request() == Request("quick-scan", only=(sheet.id,))
    pick(dialog, "print.sheet", "phase1")
    assert who.currentData() == ""
    names = [who.itemText(n) for n in range(1, who.count())]
    assert names == [each.name for each in workshop.organisations]
    pick(dialog, "print.who", workshop.organisations[-1].id)
    assert dialog.request() == Request("phase1", only=(workshop.organisations[-1].id,))


def test_side_by_side_is_landscape(make: Make, qtbot: QtBot) -> None:
    dialog = make(sheet="phase1")
    assert dialog.view._pdf.sizes[0] == pytest.approx(PORTRAIT, abs=1)
    click(dialog, "print.side_by_side")
    ready(qtbot, dialog)
    assert dialog.view._pdf.sizes[0] == pytest.approx(LANDSCAPE, abs=1)


def test_an_empty_session_says_that_there_is_nothing(make: Make, qtbot: QtBot, session: Session) -> None:
    dialog = make(session)
    assert find(dialog, "print.coded", QRadioButton).isChecked(), "what is needed first"
    click(dialog, "print.filled")
    qtbot.waitUntil(lambda: "niets ingevuld" in warning(dialog))
    assert not find(dialog, "print.save").isEnabled()
    click(dialog, "print.blank")
    ready(qtbot, dialog)
    assert warning(dialog) == ""


def test_signs_that_cannot_be_printed_are_named(make: Make, qtbot: QtBot, workshop: Session) -> None:
    sheet = workshop.sheets[0].id
    dialog = make(edits.set_answer(workshop, at_sheet(sheet), "quick_scan.name", "A\ue123B\ue124"))
    assert warning(dialog).endswith("\ue123 \ue124")
    pick(dialog, "print.sheet", "phase1")
    ready(qtbot, dialog)
    assert warning(dialog) == ""


# Looking ---------------------------------------------------------------------------------------------


def test_keys_go_through_the_pages(make: Make, workshop: Session) -> None:
    dialog = make()
    view, last = dialog.view, 2 * len(workshop.sheets)
    seen = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(view, key)
        seen.append(view.current_page)
    assert seen == [2, 3, 2, last, 1]
    assert f"Pagina 1 van {last}" in [each.text() for each in dialog.findChildren(QLabel)]


def test_whole_width_and_true_size(make: Make) -> None:
    dialog = make()
    view = dialog.view
    assert view._page_size(0).width() <= view.viewport().width()
    names = {each.text(): each for each in dialog.findChildren(QPushButton)}
    QTest.mouseClick(names["Ware grootte"], LEFT)
    assert view.scale() == pytest.approx(view.logicalDpiX() / POINTS_PER_INCH)
    QTest.mouseClick(names["Hele breedte"], LEFT)
    assert view.horizontalScrollBar().maximum() == 0


def test_the_picture_shows_the_page(make: Make) -> None:
    dialog = make()
    picture = dialog.view.grab().toImage()
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = range(0, grey.height(), 3)
    found = {grey.pixelColor(x, y).value() for y in rows for x in range(grey.width())}
    assert max(found) == 255 and min(found) < 130


# What goes wrong -------------------------------------------------------------------------------------


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Drawing goes on until it is stopped; call it to draw as before."""
    original = drawing.to_pdf

    def slow(document, progress=None) -> bytes:
        done = 0
        while progress is None or progress(done, 1000):
            time.sleep(0.002)
            done += 1
        raise drawing.CancelledError

    monkeypatch.setattr(drawing, "to_pdf", slow)
    return lambda: monkeypatch.setattr(drawing, "to_pdf", original)


def test_a_long_job_can_be_cancelled(make: Make, qtbot: QtBot, endless) -> None:
    dialog = make(wait=False)
    stop = find(dialog, "print.stop", QPushButton)
    assert not stop.isVisible()
    qtbot.waitUntil(stop.isVisible, timeout=3000)
    qtbot.waitUntil(lambda: dialog._bar.value() > 0)
    QTest.mouseClick(stop, LEFT)
    assert not stop.isVisible()
    assert "Gestopt" in warning(dialog)
    assert not find(dialog, "print.save").isEnabled()
    qtbot.waitUntil(lambda: not dialog._waiting)
    endless()
    click(dialog, "print.blank")
    ready(qtbot, dialog)
    assert warning(dialog) == ""


def test_closing_does_not_wait_for_a_long_job(make: Make, qtbot: QtBot, endless) -> None:
    dialog = make(wait=False)
    qtbot.waitUntil(lambda: dialog._job is not None)
    before = time.monotonic()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert time.monotonic() - before < 1


def test_a_mistake_in_the_layout_is_told(make: Make, qtbot: QtBot, monkeypatch) -> None:
    def broken(document, progress=None) -> bytes:
        raise ValueError("kapot")

    original = drawing.to_pdf
    monkeypatch.setattr(drawing, "to_pdf", broken)
    dialog = make(wait=False)
    qtbot.waitUntil(lambda: "kapot" in warning(dialog))
    assert not find(dialog, "print.save").isEnabled()
    monkeypatch.setattr(drawing, "to_pdf", original)
    pick(dialog, "print.sheet", "phase2")
    ready(qtbot, dialog)


@pytest.mark.parametrize("bad", ["weg/blad.pdf", "map.pdf"])
def test_a_place_that_takes_no_file(make: Make, dialogs, tmp_path: Path, bad: str) -> None:
    (tmp_path / "map.pdf").mkdir()
    dialog = make(None)
    dialogs.choose_file(tmp_path / bad)
    dialogs.expect_message(str(tmp_path))
    click(dialog, "print.save")
    dialogs.choose_file(tmp_path / "goed.pdf")
    click(dialog, "print.save")
    assert (tmp_path / "goed.pdf").read_bytes() == dialog._data
    assert sorted(each.name for each in tmp_path.iterdir()) == ["goed.pdf", "map.pdf"]


# The printer -----------------------------------------------------------------------------------------


def to_file(path: Path) -> QPrinter:
    """A printer that writes a PDF, at a resolution that makes tests quick."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(200)
    return printer


def go_on(done: int, count: int) -> bool:
    return True


def sizes(path: Path) -> list[tuple[float, float]]:
    """The page sizes of a PDF in points."""
    pages = pypdf.PdfReader(path).pages
    return [(float(page.mediabox.width), float(page.mediabox.height)) for page in pages]


@pytest.fixture(scope="session")
def handout(form_set: FormSet) -> bytes:
    """Two blank handouts: four pages, landscape."""
    return to_pdf(blank(form_set, Request("quick-scan", copies=2), i18n.language("nl")))


@pytest.mark.parametrize(
    ("request_", "size"),
    [
        (Request("quick-scan"), LANDSCAPE),
        (Request("phase1", side="practice"), PORTRAIT),
        (Request("phase1", side_by_side=True), LANDSCAPE),
    ],
)
def test_the_paper_has_its_true_size(qapp, form_set: FormSet, tmp_path: Path, request_, size) -> None:
    pdf = Pdf(to_pdf(blank(form_set, request_, i18n.current())))
    printer = to_file(tmp_path / "uit.pdf")
    prepare(printer, pdf, "Formulier")
    assert printer.docName() == "Formulier"
    assert print_pdf(pdf, printer, go_on)
    assert len(sizes(tmp_path / "uit.pdf")) == len(pdf)
    for each in sizes(tmp_path / "uit.pdf"):
        assert each == pytest.approx(size, abs=1)


def test_sheets_of_different_sizes_in_one_job(qapp, form_set: FormSet, handout: bytes, tmp_path) -> None:
    writer = pypdf.PdfWriter()
    upright = to_pdf(blank(form_set, Request("phase1", side="practice"), i18n.current()))
    for source in (handout, upright, handout):
        writer.add_page(pypdf.PdfReader(BytesIO(source)).pages[0])
    joined = BytesIO()
    writer.write(joined)
    pdf = Pdf(joined.getvalue())
    printer = to_file(tmp_path / "uit.pdf")
    prepare(printer, pdf, "")
    print_pdf(pdf, printer, go_on)
    for found, size in zip(sizes(tmp_path / "uit.pdf"), (LANDSCAPE, PORTRAIT, LANDSCAPE), strict=True):
        assert found == pytest.approx(size, abs=1)


@pytest.mark.parametrize(
    ("first", "last", "copies", "expected"),
    [(0, 0, 1, [0, 1, 2, 3]), (2, 3, 1, [1, 2]), (4, 9, 1, [3]), (1, 1, 3, [0, 0, 0])],
)
def test_page_range_and_copies(qapp, handout, tmp_path: Path, first, last, copies, expected) -> None:
    pdf = Pdf(handout)
    printer = to_file(tmp_path / "uit.pdf")
    prepare(printer, pdf, "")
    if first:
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(first, last)
    printer.setCopyCount(copies)
    told: list[tuple[int, int]] = []
    assert print_pdf(pdf, printer, lambda done, count: told.append((done, count)) is None)
    assert told == [(number, len(expected)) for number in range(len(expected))]
    printed = Pdf((tmp_path / "uit.pdf").read_bytes())
    is_front = [ink(pdf.picture(n, 1)) for n in (0, 1)]
    assert is_front[0] != pytest.approx(is_front[1], rel=0.05), "the two sides must differ for this test"
    for place, number in enumerate(expected):
        assert ink(printed.picture(place, 1)) == pytest.approx(is_front[number % 2], rel=0.02)
    assert len(printed) == len(expected)


def ink(picture: QImage) -> int:
    """How much is drawn."""
    grey = picture.scaled(400, 280).convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(255 - value for value in bytes(grey.constBits()))


@pytest.mark.parametrize(
    "request_",
    [Request("quick-scan"), Request("phase1", side="education"), Request("phase1", side_by_side=True)],
    ids=str,
)
def test_a_box_is_printed_where_the_geometry_says(qapp, form_set, tmp_path: Path, request_) -> None:
    document = blank(form_set, request_, i18n.current())
    pdf = Pdf(to_pdf(document))
    printer = to_file(tmp_path / "uit.pdf")
    prepare(printer, pdf, "")
    print_pdf(pdf, printer, go_on)
    printed = Pdf((tmp_path / "uit.pdf").read_bytes())
    per_mm = 10
    boxes = 0
    for number, page in enumerate(document.pages):
        picture = printed.picture(number, per_mm / POINTS_PER_MM)
        for place in (each for each in page.fields if each.kind == "box"):
            x, y = place.x + place.width / 3, place.y + place.height / 3
            across = edges(picture, per_mm, (place.x - 1, y), (place.width + 2, 0))
            down = edges(picture, per_mm, (x, place.y - 1), (0, place.height + 2))
            assert across == pytest.approx((place.x, place.x + place.width), abs=0.5), place
            assert down == pytest.approx((place.y, place.y + place.height), abs=0.5), place
            boxes += 1
    assert boxes >= 13


def edges(
    picture: QImage, per_mm: int, start: tuple[float, float], way: tuple[float, float]
) -> tuple[float, float]:
    """The first and the last dark place on a straight way, in millimetres along its direction."""
    steps = round(max(way) * per_mm)
    dark = []
    for step in range(steps + 1):
        here = [start[n] + way[n] * step / steps for n in (0, 1)]
        colour = picture.pixelColor(round(here[0] * per_mm), round(here[1] * per_mm))
        if colour.lightness() < 140:
            dark.append(here[0] if way[0] else here[1])
    assert dark, "nothing is printed there"
    return dark[0], dark[-1]


class Recorder(QPrinter):
    """Remembers what it is asked; without a printer Qt forgets it."""

    asked: QPrinter.DuplexMode | None = None

    def setDuplex(self, mode: QPrinter.DuplexMode) -> None:  # noqa: N802
        self.asked = mode


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (Request("quick-scan"), QPrinter.DuplexMode.DuplexShortSide),
        (Request("phase1"), QPrinter.DuplexMode.DuplexLongSide),
    ],
)
def test_both_sides_turn_on_the_right_edge(qapp, form_set: FormSet, request_, expected) -> None:
    printer = Recorder()
    prepare(printer, Pdf(to_pdf(blank(form_set, request_, i18n.current()))), "")
    assert printer.asked is expected


def test_one_page_is_left_to_the_printer(qapp, handout: bytes) -> None:
    writer = pypdf.PdfWriter()
    writer.add_page(pypdf.PdfReader(BytesIO(handout)).pages[0])
    one = BytesIO()
    writer.write(one)
    printer = Recorder()
    prepare(printer, Pdf(one.getvalue()), "")
    assert printer.asked is None


def test_printing_can_be_stopped(qapp, handout: bytes, tmp_path: Path) -> None:
    printer = to_file(tmp_path / "uit.pdf")
    pdf = Pdf(handout)
    prepare(printer, pdf, "")
    assert not print_pdf(pdf, printer, lambda done, count: done < 2)
    printer = to_file(tmp_path / "niets.pdf")
    assert not print_pdf(pdf, printer, lambda done, count: False)
    assert not (tmp_path / "niets.pdf").exists()


@pytest.fixture
def print_dialog(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable], list[QPrintDialog]]:
    """The print dialog of the system is answered by a function."""
    seen: list[QPrintDialog] = []

    def answer(with_: Callable[[QPrintDialog], bool]) -> list[QPrintDialog]:
        def run(dialog: QPrintDialog) -> int:
            seen.append(dialog)
            accepted = with_(dialog)
            return QDialog.DialogCode.Accepted if accepted else QDialog.DialogCode.Rejected

        monkeypatch.setattr(QPrintDialog, "exec", run)
        return seen

    return answer


def send_to(path: Path, first: int = 0, last: int = 0) -> Callable[[QPrintDialog], bool]:
    """Answers the print dialog: print to a file, some pages."""

    def choose(dialog: QPrintDialog) -> bool:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        printer.setResolution(72)
        assert (dialog.minPage(), dialog.maxPage()) == (1, 2)
        if first:
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
            printer.setFromTo(first, last)
        return True

    return choose


def test_print_from_the_preview(make: Make, print_dialog, tmp_path: Path) -> None:
    dialog = make(None)
    seen = print_dialog(send_to(tmp_path / "uit.pdf", 2, 2))
    click(dialog, "print.print")
    assert len(seen) == 1
    assert len(sizes(tmp_path / "uit.pdf")) == 1
    assert sizes(tmp_path / "uit.pdf")[0] == pytest.approx(LANDSCAPE, abs=1)


def test_not_printing_after_all(make: Make, print_dialog, tmp_path: Path) -> None:
    dialog = make(None)
    print_dialog(lambda dialog: False)
    click(dialog, "print.print")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.qt_log_ignore("QPainter::begin", "This plugin does not support")
def test_a_printer_that_takes_nothing(make: Make, qapp, handout, print_dialog, dialogs, tmp_path) -> None:
    with pytest.raises(PrinterError):
        print_pdf(Pdf(handout), to_file(tmp_path / "weg" / "uit.pdf"), go_on)
    dialog = make(None)
    print_dialog(send_to(tmp_path / "weg" / "uit.pdf"))
    dialogs.expect_message("De printer neemt de pagina's niet aan")
    click(dialog, "print.print")
    print_dialog(send_to(tmp_path / "uit.pdf"))
    click(dialog, "print.print")
    assert len(sizes(tmp_path / "uit.pdf")) == 2


@pytest.mark.parametrize("sheet", ["quick-scan", "phase1", "phase2"])
def test_with_the_largest_type_it_fits_a_small_screen(
    make: Make, appearance: Appearance, monkeypatch: pytest.MonkeyPatch, sheet: str
) -> None:
    on_a_laptop(monkeypatch)
    appearance.set_zoom(300)
    try:
        dialog = make(sheet=sheet)
        assert dialog.minimumSizeHint().width() <= LAPTOP.width()
        assert dialog.width() <= LAPTOP.width()
    finally:
        appearance.set_zoom(100)
