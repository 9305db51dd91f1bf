"""Zoeken with real keys: to every text of a session, and to the commands of the menus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sms_desktop import searching
from sms_desktop.core import edits
from sms_desktop.core.session import WHOLE, Session, at_organisation, records
from sms_desktop.gui.dialogs.chooser import Chooser
from sms_desktop.gui.going import go_to
from sms_desktop.gui.widgets.fields import AreaField, Bound, LineField
from tests.gui.facilitator import CONTROL, Facilitator, type_keys

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def facilitator(program, qtbot: QtBot) -> Facilitator:
    """Has the worked example open."""
    program.controller.open_example()
    return Facilitator(program, qtbot)


@pytest.fixture
def looking(facilitator: Facilitator, dialogs) -> Callable[..., list[str]]:
    """Press Ctrl+F, type, press these keys; the lines of the list before the last key."""

    def look(text: str, *keys: Qt.Key, with_keys=(Qt.Key.Key_F, CONTROL)) -> list[str]:
        seen: list[str] = []

        def handle(dialog: QWidget) -> None:
            assert isinstance(dialog, Chooser)
            assert dialog.focusWidget() is dialog.line
            QTest.keyClick(dialog.line, Qt.Key.Key_A, CONTROL)
            type_keys(dialog.line, text)
            for key in keys[:-1]:
                QTest.keyClick(dialog.focusWidget(), key)
            seen.extend(dialog.list.item(row).text() for row in range(dialog.list.count()))
            QTest.keyClick(dialog.focusWidget(), keys[-1])
            assert not dialog.isVisible()

        dialogs.expect(handle)
        key, modifier = with_keys
        facilitator.press(key, modifier=modifier)
        facilitator.return_to_window()
        QApplication.processEvents()
        return seen

    return look


def focused(facilitator: Facilitator) -> str:
    widget = facilitator.window.focusWidget()
    assert widget is not None and widget.isVisible()
    return widget.objectName()


def test_enter_goes_to_the_field(facilitator: Facilitator, looking) -> None:
    lines = looking("ZIEKENHUIS", Qt.Key.Key_Return)
    assert len(lines) > 1 and lines[0] == "Sessie en organisaties"
    assert focused(facilitator) == "organisation.name.ziekenhuis"


def test_the_arrows_go_along_the_list_and_escape_closes(facilitator: Facilitator, looking) -> None:
    before = facilitator.window.focusWidget()
    looking("ziekenhuis", Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Escape)
    assert facilitator.window.focusWidget() is before


def test_nothing_found_is_said_and_enter_stays(facilitator: Facilitator, dialogs) -> None:
    def handle(dialog: QWidget) -> None:
        type_keys(dialog.line, "staat nergens")
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert dialog._told.text() == "Niets gevonden."
        QTest.keyClick(dialog.line, Qt.Key.Key_Escape)

    dialogs.expect(handle)
    facilitator.press(Qt.Key.Key_F, modifier=CONTROL)


def test_a_folded_panel_is_unfolded(facilitator: Facilitator, looking) -> None:
    facilitator.press(Qt.Key.Key_F9)
    assert not facilitator.window.workspace.panel.isVisible()
    session = facilitator.program.store.session
    looking(session.organisations[0].name, Qt.Key.Key_Return)
    assert focused(facilitator) == f"organisation.name.{session.organisations[0].id}"


def test_a_motive_is_opened_in_the_matrix(facilitator: Facilitator, looking) -> None:
    short = facilitator.program.store.session.form_set.motive("innovation").short.in_language("nl")
    lines = looking(short, Qt.Key.Key_Escape)
    place = [line.startswith(short) for line in lines].index(True)
    headings = sum(line.startswith(("Fase", "Quick", "Sessie")) for line in lines[:place])
    looking(short, *[Qt.Key.Key_Down] * (place - headings), Qt.Key.Key_Return)
    page = facilitator.window.workspace.phase2.matrix_page
    assert page.is_open and page.opened.key == "innovation"


def filled(session: Session) -> Session:
    """The example with an answer in the fields that it leaves empty."""
    session = edits.add_extra_motive(session, "Plezier in het werk")
    for spec in (*session.form_set.session.main, *session.form_set.session.more):
        session = edits.set_answer(session, WHOLE, spec.id, "iets")
    return session


def test_every_text_of_a_session_is_reached(facilitator: Facilitator) -> None:
    store, window = facilitator.program.store, facilitator.window
    store.apply("meer", filled)
    seen = set()
    for where, answers, _ in records(store.session):
        for field, value in answers.items():
            if not isinstance(value, str) or field.endswith(".link"):
                continue
            hit = searching._answer(store.session, where, field, value)
            go_to(window.workspace, hit, lambda hit=hit: pytest.fail(str(hit)))
            QApplication.processEvents()
            widget = window.focusWidget()
            assert widget.objectName() == field + where.suffix() and widget.isVisible(), hit
            assert isinstance(widget, Bound) and (widget.where, widget.field) == (where, field)
            if isinstance(widget, (AreaField, LineField)):
                assert not widget.visibleRegion().isEmpty(), hit
            seen.add(hit.part)
    assert seen == {"session", "quick_scan", "phase1", "phase2", "phase3"}


def test_covered_answers_are_not_told(facilitator: Facilitator, looking) -> None:
    store = facilitator.program.store
    store.apply("bedekt", edits.cover)
    secret = "Een geheime opbrengst"
    organisation = store.session.organisations[0].id
    store.set_answer(at_organisation(organisation), "phase1.innovation.outcome", secret)
    assert secret in looking(secret, Qt.Key.Key_Escape)
    facilitator.window.workspace.seal.want(True)
    assert looking(secret, Qt.Key.Key_Escape) == []


def test_the_command_that_has_the_whole_word_comes_first(facilitator: Facilitator, looking) -> None:
    found = looking("over", Qt.Key.Key_Escape, with_keys=(Qt.Key.Key_P, CONTROL | SHIFT))
    assert found[0] == "Help › Over SMS-tool"
    assert "Bewerken › Nieuwere formulieren overnemen…" in found


def test_a_command_is_found_and_given(facilitator: Facilitator, looking) -> None:
    with_keys = (Qt.Key.Key_P, CONTROL | SHIFT)
    assert looking("zijpaneel", Qt.Key.Key_Return, with_keys=with_keys) == ["Beeld › Zijpaneel"]
    assert not facilitator.window.workspace.panel.isVisible()
