"""Capacity: counts of places and what is held now, beside the directory: they change by the hour.

Each reading is one query for any number of services.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select

from domain.capacity import Count
from domain.referrals import ReferralId
from domain.services import Group, ServiceId
from storage.database import Transaction
from storage.prepared import Prepared, among
from storage.tables import capacity_counts as counts
from storage.tables import capacity_holds as holds

c = counts.c
_COUNTS = select(c.service, c.group_, c.places, c.free, c.updated, c.expires, c.blocked)
_HELD = (
    select(holds.c.service, holds.c.group_, func.sum(holds.c.people).label("people"))
    .where(holds.c.until > bindparam("at_"))
    .group_by(holds.c.service, holds.c.group_)
)
COUNTS, HELD = Prepared(_COUNTS), Prepared(_HELD)
COUNTS_OF = Prepared(_COUNTS.where(among(c.service, "services_")))
HELD_IN = Prepared(_HELD.where(among(holds.c.service, "services_")))


@dataclass(frozen=True, slots=True)
class Hold:
    """Places promised to the people of a referral until the aware UTC instant `until`."""

    referral: ReferralId
    service: ServiceId
    group: Group | None
    people: int
    until: datetime


async def lock(tx: Transaction, service: ServiceId) -> None:
    """Let nobody else change a service's count until the end of the transaction."""
    await tx.lock(f"capacity {service}")


async def counts_of(
    tx: Transaction, services: Collection[ServiceId] | None = None
) -> dict[ServiceId, dict[Group | None, Count]]:
    """Give the counts of services (all if None), by the group that was counted."""
    found: dict[ServiceId, dict[Group | None, Count]] = defaultdict(dict)
    rows = await (tx.rows(COUNTS) if services is None else tx.rows(COUNTS_OF, services_=services))
    for service, group, *numbers in rows:
        found[ServiceId(service)][_group(group)] = Count(*numbers)
    return dict(found)


async def held_in(
    tx: Transaction, at: datetime, services: Collection[ServiceId] | None = None
) -> dict[ServiceId, dict[Group | None, int]]:
    """Count the places that are held at `at` in services (all if None), by group."""
    found: dict[ServiceId, dict[Group | None, int]] = defaultdict(dict)
    rows = await (
        tx.rows(HELD, at_=at) if services is None else tx.rows(HELD_IN, at_=at, services_=services)
    )
    for service, group, people in rows:
        found[ServiceId(service)][_group(group)] = int(people)
    return dict(found)


async def set_count(
    tx: Transaction, service: ServiceId, group: Group | None, count: Count | None
) -> None:
    """Keep a count in the place of the one before; None takes it away."""
    here = (counts.c.service == service) & (counts.c.group_ == (group or ""))
    await tx.connection.execute(delete(counts).where(here))
    if count is not None:
        await tx.connection.execute(
            insert(counts).values(
                service=service,
                group_=group or "",
                places=count.places,
                blocked=count.blocked,
                free=count.free,
                updated=count.updated,
                expires=count.expires,
            )
        )


async def hold(tx: Transaction, new: Hold) -> None:
    """Hold places for a referral; one that holds some already keeps one hold."""
    await release(tx, new.referral)
    await tx.connection.execute(
        insert(holds).values(
            referral=new.referral,
            service=new.service,
            group_=new.group or "",
            people=new.people,
            until=new.until,
        )
    )


async def release(tx: Transaction, referral: ReferralId) -> bool:
    """End a hold; say whether there was one, so that ending it twice does nothing."""
    done = await tx.connection.execute(delete(holds).where(holds.c.referral == referral))
    return bool(done.rowcount)


async def run_out(tx: Transaction, at: datetime) -> tuple[Hold, ...]:
    """Give the holds whose time is over at `at`, oldest first."""
    c = holds.c
    rows = await tx.connection.execute(
        select(c.referral, c.service, c.group_, c.people, c.until)
        .where(c.until <= at)
        .order_by(c.until, c.referral)
    )
    return tuple(
        Hold(ReferralId(row.referral), ServiceId(row.service), _group(row.group_), *row[3:])
        for row in rows
    )


def _group(kept: str) -> Group | None:
    return Group(kept) if kept else None
