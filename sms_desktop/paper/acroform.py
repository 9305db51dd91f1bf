"""Fields to fill in on a laid-out document (PDF 32000-1, 12.7): what they are, and how they are written.

Every field has its complete appearance, so that no reader has to make one, and no script. Boxes that exclude
each other are one field with several boxes: ticking one empties the others, and a tick can be taken away
again, which the round buttons of a PDF do not allow in every reader.

What is typed later is drawn by the reader. For that, the Western European letters of the face of the answers
are embedded as a simple font, the one kind that all programs can write with; for other scripts a reader takes
fonts of its own. What is filled in already is drawn here, in any script.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sms_desktop.paper import fonts
from sms_desktop.paper.fonts import POINTS_PER_MM
from sms_desktop.paper.geometry import Form, Page, Text, Tick, Widget
from sms_desktop.paper.text import wrap

if TYPE_CHECKING:
    from sms_desktop.paper.drawing import Pen

LINE_SIZE, AREA_SIZE = 10.0, 9.0
"""Points of what is typed on one line, and on several: in the latter, readers then set two lines of type
between two writing lines of the form."""
_PAD = 2.0
_PRINTED, _HIDDEN = 4, 2
_READ_ONLY, _MULTILINE = 1, 1 << 12
_RIGHT = 2
_TYPED = "Typed"
_NOT_SYMBOLIC = 32
_FIRST = 0x20
# Codes that stand for nothing are a bullet (PDF 32000-1, annex D.2).
_WESTERN = bytes(range(_FIRST, 256)).decode("cp1252", "replace").replace("\ufffd", "•").replace("\x7f", "•")


class FormWriter:
    """Puts a form into a document that is being written."""

    def __init__(self, canvas: Any, pen: Pen, form: Form) -> None:
        self._canvas, self._pdf, self._pen, self._form = canvas, canvas._doc, pen, form
        self._font = fonts.font_of("answer")
        self._boxes = Counter(widget.name for widget in form.widgets)
        self._fields: list[Any] = []
        self._groups: dict[str, Any] = {}
        self._states: dict[tuple[float, str], Any] = {}
        canvas.setKeywords(form.about)

    def add_page(self, number: int, page: Page) -> None:
        """The fields of a page; comes before the page itself is written."""
        own = [widget for widget in self._form.widgets if widget.page == number]
        references = [self._widget(widget, page) for widget in own]
        if number == 1:
            references.append(self._about())
        self._canvas._annotationrefs[:] = references

    def end_page(self) -> None:
        """The tab key follows the order of the fields (PDF 2.0, *widget order*)."""
        from reportlab.pdfbase import pdfdoc  # type: ignore[import-untyped]

        page = self._pdf.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "Tabs"]
        page.Tabs = pdfdoc.PDFName("W")

    def finish(self) -> None:
        """What belongs to the whole document."""
        from reportlab.pdfbase import pdfdoc

        names = self._pdf.idToObject[pdfdoc.BasicFonts].dict
        names[_TYPED] = self._typed()
        names["ZaDb"] = self._reference({"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/ZapfDingbats"})
        catalog = self._pdf._catalog
        catalog.AcroForm = self._dictionary(
            Fields=pdfdoc.PDFArray(self._fields),
            DR=self._resources(),
            DA=self._default_appearance(),
        )
        catalog.Lang = _string(self._form.language)
        catalog.ViewerPreferences = self._dictionary(DisplayDocTitle="true")

    def _widget(self, widget: Widget, page: Page) -> Any:
        edges = (widget.x, page.height - widget.y - widget.height)
        corners = (*edges, edges[0] + widget.width, edges[1] + widget.height)
        rect = "[" + " ".join(f"{edge * POINTS_PER_MM:.3f}" for edge in corners) + "]"
        common = {"Type": "/Annot", "Subtype": "/Widget", "Rect": rect, "F": str(_PRINTED)}
        common["TU"] = _string(widget.label)
        return self._box(widget, common) if widget.state else self._text(widget, common)

    # Boxes ------------------------------------------------------------------------------------------
    #
    # The default value is what a box goes out with: where a program changes the value only, or the looks
    # only, it tells which of them is new.

    def _box(self, widget: Widget, common: dict[str, Any]) -> Any:
        on, off = (self._state(widget, state) for state in (widget.state, "Off"))
        state = f"/{widget.state}"
        common |= {
            "AP": self._dictionary(N=self._dictionary(**{widget.state: on, "Off": off})),
            "AS": state if widget.value else "/Off",
            "MK": "<</CA (4)>>",
            "DA": "(/ZaDb 0 Tf 0 g)",
        }
        if self._boxes[widget.name] == 1:
            common |= {"FT": "/Btn", "T": _string(widget.name), "DV": state if widget.value else "/Off"}
            if widget.value:
                common["V"] = state
            return self._add(self._reference(common))
        group = self._group(widget)
        common["Parent"] = group
        box = self._reference(common)
        group_object = self._pdf.idToObject[group.name]
        group_object.dict["Kids"].sequence.append(box)
        if widget.value:
            group_object.dict["V"] = group_object.dict["DV"] = state
        return box

    def _group(self, widget: Widget) -> Any:
        from reportlab.pdfbase import pdfdoc

        if widget.name not in self._groups:
            entries = {"FT": "/Btn", "T": _string(widget.name), "Kids": pdfdoc.PDFArray([]), "DV": "/Off"}
            entries["TU"] = _string(widget.group_label or widget.label)
            self._groups[widget.name] = self._add(self._reference(entries))
        return self._groups[widget.name]

    def _state(self, widget: Widget, state: str) -> Any:
        """What a box looks like; boxes of one size look the same."""
        from sms_desktop.paper.drawing import tick

        drawn = "" if state == "Off" else tick(Tick(0, 0, widget.width), widget.width)
        key = (widget.width, drawn)
        if key not in self._states:
            self._states[key] = self._appearance(widget.width, widget.width, drawn)
        return self._states[key]

    # Texts ------------------------------------------------------------------------------------------

    def _text(self, widget: Widget, common: dict[str, Any]) -> Any:
        text = str(widget.value)
        common |= {
            "FT": "/Tx",
            "T": _string(widget.name),
            "DA": self._default_appearance(_size(widget)),
            "AP": self._dictionary(
                N=self._appearance(widget.width, widget.height, self._lines(widget, text))
            ),
        }
        if text:
            common["V"] = _string(text)
        if widget.multiline:
            common["Ff"] = str(_MULTILINE)
        if fonts.is_right_to_left(text):
            common["Q"] = str(_RIGHT)
        return self._add(self._reference(common))

    def _lines(self, widget: Widget, text: str) -> str:
        """The text as a reader would set it, as far as there is room for it."""
        size = _size(widget)
        width, height = widget.width * POINTS_PER_MM, widget.height * POINTS_PER_MM
        room = widget.width - 2 * _PAD / POINTS_PER_MM
        lines = wrap(text, "answer", size, room) if widget.multiline else [" ".join(text.split())]
        above, below = self._extents(size)
        step = above - below
        first = _PAD + above if widget.multiline else (height + step) / 2 + below
        parts = [f"/Tx BMC q 0 0 {width:.3f} {height:.3f} re W n"]
        for place, line in enumerate(lines):
            down = first + place * step
            if not line or down - above > height:
                continue
            x = _PAD
            if fonts.is_right_to_left(text):
                x = width - _PAD - fonts.width(line, "answer", size) * POINTS_PER_MM
            item = Text(x / POINTS_PER_MM, down / POINTS_PER_MM, line, "answer", size)
            parts.append(self._pen.text(item, widget.height))
        return "\n".join([*parts, "Q EMC"])

    def _extents(self, size: float) -> tuple[float, float]:
        """How far the type reaches above its line, and (below zero) under it, in points."""
        extents = self._font.hb.get_font_extents("ltr")
        scale = size / self._font.units
        return extents.ascender * scale, extents.descender * scale

    def _about(self) -> Any:
        """Hidden and for reading only; a text, which every program keeps that keeps fields at all."""
        entries = {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "Rect": "[0 0 0 0]",
            "F": str(_HIDDEN),
            "FT": "/Tx",
            "Ff": str(_READ_ONLY),
            "T": _string(self._form.about_name),
            "V": _string(self._form.about),
            "DA": self._default_appearance(),
        }
        return self._add(self._reference(entries))

    def _typed(self) -> Any:
        """The face of what is typed, as a font of single bytes."""
        from sms_desktop.paper.drawing import descriptor, subset_tag

        font, scale = self._font, 1000 / self._font.units
        glyphs = [font.glyph(character) for character in _WESTERN]
        name = f"{subset_tag(sorted(set(glyphs)))}+{font.name}"
        return self._reference(
            {
                "Type": "/Font",
                "Subtype": "/TrueType",
                "BaseFont": f"/{name}",
                "Encoding": "/WinAnsiEncoding",
                "FirstChar": str(_FIRST),
                "LastChar": "255",
                "Widths": f"[{' '.join(f'{font.advance(glyph) * scale:.4g}' for glyph in glyphs)}]",
                "FontDescriptor": descriptor(
                    self._pdf, font, name, _TYPED, font.subset_of(_WESTERN), _NOT_SYMBOLIC
                ),
            }
        )

    # Objects ----------------------------------------------------------------------------------------

    def _add(self, field: Any) -> Any:
        self._fields.append(field)
        return field

    def _default_appearance(self, size: float = LINE_SIZE) -> str:
        return f"(/{_TYPED} {size:g} Tf 0 g)"

    def _resources(self) -> Any:
        from reportlab.pdfbase import pdfdoc

        return self._dictionary(Font=pdfdoc.PDFObjectReference(pdfdoc.BasicFonts))

    def _appearance(self, width: float, height: float, drawn: str) -> Any:
        from reportlab.pdfbase import pdfdoc

        box = f"[0 0 {width * POINTS_PER_MM:.3f} {height * POINTS_PER_MM:.3f}]"
        entries = {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": self._resources()}
        stream = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary(entries), drawn.encode("ascii"), filters=[pdfdoc.PDFZCompress]
        )
        return self._pdf.Reference(stream)

    def _dictionary(self, **entries: Any) -> Any:
        from reportlab.pdfbase import pdfdoc

        return pdfdoc.PDFDictionary(entries)

    def _reference(self, entries: dict[str, Any]) -> Any:
        return self._pdf.Reference(self._dictionary(**entries))


def _size(widget: Widget) -> float:
    return AREA_SIZE if widget.multiline else LINE_SIZE


def _string(text: str) -> str:
    """A text string of a PDF (7.9.2.2) in UTF-16."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"
