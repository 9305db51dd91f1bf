"""The words of the agenda: why an item stands where it stands, and what to ask.

The questions are a proposal of this project, in the spirit of the study; its findings stand apart
(:mod:`sms_desktop.core.starters`).
"""

from __future__ import annotations

from sms_desktop import charts, labels
from sms_desktop.core.agenda import AgendaItem, Why
from sms_desktop.core.session import Session
from sms_desktop.i18n import Language, mark

RULE: str = mark(
    "First what people expected differently of each other, then where they differ, what is not known, what "
    "they can exchange, what they share, and last what is agreed. Differences in expectation by size, "
    "motives by how many organisations say Yes, then in the order of the form."
)

REASON_WORDS: dict[Why, str] = {
    Why.EXPECTATION: mark("The other side expected something else."),
    Why.ONE_SIDED: mark("One side says Yes, the other says No."),
    Why.PARTLY_SHARED: mark("Both sides say Yes, but somebody says No."),
    Why.OTHER_SIDE_UNKNOWN: mark("One side says Yes, the other side is not known."),
    Why.CAME_UP: mark("It came up in the dialogue."),
    Why.EXCHANGE: mark("What one side seeks, the other can give."),
    Why.SHARED: mark("Both sides say Yes: find out whether they mean the same."),
    Why.ASKED_FOR: mark("The facilitator put it on the agenda."),
    Why.AGREED: mark("Agreed as a joint motive: make it concrete."),
}

QUESTION_WORDS: dict[str, str] = {
    "expectation_recognise": mark("Do you recognise this difference?"),
    "expectation_source": mark("What made you expect this of the other side?"),
    "expectation_meaning": mark("What changes now that you know?"),
    "one_sided_behind": mark("What lies behind this motive for those who say Yes?"),
    "one_sided_contribute": mark("Does it get in the way of those who say No, or can they live with it?"),
    "one_sided_room": mark("What do those who say Yes need from the others?"),
    "partly_shared_why_not": mark("What makes this no motive for those who say No?"),
    "partly_shared_join": mark("What would have to be different for them to say Yes?"),
    "partly_shared_without": mark("Can it go on without them, and may it?"),
    "unknown_recognise": mark("Who on the other side recognises this?"),
    "unknown_expect": mark("What do those who say Yes hope that the other side does with it?"),
    "came_up_meaning": mark("What exactly is meant by it?"),
    "came_up_whose": mark("For whom is this a motive, and for whom not?"),
    "exchange_give_take": mark("What does each bring, and what does each get?"),
    "exchange_balance": mark("Is that in balance, also in time and money?"),
    "exchange_together": mark("Which outcome serves both?"),
    "shared_same": mark("Do we mean the same by it?"),
    "shared_outcome": mark("Which outcome do we want to reach together?"),
    "asked_for_why": mark("What makes it worth talking about?"),
    "asked_for_outcome": mark("What do we want to take from it?"),
    "agreed_outcome": mark("Which joint outcome goes with it, and how will we notice it?"),
    "agreed_first_step": mark("What is the first step, and who takes it?"),
}


def questions(item: AgendaItem, language: Language) -> tuple[str, ...]:
    """What to ask: the facilitator's own questions where there are any, else those of the rule."""
    return item.own_questions or tuple(language(QUESTION_WORDS[each]) for each in item.questions)


def title(session: Session, item: AgendaItem, language: Language) -> str:
    """What an item is called: *Nieuwe medewerkers · Studenten opleiden*, *Werkveldpartner(s) – Kapitaal*."""
    if item.gap is not None:
        side = labels.side_label(session.form_set, item.gap.side, language)
        return f"{side} – {labels.cluster_label(session.form_set, item.gap.cluster, language)}"
    return " · ".join(labels.motive_label(session, key, language) for key in (item.key, *item.also))


def why(session: Session, item: AgendaItem, language: Language) -> str:
    """Why an item stands where it stands; for a difference in expectation the numbers in words."""
    words = language(REASON_WORDS[item.reason])
    if item.gap is not None:
        words += " " + charts.mirror_sentence(session.form_set, item.gap, language)
    return words


def time_of(item: AgendaItem, language: Language) -> str:
    """*8 minuten*, or *als er tijd is*."""
    if not item.is_timed:
        return language("if there is time")
    return language.plural("{n} minute", "{n} minutes", item.minutes)
