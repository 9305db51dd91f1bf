"""Qt's own dialogs, menus and buttons speak Dutch too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtPrintSupport import QPageSetupDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sms_desktop import i18n
from sms_desktop.gui.translators import STANDARD_TEXTS

SAME_IN_DUTCH = {
    *("OK", "Help", "Reset", "Type", "Type:", "Computer", "Printer", "..."),
    *("Millimeters (mm)", "Inches (in)", "Pica (P̸)", "Cicero (CC)", "Didot (DD)"),
    *("1 (1x1)", "2 (2x1)", "4 (2x2)", "6 (2x3)", "9 (3x3)", "16 (4x4)"),
}
"""Words that are Dutch as well as English."""

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "QPageSetupDialog: Cannot be used")


class Asked(QTranslator):
    """Notes which texts Qt asks for, and leaves the answer to the others."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        self.texts.add((context, source))
        return None


@pytest.fixture
def asked(program, qapp: QApplication) -> Iterator[Asked]:
    """Listens to Qt while the program runs in Dutch."""
    spy = Asked()
    qapp.installTranslator(spy)
    yield spy
    qapp.removeTranslator(spy)


def message() -> QWidget:
    box = QMessageBox()
    box.setText("–")
    box.setDetailedText("–")
    for standard in QMessageBox.StandardButton:
        if 0 < standard.value.bit_count() == 1 and standard.value >= QMessageBox.StandardButton.Ok.value:
            box.addButton(standard)
    return box


def files(mode: QFileDialog.AcceptMode) -> QWidget:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(mode)
    return dialog


def printing() -> QWidget:
    dialog = QPrintDialog(printer())
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    return dialog


def printer() -> QPrinter:
    _printers.append(QPrinter())  # the dialogs only borrow it
    return _printers[-1]


_printers: list[QPrinter] = []


def asking() -> QWidget:
    dialog = QInputDialog()
    dialog.setLabelText("–")
    return dialog


def waiting() -> QWidget:
    dialog = QProgressDialog()
    dialog.setLabelText("–")
    return dialog


def menu(of: Callable[[], QLineEdit | QPlainTextEdit]) -> QWidget:
    made = of()
    _owners.append(made)
    return made.createStandardContextMenu()


_owners: list[QWidget] = []

DIALOGS: dict[str, Callable[[], QWidget]] = {
    "message": message,
    "open a file": lambda: files(QFileDialog.AcceptMode.AcceptOpen),
    "save a file": lambda: files(QFileDialog.AcceptMode.AcceptSave),
    "print": printing,
    "page setup": lambda: QPageSetupDialog(printer()),
    "ask": asking,
    "wait": waiting,
    "menu of a line": lambda: menu(QLineEdit),
    "menu of an area": lambda: menu(QPlainTextEdit),
}


@pytest.mark.parametrize("name", DIALOGS)
def test_nothing_in_a_standard_dialog_is_english(name: str, asked: Asked, qtbot: QtBot) -> None:
    dialog = DIALOGS[name]()
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    shown = set(texts_of(dialog))
    dialog.hide()
    assert shown, "nothing was read"
    assert english(asked) & shown - SAME_IN_DUTCH == set()
    translated = {QApplication.translate(*each) for each in tuple(asked.texts)}
    assert shown & translated, "nothing of it was asked for"


def english(asked: Asked) -> set[str]:
    """What was asked for and is the same after translation, without the names of paper sizes."""
    return {
        source
        for context, source in tuple(asked.texts)
        if QApplication.translate(context, source) == source and context != "QPageSize"
    }


def texts_of(widget: QWidget) -> Iterator[str]:
    """Every text that a widget and those inside it show, on hover too."""
    for each in (widget, *widget.findChildren(QWidget)):
        yield from (each.windowTitle(), each.toolTip())
        for name in ("text", "title", "placeholderText"):
            read = getattr(each, name, None)
            if read is not None:
                yield str(read())
        if isinstance(each, QComboBox):
            yield from (each.itemText(place) for place in range(each.count()))
        if isinstance(each, QTabBar):
            yield from (each.tabText(place) for place in range(each.count()))
        if isinstance(each, QAbstractItemView) and each.model() is not None:
            model = each.model()
            for column in range(model.columnCount()):
                yield str(model.headerData(column, Qt.Orientation.Horizontal))
        for action in each.actions():
            yield from (action.text().partition("\t")[0], action.toolTip())


SAID_LATER = [
    ("QFileDialog", "%1 already exists.\nDo you want to replace it?"),
    ("QFileDialog", "%1\nFile not found.\nPlease verify the correct file name was given."),
    ("QFileDialog", "%1\nDirectory not found.\nPlease verify the correct directory name was given."),
    ("QFileDialog", "'%1' is write protected.\nDo you want to delete it anyway?"),
    ("QFileDialog", "Are you sure you want to delete '%1'?"),
    ("QFileDialog", "Show &hidden files"),
    ("QFileDialog", "Recent Places"),
    ("QPrintDialog", "%1 is a directory.\nPlease choose a different file name."),
    ("QPrintDialog", "File %1 is not writable.\nPlease choose a different file name."),
    ("QPrintDialog", "%1 already exists.\nDo you want to overwrite it?"),
    ("QPrintDialog", "The 'From' value cannot be greater than the 'To' value."),
    ("QPrintDialog", "Automatic"),
    ("QPrintPropertiesDialog", "There are conflicts in advanced options. Do you want to fix them?"),
    ("QMessageBox", "Hide Details..."),
    ("QScrollBar", "Scroll here"),
    ("QAbstractSpinBox", "&Step up"),
    ("QAbstractSpinBox", "Step &down"),
    ("QWidgetTextControl", "Select All"),
]


@pytest.mark.parametrize(("context", "source"), SAID_LATER)
def test_what_a_standard_dialog_says_later(context: str, source: str, program, qapp) -> None:
    assert qapp.translate(context, source) != source


def test_every_text_added_here_has_a_dutch_one(program, qapp) -> None:
    for source in STANDARD_TEXTS:
        assert i18n.tr(source) != source
        assert qapp.translate("anywhere", source) == i18n.tr(source)


def test_english_speaks_english(program, qapp, qtbot: QtBot) -> None:
    program.controller.set_language("en")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().replace("&", "") == "Cancel"
    program.controller.set_language("nl")
    again = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(again)
    assert again.buttons()[0].text().replace("&", "") == "Annuleren"


def test_progress_is_written_as_every_share(qtbot: QtBot) -> None:
    from sms_desktop.gui.widgets.basics import progress_bar

    bar = progress_bar("Gelezen")
    qtbot.addWidget(bar)
    bar.setRange(0, 5)
    bar.setValue(1)
    assert bar.text() == "20\u00a0%"
    assert bar.accessibleName() == "Gelezen"
