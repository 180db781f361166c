"""Clocks of referrals: one row each, so that a round reads only what is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from domain.clocks import Clock, Step
from domain.organisations import TeamId
from domain.referrals import ReferralId
from storage.database import Transaction
from storage.inserting import in_its_place
from storage.prepared import Prepared, each_of
from storage.tables import referral_clocks as table

OF_ALL = Prepared(each_of(select(table), table.c.referral, "referrals"))
KEEP = in_its_place(table, *(column.key for column in table.c if not column.primary_key))


async def keep(
    tx: Transaction,
    clock: Clock,
    due: datetime | None,
    *,
    late: bool = False,
    watched_by: TeamId | None = None,
) -> None:
    """Keep a clock in the place of the one before.

    `due`: when its next step is, None for never. `late`: it is overdue by half. `watched_by`: the
    coordinating team that may take it back then.
    """
    kept = {
        "entered": clock.entered,
        "promised": clock.promised,
        "waits_since": clock.waits_since,
        "helped_since": clock.helped_since,
        "paused_since": clock.paused_since,
        "paused_seconds": int(clock.paused.total_seconds()),
        "done": " ".join(sorted(clock.done)),
        "due": due,
        "late": late,
        "watched_by": watched_by,
    }
    await tx.write_later(KEEP, referral=clock.referral, **kept)


async def of(tx: Transaction, referral: ReferralId) -> Clock | None:
    """Give the clock of a referral."""
    return (await of_all(tx, [referral])).get(referral)


async def of_all(tx: Transaction, referrals: Collection[ReferralId]) -> dict[ReferralId, Clock]:
    """Give the clocks of referrals, in one query."""
    await tx.written()
    rows = await tx.rows(OF_ALL, referrals=referrals)
    return {ReferralId(row.referral): _read(row) for row in rows}


async def due_by(tx: Transaction, at: datetime, limit: int) -> tuple[ReferralId, ...]:
    """Name the referrals with a step that is due at the aware `at`, the oldest first."""
    rows = await tx.connection.scalars(
        select(table.c.referral).where(table.c.due <= at).order_by(table.c.due).limit(limit)
    )
    return tuple(ReferralId(each) for each in rows)


async def begun_after(tx: Transaction, now: datetime) -> tuple[Clock, ...]:
    """Give the clocks that count from after the aware `now`, by a clock that was wrong."""
    instants = (table.c.entered, table.c.waits_since, table.c.helped_since, table.c.paused_since)
    ahead = or_(*(each > now for each in instants))
    rows = await tx.connection.execute(select(table).where(table.c.due > now, ahead))
    return tuple(_read(row) for row in rows)


async def put_off(tx: Transaction, referral: ReferralId, due: datetime) -> None:
    """Let the next step of a referral wait until the aware `due`."""
    await tx.connection.execute(
        update(table).where(table.c.referral == referral, table.c.due < due).values(due=due)
    )


async def first_due(tx: Transaction) -> datetime | None:
    """Say when the first step is due, None for never."""
    statement = select(table.c.due).where(table.c.due.is_not(None)).order_by(table.c.due).limit(1)
    found: datetime | None = await tx.connection.scalar(statement)
    return found


async def late(tx: Transaction, teams: Collection[TeamId], limit: int) -> dict[ReferralId, Clock]:
    """Give the clocks that coordinating teams watch and that are overdue by half, oldest first."""
    rows = await tx.connection.execute(
        select(table)
        .where(table.c.watched_by.in_(list(teams)), table.c.late.is_(True))
        .order_by(table.c.entered)
        .limit(limit)
    )
    return {ReferralId(row.referral): _read(row) for row in rows}


def _read(row: Any) -> Clock:
    return Clock(
        ReferralId(row.referral),
        row.entered,
        row.promised,
        row.waits_since,
        row.helped_since,
        row.paused_since,
        timedelta(seconds=row.paused_seconds),
        frozenset(Step(name) for name in row.done.split()),
    )
