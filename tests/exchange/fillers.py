"""Programs of others that fill in a form PDF: each takes the form and values by field id, and saves it."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from sms_desktop.exchange.form_pdf import names

Values = Mapping[str, bool | str]
Filler = Callable[[bytes, Values, Path], bytes]


class Place(NamedTuple):
    """Where a field can be clicked: the page from 0, and a point on it."""

    page: int
    x: float
    y: float


def name_of(entry: Any) -> str:
    """The name of a widget, its own or that of its field."""
    return str(entry.get("/T") or entry["/Parent"].get_object()["/T"])


def widgets(pdf: bytes) -> list[tuple[int, Any]]:
    """The widgets in the order of the pages, each with its page."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    return [
        (number, each.get_object())
        for number, page in enumerate(reader.pages)
        for each in page.get("/Annots", ())
    ]


def key_of(entry: Any) -> tuple[str, str]:
    """The name and, for a box, the state of a widget."""
    states = [key[1:] for key in entry.get("/AP", {}).get("/N", {}) if key != "/Off"]
    return name_of(entry), states[0] if "/AS" in entry else ""


def places(pdf: bytes) -> dict[tuple[str, str], Place]:
    """Where each box and text stands."""
    found = {}
    for page, entry in widgets(pdf):
        left, bottom, right, top = map(float, entry["/Rect"])
        found[key_of(entry)] = Place(page, (left + right) / 2, (bottom + top) / 2)
    return found


def by_pypdf(pdf: bytes, values: Values, folder: Path) -> bytes:
    """pypdf, a library for programs."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    fields: dict[str, Any] = {}
    for field, value in values.items():
        name, state = names.pdf_name(field)
        if not state:
            fields[name] = value
        elif value:
            fields[name] = f"/{state}"
        else:
            fields.setdefault(name, "/Off")
    for page in writer.pages:
        writer.update_page_form_field_values(page, fields, auto_regenerate=False)
    return _saved(writer)


def by_pdftk(pdf: bytes, values: Values, folder: Path, *more: str) -> bytes:
    """pdftk-java, fed with an FDF file."""
    if shutil.which("pdftk") is None:
        pytest.skip("pdftk-java is not installed")
    states: dict[str, str] = {}
    for field, value in values.items():
        name, state = names.pdf_name(field)
        if not state:
            states[name] = f"<FEFF{str(value).encode('utf-16-be').hex()}>"
        elif value:
            states[name] = f"/{state}"
        else:
            states.setdefault(name, "/Off")
    entries = "".join(f"<</T({name})/V {value}>>" for name, value in states.items())
    data = f"%FDF-1.2\n1 0 obj<</FDF<</Fields[{entries}]>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    (folder / "data.fdf").write_text(data, "ascii")
    (folder / "form.pdf").write_bytes(pdf)
    run("pdftk", "form.pdf", "fill_form", "data.fdf", "output", "out.pdf", *more, folder=folder)
    return (folder / "out.pdf").read_bytes()


def by_pdfium(pdf: bytes, values: Values, folder: Path) -> bytes:
    """PDFium as in a browser: with clicks and typing. A box is clicked if it is not yet as wanted."""
    where, ticked = places(pdf), {key_of(entry) for _, entry in widgets(pdf) if entry.get("/AS") != "/Off"}
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    pages = [document[number] for number in range(len(document))]
    for field, value in values.items():
        key = names.pdf_name(field)
        place = where[key]
        if key[1]:
            if value is not (key in ticked):
                click(document, pages[place.page], place)
        else:
            click(document, pages[place.page], place)
            pdfium.FORM_SelectAllText(document.formenv, pages[place.page])
            text = str(value).replace("\n", "\r").encode("utf-16-le") + b"\0\0"
            wide = ctypes.cast(ctypes.create_string_buffer(text), pdfium.FPDF_WIDESTRING)
            pdfium.FORM_ReplaceSelection(document.formenv, pages[place.page], wide)
    pdfium.FORM_ForceToKillFocus(document.formenv)
    out = BytesIO()
    document.save(out)
    for page in pages:
        page.close()
    document.close()
    return out.getvalue()


def click(document: Any, page: Any, place: Place) -> None:
    """A click of the left button."""
    for act in (pdfium.FORM_OnMouseMove, pdfium.FORM_OnLButtonDown, pdfium.FORM_OnLButtonUp):
        act(document.formenv, page, 0, place.x, place.y)


def rewritten(pdf: bytes, folder: Path, *options: str) -> bytes:
    """The same, written anew by qpdf."""
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    (folder / "in.pdf").write_bytes(pdf)
    run("qpdf", *options, "in.pdf", "out.pdf", folder=folder)
    return (folder / "out.pdf").read_bytes()


def run(*command: str, folder: Path) -> None:
    """A program of the system."""
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)


def edited(pdf: bytes, edit: Callable[[str, str, Any], None]) -> bytes:
    """The form after ``edit(name, state, entry)`` of every widget; a program with ways of its own."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    for page in writer.pages:
        for each in page.get("/Annots", ()):
            entry = each.get_object()
            edit(*key_of(entry), entry)
    return _saved(writer)


def holder(entry: Any) -> Any:
    """Where the value of a widget is kept: itself, or the field of which it is one of the boxes."""
    return entry["/Parent"].get_object() if "/T" not in entry else entry


def as_name(text: str) -> NameObject:
    """A name of a PDF."""
    return NameObject(f"/{text}")


def without(pdf: bytes, is_gone: Callable[[str, int], bool]) -> bytes:
    """The form without some of its fields, by name and page from 0, as some program lost them."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    gone: set[str] = set()
    for number, page in enumerate(writer.pages):
        kept = ArrayObject()
        for each in page.get("/Annots", ()):
            name = name_of(each.get_object())
            if is_gone(name, number):
                gone.add(name)
            else:
                kept.append(each)
        page[NameObject("/Annots")] = kept
    form = writer.root_object["/AcroForm"].get_object()
    kept = (each for each in form["/Fields"] if each.get_object().get("/T") not in gone)
    form[NameObject("/Fields")] = ArrayObject(kept)
    return _saved(writer)


def with_added(pdf: bytes, name: str, value: str) -> bytes:
    """The form with a text field more, as somebody draws one in an editor."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    entry = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject(name),
            NameObject("/V"): TextStringObject(value),
            NameObject("/Rect"): ArrayObject(map(NumberObject, (20, 20, 200, 40))),
        }
    )
    field = writer._add_object(entry)
    annotations = writer.pages[0].setdefault(NameObject("/Annots"), ArrayObject())
    annotations.append(field)
    form = writer.root_object.setdefault(
        NameObject("/AcroForm"), DictionaryObject({NameObject("/Fields"): ArrayObject()})
    )
    form.get_object()["/Fields"].append(field)
    return _saved(writer)


def _saved(writer: pypdf.PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
