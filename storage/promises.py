"""Promises: how many answers persons were promised for a span of time, and how many never came.

What became of a promise is settled once its instant is past, so a process counts each ten minutes
once and keeps the count: asked again, it reads the promises of half an hour instead of a day's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, and_, bindparam, case, exists, func, select

from domain.courses import ANSWERS
from domain.referrals import State
from storage.database import Transaction
from storage.tables import referral_clocks, referral_events

ENDED = (State.WITHDRAWN.value, State.REVOKED.value, State.REDIRECTED.value)
LONGEST = timedelta(minutes=10)
SETTLED_AFTER = timedelta(minutes=10)
"""A move is committed some seconds after its instant, and clocks of machines differ."""
KEPT = "promises by span"

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Promises:
    """Of `due` answers that persons were promised, so many were `missed`: no answer by then."""

    due: int
    missed: int


async def promises(tx: Transaction, since: datetime, until: datetime) -> Promises:
    """Count the answers promised for after `since` up to `until`, aware UTC; `until` is now.

    What a person was told to expect is never restarted (domain.md, Timers), and an answer is a
    move of ANSWERS. What ended before without one counts for nobody, as in the figures.
    """
    before: dict[Span, Promises] = tx.kept.get(KEPT, {})
    kept: dict[Span, Promises] = {}
    counts: list[Promises] = []
    for span in spans(since, until):
        found = before.get(span) or await _counted(tx, *span)
        if span[1] <= until - SETTLED_AFTER:
            kept[span] = found
        counts.append(found)
    tx.kept[KEPT] = kept
    return Promises(sum(each.due for each in counts), sum(each.missed for each in counts))


def spans(since: datetime, until: datetime) -> Iterator[Span]:
    """Cut a time at each full ten minutes, so that most parts are the same a minute later."""
    while since < until:
        end = min(begun(since) + LONGEST, until)
        yield since, end
        since = end


def begun(at: datetime) -> datetime:
    """Give the instant at which the ten minutes of an instant began."""
    return at - (at - datetime(2000, 1, 1, tzinfo=UTC)) % LONGEST


def _statement() -> Select[tuple[int, int]]:
    clock = referral_clocks.c
    in_span = and_(clock.promised > bindparam("since"), clock.promised <= bindparam("until"))
    of_it = (referral_events.c.referral == clock.referral) & (
        referral_events.c.at <= clock.promised
    )
    answered = exists().where(
        of_it, referral_events.c.action.in_(sorted(each.value for each in ANSWERS))
    )
    ended = exists().where(of_it, referral_events.c.after.in_(ENDED))
    each = select(
        case((answered, 1), else_=0).label("answered"), case((ended, 1), else_=0).label("ended")
    ).where(in_span)
    found = each.subquery().c
    missed = case((and_(found.answered == 0, found.ended == 0), 1), else_=0)
    return select(func.coalesce(func.sum(found.answered), 0), func.coalesce(func.sum(missed), 0))


COUNT = _statement()


async def _counted(tx: Transaction, since: datetime, until: datetime) -> Promises:
    row = (await tx.connection.execute(COUNT, {"since": since, "until": until})).one()
    return Promises(int(row[0]) + int(row[1]), int(row[1]))
