"""The quick scan in the report: the mirrored bars, and the expectation mirror."""

from __future__ import annotations

from msgspec.structs import replace

from sms_desktop import charts, labels
from sms_desktop.core import insight
from sms_desktop.core.fields import ROLES
from sms_desktop.core.forms import SIDES
from sms_desktop.paper.blocks import Block, Figure, Heading, Paragraph
from sms_desktop.paper.sheets.leaf import PORTRAIT, Context

_BARS_A_PAGE = 15
_LINES_A_PAGE = 10
_SIZE = 10.0


def overview(context: Context) -> list[Block]:
    """The counts of all sheets and of the show of hands."""
    _, session = context.language, context.session
    found = insight.overview(session)
    blocks: list[Block] = [
        Heading(_("Overview of the quick scan"), new_page=True),
        Paragraph(context.say(context.form_set.quick_scan.question)),
    ]
    if not any(half.people for half in found.halves):
        return [*blocks, Paragraph(_("Nobody has filled in a quick scan yet."))]
    picture = charts.overview_picture(context.form_set, found, _)
    for first in range(0, len(picture.bars), _BARS_A_PAGE):
        some = replace(picture, bars=picture.bars[first : first + _BARS_A_PAGE])
        blocks.append(Figure(charts.bars(some, PORTRAIT.body_width, _SIZE), some.spoken()))
    return [*blocks, *(Paragraph(text, is_note=True) for text in _counted(context, found))]


def _counted(context: Context, found: insight.Overview) -> list[str]:
    """Who is counted: the sheets by role, the hands, and what was left out."""
    _, form_set = context.language, context.form_set
    told = []
    if found.sheets:
        roles = [
            f"{labels.option_label(form_set.quick_scan.roles, role, _)} {found.roles[role]}"
            for role in ROLES
            if found.roles[role]
        ]
        roles += [f"{_('role unknown')} {found.roles['']}"] if found.roles[""] else []
        told.append(_.plural("{n} sheet, filled in by:", "{n} sheets, filled in by:", found.sheets))
        told[-1] += f" {', '.join(roles)}."
    hands = [
        _("{side} {n}").format(side=context.say(form_set.side(half.side).short), n=half.tally)
        for half in found.halves
        if half.tally
    ]
    if hands:
        told.append(_("Hands counted with them: {counts}").format(counts=", ".join(hands)) + ".")
    small = [half for half in found.halves if insight.is_small(half.people)]
    if small:
        sides = ", ".join(labels.side_label(form_set, half.side, _) for half in small)
        told.append(
            _("Fewer than {n} people, so shares say little: {sides}.").format(
                sides=sides, n=insight.smallest_group()
            )
        )
    if insight.tally_points(context.session):
        told.append(_(labels.POINT_WORDS[insight.PointKind.TALLY_TOO_HIGH]))
    return told


def mirror(context: Context) -> list[Block]:
    """What each side says of itself beside what the other side expects, largest difference first."""
    _ = context.language
    lines = insight.mirror(context.session)
    blocks: list[Block] = [Heading(_("Expectation mirror"), new_page=True)]
    if all(line.gap is None for line in lines):
        words = _("There is nothing to compare yet: sheets filled in as one side are needed, of both sides.")
        return [*blocks, Paragraph(words)]
    sides = [context.say(context.form_set.side(side).short) for side in SIDES]
    legend = _(
        "Left what participants from {education} say, right those from {practice}. Full colour: what a side "
        "says of itself. Pale: what the other side expects. The largest difference comes first."
    )
    blocks.append(Paragraph(legend.format(education=sides[0], practice=sides[1]), is_note=True))
    picture = charts.mirror_picture(context.form_set, lines, _)
    for first in range(0, len(picture.lines), _LINES_A_PAGE):
        some = replace(picture, lines=picture.lines[first : first + _LINES_A_PAGE])
        blocks.append(Figure(charts.mirror(some, PORTRAIT.body_width, _SIZE), some.spoken()))
    return blocks
