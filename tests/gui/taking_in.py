"""Paper that comes in through the window: made, dropped, looked at and put into the session by keys."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from sms_desktop.core.session import Session
from sms_desktop.gui.intake.summary import SummaryDialog
from sms_desktop.gui.intake.window import IncomingWindow
from sms_desktop.paper.sheets import coded
from tests.exchange.scanned import PER_MM, Sheets

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def black(sheets_: Sheets, picture: Image.Image, index: int, field: str) -> Image.Image:
    """A box made black, as who made a mistake is asked to."""
    place = next(each for each in sheets_.pages[index].fields if each.field == field)
    x, y, size = place.x * PER_MM, place.y * PER_MM, place.width * PER_MM
    ImageDraw.Draw(picture).rectangle((x, y, x + size, y + size), fill=30)
    return picture


def written(sheets_: Sheets, picture: Image.Image, index: int, field: str) -> Image.Image:
    """Something like handwriting on a line."""
    line = next(each for each in sheets_.pages[index].fields if each.field == field)
    draw, height = ImageDraw.Draw(picture), line.height * PER_MM
    for step in range(14):
        x, y = (line.x + 2 + 2 * step) * PER_MM, line.y * PER_MM + height * 0.35
        draw.line([(x, y + 18), (x + 4, y), (x + 8, y + 18)], fill=40, width=3)
    return picture


def as_pdf(path: Path, *pictures: Image.Image) -> Path:
    """One scan with these pages."""
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return path


def opened(program, qtbot: QtBot, *paths: Path) -> IncomingWindow:
    """What is dropped on the window, read to the end."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    program.window.dropEvent(QDropEvent(QPointF(5, 5), copy, data, LEFT, none))
    qtbot.waitUntil(lambda: program.controller.incoming_window is not None)
    return finished(qtbot, program.controller.incoming_window)


def finished(qtbot: QtBot, window: IncomingWindow) -> IncomingWindow:
    """Once all was read and shown."""
    bar = window.findChild(QProgressBar)
    qtbot.waitUntil(lambda: bool(window.pile.entries) and not bar.isVisible(), timeout=30_000)
    return window


def row(window: IncomingWindow, number: int) -> list[str]:
    """The words of a line of the list."""
    model = window.list.model()
    return [model.index(number, column).data() for column in range(4)]


def press(dialog: QDialog, *keys: Qt.Key | str) -> None:
    """Keys, wherever the focus is in this dialog."""
    for key in keys:
        target = dialog.focusWidget() or dialog
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)


def push(dialog: QDialog, name: str) -> None:
    """Click a button."""
    QTest.mouseClick(dialog.findChild(QPushButton, name), LEFT)


def words(dialog: QDialog) -> str:
    """All sentences of a dialog."""
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def ticks(session: Session, sheet: int = 0) -> set[str]:
    """What is ticked on a sheet."""
    return {field for field, value in session.sheets[sheet].answers.items() if value is True}


def leave(dialogs, window: IncomingWindow) -> None:
    """Close without putting anything in."""
    dialogs.expect_message("nog niet in de sessie", click="Sluiten zonder")
    window.reject()


def put_in(dialogs, window: IncomingWindow, look=lambda dialog: None) -> None:
    """Through the summary into the session, with Enter."""

    def accept(dialog: QDialog) -> None:
        assert isinstance(dialog, SummaryDialog)
        look(dialog)
        QTest.keyClick(dialog, KEY.Key_Return)

    dialogs.expect(accept)
    push(window, "incoming.put")


def uncoded(sheets_: Sheets, crossed: Collection[str]) -> Image.Image:
    """A page of which all codes were torn off."""
    picture = sheets_.picture(0, crossed)
    draw = ImageDraw.Draw(picture)
    page = sheets_.pages[0]
    spots = [(*place, coded.RUNE) for place in coded.rune_places(page.width, page.height)]
    spots += [(*place, coded.QR) for place in coded.qr_places(page.width, page.height)]
    for x, y, size in spots:
        draw.rectangle([each * PER_MM for each in (x - 1, y - 1, x + size + 1, y + size + 1)], fill=255)
    return picture
