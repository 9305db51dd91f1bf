"""The quick scan tab: sheets typed in from paper or counted by hands, with the picture of the group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n
from sms_desktop.core import edits, fields
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session, Sheet, at_sheet, new_id
from sms_desktop.gui.store import Store
from sms_desktop.gui.tabs.quick_scan_keys import field_keys, letters
from sms_desktop.gui.tabs.quick_scan_list import SheetList
from sms_desktop.gui.tabs.quick_scan_sheet import CalmScrollArea, SheetForm, Surface, can_leave_empty
from sms_desktop.gui.tabs.quick_scan_summary import Summary
from sms_desktop.gui.widgets.basics import button, described, invitation, is_enter, set_role, text_label
from sms_desktop.gui.widgets.fields import Page
from sms_desktop.i18n import tr

if TYPE_CHECKING:
    from sms_desktop.gui.tabs.quick_scan_tally import TallyForm

ARRANGEMENTS = ((28, 38), (28, 33), (23, 33), (19, 30), (20, 0))
"""Widths of the list and of the picture of the group in average characters, best first. The first is taken
that leaves the sheet room to have its notes beside its ticks; 0 puts the picture under the sheet."""

FRAME = 106
"""Pixels that margins, gaps and a scroll bar take of the width."""

_QUIET = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
"""Modifiers that a digit may need to be typed: some keyboards shift for digits."""


class QuickScanTab(Page):
    """Shows one sheet at a time. Keys fill it in while no text field has the focus.

    ``read_in_wanted`` when filled sheets are to be read from scans or photos.
    """

    read_in_wanted = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._current = ""
        self._shown: Session | None = None
        self._body: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    # Building --------------------------------------------------------------------------------------

    def build(self) -> None:
        form_set = self._form_set = self.store.session.form_set
        self._keys = {key: field for field, key in field_keys(form_set, i18n.current().code).items()}
        self._letters = letters(i18n.current().code)
        self._last_tick = ""
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget()
        whole = QVBoxLayout(self._body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(self._make_switch())
        columns = QHBoxLayout()
        columns.setSpacing(12)
        whole.addLayout(columns, 1)
        self.list = SheetList(form_set)
        self.list.chosen.connect(self._choose)
        columns.addWidget(self.list)
        columns.addWidget(self._make_surface(form_set), 1)
        self._columns = columns
        self.summary = Summary(form_set)
        self._beside: bool | None = None
        self._hint = text_label("", "note")
        self._hint.setObjectName("quick_scan.hint")
        whole.addWidget(self._hint)
        box = self.layout()
        assert box is not None
        box.addWidget(self._body)
        self._fit()

    def _make_switch(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        self._views = QButtonGroup(self._body)
        for number, (name, text, meaning) in enumerate(
            (
                ("sheets", tr("Separate sheets"), tr("Each sheet is typed in by itself.")),
                ("hands", tr("Show of hands"), tr("Only how many hands there were is typed in.")),
            )
        ):
            choice = described(QRadioButton(text), meaning)
            choice.setObjectName(f"quick_scan.view.{name}")
            self._views.addButton(choice, number)
            line.addWidget(choice)
        self._views.button(0).setChecked(True)
        self._views.idClicked.connect(lambda *_: self.catch_up())
        line.addStretch(1)
        self._read_in = button(tr("Read in…"), self.read_in_wanted.emit)
        self._read_in.setObjectName("quick_scan.read_in")
        self._read_in.setToolTip(tr("Scans, photos and forms that came back (Ctrl+I)"))
        line.addWidget(self._read_in)
        new = button(tr("New sheet ({key})").format(key=self._letters.new), self.add_sheet)
        new.setObjectName("quick_scan.new")
        self._new = new
        line.addWidget(new)
        return line

    def _make_surface(self, form_set: FormSet) -> Surface:
        self.surface = Surface()
        layout = QVBoxLayout(self.surface)
        layout.setContentsMargins(16, 8, 4, 8)
        layout.setSpacing(4)
        self._header = self._make_header()
        layout.addWidget(self._header)
        self.message = text_label("", "note")
        self.message.setObjectName("quick_scan.message")
        self.message.hide()
        layout.addWidget(self.message)
        content = QWidget()
        self._content = QVBoxLayout(content)
        self._content.setContentsMargins(0, 4, 12, 4)
        self._content.setSpacing(16)
        self.form = SheetForm(self.store, form_set)
        self._tally: TallyForm | None = None
        self._invitation = self._make_invitation()
        for part in (self.form, self._invitation):
            self._content.addWidget(part)
        self._scroll = CalmScrollArea(content)
        layout.addWidget(self._scroll, 1)
        return self.surface

    def _make_header(self) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 12, 0)
        line.setSpacing(8)
        self.number = text_label("", "number", wrap=False)
        self.number.setObjectName("quick_scan.number")
        self._place = text_label("", "note", wrap=False)
        line.addWidget(self.number)
        line.addWidget(self._place)
        line.addStretch(1)
        self._previous = self._header_button(
            "previous", "‹ PgUp", tr("Previous sheet"), lambda: self.step(-1)
        )
        self._next = self._header_button("next", "PgDn ›", tr("Next sheet"), lambda: self.step(1))
        delete = tr("Delete sheet")
        self._delete = self._header_button("delete", tr("Delete (Del)"), delete, self.delete_sheet)
        for each in (self._previous, self._next, self._delete):
            line.addWidget(each)
        return box

    def _header_button(self, name: str, text: str, spoken: str, action: Callable[[], object]) -> QPushButton:
        made = button(text, action)
        made.setObjectName(f"quick_scan.{name}")
        made.setAccessibleName(spoken)
        made.setToolTip(spoken)
        return made

    def _make_invitation(self) -> QWidget:
        text = tr(
            "Collect the paper sheets. Read in a scan or photos of them, or type them in one by one, "
            "with keys only. A sheet needs no name. Or count a show of hands."
        )
        box = invitation(tr("No quick scan sheets yet"), text, tr("First sheet"), self.add_sheet)
        self._first = box.findChild(QPushButton)
        self._first.setObjectName("quick_scan.first")
        other = button(tr("Count a show of hands"), self.show_hands)
        other.setObjectName("quick_scan.hands")
        layout = box.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, other, 0, Qt.AlignmentFlag.AlignHCenter)
        return box

    # Showing ---------------------------------------------------------------------------------------

    @property
    def sheets_shown(self) -> bool:
        """Whether the sheets are shown, not the show of hands."""
        return self._views.checkedId() == 0

    @property
    def current(self) -> Sheet | None:
        """The sheet that is shown."""
        return next((sheet for sheet in self.store.session.sheets if sheet.id == self._current), None)

    @property
    def tally(self) -> TallyForm:
        """The show of hands; made when it is first asked for."""
        if self._tally is None:
            from sms_desktop.gui.tabs.quick_scan_tally import TallyForm

            self._tally = TallyForm(self.store, self._form_set)
            self._content.insertWidget(1, self._tally)
        return self._tally

    def show_hands(self) -> None:
        """Go to the show of hands."""
        self._views.button(1).setChecked(True)
        self.catch_up()
        self.tally.fields[0].setFocus()

    def open_sheet(self, sheet_id: str) -> None:
        """Go to this sheet, ready for its keys."""
        self._views.button(0).setChecked(True)
        self._choose(sheet_id)
        self.enter_fast()

    def show_session(self) -> None:
        session = self.store.session
        if session.form_set is not self._form_set and session.form_set != self._form_set:
            self.build()
        self._follow(session)
        self._shown = session
        sheets, sheet = self.sheets_shown, self.current
        self.list.setVisible(sheets and sheet is not None)
        self._header.setVisible(sheets and sheet is not None)
        self.form.setVisible(sheets and sheet is not None)
        self._invitation.setVisible(sheets and sheet is None)
        if self._tally is not None or not sheets:
            self.tally.setVisible(not sheets)
        is_empty = sheets and sheet is None and not _has_tally(session)
        self.summary.setVisible(not is_empty)
        self._new.setVisible(sheets and sheet is not None)
        for each in (self._new, self._delete, self._first):
            each.setEnabled(self.store.writable)
        if sheet is not None:
            self._show_sheet(session, sheet)
        if not sheets:
            self.tally.show_session()
        self.summary.show_session(session)
        self._set_focus_policy(sheets and sheet is not None)
        self._show_hint()

    def _follow(self, session: Session) -> None:
        """Go where the change was: undo and redo show what they did."""
        before = {sheet.id: sheet for sheet in self._shown.sheets} if self._shown else {}
        changed = [sheet.id for sheet in session.sheets if before.get(sheet.id) is not sheet]
        same = self._shown is not None and self._shown.id == session.id
        if same and len(changed) == 1:
            self._current = changed[0]
        if self.current is None and session.sheets:
            gone = list(before).index(self._current) if self._current in before else 0
            self._current = session.sheets[min(gone, len(session.sheets) - 1)].id

    def _show_sheet(self, session: Session, sheet: Sheet) -> None:
        self.list.show_sheets(session.sheets, sheet.id)
        self.form.show_sheet(sheet)
        number = tr("Sheet {number}").format(number=sheet.number)
        self.number.setText(number)
        row = self.list.sheets.row_of(sheet.id)
        count = len(session.sheets)
        self._place.setText(tr("{place} of {count}").format(place=row + 1, count=count))
        self._previous.setEnabled(row > 0)
        self._next.setEnabled(row + 1 < count)
        self.surface.setAccessibleName(tr("{sheet}, fast entry").format(sheet=number))
        described(self.surface, tr("Keys tick boxes. Enter goes to the next sheet, the Tab key to a field."))

    def _set_focus_policy(self, on_sheet: bool) -> None:
        policy = Qt.FocusPolicy.StrongFocus if on_sheet else Qt.FocusPolicy.NoFocus
        if self.surface.focusPolicy() != policy:
            self.surface.setFocusPolicy(policy)

    def _show_hint(self) -> None:
        keys = self._letters
        if not self.sheets_shown or self.current is None:
            self._hint.setText("")
        elif _is_typing(QApplication.focusWidget()):
            self._hint.setText(tr("You are typing in a field. Enter or Esc: back to the keys of fast entry."))
        else:
            self._hint.setText(
                tr(
                    "Fast entry: 1–8 tick, {roles} who filled it in, {note} explanation, "
                    "Enter next sheet, {new} new sheet, Ctrl+Z undo."
                ).format(roles=" ".join(keys.roles), note=keys.note, new=keys.new)
            )

    def _focus_moved(self, *_: object) -> None:
        if self._body is not None and self.isVisible() and self.store.has_session:
            self._show_hint()

    def tell(self, sentence: str, role: str = "note") -> None:
        """A sentence below the sheet number, until the next key; empty to take it away."""
        if sentence or not self.message.isHidden():
            self.message.setText(sentence)
            set_role(self.message, role)
            self.message.setVisible(bool(sentence))

    def _fit(self) -> None:
        """The picture of the group beside the sheet, or under it where there is no room."""
        character = self.fontMetrics().averageCharWidth()
        room = self.width() - FRAME - self.form.wide_width()
        fitting = (each for each in ARRANGEMENTS if sum(each) * character <= room)
        of_list, of_picture = next(fitting, ARRANGEMENTS[-1])
        beside = of_picture > 0
        self.list.set_characters(of_list)
        self.summary.setMinimumWidth(of_picture * character)
        self.summary.setMaximumWidth(of_picture * character if beside else 16_777_215)
        self.form.set_narrow((of_list + of_picture) * character > room)
        self._delete.setText(tr("Delete (Del)") if beside else tr("Delete"))
        self._place.setVisible(beside)
        if beside != self._beside:
            self._beside = beside
            (self._content if beside else self._columns).removeWidget(self.summary)
            (self._columns if beside else self._content).addWidget(self.summary)

    # Going about -----------------------------------------------------------------------------------

    def enter_fast(self) -> None:
        """Let the keys tick again."""
        self.surface.setFocus()

    def step(self, by: int) -> None:
        """Go ``by`` sheets further, if there is one."""
        sheet_id = self.list.sheets.id_at(self.list.sheets.row_of(self._current) + by)
        if sheet_id:
            self._leave_text()
            self._choose(sheet_id)

    def _choose(self, sheet_id: str) -> None:
        self._current = sheet_id
        self._last_tick = ""
        self.tell("")
        self.show_session()

    def _leave_text(self) -> None:
        # A date is read when its field is left: before the field shows another sheet.
        if _is_typing(QApplication.focusWidget()):
            self.enter_fast()

    def next_sheet(self) -> None:
        """The next sheet; after the last one a new one, unless the last is still empty."""
        sheet = self.current
        if sheet is None or self.list.sheets.row_of(sheet.id) + 1 < len(self.store.session.sheets):
            self.step(1)
        elif sheet.answers:
            self.add_sheet()
        else:
            text = tr("Sheet {number} is still empty. Fill it in, or press {key} for a new sheet anyway.")
            self.tell(text.format(number=sheet.number, key=self._letters.new), "warning")

    def add_sheet(self) -> None:
        """A new empty sheet at the end."""
        if not self.store.writable:
            return
        self.tell("")
        self._last_tick = ""
        sheet_id = new_id()
        number = max((sheet.number for sheet in self.store.session.sheets), default=0) + 1
        name = tr("Add sheet {number}").format(number=number)
        self.store.apply(name, lambda session: edits.add_sheet(session, sheet_id))
        self.enter_fast()

    def delete_sheet(self) -> None:
        """Take this sheet away; undo brings it back."""
        sheet = self.current
        if sheet is None or not self.store.writable:
            return
        self._leave_text()
        name = tr("Delete sheet {number}").format(number=sheet.number)
        self.store.apply(name, lambda session: edits.remove_sheet(session, sheet.id))
        self.tell(tr("Sheet {number} was deleted. Ctrl+Z brings it back.").format(number=sheet.number))
        self.setFocus()

    def toggle(self, field: str) -> None:
        """Tick a field of this sheet, or take its tick away."""
        sheet = self.current
        if sheet is None or not self.store.writable:
            return
        self.tell("")
        side = next((side for side in ("education", "practice") if field == fields.left_empty(side)), None)
        if side and not can_leave_empty(self._form_set, sheet, side):
            self.tell(tr("This half has ticks, so it is not empty."), "warning")
            return
        self.store.set_answer(at_sheet(sheet.id), field, sheet.answers.get(field) is not True)
        if field in self.form.cells:
            self._last_tick = field
        self._scroll.ensureWidgetVisible(self.form.fields[field], 0, 40)

    def _to_note(self) -> None:
        cells = self.form.cells
        cell = cells.get(self._last_tick) or next(iter(cells.values()))
        cell.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(cell.note)

    # Keys ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        quiet = not event.modifiers() & ~_QUIET
        if not (quiet and self._body is not None and self._take(event)):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; whether it asked for anything."""
        focus, key = QApplication.focusWidget(), event.key()
        if is_enter(event) and isinstance(focus, QAbstractButton) and not isinstance(focus, QCheckBox):
            focus.click()
            return True
        if not self.sheets_shown:
            return is_enter(event) and self.focusNextPrevChild(True)
        if self.current is None:
            return self._take_first(event)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step(1 if key == Qt.Key.Key_PageDown else -1)
            return True
        if _is_typing(focus):
            return self._take_typing(event)
        return self._take_fast(event)

    def _take_first(self, event: QKeyEvent) -> bool:
        wanted = is_enter(event) or event.text().upper() == self._letters.new
        if wanted:
            self.add_sheet()
        return wanted

    def _take_typing(self, event: QKeyEvent) -> bool:
        leaves = is_enter(event) or event.key() == Qt.Key.Key_Escape
        if leaves:
            self.enter_fast()
        return leaves

    def _take_fast(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text().upper()
        bar = self._scroll.verticalScrollBar()
        actions = {
            Qt.Key.Key_Return: self.next_sheet,
            Qt.Key.Key_Enter: self.next_sheet,
            Qt.Key.Key_Delete: self.delete_sheet,
            Qt.Key.Key_Escape: self.enter_fast,
            Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - bar.singleStep() * 3),
            Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + bar.singleStep() * 3),
        }
        action = actions.get(Qt.Key(key)) or {
            self._letters.new: self.add_sheet,
            self._letters.note: self._to_note,
        }.get(text)
        if action is None and text in self._keys:
            field = self._keys[text]
            action = lambda: self.toggle(field)  # noqa: E731
        if action is None:
            return False
        scrolls = key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if scrolls or not event.isAutoRepeat():  # a key held down is one key
            action()
        return True

    # Events ----------------------------------------------------------------------------------------

    def entry(self) -> QWidget | None:
        """The first control. A focus proxy would hide those before it."""
        if not self.sheets_shown:
            return self.tally.fields[0]
        return self.surface if self.current else self._first

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            QTimer.singleShot(0, self, self._take_focus)

    def _take_focus(self) -> None:
        """Ready for the first key, without taking the focus from where it is used."""
        focus = QApplication.focusWidget()
        used = isinstance(focus, QTabBar) or _is_typing(focus)
        if self.isVisible() and not used and not (focus and self.isAncestorOf(focus)):
            self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._body is not None:
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in kinds and getattr(self, "_body", None) is not None:
            self._fit()


def _is_typing(widget: QWidget | None) -> bool:
    return isinstance(widget, (QLineEdit, QAbstractSpinBox))


def _has_tally(session: Session) -> bool:
    return any(field.startswith("tally.") for field in session.answers)
