"""The motives of all organisations side by side, as a model: what every cell says.

Education stands left, practice right. What a row says comes from :mod:`sms_desktop.core.insight`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sms_desktop import i18n, labels
from sms_desktop.core import fields
from sms_desktop.core.forms import SIDES
from sms_desktop.core.insight import Answer, Cell, Change, MotiveRow, Pattern
from sms_desktop.core.session import Organisation, Session, at_organisation, text_at, ticked_at
from sms_desktop.gui.widgets.basics import in_rich_text
from sms_desktop.gui.widgets.matrix_order import Link, links
from sms_desktop.i18n import tr

Index = QModelIndex | QPersistentModelIndex
Changes = Mapping[tuple[str, str], Change]

SHOWN_ROLE = Qt.ItemDataRole.UserRole
KEY_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Column:
    """A column: its heading, the heading that it shares with its neighbours, and whose it is."""

    title: str
    group: str = ""
    organisation: str = ""
    note: str = ""
    begins_side: bool = False


@dataclass(frozen=True)
class Shown:
    """What stands in one cell: a sign, a text, something quieter after it or below it, lines at the right."""

    text: str = ""
    aside: str = ""
    below: str = ""
    sign: str = ""
    answer: Answer | None = None
    outcome: bool = False
    cluster: str = ""
    letter: str = ""
    muted: bool = False
    strong: bool = False
    links: tuple[Link, ...] = ()


def answer_word(session: Session, answer: Answer) -> str:
    """*Ja*, *Nee*, *open*, or a dash where the motive is not on the organisation's list."""
    code = i18n.current().code
    match answer:
        case Answer.YES:
            return session.form_set.phase1.yes.in_language(code)
        case Answer.NO:
            return session.form_set.phase1.no.in_language(code)
        case Answer.OPEN:
            return tr("open")
        case Answer.NOT_ASKED:
            return "–"


def name_and_state(organisation: Organisation) -> str:
    """The name, and in words that the organisation has left."""
    name = labels.organisation_name(organisation, i18n.current())
    return f"{name} ({tr('has left')})" if organisation.has_left else name


def change_text(session: Session, change: Change, cell: Cell) -> str:
    """What an organisation said at the reveal, as far as it says something else now."""
    parts = []
    if change.answer is not cell.answer:
        parts.append(tr("at the reveal: {answer}").format(answer=answer_word(session, change.answer)))
    if change.outcome != cell.outcome:
        outcome = change.outcome or tr("empty")
        parts.append(tr("intended outcome at the reveal: {text}").format(text=outcome))
    if change.text:
        parts.append(tr("motive at the reveal: {text}").format(text=change.text))
    return "\n".join(parts)


def pattern_words(row: MotiveRow) -> str:
    """The pattern in words: *andere kant onbekend (niet ingevuld, voorlopig)*."""
    word = tr(labels.PATTERN_WORDS[row.pattern])
    details = ", ".join(each for each in (_reason(row), tr("provisional") if row.provisional else "") if each)
    return f"{word} ({details})" if details else word


def pattern_reason(session: Session, row: MotiveRow) -> str:
    """The rule behind the pattern, and the complements and open answers that made it so, in sentences."""
    said = [tr(labels.PATTERN_RULES[row.pattern])]
    if row.pattern is Pattern.COMPLEMENTARY:
        names = [labels.motive_label(session, each, i18n.current()) for each in row.partners]
        said.append(tr("Answered by: {motives}").format(motives=", ".join(names)) + ".")
    if row.provisional:
        said.append(tr("Provisional: there are open answers."))
    return " ".join(said)


def pattern_explanation(session: Session, row: MotiveRow) -> str:
    """The pattern, the rule behind it, and the counts in words."""
    counts = (counts_in_words(session, row, side) for side in (0, 1))
    return "\n".join([pattern_words(row), pattern_reason(session, row), *counts])


def counts_in_words(session: Session, row: MotiveRow, side: int) -> str:
    """*Onderwijs: 2 Ja, 1 Nee, 0 open*; ``side`` is a place in ``SIDES``."""
    count = row.sides[SIDES[side]]
    return tr("{side}: {yes} {yes_word}, {no} {no_word}, {open} open").format(
        side=labels.side_label(session.form_set, SIDES[side], i18n.current()),
        yes=count.yes,
        yes_word=answer_word(session, Answer.YES),
        no=count.no,
        no_word=answer_word(session, Answer.NO),
        open=count.open,
    )


def _reason(row: MotiveRow) -> str:
    reason = row.reason if row.pattern is Pattern.OTHER_SIDE_UNKNOWN else None
    return tr(labels.REASON_WORDS[reason]) if reason else ""


def _tip(text: str) -> str:
    """Text for a tooltip: wrapped, and never read as HTML."""
    return f"<p style='white-space:pre-wrap'>{in_rich_text(text)}</p>" if text else ""


class MatrixModel(QAbstractTableModel):
    """The rows of the matrix. Tells only of rows that say something else than before."""

    FIRST_ORGANISATION = 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[MotiveRow, ...] = ()
        self._shown: list[tuple[Shown, ...]] = []
        self._session: Session | None = None
        self._changes: Changes = {}
        self._covered = False

    @property
    def organisations(self) -> int:
        """How many columns are of an organisation; they follow the first column."""
        return sum(bool(column.organisation) for column in self.columns)

    def show_session(
        self, session: Session, rows: tuple[MotiveRow, ...], changes: Changes, covered: bool = False
    ) -> None:
        """Show these rows; the model is reset only when rows or columns come or go.

        With ``covered`` cells and patterns say that they are, and ``rows`` must be those of a sealed session.
        """
        columns = _columns(session)
        joined = links(rows)
        shown = [
            _row_shown(session, row, columns, changes, each) for row, each in zip(rows, joined, strict=True)
        ]
        if covered:
            shown = [_under_cover(row, columns) for row in shown]
        keys = [row.key for row in rows]
        reset = columns != self.columns or keys != [row.key for row in self.rows]
        if reset:
            self.beginResetModel()
        old = self._shown
        self._session, self._changes, self._covered = session, changes, covered
        self.columns, self.rows, self._shown = columns, rows, shown
        if reset:
            self.endResetModel()
            return
        last = len(columns) - 1
        for number, (before, after) in enumerate(zip(old, shown, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(number, 0), self.index(number, last))

    def row_of(self, key: str) -> int:
        """The number of the row with this key, -1 if there is none."""
        return next((number for number, row in enumerate(self.rows) if row.key == key), -1)

    def shown(self, row: int, column: int) -> Shown:
        """What stands in a cell."""
        return self._shown[row][column]

    def has_second_line(self, row: int) -> bool:
        """Whether any cell of the row has something below its text."""
        return any(each.below for each in self._shown[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == SHOWN_ROLE:
            return self._shown[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown[index.row()][index.column()].text
        if role == KEY_ROLE:
            return self.rows[index.row()].key
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(self.explanation(index.row(), index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.explanation(index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        whole = ", ".join(each for each in (column.title, column.group, column.note) if each)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(whole)
        return whole if role == Qt.ItemDataRole.AccessibleTextRole else None

    def explanation(self, row: int, column: int) -> str:
        """What is told about a cell on hover, and read aloud: texts in full, the rule, what changed."""
        if self._session is None:
            return ""
        session, motive, of = self._session, self.rows[row], self.columns[column]
        if of.organisation:
            return self._cell_explanation(session, motive, of)
        if column == 0:
            return _motive_explanation(session, motive)
        if self._covered:
            return tr("Covered until the reveal.")
        return pattern_explanation(session, motive)

    def _cell_explanation(self, session: Session, row: MotiveRow, column: Column) -> str:
        cell = row.cells.get(column.organisation)
        if cell is None:
            return tr("A motive of another organisation.")
        word = self._shown[self.row_of(row.key)][self.columns.index(column)].text
        lines = [f"{column.title}: {word}"]
        if cell.answer is Answer.NOT_ASKED:
            lines.append(tr("This motive is not on the list of this side."))
        if cell.outcome:
            label = session.form_set.phase1.outcome.in_language(i18n.current().code)
            lines.append(f"{label}: {cell.outcome}")
        for free in cell.linked:
            text = text_at(session, at_organisation(column.organisation), fields.free_text(free))
            lines.append(tr("Own motive linked to this one: {text}").format(text=text))
        change = self._changes.get((row.key, column.organisation))
        if change is not None:
            lines.append(tr("Changed") + ": " + change_text(session, change, cell))
        return "\n".join(lines)

    def _spoken(self, row: int, column: int) -> str:
        shown, of = self._shown[row][column], self.columns[column]
        outcome = tr("with an intended outcome") if shown.outcome else ""
        words = ", ".join(each for each in (shown.text, shown.aside, shown.below, outcome) if each)
        if column == 0:
            return words
        about = f"{self._shown[row][0].text}, {of.title}"
        return f"{about}: {words}" if words else about


def _motive_explanation(session: Session, row: MotiveRow) -> str:
    code = i18n.current().code
    lines = [labels.motive_label(session, row.key, i18n.current())]
    cluster = session.form_set.cluster(row.cluster)
    if cluster is not None:
        lines.append(f"{cluster.label.in_language(code)}: {cluster.explanation.in_language(code)}")
    motive = session.form_set.motive(row.motive)
    if motive is not None:
        for side in SIDES:
            text = motive.text(side)
            words = text.in_language(code) if text else tr("not on the list of this side")
            lines.append(f"{labels.side_label(session.form_set, side, i18n.current())}: {words}")
    return "\n".join(lines)


def _columns(session: Session) -> tuple[Column, ...]:
    code = i18n.current().code
    form_set = session.form_set
    made = [Column(tr("Motive"))]
    for side in SIDES:
        for number, organisation in enumerate(session.of_side(side)):
            made.append(
                Column(
                    labels.organisation_name(organisation, i18n.current()),
                    group=labels.side_label(form_set, side, i18n.current()),
                    organisation=organisation.id,
                    note=tr("has left") if organisation.has_left else "",
                    begins_side=number == 0,
                )
            )
    made.append(Column(form_set.phase2.pattern.in_language(code), begins_side=True))
    yes, no = (answer_word(session, each) for each in (Answer.YES, Answer.NO))
    counts = f"{yes} · {no} · {answer_word(session, Answer.OPEN)}"
    made += [Column(form_set.side(side).short.in_language(code), group=counts) for side in SIDES]
    return tuple(made)


def _row_shown(
    session: Session,
    row: MotiveRow,
    columns: tuple[Column, ...],
    changes: Changes,
    joined: tuple[Link, ...],
) -> tuple[Shown, ...]:
    cells = [
        _cell_shown(session, row, column, (row.key, column.organisation) in changes)
        for column in columns
        if column.organisation
    ]
    counts = [
        Shown(text=f"{count.yes} · {count.no} · {count.open}")
        for count in (row.sides[side] for side in SIDES)
    ]
    return (_motive_shown(session, row), *cells, _pattern_shown(row, joined), *counts)


def _under_cover(row: tuple[Shown, ...], columns: tuple[Column, ...]) -> tuple[Shown, ...]:
    """The cells of a row without what they say; that a motive is not on a list may be known."""
    motive, *rest = row
    covered = Shown(text=tr("covered"), muted=True)
    cells = [
        shown if shown.answer in (None, Answer.NOT_ASKED) else covered
        for shown, column in zip(rest, columns[1:], strict=True)
        if column.organisation
    ]
    return (motive, *cells, covered, *(Shown() for _ in SIDES))


def _motive_shown(session: Session, row: MotiveRow) -> Shown:
    cluster = session.form_set.cluster(row.cluster)
    joint = ticked_at(session, row.where, fields.dialogue(row.motive, "joint"))
    below = []
    if row.organisation:
        below.append(labels.organisation_name(session.organisation(row.organisation), i18n.current()))
    if joint:
        below.append(session.form_set.phase2.joint.in_language(i18n.current().code).lower())
    return Shown(
        text=labels.motive_label(session, row.key, i18n.current()),
        below=" · ".join(below),
        cluster=row.cluster,
        letter=cluster.letter if cluster else "",
        strong=joint,
    )


def _cell_shown(session: Session, row: MotiveRow, column: Column, changed: bool) -> Shown:
    cell = row.cells.get(column.organisation)
    if cell is None:
        return Shown(muted=True)
    return Shown(
        text=answer_word(session, cell.answer),
        below=tr("changed") if changed else "",
        answer=cell.answer,
        outcome=bool(cell.outcome),
        muted=bool(column.note) or cell.answer is Answer.NOT_ASKED,
    )


def _pattern_shown(row: MotiveRow, joined: tuple[Link, ...]) -> Shown:
    return Shown(
        text=tr(labels.PATTERN_WORDS[row.pattern]),
        aside=tr("provisional") if row.provisional else "",
        below=_reason(row),
        sign=labels.PATTERN_SIGNS[row.pattern],
        muted=row.pattern is Pattern.NOT_DISCUSSED,
        links=joined,
    )
