"""What the answers say together: counts, the expectation mirror, patterns, intended outcomes.

Pure functions of a session; window, paper and commands all take their numbers from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from sms_desktop.core import fields
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.session import (
    WHOLE,
    Answers,
    Moment,
    Organisation,
    Session,
    Sheet,
    Where,
    at_organisation,
    at_sheet,
    text_at,
)


class Insight(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what is worked out from a session."""


# Quick scan ---------------------------------------------------------------------------------------


class HalfCount(Insight, frozen=True, kw_only=True):
    """One half of the quick scan: how often each cluster was ticked, by how many people.

    ``people`` counts the sheets that answered this half, plus the people of a sound tally.
    """

    side: SideId
    people: int
    sheets: int
    tally: int
    counts: dict[str, int]


class Overview(Insight, frozen=True, kw_only=True):
    """The group picture of the quick scan."""

    sheets: int
    roles: dict[str, int]
    halves: tuple[HalfCount, HalfCount]

    def half(self, side: SideId) -> HalfCount:
        """The half of ``side``."""
        return self.halves[SIDES.index(side)]

    @property
    def is_small(self) -> bool:
        """Whether one of the halves was answered by so few people that it is covered."""
        return is_small(*(half.people for half in self.halves))


def role_of(sheet: Sheet) -> str:
    """The side as which the sheet was filled in: one of ``fields.ROLES``, or ``""`` (also for several)."""
    ticked = [role for role, field in _ROLE_TICKS if sheet.answers.get(field) is True]
    return ticked[0] if len(ticked) == 1 else ""


_ROLE_TICKS = tuple((role, fields.role_tick(role)) for role in fields.ROLES)


def has_answered(form_set: FormSet, sheet: Sheet, side: SideId) -> bool:
    """Whether a half counts: at least one tick, or left empty on purpose."""
    if sheet.answers.get(fields.left_empty(side)) is True:
        return True
    return any(sheet.answers.get(fields.tick(side, cluster.id)) is True for cluster in form_set.clusters)


def overview(session: Session, counted: Callable[[Sheet], bool] | None = None) -> Overview:
    """The counts of all sheets (or those that ``counted`` accepts) and of the tally.

    A tally in which a number exceeds the people is not counted, see :func:`points`. A narrowed
    overview leaves the tally out: a show of hands does not say whose hands they were.
    """
    sheets = [sheet for sheet in session.sheets if counted is None or counted(sheet)]
    roles = dict.fromkeys((*fields.ROLES, ""), 0)
    for sheet in sheets:
        roles[role_of(sheet)] += 1
    halves = tuple(_half(session, sheets, side, with_tally=counted is None) for side in SIDES)
    return Overview(sheets=len(sheets), roles=roles, halves=(halves[0], halves[1]))


def filled_in_as(*roles: str) -> Callable[[Sheet], bool]:
    """For :func:`overview`: only sheets filled in as one of these roles (``""``: as none, or several)."""
    return lambda sheet: role_of(sheet) in roles


def from_organisation(name: str) -> Callable[[Sheet], bool]:
    """For :func:`overview`: only sheets on which this organisation stands, however it is spaced or
    capitalised; ``""`` for sheets on which none stands."""
    wanted = plain_name(name)
    return lambda sheet: plain_name(str(sheet.answers.get("quick_scan.organisation", ""))) == wanted


def organisations_on_sheets(session: Session) -> tuple[str, ...]:
    """The organisations that stand on the sheets, in the order in which they first appear."""
    found: dict[str, str] = {}
    for sheet in session.sheets:
        written = str(sheet.answers.get("quick_scan.organisation", ""))
        if plain_name(written):
            found.setdefault(plain_name(written), " ".join(written.split()))
    return tuple(found.values())


def plain_name(name: str) -> str:
    """A name by which two spellings of it are the same."""
    return " ".join(name.casefold().split())


def own_sides(session: Session) -> Overview:
    """Each half as only the sheets of its own side filled it in: what each side says of itself."""
    halves = [overview(session, filled_in_as(side)).half(side) for side in SIDES]
    counted = overview(session, filled_in_as(*SIDES))
    return replace(counted, halves=(halves[0], halves[1]))


SMALLEST_GROUP = 3
"""People, as it comes. What fewer than this ticked says too much of each of them, and too little of the
group."""

_smallest: list[int] = [SMALLEST_GROUP]


def use_smallest_group(people: int) -> None:
    """Cover groups of fewer than so many people from now on, in the whole program."""
    _smallest[0] = people


def smallest_group() -> int:
    """How many people a group must have at least to be shown."""
    return _smallest[0]


def is_small(*groups: int) -> bool:
    """Whether one of these groups has people, but so few that it is covered where the group looks on.

    It is the number of people that counts, not how many of them ticked something. An empty group is not
    small: it is shown as empty.
    """
    return any(0 < people < smallest_group() for people in groups)


def _half(session: Session, sheets: list[Sheet], side: SideId, with_tally: bool) -> HalfCount:
    form_set = session.form_set
    answered = [sheet for sheet in sheets if has_answered(form_set, sheet, side)]
    counts = {
        cluster.id: sum(sheet.answers.get(fields.tick(side, cluster.id)) is True for sheet in answered)
        for cluster in form_set.clusters
    }
    people = tally_people(session, side) if with_tally and tally_is_sound(session, side) else 0
    if people:
        for cluster_id in counts:
            counts[cluster_id] += _number(session.answers, fields.tally(side, cluster_id))
    return HalfCount(
        side=side, people=len(answered) + people, sheets=len(answered), tally=people, counts=counts
    )


def tally_people(session: Session, side: SideId) -> int:
    """The number of people in the show of hands for one half."""
    return _number(session.answers, fields.tally(side, "people"))


def tally_is_sound(session: Session, side: SideId) -> bool:
    """Whether no cluster was named by more people than there were."""
    people = tally_people(session, side)
    return all(
        _number(session.answers, fields.tally(side, cluster.id)) <= people
        for cluster in session.form_set.clusters
    )


def _number(answers: Answers, field: str) -> int:
    value = answers.get(field, 0)
    return value if isinstance(value, int) else 0


class Gap(Insight, frozen=True, kw_only=True):
    """A line of the expectation mirror: what ``side`` says of itself beside what the other side expects.

    ``gap`` is in percentage points (self minus expected), or ``None`` where one of the groups is empty.
    """

    side: SideId
    cluster: str
    self_count: int
    self_people: int
    expected_count: int
    expected_people: int
    gap: float | None

    @property
    def is_small(self) -> bool:
        """Whether one of the two groups is so small that the line is covered."""
        return is_small(self.self_people, self.expected_people)


def mirror(session: Session) -> tuple[Gap, ...]:
    """The expectation mirror, largest gap first; ties by cluster order, then education first.

    Only sheets filled in as exactly one side take part. Lines without a gap stand last.
    """
    groups = _answered_halves(session)
    lines = [_gap(groups, side, cluster.id) for cluster in session.form_set.clusters for side in SIDES]
    return tuple(sorted(lines, key=lambda line: (line.gap is None, -abs(line.gap or 0.0))))


_Groups: TypeAlias = dict[tuple[str, SideId], list[Sheet]]


def _answered_halves(session: Session) -> _Groups:
    """The sheets that answered a half, by the side as which they were filled in and that half."""
    groups: _Groups = {(by, side): [] for by in SIDES for side in SIDES}
    for sheet in session.sheets:
        by = role_of(sheet)
        for side in SIDES if by in SIDES else ():
            if has_answered(session.form_set, sheet, side):
                groups[by, side].append(sheet)
    return groups


def _gap(groups: _Groups, side: SideId, cluster: str) -> Gap:
    other: SideId = "practice" if side == "education" else "education"
    self_count, self_people = _named(groups[side, side], side, cluster)
    expected_count, expected_people = _named(groups[other, side], side, cluster)
    gap = None
    if self_people and expected_people:
        gap = 100.0 * (self_count * expected_people - expected_count * self_people)
        gap /= self_people * expected_people
    return Gap(
        side=side,
        cluster=cluster,
        self_count=self_count,
        self_people=self_people,
        expected_count=expected_count,
        expected_people=expected_people,
        gap=gap,
    )


def _named(sheets: list[Sheet], side: SideId, cluster: str) -> tuple[int, int]:
    field = fields.tick(side, cluster)
    return sum(sheet.answers.get(field) is True for sheet in sheets), len(sheets)


# Phase 1 and 2: the motives of all organisations ---------------------------------------------------


class Answer(Enum):
    """What one organisation says of a motive."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    NOT_ASKED = "not_asked"


class SideState(Enum):
    """What one side says of a motive."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Pattern(Enum):
    """The pattern of a motive over both sides."""

    NOT_DISCUSSED = "not_discussed"
    NO_MOTIVE = "no_motive"
    SHARED = "shared"
    PARTLY_SHARED = "partly_shared"
    MUTUAL = "mutual"
    COMPLEMENTARY = "complementary"
    ONE_SIDED = "one_sided"
    OTHER_SIDE_UNKNOWN = "other_side_unknown"


class Reason(Enum):
    """Why a side is unknown."""

    NOT_ON_LIST = "not_on_list"
    NO_ORGANISATION = "no_organisation"
    NOT_FILLED_IN = "not_filled_in"


class RowKind(Enum):
    """Where a row of the matrix comes from."""

    LISTED = "listed"
    CAME_UP = "came_up"
    FREE = "free"
    FORMER = "former"


class Cell(Insight, frozen=True, kw_only=True):
    """One organisation's answer to a motive; ``linked`` are its free rows that were linked to it."""

    answer: Answer
    outcome: str = ""
    linked: tuple[str, ...] = ()


class SideCount(Insight, frozen=True, kw_only=True):
    """How many organisations of a side say Ja, Nee, or leave it open."""

    yes: int
    no: int
    open: int
    state: SideState
    reason: Reason | None


class MotiveRow(Insight, frozen=True, kw_only=True):
    """A motive over all organisations, with its pattern by the rule.

    ``motive`` is the id in field ids; ``organisation`` is set for a free row, which belongs to one
    organisation. ``partners`` are the complements that are Ja on the other side.
    """

    motive: str
    organisation: str
    cluster: str
    kind: RowKind
    cells: dict[str, Cell]
    sides: dict[SideId, SideCount]
    pattern: Pattern
    provisional: bool
    partners: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What names the row: the motive id, and for a free row a dot and its organisation's id."""
        return f"{self.motive}.{self.organisation}" if self.organisation else self.motive

    @property
    def where(self) -> Where:
        """The record in which the phase 2 answers of this row are kept."""
        return at_organisation(self.organisation) if self.organisation else WHOLE

    @property
    def reason(self) -> Reason | None:
        """Why the other side is unknown, for the pattern that says so."""
        return next((count.reason for count in self.sides.values() if count.reason), None)


def matrix(session: Session) -> tuple[MotiveRow, ...]:
    """All motives over all organisations: the list, what came up in the dialogue, free rows, former ones.

    Organisations that have left are shown in the cells but not counted.
    """
    said = {organisation.id: _said(session, organisation) for organisation in session.organisations}
    rows = [
        _row(session, said, motive.id, motive.cluster, RowKind.LISTED)
        for motive in session.form_set.ordered_motives()
    ]
    rows += [_row(session, said, extra, "", RowKind.CAME_UP) for extra in session.extra_motives]
    rows += [
        _row(session, said, row, "", RowKind.FREE, organisation)
        for organisation in session.organisations
        for row in said[organisation.id].unlinked
    ]
    rows += [_row(session, said, motive, "", RowKind.FORMER) for motive in former_motives(session)]
    return tuple(rows)


class Change(Insight, frozen=True, kw_only=True):
    """What an organisation said of a motive at *Onthullen*, where it says something else now.

    ``text`` is the wording of a free row, ``""`` for other motives.
    """

    answer: Answer
    outcome: str
    text: str = ""


def changes_since_reveal(
    session: Session, rows: tuple[MotiveRow, ...] | None = None
) -> dict[tuple[str, str], Change]:
    """The cells of the matrix that say something else than at *Onthullen*, by row key and organisation id.

    Empty before *Onthullen*. An organisation that came later has no starting point, and linking a free
    row is no change of an answer. ``rows`` is the matrix, where it is known already.
    """
    past = _as_revealed(session)
    if not past.organisations:
        return {}
    then = {row.key: row for row in matrix(past)}
    now = matrix(session) if rows is None else rows
    found = {}
    for row in now:
        for organisation in past.organisations:
            was = then[row.key].cells.get(organisation.id) if row.key in then else None
            change = _change(session, row, organisation, was)
            if change is not None:
                found[row.key, organisation.id] = change
    return found


def _as_revealed(session: Session) -> Session:
    """The organisations whose phase 1 is not what it was at *Onthullen*, with what it was."""
    kept = session.revealed.organisations if session.revealed else {}
    past = []
    for organisation in session.organisations:
        answers = kept.get(organisation.id)
        if answers is None:
            continue
        now = {field: value for field, value in organisation.answers.items() if field.startswith("phase1.")}
        then = {field: value for field, value in answers.items() if not field.endswith(".link")}
        then |= {field: value for field, value in now.items() if field.endswith(".link")}
        if now != then:
            past.append(replace(organisation, answers=then))
    return replace(session, organisations=tuple(past))


def _change(session: Session, row: MotiveRow, past: Organisation, was: Cell | None) -> Change | None:
    cell = row.cells.get(past.id)
    if cell is None:
        return None
    text = past.answers.get(fields.free_text(row.motive), "") if row.organisation else ""
    now = session.organisation(past.id).answers.get(fields.free_text(row.motive), "")
    answer = was.answer if was else Answer.NOT_ASKED
    outcome = was.outcome if was else ""
    if (answer, outcome) == (cell.answer, cell.outcome) and (not row.organisation or text == now):
        return None
    return Change(answer=answer, outcome=outcome, text=str(text))


class _Said(Insight, frozen=True, kw_only=True):
    """What one organisation said, looked up once for all rows: its answers, the motives it said
    anything about, its free rows by the motive that they are linked to, and those that are not."""

    answers: Answers
    motives: frozenset[str]
    linked: dict[str, tuple[str, ...]]
    unlinked: tuple[str, ...]


def _said(session: Session, organisation: Organisation) -> _Said:
    linked: dict[str, tuple[str, ...]] = {}
    for row in free_rows(session, organisation):
        motive = linked_motive(session, organisation, row)
        linked[motive] = (*linked.get(motive, ()), row)
    return _Said(
        answers=organisation.answers,
        motives=frozenset(_motives_answered(organisation)),
        unlinked=linked.pop("", ()),
        linked=linked,
    )


def free_rows(session: Session, organisation: Organisation) -> tuple[str, ...]:
    """The free rows in which an organisation filled in anything, in order."""
    answered = _motives_answered(organisation)
    known = list(session.form_set.free_row_ids())
    known += sorted(
        {motive for motive in answered if motive.startswith("other_") and motive not in known},
        key=lambda row: (len(row), row),
    )
    return tuple(row for row in known if row in answered)


def linked_motive(session: Session, organisation: Organisation, row: str) -> str:
    """The motive that a free row is linked to, or ``""`` if to none that exists."""
    motive = organisation.answers.get(fields.link(row), "")
    known = {each.id for each in session.form_set.motives} | set(session.extra_motives)
    return motive if isinstance(motive, str) and motive in known else ""


def former_motives(session: Session) -> tuple[str, ...]:
    """Motives with an answer that today's form set does not have: kept, and shown as such."""
    known = {motive.id for motive in session.form_set.motives} | set(session.extra_motives)
    return tuple(
        sorted(
            {
                motive
                for organisation in session.organisations
                for motive in _motives_answered(organisation)
                if motive not in known and not motive.startswith("other_")
            }
        )
    )


def progress(form_set: FormSet, organisation: Organisation) -> tuple[int, int]:
    """How many motives on an organisation's list have exactly one of Ja and Nee, and how many there are."""
    listed = [motive.id for motive in form_set.motives if motive.text(organisation.side) is not None]
    answers = organisation.answers
    answered = sum(
        (answers.get(fields.yes(motive)) is True) != (answers.get(fields.no(motive)) is True)
        for motive in listed
    )
    return answered, len(listed)


def off_list(session: Session, organisation: Organisation) -> tuple[str, ...]:
    """Motives that an organisation answered in phase 1 and that are not on its list (any more).

    Its side changed, the form set did, or they came up in the dialogue. Free rows count as off the list
    where the form set has fewer of them now.
    """
    form_set = session.form_set
    order = [*(motive.id for motive in form_set.ordered_motives()), *session.extra_motives]
    listed = {motive.id for motive in form_set.motives if motive.text(organisation.side) is not None}
    left = _motives_answered(organisation) - listed - set(form_set.free_row_ids())
    known = tuple(motive for motive in order if motive in left)
    return known + tuple(sorted(left - set(known), key=lambda motive: (len(motive), motive)))


def _motives_answered(organisation: Organisation) -> set[str]:
    return {
        parts[1]
        for field in organisation.answers
        if field.startswith("phase1.") and len(parts := field.split(".")) > 2 and parts[2] != "link"
    }


def _row(
    session: Session,
    said: dict[str, _Said],
    motive: str,
    cluster: str,
    kind: RowKind,
    owner: Organisation | None = None,
) -> MotiveRow:
    asked = [owner] if owner else list(session.organisations)
    cells = {each.id: _cell(session.form_set, said[each.id], each.side, motive, kind) for each in asked}
    sides = {side: _side_count(session, cells, side, motive, kind) for side in SIDES}
    partners = _partners(session, said, motive, sides)
    return MotiveRow(
        motive=motive,
        organisation=owner.id if owner else "",
        cluster=cluster,
        kind=kind,
        cells=cells,
        sides=sides,
        pattern=_pattern(session, motive, sides, partners),
        provisional=any(count.open for count in sides.values()),
        partners=partners,
    )


def _cell(form_set: FormSet, said: _Said, side: SideId, motive: str, kind: RowKind) -> Cell:
    linked = said.linked.get(motive, ())
    answers, yes, no, texts = said.answers, False, False, []
    for each in (motive, *linked):  # of many sessions this is most of the work
        yes = yes or answers.get(fields.yes(each)) is True
        no = no or answers.get(fields.no(each)) is True
        text = answers.get(fields.intended(each))
        if text and isinstance(text, str):
            texts.append(text)
    outcome = "\n".join(texts)
    if yes != no:
        return Cell(answer=Answer.YES if yes else Answer.NO, outcome=outcome, linked=linked)
    asked = yes or bool(outcome) or bool(linked) or _is_on_list(form_set, motive, side)
    if kind is RowKind.FORMER:
        asked = motive in said.motives
    return Cell(answer=Answer.OPEN if asked else Answer.NOT_ASKED, outcome=outcome, linked=linked)


def _is_on_list(form_set: FormSet, motive: str, side: SideId) -> bool:
    listed = form_set.motive(motive)
    return listed is None or listed.text(side) is not None


def _side_count(
    session: Session, cells: dict[str, Cell], side: SideId, motive: str, kind: RowKind
) -> SideCount:
    present = [each for each in session.of_side(side) if not each.has_left]
    answers = [cells[each.id].answer for each in present if each.id in cells]
    yes, no, left_open = (answers.count(each) for each in (Answer.YES, Answer.NO, Answer.OPEN))
    state = SideState.YES if yes else SideState.NO if no else SideState.UNKNOWN
    reason = None
    if state is SideState.UNKNOWN:
        if not present:
            reason = Reason.NO_ORGANISATION
        elif left_open or (kind is RowKind.LISTED and _is_on_list(session.form_set, motive, side)):
            reason = Reason.NOT_FILLED_IN
        else:
            reason = Reason.NOT_ON_LIST
    return SideCount(yes=yes, no=no, open=left_open, state=state, reason=reason)


def _side_state(session: Session, said: dict[str, _Said], motive: str, side: SideId) -> SideState:
    kind = RowKind.LISTED
    cells = {
        each.id: _cell(session.form_set, said[each.id], side, motive, kind) for each in session.of_side(side)
    }
    return _side_count(session, cells, side, motive, kind).state


def _partners(
    session: Session, said: dict[str, _Said], motive: str, sides: dict[SideId, SideCount]
) -> tuple[str, ...]:
    found = []
    for side, other in (SIDES, SIDES[::-1]):
        if sides[side].state is not SideState.YES:
            continue
        for complement in session.form_set.complements:
            if complement.of(side) != motive:
                continue
            partner = complement.of(other)
            if _side_state(session, said, partner, other) is SideState.YES:
                found.append(partner)
    return tuple(found)


def _pattern(
    session: Session, motive: str, sides: dict[SideId, SideCount], partners: tuple[str, ...]
) -> Pattern:
    """The rule, in its order (form content, phase 2)."""
    states = [sides[side].state for side in SIDES]
    if states == [SideState.UNKNOWN, SideState.UNKNOWN]:
        return Pattern.NOT_DISCUSSED
    if SideState.YES not in states:
        return Pattern.NO_MOTIVE
    if states == [SideState.YES, SideState.YES]:
        listed = session.form_set.motive(motive)
        if listed is not None and listed.exchange:
            return Pattern.MUTUAL
        return Pattern.PARTLY_SHARED if any(sides[side].no for side in SIDES) else Pattern.SHARED
    if partners:
        return Pattern.COMPLEMENTARY
    return Pattern.ONE_SIDED if SideState.NO in states else Pattern.OTHER_SIDE_UNKNOWN


# Phase 3 ------------------------------------------------------------------------------------------


class IntendedOutcome(Insight, frozen=True, kw_only=True):
    """An intended outcome: joint (``organisation`` is empty) or of one organisation.

    ``id`` is what stands in field ids: ``outcome_1`` or a motive id. ``motives`` are the keys of the
    matrix rows that a joint outcome serves.
    """

    id: str
    organisation: str
    text: str
    motives: tuple[str, ...]

    @property
    def where(self) -> Where:
        """The record in which its agreements are kept."""
        return at_organisation(self.organisation) if self.organisation else WHOLE


def joint_outcomes(session: Session) -> tuple[IntendedOutcome, ...]:
    """The joint intended outcomes, in the order in which they were made."""
    return tuple(
        IntendedOutcome(
            id=outcome,
            organisation="",
            text=text_at(session, WHOLE, fields.outcome_text(outcome)),
            motives=tuple(motives_served(session, outcome)),
        )
        for outcome in session.outcomes
    )


def motives_served(session: Session, outcome: str) -> Iterator[str]:
    """The keys of the matrix rows that a joint outcome is tied to."""
    for answers, suffix in (
        (session.answers, ""),
        *((organisation.answers, f".{organisation.id}") for organisation in session.organisations),
    ):
        for field in sorted(answers):
            parts = field.split(".")
            if parts[0] == "phase2" and parts[2:] == [outcome] and answers[field] is True:
                yield parts[1] + suffix


def own_outcomes(session: Session, organisation: Organisation) -> tuple[IntendedOutcome, ...]:
    """The intended outcomes that one organisation wrote in phase 1 for motives it did not deny.

    One whose text has gone but about which something was agreed stays, with an empty text.
    """
    known = [motive.id for motive in session.form_set.ordered_motives()]
    known += [*session.extra_motives, *session.form_set.free_row_ids()]
    agreed = {field.split(".")[1] for field in organisation.answers if field.startswith("phase3.")}
    for moment in session.moments:
        said = moment.organisations.get(organisation.id, {})
        agreed |= {field.split(".")[1] for field in said if field.count(".") == 2}
    agreed -= set(session.outcomes)
    known += sorted((_motives_answered(organisation) | agreed) - set(known))
    found = []
    for motive in known:
        text = organisation.answers.get(fields.intended(motive), "")
        denied = organisation.answers.get(fields.no(motive)) is True
        if motive in agreed or (isinstance(text, str) and text.strip() and not denied):
            found.append(
                IntendedOutcome(id=motive, organisation=organisation.id, text=str(text), motives=(motive,))
            )
    return tuple(found)


def by_side(session: Session) -> tuple[Organisation, ...]:
    """All organisations as they stand on every screen: education first, then practice."""
    return tuple(organisation for side in SIDES for organisation in session.of_side(side))


def judges(session: Session, moment: Moment, outcome: IntendedOutcome) -> tuple[Organisation, ...]:
    """Who judges an outcome at a moment: the owner of an own outcome, else everyone who takes part.

    An organisation that has left is still among them where it gave a judgement.
    """
    if outcome.organisation:
        return (session.organisation(outcome.organisation),)
    field = fields.agreement(outcome.id, "judgement")
    return tuple(
        organisation
        for organisation in by_side(session)
        if not organisation.has_left or field in moment.organisations.get(organisation.id, {})
    )


def judgements(session: Session, moment: Moment, outcome: IntendedOutcome) -> dict[str, str]:
    """The judgement (an option's id) of each organisation that gave one, by organisation id."""
    field = fields.agreement(outcome.id, "judgement")
    return {
        organisation.id: str(judgement)
        for organisation in judges(session, moment, outcome)
        if (judgement := moment.organisations.get(organisation.id, {}).get(field))
    }


def at_evaluation(moment: Moment, outcome: IntendedOutcome) -> Where:
    """Where an outcome's realised outcome and note at a moment are kept."""
    return Where("moment", moment.id, outcome.organisation)


# What is pointed out ------------------------------------------------------------------------------


class PointKind(Enum):
    """What may need a second look. None of it is an error."""

    NOTE_WITHOUT_TICK = "note_without_tick"
    OUTCOME_WITHOUT_ANSWER = "outcome_without_answer"
    YES_AND_NO = "yes_and_no"
    TALLY_TOO_HIGH = "tally_too_high"


class Point(Insight, frozen=True, kw_only=True):
    """Something pointed out at a field."""

    kind: PointKind
    where: Where
    field: str


def points(session: Session) -> tuple[Point, ...]:
    """All that is pointed out, in the order of the session."""
    found = list(tally_points(session))
    for sheet in session.sheets:
        found += sheet_points(session.form_set, sheet)
    for organisation in session.organisations:
        found += organisation_points(organisation)
    return tuple(found)


def sheet_points(form_set: FormSet, sheet: Sheet) -> list[Point]:
    """A note without a tick is pointed out, never counted."""
    return [
        Point(kind=PointKind.NOTE_WITHOUT_TICK, where=at_sheet(sheet.id), field=fields.note(side, cluster.id))
        for side in SIDES
        for cluster in form_set.clusters
        if sheet.answers.get(fields.note(side, cluster.id))
        and sheet.answers.get(fields.tick(side, cluster.id)) is not True
    ]


def organisation_points(organisation: Organisation) -> list[Point]:
    """Ja and Nee both, and an outcome without Ja or Nee."""
    found = []
    for motive in sorted(_motives_answered(organisation)):
        yes = organisation.answers.get(fields.yes(motive)) is True
        no = organisation.answers.get(fields.no(motive)) is True
        where = at_organisation(organisation.id)
        if yes and no:
            found.append(Point(kind=PointKind.YES_AND_NO, where=where, field=fields.yes(motive)))
        elif not yes and not no and organisation.answers.get(fields.intended(motive)):
            kind = PointKind.OUTCOME_WITHOUT_ANSWER
            found.append(Point(kind=kind, where=where, field=fields.intended(motive)))
    return found


def tally_points(session: Session) -> list[Point]:
    """A cluster that more people named than there were."""
    return [
        Point(kind=PointKind.TALLY_TOO_HIGH, where=WHOLE, field=fields.tally(side, cluster.id))
        for side in SIDES
        for cluster in session.form_set.clusters
        if _number(session.answers, fields.tally(side, cluster.id)) > tally_people(session, side)
    ]
