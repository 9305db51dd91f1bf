"""Sealed envelopes on the facilitator's own screen: covered on request, a look under it, every way out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sms_desktop import example, settings
from sms_desktop.core import edits, issuing
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session, at_organisation
from sms_desktop.gui.dialogs.output import DIALOGS
from sms_desktop.gui.dialogs.preview import PreviewDialog
from sms_desktop.storage.codec import encode
from tests.gui.facilitator import Facilitator

LEFT = Qt.MouseButton.LeftButton
OWN = at_organisation("ziekenhuis")


@pytest.fixture
def covered(form_set: FormSet) -> Session:
    """The worked example before the reveal, with a motive that came up and was answered."""
    session = edits.add_extra_motive(edits.cover(example.build(form_set)), "Plezier in het werk")
    extra = session.extra_motives[-1]
    answers = {f"phase1.{extra}.yes": True, f"phase1.{extra}.outcome": "Een geheime opbrengst"}
    return edits.set_answers(session, OWN, answers)


@pytest.fixture
def facilitator(program, qtbot: QtBot, tmp_path, covered: Session) -> Facilitator:
    """Has the session open at phase 2, with phase 1 covered there too."""
    path = tmp_path / "zorg.smsjson"
    path.write_bytes(encode(covered))
    program.controller.open_path(path)
    made = Facilitator(program, qtbot)
    made.tab(3)
    made.click("phase2.cover")
    return made


def words_on(widget: QWidget) -> Iterator[str]:
    """All that can be seen, hovered over or read aloud."""
    for each in (widget, *widget.findChildren(QWidget)):
        if not each.isVisible():
            continue
        yield from (each.toolTip(), each.accessibleName(), each.accessibleDescription(), each.windowTitle())
        match each:
            case QLabel() | QLineEdit() | QAbstractButton():
                yield each.text()
            case QPlainTextEdit():
                yield each.toPlainText()
            case QComboBox():
                yield each.currentText()
            case QListWidget():
                yield from (each.item(row).text() for row in range(each.count()))
            case QTableView():
                yield from _words_in(each)


def _words_in(table: QTableView) -> Iterator[str]:
    model, role = table.model(), Qt.ItemDataRole
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            for each in (role.DisplayRole, role.ToolTipRole, role.AccessibleTextRole):
                yield str(model.index(row, column).data(each) or "")


def secrets(session: Session) -> list[str]:
    """The texts that were written in phase 1, and what the patterns are called."""
    found = [
        value
        for each in session.organisations
        for field, value in each.answers.items()
        if field.startswith("phase1.") and isinstance(value, str) and len(value) > 12
    ]
    return [*found, "gedeeld", "eenzijdig", "aanvullend"]


def told(widget: QWidget, session: Session) -> list[str]:
    """Which secrets can be read there."""
    text = "\n".join(words_on(widget))
    return [each for each in secrets(session) if each in text]


def page(facilitator: Facilitator):
    return facilitator.window.workspace.phase2.matrix_page


def rows(facilitator: Facilitator) -> list[str]:
    return [row.key for row in page(facilitator).model.rows]


def test_the_matrix_tells_nothing_while_it_is_covered(facilitator: Facilitator, covered: Session) -> None:
    tab = facilitator.window.workspace.phase2
    assert told(tab, covered) == []
    model = page(facilitator).model
    said = {
        model.shown(row, column).text
        for row in range(model.rowCount())
        for column in range(1, model.columnCount())
    }
    assert said == {"bedekt", "–", ""}
    assert not [key for key in rows(facilitator) if "other" in key]
    assert "5 van 5 organisaties hebben fase 1 ingevuld." in "\n".join(words_on(tab))


@pytest.mark.parametrize("key", ["mission", "expertise", "extra_2"])
def test_an_opened_motive_tells_nothing_either(facilitator: Facilitator, covered: Session, key: str) -> None:
    assert key in rows(facilitator)
    facilitator.motive(key)
    facilitator.press(Qt.Key.Key_Return)
    opened = page(facilitator).opened
    assert opened.isVisible()
    assert told(opened, covered) == []
    seen = [each for each in opened.findChildren(QWidget) if each.isVisible()]
    assert not [each for each in seen if each.objectName().startswith("phase1.")]
    facilitator.click("phase2.cover")  # uncovered here: it is all there again
    assert told(opened, covered) != []


def test_a_look_under_it_ends_where_the_tab_is_left(facilitator: Facilitator, covered: Session) -> None:
    tab = facilitator.window.workspace.phase2
    facilitator.click("phase2.peek")
    assert len(told(tab, covered)) > 3 and [key for key in rows(facilitator) if "other" in key]
    facilitator.tab(2)
    facilitator.tab(3)
    assert told(tab, covered) == []
    assert not facilitator.find("phase2.peek", QPushButton).isChecked()
    facilitator.click("phase2.peek")
    facilitator.program.controller.close_session()
    assert not facilitator.window.workspace.seal.is_peeking


def test_the_reveal_uncovers_all_at_once(facilitator: Facilitator, covered: Session) -> None:
    tab = facilitator.window.workspace.phase2
    facilitator.push("phase2.reveal")
    assert facilitator.program.store.session.revealed is not None
    assert len(told(tab, covered)) > 3
    assert not [each for each in tab.findChildren(QWidget, "phase2.cover") if each.isVisible()]
    facilitator.undo()
    assert told(tab, covered) == []


def test_what_comes_in_after_the_reveal_is_a_change(facilitator: Facilitator, dialogs, tmp_path) -> None:
    facilitator.push("phase2.reveal")
    session = facilitator.program.store.session
    part = edits.set_answer(issuing.issue(session, "ziekenhuis"), OWN, "phase1.network.yes", True)
    path = tmp_path / "deel.smsjson"
    path.write_bytes(encode(part))
    dialogs.expect(lambda dialog: dialog.accept())
    facilitator.program.controller.open_path(path)
    model = page(facilitator).model
    column = next(n for n, each in enumerate(model.columns) if each.organisation == "ziekenhuis")
    assert model.shown(model.row_of("network"), column).below == "gewijzigd"


def test_phase_3_waits_too(facilitator: Facilitator, covered: Session) -> None:
    facilitator.tab(4)
    tab = facilitator.window.workspace.phase3
    assert told(tab, covered) == []
    facilitator.tab(3)
    facilitator.click("phase2.cover")
    facilitator.tab(4)
    assert told(tab, covered) != []


def test_undo_does_not_tell_an_answer(facilitator: Facilitator) -> None:
    menu = facilitator.window.menuBar().actions()[1].menu()

    def names() -> str:
        return " / ".join(each.text().replace("&", "") for each in menu.actions()[:2])

    store = facilitator.program.store
    store.set_answer(OWN, "phase1.network.yes", True)
    assert "Ongedaan maken: Fase 1 Voorbereiding" in names() and "Netwerk" not in names()
    facilitator.undo()
    assert "Opnieuw: Fase 1 Voorbereiding" in names() and "Netwerk" not in names()
    store.redo()
    facilitator.click("phase2.cover")
    assert "Netwerk – Ja" in names()
    store.set_answer(OWN, "organisation.contact", "Kim")
    facilitator.click("phase2.cover")
    assert "Fase 1" not in names()


def test_the_choice_is_remembered(facilitator: Facilitator, folders) -> None:
    assert settings.load(folders.settings)[0].phase1_covered
    facilitator.program.controller.set_language("en")
    assert facilitator.program.window.workspace.seal.wanted
    facilitator.program.window.workspace.seal.want(False)
    assert not settings.load(folders.settings)[0].phase1_covered


@pytest.mark.parametrize("kind", DIALOGS)
def test_what_goes_out_says_that_it_tells(program, dialogs, tmp_path, covered: Session, kind: str) -> None:
    path = tmp_path / "zorg.smsjson"
    path.write_bytes(encode(covered))
    program.controller.open_path(path)
    seen: list[bool] = []

    def look(dialog: QWidget) -> None:
        note = dialog.findChild(QLabel, "output.sealed")
        seen.append(note.isVisible())
        for part in ("matrix", "agreements", "evaluation") if kind == "report" else ():
            dialog.findChild(QAbstractButton, f"output.part.{part}").click()
        seen.append(note.isVisible())
        dialog.reject()

    dialogs.expect(look)
    program.controller.put_out(kind)
    expected = {"report": [True, False], "issue": [False, False]}.get(kind, [True, True])
    assert seen == expected
    program.store.apply("", edits.reveal)
    dialogs.expect(look)
    program.controller.put_out(kind)
    assert seen == [*expected, False, False]


@pytest.mark.parametrize(
    ("sheet", "shown"), [("quick-scan", False), ("phase1", True), ("phase2", True), ("phase3", True)]
)
def test_a_print_says_it_too(
    qtbot: QtBot, appearance, tmp_path, covered: Session, sheet: str, shown: bool
) -> None:
    for session, expected in ((covered, shown), (edits.reveal(covered), False)):
        dialog = PreviewDialog(session.form_set, session, tmp_path, sheet)
        qtbot.addWidget(dialog)
        dialog.show()
        note = dialog.findChild(QLabel, "print.sealed")
        assert note.isVisible() is expected
        if sheet == "quick-scan":  # the session inside it tells all the same
            dialog.findChild(QAbstractButton, "print.with_session").click()
            assert note.isVisible() is (session.revealed is None)
        blank = dialog.findChild(QRadioButton, "print.blank")
        QTest.mouseClick(blank, LEFT, pos=blank.rect().center() / 2)
        blank.setChecked(True)
        assert not note.isVisible()
        dialog.wait()
        QTest.qWait(1)
        dialog.reject()
