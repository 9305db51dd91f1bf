"""What stands beside each other where there is room for it, and below each other where type is large."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

_WAYS = QBoxLayout.Direction


class Stacking(QWidget):
    """``parts`` from left to right, or from top to bottom: the first comes first both ways.

    They stand beside each other as long as each has ``characters`` of average width (0: what it needs at
    least). ``stretches`` share the room beside each other. It asks for no more width than the widest part, so
    that what it stands in does not scroll sideways.
    """

    def __init__(
        self, *parts: QWidget, characters: int = 0, stretches: Sequence[int] = (), spacing: int = 12
    ) -> None:
        super().__init__()
        self._parts, self._characters = parts, characters
        self._box = QBoxLayout(_WAYS.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for place, part in enumerate(parts):
            self._box.addWidget(part, stretches[place] if stretches else 0)

    @property
    def is_stacked(self) -> bool:
        """Whether they stand below each other now."""
        return self._box.direction() is _WAYS.TopToBottom

    def minimumSizeHint(self) -> QSize:
        widest = max((_least(part).width() for part in self._shown()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        shown = self._shown()
        each = self._characters * self.fontMetrics().averageCharWidth()
        needed = sum(max(each, _least(part).width()) for part in shown)
        beside = needed + self._box.spacing() * (len(shown) - 1) <= self.width()
        wanted = _WAYS.LeftToRight if beside else _WAYS.TopToBottom
        if self._box.direction() is not wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]


def _least(part: QWidget) -> QSize:
    return part.minimumSizeHint().expandedTo(part.minimumSize())
