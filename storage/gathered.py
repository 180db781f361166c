"""What is gathered for one message to a member: kept with what it tells of, without words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from domain.people import PersonId
from domain.referrals import ReferralId, State
from storage.database import Transaction
from storage.inserting import in_its_place
from storage.prepared import Prepared
from storage.tables import gathered as table

KEEP = in_its_place(table, "stands", "holder", "at", "due", key=("person", "referral", "what"))
NEXT_DUE = Prepared(
    select(table.c.due)
    .where(table.c.person == bindparam("person_"))
    .order_by(table.c.due)
    .limit(1),
    by="person",
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """One thing to tell. `stands`, `holder`: how the referral stood then, and who held it."""

    referral: ReferralId
    what: str
    stands: State
    holder: PersonId | None
    at: datetime


async def gather(tx: Transaction, person: PersonId, one: Gathered, due: datetime) -> None:
    """Keep something for the message due at the aware `due`; the same again takes its place."""
    await tx.write_later(
        KEEP,
        person=person,
        referral=one.referral,
        what=one.what,
        stands=one.stands.value,
        holder=one.holder,
        at=one.at,
        due=due,
    )


async def next_due(tx: Transaction, person: PersonId) -> datetime | None:
    """Say when the next message is due to somebody; None if nothing waits for one."""
    row = await tx.row(NEXT_DUE, person_=person)
    return row.due if row else None


async def due_by(tx: Transaction, at: datetime, limit: int) -> tuple[PersonId, ...]:
    """Give those for whom something is due at the aware `at` or before, the longest due first."""
    rows = await tx.connection.scalars(
        select(table.c.person)
        .where(table.c.due <= at)
        .group_by(table.c.person)
        .order_by(func.min(table.c.due), table.c.person)
        .limit(limit)
    )
    return tuple(PersonId(person) for person in rows)


async def take(tx: Transaction, person: PersonId) -> tuple[Gathered, ...]:
    """Take all that was gathered for somebody, in its order: whoever else tries gets nothing."""
    rows = await tx.connection.execute(
        delete(table).where(table.c.person == person).returning(table)
    )
    return tuple(
        Gathered(
            ReferralId(row.referral),
            row.what,
            State(row.stands),
            PersonId(row.holder) if row.holder else None,
            row.at,
        )
        for row in sorted(rows.all(), key=lambda row: (row.at, row.number))
    )


async def drop(
    tx: Transaction, person: PersonId, what: str, referrals: Collection[ReferralId]
) -> None:
    """Drop what somebody is told of these referrals in another way."""
    await tx.connection.execute(
        delete(table).where(
            table.c.person == person,
            table.c.what == what,
            table.c.referral.in_(list(referrals)),
        )
    )


async def hasten(tx: Transaction, now: datetime) -> None:
    """Let what was gathered after the aware `now`, by a clock that was wrong, be due now."""
    early = update(table).where(table.c.due > now, table.c.at > now)
    await tx.connection.execute(early.values(due=now))


async def set_due(tx: Transaction, person: PersonId, due: datetime) -> None:
    """Let all that was gathered for somebody be due at the aware `due`."""
    await tx.connection.execute(update(table).where(table.c.person == person).values(due=due))
