"""The thread (*rode draad*) as a poster: motive, intended outcome, agreement, evidence, on A3 landscape.

A row for each thread; a red line runs through it, and where it breaks off stands a cross and a word.
Nothing but that line crosses the middle, so that two pages side by side make the same poster (:func:`tiled`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from sms_desktop import labels
from sms_desktop.core.forms import FieldSpec, Option
from sms_desktop.core.forms import Text as Wording
from sms_desktop.core.insight import by_side
from sms_desktop.core.session import WHOLE, Session, text_at
from sms_desktop.core.thread import Break, Evidence, Thread, ambition, joint, own
from sms_desktop.i18n import Language
from sms_desktop.palette import INK, NOTE_INK, SHADE
from sms_desktop.paper import fitting, fonts
from sms_desktop.paper.geometry import Document, Item, Line, Modules, Page, Rect, Role, Text, Tick
from sms_desktop.paper.sheets import unprintable
from sms_desktop.paper.sheets.filling import Sheet, pages
from sms_desktop.paper.sheets.leaf import MARGIN, NOTE, SUBHEADING, TOP, Context, Leaf, Paper
from sms_desktop.paper.text import block_height, leading, wrap

A3 = Paper(420.0, 297.0)
HALF = A3.width / 2
RED = "#b3261e"

_SIZE = 10.0
_TITLE, _AMBITION = 20.0, 11.5
_KEPT = 60.0  # what stays free under the ambition for the first threads
_PAD = 1.8
_ROW_GAP = 2.0
_THICK = 1.1
_MOMENTS = 3
_COLUMN_GAP = 7.0
_LEFT = (54.0, 60.0, 58.0)  # motive, intended outcome, agreement
_INNER = HALF - MARGIN  # where the left half ends
_OUTER = HALF + MARGIN  # where the right half begins


class _Line(msgspec.Struct, frozen=True):
    text: str
    role: Role = "regular"


class _Box(msgspec.Struct, frozen=True):
    """A cell of a thread. ``broken`` says what is missing there: then it has no box of its own."""

    x: float
    width: float
    lines: tuple[_Line, ...] = ()
    broken: bool = False


def title(session: Session, language: Language) -> str:
    """What the poster is called: *Rode draad – Leernetwerk ouderenzorg*."""
    environment = " ".join(text_at(session, WHOLE, "session.environment").split())
    word = language("Thread from motive to evidence")
    return f"{word} – {environment}" if environment else word


def poster(session: Session, language: Language) -> Document:
    """All threads on A3 landscape, on as few pages as they need."""
    context = Context(session, language, is_blank=False)
    count = max(1, len(session.moments))
    leaves: list[Leaf] = []
    for first in range(0, count, _MOMENTS):
        leaves += _Poster(context, range(first, min(first + _MOMENTS, len(session.moments)))).lay_out()
    named = title(session, language)
    sheet = Sheet("", Wording(wording={language.code: labels.shortened(named, 90)}), "", tuple(leaves), True)
    finished, _more = pages(sheet, context)
    return Document(named, tuple(finished), unprintable(tuple(finished)))


def tiled(document: Document, paper: str = "a4") -> Document:
    """Each page of a poster as two sheets of ``paper`` that stand: the left half, then the right one."""
    sheet = fitting.PAPERS[paper]
    both = fitting.Sheet("", sheet.height, 2 * sheet.width)
    halves = [half for page in document.pages for half in _halves(fitting.fitted(page, both))]
    return replace(document, pages=tuple(halves))


def _halves(page: Page) -> Iterator[Page]:
    half = page.width / 2
    for start in (0.0, half):
        items = tuple(
            fitting.moved(item, 1.0, -start, 0.0)
            for item in page.items
            if _ends(item)[0] < start + half and _ends(item)[1] > start
        )
        yield Page(half, page.height, page.sheet, items)


def _ends(item: Item) -> tuple[float, float]:
    match item:
        case Text():
            return item.x, item.x + fonts.width(item.text, item.role, item.size)
        case Line():
            return min(item.x1, item.x2), max(item.x1, item.x2)
        case Rect():
            return item.x, item.x + item.width
        case Tick() | Modules():
            return item.x, item.x + item.size


class _Poster:
    """The pages for some of the evaluation moments (their places in the session)."""

    def __init__(self, context: Context, moments: range) -> None:
        self._context, self._moments = context, moments
        self._leaves: list[Leaf] = []
        self._y = 0.0
        across = max(1, len(moments))
        each = (A3.right - _OUTER - _COLUMN_GAP * (across - 1)) / across
        self._widths = [*_LEFT, *[each] * across]
        self._xs = [MARGIN + sum(_LEFT[:place]) + _COLUMN_GAP * place for place in range(len(_LEFT))]
        self._xs += [_OUTER + place * (each + _COLUMN_GAP) for place in range(across)]

    def lay_out(self) -> list[Leaf]:
        """The threads of the group, those of single organisations, and what was left at an intention."""
        _, session = self._context.language, self._context.session
        self._first_page()
        shared = joint(session)
        self._part(_("Of the group together"), shared, first=True)
        if not shared:
            self._note(_("Nothing agreed yet."))
        single = [each for organisation in by_side(session) for each in own(session, organisation)]
        self._part(_("Of one organisation"), [each for each in single if _is_taken_up(each)])
        self._left(single)
        return self._leaves

    def _part(self, heading: str, found: Sequence[Thread], first: bool = False) -> None:
        if not found and not first:
            return
        if A3.bottom - self._y < 40:
            self._page()
        self._leaves[-1].text(MARGIN, self._y + 4.6, heading, "bold", SUBHEADING)
        self._y += 7
        for thread in found:
            self._thread(thread)

    # Pages ------------------------------------------------------------------------------------------

    def _first_page(self) -> None:
        _ = self._context.language
        leaf = Leaf(A3)
        y = leaf.block(MARGIN, TOP, _INNER - MARGIN, title(self._context.session, _), "bold", _TITLE)
        legend = _("The red line runs from motive to evidence. A cross marks where a thread breaks off.")
        leaf.block(_OUTER, TOP + 2, A3.right - _OUTER, legend, colour=NOTE_INK)
        self._leaves.append(leaf)
        self._y = y + 1
        self._ambition()
        self._heads()

    def _ambition(self) -> None:
        """The shared ambition, under which all threads run."""
        step = leading(_AMBITION)
        for line in wrap(ambition(self._context.session), "answer", _AMBITION, _INNER - MARGIN):
            if A3.bottom - self._y < _KEPT:
                self._leaves.append(Leaf(A3))
                self._y = TOP
            self._leaves[-1].text(MARGIN, self._y + step * 0.76, line, "answer", _AMBITION)
            self._y += step
        self._y += 2

    def _page(self) -> None:
        leaf = Leaf(A3)
        named = labels.shortened(title(self._context.session, self._context.language), 90)
        leaf.text(MARGIN, TOP + 2, named, "regular", NOTE, NOTE_INK)
        self._leaves.append(leaf)
        self._y = TOP + 5
        self._heads()

    def _heads(self) -> None:
        """What the columns hold, over a strong line in each half."""
        _, session, form = self._context.language, self._context.session, self._context.form_set
        heads = [_("Motive"), self._context.say(form.phase3.outcome), _("Agreement")]
        for place in self._moments:
            date = _.shown_date(str(session.moments[place].answers.get("phase3.date", "")))
            heads.append(labels.shortened(f"{place + 1}. {date}" if date else f"{place + 1}.", 28))
        heads += [_("Evidence")] if not self._moments else []
        leaf = self._leaves[-1]
        for x, width, head in zip(self._xs, self._widths, heads, strict=True):
            leaf.block(x, self._y, width, head, "bold", SUBHEADING)
        self._y += 7
        leaf.rule(MARGIN, self._y, _INNER, 0.6, INK)
        leaf.rule(_OUTER, self._y, A3.right, 0.6, INK)
        self._y += 2

    def _note(self, text: str) -> None:
        self._y = self._leaves[-1].block(MARGIN, self._y, _INNER - MARGIN, text) + 2

    # Threads ----------------------------------------------------------------------------------------

    def _thread(self, thread: Thread) -> None:
        """One thread as a row; one that is higher than the page goes on on the next."""
        boxes = self._boxes(thread)
        left, first = max(len(box.lines) for box in boxes), 0
        step = leading(_SIZE)
        while left > 0:
            if A3.bottom - self._y < min(left, 12) * step + 2 * _PAD:
                self._page()
            fits = max(1, min(left, int((A3.bottom - self._y - 2 * _PAD) / step)))
            self._row(boxes, first, fits)
            first, left = first + fits, left - fits

    def _row(self, boxes: list[_Box], first: int, count: int) -> None:
        leaf, step = self._leaves[-1], leading(_SIZE)
        height = count * step + 2 * _PAD
        middle = self._y + _PAD + step * 0.5
        shown = [box for box in boxes if box.lines]
        for box, following in pairwise(shown):
            if not (box.broken or following.broken):
                leaf.items.append(Line(box.x + box.width, middle, following.x, middle, _THICK, RED))
            elif box.broken is not following.broken:
                self._broken(leaf, box, following, middle)
        for box in shown:
            if not box.broken:
                leaf.items.append(Rect(box.x, self._y, box.width, height, 0.3, INK))
            for place, line in enumerate(box.lines[first : first + count]):
                base = self._y + _PAD + step * (place + 0.76)
                leaf.text(box.x + _PAD, base, line.text, line.role, _SIZE, RED if box.broken else INK)
        self._y += height + _ROW_GAP

    def _broken(self, leaf: Leaf, box: _Box, following: _Box, y: float) -> None:
        """A loose end: a bit of thread and a cross, on the side of what is missing."""
        whole, side = (box.x + box.width, 1) if following.broken else (following.x, -1)
        leaf.items.append(Line(whole, y, whole + side * 2.4, y, _THICK, RED))
        x = whole + side * 4.4
        for rise in (-1.5, 1.5):
            leaf.items.append(Line(x - 1.5, y - rise, x + 1.5, y + rise, 0.7, RED))

    def _boxes(self, thread: Thread) -> list[_Box]:
        """The cells of a thread from left to right; behind a break there are none."""
        context, missing = self._context, set(thread.breaks)
        cells: list[tuple[list[str], Break]] = [
            (self._motives(thread), Break.NO_MOTIVE),
            ([thread.outcome.text if thread.outcome else ""], Break.NO_OUTCOME),
            (self._agreement(thread), Break.NO_AGREEMENT),
        ]
        boxes: list[_Box] = []
        for (texts, kind), x, width in zip(cells, self._xs, self._widths, strict=False):
            roles: list[Role] = ["bold" if not boxes else "answer"] * len(texts)
            if kind in missing:
                texts, roles = [context.language(labels.BREAK_WORDS[kind])], ["bold"]
            if not boxes and thread.organisation:
                texts = [*texts, context.session.organisation(thread.organisation).name]
                roles = [*roles, "regular"]
            boxes.append(_boxed(x, width, texts, roles, kind in missing))
        ended = bool(missing & {Break.NO_OUTCOME, Break.NO_AGREEMENT})
        return [*boxes, *self._evidence(thread, ended)]

    def _evidence(self, thread: Thread, ended: bool) -> Iterator[_Box]:
        _ = self._context.language
        columns = list(zip(self._xs[3:], self._widths[3:], strict=True))
        for number, (x, width) in enumerate(columns):
            if Break.NOT_EVALUATED in thread.breaks and not number:
                yield _boxed(x, width, [_(labels.BREAK_WORDS[Break.NOT_EVALUATED])], ["bold"], True)
                continue
            place = self._moments[number] if number < len(self._moments) else -1
            said = thread.evidence[place] if 0 <= place < len(thread.evidence) else None
            if ended and (said is None or not said.is_given):
                yield _Box(x, width)
                continue
            texts = self._said(thread, said) if said else []
            yield _boxed(x, width, texts, ["bold", "answer"], False)

    def _said(self, thread: Thread, said: Evidence) -> list[str]:
        """The judgements, counted if there are several, and what was realised."""
        options = _options(self._context.form_set.phase3.evaluation, "judgement")
        given = list(said.judgements.values())
        order = [option.id for option in options]
        order += sorted(set(given) - set(order))
        words = [
            (labels.option_label(options, each, self._context.language), given.count(each)) for each in order
        ]
        counted = [word if thread.organisation else f"{word} {count}" for word, count in words if count]
        return [" · ".join(counted), said.realised]

    def _motives(self, thread: Thread) -> list[str]:
        """The motives with the letter of their cluster."""
        _, session = self._context.language, self._context.session
        texts = []
        for key in thread.motives:
            motive = session.form_set.motive(key.partition(".")[0])
            cluster = session.form_set.cluster(motive.cluster) if motive else None
            letter = f"{cluster.letter}  " if cluster else ""
            texts.append(letter + labels.motive_label(session, key, _))
        return texts

    def _agreement(self, thread: Thread) -> list[str]:
        """What was agreed, by whom and when, and how it stands."""
        made = thread.agreement
        if made is None:
            return []
        options = _options(self._context.form_set.phase3.agreement, "status")
        status = labels.option_label(options, made.status, self._context.language) if made.status else ""
        about = " · ".join(" ".join(part.split()) for part in (made.owner, made.term, status) if part.strip())
        return [made.agreement, about]

    # What stayed an intention -----------------------------------------------------------------------

    def _left(self, single: Sequence[Thread]) -> None:
        """Per organisation how many threads stop before an agreement."""
        _, session = self._context.language, self._context.session
        lines = []
        for organisation in by_side(session):
            loose = [t for t in single if t.organisation == organisation.id and not _is_taken_up(t)]
            parts = [
                f"{len(those)} × {_(labels.BREAK_WORDS[kind])}"
                for kind in (Break.NO_OUTCOME, Break.NO_AGREEMENT)
                if (those := [each for each in loose if kind in each.breaks])
            ]
            if parts:
                lines.append(f"{organisation.name}: {', '.join(parts)}")
        if lines:
            self._intentions(lines)

    def _intentions(self, lines: list[str]) -> None:
        """The lines in both halves, under a heading with the cross."""
        deep, width = (len(lines) + 1) // 2, _INNER - MARGIN
        halves = (lines[:deep], lines[deep:])
        if A3.bottom - self._y < 10 + max(
            sum(block_height(line, width, size=_SIZE) for line in half) for half in halves
        ):
            self._page()
        leaf, y = self._leaves[-1], self._y
        leaf.shade(MARGIN, y + 1, width, 7, SHADE)
        heading = self._context.language("What stayed an intention of one organisation")
        leaf.text(MARGIN + 8, y + 5.9, heading, "bold", SUBHEADING)
        for rise in (-1.5, 1.5):
            leaf.items.append(Line(MARGIN + 2.5, y + 4.5 - rise, MARGIN + 5.5, y + 4.5 + rise, 0.7, RED))
        for x, half in zip((MARGIN, _OUTER), halves, strict=True):
            below = y + 10
            for line in half:
                below = leaf.block(x, below, width, line, size=_SIZE)
            self._y = max(self._y, below)


def _is_taken_up(thread: Thread) -> bool:
    """Whether anything was agreed about it or said of it since."""
    made = thread.agreement is not None and thread.agreement.is_made
    return made or any(each.is_given for each in thread.evidence)


def _options(specs: tuple[FieldSpec, ...], part: str) -> tuple[Option, ...]:
    return next((spec.options for spec in specs if spec.id == part), ())


def _boxed(x: float, width: float, texts: Sequence[str], roles: Sequence[Role], broken: bool) -> _Box:
    lines = [
        _Line(line, role)
        for text, role in zip(texts, roles, strict=False)
        for line in wrap(text, role, _SIZE, width - 2 * _PAD)
    ]
    return _Box(x, width, tuple(lines), broken)
