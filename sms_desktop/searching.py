"""Finding a text in a session: in what was answered, in motives, in the names of organisations and sheets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from sms_desktop import changes, i18n, labels
from sms_desktop.core import insight
from sms_desktop.core.forms import Motive
from sms_desktop.core.session import WHOLE, Session, Where, at_organisation, at_sheet, records

Part = Literal["session", "quick_scan", "phase1", "phase2", "phase3", "agenda"]
PARTS: tuple[Part, ...] = ("session", "quick_scan", "phase1", "phase2", "phase3", "agenda")

BEFORE, LONGEST = 30, 90
"""Characters of a snippet: before what was found, and altogether."""

# What these fields hold is not read by anybody as it is written in them.
_UNREAD = ("link", "agenda_minutes", "agenda_place", "minutes", "order")


@dataclass(frozen=True)
class Hit:
    """Where a text was found.

    ``field`` is empty for a sheet that was found by its number; ``motive`` is the row of the matrix for a
    motive that was found by its name. ``place`` and ``label`` say in words where it stands.
    """

    part: Part
    where: Where
    field: str
    place: str
    label: str
    snippet: str
    motive: str = ""


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    plain = "".join(each for each in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(each))
    return plain.casefold()


def fold(text: str) -> str:
    """A text without capitals and accents, as it is compared."""
    return text.casefold() if text.isascii() else "".join(map(_folded, text))


def words(text: str) -> tuple[str, ...]:
    """What to look for: each word of what was typed, folded."""
    return tuple(fold(text).split())


def closeness(text: str, wanted: tuple[str, ...]) -> int:
    """How well a text that holds the folded words fits: 0 with each as a whole word, 1 as a beginning, 2."""
    have = re.findall(r"\w+", fold(text))
    if all(each in have for each in wanted):
        return 0
    return 1 if all(any(word.startswith(each) for word in have) for each in wanted) else 2


def holds(text: str, wanted: tuple[str, ...]) -> bool:
    """Whether each of the folded words stands in a text."""
    folded = fold(text)
    return bool(wanted) and all(word in folded for word in wanted)


def snippet(text: str, wanted: tuple[str, ...]) -> str:
    """The part of a text around the first of the folded words, on one line."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    place = max(fold(text).find(wanted[0]), 0)
    # Folding may change the number of letters: so many of the text as are folded before that place.
    start, folded = 0, 0
    while folded < place:
        folded += len(_folded(text[start]))
        start += 1
    begin = max(min(start - BEFORE, len(text) - LONGEST), 0)
    end = min(begin + LONGEST, len(text))
    return ("…" if begin else "") + text[begin:end].strip() + ("…" if end < len(text) else "")


def find(session: Session, text: str) -> tuple[Hit, ...]:
    """Where the words of ``text`` stand, in the order of the window; in the language of the window.

    Capitals and accents make no difference. Give a session in which only stands what may be seen.
    """
    wanted = words(text)
    if not wanted:
        return ()
    named = (hit for hit in (*_names(session), *_motives(session)) if holds(hit.snippet, wanted))
    found = [
        replace(hit, snippet=snippet(hit.snippet, wanted)) for hit in (*named, *_answers(session, wanted))
    ]
    return tuple(sorted(found, key=lambda hit: PARTS.index(hit.part)))


def _names(session: Session) -> Iterator[Hit]:
    name = i18n.tr("Name of the organisation")
    for organisation in session.organisations:
        side = labels.side_label(session.form_set, organisation.side, i18n.current())
        where = at_organisation(organisation.id)
        yield Hit("session", where, "organisation.name", side, name, organisation.name)
    for sheet in session.sheets:
        where = at_sheet(sheet.id)
        yield Hit("quick_scan", where, "", "", "", changes.record_words(session, where))


def _motives(session: Session) -> Iterator[Hit]:
    """The motives of the form, by their name and by their wording on each side's list."""
    for row in insight.matrix(session):
        motive = session.form_set.motive(row.motive)
        if motive is None:
            continue
        cluster = labels.cluster_label(session.form_set, row.cluster, i18n.current())
        yield Hit("phase2", WHOLE, "", i18n.tr("Motive"), cluster, _wordings(motive), motive=row.key)


def _wordings(motive: Motive) -> str:
    code = i18n.current().code
    texts = (motive.short, motive.education, motive.practice)
    return " · ".join(dict.fromkeys(text.in_language(code) for text in texts if text is not None))


def _answers(session: Session, wanted: tuple[str, ...]) -> Iterator[Hit]:
    for where, answers, _ in records(session):
        for field, value in answers.items():
            if isinstance(value, str) and field.rpartition(".")[2] not in _UNREAD:
                said = changes.value_in_words(session, value)
                if holds(said, wanted):
                    yield _answer(session, where, field, said)


def _answer(session: Session, where: Where, field: str, said: str) -> Hit:
    place = changes.record_words(session, where)
    if where.organisation:
        place = f"{place} · {session.organisation(where.organisation).name}"
    label = labels.field_label(session, field, i18n.current())
    return Hit(_part(field), where, field, place, label, said)


def _part(field: str) -> Part:
    first, *_, last = field.split(".")
    if last.startswith("agenda_"):
        return "agenda"
    if first == "phase2" and last == "text" and field.startswith("phase2.outcome_"):
        return "phase3"  # where every joint outcome can be opened, whatever motive it serves
    return next((part for part in PARTS if part == first), "session")
