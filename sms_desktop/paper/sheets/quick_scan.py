"""The quick scan handout: A4 landscape, education left, practice right; the motives on the back."""

from __future__ import annotations

from sms_desktop.core import fields
from sms_desktop.core.forms import SIDES, Cluster, SideId
from sms_desktop.core.session import WHOLE, Where, at_sheet, text_at
from sms_desktop.palette import INK, NOTE_INK
from sms_desktop.paper import fonts
from sms_desktop.paper.sheets.filling import Sheet
from sms_desktop.paper.sheets.leaf import (
    BODY,
    BOX,
    CODE,
    CODE_FOOT,
    HEADING,
    LANDSCAPE,
    MARGIN,
    NOTE,
    PITCH,
    SMALL,
    SUBHEADING,
    TITLE,
    TOP,
    Context,
    Leaf,
)
from sms_desktop.paper.text import block_height, fitted

_GUTTER = 10.0
_HALF = (LANDSCAPE.body_width - _GUTTER) / 2
_HALVES: dict[SideId, float] = {"education": MARGIN, "practice": MARGIN + _HALF + _GUTTER}
_CLUSTERS_TOP, _CLUSTER_HEIGHT = 74.4, 25.0
_OTHER = 20.0
"""Millimetres to write in which other role it is, whatever the words before it."""


class Handouts:
    """The handouts of one print. What all participants share is laid out once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._front = _front(context, at_sheet(""))
        self._back = _back(context)

    def sheet(self, sheet_id: str, number: int | None) -> Sheet:
        """Front and back for one participant; ``number`` as in the list of sheets, if it has one."""
        title = self._context.form_set.quick_scan.title
        front = self._front.at(at_sheet(sheet_id))
        heading = self._context.language("Sheet {number}").format(number=number) if number else ""
        if heading:
            right = LANDSCAPE.width - CODE
            front.text_right(right, TOP + 6.2, heading, "regular", NOTE, NOTE_INK)
        return Sheet(sheet_id, title, heading, (front, self._back))


def _front(context: Context, where: Where) -> Leaf:
    form, leaf = context.form_set.quick_scan, Leaf(LANDSCAPE)
    title = context.say(form.title)
    leaf.text(MARGIN, TOP + 6.2, title, "bold", TITLE)
    leaf.text(MARGIN, TOP + 13, context.say(form.question), "bold", SUBHEADING)
    leaf.block(MARGIN, TOP + 15.5, LANDSCAPE.body_width, context.say(form.instruction), size=NOTE)
    _head(leaf, context, where)
    for side in SIDES:
        _half(leaf, context, where, side)
    foot = _CLUSTERS_TOP + 4 * _CLUSTER_HEIGHT + 11.6
    leaf.text(MARGIN, foot, context.say(form.marking), "bold", NOTE)
    reference = context.say(form.back_reference)
    leaf.text_right(LANDSCAPE.width - CODE, foot, reference, "regular", NOTE)
    return leaf


def _head(leaf: Leaf, context: Context, where: Where) -> None:
    """Who, where, when, and as whom."""
    form = context.form_set.quick_scan
    first, second = TOP + 23.4, TOP + 32.4
    widths = _shares(len(form.head), LANDSCAPE.body_width)
    x = MARGIN
    for spec, width in zip(form.head, widths, strict=True):
        leaf.labelled(spec.id, where, x, first, width - 4, context.say(spec.label))
        x += width
    label = context.say(form.environment)
    start = MARGIN + fonts.width(label, "regular", NOTE) + 2
    leaf.text(MARGIN, second + PITCH - 1.2, label, "regular", NOTE, NOTE_INK)
    end = MARGIN + 112
    known = text_at(context.session, WHOLE, "session.environment")
    leaf.show_on_line(known, start, second, end - start, label)
    _roles(leaf, context, where, end + 6, second)


def _shares(count: int, width: float) -> list[float]:
    """Equal widths, the last (a date) smaller."""
    last = 0.55
    unit = width / (count - 1 + last)
    return [unit] * (count - 1) + [unit * last + 4]


def _roles(leaf: Leaf, context: Context, where: Where, x: float, y: float) -> None:
    """The question with its boxes on one line, and room to write; too long words end in an ellipsis."""
    form = context.form_set.quick_scan
    baseline = y + PITCH - 1.2
    question = context.say(form.role_question)
    named = [context.say(form.role_other if role.id == "other" else role.label) for role in form.roles]
    widths = [fonts.width(label, "regular", NOTE) for label in named]
    asked = fonts.width(question, "bold", NOTE)
    room = LANDSCAPE.right - x - 4 - len(named) * (BOX + 7) - _OTHER
    share = min(1.0, room / (asked + sum(widths)))
    question = fitted(question, "bold", NOTE, asked * share)
    leaf.text(x, baseline, question, "bold", NOTE)
    x += fonts.width(question, "bold", NOTE) + 4
    for role, label, width in zip(form.roles, named, widths, strict=True):
        shown = fitted(label, "regular", NOTE, width * share)
        leaf.box(fields.role_tick(role.id), where, x, y + PITCH - BOX)
        leaf.text(x + BOX + 2, baseline, shown, "regular", NOTE)
        x += BOX + 2 + fonts.width(shown, "regular", NOTE) + 5
    start = x - 3
    leaf.write("quick_scan.role.other.text", where, start, y, LANDSCAPE.right - start, PITCH, label, pitch=0)


def _half(leaf: Leaf, context: Context, where: Where, side: SideId) -> None:
    form, x = context.form_set.quick_scan, _HALVES[side]
    leaf.text(x, _CLUSTERS_TOP - 7.4, context.say(context.form_set.side(side).label), "bold", HEADING)
    leaf.rule(x, _CLUSTERS_TOP - 5.4, x + _HALF, 0.5, INK)
    leaf.text(x, _CLUSTERS_TOP - 1.2, context.say(form.tick_label), "regular", SMALL)
    for place, cluster in enumerate(context.form_set.clusters):
        _cluster(leaf, context, where, side, cluster, _CLUSTERS_TOP + place * _CLUSTER_HEIGHT)
    y = _CLUSTERS_TOP + len(context.form_set.clusters) * _CLUSTER_HEIGHT + 1.4
    leaf.box(fields.left_empty(side), where, x + 1, y)
    leaf.text(x + BOX + 4, y + 3.8, context.say(form.left_empty), "regular", NOTE)


def _cluster(leaf: Leaf, context: Context, where: Where, side: SideId, cluster: Cluster, y: float) -> None:
    form, x = context.form_set.quick_scan, _HALVES[side]
    leaf.box(fields.tick(side, cluster.id), where, x + 1, y + 2)
    leaf.bar(cluster.id, x + 9, y + 1, 22.6)
    leaf.text(x + 13, y + 5.4, cluster.letter, "bold", SUBHEADING)
    leaf.text(x + 19, y + 5.4, context.say(cluster.label), "bold", SUBHEADING)
    leaf.block(x + 13, y + 6.8, _HALF - 13, context.say(cluster.explanation), size=NOTE)
    label = context.say(form.note_label)
    start = x + 13 + fonts.width(label, "regular", NOTE) + 2
    leaf.text(x + 13, y + 22.4, label, "regular", NOTE, NOTE_INK)
    named = f"{context.say(context.form_set.side(side).label)} – {context.say(cluster.label)} – {label}"
    leaf.write(fields.note(side, cluster.id), where, start, y + 15.6, x + _HALF - start, 8, named, pitch=0)


def _back(context: Context) -> Leaf:
    """The motives of each cluster: for looking up, so there is nothing to tick."""
    form, leaf = context.form_set.quick_scan, Leaf(LANDSCAPE)
    leaf.text(MARGIN, TOP + 6.2, context.say(form.title), "bold", TITLE)
    leaf.text(MARGIN, TOP + 13, context.say(form.back_title), "bold", SUBHEADING)
    y = TOP + 22
    for side in SIDES:
        x = _HALVES[side]
        leaf.text(x, y, context.say(context.form_set.side(side).label), "bold", HEADING)
        leaf.rule(x, y + 2, x + _HALF, 0.5, INK)
    # Of the two lists only the one of education is not the published one.
    proposal = context.say(context.form_set.proposal)
    leaf.text_right(_HALVES["education"] + _HALF, y, proposal, "regular", SMALL, NOTE_INK)
    y += 5
    room = LANDSCAPE.height - CODE_FOOT - y
    size, gap = _back_size(context, room)
    for cluster in context.form_set.clusters:
        y = max(_motives(leaf, context, side, cluster, y, size) for side in SIDES) + gap
    return leaf


def _back_size(context: Context, room: float) -> tuple[float, float]:
    """The largest type at which all motives fit, and the space between the clusters."""
    for size in (BODY, 10.0, 9.5, NOTE, 8.5):
        used = sum(_cluster_height(context, cluster, size) for cluster in context.form_set.clusters)
        gap = (room - used) / max(1, len(context.form_set.clusters))
        if gap >= 2:
            return size, min(gap, 6.0)
    return SMALL, 1.0


def _cluster_height(context: Context, cluster: Cluster, size: float) -> float:
    return max(
        7 + sum(block_height(text, _HALF - 8, size=size) + 0.8 for text in _texts(context, side, cluster))
        for side in SIDES
    )


def _texts(context: Context, side: SideId, cluster: Cluster) -> list[str]:
    motives = context.form_set.motives_of(side, cluster.id)
    return [context.say(text) for motive in motives if (text := motive.text(side)) is not None]


def _motives(leaf: Leaf, context: Context, side: SideId, cluster: Cluster, y: float, size: float) -> float:
    x, top = _HALVES[side], y
    leaf.text(x + 4, y + 4.4, cluster.letter, "bold", SUBHEADING)
    leaf.text(x + 10, y + 4.4, context.say(cluster.label), "bold", SUBHEADING)
    y += 7
    for text in _texts(context, side, cluster):
        leaf.text(x + 4, y + size * 0.35, "–", "regular", size)
        y = leaf.block(x + 8, y, _HALF - 8, text, size=size) + 0.8
    end = top + _cluster_height(context, cluster, size)
    leaf.bar(cluster.id, x, top + 0.6, end - top - 1.2)
    return end
