"""What the facilitator sees while presenting: the page in front, the next one, the clock, the buttons."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QWidget,
)

from sms_desktop.gui.presenter.presentation import Presentation
from sms_desktop.gui.presenter.slides import SlideView
from sms_desktop.gui.presenter.window import take_key
from sms_desktop.gui.widgets.basics import button, described, scrolling_column, text_label
from sms_desktop.i18n import tr

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Console(QDialog):
    """Stands beside the main window, which goes on working. ``closed()`` when it is put away."""

    closed = Signal()

    def __init__(self, presentation: Presentation, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("presenter.console")
        self.setWindowTitle(tr("Presenting"))
        self.setModal(False)
        self._presentation = presentation
        layout = scrolling_column(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(self._make_views())
        layout.addLayout(self._make_steps())
        layout.addLayout(self._make_choices())
        note = tr("Keys: ← → or Page Up and Page Down, O reveals, B blanks, F11 full screen, Esc ends.")
        layout.addWidget(text_label(note, "note"))
        for each in self.findChildren(QAbstractButton):
            each.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._show_clock)
        self._timer.start()
        presentation.changed.connect(self._show)
        self._show()
        self._show_clock()

    def _make_views(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        self._now = text_label("", "heading")
        self._then = text_label("", "heading")
        self.current, self.following = SlideView(), SlideView()
        self.current.setObjectName("presenter.current")
        self.following.setObjectName("presenter.next")
        for column, (heading, view, stretch) in enumerate(
            ((self._now, self.current, 3), (self._then, self.following, 2))
        ):
            view.setMinimumSize(200, 130)
            grid.addWidget(heading, 0, column)
            grid.addWidget(view, 1, column)
            grid.setColumnStretch(column, stretch)
        grid.setRowStretch(1, 1)
        return grid

    def _make_steps(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.previous = button(tr("Previous"), lambda: self._presentation.move(-1))
        self.next = button(tr("Next"), lambda: self._presentation.move(1), primary=True)
        self.reveal = button(tr("Reveal"), self._presentation.reveal)
        for name, made in (("previous", self.previous), ("step", self.next), ("reveal", self.reveal)):
            made.setObjectName(f"presenter.{name}")
            line.addWidget(made)
        line.addStretch(1)
        self.clock = text_label("", "title", wrap=False)
        self.clock.setObjectName("presenter.clock")
        line.addWidget(self.clock)
        return line

    def _make_choices(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        self.names = _choice("names", tr("Show names"), lambda on: self._presentation.tell(names=on))
        self.names.setToolTip(tr("The owner of an agreement. Names on quick scan sheets are never shown."))
        self.small_groups = _choice(
            "small_groups", tr("Show small groups"), lambda on: self._presentation.tell(small_groups=on)
        )
        self.small_groups.setToolTip(
            tr("Also what small groups say: fewer people than the settings ask for.")
        )
        self.blanked = _choice("blank", tr("Blank the screen"), self._presentation.blank)
        self.dark = _choice("dark", tr("Light on dark"), self._presentation.set_dark)
        described(self.blanked, tr("The group sees nothing until you take it away."))
        described(self.dark, tr("Light letters on a dark ground, for the group."))
        for choice in (self.names, self.small_groups, self.blanked, self.dark):
            line.addWidget(choice)
        line.addStretch(1)
        line.addWidget(button(tr("End"), self.close))
        return line

    def _show(self) -> None:
        presentation = self._presentation
        count = tr("Now: {n} of {all}").format(n=presentation.place + 1, all=len(presentation.pages))
        self._now.setText(tr("The screen is blank") if presentation.is_blank else count)
        following = presentation.next_page
        self._then.setText(tr("Next: {title}").format(title=following.title) if following else tr("The end"))
        self.current.show_page(presentation.page, presentation.tones)
        self.following.show_page(following, presentation.tones)
        self.previous.setEnabled(presentation.place > 0)
        self.next.setEnabled(following is not None or presentation.is_blank)
        self.reveal.setEnabled(presentation.can_reveal)
        self.names.setChecked(presentation.options.names)
        self.small_groups.setChecked(presentation.options.small_groups)
        self.blanked.setChecked(presentation.is_blank)

    def _show_clock(self) -> None:
        minutes, seconds = divmod(self._presentation.elapsed, 60)
        hours, minutes = divmod(minutes, 60)
        since = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        now = datetime.now().astimezone().strftime("%H:%M")
        self.clock.setText(tr("{time} · {since} under way").format(time=now, since=since))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or not take_key(self._presentation, event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows turn pages here, also where a button has the focus; Tab goes from one to another."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _ARROWS:
            return take_key(self._presentation, event)
        return super().eventFilter(watched, event)

    def done(self, result: int) -> None:
        super().done(result)
        self.closed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)
        self.closed.emit()


def _choice(name: str, text: str, action: object) -> QCheckBox:
    made = QCheckBox(text)
    made.setObjectName(f"presenter.{name}")
    made.toggled.connect(action)
    return made
