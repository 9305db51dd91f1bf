"""Dates as they are typed and as they are shown, and numbers."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal

from sms_desktop import i18n


@pytest.mark.parametrize("code", i18n.available())
@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_that_is_shown_can_be_read_again(code: str, month: int) -> None:
    day = date(2026, month, 3)
    assert i18n.parse_date(i18n.language(code).date(day)) == day.isoformat()


@pytest.mark.parametrize("text", ["23-11-2026", "23/11/2026", "23.11.2026", "23 nov 2026", "2026-11-23"])
def test_ways_to_type_a_date(text: str) -> None:
    assert i18n.parse_date(text) == "2026-11-23"


@pytest.mark.parametrize("text", ["", "morgen", "31-2-2026", "11-23-2026", "23-11", "23-11-26", "1-2-3-2026"])
def test_what_is_no_date(text: str) -> None:
    assert i18n.parse_date(text) is None


@pytest.mark.parametrize(("code", "locale"), [("nl", "nl"), ("en", "en_GB")])
def test_own_dates_and_numbers_are_those_of_babel(code: str, locale: str) -> None:
    language = i18n.language(code)
    for day in (date(2026, month, month * 2) for month in range(1, 13)):
        assert language.date(day) == format_date(day, "long", locale=locale)
    for value in (1000, -1234, 25_000, 1_234_567, 0.5, 1.5, 2.25, 0.35, 12.449999, 99.95, -0.05, 12345.678):
        for decimals, pattern in enumerate(("#,##0", "#,##0.0", "#,##0.00")):
            assert language.number(value, decimals) == format_decimal(value, pattern, locale=locale)
