"""Coded sheets as pictures, with plain crosses in chosen boxes."""

from __future__ import annotations

from collections.abc import Collection

import pypdfium2
from PIL import Image, ImageDraw

from sms_desktop import i18n
from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session
from sms_desktop.exchange.scan.known import KnownLayouts
from sms_desktop.exchange.scan.reading import PageReading, Reader
from sms_desktop.paper import drawing
from sms_desktop.paper.geometry import Page
from sms_desktop.paper.sheets import coded

DPI = 150
PER_MM = DPI / 25.4


def session_of(form_set: FormSet, session_id: str = "k3p9") -> Session:
    """A session with an organisation on each side."""
    session = edits.new_session(form_set, session_id)
    session = edits.add_organisation(session, "school", "Hogeschool", "education")
    return edits.add_organisation(session, "care", "Zorggroep", "practice")


class Sheets:
    """The coded sheets of a session as printed: their pages, and pictures of them."""

    def __init__(self, session: Session, request: coded.Request) -> None:
        self.session = session
        self.document = coded.lay_out(session, request, i18n.language("nl")).document
        self.pdf = drawing.to_pdf(self.document)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The laid-out pages."""
        return self.document.pages

    def picture(self, index: int, crossed: Collection[str] = (), dpi: float = DPI) -> Image.Image:
        """A page in grey, with a cross in each of these fields."""
        with pypdfium2.PdfDocument(self.pdf) as pdf:
            picture = pdf[index].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        draw, per_mm = ImageDraw.Draw(picture), dpi / 25.4
        for field in self.pages[index].fields:
            if field.field in crossed:
                x, y, size = field.x * per_mm, field.y * per_mm, field.width * per_mm
                near, far = 0.22 * size, 0.78 * size
                for one, other in (((near, near), (far, far)), ((far, near), (near, far))):
                    ends = [(x + one[0], y + one[1]), (x + other[0], y + other[1])]
                    draw.line(ends, fill=50, width=max(1, round(0.45 * per_mm)))
        return picture

    def reader(self, form_set: FormSet | None = None, pictures: bool = False) -> Reader:
        """A reader that knows the forms of the session."""
        layouts = KnownLayouts((form_set or self.session.form_set,), None)
        return Reader(self.session, layouts, pictures)


def ticked(reading: PageReading) -> set[str]:
    """The boxes that are ticked beyond doubt."""
    return {each.field for each in reading.fields if each.value is True and each.doubt is None}


def doubts(reading: PageReading) -> dict[str, str]:
    """The doubts by field."""
    return {each.field: each.doubt.value for each in reading.fields if each.doubt is not None}


__all__ = ["DPI", "PER_MM", "Sheets", "doubts", "session_of", "ticked"]
