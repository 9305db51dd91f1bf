"""The thread (*rode draad*): motive, intended outcome, agreement, evidence over the evaluation moments.

One thread per intended outcome, since an outcome may serve several motives; and one per motive that has
none. Threads that break off say where. Pure data: poster, screen and report draw the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from sms_desktop.core import fields, insight
from sms_desktop.core.insight import Insight, IntendedOutcome
from sms_desktop.core.session import (
    WHOLE,
    Moment,
    Organisation,
    Session,
    Where,
    at_moment,
    at_organisation,
    text_at,
    ticked_at,
)

DROPPED = "dropped"
"""The status of an agreement that no longer holds."""


class Break(Enum):
    """Where a thread breaks off."""

    NO_MOTIVE = "no_motive"
    """A joint outcome that serves no motive."""
    NO_OUTCOME = "no_outcome"
    """A motive without an intended outcome."""
    NO_AGREEMENT = "no_agreement"
    """An intended outcome about which nothing was agreed."""
    NOT_EVALUATED = "not_evaluated"
    """An agreement about which nothing was said at any evaluation moment."""


class Agreement(Insight, frozen=True, kw_only=True):
    """What was agreed about an outcome. ``status`` is an option's id; all may be empty."""

    agreement: str
    owner: str
    term: str
    indicator: str
    status: str

    @property
    def is_made(self) -> bool:
        """Whether it says what will be done."""
        return bool(self.agreement.strip())


class Evidence(Insight, frozen=True, kw_only=True):
    """What was said of an outcome at one evaluation moment.

    ``date`` is as it was typed; ``judgements`` has an option's id by organisation id.
    """

    moment: str
    date: str
    judgements: dict[str, str]
    realised: str
    note: str

    @property
    def is_given(self) -> bool:
        """Whether anything was judged or realised. A note alone is no evidence."""
        return bool(self.judgements) or bool(self.realised.strip())


class Thread(Insight, frozen=True, kw_only=True):
    """One thread. ``organisation`` is empty for a joint one.

    ``motives`` are keys as :func:`sms_desktop.labels.motive_label` takes them. Without an ``outcome`` there
    is no ``agreement`` and no ``evidence``; else there is one ``evidence`` for each moment, in order.
    """

    organisation: str
    motives: tuple[str, ...]
    outcome: IntendedOutcome | None
    agreement: Agreement | None
    evidence: tuple[Evidence, ...]
    breaks: tuple[Break, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it runs from motive to evidence (or to an agreement that was dropped)."""
        return not self.breaks


def threads(session: Session) -> tuple[Thread, ...]:
    """All threads: the joint ones, then those of each organisation, education first."""
    return (*joint(session), *(each for one in insight.by_side(session) for each in own(session, one)))


def joint(session: Session) -> tuple[Thread, ...]:
    """The threads of the group: joint outcomes, then joint motives that no outcome serves."""
    rows, outcomes = insight.matrix(session), insight.joint_outcomes(session)
    places = {row.key: place for place, row in enumerate(rows)}
    served = {motive for outcome in outcomes for motive in outcome.motives}
    found = []
    for outcome in outcomes:
        motives = sorted(outcome.motives, key=lambda key: places.get(key, len(places)))
        found.append(_thread(session, outcome, tuple(motives)))
    for row in rows:
        agreed = ticked_at(session, row.where, fields.dialogue(row.motive, "joint"))
        if agreed and row.key not in served:
            found.append(_without_outcome(row.key))
    return tuple(found)


def own(session: Session, organisation: Organisation) -> tuple[Thread, ...]:
    """The threads of one organisation: its own outcomes, then motives it said Ja to without an outcome."""
    outcomes = insight.own_outcomes(session, organisation)
    found = [_thread(session, each, (_key(each.id, organisation),)) for each in outcomes]
    known = {each.id for each in outcomes}
    for motive in _said_yes(session, organisation):
        if motive not in known:
            found.append(_without_outcome(_key(motive, organisation), organisation.id))
    return tuple(found)


def _key(motive: str, organisation: Organisation) -> str:
    return f"{motive}.{organisation.id}" if motive.startswith("other_") else motive


def _said_yes(session: Session, organisation: Organisation) -> Iterator[str]:
    """The motives that an organisation said Ja, and not also Nee, to, in the order of the form."""
    order = [motive.id for motive in session.form_set.ordered_motives()]
    order += [*session.extra_motives, *insight.free_rows(session, organisation)]
    order += [each for each in insight.off_list(session, organisation) if each not in order]
    where = at_organisation(organisation.id)
    for motive in order:
        if ticked_at(session, where, fields.yes(motive)) and not ticked_at(session, where, fields.no(motive)):
            yield motive


def _without_outcome(motive: str, organisation: str = "") -> Thread:
    return Thread(
        organisation=organisation,
        motives=(motive,),
        outcome=None,
        agreement=None,
        evidence=(),
        breaks=(Break.NO_OUTCOME,),
    )


def _thread(session: Session, outcome: IntendedOutcome, motives: tuple[str, ...]) -> Thread:
    agreement = _agreement(session, outcome)
    evidence = tuple(_evidence(session, moment, outcome) for moment in session.moments)
    return Thread(
        organisation=outcome.organisation,
        motives=motives,
        outcome=outcome,
        agreement=agreement,
        evidence=evidence,
        breaks=tuple(_breaks(outcome, motives, agreement, evidence)),
    )


def _breaks(
    outcome: IntendedOutcome, motives: tuple[str, ...], agreement: Agreement, evidence: tuple[Evidence, ...]
) -> Iterator[Break]:
    if not motives:
        yield Break.NO_MOTIVE
    if not outcome.text.strip():
        yield Break.NO_OUTCOME
    if not agreement.is_made:
        yield Break.NO_AGREEMENT
    elif agreement.status != DROPPED and not any(each.is_given for each in evidence):
        yield Break.NOT_EVALUATED


def _agreement(session: Session, outcome: IntendedOutcome) -> Agreement:
    def part(name: str) -> str:
        return text_at(session, outcome.where, fields.agreement(outcome.id, name))

    return Agreement(
        agreement=part("agreement"),
        owner=part("owner"),
        term=part("term"),
        indicator=part("indicator"),
        status=part("status"),
    )


def _evidence(session: Session, moment: Moment, outcome: IntendedOutcome) -> Evidence:
    where: Where = insight.at_evaluation(moment, outcome)
    return Evidence(
        moment=moment.id,
        date=text_at(session, at_moment(moment.id), "phase3.date"),
        judgements=insight.judgements(session, moment, outcome),
        realised=text_at(session, where, fields.agreement(outcome.id, "realised")),
        note=text_at(session, where, fields.agreement(outcome.id, "note")),
    )


def ambition(session: Session) -> str:
    """The shared ambition, under which all threads run."""
    return text_at(session, WHOLE, "phase2.ambition")
