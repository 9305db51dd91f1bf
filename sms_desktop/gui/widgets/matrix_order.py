"""Which rows of the matrix are shown, and in which order; and which of them answer each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from sms_desktop import i18n, labels
from sms_desktop.core.forms import FormSet
from sms_desktop.core.insight import MotiveRow, Pattern
from sms_desktop.i18n import tr

BY_PATTERN: tuple[Pattern, ...] = (
    Pattern.SHARED,
    Pattern.PARTLY_SHARED,
    Pattern.MUTUAL,
    Pattern.COMPLEMENTARY,
    Pattern.ONE_SIDED,
    Pattern.OTHER_SIDE_UNKNOWN,
    Pattern.NO_MOTIVE,
    Pattern.NOT_DISCUSSED,
)
"""The patterns from what is shared to what was not spoken of."""


@dataclass(frozen=True)
class Arrangement:
    """The order, and what is left of the rows. Without a choice all of them, in the order of the form."""

    by_pattern: bool = False
    pattern: Pattern | None = None
    cluster: str = ""

    def of(self, rows: Sequence[MotiveRow], kept: str = "") -> tuple[MotiveRow, ...]:
        """The rows that are shown, in order; the row ``kept`` stays, whatever it says by now."""
        shown = [each for each in rows if each.key == kept or self._shows(each)]
        if self.by_pattern:
            shown.sort(key=lambda row: BY_PATTERN.index(row.pattern))
        return tuple(shown)

    def _shows(self, row: MotiveRow) -> bool:
        return self.pattern in (None, row.pattern) and self.cluster in ("", row.cluster)


class ArrangeButton(QToolButton):
    """A menu with the order and the filters. ``changed()`` when something else is chosen."""

    changed = Signal()

    def __init__(self, form_set: FormSet) -> None:
        super().__init__()
        self.setObjectName("phase2.view")
        self.setProperty("role", "menu")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(tr("Order the motives, or show only some of them"))
        self.chosen = Arrangement()
        self._choices: list[tuple[QAction, Arrangement, tuple[str, ...]]] = []
        menu = QMenu(self)
        self._offer(
            menu,
            tr("Order"),
            ("by_pattern",),
            [
                (tr("By cluster, as on the form"), Arrangement()),
                (tr("By pattern"), Arrangement(by_pattern=True)),
            ],
        )
        patterns = [(tr("All patterns"), Arrangement())]
        for pattern in BY_PATTERN:
            words = f"{labels.PATTERN_SIGNS[pattern]} {tr(labels.PATTERN_WORDS[pattern])}"
            patterns.append((words, Arrangement(pattern=pattern)))
        self._offer(menu, tr("Pattern"), ("pattern",), patterns)
        clusters = [(tr("All clusters"), Arrangement())]
        for cluster in form_set.clusters:
            name = cluster.label.in_language(i18n.current().code)
            clusters.append((f"{cluster.letter} {name}", Arrangement(cluster=cluster.id)))
        self._offer(menu, tr("Cluster"), ("cluster",), clusters)
        everything = QAction(tr("Show all motives"), menu)
        everything.triggered.connect(lambda *_: self.show_all())
        menu.addAction(everything)
        self.setMenu(menu)
        self.show_count(0, 0)

    def _offer(
        self, menu: QMenu, title: str, parts: tuple[str, ...], choices: list[tuple[str, Arrangement]]
    ) -> None:
        menu = menu.addMenu(title)  # one for each: all of it in one is too long for a small screen
        group = QActionGroup(menu)
        for text, arrangement in choices:
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setChecked(arrangement == Arrangement())
            action.triggered.connect(lambda _=False, chosen=arrangement: self._choose(chosen, parts))
            group.addAction(action)
            menu.addAction(action)
            self._choices.append((action, arrangement, parts))

    def _choose(self, arrangement: Arrangement, parts: tuple[str, ...]) -> None:
        values = {part: getattr(arrangement, part) for part in parts}
        self._become(replace(self.chosen, **values))

    def show_all(self) -> None:
        """No filter; the order stays."""
        self._become(Arrangement(by_pattern=self.chosen.by_pattern))

    def _become(self, arrangement: Arrangement) -> None:
        if arrangement == self.chosen:
            return
        self.chosen = arrangement
        for action, each, parts in self._choices:
            action.setChecked(all(getattr(each, part) == getattr(arrangement, part) for part in parts))
        self.changed.emit()

    def show_count(self, shown: int, every: int) -> None:
        """Say how many of the motives are shown, where it is not all of them."""
        some = tr("View: {n} of {all}").format(n=shown, all=every)
        self.setText(some if shown != every else tr("View"))


@dataclass(frozen=True)
class Link:
    """The line in one row that joins motives that answer each other, at ``lane`` from the right.

    It goes on to the row ``above``, to the row ``below``, and ``joins`` this row.
    """

    lane: int
    above: bool
    below: bool
    joins: bool


def links(rows: Sequence[MotiveRow]) -> list[tuple[Link, ...]]:
    """The lines in each of these rows."""
    found: list[list[Link]] = [[] for _ in rows]
    ends: list[int] = []  # the last row of what is drawn last in each lane
    for group in _groups(rows):
        first, last = group[0], group[-1]
        lane = next((number for number, end in enumerate(ends) if end < first), len(ends))
        ends[lane:] = [last, *ends[lane + 1 :]]
        for row in range(first, last + 1):
            found[row].append(Link(lane, above=row > first, below=row < last, joins=row in group))
    return [tuple(each) for each in found]


def _groups(rows: Sequence[MotiveRow]) -> list[list[int]]:
    """The numbers of the rows that answer each other, directly or through another."""
    places = {row.key: number for number, row in enumerate(rows)}
    groups = {number: [number] for number in places.values()}
    for row in rows:
        for partner in row.partners if row.pattern is Pattern.COMPLEMENTARY else ():
            if partner in places and groups[places[partner]] is not groups[places[row.key]]:
                joined = sorted(groups[places[row.key]] + groups[places[partner]])
                groups |= dict.fromkeys(joined, joined)
    distinct = {tuple(each) for each in groups.values() if len(each) > 1}
    return [list(each) for each in sorted(distinct)]
