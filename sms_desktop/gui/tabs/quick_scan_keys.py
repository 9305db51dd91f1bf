"""The keys of fast entry: which key fills in which field of a quick scan sheet."""

from __future__ import annotations

from dataclasses import dataclass

from sms_desktop.core import fields
from sms_desktop.core.forms import FormSet, SideId

TICKS: dict[SideId, str] = {"education": "1234", "practice": "5678"}
"""One key a cluster, in the order of the form."""

LEFT_EMPTY: dict[SideId, str] = {"education": "9", "practice": "0"}


@dataclass(frozen=True)
class Letters:
    """The letters of a language: those of the roles in the order of ``fields.ROLES``, and the others."""

    roles: str
    note: str
    new: str


LETTERS: dict[str, Letters] = {
    "nl": Letters(roles="OWBA", note="T", new="N"),
    "en": Letters(roles="EPBO", note="X", new="N"),
}


def letters(code: str) -> Letters:
    """The letters of the language with this code; those of English where it has none of its own."""
    return LETTERS.get(code, LETTERS["en"])


def field_keys(form_set: FormSet, code: str) -> dict[str, str]:
    """The key of each field that has one, by field id. A cluster beyond the keys of its half has none."""
    found: dict[str, str] = {}
    for side, keys in TICKS.items():
        found |= {
            fields.tick(side, cluster.id): key for cluster, key in zip(form_set.clusters, keys, strict=False)
        }
        found[fields.left_empty(side)] = LEFT_EMPTY[side]
    for role, letter in zip(fields.ROLES, letters(code).roles, strict=True):
        found[fields.role_tick(role)] = letter
    return found
