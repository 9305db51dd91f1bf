"""Forms to fill in on a screen: the coded sheets with a PDF field on every box and line.

Only what belongs to the form gets in: the answers of the one organisation it is for, and the name of the
learning environment. The rest of the session is left out before anything is laid out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from sms_desktop import labels
from sms_desktop.core import codes
from sms_desktop.core.session import WHOLE, Answers, Organisation, Session, text_at
from sms_desktop.exchange.form_pdf import names
from sms_desktop.exchange.form_pdf.names import About, FormKind
from sms_desktop.i18n import Language
from sms_desktop.paper import drawing, fitting, fonts
from sms_desktop.paper.acroform import LINE_SIZE
from sms_desktop.paper.geometry import Document, Form, Page, PlacedField, Widget
from sms_desktop.paper.layouts import Layout
from sms_desktop.paper.sheets import coded
from sms_desktop.storage.naming import safe_name

SUFFIX = ".pdf"
_LINE = 5.6
"""Of a writing line, how much above it is for typing, in millimetres."""


class FormPdf(msgspec.Struct, frozen=True):
    """The file, the layout it was made with (to be kept), and the signs in it for which there is no font."""

    data: bytes
    layouts: tuple[Layout, ...]
    unprintable: tuple[str, ...] = ()


def phase1(session: Session, organisation_id: str, language: Language, paper: str = "a4") -> FormPdf:
    """The form of one organisation on ``paper``, with what it has answered so far.

    Raises ``KeyError`` if there is no such organisation and
    :class:`~sms_desktop.paper.sheets.coded.TooManyPagesError`.
    """
    organisation = session.organisation(organisation_id)
    own = _only(session, organisation)
    request = coded.Request(sheet="phase1", only=(organisation_id,))
    return _made(own, "phase1", request, organisation.answers, language, paper)


def quick_scan(session: Session, language: Language, paper: str = "a4") -> FormPdf:
    """The form for one participant, with nothing filled in: as many can be sent as there are participants."""
    request = coded.Request(sheet="quick-scan", numbers=(codes.NOBODY,))
    return _made(_only(session, None), "quick-scan", request, {}, language, paper)


def for_participants(
    session: Session, language: Language, paper: str = "a4"
) -> Iterator[tuple[str, FormPdf]]:
    """The form for the participants, with the name for its file."""
    yield participants_title(session, language) + SUFFIX, quick_scan(session, language, paper)


def for_organisations(
    session: Session, organisation_ids: Iterable[str], language: Language, paper: str = "a4"
) -> Iterator[tuple[str, FormPdf]]:
    """The form of each of these organisations, with a name for its file that no other one has.

    Raises what :func:`phase1` raises.
    """
    for organisation_id, name in titles(session, organisation_ids, language).items():
        yield name + SUFFIX, phase1(session, organisation_id, language, paper)


def participants_title(session: Session, language: Language) -> str:
    """What the file for the participants is called, without its suffix."""
    environment = " ".join(text_at(session, WHOLE, "session.environment").split())
    title = session.form_set.quick_scan.title.in_language(language.code)
    return safe_name(" – ".join(part for part in (title, environment) if part))


def titles(session: Session, organisation_ids: Iterable[str], language: Language) -> dict[str, str]:
    """What the file of each of these organisations is called, without its suffix; each name once."""
    found: dict[str, str] = {}
    used: set[str] = set()
    phase = language("Phase 1")
    for organisation_id in organisation_ids:
        name = session.organisation(organisation_id).name.strip() or organisation_id
        title = safe_name(f"{phase} – {name}")
        number, free = 2, title
        while free.casefold() in used:
            number, free = number + 1, f"{title} {number}"
        used.add(free.casefold())
        found[organisation_id] = free
    return found


def _only(session: Session, organisation: Organisation | None) -> Session:
    """The session without anything that is not for the one who fills in the form."""
    known: Answers = {
        field: value for field, value in session.answers.items() if field == "session.environment"
    }
    return Session(
        id=session.id,
        form_set=session.form_set,
        answers=known,
        organisations=(replace(organisation, answers={}),) if organisation else (),
    )


def _made(
    session: Session,
    sheet: FormKind,
    request: coded.Request,
    answers: Answers,
    language: Language,
    paper: str,
) -> FormPdf:
    laid_out = coded.lay_out(session, request, language)
    pages = fitting.on_paper(laid_out.document, paper).pages
    filler = _Filler(session, answers, language)
    widgets = tuple(filler.widgets(pages))
    form_set = session.form_set
    about = About(
        session=session.id,
        sheet=sheet,
        organisation=session.organisations[0].id if session.organisations else "",
        form_set=form_set.id,
        version=form_set.version,
        layout=laid_out.layouts[0].tag,
        boxes=sum(bool(widget.state) for widget in widgets),
        texts=sum(not widget.state for widget in widgets),
    )
    form = Form(widgets=widgets, about_name=names.ABOUT, about=names.encoded(about), language=language.code)
    document = replace(laid_out.document, title=_title(laid_out.document, session), pages=pages, form=form)
    return FormPdf(drawing.to_pdf(document), laid_out.layouts, _unprintable(document, widgets))


def _title(document: Document, session: Session) -> str:
    """With the name of the organisation, since a window shows it."""
    whose = [organisation.name for organisation in session.organisations if organisation.name]
    return " – ".join([document.title, *whose])


def _unprintable(document: Document, widgets: tuple[Widget, ...]) -> tuple[str, ...]:
    typed = (str(widget.value) for widget in widgets if not widget.state)
    missing = (sign for text in typed for sign in fonts.missing(" ".join(text.split()), "answer"))
    return tuple(dict.fromkeys([*document.unprintable, *missing]))


class _Filler:
    """Makes the fields of the pages, with their answers."""

    def __init__(self, session: Session, answers: Answers, language: Language) -> None:
        self._session, self._answers, self._language = session, answers, language

    def widgets(self, pages: tuple[Page, ...]) -> Iterator[Widget]:
        """All fields in reading order."""
        for number, page in enumerate(pages, 1):
            for placed in page.fields:
                yield self._box(number, placed) if placed.kind == "box" else self._text(number, placed)

    def _box(self, number: int, placed: PlacedField) -> Widget:
        name, state = names.pdf_name(placed.field)
        return Widget(
            name=name,
            state=state,
            page=number,
            x=placed.x,
            y=placed.y,
            width=placed.width,
            height=placed.height,
            label=self._label(placed.field),
            group_label=self._group_label(placed.field),
            value=self._answers.get(placed.field) is True,
        )

    def _text(self, number: int, placed: PlacedField) -> Widget:
        value = self._shown(placed.field)
        is_long = "\n" in value or fonts.width(value, "answer", LINE_SIZE) > placed.width - 2
        multiline = placed.kind == "area" or is_long
        height = placed.height if multiline else min(placed.height, _LINE)
        return Widget(
            name=names.pdf_name(placed.field)[0],
            page=number,
            x=placed.x,
            y=placed.y + placed.height - height,
            width=placed.width,
            height=height,
            label=self._label(placed.field),
            value=value,
            multiline=multiline,
        )

    def _shown(self, field: str) -> str:
        value = str(self._answers.get(field, ""))
        return self._language.shown_date(value) if field.endswith(".date") else value

    def _label(self, field: str) -> str:
        return labels.field_label(self._session, field, self._language)

    def _group_label(self, field: str) -> str:
        """What is asked: the label of one box without its own answer."""
        label, _, _ = self._label(field).rpartition(" – ")
        return label or self._session.form_set.quick_scan.role_question.in_language(self._language.code)
