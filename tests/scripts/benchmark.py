"""Speed as ratios measured in one run: the program against a bare counterpart on the same machine.

    python tests/scripts/benchmark.py [start] [tick] [print] [overview] [compare]

Each prints both times and their ratio. Nothing is asserted: a busy machine is no failing test.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

ROUNDS = 7
_EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
        QTimer.singleShot(0, application.quit)
window = Window()
window.show()
application.exec()
"""
_PROGRAM = """
import tempfile
from pathlib import Path
from sms_desktop import display
display.missing()
from sms_desktop import app
from sms_desktop.gui.main_window import MainWindow
from PySide6.QtWidgets import QApplication
application = QApplication([])
paint = MainWindow.paintEvent
def painted(window, event):
    paint(window, event)
    print("painted", flush=True)
MainWindow.paintEvent = painted
program = app.Program(application, app.Folders.standard(Path(tempfile.mkdtemp())))
program.window.first_painted.connect(application.quit)
program.window.show()
application.exec()
program.close()
"""


def _tell(what: str, ours: float, bare: float, aim: float) -> None:
    print(f"{what}: {ours * 1000:.0f} ms against {bare * 1000:.0f} ms, ratio {ours / bare:.2f} (aim {aim})")


def _seconds(code: str) -> float:
    """From starting the interpreter to the line that the first paint prints."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        taken = time.perf_counter() - begin
        run.communicate()
    return taken


def start() -> None:
    """Start to first painted window, against an empty PySide6 main window. In turn, median of each."""
    pairs = [(_seconds(_EMPTY), _seconds(_PROGRAM)) for _ in range(ROUNDS)]
    empty = statistics.median(pair[0] for pair in pairs)
    program = statistics.median(pair[1] for pair in pairs)
    print(
        f"start: {program * 1000:.0f} ms against {empty * 1000:.0f} ms, ratio {program / empty:.2f} (aim 1.6)"
    )


def _large_session():
    from sms_desktop.core import edits, fields, forms
    from sms_desktop.core.session import at_organisation, at_sheet
    from sms_desktop.paths import shipped

    form_set = forms.load(shipped("forms"))
    session = edits.new_session(form_set, "abcdefghjkmnpqrstuvw")
    for number in range(20):
        side = "education" if number % 2 else "practice"
        session = edits.add_organisation(session, f"org{number}", f"Organisatie {number}", side)
        answers = {}
        for place, motive in enumerate(form_set.motives):
            answers[fields.yes(motive.id) if (place + number) % 3 else fields.no(motive.id)] = True
            answers[fields.intended(motive.id)] = "Studenten en medewerkers leren van elkaar in de praktijk."
        session = edits.set_answers(session, at_organisation(f"org{number}"), answers)
    for number in range(200):
        session = edits.add_sheet(session, f"sheet{number}")
        ticks = {
            fields.tick(side, cluster.id): (number + place) % 3 > 0
            for place, cluster in enumerate(form_set.clusters)
            for side in ("education", "practice")
        }
        role = fields.role_tick("education" if number % 2 else "practice")
        session = edits.set_answers(session, at_sheet(f"sheet{number}"), ticks | {role: True})
    return session


def tick() -> None:
    """A key press that ticks, until everything is painted, with 200 sheets and 20 organisations."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from sms_desktop.gui.store import Store
    from sms_desktop.gui.tabs.quick_scan import QuickScanTab
    from sms_desktop.gui.theme import Appearance

    application = QApplication.instance() or QApplication(sys.argv)
    Appearance(application).show()
    store = Store()
    tab = QuickScanTab(store)
    store.load(_large_session())
    tab.resize(1100, 640)
    tab.show()
    tab.setFocus()
    application.processEvents()
    times = []
    for number in range(400):
        target = application.focusWidget() or tab
        begin = time.perf_counter()
        QTest.keyClick(target, Qt.Key.Key_1 + number % 8)
        application.processEvents()
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    print(
        f"tick to painted: median {statistics.median(times):.1f} ms, "
        f"99th percentile {times[int(len(times) * 0.99)]:.1f} ms (aim 16)"
    )


def paper() -> None:
    """100 filled phase 1 forms against a bare reportlab canvas with as many strings and rectangles."""
    from sms_desktop.i18n import language
    from sms_desktop.paper import drawing, geometry, sheets

    session = _with_organisations(_large_session(), 100)
    ours, bare = [], []
    for _ in range(3):
        begin = time.perf_counter()
        document = sheets.filled(session, sheets.Request(sheet="phase1"), language("nl"))
        drawing.to_pdf(document)
        ours.append(time.perf_counter() - begin)
        texts = sum(isinstance(item, geometry.Text) for page in document.pages for item in page.items)
        shapes = sum(len(page.items) for page in document.pages) - texts
        bare.append(_bare_canvas(len(document.pages), texts, shapes))
    _tell("100 filled phase 1 forms", min(ours), min(bare), 2)


def _with_organisations(session, count: int):
    from sms_desktop.core import edits
    from sms_desktop.core.session import at_organisation

    first = session.organisations[0]
    for number in range(len(session.organisations), count):
        session = edits.add_organisation(session, f"org{number}", f"Organisatie {number}", first.side)
        session = edits.set_answers(session, at_organisation(f"org{number}"), first.answers)
    return session


def _bare_canvas(pages: int, texts: int, shapes: int) -> float:
    """Seconds for so many strings and rectangles in an embedded font."""
    from io import BytesIO

    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from sms_desktop.paths import shipped

    pdfmetrics.registerFont(TTFont("Bare", str(shipped("resources") / "fonts" / "NotoSans-Regular.ttf")))
    begin = time.perf_counter()
    canvas = Canvas(BytesIO(), invariant=1)
    for _page in range(pages):
        canvas.setFont("Bare", 10)
        for place in range(texts // pages):
            canvas.drawString(40, 40 + place, "Studenten en medewerkers leren van elkaar")
        for place in range(shapes // pages):
            canvas.rect(40, 40 + place, 12, 12)
        canvas.showPage()
    canvas.save()
    return time.perf_counter() - begin


def overview() -> None:
    """Overview and mirror of 1,000 sheets."""
    from msgspec.structs import replace

    from sms_desktop.core import insight

    session = _large_session()
    sheets = [
        replace(session.sheets[number % 200], id=f"s{number}", number=number + 1) for number in range(1000)
    ]
    session = replace(session, sheets=tuple(sheets))
    for what, work in (("overview", insight.overview), ("mirror", insight.mirror)):
        rounds = []
        for _round in range(ROUNDS):
            begin = time.perf_counter()
            work(session)
            rounds.append(time.perf_counter() - begin)
        print(f"{what} of 1,000 sheets: {statistics.median(rounds) * 1000:.1f} ms (aim 16)")


def compare() -> None:
    """Folders of 500, 1,000 and 2,000 sessions compared, against only reading and parsing them."""
    import tempfile
    from pathlib import Path

    from msgspec.structs import replace

    from sms_desktop import example
    from sms_desktop.core import forms
    from sms_desktop.exchange.compare import compare_folder
    from sms_desktop.paths import shipped
    from sms_desktop.storage import codec, files

    form_set = forms.load(shipped("forms"))
    session = example.build(form_set)
    with tempfile.TemporaryDirectory() as folder:
        done = 0
        for number in (500, 1000, 2000):
            for place in range(done, number):
                path = Path(folder, f"{place:05}.smsjson")
                path.write_bytes(codec.encode(replace(session, id=f"s{place}")))
            done = number
            begin = time.perf_counter()
            for path in Path(folder).iterdir():
                files.read_session(path)
            reading = time.perf_counter() - begin
            begin = time.perf_counter()
            compare_folder(Path(folder), form_set)
            _tell(f"compare {number} sessions", time.perf_counter() - begin, reading, 1.5)


PARTS = {"start": start, "tick": tick, "print": paper, "overview": overview, "compare": compare}

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
