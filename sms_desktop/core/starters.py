"""Which findings and quotations of the study fit a session, as conversation starters.

They are always shown with the method of the study beside them (``form_set.findings.method``). Nothing is
said here that the slides do not say; the tables below only tell where a finding has its place.
"""

from __future__ import annotations

from sms_desktop.core.forms import Finding, FormSet, Quotation
from sms_desktop.core.insight import MotiveRow
from sms_desktop.core.session import WHOLE, Session, text_at

PUBLIC_PUBLIC = "public_public"
PUBLIC_PRIVATE = "public_private"

# How the slides divide the five sectors (Conclusie).
PARTNERSHIP_OF: dict[str, str] = {
    "education": PUBLIC_PUBLIC,
    "care": PUBLIC_PUBLIC,
    "ict": PUBLIC_PRIVATE,
    "technology": PUBLIC_PRIVATE,
    "economics": PUBLIC_PRIVATE,
}

# The motives that a finding speaks of. One that is not in this table speaks of its whole cluster.
ABOUT: dict[str, tuple[str, ...]] = {
    "new_staff": ("recruitment",),
    "innovation": ("innovation",),
    "process_innovation": ("innovation",),
    "product_innovation": ("innovation",),
    "quality_of_solutions": ("innovation",),
    "private_capital": ("financial", "network", "scarce_resources"),
    "student_development": ("student_development",),
    "students_and_partners": ("student_development",),
    "learning_communities": ("learning_community",),
    "teachers": ("professionalisation",),
    "higher_goals": ("societal_goals",),
    "social_responsibility": ("educate_students",),
}


def sector(session: Session) -> str:
    """The id of the session's sector; what was typed if it is none of the five, ``""`` if nothing."""
    typed = " ".join(text_at(session, WHOLE, "session.sector").split())
    for spec in session.form_set.session.more:
        if spec.id == "session.sector":
            for option in spec.options:
                names = (option.id, *option.label.wording.values())
                if typed.casefold() in (name.casefold() for name in names):
                    return option.id
    return typed


def partnership(session: Session) -> str:
    """``public_public``, ``public_private`` or ``""``.

    What was filled in, else what the slides say of the session's sector.
    """
    return text_at(session, WHOLE, "session.partnership") or PARTNERSHIP_OF.get(sector(session), "")


def fitting(session: Session) -> tuple[Finding, ...]:
    """The findings that fit this session, in the order of the form set.

    One that speaks of a kind of partnership fits only a session of that kind.
    """
    kind = partnership(session)
    return tuple(
        each for each in session.form_set.findings.findings if each.partnership in ("", kind or "unknown")
    )


def general(session: Session) -> tuple[Finding, ...]:
    """The fitting findings that speak of no cluster."""
    return tuple(each for each in fitting(session) if not each.cluster)


def for_cluster(session: Session, cluster: str) -> tuple[Finding, ...]:
    """The fitting findings about a cluster."""
    return tuple(each for each in fitting(session) if cluster and each.cluster == cluster)


def for_motive(session: Session, row: MotiveRow) -> tuple[Finding, ...]:
    """The fitting findings about the motive of a matrix row, or about its whole cluster."""
    return tuple(
        each
        for each in for_cluster(session, row.cluster)
        if row.motive in _about(session.form_set, each, row.motive)
    )


def _about(form_set: FormSet, finding: Finding, motive: str) -> tuple[str, ...]:
    known = tuple(each for each in ABOUT.get(finding.id, ()) if form_set.motive(each) is not None)
    return known or (motive,)


def quotations(session: Session) -> tuple[Quotation, ...]:
    """The quotations from the session's sector first, then those from the same kind of partnership.

    All of them where neither is known.
    """
    own, kind = sector(session), partnership(session)
    every = session.form_set.findings.quotations
    if not kind:
        near = tuple(each for each in every if each.sector == own)
        return near or (() if own else every)
    of_kind = [each for each in every if PARTNERSHIP_OF.get(each.sector) == kind]
    return tuple(sorted(of_kind, key=lambda each: each.sector != own))
