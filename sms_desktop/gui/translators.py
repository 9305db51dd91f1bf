"""Words of Qt's standard dialogs that Qt's own catalogue leaves in English."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

from sms_desktop import i18n
from sms_desktop.i18n import mark

STANDARD_TEXTS = (
    mark("&Look in:"),
    mark("Files of &type:"),
    mark("Drive"),
    mark("Folder"),
    mark("Double Sided Printing"),
    mark("Long side binding"),
    mark("Short side binding"),
    mark("Off"),
    mark("Page &Set:"),
    mark("Page &order:"),
    mark("Pages &per sheet:"),
    mark("Automatic"),
    mark("Envelope US 9"),
    mark("There are conflicts in advanced options. Do you want to fix them?"),
)


class StandardWords(QTranslator):
    """Asks the program's own catalogue, after Qt's.

    The texts stand in :data:`STANDARD_TEXTS`, so that they are extracted like all others.
    """

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        if source not in STANDARD_TEXTS:
            return None
        return i18n.tr(source)
