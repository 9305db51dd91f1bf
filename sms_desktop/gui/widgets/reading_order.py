"""The Tab key goes as the eye does: the order follows from the layout, whenever a part was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QTabBar)
"""What is one stop, whatever it is made of."""

MARGIN = 24
"""Pixels that stay visible around what is scrolled to."""


class OwnOrder:
    """A widget that has its parts reached in another order than they are laid out in."""

    def parts_in_order(self) -> Sequence[QWidget]:
        """The parts in that order."""
        raise NotImplementedError


def reading_order(root: QWidget) -> list[QWidget]:
    """What the Tab key stops at inside ``root``: education before practice, the panel before the tabs."""
    return list(_stops(root))


def step_focus(window: QWidget, forward: bool) -> bool:
    """Bring the focus to the next (or previous) stop, in sight; after the last comes the first.

    Qt itself goes in the order in which widgets were put into the window, so that what is built later, such
    as another organisation, would come last. Returns whether there was anywhere to go.
    """
    stops = reading_order(window)
    if not stops:
        return False
    focus = window.focusWidget()
    here = stops.index(focus) if focus in stops else (-1 if forward else 0)
    target = stops[(here + (1 if forward else -1)) % len(stops)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_in_sight(target)
    return True


def bring_in_sight(widget: QWidget) -> None:
    """Scroll all that ``widget`` stands in, so that it can be seen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, MARGIN, MARGIN)
        above = above.parentWidget()


def _stops(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is None or not widget.isVisible() or not widget.isEnabled():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if not isinstance(widget, _WHOLE):
        for part in _parts(widget):
            yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget | None]:
    """The parts of a widget as they are read."""
    match widget:
        case OwnOrder():
            yield from widget.parts_in_order()
        case QMainWindow():
            yield widget.centralWidget()
        case QTabWidget():
            yield widget.tabBar()
            yield widget.cornerWidget()
            yield widget.currentWidget()
        case QStackedWidget():
            yield widget.currentWidget()
        case QSplitter():
            yield from (widget.widget(place) for place in range(widget.count()))
        case QScrollArea():
            yield widget.widget()
        case _ if (layout := widget.layout()) is not None:
            yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget | None]:
    places = range(layout.count())
    if isinstance(layout, QGridLayout):
        places = sorted(places, key=lambda place: layout.getItemPosition(place)[:2])
    for place in places:
        item = layout.itemAt(place)
        if (inner := item.layout()) is not None:
            yield from _laid_out(inner)
        else:
            yield item.widget()
