"""Topics of referrals, in the groups of their teams; each with its number there once it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from domain.organisations import TeamId
from domain.referrals import ReferralId
from storage.database import Transaction
from storage.dropping import drop_before
from storage.tables import referral_topics as table


@dataclass(frozen=True, slots=True)
class Topic:
    """The topic in which a referral is told of now. `number`: ours, not the group's."""

    number: int
    team: TeamId


async def begin(tx: Transaction, referral: ReferralId, team: TeamId) -> int:
    """Keep that a referral has a topic, which is about to be made; give its number."""
    done = await tx.connection.execute(insert(table).values(referral=referral, team=team))
    key = done.inserted_primary_key
    return int(key[0]) if key is not None else 0


async def of(tx: Transaction, referral: ReferralId) -> Topic | None:
    """Give the topic of a referral; None if it has none, or the last one has ended."""
    rows = await tx.connection.execute(
        select(table.c.number, table.c.team)
        .where(table.c.referral == referral, table.c.ended.is_(None))
        .order_by(table.c.number.desc())
    )
    return next((Topic(int(row.number), TeamId(row.team)) for row in rows), None)


async def made(tx: Transaction, number: int, thread: int) -> None:
    """Note under which number of its own the group has a topic."""
    await tx.connection.execute(update(table).where(table.c.number == number).values(thread=thread))


async def thread_of(tx: Transaction, number: int) -> int | None:
    """Give the group's number of a topic; None if it was not made."""
    thread: int | None = await tx.connection.scalar(
        select(table.c.thread).where(table.c.number == number)
    )
    return thread


async def end(tx: Transaction, number: int, now: datetime) -> None:
    """Note that nothing more is said in a topic."""
    await tx.connection.execute(update(table).where(table.c.number == number).values(ended=now))


async def end_of_team(tx: Transaction, team: TeamId, now: datetime) -> None:
    """Note that nothing more is said in any topic of a team, which has no group any more."""
    await tx.connection.execute(
        update(table).where(table.c.team == team, table.c.ended.is_(None)).values(ended=now)
    )


async def purge_ended_before(tx: Transaction, instant: datetime, limit: int) -> int:
    """Drop at most `limit` topics that ended before an instant; give their number."""
    return await drop_before(tx, table.c.ended, instant, limit)
