"""The group picture beside the sheet: mirrored bars, and how many sheets were filled in as what."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from sms_desktop import i18n, labels
from sms_desktop.core import insight
from sms_desktop.core.fields import ROLES
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.insight import Overview
from sms_desktop.core.session import Session
from sms_desktop.gui.tabs.quick_scan_list import draw_role
from sms_desktop.gui.theme import theme_of
from sms_desktop.gui.widgets.bars import MirroredBars, picture_of
from sms_desktop.gui.widgets.basics import text_label
from sms_desktop.i18n import ntr, tr


class RoleCounts(QWidget):
    """A line per role: its sign, its word and the number of sheets. Painted, so that a tick moves nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quick_scan.role_counts")
        self.setAccessibleName(tr("Sheets by who filled them in"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.lines: tuple[tuple[str, str, int], ...] = ()

    def show_lines(self, lines: tuple[tuple[str, str, int], ...]) -> None:
        """Show (role, word, number of sheets) lines."""
        if lines == self.lines:
            return
        if len(lines) != len(self.lines):
            self.updateGeometry()
        self.lines = lines
        self.setAccessibleDescription(", ".join(f"{word}: {number}" for _, word, number in lines))
        self.update()

    def sizeHint(self) -> QSize:
        rows = (len(self.lines) + 1) // 2
        return QSize(24 * self.fontMetrics().averageCharWidth(), rows * (self.fontMetrics().height() + 2))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        colour = QColor(theme_of(application).text)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        number_width = self.fontMetrics().horizontalAdvance("000")
        rows = (len(self.lines) + 1) // 2
        for place, (role, word, number) in enumerate(self.lines):
            column, row = divmod(place, max(rows, 1))
            left, top = column * self.width() / 2, row * (line + 2)
            painter.setPen(colour)
            count = QRectF(left, top, number_width, line)
            painter.drawText(count, Qt.AlignmentFlag.AlignRight, str(number))
            draw_role(painter, QRectF(count.right() + 4, top, line, line), role, colour)
            room = self.width() / 2 - number_width - line - 10
            shown = self.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, int(room))
            painter.setPen(colour)
            place_of_word = QRectF(count.right() + line + 8, top, room, line)
            painter.drawText(place_of_word, Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


class Summary(QWidget):
    """Moves with every tick; nothing in it can be edited."""

    def __init__(self, form_set: FormSet) -> None:
        super().__init__()
        self._form_set = form_set
        self.setObjectName("quick_scan.summary")
        self.bars = MirroredBars("quick_scan.bars", tr("Picture of the group"))
        self.roles = RoleCounts()
        self.sheets = text_label("", "label")
        self.sheets.setObjectName("quick_scan.summary.sheets")
        self.hands = text_label("", "note")
        self.hands.setObjectName("quick_scan.summary.hands")
        self.unsound = text_label("", "warning")
        self.unsound.setObjectName("quick_scan.summary.unsound")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(text_label(tr("Picture of the group"), "heading"))
        for part in (self.bars, self.sheets, self.roles, self.hands, self.unsound):
            layout.addWidget(part)
        layout.addStretch(1)

    def show_session(self, session: Session) -> None:
        """The counts of all sheets and of the show of hands."""
        overview = insight.overview(session)
        self.bars.show_picture(picture_of(self._form_set, overview))
        self.sheets.setText(ntr("{n} sheet, filled in by:", "{n} sheets, filled in by:", overview.sheets))
        self.roles.show_lines(self._role_lines(overview))
        self._show_hands(session, overview)

    def _role_lines(self, overview: Overview) -> tuple[tuple[str, str, int], ...]:
        language = i18n.current()
        options = self._form_set.quick_scan.roles
        lines = [(role, labels.option_label(options, role, language), overview.roles[role]) for role in ROLES]
        if overview.roles[""]:
            lines.append(("", tr("role unknown"), overview.roles[""]))
        return tuple(lines)

    def _show_hands(self, session: Session, overview: Overview) -> None:
        counted = [overview.half(side).tally for side in SIDES]
        self.hands.setVisible(any(counted))
        if any(counted):
            told = [
                tr("{side} {n}").format(
                    side=self._form_set.side(side).short.in_language(i18n.current().code), n=number
                )
                for side, number in zip(SIDES, counted, strict=True)
                if number
            ]
            self.hands.setText(tr("Hands counted with them: {counts}").format(counts=", ".join(told)))
        unsound = bool(insight.tally_points(session))
        self.unsound.setVisible(unsound)
        if unsound:
            self.unsound.setText("⚠ " + tr(labels.POINT_WORDS[insight.PointKind.TALLY_TOO_HIGH]))
