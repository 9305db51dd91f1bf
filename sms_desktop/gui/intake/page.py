"""A page by hand: its picture beside whose it is and what is on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n, labels, reading_words
from sms_desktop.core import codes, fields
from sms_desktop.core.codes import FIRST_PAGES, CodedForm
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.reading import FieldReading, PageReading
from sms_desktop.gui.dialogs.question import Role, ask, message_box
from sms_desktop.gui.intake.picture import STEP, PagePicture
from sms_desktop.gui.intake.pile import OtherSessionError, Pile, new_sheet, sheet_of_code
from sms_desktop.gui.intake.typed import Typed, TypedArea, TypedLine, answer_of, shown_text, takes_lines
from sms_desktop.gui.tabs.quick_scan_keys import field_keys
from sms_desktop.gui.widgets.basics import (
    button,
    clear_layout,
    described,
    is_enter,
    resize_on_screen,
    scrolled,
    scrolling_column,
    text_label,
)
from sms_desktop.gui.widgets.choosing import ChoiceBox
from sms_desktop.gui.widgets.covering import CoverLine
from sms_desktop.gui.widgets.fields import labelled
from sms_desktop.gui.widgets.reading_order import step_focus
from sms_desktop.i18n import tr
from sms_desktop.paper.layouts import LaidField


class PageDialog(QDialog):
    """Accepted: the page was settled (or skipped), go on with the next. Rejected: enough for now.

    ``covered``: what may be of phase 1 is only shown once the facilitator asks for it.
    """

    def __init__(self, pile: Pile, place: int, parent: QWidget | None = None, covered: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        entry = pile.entries[place]
        assert entry.reading is not None
        self._pile, self._place = pile, place
        self._reading: PageReading = entry.reading
        self._laid: dict[CodedForm, list[Sequence[LaidField]]] = {}
        self._is_by_code = False
        self.setWindowTitle(tr("{file}, page {page}").format(file=entry.path.name, page=self._reading.page))
        self._form = PageForm(pile)
        layout = scrolling_column(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(text_label(pile.why(place, i18n.current()), "label"))
        sides = QSplitter()
        sides.setChildrenCollapsible(False)
        picture = self._picture_side() if self._reading.picture else None
        if picture is not None:
            sides.addWidget(picture)
        sides.addWidget(self._form_side())
        for place, share in enumerate((3, 2) if picture is not None else (1,)):
            sides.setStretchFactor(place, share)
        if covered and self._reading.form != "quick-scan":
            cover = CoverLine()
            layout.addWidget(cover)
            for each in filter(None, (picture, self._area)):
                each.hide()
                cover.shown.connect(each.setVisible)
        layout.addWidget(sides, 1)
        layout.addLayout(self._foot())
        resize_on_screen(self, 160, 760)
        self._fill_owners()
        self._show_fields()
        first = self._code if not self._reading.sheet else self._form
        (first if not self._area.isHidden() else self._owner).setFocus()

    # Building ---------------------------------------------------------------------------------------

    def _picture_side(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        self._picture = PagePicture()
        self._picture.show_page(self._reading.picture)
        self._picture.setMinimumWidth(self.fontMetrics().averageCharWidth() * 24)
        layout.addWidget(self._picture, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        for text, action in (
            (tr("Larger (+)"), partial(self._picture.zoom, STEP)),
            (tr("Smaller (−)"), partial(self._picture.zoom, 1 / STEP)),
            (tr("Turn"), self._picture.turn),
        ):
            line.addWidget(button(text, action))
        line.addStretch(1)
        layout.addLayout(line)
        return box

    def _form_side(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(8)
        self._code = QLineEdit()
        self._code.setObjectName("page.code")
        self._code.setAccessibleName(tr("Code or number on the paper"))
        described(self._code, tr("It says which page this is and whose."))
        self._code.setPlaceholderText(tr("Such as 12, or the code of sixteen signs"))
        self._code.textEdited.connect(self._code_typed)
        code = labelled(tr("Code or number on the paper"), self._code)
        code.setVisible(not self._reading.sheet)  # it says whose the page is, which is known then
        layout.addWidget(code)
        self._code_words = text_label("", "warning")
        self._code_words.setObjectName("page.code_words")
        self._code_words.hide()
        layout.addWidget(self._code_words)
        self._page = self._combo("page.page", tr("Which page is this?"))
        self._owner = self._combo("page.owner", tr("Whose is it?"))
        self._choices = self._pages()
        for form, page in self._choices:
            title = reading_words.form_name(self._pile.session.form_set, form, i18n.current())
            text = tr("{form}, page {page}").format(form=title, page=page) if page else title
            self._page.addItem(text)
        self._page.setCurrentIndex(self._place_of(self._reading.form, self._reading.form_page))
        self._page.currentIndexChanged.connect(self._page_chosen)
        for each in (self._page, self._owner):  # what is chosen goes before what was typed
            each.activated.connect(self._forget_code)
        layout.addWidget(labelled(tr("Which page is this?"), self._page))
        layout.addWidget(labelled(tr("Whose is it?"), self._owner))
        self._area = scrolled(self._form)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self._area, 1)
        layout.addStretch(0)  # for when the fields are covered
        box.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        return box

    def _combo(self, name: str, label: str) -> QComboBox:
        combo = ChoiceBox()
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        described(combo, tr("The fields below follow."))
        combo.setMinimumContentsLength(12)
        combo.setPlaceholderText(tr("Choose…"))
        return combo

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._hint = text_label("", "note")
        foot.addWidget(self._hint, 1)
        self._ok = button(tr("This is right, next"), self.settle, primary=True, name="page.ok")
        skip = button(tr("Leave it out"), self.leave_out, name="page.skip")
        skip.setToolTip(tr("This is no sheet of ours, or is not wanted. It stays in the list."))
        foot.addWidget(self._ok)
        foot.addWidget(skip)
        foot.addWidget(button(tr("Close"), self.reject))
        return foot

    # Whose it is ------------------------------------------------------------------------------------

    def _pages(self) -> list[tuple[CodedForm, int | None]]:
        """The pages that it can be; what is no paper is of its own form, as a whole."""
        if self._reading.form is not None and self._reading.form_page is None:
            return [(self._reading.form, None)]
        from sms_desktop.paper.sheets import coded

        form_set, language = self._pile.session.form_set, i18n.current()
        found: list[tuple[CodedForm, int | None]] = []
        for form in FIRST_PAGES:
            self._laid[form] = [page.fields for page in coded.layout(form_set, form, language).pages]
            found += [(form, number) for number, laid in enumerate(self._laid[form], 1) if laid]
        return found

    @property
    def page(self) -> tuple[CodedForm, int | None]:
        """The form and page that were chosen."""
        return self._choices[self._page.currentIndex()]

    def _place_of(self, form: CodedForm | None, page: int | None) -> int:
        """The place of a page in its list; the first where it is not there."""
        return next((n for n, each in enumerate(self._choices) if each == (form, page)), 0)

    def _fill_owners(self, wanted: str = "") -> None:
        """Sheets for a quick scan, organisations of the side for phase 1."""
        form, _ = self.page
        self._owner.clear()
        language = i18n.current()
        if form == "quick-scan":
            owners = {each.sheet: "" for each in self._pile.gathered() if each.form == form}
            owners |= {each.id: "" for each in self._pile.session.sheets} | ({wanted: ""} if wanted else {})
            named = [(self._pile.whose(form, each, language), each) for each in owners]
            named = [*sorted(named, key=lambda each: _number(each[0])), (tr("A new sheet"), new_sheet())]
        else:
            side = "education" if form == "phase1-education" else "practice"
            ours = [each for each in self._pile.session.organisations if each.side == side]
            named = [(self._pile.whose(form, each.id, language), each.id) for each in ours]
        for text, owner in named:
            self._owner.addItem(text, owner)
        chosen = wanted or self._reading.sheet or self._owner_of_the_file(form)
        # Nobody is the owner until somebody said so; of a quick scan without a number it is a new sheet.
        place = self._owner.findData(chosen) if chosen else -1
        if place < 0 and form == "quick-scan":
            place = self._owner.count() - 1
        self._owner.setCurrentIndex(place)

    def _owner_of_the_file(self, form: CodedForm) -> str:
        """Whose another page of a PDF form is, once somebody said so; a scan may hold the sheets of many."""
        if self._reading.picture:
            return ""
        given = (e.reading for e in self._pile.entries if e.by_hand and e.reading is not None)
        found = (each for each in given if (each.source, each.form) == (self._reading.source, form))
        return next((each.sheet for each in found), "")

    def _page_chosen(self, *_: object) -> None:
        self._fill_owners()
        self._show_fields()

    def _code_typed(self, text: str) -> None:
        """A whole code or a number says which page this is and whose."""
        words, named = "", False
        signs = "".join(each for each in text if each.isalnum())
        if signs.isdecimal() and len(signs) <= 6 and int(signs):
            named = True
            self._choose(("quick-scan", 1), self._sheet_of_number(int(signs)))
        elif len(signs) >= codes.LENGTH:
            named, words = self._take_code(text)
        if self._is_by_code and not named:  # the number that a code begins with named another sheet
            self._choose((self._reading.form, self._reading.form_page), "")
        self._is_by_code = named
        self._say_of_code(words)

    def _take_code(self, text: str) -> tuple[bool, str]:
        """Follow a code: whether it names a page, and what is wrong with it, in a sentence."""
        try:
            form, page, sheet = sheet_of_code(self._pile.session, text)
        except OtherSessionError:
            return False, tr("This is the code of a sheet of another session.")
        except codes.CodeError:
            return False, tr("This code is not right. Look once more; there is no letter O or I in it.")
        self._choose((form, page), sheet)
        if not sheet and form != "quick-scan":
            return True, tr("The organisation of this code is not in this session. Choose whose it is.")
        return True, ""

    def _say_of_code(self, words: str) -> None:
        self._code_words.setText(words)
        self._code_words.setVisible(bool(words))

    def _forget_code(self, *_: object) -> None:
        self._code.clear()
        self._is_by_code = False
        self._say_of_code("")

    def _choose(self, page: tuple[CodedForm | None, int | None], sheet: str) -> None:
        self._page.blockSignals(True)
        self._page.setCurrentIndex(self._place_of(*page))
        self._page.blockSignals(False)
        self._fill_owners(sheet)
        self._show_fields()

    def _sheet_of_number(self, number: int) -> str:
        """The sheet with this number on the paper, or with this number in the session."""
        coded = codes.sheet_id(number)
        there = {each.id: each.number for each in self._pile.session.sheets}
        if coded in there:
            return coded
        return next((each for each, own in there.items() if own == number), coded)

    # What is on it ----------------------------------------------------------------------------------

    def _show_fields(self) -> None:
        form, number = self.page
        own = (self._reading.form, self._reading.form_page) == (form, number)
        read = self._reading.fields if own else ()
        if not read and number is not None:
            laid = self._laid[form][number - 1]
            read = tuple(FieldReading(each.field, each.kind, None, 0.0) for each in laid)
        self._form.show_fields(read)
        self._hint.setText(
            tr("What is in doubt stays for the review, unless you change it here.")
            if self._form.was_read
            else tr("Enter: next field. Space: tick. Boxes that are not ticked count as empty.")
        )

    def settle(self) -> None:
        """Whose it is and what is on it, into the pile."""
        owner = self._owner.currentData()
        if self._code.text().strip() and not self._is_by_code:
            self._say_of_code(
                self._code_words.text()
                or tr("This code is not whole: it has sixteen signs. Type all of them, or none.")
            )
            self._code.setFocus()
            return
        if not owner:
            self._say_of_code(tr("Say first whose this page is."))
            self._owner.setFocus()
            return
        form, number = self.page
        self._pile.assign(self._place, form, number, owner, self._form.read())
        self.accept()

    def leave_out(self) -> None:
        """Nothing of this goes into the session; go on with the next."""
        others = self._pile.other_backs(self._place)
        also = others if others and self._are_backs(others) else []
        for place in (self._place, *also):
            self._pile.leave_out(place)
        self.accept()

    def _are_backs(self, others: list[int]) -> bool:
        """Ask once for each file whether every second page of it is a back that can be left out too."""
        file, numbers = self._pile.entries[self._place].path.name, [self._page_at(place) for place in others]
        question = tr("Leave out the other {n} backs too?").format(n=len(others))
        more = tr(
            "In {file} that is every second page, from {first} to {last}. They stay in the list. "
            "Enter takes one in after all."
        ).format(file=file, first=min(numbers), last=max(numbers))
        box = message_box(self, question, more, self.windowTitle())
        every = [(True, tr("All backs"), Role.AcceptRole)]
        are_backs = ask(box, every, otherwise=False, cancel=tr("Only this page"), careful=True)
        if not are_backs:
            self._pile.one_by_one.add(self._reading.source)
        return are_backs

    def _page_at(self, place: int) -> int:
        reading = self._pile.entries[place].reading
        return reading.page if reading is not None else 0

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step_focus(self, forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.settle()
        elif is_enter(event):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class PageForm(QWidget):
    """The fields of a page as tick boxes and lines, for keys."""

    def __init__(self, pile: Pile) -> None:
        super().__init__()
        self._pile = pile
        self._given: tuple[FieldReading, ...] = ()
        self._boxes: dict[str, QCheckBox] = {}
        self._lines: dict[str, Typed] = {}
        self._changed: set[str] = set()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 8, 0)
        self._layout.setSpacing(4)
        language = i18n.current().code
        self._keys = {key.lower(): f for f, key in field_keys(pile.session.form_set, language).items()}

    @property
    def was_read(self) -> bool:
        """Whether something of the page is known: what is not, is left open then, and is not empty."""
        return any(each.value is not None for each in self._given)

    def show_fields(self, given: tuple[FieldReading, ...]) -> None:
        """Show these fields with what is known of them."""
        self._given = given
        self._boxes, self._lines = {}, {}
        self._changed.clear()
        clear_layout(self._layout)
        grid: QGridLayout | None = None
        first_of_pair = ""
        for field in given:
            label = labels.field_label(self._pile.session, field.field, i18n.current())
            if field.kind != "box":
                self._add_line(field, label)
                grid = None
                continue
            box = self._make_box(field, label)
            # Ja and Nee stand beside each other.
            is_second = field.field.endswith(".no") and fields.exclude(first_of_pair, field.field)
            if grid is None or not is_second:
                grid = QGridLayout()
                grid.setColumnStretch(0, 1)
                grid.setColumnStretch(1, 1)
                self._layout.addLayout(grid)
                first_of_pair = field.field
            if is_second:
                box.setAccessibleName(label)
                no = self._pile.session.form_set.phase1.no.in_language(i18n.current().code)
                box.setText(box.text().replace(label.replace("&", "&&"), no))
            grid.addWidget(box, 0, grid.count())
        self._layout.addStretch(1)
        widgets = [w for f in given if (w := self._boxes.get(f.field) or self._lines.get(f.field))]
        self.setFocusProxy(widgets[0] if widgets else None)

    def _make_box(self, field: FieldReading, label: str) -> QCheckBox:
        doubtful = field.doubt is not None
        text = f"{label} – ?" if doubtful else label
        box = QCheckBox(text.replace("&", "&&"))
        box.setObjectName(field.field)
        box.setChecked(field.value is True)
        if doubtful and field.doubt is not None:
            box.setToolTip(tr(reading_words.DOUBT_WORDS[field.doubt]))
        described(box, box.toolTip() or tr("As it stands on the paper"))
        box.clicked.connect(lambda on, name=field.field: self._ticked(name, on))
        self._boxes[field.field] = box
        return box

    def _add_line(self, field: FieldReading, label: str) -> None:
        line = TypedArea() if takes_lines(field.kind, field.value) else TypedLine()
        line.show_text(shown_text(field.field, field.value))
        line.setObjectName(field.field)
        line.setAccessibleName(label)
        described(line, tr("As it stands on the paper"), line.toolTip())
        line.textChanged.connect(lambda *_, name=field.field: self._changed.add(name))
        self._lines[field.field] = line
        self._layout.addWidget(labelled(label, line))

    def _ticked(self, field: str, on: bool) -> None:
        self._changed.add(field)
        if on:
            for other, box in self._boxes.items():
                if other != field and box.isChecked() and fields.exclude(field, other):
                    box.setChecked(False)
                    self._changed.add(other)

    def read(self) -> tuple[FieldReading, ...]:
        """The fields as they stand here; what was in doubt and not touched still is."""
        return tuple(self._of(each) for each in self._given)

    def _of(self, field: FieldReading) -> FieldReading:
        name = field.field
        if box := self._boxes.get(name):
            if name not in self._changed and (field.value is not None or self.was_read):
                return field
            return _said(field, box.isChecked())
        if name not in self._changed:
            return field
        return _said(field, answer_of(name, self._lines[name].typed()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of fast entry, while no text is typed; J and N for Ja and Nee."""
        focus = self.focusWidget()
        field = self._keys.get(event.text().lower()) if event.text() else None
        if isinstance(focus, QCheckBox) and field in self._boxes:
            self._boxes[field].click()
        elif isinstance(focus, QCheckBox) and (target := self._yes_or_no(focus.objectName(), event.text())):
            if not target.isChecked():
                target.click()
            self._step_from(target)
        else:
            super().keyPressEvent(event)

    def _yes_or_no(self, field: str, key: str) -> QCheckBox | None:
        form, code = self._pile.session.form_set.phase1, i18n.current().code
        stem = field.removesuffix(".yes").removesuffix(".no")
        wanted = {
            form.yes.in_language(code)[:1].lower(): f"{stem}.yes",
            form.no.in_language(code)[:1].lower(): f"{stem}.no",
        }.get(key.lower())
        return self._boxes.get(wanted) if wanted else None

    def _step_from(self, box: QCheckBox) -> None:
        """To the next box that does not exclude this one."""
        names = list(self._boxes)
        later = names[names.index(box.objectName()) + 1 :]
        following = next((each for each in later if not fields.exclude(each, box.objectName())), "")
        if following:
            self._boxes[following].setFocus(Qt.FocusReason.TabFocusReason)


def _said(field: FieldReading, value: bool | str | None) -> FieldReading:
    """The field as a person says it is; a line without a text stays open."""
    doubt = Doubt.HANDWRITING if value is None and field.doubt is Doubt.HANDWRITING else None
    return FieldReading(field.field, field.kind, value, 1.0, doubt, field.crop)


def _number(text: str) -> tuple[int, str]:
    """In order of the numbers in names."""
    digits = "".join(each for each in text if each.isdecimal())
    return (int(digits) if digits else 10**9, text)
