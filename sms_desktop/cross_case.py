"""Many sessions compared, as JSON for other programs and as a table for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sms_desktop import labels, messages
from sms_desktop.core import cases
from sms_desktop.core.cases import Case, Group, Named
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.exchange.compare import Compared
from sms_desktop.i18n import Language
from sms_desktop.summary import in_columns

FORMAT = "sms-comparison"
VERSION = 1


def as_json(compared: Compared, form_set: FormSet, language: Language) -> str:
    """The comparison as JSON, described in the README. ASCII only, so that any encoding carries it."""
    comparison = compared.comparison
    data = {
        "format": FORMAT,
        "version": VERSION,
        "sessions": [_case(each) for each in comparison.cases],
        "damaged": [
            {"file": each.file, "reason": messages.words_of(each.error)} for each in compared.damaged
        ],
        "duplicates": [{"file": each.file, "same_as": each.same_as} for each in compared.duplicates],
        "labels": _labels(compared, form_set, language),
        "all": _group(comparison.everything),
        "sectors": [_group(each) for each in comparison.sectors],
        "partnerships": [_group(each) for each in comparison.partnerships],
    }
    return json.dumps(data, indent=2)


def _case(case: Case) -> dict[str, Any]:
    return {
        "file": case.file,
        "session": case.session,
        "environment": case.environment,
        "sector": case.sector,
        "partnership": case.partnership,
        "start_year": case.start_year,
        "curriculum_place": case.curriculum_place,
        "sheets": case.sheets,
        **_sides(case),
    }


def _group(group: Group) -> dict[str, Any]:
    return {"id": group.id, "sessions": group.cases, "sheets": group.sheets, **_sides(group)}


def _sides(of: Case | Group) -> dict[str, Any]:
    return {
        side: {
            "partners": of.partners[side],
            "clusters": {key: _named(named) for key, named in of.clusters[side].items()},
            "motives": {key: _named(named) for key, named in of.motives[side].items()},
        }
        for side in SIDES
    }


def _named(named: Named) -> dict[str, Any]:
    share = None if named.share is None else round(named.share, 1)
    return {"count": named.count, "of": named.of, "share": share}


def _labels(compared: Compared, form_set: FormSet, _: Language) -> dict[str, dict[str, str]]:
    """What the ids are called in the language asked for."""
    comparison = compared.comparison
    motives = dict.fromkeys(key for side in SIDES for key in cases.motives_in(comparison, form_set, side))
    return {
        "sides": {side: labels.side_label(form_set, side, _) for side in SIDES},
        "clusters": {
            key: labels.cluster_label(form_set, key, _) for key in cases.clusters_in(comparison, form_set)
        },
        "motives": {key: motive_label(form_set, key, _) for key in motives},
        "sectors": {each.id: sector_label(form_set, each.id, _) for each in comparison.sectors},
        "partnerships": {
            each.id: partnership_label(form_set, each.id, _) for each in comparison.partnerships
        },
    }


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


def as_text(compared: Compared, form_set: FormSet, _: Language) -> str:
    """The cross-case table for a terminal: sectors beside each other, then kinds of partnership, then all;
    below it the files that are not in it."""
    comparison = compared.comparison
    lines = [
        _.plural("{n} session", "{n} sessions", len(comparison.cases)),
        *in_columns(table(compared, form_set, _)),
    ]
    if compared.damaged:
        lines += ["", _("Not readable, and not counted:")]
        lines += [f"  {each.file}: {messages.words_of(each.error)}" for each in compared.damaged]
    if compared.duplicates:
        lines += ["", _("The same session once more, and not counted:")]
        lines += [f"  {each.file} = {each.same_as}" for each in compared.duplicates]
    return "\n".join(lines)


COLUMNS = ("group", "id", "file", "side", "kind", "item", "count", "of")


def long_table(compared: Compared) -> Iterator[tuple[str | int, ...]]:
    """The comparison as a tidy table, head first: a line for each number. ``of`` is empty for partners."""
    comparison = compared.comparison
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


def table(compared: Compared, form_set: FormSet, _: Language) -> Iterator[list[str]]:
    """The cross-case table in words, head first: a column for each sector, kind of partnership, and all."""
    comparison = compared.comparison
    groups = [*comparison.sectors, *comparison.partnerships, comparison.everything]
    heads = [sector_label(form_set, each.id, _) for each in comparison.sectors]
    heads += [partnership_label(form_set, each.id, _) for each in comparison.partnerships]
    yield ["", *heads, _("all")]
    yield [_("sessions"), *(_.number(group.cases) for group in groups)]
    for side in SIDES:
        partners = form_set.side(side).partner.in_language(_.code)
        yield [partners, *(_.number(group.partners[side]) for group in groups)]
    for side in SIDES:
        yield from _side_lines(compared, form_set, side, groups, _)


def _side_lines(
    compared: Compared, form_set: FormSet, side: SideId, groups: list[Group], _: Language
) -> Iterator[list[str]]:
    yield [labels.side_label(form_set, side, _), *("" for _group in groups)]
    for cluster in cases.clusters_in(compared.comparison, form_set):
        named = (group.clusters[side].get(cluster, Named()) for group in groups)
        label = labels.cluster_label(form_set, cluster, _)
        yield [f"  {label}", *(_share(each, _) for each in named)]
    for motive in cases.motives_in(compared.comparison, form_set, side):
        named = (group.motives[side].get(motive, Named()) for group in groups)
        yield [f"    {motive_label(form_set, motive, _)}", *(_share(each, _) for each in named)]


def _share(named: Named, _: Language) -> str:
    if named.share is None:
        return "–"
    return f"{_.number(named.count)}/{_.number(named.of)} · {_.number(round(named.share))} %"
