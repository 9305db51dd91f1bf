"""A batch of coded sheets as the program prints them, and the session that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sms_desktop import i18n
from sms_desktop.core import edits, forms
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.paper import drawing
from sms_desktop.paper.geometry import Page
from sms_desktop.paper.sheets import coded
from sms_desktop.paths import shipped

ORGANISATIONS = (
    ("school", "Hogeschool Zuid", "education"),
    ("college", "ROC Het Plein", "education"),
    ("care", "Zorggroep De Linde", "practice"),
    ("works", "Van Dalen Techniek", "practice"),
)


@dataclass(frozen=True)
class Batch:
    """``pdf`` has the pages in the order of ``pages``."""

    session: Session
    pdf: bytes
    pages: Sequence[Page]


@lru_cache(maxsize=4)
def batch(session_id: str = "abcdefghjkmnpqrstuvw", copies: int = 20, code: str = "nl") -> Batch:
    """Quick scans for so many participants and phase 1 for all organisations, in this language."""
    session = edits.new_session(forms.load(shipped("forms")), session_id)
    for organisation in ORGANISATIONS:
        session = edits.add_organisation(session, *organisation)
    session = edits.set_answer(session, WHOLE, "session.environment", "Leernetwerk Zorg")
    language = i18n.language(code)
    requests = (coded.Request("quick-scan", copies), coded.Request("phase1"))
    documents = [coded.lay_out(session, request, language).document for request in requests]
    pages = [page for document in documents for page in document.pages]
    merged = drawing.to_pdf(type(documents[0])("SMS", tuple(pages)))
    return Batch(session, merged, pages)
