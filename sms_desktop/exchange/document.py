"""A report as a document for a word processor (.docx): real headings, tables and pictures, to be edited.

It is made from the same blocks as the PDF. It holds no links and nothing that is worked out again when it
is opened, but for the number of the page. The same blocks give the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sms_desktop.charts import Chart
from sms_desktop.core.session import Session
from sms_desktop.i18n import Language
from sms_desktop.palette import SHADE
from sms_desktop.paper import chart as drawn
from sms_desktop.paper import drawing
from sms_desktop.paper.blocks import Block, Cell, Cover, Figure, Heading, Paragraph, Table
from sms_desktop.paper.fitting import PAPERS, Sheet
from sms_desktop.paper.geometry import Document as Layout
from sms_desktop.paper.geometry import Page
from sms_desktop.paper.report import Request, content, title

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

# The time that the file names as its own: a clock would make every copy another one.
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FACES = {"regular": "Noto Sans", "bold": "Noto Sans", "answer": "Noto Serif"}
_DPI = 200
_ROUND = 0.5
_MARGIN = 20.0
_POINTS = {"body": 10.5, "note": 9.0}
_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


def report(session: Session, request: Request, language: Language, paper: str = "a4") -> bytes:
    """The report of a session as a document on ``paper``.

    Raises ``KeyError`` for a part that there is not.
    """
    form_set = session.form_set
    footer = f"{form_set.source.in_language(language.code)} · {form_set.proposal.in_language(language.code)}"
    blocks = content(session, request, language)
    return to_docx(blocks, title(session, request, language), footer, language.code, paper)


def to_docx(blocks: Iterable[Block], name: str, footer: str, language: str, paper: str = "a4") -> bytes:
    """The blocks as a document called ``name``, in ``language``. ``footer`` stands under every page."""
    import docx

    document = docx.Document()
    sheet = PAPERS[paper]
    _prepare(document, name, footer, language, sheet)
    for block in blocks:
        _add(document, block, sheet.width - 2 * _MARGIN)
    out = BytesIO()
    document.save(out)
    return _without_clock(out.getvalue())


def _prepare(document: Document, name: str, footer: str, language: str, sheet: Sheet) -> None:
    """The page, the type, and what the file says about itself."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    for style in document.styles:
        if style.name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"):
            _set_face(style, _FACES["regular"])
            style.font.color.rgb = RGBColor(0, 0, 0)
    normal = document.styles["Normal"]
    normal.font.size = Pt(_POINTS["body"])
    normal.paragraph_format.space_after = Pt(4)
    document.styles["Subtitle"].font.size = Pt(16)
    properties = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if properties is not None:
        properties.set(qn("w:val"), _LANGUAGES.get(language, language))
    core = document.core_properties
    core.title, core.author, core.comments = _clean(name)[:255], "SMS-tool Desktop", ""
    core.language = _LANGUAGES.get(language, language)
    core.created = core.modified = _EPOCH
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _write(line, f"{footer} · ", "regular", _POINTS["note"])
    _page_number(line)


def _set_face(styled: Any, name: str) -> None:
    """The face of a style or a run; faces of a theme would go before the name."""
    from docx.oxml.ns import qn

    styled.font.name = name
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(kind), name)


def _page_number(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _add(document: Document, block: Block, width: float) -> None:
    """One block, as broad as ``width`` millimetres at most."""
    match block:
        case Cover():
            _cover(document, block)
        case Heading():
            heading = document.add_heading(_clean(block.text), block.level)
            heading.paragraph_format.page_break_before = block.new_page
        case Paragraph():
            size = _POINTS["note" if block.is_note else "body"]
            _write(document.add_paragraph(), block.text, block.role, size)
        case Table():
            _table(document, block, width)
        case Figure():
            _figure(document, block, width)


def _cover(document: Document, cover: Cover) -> None:
    document.add_paragraph(_clean(cover.title), style="Title")
    document.add_paragraph(_clean(cover.subject), style="Subtitle")
    for line in cover.lines:
        _write(document.add_paragraph(), line, "regular", _POINTS["body"])
    _write(document.add_paragraph(), cover.note, "regular", _POINTS["note"])


def _table(document: Document, block: Table, width: float) -> None:
    from docx.shared import Mm

    heads = int(bool(block.groups and block.has_head)) + int(block.has_head)
    table = document.add_table(rows=heads + len(block.rows), cols=len(block.columns), style="Table Grid")
    table.autofit = False
    # Cells are looked up row by row, once: asking the table for each of them takes ever longer.
    rows = [row.cells for row in table.rows]
    unit = width / sum(column.weight for column in block.columns)
    if block.has_head:
        _head(rows[heads - 1], [Cell(column.heading, "bold") for column in block.columns])
    if heads > 1:
        first = 0
        for count, words in block.groups:
            merged = rows[0][first].merge(rows[0][first + count - 1]) if count > 1 else rows[0][first]
            _head((merged,), [Cell(words, "bold")])
            first += count
    for place, each in enumerate(table.rows):
        _keep_whole(each, is_head=place < heads)
    for line, row in zip(rows[heads:], block.rows, strict=True):
        for target, cell in zip(line, row, strict=True):
            text = f"{cell.letter}  {cell.text}" if cell.letter else cell.text
            _write_in(target, text, cell.role)
    for place, column in enumerate(block.columns):
        table.columns[place].width = Mm(column.weight * unit)
        for line in rows[max(0, heads - 1) :]:
            line[place].width = Mm(column.weight * unit)
    document.add_paragraph()


def _head(cells: Iterable[_Cell], texts: list[Cell]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for cell, text in zip(cells, texts, strict=True):
        _write_in(cell, text.text, text.role)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), SHADE.removeprefix("#"))
        cell._tc.get_or_add_tcPr().append(shade)


def _write_in(cell: _Cell, text: str, role: str) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    _write(paragraph, text, role, _POINTS["note"])


def _keep_whole(row: Any, is_head: bool) -> None:
    """No page break inside a row; a heading comes back on the next page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _figure(document: Document, figure: Figure, width: float) -> None:
    from docx.shared import Mm

    picture = document.add_picture(BytesIO(to_png(figure.chart)), width=Mm(min(width, figure.chart.width)))
    picture._inline.docPr.set("descr", _clean(figure.spoken))
    for edge in ("distT", "distB", "distL", "distR"):
        picture._inline.set(edge, "0")


def to_png(chart: Chart) -> bytes:
    """The chart as a picture, 200 dots to the inch."""
    import pypdfium2

    # An outline on the edge of the chart is half outside of it.
    width, height = chart.width + 2 * _ROUND, chart.height + 2 * _ROUND
    page = Page(width, height, "", tuple(drawn.items(chart, _ROUND, _ROUND)))
    pdf = pypdfium2.PdfDocument(drawing.to_pdf(Layout("", (page,))))
    try:
        out = BytesIO()
        pdf[0].render(scale=_DPI / 72).to_pil().save(out, "PNG")
        return out.getvalue()
    finally:
        pdf.close()


def _write(paragraph: Any, text: str, role: str, size: float) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(_clean(text))
    run.font.size = Pt(size)
    run.bold = role == "bold" or None
    if role == "answer":
        _set_face(run, _FACES[role])


def _clean(text: str) -> str:
    """Without what XML cannot hold; every kind of line break as one."""
    return _NOT_IN_XML.sub("", _BREAKS.sub("\n", text))


def _without_clock(data: bytes) -> bytes:
    """The same archive, its entries without the time of writing."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, date_time=_EPOCH.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry.filename))
    return out.getvalue()
