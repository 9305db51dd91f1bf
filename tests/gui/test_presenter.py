"""The presenter: what the group sees and never sees, how large, and the keys of a clicker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sms_desktop import agenda_words, example, labels
from sms_desktop.charts import Bar, MirrorLine
from sms_desktop.core import edits, fields, insight, issuing
from sms_desktop.core.agenda import agenda, given_minutes
from sms_desktop.core.forms import SIDES, FormSet
from sms_desktop.core.insight import Answer
from sms_desktop.core.session import WHOLE, Session, at_organisation, at_sheet
from sms_desktop.gui.dialogs.group_picture import GroupPicture
from sms_desktop.gui.presenter.console import Console
from sms_desktop.gui.presenter.content import (
    Item,
    Legend,
    MotiveLine,
    Options,
    Paragraph,
    Slide,
    SlideKind,
    slides,
)
from sms_desktop.gui.presenter.ink import DARK_ON_LIGHT, LIGHT_ON_DARK
from sms_desktop.gui.presenter.presentation import Presentation
from sms_desktop.gui.presenter.slides import Page, pages, paint_in
from sms_desktop.gui.presenter.window import PresenterWindow, projector_beside
from sms_desktop.gui.store import Store
from sms_desktop.gui.theme import Appearance
from sms_desktop.i18n import language
from tests.strategies import field_ids, sessions

NL = language("nl")
SCREENS = ((1366, 768), (1920, 1080), (1024, 768), (2560, 1080))


@pytest.fixture
def revealed(form_set: FormSet) -> Session:
    """The worked example, which is uncovered."""
    return example.build(form_set)


@pytest.fixture
def covered(revealed: Session) -> Session:
    """The worked example before *Onthullen*."""
    return edits.cover(revealed)


def with_sheets(session: Session, *sheets: tuple[str, str, str]) -> Session:
    """Sheets by role and the letters ticked for education and practice."""
    letters = {cluster.letter: cluster.id for cluster in session.form_set.clusters}
    for number, (role, education, practice) in enumerate(sheets):
        session = edits.add_sheet(session, f"s{number}")
        answers = {fields.role_tick(role): True} if role else {}
        for side, ticked in zip(SIDES, (education, practice), strict=True):
            answers |= {fields.tick(side, letters[letter]): True for letter in ticked}
        session = edits.set_answers(session, at_sheet(f"s{number}"), answers)
    return session


def slide(session: Session, kind: SlideKind, options: Options | None = None) -> Slide:
    return next(each for each in slides(session, options or Options(), NL) if each.kind is kind)


def words(value: object) -> Iterator[str]:
    """Every text in slides or blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from words(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from words(getattr(value, name))
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from words(getattr(value, name))


def all_words(session: Session, options: Options | None = None) -> str:
    return "\n".join(words(slides(session, options or Options(), NL)))


# What may be seen -----------------------------------------------------------------------------------


def test_slides_stand_in_the_order_of_the_day(revealed: Session) -> None:
    kinds = [each.kind for each in slides(revealed, Options(), NL)]
    assert kinds == [
        SlideKind.QUESTION,
        SlideKind.OVERVIEW,
        SlideKind.MIRROR,
        SlideKind.MATRIX,
        SlideKind.AGENDA,
        SlideKind.AGREEMENTS,
    ]


def test_nothing_of_phase_1_is_there_before_the_reveal(covered: Session) -> None:
    shown = all_words(covered)
    for organisation in covered.organisations:
        assert organisation.name in shown
        for field, value in organisation.answers.items():
            if field.startswith("phase1.") and isinstance(value, str) and len(value) > 12:
                assert value not in shown, field
    for pattern, word in labels.PATTERN_WORDS.items():
        assert f"{labels.PATTERN_SIGNS[pattern]} {NL(word)}" not in shown
    reasons = [NL(word) for word in agenda_words.REASON_WORDS.values()]
    assert not [each for each in reasons if each in shown]
    for block in slide(covered, SlideKind.MATRIX).blocks:
        assert isinstance(block, MotiveLine)
        assert {answer for side in block.answers for answer in side} == {None}
        assert (block.counts, block.pattern) == (("", ""), "")
    assert slide(covered, SlideKind.AGENDA).blocks == (Paragraph("Bedekt tot het onthullen."),)


@given(sessions(), st.lists(st.tuples(st.integers(0, 2), field_ids("organisation")), max_size=6))
def test_no_slide_depends_on_phase_1_before_the_reveal(session: Session, filled_in: list) -> None:
    """Whatever is in the envelopes, all slides are the same."""
    session = other = edits.cover(session)
    for place, field in filled_in:
        if session.organisations and field.startswith("phase1."):
            where = at_organisation(session.organisations[place % len(session.organisations)].id)
            value = True if field.endswith((".yes", ".no", ".box")) else "iets"
            other = edits.set_answer(other, where, field, value)
    options = Options(names=True, small_groups=True)
    assert slides(session, options, NL) == slides(other, options, NL)


def test_what_comes_in_after_the_reveal_is_marked(revealed: Session) -> None:
    assert not any(any(each.changed) for each in motives_on(edits.reveal(revealed)))
    late = edits.reveal(revealed)
    where = at_organisation(late.organisations[0].id)
    part = issuing.issue(late, where.id)
    part = edits.set_answers(part, where, {"phase1.mission.no": True})
    late = issuing.merged_back(late, part).session
    line = next(each for each in motives_on(late) if any(each.changed))
    assert line.changed == (frozenset({0}), frozenset())
    assert line.counts[0].endswith(", 1 gewijzigd") and "gewijzigd" not in line.counts[1]
    foot = slide(late, SlideKind.MATRIX).foot
    assert isinstance(foot, Legend) and foot.changed == "gewijzigd sinds het onthullen"


def motives_on(session: Session) -> list[MotiveLine]:
    return [each for each in slide(session, SlideKind.MATRIX).blocks if isinstance(each, MotiveLine)]


def test_a_covered_matrix_is_the_same_whatever_was_answered(covered: Session) -> None:
    """Neither its rows nor their order depend on what an organisation filled in."""
    empty = covered
    for each in covered.organisations:
        kept = {field: value for field, value in each.answers.items() if not field.startswith("phase1.")}
        others = tuple(replace(o, answers=kept) if o.id == each.id else o for o in empty.organisations)
        empty = replace(empty, organisations=others)
    assert slide(covered, SlideKind.MATRIX) == slide(empty, SlideKind.MATRIX)


def test_the_uncovered_matrix_says_what_the_insight_says(revealed: Session) -> None:
    blocks = slide(revealed, SlideKind.MATRIX).blocks
    rows = insight.matrix(revealed)
    assert len(blocks) == len(rows)
    for block, row in zip(blocks, rows, strict=True):
        assert isinstance(block, MotiveLine)
        for side, answers in zip(SIDES, block.answers, strict=True):
            count = row.sides[side]
            said = [answers.count(each) for each in (Answer.YES, Answer.NO, Answer.OPEN)]
            assert said == [count.yes, count.no, count.open], row.key
        assert NL(labels.PATTERN_WORDS[row.pattern]) in block.pattern
        assert ("(voorlopig)" in block.pattern) == row.provisional


def test_the_agenda_is_that_of_the_core(revealed: Session) -> None:
    items = agenda(revealed, given_minutes(revealed))
    shown = [each for each in slide(revealed, SlideKind.AGENDA).blocks if isinstance(each, Item)]
    assert [each.lines[0][0] for each in shown] == [agenda_words.title(revealed, each, NL) for each in items]
    assert sum(int(each.lead.split()[0]) for each in shown if each.lead[0].isdigit()) == 45


def test_names_of_people_stay_away(revealed: Session) -> None:
    where = at_sheet(revealed.sheets[0].id)
    session = edits.set_answers(revealed, where, {"quick_scan.name": "Naam op een blad"})
    session = edits.add_outcome(session, "Samen leren")
    outcome = session.outcomes[-1]
    session = edits.set_answers(session, WHOLE, {fields.agreement(outcome, "owner"): "Naam van iemand"})
    session = edits.set_answers(session, WHOLE, {"session.facilitator": "Naam van de begeleider"})
    assert "Naam van" not in all_words(session)
    told = all_words(session, Options(names=True, small_groups=True))
    assert "Eigenaar: Naam van iemand" in told
    assert "Naam op een blad" not in told
    assert "Naam van de begeleider" not in told


@pytest.mark.parametrize(
    ("people", "told", "expected"),
    [
        (0, False, ("nog leeg", None)),
        (1, False, ("bedekt", None)),
        (2, False, ("bedekt", None)),
        (3, False, ("3 van 3 · 100 %", 1.0)),
        (1, True, ("1 van 1 · kleine groep", None)),
        (2, True, ("2 van 2 · kleine groep", None)),
        (3, True, ("3 van 3 · 100 %", 1.0)),
    ],
)
def test_small_groups_in_the_overview(session: Session, people: int, told: bool, expected) -> None:
    """Three people answered for practice; ``people`` for education, all with L."""
    sheets = [("education", "L" if number < people else "", "K") for number in range(3)]
    blocks = slide(with_sheets(session, *sheets), SlideKind.OVERVIEW, Options(small_groups=told)).blocks
    bar = blocks[0]
    assert isinstance(bar, Bar)
    assert (bar.words[0], bar.shares[0]) == expected
    assert bar.words[1] == "0 van 3 · 0 %"
    explained = any("minder dan 3" in each.text for each in blocks if isinstance(each, Paragraph))
    assert explained == (expected[0] == "bedekt")


@pytest.mark.parametrize(
    ("education", "practice", "lines", "sentence"),
    [
        (3, 3, 8, ""),
        (3, 2, 0, "bedekt"),
        (1, 5, 0, "bedekt"),
        (0, 3, 0, "nog niets te vergelijken"),
        (0, 0, 0, "nog niets te vergelijken"),
    ],
)
def test_small_groups_in_the_mirror(
    session: Session, education: int, practice: int, lines: int, sentence: str
) -> None:
    sheets = [("education", "LK", "K")] * education + [("practice", "O", "KM")] * practice
    filled = with_sheets(session, *sheets)
    blocks = slide(filled, SlideKind.MIRROR).blocks
    assert sum(isinstance(each, MirrorLine) for each in blocks) == lines
    hidden = [each.text for each in blocks if isinstance(each, Paragraph)]
    assert [sentence in text for text in hidden] == ([True, True] if sentence else [])
    assert not any(re.search(r"\d|Kapitaal|Legitimerend", text) for text in hidden)
    if sentence == "bedekt":
        told = slide(filled, SlideKind.MIRROR, Options(small_groups=True)).blocks
        assert sum(isinstance(each, MirrorLine) for each in told) == 8


def test_the_mirror_is_that_of_the_insight(revealed: Session) -> None:
    blocks = slide(revealed, SlideKind.MIRROR).blocks
    for line, block in zip(insight.mirror(revealed), blocks, strict=True):
        assert isinstance(block, MirrorLine)
        assert (block.side, block.cluster) == (line.side, line.cluster)
        own = line.self_count / line.self_people
        assert block.shares[SIDES.index(line.side)] == own
        assert int(block.gap.replace("−", "-")) == round(line.gap or 0)
        assert block.sentence.startswith(f"{line.self_count} van de {line.self_people} deelnemers")


def test_an_empty_session_invites(session: Session) -> None:
    told = {each.kind: list(words(each.blocks)) for each in slides(session, Options(), NL)}
    assert told[SlideKind.OVERVIEW] == ["Er is nog geen quick scan ingevuld."]
    assert told[SlideKind.MATRIX] == ["Er zijn nog geen organisaties."]
    assert told[SlideKind.AGREEMENTS] == ["Er zijn nog geen afspraken."]


# How it is seen -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """A text as it was painted, in pixels of the screen."""

    text: str
    size: float
    rect: QRectF


def painted(page: Page, width: int, height: int) -> list[Seen]:
    """Every text on a page, read back from a drawing and not from what painted it."""
    buffer = QBuffer()
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(QSize(width, height))
    drawing.setViewBox(QRectF(0, 0, width, height))
    painter = QPainter(drawing)
    paint_in(page, painter, QRectF(0, 0, width, height), DARK_ON_LIGHT)
    painter.end()
    found = []
    root = ElementTree.fromstring(bytes(buffer.data().data()))
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        matrix = re.findall(r"-?[\d.]+(?:e-?\d+)?", group.get("transform", "matrix(1,0,0,1,0,0)"))
        scale, left, top = float(matrix[0]), float(matrix[4]), float(matrix[5])
        for text in group.findall("{http://www.w3.org/2000/svg}text"):
            said = text.text or ""
            if not said.strip():
                continue
            font = QFont(text.get("font-family"))
            font.setPixelSize(round(float(text.get("font-size"))))
            font.setWeight(QFont.Weight(int(text.get("font-weight", "400"))))
            wide = QFontMetricsF(font).horizontalAdvance(said.strip()) * scale
            size = float(text.get("font-size")) * scale
            x, y = left + float(text.get("x")) * scale, top + float(text.get("y")) * scale
            found.append(Seen(said.strip(), size, QRectF(x, y - 0.72 * size, wide, 0.72 * size)))
    return found


def crowded(session: Session) -> Session:
    """Many organisations with long names, and texts as long as a page and longer."""
    for number in range(14):
        side = SIDES[number % 2]
        name = f"Samenwerkingsverband {number} voor arbeidsmarktvraagstukken in de regio"
        session = edits.add_organisation(session, f"o{number}", name, side)
        answers = {
            fields.yes("innovation"): number % 3 != 0,
            fields.no("innovation"): number % 3 == 0,
            fields.free_text("other_1"): "Een eigen motief met veel woorden " * 6,
            fields.yes("other_1"): True,
        }
        session = edits.set_answers(session, at_organisation(f"o{number}"), answers)
    for text in ("Kort", "Een lange beoogde opbrengst. " * 60, "Woordzonderspaties" * 30):
        session = edits.add_outcome(session, text)
    long = {fields.agreement(session.outcomes[0], "agreement"): "We spreken dit af met elkaar. " * 40}
    long["session.environment"] = "Een leeromgeving met een heel erg lange naam, " * 6
    return edits.reveal(edits.set_answers(session, WHOLE, long))


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("which", ["revealed", "covered", "crowded", "empty"])
@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_text_is_large_enough_and_whole(
    appearance: Appearance, revealed: Session, session: Session, size: tuple[int, int], which: str, code: str
) -> None:
    shown = {
        "revealed": revealed,
        "covered": edits.cover(revealed),
        "crowded": crowded(session),
        "empty": session,
    }[which]
    width, height = size
    for page in pages(slides(shown, Options(), language(code)), width / height):
        texts = painted(page, width, height)
        assert texts
        area = QRectF(0, 0, width, height)
        for text in texts:
            assert text.size >= height / 25, (page.title, text)
            assert area.contains(text.rect), (page.title, text)
        for one, other in combinations(texts, 2):
            assert not one.rect.adjusted(1, 1, -1, -1).intersects(other.rect), (page.title, one, other)


def test_all_words_of_a_long_text_are_on_some_page(appearance: Appearance, session: Session) -> None:
    text = " ".join(f"woord{number}" for number in range(600))
    session = edits.add_outcome(session, text)
    shown = pages(slides(session, Options(), NL), 16 / 9)
    read = " ".join(text.text for page in shown for text in painted(page, 1366, 768))
    assert [each for each in text.split() if each not in read.split()] == []


def test_meaning_does_not_hang_on_colour(appearance: Appearance, revealed: Session) -> None:
    letters = {cluster.letter for cluster in revealed.form_set.clusters}
    for page in pages(slides(revealed, Options(), NL), 16 / 9):
        texts = [each.text for each in painted(page, 1366, 768)]
        if page.slide.kind in (SlideKind.QUESTION, SlideKind.OVERVIEW):
            assert letters <= {text.split()[0] for text in texts}
        for block in page.blocks:
            if isinstance(block, MotiveLine) and block.letter:
                assert block.letter in texts


@pytest.mark.parametrize(("tones", "light"), [(DARK_ON_LIGHT, True), (LIGHT_ON_DARK, False)])
def test_paper_and_words_are_apart(appearance: Appearance, revealed: Session, tones, light: bool) -> None:
    page = pages(slides(revealed, Options(), NL), 16 / 9)[0]
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_in(page, painter, QRectF(0, 0, 640, 360), tones)
    painter.end()
    assert (image.pixelColor(2, 2).lightness() > 200) == light
    shades = {image.pixelColor(x, y).lightness() for x in range(16, 300) for y in range(10, 60)}
    assert max(shades) - min(shades) > 200


# Window and console ----------------------------------------------------------------------------------


@dataclass
class Stage:
    """A presentation with its windows."""

    store: Store
    presentation: Presentation
    window: PresenterWindow
    console: Console
    main: QWidget
    time: list[float]

    @property
    def kind(self) -> SlideKind:
        return self.presentation.page.slide.kind

    def go_to(self, kind: SlideKind) -> None:
        kinds = [page.slide.kind for page in self.presentation.pages]
        self.presentation.go_to(kinds.index(kind))


Play = Callable[..., Stage]


@pytest.fixture
def play(qtbot: QtBot, appearance: Appearance) -> Play:
    def begin(session: Session, writable: bool = True) -> Stage:
        store, time = Store(), [100.0]
        store.load(session, writable)
        presentation = Presentation(store, lambda: time[0])
        window, main = PresenterWindow(presentation), QWidget()
        console = Console(presentation, main)
        for each in (main, window):
            qtbot.addWidget(each)
        window.place_on(None)
        console.show()
        qtbot.waitExposed(window)
        return Stage(store, presentation, window, console, main, time)

    return begin


KEYS = [
    (Qt.Key.Key_Right, 1),
    (Qt.Key.Key_PageDown, 1),
    (Qt.Key.Key_Space, 1),
    (Qt.Key.Key_Down, 1),
    (Qt.Key.Key_Left, -1),
    (Qt.Key.Key_PageUp, -1),
    (Qt.Key.Key_Up, -1),
]


@pytest.mark.parametrize(("key", "step"), KEYS)
def test_keys_of_a_clicker(qtbot: QtBot, play: Play, revealed: Session, key: Qt.Key, step: int) -> None:
    stage = play(revealed)
    stage.presentation.go_to(3)
    qtbot.keyClick(stage.window, key)
    assert stage.presentation.place == 3 + step
    assert stage.window.view.page == stage.presentation.page


def test_the_first_and_the_last_page_are_ends(qtbot: QtBot, play: Play, revealed: Session) -> None:
    stage = play(revealed)
    qtbot.keyClick(stage.window, Qt.Key.Key_Left)
    assert stage.presentation.place == 0
    qtbot.keyClick(stage.window, Qt.Key.Key_End)
    assert stage.presentation.next_page is None
    qtbot.keyClick(stage.window, Qt.Key.Key_Space)
    assert stage.presentation.place == len(stage.presentation.pages) - 1
    qtbot.keyClick(stage.window, Qt.Key.Key_Home)
    assert stage.kind is SlideKind.QUESTION


def test_b_blanks_and_any_step_brings_the_page_back(qtbot: QtBot, play: Play, revealed: Session) -> None:
    stage = play(revealed)
    qtbot.keyClick(stage.window, Qt.Key.Key_B)
    assert stage.window.view.page is None
    colours = {stage.window.grab().toImage().pixelColor(x, x).name() for x in range(0, 500, 7)}
    assert colours == {DARK_ON_LIGHT.paper}
    assert stage.console.current.page is not None
    qtbot.keyClick(stage.window, Qt.Key.Key_Right)
    assert stage.window.view.page is not None
    assert stage.presentation.place == 0


def test_escape_closes(qtbot: QtBot, play: Play, revealed: Session) -> None:
    stage = play(revealed)
    with qtbot.waitSignal(stage.window.closed):
        qtbot.keyClick(stage.window, Qt.Key.Key_Escape)
    assert not stage.window.isVisible()


@pytest.mark.parametrize("by", ["key", "button"])
def test_reveal_uncovers_and_shows_the_matrix(qtbot: QtBot, play: Play, covered: Session, by: str) -> None:
    stage = play(covered)
    stage.go_to(SlideKind.AGENDA)
    if by == "key":
        qtbot.keyClick(stage.window, Qt.Key.Key_O)
    else:
        qtbot.mouseClick(stage.console.reveal, Qt.MouseButton.LeftButton)
    assert stage.store.session.revealed is not None
    assert stage.store.undo_name == "Onthullen"
    assert stage.kind is SlideKind.MATRIX
    assert "= gedeeld" in list(words(stage.presentation.page.blocks))
    assert not stage.console.reveal.isEnabled()
    stage.store.undo()
    assert "= gedeeld" not in list(words(stage.presentation.page.blocks))
    assert stage.console.reveal.isEnabled()


def test_a_session_that_is_only_read_is_not_revealed(qtbot: QtBot, play: Play, covered: Session) -> None:
    stage = play(covered, writable=False)
    assert not stage.console.reveal.isEnabled()
    qtbot.keyClick(stage.window, Qt.Key.Key_O)
    assert stage.store.session.revealed is None


def test_the_page_stays_while_the_facilitator_types(play: Play, revealed: Session) -> None:
    stage = play(revealed)
    stage.go_to(SlideKind.AGREEMENTS)
    number = stage.presentation.page.number
    stage.store.apply("", lambda session: edits.add_extra_motive(session, "Een motief erbij"))
    stage.store.apply("", lambda session: edits.add_outcome(session, "Nog een opbrengst"))
    assert stage.kind is SlideKind.AGREEMENTS
    assert stage.presentation.page.number == number
    stage.go_to(SlideKind.OVERVIEW)
    stage.store.apply("", lambda session: with_sheets(session, ("education", "L", "L")))
    assert "n = 13" in "".join(words(stage.window.view.page.slide.head))


def test_another_session_begins_afresh(play: Play, revealed: Session, session: Session) -> None:
    stage = play(revealed)
    stage.presentation.tell(names=True, small_groups=True)
    stage.presentation.go_to(4)
    stage.store.load(session)
    assert (stage.presentation.place, stage.presentation.options) == (0, Options())
    assert not stage.console.names.isChecked()


def test_the_console_shows_what_comes_and_the_time(qtbot: QtBot, play: Play, revealed: Session) -> None:
    stage = play(revealed)
    assert stage.console.following.page == stage.presentation.pages[1]
    qtbot.mouseClick(stage.console.next, Qt.MouseButton.LeftButton)
    assert stage.console.current.page == stage.window.view.page == stage.presentation.pages[1]
    assert stage.console.following.page == stage.presentation.pages[2]
    qtbot.mouseClick(stage.console.previous, Qt.MouseButton.LeftButton)
    assert stage.presentation.place == 0
    stage.time[0] += 3725
    qtbot.waitUntil(lambda: "1:02:05" in stage.console.clock.text(), timeout=3000)
    assert re.match(r"\d\d:\d\d · 1:02:05", stage.console.clock.text())
    assert not stage.console.isModal()


def test_the_console_takes_the_same_keys(qtbot: QtBot, play: Play, revealed: Session) -> None:
    stage = play(revealed)
    for widget in (stage.console.names, stage.console.next, stage.console):
        before = stage.presentation.place
        qtbot.keyClick(widget, Qt.Key.Key_Right)
        qtbot.keyClick(widget, Qt.Key.Key_PageDown)
        assert stage.presentation.place == before + 2
    qtbot.keyClick(stage.console.next, Qt.Key.Key_B)
    assert stage.presentation.is_blank
    assert stage.console.blanked.isChecked()


def test_names_and_small_groups_only_when_told(qtbot: QtBot, play: Play, session: Session) -> None:
    session = with_sheets(session, ("education", "L", "K"))
    session = edits.add_outcome(session, "Samen leren")
    owner = {fields.agreement("outcome_1", "owner"): "Naam van iemand"}
    stage = play(edits.set_answers(session, WHOLE, owner))
    for choice, word in ((stage.console.names, "Naam van iemand"), (stage.console.small_groups, "1 van 1")):
        told = lambda word=word: any(  # noqa: E731
            word in text for page in stage.presentation.pages for text in words(page.blocks)
        )
        assert not told()
        qtbot.keyClick(choice, Qt.Key.Key_Space)
        assert told()
        qtbot.keyClick(choice, Qt.Key.Key_Space)
        assert not told()


def test_type_follows_the_window(play: Play, revealed: Session) -> None:
    stage = play(revealed)
    stage.window.resize(800, 600)
    assert stage.presentation.page.width == pytest.approx(24 * 800 / 600)
    stage.window.resize(1200, 600)
    assert stage.presentation.page.width == pytest.approx(48)


def test_nothing_moves_by_itself(play: Play, revealed: Session) -> None:
    stage = play(revealed)
    assert not stage.window.findChildren(QTimer)
    assert not stage.presentation.findChildren(QTimer)


TWO_SCREENS = """{"screens": [
    {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768},
    {"name": "projector", "x": 1366, "y": 0, "width": 1920, "height": 1080}]}"""

ON_TWO_SCREENS = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
application = QApplication(sys.argv)
from sms_desktop.app import Program
from sms_desktop.paths import Folders
program = Program(application, Folders.standard(Path(sys.argv[1])), "nl")
program.window.show()
QTest.qWait(100)
program.controller.open_example()
program.controller.present()
QTest.qWait(100)
window = program.controller._presenter.window
print(program.window.screen().name(), window.screen().name(), window.width(), window.height())
program.window.close()
print(application.topLevelWidgets() and any(each.isVisible() for each in application.topLevelWidgets()))
program.close()
"""


def test_the_projector_is_the_other_screen(tmp_path: Path) -> None:
    """On a laptop with a projector, as far as Qt can play one; closing the main window ends it."""
    config = tmp_path / "screens.json"
    config.write_text(TWO_SCREENS, encoding="utf-8")
    environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    command = [sys.executable, "-c", ON_TWO_SCREENS, str(tmp_path / "data")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["laptop projector 1920 1080", "False"]


def test_one_screen_has_no_projector(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert projector_beside(window) is None


# In the program --------------------------------------------------------------------------------------


def test_present_from_the_window_and_end(qtbot: QtBot, program) -> None:
    program.controller.open_example()
    qtbot.keyClick(program.window, Qt.Key.Key_F5)
    desk = program.controller._presenter
    assert desk.window.isVisible()
    assert desk.console.isVisible()
    first = desk.window
    qtbot.keyClick(program.window, Qt.Key.Key_F5)
    assert desk.window is first
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.window is None
    assert not first.isVisible()
    program.controller.present()
    program.controller.close_session()
    assert desk.window is None
    program.controller.open_example()
    program.controller.present()
    program.controller.set_language("en")
    assert desk.window is None
    program.controller.set_language("nl")


def test_the_group_picture_is_narrowed(qtbot: QtBot, program) -> None:
    program.controller.open_example()
    qtbot.keyClick(program.window, Qt.Key.Key_F6)
    picture = program.controller._group_picture
    assert picture.isVisible()
    assert "Onderwijs: n = 12." in picture.overview.accessibleDescription()
    picture.who.setCurrentIndex(picture.who.findData("own"))
    assert "Onderwijs: n = 5." in picture.overview.accessibleDescription()
    assert "Kapitaal gerelateerd, voor het werkveld: +80." in picture.mirror.accessibleDescription()
    for view in (picture.overview, picture.mirror):
        assert view.heightForWidth(600) > 200
        assert not view.grab().isNull()
    program.controller.set_language("en")  # makes another window; edits go on without the old one
    program.controller.set_language("nl")
    assert program.store.apply("", lambda session: edits.add_sheet(session, "nieuw"))
    program.controller.show_group_picture()
    picture = program.controller._group_picture
    assert "13 bladen" in picture.counted.text()
    program.controller.close_session()
    assert not picture.isVisible()


def test_the_group_picture_tells_small_and_empty_groups(
    qtbot: QtBot, appearance: Appearance, session: Session
) -> None:
    session = with_sheets(session, ("education", "L", ""), ("practice", "L", "K"))
    session = edits.set_answers(session, at_sheet("s0"), {"quick_scan.organisation": "Mbo-college"})
    session = edits.set_answers(session, WHOLE, {fields.tally("education", "people"): 9})
    store, parent = Store(), QWidget()
    store.load(session)
    picture = GroupPicture(store, parent)
    qtbot.addWidget(parent)
    told = picture.overview.accessibleDescription
    assert "Onderwijs 2 van 11 · 18 %; Werkveldpartner(s) 0 van 1 · kleine groep" in told()
    assert not picture.small.isHidden()
    picture.organisation.setCurrentIndex(picture.organisation.findData("Mbo-college"))
    assert "Onderwijs 1 van 1 · kleine groep; Werkveldpartner(s) nog leeg" in told()
    assert "handen tellen niet mee" in picture.counted.text()
    assert "%" not in told()
    store.apply("", lambda each: edits.remove_sheet(each, "s0"))
    assert picture.organisation.currentIndex() == 0
