"""What is gathered for one message: once each, taken once, in order, gone with the member."""

from __future__ import annotations

import asyncio

from casework.gather import ANNOUNCEMENT, DIGEST
from domain.people import PersonId
from domain.referrals import Referral, State
from storage import gathered, outbox, people, referrals
from storage.database import Database
from storage.gathered import Gathered
from tests.storage.builders import NOW, address, consent, contact, later, person, referral


async def stored(database: Database) -> Referral:
    whose = await person(database)
    made = referral(whose)
    async with database.transaction() as tx:
        await referrals.insert(tx, made, contact(), consent(whose))
    return made


def one(case: Referral, what: str = "new", holder: PersonId | None = None) -> Gathered:
    return Gathered(case.id, what, State.PENDING, holder, NOW)


async def test_what_is_gathered_comes_back_in_its_order_and_is_taken_once(
    database: Database,
) -> None:
    who, other = await person(database), await person(database)
    first, second = await stored(database), await stored(database)
    mine = [one(first), one(second, "not_taken", other), one(second)]
    async with database.transaction() as tx:
        for each in mine:
            await gathered.gather(tx, who, each, later(hours=1))
        await gathered.gather(tx, other, one(first), later(hours=1))
    async with database.transaction() as tx:
        assert await gathered.take(tx, who) == tuple(mine)
    async with database.transaction() as tx:
        assert await gathered.take(tx, who) == ()
        assert await gathered.take(tx, other) == (one(first),)


async def test_of_two_who_take_at_the_same_time_one_gets_all(database: Database) -> None:
    who, case = await person(database), await stored(database)

    async def taken() -> int:
        async with database.transaction() as tx:
            return len(await gathered.take(tx, who))

    async with database.transaction() as tx:
        for what in ("new", "not_taken"):
            await gathered.gather(tx, who, one(case, what), NOW)
    assert sorted(await asyncio.gather(taken(), taken())) == [0, 2]


async def test_the_same_again_takes_the_place_of_the_one_before(database: Database) -> None:
    who, case = await person(database), await stored(database)
    again = Gathered(case.id, "new", State.UNROUTABLE, who, later(hours=1))
    async with database.transaction() as tx:
        await gathered.gather(tx, who, one(case), NOW)
        await gathered.gather(tx, who, again, later(hours=2))
        assert await gathered.next_due(tx, who) == later(hours=2)
        assert await gathered.take(tx, who) == (again,)


async def test_those_are_due_for_whom_anything_is_the_longest_due_first(
    database: Database,
) -> None:
    a, b, c = [await person(database) for _ in range(3)]
    first, second = await stored(database), await stored(database)
    async with database.transaction() as tx:
        await gathered.gather(tx, a, one(first), later(hours=1))
        await gathered.gather(tx, a, one(second), later(hours=3))
        await gathered.gather(tx, b, one(first), NOW)
        await gathered.gather(tx, c, one(first), later(hours=2))
        assert await gathered.due_by(tx, later(hours=1), 9) == (b, a)
        assert await gathered.due_by(tx, later(hours=1), 1) == (b,)
        await gathered.set_due(tx, b, later(hours=2))
        assert await gathered.due_by(tx, later(hours=1), 9) == (a,)
        assert await gathered.next_due(tx, PersonId("nobody")) is None


async def test_only_what_is_told_in_another_way_is_dropped(database: Database) -> None:
    who, first, second = await person(database), await stored(database), await stored(database)
    async with database.transaction() as tx:
        for each in (one(first), one(second), one(first, "not_taken")):
            await gathered.gather(tx, who, each, NOW)
        await gathered.drop(tx, who, "new", [first.id])
        assert await gathered.take(tx, who) == (one(second), one(first, "not_taken"))


async def test_what_is_gathered_for_a_member_goes_with_them(database: Database) -> None:
    who, case = await person(database), await stored(database)
    async with database.transaction() as tx:
        await gathered.gather(tx, who, one(case), NOW)
        await people.erase_identity(tx, who)
        assert await gathered.take(tx, who) == ()


async def test_what_somebody_was_told_lately_is_counted_by_kind(database: Database) -> None:
    home = address()
    who, other = await person(database, home), await person(database)

    async def told(whom: PersonId, kind: str, hours: int) -> None:
        async with database.transaction() as tx:
            at = later(hours=hours)
            await outbox.put(tx, person=whom, address=home, kind=kind, payload=b"", now=at)

    for whom, kind, hours in (
        (who, ANNOUNCEMENT, 0),
        (who, ANNOUNCEMENT, 1),
        (who, ANNOUNCEMENT, 2),
        (who, DIGEST, 1),
        (who, "notice", 2),
        (other, ANNOUNCEMENT, 2),
    ):
        await told(whom, kind, hours)
    async with database.transaction() as tx:
        found = await outbox.told_since(tx, who, (ANNOUNCEMENT, DIGEST), NOW)
        assert found == {ANNOUNCEMENT: 2, DIGEST: 1}
