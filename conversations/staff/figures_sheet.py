"""The figures of a team and month as a sheet: how it answers, and what persons say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import TypeVar

from conversations.persons.feedback import ANSWERS as TREATMENT
from conversations.sheets import Row, Section, Sheet
from conversations.text import Amount, Language, Text, Verbatim, Words, YearMonth, t, tn
from conversations.vocabulary import DECLINE_REASONS
from domain.courses import Answer
from domain.feedback import Asked
from domain.figures import Figures, Month, Span, Spread
from domain.outcomes import Received
from domain.quality import Part, Untold
from domain.requests.figures import TeamFigures

FEW = "<5"
DAYS_FROM = timedelta(hours=48)

K = TypeVar("K")

ANSWERS: dict[Answer, Text] = {
    # Translators: figures: requests that were decided before the limit
    Answer.IN_TIME: t("Yes or no in time"),
    # Translators: figures: requests that were decided after the limit
    Answer.LATE: t("Yes or no, but late"),
    # Translators: figures: requests that somebody took, and the limit passed without a decision
    Answer.TAKEN: t("Taken, and overdue"),
    # Translators: figures: requests that nobody answered, and the limit passed
    Answer.NONE: t("No answer, and overdue"),
}

SPANS: dict[Span, Text] = {
    # Translators: figures: how long until somebody took a request
    Span.ACKNOWLEDGED: t("Until somebody answers"),
    # Translators: figures: how long until a request was accepted or declined
    Span.DECIDED: t("Until yes or no"),
    # Translators: figures: how long until the help had ended
    Span.FINISHED: t("Until the help has ended"),
}

OUTCOMES: dict[Received, Text] = {
    # Translators: figures: what persons say of the help
    Received.YES: t("The help came"),
    # Translators: figures: what persons say of the help
    Received.PARTLY: t("It came in part"),
    # Translators: figures: what persons say of the help
    Received.NO: t("It did not come"),
    # Translators: figures: what persons say of the help
    Received.NOT_REACHED: t("Nobody could be reached"),
}

HEADINGS: dict[Asked, Text] = {
    # Translators: heading of figures: persons were asked whether a no was explained
    Asked.EXPLAINED: t("Was the reason of a no explained?"),
    # Translators: heading of figures: persons were asked how they were treated
    Asked.TREATED: t("How people say they were treated:"),
}


def figures_sheet(found: TeamFigures) -> Sheet:
    """Lay out the figures of one month."""
    under = (Verbatim(found.team.organisation), month_words(found.month))
    # Translators: under figures: why some numbers are missing
    hidden = t("Numbers under 5, and what they could be computed from, are not shown.")
    enough = found.figures.received is not None
    return Sheet(
        Verbatim(found.team.name),
        under,
        tuple(sections(found.figures)),
        # Translators: under figures: what "in time" means
        (hidden, t("“In time” is by the working days of the team.")) if enough else (),
    )


def month_words(month: Month) -> Words:
    """Name a month."""
    return YearMonth(month.year, month.number)


def sections(told: Figures) -> Iterable[Section]:
    """Tell each group of figures, or that there are too few requests to tell anything."""
    # Translators: figures: how many requests came in that month
    received = t("Requests received")
    if told.received is None:
        # Translators: figures: with so few requests nothing more is told
        few = t("With so few, more would tell about single people.")
        yield Section(None, (Row(received, Verbatim(FEW)),), (few,))
        return
    yield Section(None, (Row(received, Amount(told.received)),))
    yield Section(None, tuple(answer_rows(told, told.received)))
    yield from answered(told)
    yield from heard(told)
    yield from group(
        # Translators: heading of figures: in which languages people asked
        t("Languages:"),
        told.languages,
        Language,
    )


def answered(told: Figures) -> Iterable[Section]:
    """Tell how long it took, why it was a no, and what was disputed."""
    if told.times:
        rows = (time_row(SPANS[span], spread) for span, spread in told.times.items())
        # Translators: heading of figures: how long something took
        yield Section(t("Time:"), tuple(rows))
    yield from group(
        # Translators: heading of figures: why requests were declined
        t("Declined:"),
        told.declines,
        lambda reason: DECLINE_REASONS[reason],
    )
    # Translators: figures: requests where the person objected, or a supervisor sent them back
    disputed = row(t("Disputed"), told.disputed)
    # Translators: figures: requests for which no team was found; the aim is none
    unroutable = row(t("No team found"), told.unroutable)
    parts = ((told.disputed, disputed), (told.unroutable, unroutable))
    rows_told = tuple(each for part, each in parts if part is not Untold.FEW)
    if rows_told:
        yield Section(None, rows_told)


def heard(told: Figures) -> Iterable[Section]:
    """Tell what persons say of the help, and of how they were treated."""
    # Translators: heading of figures: what persons say of the help
    yield from group(t("What people say of the help:"), told.outcomes, lambda said: OUTCOMES[said])
    for asked, parts in told.feedback.items():
        words = {said: text for said, (_, text) in TREATMENT[asked].items()}
        yield from group(HEADINGS[asked], parts, words.__getitem__)


def answer_rows(told: Figures, received: int) -> Iterable[Row]:
    """Tell whether requests were decided in time, and the share that had no answer."""
    for answer, words in ANSWERS.items():
        yield row(words, told.answers[answer], received)
    share = told.share_without_answer
    if share is not None:
        # Translators: figures: a share of a hundred
        value = t("{share} %", share=Amount(share))
        # Translators: figures: the share of requests without an answer
        yield Row(t("Share without an answer"), value)


def row(what: Words, part: Part, of: int | None = None) -> Row:
    """Tell a count with its share, "<5", or that it is not shown."""
    if part is Untold.FEW:
        return Row(what, Verbatim(FEW))
    if part is Untold.HIDDEN:
        # Translators: in the place of a number in figures
        return Row(what, t("not shown"))
    return Row(what, Amount(part), part / of if of else None)


def group(heading: Text, told: Mapping[K, Part], words: Callable[[K], Words]) -> Iterable[Section]:
    """Tell the counts of a group, leaving out those under 5; nothing if there is none."""
    rows = [row(words(each), part) for each, part in told.items() if part is not Untold.FEW]
    if rows:
        yield Section(heading, tuple(rows))


def time_row(what: Words, spread: Spread) -> Row:
    """Tell the median and, where enough were counted, nine of ten."""
    if spread.tail is None:
        # Translators: figures: how long it took; {median} like "5 hours"
        return Row(what, t("half within {median}", median=duration(spread.median)))
    # Translators: figures: how long it took; {median} and {tail} like "5 hours"
    value = t(
        "half within {median}, nine of ten within {tail}",
        median=duration(spread.median),
        tail=duration(spread.tail),
    )
    return Row(what, value)


def duration(span: timedelta) -> Words:
    """Tell a span in hours, from two days on in days."""
    if span < DAYS_FROM:
        # Translators: how long something took
        return tn("{count} hour", "{count} hours", int(span.total_seconds() // 3600))
    # Translators: how long something took
    return tn("{count} day", "{count} days", round(span / timedelta(days=1)))
