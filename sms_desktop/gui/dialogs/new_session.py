"""A new session asks three things, not thirteen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
)

from sms_desktop import i18n, labels
from sms_desktop.core import edits
from sms_desktop.core.forms import FieldSpec, FormSet
from sms_desktop.core.session import WHOLE, Session, new_id, text_at
from sms_desktop.gui.widgets.basics import button, described, scrolling_column, text_label
from sms_desktop.gui.widgets.fields import labelled
from sms_desktop.i18n import tr
from sms_desktop.paths import nearest
from sms_desktop.storage.naming import SUFFIX, free_path, safe_name


def file_name(environment: str, day: str) -> str:
    """A file name that every system takes, from the name of the learning environment and a date."""
    return " ".join(part for part in (safe_name(environment) or tr("Session"), day) if part)


class NewSessionDialog(QDialog):
    """Asks for the main fields of the session form, and shows where the file will be.

    An ``earlier`` session gives the organisations, and what the fields hold at first. Its answers stay
    behind.
    """

    def __init__(self, form_set: FormSet, folder: Path, earlier: Session | None = None) -> None:
        super().__init__()
        self.setWindowTitle(tr("New session"))
        self._form_set = form_set
        self._earlier = earlier
        self._folder = folder
        self._chosen: Path | None = None
        self._inputs: dict[str, QLineEdit] = {}
        layout = scrolling_column(self)
        layout.setSpacing(12)
        layout.addWidget(text_label(tr("Everything may stay empty; you can fill it in later.")))
        if earlier is not None:
            come_along = text_label(self._coming_along(earlier), "note")
            come_along.setObjectName("new_session.earlier")
            layout.addWidget(come_along)
        for spec in form_set.session.main:
            layout.addWidget(self._input(spec))
        place = QHBoxLayout()
        self._place = QLabel()
        self._place.setWordWrap(True)
        self._place.setProperty("role", "note")
        place.addWidget(self._place, 1)
        place.addWidget(button(tr("Other place…"), self._choose))
        layout.addLayout(place)
        buttons = QDialogButtonBox()
        make = buttons.addButton(tr("Make the session"), QDialogButtonBox.ButtonRole.AcceptRole)
        make.setObjectName("new_session.make")
        make.setProperty("role", "primary")
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        make.setDefault(True)
        room = self.screen().availableGeometry().width() - 32
        self.setMinimumWidth(min(self.fontMetrics().averageCharWidth() * 70, room))
        self._show_place()

    @property
    def path(self) -> Path:
        """Where the session will be kept."""
        if self._chosen is not None:
            return self._chosen
        values = self.values()
        return free_path(
            self._folder, file_name(values.get("session.environment", ""), values.get("session.date", ""))
        )

    def values(self) -> dict[str, str]:
        """What was filled in, by field id; dates as ``2026-11-23`` where they can be read."""
        values = {field: line.text().strip() for field, line in self._inputs.items()}
        return {field: i18n.parse_date(text) or text for field, text in values.items() if text}

    def session(self) -> Session:
        """The new session."""
        session = edits.set_answers(edits.new_session(self._form_set, new_id(20)), WHOLE, self.values())
        if self._earlier is None:
            return session
        ids = (new_id() for _ in self._earlier.organisations)
        return edits.with_organisations_of(session, self._earlier, ids)

    def _coming_along(self, earlier: Session) -> str:
        names = [each.name for each in earlier.organisations if each.name and not each.has_left]
        if not names:
            return tr("No organisations come along: the earlier session has none.")
        told = tr("These come along: {names}. Nothing that was answered does.")
        return told.format(names=labels.shortened(", ".join(names), 300))

    def _input(self, spec: FieldSpec) -> QLabel | QLineEdit:
        code = i18n.current().code
        line = QLineEdit()
        line.setObjectName(spec.id)
        line.setAccessibleName(spec.label.in_language(code))
        described(line, spec.hint.in_language(code) if spec.hint else "", tr("You can change it later."))
        line.setPlaceholderText(spec.hint.in_language(code) if spec.hint else "")
        if spec.kind == "date":
            line.setText(i18n.current().date(i18n.today()))
        elif self._earlier is not None:
            line.setText(text_at(self._earlier, WHOLE, spec.id))
        line.textChanged.connect(self._show_place)
        self._inputs[spec.id] = line
        return labelled(spec.label.in_language(code), line)  # type: ignore[return-value]

    def _show_place(self) -> None:
        self._place.setText(tr("Will be saved as {path}").format(path=self.path))

    def _choose(self) -> None:
        start = nearest(self.path.parent) / self.path.name
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Where should the session be?"), str(start), tr("Sessions (*.smsjson)")
        )
        if name:
            self._chosen = Path(name) if Path(name).suffix else Path(name + SUFFIX)
            self._show_place()
