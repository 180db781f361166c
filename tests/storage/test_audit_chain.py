"""The audit's chain: whatever is changed, removed, inserted or moved in it is seen, and where."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from storage import audit, audit_chain, audit_walk
from storage.audit_chain import ChainBroken, Head, head_of, seal_some, unsealed
from storage.audit_walk import Walk
from storage.database import Database
from storage.tables import audit as table
from storage.tables import audit_head
from tests.storage.builders import NOW, later
from tests.storage.engines import KEYS, opened

ENTRIES = 7


@pytest.fixture(autouse=True)
def _some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is walked over, and sealed, be cut in the middle."""
    monkeypatch.setattr(audit_chain, "ROWS", 3)
    monkeypatch.setattr(audit_walk, "ROWS", 3)


async def written(database: Database, number: int = ENTRIES, **given: Any) -> None:
    async with database.transaction() as tx:
        for each in range(number):
            facts = {"at": later(minutes=each), "actor": None, "action": "claim", **given}
            subject = f"REF-{each}"
            await audit.record(tx, subject=subject, allowed=True, **facts)


async def sealed(database: Database) -> Head:
    """Seal all there is."""
    while True:
        async with database.transaction() as tx:
            if await seal_some(tx, audit_chain.ROWS) is None:
                return await head_of(tx)


async def verified(database: Database, known: Head | None = None) -> tuple[int, list[str]]:
    """Walk over all of it; give how many entries there are, and what is wrong."""
    walk = Walk(known or Head())
    faults = []
    async with database.transaction() as tx:
        until: Head | None = await head_of(tx)
    while until is not None:
        is_all = False
        while not is_all:
            async with database.transaction() as tx:
                found, is_all = await walk.stretch(tx, until)
            faults += found
        async with database.transaction() as tx:
            found, until = await walk.end(tx)
        faults += found
    return walk.entries, [each.words for each in faults]


async def numbers(database: Database) -> list[int]:
    async with database.transaction() as tx:
        return list(await tx.connection.scalars(select(table.c.number).order_by(table.c.number)))


async def do(database: Database, *statements: Any) -> None:
    """Do what somebody does who has the database and not the keys."""
    async with database.transaction() as tx:
        for statement in statements:
            await tx.connection.execute(statement)


async def test_what_was_not_touched_is_unbroken(database: Database) -> None:
    assert await verified(database) == (0, [])
    await written(database)
    async with database.transaction() as tx:
        assert await unsealed(tx) == ENTRIES
    assert await verified(database) == (0, [])
    head = await sealed(database)
    assert head.place == ENTRIES
    assert await verified(database) == (ENTRIES, [])
    await written(database, 1)
    assert await verified(database, head) == (ENTRIES, [])
    assert (await sealed(database)).place == ENTRIES + 1
    assert await verified(database, head) == (ENTRIES + 1, [])
    async with database.transaction() as tx:
        assert await unsealed(tx) == 0


CHANGES: dict[str, Any] = {
    "at": later(hours=1),
    "actor": "somebody",
    "action": "read",
    "subject": "REF-99",
    "allowed": False,
    "details": "other",
    "seal": None,
}


@pytest.mark.parametrize("column", CHANGES)
async def test_a_changed_entry_is_named_and_no_other(database: Database, column: str) -> None:
    await written(database)
    await sealed(database)
    for which in (0, 3, 5):
        number = (await numbers(database))[which]
        here = table.c.number == number
        async with database.transaction() as tx:
            before = await tx.connection.scalar(select(table.c[column]).where(here))
        await do(database, update(table).where(here).values({column: CHANGES[column]}))
        _, faults = await verified(database)
        assert faults[0].startswith(f"entry {number} (")
        assert faults[0].endswith("was changed, or stands in another's place")
        assert len(faults) == (2 if column == "seal" else 1), "its seal is in the next one's"
        await do(database, update(table).where(here).values({column: before}))
        assert await verified(database) == (ENTRIES, [])


async def test_removed_entries_are_missed_in_their_place(database: Database) -> None:
    await written(database)
    await sealed(database)
    them = await numbers(database)
    await do(database, delete(table).where(table.c.number == them[2]))
    entries, (words,) = await verified(database)
    assert entries == ENTRIES - 1
    assert words.startswith(f"the entry in place 3 was removed, before entry {them[3]} (")
    await do(database, delete(table).where(table.c.number.in_(them[3:5])))
    _, (words,) = await verified(database)
    assert words.startswith(f"the entries in places 3 to 5 were removed, before entry {them[5]} (")
    await do(database, delete(table).where(table.c.number == them[0]))
    _, (first, _) = await verified(database)
    assert first.startswith("the entry in place 1 was removed")


@pytest.mark.parametrize("gone", [1, 3])
async def test_nor_can_the_others_move_up(database: Database, gone: int) -> None:
    await written(database)
    await sealed(database)
    one = delete(table).where(table.c.place == gone)
    await do(
        database, one, update(table).where(table.c.place > gone).values(place=table.c.place - 1)
    )
    _, faults = await verified(database)
    assert any("was changed, or stands in another's place" in words for words in faults)


async def test_the_newest_do_not_go_unseen(database: Database) -> None:
    await written(database)
    head = await sealed(database)
    them = await numbers(database)
    await do(database, delete(table).where(table.c.number.in_(them[-2:])))
    assert await verified(database) == (5, ["the entries in places 6 to 7 were removed"])
    with pytest.raises(ChainBroken):
        await sealed(database)
    # Nor with a head that fits: it cannot be proved to be one.
    async with database.transaction() as tx:
        last = await tx.connection.scalar(select(table.c.seal).where(table.c.place == 5))
    await do(database, update(audit_head).values(place=5, seal=last))
    assert await verified(database) == (5, ["the head of the chain was changed"])
    with pytest.raises(ChainBroken):
        await sealed(database)
    assert head.place == ENTRIES


async def test_a_head_that_was_kept_elsewhere_sees_that_all_was_sealed_anew(
    database: Database,
) -> None:
    """The one thing that the chain alone cannot see."""
    await written(database)
    head = await sealed(database)
    them = await numbers(database)
    bare = update(table).values(place=None, seal=None)
    gone = delete(table).where(table.c.number == them[3])
    await do(database, bare, delete(audit_head), gone)
    await sealed(database)
    assert await verified(database) == (ENTRIES - 1, [])
    _, faults = await verified(database, head)
    assert faults == ["the entry in place 7 was removed: you kept its head"]
    await written(database, 1)
    await sealed(database)
    _, (words,) = await verified(database, head)
    assert words.endswith("has another seal than the head that you kept")


async def test_a_head_that_is_gone_is_missed(database: Database) -> None:
    await written(database)
    await sealed(database)
    await do(database, delete(audit_head))
    assert (await verified(database))[1] == ["the head of the chain was removed"]
    with pytest.raises(ChainBroken):
        await sealed(database)


def forged(**given: Any) -> Any:
    facts = {
        "at": NOW,
        "actor": None,
        "action": "claim",
        "subject": "REF-1",
        "allowed": True,
        "details": "",
        "seal": "0" * 32,
        **given,
    }
    return insert(table).values(facts)


@pytest.mark.parametrize("place", [1, 3, 4, ENTRIES])
async def test_an_entry_in_the_place_of_another_is_named(database: Database, place: int) -> None:
    await written(database)
    await sealed(database)
    await do(database, forged(place=place))
    number = (await numbers(database))[-1]
    assert await verified(database) == (
        ENTRIES,
        [f"entry {number} (2026-11-24 12:00 UTC, claim) was inserted"],
    )


async def test_an_entry_with_a_smaller_number_does_not_take_the_place_of_the_right_one(
    database: Database,
) -> None:
    await written(database)
    await sealed(database)
    await do(database, forged(place=4, number=-5))
    entries, faults = await verified(database)
    assert (entries, len(faults)) == (ENTRIES, 1)
    assert faults[0].startswith("entry -5 (")


@pytest.mark.parametrize("place", [ENTRIES + 1, ENTRIES + 5, 0, -1])
async def test_an_entry_beyond_the_ends_is_named(database: Database, place: int) -> None:
    await written(database)
    await sealed(database)
    await do(database, forged(place=place))
    number = (await numbers(database))[-1]
    _, faults = await verified(database)
    assert faults == [f"entry {number} was inserted outside of the chain"]


async def test_one_that_is_let_in_at_the_end_tells_itself_by_its_date(database: Database) -> None:
    await written(database)
    await sealed(database)
    await do(database, forged(at=later(days=-30), seal=None))
    await sealed(database)
    _, (words,) = await verified(database)
    assert "came after one of 2026-11-24" in words
    await written(database, 3)
    await sealed(database)
    assert (await verified(database))[1] == [words], "those after it are right"


@pytest.mark.parametrize("with_seals", [False, True])
async def test_two_that_changed_places_are_named(database: Database, with_seals: bool) -> None:
    await written(database)
    await sealed(database)
    them = await numbers(database)
    one, other = them[1], them[4]
    async with database.transaction() as tx:
        seals = {
            row.number: row.seal
            for row in await tx.connection.execute(select(table.c.number, table.c.seal))
        }

    def moved(number: int, place: int, seal_of: int) -> Any:
        values = {"place": place, **({"seal": seals[seal_of]} if with_seals else {})}
        return update(table).where(table.c.number == number).values(values)

    await do(database, moved(one, 5, other), moved(other, 2, one))
    _, faults = await verified(database)
    for number in (one, other):
        assert any(words.startswith(f"entry {number} (") for words in faults)


async def test_killed_between_two_stretches_or_before_a_commit_it_goes_on(
    database: Database,
) -> None:
    await written(database)
    async with database.transaction() as tx:
        assert await seal_some(tx, 3)
    with pytest.raises(RuntimeError):
        async with database.transaction() as tx:
            assert await seal_some(tx, 3)
            raise RuntimeError("killed before the commit")
    assert await verified(database) == (3, [])
    assert (await sealed(database)).place == ENTRIES
    assert await verified(database) == (ENTRIES, [])


async def test_it_goes_on_while_it_is_walked_over(database: Database) -> None:
    await written(database)
    await sealed(database)
    walk = Walk()
    async with database.transaction() as tx:
        until = await head_of(tx)
        await walk.stretch(tx, until)
    await written(database, 2)
    head = await sealed(database)
    async with database.transaction() as tx:
        while not (await walk.stretch(tx, until))[1]:
            continue
        assert await walk.end(tx) == ([], head)
        assert await walk.stretch(tx, head) == ([], True)
        assert await walk.end(tx) == ([], None)
    assert walk.entries == ENTRIES + 2


async def test_one_that_is_committed_late_is_sealed_after_younger_ones(
    database: Database, engine: str
) -> None:
    """Sequences count at once, and whoever was first may commit last: nothing is passed over."""
    if engine == "sqlite":
        pytest.skip("there nobody else writes at the same time")
    async with database.transaction() as slow:
        await audit.record(slow, at=NOW, actor=None, action="late", subject="REF-L", allowed=True)
        await slow.written()
        await written(database, 2)
        assert (await sealed(database)).place == 2
    assert (await sealed(database)).place == 3
    assert await verified(database) == (3, [])
    async with database.transaction() as tx:
        row = select(table.c.action).where(table.c.place == 3)
        assert await tx.connection.scalar(row) == "late"


async def test_processes_seal_together_without_waiting_or_sealing_twice(
    database: Database, database_url: str
) -> None:
    await written(database, 20)
    async with opened(database_url) as other:

        async def until_nothing(which: Database) -> None:
            for _ in range(30):
                async with which.transaction() as tx:
                    await seal_some(tx, 3)

        await asyncio.gather(until_nothing(database), until_nothing(other))
    assert await verified(database) == (20, [])


async def test_who_seals_waits_for_nobody_and_nobody_for_them(
    database: Database, engine: str
) -> None:
    if engine == "sqlite":
        pytest.skip("there nobody else writes at the same time")
    await sealed(database)
    await written(database)
    async with database.transaction() as sealing:
        assert await seal_some(sealing, 3)
        async with asyncio.timeout(30):
            await written(database, 2)
            async with database.transaction() as tx:
                assert await seal_some(tx, 3) is None
    assert (await sealed(database)).place == ENTRIES + 2


async def test_the_chain_fits_only_the_keys_it_was_made_with(database: Database) -> None:
    await written(database)
    await sealed(database)
    make: Callable[..., Any] = type(KEYS)
    database.use(make((b"b3RoZXIga2V5OiBvcGVucyBub3RoaW5nIGF0IGFsbCE=",)))
    _, faults = await verified(database)
    assert len(faults) == ENTRIES + 1
