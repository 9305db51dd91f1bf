"""Phase 2, the dialogue: the matrix of all organisations, and what was agreed, on A4 landscape."""

from __future__ import annotations

import math
from itertools import zip_longest

import msgspec

from sms_desktop import labels
from sms_desktop.core import fields
from sms_desktop.core.forms import SIDES, FieldSpec, Motive
from sms_desktop.core.insight import Answer, MotiveRow, Pattern, RowKind, matrix
from sms_desktop.core.session import WHOLE, Where, at_organisation
from sms_desktop.palette import INK, NOTE_INK, RULE
from sms_desktop.paper import fonts
from sms_desktop.paper.geometry import Line
from sms_desktop.paper.sheets.filling import Sheet
from sms_desktop.paper.sheets.flow import Column, Flow, Partner, columns, partners
from sms_desktop.paper.sheets.leaf import (
    BODY,
    BOX,
    LANDSCAPE,
    MARGIN,
    NOTE,
    PITCH,
    SMALL,
    SUBHEADING,
    Context,
)

_MOTIVE, _PATTERN = 46.0, 48.0
_AT_A_TIME = 5
_CELLS = 29.0
_AGREED = 18.0
_LEVEL = 20.0
_TIES = 6
_GUTTER = 10.0
_HALF = (LANDSCAPE.body_width - _GUTTER) / 2
_PAGE = 140.0
_SPARE_OUTCOMES = 4
_SPARE_MOTIVES = 2


class _Row(msgspec.Struct, frozen=True):
    """A motive in both tables; without ``found`` a line to write one in."""

    motive: Motive | None = None
    found: MotiveRow | None = None

    @property
    def field(self) -> str:
        """What stands for it in field ids."""
        return self.found.motive if self.found else ""

    @property
    def where(self) -> Where:
        """Where its phase 2 answers are kept."""
        return self.found.where if self.found else WHOLE


def sheet(context: Context) -> Sheet:
    """The dialogue of the whole group."""
    form = context.form_set.phase2
    flow = Flow(context, form.title)
    flow.first_page(form.introduction)
    flow.head_fields(form.head, WHOLE)
    _rule(flow)
    rows, more = _rows(context)
    everybody = partners(context.session)
    _matrices(flow, rows, everybody)
    flow.new_page()
    _Agreed(flow, rows).lay_out()
    _outcomes(flow)
    for spec in form.closing:
        flow.area(spec.id, WHOLE, context.say(spec.label), spec.lines)
    _questions(flow, everybody)
    if more:
        flow.new_page()
        _matrices(flow, more, everybody)
        flow.new_page()
        _Agreed(flow, more).lay_out()
    return Sheet("", form.title, "", tuple(flow.leaves), proposal=True)


def _rows(context: Context) -> tuple[list[_Row], list[_Row]]:
    """The rows of the form, and those that only answers bring.

    As many of the latter as the form has empty rows stand in these; the others follow at the end, so
    that the form stays as it was.
    """
    rows = [_Row(context.form_set.motive(row.motive), row) for row in matrix(context.session)]
    of_form = [row for row in rows if row.found and row.found.kind in (RowKind.LISTED, RowKind.CAME_UP)]
    brought = [row for row in rows if row not in of_form]
    spare = [_Row()] * (_SPARE_MOTIVES - len(brought))
    return [*of_form, *brought[:_SPARE_MOTIVES], *spare], brought[_SPARE_MOTIVES:]


def _matrices(flow: Flow, rows: list[_Row], everybody: tuple[Partner, ...]) -> None:
    """The matrix, for as many organisations at a time as there is room for."""
    for number, group in enumerate(_groups(everybody)):
        if number:
            flow.new_page()
        _Matrix(flow, rows, group).lay_out()


def _groups(everybody: tuple[Partner, ...]) -> list[tuple[Partner, ...]]:
    """As many organisations at a time as can be read side by side, evenly spread."""
    count = math.ceil(len(everybody) / _AT_A_TIME)
    size = math.ceil(len(everybody) / count)
    return [everybody[first : first + size] for first in range(0, len(everybody), size)]


def _rule(flow: Flow) -> None:
    """How the pattern follows from Ja and Nee, in two columns."""
    _ = flow.context.language
    title, how = flow.context.say(flow.context.form_set.phase2.pattern), _("how it is worked out")
    flow.section(f"{title} – {how}")
    half = LANDSCAPE.body_width * 0.41
    patterns = list(Pattern)
    per_column = math.ceil(len(patterns) / 2)
    words = {pattern: _(labels.PATTERN_WORDS[pattern]) for pattern in patterns}
    widest = max(fonts.width(word, "bold", SMALL) for word in words.values())
    for place, (pattern, word) in enumerate(words.items()):
        x = MARGIN + half * (place // per_column)
        y = flow.y + 4.2 * (place % per_column) + 2
        flow.leaf.text(x, y, labels.PATTERN_SIGNS[pattern], "bold", SMALL)
        flow.leaf.text(x + 5, y, word, "bold", SMALL)
        flow.leaf.text(x + 5 + widest + 4, y, _(labels.PATTERN_RULES[pattern]), "regular", SMALL)
    flow.y += 4.2 * per_column + 2


class _Matrix:
    """Motives down, organisations across: what each said in phase 1, and the pattern."""

    def __init__(self, flow: Flow, rows: list[_Row], group: tuple[Partner, ...]) -> None:
        self._flow, self._context, self._rows, self._group = flow, flow.context, rows, group
        self._width = (LANDSCAPE.body_width - _MOTIVE - _PATTERN) / len(group)

    def lay_out(self) -> None:
        """All rows."""
        title = self._context.say(self._context.form_set.phase2.matrix)
        self._say_what_goes_in(MARGIN + fonts.width(title, "bold", SUBHEADING) + 6)
        self._flow.section(title)
        self._head()
        for row in self._rows:
            self._row(row)

    def _say_what_goes_in(self, x: float) -> None:
        """Behind the title: what is filled in for each organisation."""
        form, say = self._context.form_set.phase1, self._context.say
        text = self._context.language("{yes} or {no}, and under it: {outcome}").format(
            yes=say(form.yes), no=say(form.no), outcome=say(form.outcome)
        )
        self._flow.leaf.text(x, self._flow.y + 5.4, text, "regular", NOTE, NOTE_INK)

    def _column(self, place: int) -> float:
        return MARGIN + _MOTIVE + place * self._width

    def _head(self) -> None:
        flow, say = self._flow, self._context.say
        leaf, y = flow.leaf, flow.y
        for side in SIDES:
            places = [place for place, partner in enumerate(self._group) if partner.side == side]
            if places:
                x = self._column(places[0])
                leaf.text(x + 1, y + 4, say(self._context.form_set.side(side).label), "bold", NOTE)
                leaf.rule(x, y + 5.4, self._column(places[-1] + 1) - 2, 0.3, INK)
        for place, partner in enumerate(self._group):
            flow.named(partner, self._column(place) + 1, y + 6, self._width - 3)
        leaf.text(MARGIN, y + 13, say(self._context.form_set.phase1.applies), "bold", SMALL)
        pattern = say(self._context.form_set.phase2.pattern)
        leaf.text(LANDSCAPE.right - _PATTERN + 2, y + 13, pattern, "bold", SMALL)
        flow.y += 15.5
        leaf.rule(MARGIN, flow.y, LANDSCAPE.right, 0.5, INK)

    def _row(self, row: _Row) -> None:
        flow = self._flow
        flow.room_for(_CELLS, self._head)
        top = flow.y
        _motive_cell(flow, row, MARGIN, top, _MOTIVE, _CELLS)
        for place, partner in enumerate(self._group):
            self._cell(row, partner, self._column(place), top)
        if row.found and not (row.found.pattern is Pattern.NOT_DISCUSSED and self._is_empty):
            self._pattern(row.found, top)
        for x in (*(self._column(place) for place in range(len(self._group))), LANDSCAPE.right - _PATTERN):
            flow.leaf.items.append(Line(x, top + 1.5, x, top + _CELLS - 1.5, 0.15, RULE))
        flow.row_end(_CELLS)

    @property
    def _is_empty(self) -> bool:
        return self._context.is_blank or not self._context.session.organisations

    def _cell(self, row: _Row, partner: Partner, x: float, y: float) -> None:
        """Ja, Nee and the intended outcome of one organisation, carried over from phase 1."""
        flow = self._flow
        said = row.found.cells.get(partner.id) if row.found else None
        if not self._is_asked(row, partner):
            if said is None or said.answer is Answer.NOT_ASKED:
                flow.leaf.text(x + 3, y + 5.4, "–", "regular", NOTE, NOTE_INK)
                return
            self._in_words(said.answer, x, y)
        else:
            self._boxes(said.answer if said else None, x, y)
        if row.found and said and said.outcome:
            named = labels.motive_label(self._context.session, row.found.key, self._context.language)
            label = f"{partner.name} – {labels.shortened(named)}"
            flow.leaf.show(said.outcome, x + 2, y + 7.8, self._width - 4, _CELLS - 8.6, label, SMALL)

    def _is_asked(self, row: _Row, partner: Partner) -> bool:
        """Whether this organisation's form has the row. Never depends on an answer."""
        if row.motive is not None:
            return row.motive.text(partner.side) is not None
        if row.found is None or row.found.kind is RowKind.CAME_UP:
            return True
        return row.found.organisation == partner.id

    def _boxes(self, answer: Answer | None, x: float, y: float) -> None:
        form, flow = self._context.form_set.phase1, self._flow
        half = self._width / 2
        for word, means, start in ((form.yes, Answer.YES, x + 2), (form.no, Answer.NO, x + half + 1)):
            flow.leaf.box("", WHOLE, start, y + 1.8, ticked=answer is means)
            flow.box_label(start, y + 1.8, self._context.say(word), half - BOX - 4)

    def _in_words(self, answer: Answer, x: float, y: float) -> None:
        form = self._context.form_set.phase1
        words = {Answer.YES: form.yes, Answer.NO: form.no}
        if answer in words:
            self._flow.leaf.text(x + 2, y + 5.4, self._context.say(words[answer]), "answer", NOTE)

    def _pattern(self, row: MotiveRow, y: float) -> None:
        """The pattern by the rule, with the counts that it follows from."""
        _, leaf = self._context.language, self._flow.leaf
        x, width = LANDSCAPE.right - _PATTERN + 2, _PATTERN - 2
        leaf.text(x, y + 5, labels.PATTERN_SIGNS[row.pattern], "bold", NOTE)
        leaf.text(x + 5, y + 5, _(labels.PATTERN_WORDS[row.pattern]), "bold", NOTE)
        y += 6.2
        for line in self._pattern_lines(row):
            y = leaf.block(x, y, width, line, size=SMALL)

    def _pattern_lines(self, row: MotiveRow) -> list[str]:
        _, session = self._context.language, self._context.session
        lines = [_("provisional")] if row.provisional else []
        if row.partners:
            named = ", ".join(labels.motive_label(session, each, _) for each in row.partners)
            lines.append(_("with: {motives}").format(motives=named))
        if row.pattern is Pattern.OTHER_SIDE_UNKNOWN and row.reason:
            lines.append(_(labels.REASON_WORDS[row.reason]))
        for side in SIDES:
            count = row.sides[side]
            short = self._context.say(self._context.form_set.side(side).short)
            text = _("{side}: {yes} yes, {no} no, {open} open")
            lines.append(text.format(side=short, yes=count.yes, no=count.no, open=count.open))
        return lines


def _motive_cell(flow: Flow, row: _Row, x: float, y: float, width: float, height: float) -> None:
    """What the row is about: a motive of the form, of one organisation, or one that came up."""
    context, leaf = flow.context, flow.leaf
    if row.motive is not None:
        cluster = context.form_set.cluster(row.motive.cluster)
        leaf.bar(row.motive.cluster, x, y + 1.4, height - 2.8)
        leaf.text(x + 3, y + 5.4, cluster.letter if cluster else "", "bold", NOTE)
        leaf.block(x + 8, y + 2, width - 10, context.say(row.motive.short), "bold", NOTE)
        return
    name = context.say(context.form_set.phase2.came_up)
    if row.found is None:
        leaf.block(x + 3, y + 1.4, width - 5, name, size=SMALL, colour=NOTE_INK)
        leaf.rule(x + 3, y + height - 1.4, x + width - 3)
        return
    text = labels.motive_label(context.session, row.found.key, context.language)
    if row.found.organisation:
        name = context.session.organisation(row.found.organisation).name
    elif row.found.kind is RowKind.FORMER:
        name = context.language("No longer on the form")
    leaf.show(text, x + 3, y + 1, width - 5, height - 10, labels.shortened(text), NOTE)
    leaf.show(name, x + 3, y + height - 8.6, width - 5, 7.8, labels.shortened(text), SMALL)


class _Agreed:
    """What came out of the dialogue, motive by motive."""

    def __init__(self, flow: Flow, rows: list[_Row]) -> None:
        self._flow, self._context, self._rows = flow, flow.context, rows
        self._outcomes = _outcome_ids(self._context)
        across = min(_TIES, len(self._outcomes))
        self._across = across
        self._height = max(_AGREED, math.ceil(len(self._outcomes) / _TIES) * PITCH + 4)
        levels = self._context.form_set.levels
        say, form = self._context.say, self._context.form_set.phase2
        ties, fixed = across * PITCH + 6, 58.0 + 24.0 + _LEVEL * len(levels)
        self._columns = columns(
            (say(self._context.form_set.phase1.applies), 58.0),
            (say(form.joint), 24.0),
            (say(form.joint_outcome), ties),
            *((say(level.label), _LEVEL) for level in levels),
            (say(form.note), LANDSCAPE.body_width - fixed - ties),
        )

    def lay_out(self) -> None:
        """All rows of the matrix again."""
        self._flow.section(self._context.language("Agreed in the dialogue"))
        self._head()
        for row in self._rows:
            self._row(row)

    def _head(self) -> None:
        flow, x = self._flow, self._columns[3].x
        question = self._context.say(self._context.form_set.phase2.level_question)
        width = LANDSCAPE.right - x
        flow.y = flow.leaf.block(x, flow.y, width, question, size=SMALL)
        flow.table_head(self._columns)

    def _row(self, row: _Row) -> None:
        flow = self._flow
        flow.room_for(self._height, self._head)
        name, joint, ties, *levels, note = self._columns
        y, top = flow.y, flow.y + 2
        self._name(row, name, y)
        leaf, field = flow.leaf, row.field
        leaf.box(fields.dialogue(field, "joint") if field else "", row.where, joint.x + 4, top)
        for place, outcome in enumerate(self._outcomes):
            x = ties.x + PITCH * (place % _TIES)
            line = top + PITCH * (place // _TIES)
            is_field = field and outcome in self._context.session.outcomes
            leaf.box(fields.dialogue(field, outcome) if is_field else "", row.where, x, line)
            leaf.text(x + BOX / 2 - 0.8, line + BOX + 3.4, outcome.rsplit("_", 1)[1], "regular", SMALL)
        for column, level in zip(levels, self._context.form_set.levels, strict=True):
            part = fields.dialogue(field, f"level.{level.id}") if field else ""
            leaf.box(part, row.where, column.x + 4, top)
        self._note(row, note, y)
        flow.row_end(self._height)

    def _name(self, row: _Row, column: Column, y: float) -> None:
        """What the row is about; a motive that came up is written here."""
        if row.found is not None and row.found.kind is RowKind.CAME_UP:
            label = self._context.say(self._context.form_set.phase2.came_up)
            field = fields.dialogue(row.field, "text")
            self._flow.leaf.write(field, WHOLE, column.x + 3, y, column.width - 6, _AGREED - 1, label)
        else:
            _motive_cell(self._flow, row, column.x, y, column.width, self._height)

    def _note(self, row: _Row, column: Column, y: float) -> None:
        label = self._context.say(self._context.form_set.phase2.note)
        field = fields.dialogue(row.field, "note") if row.found else ""
        if row.found:
            named = labels.motive_label(self._context.session, row.found.key, self._context.language)
            label = f"{labels.shortened(named)} – {label}"
        self._flow.leaf.write(field, row.where, column.x, y, column.width, _AGREED, label)


def _outcome_ids(context: Context) -> tuple[str, ...]:
    """The joint outcomes of the session, and room for more up to a handful."""
    ids = list(context.session.outcomes)
    last = max((int(each.rsplit("_", 1)[1]) for each in ids), default=0)
    while len(ids) < _SPARE_OUTCOMES:
        last += 1
        ids.append(f"outcome_{last}")
    return tuple(ids)


def _outcomes(flow: Flow) -> None:
    """The joint intended outcomes, with the numbers that the boxes have."""
    context = flow.context
    label = context.say(context.form_set.phase2.joint_outcome)
    flow.y += 2
    flow.room_for(8 + 2 * PITCH)
    flow.section(label)
    for outcome in _outcome_ids(context):
        number = outcome.rsplit("_", 1)[1]
        flow.room_for(2 * PITCH + 2)
        flow.leaf.text(MARGIN, flow.y + PITCH - 1.4, f"{number}.", "bold", BODY)
        field = fields.outcome_text(outcome) if outcome in context.session.outcomes else ""
        width = LANDSCAPE.body_width - 10
        flow.leaf.write(field, WHOLE, MARGIN + 10, flow.y, width, 2 * PITCH, f"{label} {number}")
        flow.y += 2 * PITCH + 2


def _questions(flow: Flow, everybody: tuple[Partner, ...]) -> None:
    """Open questions that each organisation takes home: education left, practice right."""
    context = flow.context
    halves = [[each for each in everybody if each.side == side] for side in SIDES]
    for spec in context.form_set.phase2.per_organisation:
        height = spec.lines * PITCH + 9.5
        flow.room_for(min(8 + height * max(map(len, halves)), _PAGE))
        flow.section(context.say(spec.label))
        for pair in zip_longest(*halves):
            flow.room_for(height)
            for partner, x in zip(pair, (MARGIN, MARGIN + _HALF + _GUTTER), strict=True):
                if partner:
                    _question(flow, spec, partner, x)
            flow.y += height


def _question(flow: Flow, spec: FieldSpec, partner: Partner, x: float) -> None:
    form_set, say = flow.context.form_set, flow.context.say
    whose = f"{say(form_set.phase1.organisation)} ({say(form_set.side(partner.side).short)})"
    flow.named(partner, x, flow.y, _HALF, whose)
    label = f"{labels.shortened(partner.name)} – {flow.context.say(spec.label)}"
    field, where = spec.id if partner.id else "", at_organisation(partner.id)
    flow.leaf.write(field, where, x, flow.y + PITCH, _HALF, spec.lines * PITCH, label)
