"""What all tests share."""

from __future__ import annotations

import pytest

from sms_desktop.core import forms
from sms_desktop.core.forms import FormSet
from sms_desktop.paths import shipped


@pytest.fixture(scope="session")
def form_set() -> FormSet:
    """The form set that comes with the program."""
    return forms.load(shipped("forms"))
