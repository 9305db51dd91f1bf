"""Whether phase 1 is covered on the facilitator's own screen too."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sms_desktop.core import sealing
from sms_desktop.core.session import Session


class Seal(QObject):
    """The facilitator's choice, and a look under it. ``changed()`` when something else may be seen.

    On the projector phase 1 is always covered until the reveal, whatever is chosen here.
    """

    changed = Signal()

    def __init__(self, wanted: bool = False) -> None:
        super().__init__()
        self.wanted = wanted
        self.is_peeking = False

    def want(self, wanted: bool) -> None:
        """Keep phase 1 covered here until the reveal, or no longer."""
        if wanted != self.wanted:
            self.wanted, self.is_peeking = wanted, False
            self.changed.emit()

    def peek(self, peeking: bool) -> None:
        """Look under it for a moment, or no longer."""
        if peeking != self.is_peeking:
            self.is_peeking = peeking
            self.changed.emit()

    def applies(self, session: Session) -> bool:
        """Whether there is something to keep covered, looked at or not."""
        return self.wanted and session.revealed is None

    def covers(self, session: Session) -> bool:
        """Whether phase 1 may not be seen now."""
        return self.applies(session) and not self.is_peeking

    def hides(self, before: Session, after: Session) -> bool:
        """Whether a change between these two may not be told now."""
        return self.covers(after) and sealing.touches_phase1(before, after)

    def seen(self, session: Session) -> Session:
        """The session as far as it may be seen now."""
        return sealing.sealed(session) if self.covers(session) else session
