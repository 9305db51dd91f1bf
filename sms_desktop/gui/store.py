"""The store: the one place in the window that holds the session, edits it, and remembers how it was."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from sms_desktop import i18n, labels
from sms_desktop.core import edits
from sms_desktop.core.session import Session, Value, Where, answers_at

Edit = Callable[[Session], Session]

TYPING_PAUSE = 1.0
"""Seconds. Letters typed in one field within this pause of each other are one step to undo."""


@dataclass(frozen=True)
class Step:
    """One step back or forward: the session on the other side of it, and what the step is called."""

    name: str
    session: Session


class Store(QObject):
    """Holds the session, applies edits and tells who listens.

    ``changed(old, new)`` after every edit, undo and redo; ``loaded()`` when another session takes the
    place of this one; ``history_changed()`` when what can be undone changes; ``writable_changed(bool)``.
    """

    changed = Signal(object, object)
    loaded = Signal()
    history_changed = Signal()
    writable_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._clock = clock
        self._typing: tuple[object, float] | None = None
        self._writable = True

    @property
    def session(self) -> Session:
        """The session as it is now. Raises ``LookupError`` before one was loaded."""
        if self._session is None:
            raise LookupError("no session is open")
        return self._session

    @property
    def has_session(self) -> bool:
        """Whether a session is open."""
        return self._session is not None

    @property
    def writable(self) -> bool:
        """Whether edits are taken; a session opened read-only refuses them."""
        return self._writable

    def load(self, session: Session, writable: bool = True) -> None:
        """Another session, with an empty history."""
        self._session = session
        self._undo.clear()
        self._redo.clear()
        self._typing = None
        self.set_writable(writable)
        self.loaded.emit()
        self.history_changed.emit()

    def look_again(self) -> None:
        """Tell everybody who shows the session to do so anew: something else decides what may be seen."""
        self.changed.emit(self.session, self.session)

    def close(self) -> None:
        """No session any more."""
        self._session = None
        self._undo.clear()
        self._redo.clear()
        self.history_changed.emit()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or refuse them."""
        if writable != self._writable:
            self._writable = writable
            self.writable_changed.emit(writable)

    def apply(self, name: str, edit: Edit, typing: object = None) -> bool:
        """Apply ``edit``; whether anything changed. ``name`` is what can be undone afterwards.

        Edits in a row with the same ``typing`` (a field) and no pause between them are one step.
        """
        if not self._writable:
            return False
        old = self.session
        new = edit(old)
        if new == old:
            return False
        now = self._clock()
        continues = (
            typing is not None
            and self._typing is not None
            and self._typing[0] == typing
            and now - self._typing[1] < TYPING_PAUSE
            and bool(self._undo)
        )
        if not continues:
            self._undo.append(Step(name, old))
        self._redo.clear()
        self._typing = None if typing is None else (typing, now)
        self._become(new)
        return True

    def set_answer(self, where: Where, field: str, value: Value, typing: bool = False) -> bool:
        """Fill in one field; the step is called after it."""
        name = labels.field_label(self.session, field, i18n.current())
        key = (where, field) if typing else None
        return self.apply(name, lambda session: edits.set_answer(session, where, field, value), key)

    def answer(self, where: Where, field: str) -> Value | None:
        """What stands in a field, ``None`` if it is empty or its record is gone."""
        try:
            return answers_at(self.session, where).get(field)
        except KeyError:
            return None

    @property
    def last_step(self) -> Step | None:
        """The step that undo takes back."""
        return self._undo[-1] if self._undo else None

    @property
    def next_step(self) -> Step | None:
        """The step that redo does again."""
        return self._redo[-1] if self._redo else None

    @property
    def undo_name(self) -> str:
        """What can be undone, or ``""``."""
        return self._undo[-1].name if self._undo else ""

    @property
    def redo_name(self) -> str:
        """What can be done again, or ``""``."""
        return self._redo[-1].name if self._redo else ""

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self._undo) and self._writable

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forward."""
        return bool(self._redo) and self._writable

    def undo(self) -> None:
        """One step back, as far as the opening of the session."""
        if self.can_undo:
            self._step(self._undo, self._redo)

    def redo(self) -> None:
        """One step forward again."""
        if self.can_redo:
            self._step(self._redo, self._undo)

    def _step(self, source: list[Step], target: list[Step]) -> None:
        step = source.pop()
        target.append(Step(step.name, self.session))
        self._typing = None
        self._become(step.session)

    def _become(self, new: Session) -> None:
        old = self.session
        self._session = new
        self.changed.emit(old, new)
        self.history_changed.emit()
