"""Sealed envelopes: what came back for phase 1, until *Onthullen* uncovers all organisations at once."""

from __future__ import annotations

from msgspec.structs import replace

from sms_desktop.core.session import Answers, Organisation, Session

_PHASE1 = "phase1."


def is_sealed(session: Session) -> bool:
    """Whether phase 1 was filled in by somebody and is not uncovered yet."""
    return session.revealed is None and any(map(has_filled_in, session.organisations))


def is_of_phase1(field: str) -> bool:
    """Whether this field is one that goes into the envelope."""
    return field.startswith(_PHASE1)


def has_filled_in(organisation: Organisation) -> bool:
    """Whether there is anything of phase 1 in the envelope of this organisation."""
    return bool(_inside(organisation))


def sealed(session: Session) -> Session:
    """The session as somebody sees it who may not look into the envelopes: without phase 1.

    Whatever is worked out from this cannot tell what is in them.
    """
    return replace(
        session,
        organisations=tuple(
            replace(each, answers=_outside(each)) if has_filled_in(each) else each
            for each in session.organisations
        ),
        revealed=None,
    )


def touches_phase1(before: Session, after: Session) -> bool:
    """Whether something of phase 1 differs between the two."""
    envelopes = ({each.id: _inside(each) for each in one.organisations} for one in (before, after))
    there, here = envelopes
    return any(there.get(key, {}) != here.get(key, {}) for key in {**there, **here})


def _inside(organisation: Organisation) -> Answers:
    return {field: value for field, value in organisation.answers.items() if is_of_phase1(field)}


def _outside(organisation: Organisation) -> Answers:
    return {field: value for field, value in organisation.answers.items() if not is_of_phase1(field)}
