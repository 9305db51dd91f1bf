"""A part of the window that is loaded and made when it is first seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

_Part = TypeVar("_Part", bound=QWidget)


class Later(QWidget, Generic[_Part]):
    """The place of a part, which ``make`` makes when it is first shown or asked for."""

    def __init__(self, make: Callable[[], _Part]) -> None:
        super().__init__()
        self._make = make
        self._part: _Part | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @property
    def part(self) -> _Part:
        """What stands here."""
        if self._part is None:
            self._part = self._make()
            self._layout.addWidget(self._part)
            self._layout.activate()  # so that it builds itself for the room that there is
            self._part.show()
            self.setFocusProxy(self._part)
        return self._part

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        _ = self.part
