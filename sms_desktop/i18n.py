"""One gettext system for window, paper and commands. English in the source, Dutch by default.

A :class:`Language` is a value and is passed to what makes paper or tables. The window and the command
line have one language at a time: :func:`use` sets it, ``tr`` speaks it.
"""

from __future__ import annotations

import gettext
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sms_desktop.paths import language_folders

DOMAIN = "sms_desktop"
DEFAULT = "nl"

# The two languages that come with the program write their dates and numbers by themselves: Babel, which knows
# them for all others, takes 5 MiB. A test compares.
_MONTHS = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SIGNS = {"nl": str.maketrans(",.", ".,"), "en": {}}


class Language:
    """A language for texts, dates and numbers. Call it with an English text to get the translation."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._catalogue = _catalogue(code)

    def __call__(self, message: str) -> str:
        """The translation of ``message``."""
        # What gettext has for nothing is the head of the catalogue.
        return self._catalogue.gettext(message) if message else ""

    def plural(self, singular: str, plural: str, n: int) -> str:
        """The translation for ``n`` things; ``{n}`` in it is filled in."""
        return self._catalogue.ngettext(singular, plural, n).format(n=self.number(n))

    @property
    def locale(self) -> str:
        """Whose dates and numbers Babel writes."""
        # The standalone program has not the dates of every language in the world. British English: the day
        # stands before the month, as it is typed.
        from babel.localedata import exists

        return self.code if exists(self.code) else "en_GB"

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as this language writes it: ``12,5`` in Dutch."""
        if isinstance(value, int) and abs(value) < 1000:
            return str(value)
        if self.code in _SIGNS:
            from decimal import Decimal  # rounds what was written, as Babel does

            return f"{Decimal(str(value)):,.{decimals}f}".translate(_SIGNS[self.code])
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(value, format=pattern, locale=self.locale)

    def date(self, value: date) -> str:
        """A date in words: ``23 november 2026``."""
        if self.code in _MONTHS:
            return f"{value.day} {_MONTHS[self.code][value.month - 1]} {value.year}"
        from babel.dates import format_date

        return format_date(value, format="long", locale=self.locale)

    def shown_date(self, text: str) -> str:
        """What a date field shows: a date in words, or what was typed if it is no date."""
        try:
            return self.date(date.fromisoformat(text))
        except ValueError:
            return text


def _catalogue(code: str) -> gettext.NullTranslations:
    for folder in language_folders():
        if (path := _compiled(folder / code)).is_file():
            with path.open("rb") as file:
                return gettext.GNUTranslations(file)
    if code == "en":
        return gettext.NullTranslations()
    raise FileNotFoundError(code)


def _compiled(folder: Path) -> Path:
    """Where the catalogue stands in the folder of a language."""
    return folder / "LC_MESSAGES" / f"{DOMAIN}.mo"


@cache
def language(code: str) -> Language:
    """The language with this code. Raises ``FileNotFoundError`` if there is no catalogue for it."""
    return Language(code)


def available() -> tuple[str, ...]:
    """The codes of the languages that can be chosen, Dutch first: one for each folder with a catalogue."""
    folders = (each for each in language_folders() if each.is_dir())
    found = {each.name for folder in folders for each in folder.iterdir() if _compiled(each).is_file()}
    return tuple(sorted(found | {"en"}, key=lambda code: (code != DEFAULT, code)))


def added() -> dict[str, Language]:
    """The languages besides Dutch and English. Their words for the forms stand in their catalogues too."""
    return {code: language(code) for code in available() if code not in ("nl", "en")}


def language_name(code: str) -> str:
    """What a language calls itself: *Nederlands*, *English*."""
    names = {"nl": "Nederlands", "en": "English"}
    if code in names:
        return names[code]
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_display_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code


_SHORT_MONTHS = ("jan", "feb", "mrt mar", "apr", "", "jun", "jul", "aug", "sep sept", "okt oct", "nov", "dec")
_MONTH_NUMBERS = {
    name.lower(): number
    for number, names in enumerate(zip(*_MONTHS.values(), _SHORT_MONTHS, strict=True), start=1)
    for name in " ".join(names).split()
}


def parse_date(text: str) -> str | None:
    """A typed date (``23-11-2026``, ``23 nov 2026``, ``2026-11-23``) as ``2026-11-23``, else ``None``.

    Day before month, as people here write it.
    """
    parts = re.split(r"[\s./-]+", text.strip().lower())
    if len(parts) != 3:
        return None
    if re.fullmatch(r"\d{4}", parts[0]):
        parts.reverse()
    day, month, year = parts
    if not (re.fullmatch(r"\d{1,2}", day) and re.fullmatch(r"\d{4}", year)):
        return None
    number = int(month) if re.fullmatch(r"\d{1,2}", month) else _MONTH_NUMBERS.get(month, 0)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def today() -> date:
    """The date of today, here."""
    return datetime.now().astimezone().date()


_active: list[str] = [DEFAULT]


def use(code: str) -> None:
    """Let window and commands speak this language from now on."""
    language(code)
    _active[0] = code


def current() -> Language:
    """The language of window and commands."""
    return language(_active[0])


def tr(message: str) -> str:
    """``message`` in the language of window and commands."""
    return current()(message)


def ntr(singular: str, plural: str, n: int) -> str:
    """The plural form for ``n`` in the language of window and commands, with ``{n}`` filled in."""
    return current().plural(singular, plural, n)


def mark(message: str) -> str:
    """Mark a text for translation later (in a table of constants)."""
    return message
