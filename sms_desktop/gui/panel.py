"""The side panel: what the session is about, and the organisations that take part."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStyle, QToolButton, QVBoxLayout, QWidget

from sms_desktop import i18n, labels
from sms_desktop.core import edits
from sms_desktop.core.forms import SIDES, FieldSpec, FormSet, SideId
from sms_desktop.core.session import WHOLE, Organisation, Session, Where, at_organisation, new_id
from sms_desktop.gui.store import Store
from sms_desktop.gui.widgets.basics import button, clear_layout, described, scrolled, text_label
from sms_desktop.gui.widgets.fields import Bound, LineField, Page, labelled_field
from sms_desktop.i18n import tr


class NameField(LineField):
    """The name of an organisation."""

    next_wanted = Signal()

    def __init__(self, store: Store, organisation_id: str) -> None:
        hint = tr("Name of the organisation")
        super().__init__(store, at_organisation(organisation_id), "organisation.name", hint, hint)
        self.returnPressed.connect(self.next_wanted)

    def refresh(self) -> None:
        found = next((o for o in self.store.session.organisations if o.id == self.where.id), None)
        self.show_value(found.name if found else "")
        self.setReadOnly(not self.store.writable)
        if found is not None:
            side = labels.side_label(self.store.session.form_set, found.side, i18n.current())
            described(self, side, tr("Enter goes to the next."))

    def _edited(self, text: str) -> None:
        organisation_id = self.where.id
        self.store.apply(
            tr("Name of the organisation"),
            lambda session: edits.rename_organisation(session, organisation_id, text),
            (self.where, self.field),
        )


class OrganisationRow(QWidget):
    """One organisation: its name, and a menu for what is rarely needed."""

    next_wanted = Signal()

    def __init__(self, store: Store, organisation: Organisation) -> None:
        super().__init__()
        self._store = store
        self._id = organisation.id
        self.name = NameField(store, organisation.id)
        self.name.next_wanted.connect(self.next_wanted)
        self._more = QToolButton()
        self._more.setText("⋯")
        self._more.setToolTip(tr("More about this organisation"))
        self._more.setAccessibleName(tr("More about this organisation"))
        self._more.setObjectName(f"organisation.more.{organisation.id}")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._more.setMenu(self._menu())
        self._details: QWidget | None = None
        self._fields: list[Bound] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.name, 1)
        line.addWidget(self._more)
        layout.addLayout(line)
        self._state = text_label("", "note")
        layout.addWidget(self._state)
        self.refresh()

    def refresh(self) -> None:
        """Show the organisation as it is now."""
        self.name.refresh()
        for field in self._fields:
            field.refresh()
        self._more.setEnabled(self._store.writable)
        organisation = self._store.session.organisation(self._id)
        until = str(organisation.answers.get("organisation.until", ""))
        self._state.setVisible(organisation.has_left)
        if organisation.has_left:
            self._state.setText(tr("Left on {date}").format(date=i18n.current().shown_date(until)))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for text, slot in (
            (tr("Since, left on, contact person"), self._toggle_details),
            (tr("Move to the other side"), self._switch_side),
            (tr("Move up"), lambda: self._move(-1)),
            (tr("Move down"), lambda: self._move(1)),
            (tr("Remove"), self._remove),
        ):
            action = QAction(text, menu)
            action.triggered.connect(slot)
            menu.addAction(action)
        return menu

    def show_details(self) -> None:
        """Unfold since, left on and contact person."""
        if self._details is None or self._details.isHidden():
            self._toggle_details()

    def _toggle_details(self) -> None:
        if self._details is not None:
            self._details.setVisible(not self._details.isVisible())
            return
        form = self._store.session.form_set.session
        self._details = QWidget()
        layout = QVBoxLayout(self._details)
        layout.setContentsMargins(12, 0, 0, 8)
        for name, kind, label in (
            ("since", "date", form.organisation_since),
            ("until", "date", form.organisation_until),
            ("contact", "line", form.organisation_contact),
        ):
            spec = FieldSpec(id=f"organisation.{name}", kind=kind, label=label)  # type: ignore[arg-type]
            box, field = labelled_field(self._store, at_organisation(self._id), spec)
            layout.addWidget(box)
            self._fields.append(field)
        own = self.layout()
        assert own is not None
        own.addWidget(self._details)

    def _organisation(self) -> Organisation:
        return self._store.session.organisation(self._id)

    def _name(self) -> str:
        return labels.shortened(self._organisation().name, 30) or tr("organisation without a name")

    def _switch_side(self) -> None:
        other: SideId = "practice" if self._organisation().side == "education" else "education"
        name = tr("{name} to the other side").format(name=self._name())
        self._store.apply(name, lambda session: edits.set_side(session, self._id, other))

    def _move(self, step: int) -> None:
        organisation = self._organisation()
        peers = self._store.session.of_side(organisation.side)
        place = peers.index(organisation) + step
        if 0 <= place < len(peers):
            target = self._store.session.organisations.index(peers[place])
            name = tr("Move {name}").format(name=self._name())
            self._store.apply(name, lambda session: edits.move_organisation(session, self._id, target))

    def _remove(self) -> None:
        name = tr("Remove {name}").format(name=self._name())
        self._store.apply(name, lambda session: edits.remove_organisation(session, self._id))


class SideGroup(QWidget):
    """The organisations of one side."""

    def __init__(self, store: Store, side: SideId, form_set: FormSet) -> None:
        super().__init__()
        self._store = store
        self._side = side
        self._rows: dict[str, OrganisationRow] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(text_label(labels.side_label(form_set, side, i18n.current()), "heading"))
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        layout.addLayout(self._list)
        adding = {"education": tr("Add an education partner"), "practice": tr("Add a practice partner")}
        self.add_button = button("+ " + adding[side], self.add)
        self.add_button.setObjectName(f"organisation.add.{side}")
        layout.addWidget(self.add_button)

    def show_session(self, session: Session) -> None:
        """Rows for the organisations of this side, in order; rows that stay keep their focus."""
        organisations = session.of_side(self._side)
        if [each.id for each in organisations] != list(self._rows):
            self._rebuild(organisations)
        for row in self._rows.values():
            row.refresh()
        self.add_button.setEnabled(self._store.writable)

    def _rebuild(self, organisations: tuple[Organisation, ...]) -> None:
        wanted = {each.id: each for each in organisations}
        for organisation_id in [each for each in self._rows if each not in wanted]:
            row = self._rows.pop(organisation_id)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, organisation in enumerate(organisations):
            row = self._rows.get(organisation.id) or self._new_row(organisation)
            self._list.insertWidget(place, row)
            row.show()  # now, not a turn of the event loop later: a fast typist goes on at once
        self._rows = {each.id: self._rows[each.id] for each in organisations}

    def show_details(self, organisation_id: str) -> None:
        """Unfold what is rarely needed of this organisation, if it is on this side."""
        if organisation_id in self._rows:
            self._rows[organisation_id].show_details()

    def _new_row(self, organisation: Organisation) -> OrganisationRow:
        row = OrganisationRow(self._store, organisation)
        row.next_wanted.connect(self.add)
        self._rows[organisation.id] = row
        return row

    def add(self) -> None:
        """A new organisation, ready to be named; an unnamed last one is used first."""
        last = next(reversed(self._rows.values()), None)
        if last is not None and not last.name.text().strip():
            last.name.setFocus()
            return
        organisation_id = new_id()
        side = self._side
        added = self._store.apply(
            self.add_button.text().removeprefix("+ "),
            lambda session: edits.add_organisation(session, organisation_id, "", side),
        )
        if added and organisation_id in self._rows:
            self._rows[organisation_id].name.setFocus()


class SidePanel(Page):
    """Session data above, organisations below. Can be folded away by the window.

    ``close_wanted()`` when it stands in the place of the tabs, and the user wants those again.
    """

    close_wanted = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._fields: list[Bound] = []
        self._form_set: FormSet | None = None
        self._content: QWidget | None = None
        self._layout = QVBoxLayout()
        self.groups: dict[SideId, SideGroup] = {}
        self._back = button(tr("Back to the tabs (F9)"), self.close_wanted.emit)
        self._back.setObjectName("panel.back")
        self._back.hide()
        self._outside = QVBoxLayout(self)
        self._outside.setContentsMargins(0, 0, 0, 0)
        self._outside.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self._outside.addLayout(self._layout, 1)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 36, 400)

    def minimumSizeHint(self) -> QSize:
        """Nothing is cut off at the side: the panel scrolls only up and down."""
        hint = super().minimumSizeHint()
        if self._content is not None:
            bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
            hint.setWidth(self._content.minimumSizeHint().width() + bar)
        return hint

    def build(self) -> None:
        """Fields and groups for the form set of this session."""
        form_set = self.store.session.form_set
        self._form_set = form_set
        self._fields.clear()
        content = self._content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for spec in form_set.session.main:
            layout.addWidget(self._field(WHOLE, spec))
        layout.addWidget(self._more(form_set))
        layout.addWidget(_rule())
        for side in SIDES:
            self.groups[side] = SideGroup(self.store, side, form_set)
            layout.addWidget(self.groups[side])
        layout.addStretch(1)
        area = scrolled(content)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._layout.addWidget(area)

    def show_session(self) -> None:
        """Bring all fields up to date; build anew for another form set."""
        session = self.store.session
        if session.form_set is not self._form_set and session.form_set != self._form_set:
            clear_layout(self._layout)
            self.build()
        for field in self._fields:
            field.refresh()
        for group in self.groups.values():
            group.show_session(session)
        self.updateGeometry()

    def show_way_back(self, shown: bool) -> None:
        """The button to the tabs, while the panel stands in their place."""
        self._back.setVisible(shown)
        if shown and not self.isAncestorOf(self.window().focusWidget() or self.window()):
            self._back.setFocus()
        self._outside.setContentsMargins(*((12, 12, 0, 0) if shown else (0, 0, 0, 0)))

    def open_field(self, where: Where, field: str) -> None:
        """Unfold what this field stands in."""
        self.catch_up()
        if any(spec.id == field for spec in self.store.session.form_set.session.more):
            self._fold.setChecked(True)
        if where.record == "organisation" and field != "organisation.name":
            for group in self.groups.values():
                group.show_details(where.id)

    def add_first_organisation(self) -> None:
        """Start naming an organisation: on the side that has none yet."""
        self.catch_up()
        empty = [side for side in SIDES if not self.store.session.of_side(side)]
        self.groups[empty[0] if empty else "education"].add()

    def _field(self, where: Where, spec: FieldSpec) -> QWidget:
        box, field = labelled_field(self.store, where, spec)
        self._fields.append(field)
        return box

    def _more(self, form_set: FormSet) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        fold = self._fold = QToolButton()
        fold.setObjectName("session.more")
        fold.setCheckable(True)
        fold.setAutoRaise(True)
        fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        fold.setText(tr("More"))
        described(fold, tr("What is rarely filled in about the session"))
        fold.setArrowType(Qt.ArrowType.RightArrow)
        inner = QWidget()
        inner.hide()

        def unfold(on: bool) -> None:
            if inner.layout() is None:
                self._fill(inner, form_set.session.more)
            inner.setVisible(on)
            fold.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)

        fold.toggled.connect(unfold)
        layout.addWidget(fold)
        layout.addWidget(inner)
        return box

    def _fill(self, inner: QWidget, specs: Sequence[FieldSpec]) -> None:
        """The fields that were folded away, made when they are first seen."""
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for spec in specs:
            layout.addWidget(self._field(WHOLE, spec))


def _rule() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    return line
