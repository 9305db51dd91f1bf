"""The cross-case table on A4 landscape: many sessions beside each other, with the list of what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sms_desktop import case_words, labels
from sms_desktop.core import cases, edits
from sms_desktop.core.cases import Case, Comparison, Group, Line
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.forms import Text as Wording
from sms_desktop.i18n import Language
from sms_desktop.paper import typeset
from sms_desktop.paper.blocks import Block, Cell, Column, Heading, Paragraph, Table, cells
from sms_desktop.paper.geometry import Document
from sms_desktop.paper.sheets import unprintable
from sms_desktop.paper.sheets.filling import Sheet, pages
from sms_desktop.paper.sheets.leaf import LANDSCAPE, Context

_AT_A_TIME = 5
"""Groups on a page beside *all*: the five sectors of the study."""

_LABEL, _EACH = 47.0, 226.0
MOST_LISTED = 500
"""Sessions, and files that are not counted, that are listed on paper. More stand in the workbook."""


def title(_: Language) -> str:
    """What the table is called."""
    return _("Sessions compared")


def document(
    comparison: Comparison,
    form_set: FormSet,
    _: Language,
    *,
    about: str = "",
    left_out: Sequence[tuple[str, str]] = (),
) -> Document:
    """The table and what is in it; ``about`` says which sessions these are, ``left_out`` names files that are
    not counted, each with the reason."""
    context = Context(edits.new_session(form_set, "comparison"), _, is_blank=True)
    named = title(_)
    leaves = typeset.leaves(_blocks(comparison, context, about, left_out), LANDSCAPE)
    sheet = Sheet("", Wording(wording={_.code: named}), "", leaves)
    finished, _more = pages(sheet, context)
    return Document(named, tuple(finished), unprintable(tuple(finished)))


def _blocks(
    comparison: Comparison, context: Context, about: str, left_out: Sequence[tuple[str, str]]
) -> Iterator[Block]:
    _ = context.language
    yield Heading(title(_))
    count = _.plural("{n} session", "{n} sessions", len(comparison.cases))
    yield Paragraph(about or count)
    yield Paragraph(_(case_words.READING), is_note=True)
    for number, (groups, heads) in enumerate(_parts(comparison, context)):
        if number:
            yield Heading(f"{title(_)} ({number + 1})", new_page=True)
        yield _table(comparison, context, groups, heads)
    yield from _sessions(comparison.cases, context)
    if left_out:
        yield Heading(_("Not counted"), 2)
        table = (cells(*each) for each in left_out[:MOST_LISTED])
        yield Table((Column(_("File"), 1.0), Column(_("Why"), 2.0)), tuple(table))
        yield from _more_than_listed(len(left_out), _)


def _parts(comparison: Comparison, context: Context) -> Iterator[tuple[Sequence[Group], Sequence[str]]]:
    """What stands beside each other on one page: some sectors, or the kinds of partnership, each with all."""
    *heads, everything = case_words.heads(comparison, context.form_set, context.language)
    first_kind = len(comparison.sectors)
    for groups, names in (
        (comparison.sectors, heads[:first_kind]),
        (comparison.partnerships, heads[first_kind:]),
    ):
        for first in range(0, len(groups), _AT_A_TIME):
            part = slice(first, first + _AT_A_TIME)
            yield (*groups[part], comparison.everything), (*names[part], everything)


def _table(comparison: Comparison, context: Context, groups: Sequence[Group], heads: Sequence[str]) -> Table:
    """Per group education left and practice right."""
    _, form_set = context.language, context.form_set
    width = _EACH / len(groups) / len(SIDES)
    shorts = [context.say(form_set.side(side).short) for side in SIDES]
    columns = (Column("", _LABEL), *(Column(short, width) for _group in groups for short in shorts))
    body = [
        _row(Cell(_("sessions"), "bold"), ((_.number(group.cases), "") for group in groups)),
        _row(Cell(_("quick scan sheets"), "bold"), ((_.number(group.sheets), "") for group in groups)),
        _row(
            Cell(_("partners"), "bold"),
            ([_.number(group.partners[side]) for side in SIDES] for group in groups),
        ),
    ]
    for line in cases.lines(comparison, form_set):
        said = ([case_words.cell(line.named(group, side), _) for side in SIDES] for group in groups)
        body.append(_row(_line_cell(line, context), said))
    return Table(columns, tuple(body), ((1, ""), *((len(SIDES), head) for head in heads)))


def _row(label: Cell, numbers: Iterable[Sequence[str]]) -> tuple[Cell, ...]:
    return (label, *(Cell(text.replace(" · ", "\n")) for pair in numbers for text in pair))


def _line_cell(line: Line, context: Context) -> Cell:
    form_set = context.form_set
    label = case_words.line_label(line, form_set, context.language)
    cluster = form_set.cluster(line.cluster)
    if line.motive or cluster is None:
        return Cell(label)
    return Cell(label, "bold", cluster.id, cluster.letter)


def _sessions(found: Sequence[Case], context: Context) -> Iterator[Block]:
    _, form_set = context.language, context.form_set
    if not found:
        return
    yield Heading(_("The sessions in it"), 2, new_page=True)
    columns = (
        Column(_("Learning environment"), 3.0),
        Column(_("Sector"), 1.4),
        Column(_("Kind of partnership"), 1.6),
        *(Column(labels.side_label(form_set, side, _), 1.4) for side in SIDES),
        Column(_("File"), 2.4),
    )
    table = (cells(*case_words.case_line(case, form_set, _)) for case in found[:MOST_LISTED])
    yield Table(columns, tuple(table))
    yield from _more_than_listed(len(found), _)


def _more_than_listed(count: int, _: Language) -> Iterator[Block]:
    if count > MOST_LISTED:
        more = _("And {n} more. They stand in the workbook (.xlsx).")
        yield Paragraph(more.format(n=_.number(count - MOST_LISTED)), is_note=True)
