"""Phase 3, agreements and evaluation, on A4 landscape.

First what was agreed per intended outcome: the joint ones, then those of each organisation on a page of
its own. Then the evaluation moments, in the same order. A table has rows to write in where nothing is
filled in yet, so that a box stands where it stood on the blank form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from sms_desktop import labels
from sms_desktop.core import fields
from sms_desktop.core.forms import FieldSpec
from sms_desktop.core.insight import IntendedOutcome, joint_outcomes, own_outcomes
from sms_desktop.core.session import WHOLE, Where, at_moment, at_organisation
from sms_desktop.palette import INK
from sms_desktop.paper.sheets.filling import Sheet, as_date
from sms_desktop.paper.sheets.flow import Column, Flow, Partner, columns, partners
from sms_desktop.paper.sheets.leaf import BOX, LANDSCAPE, MARGIN, NOTE, PITCH, SMALL, Context
from sms_desktop.paper.text import fitted

_OUTCOME = 57.0
_OPTION = 17.0
_ROW = 2 * PITCH
_JOINT_ROWS = 3
_OWN_ROWS = 3
_JUDGE = 42.0
_SIGNATURES = 3


class _Row(msgspec.Struct, frozen=True):
    """An intended outcome in a table, or a line to write one on."""

    outcome: IntendedOutcome | None = None
    number: str = ""

    def field(self, part: str) -> str:
        """The field id of one of its parts."""
        return fields.agreement(self.outcome.id, part) if self.outcome else ""


def sheet(context: Context, only: tuple[str, ...] = ()) -> Sheet:
    """Agreements and evaluation of the whole group; ``only`` narrows the organisations' own pages."""
    form = context.form_set.phase3
    flow = Flow(context, form.title)
    flow.first_page(form.introduction)
    everybody = partners(context.session)
    own = [each for each in everybody if not only or each.id in only]
    if not context.session.organisations:
        own = own[:1]
    flow.section(f"{context.say(form.agreements)} – {context.say(form.joint_outcomes)}")
    _Agreements(flow, WHOLE).fill(_joint_rows(context))
    later: list[Callable[[], None]] = []
    for partner in own:
        flow.new_page()
        _own_agreements(flow, partner, later)
    for number, moment_id in enumerate(_moment_ids(context), 1):
        flow.new_page()
        _moment(flow, number, moment_id, everybody)
        flow.new_page()
        _own_evaluations(flow, number, moment_id, tuple(own), later)
    for place, lay_out in enumerate(later):
        flow.room_for(45 if place else LANDSCAPE.height)
        lay_out()
    return Sheet("", form.title, "", tuple(flow.leaves), proposal=True)


def _moment_ids(context: Context) -> list[str]:
    return [moment.id for moment in context.session.moments] or [""]


def _joint_rows(context: Context) -> list[_Row]:
    """The joint outcomes with their numbers, and room for more up to a handful."""
    rows = [_Row(each, each.id.rsplit("_", 1)[1]) for each in joint_outcomes(context.session)]
    return rows + [_Row()] * (_JOINT_ROWS - len(rows))


def _own_rows(context: Context, partner: Partner) -> list[_Row]:
    """The outcomes of one organisation, first those about which anything was agreed or said."""
    if not partner.id:
        return []
    organisation = context.session.organisation(partner.id)
    rows = [_Row(each) for each in own_outcomes(context.session, organisation)]
    return sorted(rows, key=lambda row: not _is_spoken_of(context, row))


def _own_agreements(flow: Flow, partner: Partner, later: list[Callable[[], None]]) -> None:
    """The agreements of one organisation on one page; what is too much for it comes ``later``."""
    form = flow.context.form_set.phase3
    title = f"{flow.context.say(form.agreements)} – {flow.context.say(form.own_outcomes)}"
    table = _Agreements(flow, at_organisation(partner.id), partner.name)
    flow.section(title, partner)
    more = table.fill(_own_rows(flow.context, partner))

    def go_on() -> None:
        flow.section(title, partner)
        table.head()
        for row in more:
            table.row(row)

    if more:
        later.append(go_on)


def _is_spoken_of(context: Context, row: _Row) -> bool:
    if row.outcome is None:
        return False
    start, owner = f"phase3.{row.outcome.id}.", row.outcome.organisation
    said = [context.session.organisation(owner).answers]
    said += [moment.organisations.get(owner, {}) for moment in context.session.moments]
    return any(field.startswith(start) for answers in said for field in answers)


class _Table:
    """Rows of intended outcomes: what was intended at the left, fields and boxes behind it."""

    def __init__(self, flow: Flow, where: Where, owner: str = "") -> None:
        self._flow, self._where, self._owner = flow, where, owner
        self._specs = self._parts(flow.context)
        say = flow.context.say
        options = [option for spec in self._specs for option in spec.options]
        room = LANDSCAPE.body_width - _OUTCOME - _OPTION * len(options) - 2
        written = [spec for spec in self._specs if not spec.options]
        unit = room / max(1, sum(_weight(spec) for spec in written))
        self._columns = columns(
            (say(flow.context.form_set.phase3.outcome), _OUTCOME),
            *((_heading(flow.context, spec), unit * _weight(spec)) for spec in written),
            *((say(option.label), _OPTION) for option in options),
        )
        self._written = written
        self._choices = [(spec, option.id) for spec in self._specs for option in spec.options]

    def _parts(self, context: Context) -> Sequence[FieldSpec]:
        raise NotImplementedError

    def fill(self, rows: list[_Row]) -> list[_Row]:
        """The table with these rows, and empty ones down to the end of the page.

        Returns the rows for which it has no room.
        """
        self.head()
        room = int(self._flow.left / _ROW)
        for row in [*rows, *[_Row()] * room][:room]:
            self.row(row)
        return rows[room:]

    def head(self) -> None:
        """The headings of the columns; the choice is named over its options."""
        flow = self._flow
        first = next((place for place, _ in enumerate(self._choices)), None)
        if first is not None:
            column = self._columns[1 + len(self._written)]
            label = flow.context.say(self._choices[0][0].label)
            flow.leaf.text(column.x, flow.y + 3, label, "bold", SMALL)
            flow.y += 4
        flow.table_head(self._columns)

    def _head_again(self) -> None:
        flow = self._flow
        if self._owner:
            name = fitted(self._owner, "bold", NOTE, 100)
            flow.leaf.text_right(LANDSCAPE.right, flow.y - 3, name, "bold", NOTE)
        self.head()

    def row(self, row: _Row) -> None:
        """One outcome."""
        flow = self._flow
        flow.room_for(_ROW, self._head_again)
        y = flow.y
        _outcome_cell(flow, row, self._columns[0], y, _ROW)
        rest = iter(self._columns[1:])
        for spec, column in zip(self._written, rest, strict=False):
            label = f"{_named(flow.context, row)} – {flow.context.say(spec.label)}"
            width = column.width - 3
            flow.leaf.write(row.field(spec.id), self._where, column.x, y, width, _ROW, label)
        for (spec, option), column in zip(
            self._choices, self._columns[1 + len(self._written) :], strict=True
        ):
            flow.leaf.box(row.field(spec.id), self._where, column.x + 2, y + 3, option)
        flow.row_end(_ROW)


class _Agreements(_Table):
    """What was agreed about each outcome."""

    def _parts(self, context: Context) -> Sequence[FieldSpec]:
        return context.form_set.phase3.agreement


class _Evaluations(_Table):
    """How each outcome of one organisation stands at a moment."""

    def _parts(self, context: Context) -> Sequence[FieldSpec]:
        return context.form_set.phase3.evaluation


def _weight(spec: FieldSpec) -> float:
    """The share of the width; a line holds names, of which the longest word should fit."""
    return 2.0 if spec.kind == "area" else 1.55


def _heading(context: Context, spec: FieldSpec) -> str:
    hint = f" ({context.say(spec.hint)})" if spec.hint else ""
    return context.say(spec.label) + hint


def _named(context: Context, row: _Row) -> str:
    if row.outcome is None:
        return ""
    if not row.outcome.organisation:
        return f"{context.say(context.form_set.phase3.outcome)} {row.number}"
    return f"{context.session.organisation(row.outcome.organisation).name} – {_motive(context, row.outcome)}"


def _motive(context: Context, outcome: IntendedOutcome) -> str:
    key = outcome.id
    if key.startswith("other_"):
        key = f"{key}.{outcome.organisation}"
    return labels.shortened(labels.motive_label(context.session, key, context.language))


def _outcome_cell(flow: Flow, row: _Row, column: Column, y: float, height: float) -> None:
    """The intended outcome: joint with its number, own with its motive; empty: lines to write on."""
    leaf, width = flow.leaf, column.width - 3
    if row.outcome is None:
        leaf.write("", WHOLE, column.x, y, width, min(height, _ROW), "")
        return
    name = _named(flow.context, row)
    indent = 0.0
    if row.outcome.organisation:
        motive = fitted(_motive(flow.context, row.outcome), "bold", SMALL, width)
        leaf.text(column.x, y + 4, motive, "bold", SMALL)
    else:
        leaf.text(column.x, y + 5, f"{row.number}.", "bold", NOTE)
        indent = 6.0
    top = y + (4.6 if row.outcome.organisation else 1.0)
    leaf.show(row.outcome.text, column.x + indent, top, width - indent, y + height - top - 0.4, name, SMALL)


# Evaluation moments -------------------------------------------------------------------------------


def _moment_title(context: Context, number: int, moment_id: str) -> str:
    title = f"{context.say(context.form_set.phase3.moment)} {number}"
    if not moment_id:
        return title
    date = context.session.moment(moment_id).answers.get("phase3.date", "")
    return f"{title} ({labels.shortened(as_date(str(date), context))})" if date else title


def _moment(flow: Flow, number: int, moment_id: str, everybody: tuple[Partner, ...]) -> None:
    """One moment of the whole group: joint outcomes, what was learnt, initials."""
    context, where = flow.context, at_moment(moment_id)
    form = context.form_set.phase3
    flow.section(f"{context.say(form.moment)} {number}")
    flow.head_fields(form.moment_head, where)
    flow.section(f"{context.say(form.side_by_side)} – {context.say(form.joint_outcomes)}")
    _JointEvaluations(flow, moment_id, everybody).lay_out(_joint_rows(context))
    for spec in form.moment_closing:
        if spec.kind != "tick":
            flow.area(spec.id, where, context.say(spec.label), spec.lines)
            continue
        flow.room_for(PITCH + 2)
        flow.leaf.box(spec.id, where, MARGIN, flow.y + 2)
        flow.leaf.text(MARGIN + BOX + 3, flow.y + 5.8, context.say(spec.label), "bold", NOTE)
        flow.y += PITCH + 2
    _signatures(flow, everybody)


def _own_evaluations(
    flow: Flow, number: int, moment_id: str, own: tuple[Partner, ...], later: list[Callable[[], None]]
) -> None:
    """The outcomes of single organisations at a moment, as many rows for each.

    What more of them was spoken of comes ``later``.
    """
    context = flow.context
    own_outcomes_label = context.say(context.form_set.phase3.own_outcomes)
    title = f"{_moment_title(context, number, moment_id)} – {own_outcomes_label}"
    flow.section(title)
    more: list[tuple[Partner, list[_Row]]] = []
    for partner in own:
        rows = _own_rows(context, partner)
        _own_block(flow, moment_id, partner, [*rows, *[_Row()] * _OWN_ROWS][:_OWN_ROWS])
        rest = [row for row in rows[_OWN_ROWS:] if _is_spoken_of(context, row)]
        if rest:
            more.append((partner, rest))

    def go_on() -> None:
        flow.section(title)
        for partner, rows in more:
            _own_block(flow, moment_id, partner, rows)

    if more:
        later.append(go_on)


def _own_block(flow: Flow, moment_id: str, partner: Partner, rows: list[_Row]) -> None:
    flow.room_for(13 + min(len(rows), _OWN_ROWS) * _ROW)
    flow.section("", partner)
    flow.y -= 3
    table = _Evaluations(flow, at_moment(moment_id, partner.id), partner.name)
    table.head()
    for row in rows:
        table.row(row)
    while not partner.id and flow.left >= _ROW:
        table.row(_Row())
    flow.y += 2


def _signatures(flow: Flow, everybody: tuple[Partner, ...]) -> None:
    """Room for the initials of every organisation that takes part."""
    present = [partner for partner in everybody if not partner.has_left]
    width = LANDSCAPE.body_width / _SIGNATURES
    organisation = flow.context.say(flow.context.form_set.phase1.organisation)
    flow.room_for(8 + 2 * PITCH)
    flow.section(flow.context.say(flow.context.form_set.phase3.signature))
    for first in range(0, len(present), _SIGNATURES):
        flow.room_for(2 * PITCH)
        for place, partner in enumerate(present[first : first + _SIGNATURES]):
            x = MARGIN + place * width
            flow.named(partner, x, flow.y, width - 36, organisation)
            flow.leaf.rule(x + width - 34, flow.y + PITCH - 1, x + width - 4)
        flow.y += PITCH + 3


class _JointEvaluations:
    """Joint outcomes at a moment: intended beside realised, and the judgement of each organisation."""

    def __init__(self, flow: Flow, moment_id: str, everybody: tuple[Partner, ...]) -> None:
        self._flow, self._moment, self._everybody = flow, moment_id, everybody
        context = flow.context
        evaluation = context.form_set.phase3.evaluation
        self._written = [spec for spec in evaluation if not spec.options]
        self._choices = [(spec, option.id) for spec in evaluation for option in spec.options]
        options = [context.say(option.label) for spec in evaluation for option in spec.options]
        room = LANDSCAPE.body_width - _OUTCOME - _JUDGE - _OPTION * len(options)
        unit = room / max(1, sum(_weight(spec) for spec in self._written))
        self._columns = columns(
            (context.say(context.form_set.phase3.outcome), _OUTCOME),
            *((context.say(spec.label), unit * _weight(spec)) for spec in self._written),
            (context.say(context.form_set.phase1.organisation), _JUDGE),
            *((option, _OPTION) for option in options),
        )

    def lay_out(self, rows: list[_Row]) -> None:
        """A block per outcome; many organisations run on over several blocks."""
        self._flow.table_head(self._columns)
        most = int((LANDSCAPE.bottom - self._flow.y - 60) / PITCH) + 4
        for row in rows:
            for first in range(0, len(self._everybody), most):
                self._block(row, self._everybody[first : first + most], with_text=not first)

    def _block(self, row: _Row, judges: tuple[Partner, ...], with_text: bool) -> None:
        flow = self._flow
        height = max(3 * PITCH, len(judges) * PITCH + 2)
        flow.room_for(height, lambda: flow.table_head(self._columns))
        y = flow.y
        _outcome_cell(flow, row, self._columns[0], y, height)
        if with_text:
            self._texts(row, y, height)
        name, *boxes = self._columns[1 + len(self._written) :]
        for place, partner in enumerate(judges):
            top = y + 1 + place * PITCH
            flow.named(partner, name.x, top, name.width - 3)
            for (spec, option), column in zip(self._choices, boxes, strict=True):
                where = at_moment(self._moment, partner.id)
                field = row.field(spec.id) if partner.id else ""
                flow.leaf.box(field, where, column.x + 2, top + 2, option)
        flow.row_end(height)
        flow.leaf.rule(MARGIN, flow.y, LANDSCAPE.right, 0.2, INK)

    def _texts(self, row: _Row, y: float, height: float) -> None:
        flow, where = self._flow, at_moment(self._moment)
        lines = int(height / PITCH) * PITCH
        for spec, column in zip(self._written, self._columns[1:], strict=False):
            label = f"{_named(flow.context, row)} – {flow.context.say(spec.label)}"
            flow.leaf.write(row.field(spec.id), where, column.x, y, column.width - 3, lines, label)
