"""The report (*Verslag*) of a session: what people answered, what it says together, what was agreed.

:func:`content` gives it as blocks, :func:`document` as pages. Which parts it has can be chosen; without
names it is made from :func:`sms_desktop.core.anonymous.without_names`.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from sms_desktop.core.anonymous import without_names
from sms_desktop.core.forms import Text as Wording
from sms_desktop.core.session import WHOLE, Session, text_at
from sms_desktop.i18n import Language, mark
from sms_desktop.paper import typeset
from sms_desktop.paper.blocks import Block
from sms_desktop.paper.geometry import Document
from sms_desktop.paper.report import dialogue, evaluation, frame, quick_scan
from sms_desktop.paper.sheets import unprintable
from sms_desktop.paper.sheets.filling import Sheet, pages
from sms_desktop.paper.sheets.leaf import Context

PARTS: dict[str, str] = {
    "cover": mark("cover"),
    "session": mark("about the session"),
    "overview": mark("overview of the quick scan"),
    "mirror": mark("expectation mirror"),
    "matrix": mark("motives side by side"),
    "agreements": mark("agreements"),
    "evaluation": mark("evaluation"),
    "method": mark("the method"),
}
"""The parts of a report in their order, with what they are called."""

FROM_PHASE1 = frozenset({"matrix", "agreements", "evaluation"})
"""The parts that tell what organisations filled in in phase 1, also before *Onthullen*."""

_MAKERS: dict[str, Callable[[Context], list[Block]]] = {
    "cover": frame.cover,
    "session": frame.about,
    "overview": quick_scan.overview,
    "mirror": quick_scan.mirror,
    "matrix": dialogue.matrix,
    "agreements": evaluation.agreements,
    "evaluation": evaluation.evaluation,
    "method": frame.method,
}


class Request(msgspec.Struct, frozen=True):
    """What a report holds. ``anonymous``: organisations are numbered, persons are left out."""

    parts: frozenset[str] = frozenset(PARTS)
    anonymous: bool = False


def content(session: Session, request: Request, language: Language) -> tuple[Block, ...]:
    """The chosen parts as blocks. Raises ``KeyError`` for a part that there is not."""
    for part in request.parts:
        if part not in PARTS:
            raise KeyError(part)
    shown = without_names(session, language.code) if request.anonymous else session
    context = Context(shown, language, is_blank=False)
    return tuple(block for part in PARTS if part in request.parts for block in _MAKERS[part](context))


def title(session: Session, request: Request, language: Language) -> str:
    """What the report is called: *Verslag – Leernetwerk ouderenzorg*."""
    shown = without_names(session, language.code) if request.anonymous else session
    environment = " ".join(text_at(shown, WHOLE, "session.environment").split())
    word = language("Report")
    return f"{word} – {environment}" if environment else word


def document(session: Session, request: Request, language: Language) -> Document:
    """The report on A4 portrait. Raises ``KeyError`` for a part that there is not."""
    leaves = typeset.leaves(content(session, request, language))
    named = title(session, request, language)
    context = Context(session, language, is_blank=False)
    sheet = Sheet("", Wording(wording={language.code: named}), "", leaves, proposal=True)
    finished, _more = pages(sheet, context)
    return Document(named, tuple(finished), unprintable(tuple(finished)))
