"""How the open session stands on the disk, for the reader."""

from __future__ import annotations

from enum import Enum

from sms_desktop.i18n import mark


class Standing(Enum):
    """How the session stands on the disk."""

    SAVED = "saved"
    SAVING = "saving"
    NOT_SAVED = "not_saved"
    CHANGED_ON_DISK = "changed_on_disk"
    TAKEN_OVER = "taken_over"
    READ_ONLY = "read_only"


STANDING_WORDS: dict[Standing, str] = {
    Standing.SAVED: mark("✓ Saved"),
    Standing.SAVING: mark("… Being saved"),
    Standing.NOT_SAVED: mark("⚠ Not saved"),
    Standing.CHANGED_ON_DISK: mark("⚠ Changed by another program"),
    Standing.TAKEN_OVER: mark("⚠ Taken over by somebody else"),
    Standing.READ_ONLY: mark("Read only"),
}
