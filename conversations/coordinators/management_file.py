"""A table of management: what its facts would begin and end, before anything is entered."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.text import Day, Marked, Text, Verbatim, Words, beside, lines, paragraphs, t, tn
from conversations.vocabulary import SERVICES
from domain.requests.files import DatedFact, DatedKind, Examined, ReceivedFile

SHOWN = 15

KINDS: dict[DatedKind, Text] = {
    # Translators: before the name of the organisation that runs a centre
    DatedKind.ARRANGEMENT: t("Runs it"),
    # Translators: before the name of an agreement
    DatedKind.AGREEMENT: t("Agreement"),
    # Translators: before a service and the name of the organisation that answers for it
    DatedKind.RESPONSIBILITY: t("Answers"),
    # Translators: before the name of the organisation that is to run a centre after a handover
    DatedKind.HANDOVER: t("Planned handover"),
}


def facts_shown(file: ReceivedFile, found: Examined, facts: Sequence[DatedFact]) -> Words:
    """Tell what begins and what ends, place by place, and ask."""
    begin = [fact_row(each) for each in facts if not each.ends]
    end = [fact_row(each) for each in facts if each.ends]
    return paragraphs(
        # Translators: a table of who runs which place was read; nothing was done yet
        t("This is what {file} would enter. Nothing is entered yet.", file=file.name),
        # Translators: above facts that begin on a day, such as who runs a centre
        lines(Marked("➕", t("Begins:")), *cut(begin)) if begin else None,
        # Translators: above facts that end on a day, such as who runs a centre
        lines(Marked("✂️", t("Ends:")), *cut(end)) if end else None,
        # Translators: facts of a file that are in the directory already
        Marked("＝", t("As before: {count}", count=found.unchanged)) if found.unchanged else None,
        # Translators: question to a coordinator, above the buttons
        t("Shall I enter all of it? What held before stays on record."),
    )


def cut(rows: list[Words]) -> list[Words]:
    """Give the first rows, and how many more there are."""
    left = len(rows) - SHOWN
    # Translators: under a list that is cut
    more = [tn("… and {count} more", "… and {count} more", left)] if left > 0 else []
    return [*rows[:SHOWN], *more]


def fact_row(fact: DatedFact) -> Words:
    """Say one fact with its days."""
    name = Verbatim(fact.name)
    said = beside(SERVICES[fact.service], name) if fact.service else name
    return beside(Verbatim(fact.centre), KINDS[fact.kind], said, days(fact))


def days(fact: DatedFact) -> Text | None:
    """Say when it begins and ends; of one that ends, only its end is new."""
    if fact.last and (fact.ends or not fact.first):
        # Translators: after the name of an agreement: its last day
        return t("until {date}", date=Day(fact.last))
    if fact.first and fact.last:
        # Translators: first and last day of an agreement
        return t("{start} – {end}", start=Day(fact.first), end=Day(fact.last))
    # Translators: a fact holds from this day on
    return t("From {date}", date=Day(fact.first)) if fact.first else None


def nothing_entered(file: ReceivedFile) -> Words:
    """Say that a row that is wrong keeps all the others back."""
    # Translators: rows of a table build on each other, so one that is wrong keeps back the others
    words = t("Nothing of {file} is entered until every row is right.", file=file.name)
    # Translators: to a coordinator whose table has wrong rows
    return lines(words, t("Please mend these rows and send it again:"))
