"""Phases 1 and 2 in the report: the matrix with its patterns, what organisations intend, what is joint."""

from __future__ import annotations

from collections.abc import Sequence

from sms_desktop import labels
from sms_desktop.core import fields
from sms_desktop.core.forms import SIDES
from sms_desktop.core.insight import (
    Answer,
    MotiveRow,
    Pattern,
    RowKind,
    by_side,
    joint_outcomes,
)
from sms_desktop.core.insight import matrix as motive_rows
from sms_desktop.core.session import WHOLE, Organisation, at_organisation, text_at, ticked_at
from sms_desktop.i18n import Language
from sms_desktop.paper.blocks import Block, Cell, Column, Heading, Paragraph, Table, cells
from sms_desktop.paper.sheets.leaf import Context

_AT_A_TIME = 7
_MOTIVE, _PATTERN, _EACH = 46.0, 57.0, 83.0


def matrix(context: Context) -> list[Block]:
    """Motives side by side, the rule of the pattern, intended outcomes, and what the dialogue found."""
    _, session, form = context.language, context.session, context.form_set.phase2
    blocks: list[Block] = [Heading(context.say(form.matrix), new_page=True)]
    everybody = by_side(session)
    if not everybody:
        return [*blocks, Paragraph(_("There are no organisations yet."))]
    rows = motive_rows(session)
    blocks.append(Paragraph(_legend(context, everybody), is_note=True))
    for first in range(0, len(everybody), _AT_A_TIME):
        group = everybody[first : first + _AT_A_TIME]
        blocks.append(_matrix(context, rows, group, first + 1))
    blocks += pattern_rule(context)
    blocks += _intended(context, rows, everybody)
    return [*blocks, *_agreed(context, rows), *_closing(context, everybody)]


def _legend(context: Context, everybody: tuple[Organisation, ...]) -> str:
    _, told = context.language, []
    for number, each in enumerate(everybody, 1):
        name = organisation_name(each, _)
        told.append(f"{number} {name}")
    return " · ".join(told)


def organisation_name(organisation: Organisation, language: Language) -> str:
    """The name of an organisation, marked when it has left."""
    name = labels.organisation_name(organisation, language)
    if organisation.has_left:
        return language("{name} (no longer takes part)").format(name=name)
    return name


def _matrix(
    context: Context, rows: tuple[MotiveRow, ...], group: tuple[Organisation, ...], first: int
) -> Table:
    """What each organisation says, by its number, and the pattern with the counts it follows from."""
    form_set = context.form_set
    numbers = tuple(Column(str(first + place), _EACH / len(group)) for place in range(len(group)))
    columns = (
        Column(context.say(form_set.phase1.applies), _MOTIVE),
        *numbers,
        Column(context.say(form_set.phase2.pattern), _PATTERN),
    )
    sides = [(len([each for each in group if each.side == side]), form_set.side(side)) for side in SIDES]
    groups = ((1, ""), *((count, context.say(side.label)) for count, side in sides if count), (1, ""))
    body = tuple(
        (motive_cell(context, row), *(_said(context, row, each) for each in group), _pattern(context, row))
        for row in rows
    )
    return Table(columns, body, groups)


def motive_cell(context: Context, row: MotiveRow) -> Cell:
    """The motive of a row, with the bar of its cluster; whose it is, for a free row."""
    _, session = context.language, context.session
    text = labels.motive_label(session, row.key, _)
    cluster = context.form_set.cluster(row.cluster)
    if row.organisation:
        text += f" ({organisation_name(session.organisation(row.organisation), _)})"
    elif row.kind is RowKind.CAME_UP:
        text += f" ({context.say(context.form_set.phase2.came_up).lower()})"
    return Cell(text, "bold", cluster.id if cluster else "", cluster.letter if cluster else "")


def _said(context: Context, row: MotiveRow, organisation: Organisation) -> Cell:
    form = context.form_set.phase1
    cell = row.cells.get(organisation.id)
    match cell.answer if cell else Answer.NOT_ASKED:
        case Answer.YES:
            return Cell(context.say(form.yes), "answer")
        case Answer.NO:
            return Cell(context.say(form.no), "answer")
        case Answer.OPEN:
            return Cell(context.language("open"))
    return Cell("–")


def _pattern(context: Context, row: MotiveRow) -> Cell:
    """The pattern in words, and the counts of both sides."""
    _ = context.language
    lines = [f"{labels.PATTERN_SIGNS[row.pattern]} {_(labels.PATTERN_WORDS[row.pattern])}"]
    if row.provisional:
        lines[0] += f" ({_('provisional')})"
    if row.partners:
        named = ", ".join(labels.motive_label(context.session, each, _) for each in row.partners)
        lines.append(_("with: {motives}").format(motives=named))
    if row.pattern is Pattern.OTHER_SIDE_UNKNOWN and row.reason:
        lines.append(_(labels.REASON_WORDS[row.reason]))
    for side in SIDES:
        count = row.sides[side]
        text = _("{side}: {yes} yes, {no} no, {open} open")
        short = context.say(context.form_set.side(side).short)
        lines.append(text.format(side=short, yes=count.yes, no=count.no, open=count.open))
    return Cell("\n".join(lines))


def pattern_rule(context: Context) -> list[Block]:
    """How the pattern follows from Ja and Nee."""
    _ = context.language
    title = f"{context.say(context.form_set.phase2.pattern)} – {_('how it is worked out')}"
    rows = tuple(
        (
            Cell(f"{labels.PATTERN_SIGNS[each]}  {_(labels.PATTERN_WORDS[each])}", "bold"),
            Cell(_(labels.PATTERN_RULES[each])),
        )
        for each in Pattern
    )
    return [Heading(title, 2), Table((Column("", 1.0), Column("", 2.6)), rows)]


def _intended(
    context: Context, rows: tuple[MotiveRow, ...], everybody: tuple[Organisation, ...]
) -> list[Block]:
    """Per motive what each organisation intends with it."""
    body = [
        (motive_cell(context, row), Cell(organisation_name(each, context.language)), Cell(outcome, "answer"))
        for row in rows
        for each in everybody
        if each.id in row.cells and (outcome := row.cells[each.id].outcome)
    ]
    if not body:
        return []
    form = context.form_set
    columns = (
        Column(context.say(form.phase1.applies), 1.2),
        Column(context.say(form.phase1.organisation), 1.0),
        Column(context.say(form.phase1.outcome), 2.4),
    )
    title = context.language("Intended outcomes per motive")
    return [Heading(title, 2), Table(columns, tuple(_without_repeats(body)))]


def _without_repeats(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The first cell only where it changes."""
    shown: list[tuple[Cell, ...]] = []
    for place, row in enumerate(rows):
        again = place > 0 and rows[place - 1][0] == row[0]
        shown.append((Cell(""), *row[1:]) if again else row)
    return shown


def _agreed(context: Context, rows: tuple[MotiveRow, ...]) -> list[Block]:
    """The joint motives and the joint intended outcomes."""
    _, session, form = context.language, context.session, context.form_set.phase2
    blocks: list[Block] = [Heading(_("Agreed in the dialogue"), 2)]
    for spec in form.head:
        if text := text_at(session, WHOLE, spec.id):
            shown = _.shown_date(text) if spec.kind == "date" else text
            blocks.append(Paragraph(f"{context.say(spec.label)}: {shown}".replace("?:", "?")))
    count = len(blocks)
    lines = [_found(context, row) for row in rows]
    body = tuple(line for line in lines if any(cell.text for cell in line[1:]))
    if body:
        columns = (
            Column(context.say(form.joint), 1.5),
            Column(_("Agreed"), 1.0),
            Column(context.say(form.joint_outcome), 1.1),
            Column(_("Level"), 1.0),
            Column(context.say(form.note), 2.2),
        )
        blocks.append(Table(columns, body))
    outcomes = tuple(
        (Cell(each.id.rsplit("_", 1)[1], "bold"), Cell(each.text, "answer"))
        for each in joint_outcomes(session)
    )
    if outcomes:
        heading = (Column(_("No."), 1.0), Column(context.say(form.joint_outcome), 12.0))
        blocks.append(Table(heading, outcomes))
    if len(blocks) == count:
        blocks.append(Paragraph(_("Nothing agreed yet.")))
    return blocks


def _found(context: Context, row: MotiveRow) -> tuple[Cell, ...]:
    """What the dialogue found about a motive: joint or not, its outcomes and levels, what lies behind."""
    session = context.session
    joint = ticked_at(session, row.where, fields.dialogue(row.motive, "joint"))
    outcomes = [
        each.rsplit("_", 1)[1]
        for each in session.outcomes
        if ticked_at(session, row.where, fields.dialogue(row.motive, each))
    ]
    levels = [
        context.say(level.label)
        for level in context.form_set.levels
        if ticked_at(session, row.where, fields.dialogue(row.motive, f"level.{level.id}"))
    ]
    note = text_at(session, row.where, fields.dialogue(row.motive, "note"))
    said = (context.language("joint") if joint else "", ", ".join(outcomes), ", ".join(levels), note)
    return (motive_cell(context, row), *cells(*said, role="answer"))


def _closing(context: Context, everybody: tuple[Organisation, ...]) -> list[Block]:
    """The free fields of the group, and those of each organisation."""
    form, blocks = context.form_set.phase2, list[Block]()
    for spec in form.closing:
        if text := text_at(context.session, WHOLE, spec.id):
            blocks += [Heading(context.say(spec.label), 2), Paragraph(text, "answer")]
    for spec in form.per_organisation:
        rows = tuple(
            (Cell(organisation_name(each, context.language), "bold"), Cell(text, "answer"))
            for each in everybody
            if (text := text_at(context.session, at_organisation(each.id), spec.id))
        )
        if rows:
            blocks += [Heading(context.say(spec.label), 2), Table((Column("", 1.0), Column("", 2.6)), rows)]
    return blocks
