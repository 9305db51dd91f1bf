"""What the window shows when no session is open: what can be done here, and how the day goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sms_desktop.gui.widgets.basics import PushButton, button, card, clear_layout, text_label
from sms_desktop.i18n import tr


class Welcome(QWidget):
    """The first thing that a new user sees."""

    new_wanted = Signal()
    open_wanted = Signal()
    example_wanted = Signal()
    blank_forms_wanted = Signal()
    comparison_wanted = Signal()
    recent_wanted = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self._outer = QHBoxLayout(self)
        self._outer.addStretch(1)
        middle = QVBoxLayout()
        middle.setSpacing(16)
        self._outer.addLayout(middle, 6)
        self._outer.addStretch(1)
        middle.addStretch(1)
        middle.addWidget(text_label(tr("Strategic Motives for Collaboration"), "title"))
        middle.addWidget(
            text_label(tr("Make visible why schools and companies work together. This is how a day goes:"))
        )
        middle.addLayout(self._steps())
        middle.addLayout(self._buttons())
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        middle.addLayout(self._recent)
        middle.addStretch(2)

    def show_recent(self, paths: tuple[str, ...]) -> None:
        """Offer the sessions that were open last."""
        clear_layout(self._recent)
        if not paths:
            return
        self._recent.addWidget(text_label(tr("Recent sessions"), "heading"))
        for text in paths[:5]:
            path = Path(text)
            link = PushButton(path.stem.replace("&", "&&"))
            link.setToolTip(text)
            link.clicked.connect(lambda *_, chosen=path: self.recent_wanted.emit(chosen))
            row = QHBoxLayout()
            row.addWidget(link)
            row.addStretch(1)
            self._recent.addLayout(row)

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for number, title, text in (
            ("1", tr("Before"), tr("Make a session, name the organisations and print the forms.")),
            ("2", tr("That day"), tr("Type in the quick scan, talk about the motives, agree on what to do.")),
            ("3", tr("Afterwards"), tr("Print what was filled in. Come back later to evaluate.")),
        ):
            frame, layout = card()
            layout.addWidget(text_label(f"{number}. {title}", "heading"))
            layout.addWidget(text_label(text))
            layout.addStretch(1)
            row.addWidget(frame, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, text, signal, primary in (
            ("welcome.new", tr("New session"), self.new_wanted, True),
            ("welcome.open", tr("Open…"), self.open_wanted, False),
            ("welcome.example", tr("Open the example"), self.example_wanted, False),
            ("welcome.blank", tr("Print forms"), self.blank_forms_wanted, False),
            ("welcome.compare", tr("Compare sessions"), self.comparison_wanted, False),
        ):
            made = button(text, signal.emit, primary)
            made.setObjectName(name)
            row.addWidget(made)
        row.addStretch(1)
        return row
