"""What stands around the answers: the cover, who and where, and the method with its source."""

from __future__ import annotations

from sms_desktop import labels
from sms_desktop.core.forms import SIDES, FieldSpec
from sms_desktop.core.session import WHOLE, Organisation, text_at
from sms_desktop.paper.blocks import Block, Cell, Column, Cover, Heading, Paragraph, Table
from sms_desktop.paper.sheets.leaf import Context

FIELDS = (Column("", 1.0), Column("", 2.6))


def cover(context: Context) -> list[Block]:
    """The first page: which session, when, and who takes part."""
    _, session = context.language, context.session
    date = _.shown_date(text_at(session, WHOLE, "session.date"))
    facilitator = text_at(session, WHOLE, "session.facilitator")
    lines = [" ".join(line.split()) for line in (date, facilitator) if line.strip()]
    for side in SIDES:
        names = [name for each in session.of_side(side) if (name := " ".join(each.name.split()))]
        if names:
            lines.append(f"{labels.side_label(session.form_set, side, _)}: {', '.join(names)}")
    form_set = session.form_set
    note = f"{context.say(form_set.title)}\n{context.say(form_set.source)}\n{context.say(form_set.proposal)}"
    environment = text_at(session, WHOLE, "session.environment") or context.say(form_set.title)
    return [Cover(_("Report"), environment, tuple(lines), note)]


def about(context: Context) -> list[Block]:
    """The session, and the organisations that take part."""
    _, session = context.language, context.session
    form = session.form_set.session
    rows = [
        (context.say(spec.label), shown)
        for spec in (*form.main, *form.more)
        if (shown := field_text(context, spec))
    ]
    rows += [(_("Quick scan"), _.plural("{n} sheet", "{n} sheets", len(session.sheets)))]
    rows += [(_("Organisations"), _.number(len(session.organisations)))]
    blocks: list[Block] = [Heading(_("About the session"), new_page=True), fields_table(rows)]
    if not session.organisations:
        return blocks
    columns = (
        Column(context.say(session.form_set.phase1.organisation), 3.0),
        Column(_("Side"), 1.4),
        Column(context.say(form.organisation_since), 1.2),
        Column(context.say(form.organisation_until), 1.2),
    )
    table = tuple(_organisation(context, each) for side in SIDES for each in session.of_side(side))
    return [*blocks, Table(columns, table)]


def _organisation(context: Context, organisation: Organisation) -> tuple[Cell, ...]:
    dates = (organisation.answers.get(f"organisation.{part}", "") for part in ("since", "until"))
    side = labels.side_label(context.form_set, organisation.side, context.language)
    shown = (Cell(context.language.shown_date(str(date)), "answer") for date in dates)
    return (Cell(organisation.name, "answer"), Cell(side), *shown)


def field_text(context: Context, spec: FieldSpec) -> str:
    """What was filled in in a field of the whole session, in words."""
    text = text_at(context.session, WHOLE, spec.id)
    if spec.options:
        return labels.option_label(spec.options, text, context.language) if text else ""
    return context.language.shown_date(text) if spec.kind == "date" else text


def fields_table(rows: list[tuple[str, str]]) -> Table:
    """Labels and what was filled in, below each other."""
    return Table(FIELDS, tuple((Cell(label, "bold"), Cell(text, "answer")) for label, text in rows))


def method(context: Context) -> list[Block]:
    """Where the method comes from, its steps, and how what is shown here was worked out."""
    _, form_set = context.language, context.form_set
    version = _("Form set {id}, version {version}").format(id=form_set.id, version=form_set.version)
    steps = (
        (form_set.quick_scan.title, form_set.quick_scan.instruction),
        (form_set.phase1.title, form_set.phase1.introduction),
        (form_set.phase2.title, form_set.phase2.introduction),
        (form_set.phase3.title, form_set.phase3.introduction),
    )
    blocks: list[Block] = [
        Heading(_("The method"), new_page=True),
        Paragraph(context.say(form_set.title), "bold"),
        Paragraph(context.say(form_set.source)),
        Paragraph(_("The study behind it: {method}").format(method=context.say(form_set.findings.method))),
    ]
    for heading, text in steps:
        blocks += [Heading(context.say(heading), 3), Paragraph(context.say(text))]
    blocks.append(Heading(_("The four clusters of motives"), 2))
    clusters = tuple(
        (
            Cell(context.say(cluster.label), "bold", cluster.id, cluster.letter),
            Cell(context.say(cluster.explanation)),
        )
        for cluster in form_set.clusters
    )
    blocks.append(Table(FIELDS, clusters))
    blocks += [Heading(_("How the expectation mirror is worked out"), 2), Paragraph(mirror_rule(context))]
    blocks.append(Paragraph(f"{context.say(form_set.proposal)}. {version}.", is_note=True))
    return blocks


def mirror_rule(context: Context) -> str:
    """The definition of the expectation mirror."""
    return context.language(
        "Only sheets filled in as exactly one side count, and only halves that were answered. "
        "The difference is the share of a side that names a cluster for itself, minus the share of the "
        "other side that expects it, in percentage points. Without anybody on one of the sides there is "
        "no difference."
    )
