"""Forms to fill in on a screen: which form, for which organisations, and where the files go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from sms_desktop import i18n, labels
from sms_desktop.gui.dialogs.output import Made, NothingError, OutputDialog, either, tick
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import described, scrolled, text_label
from sms_desktop.i18n import mark, ntr, tr

if TYPE_CHECKING:
    from sms_desktop.exchange.form_pdf.writing import FormPdf

FEWEST_ROWS = 3.5


class FormPdfDialog(OutputDialog):
    """One file for the participants, or one for each organisation that is ticked.

    ``layouts`` is the folder in which it is kept where the fields stand, for forms that come back.
    """

    NAME = mark("Form to fill in (PDF)")

    def __init__(
        self,
        store: Store,
        folder: Path,
        tell: Callable[[str], object],
        layouts: Path,
        paper: str = "a4",
    ) -> None:
        super().__init__(store, folder, tell, paper=paper)
        self._layouts = layouts
        self._fit_list()
        self._changed()
        # By itself a dialog takes no more than two thirds of the screen, and lets its rows overlap.
        self.resize(self.layout().totalSizeHint())

    def fill(self, layout: QVBoxLayout) -> None:
        explanation = tr(
            "Whoever gets this form opens it in a PDF reader, fills it in, saves it and mails it back."
        )
        layout.addWidget(text_label(explanation))
        self._participants = either(
            layout,
            tr("Which form goes out"),
            ("output.phase1", tr("Phase 1, for organisations")),
            ("output.quick_scan", tr("Quick scan, for participants")),
        )
        self._ticks: dict[str, QCheckBox] = {}
        self._organisations = self._list()
        self._question = text_label(tr("For which organisations?"), "label", wrap=False)
        layout.addWidget(self._question)
        layout.addWidget(self._organisations)
        self._note: QLabel = text_label("", "note")
        layout.addWidget(self._note)
        if not self.session.organisations:
            self._participants.setChecked(True)
        self._participants.toggled.connect(self._changed)

    def save(self) -> None:
        """One file gets a place of its own, several go into a folder."""
        chosen = self._chosen()
        if self._participants.isChecked() or len(chosen) == 1:
            super().save()
            return
        folder = QFileDialog.getExistingDirectory(self, self.windowTitle(), str(self._folder))
        if folder and self._may_fill(Path(folder), chosen):
            self.carry_out(lambda: self._write_all(Path(folder), chosen), Path(folder))

    def title(self) -> str:
        from sms_desktop.exchange.form_pdf import writing

        if self._participants.isChecked():
            return writing.participants_title(self.session, i18n.current())
        return next(iter(writing.titles(self.session, self._chosen(), i18n.current()).values()))

    def make(self, suffix: str) -> Made:
        _, form = next(self._forms(self._chosen()))
        return self._kept(form)

    # The choices -------------------------------------------------------------------------------------

    def _list(self) -> QScrollArea:
        """The organisations, ticked if they still take part."""
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        for each in self.session.organisations:
            side = labels.side_label(self.session.form_set, each.side, i18n.current())
            name = labels.shortened(each.name) or tr("organisation without a name")
            box = tick(f"output.organisation.{each.id}", f"{name} – {side}", not each.has_left)
            described(box, tr("For which organisations?"))
            box.toggled.connect(self._changed)
            self._ticks[each.id] = box
            rows.addWidget(box)
        area = scrolled(inside)
        area.setAccessibleName(tr("For which organisations?"))
        return area

    def _fit_list(self) -> None:
        """The list is as high as its rows; on a small screen a few of them, and the rest is scrolled to."""
        for box in self._ticks.values():
            box.ensurePolished()
        inside = self._organisations.widget()
        inside.layout().invalidate()
        whole, rows = inside.sizeHint(), max(1, len(self._ticks))
        self._organisations.setMinimumHeight(round(whole.height() * min(1.0, FEWEST_ROWS / rows)))
        self._organisations.setMaximumHeight(whole.height())
        bar = self._organisations.verticalScrollBar().sizeHint().width()
        self._organisations.setMinimumWidth(whole.width() + bar)

    def _chosen(self) -> list[str]:
        """The ids of the organisations that are ticked."""
        return [each for each, box in self._ticks.items() if box.isChecked()]

    def _changed(self) -> None:
        """What the choices mean, in words and on the button."""
        is_open, count = self._participants.isChecked(), len(self._chosen())
        for each in (self._question, self._organisations):
            each.setVisible(not is_open)
        if is_open:
            note = tr("One empty form for all. Everybody fills in a copy of it.")
        elif not self.session.organisations:
            note = tr("There are no organisations yet. Add them in the panel at the side.")
        elif not count:
            note = tr("Tick at least one organisation.")
        else:
            note = tr(
                "Each organisation gets a file of its own, with its own answers so far and nothing of others."
            )
        self._note.setText(note)
        self._save.setText(tr("Save as…") if is_open or count < 2 else tr("Choose a folder…"))
        self._save.setEnabled(is_open or count > 0)

    # The files ---------------------------------------------------------------------------------------

    def _forms(self, chosen: list[str]) -> Iterator[tuple[str, FormPdf]]:
        from sms_desktop.exchange.form_pdf import writing
        from sms_desktop.paper.sheets.coded import TooManyPagesError

        language = i18n.current()
        try:
            if self._participants.isChecked():
                yield from writing.for_participants(self.session, language, self._paper)
            else:
                yield from writing.for_organisations(self.session, chosen, language, self._paper)
        except TooManyPagesError:
            raise NothingError(tr("This form has too many pages to be coded.")) from None

    def _kept(self, form: FormPdf) -> Made:
        from sms_desktop.exchange.scan import known

        known.keep(self._layouts, form.layouts)
        return Made(form.data, form.unprintable)

    def _may_fill(self, folder: Path, chosen: list[str]) -> bool:
        """Whether nothing is there, or may be replaced."""
        from sms_desktop.exchange.form_pdf import writing

        named = writing.titles(self.session, chosen, i18n.current()).values()
        there = sum((folder / (name + writing.SUFFIX)).exists() for name in named)
        question = ntr(
            "{n} of these files is there already. Replace it?",
            "{n} of these files are there already. Replace them?",
            there,
        )
        return not there or self.may_replace(question)

    def _write_all(self, folder: Path, chosen: list[str]) -> Made:
        from sms_desktop.storage.files import write_atomically

        unprintable: dict[str, None] = {}
        for name, form in self._forms(chosen):
            unprintable.update(dict.fromkeys(self._kept(form).unprintable))
            write_atomically(folder / name, form.data)
        return Made(b"", tuple(unprintable))
