"""The outbox gives every message out until it is sent, in order, one at a time an address."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import select

from domain.people import PersonId
from storage import outbox
from storage.database import Database
from storage.outbox import LEASE, Outgoing
from storage.people import Address
from storage.tables import outbox as table
from tests.storage.builders import NOW, address, later, message, person

TELEGRAM = ("telegram",)
MOMENT = timedelta(seconds=1)


async def put(database: Database, to: Address, **given: object) -> int:
    async with database.transaction() as tx:
        return await message(tx, to, **given)


async def due(database: Database, at: object = NOW, limit: int = 30) -> list[int]:
    async with database.transaction() as tx:
        return [row.id for row in await outbox.due(tx, TELEGRAM, at, limit)]  # type: ignore[arg-type]


async def sent(database: Database, row: int, message_id: str | None = None) -> None:
    async with database.transaction() as tx:
        await outbox.sent(tx, row, message_id, NOW)


async def test_a_message_comes_out_as_it_was_put_in(database: Database) -> None:
    home = address()
    whose = await person(database, home)
    row = await put(
        database,
        home,
        person=whose,
        kind="notice",
        payload=b"\x00\xff",
        subject="REF-1",
        edits=7,
        urgent=True,
    )
    async with database.transaction() as tx:
        [found] = await outbox.due(tx, TELEGRAM, NOW, 1)
    assert found == Outgoing(
        row,
        whose,
        "telegram",
        home.address,
        "notice",
        b"\x00\xff",
        "REF-1",
        7,
        found.attempts,
        True,
    )


async def test_what_was_sent_or_given_up_keeps_none_of_its_words(database: Database) -> None:
    home, other = address(), address()
    first, second = await put(database, home, subject="A"), await put(database, other, subject="A")
    async with database.transaction() as tx:
        await outbox.sent(tx, first, "12", NOW)
        await outbox.failed(tx, second, "gone", NOW)
        kept = await tx.connection.execute(select(table.c.sealed_payload))
        assert [tx.keys.open(each) for each in kept.scalars()] == [b"", b""]
        assert await outbox.message_id_of(tx, first) == "12"


async def test_nothing_comes_out_before_the_commit_or_after_a_rollback(database: Database) -> None:
    try:
        async with database.transaction() as tx:
            await message(tx, address())
            raise KeyError
    except KeyError:
        pass
    assert await due(database) == []


async def test_a_leased_message_comes_back_when_its_sender_was_killed(database: Database) -> None:
    row = await put(database, address())
    assert await due(database) == [row]
    assert await due(database, NOW + LEASE - MOMENT) == []
    assert await due(database, NOW + LEASE) == [row]


async def test_attempts_are_counted(database: Database) -> None:
    await put(database, address())
    counts = []
    for attempt in range(3):
        async with database.transaction() as tx:
            [row] = await outbox.due(tx, TELEGRAM, NOW + attempt * LEASE, 1)
            counts.append(row.attempts)
    assert counts == [counts[0], counts[0] + 1, counts[0] + 2]


async def test_a_sent_message_does_not_come_back(database: Database) -> None:
    row = await put(database, address())
    await due(database)
    await sent(database, row, "4711")
    assert await due(database, later(days=1)) == []
    async with database.transaction() as tx:
        assert await outbox.message_id_of(tx, row) == "4711"


async def test_a_failed_message_does_not_come_back_and_frees_its_address(
    database: Database,
) -> None:
    home = address()
    first, second = await put(database, home), await put(database, home)
    async with database.transaction() as tx:
        await outbox.failed(tx, first, "blocked", NOW)
        assert await outbox.message_id_of(tx, first) is None
    assert await due(database) == [second]


async def test_a_message_put_off_comes_at_its_time_and_holds_the_later_ones_back(
    database: Database,
) -> None:
    home = address()
    first, second = await put(database, home), await put(database, home)
    await due(database)
    async with database.transaction() as tx:
        await outbox.later(tx, first, later(seconds=30))
    assert await due(database, later(seconds=29)) == []
    assert await due(database, later(seconds=30)) == [first]
    await sent(database, first)
    assert await due(database, later(seconds=31)) == [second]


async def test_an_address_gets_one_message_at_a_time_in_order(database: Database) -> None:
    home = address()
    rows = [await put(database, home) for _ in range(3)]
    for row in rows:
        assert await due(database) == [row]
        assert await due(database) == []
        await sent(database, row)


async def test_addresses_do_not_wait_for_each_other(database: Database) -> None:
    rows = [await put(database, address()) for _ in range(3)]
    assert await due(database) == rows


async def test_the_same_address_on_another_channel_is_another_address(database: Database) -> None:
    await put(database, Address("web", "7"))
    row = await put(database, Address("telegram", "7"))
    assert await due(database) == [row]


async def test_urgent_addresses_come_first(database: Database) -> None:
    calm = await put(database, address())
    alarmed = address()
    before, urgent = await put(database, alarmed), await put(database, alarmed, urgent=True)
    assert await due(database, limit=1) == [before], "what stands before the urgent one goes first"
    await sent(database, before)
    assert await due(database, limit=1) == [urgent]
    assert await due(database, limit=1) == [calm]


async def test_no_more_than_asked_for(database: Database) -> None:
    for _ in range(5):
        await put(database, address())
    assert len(await due(database, limit=3)) == 3
    assert len(await due(database, limit=3)) == 2


async def test_a_message_for_later_waits(database: Database) -> None:
    row = await put(database, address(), due=later(hours=8))
    assert await due(database, later(hours=7)) == []
    assert await due(database, later(hours=8)) == [row]


async def test_senders_at_once_never_get_the_same_message(database: Database) -> None:
    rows = [await put(database, address()) for _ in range(40)]
    got = await asyncio.gather(*(due(database, limit=7) for _ in range(8)))
    assert sorted(row for each in got for row in each) == rows


async def test_senders_at_once_never_get_two_messages_of_one_address(database: Database) -> None:
    home = address()
    first, *_ = [await put(database, home) for _ in range(5)]
    got = await asyncio.gather(*(due(database) for _ in range(8)))
    assert [row for each in got for row in each] == [first]


async def test_a_sender_does_not_wait_for_another_one(database: Database, engine: str) -> None:
    if engine == "sqlite":
        return  # one writer: the second one waits for the first
    first, second = [await put(database, address()) for _ in range(2)]
    async with database.transaction() as slow, asyncio.timeout(5):
        [leased] = await outbox.due(slow, TELEGRAM, NOW, 1)
        assert leased.id == first
        assert await due(database) == [second]


async def test_a_reader_that_asks_for_what_is_new_misses_nothing(database: Database) -> None:
    """Ids become visible in order: a row that commits late must not have an earlier id."""
    home, seen = address("web"), 0
    found: list[bytes] = []

    async def write(number: int) -> None:
        async with database.transaction() as tx:
            await message(tx, home, payload=str(number).encode())
            await asyncio.sleep(0.02 * (number % 3))

    async def read() -> None:
        nonlocal seen
        async with database.transaction() as tx:
            for row in await outbox.for_address(tx, home, seen):
                seen = row.id
                found.append(row.payload)

    writing = asyncio.gather(*(write(number) for number in range(12)))
    while not writing.done():
        await read()
        await asyncio.sleep(0.005)
    await writing
    await read()
    assert sorted(found, key=int) == [str(number).encode() for number in range(12)]


async def test_no_id_comes_twice_even_after_everything_was_deleted(database: Database) -> None:
    """Else a reader who asks for what came after the last id would wait for ever."""
    home = address("web")
    last = await put(database, home)
    async with database.transaction() as tx:
        assert await outbox.delete_for(tx, home) == 1
    assert await put(database, home) > last


async def test_a_pulled_address_has_all_its_messages_sent_or_not_with_edits(
    database: Database,
) -> None:
    home = address("web")
    first = await put(database, home)
    await put(database, address("web"))
    await sent(database, first)
    second = await put(database, home, edits=first)
    async with database.transaction() as tx:
        rows = await outbox.for_address(tx, home, 0)
        assert [(row.id, row.edits) for row in rows] == [(first, None), (second, first)]
        assert [row.id for row in await outbox.for_address(tx, home, first)] == [second]
        assert len(await outbox.for_address(tx, home, 0, limit=1)) == 1


async def test_the_quick_exit_deletes_what_is_for_that_address(database: Database) -> None:
    mine, other = address(), address()
    await put(database, mine)
    await sent(database, await put(database, mine))
    kept = await put(database, other)
    async with database.transaction() as tx:
        assert await outbox.delete_for(tx, mine) == 2
    assert await due(database) == [kept]


async def test_messages_about_a_referral_are_found_until_they_are_replaced(
    database: Database,
) -> None:
    home = address()
    done = await put(database, home, subject="REF-1")
    await sent(database, done, "1")
    waiting = await put(database, home, subject="REF-1")
    await put(database, home, subject="REF-2")
    async with database.transaction() as tx:
        assert [row.id for row in await outbox.about(tx, "REF-1")] == [done, waiting]
    await put(database, home, subject="REF-1", edits=done)
    async with database.transaction() as tx:
        assert [row.id for row in await outbox.about(tx, "REF-1")] == [waiting]


async def test_a_message_that_was_given_up_is_not_there_to_be_replaced(database: Database) -> None:
    row = await put(database, address(), subject="REF-1")
    async with database.transaction() as tx:
        await outbox.failed(tx, row, "blocked", NOW)
        assert await outbox.about(tx, "REF-1") == ()


async def test_what_was_sent_or_given_up_long_ago_is_purged(database: Database) -> None:
    done, given_up, waiting = [await put(database, address()) for _ in range(3)]
    await sent(database, done)
    async with database.transaction() as tx:
        await outbox.failed(tx, given_up, "blocked", NOW)
        assert await outbox.purge_sent_before(tx, NOW, 9) == 0
        assert await outbox.purge_sent_before(tx, NOW + MOMENT, 9) == 2
    assert await due(database, later(days=300)) == [waiting]


async def test_an_unsent_message_has_no_name_of_its_channel(database: Database) -> None:
    row = await put(database, address(), person=None)
    async with database.transaction() as tx:
        assert await outbox.message_id_of(tx, row) is None
        assert await outbox.message_id_of(tx, row + 1) is None
    assert isinstance(PersonId("p"), str)
