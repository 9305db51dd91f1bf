"""PDF forms that came back filled in, as readings like those of paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from sms_desktop.core import fields
from sms_desktop.core.codes import CodedForm
from sms_desktop.core.fields import Kind
from sms_desktop.core.session import Session
from sms_desktop.exchange.form_pdf import errors
from sms_desktop.exchange.form_pdf.reading import FormReading, Odd, read_form
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.known import KnownLayouts
from sms_desktop.exchange.scan.reading import FieldReading, PageReading, Reason, Status
from sms_desktop.paper.geometry import FieldKind
from sms_desktop.storage.files import StorageError


def form_in(path: Path) -> FormReading | Reason | None:
    """The form in a file, why it cannot be read, or ``None`` for what may be a scan."""
    try:
        found = read_form(path)
    except errors.EncryptedError:
        return Reason.ENCRYPTED
    except errors.NewerFormError:
        return Reason.NEWER_FORM
    except (errors.FormPdfError, StorageError):
        return None
    return found if isinstance(found, FormReading) else None


def readings(
    form: FormReading, source: str, session: Session, layouts: KnownLayouts
) -> Iterator[PageReading]:
    """What stands on each page of a filled form."""
    kind, pages = _pages(form, session, layouts)
    odd = {each.field: each for each in form.odd}
    for number, names in enumerate(pages, 1):
        read = tuple(_field(name, form.values[name], odd.get(name)) for name in names)
        doubtful = any(each.doubt is not None for each in read)
        page = PageReading(
            source,
            number,
            Status.DOUBTFUL if doubtful else Status.READ,
            Reason.DOUBTS if doubtful else None,
            sheet=form.record_id,
            form=kind,
            form_page=number,
            fields=read,
        )
        yield _fitting(page, form, session)


def _fitting(page: PageReading, form: FormReading, session: Session) -> PageReading:
    """The page, if it belongs to this session and to somebody in it."""
    if form.about.session != session.id:
        return replace(page, status=Status.REFUSED, reason=Reason.OTHER_SESSION, fields=(), sheet="")
    known = {each.id for each in session.organisations}
    if form.about.organisation and form.about.organisation not in known:
        return replace(page, status=Status.MANUAL, reason=Reason.UNKNOWN_ORGANISATION, sheet="")
    return page


def _pages(form: FormReading, session: Session, layouts: KnownLayouts) -> tuple[CodedForm, list[list[str]]]:
    """Which form it is, and its fields page by page; all on one page if its layout is not known."""
    kinds: tuple[CodedForm, ...] = ("quick-scan",)
    if form.about.sheet == "phase1":
        side = next((o.side for o in session.organisations if o.id == form.about.organisation), None)
        kinds = ("phase1-education", "phase1-practice")
        kinds = kinds[::-1] if side == "practice" else kinds
    for kind in kinds:
        layout = layouts.find(kind, form.about.layout)
        if layout is not None:
            pages = [
                [each.field for each in page.fields if each.field in form.values] for page in layout.pages
            ]
            placed = {name for page in pages for name in page}
            pages[0] += [name for name in form.values if name not in placed]
            return kind, [page for page in pages if page]
    return kinds[0], [list(form.values)]


def _field(name: str, value: bool | str | None, odd: Odd | None) -> FieldReading:
    doubt = None
    if odd is not None:
        doubt = Doubt.BOTH if odd.kind == "both" else Doubt.AMBIGUOUS
    elif value is None:
        doubt = Doubt.AMBIGUOUS
    kind: FieldKind = "box" if fields.kind_of(name) is Kind.TICK else "area"
    return FieldReading(name, kind, value, 0.5 if doubt else 1.0, doubt)
