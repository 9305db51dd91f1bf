"""About: the method, its authors, the version, the licences of what is shipped."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout

from sms_desktop import __version__, i18n
from sms_desktop.core.forms import FormSet
from sms_desktop.gui.widgets.basics import text_label
from sms_desktop.i18n import tr


class AboutDialog(QDialog):
    """What this program is and whose method it serves."""

    def __init__(self, form_set: FormSet) -> None:
        super().__init__()
        self.setWindowTitle(tr("About SMS-tool"))
        code = i18n.current().code
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(text_label(form_set.title.in_language(code), "title"))
        for text in (
            form_set.source.in_language(code),
            tr("The SMS tool is a prototype. Words marked as a proposal are not by its authors."),
            tr("SMS-tool Desktop {version}, forms {form_version}").format(
                version=__version__, form_version=form_set.version
            ),
            tr("The program is free software under the MIT licence. It never uses the internet."),
            tr("Shipped with it: Noto fonts (SIL Open Font License), Qt for Python (LGPL)."),
        ):
            layout.addWidget(text_label(text))
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
