"""A whole workshop without the mouse, by a new user: the real program in a real window, with real keys.

    python tests/scripts/whole_workshop.py [--out FOLDER] [--program COMMAND] [--dark] [--zoom 200]

Starts the program (of this checkout, the one that COMMAND starts, or with ``SMS_STANDALONE=FOLDER`` the
standalone one in that folder) on a screen of its own of 1366×768 with a window manager, and with an empty
home; then everything from the first window to the report is done with keys that xdotool presses. Makes a
picture of each step, to be looked at, and at the end reads the session from the disk: all that was typed
must be in it. Says at which step it went wrong.
Needs Xvfb, xdotool and openbox.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageChops, ImageGrab

from sms_desktop.core.session import Session, at_moment, records, text_at
from sms_desktop.storage.codec import decode
from tests.scripts.screenshots import display

NEEDED = ("Xvfb", "xdotool", "openbox")
PATIENCE = 20.0
"""Seconds to wait for something that has to come."""
MANAGER = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <applications><application type="normal" title="*SMS-tool"><maximized>yes</maximized></application>
    <application type="normal" title="Presentatie*"><maximized>no</maximized></application></applications>
</openbox_config>
"""
"""Large main windows as people have them on a small laptop, and no keys of the window manager's own."""

ENVIRONMENT = "Leernetwerk wijkzorg"
FACILITATOR = "Noor Bakker"
SCHOOL, COLLEGE, CARE = "Hogeschool Noord", "ROC Midden", "Thuiszorg De Brug"
SHEETS = ("o134", "o1367", "w568", "w57", "b2")
"""What is pressed for each quick scan sheet: who filled it in, then a key for each tick."""
NOTE = "Bij ons leert iedereen mee"
PARTICIPANT = "Yara van Dijk"
MISSION, INNOVATION, CARE_MISSION = "Samen voor de wijk", "Slimmer roosteren", "Zorg die blijft"
EXTRA, JOINT = "Trots op het vak", "Twintig leerplekken in de wijk"
DIALOGUE, AMBITION = "Roosters zijn voor allebei een zorg", "Over twee jaar leert elke wijk"
AGREEMENT, OWNER, REALISED = "Elke partner opent vijf plekken", "De teamleiders", "Veertien plekken open"
QUESTION = "Wie betaalt de begeleiding?"


class StuckError(Exception):
    """Something did not come; the message says what."""


class Desk:
    """The screen, the keys, and what the program puts on the disk."""

    def __init__(self, home: Path, pictures: Path, program: list[str]) -> None:
        self.home, self._pictures = home, pictures
        self.sessions = home / "Documents" / "SMS-tool"
        self._number = 0
        self.step = "start"
        self._environment = {
            key: os.environ[key] for key in ("PATH", "DISPLAY", "LD_LIBRARY_PATH") if key in os.environ
        } | {"HOME": str(home), "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        rules = home.parent / "manager.xml"
        rules.write_text(MANAGER, encoding="utf-8")
        self.manager = self._start(["openbox", "--sm-disable", "--config-file", str(rules)])
        self.program = self._start(program)

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=self._environment, cwd=ROOT)

    def end(self) -> None:
        """Stop what still runs."""
        for process in (self.program, self.manager):
            process.terminate()
            process.wait(PATIENCE)

    # Keys -------------------------------------------------------------------------------------------

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def keys(self, *keys: str) -> None:
        """Press keys, wherever the focus is: ``ctrl+n``, ``Tab``; ``Tab*3`` three times."""
        for key in keys:
            name, _, times = key.partition("*")
            self._xdotool("key", "--delay", "40", *[name] * int(times or 1))
        self.settle()

    def type(self, text: str) -> None:
        """Type a text, wherever the focus is."""
        self._xdotool("type", "--delay", "12", text)
        self.settle()

    # Waiting ----------------------------------------------------------------------------------------

    def wait(self, until: Callable[[], object], what: str) -> None:
        """Wait until something is so; ``what`` says what did not come."""
        end = time.monotonic() + PATIENCE
        while not until():
            if self.program.poll() is not None:
                raise StuckError("the program ended")
            if time.monotonic() > end:
                raise StuckError(what)
            time.sleep(0.05)

    def settle(self) -> None:
        """Wait until the screen stays as it is."""
        last, end = self.screen(), time.monotonic() + PATIENCE
        same = 0
        while same < 2 and time.monotonic() < end:
            time.sleep(0.05)
            now = self.screen()
            same = same + 1 if are_same(last, now) else 0
            last = now

    def rest(self) -> None:
        """Wait until nothing moves on the screen for a while: until what goes on by itself is done."""
        last, since, end = self.screen(), time.monotonic(), time.monotonic() + 3 * PATIENCE
        while time.monotonic() < since + 2 and time.monotonic() < end:
            time.sleep(0.1)
            now = self.screen()
            if not are_same(last, now):
                last, since = now, time.monotonic()

    def window(self) -> str:
        """What the window in front is called."""
        return self._xdotool("getactivewindow", "getwindowname")

    def in_front(self, title: str) -> None:
        """Wait for a window whose name begins like this, in front."""
        self.wait(
            lambda: self.window().startswith(title),
            f"the window “{title}” did not come to the front; “{self.window()}” is there",
        )
        self.settle()

    def has_file_dialog(self, title: str) -> bool:
        """Whether a second window with this name came, over the one that asks."""
        return len(self._xdotool("search", "--onlyvisible", "--name", f"^{title}$").split()) > 1

    def changes(self, *keys: str) -> None:
        """Press keys and wait for something else on the screen."""
        before = self.screen()
        self.keys(*keys)
        self.wait(lambda: not are_same(before, self.screen()), f"{' '.join(keys)} changed nothing")

    def session(self) -> Session | None:
        """The session on the disk, if there is one."""
        found = list(self.sessions.glob("*.smsjson"))
        return decode(found[0].read_bytes()) if found else None

    def saved(self, holds: Callable[[Session], object], what: str) -> None:
        """Wait until the session on the disk is so."""
        self.wait(lambda: (session := self.session()) is not None and holds(session), f"not saved: {what}")

    def written(self, path: Path) -> None:
        """Wait for a PDF."""
        self.wait(
            lambda: path.is_file() and path.read_bytes().rstrip().endswith(b"%%EOF"), f"no PDF: {path.name}"
        )

    # Pictures ---------------------------------------------------------------------------------------

    def screen(self) -> Image.Image:
        """What is on the screen now."""
        return ImageGrab.grab(xdisplay=self._environment["DISPLAY"])

    def picture(self, name: str) -> None:
        """Keep what is on the screen now."""
        self.settle()
        self._number += 1
        self.screen().save(self._pictures / f"{self._number:02} {name}.png")


def are_same(one: Image.Image, other: Image.Image) -> bool:
    """Whether no pixel differs."""
    return ImageChops.difference(one, other).getbbox() is None


# The day --------------------------------------------------------------------------------------------


def begin(desk: Desk, dark: bool, zoom: int) -> None:
    """The first window of a new user; then dark and large, if they are wanted, by keys."""
    desk.in_front("SMS-tool")
    desk.picture("welcome")
    if dark:
        command(desk, "donker")
        desk.picture("dark")
    for _ in range(round((zoom - 100) / 10)):
        desk.keys("ctrl+equal")


def command(desk: Desk, words: str) -> None:
    """Find a command by its words and give it."""
    desk.keys("ctrl+shift+p")
    desk.in_front("Opdracht zoeken")
    desk.type(words)
    desk.picture(f"palette {words}")
    desk.keys("Return")
    desk.wait(lambda: "Opdracht" not in desk.window(), "the palette stays")
    desk.settle()


def new_session(desk: Desk) -> None:
    """Enter presses the button in front; three questions; Enter makes it."""
    desk.keys("Return")
    desk.in_front("Nieuwe sessie")
    desk.type(ENVIRONMENT)
    desk.keys("Tab*2")
    desk.type(FACILITATOR)
    desk.picture("new session")
    desk.keys("Return")
    desk.in_front(ENVIRONMENT)
    desk.saved(lambda session: FACILITATOR in session.answers.values(), "the answers of the new session")
    desk.picture("empty session")


def organisations(desk: Desk) -> None:
    """From phase 1 to the side panel: two of the school's side, one of the other."""
    desk.keys("ctrl+2")
    desk.picture("phase 1 without organisations")
    desk.keys("Return")
    desk.type(SCHOOL)
    desk.keys("Return")
    desk.type(COLLEGE)
    desk.keys("Tab*3", "Return")
    desk.type(CARE)
    desk.picture("organisations")
    wanted = [(SCHOOL, "education"), (COLLEGE, "education"), (CARE, "practice")]
    desk.saved(lambda session: [(o.name, o.side) for o in session.organisations] == wanted, "organisations")


def handouts(desk: Desk) -> None:
    """Sheets with codes for everybody, as a PDF."""
    desk.keys("ctrl+1", "ctrl+p")
    desk.in_front("Afdrukken")
    desk.keys("Tab*2")
    desk.type("12")
    desk.picture("print handouts")
    desk.keys("Tab*3", "Return")
    desk.in_front("Opslaan als PDF")
    desk.type(str(desk.home / "handouts.pdf"))
    desk.picture("where to")
    desk.keys("Return")
    desk.written(desk.home / "handouts.pdf")
    desk.in_front("Afdrukken")
    desk.picture("saved")
    desk.keys("Escape")
    desk.in_front(ENVIRONMENT)


def quick_scan(desk: Desk) -> None:
    """Sheet after sheet, one key a tick; a remark; the show of hands."""
    desk.keys("ctrl+1", "Return")
    for number, keys in enumerate(SHEETS):
        if number:
            desk.keys("Return")
        desk.keys(*keys)
        if not number:
            desk.keys("t")
            desk.type(NOTE)
            desk.picture("a remark")
            desk.keys("Escape")
    desk.picture("quick scan")
    ticks = sum(len(keys) for keys in SHEETS)
    desk.saved(
        lambda s: sum(value is True for sheet in s.sheets for value in sheet.answers.values()) == ticks,
        "the ticks of the quick scan",
    )
    desk.keys("F6")
    desk.in_front("Groepsbeeld")
    desk.picture("group picture")
    desk.keys("Escape")
    desk.in_front(ENVIRONMENT)


def paper_back(desk: Desk) -> None:
    """Two handouts come back as a scan: looked at, typed, put in; and taken back in one step."""
    before = desk.session()
    assert before is not None
    scan = desk.home / "scan.pdf"
    filled_in(before, scan)
    desk.keys("ctrl+i")
    desk.in_front("Binnengekomen")
    desk.picture("nothing came in")
    desk.keys("Return")
    desk.in_front("Kies bestanden om in te lezen")
    desk.type(str(scan))
    desk.keys("Return")
    desk.in_front("Binnengekomen")
    desk.rest()
    desk.picture("came in")
    desk.keys("Return")
    desk.in_front("Bekijken")
    desk.picture("a box that was made black")
    desk.changes("Return")
    desk.picture("handwriting")
    desk.type(PARTICIPANT)
    desk.changes("Return")
    desk.keys("Return")
    desk.in_front("Binnengekomen")
    desk.keys("Return")
    desk.in_front("In de sessie")
    desk.picture("into the session")
    desk.keys("Return")
    desk.in_front(ENVIRONMENT)
    desk.saved(lambda s: len(s.sheets) == len(before.sheets) + 2, "what came back on paper")
    desk.saved(lambda s: s.sheets[-2].answers.get("quick_scan.name") == PARTICIPANT, "the handwriting")
    desk.picture("paper is in")
    desk.keys("ctrl+z")
    desk.saved(lambda s: s == before, "undo of what came back")


def filled_in(session: Session, scan: Path) -> None:
    """Scan two of the coded sheets of a session: crosses, a box made black, and something on a line."""
    from sms_desktop.paper.sheets import coded
    from tests.exchange.scanned import Sheets
    from tests.gui.taking_in import as_pdf, black, written

    sheets = Sheets(session, coded.Request("quick-scan", copies=12))
    first = sheets.picture(0, {"quick_scan.role.education", "quick_scan.education.capital"})
    black(sheets, first, 0, "quick_scan.practice.societal")
    written(sheets, first, 0, "quick_scan.name")
    as_pdf(scan, first, sheets.picture(1), sheets.picture(2, {"quick_scan.practice.development"}))


def phase1(desk: Desk) -> None:
    """The first organisation answers two motives with an outcome, the third two as well."""
    desk.keys("ctrl+2")
    desk.keys("Tab*6")
    desk.picture("phase 1 on the way")
    desk.keys("Tab", "j", "Tab*2")
    desk.type(MISSION)
    desk.keys("Tab", "n")
    desk.keys("Down*5", "j")
    desk.picture("phase 1 by arrows")
    desk.keys("Tab*2")
    desk.type(INNOVATION)
    desk.picture("phase 1 of the school")
    desk.keys("ctrl+2", "Down*2")
    desk.picture("phase 1 of the other side")
    desk.keys("Tab*7", "j", "Tab*2")
    desk.type(CARE_MISSION)
    desk.keys("Tab", "Down*2", "j")
    desk.picture("phase 1 of the care organisation")
    desk.saved(
        lambda s: (
            s.organisations[0].answers.get("phase1.innovation.outcome") == INNOVATION
            and s.organisations[2].answers.get("phase1.mission.outcome") == CARE_MISSION
            and s.organisations[2].answers.get("phase1.innovation.yes") is True
        ),
        "phase 1",
    )


def reveal(desk: Desk) -> None:
    """Phase 1 is uncovered for all at once."""
    desk.keys("ctrl+3")
    desk.picture("phase 2 covered")
    desk.keys("shift+Tab*4")
    desk.picture("on the way to reveal")
    desk.keys("Return")
    desk.saved(lambda session: session.revealed is not None, "the reveal")
    desk.picture("phase 2 revealed")


def dialogue(desk: Desk) -> None:
    """A motive is opened and made joint, with an outcome; another comes up; the ambition."""
    desk.keys("ctrl+3", "Home", "Return")
    desk.picture("opened motive")
    desk.keys("Return", "space", "Tab*2", "space", "Tab*2")
    desk.type(DIALOGUE)
    desk.keys("Tab", "Return")
    desk.type(JOINT)
    desk.picture("joint outcome")
    desk.keys("Escape", "shift+Tab", "Return")
    desk.type(EXTRA)
    desk.keys("Tab*4", "j")
    desk.picture("a motive that came up")
    desk.keys("Escape", "shift+Tab*5", "Right")
    desk.keys("Tab*4")
    desk.type(AMBITION)
    desk.picture("ambition")
    wanted = {
        "phase2.mission.joint": True,
        "phase2.mission.level.organisation": True,
        "phase2.mission.note": DIALOGUE,
        "phase2.outcome_1.text": JOINT,
        "phase2.extra_1.text": EXTRA,
        "phase2.ambition": AMBITION,
    }
    desk.saved(lambda s: wanted.items() <= s.answers.items(), "the dialogue")
    desk.saved(lambda s: s.organisations[0].answers.get("phase1.extra_1.yes") is True, "the extra motive")


def agenda(desk: Desk) -> None:
    """The second item goes up; an own question; printed from there as cards."""
    desk.keys("F7")
    desk.in_front("Gespreksagenda")
    desk.picture("agenda")
    desk.keys("Down", "alt+Up")
    desk.saved(lambda session: session.answers.get("phase2.agenda.order"), "the order of the agenda")
    desk.keys("Tab*4")
    desk.type(QUESTION)
    desk.saved(lambda session: QUESTION in session.answers.values(), "a question of the facilitator's own")
    desk.picture("agenda changed")
    desk.keys("Escape")
    desk.in_front(ENVIRONMENT)


def agree(desk: Desk) -> None:
    """What is agreed on the joint outcome."""
    desk.keys("ctrl+4")
    desk.picture("phase 3")
    desk.keys("Tab*4")
    desk.type(AGREEMENT)
    desk.keys("Tab")
    desk.type(OWNER)
    desk.keys("Tab")
    desk.type("Voor de zomer")
    desk.keys("Tab*2", "Down*2")
    desk.picture("agreement")
    wanted = {
        "phase3.outcome_1.agreement": AGREEMENT,
        "phase3.outcome_1.owner": OWNER,
        "phase3.outcome_1.term": "Voor de zomer",
    }
    desk.saved(lambda s: wanted.items() <= s.answers.items(), "the agreement")
    desk.saved(lambda s: s.answers.get("phase3.outcome_1.status"), "the status")


def evaluate(desk: Desk) -> None:
    """Half a year later."""
    desk.keys("ctrl+4", "shift+Tab", "Return")
    desk.type("1-6-2027")
    desk.keys("Tab")
    desk.type("Alle partners")
    desk.keys("Tab*2", "1", "Tab", "2", "Tab", "1", "Tab")
    desk.type(REALISED)
    desk.picture("evaluation")
    said = {"phase3.outcome_1.realised": REALISED, "phase3.date": "2027-06-01"}
    desk.saved(lambda s: said.items() <= s.moments[0].answers.items(), "the evaluation")
    desk.saved(lambda s: judgements(s) == ["on_track", "attention", "on_track"], "the judgements")


def judgements(session: Session) -> list[str]:
    """What each organisation says of the joint outcome, in their order."""
    moment = session.moments[0].id
    field = "phase3.outcome_1.judgement"
    return [text_at(session, at_moment(moment, each.id), field) for each in session.organisations]


def present(desk: Desk) -> None:
    """Through all pages, full screen, blank and back."""
    desk.keys("F5")
    desk.in_front("Presentatie")
    desk.picture("presentation")
    desk.keys("F11")
    for page in range(2, 30):
        before = desk.screen()
        desk.keys("Right")
        if are_same(before, desk.screen()):
            break
        desk.picture(f"presentation {page}")
    desk.changes("b")
    desk.changes("b")
    desk.keys("Escape")
    desk.in_front(ENVIRONMENT)
    desk.picture("after the presentation")


def find(desk: Desk) -> None:
    """A word of the dialogue leads to its field; typing goes on there; undo and redo."""
    desk.keys("ctrl+f")
    desk.in_front("Zoeken")
    desk.type("roosters")
    desk.picture("find")
    desk.keys("Return")
    desk.in_front(ENVIRONMENT)
    desk.keys("End")
    desk.type(" ook later")
    said = "phase2.mission.note"
    desk.saved(lambda s: s.answers[said] == DIALOGUE + " ook later", "what was typed where it was found")
    desk.picture("found")
    desk.keys("ctrl+z")
    desk.saved(lambda s: s.answers[said] == DIALOGUE, "undo")
    desk.picture("undone")
    desk.keys("ctrl+y")
    desk.saved(lambda s: s.answers[said] == DIALOGUE + " ook later", "redo")


def report(desk: Desk) -> None:
    """By the command palette: Enter saves, Enter takes the place."""
    command(desk, "verslag")
    desk.in_front("Verslag")
    desk.picture("report")
    desk.keys("Return")
    desk.wait(lambda: desk.has_file_dialog("Verslag"), "no question where to")
    desk.type(str(desk.home / "report.pdf"))
    desk.keys("Return")
    desk.written(desk.home / "report.pdf")
    desk.in_front(ENVIRONMENT)
    desk.picture("report saved")


def look_up(desk: Desk) -> None:
    """The handbook at the tab in front, and the settings."""
    desk.keys("F1")
    desk.in_front("Handleiding")
    desk.picture("handbook")
    desk.keys("Escape")
    desk.in_front(ENVIRONMENT)
    desk.keys("ctrl+comma")
    desk.in_front("Instellingen")
    desk.picture("settings")
    desk.keys("Escape")
    desk.in_front(ENVIRONMENT)


def leave(desk: Desk) -> None:
    """Nothing is asked: all of it is saved."""
    desk.keys("ctrl+q")
    try:
        code = desk.program.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        raise StuckError("the program did not end") from None
    if code:
        raise StuckError(f"the program ended with {code}")


def check(desk: Desk) -> None:
    """What is in the file, read by the program's own storage, is what was typed."""
    session = desk.session()
    if session is None:
        raise StuckError("no session on the disk")
    found = {value for _, answers, _ in records(session) for value in answers.values()}
    found |= {each.name for each in session.organisations}
    typed = (ENVIRONMENT, FACILITATOR, SCHOOL, COLLEGE, CARE, NOTE, MISSION, INNOVATION, CARE_MISSION)
    typed += (EXTRA, JOINT, AMBITION, AGREEMENT, OWNER, REALISED, QUESTION, DIALOGUE + " ook later")
    if lost := [each for each in typed if each not in found]:
        raise StuckError(f"not in the file: {', '.join(lost)}")


STEPS: tuple[Callable[[Desk], None], ...] = (
    new_session,
    organisations,
    handouts,
    quick_scan,
    paper_back,
    phase1,
    reveal,
    dialogue,
    agenda,
    agree,
    evaluate,
    present,
    find,
    report,
    look_up,
    leave,
    check,
)


def play(desk: Desk, dark: bool, zoom: int) -> None:
    """Do all steps. Raises :class:`StuckError`; ``desk.step`` tells where it was."""
    desk.step = "begin"
    begin(desk, dark, zoom)
    for step in STEPS:
        desk.step = step.__name__
        step(desk)


@contextmanager
def home() -> Iterator[Path]:
    """The home of a user who never used the program."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "home"
        (place / "Documents").mkdir(parents=True)
        yield place


def _standalone() -> str:
    folder = os.environ.get("SMS_STANDALONE")
    return shlex.quote(str(Path(folder, "sms-desktop").absolute())) if folder else ""


def main() -> int:
    """Read the command line, play the day, say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("whole_workshop"))
    parser.add_argument("--program", default=_standalone() or f"{shlex.quote(sys.executable)} -m sms_desktop")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--zoom", type=int, default=100)
    options = parser.parse_args()
    if missing := [each for each in NEEDED if not shutil.which(each)]:
        print("This needs " + ", ".join(missing) + ".")
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    os.environ.pop("DISPLAY", None)  # never on the screen of who runs this
    with display(), home() as place:
        desk = Desk(place, options.out, shlex.split(options.program))
        try:
            play(desk, options.dark, options.zoom)
        except StuckError as error:
            desk.picture(f"stuck at {desk.step}")
            print(f"Stuck at “{desk.step}”: {error}.")
            return 1
        finally:
            desk.end()
    print(f"The whole workshop was done by keys; pictures of each step are in {options.out}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
