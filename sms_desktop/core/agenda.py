"""The agenda of the conversation: what to talk about, in which order, for how long. By fixed rules.

**What stands on it.** Every difference in expectation of the quick scan (a gap of 30 points or more, both
groups of three people or more) and every motive of the matrix that at least one side says Ja to, or that
came up in the dialogue. Motives that answer each other are one exchange, and one item.

**In which order.** :class:`Why` lists the reasons in the order in which they come: first where people
expected something else of each other, then where they differ, then what is not known, then what they can
exchange, then what they share, and last what is agreed already. Within one reason: differences in
expectation by size, as in the mirror; motives by the number of organisations that say Ja, then in the order
of the form.

**For how long.** Each item gets :data:`SHORTEST` minutes; what is left is divided by :data:`WEIGHTS`, by the
largest remainder (ties: the earlier item). Where the time is too short for all, the first items get it and
the others are for *if there is time*: they have 0 minutes. A rest too short for any goes to the first.

**What the facilitator changes** is kept as texts of the session (see :func:`at`) and goes before the rule:
the order, the minutes of an item, its questions, and whether it is in, for later, or left out. Minutes that
the facilitator gave are never changed, so only they can make the sum differ from the time given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Literal, TypeAlias

from msgspec.structs import replace

from sms_desktop.core import fields, insight, starters
from sms_desktop.core.forms import SIDES
from sms_desktop.core.insight import Gap, Insight, MotiveRow, Pattern, RowKind
from sms_desktop.core.session import WHOLE, Session, Where, at_organisation, text_at, ticked_at

LARGE_GAP = 30
"""Percentage points from which a gap is a difference in expectation."""
SHORTEST = 5
"""Minutes that a conversation about one item takes at least."""

ItemKind: TypeAlias = Literal["expectation", "pattern", "came_up"]
Place: TypeAlias = Literal["", "in", "later", "out"]
PLACES: tuple[Place, ...] = ("", "in", "later", "out")


class Why(Enum):
    """Why an item stands where it stands, in the order of the agenda."""

    EXPECTATION = "expectation"
    ONE_SIDED = "one_sided"
    PARTLY_SHARED = "partly_shared"
    OTHER_SIDE_UNKNOWN = "other_side_unknown"
    CAME_UP = "came_up"
    EXCHANGE = "exchange"
    SHARED = "shared"
    ASKED_FOR = "asked_for"
    AGREED = "agreed"


# How the time that is left is divided: what differs gets most, what is agreed least.
WEIGHTS: dict[Why, int] = {
    Why.EXPECTATION: 3,
    Why.ONE_SIDED: 3,
    Why.PARTLY_SHARED: 3,
    Why.OTHER_SIDE_UNKNOWN: 2,
    Why.CAME_UP: 2,
    Why.EXCHANGE: 2,
    Why.SHARED: 2,
    Why.ASKED_FOR: 2,
    Why.AGREED: 1,
}

_OF_PATTERN: dict[Pattern, Why] = {
    Pattern.ONE_SIDED: Why.ONE_SIDED,
    Pattern.PARTLY_SHARED: Why.PARTLY_SHARED,
    Pattern.OTHER_SIDE_UNKNOWN: Why.OTHER_SIDE_UNKNOWN,
    Pattern.COMPLEMENTARY: Why.EXCHANGE,
    Pattern.MUTUAL: Why.EXCHANGE,
    Pattern.SHARED: Why.SHARED,
}
_EXCHANGES = (Pattern.COMPLEMENTARY, Pattern.MUTUAL)

# Ids of questions; their words stand in ``agenda_words.py``.
QUESTIONS: dict[Why, tuple[str, ...]] = {
    Why.EXPECTATION: ("expectation_recognise", "expectation_source", "expectation_meaning"),
    Why.ONE_SIDED: ("one_sided_behind", "one_sided_contribute", "one_sided_room"),
    Why.PARTLY_SHARED: ("partly_shared_why_not", "partly_shared_join", "partly_shared_without"),
    Why.OTHER_SIDE_UNKNOWN: ("unknown_recognise", "unknown_expect"),
    Why.CAME_UP: ("came_up_meaning", "came_up_whose"),
    Why.EXCHANGE: ("exchange_give_take", "exchange_balance", "exchange_together"),
    Why.SHARED: ("shared_same", "shared_outcome"),
    Why.ASKED_FOR: ("asked_for_why", "asked_for_outcome"),
    Why.AGREED: ("agreed_outcome", "agreed_first_step"),
}


class AgendaItem(Insight, frozen=True, kw_only=True):
    """Something to talk about.

    ``key`` is the key of a matrix row, or ``SIDE.CLUSTER`` for a difference in expectation. ``also`` are
    the keys of the other rows of an exchange. ``minutes`` is 0 for what is only for *if there is time*.
    ``questions`` are ids (see ``agenda_words.py``); ``own_questions`` are the facilitator's, asked instead
    where there are any. ``findings`` are ids of findings that fit. ``pinned`` says that the facilitator
    gave the minutes, ``moved`` that the facilitator chose the place.
    """

    kind: ItemKind
    key: str
    reason: Why
    cluster: str = ""
    pattern: Pattern | None = None
    gap: Gap | None = None
    also: tuple[str, ...] = ()
    minutes: int = 0
    pinned: bool = False
    moved: bool = False
    questions: tuple[str, ...] = ()
    own_questions: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def is_timed(self) -> bool:
        """Whether it has a time of its own, and is not only for *if there is time*."""
        return self.minutes > 0


def agenda(session: Session, minutes: int) -> tuple[AgendaItem, ...]:
    """The agenda for ``minutes`` minutes: the timed items, then those for *if there is time*.

    The minutes add up to ``minutes`` unless the facilitator gave items a time that does not fit.
    """
    items = _ordered(session, candidates(session))
    timed = _with_time(session, items, max(0, minutes))
    return (*(each for each in timed if each.is_timed), *(each for each in timed if not each.is_timed))


def total(items: Iterable[AgendaItem]) -> int:
    """The minutes of all items together."""
    return sum(each.minutes for each in items)


def left_out(session: Session) -> tuple[AgendaItem, ...]:
    """What the rule puts on the agenda and the facilitator took off, in the order of the rule."""
    left = (each for each in _by_rule(session) if place(session, each.key) == "out")
    return tuple(_changed(session, each, moved=False) for each in left)


def not_asked(session: Session) -> tuple[AgendaItem, ...]:
    """What the rule does not put on the agenda, and the facilitator can: the lines of the mirror, then the
    motives in the order of the form."""
    known = {key for each in _by_rule(session) for key in (each.key, *each.also)}
    lines = [_about_gap(session, line) for line in insight.mirror(session)]
    rows = [_about_motive(session, (row,), Why.ASKED_FOR) for row in insight.matrix(session)]
    return tuple(each for each in (*lines, *rows) if each.key not in known)


# What the facilitator changed ------------------------------------------------------------------------

MINUTES_FIELD = "phase2.agenda.minutes"
ORDER_FIELD = "phase2.agenda.order"


def at(key: str, part: str) -> tuple[Where, str]:
    """Where the facilitator's ``minutes``, ``place`` or ``questions`` of an item are kept.

    All are texts, which every program that reads sessions of version 1 takes and keeps.
    """
    subject, _, rest = key.partition(".")
    if not rest or subject in SIDES:
        return WHOLE, fields.agenda(key, part)
    return at_organisation(rest), fields.agenda(subject, part)


def is_change(field: str) -> bool:
    """Whether a field holds something that the facilitator changed about the agenda."""
    parts = field.split(".")
    return parts[0] == "phase2" and (
        field in (MINUTES_FIELD, ORDER_FIELD)
        or parts[-1] in ("agenda_minutes", "agenda_place", "agenda_questions")
    )


def given_minutes(session: Session, default: int = 45) -> int:
    """The time that the facilitator gave to the whole agenda."""
    return _whole_number(text_at(session, WHOLE, MINUTES_FIELD)) or default


def place(session: Session, key: str) -> Place:
    """Whether the facilitator put an item in, for later, out, or (``""``) left it to the rule."""
    written = _written(session, key, "place")
    return next((each for each in PLACES if each == written), "")


def _written(session: Session, key: str, part: str) -> str:
    where, field = at(key, part)
    try:
        return text_at(session, where, field)
    except KeyError:  # of an organisation that is gone
        return ""


def _whole_number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0


# What stands on it ------------------------------------------------------------------------------------


def candidates(session: Session) -> tuple[AgendaItem, ...]:
    """What can be talked about, in the order of the rule, without a time.

    Besides what the rule gives also what the facilitator put in, and not what was left out.
    """
    return tuple(each for each in _by_rule(session) if place(session, each.key) != "out")


def _by_rule(session: Session) -> tuple[AgendaItem, ...]:
    lines = [_about_gap(session, line) for line in insight.mirror(session) if _is_asked(session, line)]
    rows = _about_motives(session)
    found = [*lines, *rows]
    reasons = list(Why)
    return tuple(sorted(found, key=lambda item: reasons.index(item.reason)))


def is_difference_in_expectation(line: Gap) -> bool:
    """Whether a line of the mirror is one: 30 points or more, both groups of three people or more."""
    enough = min(line.self_people, line.expected_people) >= insight.smallest_group()
    return enough and line.gap is not None and abs(line.gap) >= LARGE_GAP


def _is_asked(session: Session, line: Gap) -> bool:
    return is_difference_in_expectation(line) or place(session, f"{line.side}.{line.cluster}") == "in"


def _about_gap(session: Session, line: Gap) -> AgendaItem:
    reason = Why.EXPECTATION if is_difference_in_expectation(line) else Why.ASKED_FOR
    findings = starters.for_cluster(session, line.cluster)
    return AgendaItem(
        kind="expectation",
        key=f"{line.side}.{line.cluster}",
        reason=reason,
        cluster=line.cluster,
        gap=line,
        questions=QUESTIONS[Why.EXPECTATION],
        findings=tuple(each.id for each in findings),
    )


def _about_motives(session: Session) -> list[AgendaItem]:
    """The items about motives, those with most Ja first; an exchange stands at its first motive."""
    rows = insight.matrix(session)
    groups = _exchanges(rows)
    found: list[tuple[int, AgendaItem]] = []
    for row in rows:
        group = groups.get(row.key, (row,))
        reason = _reason(session, group)
        if group[0] is row and reason is not None:
            most = max(sum(count.yes for count in each.sides.values()) for each in group)
            found.append((-most, _about_motive(session, group, reason)))
    return [item for _most, item in sorted(found, key=lambda pair: pair[0])]


def _exchanges(rows: Sequence[MotiveRow]) -> dict[str, tuple[MotiveRow, ...]]:
    """The rows that answer each other, directly or through another, by the key of each."""
    groups: dict[str, list[MotiveRow]] = {row.key: [row] for row in rows if row.pattern in _EXCHANGES}
    for row in rows:
        for partner in row.partners if row.key in groups else ():
            if partner in groups and groups[partner] is not groups[row.key]:
                joined = groups[row.key] + groups[partner]
                groups |= {each.key: joined for each in joined}
    places = {row.key: place for place, row in enumerate(rows)}
    return {key: tuple(sorted(each, key=lambda row: places[row.key])) for key, each in groups.items()}


def _reason(session: Session, group: Sequence[MotiveRow]) -> Why | None:
    """Why a motive (or an exchange of several) is talked about, or ``None`` if it is not."""
    row = group[0]
    if any(ticked_at(session, each.where, fields.dialogue(each.motive, "joint")) for each in group):
        return Why.AGREED
    if row.pattern in _OF_PATTERN:
        return _OF_PATTERN[row.pattern]
    if row.kind is RowKind.CAME_UP:
        return Why.CAME_UP
    return Why.ASKED_FOR if place(session, row.key) == "in" else None


def _about_motive(session: Session, group: Sequence[MotiveRow], reason: Why) -> AgendaItem:
    row = group[0]
    findings = dict.fromkeys(each.id for one in group for each in starters.for_motive(session, one))
    return AgendaItem(
        kind="came_up" if row.kind is RowKind.CAME_UP else "pattern",
        key=row.key,
        reason=reason,
        cluster=row.cluster,
        pattern=row.pattern,
        also=tuple(each.key for each in group[1:]),
        questions=QUESTIONS[reason],
        findings=tuple(findings),
    )


# In which order ----------------------------------------------------------------------------------------


def _ordered(session: Session, items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """The items in the facilitator's order; those that it does not name follow as the rule has them."""
    named = text_at(session, WHOLE, ORDER_FIELD).split()
    places = {key: place for place, key in enumerate(dict.fromkeys(named))}
    ordered = sorted(items, key=lambda item: places.get(item.key, len(places)))
    return [_changed(session, item, moved=item.key in places) for item in ordered]


def _changed(session: Session, item: AgendaItem, *, moved: bool) -> AgendaItem:
    lines = _written(session, item.key, "questions").splitlines()
    own = tuple(stripped for line in lines if (stripped := line.strip()))
    return replace(item, own_questions=own, moved=moved)


# For how long -------------------------------------------------------------------------------------------


def _with_time(session: Session, items: Sequence[AgendaItem], minutes: int) -> list[AgendaItem]:
    given = {item.key: _whole_number(_written(session, item.key, "minutes")) for item in items}
    places = {item.key: place(session, item.key) for item in items}
    pinned = {key: each for key, each in given.items() if each and places[key] != "later"}
    left = max(0, minutes - sum(pinned.values()))
    free = [item for item in items if item.key not in pinned and places[item.key] != "later"]
    room = max(left // SHORTEST, 1 if left else 0)
    first = sorted(free, key=lambda item: places[item.key] != "in")[:room]
    chosen = [item for item in free if item in first]
    times = pinned | dict(zip((item.key for item in chosen), divided(left, chosen), strict=True))
    return [replace(each, minutes=times.get(each.key, 0), pinned=each.key in pinned) for each in items]


def divided(minutes: int, items: Sequence[AgendaItem]) -> list[int]:
    """Whole minutes for each item that add up to ``minutes``: the shortest time, the rest by weight."""
    if not items:
        return []
    least = min(SHORTEST, minutes // len(items))
    return [
        least + extra
        for extra in largest_remainder(minutes - least * len(items), [WEIGHTS[item.reason] for item in items])
    ]


def largest_remainder(amount: int, weights: Sequence[int]) -> list[int]:
    """``amount`` in whole parts after ``weights``. What rounding leaves goes to the largest remainders;
    of equal ones the first."""
    whole = sum(weights)
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(amount * weights[place] % whole))
    for place_ in by_remainder[: amount - sum(parts)]:
        parts[place_] += 1
    return parts
