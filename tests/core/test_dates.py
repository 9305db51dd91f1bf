"""Dates as they are typed and as they are shown."""

from __future__ import annotations

from datetime import date

import pytest

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
