"""What stands on the projector, as data: slides made of blocks. No Qt.

Everything that the group must not see yet, or at all, is left out here, so that no screen can show it:
names of people, what too few people ticked, and what phase 1 says before *Onthullen*.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from msgspec.structs import replace

from sms_desktop import agenda_words, charts, labels
from sms_desktop.charts import Bar, Mirror, MirrorLine, Pair, Picture, Shares
from sms_desktop.core import fields, insight, sealing
from sms_desktop.core.agenda import AgendaItem, agenda, given_minutes
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.insight import (
    Answer,
    Gap,
    IntendedOutcome,
    MotiveRow,
    Overview,
    RowKind,
)
from sms_desktop.core.session import WHOLE, Organisation, Session, text_at
from sms_desktop.i18n import Language

LONGEST_NAME = 80
"""Characters of a motive or an organisation in a table; the rest is in the main window."""

LEGEND_ROOM = 6
"""Organisations whose names fit under the matrix; more of them get a slide of their own."""


class SlideKind(Enum):
    """What a slide is about, in the order of the day."""

    QUESTION = "question"
    OVERVIEW = "overview"
    MIRROR = "mirror"
    ORGANISATIONS = "organisations"
    MATRIX = "matrix"
    AGENDA = "agenda"
    AGREEMENTS = "agreements"


@dataclass(frozen=True)
class Options:
    """What the facilitator tells the projector to show besides."""

    names: bool = False
    small_groups: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A text over the whole width; ``size`` is in lines of the smallest type."""

    text: str
    size: float = 1.0
    bold: bool = False


@dataclass(frozen=True)
class ClusterLine:
    """A cluster with what it means."""

    cluster: str
    letter: str
    name: str
    text: str


@dataclass(frozen=True)
class Heads:
    """The two sides, education left, each with a note."""

    names: Pair
    notes: Pair = ("", "")


@dataclass(frozen=True)
class MirrorHead:
    """Who says it, left and right, and what the number in the middle is."""

    names: Pair
    gap: str


@dataclass(frozen=True)
class MatrixHead:
    """What stands over the columns: the sides, the numbers of their organisations, the pattern."""

    sides: Pair
    columns: tuple[int, int]
    pattern: str


@dataclass(frozen=True)
class MotiveLine:
    """A motive over all organisations.

    ``answers`` are those of the columns of each side, ``None`` where covered; ``counts`` say the same
    where there is no room for columns. ``changed`` are the columns that said something else at the reveal.
    """

    cluster: str
    letter: str
    name: str
    answers: tuple[tuple[Answer | None, ...], tuple[Answer | None, ...]]
    counts: Pair
    pattern: str
    changed: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())


@dataclass(frozen=True)
class Legend:
    """The organisations by the number of their column, per side, and what the signs in the columns mean.

    ``changed`` says what the mark on a sign means, where there is one.
    """

    names: tuple[tuple[str, ...], tuple[str, ...]]
    signs: tuple[tuple[Answer, str], ...] = ()
    columns: tuple[int, int] = (0, 0)
    changed: str = ""


@dataclass(frozen=True)
class Item:
    """Something to talk about or agreed: what stands before it, and its lines (text, bold)."""

    lead: str
    lines: tuple[tuple[str, bool], ...]


Block: TypeAlias = (
    Paragraph | ClusterLine | Heads | MirrorHead | Bar | MirrorLine | MatrixHead | MotiveLine | Legend | Item
)


@dataclass(frozen=True)
class Slide:
    """A subject: its title, what is repeated over and under each page, and the blocks between."""

    kind: SlideKind
    title: str
    blocks: tuple[Block, ...]
    head: Block | None = None
    foot: Block | None = None


def slides(session: Session, options: Options, language: Language) -> tuple[Slide, ...]:
    """All slides in the order of the day. Each has at least one block."""
    if session.revealed is None:
        session = sealing.sealed(session)
    made = [
        _question(session, language),
        _overview(session, options, language),
        _mirror(session, options, language),
        *_organisations(session, language),
        _matrix(session, language),
        _agenda(session, language),
        _agreements(session, options, language),
    ]
    return tuple(made)


# Quick scan ---------------------------------------------------------------------------------------


def _question(session: Session, _: Language) -> Slide:
    form = session.form_set.quick_scan
    blocks: list[Block] = [Paragraph(form.question.in_language(_.code), size=1.3, bold=True)]
    for cluster in session.form_set.clusters:
        # The gist before the colon: the examples behind it stand on everybody's sheet.
        gist = cluster.explanation.in_language(_.code).partition(":")[0]
        name = cluster.label.in_language(_.code)
        blocks.append(ClusterLine(cluster.id, cluster.letter, name, gist))
    title = text_at(session, WHOLE, "session.environment") or form.title.in_language(_.code)
    return Slide(SlideKind.QUESTION, labels.shortened(title, LONGEST_NAME), tuple(blocks))


def _overview(session: Session, options: Options, _: Language) -> Slide:
    counted = insight.overview(session)
    title = _("Overview of the quick scan")
    if not any(half.people for half in counted.halves):
        return Slide(SlideKind.OVERVIEW, title, (Paragraph(_("Nobody has filled in a quick scan yet.")),))
    picture = overview_seen(session.form_set, counted, options, _)
    blocks: list[Block] = list(picture.bars)
    if any(_is_covered(half.people, options) for half in counted.halves):
        covered = _("Covered: what fewer than {n} people say is not shown.")
        blocks.append(Paragraph(covered.format(n=insight.smallest_group())))
    return Slide(SlideKind.OVERVIEW, title, tuple(blocks), Heads(picture.names, picture.people))


def overview_seen(form_set: FormSet, counted: Overview, options: Options, _: Language) -> Picture:
    """The picture of an overview as far as it may be seen; the share of a small group is never drawn."""
    picture = charts.overview_picture(form_set, counted, _)
    people = (counted.halves[0].people, counted.halves[1].people)
    bars = []
    for bar in picture.bars:
        shares, words = _as_seen(people, bar.shares, bar.words, options, _)
        bars.append(replace(bar, shares=shares, words=words))
    return replace(picture, bars=tuple(bars))


def mirror_seen(form_set: FormSet, lines: tuple[Gap, ...], options: Options, _: Language) -> Mirror:
    """The picture of these lines of the mirror; the share of a small group is never drawn."""
    picture = charts.mirror_picture(form_set, lines, _)
    seen = []
    for line, told in zip(lines, picture.lines, strict=True):
        own, expected = line.self_people, line.expected_people
        people = (own, expected) if line.side == SIDES[0] else (expected, own)
        shares, words = _as_seen(people, told.shares, told.words, options, _)
        seen.append(replace(told, shares=shares, words=words))
    return replace(picture, lines=tuple(seen))


def _is_covered(people: int, options: Options) -> bool:
    return insight.is_small(people) and not options.small_groups


def _as_seen(
    people: tuple[int, int], shares: Shares, words: Pair, options: Options, _: Language
) -> tuple[Shares, Pair]:
    seen = [_half_seen(*each, options, _) for each in zip(people, shares, words, strict=True)]
    return (seen[0][0], seen[1][0]), (seen[0][1], seen[1][1])


def _half_seen(
    people: int, share: float | None, words: str, options: Options, _: Language
) -> tuple[float | None, str]:
    if _is_covered(people, options):
        return None, _("covered")
    if insight.is_small(people):
        return None, _("{counted} · small group").format(counted=words.partition(" · ")[0])
    return share, words


def _mirror(session: Session, options: Options, _: Language) -> Slide:
    lines = insight.mirror(session)
    shown = tuple(
        line for line in lines if line.gap is not None and (options.small_groups or not line.is_small)
    )
    picture = mirror_seen(session.form_set, shown, options, _)
    blocks: list[Block] = list(picture.lines)
    for side in SIDES:
        # Without order and cluster: the place of a covered line would tell how large its gap is.
        hidden = [line for line in lines if line.side == side and line not in shown]
        if hidden:
            blocks.append(Paragraph(_why_hidden(session.form_set, hidden, _)))
    head = MirrorHead(_who_says(session.form_set, _), picture.gap_label) if shown else None
    return Slide(SlideKind.MIRROR, _("Expectation mirror"), tuple(blocks), head)


def _why_hidden(form_set: FormSet, lines: list[Gap], _: Language) -> str:
    if any(line.gap is None for line in lines):
        words = _("For {side}: nothing to compare yet. Sheets from both sides are needed.")
    else:
        words = _("For {side}: covered. One of the two groups is too small.")
    return words.format(side=form_set.side(lines[0].side).short.in_language(_.code))


def _side_names(form_set: FormSet, _: Language) -> Pair:
    return labels.side_label(form_set, SIDES[0], _), labels.side_label(form_set, SIDES[1], _)


def _who_says(form_set: FormSet, _: Language) -> Pair:
    words = _("{side} says")
    left, right = (words.format(side=form_set.side(side).short.in_language(_.code)) for side in SIDES)
    return left, right


# The motives of all organisations -----------------------------------------------------------------


def _columns(session: Session) -> tuple[tuple[Organisation, ...], tuple[Organisation, ...]]:
    left, right = (tuple(o for o in session.of_side(side) if not o.has_left) for side in SIDES)
    return left, right


def _legend(session: Session, _: Language, signs: bool) -> Legend:
    names: list[tuple[str, ...]] = []
    number = 0
    for organisations in _columns(session):
        lines = []
        for organisation in organisations:
            number += 1
            name = labels.shortened(organisation.name, LONGEST_NAME) or _("organisation without a name")
            lines.append(f"{number}  {name}")
        names.append(tuple(lines))
    form = session.form_set.phase1
    words = (
        (Answer.YES, form.yes.in_language(_.code)),
        (Answer.NO, form.no.in_language(_.code)),
        (Answer.OPEN, _("open")),
    )
    return Legend((names[0], names[1]), words if signs else ())


def _organisations(session: Session, _: Language) -> list[Slide]:
    """A slide of their own where the names do not fit under the matrix."""
    legend = _legend(session, _, signs=False)
    if sum(map(len, legend.names)) <= LEGEND_ROOM:
        return []
    left, right = legend.names
    rows = max(len(left), len(right))
    blocks = tuple(Legend((left[row : row + 1], right[row : row + 1])) for row in range(rows))
    head = Heads(_side_names(session.form_set, _))
    return [Slide(SlideKind.ORGANISATIONS, _("Organisations"), blocks, head)]


def _matrix(session: Session, _: Language) -> Slide:
    form_set, columns = session.form_set, _columns(session)
    title = form_set.phase2.matrix.in_language(_.code)
    if not any(columns):
        return Slide(SlideKind.MATRIX, title, (Paragraph(_("There are no organisations yet.")),))
    revealed = session.revealed is not None
    rows = [row for row in insight.matrix(session) if revealed or _is_asked_of_all(row)]
    changes = frozenset(insight.changes_since_reveal(session))
    blocks = tuple(_motive(session, row, columns, changes, _) for row in rows)
    sides = [form_set.side(side).short.in_language(_.code) for side in SIDES]
    pattern = form_set.phase2.pattern.in_language(_.code) if revealed else _("Covered until the reveal.")
    head = MatrixHead((sides[0], sides[1]), (len(columns[0]), len(columns[1])), pattern)
    legend = _legend(session, _, signs=revealed)
    names = legend.names if sum(head.columns) <= LEGEND_ROOM else ((), ())
    mark = _("changed since the reveal") if changes else ""
    foot = Legend(names, legend.signs, head.columns, mark) if any(names) or legend.signs else None
    return Slide(SlideKind.MATRIX, title, blocks, head, foot)


def _is_asked_of_all(row: MotiveRow) -> bool:
    """A row of one organisation, or of a former form, is there only because somebody answered it."""
    return row.kind in (RowKind.LISTED, RowKind.CAME_UP)


def _motive(
    session: Session,
    row: MotiveRow,
    columns: tuple[tuple[Organisation, ...], tuple[Organisation, ...]],
    changes: frozenset[tuple[str, str]],
    _: Language,
) -> MotiveLine:
    revealed = session.revealed is not None
    cluster = session.form_set.cluster(row.cluster)
    name = labels.shortened(labels.motive_label(session, row.key, _), LONGEST_NAME)
    answers, changed = [], []
    for organisations in columns:
        cells = (row.cells.get(each.id) for each in organisations)
        said = (cell.answer if cell else Answer.NOT_ASKED for cell in cells)
        answers.append(tuple(said) if revealed else (None,) * len(organisations))
        changed.append(frozenset(n for n, each in enumerate(organisations) if (row.key, each.id) in changes))
    return MotiveLine(
        cluster=row.cluster,
        letter=cluster.letter if cluster else "",
        name=name,
        answers=(answers[0], answers[1]),
        counts=_counts(session, row, (len(changed[0]), len(changed[1])), _) if revealed else ("", ""),
        pattern=_pattern(row, _) if revealed else "",
        changed=(changed[0], changed[1]),
    )


def _counts(session: Session, row: MotiveRow, changed: tuple[int, int], _: Language) -> Pair:
    """How many say Ja and Nee, and how many of all said something else at the reveal."""
    form = session.form_set.phase1
    yes, no = form.yes.in_language(_.code), form.no.in_language(_.code)
    left, right = (
        _("{yes} {yes_word}, {no} {no_word}").format(yes=count.yes, yes_word=yes, no=count.no, no_word=no)
        for count in (row.sides[side] for side in SIDES)
    )
    return _with_changed(left, changed[0], _), _with_changed(right, changed[1], _)


def _with_changed(counts: str, changed: int, _: Language) -> str:
    return _("{counts}, {n} changed").format(counts=counts, n=changed) if changed else counts


def _pattern(row: MotiveRow, _: Language) -> str:
    words = f"{labels.PATTERN_SIGNS[row.pattern]} {_(labels.PATTERN_WORDS[row.pattern])}"
    return _("{pattern} (provisional)").format(pattern=words) if row.provisional else words


# Agenda and agreements ----------------------------------------------------------------------------


def _agenda(session: Session, _: Language) -> Slide:
    title = _("Agenda for the conversation")
    if session.revealed is None:
        return Slide(SlideKind.AGENDA, title, (Paragraph(_("Covered until the reveal.")),))
    items = tuple(_agenda_item(session, item, _) for item in agenda(session, given_minutes(session)))
    return Slide(SlideKind.AGENDA, title, items or (Paragraph(_("There is nothing on the agenda yet.")),))


def _agenda_item(session: Session, item: AgendaItem, _: Language) -> Item:
    """Why, and the first question: one to begin with, the others are on the cards."""
    time = _("{n} min").format(n=item.minutes) if item.is_timed else _("if there is time")
    lines = [
        (agenda_words.title(session, item, _), True),
        (_(agenda_words.REASON_WORDS[item.reason]), False),
        *((question, False) for question in agenda_words.questions(item, _)[:1]),
    ]
    return Item(time, tuple(lines))


def _agreements(session: Session, options: Options, _: Language) -> Slide:
    """The agreements about joint outcomes; those of one organisation come from phase 1 and wait for it."""
    outcomes = list(insight.joint_outcomes(session))
    if session.revealed is not None:
        own = [each for o in insight.by_side(session) for each in insight.own_outcomes(session, o)]
        outcomes += [each for each in own if _agreed(session, each, "agreement")]
    items = tuple(_agreement(session, outcome, options, _) for outcome in outcomes)
    title = session.form_set.phase3.agreements.in_language(_.code)
    empty = Paragraph(_("There are no agreements yet."))
    return Slide(SlideKind.AGREEMENTS, title, items or (empty,))


def _agreed(session: Session, outcome: IntendedOutcome, part: str) -> str:
    text = text_at(session, outcome.where, fields.agreement(outcome.id, part))
    return " ".join(text.split())


def _agreement(session: Session, outcome: IntendedOutcome, options: Options, _: Language) -> Item:
    form_set = session.form_set
    subject = " ".join(outcome.text.split()) or form_set.phase2.joint_outcome.in_language(_.code)
    if outcome.organisation:
        subject = f"{session.organisation(outcome.organisation).name}: {subject}"
    lines = [(subject, True), (_agreed(session, outcome, "agreement") or _("Nothing agreed yet."), False)]
    for spec in form_set.phase3.agreement:
        if spec.id == "term" or (spec.id == "owner" and options.names):
            text = _.shown_date(_agreed(session, outcome, spec.id))
            if text:
                lines.append((f"{spec.label.in_language(_.code)}: {text}", False))
    return Item("", tuple(lines))
