"""Deadlines: how long an answer may take, by urgency and organisation (domain.md, Timers)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from domain.people import Urgency

WRITTEN = re.compile(r"(\d{1,4}) ?(h|hours?|working days?)")


@dataclass(frozen=True, slots=True)
class Limit:
    """A span of `hours` on the wall, or of `working_days` of the team that owns the case."""

    hours: int = 0
    working_days: int = 0

    @property
    def at_most(self) -> timedelta:
        """Give about how long it is on the wall: five working days are a week."""
        return timedelta(hours=self.hours, days=self.working_days * 7 / 5)


@dataclass(frozen=True, slots=True)
class Limits:
    """How soon a request is acknowledged and decided, and how long questions stop its clock."""

    acknowledge: Limit
    decide: Limit
    question_waits: timedelta

    @property
    def question_stands(self) -> timedelta:
        """Give how long a question that stops no clock waits; then its holder decides without."""
        return self.question_waits or EMERGENCY_QUESTION_STANDS


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """What an organisation has set for one urgency instead of the usual."""

    urgency: Urgency
    acknowledge: Limit | None = None
    decide: Limit | None = None


LIMITS: dict[Urgency, Limits] = {
    Urgency.EMERGENCY: Limits(Limit(hours=1), Limit(hours=24), timedelta(0)),
    Urgency.URGENT: Limits(Limit(hours=12), Limit(hours=72), timedelta(hours=24)),
    Urgency.NORMAL: Limits(Limit(working_days=2), Limit(working_days=10), timedelta(hours=72)),
}

REQUEST_BEING_WRITTEN_IS_KEPT = timedelta(days=14)
EMERGENCY_QUESTION_STANDS = timedelta(hours=6)
"""How long a question in an emergency waits, though no clock stops for it (Timers)."""
CLOSED_WITHIN = timedelta(days=30)
"""From acceptance until the case should have an outcome."""


def limits_for(urgency: Urgency, own: tuple[OwnLimits, ...] = ()) -> Limits:
    """Give the limits of an urgency; what an organisation has set stands before the usual."""
    usual = LIMITS[urgency]
    for each in own:
        if each.urgency is urgency:
            return Limits(
                each.acknowledge or usual.acknowledge,
                each.decide or usual.decide,
                usual.question_waits,
            )
    return usual


def read_limit(words: str) -> Limit:
    """Read "12 h" or "2 working days"; ValueError for anything else, and for no time at all."""
    found = WRITTEN.fullmatch(words.strip().lower())
    if found is None or int(found[1]) == 0:
        raise ValueError(f'a limit is like "12 h" or "2 working days", not "{words}"')
    number = int(found[1])
    return Limit(hours=number) if found[2].startswith("h") else Limit(working_days=number)
