"""A filled session, and the same without its answers."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sms_desktop import example
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session


@pytest.fixture(scope="session")
def session(form_set: FormSet) -> Session:
    """The worked example."""
    return example.build(form_set)


@pytest.fixture(scope="session")
def stripped(session: Session) -> Session:
    """The same organisations, sheets, outcomes and moments, in which nobody has answered anything."""
    return replace(
        session,
        answers={},
        organisations=tuple(replace(each, answers={}) for each in session.organisations),
        sheets=tuple(replace(each, answers={}) for each in session.sheets),
        moments=tuple(replace(each, answers={}, organisations={}) for each in session.moments),
        revealed=None,
    )
