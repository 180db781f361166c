"""What was kept long enough goes some at a time, the oldest first, and never out of a hand."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import func, select, text

from bot import clockwork, dropping
from bot.clockwork import Clockwork
from bot.dropping import DROPPED, purge
from bot.office import Office
from locales.languages import LANGUAGES
from storage import conversations, updates
from storage.database import Database, Transaction
from storage.tables import conversations as begun
from storage.tables import updates as table
from tests.storage.builders import NOW, later, person

KEPT = (table, begun)


async def handled(database: Database, number: int) -> None:
    """Let so many updates be handled, one a second."""
    async with database.transaction() as tx:
        for each in range(number):
            await updates.claim(tx, "telegram", str(each))
            at = later(seconds=each)
            await updates.keep_reply(tx, "telegram", str(each), None, b"Hello", at)


async def talk(database: Database, number: int) -> None:
    """Let so many people begin a conversation."""
    for who in [await person(database) for _ in range(number)]:
        async with database.transaction() as tx:
            await conversations.save(tx, who, "web", b"state", NOW)


async def rows_in(tx: Transaction) -> int:
    """Count what is kept of updates and conversations."""
    found = [await tx.connection.scalar(select(func.count()).select_from(t)) for t in KEPT]
    return sum(found)


async def left(database: Database) -> list[str]:
    """List the updates that are still known, the oldest first."""
    async with database.transaction() as tx:
        rows = await tx.connection.scalars(select(table.c.update_id).order_by(table.c.handled))
        return list(rows)


async def test_the_oldest_go_first_and_no_more_than_may_go_at_once(database: Database) -> None:
    await handled(database, 8)
    for number, rest in ((3, "34567"), (3, "67"), (0, "67")):
        async with database.transaction() as tx:
            done = await updates.purge_older_than(tx, later(seconds=6), 3)
        assert done == number
        assert await left(database) == list(rest)


async def test_no_plan_of_postgresql_lets_more_go(database: Database, engine: str) -> None:
    if engine == "sqlite":
        pytest.skip("there the oldest are looked for once, whatever the plan")
    await handled(database, 9)
    async with database.transaction() as tx:
        for way in ("hashagg", "hashjoin", "mergejoin", "material", "sort", "seqscan"):
            await tx.connection.execute(text(f"SET LOCAL enable_{way} = off"))
        assert await updates.purge_older_than(tx, later(days=60), 2) == 2


@pytest.mark.parametrize("drop", [drop for drop, _ in DROPPED])
async def test_each_table_can_be_asked_where_nothing_is_old(
    database: Database, drop: object
) -> None:
    async with database.transaction() as tx:
        assert await drop(tx, NOW, 3) == 0  # type: ignore[operator]


async def test_the_clockwork_goes_on_until_nothing_old_is_left(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dropping, "DROPPED_AT_ONCE", 2)
    await handled(database, 6)
    await talk(database, 3)
    seen: list[int] = []

    async def watched(tx: Transaction, now: datetime) -> bool:
        seen.append(await rows_in(tx))
        return await purge(tx, now)

    monkeypatch.setattr(clockwork, "purge", watched)
    await Clockwork(Office(database, LANGUAGES, lambda: later(days=60))).drop_old()
    assert seen == [9, 7, 5, 3, 1]
    assert await left(database) == []


async def test_who_waits_has_their_turn_before_all_is_dropped(
    database: Database, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "postgresql":
        pytest.skip("there nobody has to wait")
    monkeypatch.setattr(dropping, "DROPPED_AT_ONCE", 2)
    await handled(database, 7)
    office = Office(database, LANGUAGES, lambda: later(days=60))
    under_way = asyncio.create_task(Clockwork(office).drop_old())
    await asyncio.sleep(0)
    assert await left(database) == list("23456")
    await under_way
    assert await left(database) == []


async def test_what_somebody_goes_on_with_meanwhile_is_left(
    database: Database, engine: str
) -> None:
    if engine == "sqlite":
        pytest.skip("there nobody else writes at the same time")
    mine, other = await person(database), await person(database)
    for who in (mine, other):
        async with database.transaction() as tx:
            await conversations.save(tx, who, "web", b"state", NOW)
    async with database.transaction() as busy:
        await conversations.load(busy, mine, "web")
        async with database.transaction() as tx:
            assert await conversations.purge_older_than(tx, later(days=1), 9) == 1
        await conversations.save(busy, mine, "web", b"went on", later(days=1))
    async with database.transaction() as tx:
        assert await conversations.load(tx, mine, "web") == b"went on"
        assert await conversations.load(tx, other, "web") is None
