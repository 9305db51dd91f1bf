"""The fonts of the paper: which glyphs show a text, in which order, and how wide it is.

Latin, Greek, Cyrillic, Arabic, Hebrew and common signs come from the fonts that are shipped, so that an
ordinary document is the same on every machine. For other scripts the TrueType fonts of the system are
searched, only when such a character turns up. What no font has is drawn as a replacement sign.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import msgspec
import uharfbuzz  # type: ignore[import-untyped]

from sms_desktop.paper.geometry import Role
from sms_desktop.paths import shipped

ROLE_FILES: dict[Role, str] = {
    "regular": "NotoSans-Regular",
    "bold": "NotoSans-Bold",
    "answer": "NotoSerif-Regular",
}
FALLBACKS = (
    "NotoSans-Regular",
    "NotoSansArabic-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansMath-Regular",
    "NotoSansSymbols2-Regular",
)
REPLACEMENT = "\ufffd"
NOTHING = "\u200b"  # what the further glyphs of a cluster read as
POINTS_PER_MM = 72 / 25.4

# What lays itself out one character after the other, left to right, without joining.
_PLAIN = ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x48A, 0x58F), (0x1E00, 0x200A))
_PLAIN_SIGNS = ((0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x2BFF))
_NOT_DRAWN = re.compile("[\u00ad\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_INVISIBLE = re.compile("[\u200b-\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]")
_NOT_EMBEDDED = (b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"name", b"post", b"gasp", b"MATH", b"kern")
_OTHER_CUTS = ("bold", "italic", "oblique", "light", "thin", "black", "condensed", "medium", "heavy")


class _Codes(dict[str, str]):
    """Character → glyph number in hexadecimal, as it is written in a page, looked up once."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, character: str) -> str:
        code = f"{self._font.glyph(character):04X}"
        self[character] = code
        return code


class _Advances(dict[str, int]):
    """Character → how far it moves on, in font units, looked up once."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, character: str) -> int:
        advance = self._font.advance(self._font.glyph(character))
        self[character] = advance
        return advance


class Font:
    """A TrueType font file. ``name`` is what it is called inside a document."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self.face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), index)
        self.name = path.stem if not index else f"{path.stem}-{index}"
        self.units: int = self.face.upem
        self.characters = frozenset(chr(c) for c in self.face.unicodes if c >= 0xA0 or 0x20 <= c < 0x7F)
        self.plain = frozenset(c for c in self.characters if _is_plain(ord(c)))
        self.hb: Any = uharfbuzz.Font(self.face)
        self.codes = _Codes(self)
        self.advances = _Advances(self)

    @property
    def is_truetype(self) -> bool:
        """Whether its outlines can be embedded here."""
        return "glyf" in self.face.table_tags

    def glyph(self, character: str) -> int:
        """The number of the glyph of one character, 0 if there is none."""
        return self.hb.get_nominal_glyph(ord(character)) or 0

    def advance(self, glyph: int) -> int:
        """How far a glyph moves on, in font units."""
        return int(self.hb.get_glyph_h_advance(glyph))

    def subset(self, glyphs: set[int]) -> bytes:
        """The font file with only these glyphs, under their old numbers."""
        wanted = uharfbuzz.SubsetInput()
        wanted.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _NOT_EMBEDDED)
        return bytes(wanted.subset(self.face).blob.data)

    def subset_of(self, characters: str) -> bytes:
        """The font file with only these characters, and the table that finds them."""
        wanted = uharfbuzz.SubsetInput()
        wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).update(map(ord, characters))
        wanted.drop_table_tag_set.update(
            int.from_bytes(tag, "big") for tag in _NOT_EMBEDDED if tag not in (b"cmap", b"OS/2", b"post")
        )
        return bytes(wanted.subset(self.face).blob.data)


def _is_plain(code: int) -> bool:
    return any(first <= code <= last for first, last in (*_PLAIN, *_PLAIN_SIGNS))


class Glyph(msgspec.Struct, frozen=True):
    """One glyph of a shaped run: number, advance and offsets in font units, and the text it shows."""

    number: int
    advance: int
    x: int
    y: int
    text: str


class Run(msgspec.Struct, frozen=True):
    """Glyphs of one font, in the order in which they stand on paper."""

    font: str
    glyphs: tuple[Glyph, ...]


class Shaped(msgspec.Struct, frozen=True):
    """A line that needs more than its characters in a row. ``width`` is in units of the type size."""

    width: float
    runs: tuple[Run, ...]
    missing: tuple[str, ...]


@cache
def shipped_font(name: str) -> Font:
    """One of the fonts that came with the program."""
    return Font(shipped("resources") / "fonts" / f"{name}.ttf")


def font_of(role: Role) -> Font:
    """The face of a role."""
    return shipped_font(ROLE_FILES[role])


def by_name(name: str) -> Font:
    """A font that a :class:`Run` names."""
    found = next((font for font in _opened_system_fonts if font.name == name), None)
    return found or shipped_font(name)


def is_plain(text: str, role: Role) -> bool:
    """Whether the face of ``role`` shows ``text`` character by character, left to right."""
    return font_of(role).plain.issuperset(text)


def width(text: str, role: Role, size: float) -> float:
    """How wide a line is, in millimetres, at ``size`` points."""
    return em_width(text, role) * size / POINTS_PER_MM


@lru_cache(maxsize=65536)
def em_width(text: str, role: Role) -> float:
    """How wide a line is, in units of the type size."""
    if is_plain(text, role):
        font = font_of(role)
        return sum(map(font.advances.__getitem__, text)) / font.units
    return shaped(text, role).width


def missing(text: str, role: Role) -> tuple[str, ...]:
    """The characters of ``text`` that no font at hand can show."""
    return () if is_plain(text, role) else shaped(text, role).missing


@lru_cache(maxsize=8192)
def shaped(text: str, role: Role) -> Shaped:
    """A line as glyphs in the order in which they stand on paper, by the rules of its scripts."""
    text = unicodedata.normalize("NFC", _NOT_DRAWN.sub("", text))
    runs = []
    lacking = dict.fromkeys(c for c in text if not _is_invisible(c) and _find(c, role) is None)
    for part, level in _in_visual_order(text):
        pieces = [(font, list(each)) for font, each in _by_font(part, role)]
        for font, piece in pieces[::-1] if level % 2 else pieces:
            means, drawn = ("".join(letters) for letters in zip(*(each[:2] for each in piece), strict=True))
            runs.append(_shape(font, means, drawn, bool(level % 2)))
    total = sum(sum(glyph.advance for glyph in run.glyphs) / by_name(run.font).units for run in runs)
    return Shaped(total, tuple(runs), tuple(lacking))


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph reads from right to left: its first letter with a direction decides."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _is_invisible(character: str) -> bool:
    return bool(_INVISIBLE.match(character))


def _by_font(text: str, role: Role) -> Iterator[tuple[Font, Iterator[tuple[str, str, Font]]]]:
    """``text`` cut where the font changes: each character, the one drawn for it, and its font.

    Marks stay with the letter that carries them.
    """
    chosen: list[tuple[str, str, Font]] = []
    for character in text:
        font, drawn = _find(character, role), character
        if chosen and (_is_invisible(character) or unicodedata.category(character).startswith("M")):
            before = chosen[-1][2]
            font = before if _is_invisible(character) or character in before.characters else font
        if font is None and not _is_invisible(character):
            drawn = REPLACEMENT
        chosen.append((character, drawn, font or font_of(role)))
    return groupby(chosen, key=lambda each: each[2])


@lru_cache(maxsize=8192)
def _find(character: str, role: Role) -> Font | None:
    for name in (ROLE_FILES[role], *FALLBACKS):
        if character in shipped_font(name).characters:
            return shipped_font(name)
    if unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs"):
        return None
    return next((font for font in _system_fonts() if character in font.characters), None)


def _shape(font: Font, means: str, drawn: str, backwards: bool) -> Run:
    """The glyphs of ``drawn``; each tells which characters of ``means`` (as long) it shows."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(drawn)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if backwards else "ltr"
    uharfbuzz.shape(font.hb, buffer)
    starts = sorted({info.cluster for info in buffer.glyph_infos} | {len(drawn)})
    ends = dict(pairwise(starts))
    glyphs, told = [], set()
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        shows = NOTHING if info.cluster in told else means[info.cluster : ends[info.cluster]]
        told.add(info.cluster)
        glyphs.append(Glyph(info.codepoint, position.x_advance, position.x_offset, position.y_offset, shows))
    return Run(font.name, tuple(glyphs))


# Reading order ------------------------------------------------------------------------------------


def _in_visual_order(text: str) -> list[tuple[str, int]]:
    """Stretches of one direction with their level, as they follow each other on paper (UAX 9, L2)."""
    runs = [
        (level, "".join(character for _, character in each))
        for level, each in groupby(zip(_levels(text), text, strict=True), key=lambda pair: pair[0])
    ]
    highest = max((level for level, _ in runs), default=0)
    for level in range(highest, 0, -1):
        runs = _reversed_at(runs, level)
    return [(part, level) for level, part in runs]


def _reversed_at(runs: list[tuple[int, str]], level: int) -> list[tuple[int, str]]:
    result: list[tuple[int, str]] = []
    for is_inside, each in groupby(runs, key=lambda run: run[0] >= level):
        stretch = list(each)
        result += reversed(stretch) if is_inside else stretch
    return result


def _levels(text: str) -> list[int]:
    """The embedding level of each character (even: left to right)."""
    if all(unicodedata.bidirectional(c) not in ("R", "AL", "AN") for c in text):
        return [0] * len(text)
    from bidi import algorithm  # type: ignore[import-untyped]

    storage = algorithm.get_empty_storage()
    storage["base_level"] = algorithm.get_base_level(text)
    storage["base_dir"] = "LR"[storage["base_level"]]
    algorithm.get_embedding_levels(text, storage)
    characters = list(storage["chars"])
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    levels: list[int] = []
    for each in characters:
        joins = each["orig"] == "BN" and levels
        levels.append(levels[-1] if joins else each["level"])
    return levels


# Fonts of the system ------------------------------------------------------------------------------

_opened_system_fonts: list[Font] = []


def system_folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts."""
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts"
        return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", local)
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library" / "Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


def _system_fonts() -> Iterator[Font]:
    """The TrueType fonts of the system, opened one after the other and kept."""
    yield from _opened_system_fonts
    for path in _font_files()[_tried[0] :]:
        _tried[0] += 1
        font = _opened(path)
        if font is not None:
            _opened_system_fonts.append(font)
            yield font


_tried = [0]


@cache
def _font_files() -> tuple[Path, ...]:
    found = (path for folder in system_folders() if folder.is_dir() for path in folder.rglob("*.tt[fc]"))
    regular = [path for path in found if not any(cut in path.stem.lower() for cut in _OTHER_CUTS)]
    return tuple(sorted(regular, key=lambda path: (path.name.lower(), str(path))))


def _opened(path: Path) -> Font | None:
    """The font in this file, or ``None`` if it is broken or of a kind that cannot be embedded."""
    try:
        font = Font(path)
    except (OSError, ValueError, RuntimeError, uharfbuzz.HarfBuzzError):
        return None
    known = {*ROLE_FILES.values(), *FALLBACKS, *(each.name for each in _opened_system_fonts)}
    return font if font.is_truetype and font.name not in known else None
