"""What things are called for the reader: fields, patterns, roles, things pointed out."""

from __future__ import annotations

from sms_desktop.core import fields
from sms_desktop.core.forms import SIDES, FieldSpec, FormSet, Option, SideId
from sms_desktop.core.insight import Pattern, PointKind, Reason
from sms_desktop.core.session import WHOLE, Organisation, Session, Where, at_organisation, text_at
from sms_desktop.core.thread import Break
from sms_desktop.i18n import Language, mark

PATTERN_WORDS: dict[Pattern, str] = {
    Pattern.NOT_DISCUSSED: mark("not discussed"),
    Pattern.NO_MOTIVE: mark("no motive"),
    Pattern.SHARED: mark("shared"),
    Pattern.PARTLY_SHARED: mark("partly shared"),
    Pattern.MUTUAL: mark("mutual"),
    Pattern.COMPLEMENTARY: mark("complementary"),
    Pattern.ONE_SIDED: mark("one-sided"),
    Pattern.OTHER_SIDE_UNKNOWN: mark("other side unknown"),
}

# A sign beside the word, so that colour is never the only carrier. No letter: clusters have letters.
PATTERN_SIGNS: dict[Pattern, str] = {
    Pattern.NOT_DISCUSSED: "·",
    Pattern.NO_MOTIVE: "–",
    Pattern.SHARED: "=",
    Pattern.PARTLY_SHARED: "≈",
    Pattern.MUTUAL: "⇄",
    Pattern.COMPLEMENTARY: "+",
    Pattern.ONE_SIDED: "≠",
    Pattern.OTHER_SIDE_UNKNOWN: "?",
}

PATTERN_RULES: dict[Pattern, str] = {
    Pattern.NOT_DISCUSSED: mark("Neither side has said Yes or No."),
    Pattern.NO_MOTIVE: mark("No side says Yes."),
    Pattern.SHARED: mark("Both sides say Yes, nobody says No."),
    Pattern.PARTLY_SHARED: mark("Both sides say Yes, but somebody says No."),
    Pattern.MUTUAL: mark("Both sides say Yes: an exchange."),
    Pattern.COMPLEMENTARY: mark(
        "One side says Yes, and the other side says Yes to a motive that answers it."
    ),
    Pattern.ONE_SIDED: mark("One side says Yes, the other says No."),
    Pattern.OTHER_SIDE_UNKNOWN: mark("One side says Yes, the other side is not known."),
}

REASON_WORDS: dict[Reason, str] = {
    Reason.NOT_ON_LIST: mark("not on the list of that side"),
    Reason.NO_ORGANISATION: mark("no organisation on that side"),
    Reason.NOT_FILLED_IN: mark("not filled in"),
}

BREAK_WORDS: dict[Break, str] = {
    Break.NO_MOTIVE: mark("an outcome without a motive"),
    Break.NO_OUTCOME: mark("no intended outcome"),
    Break.NO_AGREEMENT: mark("nothing agreed"),
    Break.NOT_EVALUATED: mark("not evaluated"),
}

POINT_WORDS: dict[PointKind, str] = {
    PointKind.NOTE_WITHOUT_TICK: mark("An explanation without a tick. It is not counted."),
    PointKind.OUTCOME_WITHOUT_ANSWER: mark("An intended outcome without Yes or No."),
    PointKind.YES_AND_NO: mark("Yes and No are both ticked."),
    PointKind.TALLY_TOO_HIGH: mark("More hands than people. This show of hands is not counted."),
}


def side_label(form_set: FormSet, side: SideId, language: Language) -> str:
    """The name of a side: *Onderwijs*."""
    return form_set.side(side).label.in_language(language.code)


def cluster_label(form_set: FormSet, cluster_id: str, language: Language) -> str:
    """The name of a cluster, or its id if the form set does not have it."""
    cluster = form_set.cluster(cluster_id)
    return cluster.label.in_language(language.code) if cluster else cluster_id


def organisation_name(organisation: Organisation, language: Language) -> str:
    """The name, or words for an organisation that has none yet."""
    return " ".join(organisation.name.split()) or language("organisation without a name")


def motive_label(session: Session, key: str, language: Language) -> str:
    """The short name of a matrix row (``mission``, ``extra_1``, ``other_1.ORGANISATION``)."""
    motive_id, _, organisation_id = key.partition(".")
    motive = session.form_set.motive(motive_id)
    if motive is not None:
        return motive.short.in_language(language.code)
    if organisation_id:
        written = text_at(session, at_organisation(organisation_id), fields.free_text(motive_id))
    else:
        written = text_at(session, WHOLE, fields.dialogue(motive_id, "text"))
    return " ".join(written.split()) or _own_motive(session.form_set, motive_id, language)


def _own_motive(form_set: FormSet, motive_id: str, language: Language) -> str:
    if motive_id.startswith("other_"):
        label = form_set.phase1.other_label.in_language(language.code)
        return f"{label} {motive_id.removeprefix('other_')}"
    if motive_id.startswith("extra_"):
        return form_set.phase2.came_up.in_language(language.code)
    return language("{id} (no longer on the form)").format(id=motive_id)


def record_label(session: Session, where: Where, language: Language) -> str:
    """What a record is called: *Blad 3*, the name of an organisation; nothing for the session itself."""
    try:
        match where.record:
            case "organisation":
                return session.organisation(where.id).name or language("organisation without a name")
            case "sheet":
                return language("Sheet {number}").format(number=session.sheet(where.id).number)
            case "moment":
                number = [each.id for each in session.moments].index(where.id) + 1
                return f"{session.form_set.phase3.moment.in_language(language.code)} {number}"
    except (KeyError, ValueError):
        pass
    return ""


def field_label(session: Session, field: str, language: Language) -> str:
    """What a field is called in a sentence: *Innovatie – Ja*, *Onderwijs – Maatschappelijk*."""
    for spec in specs(session.form_set):
        if spec.id == field:
            return spec.label.in_language(language.code)
    parts = field.split(".")
    if agenda := _agenda_label(session, parts, language):
        return agenda
    match parts[0]:
        case "quick_scan":
            return _quick_scan_label(session.form_set, parts, language)
        case "tally" if len(parts) == 3 and parts[1] in SIDES:
            side = side_label(session.form_set, "education" if parts[1] == SIDES[0] else "practice", language)
            what = language("people") if parts[2] == "people" else None
            what = what or cluster_label(session.form_set, parts[2], language)
            return f"{language('Show of hands')}: {side} – {what}"
        case "organisation":
            return _organisation_label(session.form_set, parts, language)
        case _ if len(parts) > 2:
            return f"{_subject(session, parts[1], language)} – {_part_label(session, parts, language)}"
    return field


# What the facilitator can change about an item of the agenda, and about the whole of it.
AGENDA_WORDS: dict[str, str] = {
    "agenda_minutes": mark("minutes on the agenda"),
    "agenda_place": mark("place on the agenda"),
    "agenda_questions": mark("questions on the agenda"),
    "minutes": mark("Agenda: minutes"),
    "order": mark("Agenda: order"),
}


def _agenda_label(session: Session, parts: list[str], language: Language) -> str | None:
    """The name of a field of the agenda, or ``None`` if it is another field."""
    form_set, last = session.form_set, parts[-1]
    if parts[0] != "phase2" or last not in AGENDA_WORDS:
        return None
    if parts[1] == "agenda":
        return language(AGENDA_WORDS[last])
    if not last.startswith("agenda_"):
        return None
    subject = motive_label(session, parts[1], language)
    if len(parts) == 4 and parts[1] in SIDES:
        side = side_label(form_set, "education" if parts[1] == SIDES[0] else "practice", language)
        subject = f"{side} – {cluster_label(form_set, parts[2], language)}"
    return f"{shortened(subject)} – {language(AGENDA_WORDS[last])}"


def _subject(session: Session, subject: str, language: Language) -> str:
    if subject in session.outcomes or subject.startswith("outcome_"):
        text = " ".join(text_at(session, WHOLE, fields.outcome_text(subject)).split())
        label = session.form_set.phase2.joint_outcome.in_language(language.code)
        return shortened(text) if text else f"{label} {subject.removeprefix('outcome_')}"
    return shortened(motive_label(session, subject, language))


def shortened(text: str, length: int = 40) -> str:
    """The beginning of a long text, with an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _part_label(session: Session, parts: list[str], language: Language) -> str:
    form_set, last = session.form_set, parts[-1]
    texts = {
        ("phase1", "yes"): form_set.phase1.yes,
        ("phase1", "no"): form_set.phase1.no,
        ("phase1", "outcome"): form_set.phase1.outcome,
        ("phase1", "text"): form_set.phase1.other_label,
        ("phase2", "joint"): form_set.phase2.joint,
        ("phase2", "note"): form_set.phase2.note,
        ("phase2", "text"): form_set.phase2.joint_outcome,
    }
    if parts[0] == "phase2" and last == "text" and parts[1].startswith("extra_"):
        return form_set.phase2.came_up.in_language(language.code)
    if (parts[0], last) in texts and len(parts) == 3:
        return texts[parts[0], last].in_language(language.code)
    if parts[0] == "phase2" and parts[2] == "level":
        return option_label(form_set.levels, last, language)
    if parts[0] == "phase2" and last.startswith("outcome_"):
        return _subject(session, last, language)
    if last == "link":
        return language("linked motive")
    for spec in (*form_set.phase3.agreement, *form_set.phase3.evaluation):
        if spec.id == last:
            return spec.label.in_language(language.code)
    return last


def _quick_scan_label(form_set: FormSet, parts: list[str], language: Language) -> str:
    form = form_set.quick_scan
    if parts[1] == "role":
        if parts[-1] == "text":
            return form.role_other.in_language(language.code)
        role = option_label(form.roles, parts[2], language)
        return f"{form.role_question.in_language(language.code)} {role}"
    if parts[1] not in SIDES or len(parts) < 3:
        return ".".join(parts)
    side = side_label(form_set, "education" if parts[1] == SIDES[0] else "practice", language)
    if parts[2] == "left_empty":
        return f"{side} – {form.left_empty.in_language(language.code)}"
    label = f"{side} – {cluster_label(form_set, parts[2], language)}"
    return f"{label} – {form.note_label.in_language(language.code)}" if parts[-1] == "note" else label


def _organisation_label(form_set: FormSet, parts: list[str], language: Language) -> str:
    texts = {
        "since": form_set.session.organisation_since,
        "until": form_set.session.organisation_until,
        "contact": form_set.session.organisation_contact,
    }
    text = texts.get(parts[-1])
    return text.in_language(language.code) if text else ".".join(parts)


def option_label(options: tuple[Option, ...], option_id: str, language: Language) -> str:
    """The label of an option; an answer that is none of them is shown as it was typed."""
    found = next((option.label for option in options if option.id == option_id), None)
    return found.in_language(language.code) if found else option_id


def specs(form_set: FormSet) -> tuple[FieldSpec, ...]:
    """The free fields of all forms whose id is a whole field id."""
    return (
        *form_set.session.main,
        *form_set.session.more,
        *form_set.quick_scan.head,
        *form_set.phase1.head,
        *form_set.phase2.head,
        *form_set.phase2.closing,
        *form_set.phase2.per_organisation,
        *form_set.phase3.moment_head,
        *form_set.phase3.moment_closing,
    )


def share_label(count: int, people: int, language: Language) -> str:
    """How many of how many: *8 van 9 · 89 %*; *nog leeg* when nobody answered."""
    if not people:
        return language("still empty")
    counted = language("{count} of {people}").format(
        count=language.number(count), people=language.number(people)
    )
    return f"{counted} · {language.number(round(100 * count / people))} %"
