"""Charts as a description: rectangles, rules and words at their places, from the numbers of the insight.

Screen and paper draw from the same description. No Qt, no PDF, and no font is measured here: words have
a box to stand in, and who draws them fits them into it. Education stands left, practice right, always.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from sms_desktop import labels
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.insight import Gap, Overview, is_small
from sms_desktop.i18n import Language
from sms_desktop.palette import HAIRLINE, INK, SHADE, cluster_colour

Align: TypeAlias = Literal["left", "middle", "right"]
Pair: TypeAlias = tuple[str, str]
Shares: TypeAlias = tuple[float | None, float | None]

_POINTS_PER_MM = 72 / 25.4


class Described(msgspec.Struct, frozen=True):
    """Base of the parts of a chart."""


class Box(Described, frozen=True):
    """A rectangle from its top left corner. ``is_open``: nobody answered, to be drawn with a broken line."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    outline: str = INK
    is_open: bool = False


class Rule(Described, frozen=True):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = INK


class Words(Described, frozen=True):
    """Words in a box of ``width``, ``y`` is the baseline of the first of at most ``lines`` lines."""

    x: float
    y: float
    width: float
    text: str
    size: float
    is_bold: bool = False
    align: Align = "left"
    lines: int = 1


class Chart(Described, frozen=True):
    """A finished description. Lengths are in millimetres, sizes of type in points."""

    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    rules: tuple[Rule, ...] = ()
    words: tuple[Words, ...] = ()


class Bar(Described, frozen=True):
    """One cluster: its name, and per side a share from 0 to 1 (``None``: nobody answered) and its words."""

    cluster: str
    letter: str
    name: str
    shares: Shares
    words: Pair


class Picture(Described, frozen=True):
    """The overview of the quick scan: the two sides (name, number of people) and a bar per cluster."""

    names: Pair
    people: Pair
    bars: tuple[Bar, ...]

    def spoken(self) -> str:
        """The same in sentences."""
        lines = [f"{name}: {people}." for name, people in zip(self.names, self.people, strict=True)]
        for bar in self.bars:
            told = (f"{name} {words}" for name, words in zip(self.names, bar.words, strict=True))
            lines.append(f"{bar.name}: {'; '.join(told)}.")
        return " ".join(lines)


class MirrorLine(Described, frozen=True):
    """A line of the expectation mirror.

    ``shares`` and ``words`` are what education (left) and practice (right) say about ``side``; the one
    of ``side`` itself is what it says of itself, the other what is expected. ``gap`` is *+44*, or *–*.
    """

    side: SideId
    cluster: str
    letter: str
    title: str
    shares: Shares
    words: Pair
    gap: str
    sentence: str


class Mirror(Described, frozen=True):
    """The expectation mirror in words and shares, in the order of the insight: largest gap first."""

    names: Pair
    gap_label: str
    lines: tuple[MirrorLine, ...]

    def spoken(self) -> str:
        """The same in sentences."""
        return " ".join(f"{line.title}: {line.gap}. {line.sentence}" for line in self.lines)


def _side_names(form_set: FormSet, language: Language) -> Pair:
    names = [labels.side_label(form_set, side, language) for side in SIDES]
    return names[0], names[1]


def overview_picture(form_set: FormSet, overview: Overview, language: Language) -> Picture:
    """The bars of an overview in words and shares."""
    halves = [overview.half(side) for side in SIDES]
    people = [language("n = {n}").format(n=language.number(half.people)) for half in halves]
    bars = []
    for cluster in form_set.clusters:
        counts = [half.counts.get(cluster.id, 0) for half in halves]
        shares = [_share(c, half.people) for c, half in zip(counts, halves, strict=True)]
        words = [labels.share_label(c, half.people, language) for c, half in zip(counts, halves, strict=True)]
        name = cluster.label.in_language(language.code)
        bars.append(Bar(cluster.id, cluster.letter, name, (shares[0], shares[1]), (words[0], words[1])))
    return Picture(_side_names(form_set, language), (people[0], people[1]), tuple(bars))


def mirror_picture(form_set: FormSet, gaps: tuple[Gap, ...], language: Language) -> Mirror:
    """The lines of an expectation mirror (:func:`sms_desktop.core.insight.mirror`) in words and shares."""
    lines = tuple(_mirror_line(form_set, gap, language) for gap in gaps)
    return Mirror(_side_names(form_set, language), language("difference in percentage points"), lines)


def _mirror_line(form_set: FormSet, gap: Gap, _: Language) -> MirrorLine:
    own = (_share(gap.self_count, gap.self_people), _said(gap.self_count, gap.self_people, _))
    other = (
        _share(gap.expected_count, gap.expected_people),
        _said(gap.expected_count, gap.expected_people, _),
    )
    left, right = (own, other) if gap.side == SIDES[0] else (other, own)
    cluster = form_set.cluster(gap.cluster)
    side = form_set.side(gap.side).short.in_language(_.code)
    title = _("{cluster}, for {side}").format(
        cluster=labels.cluster_label(form_set, gap.cluster, _), side=side
    )
    return MirrorLine(
        side=gap.side,
        cluster=gap.cluster,
        letter=cluster.letter if cluster else "",
        title=title,
        shares=(left[0], right[0]),
        words=(left[1], right[1]),
        gap=gap_label(gap.gap, _),
        sentence=mirror_sentence(form_set, gap, _),
    )


def _share(count: int, people: int) -> float | None:
    return count / people if people else None


def _said(count: int, people: int, _: Language) -> str:
    """The count and the share, marked where the group is small."""
    words = labels.share_label(count, people, _)
    # Not inside an f-string, from which texts are not extracted for translation.
    return _("{counted} · small group").format(counted=words) if is_small(people) else words


def gap_label(gap: float | None, language: Language) -> str:
    """A difference with its sign, in whole percentage points: *+44*, *−20*, *0*, or *–* without one."""
    if gap is None:
        return "–"
    points = round(gap)
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{language.number(abs(points))}"


def mirror_sentence(form_set: FormSet, gap: Gap, _: Language) -> str:
    """A line of the expectation mirror in words, counting people."""
    other: SideId = SIDES[1] if gap.side == SIDES[0] else SIDES[0]
    side, expecting = (form_set.side(each).short.in_language(_.code) for each in (gap.side, other))
    if gap.self_people:
        one = _("{count} of the {people} from {side} names this for {side}")
        many = _("{count} of the {people} from {side} name this for {side}")
        said = _counted(one, many, gap.self_count, gap.self_people, _).format(side=side)
    else:
        said = _("nobody from {side} has filled in this half").format(side=side)
    if gap.expected_people:
        one, many = (
            _("{count} of the {people} from {side} expects it"),
            _("{count} of the {people} from {side} expect it"),
        )
        expected = _counted(one, many, gap.expected_count, gap.expected_people, _).format(side=expecting)
    else:
        expected = _("nobody from {side} has filled in this half").format(side=expecting)
    sentence = f"{said}; {expected}."
    return sentence[:1].upper() + sentence[1:]


def _counted(one: str, many: str, count: int, people: int, _: Language) -> str:
    group = _.plural("{n} participant", "{n} participants", people)
    template = one if count == 1 else many
    return template.replace("{count}", _.number(count)).replace("{people}", group)


# Where it all stands --------------------------------------------------------------------------------


def _step(size: float) -> float:
    """The height of a line of type in millimetres."""
    return size * 1.35 / _POINTS_PER_MM


def bars(picture: Picture, width: float, size: float = 10.5) -> Chart:
    """Mirrored bars, a row per cluster: words above, bars that meet in the middle below."""
    step, half = _step(size), width / 2
    words = [*_pair(picture.names, width, step * 0.8, size, is_bold=True)]
    words += _pair(picture.people, width, step * 1.8, size)
    boxes: list[Box] = []
    rules: list[Rule] = []
    top = step * 2.2
    for bar in picture.bars:
        base = top + step * 0.8
        words += _pair(bar.words, width, base, size, room=width * 0.27)
        title = f"{bar.letter}  {bar.name}"
        words.append(Words(width * 0.28, base, width * 0.44, title, size, True, "middle"))
        track = top + step * 1.15
        for way, share in zip((-1, 1), bar.shares, strict=True):
            boxes += _track(half, way, half, track, step * 0.9, share, cluster_colour(bar.cluster))
        rules.append(Rule(half, track - 0.6, half, track + step * 0.9 + 0.6))
        top += step * 2.8
    return Chart(width, top, tuple(boxes), tuple(rules), tuple(words))


def mirror(picture: Mirror, width: float, size: float = 10.5, first: int = 0, count: int = 0) -> Chart:
    """The expectation mirror: the gap in the middle, the sentence under each line.

    ``first`` and ``count`` choose some of the lines, for a page or a screen (all of them unless given).
    """
    step, note, half = _step(size), size * 0.86, width / 2
    middle = size * 1.9
    words = [*_pair(picture.names, width, step * 0.8, size, is_bold=True)]
    words.append(Words(width * 0.3, step * 0.8, width * 0.4, picture.gap_label, note, False, "middle"))
    boxes: list[Box] = []
    rules: list[Rule] = []
    top = step * 1.6
    for line in picture.lines[first : first + count] if count else picture.lines[first:]:
        base = top + step * 0.8
        words += _pair(line.words, width, base, note, room=width * 0.27)
        title = f"{line.letter}  {line.title}"
        words.append(Words(width * 0.27, base, width * 0.46, title, size, True, "middle"))
        track, room = top + step * 1.15, half - middle / 2
        for side, way, share in zip(SIDES, (-1, 1), line.shares, strict=True):
            start = half + way * middle / 2
            hue = cluster_colour(line.cluster) if side == line.side else pale(cluster_colour(line.cluster))
            boxes += _track(start, way, room, track, step * 0.9, share, hue)
        words.append(Words(half - middle / 2, track + step * 0.7, middle, line.gap, size, True, "middle"))
        words.append(Words(0, track + step * 1.75, width, line.sentence, note, lines=2))
        top += step * 2.15 + 2 * _step(note) + step * 0.35
    return Chart(width, top, tuple(boxes), tuple(rules), tuple(words))


def _pair(
    texts: Pair, width: float, base: float, size: float, is_bold: bool = False, room: float = 0.0
) -> tuple[Words, Words]:
    """Words against the left and against the right edge, each in its own ``room``."""
    room = room or width * 0.48
    left = Words(0, base, room, texts[0], size, is_bold)
    return left, Words(width - room, base, room, texts[1], size, is_bold, "right")


def _track(
    start: float, way: int, length: float, top: float, height: float, share: float | None, hue: str
) -> list[Box]:
    """The ground of a bar and the bar on it, from ``start`` to the left (-1) or to the right (1)."""
    ground = Box(start if way > 0 else start - length, top, length, height, SHADE, "")
    if share is None:
        return [Box(ground.x, top, length, height, "", HAIRLINE, is_open=True)]
    width = length * min(share, 1.0)
    if not width:
        return [ground]
    return [ground, Box(start if way > 0 else start - width, top, width, height, hue)]


def pale(colour: str) -> str:
    """The colour mixed with white: what others expect stands beside what a side says itself."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part * 0.3 + 255 * 0.7):02x}" for part in parts)
