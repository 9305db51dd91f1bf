"""What is presented now: the pages of the open session, the one in front, and what is told to be seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from sms_desktop import i18n
from sms_desktop.core import edits
from sms_desktop.gui.presenter.content import Options, SlideKind, slides
from sms_desktop.gui.presenter.ink import DARK_ON_LIGHT, LIGHT_ON_DARK, Tones
from sms_desktop.gui.presenter.slides import Page, pages
from sms_desktop.gui.store import Store
from sms_desktop.i18n import tr


class Presentation(QObject):
    """Follows the session. ``changed()`` when something else is to be seen."""

    changed = Signal()

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._store = store
        self._clock = clock
        self._started = clock()
        self._shape = 16 / 9
        self._place = 0
        self.options = Options()
        self.is_blank = False
        self.tones: Tones = DARK_ON_LIGHT
        self.pages: tuple[Page, ...] = ()
        store.changed.connect(self._refresh)
        store.loaded.connect(self.start_again)
        self._refresh()

    @property
    def page(self) -> Page:
        """The page in front, also while the screen is blank."""
        return self.pages[self._place]

    @property
    def next_page(self) -> Page | None:
        """The page that follows, or ``None`` at the end."""
        following = self._place + 1
        return self.pages[following] if following < len(self.pages) else None

    @property
    def place(self) -> int:
        """The number of the page in front, from 0."""
        return self._place

    @property
    def elapsed(self) -> int:
        """Seconds since the presentation began."""
        return int(self._clock() - self._started)

    @property
    def is_covered(self) -> bool:
        """Whether phase 1 waits for the reveal."""
        return self._store.session.revealed is None

    @property
    def can_reveal(self) -> bool:
        """Whether there is something to reveal, and the session takes edits."""
        return self.is_covered and self._store.writable and bool(self._store.session.organisations)

    def start_again(self) -> None:
        """From the first page, with nothing told to be seen: another session was opened."""
        self._place, self._started = 0, self._clock()
        self.options, self.is_blank = Options(), False
        if self._store.has_session:
            self._refresh()

    def leave(self) -> None:
        """Follow the session no longer."""
        self._store.changed.disconnect(self._refresh)
        self._store.loaded.disconnect(self.start_again)
        self.deleteLater()

    def fit(self, shape: float) -> None:
        """Lay out for a screen that is ``shape`` times as wide as high."""
        if abs(shape - self._shape) > 0.01:
            self._shape = shape
            self._refresh()

    def move(self, steps: int) -> None:
        """Pages forward or back. A blanked screen comes back first."""
        if self.is_blank:
            self.blank(False)
            return
        self.go_to(self._place + steps)

    def go_to(self, place: int) -> None:
        """The page with this number, or the nearest there is."""
        place = min(max(place, 0), len(self.pages) - 1)
        if place != self._place:
            self._place = place
            self.changed.emit()

    def blank(self, blank: bool) -> None:
        """Nothing but paper on the screen, or the page again."""
        if blank != self.is_blank:
            self.is_blank = blank
            self.changed.emit()

    def set_dark(self, dark: bool) -> None:
        """Light words on dark, or dark words on light."""
        self.tones = LIGHT_ON_DARK if dark else DARK_ON_LIGHT
        self.changed.emit()

    def tell(self, names: bool | None = None, small_groups: bool | None = None) -> None:
        """Let names or small groups be seen, or no longer."""
        options = self.options
        if names is not None:
            options = replace(options, names=names)
        if small_groups is not None:
            options = replace(options, small_groups=small_groups)
        self.options = options
        self._refresh()

    def reveal(self) -> None:
        """Uncover phase 1 of all organisations at once, and show the matrix."""
        if self.can_reveal:
            self._store.apply(tr("Reveal"), edits.reveal)
            first = (number for number, each in enumerate(self.pages) if each.slide.kind is SlideKind.MATRIX)
            self.go_to(next(first, self._place))

    def _refresh(self, *_sessions: object) -> None:
        """The same page of the same slide, or the nearest there is now."""
        before = self.pages
        kind, number = (self.page.slide.kind, self.page.number) if before else (SlideKind.QUESTION, 1)
        self.pages = pages(slides(self._store.session, self.options, i18n.current()), self._shape)
        if before == self.pages:
            return
        here = [place for place, each in enumerate(self.pages) if each.slide.kind is kind]
        self._place = here[min(number, len(here)) - 1] if here else min(self._place, len(self.pages) - 1)
        self.changed.emit()
