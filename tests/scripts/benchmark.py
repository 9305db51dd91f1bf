"""Speed as ratios measured in one run: the program against a bare counterpart on the same machine.

    python tests/scripts/benchmark.py [start] [tick] [print]

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
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
_PROGRAM = """
import sys, tempfile
from pathlib import Path
from sms_desktop import display
display.missing()
from sms_desktop import app
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication(sys.argv)
program = app.Program(application, app.Folders.standard(Path(tempfile.mkdtemp())))
program.window.show()
QTimer.singleShot(0, application.quit)
application.exec()
program.close()
"""


def _seconds(code: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ, capture_output=True)
    return time.perf_counter() - begin


def start() -> None:
    """Start to first painted window, against an empty PySide6 main window. In turn, median of each."""
    pairs = [(_seconds(_EMPTY), _seconds(_PROGRAM)) for _ in range(ROUNDS)]
    empty = statistics.median(pair[0] for pair in pairs)
    program = statistics.median(pair[1] for pair in pairs)
    print(f"start: {program * 1000:.0f} ms against {empty * 1000:.0f} ms, ratio {program / empty:.2f} (aim 1.6)")


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
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    from sms_desktop.core import edits
    from sms_desktop.i18n import language
    from sms_desktop.paper import drawing, geometry, sheets

    session = _large_session()
    first = session.organisations[0]
    for number in range(80):
        session = edits.add_organisation(session, f"more{number}", f"Organisatie {number + 20}", first.side)
        where = sheets_where(f"more{number}")
        session = edits.set_answers(session, where, first.answers)
    ours, bare = [], []
    for _ in range(3):
        begin = time.perf_counter()
        document = sheets.filled(session, sheets.Request(sheet="phase1"), language("nl"))
        drawing.to_pdf(document)
        ours.append(time.perf_counter() - begin)
        strings = sum(isinstance(item, geometry.Text) for page in document.pages for item in page.items)
        shapes = sum(not isinstance(item, geometry.Text) for page in document.pages for item in page.items)
        begin = time.perf_counter()
        canvas = Canvas(BytesIO(), invariant=1)
        per_page = len(document.pages)
        for _page in range(per_page):
            canvas.setFont(drawing_font(), 10)
            for place in range(strings // per_page):
                canvas.drawString(40, 40 + place, "Studenten en medewerkers leren van elkaar")
            for place in range(shapes // per_page):
                canvas.rect(40, 40 + place, 12, 12)
            canvas.showPage()
        canvas.save()
        bare.append(time.perf_counter() - begin)
    mine, theirs = min(ours), min(bare)
    print(f"100 phase 1 forms: {mine:.2f} s against {theirs:.2f} s, ratio {mine / theirs:.2f} (aim 2)")


def sheets_where(organisation_id: str):
    """The record of an organisation."""
    from sms_desktop.core.session import at_organisation

    return at_organisation(organisation_id)


def drawing_font() -> str:
    """The embedded font that the forms use, so that both sides write the same kind of text."""
    from sms_desktop.paper import fonts

    return fonts.regular_name()


PARTS = {"start": start, "tick": tick, "print": paper}

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
