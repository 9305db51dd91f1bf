"""What Qt finds on this computer, told by a process of its own: Qt may abort or hang in it."""

from __future__ import annotations

import json
import sys


def main() -> int:
    """Write version and printers as JSON to standard output; the exit code."""
    import PySide6
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QGuiApplication, QPageSize
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    application = QGuiApplication(sys.argv[:1])
    printers = [
        {
            "duplex": any(mode != QPrinter.DuplexMode.DuplexNone for mode in each.supportedDuplexModes()),
            "a3": any(size.id() is QPageSize.PageSizeId.A3 for size in each.supportedPageSizes()),
        }
        for each in QPrinterInfo.availablePrinters()
    ]
    said = {"qt": qVersion(), "pyside": PySide6.__version__, "printers": printers}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    application.quit()
    return 0
