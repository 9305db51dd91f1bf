"""Pages to a printer: the print dialog of the system, then printing with progress and Cancel."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QMessageBox, QProgressDialog, QWidget

from sms_desktop import messages
from sms_desktop.gui.printing import Pdf, PrinterError, prepare, print_pdf
from sms_desktop.i18n import tr

PROGRESS_AFTER = 400
"""Milliseconds of work after which progress and Cancel are shown."""


def ask_and_print(parent: QWidget, data: bytes, title: str) -> bool:
    """Let the user choose a printer for the PDF in ``data``, preset for its pages; whether they went there.

    What goes wrong is told over ``parent``.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    pdf = Pdf(data)
    try:
        prepare(printer, pdf, title)
        dialog = QPrintDialog(printer, parent)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, len(pdf))
        return dialog.exec() == QDialog.DialogCode.Accepted and _send(parent, pdf, printer)
    except PrinterError:
        told = tr("The printer does not take the pages. See whether it is on, or save them as PDF.")
        QMessageBox.warning(parent, tr("Print"), told)
    except Exception as error:
        QMessageBox.warning(parent, tr("Print"), messages.words_of(error))
    finally:
        pdf.close()
    return False


def _send(parent: QWidget, pdf: Pdf, printer: QPrinter) -> bool:
    """Print with progress and Cancel; whether all pages were printed."""
    bar = QProgressDialog(tr("Printing…"), tr("Cancel"), 0, len(pdf), parent)
    bar.setMinimumDuration(PROGRESS_AFTER)
    bar.setModal(True)

    def tell(done: int, count: int) -> bool:
        bar.setMaximum(count)
        bar.setValue(done)
        return not bar.wasCanceled()

    try:
        return print_pdf(pdf, printer, tell)
    finally:
        bar.close()
