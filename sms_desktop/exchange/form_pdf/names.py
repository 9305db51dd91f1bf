"""What a field of a session is called inside a PDF, and back.

In the name of a PDF field a dot makes parent and child, and a field that holds a value cannot have children;
but ``quick_scan.education.capital`` and ``quick_scan.education.capital.note`` both hold one. So a hyphen,
which no field id has, stands for the dot. Boxes that exclude each other are the states of one field:
``phase1-mission-yes/no`` has the states ``yes`` and ``no``, ``quick_scan-role`` those of the four roles.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import msgspec

from sms_desktop.core import fields
from sms_desktop.core.fields import Kind
from sms_desktop.core.session import is_id

ABOUT = "sms-form"
"""The hidden field that says what the form is for."""
ON = "Yes"
"""The state of a ticked box that stands alone."""
FORMAT = 1

FormKind: TypeAlias = Literal["phase1", "quick-scan"]
_ROLE = "quick_scan-role"
_YES_NO = "-yes/no"
_NAME = "[a-z][a-z0-9_]*"
# What people fill in; a link of a free row, say, is not theirs.
_ON_A_FORM = re.compile(
    rf"phase1\.{_NAME}(\.(outcome(\.box)?|text))?"
    rf"|quick_scan\.((?!role|education|practice){_NAME}|role\.other\.text)"
    rf"|quick_scan\.(education|practice)\.{_NAME}(\.note)?"
)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a form PDF is for.

    ``organisation`` is an id (phase 1) or empty. ``layout`` is the tag of the layout, see
    :mod:`sms_desktop.paper.layouts`. ``boxes`` and ``texts`` count the fields that it went out with.
    """

    sms_form: int = FORMAT
    session: str
    sheet: FormKind
    organisation: str = ""
    form_set: str
    version: str
    layout: int
    boxes: int
    texts: int

    def __post_init__(self) -> None:
        if not is_id(self.session) or (self.sheet == "phase1") != is_id(self.organisation):
            raise ValueError("not an id")


def encoded(about: About) -> str:
    """As it stands in the hidden field and in the keywords."""
    return msgspec.json.encode(about).decode()


def pdf_name(field: str) -> tuple[str, str]:
    """The name of the PDF field, and for a box the state that stands for it (``""`` for a text)."""
    if fields.kind_of(field) is not Kind.TICK:
        return field.replace(".", "-"), ""
    if field.startswith("quick_scan.role."):
        return _ROLE, field.rpartition(".")[2]
    if found := re.fullmatch(r"phase1\.(\w+)\.(yes|no)", field):
        return f"phase1-{found[1]}{_YES_NO}", found[2]
    return field.replace(".", "-"), ON


def fields_of(name: str) -> dict[str, str]:
    """The fields that a PDF field fills in, each under its state; ``{}`` if it is none of ours."""
    if name == _ROLE:
        return {role: fields.role_tick(role) for role in fields.ROLES}
    if found := re.fullmatch(rf"phase1-({_NAME}){_YES_NO}", name):
        return {"yes": fields.yes(found[1]), "no": fields.no(found[1])}
    field = name.replace("-", ".")
    if not _ON_A_FORM.fullmatch(field):
        return {}
    return {ON if fields.kind_of(field) is Kind.TICK else "": field}


def prefix_of(sheet: FormKind) -> str:
    """What the ids of all fields of a form begin with."""
    return "phase1." if sheet == "phase1" else "quick_scan."
