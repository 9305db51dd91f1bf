"""The counts and bounds on which the figures about reading paper rest, with readings made for the purpose."""

from __future__ import annotations

import pytest

from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.reading import FieldReading, PageReading, Reason, Status
from tests.scanning.batch import batch
from tests.scanning.filling import Filled, Truth
from tests.scanning.samples import Sample
from tests.scripts.reading_rates import bound, score


@pytest.mark.parametrize(
    ("count", "of", "expected"),
    [
        # From tables of the exact one-sided 95 % limit.
        (0, 10, 0.2589),
        (1, 10, 0.3942),
        (3, 30, 0.2386),
        (0, 30_000, 1 - 0.05 ** (1 / 30_000)),
        (2, 3_989, 0.001577),
        (10, 10, 1.0),
        (0, 0, 1.0),
    ],
)
def test_the_largest_rate_that_a_count_does_not_rule_out(count: int, of: int, expected: float) -> None:
    assert bound(count, of) == pytest.approx(expected, abs=2e-4 if of < 100 else 2e-6)


PAGE = batch().pages[40]
CODES = {"sheet": PAGE.sheet, "form_page": PAGE.number, "code": PAGE.code}


def reading(value: bool, doubt: Doubt | None = None, **other: object) -> PageReading:
    box = FieldReading("a", "box", value, 0.9, doubt)
    status = Status.DOUBTFUL if doubt else Status.READ
    return PageReading("x", 1, status, fields=(box,), **(CODES | other))


@pytest.mark.parametrize(
    ("truth", "read", "counts", "failed"),
    [
        (Truth(True), reading(True), {}, []),
        (Truth(False), reading(False), {}, []),
        (Truth(True), reading(False), {"missed": 1}, ["missed"]),
        (Truth(False), reading(True), {"false": 1}, ["false"]),
        (Truth(True), reading(False, Doubt.FAINT), {"flagged": 1}, []),
        (Truth(False, review=True), reading(False, Doubt.BLACKED_OUT), {"flagged": 1, "in need": 1}, []),
        (Truth(False, review=True), reading(False), {"unnoticed": 1}, ["unnoticed"]),
        (Truth(False, review=True), reading(True), {"false": 1}, ["false"]),
        (Truth(None, review=True), reading(True), {"unnoticed": 1}, ["unnoticed"]),
        (Truth(True), reading(True, code="another"), {"wrong page": 1}, ["wrong page"]),
        (
            Truth(True),
            PageReading("x", 1, Status.MANUAL, Reason.OUTLINES),
            {"manual": 1, "boxes": 0},
            ["manual"],
        ),
        (
            Truth(True),
            PageReading("x", 1, Status.MANUAL, Reason.NO_PAGE_CODE, fields=reading(False).fields),
            {"manual": 1, "missed": 1},
            ["manual", "missed"],
        ),
    ],
)
def test_what_a_reading_counts_for(
    truth: Truth, read: PageReading, counts: dict[str, int], failed: list[str]
) -> None:
    counted, failures = score(Sample("name", b"", "", PAGE, Filled({"a": truth}), ""), read)
    told = ("boxes", "missed", "false", "flagged", "in need", "unnoticed", "wrong page", "manual")
    assert {name: counted[name] for name in told} == dict.fromkeys(told, 0) | {"boxes": 1} | counts
    assert [each.kind for each in failures] == failed
