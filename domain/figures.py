"""Figures: how a team answers, counted by month, so that nobody's case can be read from them.

domain.md, Suggested measures and Small numbers. What is counted is one team in one calendar month
of UTC, and a request belongs to the month in which it came into that team's queue. Teams and
months do not overlap, so no figure can be computed as the difference of two others; there are no
sums over several months or teams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from domain.access import Actor, MemberRole, Membership
from domain.courses import Answer, Course, answer_of
from domain.directory import Directory
from domain.feedback import Asked, Said
from domain.organisations import Area, OrganisationKind, Team
from domain.outcomes import Received
from domain.quality import SMALLEST_SHOWN, Part, Untold, safe_parts
from domain.referrals import DeclineReason

MONTHS_SHOWN = 6
TAIL_SHOWN_FROM = 10
"""Below so many, nine of ten is nearly the longest: one case."""

V = TypeVar("V", bound=StrEnum)


class Span(StrEnum):
    """From receipt until when."""

    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Spread:
    """Half of all took at most `median`; nine of ten at most `tail`, None if too few to tell."""

    median: timedelta
    tail: timedelta | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be told of one team and month; with `received` None (under 5) nothing else is."""

    received: int | None
    answers: Mapping[Answer, Part]
    unroutable: Part
    declines: Mapping[DeclineReason, Part]
    languages: Mapping[str, Part]
    times: Mapping[Span, Spread]
    disputed: Part = Untold.HIDDEN
    outcomes: Mapping[Received, Part] = field(default_factory=dict)
    feedback: Mapping[Asked, Mapping[Said, Part]] = field(default_factory=dict)

    @property
    def share_without_answer(self) -> int | None:
        """Give how many of a hundred had no answer in time; None unless both counts are told."""
        none = self.answers.get(Answer.NONE, Untold.HIDDEN)
        if self.received is None or isinstance(none, Untold):
            return None
        return round(100 * none / self.received)


@dataclass(frozen=True, slots=True)
class Voices:
    """What persons said of a team in a month: of the help, and of how they were treated."""

    outcomes: Mapping[Received, int] = field(default_factory=dict)
    feedback: Mapping[Asked, Mapping[Said, int]] = field(default_factory=dict)


NO_VOICES = Voices()


def figures(courses: Sequence[Course], now: datetime, voices: Voices = NO_VOICES) -> Figures:
    """Count what came to one team in one month, and what persons said of it in that month."""
    if len(courses) < SMALLEST_SHOWN:
        return Figures(None, {}, Untold.HIDDEN, {}, {}, {})
    answers = Counter(answer_of(each, now) for each in courses)
    declined = Counter(each.declined for each in courses)
    languages = Counter(each.language for each in courses)
    return Figures(
        len(courses),
        dict(zip(Answer, safe_parts([answers[each] for each in Answer]), strict=True)),
        safe_share(courses, sum(each.unroutable for each in courses)),
        dict(
            zip(
                DeclineReason,
                safe_parts([declined[each] for each in (None, *DeclineReason)])[1:],
                strict=True,
            )
        ),
        safe_languages(languages),
        times(courses),
        safe_share(courses, sum(each.disputed for each in courses)),
        safe_voices(Received, voices.outcomes),
        {asked: safe_voices(Said, voices.feedback.get(asked, {})) for asked in Asked},
    )


def safe_share(courses: Sequence[Course], count: int) -> Part:
    """Give how many of all have something, as it may be told beside their sum."""
    return safe_parts([len(courses) - count, count])[1]


def safe_voices(order: type[V], counted: Mapping[V, int]) -> dict[V, Part]:
    """Give the answers to one question as they may be told; none if under 5 were given."""
    if sum(counted.values()) < SMALLEST_SHOWN:
        return {}
    return dict(zip(order, safe_parts([counted.get(each, 0) for each in order]), strict=True))


def safe_languages(counted: Mapping[str, int]) -> dict[str, Part]:
    """Name the languages of 5 and more; who speaks a rare one is in the rest, which is not told.

    In the order of their codes: an order by number would tell something of what is hidden.
    """
    named = sorted(each for each, count in counted.items() if count >= SMALLEST_SHOWN)
    rest = sum(counted.values()) - sum(counted[each] for each in named)
    told = safe_parts([rest, *(counted[each] for each in named)])[1:]
    return dict(zip(named, told, strict=True))


def times(courses: Sequence[Course]) -> dict[Span, Spread]:
    """Give how long it took, for what happened to 5 and more."""
    taken = {
        Span.ACKNOWLEDGED: [c.answered - c.received for c in courses if c.answered],
        Span.DECIDED: [c.decided - c.received for c in courses if c.decided],
        Span.FINISHED: [c.finished - c.received for c in courses if c.finished],
    }
    return {span: spread(each) for span, each in taken.items() if len(each) >= SMALLEST_SHOWN}


def spread(taken: Iterable[timedelta]) -> Spread:
    """Give median and 90th percentile by nearest rank, in whole hours, at least one."""
    ordered = sorted(taken)
    tail = rank(ordered, 90) if len(ordered) >= TAIL_SHOWN_FROM else None
    return Spread(in_hours(rank(ordered, 50)), in_hours(tail) if tail is not None else None)


def rank(ordered: Sequence[timedelta], percent: int) -> timedelta:
    """Give the smallest value that so many percent do not exceed."""
    return ordered[-(-len(ordered) * percent // 100) - 1]


def in_hours(span: timedelta) -> timedelta:
    """Round to hours, so that no single case is known by its minute."""
    return timedelta(hours=max(1, round(span / timedelta(hours=1))))


# ---------------------------------------------------------------- months


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month of UTC; written "2026-10"."""

    year: int
    number: int

    @property
    def start(self) -> datetime:
        """Give its first instant."""
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """Give the first instant after it."""
        return self.before(-1).start

    def before(self, months: int) -> Month:
        """Give the month so many before."""
        year, number = divmod(self.year * 12 + self.number - 1 - months, 12)
        return Month(year, number + 1)

    @property
    def digits(self) -> str:
        """Write it in six digits, as "202610"."""
        return f"{self.year:04}{self.number:02}"

    def __str__(self) -> str:
        """Write it down."""
        return f"{self.year:04}-{self.number:02}"


def month_of(at: datetime) -> Month:
    """Give the month of UTC in which the aware instant `at` lies."""
    utc = at.astimezone(UTC)
    return Month(utc.year, utc.month)


def months_told(now: datetime) -> tuple[Month, ...]:
    """Give the last six complete months, newest first: a running one would tell day by day."""
    running = month_of(now)
    return tuple(running.before(each) for each in range(1, MONTHS_SHOWN + 1))


# ---------------------------------------------------------------- who may see which


MONITORS = frozenset({MemberRole.STAFF, MemberRole.SUPERVISOR, MemberRole.COORDINATOR})
MONITORED = frozenset({OrganisationKind.PARTNER, OrganisationKind.GOVERNMENT})


def may_see_figures(actor: Actor, directory: Directory, team: Team) -> bool:
    """Say whether an actor may see a team's figures.

    Supervisors and coordinators their own team's; coordinators all teams of their area; IOM
    those of partners and governments in its area, as it monitors (B5, C4); who hears complaints
    those of other organisations in its area. What comes to specialists is nobody else's to know.
    """
    return any(_sees(membership, directory, team) for membership in actor.memberships)


def _sees(membership: Membership, directory: Directory, team: Team) -> bool:
    leads = membership.role in (MemberRole.SUPERVISOR, MemberRole.COORDINATOR)
    if membership.team == team.id:
        return leads
    if team.concern is not None:
        return False
    if not lies_in(team.area, directory.team(membership.team).area, directory):
        return False
    if membership.role is MemberRole.COORDINATOR:
        return True
    if directory.team(membership.team).hears_complaints:
        return membership.organisation != team.organisation
    kind = directory.organisation(membership.organisation).kind
    monitored = directory.organisation(team.organisation).kind in MONITORED
    return kind is OrganisationKind.IOM and membership.role in MONITORS and monitored


def lies_in(inner: Area, outer: Area, directory: Directory) -> bool:
    """Say whether an area lies wholly within another."""
    if not outer.centres and not outer.countries:
        return True
    if not inner.centres and not inner.countries:
        return False
    return inner.countries <= outer.countries and all(
        directory.has_centre(each) and outer.covers(each, directory.centre(each).country)
        for each in inner.centres
    )
