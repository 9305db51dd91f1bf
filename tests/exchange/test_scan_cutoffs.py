"""Paper that was torn, covered, copied or is none of ours: no silent nonsense, whatever it is."""

from __future__ import annotations

import numpy as np
import pytest

from sms_desktop.exchange.scan.known import KnownLayouts
from sms_desktop.exchange.scan.reading import Reader
from tests.scanning.batch import batch
from tests.scanning.cutoffs import CUT_OFFS, CutOff, nonsense


@pytest.fixture(scope="module")
def reader() -> Reader:
    session = batch().session
    return Reader(session, KnownLayouts((session.form_set,), None))


@pytest.mark.parametrize("cut_off", CUT_OFFS, ids=[each.name for each in CUT_OFFS])
def test_it_ends_as_something_that_is_true(cut_off: CutOff, reader: Reader) -> None:
    case = cut_off.make(np.random.default_rng(11))
    read = reader.read(case.image.convert("L"), "picture", 1)
    assert nonsense(case, read) == []
    assert cut_off.allows(read), (read.status, read.reason)
