"""Conversations between two messages: sealed, locked while one is answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from domain.people import PersonId
from storage.database import Transaction
from storage.dropping import drop_before
from storage.inserting import in_its_place
from storage.prepared import Prepared
from storage.tables import conversations as table

_ONE = (table.c.person == bindparam("person_")) & (table.c.channel == bindparam("channel_"))
LOAD = Prepared(select(table.c.sealed_state).where(_ONE).with_for_update())
SAVE = in_its_place(table, "sealed_state", "updated")


# When one was last gone on with need not be known more exactly: as long as nothing changes that an
# index holds, PostgreSQL writes no index, and no page but the one where the state was.
EXACTLY = timedelta(hours=1)


async def load(tx: Transaction, person: PersonId, channel: str) -> bytes | None:
    """Give the state of a conversation, or None; on PostgreSQL its row is locked."""
    row = await tx.row(LOAD, person_=person, channel_=channel)
    return tx.keys.open(row.sealed_state) if row else None


async def save(tx: Transaction, person: PersonId, channel: str, state: bytes, now: datetime) -> str:
    """Keep the state of a conversation, written with others of the transaction; give it sealed."""
    sealed = tx.keys.seal(state)
    hour = now.replace(minute=0, second=0, microsecond=0)
    await tx.write_later(SAVE, person=person, channel=channel, sealed_state=sealed, updated=hour)
    return sealed


async def purge_older_than(tx: Transaction, instant: datetime, limit: int) -> int:
    """Drop at most `limit` conversations that nobody went on with from an hour before `instant` on.

    Gives their number.
    """
    return await drop_before(tx, table.c.updated, instant - EXACTLY, limit)
