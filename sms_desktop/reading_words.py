"""What reading paper says to the reader: the standing of a page, why it is so, and why a box is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sms_desktop import labels
from sms_desktop.core.codes import CodedForm
from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session
from sms_desktop.exchange.form_pdf.reading import Odd, OddKind
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.reading import PageReading, Reason, Status
from sms_desktop.i18n import Language, mark

STATUS_WORDS: dict[Status, str] = {
    Status.READ: mark("read"),
    Status.DOUBTFUL: mark("look at it"),
    Status.MANUAL: mark("type it in"),
    Status.REFUSED: mark("not read"),
}

REASON_WORDS: dict[Reason, str] = {
    Reason.DOUBTS: mark("Some boxes are not clear. Look at them."),
    Reason.BILEVEL: mark(
        "A scan in black and white only: a faint tick may have got lost. Look at the paper, or scan in grey."
    ),
    Reason.NO_CODES: mark(
        "There are no codes of ours on this page. If it is a sheet, say whose it is and type it in. "
        "If not, leave it out."
    ),
    Reason.NO_PAGE_CODE: mark("The code with the number of the sheet cannot be read. Say whose sheet it is."),
    Reason.NOBODY: mark("This sheet is nobody's yet. Say whose it is."),
    Reason.UNKNOWN_ORGANISATION: mark(
        "The organisation of this sheet is not in this session (any more). Say whose sheet it is."
    ),
    Reason.SEVERAL: mark(
        "There are two sheets in this picture. Take a picture of each of them. "
        "One of them can be typed in here."
    ),
    Reason.GEOMETRY: mark("Too few corners of this page can be seen. Take another picture, or type it in."),
    Reason.OUTLINES: mark("The boxes on this page cannot be found for sure. Type it in."),
    Reason.COARSE: mark("This picture is too coarse. Scan at 150 dots per inch or more, or type it in."),
    Reason.EMPTY: mark("This page is empty. It is skipped."),
    Reason.OTHER_SESSION: mark("This sheet belongs to another session. Open that session to read it."),
    Reason.UNKNOWN_LAYOUT: mark(
        "This sheet was printed with a layout that is not known on this computer. "
        "Read it where it was printed, or type it in."
    ),
    Reason.NOT_READABLE: mark("This is damaged and cannot be read. Scan it again, or ask for it again."),
    Reason.TOO_LARGE: mark("This is far larger than a scan or a photo of a page. It was not read."),
    Reason.TOO_MANY_PAGES: mark("This file has far too many pages for a stack of forms. It was not read."),
    Reason.ENCRYPTED: mark("This PDF has a password. Save it without one and try again."),
    Reason.NOT_A_PICTURE: mark("This is no PDF and no picture. It was left as it is."),
    Reason.NEWER_FORM: mark("This form was made by a newer version of the program. Update it to read it."),
    Reason.SESSION: mark("This is a session, not a filled form. Open it, or use merge."),
    Reason.TOO_SLOW: mark("Reading this took far too long and was stopped. Scan it again, or type it in."),
}

DOUBT_WORDS: dict[Doubt, str] = {
    Doubt.BLACKED_OUT: mark("blacked out"),
    Doubt.FAINT: mark("very faint"),
    Doubt.TINY: mark("very small"),
    Doubt.BESIDE: mark("beside the box"),
    Doubt.AMBIGUOUS: mark("not clear"),
    Doubt.OUTLINE: mark("the box itself is not clear"),
    Doubt.BOTH: mark("more than one is ticked"),
    Doubt.TWICE: mark("read twice, with different answers"),
    Doubt.HANDWRITING: mark("something is written here"),
}

ODD_WORDS: dict[OddKind, str] = {  # of one field
    "both": mark("more than one is ticked"),
    "differs": mark("the PDF says two different things here"),
    "kind": mark("the PDF has something here that does not belong here"),
    "too_long": mark("the text in the PDF is far too long"),
    "signs": mark("signs in this text got lost in the program that saved it"),
}

# Of the form as a whole. What is taken, what is safe, and what to do.
FORM_WORDS: dict[OddKind, str] = {
    "missing": mark(
        "Not all fields of this form came back{named}. What the session has there stays. "
        "Type it in, or ask for the form again."
    ),
    "page": mark(
        "The fields of this page did not come back. What the session has there stays. "
        "Type it in, or ask for the form again."
    ),
    "unknown": mark(
        "There are fields on this form that are not ours{named}. They were left out; all others were read. "
        "Type in what you need of them."
    ),
    "foreign": mark(
        "This PDF has fields to fill in, but it is not a form of this program. Nothing of it was read. "
        "Type in what stands on it, or leave it out."
    ),
}
MOST_NAMED = 3

BILEVEL = mark(
    "This scan has only black and white. Scan in grey: then faint marks are seen too, and less is in doubt."
)


def reason(page: PageReading, language: Language) -> str:
    """Why a page stands as it does, in one sentence; empty for a page that was simply read."""
    return language(REASON_WORDS[page.reason]) if page.reason is not None else ""


def odd_words(odd: Iterable[Odd]) -> dict[str, str]:
    """By field what is odd about it, for :func:`~sms_desktop.i18n.tr`: more than that it is not clear."""
    return {each.field: ODD_WORDS[each.kind] for each in odd if each.kind in ODD_WORDS}


def remarks(session: Session, odd: Iterable[Odd], language: Language) -> list[str]:
    """What there is to say about the form that a page is of: which fields are missing, or not ours."""
    names: dict[OddKind, list[str]] = {}
    for each in odd:
        if each.kind in FORM_WORDS:
            name = each.field if each.kind == "unknown" else _place_on_form(session, each.field, language)
            names.setdefault(each.kind, []).append(name)
    return [
        language(FORM_WORDS[kind]).format(named=_named(list(dict.fromkeys(filter(None, found))), language))
        for kind, found in names.items()
    ]


def _place_on_form(session: Session, field: str, language: Language) -> str:
    """What a field is called; all that belongs to a motive goes by the name of the motive."""
    parts = field.split(".")
    if parts[0] == "phase1" and len(parts) > 2:
        return labels.motive_label(session, parts[1], language)
    return labels.field_label(session, field, language) if field else ""


def _named(names: Sequence[str], language: Language) -> str:
    """These names behind a colon, the first few of many; nothing if there are none."""
    if not names:
        return ""
    shown = ", ".join(f"“{labels.shortened(each)}”" for each in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    if more > 0:
        shown = language("{names} and {n} more").format(names=shown, n=more)
    return f": {shown}"


def form_name(form_set: FormSet, form: CodedForm, language: Language) -> str:
    """What a form is called in a list: *Quick scan*, *Fase 1 Voorbereiding – Onderwijs*."""
    if form == "quick-scan":
        return form_set.quick_scan.tab.in_language(language.code)
    label = form_set.side("education" if form == "phase1-education" else "practice").label
    return f"{form_set.phase1.tab.in_language(language.code)} – {label.in_language(language.code)}"
