"""What older keys sealed is sealed under the first, in any table, whoever is killed or writes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from storage import conversations, keyring, people, sealing_anew
from storage.ciphers import MARK, new_key
from storage.database import Database
from storage.sealing_anew import SEALED, beginning, walk
from storage.tables import conversations as table
from storage.tables import documents, metadata
from storage.types import KeyIsMissing, Keys
from tests.storage.builders import NOW, address, person
from tests.storage.engines import KEYS
from tests.storage.test_sealed import plant_everything

NEW = new_key().encode()
FOREIGN = Keys((new_key().encode(),))
A_TOKEN = ("gAAAA", MARK)


async def with_new_key(database: Database) -> None:
    """Keep the secret of keyed hashes, then let a new key seal."""
    async with database.transaction() as tx:
        keys = await keyring.checked(tx)
    database.use(replace(keys, keys=(NEW, *keys.keys)))


async def all_of_it(database: Database, *, write: bool) -> tuple[int, int]:
    """Walk over everything; count what was under an older key, and what no key opens."""
    old = unreadable = 0
    for each in SEALED:
        last = beginning(each)
        while last:
            async with database.transaction() as tx:
                stretch = await walk(tx, each, last, write=write)
            old, unreadable = old + stretch.old, unreadable + stretch.unreadable
            last = stretch.last or ()
    return old, unreadable


async def tokens(database: Database) -> dict[str, str]:
    """Give every sealed value that is stored anywhere, whatever its column is called."""
    found = {}
    async with database.transaction() as tx:
        for each in metadata.sorted_tables:
            for number, row in enumerate(await tx.connection.execute(select(*each.columns))):
                for name, value in row._mapping.items():
                    if isinstance(value, str) and value.startswith(A_TOKEN):
                        found[f"{each.name}.{name} {number}"] = value
    return found


async def test_everything_is_sealed_anew_and_says_the_same(database: Database) -> None:
    await plant_everything(database)
    await with_new_key(database)
    before = await tokens(database)
    places = {key.split()[0] for key in before}
    assert len(places) > 12, "much is sealed, and planted"

    assert await all_of_it(database, write=False) == (len(before), 0)
    assert await all_of_it(database, write=True) == (len(before), 0)
    assert await all_of_it(database, write=True) == (0, 0)

    after = await tokens(database)
    new = Keys((NEW,))
    assert {new.open(token) for token in after.values()} == {
        KEYS.open(token) for token in before.values()
    }
    with pytest.raises(KeyIsMissing):
        KEYS.open(after["addresses.sealed_address 0"])


async def test_with_the_new_key_alone_people_are_found_and_read(database: Database) -> None:
    home = address()
    who = await person(database, home)
    await with_new_key(database)
    await all_of_it(database, write=True)
    database.use(Keys((NEW,)))
    async with database.transaction() as tx:
        database.use(await keyring.checked(tx))
    async with database.transaction() as tx:
        assert await people.at(tx, home) == who
        assert await people.addresses_of(tx, who) == (home,)


async def test_the_order_of_keys_loses_nobody_once_the_secret_is_kept(database: Database) -> None:
    home = address()
    who = await person(database, home)
    async with database.transaction() as tx:
        await keyring.checked(tx)
    for order in ((NEW, *KEYS.keys), (*KEYS.keys, NEW)):
        database.use(Keys(order))
        async with database.transaction() as tx:
            database.use(await keyring.checked(tx))
        async with database.transaction() as tx:
            assert await people.at(tx, home) == who


async def test_keys_that_do_not_fit_keep_no_secret(database: Database) -> None:
    await person(database)
    database.use(FOREIGN)
    with pytest.raises(KeyIsMissing):
        async with database.transaction() as tx:
            await keyring.checked(tx)
    database.use(KEYS)
    async with database.transaction() as tx:
        assert (await keyring.checked(tx)).index("a", "b") == KEYS.index("a", "b")


async def talking(database: Database, number: int) -> None:
    for who in [await person(database) for _ in range(number)]:
        async with database.transaction() as tx:
            await conversations.save(tx, who, "web", b"state", NOW)


async def test_after_a_kill_between_two_stretches_the_rest_is_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing_anew, "ROWS", 2)
    await talking(database, 5)
    await with_new_key(database)
    async with database.transaction() as tx:
        first = await walk(tx, table, beginning(table), write=True)
    assert (first.rows, first.old) == (2, 2)
    with pytest.raises(RuntimeError):
        async with database.transaction() as tx:
            assert first.last
            assert (await walk(tx, table, first.last, write=True)).old == 2
            raise RuntimeError("killed before the commit")
    old, _ = await all_of_it(database, write=True)
    assert old == 3 + 5 + 1, "conversations, addresses, and the secret of keyed hashes"
    assert await all_of_it(database, write=False) == (0, 0)


async def test_what_is_large_is_taken_in_hand_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing_anew, "BYTES", 1)
    await talking(database, 2)
    await with_new_key(database)
    async with database.transaction() as tx:
        stretch = await walk(tx, table, beginning(table), write=True)
    assert stretch.rows == 1
    assert await all_of_it(database, write=True) == (1 + 2 + 1, 0)


async def test_what_no_key_opens_is_counted_and_stops_nothing(database: Database) -> None:
    await talking(database, 3)
    lost = FOREIGN.seal(b"state")
    async with database.transaction() as tx:
        one = await tx.connection.scalar(select(table.c.person).limit(1))
        done = update(table).where(table.c.person == one).values(sealed_state=lost)
        await tx.connection.execute(done)
    await with_new_key(database)
    assert await all_of_it(database, write=True) == (2 + 3 + 1, 1)
    assert await all_of_it(database, write=False) == (0, 1)
    assert lost in (await tokens(database)).values()


async def test_what_somebody_has_in_hand_is_left_for_the_next_walk(
    database: Database, engine: str
) -> None:
    if engine == "sqlite":
        pytest.skip("there nobody else writes at the same time")
    await talking(database, 3)
    await with_new_key(database)
    async with database.transaction() as busy:
        one = await busy.connection.scalar(select(table.c.person).with_for_update().limit(1))
        async with asyncio.timeout(30), database.transaction() as tx:
            assert (await walk(tx, table, beginning(table), write=True)).old == 2
        await conversations.save(replace(busy, keys=KEYS), one, "web", b"went on", NOW)
    assert (await all_of_it(database, write=False))[0] == 1 + 3 + 1
    await all_of_it(database, write=True)
    assert await all_of_it(database, write=False) == (0, 0)
    async with database.transaction() as tx:
        assert await conversations.load(tx, one, "web") == b"went on"


async def test_documents_are_walked_over_by_their_size_without_reading_them(
    database: Database,
) -> None:
    await plant_everything(database)
    async with database.transaction() as tx:
        assert (await walk(tx, documents, beginning(documents), write=False)).rows == 1
