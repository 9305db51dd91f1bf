"""The code on a page of paper: which session, which form and page, which layout, whose sheet.

Sixteen characters that a machine reads from the page and that a person can type. The code follows from the
id of the session and a number, so a lost sheet that is printed again has the same one. No name is in it.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import msgspec

from sms_desktop.core.digests import sha256
from sms_desktop.core.session import Organisation, Session

CodedForm: TypeAlias = Literal["quick-scan", "phase1-education", "phase1-practice"]

FIRST_PAGES: dict[CodedForm, int] = {"quick-scan": 0, "phase1-education": 8, "phase1-practice": 36}
"""Pages are numbered across all forms: a corner code tells both the form and the page."""
PAGES = 64

NOBODY = 0
"""The number of a sheet that is not yet anybody's."""
LARGEST_NUMBER = 2**20 - 1

# Crockford's alphabet: no letter that looks like a digit. What people write instead is understood.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_VERSION = 0
# Bits from the left: version, session, page, layout, number, check.
_SIZES = (2, 24, 6, 18, 20)
_CHECK = 10
LENGTH = (sum(_SIZES) + _CHECK) // 5


class CodeError(ValueError):
    """This is not a code, or not one that this version knows."""


class PaperCode(msgspec.Struct, frozen=True):
    """What stands in a code.

    ``session`` and ``layout`` are short tags; ``page`` counts across all forms; ``number`` is the number of
    the participant or the tag of the organisation.
    """

    session: int
    page: int
    layout: int
    number: int

    @property
    def form(self) -> CodedForm:
        """The form that this is a page of."""
        return form_of(self.page)[0]

    @property
    def form_page(self) -> int:
        """Which page of that form, from 1."""
        return form_of(self.page)[1]


def form_of(page: int) -> tuple[CodedForm, int]:
    """The form of a page in the numbering across all forms, and which page of it, from 1."""
    form: CodedForm = "quick-scan"
    for each, first in FIRST_PAGES.items():
        if page >= first:
            form = each
    return form, page - FIRST_PAGES[form] + 1


def most_pages(form: CodedForm) -> int:
    """How many pages of a form can be numbered."""
    later = [first for first in FIRST_PAGES.values() if first > FIRST_PAGES[form]]
    return min(later, default=PAGES) - FIRST_PAGES[form]


def written(code: PaperCode) -> str:
    """The code in sixteen characters. Raises ``CodeError`` for a number that is too large."""
    value = 0
    parts = (_VERSION, code.session, code.page, code.layout, code.number)
    for part, size in zip(parts, _SIZES, strict=True):
        if not 0 <= part < 1 << size:
            raise CodeError(f"{part} does not fit in a code")
        value = value << size | part
    value = value << _CHECK | _check(value)
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def grouped(text: str) -> str:
    """A code in groups of four, to be read and typed."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def read(text: str) -> PaperCode:
    """The code in a text that was typed or decoded; spaces, hyphens and lower case are understood.

    Raises ``CodeError`` if it is none or has a typing error in it.
    """
    signs = re.sub(r"[\s\-–.]", "", text).upper().translate(_MEANT)
    if len(signs) != LENGTH or not set(signs) <= set(_ALPHABET):
        raise CodeError("not a code")
    value = 0
    for sign in signs:
        value = value << 5 | _ALPHABET.index(sign)
    value, check = value >> _CHECK, value & (1 << _CHECK) - 1
    if check != _check(value):
        raise CodeError("not a code")
    parts = []
    for size in reversed(_SIZES):
        parts.append(value & (1 << size) - 1)
        value >>= size
    number, layout, page, session, version = parts
    if version != _VERSION:
        raise CodeError("a code of another version")
    return PaperCode(session, page, layout, number)


def session_tag(session: Session) -> int:
    """What stands for a session in a code."""
    return _tag("session", session.id, 24)


def layout_tag(form: CodedForm, places: str) -> int:
    """What stands for a layout in a code; ``places`` says where everything stands."""
    return _tag(form, places, 18)


def organisation_number(organisation: Organisation) -> int:
    """What stands for an organisation in a code. It stays when organisations come, go or move."""
    return _tag("organisation", organisation.id, 20) or 1


def sheet_id(number: int) -> str:
    """The id of the quick scan sheet with this number on the paper."""
    return f"paper-{number}"


def _tag(kind: str, text: str, bits: int) -> int:
    digest = sha256(f"{kind}\0{text}".encode()).digest()
    return int.from_bytes(digest[:4]) >> 32 - bits


def _check(value: int) -> int:
    return int.from_bytes(sha256(value.to_bytes(10)).digest()[:2]) >> 16 - _CHECK
