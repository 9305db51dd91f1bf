"""The store: edits, undo by step, typing in one step."""

from __future__ import annotations

from sms_desktop.core import edits, fields
from sms_desktop.core.session import WHOLE, Session, at_organisation
from sms_desktop.gui.store import TYPING_PAUSE, Store

FIELD = "session.environment"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def typed(store: Store, *texts: str) -> None:
    for text in texts:
        store.set_answer(WHOLE, FIELD, text, typing=True)


def test_typing_without_a_pause_is_one_step(session: Session) -> None:
    clock = Clock()
    store = Store(clock=clock)
    store.load(session)
    typed(store, "H", "Hu", "Huis")
    clock.now += TYPING_PAUSE + 0.1
    typed(store, "Huis ", "Huis 2")
    store.undo()
    assert store.answer(WHOLE, FIELD) == "Huis"
    store.undo()
    assert store.session == session
    assert not store.can_undo
    store.redo()
    store.redo()
    assert store.answer(WHOLE, FIELD) == "Huis 2"


def test_another_field_is_another_step(session: Session) -> None:
    store = Store(clock=Clock())
    store.load(session)
    typed(store, "A")
    store.set_answer(WHOLE, "session.place", "B", typing=True)
    store.undo()
    assert store.answer(WHOLE, "session.place") is None
    assert store.answer(WHOLE, FIELD) == "A"


def test_a_step_has_a_name_for_the_reader(session: Session) -> None:
    store = Store()
    store.load(edits.add_organisation(session, "a", "School", "education"))
    store.set_answer(at_organisation("a"), fields.yes("innovation"), True)
    assert store.undo_name == "Innovatie – Ja"
    store.undo()
    assert (store.undo_name, store.redo_name) == ("", "Innovatie – Ja")


def test_an_edit_that_changes_nothing_is_no_step(session: Session) -> None:
    store = Store()
    store.load(session)
    assert not store.set_answer(WHOLE, FIELD, "")
    assert not store.can_undo


def test_read_only_takes_no_edits(session: Session) -> None:
    store = Store()
    store.load(session, writable=False)
    assert not store.set_answer(WHOLE, FIELD, "A")
    assert store.session == session


def test_undo_reaches_back_to_the_opening(session: Session) -> None:
    store = Store()
    store.load(session)
    for number in range(50):
        store.apply(f"sheet {number}", lambda s, n=number: edits.add_sheet(s, f"sheet{n}"))
    for _ in range(50):
        store.undo()
    assert store.session == session
