"""Which part may import which, and that the core needs no Qt."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sms_desktop.paths import Folders
from sms_desktop.settings import Settings, decode, encode

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sms_desktop"

# A layer may import itself and what stands behind it.
LAYERS: dict[str, set[str]] = {
    "core": set(),
    "storage": {"core"},
    "paper": {"core"},
    "exchange": {"core", "paper", "storage"},
    "gui": {"core", "storage", "paper", "exchange"},
}
# Small modules beside the layers, for all but the core: words, languages, colours, places.
SHARED = {
    "agenda_words",
    "case_words",
    "changes",
    "charts",
    "diagnosis",
    "example",
    "handbook",
    "i18n",
    "labels",
    "licences",
    "messages",
    "own_forms",
    "palette",
    "paths",
    "reading_words",
    "searching",
    "settings",
}
HEAVY = (
    "zxingcpp",
    "PIL",
    "pi_heif",
    "docx",
    "xlsxwriter",
    "reportlab",
    "pypdfium2",
    "pypdf",
    "pikepdf",
    "babel",
    "uharfbuzz",
    "bidi",
)
QT = {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtSvgWidgets", "QtPrintSupport", "QtTest"}
NETWORK = {"socket", "ssl", "http", "urllib.request", "asyncio", "multiprocessing", "ftplib", "smtplib"}


def sources() -> list[Path]:
    """All modules of the program."""
    return sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The full names of what a module imports when it runs, also inside its functions."""
    for node in walked(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def walked(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only a type checker reads."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from walked(child)


def part_of(path: Path) -> str:
    """The layer of a module, or its own name if it stands beside the layers."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_one_way(layer: str) -> None:
    allowed = LAYERS[layer] | {layer} | (SHARED if layer != "core" else set())
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources()
        if part_of(path) == layer
        for name in imported(path)
        if name.startswith("sms_desktop.") and name.split(".")[1] not in allowed | {"__version__"}
    ]
    assert wrong == []


def test_what_stands_beside_the_layers_knows_no_window() -> None:
    entry = {"app", "cli", "__main__"}
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources()
        if part_of(path) not in {*LAYERS, *entry, "display"}
        for name in imported(path)
        if name.startswith(("PySide6", "sms_desktop.gui", "sms_desktop.app"))
    ]
    assert wrong == []


def test_only_the_app_builds_the_window() -> None:
    users = {
        str(path.relative_to(PACKAGE))
        for path in sources()
        if any(name == "sms_desktop.app" or name.startswith("sms_desktop.app.") for name in imported(path))
    }
    assert users == {"cli.py"}
    for path in (PACKAGE / "gui").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call)]
        made = {call.id for call in calls if isinstance(call, ast.Name)}
        assert not made & {"QApplication", "Program", "MainWindow"}, path


TABS = ("quick_scan", "phase1", "phase2", "phase3")


def test_tabs_never_import_each_other() -> None:
    """A tab may have parts in modules of its own, named after it: ``quick_scan_sheet``."""
    for path in (PACKAGE / "gui" / "tabs").glob("*.py"):
        used = {name.split(".")[3] for name in imported(path) if name.startswith("sms_desktop.gui.tabs.")}
        assert path.stem == "__init__" or path.stem.startswith(TABS), path
        own = next((tab for tab in TABS if path.stem.startswith(tab)), "none")
        assert {name for name in used if not name.startswith(own)} == set(), path


def test_no_qt_and_no_pdf_below() -> None:
    for path in sources():
        names = set(imported(path))
        if part_of(path) in {"core", "storage", "paper", "exchange"}:
            assert not {name for name in names if name.startswith("PySide6")}, path
        if part_of(path) in {"core", "storage"}:
            assert not {name for name in names if name.split(".")[0] in HEAVY}, path


def test_only_modules_of_qt_that_the_essentials_hold() -> None:
    for path in sources():
        for name in imported(path):
            if name.startswith("PySide6."):
                assert name.split(".")[1] in QT, f"{path}: {name}"


def test_nothing_that_opens_connections_is_imported() -> None:
    wrong = [(str(path), name) for path in sources() for name in imported(path) if name in NETWORK]
    assert wrong == []


BLOCKED = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "reportlab", "pypdfium2"}:
            raise ImportError(name + " is blocked")
sys.meta_path.insert(0, Blocker())
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=600,  # all tests of the core run in one of these
    )


def test_core_and_storage_work_without_qt_and_reportlab(tmp_path: Path) -> None:
    code = BLOCKED + (
        "import pathlib\n"
        "from sms_desktop import example\n"
        "from sms_desktop.core import forms, insight\n"
        "from sms_desktop.paths import shipped\n"
        "from sms_desktop.storage import codec, files\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "session = example.build(forms.load(shipped('forms')))\n"
        "files.write_atomically(path, codec.encode(session))\n"
        "assert files.read_session(path).session == session\n"
        "print(len(insight.matrix(session)))\n"
    )
    done = run(code, str(tmp_path / "session.smsjson"))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 15


WITHOUT_QT = """
import pytest
options = ["-q", "-p", "no:pytest-qt", "-p", "no:cacheprovider", "-o", "qt_api="]
options += ["-o", "addopts=--import-mode=importlib", "-m", "not long"]
sys.exit(pytest.main([*options, "-W", "ignore::pytest.PytestConfigWarning", "tests/core"]))
"""


def test_the_tests_of_the_core_pass_without_qt() -> None:
    done = run(BLOCKED + WITHOUT_QT)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.mark.parametrize(
    ("what", "absent"),
    [
        (
            "import sms_desktop.cli; sms_desktop.cli.run(['overview', '--json', sys.argv[1]])",
            ("PySide6", "reportlab", "babel"),
        ),
        (
            "import sms_desktop.cli; sms_desktop.cli.run(['--help'])",
            ("PySide6", "reportlab", "babel", "msgspec", "platformdirs"),
        ),
        ("import sms_desktop.gui.main_window", ("reportlab", "pypdfium2", "babel.messages")),
        ("import sms_desktop.gui.main_window", ("socket", "ssl", "http.client", "multiprocessing")),
    ],
)
def test_heavy_libraries_are_imported_on_first_use(
    what: str, absent: tuple[str, ...], tmp_path: Path
) -> None:
    from sms_desktop import cli

    path = str(tmp_path / "example.json")
    assert cli.run(["example", path]) == 0
    code = (
        "import sys\ntry:\n    " + what + "\nexcept SystemExit:\n    pass\n"
        "print('loaded:', *sorted(sys.modules))\n"
    )
    done = run(code, path)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    assert not loaded & set(absent)


STARTED = """
import linecache, sys
from sms_desktop import cli

class Output:
    encoding = "utf-8"
    def write(self, text):
        assert text == "painted\\n"
        from PySide6 import QtCore, QtWidgets
        made = {"Qt", "QStyle"} & {*vars(QtCore), *vars(QtWidgets)}
        print("loaded:", *sys.modules, *made, file=sys.stderr)
    def flush(self):
        pass

sys.stdout = Output()
assert cli.run(["--data-dir", sys.argv[1], "--quit-after-start", sys.argv[2]]) == 0
print("loaded:", *sys.modules, "kept:", *linecache.cache, file=sys.stderr)
"""


def test_little_is_loaded_at_start_and_no_source_is_read(tmp_path: Path) -> None:
    settings, session = Folders.standard(tmp_path).settings, tmp_path / "example.smsjson"
    settings.parent.mkdir(exist_ok=True)
    settings.write_bytes(encode(Settings(recent=("/stick/workshop.smsjson",))))
    assert (
        run(
            "import sys; from sms_desktop import cli; cli.run(sys.argv[1:])", "example", str(session)
        ).returncode
        == 0
    )
    done = run(STARTED, str(tmp_path), str(session))
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith("loaded:")]
    at_paint, at_end = (set(line.partition(" kept:")[0].split()) for line in told)
    assert "sms_desktop.gui.welcome" in at_paint
    later = {"document", "controller", "workspace", "dialogs.crashed", "widgets.clusters"}
    assert not at_paint & {f"sms_desktop.gui.{each}" for each in later}
    assert not at_paint & {"Qt", "QStyle", "msgspec", "hashlib", "platform"}
    assert decode(settings.read_bytes()).recent[0] == str(session)  # it was opened
    assert not at_end & {"babel", "reportlab", "pypdf", "pypdfium2", "PIL"}
    assert not at_end & {"_hashlib", "hashlib", "html", "tomllib"}
    unseen = {"tabs.phase1", "tabs.phase2", "tabs.phase3", "tabs.quick_scan_tally", "finder", "rescue"}
    unseen |= {f"dialogs.{each}" for each in ("new_session", "differences", "conflicts", "versions")}
    assert not at_end & {f"sms_desktop.gui.{each}" for each in unseen}
    assert "sms_desktop" not in told[1].partition(" kept:")[2]
