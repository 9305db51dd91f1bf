"""Many sessions compared, as JSON for other programs and as a table for people."""

from __future__ import annotations

import json
from typing import Any

from sms_desktop import case_words, labels, messages
from sms_desktop.core import cases
from sms_desktop.core.cases import Case, Group, Named
from sms_desktop.core.forms import SIDES, FormSet
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
        "motives": {key: case_words.motive_label(form_set, key, _) for key in motives},
        "sectors": {each.id: case_words.sector_label(form_set, each.id, _) for each in comparison.sectors},
        "partnerships": {
            each.id: case_words.partnership_label(form_set, each.id, _) for each in comparison.partnerships
        },
    }


def as_text(compared: Compared, form_set: FormSet, _: Language) -> str:
    """The cross-case table for a terminal: sectors beside each other, then kinds of partnership, then all;
    below it the files that are not in it."""
    comparison = compared.comparison
    lines = [
        _.plural("{n} session", "{n} sessions", len(comparison.cases)),
        *in_columns(case_words.table(comparison, form_set, _)),
    ]
    if compared.damaged:
        lines += ["", _("Not readable, and not counted:")]
        lines += [f"  {each.file}: {messages.words_of(each.error)}" for each in compared.damaged]
    if compared.duplicates:
        lines += ["", _("The same session once more, and not counted:")]
        lines += [f"  {each.file} = {each.same_as}" for each in compared.duplicates]
    return "\n".join(lines)
