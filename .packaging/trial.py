"""Try the standalone folder as somebody would find it on a stick: elsewhere, without anything of ours.

    python .packaging/trial.py FOLDER

The folder is copied to a place of its own and made read-only; the programs in it run with next to no
environment and, where this is started as root on Linux, as a user without any rights. Ends with 0 if every
step did what it should.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534
WINDOWS, LINUX = sys.platform == "win32", sys.platform.startswith("linux")
PATIENCE = 120


class Trial:
    """The copied folder, and a home for whoever runs it."""

    def __init__(self, program: Path, home: Path) -> None:
        self.program, self.home = program, home

    def run(
        self, *arguments: str, name: str = "sms-desktop", code: int = 0, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Start one of the two programs; anything but ``code`` at the end fails the trial."""
        begin = time.perf_counter()
        command = [*self._as_nobody(), str(self.program / (name + (".exe" if WINDOWS else ""))), *arguments]
        done = subprocess.run(
            command,
            cwd=self.home,
            env=self._environment() | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        tell(f"{name} {' '.join(arguments)}: {done.returncode}, {time.perf_counter() - begin:.1f} s")
        if done.returncode != code or b"Traceback" in done.stderr:
            sys.exit(f"{done.stdout.decode(errors='replace')}\n{done.stderr.decode(errors='replace')}")
        return done

    @property
    def has_no_rights(self) -> bool:
        """Whether the program runs as a user without any; root writes in what is locked, too."""
        return LINUX and os.getuid() == 0 and shutil.which("setpriv") is not None

    def _as_nobody(self) -> list[str]:
        if not self.has_no_rights:
            return []
        return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]

    def _environment(self) -> dict[str, str]:
        kept = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP") if WINDOWS else ()
        home = {"USERPROFILE": str(self.home), "APPDATA": str(self.home), "LOCALAPPDATA": str(self.home)}
        own = home if WINDOWS else {"HOME": str(self.home)}
        return own | {name: os.environ[name] for name in kept if name in os.environ}

    def made(self, name: str, start: bytes) -> None:
        """Fails the trial unless the file is there and begins as its kind does."""
        path = self.home / name
        if not path.is_file() or not path.read_bytes().startswith(start):
            sys.exit(f"{name} was not made")


def tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def commands(trial: Trial) -> None:
    """Every kind of thing that the commands make, and with it every library that they load."""
    trial.run("--help")
    trial.run("--version")
    trial.run("example", "example.smsjson")
    trial.run("check", "example.smsjson")
    for sheet in ("quick-scan", "phase1", "phase2", "phase3"):
        trial.run("print", "example.smsjson", "--sheet", sheet, "--out", f"{sheet}.pdf")
        trial.made(f"{sheet}.pdf", b"%PDF")
    trial.run("overview", "example.smsjson", "--json")
    for name, start in (("report.pdf", b"%PDF"), ("report.docx", b"PK"), ("data.xlsx", b"PK")):
        what = "report" if name.startswith("report") else "export"
        trial.run(what, "example.smsjson", "--out", name)
        trial.made(name, start)


def reading(trial: Trial) -> None:
    """Coded sheets are read back by the process that the program starts from itself."""
    arguments = ("example.smsjson", "--sheet", "quick-scan", "--coded", "--copies", "2", "--data-dir", "data")
    trial.run("print", *arguments, "--out", "coded.pdf")
    done = trial.run("read", "example.smsjson", "coded.pdf", "--json", "--data-dir", "data")
    if not json.loads(done.stdout):
        sys.exit("nothing was read")


def diagnosis(trial: Trial) -> None:
    """The program says itself that nothing is missing."""
    done = trial.run("doctor", "--json", "--language", "en")
    found = json.loads(done.stdout)["findings"]
    bad = [each for each in found if each["state"] == "bad"]
    bad += [each for each in found if each["id"] == "licences" and each["state"] != "good"]
    if bad:
        sys.exit(f"missing: {bad}")
    tell(trial.run("doctor").stdout.decode("utf-8", "replace"))


def windows(trial: Trial) -> None:
    """A window, by both programs; on Linux also on a screen."""
    start = ("--data-dir", "data", "--quit-after-start", "example.smsjson")
    for name in ("sms-desktop", "sms-desktop-window"):
        trial.run(*start, name=name, QT_QPA_PLATFORM="offscreen")
    if LINUX and shutil.which("Xvfb"):
        with screen() as display:
            trial.run(*start, name="sms-desktop-window", DISPLAY=display)
    if LINUX:
        trial.run(code=1)  # says what is missing, and does not abort


@contextmanager
def screen() -> Iterator[str]:
    """A screen of its own."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-ac", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()


def portable(trial: Trial) -> None:
    """With the marker beside the program, nothing is left in the home folder."""
    session = (trial.home / "example.smsjson").read_bytes()
    stick = trial.program.parent / "stick"
    shutil.copytree(trial.program, stick / "program", symlinks=True)
    home = trial.program.parent / "home2"
    home.mkdir()
    (stick / "program" / "portable.txt").touch()
    (stick / "given.smsjson").write_bytes(session)
    allow(stick, home)
    carried = Trial(stick / "program", home)
    carried.run("--quit-after-start", str(stick / "given.smsjson"), QT_QPA_PLATFORM="offscreen")
    kept = stick / "program" / "SMS-data" / "settings.json"
    if not kept.is_file() or list(home.rglob("*.json")):
        sys.exit("data was not kept beside the program")
    if b"SMS-data" not in carried.run("doctor").stdout:
        sys.exit("doctor does not know of portable mode")
    lock(stick)
    told = json.loads(carried.run("doctor", "--json").stdout)["findings"]
    bad = {each["id"] for each in told if each["state"] == "bad"}
    if carried.has_no_rights and not {"sessions", "backups"} <= bad:
        sys.exit("doctor does not know that the stick cannot be written")
    allow(stick)


def allow(*places: Path) -> None:
    """Give a place to the user without rights."""
    if LINUX and os.getuid() == 0:
        for place in places:
            for each in (place, *place.rglob("*")):
                os.chown(each, NOBODY, NOBODY, follow_symlinks=False)
    for place in places:
        for each in (place, *place.rglob("*")):
            if not each.is_symlink():
                each.chmod(each.stat().st_mode | stat.S_IWUSR)


def lock(folder: Path) -> None:
    """Nobody can write in the folder of the program."""
    for each in (folder, *folder.rglob("*")):
        if not each.is_symlink():
            each.chmod(each.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def main(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        root = Path(place).resolve()
        root.chmod(0o755)
        home = root / "home"
        home.mkdir()
        allow(home)
        shutil.copytree(arguments[0], root / "program", symlinks=True)
        size = sum(each.stat().st_size for each in (root / "program").rglob("*") if not each.is_symlink())
        tell(f"{size / 1e6:.0f} MB")
        lock(root / "program")
        trial = Trial(root / "program", home)
        for step in (commands, reading, diagnosis, windows, portable):
            step(trial)
        for each in (root / "program", *(root / "program").rglob("*")):
            if not each.is_symlink():
                each.chmod(each.stat().st_mode | stat.S_IWUSR)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
