"""The codes in a picture: what they say and where their corners are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from sms_desktop.core import codes
from sms_desktop.core.codes import CodeError, PaperCode
from sms_desktop.exchange.scan.plane import Pair, Point, distance
from sms_desktop.paper.sheets import coded

if TYPE_CHECKING:
    from PIL import Image

LARGE = 3000
"""Pixels. A picture with a longer side is looked through at half its size first."""


class Symbol(msgspec.Struct, frozen=True):
    """A code: its text, and its corners in pixels, clockwise from its own top left."""

    text: str
    is_rune: bool
    corners: tuple[Point, ...]


class Codes(msgspec.Struct, frozen=True):
    """What the codes of one page say.

    ``page`` counts across all forms and is ``None`` if no code tells it. ``code`` is ``None`` when no page
    code can be read. ``several``: there is more than one sheet in the picture.
    """

    page: int | None = None
    code: PaperCode | None = None
    symbols: tuple[Symbol, ...] = ()
    several: bool = False

    @property
    def quarter_turns(self) -> int:
        """How many quarter turns, against the clock, set the page upright; 0 if no code tells."""
        if not self.symbols:
            return 0
        (x, y), (right, down), *_ = self.symbols[0].corners
        if abs(right - x) >= abs(down - y):
            return 0 if right > x else 2
        return 1 if down > y else 3

    def pairs(self, width: float, height: float) -> list[Pair]:
        """The corners of the codes on a page of this size in millimetres, and in pixels."""
        found: list[Pair] = []
        for symbol in self.symbols:
            if symbol.is_rune:
                x, y = coded.rune_places(width, height)[int(symbol.text) % coded.CORNERS]
                found += zip(_corners(x, y, coded.RUNE), symbol.corners, strict=True)
        found += self._pairs_of_squares(width, height)
        return found

    def _pairs_of_squares(self, width: float, height: float) -> list[Pair]:
        """The page codes look alike; which is which follows from where they are."""
        squares = [symbol for symbol in self.symbols if not symbol.is_rune]
        places = coded.qr_places(width, height)
        found: list[Pair] = []
        if len(squares) == len(places):
            upper, lower = sorted(squares, key=lambda each: _down(each, squares))
            for symbol, (x, y) in zip((upper, lower), places, strict=True):
                found += zip(_corners(x, y, coded.QR), symbol.corners, strict=True)
        elif len(squares) == 1 and (runes := [each for each in self.symbols if each.is_rune]):
            place = _nearer(squares[0], runes, width, height)
            found += zip(_corners(*place, coded.QR), squares[0].corners, strict=True)
        return found


def find(picture: Image.Image) -> Codes:
    """The codes in a grey picture. Tries harder when it finds too little."""
    found: list[Symbol] = []
    best = Codes()
    for image, scale, harder in _attempts(picture):
        found = _merged(found, _symbols(image, scale, harder))
        best = _sorted_out(found)
        if best.several or (best.code is not None and len(best.symbols) >= 5):
            break
    return best


def _attempts(picture: Image.Image) -> list[tuple[Image.Image, int, bool]]:
    if max(picture.size) > LARGE:
        return [(picture.reduce(2), 2, False), (picture, 1, False), (picture.reduce(2), 2, True)]
    return [(picture, 1, False), (picture, 1, True)]


def _symbols(image: Image.Image, scale: int, harder: bool) -> list[Symbol]:
    import zxingcpp

    formats: Any = (zxingcpp.BarcodeFormat.AztecRune, zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(
        image,
        formats=formats,
        try_invert=False,
        try_downscale=harder,
        binarizer=zxingcpp.Binarizer.GlobalHistogram if harder else zxingcpp.Binarizer.LocalAverage,
    )
    return [symbol for each in found if (symbol := _symbol(each.text, each.position, scale))]


def _symbol(text: str, position: object, scale: int) -> Symbol | None:
    """A code that can be one of ours."""
    is_rune = text.isdecimal() and len(text) == 3 and int(text) < codes.PAGES * coded.CORNERS
    if not is_rune and not text.startswith(coded.PREFIX):
        return None
    names = ("top_left", "top_right", "bottom_right", "bottom_left")
    points = [getattr(position, name) for name in names]
    return Symbol(text, is_rune, tuple(((p.x + 0.5) * scale, (p.y + 0.5) * scale) for p in points))


def _merged(found: list[Symbol], more: list[Symbol]) -> list[Symbol]:
    """Both, each code once: the same text in the same place is the same code."""
    kept = list(found)
    for symbol in more:
        size = distance(symbol.corners[0], symbol.corners[2])
        if not any(
            each.text == symbol.text and distance(_middle(each), _middle(symbol)) < size for each in kept
        ):
            kept.append(symbol)
    return kept


def _sorted_out(found: list[Symbol]) -> Codes:
    """What the codes say together."""
    read: dict[PaperCode, list[Symbol]] = {}
    for symbol in found:
        if not symbol.is_rune:
            try:
                code = codes.read(symbol.text.removeprefix(coded.PREFIX))
            except CodeError:
                continue
            read.setdefault(code, []).append(symbol)
    runes = [symbol for symbol in found if symbol.is_rune]
    if len(read) > 1 or any(len(each) > 2 for each in read.values()):
        return Codes(several=True)
    if read:
        code, squares = next(iter(read.items()))
        own = [each for each in runes if int(each.text) // coded.CORNERS == code.page]
        if _twice(own):
            return Codes(several=True)
        return Codes(code.page, code, (*own, *squares))
    if not runes:
        return Codes()
    page, count = Counter(int(each.text) // coded.CORNERS for each in runes).most_common(1)[0]
    own = [each for each in runes if int(each.text) // coded.CORNERS == page]
    if _twice(own):
        return Codes(several=True)
    # One code alone does not find the page, and may be something else that looks like one.
    return Codes(page if count > 1 else None, None, tuple(own))


def _twice(runes: list[Symbol]) -> bool:
    return len({each.text for each in runes}) < len(runes)


def _corners(x: float, y: float, size: float) -> tuple[Point, ...]:
    return ((x, y), (x + size, y), (x + size, y + size), (x, y + size))


def _middle(symbol: Symbol) -> Point:
    xs, ys = zip(*symbol.corners, strict=True)
    return sum(xs) / 4, sum(ys) / 4


def _down(symbol: Symbol, squares: list[Symbol]) -> float:
    """How far down the page a code stands, along its own upright."""
    first = squares[0].corners
    down = (first[3][0] - first[0][0], first[3][1] - first[0][1])
    x, y = _middle(symbol)
    return x * down[0] + y * down[1]


def _nearer(square: Symbol, runes: list[Symbol], width: float, height: float) -> Point:
    """The place of the only page code that was found: the one that fits the corner codes better."""
    (left, top), (right, level) = square.corners[:2]
    unit = ((right - left) / coded.QR, (level - top) / coded.QR)

    def off(place: Point) -> float:
        total = 0.0
        for rune in runes:
            x, y = coded.rune_places(width, height)[int(rune.text) % coded.CORNERS]
            dx, dy = x - place[0], y - place[1]
            expected = (left + dx * unit[0] - dy * unit[1], top + dx * unit[1] + dy * unit[0])
            total += distance(expected, rune.corners[0])
        return total

    return min(coded.qr_places(width, height), key=off)
