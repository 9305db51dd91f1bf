"""Phase 1, the preparation: A4 portrait per organisation, or education and practice side by side."""

from __future__ import annotations

from itertools import zip_longest

import msgspec

from sms_desktop import labels
from sms_desktop.core import fields
from sms_desktop.core.forms import FieldSpec, Motive, SideId
from sms_desktop.core.session import Organisation, at_organisation
from sms_desktop.palette import HAIRLINE, INK, NOTE_INK
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
    PORTRAIT,
    SMALL,
    SUBHEADING,
    TOP,
    Context,
    Leaf,
    Paper,
)
from sms_desktop.paper.text import block_height, fitted

_ROW = 2 * PITCH
_HEADING = 8.0
_TABLE_HEAD = 9.0
_GUTTER = 10.0


class _Frame(msgspec.Struct, frozen=True):
    """Where a table stands: from ``x``, with the widths of its columns, from ``top`` on later pages."""

    paper: Paper
    x: float
    motive: float
    choice: float
    outcome: float
    top: float = TOP + 14

    @property
    def right(self) -> float:
        """The right end."""
        return self.x + self.motive + 2 * self.choice + self.outcome

    @property
    def width(self) -> float:
        """From end to end."""
        return self.right - self.x


_HALF = (LANDSCAPE.body_width - _GUTTER) / 2
_WHOLE_PAGE = _Frame(PORTRAIT, MARGIN, 68.0, 13.0, PORTRAIT.body_width - 68.0 - 26.0)
_HALVES: dict[SideId, _Frame] = {
    "education": _Frame(LANDSCAPE, MARGIN, 48.0, 11.0, _HALF - 48.0 - 22.0),
    "practice": _Frame(LANDSCAPE, MARGIN + _HALF + _GUTTER, 48.0, 11.0, _HALF - 48.0 - 22.0),
}


def pairs(education: list[str], practice: list[str]) -> list[tuple[str | None, str | None]]:
    """Which organisations stand beside each other: the first with the first and so on.

    Each organisation stands on one sheet; a side that has fewer leaves its half empty of answers.
    """
    return list(zip_longest(education, practice))


class Forms:
    """The forms of one print. What all organisations of a side share is laid out once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._shared: dict[SideId, _Column] = {}

    def sheet(self, side: SideId, organisation_id: str) -> Sheet:
        """The form of one organisation (``""``: nobody's yet)."""
        form = self._context.form_set.phase1
        if side not in self._shared:
            self._shared[side] = self._whole_page(side)
        shared = self._shared[side]
        column = shared.at(organisation_id)
        organisation = _organisation(self._context, organisation_id)
        column.name(organisation.name if organisation else "")
        if organisation and not self._context.is_blank:
            column.former(organisation)
        heading = organisation.name if organisation else ""
        proposal = side == "education"
        return Sheet(organisation_id, form.title, heading, tuple(column.leaves), proposal)

    def side_by_side(self, education: str | None, practice: str | None) -> Sheet:
        """One organisation of each side beside each other; ``None``: nobody."""
        context = self._context
        form = context.form_set.phase1
        leaves = [Leaf(LANDSCAPE)]
        top = self._title(leaves[0], LANDSCAPE.width - CODE - MARGIN)
        both: tuple[tuple[SideId, str | None], ...] = (("education", education), ("practice", practice))
        names = []
        for side, organisation_id in both:
            column = _Column(context, side, _HALVES[side], leaves)
            column.where = at_organisation(organisation_id or "")
            organisation = _organisation(context, organisation_id or "")
            column.owner = f"{organisation.name} – " if organisation else ""
            column.lay_out(top)
            column.name(organisation.name if organisation else "")
            if organisation:
                names.append(organisation.name)
                column.former(organisation)
        _marking(context, leaves)
        sheet_id = education or practice or ""
        return Sheet(sheet_id, form.title, " | ".join(names), tuple(leaves), proposal=True)

    def _whole_page(self, side: SideId) -> _Column:
        leaf = Leaf(PORTRAIT)
        column = _Column(self._context, side, _WHOLE_PAGE, [leaf])
        column.lay_out(self._title(leaf, PORTRAIT.width - CODE - MARGIN))
        _marking(self._context, column.leaves)
        return column

    def _title(self, leaf: Leaf, width: float) -> float:
        form = self._context.form_set.phase1
        y = leaf.block(MARGIN, TOP, width, self._context.say(form.title), "bold", HEADING) + 1
        y = max(y, TOP + 13.5)
        return leaf.block(MARGIN, y, leaf.paper.body_width, self._context.say(form.introduction), size=NOTE)


def _marking(context: Context, leaves: list[Leaf]) -> None:
    """How to tick and how to correct, at the foot of each page."""
    for leaf in leaves:
        y = leaf.paper.height - CODE_FOOT + 9
        leaf.text(MARGIN, y, context.say(context.form_set.quick_scan.marking), "bold", NOTE)


def _organisation(context: Context, organisation_id: str) -> Organisation | None:
    return context.session.organisation(organisation_id) if organisation_id else None


class _Column:
    """One side's form inside a frame, over as many pages as it needs."""

    def __init__(self, context: Context, side: SideId, frame: _Frame, leaves: list[Leaf]) -> None:
        self._context, self._side, self._frame = context, side, frame
        self.leaves = leaves
        self.where = at_organisation("")
        # Heads what flows on, where two organisations share a sheet.
        self.owner = ""
        self._page, self._y = 0, 0.0
        self._name_place = (0.0, 0.0, 0.0)
        self._last = 0

    # What all organisations of a side share ---------------------------------------------------------

    def lay_out(self, top: float) -> None:
        """The whole form, from ``top`` on the first page."""
        form = self._context.form_set.phase1
        frame, leaf = self._frame, self._leaf
        title = self._context.say(form.form_title.of(self._side))
        y = leaf.block(frame.x, top + 3, frame.width, title, "bold", SUBHEADING)
        self._head(y)
        self._table_head()
        for cluster_id in form.cluster_order:
            cluster = self._context.form_set.cluster(cluster_id)
            motives = self._context.form_set.motives_of(self._side, cluster_id)
            if cluster and motives:
                self._heading(self._context.say(cluster.heading), cluster_id, cluster.letter)
                for motive in motives:
                    self._motive(motive)
        if form.free_rows:
            self._heading(self._context.say(form.other_heading), "", "")
            for number, row in enumerate(self._context.form_set.free_row_ids(), 1):
                self._free_row(number, row)
        self._last = self._page

    @property
    def _leaf(self) -> Leaf:
        while self._page >= len(self.leaves):
            self.leaves.append(Leaf(self._frame.paper))
        return self.leaves[self._page]

    def _head(self, y: float) -> None:
        """Organisation and date on one line, who was there on the next ones."""
        form, frame, leaf = self._context.form_set.phase1, self._frame, self._leaf
        dates = [spec for spec in form.head if spec.kind == "date"]
        date_width = frame.width * 0.36
        label = self._context.say(form.organisation)
        start = frame.x + fonts.width(label, "regular", NOTE) + 2
        end = frame.right - (date_width + 4 if dates else 0)
        leaf.text(frame.x, y + PITCH - 1.2, label, "regular", NOTE, NOTE_INK)
        self._name_place = (start, y, end - start)
        for spec in dates[:1]:
            self._spec(spec, frame.right - date_width, y, date_width)
        for spec in (*dates[1:], *(each for each in form.head if each.kind != "date")):
            y += PITCH
            self._spec(spec, frame.x, y, frame.width)
        self._y = y + PITCH + 3

    def _spec(self, spec: FieldSpec, x: float, y: float, width: float) -> None:
        label = self._context.say(spec.label)
        self._leaf.labelled(spec.id, self.where, x, y, width, label, named=self.owner + label)

    def _table_head(self) -> None:
        form, frame, leaf, y = self._context.form_set.phase1, self._frame, self._leaf, self._y
        say, base = self._context.say, y + _TABLE_HEAD - 2.4
        applies = say(form.applies)
        size = NOTE if fonts.width(applies, "bold", NOTE) <= frame.motive - 4 else SMALL
        leaf.text(frame.x, base, applies, "bold", size)
        middle = frame.x + frame.motive + frame.choice / 2
        leaf.text_centred(middle, base, say(form.yes), "bold", NOTE)
        leaf.text_centred(middle + frame.choice, base, say(form.no), "bold", NOTE)
        leaf.text(self._outcome_x, base, say(form.outcome), "bold", NOTE)
        leaf.rule(frame.x, y + _TABLE_HEAD, frame.right, 0.5, INK)
        self._y = y + _TABLE_HEAD

    @property
    def _outcome_x(self) -> float:
        return self._frame.x + self._frame.motive + 2 * self._frame.choice + 2

    @property
    def _bottom(self) -> float:
        return self._frame.paper.height - CODE_FOOT

    def _room_for(self, height: float, within: str = "") -> None:
        """Go on on the next page if ``height`` is too much; ``within`` says there under which heading."""
        if self._y + height > self._bottom:
            self._page += 1
            self._y = self._frame.top
            if within:
                self._continued(within)
            self._table_head()

    def _continued(self, cluster_id: str) -> None:
        """Over the table on a later page: the heading that its first rows belong to."""
        cluster = self._context.form_set.cluster(cluster_id)
        if cluster:
            frame, leaf, y = self._frame, self._leaf, self._y
            word = self._context.language("continued")
            text = f"{cluster.letter}  {self._context.say(cluster.heading)} ({word})"
            leaf.bar(cluster_id, frame.x, y - 3.4, 4.4, 2.4)
            leaf.text(frame.x + 4, y, fitted(text, "bold", NOTE, frame.width - 4), "bold", NOTE)

    def _heading(self, text: str, cluster_id: str, letter: str) -> None:
        frame = self._frame
        self._room_for(_HEADING + _ROW)
        leaf, y = self._leaf, self._y
        leaf.bar(cluster_id, frame.x, y + 1.6, _HEADING - 2.4, 2.4)
        leaf.text(frame.x + 4, y + 6, f"{letter}  {text}" if letter else text, "bold", BODY)
        leaf.rule(frame.x, y + _HEADING, frame.right, 0.2, HAIRLINE)
        self._y += _HEADING

    def _motive(self, motive: Motive) -> None:
        wording = motive.text(self._side)
        text = self._context.say(wording) if wording else motive.id
        self._room_for(_ROW, motive.cluster)
        width = self._frame.motive - 6
        sizes = (BODY, 10.0, 9.5, NOTE, 8.5)
        size = next((s for s in sizes if block_height(text, width, size=s) <= _ROW - 2), SMALL)
        self._leaf.block(self._frame.x + 4, self._y + 2, width, text, size=size)
        self._answers(motive.id, self._context.say(motive.short))

    def _free_row(self, number: int, row: str) -> None:
        label = f"{self._context.say(self._context.form_set.phase1.other_label)} {number}"
        self._room_for(_ROW)
        frame, y = self._frame, self._y
        self._leaf.text(frame.x + 4, y + PITCH - 1.4, f"{number}.", "regular", BODY)
        width = frame.motive - 6 - 6
        self._leaf.write(fields.free_text(row), self.where, frame.x + 10, y, width, _ROW, self.owner + label)
        self._answers(row, label)

    def _answers(self, motive_id: str, label: str) -> None:
        """The two boxes and the lines of one row."""
        form, frame, leaf, y = self._context.form_set.phase1, self._frame, self._leaf, self._y
        x = frame.x + frame.motive + (frame.choice - BOX) / 2
        leaf.box(fields.yes(motive_id), self.where, x, y + 2.6)
        leaf.box(fields.no(motive_id), self.where, x + frame.choice, y + 2.6)
        label = f"{self.owner}{label} – {self._context.say(form.outcome)}"
        start = self._outcome_x
        if form.outcome_box:
            leaf.box(f"{fields.intended(motive_id)}.box", self.where, start, y + 2.6)
            start += BOX + 3
        leaf.write(fields.intended(motive_id), self.where, start, y, frame.right - start, _ROW, label)
        leaf.rule(frame.x, y + _ROW, start - 2, 0.2, HAIRLINE)
        self._y += _ROW

    # What belongs to one organisation -----------------------------------------------------------------

    def at(self, organisation_id: str) -> _Column:
        """The same form for one organisation."""
        where = at_organisation(organisation_id)
        copy = _Column(self._context, self._side, self._frame, [leaf.at(where) for leaf in self.leaves])
        copy.where = where
        copy._page, copy._y, copy._last = self._page, self._y, self._last
        copy._name_place = self._name_place
        return copy

    def name(self, name: str) -> None:
        """The name of the organisation, in its place and at the top of the later pages."""
        form, frame = self._context.form_set.phase1, self._frame
        x, y, width = self._name_place
        label = self._context.say(form.organisation)
        self.leaves[0].show_on_line(name, x, y, width, label)
        room, base = min(frame.width, frame.paper.width - CODE - frame.x), frame.top - 6
        for leaf in self.leaves[1 : self._last + 1]:
            if name:
                leaf.text(frame.x, base, fitted(name, "bold", BODY, room), "bold", BODY)
            else:
                leaf.text(frame.x, base, label, "regular", NOTE, NOTE_INK)
                start = frame.x + fonts.width(label, "regular", NOTE) + 2
                leaf.rule(start, base + 1.2, frame.x + room)

    def former(self, organisation: Organisation) -> None:
        """Answers to motives that this form does not have (any more), in words."""
        rows = _former(self._context, self._side, organisation)
        if not rows:
            return
        _ = self._context.language
        self._heading(_("No longer on the form"), "", "")
        for label, answer, outcome in rows:
            self._room_for(_ROW)
            frame, leaf, y = self._frame, self._leaf, self._y
            named = self.owner + labels.shortened(label)
            leaf.show(label, frame.x + 4, y + 1, frame.motive - 6, _ROW - 2, named, BODY)
            leaf.text(frame.x + frame.motive + 2, y + 5.4, answer, "answer", BODY)
            leaf.show(outcome, self._outcome_x, y + 1, frame.right - self._outcome_x, _ROW - 2, named)
            leaf.rule(frame.x, y + _ROW, frame.right, 0.2, HAIRLINE)
            self._y += _ROW


def _former(context: Context, side: SideId, organisation: Organisation) -> list[tuple[str, str, str]]:
    """Label, Ja or Nee, and outcome of what the organisation answered outside this form."""
    form_set = context.form_set
    on_form = {motive.id for motive in form_set.motives if motive.text(side) is not None}
    on_form |= set(form_set.free_row_ids())
    found: dict[str, None] = {}
    for field in organisation.answers:
        parts = field.split(".")
        if parts[0] == "phase1" and len(parts) > 2 and parts[2] != "link" and parts[1] not in on_form:
            found[parts[1]] = None
    rows = []
    for motive in sorted(found):
        key = f"{motive}.{organisation.id}" if motive.startswith("other_") else motive
        said = [
            context.say(word)
            for field, word in (
                (fields.yes(motive), form_set.phase1.yes),
                (fields.no(motive), form_set.phase1.no),
            )
            if organisation.answers.get(field) is True
        ]
        outcome = str(organisation.answers.get(fields.intended(motive), ""))
        rows.append((labels.motive_label(context.session, key, context.language), " ".join(said), outcome))
    return rows
