"""PDF forms that came back filled in, as readings like those of paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
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


class FormPage(msgspec.Struct, frozen=True):
    """A page of a form, and what is odd about it that a person should know."""

    reading: PageReading
    odd: tuple[Odd, ...] = ()


FOREIGN = Odd("foreign")


def form_in(path: Path) -> FormReading | Reason | Odd | None:
    """The form in a file, or why it cannot be read.

    ``None`` is what may be a scan, and :data:`FOREIGN` a PDF with fields of others: it may be a scan too.
    """
    try:
        found = read_form(path)
    except errors.EncryptedError:
        return Reason.ENCRYPTED
    except errors.NewerFormError:
        return Reason.NEWER_FORM
    except errors.NotOursError:
        return FOREIGN
    except (errors.FormPdfError, StorageError):
        return None
    return found if isinstance(found, FormReading) else None


def form_pages(form: FormReading, source: str, session: Session, layouts: KnownLayouts) -> Iterator[FormPage]:
    """What stands on each page of a filled form.

    What did not come back has no value; what is not on this form is left out.
    """
    laid = _laid(form, session, layouts)
    odd = _odd_by_page(form, laid)
    of_field = {each.field: each for each in form.odd}
    for number, names in laid.pages.items():
        read = tuple(_field(name, kind, form.values, of_field.get(name)) for name, kind in names.items())
        doubtful = any(each.doubt is not None for each in read)
        page = PageReading(
            source,
            number,
            Status.DOUBTFUL if doubtful else Status.READ,
            Reason.DOUBTS if doubtful else None,
            sheet=form.record_id,
            form=laid.kind,
            form_page=number,
            fields=read,
        )
        fitting = _fitting(page, form, session)
        yield FormPage(fitting, () if fitting.status is Status.REFUSED else tuple(odd[number]))


def _fitting(page: PageReading, form: FormReading, session: Session) -> PageReading:
    """The page, if it belongs to this session and to somebody in it."""
    if form.about.session != session.id:
        return replace(page, status=Status.REFUSED, reason=Reason.OTHER_SESSION, fields=(), sheet="")
    known = {each.id for each in session.organisations}
    if form.about.organisation and form.about.organisation not in known:
        return replace(page, status=Status.MANUAL, reason=Reason.UNKNOWN_ORGANISATION, sheet="")
    return page


class _Laid(msgspec.Struct, frozen=True):
    """Which form it is, and the fields of each page that has some. ``is_known``: its layout is known."""

    kind: CodedForm
    pages: dict[int, dict[str, FieldKind]]
    is_known: bool


def _laid(form: FormReading, session: Session, layouts: KnownLayouts) -> _Laid:
    """Where the fields stand; all on one page if the layout is not known."""
    kinds: tuple[CodedForm, ...] = ("quick-scan",)
    if form.about.sheet == "phase1":
        side = next((o.side for o in session.organisations if o.id == form.about.organisation), None)
        kinds = ("phase1-education", "phase1-practice")
        kinds = kinds[::-1] if side == "practice" else kinds
    for kind in kinds:
        layout = layouts.find(kind, form.about.layout)
        if layout is not None:
            pages = ({each.field: each.kind for each in page.fields} for page in layout.pages)
            return _Laid(kind, {number: laid for number, laid in enumerate(pages, 1) if laid}, True)
    return _Laid(kinds[0], {1: {name: _likely_kind(name) for name in form.values}}, False)


def _likely_kind(name: str) -> FieldKind:
    return "box" if fields.kind_of(name) is Kind.TICK else "area"


def _odd_by_page(form: FormReading, laid: _Laid) -> dict[int, list[Odd]]:
    """What is odd about each page; what is odd about the form as a whole stands on its first one."""
    odd: dict[int, list[Odd]] = {}
    placed: set[str] = set()
    for number, names in laid.pages.items():
        placed.update(names)
        gone = [Odd("missing", name) for name in names if name not in form.values]
        odd[number] = [Odd("page")] if len(gone) == len(names) else gone
        odd[number] += [each for each in form.odd if each.field in names]
    first = odd[min(odd)]
    first += [each for each in form.odd if each.kind == "unknown"]
    first += [Odd("unknown", name) for name in form.values if name not in placed]
    if not laid.is_known:
        first += [each for each in form.odd if each.kind == "missing"]
    return odd


def _field(
    name: str, kind: FieldKind, values: Mapping[str, bool | str | None], odd: Odd | None
) -> FieldReading:
    doubt, value = None, values.get(name)
    if odd is not None:
        doubt = Doubt.BOTH if odd.kind == "both" else Doubt.AMBIGUOUS
    elif value is None and name in values:
        doubt = Doubt.AMBIGUOUS
    return FieldReading(name, kind, value, 0.5 if value is None or doubt else 1.0, doubt)
