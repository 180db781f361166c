"""Courses: what became of one request in one team's queue, and whether that was in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.people import Urgency
from domain.referrals import Action, DeclineReason
from domain.services import ServiceId

ANSWERS = frozenset(
    {
        Action.CLAIM,
        Action.ASK,
        Action.ACCEPT,
        Action.DECLINE,
        Action.OFFER_MOVE,
        Action.REDIRECT,
    }
)
"""Moves by which a team's side answers; what a coordinator takes away from it is none."""
DECISIONS = frozenset({Action.ACCEPT, Action.DECLINE, Action.REDIRECT})
"""Moves that say yes, no, or where else: what the time to decide is for."""
DISPUTES = frozenset({Action.OBJECT, Action.SEND_BACK})
"""Moves that ask for another decision: the person's objection, a supervisor's sending back."""

NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pause:
    """A question to the person stopped the clock; `end` is None while it waits. Aware UTC."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one request for a `service` in one team's queue; instants are aware UTC.

    `answered`: its first move of ANSWERS there, `decided`: of DECISIONS. `ended`: withdrawn,
    revoked or redirected. `language`: in which consent was given. `disputed`: a move of DISPUTES
    was made. `due`: when it was to be decided by the team's working time; `pauses` make it later,
    together by `paused_at_most`. Without `due` it is never late.
    """

    urgency: Urgency
    received: datetime
    language: str
    service: ServiceId = ServiceId("")
    unroutable: bool = False
    answered: datetime | None = None
    decided: datetime | None = None
    finished: datetime | None = None
    ended: datetime | None = None
    declined: DeclineReason | None = None
    disputed: bool = False
    pauses: tuple[Pause, ...] = ()
    paused_at_most: timedelta = NO_TIME
    due: datetime | None = None


class Answer(StrEnum):
    """Whether a request was decided within the time to decide; each has exactly one.

    The time is that of the clocks: the team's working days, without what questions to the person
    stopped (Timers). `TAKEN`: somebody of the team answered, and has not decided though the time
    is over. `NONE`: nobody of the team made a move. `OPEN`: there is still time, or it ended
    before the limit by the person or the coordinator; it counts for nobody. In this order they
    are hidden (`safe_parts`), so that the share without an answer stays where it may.
    """

    IN_TIME = "in_time"
    OPEN = "open"
    LATE = "late"
    TAKEN = "taken"
    NONE = "none"


def answer_of(course: Course, now: datetime) -> Answer:
    """Say whether a request was decided in time, as known at the aware `now`."""
    if course.decided is not None:
        return Answer.IN_TIME if in_time(course, course.decided) else Answer.LATE
    if in_time(course, min(course.ended or now, now)):
        return Answer.OPEN
    return Answer.NONE if course.answered is None else Answer.TAKEN


def in_time(course: Course, at: datetime) -> bool:
    """Say whether a request was not overdue yet at `at`, with its pauses until then."""
    return course.due is None or at <= course.due + paused(course, at)


def paused(course: Course, until: datetime) -> timedelta:
    """Sum the pauses up to an instant; they add up over all questions (Timers)."""
    spans = (min(each.end or until, until) - each.start for each in course.pauses)
    return min(sum((span for span in spans if span > NO_TIME), NO_TIME), course.paused_at_most)
