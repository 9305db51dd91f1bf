"""About: the method and its authors, version, licences of what is shipped, and a diagnosis to pass on."""

from __future__ import annotations

from PySide6.QtCore import QThread, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import __version__, diagnosis, i18n
from sms_desktop.core.forms import FormSet
from sms_desktop.gui.widgets.basics import button, described, text_label
from sms_desktop.i18n import tr
from sms_desktop.licences import shipped_with, texts
from sms_desktop.paths import Folders


class _Diagnosing(QThread):
    """Looks around in the background: asking for printers may take a while."""

    found = Signal(str)

    def __init__(self, folders: Folders, parent: QWidget) -> None:
        super().__init__(parent)
        self._folders = folders

    def run(self) -> None:
        """The work itself."""
        self.found.emit(diagnosis.as_sentences(diagnosis.diagnose(self._folders)))


class AboutDialog(QDialog):
    """What this program is, whose method it serves, and what works on this computer."""

    def __init__(self, form_set: FormSet, folders: Folders) -> None:
        super().__init__()
        self.setWindowTitle(tr("About SMS-tool"))
        self._diagnosing = _Diagnosing(folders, self)
        self._diagnosing.found.connect(self._show)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("about.tabs")
        self._tabs.addTab(_method(form_set), tr("The method"))
        self._tabs.addTab(_text("about.licences", tr("Licences"), _licences()), tr("Licences"))
        self._tabs.addTab(self._computer(folders), tr("This computer"))
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(self._tabs)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        width, room = self.fontMetrics().averageCharWidth(), self.screen().availableSize()
        self.resize(min(width * 84, room.width() - 40), min(width * 60, room.height() - 60))

    def _computer(self, folders: Folders) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        places = _text("about.folders", tr("Folders"), _places(folders))
        layout.addWidget(places)
        layout.addWidget(
            text_label(tr("A diagnosis says what works here. No answers and no names are in it."), "note")
        )
        self._start = button(tr("Make a diagnosis"), self._diagnose)
        self._start.setObjectName("about.diagnose")
        self._copy = button(tr("Copy"), self._copy_diagnosis)
        self._copy.setObjectName("about.copy")
        self._copy.setEnabled(False)
        self._report = _text("about.diagnosis", tr("Diagnosis"), "")
        for widget in (self._start, self._report, self._copy):
            layout.addWidget(widget)
        return page

    def _diagnose(self) -> None:
        self._start.setEnabled(False)
        self._report.setPlainText(tr("Looking…"))
        self._diagnosing.start()

    def _show(self, text: str) -> None:
        self._report.setPlainText(text)
        self._copy.setEnabled(True)
        self._start.setEnabled(True)

    def _copy_diagnosis(self) -> None:
        QApplication.clipboard().setText(self._report.toPlainText())

    def done(self, result: int) -> None:
        """Close when the look around is over: it cannot be broken off half way."""
        self._diagnosing.wait()
        super().done(result)


def _method(form_set: FormSet) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setSpacing(8)
    code = i18n.current().code
    layout.addWidget(text_label(form_set.title.in_language(code), "title"))
    for text in (
        form_set.source.in_language(code),
        tr("The SMS tool is a prototype. Words marked as a proposal are not by its authors."),
        tr("SMS-tool Desktop {version}, forms {form_version}").format(
            version=__version__, form_version=form_set.version
        ),
        tr("The program is free software under the MIT licence. It never uses the internet."),
    ):
        layout.addWidget(text_label(text))
    layout.addStretch(1)
    return page


def _text(name: str, label: str, text: str) -> QPlainTextEdit:
    shown = QPlainTextEdit(text)
    shown.setObjectName(name)
    shown.setAccessibleName(label)
    described(shown, tr("The arrow keys go through it. Nothing can be changed here."))
    shown.setReadOnly(True)
    shown.setTabChangesFocus(True)
    return shown


def _licences() -> str:
    lines = [f"{each.name} {each.version}".strip() + f": {each.licence}" for each in shipped_with()]
    if place := texts():
        lines = [tr("The licences in full stand in {folder}.").format(folder=place), "", *lines]
    return "\n".join(lines)


def _places(folders: Folders) -> str:
    return "\n".join(
        f"{name}: {place}"
        for name, place in (
            (tr("Sessions"), folders.sessions),
            (tr("Settings"), folders.settings),
            (tr("Back-ups"), folders.backups),
            (tr("Recovery"), folders.recovery),
        )
    )
