"""What the pile would change, before anything does."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from sms_desktop import changes, i18n, labels
from sms_desktop.changes import Row
from sms_desktop.core.intake import Difference
from sms_desktop.gui.intake.pile import Key, Pile, Ready
from sms_desktop.gui.widgets.basics import button, resize_on_screen, scrolling_column, text_label
from sms_desktop.gui.widgets.choices import Choices
from sms_desktop.i18n import ntr, tr

MOST_DIFFERENCES = 300
"""Rows of choices; of what is beyond them the session keeps its own."""

MOST_ENVELOPES = 8
"""Organisations that are named with how much came back."""


MOST_NUMBERS = 5
"""Sheets of which the number changes, that are named."""


class SummaryDialog(QDialog):
    """Counts, what stays open, and for each difference whether paper or session counts.

    ``by_hand`` is how many pages still wait to be typed in, ``parts`` how many versions of the session to be
    put together. ``covered``: of phase 1 only how much there is, until the facilitator asks for it.
    """

    def __init__(
        self,
        pile: Pile,
        by_hand: int,
        parent: QWidget | None = None,
        covered: bool = False,
        parts: int = 0,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("incoming.summary_dialog")
        self.setWindowTitle(tr("Into the session"))
        self._pile = pile
        self._ready = pile.ready()
        self._keys: list[Key] = []
        layout = scrolling_column(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for number, sentence in enumerate(self._sentences(by_hand, parts)):
            label = text_label(sentence, "" if number else "title")
            label.setObjectName(f"summary.sentence_{number}")
            layout.addWidget(label)
        self._choices = self._make_choices(layout, covered)
        if self._choices is None:
            layout.addStretch(1)
        layout.addLayout(self._foot())
        resize_on_screen(self, 100, 520 if self._choices is not None else 280)

    @property
    def sheets(self) -> int:
        """How many sheets and organisations get something."""
        return sum(each.standing in ("new", "further") or bool(each.differences) for each in self._ready)

    def choices(self) -> list[tuple[Key, bool]]:
        """For each difference whether what came in counts."""
        taken = self._choices.takes_theirs() if self._choices is not None else []
        return list(zip(self._keys, taken, strict=True))

    def _sentences(self, by_hand: int, parts: int) -> list[str]:
        counts = Counter(each.standing for each in self._ready)
        whole = sum(counts.values()) - counts["blank"]
        kinds = [
            ntr("{n} is new", "{n} are new", counts["new"]),
            ntr("{n} is filled in further", "{n} are filled in further", counts["further"]),
            ntr("{n} is here already, the same", "{n} are here already, the same", counts["same"]),
        ]
        kept = [words for words, kind in zip(kinds, ("new", "further", "same"), strict=True) if counts[kind]]
        lines = [ntr("{n} sheet was read.", "{n} sheets were read.", whole)]
        if kept:
            lines.append(", ".join(kept) + ".")
        if envelopes := self._envelopes():
            lines.append(envelopes)
        left_open = sum(each.left_open for each in self._ready if each.standing != "blank")
        differences = sum(len(each.differences) for each in self._ready)
        numbered = self._pile.renumbered()
        for count, words in (
            (
                len(numbered),
                ntr(
                    "{n} sheet has a number that is here already, and comes in as a new one. "
                    "See that it was not typed in before.",
                    "{n} sheets have numbers that are here already, and come in as new ones. "
                    "See that they were not typed in before.",
                    len(numbered),
                )
                + f" ({_which(numbered)})",
            ),
            (differences, ntr("{n} field is different here.", "{n} fields are different here.", differences)),
            (left_open, ntr("{n} field stays open.", "{n} fields stay open.", left_open)),
            (
                counts["blank"],
                ntr("{n} empty form is skipped.", "{n} empty forms are skipped.", counts["blank"]),
            ),
            (
                incomplete := self._pile.incomplete(),
                ntr(
                    "{n} form did not come back whole; the list says what is missing.",
                    "{n} forms did not come back whole; the list says what is missing.",
                    incomplete,
                ),
            ),
            (
                by_hand,
                ntr(
                    "{n} page is not typed in yet and does not come along.",
                    "{n} pages are not typed in yet and do not come along.",
                    by_hand,
                ),
            ),
            (
                parts,
                ntr(
                    "{n} part of the session is not put together yet; it stays as it is.",
                    "{n} parts of the session are not put together yet; they stay as they are.",
                    parts,
                ),
            ),
        ):
            if count:
                lines.append(words)
        return lines

    def _envelopes(self) -> str:
        """How much came back of phase 1: *Fase 1 Voorbereiding: Zorggroep (7 antwoorden)*."""
        language = i18n.current()
        counts = [
            f"{self._pile.whose(each.gathered.form, each.gathered.sheet, language)} "
            + ntr("({n} answer)", "({n} answers)", each.answered)
            for each in self._ready
            if each.gathered.form != "quick-scan" and each.standing != "blank"
        ]
        shown = ", ".join(counts[:MOST_ENVELOPES])
        if len(counts) > MOST_ENVELOPES:
            shown = tr("{names} and {n} more").format(names=shown, n=len(counts) - MOST_ENVELOPES)
        tab = self._pile.session.form_set.phase1.tab.in_language(language.code)
        return f"{tab}: {shown}." if counts else ""

    def _make_choices(self, layout: QVBoxLayout, covered: bool) -> Choices | None:
        rows: list[Row] = []
        for ready in self._ready:
            for each in ready.differences:
                if len(rows) < MOST_DIFFERENCES:
                    rows.append(self._row(ready, each))
                    self._keys.append((ready.gathered.form, ready.gathered.sheet, each.field))
        if not rows:
            return None
        layout.addWidget(text_label(tr("What counts where they differ?"), "heading"))
        made = Choices(rows, tr("On the paper or form"), tr("Everything from the paper"))
        if covered and any(form != "quick-scan" for form, _, _ in self._keys):
            hidden = [self._covered(*each) for each in zip(self._keys, rows, strict=True)]
            layout.addWidget(made.covered_by(hidden))
        layout.addWidget(made, 1)
        return made

    def _covered(self, key: Key, row: Row) -> Row:
        """The row while phase 1 is covered: whose it is, and not what."""
        form, sheet, _ = key
        if form == "quick-scan":
            return row
        phase1 = self._pile.session.form_set.phase1.tab.in_language(i18n.current().code)
        whose = self._pile.whose(form, sheet, i18n.current())
        return f"{whose}: {phase1}", tr("covered"), tr("covered")

    def _row(self, ready: Ready, difference: Difference) -> Row:
        session, language = self._pile.session, i18n.current()
        whose = self._pile.whose(ready.gathered.form, ready.gathered.sheet, language)
        field = labels.field_label(session, difference.field, language)
        here, came = (changes.value_in_words(session, each) for each in (difference.here, difference.came))
        return f"{whose}: {field}", here, came

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        put = button(tr("Put into the session"), self.accept, primary=True, name="summary.put")
        put.setEnabled(self.sheets > 0)
        put.setDefault(True)
        foot.addWidget(put)
        foot.addWidget(button(tr("Back to the list"), self.reject))
        return foot


def _which(numbered: list[tuple[int, int]]) -> str:
    """*blad 1 wordt 13, blad 2 wordt 14*: what the numbers on paper become."""
    named = [
        tr("sheet {number} becomes {other}").format(number=n, other=m) for n, m in numbered[:MOST_NUMBERS]
    ]
    shown = ", ".join(named)
    more = len(numbered) - MOST_NUMBERS
    return tr("{names} and {n} more").format(names=shown, n=more) if more > 0 else shown
