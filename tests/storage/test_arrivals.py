"""What is kept of those who have just written, read for all of them at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from storage import arrivals, conversations, members, people, referrals, updates
from storage.arrivals import Arrival
from storage.arrivals import came as came_to
from storage.database import Database
from storage.people import Address
from storage.tables import addresses
from storage.tables import updates as table
from storage.updates import Handled
from tests.storage.builders import NOW, consent, contact, membership, person, referral

HOME, WORK, NEW = Address("telegram", "1"), Address("telegram", "2"), Address("web", "3")


async def test_each_is_given_with_what_is_kept_of_them_in_the_order_in_which_they_came(
    database: Database,
) -> None:
    who, colleague = await person(database, HOME), await person(database, WORK)
    async with database.transaction() as tx:
        await people.set_language(tx, who, "fr")
        await conversations.save(tx, who, "telegram", b"where they are", NOW)
        await conversations.save(tx, who, "web", b"elsewhere", NOW)
        await members.enrol(tx, colleague, membership(), NOW)
    came = [came_to(database, NEW, "9"), came_to(database, WORK, "8"), came_to(database, HOME, "7")]
    async with database.transaction(arrivals.locks(came)) as tx:
        found = await arrivals.arrived(tx, came, NOW)
        new, at_work, at_home = found
        assert new.known is not None
        assert await people.at(tx, NEW) == new.known.id
        assert at_work == Arrival(None, await people.find(tx, colleague), None, is_member=True)
        assert at_home.known == await people.find(tx, who)
        assert at_home.state is not None
        assert at_home.state.open() == b"where they are"


async def test_an_update_that_was_handled_gives_its_reply_and_makes_nobody_known(
    database: Database,
) -> None:
    who = await person(database, HOME)
    async with database.transaction() as tx:
        await updates.keep_reply(tx, "telegram", "7", who, b"hello", NOW)
        await updates.keep_reply(tx, "web", "7", None, b"other channel", NOW)
    async with database.transaction() as tx:
        await updates.keep_reply(tx, "telegram", "8", None, b"just now", NOW)
        came = (came_to(database, HOME, "7"), came_to(database, WORK, "8"))
        found = await arrivals.arrived(tx, [*came, came_to(database, NEW, "9")], NOW)
        assert found[:2] == [Arrival(Handled(b"hello")), Arrival(Handled(b"just now"))]
        assert found[2].handled is None
        assert await people.at(tx, WORK) is None


async def test_who_has_asked_for_nothing_is_not_asked_for_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, other = await person(database, HOME), await person(database, WORK)
    asked = referral(who)
    async with database.transaction() as tx:
        await referrals.insert(tx, asked, contact(), consent(who))
    came = [came_to(database, HOME, "7"), came_to(database, WORK, "8")]
    async with database.transaction(arrivals.locks(came)) as tx:
        await arrivals.arrived(tx, came, NOW)
        with monkeypatch.context() as patched:
            patched.setattr(tx.driver, "fetch", None)
            assert await referrals.of_person(tx, other) == ()
        assert await referrals.of_person(tx, who) == (asked,)
        new = referral(other)
        await referrals.insert(tx, new, contact(), consent(other))
        assert await referrals.of_person(tx, other) == (new,)


async def test_the_use_of_an_address_is_noted_to_the_minute(database: Database) -> None:
    await person(database, HOME)

    async def used_after(seconds: int) -> float:
        async with database.transaction() as tx:
            came = came_to(database, HOME, str(seconds))
            await arrivals.arrived(tx, [came], NOW + timedelta(seconds=seconds))
        async with database.transaction() as tx:
            used = await tx.connection.scalar(select(addresses.c.used))
        return float((used - NOW).total_seconds())

    assert [await used_after(30), await used_after(90), await used_after(120)] == [0, 90, 90]


async def test_what_is_to_be_written_later_is_there_for_the_next_statement(
    database: Database,
) -> None:
    async with database.transaction() as tx:
        await updates.keep_reply(tx, "telegram", "7", None, b"hello", NOW)
        assert await tx.connection.scalar(select(table.c.update_id)) == "7"
        await updates.keep_reply(tx, "telegram", "8", None, b"hello", NOW)
        assert await updates.handled_among(tx, "telegram", ["8", "9"]) == {"8": Handled(b"hello")}


async def test_what_was_to_be_written_later_is_undone_with_the_rest(database: Database) -> None:
    try:
        async with database.transaction() as tx:
            await updates.keep_reply(tx, "telegram", "7", None, b"hello", NOW)
            raise KeyError("a bug")
    except KeyError:
        pass
    async with database.transaction() as tx:
        assert await updates.handled_among(tx, "telegram", ["7"]) == {}


async def test_those_who_hold_an_address_keep_others_from_acting_for_it(
    database: Database, engine: str
) -> None:
    """Two processes that get messages of one chat answer one after the other."""
    names = arrivals.locks([came_to(database, HOME, "7")])
    async with database.transaction(names) as tx:
        if engine == "postgresql":
            held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            assert await tx.connection.scalar(text(held)) >= 1
        await people.find_or_add(tx, HOME, NOW)  # by the same lock: it is ours already
