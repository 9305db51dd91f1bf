"""What a session says together, as JSON for other programs and as a table for people.

The numbers are those of the window: both take them from :mod:`sms_desktop.core.insight`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sms_desktop import agenda_words, labels
from sms_desktop.core import agenda, insight
from sms_desktop.core.agenda import AgendaItem
from sms_desktop.core.forms import SIDES
from sms_desktop.core.insight import Gap, MotiveRow, Overview
from sms_desktop.core.session import Session
from sms_desktop.i18n import Language

FORMAT = "sms-overview"
VERSION = 1

_ROLE_NAMES = {"": "unknown"}


def as_json(session: Session, language: Language) -> str:
    """The overview as JSON, described in the README. ASCII only, so that any encoding carries it."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "session": session.id,
        "environment": session.answers.get("session.environment", ""),
        "quick_scan": _quick_scan(session, insight.overview(session), language),
        "motives": [_motive(session, row, language) for row in insight.matrix(session)],
        "agenda": _agenda(session, language),
    }
    return json.dumps(data, indent=2)


def _quick_scan(session: Session, overview: Overview, language: Language) -> dict[str, Any]:
    return {
        "sheets": overview.sheets,
        "roles": {_ROLE_NAMES.get(role, role): count for role, count in overview.roles.items()},
        "sides": {
            half.side: {
                "label": labels.side_label(session.form_set, half.side, language),
                "people": half.people,
                "sheets": half.sheets,
                "tally": half.tally,
                "clusters": {
                    cluster: {
                        "label": labels.cluster_label(session.form_set, cluster, language),
                        "count": count,
                        "share": _share(count, half.people),
                    }
                    for cluster, count in half.counts.items()
                },
            }
            for half in overview.halves
        },
        "mirror": [_gap(line) for line in insight.mirror(session)],
    }


def _share(count: int, people: int) -> float | None:
    """Percent with one decimal, or nothing where nobody answered."""
    return round(100 * count / people, 1) if people else None


def _gap(line: Gap) -> dict[str, Any]:
    return {
        "side": line.side,
        "cluster": line.cluster,
        "self": {"count": line.self_count, "people": line.self_people},
        "expected": {"count": line.expected_count, "people": line.expected_people},
        "gap": None if line.gap is None else round(line.gap, 1),
    }


def _motive(session: Session, row: MotiveRow, language: Language) -> dict[str, Any]:
    counts: dict[str, Any] = {
        side: {"yes": count.yes, "no": count.no, "open": count.open, "state": count.state.value}
        for side, count in row.sides.items()
    }
    return {
        "motive": row.motive,
        "organisation": row.organisation,
        "label": labels.motive_label(session, row.key, language),
        "cluster": row.cluster,
        "kind": row.kind.value,
        "pattern": row.pattern.value,
        "pattern_label": language(labels.PATTERN_WORDS[row.pattern]),
        "provisional": row.provisional,
        "reason": row.reason.value if row.reason else None,
        "complements": list(row.partners),
        **counts,
    }


def _agenda(session: Session, language: Language) -> dict[str, Any]:
    """The agenda for the time that the facilitator gave."""
    minutes = agenda.given_minutes(session)
    return {
        "minutes": minutes,
        "items": [
            {
                "key": item.key,
                "label": agenda_words.title(session, item, language),
                "kind": item.kind,
                "reason": item.reason.value,
                "pattern": item.pattern.value if item.pattern else None,
                "also": list(item.also),
                "minutes": item.minutes,
                "questions": _questions(item, language),
                "findings": list(item.findings),
            }
            for item in agenda.agenda(session, minutes)
        ],
    }


def _questions(item: AgendaItem, language: Language) -> list[dict[str, str]]:
    own = item.own_questions
    ids = ("own",) * len(own) if own else item.questions
    texts = agenda_words.questions(item, language)
    return [{"id": key, "label": text} for key, text in zip(ids, texts, strict=True)]


def as_text(session: Session, language: Language) -> str:
    """The overview as two tables for a terminal, education left."""
    form_set, overview = session.form_set, insight.overview(session)
    title = form_set.quick_scan.title.in_language(language.code)
    sheets = language.plural("{n} sheet", "{n} sheets", overview.sheets)
    answers = [form_set.phase1.yes, form_set.phase1.no]
    legend = "/".join([*(text.in_language(language.code) for text in answers), language("open")])
    lines = [
        f"{title} – {sheets}",
        *in_columns(_cluster_rows(session, overview, language)),
        "",
        f"{form_set.phase2.matrix.in_language(language.code)} ({legend})",
        *in_columns(_motive_rows(session, language)),
    ]
    return "\n".join(lines)


def _sides(session: Session, language: Language) -> list[str]:
    return [labels.side_label(session.form_set, side, language) for side in SIDES]


def _cluster_rows(session: Session, overview: Overview, language: Language) -> Iterator[list[str]]:
    yield ["", *_sides(session, language)]
    words = language("{count} of {people}")
    for cluster in session.form_set.clusters:
        cells = (words.format(count=half.counts[cluster.id], people=half.people) for half in overview.halves)
        yield [labels.cluster_label(session.form_set, cluster.id, language), *cells]


def _motive_rows(session: Session, language: Language) -> Iterator[list[str]]:
    yield ["", *_sides(session, language), session.form_set.phase2.pattern.in_language(language.code)]
    for row in insight.matrix(session):
        label = labels.shortened(labels.motive_label(session, row.key, language))
        yield [label, *_counts(row), _pattern(row, language)]


def _counts(row: MotiveRow) -> Iterable[str]:
    return (f"{count.yes}/{count.no}/{count.open}" for count in row.sides.values())


def _pattern(row: MotiveRow, _: Language) -> str:
    words = f"{labels.PATTERN_SIGNS[row.pattern]} {_(labels.PATTERN_WORDS[row.pattern])}"
    return f"{words} ({_('provisional')})" if row.provisional else words


def in_columns(lines: Iterable[list[str]]) -> list[str]:
    """The lines with their columns under each other."""
    rows = list(lines)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
