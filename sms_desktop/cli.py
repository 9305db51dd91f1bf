"""The command line: what may stand on it, in which language, and how it ends.

Exit codes: 0 done, 1 something about the files is wrong (one line on standard error), 2 the command line
itself is wrong. What the commands do stands in :mod:`sms_desktop.commands`, which is imported late so
that ``--help`` is quick.
"""

from __future__ import annotations

import argparse
import builtins
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from sms_desktop import __version__, i18n
from sms_desktop.core.papers import PAPERS
from sms_desktop.i18n import mark, tr
from sms_desktop.paths import QT_WORKER, READ_WORKER

PROGRAM = "sms-desktop"
SHEETS = ("quick-scan", "phase1", "phase2", "phase3")
FORM_PDF_SHEETS = ("phase1", "quick-scan")
REPORT_PARTS = ("cover", "session", "overview", "mirror", "matrix", "agreements", "evaluation", "method")

COMMANDS: dict[str, str] = {
    "example": mark("write a worked example"),
    "check": mark("say whether a file is a good session"),
    "blank": mark("make a PDF of empty forms"),
    "print": mark("make a PDF of the forms of a session, filled in"),
    "read": mark("read filled forms back: scans, photos, PDF forms"),
    "issue": mark("make a session file with the part of one organisation, for another laptop"),
    "merge": mark("put an issued part, or another version of a session, back into the session"),
    "form-pdf": mark("make a PDF to fill in on a screen and to mail"),
    "overview": mark("show the counts of the quick scan and the pattern of each motive"),
    "report": mark("make the report of a session, as a PDF or as a document that can be edited"),
    "agenda": mark("make a PDF of the agenda for the conversation"),
    "thread": mark("make a poster of the thread from motive to evidence"),
    "export": mark("make a table of all that was filled in"),
    "compare": mark("compare the sessions in a folder"),
    "associate": mark("let a double click on a session open this program, for this user"),
    "doctor": mark("tell what works on this computer"),
}

# What argparse itself says. It asks for these texts by their English wording.
ARGPARSE_TEXTS = (
    mark("usage: "),
    mark("positional arguments"),
    mark("options"),
    mark("show this help message and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("the following arguments are required: %s"),
    mark("unrecognized arguments: %s"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
    mark("ignored explicit argument %r"),
    mark("expected one argument"),
    mark("expected at most one argument"),
    mark("expected at least one argument"),
)


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says and give the exit code."""
    i18n.use(_language_in(arguments))
    try:
        code = _dispatch(arguments)
        _flush()
        return code
    except BrokenPipeError:  # whoever read our output has had enough, as in `… | head -1`
        _close_output()
        return 1
    except KeyboardInterrupt:
        return 130


def _dispatch(arguments: Sequence[str]) -> int:
    if list(arguments) == [READ_WORKER]:
        from sms_desktop.exchange.scan import worker

        return worker.main()
    if list(arguments) == [QT_WORKER]:
        from sms_desktop.gui import found_here

        return found_here.main()
    position = _place_of_command(arguments)
    if position is None:
        return _open_window(arguments)
    command = arguments[position]
    parser = _command_parser(command)
    with _speaking_argparse():
        options = parser.parse_args([*arguments[:position], *arguments[position + 1 :]])
    from sms_desktop import commands

    try:
        done: Callable[[argparse.Namespace], int] = commands.COMMANDS[command]
        return done(options)
    except commands.UsageError as error:
        with _speaking_argparse():
            parser.error(str(error))
    except commands.FAILURES as error:
        return _failed(commands.in_words(error))


def _open_window(arguments: Sequence[str]) -> int:
    with _speaking_argparse():
        options = _window_parser().parse_args(arguments)
    if options.file is not None and not os.path.exists(options.file):  # noqa: PTH110 - raises nothing
        words = tr("There is no file {file}, and no command of that name.").format(file=options.file)
        return _failed(words)
    # What is loaded stays: looking for garbage among it only costs time until the window is there.
    gc.disable()
    try:
        return _run_window(options)
    finally:
        gc.enable()


def _run_window(options: argparse.Namespace) -> int:
    from sms_desktop import display

    if missing := display.missing():
        words = tr("No window can be opened here. What is missing: {what}.").format(what=missing)
        return _failed(words)
    _import_plainly()
    from sms_desktop import app

    language = getattr(options, "language", None)
    return app.run(options.file, language, options.data_dir, quit_after_start=options.quit_after_start)


def _import_plainly() -> None:
    """Let imports be Python's own again.

    PySide6 puts itself between, and reads and keeps the source of every module that is imported from then on,
    in case it says ``from __feature__ import …``. Nothing here does, and it costs time and 7 MiB.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


# What stands on the line ----------------------------------------------------------------------------

_WITH_VALUE = ("--language", "--data-dir")


def _language_in(arguments: Sequence[str]) -> str:
    """The language asked for, before anything is parsed; the usual one if that is not a language."""
    asked = i18n.DEFAULT
    for index, each in enumerate(arguments):
        if each == "--":
            break
        if each == "--language":
            asked = arguments[index + 1] if index + 1 < len(arguments) else asked
        elif each.startswith("--language="):
            asked = each.partition("=")[2]
    return asked if asked in i18n.available() else i18n.DEFAULT


def _place_of_command(arguments: Sequence[str]) -> int | None:
    """Where the command stands: the first thing on the line that is no option, if it is one."""
    skip = False
    for place, each in enumerate(arguments):
        if skip or (each.startswith("-") and each != "--"):
            skip = not skip and each in _WITH_VALUE
            continue
        return place if each in COMMANDS else None
    return None


class Parser(argparse.ArgumentParser):
    """A parser that takes no abbreviations and whose words fit in any encoding of the terminal."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **settings)
        self.add_argument(
            "--language",
            choices=i18n.available(),
            default=argparse.SUPPRESS,
            help=tr("the language of texts and forms"),
        )

    def _print_message(self, message: str, file: Any = None) -> None:
        say(message.removesuffix("\n"), file or sys.stderr)


def _window_parser() -> Parser:
    with _speaking_argparse():
        return _window_options()


def _window_options() -> Parser:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{tr(words)}" for name, words in COMMANDS.items()]
    more = tr("{program} COMMAND --help tells more about a command.").format(program=PROGRAM)
    usage = tr("{program} [--language {languages}] [FILE]\n       {program} COMMAND …")
    languages = "|".join(i18n.available())
    parser = Parser(
        prog=PROGRAM,
        usage=usage.format(program=PROGRAM, languages=languages),
        description=tr("Strategic motives for collaboration, in a workshop, on paper and on screen."),
        epilog="\n".join([tr("commands:"), *lines, "", more]),
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar=tr("FILE"), help=tr("the session to open in the window")
    )
    _data_dir_option(parser)
    parser.add_argument(
        "--version",
        action="version",
        version=f"SMS-tool Desktop {__version__}",
        help=tr("show program's version number and exit"),
    )
    parser.add_argument("--quit-after-start", action="store_true", help=argparse.SUPPRESS)
    return parser


def _command_parser(command: str) -> Parser:
    with _speaking_argparse():
        words = tr(COMMANDS[command])
        parser = Parser(prog=f"{PROGRAM} {command}", description=words[:1].upper() + words[1:] + ".")
        _OPTIONS[command](parser)
        return parser


def _example_options(parser: Parser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT.json", help=tr("the file to write; replaced if there"))


def _check_options(parser: Parser) -> None:
    _session_argument(parser)


def _blank_options(parser: Parser) -> None:
    _sheet_option(parser)
    parser.add_argument(
        "--side",
        choices=("education", "practice"),
        help=tr("only the phase 1 form of this side (both unless given)"),
    )
    parser.add_argument(
        "--copies", type=_number, default=1, metavar="N", help=tr("how many of each (1 unless given)")
    )
    _side_by_side_option(parser)
    _geometry_option(parser)
    _paper_option(parser)
    _pdf_option(parser)


def _print_options(parser: Parser) -> None:
    _session_argument(parser)
    _sheet_option(parser)
    _side_by_side_option(parser)
    words = tr("only this organisation (by name or id); may be given more than once")
    _organisation_option(parser, words, action="append", default=[])
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="ID",
        help=tr("only this sheet (by number or id) or organisation (by id); may be given more than once"),
    )
    parser.add_argument(
        "--coded",
        action="store_true",
        help=tr("empty forms with codes, so that they can be read back with read"),
    )
    parser.add_argument(
        "--copies", type=_number, metavar="N", help=tr("how many coded sheets (1 unless given)")
    )
    _with_session_option(parser)
    _geometry_option(parser)
    _paper_option(parser)
    _pdf_option(parser)


def _read_options(parser: Parser) -> None:
    _session_argument(parser)
    parser.add_argument(
        "inputs",
        nargs="+",
        type=Path,
        metavar=tr("INPUT"),
        help=tr("scans, photos or filled PDF forms, or folders with them"),
    )
    parser.add_argument("--json", action="store_true", help=tr("as JSON, for other programs"))
    parser.add_argument(
        "--apply",
        action="store_true",
        help=tr("write what is beyond doubt into the session; nothing is overwritten"),
    )
    _data_dir_option(parser)


def _issue_options(parser: Parser) -> None:
    _session_argument(parser)
    _organisation_option(parser, tr("whose part (by name or id)"), required=True)
    _out_option(parser, "OUT.smsjson")


def _merge_options(parser: Parser) -> None:
    _session_argument(parser)
    parser.add_argument("part", type=Path, metavar=tr("PART"), help=tr("the file that came back"))
    out = parser.add_mutually_exclusive_group()
    out.add_argument("--out", type=Path, metavar="OUT.smsjson", help=tr("write both in one file here"))
    out.add_argument(
        "--apply",
        action="store_true",
        help=tr("change the session file itself; without it nothing is written"),
    )
    _data_dir_option(parser)


def _form_pdf_options(parser: Parser) -> None:
    _session_argument(parser)
    _sheet_option(parser, FORM_PDF_SHEETS)
    _organisation_option(parser, tr("the organisation that it is for (by name or id); phase 1 only"))
    _paper_option(parser)
    words = tr("the file to write, replaced if there; a folder gets a file for each organisation")
    _out_option(parser, "OUT.pdf", words)


def _overview_options(parser: Parser) -> None:
    _session_argument(parser)
    parser.add_argument("--json", action="store_true", help=tr("as JSON, for other programs"))


def _export_options(parser: Parser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar=tr("FILE"), help=tr("the sessions"))
    _out_option(parser, "OUT.csv|OUT.xlsx")
    parser.add_argument(
        "--anonymous", action="store_true", help=tr("without the names of organisations and people")
    )
    _plain_option(parser)
    _paper_option(parser)


def _compare_options(parser: Parser) -> None:
    parser.add_argument("folder", type=Path, metavar=tr("FOLDER"), help=tr("the folder with the sessions"))
    parser.add_argument("--json", action="store_true", help=tr("as JSON, for other programs"))
    parser.add_argument(
        "--out", type=Path, metavar="OUT.csv|OUT.xlsx", help=tr("also write the numbers as a table here")
    )
    _plain_option(parser)
    _paper_option(parser)


def _associate_options(parser: Parser) -> None:
    parser.add_argument("--remove", action="store_true", help=tr("undo it"))


def _doctor_options(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help=tr("as JSON, for other programs"))
    _data_dir_option(parser)


def _plain_option(parser: Parser) -> None:
    parser.add_argument(
        "--plain", action="store_true", help=tr("a .csv for programs: commas, UTF-8 without a mark")
    )


def _report_options(parser: Parser) -> None:
    _session_argument(parser)
    parser.add_argument(
        "--parts",
        nargs="+",
        choices=REPORT_PARTS,
        default=list(REPORT_PARTS),
        help=tr("what it holds (everything unless given)"),
    )
    parser.add_argument(
        "--anonymous", action="store_true", help=tr("number the organisations and leave out persons")
    )
    _with_session_option(parser)
    _paper_option(parser)
    _out_option(parser, "OUT.pdf|OUT.docx")


def _agenda_options(parser: Parser) -> None:
    _session_argument(parser)
    parser.add_argument(
        "--minutes",
        type=_number,
        metavar="N",
        help=tr("the time for the conversation (what the session says, or 45, unless given)"),
    )
    parser.add_argument("--cards", action="store_true", help=tr("as cards, four to a page, to cut out"))
    _paper_option(parser)
    _pdf_option(parser)


def _thread_options(parser: Parser) -> None:
    _session_argument(parser)
    parser.add_argument(
        "--tiled", action="store_true", help=tr("as two pages beside each other, to be joined in the middle")
    )
    _paper_option(parser)
    _pdf_option(parser)


def _session_argument(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar=tr("FILE"), help=tr("the session"))


def _organisation_option(parser: Parser, words: str, **more: Any) -> None:
    parser.add_argument("--organisation", metavar=tr("NAME"), help=words, **more)


def _sheet_option(parser: Parser, sheets: Sequence[str] = SHEETS) -> None:
    parser.add_argument("--sheet", choices=sheets, required=True, help=tr("which form"))


def _side_by_side_option(parser: Parser) -> None:
    parser.add_argument(
        "--side-by-side", action="store_true", help=tr("phase 1 with education and practice on one page")
    )


def _geometry_option(parser: Parser) -> None:
    parser.add_argument(
        "--geometry",
        type=Path,
        metavar="OUT.json",
        help=tr("also write where every field stands, in millimetres"),
    )


def _data_dir_option(parser: Parser) -> None:
    parser.add_argument(
        "--data-dir", type=Path, metavar=tr("FOLDER"), help=tr("keep sessions, settings and back-ups here")
    )


def _pdf_option(parser: Parser) -> None:
    _out_option(parser, "OUT.pdf")


def _out_option(parser: Parser, shown: str, words: str = "") -> None:
    words = words or tr("the file to write; replaced if there")
    parser.add_argument("--out", type=Path, required=True, metavar=shown, help=words)


def _paper_option(parser: Parser) -> None:
    """On which paper; the settings that say it otherwise may be in a folder of their own."""
    words = tr("the paper that it fits (what the settings say unless given)")
    parser.add_argument("--paper", choices=tuple(PAPERS), help=words)
    _data_dir_option(parser)


def _with_session_option(parser: Parser) -> None:
    parser.add_argument(
        "--with-session",
        action="store_true",
        help=tr("put the session inside the PDF: whoever gets it, gets all answers and names"),
    )


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(tr("{text} is no whole number").format(text=text)) from None


_OPTIONS: dict[str, Callable[[Parser], None]] = {
    "example": _example_options,
    "check": _check_options,
    "blank": _blank_options,
    "print": _print_options,
    "read": _read_options,
    "issue": _issue_options,
    "merge": _merge_options,
    "form-pdf": _form_pdf_options,
    "overview": _overview_options,
    "report": _report_options,
    "agenda": _agenda_options,
    "thread": _thread_options,
    "export": _export_options,
    "compare": _compare_options,
    "associate": _associate_options,
    "doctor": _doctor_options,
}


@contextlib.contextmanager
def _speaking_argparse() -> Iterator[None]:
    """Let argparse take its own words from our catalogue for a while."""

    def plural(singular: str, many: str, n: int) -> str:
        return tr(singular if n == 1 else many)

    words: dict[str, Callable[..., str]] = {"_": tr, "ngettext": plural}
    before = {name: getattr(argparse, name) for name in words}
    try:
        for name, speak in words.items():
            setattr(argparse, name, speak)
        yield
    finally:
        for name, speak in before.items():
            setattr(argparse, name, speak)


# Output -------------------------------------------------------------------------------------------


def say(text: str, file: TextIO | None = None) -> None:
    """Write a line; what the encoding of the terminal lacks becomes a question mark.

    Nothing happens where there is no terminal at all (a windowed program on Windows).
    """
    file = file or sys.stdout
    if file is None:
        return
    encoding = file.encoding or "utf-8"
    file.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def _failed(words: str) -> int:
    """Say on one line of standard error what went wrong, and give the exit code."""
    line = "".join(each if each.isprintable() else " " for each in words)
    say(f"{PROGRAM}: {line}", sys.stderr)
    return 1


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _close_output() -> None:
    """Let the interpreter's own last flush go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
