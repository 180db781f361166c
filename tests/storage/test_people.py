"""People are found by their address, added once, and forgotten whole."""

from __future__ import annotations

import asyncio

from domain.geography import Place, Point
from domain.people import PersonId
from storage import conversations, members, outbox, people, sessions, updates
from storage.database import Database
from storage.people import Address, Known
from tests.storage.builders import NOW, address, later, membership, message, person


async def test_a_first_message_adds_a_person_of_whom_nothing_is_known(database: Database) -> None:
    async with database.transaction() as tx:
        known = await people.find_or_add(tx, address(), NOW)
    assert known == Known(known.id, None, False, None)


async def test_the_same_address_is_the_same_person(database: Database) -> None:
    home = address()
    assert await person(database, home) == await person(database, home, later(days=9))


async def test_the_same_address_on_another_channel_is_somebody_else(database: Database) -> None:
    on_telegram, on_the_web = Address("telegram", "7"), Address("web", "7")
    assert await person(database, on_telegram) != await person(database, on_the_web)


async def test_of_many_first_messages_at_once_one_adds_the_person(database: Database) -> None:
    home = address()
    found = await asyncio.gather(*(person(database, home) for _ in range(20)))
    assert len(set(found)) == 1


async def test_messages_of_one_person_are_handled_one_after_the_other(database: Database) -> None:
    home, inside, most = address(), 0, 0

    async def handle() -> None:
        nonlocal inside, most
        async with database.transaction() as tx:
            await people.find_or_add(tx, home, NOW)
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await person(database, home)
    await asyncio.gather(*(handle() for _ in range(5)))
    assert most == 1


async def test_what_is_remembered_is_found_again(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await people.set_language(tx, who, "ar")
        await people.set_last_place(tx, who, Place("", "GN"))
        await people.mark_unreachable(tx, who, unreachable=True, now=NOW)
    async with database.transaction() as tx:
        known = await people.find(tx, who)
        assert known == Known(who, "ar", True, known.sealed_place if known else None)
        await people.mark_unreachable(tx, who, unreachable=False, now=NOW)
        again = await people.find(tx, who)
    assert again == Known(who, "ar", False, known.sealed_place)
    assert again.last_place == Place("", "GN")


async def test_the_last_place_is_remembered_roughly_and_forgotten(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await people.set_last_place(tx, who, Place("Matam", "GN", Point(9.5511, -13.6474)))
        known = await people.find(tx, who)
    assert known is not None
    assert known.last_place == Place("Matam", "GN", Point(9.6, -13.6))
    async with database.transaction() as tx:
        await people.erase_identity(tx, who)
        assert await people.find(tx, who) == Known(who, None, False, None)


async def test_nobody_is_found_where_nobody_is(database: Database) -> None:
    async with database.transaction() as tx:
        assert await people.find(tx, PersonId("nobody")) is None
        assert await people.addresses_of(tx, PersonId("nobody")) == ()


async def test_a_used_address_is_the_one_to_write_to(database: Database) -> None:
    home = address()
    who = await person(database, home)
    async with database.transaction() as tx:
        await people.used(tx, home, later(hours=1))
        assert await people.addresses_of(tx, who) == (home,)


async def test_forgetting_leaves_nothing_but_the_bare_id(database: Database) -> None:
    home = address()
    who = await person(database, home)
    async with database.transaction() as tx:
        await people.set_language(tx, who, "fr")
        await people.set_last_place(tx, who, Place("", "GN"))
        await conversations.save(tx, who, "telegram", b"answers", NOW)
        await updates.claim(tx, "telegram", "1")
        await updates.keep_reply(tx, "telegram", "1", who, b"a reply", NOW)
        unsent = await message(tx, home, person=who)
        done = await message(tx, home, person=who)
        await outbox.sent(tx, done, "42", NOW)
        await sessions.add_link(tx, "link", who, later(hours=1))
        await sessions.add_session(tx, "token", who, later(hours=1))
        await members.enrol(tx, who, membership(), NOW)
    async with database.transaction() as tx:
        await people.erase_identity(tx, who)
    async with database.transaction() as tx:
        assert await people.find(tx, who) == Known(who, None, False, None)
        assert await people.addresses_of(tx, who) == ()
        assert await conversations.load(tx, who, "telegram") is None
        assert await updates.claim(tx, "telegram", "1") == updates.Handled(None)
        assert await outbox.for_address(tx, home, 0) == ()
        assert await outbox.message_id_of(tx, done) is None
        assert unsent != done
        assert await sessions.use_link(tx, "link", NOW) is None
        assert await sessions.session(tx, "token", NOW) is None
        assert await members.memberships_of(tx, who) == ()


async def test_who_was_forgotten_comes_back_as_somebody_new(database: Database) -> None:
    home = address()
    who = await person(database, home)
    async with database.transaction() as tx:
        await people.erase_identity(tx, who)
    assert await person(database, home) != who


async def test_forgetting_one_leaves_the_others(database: Database) -> None:
    mine, theirs = address(), address()
    who, other = await person(database, mine), await person(database, theirs)
    async with database.transaction() as tx:
        await message(tx, theirs, person=other)
        await people.erase_identity(tx, who)
    async with database.transaction() as tx:
        assert await people.addresses_of(tx, other) == (theirs,)
        assert len(await outbox.for_address(tx, theirs, 0)) == 1


def test_ids_of_people_grow_with_time_and_are_never_the_same() -> None:
    made = [people.new_id(later(seconds=second)) for second in range(100)]
    assert made == sorted(made)
    assert len({people.new_id(NOW) for _ in range(100)}) == 100
    assert {len(each) for each in made} == {24}
