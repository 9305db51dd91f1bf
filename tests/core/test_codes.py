"""Codes on paper: what they say, and that a typing error is not another sheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sms_desktop.core import codes
from sms_desktop.core.codes import CodeError, PaperCode
from sms_desktop.core.forms import FormSet
from tests.core import sessions

anything = st.builds(
    PaperCode,
    session=st.integers(0, 2**24 - 1),
    page=st.integers(0, codes.PAGES - 1),
    layout=st.integers(0, 2**18 - 1),
    number=st.integers(0, codes.LARGEST_NUMBER),
)


@given(anything)
def test_what_is_written_is_read(code: PaperCode) -> None:
    text = codes.written(code)
    assert len(text) == codes.LENGTH == 16
    assert codes.read(text) == code
    assert codes.read(f" {codes.grouped(text).lower()} ") == code


@given(anything, st.integers(0, 15), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_sign_is_hardly_ever_another_code(code: PaperCode, place: int, sign: str) -> None:
    text = codes.written(code)
    typed = text[:place] + sign + text[place + 1 :]
    try:
        assert codes.read(typed) == code or typed != text
    except CodeError:
        assert typed != text


def test_how_often_a_typing_error_passes() -> None:
    """Ten check bits: about one in a thousand."""
    text = codes.written(PaperCode(123456, 9, 4321, 17))
    passed = 0
    for place in range(16):
        for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            try:
                passed += codes.read(text[:place] + sign + text[place + 1 :]) is not None
            except CodeError:
                continue
    assert passed <= 16 + 3  # the code itself, sixteen times


@pytest.mark.parametrize(("typed", "meant"), [("o", "0"), ("O", "0"), ("i", "1"), ("l", "1"), ("u", "V")])
def test_letters_that_look_like_others(typed: str, meant: str) -> None:
    code = next(
        text for number in range(1, 5000) if meant in (text := codes.written(PaperCode(5, 0, 77, number)))
    )
    assert codes.read(code.replace(meant, typed)) == codes.read(code)


@pytest.mark.parametrize(
    "text", ["", "1RV8", "X" * 15, "X" * 17, "ÄÖ" * 8, "0" * 16 + "0", "!" * 16, "0" * 15 + "1"], ids=len
)
def test_no_code(text: str) -> None:
    with pytest.raises(CodeError):
        codes.read(text)


@pytest.mark.parametrize(
    "code",
    [PaperCode(2**24, 0, 0, 0), PaperCode(0, 64, 0, 0), PaperCode(0, 0, -1, 0), PaperCode(0, 0, 0, 2**20)],
)
def test_what_does_not_fit(code: PaperCode) -> None:
    with pytest.raises(CodeError):
        codes.written(code)


@pytest.mark.parametrize(
    ("page", "form", "form_page"),
    [
        (0, "quick-scan", 1),
        (7, "quick-scan", 8),
        (8, "phase1-education", 1),
        (35, "phase1-education", 28),
        (36, "phase1-practice", 1),
        (63, "phase1-practice", 28),
    ],
)
def test_pages_are_numbered_across_all_forms(page: int, form: str, form_page: int) -> None:
    code = PaperCode(0, page, 0, 0)
    assert (code.form, code.form_page) == (form, form_page)
    assert code.form_page <= codes.most_pages(code.form)


def test_another_session_has_another_tag(form_set: FormSet) -> None:
    session = sessions.empty(form_set)
    assert codes.session_tag(session) == codes.session_tag(replace(session, answers={"session.place": "X"}))
    assert codes.session_tag(session) != codes.session_tag(replace(session, id="another"))
