"""What the menus and buttons of the window do: sessions opened and made, prints, zoom, language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from sms_desktop import i18n, messages, own_forms, settings
from sms_desktop.core import edits, forms, issuing
from sms_desktop.core.forms import FormError, FormSet
from sms_desktop.core.session import Session, new_id
from sms_desktop.exchange import session_pdf
from sms_desktop.gui.dialogs.question import Role, ask, message_box
from sms_desktop.gui.document import Document, Held
from sms_desktop.gui.incoming import Incoming
from sms_desktop.gui.safety import Safety
from sms_desktop.gui.store import Store
from sms_desktop.gui.zooming import ZoomSteps
from sms_desktop.i18n import ntr, tr
from sms_desktop.paths import Folders, is_writable, nearest
from sms_desktop.storage.codec import NotReadableError
from sms_desktop.storage.files import StorageError, read_session
from sms_desktop.storage.lock import HeldBy
from sms_desktop.storage.naming import SUFFIX, free_path

if TYPE_CHECKING:
    from sms_desktop.app import Program
    from sms_desktop.gui.dialogs.agenda_editor import AgendaEditor
    from sms_desktop.gui.dialogs.comparison import ComparisonWindow
    from sms_desktop.gui.dialogs.group_picture import GroupPicture
    from sms_desktop.gui.dialogs.handbook import Handbook
    from sms_desktop.gui.finder import Finder
    from sms_desktop.gui.intake.pile import Pile
    from sms_desktop.gui.intake.window import IncomingWindow
    from sms_desktop.gui.presenter.desk import PresenterDesk

MOST_DIFFERENCES = 500


class Controller(QObject):
    """Answers the window's signals. Dialogs are opened here and nowhere deeper."""

    def __init__(self, program: Program, store: Store, document: Document) -> None:
        super().__init__()
        self._program = program
        self._window = program.window
        self._document = document
        self._store = store
        self._form_set: FormSet | None = None
        self._theme_shown = program.settings.theme
        self._zoom = ZoomSteps(lambda: program.settings.zoom, lambda zoom: self.set("zoom", zoom), self)
        self._presenter: PresenterDesk | None = None
        self._group_picture: GroupPicture | None = None
        self._handbook: Handbook | None = None
        self._agenda: AgendaEditor | None = None
        self.incoming_window: IncomingWindow | None = None
        self._comparison: ComparisonWindow | None = None
        self._safety = Safety(
            self._window,
            self._window.banner,
            store,
            document,
            self.open_path,
            self.save_as,
            self._window.workspace.seal.applies,
        )
        self._incoming = Incoming(
            self._window,
            store,
            document,
            self._safety,
            lambda: program.settings.recent,
            lambda path: document.open(path, self._ask_held),
        )
        window = self._window
        for signal, slot in (
            (window.find_wanted, self.find),
            (window.command_wanted, self.find_command),
            (window.new_wanted, self.new_session),
            (window.new_from_wanted, self.new_session_from),
            (window.open_wanted, self.open_session),
            (window.open_path_wanted, self.open_path),
            (window.dropped, self.take_dropped),
            (window.read_in_wanted, self.read_in),
            (window.example_wanted, self.open_example),
            (window.save_wanted, document.save_now),
            (window.save_as_wanted, self.save_as),
            (window.close_session_wanted, self.close_session),
            (window.print_wanted, self.print_session),
            (window.blank_forms_wanted, self.print_blank),
            (window.output_wanted, self.put_out),
            (window.undo_wanted, store.undo),
            (window.redo_wanted, store.redo),
            # What was told of the last edit is not so any more.
            (window.undo_wanted, window.statusBar().clearMessage),
            (window.redo_wanted, window.statusBar().clearMessage),
            (window.present_wanted, self.present),
            (window.group_picture_wanted, self.show_group_picture),
            (window.agenda_wanted, self.edit_agenda),
            (window.comparison_wanted, self.compare_sessions),
            (window.take_over_wanted, self.take_over_forms),
            (window.edit_forms_wanted, self.edit_forms),
            (window.versions_wanted, self._safety.show_versions),
            (window.delete_wanted, self.delete_session),
            (window.handbook_wanted, self.show_handbook),
            (window.about_wanted, self.about),
            (window.settings_wanted, self.show_settings),
            (window.zoom_wanted, self.zoom),
            (window.theme_wanted, self.set_theme),
            (window.language_wanted, self.set_language),
            (window.closing, self.closing),
            (window.workspace.seal.changed, self._remember_seal),
        ):
            signal.connect(slot)
        self._safety.say_at_rest(_portable_words(program.folders))
        if program.put_aside is not None:
            told = tr("The settings could not be read and start afresh. The old ones are in {path}.")
            window.tell(told.format(path=program.put_aside))

    @property
    def form_set(self) -> FormSet:
        """The forms that new sessions get: the user's own if wanted, unless there is a mistake in them.

        Raises ``FormError`` if the shipped ones were damaged.
        """
        folder = self._program.folders.forms
        if self._program.settings.own_forms and own_forms.is_there(folder):
            try:
                return own_forms.load(folder)
            except FormError as error:
                told = tr("The forms of the program are used, since yours have a mistake. {words}")
                self._window.tell(told.format(words=messages.words_of(error)))
        if self._form_set is None:
            self._form_set = own_forms.load_shipped()
        return self._form_set

    # Finding ---------------------------------------------------------------------------------------

    @cached_property
    def _finder(self) -> Finder:
        from sms_desktop.gui.finder import Finder

        return Finder(self._window, self._store)

    def find(self) -> None:
        """Look for words in the session, and go there."""
        self._finder.find()

    def find_command(self) -> None:
        """Look for a command of the menus by its words, and give it."""
        self._finder.find_command()

    # Sessions --------------------------------------------------------------------------------------

    def new_session(self) -> None:
        """Ask three things and start."""
        self._ask_new(None)

    def new_session_from(self) -> None:
        """Ask for an earlier session, and start one with the same organisations and no answers."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Which session had these organisations?"),
            str(self._document.path or nearest(self._program.folders.sessions)),
            tr("Sessions (*.smsjson *.json *.pdf)") + ";;" + tr("All files (*)"),
        )
        if not name:
            return
        earlier: list[Session] = []
        if self._try(lambda: earlier.append(_read(Path(name)))):
            self._ask_new(earlier[0])

    def _ask_new(self, earlier: Session | None) -> None:
        from sms_desktop.gui.dialogs.new_session import NewSessionDialog

        dialog = NewSessionDialog(self.form_set, self._program.folders.sessions, earlier)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            path, session = dialog.path, dialog.session()
            if self._try(lambda: self._document.create(path, session)):
                self._remember(path)
                self._window.show_tab(0)

    def open_session(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Open a session"),
            str(self._folder()),
            tr("Sessions (*.smsjson *.json *.pdf)") + ";;" + tr("All files (*)"),
        )
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a file; if that fails, the session that was open stays."""
        path = path.absolute()
        opened: list[Path | None] = []
        if self._try(lambda: opened.append(self._open(path))):
            if opened[0] is not None:
                self._remember(opened[0])
                self._safety.look_for_copies()
                self._window.tabs.currentWidget().setFocus()
        elif str(path) in self._program.settings.recent and not path.exists():
            self._change_settings(settings.without_recent(self._program.settings, path))

    def _open(self, path: Path) -> Path | None:
        """The file that is open now: ``path``, a rescued copy of it, or the file that the session in a PDF
        got; ``None`` if the user rather not."""
        if session_pdf.is_pdf(path):
            return self._incoming.take_pdf(path)
        try:
            return self._incoming.take_file(path)
        except NotReadableError as error:
            from sms_desktop.gui.rescue import rescue

            return rescue(path, error, self._document, lambda: self.form_set)

    def open_example(self) -> None:
        """A copy of the worked example, to look around in and to try things."""
        from sms_desktop import example

        path = free_path(self._program.folders.sessions, tr("Example"))
        session = example.build(own_forms.load_shipped(), new_id(20))
        if self._try(lambda: self._document.create(path, session)):
            self._remember(path)
            self._window.show_tab(0)

    def save_as(self) -> None:
        """Go on in another file; the old one stays as it is."""
        if self._document.path is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save as"), str(self._document.path), tr("Sessions (*.smsjson)")
        )
        if name:
            path = Path(name) if Path(name).suffix else Path(name + SUFFIX)
            if self._try(lambda: self._document.save_as(path)):
                self._remember(path)

    def close_session(self) -> None:
        """Back to the welcome, with everything saved."""
        if self._may_close():
            self._document.close()
            self._window.show_session()

    def delete_session(self) -> None:
        """To the bin, after asking, and back to the welcome."""
        path = self._document.path
        if path is not None and self._safety.delete_session():
            self._change_settings(settings.without_recent(self._program.settings, path))
            self._window.show_session()

    def offer_recovery(self) -> None:
        """Offer what an earlier run could not save."""
        self._try(self._safety.offer_recovery)

    def _may_close(self) -> bool:
        """Whether everything is in the file, or the user lets go of the session all the same."""
        if self._document.flush():
            return True
        kept = tr("They are in the recovery folder. The program offers them when you start it again.")
        lost = tr(
            "They are only in memory: if you close now, they are gone. Save the session elsewhere first."
        )
        more = f"{self._document.problem}\n\n{kept if self._document.is_kept else lost}".strip()
        box = message_box(self._window, tr("The last changes are not in the file yet."), more)
        box.setIcon(QMessageBox.Icon.Warning)
        answers = (
            ("elsewhere", tr("Save elsewhere…"), Role.AcceptRole),
            ("leave", tr("Close anyway"), Role.DestructiveRole),
        )
        answer = ask(box, answers, "", tr("Go on working"))
        if answer == "elsewhere":
            self.save_as()
            return self._document.flush()
        return answer == "leave"

    def _ask_held(self, held: HeldBy) -> Held:
        """Somebody else has the session open: who, since when, and what to do."""
        text = tr("This session is already open: {who}.").format(who=_holder(held))
        more = tr("You can read it without changing anything, or take over. Then the other stops saving.")
        answers = (
            (Held.READ_ONLY, tr("Open to read"), Role.AcceptRole),
            (Held.TAKE_OVER, tr("Take over"), Role.DestructiveRole),
        )
        return ask(message_box(self._window, text, more), answers, Held.CANCEL)

    def closing(self, event: object) -> None:
        """The window closes: save, and remember how the window was."""
        if not self._may_close():
            event.ignore()  # type: ignore[attr-defined]
            return
        if self.incoming_window is not None:
            self.incoming_window.done(QDialog.DialogCode.Rejected)
        self._change_settings(
            replace(
                self._program.settings,
                geometry=self._window.geometry_text(),
                panel_shown=self._window.panel_wanted,
            )
        )
        if self._comparison is not None:
            self._comparison.reject()
        self._document.close()

    # What comes in ---------------------------------------------------------------------------------

    def take_dropped(self, paths: list[Path]) -> None:
        """A session is opened; everything else is read into the session that is open."""
        from sms_desktop.gui.intake.kinds import may_be_session

        if len(paths) == 1 and not paths[0].is_dir() and may_be_session(paths[0]):
            self.open_path(paths[0])
        elif self._store.has_session:
            self.read_in(paths)
        else:
            self._try(lambda: self._refuse(paths))

    def _refuse(self, paths: list[Path]) -> None:
        """Without a session there is nothing to read forms into; one file may still be opened, and the
        sessions in a folder compared."""
        if len(paths) == 1 and paths[0].is_dir():
            self.compare_sessions(paths[0])
            return
        if len(paths) == 1 and not session_pdf.is_pdf(paths[0]):
            self.open_path(paths[0])
            return
        told = tr("Open the session that these belong to first, and drop them again.")
        ask(message_box(self._window, told), [], otherwise=None, cancel=tr("Close"))

    def read_in(self, paths: Sequence[Path] = ()) -> None:
        """The list of what came in, reading these files and folders."""
        from sms_desktop.gui.intake.window import IncomingWindow, Surroundings

        if not self._store.writable:
            self._window.tell(tr("This session can only be read here. Save it elsewhere to change it."))
            return
        folders = self._program.folders
        around = Surroundings(
            layouts=folders.layouts,
            folder=self._folder(),
            merge=self._incoming.compare,
            taken_in=self._keep_crops,
            tell=self._window.tell,
            covers=self._window.workspace.seal.applies,
        )
        window = self.incoming_window = IncomingWindow(self._store, around, self._window)
        window.finished.connect(self._incoming_closed)
        window.show()
        window.take(paths)

    def _incoming_closed(self, _: int) -> None:
        self.incoming_window = None

    def _keep_crops(self, pile: Pile) -> None:
        """Keep what was looked at, if the settings say so; otherwise it is gone with the list."""
        from sms_desktop.storage import crops

        if self._program.settings.keep_crops:
            shelf = self._store.session.shelf
            self._try(lambda: crops.keep(self._program.folders.recovery, shelf, pile.crops()))

    # Paper -----------------------------------------------------------------------------------------

    def print_session(self, tab: int) -> None:
        """The print window, at the form of the tab in front."""
        from sms_desktop.gui.dialogs.preview import PreviewDialog, default_sheet

        session = self._store.session
        name = self._name()
        layouts = self._program.folders.layouts
        PreviewDialog(
            session.form_set,
            session,
            self._folder(),
            default_sheet(tab),
            name=name,
            paper=self._paper(),
            layouts=layouts,
        ).exec()

    def print_blank(self) -> None:
        """The print window with blank forms."""
        from sms_desktop.gui.dialogs.preview import PreviewDialog

        form_set = self._store.session.form_set if self._store.has_session else self.form_set
        PreviewDialog(form_set, None, self._folder(), paper=self._paper()).exec()

    def put_out(self, kind: str) -> None:
        """The dialog for the ``report``, ``agenda``, ``thread``, ``export`` or ``form_pdf``, or for a part
        to ``issue``."""
        if kind == "issue" and issuing.is_part(self._store.session):
            self._window.tell(tr("This is a part of a session itself. Issue parts from the whole session."))
            return
        if kind == "form_pdf":
            self._make_form_pdf()
            return
        from sms_desktop.gui.dialogs.output import DIALOGS

        dialog = DIALOGS[kind](self._store, self._folder(), self._window.tell, self._name(), self._paper())
        dialog.edit_wanted.connect(self.edit_agenda)
        dialog.exec()

    def _make_form_pdf(self) -> None:
        from sms_desktop.gui.dialogs.form_pdf import FormPdfDialog

        layouts, tell = self._program.folders.layouts, self._window.tell
        FormPdfDialog(self._store, self._folder(), tell, layouts, self._paper()).exec()

    def _paper(self) -> str:
        """What everything that goes out fits, as the settings say now."""
        return self._program.settings.paper

    def _folder(self) -> Path:
        """Where questions for a file start: beside the open session, or where sessions are kept."""
        return nearest(self._document.path.parent if self._document.path else self._program.folders.sessions)

    def _name(self) -> str:
        """What the open session is called, after its file."""
        return self._document.path.stem if self._document.path else ""

    # The group -------------------------------------------------------------------------------------

    def present(self) -> None:
        """The window on the projector, with the facilitator's console beside it."""
        from sms_desktop.gui.presenter.desk import PresenterDesk

        if self._presenter is None:
            self._presenter = PresenterDesk(self._store, self._window, lambda: self._program.settings.screen)
        self._presenter.present()

    def show_group_picture(self) -> None:
        """Overview and expectation mirror, for the facilitator."""
        from sms_desktop.gui.dialogs.group_picture import GroupPicture

        if self._group_picture is None:
            self._group_picture = GroupPicture(self._store, self._window)
        _bring_to_front(self._group_picture)

    def edit_agenda(self) -> None:
        """What the group talks about, in which order and for how long."""
        from sms_desktop.gui.dialogs.agenda_editor import AgendaEditor

        if self._agenda is None:
            seal = self._window.workspace.seal
            self._agenda = AgendaEditor(self._store, seal, self._window, lambda: self.put_out("agenda"))
        _bring_to_front(self._agenda)

    def compare_sessions(self, folder: Path | None = None) -> None:
        """Many sessions beside each other; those in ``folder`` at once, if given."""
        from sms_desktop.gui.dialogs.comparison import ComparisonWindow

        if self._comparison is None:
            form_set = self.form_set
            self._comparison = ComparisonWindow(form_set, self._folder(), self._window, self._paper)
        _bring_to_front(self._comparison)
        if folder is not None:
            self._comparison.compare(folder)

    # Forms -----------------------------------------------------------------------------------------

    def take_over_forms(self) -> None:
        """Show what the program's forms would change in this session, and take them over if wanted."""
        from sms_desktop.gui.dialogs.differences import DifferencesDialog

        changes = forms.differences(self._store.session.form_set, self.form_set, i18n.current().code)
        if not changes:
            told = tr("This session already has the forms of this program (version {version}).")
            self._window.tell(told.format(version=self.form_set.version))
            return
        rows = [(change.place, change.before, change.after) for change in changes[:MOST_DIFFERENCES]]
        explanation = ntr(
            "The forms of this program differ at {n} place. Answers stay as they are.",
            "The forms of this program differ at {n} places. Answers stay as they are.",
            len(changes),
        )
        dialog = DifferencesDialog(tr("Newer forms"), explanation, rows, tr("Take over"))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            form_set = self.form_set
            self._store.apply(tr("Take over newer forms"), lambda session: edits.take_over(session, form_set))

    def show_handbook(self) -> None:
        """The handbook, at the chapter of the tab in front."""
        from sms_desktop.gui.dialogs.handbook import Handbook
        from sms_desktop.handbook import START, TAB_CHAPTERS

        if self._handbook is None:
            self._handbook = Handbook(self._window, self._paper)
        tab = self._window.tabs.currentIndex() if self._store.has_session else -1
        self._handbook.show_chapter(TAB_CHAPTERS[tab] if tab >= 0 else START)
        _bring_to_front(self._handbook)

    def edit_forms(self) -> None:
        """The user's own forms: copy, check, preview, use."""
        from sms_desktop.gui.dialogs.edit_forms import EditForms
        from sms_desktop.gui.dialogs.preview import PreviewDialog

        def use(on: bool) -> None:
            self._change_settings(replace(self._program.settings, own_forms=on))

        def preview(form_set: FormSet) -> None:
            PreviewDialog(form_set, None, self._folder(), paper=self._paper()).exec()

        EditForms(self._program.folders.forms, self._program.settings.own_forms, preview, use).exec()

    def about(self) -> None:
        """About the method and the program."""
        from sms_desktop.gui.dialogs.about import AboutDialog

        AboutDialog(self.form_set, self._program.folders).exec()

    # Appearance ------------------------------------------------------------------------------------

    def zoom(self, direction: int) -> None:
        """Larger (1), smaller (-1) or the size of the system (0)."""
        if direction:
            self._zoom.by(direction * self._program.appearance.STEP)
        else:
            self._zoom.to(100)

    def set_theme(self, name: str) -> None:
        """Light, dark or as the system."""
        self.set("theme", name)

    def set_language(self, code: str) -> None:
        """Another language for everything in the window."""
        self.set("language", code)

    # Settings --------------------------------------------------------------------------------------

    def show_settings(self) -> None:
        """Everything that can be chosen; done and remembered at once."""
        from sms_desktop.gui.dialogs.settings import SettingsDialog

        program = self._program  # a change of language makes another controller
        SettingsDialog(
            lambda: program.settings,
            lambda setting, value: program.controller.set(setting, value),
            program.folders.sessions,
        ).exec()

    def set(self, setting: str, value: object) -> None:
        """Change one setting, do what it says and remember it."""
        before = self._program.settings
        self._change_settings(settings.changed(before, {setting: value}))
        now = self._program.settings
        if now == before:
            return
        self._program.obey_settings()
        if now.language != before.language:
            if self._presenter is not None:
                self._presenter.end()
            if self._comparison is not None:
                self._comparison.reject()
            self._program.change_language(now.language)
            return
        self._show_appearance(now)
        if now.smallest_group != before.smallest_group and self._store.has_session:
            self._store.look_again()

    def _show_appearance(self, now: settings.Settings) -> None:
        appearance = self._program.appearance
        if appearance.zoom != now.zoom or self._theme_shown != now.theme:
            appearance.zoom, self._theme_shown = now.zoom, now.theme
            appearance.set_theme_named(now.theme)
            appearance.show()
        self._window.show_zoom(now.zoom)
        self._window.tick_choice(now.theme)

    def _remember(self, path: Path) -> None:
        self._change_settings(settings.with_recent(self._program.settings, path.absolute()))

    def _change_settings(self, changed: settings.Settings) -> None:
        self._program.settings = changed
        self._window.show_recent(changed.recent)
        try:
            settings.save(self._program.folders.settings, changed)
        except (StorageError, OSError):
            self._window.tell(tr("The settings could not be saved. Your session is not touched by that."))

    def _remember_seal(self) -> None:
        wanted = self._window.workspace.seal.wanted
        if wanted != self._program.settings.phase1_covered:
            self._change_settings(replace(self._program.settings, phase1_covered=wanted))

    def _try(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except Exception as error:
            QMessageBox.warning(self._window, "SMS-tool", messages.words_of(error))
            return False
        return True


def _portable_words(folders: Folders) -> str:
    """What to know about a stick with the program on which nothing can be written; else nothing."""
    if folders.portable is None or is_writable(folders.sessions):
        return ""
    words = tr(
        "This program keeps everything beside itself, in {folder}, but nothing can be written there now. "
        "Take off the write protection, or keep your sessions in another place. Until then settings and "
        "back-ups are not kept."
    )
    return words.format(folder=folders.portable)


def _read(path: Path) -> Session:
    """The session in a file or a PDF, to look at. Raises what reading it raises."""
    return session_pdf.read(path) if session_pdf.is_pdf(path) else read_session(path).session


def _bring_to_front(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()


def _holder(held: HeldBy) -> str:
    """Who has it, in words: a name, a computer and a time, as far as they are known."""
    if held.same_machine:
        who = tr("in another window on this computer")
    else:
        names = [each for each in (held.user, held.host) if each]
        who = tr("by {names}").format(names=", ".join(names)) if names else tr("by somebody else")
    if held.since is None:
        return who
    since = held.since.astimezone()
    day = i18n.current().date(since.date())
    return tr("{who}, since {day} {time}").format(who=who, day=day, time=since.strftime("%H:%M"))
