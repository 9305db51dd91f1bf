"""Field ids: what kind of value each names, where it is kept, and which fields exclude each other.

One id names one thing everywhere: in the session, on paper, in a widget, in a scan and in an export.
A repeated thing (sheet, organisation, moment) carries its own id apart, see
:class:`sms_desktop.core.session.Where`. The grammar also knows ids that today's form set does not have
any more, so that old answers keep their meaning.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from sms_desktop.core.forms import SIDES, SideId

ROLES = ("education", "practice", "both", "other")


class Kind(Enum):
    """What a field holds: a tick (``bool``), a text (``str``) or a number (``int``, not negative)."""

    TICK = bool
    TEXT = str
    NUMBER = int


_SIDE = "(education|practice)"
_NAME = "[a-z][a-z0-9_]*"

_GRAMMAR: tuple[tuple[re.Pattern[str], Kind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"quick_scan\.role\.(education|practice|both|other)", Kind.TICK),
        (rf"quick_scan\.{_SIDE}\.{_NAME}", Kind.TICK),
        (rf"phase1\.{_NAME}\.(yes|no)", Kind.TICK),
        (rf"phase1\.{_NAME}\.outcome\.box", Kind.TICK),
        (rf"phase2\.{_NAME}\.(joint|outcome_\d+)", Kind.TICK),
        (rf"phase2\.{_NAME}\.level\.{_NAME}", Kind.TICK),
        (r"phase3\.rediscuss", Kind.TICK),
        (rf"tally\.{_SIDE}\.{_NAME}", Kind.NUMBER),
        (rf"(session|organisation|quick_scan|phase1|phase2|phase3)(\.{_NAME}){{1,3}}", Kind.TEXT),
    )
)

RECORD_PREFIXES: dict[str, tuple[str, ...]] = {
    "session": ("session", "tally", "phase2", "phase3"),
    "organisation": ("organisation", "phase1", "phase2", "phase3"),
    "sheet": ("quick_scan",),
    "moment": ("phase3",),
}


@lru_cache(maxsize=8192)
def kind_of(field: str) -> Kind | None:
    """The kind of value that ``field`` names, or ``None`` if it is no field id."""
    return next((kind for pattern, kind in _GRAMMAR if pattern.fullmatch(field)), None)


def belongs_to(field: str, record: str) -> bool:
    """Whether ``field`` is kept in a record of this kind (``session``, ``organisation``, …)."""
    return field.split(".", 1)[0] in RECORD_PREFIXES[record]


def excluded_by(field: str) -> tuple[str, ...]:
    """The ticks that go when ``field`` is ticked: Ja and Nee, the four roles, *bewust leeg* by a tick."""
    parts = field.split(".")
    if parts[0] == "phase1" and parts[-1] in ("yes", "no"):
        return (".".join([*parts[:-1], "no" if parts[-1] == "yes" else "yes"]),)
    if field.startswith("quick_scan.role.") and len(parts) == 3:
        return tuple(role_tick(role) for role in ROLES if role != parts[2])
    if parts[0] == "quick_scan" and len(parts) == 3 and parts[1] in SIDES and parts[2] != "left_empty":
        return (f"quick_scan.{parts[1]}.left_empty",)
    return ()


def exclude(one: str, other: str) -> bool:
    """Whether only one of these two can be ticked."""
    return other in excluded_by(one) or one in excluded_by(other)


def tick(side: SideId, cluster: str) -> str:
    """The quick scan tick of a cluster on one half."""
    return f"quick_scan.{side}.{cluster}"


def note(side: SideId, cluster: str) -> str:
    """The line beside that tick."""
    return f"quick_scan.{side}.{cluster}.note"


def left_empty(side: SideId) -> str:
    """The mark that a half was left empty on purpose."""
    return f"quick_scan.{side}.left_empty"


def role_tick(role: str) -> str:
    """The tick that says who filled in the sheet."""
    return f"quick_scan.role.{role}"


def yes(motive: str) -> str:
    """Phase 1: the motive applies."""
    return f"phase1.{motive}.yes"


def no(motive: str) -> str:
    """Phase 1: the motive does not apply."""
    return f"phase1.{motive}.no"


def intended(motive: str) -> str:
    """Phase 1: the intended outcome of a motive."""
    return f"phase1.{motive}.outcome"


def free_text(row: str) -> str:
    """Phase 1: what an organisation wrote as its own motive in a free row."""
    return f"phase1.{row}.text"


def link(row: str) -> str:
    """The motive that the facilitator linked a free row to (a motive id, or empty)."""
    return f"phase1.{row}.link"


def dialogue(motive: str, part: str) -> str:
    """Phase 2: ``joint``, ``note``, ``level.individual``, ``outcome_1`` … of a motive."""
    return f"phase2.{motive}.{part}"


def outcome_text(outcome: str) -> str:
    """Phase 2: the wording of a joint intended outcome (``outcome_1`` …)."""
    return f"phase2.{outcome}.text"


def agenda(subject: str, part: str) -> str:
    """Phase 2: what the facilitator changed about an item of the agenda (a text, also for a number).

    ``subject`` is a motive, or ``SIDE.CLUSTER`` for a difference in expectation.
    """
    return f"phase2.{subject}.agenda_{part}"


def agreement(outcome: str, part: str) -> str:
    """Phase 3: ``agreement``, ``owner``, ``judgement`` … of an intended outcome."""
    return f"phase3.{outcome}.{part}"


def tally(side: SideId, what: str) -> str:
    """A show of hands: the number for a cluster, or ``people`` for the number of people."""
    return f"tally.{side}.{what}"
