"""What goes wrong with paper on a table: torn, covered, copied, too large, not a form at all.

Each case makes one picture. None of them may end as silent nonsense: what is read without a flag is what
stands there, and what cannot be read says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sms_desktop.exchange.scan.reading import PageReading, Reason, Status
from sms_desktop.paper.geometry import Page
from sms_desktop.paper.sheets import coded
from tests.scanning.batch import Batch, batch
from tests.scanning.filling import Filled, fill
from tests.scanning.paper import Paper, Rng, placed, printed
from tests.scanning.phone import Camera, Sheet, Shot, photo, table
from tests.scanning.samples import scanned
from tests.scanning.scanner import Scanner

PHASE1, QUICK_SCAN = 40, 0
"""Pages of the batch: the first of phase 1 (standing), and a quick scan (lying)."""
LETTER = (215.9, 279.4)
_DPI = 180
READ = frozenset({Status.READ, Status.DOUBTFUL})
BY_HAND = frozenset({Status.MANUAL, Status.REFUSED})
ANY = READ | BY_HAND


@dataclass(frozen=True)
class Case:
    """A picture, and the page and answers on it if it is one of ours."""

    image: Image.Image
    page: Page | None = None
    filled: Filled | None = None


@dataclass(frozen=True)
class CutOff:
    """``ends`` are the ways in which it may end; ``reasons``, if there are any, why a page was not read."""

    name: str
    make: Callable[[Rng], Case]
    ends: frozenset[Status]
    reasons: frozenset[Reason] = frozenset()

    def allows(self, read: PageReading) -> bool:
        """Whether it may end like this."""
        if read.status in BY_HAND and (
            read.reason is None or (self.reasons and read.reason not in self.reasons)
        ):
            return False
        return read.status in self.ends


Damage: TypeAlias = Callable[[Paper, Rng], None]


def nonsense(case: Case, read: PageReading) -> list[str]:
    """What was read without a flag, and is not so."""
    if case.filled is None or case.page is None:
        return [each.field for each in read.fields if each.kind == "box" and each.doubt is None]
    truth = case.filled.truth
    wrong = [
        f"{each.field}: {truth[each.field].what or 'empty'} as {each.value}"
        for each in read.fields
        if each.kind == "box" and each.doubt is None and truth[each.field].value not in (None, each.value)
    ]
    known = (read.sheet, read.form_page, read.code)
    if read.status in READ and known != (
        case.page.sheet,
        case.page.number,
        case.page.code,
    ):
        wrong.append(f"taken for {known}")
    return wrong


def _filled(index: int, rng: Rng, dpi: int = _DPI, own: Batch | None = None) -> tuple[Paper, Page, Filled]:
    own = own or batch()
    paper = printed(own.pdf, index, dpi, rng, is_colour=True)
    page = own.pages[index]
    return paper, page, fill(paper, page.fields, "ordinary", rng)


def _scan_of(index: int, *damages: Damage) -> Callable[[Rng], Case]:
    def make(rng: Rng) -> Case:
        paper, page, filled = _filled(index, rng)
        for damage in damages:
            damage(paper, rng)
        return Case(scanned(paper, rng), page, filled)

    return make


def _photo_of(index: int, *damages: Damage, folds: int | None = None) -> Callable[[Rng], Case]:
    def make(rng: Rng) -> Case:
        paper, page, filled = _filled(index, rng)
        for damage in damages:
            damage(paper, rng)
        sheet = Sheet.some(page.width, page.height, rng, folds=folds)
        return Case(photo(paper, sheet, Shot.some(rng, (2048, 1536)), rng), page, filled)

    return make


# Damage to paper ------------------------------------------------------------------------------------


def _corner(paper: Paper, corner: int) -> tuple[np.ndarray, np.ndarray]:
    """A corner of the sheet in pixels, and the directions in which the sheet lies from there."""
    right, bottom = corner % 2, corner // 2
    at = np.array([right * paper.image.width, bottom * paper.image.height], float)
    return at, np.array([1 - 2 * right, 1 - 2 * bottom], float)


def torn(*corners: int, reach: float = 24) -> Damage:
    """Corners torn off, through their code: what lies beneath is seen as white."""

    def damage(paper: Paper, rng: Rng) -> None:
        draw = ImageDraw.Draw(paper.image)
        for corner in corners:
            at, way = _corner(paper, corner)
            steps = np.linspace(0, 1, 12)[:, None]
            edge = (np.array([[reach, 0]]) * (1 - steps) + np.array([[0, reach]]) * steps) * paper.per_mm
            edge += rng.normal(0, 0.5 * paper.per_mm, edge.shape)
            points = [tuple(at.tolist()), *(tuple(each) for each in (at + edge * way).tolist())]
            draw.polygon(points, fill=(252,) * 3)

    return damage


def folded_corner(corner: int, reach: float = 30) -> Damage:
    """A corner folded over: its back covers what is beneath, and casts a shadow."""

    def damage(paper: Paper, rng: Rng) -> None:
        draw = ImageDraw.Draw(paper.image)
        at, way = _corner(paper, corner)
        far = reach * paper.per_mm * way
        draw.polygon([tuple(at), (at[0] + far[0], at[1]), (at[0], at[1] + far[1])], fill=(250,) * 3)
        draw.polygon(
            [tuple(at + far), (at[0] + far[0], at[1]), (at[0], at[1] + far[1])], fill=(236, 235, 232)
        )
        draw.line([(at[0] + far[0], at[1]), (at[0], at[1] + far[1])], fill=(170,) * 3, width=3)

    return damage


def covered(
    *places: tuple[float, float, float, float], colour: tuple[int, int, int] = (205, 150, 125)
) -> Damage:
    """Something lies on these places (x, y, width, height, as shares of the sheet): a thumb, a note."""

    def damage(paper: Paper, rng: Rng) -> None:
        size = np.array(paper.image.size)
        shape = Image.new("L", paper.image.size)
        draw = ImageDraw.Draw(shape)
        for x, y, width, height in places:
            left, top = np.array([x, y]) * size
            right, bottom = np.array([x + width, y + height]) * size
            draw.rounded_rectangle((left, top, right, bottom), radius=(right - left) / 4, fill=255)
        paper.image.paste(colour, mask=shape.filter(ImageFilter.GaussianBlur(2)))

    return damage


def over(*rectangles: str) -> Damage:
    """White stickers over codes: ``rune0`` to ``rune3``, ``qr0`` and ``qr1``."""

    def damage(paper: Paper, rng: Rng) -> None:
        width, height = paper.size_mm
        draw = ImageDraw.Draw(paper.image)
        for name in rectangles:
            is_rune = name.startswith("rune")
            places = coded.rune_places(width, height) if is_rune else coded.qr_places(width, height)
            x, y = places[int(name[-1])]
            size = coded.RUNE if is_rune else coded.QR
            box = (x - 1, y - 1, x + size + 1, y + size + 1)
            draw.rectangle(tuple(each * paper.per_mm for each in box), fill=(245, 244, 240))

    return damage


def coffee(*places: tuple[float, float]) -> Damage:
    """Rings that a cup left; their middles in millimetres from the lower right corner."""

    def damage(paper: Paper, rng: Rng) -> None:
        veil = Image.new("L", paper.image.size, 255)
        draw = ImageDraw.Draw(veil)
        for x, y in places:
            middle = np.array(paper.image.size) - np.array([x, y]) * paper.per_mm
            for _ in range(4):
                radius = rng.normal(36, 0.8) * paper.per_mm
                at = middle + rng.normal(0, 0.5, 2) * paper.per_mm
                box = (*(at - radius), *(at + radius))
                width = max(2, round(rng.uniform(0.6, 2.5) * paper.per_mm))
                start, end, grey = rng.uniform(0, 360), rng.uniform(400, 700), int(rng.uniform(110, 190))
                draw.arc(box, start, end, fill=grey, width=width)
            for _ in range(6):
                drop = middle + rng.normal(0, 30, 2) * paper.per_mm
                radius = rng.uniform(0.4, 2.2) * paper.per_mm
                draw.ellipse((*(drop - radius), *(drop + radius)), fill=int(rng.uniform(120, 200)))
        veil = veil.filter(ImageFilter.GaussianBlur(0.25 * paper.per_mm))
        # Coffee takes blue more than red.
        bands = [
            veil.point([round(255 - (255 - value) * each) for value in range(256)])
            for each in (0.75, 1.0, 1.25)
        ]
        paper.image.paste(ImageChops.multiply(paper.image, Image.merge("RGB", bands)))

    return damage


def creased(paper: Paper, rng: Rng) -> None:
    """Folded twice and flattened: dark and light lines through the middles."""
    pixels = np.array(paper.image, np.float32)
    for axis in (0, 1):
        middle = round(pixels.shape[axis] / 2 + rng.normal(0, 2) * paper.per_mm)
        away = np.abs(np.arange(pixels.shape[axis]) - middle) / paper.per_mm
        shade = 1 - 0.35 * np.exp(-((away / 0.35) ** 2)) - 0.06 * np.exp(-away / 6)
        pixels *= shade[:, None, None] if axis == 0 else shade[None, :, None]
    paper.image.paste(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))


# Other printers and copiers -------------------------------------------------------------------------


def _printed_otherwise(
    index: int, bigger: float, size_mm: tuple[float, float] | None = None
) -> Callable[[Rng], Case]:
    """Printed larger or smaller, perhaps on other paper, and filled in where the boxes are now."""

    def make(rng: Rng) -> Case:
        own = batch()
        page = own.pages[index]
        paper = printed(own.pdf, index, _DPI, rng, is_colour=True)
        filled = fill(paper, page.fields, "ordinary", rng)
        sheet = size_mm
        if sheet is not None and page.width > page.height:
            sheet = sheet[::-1]
        paper = placed(paper.image, paper.per_mm, bigger, (0.0, 0.0), sheet)
        return Case(scanned(paper, rng), page, filled)

    return make


def _photocopied(rng: Rng) -> Case:
    """A copy of a filled sheet: more contrast, dirt, a little larger, not quite straight."""
    paper, page, filled = _filled(PHASE1, rng)
    own = Scanner.some(rng, "grey", 200)
    turned = float(rng.normal(0, 0.7))
    copier = replace(own, turned=turned, upside_down=False, black=-60, white=300, back=0.0)
    copy = copier.scan(paper, rng)
    draw = ImageDraw.Draw(copy)
    for _ in range(260):
        x, y = rng.random(2) * copy.size
        radius = rng.gamma(1.2, 0.8)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=int(rng.uniform(0, 120)))
    again = placed(copy, 200 / 25.4, rng.uniform(-0.02, 0.015), rng.normal(0, 1.5, 2))
    return Case(scanned(again, rng), page, filled)


# Pictures with something else -----------------------------------------------------------------------


def _two_sheets(rng: Rng) -> Case:
    """Two sheets beside each other on one photo."""
    one, _, _ = _filled(PHASE1, rng, 150)
    other, _, _ = _filled(PHASE1 + 2, rng, 150)
    both = Image.new("RGB", (one.image.width * 2 + 40, one.image.height), (120, 90, 60))
    both.paste(one.image, (0, 0))
    both.paste(other.image, (one.image.width + 40, 0))
    paper = Paper(both, one.per_mm)
    return Case(photo(paper, Sheet(*paper.size_mm, (), ()), _flat_shot(rng), rng))


def _flat_shot(rng: Rng) -> Shot:
    return replace(Shot.some(rng, (2592, 1944)), tilt=5, turned=float(rng.normal(0, 2)), fills=0.95)


def _half(rng: Rng) -> Case:
    """A photo of the left half of a sheet."""
    case = _photo_of(QUICK_SCAN, folds=0)(rng)
    width, height = case.image.size
    return replace(case, image=case.image.crop((0, 0, width // 2, height)))


def _corner_of_a_photo_lost(rng: Rng) -> Case:
    """A sheet of which one corner is beyond the edge of the photo."""
    paper, page, filled = _filled(PHASE1, rng)
    sheet = Sheet.some(page.width, page.height, rng)
    shot = replace(Shot.some(rng, (2048, 1536)), turned=0.0, tilt=8.0, fills=1.0)
    pixels = Camera(sheet, shot).pixels(np.array([(page.width - 18, page.height / 2)]))
    image = photo(paper, sheet, shot, rng)
    return Case(image.crop((0, 0, int(pixels[0, 0]), image.height)), page, filled)


def _empty(rng: Rng) -> Case:
    return Case(scanned(Paper(Image.new("RGB", (1240, 1754), (246, 246, 244)), 150 / 25.4), rng))


def _empty_photo(rng: Rng) -> Case:
    paper = Paper(Image.new("RGB", (1240, 1754), (246, 246, 244)), 150 / 25.4)
    return Case(photo(paper, Sheet.some(210, 297, rng), Shot.some(rng, (2048, 1536)), rng))


def _table_only(rng: Rng) -> Case:
    return Case(table((2048, 1536), rng))


def _holiday(rng: Rng) -> Case:
    """Hills, sea and a sun."""
    width, height = 2048, 1536
    rows = np.linspace(0, 1, height)[:, None, None]
    sky = np.array([90, 150, 225]) * (1 - rows) + np.array([235, 215, 190]) * rows
    pixels = np.repeat(sky, width, axis=1)
    x = np.arange(width)
    for depth in range(4):
        level = 0.45 + depth * 0.12
        ridge = sum(np.sin(x / width * np.pi * 2 * f + rng.uniform(0, 6)) / f for f in (1, 2, 3, 5, 9, 17))
        edge = (level + 0.05 * ridge) * height
        below = np.arange(height)[:, None] > edge[None, :]
        leaves = rng.normal(0, 9, (int(below.sum()), 1))
        pixels[below] = np.array([70, 105, 75]) * (1.15 - depth * 0.2) + leaves
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.ellipse((1500, 150, 1680, 330), fill=(255, 245, 200))
    for _ in range(40):
        left, top = rng.uniform(200, 1800), rng.uniform(900, 1400)
        draw.rectangle((left, top, left + 22, top + 22), outline=(40, 30, 30), width=3)
    return Case(image.filter(ImageFilter.GaussianBlur(1)))


def _other_session(rng: Rng) -> Case:
    other = batch("zyxwvutsrqponmlkjihg", 1)
    paper, page, filled = _filled(0, rng, own=other)
    return Case(scanned(paper, rng), page, filled)


def _uncoded(rng: Rng) -> Case:
    """A blank that was printed without codes."""
    paper, page, filled = _filled(QUICK_SCAN, rng)
    over("rune0", "rune1", "rune2", "rune3", "qr0", "qr1")(paper, rng)
    return Case(scanned(paper, rng), page, filled)


def _mirrored(rng: Rng) -> Case:
    case = _scan_of(PHASE1)(rng)
    return replace(case, image=case.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))


def _negative(rng: Rng) -> Case:
    case = _scan_of(PHASE1)(rng)
    return replace(case, image=ImageChops.invert(case.image))


def _coarse(rng: Rng) -> Case:
    """A fax, or a picture made small by a mail program: about 60 dots per inch."""
    case = _scan_of(PHASE1)(rng)
    size = tuple(round(each * 0.3) for each in case.image.size)
    return replace(case, image=case.image.resize(size, Image.Resampling.BOX))


def _two_pages_on_one_scan(rng: Rng) -> Case:
    """Two sheets that went through the feeder together, half over each other."""
    one = _scan_of(PHASE1)(rng).image
    other = _scan_of(PHASE1 + 2)(rng).image.resize(one.size)
    together = one.copy()
    together.paste(other.crop((0, 0, one.width, one.height // 2)), (0, one.height // 2))
    return Case(together)


_THUMBS = (0.86, 0.86, 0.14, 0.14)
CUT_OFFS = (
    CutOff("one corner torn off", _scan_of(PHASE1, torn(2)), READ),
    CutOff("two corners torn off", _scan_of(PHASE1, torn(0, 2)), READ),
    CutOff("two corners opposite torn off", _scan_of(QUICK_SCAN, torn(0, 3, reach=46)), ANY),
    CutOff("corner folded over", _photo_of(PHASE1, folded_corner(0)), ANY),
    CutOff("large corner folded over", _scan_of(PHASE1, folded_corner(1, 50)), ANY),
    CutOff("sticker over a page code", _scan_of(PHASE1, over("qr0")), READ),
    CutOff(
        "stickers over one page code and two corners", _scan_of(PHASE1, over("qr1", "rune0", "rune3")), READ
    ),
    CutOff(
        "stickers over both page codes",
        _scan_of(PHASE1, over("qr0", "qr1")),
        BY_HAND,
        frozenset({Reason.NO_PAGE_CODE}),
    ),
    CutOff("only one page code left", _scan_of(PHASE1, over("rune0", "rune1", "rune2", "rune3", "qr1")), ANY),
    CutOff("thumb over the codes", _photo_of(QUICK_SCAN, covered(_THUMBS)), ANY),
    CutOff(
        "note over half of the boxes",
        _photo_of(PHASE1, covered((0.35, 0.4, 0.2, 0.3), colour=(250, 235, 120))),
        ANY,
    ),
    CutOff("printed at 95 %", _printed_otherwise(PHASE1, -0.05), READ),
    CutOff("printed at 103 %", _printed_otherwise(QUICK_SCAN, 0.03), ANY),
    CutOff("fitted on Letter", _printed_otherwise(PHASE1, -0.062, LETTER), READ),
    CutOff("cut off on Letter", _printed_otherwise(PHASE1, 0.0, LETTER), ANY),
    CutOff("cut off on Letter, lying", _printed_otherwise(QUICK_SCAN, 0.0, LETTER), ANY),
    CutOff("photocopied", _photocopied, READ),
    CutOff("folded and flattened", _scan_of(QUICK_SCAN, creased), READ),
    CutOff("folded, photographed", _photo_of(PHASE1, creased, folds=2), ANY),
    CutOff("coffee over a code", _scan_of(PHASE1, coffee((24, 18))), READ),
    CutOff("coffee over the boxes", _scan_of(PHASE1, coffee((110, 130))), ANY),
    CutOff("two sheets on one photo", _two_sheets, BY_HAND, frozenset({Reason.SEVERAL})),
    CutOff("two sheets in one scan", _two_pages_on_one_scan, BY_HAND),
    CutOff("half a sheet", _half, ANY),
    CutOff("a side beyond the photo", _corner_of_a_photo_lost, ANY),
    CutOff("empty page", _empty, BY_HAND, frozenset({Reason.EMPTY})),
    CutOff("photo of an empty page", _empty_photo, BY_HAND),
    CutOff("a table", _table_only, BY_HAND),
    CutOff("a holiday photo", _holiday, BY_HAND, frozenset({Reason.NO_CODES})),
    CutOff("a sheet of another session", _other_session, BY_HAND, frozenset({Reason.OTHER_SESSION})),
    CutOff("without codes", _uncoded, BY_HAND, frozenset({Reason.NO_CODES})),
    CutOff("mirrored", _mirrored, ANY),
    CutOff("negative", _negative, ANY),
    CutOff("coarse", _coarse, BY_HAND),
)
