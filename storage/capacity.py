"""Capacity: counts of places and what is held now, beside the directory: they change by the hour.

A reading is one or two queries for any number of services. Every transaction that changes a count
or a hold gives its services a number, greater than all before: who keeps some of it in memory
reads only what has a greater one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from domain.capacity import Count, Known, Promised
from domain.referrals import ReferralId
from domain.services import Group, ServiceId
from storage.database import Transaction
from storage.inserting import in_its_place
from storage.prepared import Prepared, each_of
from storage.tables import capacity_changes as changes
from storage.tables import capacity_counts as counts
from storage.tables import capacity_holds as holds
from storage.versions import while_it_stands

c = counts.c
_COUNTS = select(c.service, c.group_, c.places, c.free, c.updated, c.expires, c.blocked)
_HOLDS = select(holds.c.service, holds.c.group_, holds.c.people, holds.c.until)
COUNTS, HOLDS = Prepared(_COUNTS), Prepared(_HOLDS)
COUNTS_OF = Prepared(each_of(_COUNTS, c.service, "service_"), by="service")
HOLDS_OF = Prepared(each_of(_HOLDS, holds.c.service, "service_"), by="service")
NEWEST = Prepared(select(func.max(changes.c.number).label("number")))
SINCE = Prepared(
    select(changes.c.service, changes.c.number).where(changes.c.number >= bindparam("number_"))
)
NUMBERED = in_its_place(changes, "number")


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


async def known_of(
    tx: Transaction, services: Collection[ServiceId] | None = None
) -> dict[ServiceId, Known]:
    """Give what is kept of services (all if None); one that has nothing is left out.

    Holds come first: who arrives in between is then subtracted twice, and never not at all.
    """
    if services is None:
        return _known(await tx.rows(HOLDS), await tx.rows(COUNTS))
    held = await tx.rows(HOLDS_OF, service_=services)
    return _known(held, await tx.rows(COUNTS_OF, service_=services))


async def shown_of(tx: Transaction, services: Collection[ServiceId]) -> dict[ServiceId, Known]:
    """Give the same to be told to people, from memory as long as no count or hold changes."""
    held = await while_it_stands(tx, "capacity", HOLDS_OF, services)
    return _known(held, await while_it_stands(tx, "capacity", COUNTS_OF, services))


def _known(held: Iterable[Any], counted: Iterable[Any]) -> dict[ServiceId, Known]:
    promised: dict[ServiceId, list[Promised]] = defaultdict(list)
    for service, group, people, until in held:
        promised[ServiceId(service)].append(Promised(_group(group), people, until))
    stored = _counts(counted)
    return {
        key: Known(stored.get(key, {}), tuple(promised.get(key, ())))
        for key in stored.keys() | promised.keys()
    }


async def counts_of(
    tx: Transaction, services: Collection[ServiceId]
) -> dict[ServiceId, dict[Group | None, Count]]:
    """Give the counts of services, by the group that was counted."""
    return _counts(await tx.rows(COUNTS_OF, service_=services))


def _counts(rows: Iterable[Any]) -> dict[ServiceId, dict[Group | None, Count]]:
    found: dict[ServiceId, dict[Group | None, Count]] = defaultdict(dict)
    for service, group, *numbers in rows:
        found[ServiceId(service)][_group(group)] = Count(*numbers)
    return dict(found)


# ---------------------------------------------------------------- what changed


async def newest_change(tx: Transaction) -> int:
    """Give the number of the last transaction that changed a count or hold; 0 if none did."""
    return (await tx.row(NEWEST)).number or 0


async def changes_since(tx: Transaction, number: int) -> dict[ServiceId, int]:
    """Give the services whose last change has this number or a greater one, with it.

    Where `number` was given by `newest_change`, there is always one: if not, this is not the
    database that it was. What this transaction has changed has no number yet: `changed_here`.
    """
    return {ServiceId(row.service): row.number for row in await tx.rows(SINCE, number_=number)}


def changed_here(tx: Transaction) -> frozenset[ServiceId]:
    """List the services whose counts or holds this transaction has changed, or has tried to."""
    return frozenset(map(ServiceId, tx.given_for_end(_number)))


async def _number(tx: Transaction, services: frozenset[str]) -> None:
    """Number a change; one transaction after the other, so that a later number is seen later."""
    await tx.lock("capacity changes")
    number = await newest_change(tx) + 1
    for service in sorted(services):
        await tx.write(NUMBERED, service=service, number=number)


# ---------------------------------------------------------------- writing


async def set_count(
    tx: Transaction, service: ServiceId, group: Group | None, count: Count | None
) -> None:
    """Keep a count in the place of the one before; None takes it away."""
    tx.at_end(_number, service)
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
    tx.at_end(_number, new.service)
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
    service = await tx.connection.scalar(
        delete(holds).where(holds.c.referral == referral).returning(holds.c.service)
    )
    if service is not None:
        tx.at_end(_number, service)
    return service is not None


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
