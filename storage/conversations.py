"""Conversations between two messages: sealed, locked while one is answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from domain.people import PersonId
from storage.database import Transaction
from storage.tables import conversations as table


async def load(tx: Transaction, person: PersonId, channel: str) -> bytes | None:
    """Give the state of a conversation, or None; on PostgreSQL its row is locked."""
    sealed = await tx.connection.scalar(
        select(table.c.sealed_state)
        .where(table.c.person == person, table.c.channel == channel)
        .with_for_update()
    )
    return tx.keys.open(sealed) if sealed else None


async def save(
    tx: Transaction, person: PersonId, channel: str, state: bytes, now: datetime
) -> None:
    """Keep the state of a conversation."""
    sealed = tx.keys.seal(state)
    done = await tx.connection.execute(
        update(table)
        .where(table.c.person == person, table.c.channel == channel)
        .values(sealed_state=sealed, updated=now)
    )
    if not done.rowcount:
        await tx.connection.execute(
            insert(table).values(person=person, channel=channel, sealed_state=sealed, updated=now)
        )


async def purge_older_than(tx: Transaction, instant: datetime) -> int:
    """Drop conversations that nobody went on with; give their number."""
    done = await tx.connection.execute(delete(table).where(table.c.updated < instant))
    return done.rowcount
