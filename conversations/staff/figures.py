"""Figures in words: how a team answers, by month, with small numbers hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar

from conversations.dialogue import Farewell, look
from conversations.flow import Start
from conversations.messages import Attached, Button, column, entry
from conversations.text import (
    Amount,
    Language,
    Marked,
    Text,
    Verbatim,
    Words,
    YearMonth,
    lines,
    paragraphs,
    t,
    tn,
)
from conversations.vocabulary import DECLINE_REASONS
from domain.courses import Answer
from domain.figures import Month, Span, Spread
from domain.organisations import TeamId
from domain.quality import Part, Untold
from domain.requests.figures import FiguresOf, MeasuredTeam, TeamFigures, TeamsMeasured

SHOWN = 10
FEW = "<5"
TABLE = "table"
DAYS_FROM = timedelta(hours=48)
BAR = 10

K = TypeVar("K")

ANSWERS: dict[Answer, tuple[str, Text]] = {
    # Translators: figures: requests that a team answered before the limit
    Answer.IN_TIME: ("✔️", t("Answered in time")),
    # Translators: figures: requests that a team answered after the limit
    Answer.LATE: ("🕰️", t("Answered late")),
    # Translators: figures: requests that nobody answered until the limit
    Answer.NONE: ("🔇", t("No answer in time")),
}

SPANS: dict[Span, Text] = {
    # Translators: figures: how long until somebody took a request
    Span.ACKNOWLEDGED: t("Until somebody answers"),
    # Translators: figures: how long until a request was accepted or declined
    Span.DECIDED: t("Until yes or no"),
    # Translators: figures: how long until the help had ended
    Span.FINISHED: t("Until the help has ended"),
}


async def stats(start: Start) -> Farewell:
    """Show the figures of a team for a month; whoever may see several chooses one first."""
    teams: tuple[MeasuredTeam, ...] = await look(TeamsMeasured())
    asked = start.argument(0).strip()
    if not teams and not asked:
        # Translators: to staff who may see no figures
        return Farewell(t("Figures are for those who lead a team or look after an area."))
    if asked.isdecimal() or (not asked and len(teams) > 1):
        return choose_team(teams, int(asked or 0))
    wanted = TeamId(asked or teams[0].team)
    found: TeamFigures | None = await look(FiguresOf(wanted, start.argument(1)))
    if found is None:
        # Translators: to staff: a team whose figures are not theirs to see, or that there is not
        return Farewell(t("I have no figures of such a team for you."))
    if start.argument(1) == TABLE:
        return table(found)
    return shown(found)


def choose_team(teams: tuple[MeasuredTeam, ...], page: int = 0) -> Farewell:
    """Ask whose figures, page by page."""
    first = page * SHOWN
    buttons = [
        Button(Marked("📊", Verbatim(each.name)), entry("stats", each.team))
        for each in teams[first : first + SHOWN]
    ]
    if len(teams) > first + SHOWN:
        # Translators: button: show more of a list
        buttons.append(Button(Marked("➡️", t("More")), entry("stats", str(page + 1))))
    # Translators: to staff who may see the figures of several teams
    return Farewell(t("The figures of which team?"), column(*buttons))


def table(found: TeamFigures) -> Farewell:
    """Send the figures of all months as a table."""
    return Farewell(
        # Translators: to staff: with a table (CSV) of figures; {team} is a name
        t("The last six months of {team}, as a table.", team=Verbatim(found.team.name)),
        file=Attached(found.table, "figures.csv"),
    )


def shown(found: TeamFigures) -> Farewell:
    """Tell the figures of one month."""
    team = found.team.team
    buttons = [
        Button(Marked("📅", month_words(each)), entry("stats", team, str(each)))
        for each in found.months
        if each != found.month
    ][:SHOWN]
    # Translators: button of staff: get figures as a table (CSV)
    buttons.append(Button(Marked("📄", t("As a table")), entry("stats", team, TABLE)))
    head = lines(
        Marked("📊", Verbatim(found.team.name)),
        Verbatim(found.team.organisation),
        month_words(found.month),
    )
    return Farewell(paragraphs(head, *body(found)), column(*buttons))


def month_words(month: Month) -> Words:
    """Name a month."""
    return YearMonth(month.year, month.number)


def body(found: TeamFigures) -> list[Words | None]:
    """Tell each group of figures, or that there are too few requests to tell anything."""
    told = found.figures
    if told.received is None:
        # Translators: figures; "<5" stands for under five
        few = t("Requests received: {count}", count=Verbatim(FEW))
        # Translators: figures: with so few requests nothing more is told
        return [few, t("With so few, more would tell about single people.")]
    return [
        # Translators: figures; {count} is a number
        t("Requests received: {count}", count=Amount(told.received)),
        answers(found),
        times(told.times),
        group(
            # Translators: heading of figures: why requests were declined
            t("Declined:"),
            told.declines,
            lambda reason: DECLINE_REASONS[reason],
        ),
        group(
            # Translators: heading of figures: in which languages people asked
            t("Languages:"),
            told.languages,
            Language,
        ),
        # Translators: figures: requests for which no team was found; the aim is none
        counted(t("No team found"), told.unroutable) if told.unroutable != Untold.FEW else None,
        why_hidden(found),
    ]


def answers(found: TeamFigures) -> Words:
    """Tell whether requests were answered in time, and the share that was not."""
    told = found.figures
    share = told.share_without_answer
    return lines(
        *(
            Marked(sign, counted(words, told.answers[answer], told.received))
            for answer, (sign, words) in ANSWERS.items()
        ),
        # Translators: figures: the share of requests without an answer; {share} is a number
        t("Share without an answer: {share} %", share=Amount(share)) if share is not None else None,
    )


def counted(what: Words, part: Part, of: int | None = None) -> Words:
    """Tell a count with a bar, "<5", or that it is not shown."""
    if isinstance(part, Untold):
        value: Words = Verbatim(FEW)
        if part is Untold.HIDDEN:
            # Translators: in the place of a number in figures
            value = t("not shown")
        # Translators: a figure and its number, or "<5"
        return t("{what}: {count}", what=what, count=value)
    if of:
        bar = Verbatim("▮" * round(BAR * part / of))
        # Translators: a figure, its number and a bar as long as the number is large
        return t("{what}: {count} {bar}", what=what, count=Amount(part), bar=bar)
    return t("{what}: {count}", what=what, count=Amount(part))


def group(heading: Text, told: Mapping[K, Part], words: Callable[[K], Words]) -> Words | None:
    """Tell the counts of a group, leaving out those under 5; None if there is none."""
    rows = [counted(words(each), part) for each, part in told.items() if part is not Untold.FEW]
    return lines(heading, *rows) if rows else None


def times(told: Mapping[Span, Spread]) -> Words | None:
    """Tell how long it took."""
    if not told:
        return None
    # Translators: heading of figures: how long something took
    return lines(t("Time:"), *(one_time(SPANS[span], spread) for span, spread in told.items()))


def one_time(what: Words, spread: Spread) -> Words:
    """Tell the median and, where enough were counted, nine of ten."""
    if spread.tail is None:
        # Translators: figures; {what} like "Until yes or no", {median} like "5 hours"
        return t("{what}: half within {median}", what=what, median=duration(spread.median))
    # Translators: figures; {what} like "Until yes or no", {median} and {tail} like "5 hours"
    return t(
        "{what}: half within {median}, nine of ten within {tail}",
        what=what,
        median=duration(spread.median),
        tail=duration(spread.tail),
    )


def duration(span: timedelta) -> Words:
    """Tell a span in hours, from two days on in days."""
    if span < DAYS_FROM:
        # Translators: how long something took
        return tn("{count} hour", "{count} hours", int(span.total_seconds() // 3600))
    # Translators: how long something took
    return tn("{count} day", "{count} days", round(span / timedelta(days=1)))


def why_hidden(found: TeamFigures) -> Words:
    """Say why some numbers are missing."""
    # Translators: under figures: why some numbers are missing
    return t("Numbers under 5, and what they could be computed from, are not shown.")
