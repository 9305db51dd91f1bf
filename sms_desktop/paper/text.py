"""Breaking text into lines: at spaces, inside words that are too long, and where the writer did."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sms_desktop.palette import INK
from sms_desktop.paper import fonts
from sms_desktop.paper.fonts import POINTS_PER_MM
from sms_desktop.paper.geometry import Role, Text

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile(r"[^ \t]+|[ \t]+")
_JOINED = "\u200d"
_LONGEST_LINE = 400


def wrap(text: str, role: Role, size: float, width: float) -> list[str]:
    """``text`` as lines that are no wider than ``width`` millimetres at ``size`` points.

    Nothing gets lost but the spaces at which a line was broken. An empty text gives no lines.
    """
    if not text.strip():
        return []
    room = width * POINTS_PER_MM / size
    lines = []
    for paragraph in _LINE_BREAK.split(text.strip("\r\n")):
        lines += list(_wrapped(paragraph, role, room)) or [""]
    return lines


def _wrapped(paragraph: str, role: Role, room: float) -> Iterator[str]:
    """The lines of one paragraph; ``room`` is in units of the type size."""
    if fonts.em_width(paragraph, role) <= room and "\t" not in paragraph:
        yield paragraph
        return
    line, filled = "", 0.0
    for word in _WORD.findall(paragraph.replace("\t", "    ")):
        needed = fonts.em_width(word, role)
        if filled + needed <= room:
            line, filled = line + word, filled + needed
            continue
        if line.strip():
            yield line.rstrip()
        if word.isspace():
            line, filled = "", 0.0
            continue
        *whole, line = _pieces(word, role, room)
        yield from whole
        filled = fonts.em_width(line, role)
    if line.strip():
        yield line.rstrip()


def _pieces(word: str, role: Role, room: float) -> list[str]:
    """A word cut into pieces that fit, behind a hyphen where there is one.

    Marks and joined signs stay with what carries them.
    """
    pieces, piece, filled = [], "", 0.0
    for cluster in _clusters(word):
        needed = fonts.em_width(cluster, role)
        if piece and filled + needed > room:
            joint = max(piece.rfind("-"), piece.rfind("/")) + 1
            whole, piece = (piece[:joint], piece[joint:]) if joint else (piece, "")
            pieces.append(whole)
            filled = fonts.em_width(piece, role) if piece else 0.0
        piece, filled = piece + cluster, filled + needed
    return [*pieces, piece]


def _clusters(word: str) -> Iterator[str]:
    cluster = ""
    for character in word:
        joins = unicodedata.category(character)[0] == "M" or cluster.endswith(_JOINED)
        if cluster and not joins and character != _JOINED:
            yield cluster
            cluster = ""
        cluster += character
    yield cluster


def rest(text: str, lines: list[str]) -> str:
    """What follows in ``text`` after its first ``lines`` (as :func:`wrap` made them)."""
    left = sum(not character.isspace() for line in lines for character in line)
    place = 0
    while left and place < len(text):
        left -= not text[place].isspace()
        place += 1
    return text[place:].lstrip()


def breaks_words(text: str, role: Role, size: float, width: float) -> bool:
    """Whether a word of ``text`` is too long for a line."""
    room = width * POINTS_PER_MM / size
    return fonts.em_width(text, role) > room and any(fonts.em_width(w, role) > room for w in text.split())


def leading(size: float) -> float:
    """The distance of two lines of running text, in millimetres, for a type size in points."""
    return size * 1.3 / POINTS_PER_MM


def block(
    text: str, x: float, y: float, width: float, role: Role = "regular", size: float = 10.5, colour: str = INK
) -> list[Text]:
    """Running text from ``y`` (its upper edge) down."""
    step = leading(size)
    first = y + step * 0.76
    return [
        Text(x, first + step * place, line, role, size, colour)
        for place, line in enumerate(wrap(text, role, size, width))
    ]


def block_height(text: str, width: float, role: Role = "regular", size: float = 10.5) -> float:
    """How tall :func:`block` is, in millimetres."""
    return len(wrap(text, role, size, width)) * leading(size)


def fitted(text: str, role: Role, size: float, width: float) -> str:
    """``text`` on one line, its end replaced by an ellipsis when it is too wide."""
    text = " ".join(text.split())
    if len(text) < _LONGEST_LINE and fonts.width(text, role, size) <= width:
        return text
    text = text[:_LONGEST_LINE]
    while text and fonts.width(text + "…", role, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"
