"""What is asked at every message reads the rows that are asked for, however a table has grown."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from domain.services import ServiceId
from storage import arrivals, capacity, conversations, postgresql, updates
from storage.arrivals import Came
from storage.database import Database, Transaction
from storage.people import Address
from tests.storage.builders import NOW

FEW, MANY = 5, 1_000
READ = text(
    "SELECT relname, seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
    " WHERE relname IN ('addresses', 'conversations', 'people', 'updates')"
)
PLANNED = text(
    "SELECT statement, generic_plans FROM pg_prepared_statements WHERE statement LIKE '%LATERAL (%'"
    " AND statement NOT LIKE '%prepared%'"
)


def came_from(database: Database, update: int, numbers: range) -> list[Came]:
    """One message of each of the people with these numbers."""
    return [
        arrivals.came(database, Address("telegram", str(number)), f"{update}-{number}")
        for number in numbers
    ]


async def come(
    database: Database, tx: Transaction, *, update: int, people: int, begin: int = 0
) -> None:
    """Let so many people write one message each, and answer it."""
    came = came_from(database, update, range(begin, begin + people))
    for each, arrival in zip(came, await arrivals.arrived(tx, came, NOW), strict=True):
        assert arrival.known is not None
        who = arrival.known.id
        await conversations.save(tx, who, "telegram", b"state", NOW)
        await updates.keep_reply(tx, "telegram", each.update, who, b"reply", NOW)


async def read_by(database: Database, update: int) -> dict[str, int]:
    """Let a few write; count what is read of each table until their answers are written."""
    async with database.transaction() as tx:
        before = {row[0]: row[1] for row in await tx.connection.execute(READ)}
        await arrivals.arrived(tx, came_from(database, update, range(FEW)), NOW)
        return {row[0]: row[1] - before[row[0]] for row in await tx.connection.execute(READ)}


@pytest.mark.parametrize("is_counted", [True, False])
async def test_plans_are_made_anew_as_tables_grow(
    database: Database, monkeypatch: pytest.MonkeyPatch, is_counted: bool
) -> None:
    """Of a few rows all are read at once, and PostgreSQL would go on so when they are many."""
    async with database.transaction() as tx:
        if not tx.is_postgresql:
            pytest.skip("SQLite is asked in whole_tables.py")
        await come(database, tx, update=0, people=FEW)
    if is_counted:
        async with database.transaction() as tx:
            await tx.connection.execute(text("ANALYZE"))
    for number in range(1, 9):  # a plan for all values is made after five times
        async with database.transaction() as tx:
            await come(database, tx, update=number, people=FEW)
    async with database.transaction() as tx:
        await come(database, tx, update=9, people=MANY, begin=FEW)
    monkeypatch.setattr(postgresql, "PLANS_HOLD", 0.0)
    read = await read_by(database, 10)
    assert set(read) == {"addresses", "people", "conversations", "updates"}
    # A plan that is made looks at the ends of an index, so it is not to the row.
    assert max(read.values()) <= 4 * FEW, read


@pytest.mark.parametrize("people", [1, 3])
async def test_what_is_asked_at_every_message_is_not_planned_each_time(
    database: Database, people: int
) -> None:
    """One plan serves any number: made for few, it would seem worth being made again for them."""
    async with database.transaction() as tx:
        if not tx.is_postgresql:
            pytest.skip("SQLite plans once")
        for update in range(12):
            await come(database, tx, update=update, people=people)
            await capacity.known_of(tx, [ServiceId("a"), ServiceId("b")][:people])
        found = list(await tx.connection.execute(PLANNED))
    asked = {row[0]: row[1] for row in found}
    assert len(asked) == 4
    assert all(asked.values()), asked
