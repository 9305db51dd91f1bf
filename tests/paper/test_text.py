"""Breaking text into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_desktop.paper import fonts
from sms_desktop.paper.text import fitted, rest, wrap
from tests.paper.reading import squeezed

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
WORDS = st.text(alphabet="abc-/ \n\téß", max_size=300)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" \n ", []),
        ("een twee", ["een twee"]),
        ("een\ntwee", ["een", "twee"]),
        ("een\r\n\r\ntwee\n", ["een", "", "twee"]),
        ("samen leren op de werkplek", ["samen leren op", "de werkplek"]),
        ("praktijkopleider-begeleider", ["praktijkopleider-", "begeleider"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert wrap(text, "answer", 10, 30) == lines


@given(TEXTS | WORDS, st.floats(8, 80))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: float) -> None:
    lines = wrap(text, "answer", 10, width)
    assert squeezed("".join(lines)) == squeezed(text)
    for line in lines:
        assert fonts.width(line, "answer", 10) <= width + 0.01 or len(squeezed(line)) <= 4


@given(WORDS, st.integers(0, 5))
def test_the_rest_follows_the_first_lines(text: str, count: int) -> None:
    first = wrap(text, "answer", 10, 30)[:count]
    assert squeezed("".join(first) + rest(text, first)) == squeezed(text)


def test_a_long_word_is_broken_quickly() -> None:
    lines = wrap("x" * 10_000, "answer", 10, 80)
    assert "".join(lines) == "x" * 10_000


def test_fitted_text_ends_in_an_ellipsis() -> None:
    short = fitted("een veel te lange naam", "bold", 9, 20)
    assert short.endswith("…")
    assert fonts.width(short, "bold", 9) <= 20
    assert fitted("kort", "bold", 9, 20) == "kort"
