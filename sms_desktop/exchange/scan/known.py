"""The layouts that this computer knows: of the session, of the program, and all it ever printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sms_desktop import i18n
from sms_desktop.core.codes import CodedForm
from sms_desktop.core.forms import FormSet
from sms_desktop.exchange.scan import printed
from sms_desktop.exchange.scan.printed import Masks
from sms_desktop.paper import layouts
from sms_desktop.paper.geometry import Page
from sms_desktop.paper.layouts import Layout, LayoutError
from sms_desktop.paper.sheets import coded
from sms_desktop.storage.files import as_storage_error, write_atomically

MOST_KEPT = 2000
"""Layouts in the folder that are looked at."""


class KnownLayouts:
    """Finds the layout with which a sheet was printed.

    ``form_sets`` come first; a layout of other wording is in ``folder`` if it was printed on this computer.
    """

    def __init__(self, form_sets: tuple[FormSet, ...], folder: Path | None) -> None:
        self._form_sets = form_sets
        self._folder = folder
        self._made: dict[CodedForm, dict[Layout, list[tuple[Page, ...]]]] = {}
        self._masks: dict[Layout, tuple[Masks, ...]] = {}
        self._found: dict[tuple[CodedForm, int], Layout | None] = {}

    def find(self, form: CodedForm, tag: int) -> Layout | None:
        """The layout with this tag, or ``None`` if it is not known here."""
        key = (form, tag)
        if key not in self._found:
            self._found[key] = next((each for each in self.candidates(form) if each.tag == tag), None)
        return self._found[key]

    def candidates(self, form: CodedForm) -> Iterator[Layout]:
        """All layouts of this form that are known, the likely ones first."""
        yield from self._current(form)
        yield from (each for each in _kept(self._folder) if each.form == form)

    def masks(self, layout: Layout) -> tuple[Masks, ...]:
        """What is printed around the boxes of each page; nothing of a layout whose words are not known."""
        if layout not in self._masks:
            prints = [printed.rendered(pages) for pages in self._current(layout.form).get(layout, [])]
            of_pages = zip(*prints, strict=True) if prints else [()] * len(layout.pages)
            self._masks[layout] = tuple(
                printed.masks(page, prints) if prints else {}
                for page, prints in zip(layout.pages, of_pages, strict=True)
            )
        return self._masks[layout]

    def _current(self, form: CodedForm) -> dict[Layout, list[tuple[Page, ...]]]:
        """The layouts of the form sets, each with all the pages that are printed so."""
        if form not in self._made:
            made: dict[Layout, list[tuple[Page, ...]]] = {}
            for form_set in self._form_sets:
                for code in i18n.available():
                    pages = coded.blank(form_set, form, i18n.language(code))
                    made.setdefault(layouts.of(form, pages), []).append(pages)
            self._made[form] = made
        return self._made[form]


def keep(folder: Path, found: tuple[Layout, ...]) -> None:
    """Keep the layouts of a print, so that its sheets can be read after the wording was changed.

    Raises a ``StorageError``.
    """
    for layout in found:
        path = folder / f"{layout.form}-{layout.tag:05x}.json"
        if not path.exists():
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise as_storage_error(error, folder) from error
            write_atomically(path, layouts.encode(layout))


def _kept(folder: Path | None) -> Iterator[Layout]:
    if folder is None or not folder.is_dir():
        return
    for path in sorted(folder.glob("*.json"))[:MOST_KEPT]:
        # One that cannot be read is as one that is not there: its sheets are refused with a sentence.
        with suppress(OSError, LayoutError):
            if path.stat().st_size <= layouts.LARGEST:
                yield layouts.decode(path.read_bytes())
