"""Many sessions beside each other, in the shape of the cross-case table of the five-sector study.

Each session is a case: its sector and kind of partnership, how many partners of each side, and per side how
often each cluster (quick scan) and each motive (phase 1) was named. Cases are added up per sector and per
kind of partnership. A case is small and says nothing of persons, so that tens of thousands can be kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from sms_desktop.core import insight, starters
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.insight import Insight, RowKind
from sms_desktop.core.session import WHOLE, Session, text_at


class Named(Insight, frozen=True, kw_only=True):
    """How many of how many named something: of the people a cluster, of the organisations that said Ja or
    Nee a motive."""

    count: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """Percent, or ``None`` where there was nobody."""
        return 100 * self.count / self.of if self.of else None

    def and_also(self, other: Named) -> Named:
        """Both together."""
        return Named(count=self.count + other.count, of=self.of + other.of)


class Case(Insight, frozen=True, kw_only=True):
    """One session. ``sector`` is an id of the form set, or what was typed; ``clusters`` and ``motives`` are
    by side and id. Organisations that have left are not among the ``partners``, nor counted."""

    file: str
    session: str
    environment: str
    sector: str
    partnership: str
    start_year: str
    curriculum_place: str
    sheets: int
    partners: dict[SideId, int]
    clusters: dict[SideId, dict[str, Named]]
    motives: dict[SideId, dict[str, Named]]


class Group(Insight, frozen=True, kw_only=True):
    """Some cases added up. ``id`` is a sector or a kind of partnership, ``""`` for those without one."""

    id: str
    cases: int
    sheets: int
    partners: dict[SideId, int]
    clusters: dict[SideId, dict[str, Named]]
    motives: dict[SideId, dict[str, Named]]


class Comparison(Insight, frozen=True, kw_only=True):
    """All cases, in the order of the table: by sector, then by name."""

    cases: tuple[Case, ...]
    everything: Group
    sectors: tuple[Group, ...]
    partnerships: tuple[Group, ...]


def case_of(session: Session, file: str) -> Case:
    """One session as a case; ``file`` is the name by which it is found again."""
    counted = insight.overview(session)
    return Case(
        file=file,
        session=session.id,
        environment=text_at(session, WHOLE, "session.environment"),
        sector=starters.sector(session),
        partnership=starters.partnership(session),
        start_year=text_at(session, WHOLE, "session.start_year"),
        curriculum_place=text_at(session, WHOLE, "session.curriculum_place"),
        sheets=counted.sheets,
        partners={
            side: sum(not organisation.has_left for organisation in session.of_side(side)) for side in SIDES
        },
        clusters={
            half.side: {key: Named(count=count, of=half.people) for key, count in half.counts.items()}
            for half in counted.halves
        },
        motives=_motives(session),
    )


def _motives(session: Session) -> dict[SideId, dict[str, Named]]:
    """The motives of the form that anybody answered. What came up in one dialogue has no counterpart in
    another, so free rows count only where they were linked to a motive of the form."""
    found: dict[SideId, dict[str, Named]] = {side: {} for side in SIDES}
    for row in insight.matrix(session):
        for side, count in row.sides.items():
            if row.kind in (RowKind.LISTED, RowKind.FORMER) and count.yes + count.no:
                found[side][row.motive] = Named(count=count.yes, of=count.yes + count.no)
    return found


def compare(cases: Iterable[Case], form_set: FormSet) -> Comparison:
    """The cases added up. Sectors stand in the order of ``form_set``, others after them by name, and cases
    without a sector last."""
    sectors = _option_ids(form_set, "session.sector")
    partnerships = _option_ids(form_set, "session.partnership")

    def place(known: tuple[str, ...], key: str) -> tuple[int, str]:
        return (known.index(key) if key in known else len(known) + (not key), key.casefold())

    ordered = sorted(
        cases, key=lambda case: (place(sectors, case.sector), case.environment.casefold(), case.file)
    )
    by_sector: dict[str, list[Case]] = {}
    by_partnership: dict[str, list[Case]] = {}
    for case in ordered:
        by_sector.setdefault(case.sector.casefold(), []).append(case)
        by_partnership.setdefault(case.partnership, []).append(case)
    return Comparison(
        cases=tuple(ordered),
        everything=added_up("", ordered),
        sectors=tuple(added_up(each[0].sector, each) for each in by_sector.values()),
        partnerships=tuple(
            added_up(key, by_partnership[key])
            for key in sorted(by_partnership, key=lambda key: place(partnerships, key))
        ),
    )


def _option_ids(form_set: FormSet, field: str) -> tuple[str, ...]:
    return tuple(option.id for spec in form_set.session.more if spec.id == field for option in spec.options)


def added_up(key: str, cases: Iterable[Case]) -> Group:
    """Cases as one group."""
    number = sheets = 0
    partners: dict[SideId, int] = dict.fromkeys(SIDES, 0)
    clusters: dict[SideId, dict[str, Named]] = {side: {} for side in SIDES}
    motives: dict[SideId, dict[str, Named]] = {side: {} for side in SIDES}
    for case in cases:
        number, sheets = number + 1, sheets + case.sheets
        for side in SIDES:
            partners[side] += case.partners[side]
            _add(clusters[side], case.clusters[side])
            _add(motives[side], case.motives[side])
    return Group(id=key, cases=number, sheets=sheets, partners=partners, clusters=clusters, motives=motives)


def _add(total: dict[str, Named], more: dict[str, Named]) -> None:
    for key, named in more.items():
        total[key] = total.get(key, Named()).and_also(named)


def motives_in(comparison: Comparison, form_set: FormSet, side: SideId) -> tuple[str, ...]:
    """The rows of the table for a side: the motives of its list, then others that were answered."""
    listed = [motive.id for motive in form_set.ordered_motives() if motive.text(side) is not None]
    return (*listed, *sorted(set(comparison.everything.motives[side]) - set(listed)))


def clusters_in(comparison: Comparison, form_set: FormSet) -> tuple[str, ...]:
    """The clusters of the form set, then others that were answered."""
    known = [cluster.id for cluster in form_set.clusters]
    answered = {key for side in SIDES for key in comparison.everything.clusters[side]}
    return (*known, *sorted(answered - set(known)))


# Side by side ---------------------------------------------------------------------------------------------


class Line(Insight, frozen=True, kw_only=True):
    """A line of the table: a ``cluster``, and under it its motives. ``asked`` are the sides that can name it:
    a motive that is not on the list of a side has no number there, which is not the same as nobody."""

    cluster: str
    motive: str = ""
    asked: tuple[SideId, ...] = SIDES

    def named(self, group: Group, side: SideId) -> Named | None:
        """How many of how many on ``side`` named it, or ``None`` where that side is not asked."""
        if side not in self.asked:
            return None
        found = (
            group.motives[side].get(self.motive) if self.motive else group.clusters[side].get(self.cluster)
        )
        return found or Named()


def lines(comparison: Comparison, form_set: FormSet) -> tuple[Line, ...]:
    """The lines for both sides beside each other: each cluster with its motives under it, then motives that
    the form set does not have."""
    asked: dict[str, tuple[SideId, ...]] = {}
    for side in SIDES:
        for motive in motives_in(comparison, form_set, side):
            asked[motive] = (*asked.get(motive, ()), side)
    known = {motive.id: motive.cluster for motive in form_set.ordered_motives()}
    found = []
    for cluster in clusters_in(comparison, form_set):
        found.append(Line(cluster=cluster))
        found += [
            Line(cluster=cluster, motive=each, asked=asked[each])
            for each, of in known.items()
            if of == cluster and each in asked
        ]
    others = sorted(set(asked) - set(known))
    return (*found, *(Line(cluster="", motive=each, asked=asked[each]) for each in others))


def columns(comparison: Comparison) -> tuple[Group, ...]:
    """What stands beside each other: the sectors, the kinds of partnership, and everything."""
    return (*comparison.sectors, *comparison.partnerships, comparison.everything)


def narrowed(
    comparison: Comparison, form_set: FormSet, sector: str | None = None, partnership: str | None = None
) -> Comparison:
    """Only the cases of one sector, of one kind of partnership, or both; ``None`` keeps all, ``""`` those of
    which it is not known."""
    return compare(
        (
            case
            for case in comparison.cases
            if (sector is None or case.sector.casefold() == sector.casefold())
            and (partnership is None or case.partnership == partnership)
        ),
        form_set,
    )
