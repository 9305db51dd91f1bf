"""A session without names: organisations are numbered per side, persons are left out."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from sms_desktop.core.forms import SIDES
from sms_desktop.core.session import Answers, Session

_PERSONS = re.compile(
    r"session\.facilitator|organisation\.contact|quick_scan\.(name|organisation)"
    r"|phase1\.(manager|participants|process_supervisor)|phase[23]\.present|phase3\.\w+\.owner"
)
_SHORTEST = 3

_Blur = Callable[[Answers], Answers]


def without_names(session: Session, language: str) -> Session:
    """The session with *Onderwijspartner 1* for an organisation, and without the fields that name persons.

    The name of an organisation, and of the persons who were named, is also replaced where it stands as a
    word in another text, in capitals or not. Names that nobody filled in as such cannot be found.
    """
    partners = _partners(session, language)
    names = {
        each.name: partners[each.id] for each in session.organisations if len(each.name) >= _SHORTEST
    } | dict.fromkeys(_persons(session), "…")
    blur = _blurring(names)
    revealed = session.revealed and replace(
        session.revealed,
        organisations={key: blur(answers) for key, answers in session.revealed.organisations.items()},
    )
    return replace(
        session,
        answers=blur(session.answers),
        organisations=tuple(
            replace(each, name=partners[each.id], answers=blur(each.answers))
            for each in session.organisations
        ),
        sheets=tuple(replace(each, answers=blur(each.answers)) for each in session.sheets),
        moments=tuple(
            replace(
                each,
                answers=blur(each.answers),
                organisations={key: blur(answers) for key, answers in each.organisations.items()},
            )
            for each in session.moments
        ),
        revealed=revealed,
        issued=msgspec.UNSET,
    )


def _partners(session: Session, language: str) -> dict[str, str]:
    """What each organisation is called instead, by its id."""
    return {
        organisation.id: f"{session.form_set.side(side).partner.in_language(language)} {number}"
        for side in SIDES
        for number, organisation in enumerate(session.of_side(side), 1)
    }


def _persons(session: Session) -> set[str]:
    """The persons that are named in fields for one person."""
    found = {session.answers.get("session.facilitator", "")}
    found |= {each.answers.get("organisation.contact", "") for each in session.organisations}
    found |= {each.answers.get("quick_scan.name", "") for each in session.sheets}
    return {name.strip() for name in found if isinstance(name, str) and len(name.strip()) >= _SHORTEST}


def _blurring(names: dict[str, str]) -> _Blur:
    """What takes the fields of persons out of answers, and replaces ``names`` in the others."""
    by_name = {" ".join(name.casefold().split()): instead for name, instead in names.items()}
    longest = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(
        r"(?<!\w)(" + "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest) + r")(?!\w)",
        re.IGNORECASE,
    )

    def instead(found: re.Match[str]) -> str:
        return by_name.get(" ".join(found[0].casefold().split()), "…")

    def blur(answers: Answers) -> Answers:
        kept = {field: value for field, value in answers.items() if not _PERSONS.fullmatch(field)}
        if not names:
            return kept
        return {
            field: pattern.sub(instead, value) if isinstance(value, str) else value
            for field, value in kept.items()
        }

    return blur
