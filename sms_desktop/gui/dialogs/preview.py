"""Print: choose a form, see the very pages that will be printed or saved, and print or save them."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QThread, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n, labels, messages
from sms_desktop.core import sealing
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.session import Session
from sms_desktop.gui.dialogs.to_printer import PROGRESS_AFTER, ask_and_print
from sms_desktop.gui.printing import Pdf
from sms_desktop.gui.widgets.basics import (
    button,
    described,
    progress_bar,
    resize_on_screen,
    row,
    scrolled,
    set_role,
    text_label,
)
from sms_desktop.gui.widgets.choosing import ChoiceBox
from sms_desktop.gui.widgets.fields import NumberBox, labelled
from sms_desktop.gui.widgets.page_view import PageView
from sms_desktop.gui.widgets.stacking import Stacking
from sms_desktop.gui.widgets.with_session import WithSession
from sms_desktop.i18n import tr

if TYPE_CHECKING:
    from sms_desktop.paper.geometry import Document
    from sms_desktop.paper.layouts import Layout
    from sms_desktop.paper.sheets import Request
    from sms_desktop.paper.sheets import coded as coded_sheets

PER_RECORD = ("quick-scan", "phase1")
"""Forms of which each participant or organisation has one; they can be printed with codes."""


class Job(QThread):
    """Lays out and draws in the background. ``made(document, bytes)`` or ``failed(error)``.

    The session goes into the PDF too if it gets a name there, ``inside``. With ``coded`` the sheets are blank
    ones with codes; ``layouts`` are then those that they are printed with.
    """

    made = Signal(object, bytes)
    failed = Signal(object)
    progress = Signal(int, int)

    def __init__(
        self,
        form_set: FormSet,
        session: Session | None,
        request: Request,
        language: i18n.Language,
        inside: str = "",
        paper: str = "a4",
        coded: coded_sheets.Request | None = None,
    ) -> None:
        super().__init__()
        self.layouts: tuple[Layout, ...] = ()
        self._coded = coded
        self._form_set, self._session = form_set, session
        self._request, self._language = request, language
        self._inside, self._paper = inside, paper

    def run(self) -> None:
        """The work itself; anything that goes wrong is told, not raised in a thread."""
        from sms_desktop.paper import drawing, fitting, sheets

        try:
            if self._coded is not None and self._session is not None:
                document = self._with_codes(self._session, self._coded)
            elif self._session is None:
                document = sheets.blank(self._form_set, self._request, self._language)
            else:
                document = sheets.filled(self._session, self._request, self._language)
                document = self._with_session(document, self._session)
            document = fitting.on_paper(document, self._paper)
            data = drawing.to_pdf(document, progress=self._tell) if document.pages else b""
        except drawing.CancelledError:
            return
        except Exception as error:
            self.failed.emit(error)
            return
        if not self.isInterruptionRequested():
            self.made.emit(document, data)

    def _with_codes(self, session: Session, request: coded_sheets.Request) -> Document:
        from sms_desktop.paper.sheets import coded

        made = coded.lay_out(session, request, self._language)
        self.layouts = made.layouts
        return made.document

    def _with_session(self, document: Document, session: Session) -> Document:
        if not self._inside:
            return document
        from sms_desktop.exchange import session_pdf

        return session_pdf.with_session(document, session, self._inside, self._language)

    def _tell(self, done: int, count: int) -> bool:
        self.progress.emit(done, count)
        return not self.isInterruptionRequested()


class PreviewDialog(QDialog):
    """Forms blank or filled, as the pages that come out of the printer.

    ``session`` is ``None`` when no session is open: then only blank forms can be chosen. ``name`` is what
    it is called inside a PDF. ``paper`` is what the forms are made to fit. ``layouts`` is where it is
    kept how coded sheets were printed.
    """

    def __init__(
        self,
        form_set: FormSet,
        session: Session | None,
        folder: Path,
        sheet: str = "quick-scan",
        only: str = "",
        name: str = "",
        paper: str = "a4",
        layouts: Path | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(tr("Print"))
        self._paper = paper
        self._layouts_folder = layouts
        self._layouts: tuple[Layout, ...] = ()
        self._form_set, self._session, self._folder = form_set, session, folder
        self._name = name or tr("Session")
        self._is_sealed = session is not None and sealing.is_sealed(session)
        self._job: Job | None = None
        self._waiting: list[Job] = []
        self._wholes: dict[str, QWidget] = {}  # each choice together with its label
        self._data = b""
        self._document: Document | None = None
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(120)
        self._delay.timeout.connect(self._start)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PROGRESS_AFTER)
        self._late.timeout.connect(lambda: self._busy.setVisible(self._job is not None))
        layout = QHBoxLayout(self)
        layout.addWidget(self._options(sheet, only))
        layout.addWidget(self._pages(), 1)
        resize_on_screen(self, 157, 680)
        self._choices_changed()

    # Building --------------------------------------------------------------------------------------

    def _options(self, sheet: str, only: str) -> QWidget:
        choices = QWidget()
        layout = QVBoxLayout(choices)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(12)
        self._sheet = self._combo("print.sheet", tr("Form"), layout, self._sheet_names())
        self._sheet.setCurrentIndex(max(self._sheet.findData(sheet), 0))
        layout.addWidget(self._filled_or_blank())
        self._side = self._combo("print.side", tr("For"), layout, self._side_names())
        self._who = self._combo("print.who", tr("Of"), layout, [])
        self._copies = NumberBox()
        self._copies.setObjectName("print.copies")
        self._copies.setAccessibleName(tr("Number of sheets"))
        described(self._copies, tr("The pages beside it follow."))
        self._copies.setRange(1, 500)
        self._wholes["print.copies"] = labelled(tr("Number of sheets"), self._copies)
        layout.addWidget(self._wholes["print.copies"])
        self._first = NumberBox()
        self._first.setObjectName("print.first")
        self._first.setRange(1, 9999)
        self._first.valueChanged.connect(self._choices_changed)
        lost = tr("From number (for one that got lost)")
        self._first.setAccessibleName(lost)
        described(self._first, tr("The same number gets the same codes again."))
        self._wholes["print.first"] = labelled(lost, self._first)
        layout.addWidget(self._wholes["print.first"])
        self._side_by_side = QCheckBox(tr("Education and practice side by side"))
        self._side_by_side.setObjectName("print.side_by_side")
        described(self._side_by_side, tr("On one page that lies, education left and practice right."))
        layout.addWidget(self._side_by_side)
        self._with_session = WithSession("print.with_session")
        layout.addWidget(self._with_session)
        self._sealed = text_label(tr(messages.SEALED), "warning")
        self._sealed.setObjectName("print.sealed")
        layout.addWidget(self._sealed)
        layout.addStretch(1)
        self._fill_who(only)
        for combo in (self._sheet, self._side, self._who):
            combo.currentIndexChanged.connect(self._choices_changed)
        self._copies.valueChanged.connect(self._choices_changed)
        self._side_by_side.toggled.connect(self._choices_changed)
        for choice in (self._filled, self._coded):
            choice.toggled.connect(self._choices_changed)
        self._with_session.changed.connect(self._choices_changed)
        return self._column(choices)

    def _column(self, choices: QWidget) -> QWidget:
        """The choices, which scroll where the screen is small for the type, and the buttons below them."""
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(12)
        area = scrolled(choices)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(area, 1)
        self._warning = text_label("", "warning")  # not in what scrolls: it is always in sight
        self._warning.hide()
        layout.addWidget(self._warning)
        for made in self._buttons():
            layout.addWidget(made)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        needed = choices.minimumSizeHint().width() + bar + layout.contentsMargins().right()
        box.setFixedWidth(max(self.fontMetrics().averageCharWidth() * 36, needed))
        return box

    def _buttons(self) -> list[QPushButton]:
        self._print = button(tr("Print…"), self.print_pages, primary=True)
        self._print.setObjectName("print.print")
        self._print.setDefault(True)
        self._save = button(tr("Save as PDF…"), self.save_as_pdf)
        self._save.setObjectName("print.save")
        close = button(tr("Close"), self.reject)
        return [self._print, self._save, close]

    def _combo(self, name: str, label: str, layout: QVBoxLayout, items: list[tuple[str, str]]) -> QComboBox:
        combo = ChoiceBox()
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        described(combo, tr("The pages beside it follow."))
        for text, value in items:
            combo.addItem(text, value)
        self._wholes[name] = labelled(label, combo)
        layout.addWidget(self._wholes[name])
        return combo

    def _filled_or_blank(self) -> QWidget:
        box = QWidget()
        layout = QGridLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setColumnStretch(1, 1)
        self._filled = QRadioButton(tr("Filled in"))
        self._filled.setObjectName("print.filled")
        blank = QRadioButton(tr("Blank"))
        blank.setObjectName("print.blank")
        self._blank = blank
        self._coded = QRadioButton(tr("With codes, to be read in later"))
        self._coded.setObjectName("print.coded")
        self._coded_words = text_label(
            tr(
                "The codes say which sheet of this session it is, so that scans and photos of it can be read "
                "in. No name is in them."
            ),
            "note",
        )
        described(self._filled, tr("With what stands in the session."))
        described(blank, tr("Empty forms, to be written on."))
        described(self._coded, self._coded_words.text())
        group = QButtonGroup(box)
        for place, each in enumerate((self._filled, blank, self._coded)):
            group.addButton(each)
            layout.addWidget(each, place // 2, place % 2, 1, 1 + place // 2)
        layout.addWidget(self._coded_words, 2, 0, 1, 2)
        self._filled.setEnabled(self._session is not None)
        self._usual_choice().setChecked(True)
        return box

    def _usual_choice(self) -> QRadioButton:
        """Filled in; before anything is, the sheets for the day itself: with codes, to be read back."""
        if self._session is None:
            return self._blank
        by_record = self._sheet.currentData() in PER_RECORD
        return self._coded if by_record and not self._people() else self._filled

    def _pages(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        self.view = PageView()
        layout.addWidget(self.view, 1)
        self._busy = QWidget()
        busy = QHBoxLayout(self._busy)
        busy.setContentsMargins(0, 0, 0, 0)
        self._bar = progress_bar(tr("Pages drawn"))
        busy.addWidget(self._bar, 1)
        stop = button(tr("Cancel"), self._stop)
        stop.setObjectName("print.stop")
        busy.addWidget(stop)
        self._busy.hide()
        layout.addWidget(self._busy)
        self._page_number = text_label("", "note", wrap=False)
        sizes, line = row()
        line.addStretch(1)
        line.addWidget(button(tr("Whole width"), self.view.fit_width))
        line.addWidget(button(tr("True size"), lambda: self.view.set_percent(100)))
        layout.addWidget(Stacking(self._page_number, sizes, stretches=(1, 0), spacing=8))
        self.view.page_shown.connect(self._show_page_number)
        return box

    def _show_page_number(self, number: int, count: int) -> None:
        text = tr("Page {number} of {count}").format(number=number, count=count) if count else ""
        self._page_number.setText(text)

    # Choices ---------------------------------------------------------------------------------------

    def _sheet_names(self) -> list[tuple[str, str]]:
        code = i18n.current().code
        forms = self._form_set
        return [
            (forms.quick_scan.tab.in_language(code), "quick-scan"),
            (forms.phase1.tab.in_language(code), "phase1"),
            (forms.phase2.tab.in_language(code), "phase2"),
            (forms.phase3.tab.in_language(code), "phase3"),
        ]

    def _side_names(self) -> list[tuple[str, str]]:
        code = i18n.current().code
        sides = [(self._form_set.side(side).partner.in_language(code), str(side)) for side in SIDES]
        return [(tr("Both sides"), ""), *sides]

    def _fill_who(self, only: str = "") -> None:
        chosen = only or self._who.currentData()
        self._who.blockSignals(True)
        self._who.clear()
        self._who.addItem(tr("Everybody"), "")
        for text, record_id in self._people():
            self._who.addItem(text, record_id)
        self._who.setCurrentIndex(max(self._who.findData(chosen), 0))
        self._who.blockSignals(False)

    def _people(self) -> list[tuple[str, str]]:
        if self._session is None:
            return []
        if self._sheet.currentData() == "quick-scan":
            return [
                (tr("Sheet {number}").format(number=sheet.number), sheet.id) for sheet in self._session.sheets
            ]
        return [(labels.shortened(each.name) or "–", each.id) for each in self._session.organisations]

    def request(self) -> Request:
        """What was chosen."""
        from sms_desktop.paper.sheets import Request

        sheet = self._sheet.currentData()
        blank = not self._filled.isChecked()
        side: SideId | None = next((each for each in SIDES if each == self._side.currentData()), None)
        return Request(
            sheet=sheet,
            side=side if blank and sheet == "phase1" else None,
            copies=self._copies.value() if blank else 1,
            side_by_side=sheet == "phase1" and self._side_by_side.isChecked(),
            only=(self._who.currentData(),) if self._who.currentData() and not blank else (),
        )

    def coded_request(self) -> coded_sheets.Request | None:
        """The coded sheets that were chosen, if they were."""
        if not self._is_coded():
            return None
        from sms_desktop.paper.sheets import coded

        first, count, only = self._first.value(), self._copies.value(), self._who.currentData()
        if self._sheet.currentData() == "quick-scan":
            return coded.Request("quick-scan", numbers=tuple(range(first, first + count)))
        return coded.Request("phase1", only=(only,) if only else ())

    def _is_coded(self) -> bool:
        return self._coded.isChecked() and self._coded.isEnabled()

    def _choices_changed(self, *_: object) -> None:
        sheet = self._sheet.currentData()
        if self.sender() is self._sheet:
            self._fill_who()
        per_record = sheet in PER_RECORD
        self._coded.setEnabled(self._session is not None and per_record)
        if self._coded.isChecked() and not self._coded.isEnabled():
            self._blank.setChecked(True)
        coded = self._is_coded()
        blank = not self._filled.isChecked() and not coded
        handouts = coded and sheet == "quick-scan"
        tells = sheet != "quick-scan" or self._with_session.is_wanted
        copies = self._wholes["print.copies"].findChild(QLabel)
        copies.setText(tr("Number of participants") if handouts else tr("Number of sheets"))
        self._copies.setAccessibleName(copies.text())
        for widget, shown in (
            (self._wholes["print.side"], blank and sheet == "phase1"),
            (self._wholes["print.who"], not blank and per_record and not handouts),
            (self._wholes["print.copies"], blank or handouts),
            (self._wholes["print.first"], handouts),
            (self._coded_words, coded),
            (self._side_by_side, sheet == "phase1" and not coded),
            (self._with_session, not blank and not coded),
            (self._sealed, not blank and not coded and tells and self._is_sealed),
        ):
            widget.setVisible(shown)
        self._allow(False)  # what is shown is no longer what is chosen
        self._delay.start()

    def _allow(self, out: bool) -> None:
        """Whether the pages may go out."""
        self._print.setEnabled(out)
        self._save.setEnabled(out)

    # Making the pages ------------------------------------------------------------------------------

    def _start(self) -> None:
        self._cancel()
        coded = self.coded_request()
        session = self._session if self._filled.isChecked() or coded else None
        inside = self._name if session is not None and not coded and self._with_session.is_wanted else ""
        job = Job(self._form_set, session, self.request(), i18n.current(), inside, self._paper, coded)
        self._job = job
        job.made.connect(lambda document, data: self._made(job, document, data))
        job.failed.connect(lambda error: self._failed(job, error))
        job.progress.connect(self._progressed)
        job.finished.connect(lambda: self._ended(job))
        self._allow(False)
        self._bar.setRange(0, 0)
        self._late.start()
        job.start()

    def _progressed(self, done: int, count: int) -> None:
        self._bar.setRange(0, count)
        self._bar.setValue(done)

    def _made(self, job: Job, document: Document, data: bytes) -> None:
        if job is not self._job:
            return
        self._document, self._data, self._layouts = document, data, job.layouts
        self.view.show_pdf(Pdf(data) if data else None)
        warning = ""
        if not document.pages:
            warning = tr("There is nothing filled in yet. Choose “Blank” for empty forms.")
        elif self._is_coded() and self._sheet.currentData() == "phase1" and not self._people():
            warning = tr("There are no organisations yet. Whose a form is, you say when it comes back.")
        elif document.unprintable:
            warning = tr("These signs cannot be printed on this computer: {signs}")
            warning = warning.format(signs=" ".join(document.unprintable))
        self._warn(warning)
        self._allow(bool(data))

    def _warn(self, sentence: str, role: str = "warning") -> None:
        self._warning.setText(sentence)
        set_role(self._warning, role)
        self._warning.setVisible(bool(sentence))

    def _failed(self, job: Job, error: Exception) -> None:
        if job is self._job:
            from sms_desktop.paper.sheets.coded import TooManyPagesError

            self.view.show_pdf(None)
            many = tr("This form has too many pages to be coded.")
            self._warn(many if isinstance(error, TooManyPagesError) else messages.words_of(error))

    def _ended(self, job: Job) -> None:
        with contextlib.suppress(ValueError):
            self._waiting.remove(job)
        if job is self._job:
            self._job = None
            self._late.stop()
            self._busy.hide()

    def _cancel(self) -> None:
        self._late.stop()
        self._busy.hide()
        if self._job is not None:
            self._job.requestInterruption()
            self._waiting.append(self._job)  # kept until its thread has ended
            self._job = None

    def _stop(self) -> None:
        self._cancel()
        self.view.show_pdf(None)
        self._warn(tr("Stopped. Change a choice to see the pages."))

    def wait(self) -> None:
        """Wait until the pages that were asked for are made."""
        if self._delay.isActive():
            self._delay.stop()
            self._start()
        if self._job is not None:
            self._job.wait()

    def done(self, result: int) -> None:
        self._delay.stop()
        self._cancel()
        for job in self._waiting:
            job.wait()
        self.view.show_pdf(None)
        super().done(result)

    # Out -------------------------------------------------------------------------------------------

    def save_as_pdf(self) -> None:
        """Ask for a place and write the very bytes that are shown."""
        title = self._document.title if self._document else ""
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(self._folder / f"{title}.pdf"), tr("PDF files (*.pdf)")
        )
        if not name:
            return
        from sms_desktop.storage.files import write_atomically

        path = Path(name) if Path(name).suffix.lower() == ".pdf" else Path(name + ".pdf")
        self._keep_layouts()
        try:
            write_atomically(path, self._data)
        except Exception as error:
            QMessageBox.warning(self, tr("Print"), messages.words_of(error))
            return
        if not self._warning.text() or self._warning.property("role") == "good":
            self._warn("✓ " + tr("Saved: {path}").format(path=path.name), "good")

    def _keep_layouts(self) -> None:
        """Keep how coded sheets are printed, for when they come back; what goes out goes out all the same."""
        if not self._layouts or self._layouts_folder is None:
            return
        from sms_desktop.exchange.scan import known

        try:
            known.keep(self._layouts_folder, self._layouts)
        except Exception as error:
            QMessageBox.warning(self, tr("Print"), messages.words_of(error))

    def print_pages(self) -> None:
        """The print dialog of the system, preset for these pages."""
        self._keep_layouts()
        ask_and_print(self, self._data, self._document.title if self._document else "")


def default_sheet(tab: int) -> str:
    """The form that belongs to a tab of the window."""
    return ("quick-scan", "phase1", "phase2", "phase3")[tab]
