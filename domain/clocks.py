"""Clocks: what is due for a referral and when, and what each move does to its clock (Timers).

Two chains run beside each other while nothing is decided: until somebody takes the case, and until
it is decided. Each has three steps: at half of its limit, at the limit, at one and a half.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.deadlines import CLOSED_WITHIN, Limit, Limits
from domain.outcomes import DECLINED_IS_OPEN, DONE_IS_OPEN
from domain.referrals import Action, Referral, ReferralId, State
from domain.working_time import WorkingCalendar, later

NO_TIME = timedelta(0)


class Step(StrEnum):
    """What may become due. Written down once done, so that it is done once."""

    TAKE_HALF = "take_half"
    TAKE_LIMIT = "take_limit"
    TAKE_LATE = "take_late"
    DECIDE_HALF = "decide_half"
    DECIDE_LIMIT = "decide_limit"
    DECIDE_LATE = "decide_late"
    PROMISE = "promise"
    QUESTION = "question"
    REVIEW = "review"
    CONSENT = "consent"
    END = "end"
    CLOSE = "close"


TAKE = (Step.TAKE_HALF, Step.TAKE_LIMIT, Step.TAKE_LATE)
DECIDE = (Step.DECIDE_HALF, Step.DECIDE_LIMIT, Step.DECIDE_LATE)
UNDECIDED = frozenset(
    {
        State.PENDING,
        State.UNROUTABLE,
        State.AWAITING_CONSENT,
        State.CLAIMED,
        State.NEEDS_INFO,
    }
)
HELPED = frozenset({State.ACCEPTED, State.IN_PROGRESS})
# When a no holds at which nobody has looked: the person should have an answer by now.
ANSWER_DUE = frozenset({Step.REVIEW, Step.DECIDE_LIMIT, Step.DECIDE_LATE, Step.PROMISE})
STAYS_OPEN = {State.DECLINED: DECLINED_IS_OPEN, State.DONE: DONE_IS_OPEN}
STARTS_ANEW = frozenset({Action.OBJECT, Action.REOPEN})


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of one referral; instants are aware UTC.

    `entered`: into the present team's queue. `waits_since`: since when nobody has it, None while
    somebody does. `promised`: until when the person was told to expect an answer, counted from
    submission and never restarted. `paused`: the sum of the pauses that are over.
    """

    referral: ReferralId
    entered: datetime
    promised: datetime
    waits_since: datetime | None
    helped_since: datetime | None = None
    paused_since: datetime | None = None
    paused: timedelta = NO_TIME
    done: frozenset[Step] = frozenset()


def started(referral: Referral, limits: Limits, calendar: WorkingCalendar) -> Clock:
    """Start the clock of a referral that was just submitted."""
    at = referral.submitted
    return Clock(referral.id, at, later(at, limits.decide, 2, calendar), at)


def after_move(
    clock: Clock, before: Referral, after: Referral, action: Action, limits: Limits, now: datetime
) -> Clock:
    """Give the clock after a move, at the aware `now`."""
    if before.team != after.team or action in STARTS_ANEW:
        clock = replace(
            clock,
            entered=now,
            waits_since=now,
            helped_since=None,
            paused_since=None,
            paused=NO_TIME,
            done=clock.done & {Step.PROMISE},
        )
    if clock.paused_since is not None and after.state is not State.NEEDS_INFO:
        clock = replace(clock, paused=paused_at(clock, limits, now), paused_since=None)
    if after.state is State.NEEDS_INFO:
        clock = replace(clock, done=clock.done - {Step.QUESTION})
        if clock.paused < limits.question_waits:
            clock = replace(clock, paused_since=clock.paused_since or now)
    if after.holder is not None:
        clock = replace(clock, waits_since=None)
    elif clock.waits_since is None:  # put back: whoever comes next has the time to take it
        clock = replace(clock, waits_since=now, done=clock.done - set(TAKE))
    if after.offer is not None:
        clock = replace(clock, done=clock.done - {Step.CONSENT})
    if after.stands not in HELPED:
        return replace(clock, helped_since=None)
    if clock.helped_since is not None:
        return clock
    return replace(clock, helped_since=now, done=clock.done - {Step.CLOSE})


def begun_by(clock: Clock, now: datetime) -> Clock:
    """Give a clock that was begun by the aware `now`, where it was by a clock that was ahead.

    What the person was promised comes earlier by as much as it was ahead.
    """
    ahead = max(clock.entered - now, NO_TIME)

    def by_now(instant: datetime | None) -> datetime | None:
        return None if instant is None else min(instant, now)

    return replace(
        clock,
        entered=clock.entered - ahead,
        promised=clock.promised - ahead,
        waits_since=by_now(clock.waits_since),
        helped_since=by_now(clock.helped_since),
        paused_since=by_now(clock.paused_since),
    )


def paused_at(clock: Clock, limits: Limits, now: datetime) -> timedelta:
    """Sum the pauses up to `now`; together they last at most as long as a question may wait."""
    running = now - clock.paused_since if clock.paused_since else NO_TIME
    return min(clock.paused + running, limits.question_waits)


def steps(
    clock: Clock,
    state: State,
    limits: Limits,
    calendar: WorkingCalendar,
    asked_until: datetime | None = None,
    moved: datetime | None = None,
    reviewed_until: datetime | None = None,
) -> dict[Step, datetime]:
    """Say when each step is due that is not done yet, as things stand; empty once it is over.

    `state`: the one that stands. While a question stops the clock, only what the person was
    promised goes on; one that does not stop it ends as well, so that no case waits for ever.
    `asked_until`: how long a question of consent waits. `moved`: when it came into its state.
    `reviewed_until`: how long a no waits for a colleague's look.
    """
    found: dict[Step, datetime] = {}
    if asked_until is not None:
        found[Step.CONSENT] = asked_until
    if reviewed_until is not None:
        found[Step.REVIEW] = reviewed_until
    if state in UNDECIDED:
        found[Step.PROMISE] = clock.promised
        if clock.paused_since is not None:
            found[Step.QUESTION] = clock.paused_since + limits.question_waits - clock.paused
        else:
            found |= chain(DECIDE, clock.entered, clock.paused, limits.decide, calendar)
            if state is State.NEEDS_INFO and moved is not None:
                found[Step.QUESTION] = moved + limits.question_stands
        if clock.waits_since is not None:
            found |= chain(TAKE, clock.waits_since, NO_TIME, limits.acknowledge, calendar)
    elif state in HELPED and clock.helped_since is not None:
        found[Step.CLOSE] = clock.helped_since + CLOSED_WITHIN
    elif state in STAYS_OPEN and moved is not None:
        found[Step.END] = moved + STAYS_OPEN[state]
    return {step: at for step, at in found.items() if step not in clock.done}


def chain(
    names: tuple[Step, Step, Step],
    start: datetime,
    paused: timedelta,
    limit: Limit,
    calendar: WorkingCalendar,
) -> dict[Step, datetime]:
    """Give the three instants of a chain: half of the limit, the limit, one and a half."""
    return {
        step: later(start, limit, halves, calendar) + paused for halves, step in enumerate(names, 1)
    }


def is_overdue(clock: Clock) -> bool:
    """Say whether a limit has passed without what it asks for; a flag, never a state."""
    waits = clock.waits_since is not None and Step.TAKE_LIMIT in clock.done
    undecided = clock.helped_since is None and Step.DECIDE_LIMIT in clock.done
    return waits or undecided or Step.CLOSE in clock.done


def is_overdue_by_half(clock: Clock) -> bool:
    """Say whether the coordinator may take the case back: half a limit over time (Timers)."""
    waits = clock.waits_since is not None and Step.TAKE_LATE in clock.done
    return waits or (clock.helped_since is None and Step.DECIDE_LATE in clock.done)


def strongest(due: set[Step]) -> frozenset[Step]:
    """Leave out a step where a later one of its chain is due as well, as after an outage."""
    kept = set(due)
    for names in (TAKE, DECIDE):
        for step in names[:-1]:
            if kept & set(names[names.index(step) + 1 :]):
                kept.discard(step)
    return frozenset(kept)
