"""How things stand, in numbers without anybody's data: what waits, since when, what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from domain.organisations import TeamId
from domain.referrals import State
from storage.database import Transaction
from storage.outbox import PULLED
from storage.tables import outbox, parked_updates, referral_clocks, referrals, updates

WAITING = (State.PENDING.value, State.UNROUTABLE.value)
TEAMS_AT_ONCE = 5_000
"""An engine takes no more than some thirty thousand parameters."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many wait in one place (a channel's name, a team's id), the oldest since `oldest`, UTC."""

    where: str
    number: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Parked:
    """So many updates of a channel were set aside for one reason, the last at `newest`, UTC."""

    channel: str
    reason: str
    number: int
    newest: datetime


async def unsent(tx: Transaction, now: datetime) -> tuple[Waiting, ...]:
    """Count what is to be sent by channel; what is kept for a time to come does not wait."""
    c = outbox.c
    begun = (c.due <= now) | (c.attempts > 0)
    waits = and_(c.sent.is_(None), c.failed.is_(None), c.channel.not_in(PULLED), begun)
    rows = await tx.connection.execute(
        select(c.channel, func.count(), func.min(c.created)).where(waits).group_by(c.channel)
    )
    return tuple(Waiting(*row) for row in rows)


async def queues(tx: Transaction, teams: Sequence[TeamId]) -> tuple[Waiting, ...]:
    """Count by team the referrals that nobody has taken, from when each came to wait there."""
    since = func.coalesce(referral_clocks.c.waits_since, referrals.c.submitted)
    clock = referral_clocks.c.referral == referrals.c.id
    statement = (
        select(referrals.c.team, func.count(), func.min(since))
        .join_from(referrals, referral_clocks, clock, isouter=True)
        .group_by(referrals.c.team)
    )
    found: list[Waiting] = []
    for start in range(0, len(teams), TEAMS_AT_ONCE):
        some = referrals.c.team.in_(teams[start : start + TEAMS_AT_ONCE])
        rows = await tx.connection.execute(statement.where(some, referrals.c.state.in_(WAITING)))
        found += (Waiting(*row) for row in rows)
    return tuple(found)


async def set_aside(tx: Transaction) -> tuple[Parked, ...]:
    """Count the parked updates by channel and reason, the latest last."""
    c = parked_updates.c
    newest = func.max(c.parked)
    rows = await tx.connection.execute(
        select(c.channel, c.reason, func.count(), newest)
        .group_by(c.channel, c.reason)
        .order_by(newest)
    )
    return tuple(Parked(*row) for row in rows)


async def latest(tx: Transaction) -> datetime | None:
    """Give an instant that is past for sure, aware UTC: when the last update was handled."""
    found: datetime | None = await tx.connection.scalar(select(func.max(updates.c.handled)))
    return found
