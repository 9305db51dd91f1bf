"""Scripts, reading order, and characters that nothing can show."""

from __future__ import annotations

from pathlib import Path

import pytest

from sms_desktop.core import edits
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import at_sheet
from sms_desktop.i18n import language
from sms_desktop.labels import PATTERN_SIGNS
from sms_desktop.paper import fonts
from sms_desktop.paper.drawing import to_pdf
from sms_desktop.paper.geometry import Document, Page, Role, Text
from sms_desktop.paper.sheets import Request, filled
from tests.paper.reading import squeezed, texts

ROLES: tuple[Role, ...] = ("regular", "bold", "answer")
SHIPPED_TEXTS = (
    "Zoë Müller-Łukasiewicz, Gdańsk – één «cœur» ĲĳŐűŞğ €",
    "Ελληνικά: Ένα κείμενο",
    "Русский, українська, српски",
    "".join(PATTERN_SIGNS.values()),
    "– … “aanhaling” ‘enkel’ • ½ × ÷ ± ≤ ≥ → ✓ ★",
)


@pytest.fixture
def no_system_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without fonts of its own."""
    monkeypatch.setattr(fonts, "_system_fonts", lambda: iter(()))
    fonts._find.cache_clear()
    fonts.shaped.cache_clear()
    yield
    fonts._find.cache_clear()
    fonts.shaped.cache_clear()


def printed(text: str, role: Role = "answer") -> str:
    page = Page(210, 297, "", (Text(20, 40, text, role),))
    return texts(to_pdf(Document("", (page,))))[0]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("text", SHIPPED_TEXTS)
def test_the_shipped_fonts_are_enough(no_system_fonts: None, text: str, role: Role) -> None:
    assert not fonts.missing(text, role)
    assert squeezed(printed(text, role)) == squeezed(text)


@pytest.mark.parametrize("text", ["שלום עולם", "محمد علي", "بيت"])
def test_arabic_and_hebrew_come_from_shipped_fonts(no_system_fonts: None, text: str) -> None:
    assert not fonts.missing(text, "answer")
    assert squeezed(printed(text)) == squeezed(text)


def test_right_to_left_is_drawn_from_right_to_left() -> None:
    hebrew = fonts.shaped("אב", "answer").runs[0]
    assert [glyph.text for glyph in hebrew.glyphs] == ["ב", "א"]


def test_numbers_inside_right_to_left_text_keep_their_order() -> None:
    runs = fonts.shaped("אב 123 גד", "answer").runs
    drawn = "".join(glyph.text for run in runs for glyph in run.glyphs)
    assert drawn == "דג 123 בא"


def test_arabic_letters_join() -> None:
    joined = {glyph.number for glyph in fonts.shaped("بيت", "answer").runs[0].glyphs}
    alone = {fonts.shaped(letter, "answer").runs[0].glyphs[0].number for letter in "بيت"}
    assert not joined & alone


def test_marks_stand_on_their_letters() -> None:
    assert fonts.em_width("e\u0301", "answer") == pytest.approx(fonts.em_width("é", "answer"))
    assert fonts.em_width("x\u0301\u0302", "answer") == pytest.approx(fonts.em_width("x", "answer"))


def test_what_no_font_has_is_named_and_drawn_as_a_sign(no_system_fonts: None, form_set: FormSet) -> None:
    session = edits.add_sheet(edits.new_session(form_set, "s" * 20), "a")
    session = edits.set_answer(session, at_sheet("a"), "quick_scan.name", "Naam 中 🎉 en 中")
    document = filled(session, Request("quick-scan"), language("nl"))
    assert document.unprintable == ("中", "🎉")
    glyphs = [glyph for run in fonts.shaped("中", "answer").runs for glyph in run.glyphs]
    assert [glyph.number for glyph in glyphs] == [fonts.font_of("answer").glyph(fonts.REPLACEMENT)]
    assert "Naam 中 🎉 en 中" in texts(to_pdf(document))[0]


def test_ordinary_documents_do_not_look_at_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> None:
        raise AssertionError("the system was asked for a font")

    monkeypatch.setattr(fonts, "_font_files", asked)
    fonts._find.cache_clear()
    fonts.shaped.cache_clear()
    for text in (*SHIPPED_TEXTS, "שלום", "محمد"):
        for role in ROLES:
            assert fonts.em_width(text, role) > 0
            assert not fonts.missing(text, role)


def test_a_broken_font_of_the_system_is_passed_over(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\x00\x01\x00\x00no font at all")
    assert fonts._opened(broken) is None
    assert fonts._opened(tmp_path / "not there.ttf") is None


def test_hidden_signs_are_neither_drawn_nor_missing() -> None:
    text = "a\u200db\ufe0fc\u202ed\u2066e"
    assert not fonts.missing(text, "answer")
    assert fonts.em_width(text, "answer") == pytest.approx(fonts.em_width("abcde", "answer"))
