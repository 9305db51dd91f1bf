"""Phase 3 in the report: what was agreed per intended outcome, and how it stood at each moment."""

from __future__ import annotations

from sms_desktop import labels
from sms_desktop.core import fields
from sms_desktop.core.forms import FieldSpec
from sms_desktop.core.insight import (
    IntendedOutcome,
    at_evaluation,
    by_side,
    joint_outcomes,
    judgements,
    own_outcomes,
)
from sms_desktop.core.session import Moment, answers_at, at_moment, text_at, ticked_at
from sms_desktop.paper.blocks import Block, Cell, Column, Heading, Paragraph, Table
from sms_desktop.paper.report.dialogue import organisation_name
from sms_desktop.paper.sheets.leaf import Context

_JUDGEMENT = "judgement"
_NAMED = 90


def agreements(context: Context) -> list[Block]:
    """Per intended outcome what was agreed: the joint ones, then those of single organisations."""
    _, session, form = context.language, context.session, context.form_set.phase3
    blocks: list[Block] = [Heading(context.say(form.agreements), new_page=True)]
    joint = joint_outcomes(session)
    blocks.append(Heading(context.say(form.joint_outcomes), 2))
    blocks.append(_agreements(context, joint) if joint else Paragraph(_("Nothing agreed yet.")))
    own = [each for organisation in by_side(session) for each in _agreed_by_one(context, organisation.id)]
    if own:
        blocks += [Heading(context.say(form.own_outcomes), 2), _agreements(context, tuple(own))]
    return blocks


def _agreed_by_one(context: Context, organisation_id: str) -> list[IntendedOutcome]:
    """The outcomes of one organisation about which something was agreed."""
    organisation = context.session.organisation(organisation_id)
    return [
        each
        for each in own_outcomes(context.session, organisation)
        if any(field.startswith(f"phase3.{each.id}.") for field in organisation.answers)
    ]


def _agreements(context: Context, outcomes: tuple[IntendedOutcome, ...]) -> Table:
    specs = context.form_set.phase3.agreement
    columns = (
        Column(context.say(context.form_set.phase3.outcome), 2.1),
        *(Column(context.say(spec.label), _weight(spec)) for spec in specs),
    )
    return Table(
        columns,
        tuple(
            (outcome_cell(context, each), *(_agreed(context, each, spec) for spec in specs))
            for each in outcomes
        ),
    )


def _weight(spec: FieldSpec) -> float:
    """The share of the width: running text, a line, or one of a few words."""
    return 2.0 if spec.kind == "area" else 1.0 if spec.options else 1.7


def outcome_cell(context: Context, outcome: IntendedOutcome) -> Cell:
    """The wording of an outcome with its number, or with the organisation and motive it belongs to."""
    _ = context.language
    if outcome.organisation:
        name = organisation_name(context.session.organisation(outcome.organisation), _)
        key = f"{outcome.id}.{outcome.organisation}" if outcome.id.startswith("other_") else outcome.id
        motive = labels.shortened(labels.motive_label(context.session, key, _))
        return Cell(f"{name} – {motive}\n{outcome.text}".rstrip())
    served = [labels.shortened(labels.motive_label(context.session, key, _)) for key in outcome.motives]
    text = f"{outcome.id.rsplit('_', 1)[1]}. {outcome.text}"
    return Cell(f"{text}\n({', '.join(served)})" if served else text)


def _agreed(context: Context, outcome: IntendedOutcome, spec: FieldSpec) -> Cell:
    text = text_at(context.session, outcome.where, fields.agreement(outcome.id, spec.id))
    if spec.options:
        text = labels.option_label(spec.options, text, context.language) if text else ""
    return Cell(text, "answer")


def evaluation(context: Context) -> list[Block]:
    """All moments side by side, then each of them."""
    _, session, form = context.language, context.session, context.form_set.phase3
    blocks: list[Block] = [Heading(_("Evaluation"), new_page=True)]
    if not session.moments:
        return [*blocks, Paragraph(_("There is no evaluation moment yet."))]
    outcomes = [
        *joint_outcomes(session),
        *(o for each in by_side(session) for o in own_outcomes(session, each) if _is_judged(context, o)),
    ]
    if outcomes:
        blocks += [Heading(context.say(form.side_by_side), 2), _over_time(context, outcomes)]
    for number, moment in enumerate(session.moments, 1):
        blocks += _moment(context, number, moment, outcomes)
    return blocks


def _is_judged(context: Context, outcome: IntendedOutcome) -> bool:
    """Whether anything was said about the outcome of an organisation at any moment."""
    start = f"phase3.{outcome.id}."
    said = (moment.organisations.get(outcome.organisation, {}) for moment in context.session.moments)
    return any(field.startswith(start) for answers in said for field in answers)


def moment_title(context: Context, number: int, moment: Moment) -> str:
    """*Evaluatiemoment 2 – 8 december 2026*."""
    title = f"{context.say(context.form_set.phase3.moment)} {number}"
    date = context.language.shown_date(str(moment.answers.get("phase3.date", "")))
    return f"{title} – {labels.shortened(date)}" if date else title


def _over_time(context: Context, outcomes: list[IntendedOutcome]) -> Table:
    """What was intended, and per moment how it was judged and what was realised."""
    moments = context.session.moments
    columns = (
        Column(context.say(context.form_set.phase3.outcome), 2.0),
        *(Column(moment_title(context, number, each), 2.0) for number, each in enumerate(moments, 1)),
    )
    return Table(
        columns,
        tuple(
            (
                outcome_cell(context, each),
                *(Cell(_stood(context, moment, each), "answer") for moment in moments),
            )
            for each in outcomes
        ),
    )


def _stood(context: Context, moment: Moment, outcome: IntendedOutcome) -> str:
    """How an outcome stood at a moment: the judgements, and what was realised."""
    realised = answers_at(context.session, at_evaluation(moment, outcome)).get(
        fields.agreement(outcome.id, "realised"), ""
    )
    parts = (judged(context, moment, outcome), str(realised))
    return "\n".join(part for part in parts if part)


def judged(context: Context, moment: Moment, outcome: IntendedOutcome) -> str:
    """The word of an owner, or how often each word was given."""
    given = list(judgements(context.session, moment, outcome).values())
    spec = next((each for each in context.form_set.phase3.evaluation if each.id == _JUDGEMENT), None)
    options = spec.options if spec else ()
    order = [option.id for option in options]
    order += sorted(set(given) - set(order))
    words = {each: labels.option_label(options, each, context.language) for each in order}
    if outcome.organisation:
        return words[given[0]] if given else ""
    return " · ".join(f"{words[each]} {given.count(each)}" for each in order if each in given)


def _moment(context: Context, number: int, moment: Moment, outcomes: list[IntendedOutcome]) -> list[Block]:
    """Who was there, who said what of the joint outcomes, and what was learnt."""
    form = context.form_set.phase3
    blocks: list[Block] = [Heading(moment_title(context, number, moment), 2)]
    where = at_moment(moment.id)
    for spec in form.moment_head:
        if spec.kind != "date" and (text := text_at(context.session, where, spec.id)):
            blocks.append(Paragraph(f"{context.say(spec.label)} {text}"))
    rows = tuple(_told(context, moment, each) for each in outcomes if _is_told(context, moment, each))
    if rows:
        judgement, note = context.language("Judgement per organisation"), context.language("Explanation")
        columns = (Column(context.say(form.outcome), 2.0), Column(judgement, 1.7), Column(note, 2.0))
        blocks.append(Table(columns, rows))
    for spec in form.moment_closing:
        if spec.kind == "tick":
            if ticked_at(context.session, where, spec.id):
                blocks.append(
                    Paragraph(f"{context.say(spec.label)}: {context.say(context.form_set.phase1.yes)}")
                )
        elif text := text_at(context.session, where, spec.id):
            blocks += [Paragraph(context.say(spec.label), "bold"), Paragraph(text, "answer")]
    return blocks


def _is_told(context: Context, moment: Moment, outcome: IntendedOutcome) -> bool:
    return any(cell.text for cell in _told(context, moment, outcome)[1:])


def _told(context: Context, moment: Moment, outcome: IntendedOutcome) -> tuple[Cell, ...]:
    _, session = context.language, context.session
    given = judgements(session, moment, outcome)
    spec = next((each for each in context.form_set.phase3.evaluation if each.id == _JUDGEMENT), None)
    options = spec.options if spec else ()
    lines = [
        f"{organisation_name(session.organisation(key), _)}: {labels.option_label(options, word, _)}"
        for key, word in given.items()
    ]
    note = answers_at(session, at_evaluation(moment, outcome)).get(fields.agreement(outcome.id, "note"), "")
    named = Cell(labels.shortened(outcome_cell(context, outcome).text, _NAMED))
    return named, Cell("\n".join(lines), "answer"), Cell(str(note), "answer")
