"""What differs between two sessions, in the reader's words: for the window and the commands."""

from __future__ import annotations

from sms_desktop import i18n, labels
from sms_desktop.core import compare, sealing
from sms_desktop.core.merge import Merged
from sms_desktop.core.session import Session, Where
from sms_desktop.i18n import ntr, tr

Row = tuple[str, str, str]
"""Where something stands, what stood there before, and after."""


FIELD_NAMES = {
    compare.RECORD: i18n.mark("there or not"),
    compare.NAME: i18n.mark("name"),
    compare.SIDE: i18n.mark("side"),
    compare.NUMBER: i18n.mark("number"),
    compare.FORM_SET: i18n.mark("version of the forms"),
    compare.REVEALED: i18n.mark("uncovered"),
    compare.ORDER: i18n.mark("order of the organisations"),
}


def rows_of(old: Session, new: Session) -> list[Row]:
    """What differs between two sessions, as (place, before, after) in the reader's words."""
    return [_row(old, new, each) for each in compare.differences(old, new)]


def _row(old: Session, new: Session, each: compare.Difference) -> Row:
    return (
        place_of(new, old, each.where, each.field),
        value_in_words(new, each.before),
        value_in_words(new, each.after),
    )


def conflict_rows(ours: Session, merged: Merged) -> list[Row]:
    """What both changed, as (place, ours, theirs) in the reader's words."""
    return [
        (
            place_of(ours, merged.theirs, each.where, each.field),
            value_in_words(ours, each.ours),
            value_in_words(ours, each.theirs),
        )
        for each in merged.conflicts
    ]


def covered_rows_of(old: Session, new: Session) -> list[Row]:
    """The same while phase 1 is covered: of each organisation only how many of its answers differ."""
    rows: list[Row] = []
    counts: dict[Where, int] = {}
    for each in compare.differences(old, new):
        if sealing.is_of_phase1(each.field):
            counts[each.where] = counts.get(each.where, 0) + 1
        else:
            rows.append(_row(old, new, each))
    for where, count in counts.items():
        words = ntr("{n} answer, covered", "{n} answers, covered", count)
        rows.append((_phase1_of(new, old, where), "", words))
    return rows


def covered_conflict_rows(ours: Session, merged: Merged) -> list[Row]:
    """The same rows while phase 1 is covered: whose they are, and not what."""
    covered = tr("covered")
    return [
        (_phase1_of(ours, merged.theirs, each.where), covered, covered)
        if sealing.is_of_phase1(each.field)
        else row
        for each, row in zip(merged.conflicts, conflict_rows(ours, merged), strict=True)
    ]


def _phase1_of(session: Session, other: Session, where: Where) -> str:
    record = record_words(session, where) or record_words(other, where)
    return f"{record}: {session.form_set.phase1.tab.in_language(i18n.current().code)}"


def place_of(session: Session, other: Session, where: Where, field: str) -> str:
    """Where something stands: *Blad 3: Onderwijs – Maatschappelijk*."""
    name = tr(FIELD_NAMES[field]) if field in FIELD_NAMES else _field(session, field)
    record = record_words(session, where) or record_words(other, where)
    return f"{record}: {name}" if record else name


def _field(session: Session, field: str) -> str:
    if "." in field:
        return labels.field_label(session, field, i18n.current())
    return labels.field_label(session, f"phase2.{field}.text", i18n.current())


def record_words(session: Session, where: Where) -> str:
    """What a record is called: *Blad 3*, the name of an organisation; nothing for the session itself."""
    return labels.record_label(session, where, i18n.current())


def value_in_words(session: Session, value: object) -> str:
    """A value as a reader knows it; ``""`` where nothing is filled in."""
    if value is None:
        return ""
    if value is True:
        return tr("yes")
    text = str(value)
    phase3 = session.form_set.phase3
    for spec in (*labels.specs(session.form_set), *phase3.agreement, *phase3.evaluation):
        for option in spec.options:
            if option.id == text:
                return option.label.in_language(i18n.current().code)
    return i18n.current().shown_date(text)
