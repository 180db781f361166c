"""What is asked at every message reads the rows that are asked for, however a table has grown."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage import arrivals, conversations, postgresql, updates
from storage.database import Database, Transaction
from storage.people import Address
from tests.storage.builders import NOW

FEW, MANY = 5, 1_000
READ = text(
    "SELECT relname, seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
    " WHERE relname IN ('addresses', 'conversations', 'people', 'updates')"
)


async def come(tx: Transaction, *, update: int, people: int, begin: int = 0) -> None:
    """Let so many people write one message each, and answer it."""
    came = [(Address("telegram", str(begin + n)), f"{update}-{n}") for n in range(people)]
    for (_, number), arrival in zip(came, await arrivals.arrived(tx, came, NOW), strict=True):
        assert arrival.known is not None
        who = arrival.known.id
        await conversations.save(tx, who, "telegram", b"state", NOW)
        await updates.keep_reply(tx, "telegram", number, who, b"reply", NOW)


async def read_by(database: Database, update: int) -> dict[str, int]:
    """Let a few write; count what is read of each table until their answers are written."""
    async with database.transaction() as tx:
        before = {row[0]: row[1] for row in await tx.connection.execute(READ)}
        came = [(Address("telegram", str(n)), f"{update}-{n}") for n in range(FEW)]
        await arrivals.arrived(tx, came, NOW)
        return {row[0]: row[1] - before[row[0]] for row in await tx.connection.execute(READ)}


@pytest.mark.parametrize("is_counted", [True, False])
async def test_plans_are_made_anew_as_tables_grow(
    database: Database, monkeypatch: pytest.MonkeyPatch, is_counted: bool
) -> None:
    """Of a few rows all are read at once, and PostgreSQL would go on so when they are many."""
    async with database.transaction() as tx:
        if not tx.is_postgresql:
            pytest.skip("SQLite is asked in whole_tables.py")
        await come(tx, update=0, people=FEW)
    if is_counted:
        async with database.transaction() as tx:
            await tx.connection.execute(text("ANALYZE"))
    for number in range(1, 9):  # a plan for all values is made after five times
        async with database.transaction() as tx:
            await come(tx, update=number, people=FEW)
    async with database.transaction() as tx:
        await come(tx, update=9, people=MANY, begin=FEW)
    monkeypatch.setattr(postgresql, "PLANS_HOLD", 0.0)
    read = await read_by(database, 10)
    assert set(read) == {"addresses", "people", "conversations", "updates"}
    # A plan that is made looks at the ends of an index, so it is not to the row.
    assert max(read.values()) <= 4 * FEW, read
