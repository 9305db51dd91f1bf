"""Speed as ratios measured in one run: the program against a bare counterpart on the same machine.

    python tests/scripts/benchmark.py [start] [memory] [tick] [print] [overview] [compare] [report]

With ``SMS_STANDALONE=FOLDER`` start and memory are measured of the standalone program too. Run by the Python
of an environment that has the wheel, the installed program is the wheel.
Each prints both times and their ratio. Nothing is asserted: a busy machine is no failing test.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


def _tell(what: str, ours: float, bare: float, aim: float) -> None:
    print(f"{what}: {ours * 1000:.0f} ms against {bare * 1000:.0f} ms, ratio {ours / bare:.2f} (aim {aim})")


def _programs() -> dict[str, list[str]]:
    """The programs to start, by what they are called: this one, and the standalone one if it is given."""
    found = {"installed": [str(Path(sys.executable).with_name("sms-desktop"))]}
    if folder := os.environ.get("SMS_STANDALONE"):
        found["standalone"] = [str(Path(folder, "sms-desktop"))]
    return found


def _seconds(command: list[str]) -> float:
    """From starting a process to the line that it prints at the first paint."""
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout is not None
        run.stdout.readline()
        taken = time.perf_counter() - begin
        run.communicate()
    return taken


def start() -> None:
    """Start to first painted window, against an empty PySide6 main window. In turn, median of each."""
    empty = [sys.executable, "-c", _EMPTY]
    with tempfile.TemporaryDirectory() as data:
        programs = _programs().items()
        commands = {name: [*each, "--data-dir", data, "--quit-after-start"] for name, each in programs}
        rounds = [
            (_seconds(empty), {name: _seconds(command) for name, command in commands.items()})
            for _ in range(ROUNDS)
        ]
    bare = statistics.median(each[0] for each in rounds)
    for name in commands:
        _tell(f"start, {name}", statistics.median(each[1][name] for each in rounds), bare, 1.6)


def memory() -> None:
    """Resident memory with the worked example open, against an empty PySide6 main window. Linux only.

    An empty window is small, and so are its pixels: told is also the ratio to one as large as the program's.
    """
    waiting = _EMPTY.replace("QTimer.singleShot(0, application.quit)", "")
    bare = _resident([sys.executable, "-c", waiting])
    large = _resident(
        [sys.executable, "-c", waiting.replace("window.show()", "window.resize(1240, 700)\nwindow.show()")]
    )
    with tempfile.TemporaryDirectory() as data:
        session = str(Path(data, "example.smsjson"))
        for name, command in _programs().items():
            subprocess.run([*command, "example", session], check=True)
            ours = _resident([*command, "--data-dir", data, session])
            print(
                f"memory, {name}: {ours:.1f} MiB against {bare:.1f} MiB, ratio {ours / bare:.2f} (aim 1.6); "
                f"against a window as large {ours / large:.2f}"
            )


def _resident(command: list[str]) -> float:
    """MiB that a process holds once that has not changed for a second."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        seen: list[int] = []
        while len(seen) < 10 or len(set(seen[-5:])) > 1:
            time.sleep(0.2)
            status = Path(f"/proc/{run.pid}/status").read_text(encoding="utf-8")
            seen.append(int(status.partition("VmRSS:")[2].split()[0]))
        run.kill()
    return seen[-1] / 1024


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
    """Folders of 2,500, 5,000 and 10,000 sessions compared, against only reading and parsing them.

    In time of the processor: the files are in the memory of the system already, since they were just made.
    """
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
        for number in (2500, 5000, 10000):
            for place in range(done, number):
                path = Path(folder, f"{place:05}.smsjson")
                path.write_bytes(codec.encode(replace(session, id=f"s{place}")))
            done = number
            begin = time.process_time()
            for path in Path(folder).iterdir():
                files.read_session(path)
            reading = time.process_time() - begin
            begin = time.process_time()
            compare_folder(Path(folder), form_set)
            _tell(f"compare {number} sessions", time.process_time() - begin, reading, 1.5)


def report() -> None:
    """The whole report of the worked example, as PDF and as a document to be edited."""
    from sms_desktop import example
    from sms_desktop.core import forms
    from sms_desktop.exchange import document
    from sms_desktop.i18n import language
    from sms_desktop.paper import drawing
    from sms_desktop.paper import report as paper
    from sms_desktop.paths import shipped

    session = example.build(forms.load(shipped("forms")))
    request, nl = paper.Request(), language("nl")
    for what, work in (
        (".pdf", lambda: drawing.to_pdf(paper.document(session, request, nl))),
        (".docx", lambda: document.report(session, request, nl)),
    ):
        rounds = []
        for _round in range(ROUNDS):
            begin = time.perf_counter()
            work()
            rounds.append(time.perf_counter() - begin)
        first, median = rounds[0], statistics.median(rounds)
        print(f"report {what} of the example: first {first:.2f} s, then {median:.2f} s (aim 1)")


PARTS = {
    "start": start,
    "memory": memory,
    "tick": tick,
    "print": paper,
    "overview": overview,
    "compare": compare,
    "report": report,
}

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
