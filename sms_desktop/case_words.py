"""The cross-case table in words: what groups of sessions are called, and its lines for people and programs.

The window, paper, workbooks and the command all say it in these words.
"""

from __future__ import annotations

from collections.abc import Iterator

from sms_desktop import labels
from sms_desktop.core import cases
from sms_desktop.core.cases import Case, Comparison, Group, Line, Named
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.insight import is_small
from sms_desktop.i18n import Language, mark

READING = mark(
    "At a cluster: of the people who answered that half of the quick scan, how many ticked it. At a motive: "
    "of the organisations that said Ja or Nee, how many said Ja. A dash: there was nobody. Small: fewer than "
    "three. Empty: it is not on the list of that side."
)
"""How the numbers are to be read."""


def motive_label(form_set: FormSet, motive: str, _: Language) -> str:
    """The short name of a motive, or its id if the form set does not have it."""
    known = form_set.motive(motive)
    return known.short.in_language(_.code) if known else motive


def sector_label(form_set: FormSet, sector: str, _: Language) -> str:
    """The name of a sector, as typed if it is none of the form set; *sector onbekend* for none."""
    return _option(form_set, "session.sector", sector, _) or _("sector unknown")


def partnership_label(form_set: FormSet, partnership: str, _: Language) -> str:
    """The name of a kind of partnership; *soort onbekend* for none."""
    return _option(form_set, "session.partnership", partnership, _) or _("kind unknown")


def _option(form_set: FormSet, field: str, option: str, _: Language) -> str:
    options = next((spec.options for spec in form_set.session.more if spec.id == field), ())
    return labels.option_label(options, option, _)


def heads(comparison: Comparison, form_set: FormSet, _: Language) -> list[str]:
    """What the columns of :func:`sms_desktop.core.cases.columns` are called."""
    sectors = [sector_label(form_set, each.id, _) for each in comparison.sectors]
    kinds = [partnership_label(form_set, each.id, _) for each in comparison.partnerships]
    return [*sectors, *kinds, _("all")]


def line_label(line: Line, form_set: FormSet, _: Language) -> str:
    """The name of a line: its motive, else its cluster."""
    if line.motive:
        return motive_label(form_set, line.motive, _)
    return labels.cluster_label(form_set, line.cluster, _)


COLUMNS = ("group", "id", "file", "side", "kind", "item", "count", "of")


def long_table(comparison: Comparison) -> Iterator[tuple[str | int, ...]]:
    """The comparison as a tidy table, head first: a line for each number. ``of`` is empty for partners."""
    yield COLUMNS
    for case in comparison.cases:
        yield from _long_lines(("session", case.session, case.file), case)
    for kind, groups in (("sector", comparison.sectors), ("partnership", comparison.partnerships)):
        for group in groups:
            yield from _long_lines((kind, group.id, ""), group)
    yield from _long_lines(("all", "", ""), comparison.everything)


def _long_lines(head: tuple[str, str, str], of: Case | Group) -> Iterator[tuple[str | int, ...]]:
    for side in SIDES:
        yield (*head, side, "partners", "", of.partners[side], "")
        for kind, every in (("cluster", of.clusters[side]), ("motive", of.motives[side])):
            for item, named in every.items():
                yield (*head, side, kind, item, named.count, named.of)


def table(comparison: Comparison, form_set: FormSet, _: Language) -> Iterator[list[str]]:
    """The cross-case table in words, head first: a column for each sector, kind of partnership, and all."""
    groups = list(cases.columns(comparison))
    yield ["", *heads(comparison, form_set, _)]
    yield [_("sessions"), *(_.number(group.cases) for group in groups)]
    for side in SIDES:
        partners = form_set.side(side).partner.in_language(_.code)
        yield [partners, *(_.number(group.partners[side]) for group in groups)]
    for side in SIDES:
        yield from _side_lines(comparison, form_set, side, groups, _)


def _side_lines(
    comparison: Comparison, form_set: FormSet, side: SideId, groups: list[Group], _: Language
) -> Iterator[list[str]]:
    yield [labels.side_label(form_set, side, _), *("" for _group in groups)]
    for cluster in cases.clusters_in(comparison, form_set):
        named = (group.clusters[side].get(cluster, Named()) for group in groups)
        label = labels.cluster_label(form_set, cluster, _)
        yield [f"  {label}", *(share(each, _) for each in named)]
    for motive in cases.motives_in(comparison, form_set, side):
        named = (group.motives[side].get(motive, Named()) for group in groups)
        yield [f"    {motive_label(form_set, motive, _)}", *(share(each, _) for each in named)]


def share(named: Named, _: Language) -> str:
    """How many of how many, and the share: *3/5 · 60 %*; a dash where there was nobody.

    A share of one or two says more than it knows: *1/2 · klein*.
    """
    if named.share is None:
        return "–"
    return f"{_.number(named.count)}/{_.number(named.of)} · {bare_share(named, _)}"


def bare_share(named: Named, _: Language) -> str:
    """The share alone: *60 %*, *klein*, or a dash."""
    if named.share is None:
        return "–"
    return _("small") if is_small(named.of) else f"{_.number(round(named.share))} %"


def cell(named: Named | None, _: Language) -> str:
    """What stands in the table for both sides: nothing where that side is not asked."""
    return "" if named is None else share(named, _)


def case_line(case: Case, form_set: FormSet, _: Language) -> tuple[str, ...]:
    """A session in the list of what is in it: name, sector, kind, partners of each side, file."""
    return (
        case.environment or _("learning environment without a name"),
        sector_label(form_set, case.sector, _),
        partnership_label(form_set, case.partnership, _),
        *(_.number(case.partners[side]) for side in SIDES),
        case.file,
    )
