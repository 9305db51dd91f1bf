"""Vorige versies: the dated copies of a session, what each would change, and putting one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QListWidget, QVBoxLayout

from sms_desktop.changes import Row
from sms_desktop.gui.dialogs.differences import DifferencesTable
from sms_desktop.gui.widgets.basics import described, resize_on_screen, text_label
from sms_desktop.gui.widgets.covering import CoverLine
from sms_desktop.i18n import ntr, tr


class VersionsDialog(QDialog):
    """``names`` are the versions, newest first.

    ``rows_of(index, covered)`` is what putting one back would change; ``covers``: of phase 1 only what may be
    seen before the reveal, until the facilitator asks for more. Accepted means: put :attr:`chosen` back.
    """

    def __init__(
        self,
        names: Sequence[str],
        rows_of: Callable[[int, bool], Sequence[Row]],
        covers: bool = False,
    ) -> None:
        super().__init__()
        self.setWindowTitle(tr("Previous versions"))
        self._rows_of = rows_of
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        explanation = tr(
            "The program keeps earlier versions of this session. Putting one back can be undone."
        )
        layout.addWidget(text_label(explanation if names else tr("There are no earlier versions yet.")))
        row = QHBoxLayout()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Previous versions"))
        described(self.list, tr("The arrow keys go to another version. What differs now is shown beside it."))
        self.list.addItems(list(names))
        self.list.currentRowChanged.connect(self._show)
        row.addWidget(self.list, 1)
        right = QVBoxLayout()
        self._count = text_label("", "note")
        right.addWidget(self._count)
        self._table = DifferencesTable((tr("Where"), tr("Now"), tr("In that version")))
        self._cover = CoverLine() if covers and names else None
        if self._cover is not None:
            self._cover.shown.connect(lambda *_: self._show(self.list.currentRow()))
            right.addWidget(self._cover)
        right.addWidget(self._table, 1)
        row.addLayout(right, 3)
        layout.addLayout(row, 1)
        buttons = QDialogButtonBox()
        self._restore = buttons.addButton(tr("Put back"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._restore.setProperty("role", "primary")
        self._restore.setEnabled(False)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        resize_on_screen(self, 120, 520)
        if names:
            self.list.setCurrentRow(0)

    @property
    def chosen(self) -> int:
        """The version that is to be put back."""
        return self.list.currentRow()

    def _show(self, index: int) -> None:
        is_covered = self._cover is not None and not self._cover.is_shown
        rows = list(self._rows_of(index, is_covered))
        self._table.show_rows(rows)
        self._restore.setEnabled(bool(rows))
        same = tr("Nothing differs from now.")
        self._count.setText(ntr("{n} difference", "{n} differences", len(rows)) if rows else same)
