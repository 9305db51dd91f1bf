"""Vergelijken: the sessions in a folder beside each other, read in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from sms_desktop import case_words, i18n, labels, messages
from sms_desktop.core import cases
from sms_desktop.core.cases import Comparison, Group, Line
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.exchange import compare
from sms_desktop.exchange.compare import Compared
from sms_desktop.gui.dialogs.output import ask_place
from sms_desktop.gui.widgets.basics import (
    button,
    described,
    invitation,
    progress_bar,
    resize_on_screen,
    scrolled,
    text_label,
)
from sms_desktop.gui.widgets.choosing import ChoiceBox
from sms_desktop.gui.widgets.drop_hint import DropHint, dragged_files
from sms_desktop.gui.widgets.tables import ReadTable, Rows
from sms_desktop.gui.work import IsStopped, Tell, Work
from sms_desktop.i18n import ntr, tr
from sms_desktop.palette import cluster_colour

KINDS = (".xlsx", ".csv", ".pdf")


class ComparisonWindow(QDialog):
    """Stands beside the main window, with or without a session there.

    A folder is chosen or dropped. What was read until *Cancel* is shown too, and said to be a part.
    ``paper`` gives what its pages fit.
    """

    def __init__(self, form_set: FormSet, folder: Path, parent: QWidget, paper: Callable[[], str]) -> None:
        super().__init__(parent)
        self._paper = paper
        self.setObjectName("comparison")
        self.setWindowTitle(tr("Compare sessions"))
        self.setModal(False)
        self.setAcceptDrops(True)
        self._form_set, self._folder = form_set, folder
        self._compared: Compared | None = None
        self._shown: Comparison | None = None
        self._work: Work | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        layout.addWidget(self._busy_line())
        self._stack = QStackedWidget()
        self._stack.addWidget(
            invitation(
                tr("No sessions to compare yet"),
                tr(
                    "Choose a folder with session files, or drop it on this window. Folders inside it count "
                    "too. You see per sector and kind of partnership what education and practice named."
                ),
                tr("Choose a folder…"),
                self.choose,
            )
        )
        self._stack.addWidget(self._result())
        self._stack.addWidget(QWidget())  # until the first folder has been read
        layout.addWidget(self._stack, 1)
        self._drop_hint = DropHint(
            self, tr("Let go to compare"), tr("A folder with session files, also in folders inside it.")
        )
        for keys, action in (
            (QKeySequence.StandardKey.Open, self.choose),
            (QKeySequence.StandardKey.Print, self.print_pages),
        ):
            QShortcut(QKeySequence(keys), self, action)
        resize_on_screen(self, 220, 720)
        self._show_whether_there_is()

    # Building --------------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._choose = button(tr("Choose a folder…"), self.choose)
        self._choose.setObjectName("comparison.choose")
        self.told = text_label("", wrap=True)
        self.told.setObjectName("comparison.told")
        self._print = button(tr("Print…"), self.print_pages)
        self._print.setObjectName("comparison.print")
        self._save = button(tr("Save as…"), self.save)
        self._save.setObjectName("comparison.save")
        line.addWidget(self._choose)
        line.addWidget(self.told, 1)
        line.addWidget(self._print)
        line.addWidget(self._save)
        return line

    def _busy_line(self) -> QWidget:
        self._busy = QWidget()
        line = QHBoxLayout(self._busy)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.bar = progress_bar(tr("Files read"))
        self.bar.setObjectName("comparison.bar")
        line.addWidget(self.bar, 1)
        self._cancel = button(tr("Cancel"), self.cancel)
        self._cancel.setObjectName("comparison.cancel")
        line.addWidget(self._cancel)
        self._busy.hide()
        return self._busy

    def _result(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._narrowing())
        self.table = ReadTable("comparison.table", tr("Sessions compared"))
        self.table.verticalHeader().setVisible(True)
        self.sessions = ReadTable("comparison.sessions", tr("The sessions in it"))
        self.left_out = ReadTable("comparison.left_out", tr("Not counted"))
        for each in (self.sessions, self.left_out):
            each.verticalHeader().hide()
            each.horizontalHeader().setStretchLastSection(True)
        self.lists = QTabWidget()
        self.lists.setDocumentMode(True)
        self.lists.tabBar().setDrawBase(False)
        self.lists.addTab(self.sessions, "")
        self.lists.addTab(self.left_out, "")
        reading = text_label(tr(case_words.READING))
        reading.setMargin(8)
        reading.setAlignment(Qt.AlignmentFlag.AlignTop)
        title = tr("How to read the table")
        self.lists.addTab(scrolled(reading, title), title)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.lists)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 1)
        layout.addWidget(halves, 1)
        return page

    def _narrowing(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.sector, self.partnership = ChoiceBox(), ChoiceBox()
        for name, text, choice in (
            ("comparison.sector", tr("&Sector"), self.sector),
            ("comparison.partnership", tr("&Kind of partnership"), self.partnership),
        ):
            choice.setObjectName(name)
            choice.setAccessibleName(text.replace("&", ""))
            described(choice, tr("Only these sessions are compared."))
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.currentIndexChanged.connect(self._show_narrowed)
            label = QLabel(text)
            label.setBuddy(choice)
            line.addWidget(label)
            line.addWidget(choice)
            line.addSpacing(12)
        line.addStretch(1)
        return line

    # Reading ---------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a folder and compare what is in it."""
        name = QFileDialog.getExistingDirectory(self, tr("Folder with sessions"), str(self._folder))
        if name:
            self.compare(Path(name))

    def compare(self, folder: Path) -> None:
        """Read the sessions in ``folder`` in the background; what was being read before is let go."""
        self._let_go()
        self._folder = folder
        form_set = self._form_set

        def read(tell: Tell, is_stopped: IsStopped) -> Compared:
            return compare.compare_folder(folder, form_set, tell, is_stopped)

        self._start(read, self._has_read, tr("Reading {folder}…").format(folder=folder.name))

    def cancel(self) -> None:
        """Stop; what was read until now is shown, what was being made is not saved."""
        if self._work is not None:
            self._work.requestInterruption()

    def wait(self) -> None:
        """Wait until what is being done has ended."""
        if self._work is not None:
            self._work.wait()

    def _start(
        self, task: Callable[[Tell, IsStopped], object], then: Callable[[Any], object], told: str
    ) -> None:
        """Do this in the background, and then go on with what it gives."""
        work = self._work = Work(task)
        work.made.connect(lambda made: self._made(work, made, then))
        work.failed.connect(lambda error: self._failed(work, error))
        work.progress.connect(lambda done, count: self._progressed(work, done, count, told))
        self.bar.setRange(0, 0)
        self._busy.show()
        self.told.setText(told)
        self._show_whether_there_is()
        work.start()

    def _let_go(self) -> None:
        if self._work is not None:
            work, self._work = self._work, None
            work.let_go()

    def _progressed(self, work: Work, done: int, count: int, told: str) -> None:
        if work is self._work:
            self.bar.setRange(0, count)
            self.bar.setValue(done)
            _ = i18n.current()
            of = tr("{done} of {count}").format(done=_.number(done), count=_.number(count))
            self.told.setText(f"{told} {of}")

    def _failed(self, work: Work, error: Exception) -> None:
        from sms_desktop.paper.drawing import CancelledError

        if work is self._work:
            self._ended(work)
            self._tell_what_is_shown()
            if isinstance(error, CancelledError):
                self.told.setText(tr("Stopped. Nothing was saved or printed."))
            else:
                QMessageBox.warning(self, self.windowTitle(), messages.words_of(error))

    def _made(self, work: Work, made: Any, then: Callable[[Any], object]) -> None:
        if work is self._work:
            self._ended(work)
            then(made)

    def _has_read(self, compared: Compared) -> None:
        self._compared = compared
        self._offer_narrowing(compared.comparison)
        self._show_narrowed()
        self.table.setFocus()

    def _ended(self, work: Work) -> None:
        work.wait()
        self._work = None
        self._busy.hide()
        self._show_whether_there_is()

    # Showing ---------------------------------------------------------------------------------------

    def _show_whether_there_is(self) -> None:
        has_some = self._compared is not None and self._work is None
        self._print.setEnabled(has_some)
        self._save.setEnabled(has_some)
        is_empty = self._compared is None and self._work is None
        for each in (self._choose, self._print, self._save):
            each.setVisible(not is_empty)
        if is_empty:
            self._stack.setCurrentIndex(0)
        else:
            self._stack.setCurrentIndex(2 if self._compared is None else 1)

    def _offer_narrowing(self, comparison: Comparison) -> None:
        _ = i18n.current()
        for choice, everything, groups, worded in (
            (self.sector, tr("all sectors"), comparison.sectors, case_words.sector_label),
            (self.partnership, tr("all kinds"), comparison.partnerships, case_words.partnership_label),
        ):
            choice.blockSignals(True)
            choice.clear()
            choice.addItem(everything, None)
            for group in groups:
                choice.addItem(worded(self._form_set, group.id, _), group.id)
            choice.blockSignals(False)

    def _show_narrowed(self, *_index: object) -> None:
        if self._compared is None:
            return
        sector, partnership = self.sector.currentData(), self.partnership.currentData()
        self._shown = self._compared.comparison
        if sector is not None or partnership is not None:
            self._shown = cases.narrowed(self._shown, self._form_set, sector, partnership)
        self._show_table(self._shown)
        self._show_lists(self._compared, self._shown)
        self._tell_what_is_shown()
        self._show_whether_there_is()

    def _tell_what_is_shown(self) -> None:
        self.told.setText(self._about() if self._compared is not None else "")

    def _about(self) -> str:
        """Which folder, how many sessions, and whether that is all there is."""
        assert self._compared is not None and self._shown is not None
        parts = [
            tr("Folder {folder}").format(folder=self._folder.name),
            ntr("{n} session", "{n} sessions", len(self._shown.cases)),
        ]
        parts += [each.currentText() for each in (self.sector, self.partnership) if each.currentIndex() > 0]
        if self._compared.left_out:
            parts.append(ntr("{n} file not counted", "{n} files not counted", self._compared.left_out))
        if not self._compared.is_whole:
            parts.append(tr("stopped: not all files were read"))
        return " · ".join(parts)

    def _show_table(self, shown: Comparison) -> None:
        _, form_set = i18n.current(), self._form_set
        groups, lines = cases.columns(shown), cases.lines(shown, form_set)
        names = case_words.heads(shown, form_set, _)
        shorts = {side: form_set.side(side).short.in_language(_.code) for side in SIDES}
        heads = [f"{name}\n{shorts[side]}" for name in names for side in SIDES]
        rows = [
            [_.number(group.cases) if side == SIDES[0] else "" for group in groups for side in SIDES],
            [_.number(group.sheets) if side == SIDES[0] else "" for group in groups for side in SIDES],
            [_.number(group.partners[side]) for group in groups for side in SIDES],
        ]
        sides = [tr("sessions"), tr("quick scan sheets"), tr("partners")]
        spoken = [
            [f"{name}: {text} {side}" for name, text in zip(heads, row, strict=True)]
            for side, row in zip(sides, rows, strict=True)
        ]
        for line in lines:
            rows.append([case_words.cell(line.named(each, side), _) for each in groups for side in SIDES])
            spoken.append(
                [
                    self._spoken(line, each, side, name)
                    for each, name in zip(groups, names, strict=True)
                    for side in SIDES
                ]
            )
        sides += [self._line_name(line) for line in lines]
        colours = ["", "", "", *("" if line.motive else cluster_colour(line.cluster) for line in lines)]
        strong = frozenset(number for number, colour in enumerate(colours) if colour or number < 3)
        self.table.show_rows(Rows(heads, rows, sides, colours, strong, spoken))
        for row in range(2):
            for place in range(len(groups)):
                self.table.setSpan(row, place * len(SIDES), 1, len(SIDES))

    def _line_name(self, line: Line) -> str:
        name = case_words.line_label(line, self._form_set, i18n.current())
        cluster = self._form_set.cluster(line.cluster)
        return f"{cluster.letter}  {name}" if cluster is not None and not line.motive else f"  {name}"

    def _spoken(self, line: Line, group: Group, side: SideId, name: str) -> str:
        """A cell in a sentence."""
        _ = i18n.current()
        what = case_words.line_label(line, self._form_set, _)
        place = f"{name}, {labels.side_label(self._form_set, side, _)}, {what}"
        named = line.named(group, side)
        if named is None:
            return tr("{place}: not on the list of this side").format(place=place)
        if named.share is None:
            return tr("{place}: nobody answered").format(place=place)
        told = tr("{place}: {count} of {of} organisations said Ja ({share})")
        if not line.motive:
            told = tr("{place}: {count} of {of} people ticked it ({share})")
        share = case_words.bare_share(named, _)
        return told.format(place=place, count=_.number(named.count), of=_.number(named.of), share=share)

    def _show_lists(self, compared: Compared, shown: Comparison) -> None:
        _, form_set = i18n.current(), self._form_set
        heads = [tr("Learning environment"), tr("Sector"), tr("Kind of partnership")]
        heads += [labels.side_label(form_set, side, _) for side in SIDES]
        rows = [case_words.case_line(case, form_set, _) for case in shown.cases]
        self.sessions.show_rows(Rows([*heads, tr("File")], rows))
        self.left_out.show_rows(Rows([tr("File"), tr("Why")], compare.left_out(compared, _)))
        self.lists.setTabText(0, tr("The sessions in it ({n})").format(n=_.number(len(rows))))
        self.lists.setTabText(1, tr("Not counted ({n})").format(n=_.number(compared.left_out)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._shown is not None:
            for table in (self.table, self.sessions, self.left_out):
                table.fit()

    # Out -------------------------------------------------------------------------------------------

    def print_pages(self) -> None:
        """What is shown, on pages that lie, to a printer of the user's choice."""
        if self._print.isEnabled():
            self._start(self._file(".pdf"), self._to_printer, tr("Making the pages…"))

    def _to_printer(self, data: bytes) -> None:
        from sms_desktop.gui.dialogs.to_printer import ask_and_print

        self._tell_what_is_shown()
        ask_and_print(self, data, tr("Sessions compared"))

    def save(self) -> None:
        """What is shown as a workbook, a table as text, or a PDF."""
        if not self._save.isEnabled():
            return
        path = ask_place(self, self._folder, tr("Sessions compared"), KINDS)
        if path is None:
            return
        told = tr("Saving {file}…").format(file=path.name)
        self._start(self._file(path.suffix.lower()), lambda data: self._write(path, data), told)

    def _write(self, path: Path, data: bytes) -> None:
        from sms_desktop.storage.files import write_atomically

        try:
            write_atomically(path, data)
        except Exception as error:
            self._tell_what_is_shown()
            QMessageBox.warning(self, self.windowTitle(), messages.words_of(error))
            return
        self.told.setText(tr("Saved: {path}").format(path=path))

    def _file(self, suffix: str) -> Callable[[Tell, IsStopped], bytes]:
        """What makes the file of this kind, of what is shown now."""
        assert self._compared is not None and self._shown is not None
        shown, narrowed = replace(self._compared, comparison=self._shown), self._shown
        form_set, _, paper, about = self._form_set, i18n.current(), self._paper(), self._about()

        def make(tell: Tell, is_stopped: IsStopped) -> bytes:
            from sms_desktop.paper import cross_case, drawing, fitting

            def watch(rows: compare.Rows) -> compare.Rows:
                for row in rows:
                    if is_stopped():
                        raise drawing.CancelledError
                    yield row

            def page(done: int, count: int) -> bool:
                tell(done, count)
                return not is_stopped()

            if suffix == ".csv":
                return compare.as_csv(shown, watch=watch)
            if suffix == ".xlsx":
                return compare.as_xlsx(shown, form_set, _, paper, watch)
            left_out = compare.left_out(shown, _)
            document = cross_case.document(narrowed, form_set, _, about=about, left_out=left_out)
            return drawing.to_pdf(fitting.on_paper(document, paper), progress=page)

        return make

    # Events ----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _folder_of(event) is not None:
            event.acceptProposedAction()
            self._drop_hint.lay_over()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint.hide()
        folder = _folder_of(event)
        if folder is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.compare(folder))

    def done(self, result: int) -> None:
        self._let_go()
        self._busy.hide()
        self._tell_what_is_shown()
        self._show_whether_there_is()
        super().done(result)


def _folder_of(event: QDropEvent) -> Path | None:
    """The first folder that is dragged."""
    return next((each for each in dragged_files(event) if each.is_dir()), None)
