"""Sessions in a line, for tables of cases."""

from __future__ import annotations

from sms_desktop.core import edits, fields
from sms_desktop.core.forms import FormSet, SideId
from sms_desktop.core.session import WHOLE, Session, Value, at_organisation, at_sheet

SIDE_OF: dict[str, SideId] = {"e": "education", "p": "practice"}


def empty(form_set: FormSet) -> Session:
    """A new session with a fixed id."""
    return edits.new_session(form_set, "test")


def with_sheets(session: Session, *sheets: str) -> Session:
    """Sheets such as ``"e LK|M"``: filled in as education, L and K ticked for education, M for practice.

    The role is ``e``, ``p``, ``b`` (both), ``o`` (other) or ``-``; ``!`` for a half left empty on purpose.
    """
    roles = {"e": "education", "p": "practice", "b": "both", "o": "other"}
    letters = {cluster.letter: cluster.id for cluster in session.form_set.clusters}
    for each in sheets:
        role, halves = each.split(" ")
        sheet_id = f"s{len(session.sheets) + 1}"
        answers: dict[str, Value] = {fields.role_tick(roles[role]): True} if role in roles else {}
        for side, ticks in zip(("education", "practice"), halves.split("|"), strict=True):
            for letter in ticks:
                answers[fields.left_empty(side) if letter == "!" else fields.tick(side, letters[letter])] = (
                    True
                )
        session = edits.set_answers(edits.add_sheet(session, sheet_id), at_sheet(sheet_id), answers)
    return session


def with_organisations(session: Session, *organisations: str) -> Session:
    """Organisations such as ``"e1 mission=yes innovation=no knowledge=text"``.

    The first letter of the id is the side. ``left`` says that it has left. ``text`` is an intended outcome
    without Ja or Nee; ``both`` ticks Ja and Nee, as only a hand-made file can.
    """
    for each in organisations:
        name, *said = each.split()
        session = edits.add_organisation(session, name, name.upper(), SIDE_OF[name[0]])
        for part in said:
            session = _saying(session, name, part)
    return session


def _saying(session: Session, organisation: str, part: str) -> Session:
    where = at_organisation(organisation)
    if part == "left":
        return edits.set_answer(session, where, "organisation.until", "2026-01-01")
    motive, answer = part.split("=")
    if answer in ("yes", "no"):
        return edits.set_answer(session, where, f"phase1.{motive}.{answer}", True)
    if answer == "text":
        return edits.set_answer(session, where, fields.intended(motive), "an outcome")
    if answer == "both":
        session.organisation(organisation).answers.update({fields.yes(motive): True, fields.no(motive): True})
        return session
    return edits.set_answer(session, where, fields.link(motive), answer.removeprefix("->"))


def with_tally(session: Session, side: SideId, people: int, **counts: int) -> Session:
    """A show of hands for one half."""
    values: dict[str, Value] = {fields.tally(side, cluster): count for cluster, count in counts.items()}
    return edits.set_answers(session, WHOLE, {fields.tally(side, "people"): people, **values})
