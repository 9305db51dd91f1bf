"""What the tests of form PDFs share."""

from __future__ import annotations

import pytest

from sms_desktop import example, i18n
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session
from sms_desktop.exchange.form_pdf import writing


@pytest.fixture(scope="session")
def worked(form_set: FormSet) -> Session:
    """The worked example."""
    return example.build(form_set)


@pytest.fixture(scope="session")
def phase1_form(worked: Session) -> bytes:
    """The form of the first organisation of the example, with its answers."""
    return writing.phase1(worked, worked.organisations[0].id, i18n.language("nl")).data


@pytest.fixture(scope="session")
def quick_scan_form(worked: Session) -> bytes:
    """The form for the participants of the example."""
    return writing.quick_scan(worked, i18n.language("nl")).data
