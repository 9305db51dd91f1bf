"""*Bekijken*: one doubtful field after the other, the paper beside what the program makes of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import i18n, labels, reading_words
from sms_desktop.gui.intake.picture import STEP, Box, Crops
from sms_desktop.gui.intake.pile import Answer, Key, Pile, Question
from sms_desktop.gui.intake.typed import Typed, TypedArea, TypedLine, answer_of, shown_text, takes_lines
from sms_desktop.gui.widgets.basics import (
    button,
    described,
    is_enter,
    resize_on_screen,
    scrolling_column,
    set_role,
    text_label,
)
from sms_desktop.gui.widgets.covering import CoverLine
from sms_desktop.i18n import ntr, tr

_BOX, _LINE, _COVERED, _END = range(4)
_ZOOMS = {Qt.Key.Key_Plus: STEP, Qt.Key.Key_Equal: STEP, Qt.Key.Key_Minus: 1 / STEP}


def boxes_and_lines(boxes: int, lines: int) -> str:
    """*8 vakjes, 30 regels*; nothing where there are none."""
    words = [ntr("{n} box", "{n} boxes", boxes)] if boxes else []
    return ", ".join([*words, ntr("{n} line", "{n} lines", lines)] if lines else words)


class ReviewDialog(QDialog):
    """Asks what is open in a pile. Each answer is in the pile at once, so it can be left at any moment.

    Boxes come first, then the lines with handwriting, then, if wanted, the lines that seem empty.
    ``covered``: what came back for phase 1 is only shown once the facilitator asks for it.
    """

    def __init__(self, pile: Pile, parent: QWidget | None = None, covered: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("review")
        self.setWindowTitle(tr("Look at it"))
        self._pile = pile
        self._questions = [*pile.questions(), *pile.lines(written=True)]
        if covered:  # first what can be answered without showing anything
            self._questions.sort(key=lambda each: each.key[0] != "quick-scan")
        self._place = 0
        self._turned = False
        self._seen: set[Key] = set()
        layout = scrolling_column(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        self._crops, self._zooms = Crops(), list[QPushButton]()
        layout.addLayout(self._head())
        self._cover = CoverLine() if covered else None
        if self._cover is not None:
            self._cover.shown.connect(lambda *_: self._show())
            layout.addWidget(self._cover)
        layout.addWidget(self._crops, 1)
        self._stack = QStackedWidget()
        for page in (self._box_page(), self._line_page(), self._covered_page(), self._end_page()):
            self._stack.addWidget(page)
        layout.addWidget(self._stack)
        layout.addLayout(self._foot())
        resize_on_screen(self, 110, 680)
        self._show()

    # Building ---------------------------------------------------------------------------------------

    def _head(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(4)
        line = QHBoxLayout()
        self._whose = text_label("", "note")
        self._left = text_label("", "label", wrap=False)
        self._left.setObjectName("review.left")
        line.addWidget(self._whose, 1)
        line.addWidget(self._left)
        box.addLayout(line)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(6)
        box.addWidget(self._bar)
        self._field = text_label("", "title")
        self._field.setObjectName("review.field")
        named = QHBoxLayout()
        named.setSpacing(8)
        named.addWidget(self._field, 1)
        for name, text, words, factor in (
            ("larger", "+", tr("Larger (Ctrl +)"), STEP),
            ("smaller", "−", tr("Smaller (Ctrl −)"), 1 / STEP),
        ):
            each = button(text, partial(self._crops.zoom, factor), name=f"review.{name}")
            each.setToolTip(words)
            each.setAccessibleName(words)
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys say the same, and stay with the answer
            named.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
            self._zooms.append(each)
        box.addLayout(named)
        return box

    def _box_page(self) -> QWidget:
        # It has the focus itself: the space bar turns the answer round, and presses no button.
        page = self._answer = QFrame()
        page.setObjectName("review.answer")
        page.setProperty("role", "choices")
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = QHBoxLayout(page)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(16)
        self._box = Box()
        line.addWidget(self._box)
        words = QVBoxLayout()
        words.setSpacing(4)
        self._suggestion = text_label("", "title")
        self._suggestion.setObjectName("review.suggestion")
        self._words = text_label("", "note")
        self._words.setObjectName("review.why")
        words.addStretch(1)
        words.addWidget(self._suggestion)
        words.addWidget(self._words)
        words.addStretch(1)
        line.addLayout(words, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(8)
        self._confirm = button(tr("That is right (Enter)"), self.confirm, primary=True, name="review.confirm")
        self._turn = button(tr("The other way (space)"), self.turn, name="review.turn")
        for each in (self._confirm, self._turn):
            buttons.addWidget(each)
        line.addLayout(buttons)
        return page

    def _line_page(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._line, self._area = TypedLine(), TypedArea()
        self._line.setObjectName("review.text")
        self._area.setObjectName("review.area")
        self._line.setPlaceholderText(tr("Type what stands there"))
        self._area.setPlaceholderText(tr("Type what stands there. Shift+Enter begins a new line."))
        self._typed: Typed = self._line
        for each in (self._line, self._area):
            each.installEventFilter(self)
            box.addWidget(each)
        line = QHBoxLayout()
        self._line_words = text_label("", "note")
        line.addWidget(self._line_words, 1)
        self._skip = button(tr("Leave all handwriting open"), self.skip_lines, name="review.skip")
        line.addWidget(self._skip)
        line.addWidget(button(tr("Next (Enter)"), self.confirm, primary=True, name="review.next"))
        box.addLayout(line)
        return page

    def _covered_page(self) -> QWidget:
        # It has the focus itself: no key confirms what nobody can see.
        page = self._covered = QFrame()
        page.setObjectName("review.covered")
        page.setProperty("role", "choices")
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = tr("What came back here is covered. Show it to look at it, or leave it open for now.")
        page.setAccessibleName(words)
        described(page, tr("Esc: leave open. Backspace: back."))
        box = QVBoxLayout(page)
        box.setContentsMargins(12, 8, 12, 8)
        label = text_label(words)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(label)
        return page

    def _end_page(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self._end_words: QLabel = text_label("", "title")
        self._end_words.setObjectName("review.end")
        box.addStretch(1)
        box.addWidget(self._end_words)
        self._unwritten = button("", self._add_unwritten, name="review.unwritten")
        box.addWidget(self._unwritten, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return page

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._back = button(tr("‹ Back (Backspace)"), self.back, name="review.back")
        self._open = button(tr("Leave open (Esc)"), self.leave_open, name="review.open")
        self._stop = button(tr("Go on later"), self.accept, name="review.stop")
        foot.addWidget(self._back)
        foot.addWidget(self._open)
        foot.addStretch(1)
        foot.addWidget(self._stop)
        return foot

    # Showing ----------------------------------------------------------------------------------------

    @property
    def question(self) -> Question | None:
        """What is asked now; ``None`` at the end."""
        return self._questions[self._place] if self._place < len(self._questions) else None

    def _show(self) -> None:
        question = self.question
        self._bar.setRange(0, max(len(self._questions), 1))
        self._bar.setValue(self._place if self._questions else 1)
        self._left.setText(self._words_of_what_is_left())
        self._back.setEnabled(self._place > 0)
        self._open.setVisible(question is not None)
        is_covered = question is not None and self._covers(question)
        for each in self._zooms:
            each.setVisible(bool(question and question.crops and not is_covered))
        self._stop.setText(tr("Go on later") if question else tr("Ready (Enter)"))
        self._turned = False
        if question is None:
            self._show_end()
            return
        self._whose.setText(self._pile.whose(*question.key[:2], i18n.current()))
        if is_covered:
            self._show_covered(question)
            return
        self._seen.add(question.key)
        field = labels.field_label(self._pile.session, question.key[2], i18n.current())
        self._field.setText(field)
        self._show_crops(question.crops)
        self._crops.setAccessibleDescription(field)
        if question.kind == "box":
            self._show_box(question)
        else:
            self._show_line(question, field)

    def _words_of_what_is_left(self) -> str:
        """*nog 8 vakjes, 30 regels*: nothing at the end."""
        left = self._questions[self._place :]
        boxes = sum(each.kind == "box" for each in left)
        what = boxes_and_lines(boxes, len(left) - boxes)
        return tr("{what} to go").format(what=what) if what else ""

    def _covers(self, question: Question) -> bool:
        """Whether this question is not to be seen now."""
        return self._cover is not None and not self._cover.is_shown and question.key[0] != "quick-scan"

    def _show_covered(self, question: Question) -> None:
        form_set, language = self._pile.session.form_set, i18n.current()
        self._field.setText(reading_words.form_name(form_set, question.key[0], language))
        self._show_crops(())
        self._crops.setAccessibleDescription("")
        self._stack.setCurrentIndex(_COVERED)
        self._covered.setFocus()

    def _show_crops(self, crops: tuple[bytes, ...]) -> None:
        """The paper; where there is none, the question has the room."""
        self._crops.show_crops(crops)
        self._crops.setVisible(bool(crops))

    def _show_box(self, question: Question) -> None:
        said = self._pile.answered(question.key)
        self._turned = isinstance(said, bool) and said is not question.suggestion
        self._stack.setCurrentIndex(_BOX)
        self._words.setText(tr(question.words) if question.words else "")
        self._show_value()
        self._answer.setFocus()

    def _show_value(self) -> None:
        value = self._value()
        self._box.show_value(value)
        self._suggestion.setText(tr("Yes, ticked") if value else tr("No, empty"))
        self._answer.setAccessibleName(f"{self._field.text()}: {self._suggestion.text()}")
        described(
            self._answer, self._words.text(), tr("Enter: right. Space: the other way. Esc: leave open.")
        )

    def _value(self) -> bool:
        assert self.question is not None
        return bool(self.question.suggestion) is not self._turned

    def _show_line(self, question: Question, field: str) -> None:
        said = self._pile.answered(question.key)
        self._stack.setCurrentIndex(_LINE)
        text = shown_text(question.key[2], said if said is not None else question.suggestion)
        self._typed = self._area if takes_lines(question.kind, text) else self._line
        for each in (self._line, self._area):
            each.setVisible(each is self._typed)
        self._typed.show_text(text)
        self._typed.setAccessibleName(field)
        self._line_words.setText(tr(question.words) if question.words else "")
        described(self._typed, self._whose.text(), self._line_words.text())
        self._typed.setFocus()

    def _show_end(self) -> None:
        self._stack.setCurrentIndex(_END)
        self._whose.setText("")
        self._field.setText("")
        self._show_crops(())
        asked = len(self._questions)
        open_ones = sum(self._pile.answered(each.key) is None for each in self._questions)
        words = tr("There is nothing to look at.")
        if asked:
            words = tr("Everything was looked at.")
        if open_ones:
            words += " " + ntr("{n} field stays open.", "{n} fields stay open.", open_ones)
        self._end_words.setText(words)
        set_role(self._end_words, "title")
        unwritten = len(self._pile.lines(written=False))
        self._unwritten.setVisible(unwritten > 0)
        self._unwritten.setText(
            ntr(
                "Also look at {n} line on which nothing seems to be",
                "Also look at {n} lines on which nothing seems to be",
                unwritten,
            )
        )
        self._stop.setFocus()

    # Answering --------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """What is shown is so; go to the next."""
        question = self.question
        if question is None:
            self.accept()
        elif self._covers(question):
            return  # nobody confirms what nobody saw
        elif question.kind == "box":
            self._say(self._value())
        else:
            self._say(answer_of(question.key[2], self._typed.typed()))

    def turn(self) -> None:
        """The other way round; go to the next."""
        question = self.question
        if question is not None and question.kind == "box" and not self._covers(question):
            self._turned = not self._turned
            self._say(self._value())

    def leave_open(self) -> None:
        """Nobody can tell: the field stays as it is in the session."""
        self._say(None)

    def skip_lines(self) -> None:
        """Leave this line and all that come open; they can be typed later from the paper."""
        for each in self._questions[self._place :]:
            if each.kind != "box":
                self._pile.answer(each.key, None)
        self._place = len(self._questions)
        self._show()

    def back(self) -> None:
        """To the field before; what was said of it is shown."""
        if self._place > 0:
            self._place -= 1
            self._show()

    def _say(self, answer: Answer) -> None:
        question = self.question
        if question is None:
            return
        self._pile.answer(question.key, answer)
        self._place += 1
        # A tick that excludes another one has settled that too.
        while (following := self.question) is not None and self._is_settled(following):
            self._place += 1
        self._show()

    def _is_settled(self, question: Question) -> bool:
        return question.key not in self._seen and self._pile.is_answered(question.key)

    def _add_unwritten(self) -> None:
        self._questions += self._pile.lines(written=False)
        self._show()

    # Keys -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        factor = _ZOOMS.get(Qt.Key(event.key()))
        if factor is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._crops.zoom(factor)
        elif not self._take(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the text field that are not for typing."""
        if watched is self._typed and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_new_line = watched is self._area and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() == Qt.Key.Key_Backspace and self._typed.typed():
                return False
            if is_enter(event) and is_new_line:
                return False
            if is_enter(event) or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
                return self._take(event)
        return super().eventFilter(watched, event)

    def _take(self, event: QKeyEvent) -> bool:
        keys = {
            Qt.Key.Key_Return: self.confirm,
            Qt.Key.Key_Enter: self.confirm,
            Qt.Key.Key_Space: self.turn,
            Qt.Key.Key_Escape: self.leave_open if self.question is not None else self.accept,
            Qt.Key.Key_Backspace: self.back,
            Qt.Key.Key_Left: self.back,
            Qt.Key.Key_PageUp: self.back,
        }
        action = keys.get(Qt.Key(event.key()))
        if action is None:
            return False
        if not event.isAutoRepeat():  # a key that is held down confirms nothing that was not looked at
            action()
        return True
