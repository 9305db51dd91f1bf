"""The agenda of the conversation on paper: as a list, and as cards, four to an A4, to be cut out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from sms_desktop import agenda_words, labels
from sms_desktop.core.agenda import AgendaItem, agenda, total
from sms_desktop.core.forms import Text as Wording
from sms_desktop.core.session import WHOLE, Session, text_at
from sms_desktop.i18n import Language
from sms_desktop.palette import NOTE_INK, RULE, cluster_colour
from sms_desktop.paper import fonts, typeset
from sms_desktop.paper.blocks import Block, Cell, Column, Heading, Paragraph, Table
from sms_desktop.paper.geometry import Document, Item, Line, Page, Rect, Role, Text
from sms_desktop.paper.sheets import unprintable
from sms_desktop.paper.sheets.filling import Sheet, pages
from sms_desktop.paper.sheets.leaf import PORTRAIT, Context
from sms_desktop.paper.text import fitted, leading, wrap

_CARD_WIDTH, _CARD_HEIGHT = PORTRAIT.width / 2, PORTRAIT.height / 2
_EDGE = 12.0
_BAR = 2.2
_ROOM = _CARD_WIDTH - 2 * _EDGE - _BAR - 3
_HEAD, _FOOT = 11.0, 14.0
_TITLE, _QUESTION, _NOTE = 15.0, 12.0, 9.0


def title(session: Session, language: Language) -> str:
    """What the agenda is called: *Gespreksagenda – Leernetwerk ouderenzorg*."""
    environment = " ".join(text_at(session, WHOLE, "session.environment").split())
    word = language("Agenda for the conversation")
    return f"{word} – {environment}" if environment else word


# The list -------------------------------------------------------------------------------------------


def listing(session: Session, minutes: int, language: Language) -> Document:
    """The agenda for ``minutes`` minutes as a list on A4 portrait; no pages if there is nothing on it."""
    items = agenda(session, minutes)
    named = title(session, language)
    if not items:
        return Document(named, ())
    context = Context(session, language, is_blank=False)
    leaves = typeset.leaves(_blocks(context, items))
    sheet = Sheet("", Wording(wording={language.code: named}), "", leaves, proposal=True)
    finished, _more = pages(sheet, context)
    return Document(named, tuple(finished), unprintable(tuple(finished)))


def _blocks(context: Context, items: tuple[AgendaItem, ...]) -> list[Block]:
    _, session = context.language, context.session
    all_minutes = _.plural("{n} minute", "{n} minutes", total(items))
    columns = (
        Column(_("From – to (minutes)"), 1.0),
        Column(_("What to talk about"), 2.4),
        Column(_("Why here"), 2.6),
        Column(_("Questions"), 3.4),
    )
    rows, start = [], 0
    for item in items:
        end = start + item.minutes
        time = f"{start} – {end}" if item.is_timed else _("if there is time")
        rows.append((Cell(time), *_cells(context, item)))
        start = end
    subject = Heading(title(session, _)), Paragraph(_("{minutes} in all.").format(minutes=all_minutes))
    rule = Paragraph(_(agenda_words.RULE), is_note=True)
    return [*subject, rule, Table(columns, tuple(rows)), *_findings(context, items)]


def _cells(context: Context, item: AgendaItem) -> tuple[Cell, ...]:
    _, session = context.language, context.session
    cluster = session.form_set.cluster(item.cluster)
    named = agenda_words.title(session, item, _)
    if item.pattern is not None:
        named += f"\n{labels.PATTERN_SIGNS[item.pattern]} {_(labels.PATTERN_WORDS[item.pattern])}"
    asked = "\n".join(f"• {question}" for question in agenda_words.questions(item, _))
    what = Cell(named, "bold", cluster.id if cluster else "", cluster.letter if cluster else "")
    return what, Cell(agenda_words.why(session, item, _)), Cell(asked)


def _findings(context: Context, items: tuple[AgendaItem, ...]) -> list[Block]:
    """What the study found about these subjects, with how it was done."""
    known = {finding.id: finding for finding in context.form_set.findings.findings}
    found = dict.fromkeys(each for item in items for each in item.findings if each in known)
    if not found:
        return []
    _ = context.language
    texts = [Paragraph(f"• {context.say(known[each].text)}") for each in found]
    method = f"{context.say(context.form_set.findings.method)} {context.say(context.form_set.source)}"
    return [Heading(_("What the study found"), 2), *texts, Paragraph(method, is_note=True)]


# Cards ----------------------------------------------------------------------------------------------


class _Line(msgspec.Struct, frozen=True):
    """A line on a card; ``above`` is the room over it."""

    text: str
    role: Role
    size: float
    above: float = 0.0
    indent: float = 0.0


class _Card(msgspec.Struct, frozen=True):
    """What stands on one card: at the head its number and its time, then lines."""

    head: str
    time: str
    cluster: str
    lines: tuple[_Line, ...]


def cards(session: Session, minutes: int, language: Language) -> Document:
    """The agenda as cards, four to an A4 portrait; no pages if there is nothing on it.

    What is too much for one card goes on on the next.
    """
    context = Context(session, language, is_blank=False)
    items = agenda(session, minutes)
    made = [card for number, item in enumerate(items, 1) for card in _cards(context, number, item)]
    laid_out = []
    for first in range(0, len(made), 4):
        drawn: list[Item] = [
            Line(_CARD_WIDTH, 0, _CARD_WIDTH, PORTRAIT.height, 0.15, RULE),
            Line(0, _CARD_HEIGHT, PORTRAIT.width, _CARD_HEIGHT, 0.15, RULE),
        ]
        for place, card in enumerate(made[first : first + 4]):
            x, y = _CARD_WIDTH * (place % 2), _CARD_HEIGHT * (place // 2)
            drawn += _draw(context, card, x, y)
        laid_out.append(Page(PORTRAIT.width, PORTRAIT.height, "", tuple(drawn)))
    return Document(title(session, language), tuple(laid_out), unprintable(tuple(laid_out)))


def _cards(context: Context, number: int, item: AgendaItem) -> Iterator[_Card]:
    _ = context.language
    lines = list(_lines(context, item))
    room = _CARD_HEIGHT - 2 * _EDGE - _HEAD - _FOOT
    starts, filled = [0], 0.0
    for place, line in enumerate(lines):
        height = line.above + leading(line.size)
        if filled + height > room:
            starts.append(place)
            filled = 0.0
        filled += height
    for part, (first, last) in enumerate(pairwise([*starts, len(lines)])):
        more = _("continued")
        head = f"{number} ({more})" if part else f"{number}"
        yield _Card(head, agenda_words.time_of(item, _), item.cluster, tuple(lines[first:last]))


def _lines(context: Context, item: AgendaItem) -> Iterator[_Line]:
    _, session = context.language, context.session
    yield from _wrapped(agenda_words.title(session, item, _), "bold", _TITLE)
    cluster = session.form_set.cluster(item.cluster)
    told = [f"{cluster.letter} {context.say(cluster.label)}"] if cluster else []
    if item.pattern is not None:
        told.append(f"{labels.PATTERN_SIGNS[item.pattern]} {_(labels.PATTERN_WORDS[item.pattern])}")
    yield from _wrapped(" · ".join(told), "regular", _NOTE, above=1.5)
    yield from _wrapped(agenda_words.why(session, item, _), "regular", _NOTE, above=1.5)
    for place, question in enumerate(agenda_words.questions(item, _)):
        yield from _wrapped(question, "regular", _QUESTION, above=4.0 if not place else 2.0, indent=5.0)


def _wrapped(text: str, role: Role, size: float, above: float = 0.0, indent: float = 0.0) -> Iterator[_Line]:
    """``text`` as lines; a list's first line begins with its sign."""
    for place, line in enumerate(wrap(text, role, size, _ROOM - indent)):
        shown = f"•\t{line}" if indent and not place else line
        yield _Line(shown, role, size, above if not place else 0.0, indent)


def _draw(context: Context, card: _Card, left: float, top: float) -> Iterator[Item]:
    x, y = left + _EDGE, top + _EDGE
    right = left + _CARD_WIDTH - _EDGE
    yield Rect(x, y, _BAR, _CARD_HEIGHT - 2 * _EDGE - _FOOT, 0.0, "", cluster_colour(card.cluster))
    x += _BAR + 3
    yield Text(x, y + 5.4, card.head, "bold", _TITLE)
    yield Text(right - fonts.width(card.time, "bold", _QUESTION), y + 5.4, card.time, "bold", _QUESTION)
    y += _HEAD
    for line in card.lines:
        y += line.above
        base = y + leading(line.size) * 0.76
        sign, _tab, rest = line.text.rpartition("\t")
        if sign:
            yield Text(x, base, sign, line.role, line.size)
        yield Text(x + line.indent, base, rest, line.role, line.size)
        y += leading(line.size)
    yield from _foot(context, left + _EDGE, top + _CARD_HEIGHT - _EDGE)


def _foot(context: Context, x: float, bottom: float) -> Iterator[Item]:
    """Whose agenda, and the source of the method."""
    lines = [fitted(title(context.session, context.language), "regular", 8.0, _CARD_WIDTH - 2 * _EDGE)]
    lines += wrap(context.say(context.form_set.source), "regular", 8.0, _CARD_WIDTH - 2 * _EDGE)
    for place, line in enumerate(reversed(lines[:3])):
        yield Text(x, bottom - place * 3.5, line, "regular", 8.0, NOTE_INK)
