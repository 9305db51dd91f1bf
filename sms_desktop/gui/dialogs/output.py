"""What goes out of a session besides its forms: report, agenda, thread, data and parts, each as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n, labels, messages
from sms_desktop.core import agenda, edits, sealing
from sms_desktop.core.session import WHOLE, Session, text_at
from sms_desktop.gui.dialogs.new_session import file_name
from sms_desktop.gui.dialogs.question import Role, ask, message_box
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import button, described, scrolling_column, text_label
from sms_desktop.gui.widgets.choosing import ChoiceBox
from sms_desktop.gui.widgets.fields import NumberBox, labelled
from sms_desktop.gui.widgets.with_session import WithSession
from sms_desktop.i18n import mark, tr
from sms_desktop.storage.naming import SUFFIX

if TYPE_CHECKING:
    from sms_desktop.paper import report
    from sms_desktop.paper.geometry import Document

KIND_WORDS: dict[str, str] = {
    ".pdf": mark("PDF files (*.pdf)"),
    ".docx": mark("Word documents (*.docx)"),
    ".xlsx": mark("Workbooks (*.xlsx)"),
    ".csv": mark("Tables as text (*.csv)"),
    SUFFIX: mark("Sessions (*.smsjson)"),
}
MOST_MINUTES = 24 * 60

Result = TypeVar("Result")


class NothingError(Exception):
    """There is nothing that can be saved; the message says so in the user's language."""


class Made(NamedTuple):
    """The file, and the signs in it for which there is no font."""

    data: bytes
    unprintable: tuple[str, ...] = ()


class OutputDialog(QDialog):
    """A few choices and *Save as…*. What differs between them stands in the subclasses.

    ``folder`` is where the question for a place starts; ``tell`` gets the sentence that it is done;
    ``name`` is what the session is called inside a PDF, ``paper`` what its pages fit. ``edit_wanted()`` when
    the user goes on to change what would go out; the dialog is closed then.
    """

    edit_wanted = Signal()

    NAME = ""
    KINDS: tuple[str, ...] = (".pdf",)

    def __init__(
        self,
        store: Store,
        folder: Path,
        tell: Callable[[str], object],
        name: str = "",
        paper: str = "a4",
    ) -> None:
        super().__init__()
        self._store, self._folder, self._tell, self._paper = store, folder, tell, paper
        self._name = name or tr("Session")
        self.setWindowTitle(tr(self.NAME))
        self._kind = ChoiceBox()
        self._kind.setObjectName("output.kind")
        self._kind.setAccessibleName(tr("Kind of file"))
        described(self._kind, tr("What is saved in the next step."))
        for suffix in self.KINDS:
            self._kind.addItem(tr(KIND_WORDS[suffix]), suffix)
        self._save = button(tr("Save as…"), self.save, primary=True)
        self._save.setObjectName("output.save")
        layout = scrolling_column(self)
        layout.setSpacing(12)
        self.fill(layout)
        if len(self.KINDS) > 1:
            layout.addWidget(labelled(tr("Kind of file"), self._kind))
        self._sealed = text_label(tr(messages.SEALED), "warning")
        self._sealed.setObjectName("output.sealed")
        layout.addWidget(self._sealed)
        layout.addStretch(1)
        foot = QHBoxLayout()
        self.fill_foot(foot)
        foot.addStretch(1)
        foot.addWidget(self._save)
        foot.addWidget(button(tr("Close"), self.reject))
        layout.addLayout(foot)
        self._save.setDefault(True)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 56)
        self.show_sealed()

    def show_sealed(self) -> None:
        """Say whether the file would tell what waits for the reveal."""
        self._sealed.setVisible(self.tells_phase1() and sealing.is_sealed(self.session))

    def tells_phase1(self) -> bool:
        """Whether what organisations filled in in phase 1 is in the file."""
        return True

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self._store.session

    def fill(self, layout: QVBoxLayout) -> None:
        """Put the choices into the dialog."""
        raise NotImplementedError

    def fill_foot(self, foot: QHBoxLayout) -> None:
        """What else can be done, left of *Save as…*."""

    def title(self) -> str:
        """What the file is called."""
        raise NotImplementedError

    def make(self, suffix: str) -> Made:
        """The file of this kind. Raises :class:`NothingError` if it would be empty."""
        raise NotImplementedError

    def save(self) -> None:
        """Ask for a place, write the file, tell it and close; after an error the dialog stays."""
        path = self._ask_place()
        if path is not None:
            self.carry_out(lambda: self._write(path), path)

    def carry_out(self, write: Callable[[], Made], path: Path) -> None:
        """Do the writing, tell that ``path`` is there, and close; after an error the dialog stays."""
        if self._tried(write) is not None:
            self._tell(tr("Saved: {path}").format(path=path))
            self.accept()

    def print_pages(self) -> None:
        """Make the PDF and send it to a printer of the user's choice; the dialog stays."""
        made = self._tried(lambda: self.make(".pdf"))
        if made is not None:
            from sms_desktop.gui.dialogs.to_printer import ask_and_print

            ask_and_print(self, made.data, self.title())

    def _tried(self, make: Callable[[], Made]) -> Made | None:
        """What was made, or ``None`` where it could not be; that, and what is not as it should, is told."""
        try:
            made = busily(make)
        except NothingError as error:
            QMessageBox.information(self, self.windowTitle(), str(error))
            return None
        except Exception as error:
            QMessageBox.warning(self, self.windowTitle(), messages.words_of(error))
            return None
        if made.unprintable:
            told = tr("These signs cannot be printed on this computer: {signs}")
            told = told.format(signs=" ".join(made.unprintable))
            QMessageBox.warning(self, self.windowTitle(), told)
        return made

    def _pdf(self, document: Document) -> Made:
        from sms_desktop.paper import drawing, fitting

        return Made(drawing.to_pdf(fitting.on_paper(document, self._paper)), document.unprintable)

    def _write(self, path: Path) -> Made:
        from sms_desktop.storage.files import write_atomically

        made = self.make(path.suffix.lower())
        write_atomically(path, made.data)
        return made

    def _ask_place(self) -> Path | None:
        return ask_place(self, self._folder, self.title(), self.KINDS, self._kind.currentData())

    def may_replace(self, question: str) -> bool:
        """Ask whether files that are there may be replaced."""
        return may_replace(self, question)


def ask_place(
    parent: QWidget, folder: Path, title: str, kinds: tuple[str, ...], chosen: str = ""
) -> Path | None:
    """Where to, with the suffix of one of these ``kinds``; ``None`` if the user rather not.

    ``title`` is what the file is called unless the user says otherwise, of the kind ``chosen`` (else the
    first).
    """
    chosen = chosen or kinds[0]
    others = [suffix for suffix in kinds if suffix != chosen]
    name, _ = QFileDialog.getSaveFileName(
        parent,
        parent.windowTitle(),
        str(folder / (file_name(title, "") + chosen)),
        ";;".join(tr(KIND_WORDS[suffix]) for suffix in (chosen, *others)),
    )
    if not name:
        return None
    path = Path(name)
    if path.suffix.lower() in kinds:
        return path
    path = Path(name + chosen)  # a name that nobody was asked about yet
    question = tr("{file} is there already. Replace it?").format(file=path.name)
    return path if not path.exists() or may_replace(parent, question) else None


def may_replace(parent: QWidget, question: str) -> bool:
    """Ask whether files that are there may be replaced."""
    box = message_box(parent, question, title=parent.windowTitle())
    return ask(box, ((True, tr("Replace"), Role.AcceptRole),), False, careful=True)


class ReportDialog(OutputDialog):
    """The report: which parts, with or without names, as PDF or as a document to be edited."""

    NAME = mark("Report")
    KINDS = (".pdf", ".docx")

    def fill(self, layout: QVBoxLayout) -> None:
        from sms_desktop.paper.report import PARTS

        layout.addWidget(text_label(tr("What should be in the report?"), "label"))
        self._parts: dict[str, QCheckBox] = {}
        columns = (QVBoxLayout(), QVBoxLayout())  # two: all fits a small screen, also with large type
        half = (len(PARTS) + 1) // 2
        for place, (part, words) in enumerate(PARTS.items()):
            box = tick(f"output.part.{part}", _capital(tr(words)), True)
            described(box, tr("Part of the report"))
            box.toggled.connect(self._parts_changed)
            self._parts[part] = box
            columns[place // half].addWidget(box)
        beside = QHBoxLayout()
        for column in columns:
            column.addStretch(1)
            beside.addLayout(column)
        layout.addLayout(beside)
        self._anonymous = _anonymous()
        layout.addWidget(self._anonymous)
        self._with_session = WithSession("output.with_session")
        layout.addWidget(self._with_session)
        self._with_session.changed.connect(self.show_sealed)
        self._anonymous.toggled.connect(self._with_session.setDisabled)
        self._anonymous.toggled.connect(self.show_sealed)

    def title(self) -> str:
        from sms_desktop.paper import report

        return report.title(self.session, self._request(), i18n.current())

    def make(self, suffix: str) -> Made:
        from sms_desktop.exchange import document, session_pdf
        from sms_desktop.paper import report

        language, wanted = i18n.current(), self._with_session.is_wanted
        if suffix == ".docx":
            if wanted:
                raise NothingError(tr("Only a PDF can hold the session. Save the report as a PDF."))
            return Made(document.report(self.session, self._request(), language, self._paper))
        made = report.document(self.session, self._request(), language)
        if wanted:
            made = session_pdf.with_session(made, self.session, self._name, language)
        return self._pdf(made)

    def _request(self) -> report.Request:
        from sms_desktop.paper.report import Request

        parts = frozenset(part for part, box in self._parts.items() if box.isChecked())
        return Request(parts=parts, anonymous=self._anonymous.isChecked())

    def tells_phase1(self) -> bool:
        from sms_desktop.paper.report import FROM_PHASE1

        return bool(self._request().parts & FROM_PHASE1) or self._with_session.is_wanted

    def _parts_changed(self) -> None:
        self._save.setEnabled(any(box.isChecked() for box in self._parts.values()))
        self.show_sealed()


class AgendaDialog(OutputDialog):
    """The agenda of the conversation: for how long, as a list or as cards. The minutes are kept."""

    NAME = mark("Agenda for the conversation")

    def fill_foot(self, foot: QHBoxLayout) -> None:
        change = button(tr("Change the agenda…"), self._edit)
        change.setObjectName("output.edit")
        foot.addWidget(change)
        foot.addSpacing(24)
        printing = button(tr("Print…"), self.print_pages)
        printing.setObjectName("output.print")
        foot.addWidget(printing)

    def _edit(self) -> None:
        self.reject()
        self.edit_wanted.emit()

    def fill(self, layout: QVBoxLayout) -> None:
        self._minutes = NumberBox()
        self._minutes.setObjectName("output.minutes")
        self._minutes.setRange(1, MOST_MINUTES)
        self._minutes.setValue(agenda.given_minutes(self.session))
        asked = tr("How many minutes is there for it?")
        self._minutes.setAccessibleName(asked)
        described(self._minutes, tr("They are divided over what is on the agenda."))
        layout.addWidget(labelled(asked, self._minutes))
        about = tr("How the agenda is printed")
        self._cards = either(
            layout, about, ("output.list", tr("As a list")), ("output.cards", tr("As cards"))
        )

    def title(self) -> str:
        from sms_desktop.paper import agenda as paper

        return paper.title(self.session, i18n.current())

    def make(self, suffix: str) -> Made:
        from sms_desktop.paper import agenda as paper

        minutes = self._minutes.value()
        if not agenda.agenda(self.session, minutes):
            raise NothingError(tr("There is nothing on the agenda yet."))
        if minutes != agenda.given_minutes(self.session):
            self._store.apply(
                tr("Minutes for the agenda"),
                lambda session: edits.fit_agenda(edits.set_agenda_minutes(session, minutes)),
            )
        lay_out = paper.cards if self._cards.isChecked() else paper.listing
        return self._pdf(lay_out(self.session, minutes, i18n.current()))


class ThreadDialog(OutputDialog):
    """The thread as a poster: on one large sheet, or on two to be joined."""

    NAME = mark("Thread from motive to evidence")

    def fill(self, layout: QVBoxLayout) -> None:
        from sms_desktop.paper.fitting import PAPERS, POSTERS

        whole, half = POSTERS[self._paper].name, PAPERS[self._paper].name
        self._tiled = either(
            layout,
            tr("How the poster is printed"),
            ("output.whole", tr("As a poster on {paper}").format(paper=whole)),
            ("output.tiled", tr("As two pages on {paper}, to be joined in the middle").format(paper=half)),
        )

    def title(self) -> str:
        from sms_desktop.paper import thread

        return thread.title(self.session, i18n.current())

    def make(self, suffix: str) -> Made:
        from sms_desktop.paper import thread

        document = thread.poster(self.session, i18n.current())
        return self._pdf(thread.tiled(document, self._paper) if self._tiled.isChecked() else document)


class ExportDialog(OutputDialog):
    """All that was filled in as a table, with or without names."""

    NAME = mark("Export data")
    KINDS = (".xlsx", ".csv")

    def fill(self, layout: QVBoxLayout) -> None:
        layout.addWidget(text_label(tr("All that was filled in, as a table for a spreadsheet program.")))
        self._anonymous = _anonymous()
        layout.addWidget(self._anonymous)

    def title(self) -> str:
        environment = " ".join(text_at(self._shown(), WHOLE, "session.environment").split())
        return " – ".join(part for part in (tr("Data"), environment) if part)

    def make(self, suffix: str) -> Made:
        from sms_desktop.exchange import tables

        shown = [self._shown()]
        if suffix == ".csv":
            return Made(tables.as_csv(shown))
        return Made(tables.as_xlsx(shown, i18n.current(), self._paper))

    def _shown(self) -> Session:
        from sms_desktop.exchange import tables

        session = self.session
        return tables.prepared(session, i18n.current()) if self._anonymous.isChecked() else session


class IssueDialog(OutputDialog):
    """The part of one organisation as a session file, to be filled in on another laptop."""

    NAME = mark("Issue a part of the session")
    KINDS = (SUFFIX,)

    def fill(self, layout: QVBoxLayout) -> None:
        explanation = tr(
            "A file with the part of one organisation, to fill in phase 1 on another laptop. It holds what "
            "is known about the session and about that organisation: nothing of others, no quick scans, no "
            "dialogue."
        )
        layout.addWidget(text_label(explanation))
        self._who = ChoiceBox()
        self._who.setObjectName("output.organisation")
        self._who.setAccessibleName(tr("Whose part?"))
        described(self._who, explanation)
        for each in self.session.organisations:
            self._who.addItem(labels.shortened(each.name) or tr("organisation without a name"), each.id)
        layout.addWidget(labelled(tr("Whose part?"), self._who))
        back = tr(
            "When the file comes back, open it or drop it on the window while this session is open. You see "
            "what changes before anything does."
        )
        layout.addWidget(text_label(back, "note"))
        self._save.setEnabled(bool(self.session.organisations))

    def tells_phase1(self) -> bool:
        return False  # it goes to the organisation whose it is

    def title(self) -> str:
        return f"{self._name} – {self._who.currentText()}"

    def make(self, suffix: str) -> Made:
        from sms_desktop.core import issuing
        from sms_desktop.storage import codec

        return Made(codec.encode(issuing.issue(self.session, self._who.currentData())))


DIALOGS: dict[str, type[OutputDialog]] = {
    "report": ReportDialog,
    "agenda": AgendaDialog,
    "thread": ThreadDialog,
    "export": ExportDialog,
    "issue": IssueDialog,
}


def busily(make: Callable[[], Result]) -> Result:
    """What ``make`` gives, with a waiting cursor until then."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        return make()
    finally:
        QApplication.restoreOverrideCursor()


def tick(name: str, text: str, checked: bool = False) -> QCheckBox:
    """A tick of a dialog."""
    box = QCheckBox(text)
    box.setObjectName(name)
    box.setChecked(checked)
    return box


def _anonymous() -> QCheckBox:
    made = tick("output.anonymous", tr("Number the organisations and leave out persons"))
    return described(made, tr("A name inside a text stays: read it before you pass it on."))


def either(layout: QVBoxLayout, about: str, *choices: tuple[str, str]) -> QRadioButton:
    """Radio buttons with the first one chosen; gives the last one. ``about`` is what is chosen here."""
    made = [described(_radio(name, text), about) for name, text in choices]
    made[0].setChecked(True)
    for each in made:
        layout.addWidget(each)
    return made[-1]


def _radio(name: str, text: str) -> QRadioButton:
    made = QRadioButton(text)
    made.setObjectName(name)
    return made


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
