"""A folder of session files as a comparison. One file at a time is read; what is damaged is listed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from sms_desktop import case_words, messages
from sms_desktop.core import cases, issuing
from sms_desktop.core.cases import Case, Comparison
from sms_desktop.core.forms import FormSet
from sms_desktop.exchange import tables
from sms_desktop.i18n import Language
from sms_desktop.storage import codec, files
from sms_desktop.storage.codec import NotReadableError
from sms_desktop.storage.files import NotAFolderError, StorageError

SUFFIXES = (".smsjson", ".json")

Rows: TypeAlias = Iterable[Sequence[str | int]]
Watch: TypeAlias = Callable[[Rows], Rows]


class Damaged(msgspec.Struct, frozen=True, kw_only=True):
    """A file that could not be read, and why."""

    file: str
    error: NotReadableError | StorageError


class Duplicate(msgspec.Struct, frozen=True, kw_only=True):
    """A file that holds the same session as an earlier one, and is not counted."""

    file: str
    same_as: str


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder says. Files are named from that folder on. ``is_whole`` is false after a cancel."""

    comparison: Comparison
    damaged: tuple[Damaged, ...]
    duplicates: tuple[Duplicate, ...]
    is_whole: bool = True

    @property
    def left_out(self) -> int:
        """How many files are not counted."""
        return len(self.damaged) + len(self.duplicates)


def session_files(folder: Path, is_cancelled: Callable[[], bool] = lambda: False) -> list[Path]:
    """The files in ``folder`` and the folders in it that may be sessions, in a fixed order.

    Only those that were found until then, once it is cancelled.
    Raises a :class:`~sms_desktop.storage.files.StorageError` if the folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise files.as_storage_error(error, folder) from None

    if folder.is_file():
        raise NotAFolderError(folder)
    found = []
    for place, inner, names in os.walk(folder, onerror=refuse):
        inner[:] = [each for each in inner if not each.startswith(".")]
        found += [Path(place, name) for name in names if name.lower().endswith(SUFFIXES)]
        if is_cancelled():
            break
    return sorted(each for each in found if not each.name.startswith("."))


def compare_folder(
    folder: Path,
    form_set: FormSet,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Compared:
    """Compare all sessions in a folder. ``progress`` hears how many files of how many are done.

    Of several files with the same session the first counts. After a cancel the comparison holds what was
    read until then. Raises a :class:`~sms_desktop.storage.files.StorageError` if there is no such folder.
    """
    paths = session_files(folder, is_cancelled)
    is_stopped = is_cancelled()
    found: dict[str, Case] = {}
    damaged: list[Damaged] = []
    duplicates: list[Duplicate] = []
    done = 0
    for outcome in _each(folder, [] if is_stopped else paths):
        match outcome:
            case Damaged():
                damaged.append(outcome)
            case Case() if outcome.session in found:
                same_as = found[outcome.session].file
                duplicates.append(Duplicate(file=outcome.file, same_as=same_as))
            case Case():
                found[outcome.session] = outcome
        done += 1
        progress(done, len(paths))
        if is_cancelled():
            break
    return Compared(
        comparison=cases.compare(found.values(), form_set),
        damaged=tuple(damaged),
        duplicates=tuple(duplicates),
        is_whole=done == len(paths) and not is_stopped,
    )


def _each(folder: Path, paths: list[Path]) -> Iterator[Case | Damaged]:
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            session = files.read_session(path).session
            if issuing.is_part(session):
                raise codec.PartError("a part")
            yield cases.case_of(session, name)
        except (NotReadableError, StorageError) as error:
            yield Damaged(file=name, error=error)


# Tables ---------------------------------------------------------------------------------------------------


def as_csv(compared: Compared, *, plain: bool = False, watch: Watch = iter) -> bytes:
    """The numbers as one tidy table. ``watch`` sees every row on its way, and may raise to stop."""
    return tables.csv_of(watch(case_words.long_table(compared.comparison)), plain=plain)


def as_xlsx(
    compared: Compared, form_set: FormSet, _: Language, paper: str = "a4", watch: Watch = iter
) -> bytes:
    """A workbook: the cross-case table for people, the numbers as a tidy table, and, if there are any, the
    files that are not counted. ``watch`` sees every row on its way, and may raise to stop."""
    sheets: dict[str, Rows] = {
        _("Comparison"): watch(case_words.table(compared.comparison, form_set, _)),
        _("Data"): watch(case_words.long_table(compared.comparison)),
    }
    if compared.left_out:
        sheets[_("Not counted")] = watch([(_("File"), _("Why")), *left_out(compared, _)])
    return tables.book_of(sheets, paper)


def left_out(compared: Compared, _: Language) -> list[tuple[str, str]]:
    """The files that are not counted, each with the reason in one sentence."""
    damaged = [(each.file, messages.words_of(each.error)) for each in compared.damaged]
    same = _("The same session as {file}.")
    return damaged + [(each.file, same.format(file=each.same_as)) for each in compared.duplicates]
