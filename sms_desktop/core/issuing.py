"""*Sessie uitgeven*: the part of one organisation as a session of its own, and the way back.

The part carries what it said when it was issued. That is the version that the part and the whole session
both come from, so what is not in the part was never taken away there, and what was taken away there is.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from sms_desktop.core import merge
from sms_desktop.core.merge import Merged
from sms_desktop.core.session import Answers, Issued, Organisation, Session


def is_part(session: Session) -> bool:
    """Whether this is the issued part of a session."""
    return isinstance(session.issued, Issued)


def issue(session: Session, organisation_id: str) -> Session:
    """The part of an organisation: its phase 1 and what is known about it and about the session.

    Nothing of other organisations, no sheets, no dialogue, no reveal. Raises ``KeyError`` if there is no
    such organisation, and ``ValueError`` for what is a part itself.
    """
    if is_part(session):
        raise ValueError("a part is not issued again")
    organisation = session.organisation(organisation_id)
    organisation = replace(organisation, answers=_own(organisation.answers))
    answers = {field: value for field, value in session.answers.items() if field.startswith("session.")}
    return Session(
        id=session.id,
        answers=answers,
        organisations=(organisation,),
        form_set=session.form_set,
        issued=Issued(organisation=organisation, answers=answers),
    )


def organisation_of(part: Session) -> Organisation:
    """The organisation that a part was issued to, as it is now. Raises ``ValueError`` for a whole session."""
    issued = _issued(part)
    there = (each for each in part.organisations if each.id == issued.organisation.id)
    return next(there, issued.organisation)


def merged_back(whole: Session, part: Session) -> Merged:
    """The whole session with what was changed in the part.

    The forms stay those of the whole session, and *Onthullen* in a part uncovers nothing there. Raises
    ``ValueError`` if ``part`` is no part of ``whole``.
    """
    issued = _issued(part)
    if is_part(whole):
        raise ValueError("a part is not put into a part")
    base = Session(
        id=part.id,
        answers=issued.answers,
        organisations=(issued.organisation,),
        form_set=part.form_set,
    )
    return merge.merge(base, whole, replace(part, issued=msgspec.UNSET, revealed=None))


def _issued(part: Session) -> Issued:
    if not isinstance(part.issued, Issued):
        raise ValueError("not issued")
    return part.issued


def _own(answers: Answers) -> Answers:
    """Without what was said in and after the dialogue; the links of free rows belong to that too."""
    return {
        field: value
        for field, value in answers.items()
        if field.startswith(("organisation.", "phase1.")) and not merge.is_link_field(field)
    }
