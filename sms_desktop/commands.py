"""What the commands do. Each takes the parsed options and gives the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sms_desktop import i18n, messages, settings
from sms_desktop.cli import say
from sms_desktop.core import forms
from sms_desktop.core.forms import FormError, FormSet
from sms_desktop.core.session import Session
from sms_desktop.i18n import ntr, tr
from sms_desktop.paths import Folders, shipped
from sms_desktop.storage import codec, files
from sms_desktop.storage import lock as locks
from sms_desktop.storage.backups import Backups
from sms_desktop.storage.codec import NotReadableError
from sms_desktop.storage.files import MissingError, StorageError

if TYPE_CHECKING:
    from sms_desktop.changes import Row
    from sms_desktop.core.merge import Merged
    from sms_desktop.exchange.form_pdf.writing import FormPdf
    from sms_desktop.paper.geometry import Document
    from sms_desktop.paper.layouts import Layout

MOST_COPIES = 1000
MOST_MINUTES = 24 * 60

# The output of a command is for others to read too, as far as the user's own mask allows.
_MODE = 0o666


class UsageError(Exception):
    """Options that do not go together. The text is for the reader."""


class CommandError(Exception):
    """Something asked for that is not there. The text is for the reader."""


class InputError(Exception):
    """``cause`` happened while ``path`` was read."""

    def __init__(self, path: Path, cause: NotReadableError) -> None:
        super().__init__(str(path))
        self.path = path
        self.cause = cause


FAILURES = (InputError, CommandError, StorageError, FormError)
"""What a command may raise about its files."""


def in_words(error: Exception) -> str:
    """One line about a failure."""
    if isinstance(error, CommandError):
        return str(error)
    if isinstance(error, InputError):
        return messages.words_of(error.cause, error.path)
    return messages.words_of(error)


def example(options: argparse.Namespace) -> int:
    """Write the worked example."""
    from sms_desktop import example as worked

    _write(options.out, codec.encode(worked.build(_form_set())))
    return 0


def check(options: argparse.Namespace) -> int:
    """Say whether a file is a good session, and what may need a second look."""
    from sms_desktop.core import insight

    session = _read(options.file)
    counts = (
        ntr("{n} organisation", "{n} organisations", len(session.organisations)),
        ntr("{n} sheet", "{n} sheets", len(session.sheets)),
        ntr("{n} evaluation moment", "{n} evaluation moments", len(session.moments)),
        ntr("{n} thing to look at", "{n} things to look at", len(insight.points(session))),
    )
    say(tr("{file}: a good session ({counts}).").format(file=options.file, counts=", ".join(counts)))
    return 0


def blank(options: argparse.Namespace) -> int:
    """Write a PDF of empty forms."""
    if options.side is not None and options.sheet != "phase1":
        raise UsageError(tr("--side goes with --sheet phase1 only"))
    if not 1 <= options.copies <= MOST_COPIES:
        raise UsageError(tr("--copies must be between 1 and {most}").format(most=MOST_COPIES))
    _check_side_by_side(options)
    if options.side is not None and options.side_by_side:
        raise UsageError(tr("--side and --side-by-side do not go together"))
    from sms_desktop.paper import sheets

    request = sheets.Request(
        sheet=options.sheet,
        side=options.side,
        copies=options.copies,
        side_by_side=options.side_by_side,
    )
    document = sheets.blank(_form_set(), request, i18n.current())
    _write_form(options, document)
    return 0


def print_filled(options: argparse.Namespace) -> int:
    """Write a PDF of the forms of a session, filled in."""
    _check_side_by_side(options)
    _check_coded(options)
    if options.with_session and options.coded:
        raise UsageError(tr("--with-session does not go with --coded: those sheets are for participants"))
    if options.organisation and options.sheet == "quick-scan":
        raise UsageError(tr("--organisation does not go with --sheet quick-scan"))
    if (options.only or options.organisation) and options.sheet == "phase2":
        raise UsageError(tr("--sheet phase2 is about the whole group"))
    session = _read(options.file)
    _refuse_input_as_output(options.file, options.out)
    if options.coded:
        _write_form(options, _coded(session, options))
        return 0
    from sms_desktop.paper import sheets

    request = sheets.Request(
        sheet=options.sheet, side_by_side=options.side_by_side, only=_chosen(session, options)
    )
    document = sheets.filled(session, request, i18n.current())
    if not document.pages:
        raise CommandError(tr("There is nothing to print in {file} yet.").format(file=options.file))
    _write_form(options, _with_session(document, session, options))
    if options.sheet != "quick-scan" or options.with_session:
        _tell_sealed(session)
    return 0


def _with_session(document: Document, session: Session, options: argparse.Namespace) -> Document:
    """The document, with the session inside it if that was asked for."""
    if not options.with_session:
        return document
    from sms_desktop.exchange import session_pdf

    return session_pdf.with_session(document, session, options.file.stem, i18n.current())


def _coded(session: Session, options: argparse.Namespace) -> Document:
    """Coded sheets. The layouts are kept on this computer for when they come back."""
    from sms_desktop.paper.sheets import coded

    request = coded.Request(
        sheet=options.sheet,
        copies=options.copies or 1,
        numbers=_numbers(options) if options.sheet == "quick-scan" else (),
        only=_chosen(session, options) if options.sheet == "phase1" else (),
    )
    try:
        made = coded.lay_out(session, request, i18n.current())
    except coded.TooManyPagesError:
        raise CommandError(tr("This form has too many pages to be coded.")) from None
    _keep_layouts(Folders.standard(options.data_dir).layouts, made.layouts)
    return made.document


def _keep_layouts(folder: Path, layouts: tuple[Layout, ...]) -> None:
    """Keep the layouts of what goes out, for when it comes back; say so if that cannot be done."""
    from sms_desktop.exchange.scan import known

    try:
        known.keep(folder, layouts)
    except StorageError as error:
        words = tr("The layout of these sheets could not be kept: {reason}")
        say(words.format(reason=messages.words_of(error)), sys.stderr)


def _numbers(options: argparse.Namespace) -> tuple[int, ...]:
    """The numbers of the quick scans that are named, each once."""
    found = []
    for name in options.only:
        if not name.isdecimal() or not 1 <= int(name) <= MOST_COPIES:
            raise UsageError(tr("--only {name} is not the number of a coded sheet").format(name=name))
        found.append(int(name))
    return tuple(dict.fromkeys(found))


def read(options: argparse.Namespace) -> int:
    """Read filled forms; with ``--apply`` what is beyond doubt goes into the session."""
    from sms_desktop import incoming

    session = _read(options.file)
    for path in options.inputs:
        if not os.path.exists(path):  # noqa: PTH110 - raises nothing
            raise MissingError(path)
    language = i18n.current()
    layouts = Folders.standard(options.data_dir).layouts
    readings = incoming.read_all(session, options.inputs, layouts)
    left = different = 0
    if options.apply:

        def edit(now: Session) -> Session:
            nonlocal left, different
            changed, left, different = incoming.applied(now, readings)
            return changed

        _change(options.file, edit, Folders.standard(options.data_dir))
    if options.json:
        say(incoming.as_json(session, readings, language))
    else:
        say(incoming.as_text(session, readings, language))
    if incoming.tells_phase1(session, readings):
        say(tr(messages.SEALED), sys.stderr)
    if left:
        say(ntr("{n} box left open: look at it.", "{n} boxes left open: look at them.", left), sys.stderr)
    if different:
        words = ntr(
            "{n} answer is different in the session; it was left as it is there.",
            "{n} answers are different in the session; they were left as they are there.",
            different,
        )
        say(words, sys.stderr)
    return 0


def _change(path: Path, edit: Callable[[Session], Session], folders: Folders) -> None:
    """Change a session file, while nobody else has it open. The version before goes to the back-ups."""
    now = datetime.now(UTC)
    lock = locks.acquire(path, now)
    if isinstance(lock, locks.HeldBy):
        raise CommandError(tr("{file} is open in a window or on another computer.").format(file=path))
    try:
        try:
            loaded = files.read_session(path)
        except NotReadableError as error:
            raise InputError(path, error) from None
        changed = edit(loaded.session)
        if changed != loaded.session:
            Backups(folders.backups).add(loaded.session, now)
            files.save_session(path, changed, expected=loaded.digest)
    finally:
        if isinstance(lock, locks.Lock):
            lock.release()


def issue(options: argparse.Namespace) -> int:
    """Write a session file with the part of one organisation."""
    session = _read_whole(options.file)
    _refuse_input_as_output(options.file, options.out)
    from sms_desktop.core import issuing

    part = issuing.issue(session, _organisation(session, options.organisation))
    _write(options.out, codec.encode(part))
    return 0


def merge(options: argparse.Namespace) -> int:
    """Put what came back into the session, or only show what would change."""
    session, part = _read_whole(options.file), _read(options.part)
    if options.apply:
        _change(options.file, lambda now: _merged(now, part, options), Folders.standard(options.data_dir))
        return 0
    if options.out is None:
        _show_merge(session, part, options)
        return 0
    _refuse_input_as_output(options.part, options.out)
    _write(options.out, codec.encode(_merged(session, part, options)))
    return 0


def _read_whole(path: Path) -> Session:
    from sms_desktop.core import issuing

    session = _read(path)
    if issuing.is_part(session):
        raise InputError(path, codec.PartError("a part"))
    return session


def _put_together(session: Session, part: Session, options: argparse.Namespace) -> Merged:
    from sms_desktop.core import issuing
    from sms_desktop.core.merge import merge as merge_versions

    if part.id != session.id:
        words = tr("{part} does not belong to {file}: it comes from another session.")
        raise CommandError(words.format(part=options.part, file=options.file))
    if issuing.is_part(part):
        return issuing.merged_back(session, part)
    return merge_versions(None, session, part)


def _merged(session: Session, part: Session, options: argparse.Namespace) -> Session:
    """Both in one. What both changed is not chosen here: then nothing is written."""
    from sms_desktop import changes

    merged = _put_together(session, part, options)
    if merged.conflicts:
        places = "; ".join(row[0] for row in changes.conflict_rows(session, merged))
        words = ntr(
            "{n} thing differs in both; nothing was written. Open it in the window and choose",
            "{n} things differ in both; nothing was written. Open it in the window and choose",
            len(merged.conflicts),
        )
        raise CommandError(f"{words}: {places}")
    say(_as_lines(changes.rows_of(session, merged.session)))
    _tell_sealed_change(session, merged.session)
    return merged.session


def _show_merge(session: Session, part: Session, options: argparse.Namespace) -> None:
    from sms_desktop import changes

    merged = _put_together(session, part, options)
    say(_as_lines(changes.rows_of(session, merged.session)))
    if merged.conflicts:
        say(tr("To be chosen, since both changed it:"))
        say(_as_lines(changes.conflict_rows(session, merged)))
    _tell_sealed_change(session, part)


def _as_lines(rows: list[Row]) -> str:
    """What changes, a line for each."""
    empty = tr("empty")
    lines = [f"{place}: {before or empty} → {after or empty}" for place, before, after in rows]
    return "\n".join(" ".join(line.split()) for line in lines) or tr("Nothing changes.")


def form_pdf(options: argparse.Namespace) -> int:
    """Write PDFs to fill in: for one organisation, for each of them, or for the participants."""
    if options.organisation and options.sheet == "quick-scan":
        raise UsageError(tr("--organisation does not go with --sheet quick-scan"))
    session = _read(options.file)
    _refuse_input_as_output(options.file, options.out)
    from sms_desktop.exchange.form_pdf import writing
    from sms_desktop.paper.sheets import coded

    language = i18n.current()
    if options.sheet == "quick-scan":
        forms = writing.for_participants(session, language, _paper(options))
    else:
        receivers = _receivers(session, options)
        forms = writing.for_organisations(session, receivers, language, _paper(options))
    try:
        for name, form in forms:
            _write_to_fill_in(options, name, form)
    except coded.TooManyPagesError:
        raise CommandError(tr("This form has too many pages to be coded.")) from None
    return 0


def _write_to_fill_in(options: argparse.Namespace, name: str, form: FormPdf) -> None:
    """One form; under its own name if a folder was given, which is then told."""
    is_folder = options.out.is_dir()
    path = options.out / name if is_folder else options.out
    _write(path, form.data)
    _keep_layouts(Folders.standard(options.data_dir).layouts, form.layouts)
    _tell_unprintable(form.unprintable)
    if is_folder:
        say(str(path))


def _receivers(session: Session, options: argparse.Namespace) -> list[str]:
    """The ids of the organisations that get a form."""
    if options.organisation:
        return [_organisation(session, options.organisation)]
    found = [each.id for each in session.organisations if not each.has_left]
    if not found:
        raise CommandError(tr("There are no organisations in {file} yet.").format(file=options.file))
    if len(found) > 1 and not options.out.is_dir():
        words = tr(
            "There are {n} organisations in this session. Name one with --organisation, "
            "or give a folder that is there with --out: then each gets a file of its own."
        )
        raise CommandError(words.format(n=len(found)))
    return found


def overview(options: argparse.Namespace) -> int:
    """Show the counts of the quick scan and the pattern of each motive."""
    from sms_desktop import summary

    session = _read(options.file)
    if options.json:
        say(summary.as_json(session, i18n.current()))
    else:
        say(summary.as_text(session, i18n.current()))
    _tell_sealed(session)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write a table of all that was filled in."""
    kind = _kind_of_table(options)
    from sms_desktop.exchange import tables

    read = [_read(path) for path in options.files]
    for path in options.files:
        _refuse_input_as_output(path, options.out)
    sessions = [tables.prepared(session, i18n.current()) for session in read] if options.anonymous else read
    if kind == ".csv":
        _write(options.out, tables.as_csv(sessions, plain=options.plain))
    else:
        _write(options.out, tables.as_xlsx(sessions, i18n.current(), _paper(options)))
    _tell_sealed(*read)
    return 0


def compare_sessions(options: argparse.Namespace) -> int:
    """Compare the sessions in a folder; with ``--out`` also as a table."""
    kind = _kind_of_table(options) if options.out else None
    if options.plain and not options.out:
        raise UsageError(tr("--plain goes with a .csv only"))
    from sms_desktop import cross_case
    from sms_desktop.exchange import compare

    form_set, language = _form_set(), i18n.current()
    compared = compare.compare_folder(options.folder, form_set)
    if kind == ".csv":
        _write(options.out, compare.as_csv(compared, plain=options.plain))
    elif kind == ".xlsx":
        _write(options.out, compare.as_xlsx(compared, form_set, language, _paper(options)))
    written = cross_case.as_json if options.json else cross_case.as_text
    say(written(compared, form_set, language))
    return 0


def _kind_of_table(options: argparse.Namespace) -> str:
    """``.csv`` or ``.xlsx``, as the output is called."""
    kind = str(options.out.suffix).lower()
    if kind not in (".csv", ".xlsx"):
        raise UsageError(tr("--out must end in .csv or .xlsx"))
    if options.plain and kind != ".csv":
        raise UsageError(tr("--plain goes with a .csv only"))
    return kind


def report(options: argparse.Namespace) -> int:
    """Write the report of a session, as a PDF or as a document that can be edited."""
    kind = options.out.suffix.lower()
    if kind not in (".pdf", ".docx"):
        raise UsageError(tr("--out must end in .pdf or .docx"))
    if options.with_session and options.anonymous:
        raise UsageError(tr("--with-session does not go with --anonymous: a session holds all names"))
    if options.with_session and kind != ".pdf":
        raise UsageError(tr("--with-session goes with a .pdf only"))
    session = _read(options.file)
    _refuse_input_as_output(options.file, options.out)
    from sms_desktop.paper import report as made

    request = made.Request(parts=frozenset(options.parts), anonymous=options.anonymous)
    language = i18n.current()
    if kind == ".docx":
        from sms_desktop.exchange import document as word

        _write(options.out, word.report(session, request, language, _paper(options)))
    else:
        _write_pdf(options, _with_session(made.document(session, request, language), session, options))
    if request.parts & made.FROM_PHASE1 or options.with_session:
        _tell_sealed(session)
    return 0


def agenda(options: argparse.Namespace) -> int:
    """Write a PDF of the agenda for the conversation, as a list or as cards."""
    if options.minutes is not None and not 1 <= options.minutes <= MOST_MINUTES:
        raise UsageError(tr("--minutes must be between 1 and {most}").format(most=MOST_MINUTES))
    session = _read(options.file)
    _refuse_input_as_output(options.file, options.out)
    from sms_desktop.core import agenda as rule
    from sms_desktop.paper import agenda as paper

    minutes = options.minutes or rule.given_minutes(session)
    lay_out = paper.cards if options.cards else paper.listing
    document = lay_out(session, minutes, i18n.current())
    if not document.pages:
        raise CommandError(tr("There is nothing on the agenda of {file} yet.").format(file=options.file))
    _write_pdf(options, document)
    _tell_sealed(session)
    return 0


def thread(options: argparse.Namespace) -> int:
    """Write a PDF of the thread as a poster."""
    session = _read(options.file)
    _refuse_input_as_output(options.file, options.out)
    from sms_desktop.paper import thread as paper

    document = paper.poster(session, i18n.current())
    _write_pdf(options, paper.tiled(document, _paper(options)) if options.tiled else document)
    _tell_sealed(session)
    return 0


def associate(options: argparse.Namespace) -> int:
    """Let a double click on a session open this program, or no longer."""
    from sms_desktop import association

    try:
        places = association.remove() if options.remove else association.add()
    except association.NotHereError:
        say(tr("On a Mac nothing is needed: put SMS-tool.app in a folder and open it once."))
        return 0
    except OSError as error:
        raise files.as_storage_error(error, Path(error.filename or "")) from None
    words = tr("Removed:") if options.remove else tr("Sessions (.smsjson) open in this program now. Written:")
    say("\n".join([words, *(f"  {place}" for place in places)]))
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Tell what works on this computer; what does not work is told too, and is no failure."""
    from sms_desktop import diagnosis

    findings = diagnosis.diagnose(Folders.standard(options.data_dir))
    say(diagnosis.as_json(findings) if options.json else diagnosis.as_text(findings))
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "example": example,
    "check": check,
    "blank": blank,
    "print": print_filled,
    "read": read,
    "issue": issue,
    "merge": merge,
    "form-pdf": form_pdf,
    "overview": overview,
    "report": report,
    "agenda": agenda,
    "thread": thread,
    "export": export,
    "compare": compare_sessions,
    "associate": associate,
    "doctor": doctor,
}


def _form_set() -> FormSet:
    return forms.load(shipped("forms"), i18n.added())


def _read(path: Path) -> Session:
    from sms_desktop.exchange import session_pdf

    try:
        return session_pdf.read(path) if session_pdf.is_pdf(path) else files.read_session(path).session
    except NotReadableError as error:
        raise InputError(path, error) from None


def _write(path: Path, data: bytes) -> None:
    files.write_atomically(path, data, mode=_MODE)


def _write_form(options: argparse.Namespace, document: Document) -> None:
    """The PDF, and where everything stands on it if that was asked for."""
    written = _write_pdf(options, document)
    if options.geometry is not None:
        from sms_desktop.paper import layouts

        _write(options.geometry, layouts.geometry(written))


def _write_pdf(options: argparse.Namespace, document: Document) -> Document:
    """The PDF on the paper that is wanted; gives what was drawn."""
    from sms_desktop.paper import drawing, fitting

    fits = fitting.on_paper(document, _paper(options))
    _write(options.out, drawing.to_pdf(fits))
    _tell_unprintable(fits.unprintable)
    return fits


def _paper(options: argparse.Namespace) -> str:
    """What was asked for, or else what the settings say."""
    asked: str | None = options.paper
    return asked or settings.read(Folders.standard(options.data_dir).settings).paper


def _tell_sealed(*sessions: Session) -> None:
    """Say it where something that waits for *Onthullen* went out."""
    from sms_desktop.core import sealing

    if any(map(sealing.is_sealed, sessions)):
        say(tr(messages.SEALED), sys.stderr)


def _tell_sealed_change(before: Session, after: Session) -> None:
    """The same where what differs between two was told."""
    from sms_desktop.core import sealing

    if before.revealed is None and sealing.touches_phase1(before, after):
        say(tr(messages.SEALED), sys.stderr)


def _tell_unprintable(found: tuple[str, ...]) -> None:
    if found:
        words = tr("These signs cannot be printed on this computer: {signs}")
        say(words.format(signs=" ".join(found)), sys.stderr)


def _check_side_by_side(options: argparse.Namespace) -> None:
    if options.side_by_side and options.sheet != "phase1":
        raise UsageError(tr("--side-by-side goes with --sheet phase1 only"))


def _check_coded(options: argparse.Namespace) -> None:
    if options.copies is not None and not options.coded:
        raise UsageError(tr("--copies goes with --coded only"))
    if options.copies is not None and not 1 <= options.copies <= MOST_COPIES:
        raise UsageError(tr("--copies must be between 1 and {most}").format(most=MOST_COPIES))
    if options.coded and options.sheet not in ("quick-scan", "phase1"):
        raise UsageError(tr("--coded goes with --sheet quick-scan and phase1 only"))
    if options.coded and options.side_by_side:
        raise UsageError(tr("--coded and --side-by-side do not go together"))


def _refuse_input_as_output(source: Path, out: Path) -> None:
    if os.path.exists(out) and os.path.samefile(source, out):  # noqa: PTH110, PTH121 - raises less
        words = tr("{file} is the session itself. Choose another file for the PDF; nothing was written.")
        raise CommandError(words.format(file=out))


def _chosen(session: Session, options: argparse.Namespace) -> tuple[str, ...]:
    """The ids of the sheets or organisations named on the command line, each once."""
    find = _sheet if options.sheet == "quick-scan" else _organisation
    chosen = [find(session, name) for name in (*options.only, *options.organisation)]
    return tuple(dict.fromkeys(chosen))


def _sheet(session: Session, name: str) -> str:
    for sheet in session.sheets:
        if name in (sheet.id, str(sheet.number)):
            return sheet.id
    raise CommandError(tr("There is no quick scan sheet {name} in this session.").format(name=name))


def _organisation(session: Session, name: str) -> str:
    wanted = " ".join(name.casefold().split())
    found = [
        each.id
        for each in session.organisations
        if each.id == name or " ".join(each.name.casefold().split()) == wanted
    ]
    if not found:
        raise CommandError(tr("There is no organisation {name} in this session.").format(name=name))
    if len(found) > 1:
        words = tr("More than one organisation is called {name}. Use one of these ids: {ids}.")
        raise CommandError(words.format(name=name, ids=", ".join(found)))
    return found[0]
