"""Changing the forms: a copy of one's own, checked with the place of each mistake, looked at, and used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QListWidget, QListWidgetItem

from sms_desktop import messages, own_forms
from sms_desktop.core.forms import FormError, FormSet
from sms_desktop.gui.widgets.basics import button, described, scrolling_column, set_role, text_label
from sms_desktop.i18n import ntr, tr
from sms_desktop.storage.files import StorageError

_SAVED_AFTER = 150
"""Milliseconds after a change on the disk until the files are read."""
_FILE = Qt.ItemDataRole.UserRole
_ROWS = 6


class _Mistakes(QListWidget):
    """A mistake on each line: where it is, and what; the arrow keys go through them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("forms.mistakes")
        self.setAccessibleName(tr("Mistakes in the forms"))
        self.setAccessibleDescription(tr("Enter opens the file in which the mistake is."))
        self.setWordWrap(True)
        self.setSpacing(3)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_all(self, mistakes: Sequence[FormError]) -> None:
        """Show these from now on; the list stays at the place where it was."""
        place = max(self.currentRow(), 0)
        self.clear()
        for error in mistakes:
            item = QListWidgetItem(f"{messages.form_place(error)}\n{messages.form_mistake(error)}", self)
            item.setData(_FILE, error.file)
        self.setCurrentRow(min(place, len(mistakes) - 1))
        self.setVisible(bool(mistakes))
        self.setMinimumHeight(2 * self.fontMetrics().lineSpacing() * min(_ROWS, max(len(mistakes), 1)) + 40)


class EditForms(QDialog):
    """Looks at the files again whenever they are saved, and lists all mistakes; Enter opens the file of one.

    ``preview(form_set)`` shows the forms as they will be printed; ``use(on)`` is called when the user says
    whether new sessions get them.
    """

    def __init__(
        self,
        folder: Path,
        in_use: bool,
        preview: Callable[[FormSet], object],
        use: Callable[[bool], object],
    ) -> None:
        super().__init__()
        self.setWindowTitle(tr("Change the forms"))
        self._folder, self._preview, self._in_use = folder, preview, use
        self._form_set: FormSet | None = None
        self._told = text_label("", "note")
        self._told.setObjectName("forms.told")
        self._list = _Mistakes()
        self._list.itemActivated.connect(lambda item: self._open_file(item.data(_FILE)))
        self._open = button(tr("Make a copy and open it"), self._open_folder, primary=True)
        self._open.setObjectName("forms.open")
        self._check = button(tr("Check again"), self.check)
        self._check.setObjectName("forms.check")
        self._look = button(tr("Preview…"), self._show_preview)
        self._look.setObjectName("forms.preview")
        self._use = QCheckBox(tr("Use these forms for new sessions"))
        self._use.setObjectName("forms.use")
        described(self._use, tr("Sessions keep the wording they were made with."))
        self._use.setChecked(in_use)
        self._use.toggled.connect(use)
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self)  # an editor saves in several steps
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SAVED_AFTER)
        self._soon.timeout.connect(self.check)
        self._watcher.directoryChanged.connect(lambda _: self._soon.start())
        self._watcher.fileChanged.connect(lambda _: self._soon.start())
        self._lay_out()
        self.check()

    def _lay_out(self) -> None:
        layout = scrolling_column(self)
        layout.setSpacing(12)
        for text in (
            tr("Every word on the forms stands in text files. Change them with any text editor."),
            tr("Sessions keep the wording they were made with. The forms of the program stay as they are."),
        ):
            layout.addWidget(text_label(text))
        place = text_label(str(self._folder), "note")
        layout.addWidget(place)
        row = QHBoxLayout()
        for widget in (self._open, self._check, self._look):
            row.addWidget(widget)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self._told)
        layout.addWidget(self._list, 1)
        layout.addStretch()  # takes the room of the list while that is not shown
        layout.addWidget(self._use)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(button(tr("Close"), self.reject))
        layout.addLayout(end)
        room = self.screen().availableGeometry().width() - 32
        self.setMinimumWidth(min(self.fontMetrics().averageCharWidth() * 70, room))

    def check(self) -> None:
        """Read the files; say everything that is wrong and where, or that nothing is."""
        self._form_set, mistakes = None, tuple[FormError, ...]()
        if not own_forms.is_there(self._folder):
            self._say(tr("There is no copy yet."), "note")
        else:
            self._open.setText(tr("Open the folder"))
            self._watch()
            mistakes = self._read()
        self._list.show_all(mistakes)
        self._look.setEnabled(self._form_set is not None)
        self._use.setEnabled(self._form_set is not None or self._use.isChecked())
        self._check.setEnabled(own_forms.is_there(self._folder))

    def _read(self) -> tuple[FormError, ...]:
        """The mistakes in the files; without any, the forms are there to be looked at and used."""
        mistakes = own_forms.mistakes(self._folder)
        if not mistakes:
            try:
                self._form_set = own_forms.load(self._folder)
            except FormError as error:  # changed in the meantime
                mistakes = (error,)
        told = ntr("{n} mistake. Enter opens the file.", "{n} mistakes. Enter opens the file.", len(mistakes))
        self._say(told if mistakes else tr("No mistakes found."), "warning" if mistakes else "note")
        return mistakes

    def _watch(self) -> None:
        """An editor often replaces a file: then it has to be watched anew."""
        wanted = [str(self._folder), *(str(each) for each in self._folder.glob("*.toml"))]
        known = {*self._watcher.directories(), *self._watcher.files()}
        missing = [each for each in wanted if each not in known]
        if missing:
            self._watcher.addPaths(missing)

    def _say(self, text: str, role: str) -> None:
        self._told.setText(text)
        set_role(self._told, role)

    def _open_folder(self) -> None:
        try:
            own_forms.make(self._folder)
        except StorageError as error:
            self._say(messages.words_of(error), "warning")
            return
        self.check()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self._say(tr("Open this folder yourself: {folder}").format(folder=self._folder), "note")

    def _open_file(self, name: str) -> None:
        path = self._folder / name
        if not (path.is_file() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))):
            self._open_folder()

    def _show_preview(self) -> None:
        if self._form_set is not None:
            self._preview(self._form_set)
