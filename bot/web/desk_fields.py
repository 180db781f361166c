"""Desk fields: what a form asks beside its button, and how what comes back is read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.web.forms import Form
from conversations.caseworkers.colleagues import LONGEST_NOTE
from conversations.questions import cleaned
from conversations.text import Text, t


class Field(StrEnum):
    """What a form asks beside its button."""

    NOTHING = "nothing"
    INSTRUCTIONS = "instructions"
    QUESTION = "question"
    REASON = "reason"
    OUTCOME = "outcome"
    WHY = "why"
    NOTE = "note"
    WORD = "word"
    TEAM = "team"
    PLACE = "place"
    COLLEAGUE = "colleague"
    OTHER = "other"


# How many letters a field takes; those without a number are a choice.
LONGEST: Mapping[Field, int] = {
    Field.INSTRUCTIONS: 2000,
    Field.QUESTION: 1000,
    Field.WHY: 500,
    Field.NOTE: LONGEST_NOTE,
    Field.WORD: LONGEST_NOTE,
}
ASKS: Mapping[Field, Text] = {
    # Translators: label of the field for what the person should do
    Field.INSTRUCTIONS: t(
        "What should the person do? When, where, what to bring. I pass it on as you write it."
    ),
    # Translators: label of the field for a question to the person
    Field.QUESTION: t("What do you want to ask? Ask only what you need to decide."),
    # Translators: label of the choice of a reason
    Field.REASON: t("Why? The person is told."),
    # Translators: label of the choice of an outcome
    Field.OUTCOME: t("How did it end?"),
    # Translators: question to a coordinator who ends a request
    Field.WHY: t("Why do you end it? The person reads what you write."),
    # Translators: question to a caseworker who writes a note on a case
    Field.NOTE: t(
        "What should your team know? The person never sees it. Write only what is needed."
    ),
    # Translators: question to a caseworker who does not agree that a request is declined
    Field.WORD: t("What should your colleague do instead? The person never sees it."),
    # Translators: question to a coordinator
    Field.TEAM: t("Which team should have it?"),
    # Translators: question to a caseworker who proposes another place
    Field.PLACE: t("Which place do you propose? The person decides."),
    # Translators: question to a caseworker who passes a case on; 🟢 marks colleagues on duty
    Field.COLLEAGUE: t("Who should look after it? 🟢 on duty"),
    # Translators: question to a caseworker: which other request this one is the same as
    Field.OTHER: t("Which one goes on? This one ends."),
}


def words_in(form: Form, field: Field) -> str:
    """Read words; "" if they are longer than allowed."""
    words = cleaned(form.get(field, ""))
    return words if len(words) <= LONGEST[field] else ""
