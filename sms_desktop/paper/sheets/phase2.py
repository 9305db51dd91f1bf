from __future__ import annotations
from sms_desktop.paper.sheets.filling import Sheet
from sms_desktop.paper.sheets.leaf import LANDSCAPE, Context, Leaf


def sheet(context: Context, only: tuple[str, ...] = ()) -> Sheet:
    return Sheet("", context.form_set.phase2.title, "", (Leaf(LANDSCAPE),), True)
