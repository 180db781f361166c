"""Counts and holds: kept beside the directory, read for many services at once."""

from __future__ import annotations

import asyncio

import pytest

from domain.capacity import Count, Promised, counted, held_at
from domain.referrals import ReferralId
from domain.services import Group, ServiceId
from storage import capacity, directory, referrals
from storage.capacity import Hold
from storage.database import Database
from tests.storage.builders import DAY, NOW, SHELTER, consent, contact, later, person, referral

OTHER = ServiceId("elsewhere")


async def accepted(database: Database) -> ReferralId:
    """A request that places can be held for."""
    whose = await person(database)
    made = referral(whose)
    async with database.transaction() as tx:
        await referrals.insert(tx, made, contact(), consent(whose))
    return made.id


async def test_a_count_takes_the_place_of_the_one_before(database: Database) -> None:
    first, second = counted(80, 2, 31, NOW, DAY), counted(80, 0, 12, later(hours=1), DAY)
    women = counted(10, 0, 3, NOW, DAY)
    async with database.transaction() as tx:
        await capacity.set_count(tx, SHELTER, None, first)
        await capacity.set_count(tx, SHELTER, Group.WOMEN, women)
        await capacity.set_count(tx, OTHER, None, first)
    async with database.transaction() as tx:
        await capacity.set_count(tx, SHELTER, None, second)
        found = await capacity.counts_of(tx, [SHELTER])
        everything = {key: known.counts for key, known in (await capacity.known_of(tx)).items()}
    assert found == {SHELTER: {None: second, Group.WOMEN: women}}
    assert everything == found | {OTHER: {None: first}}


async def test_a_count_that_is_taken_away_is_none(database: Database) -> None:
    async with database.transaction() as tx:
        await capacity.set_count(tx, SHELTER, None, counted(5, 0, 5, NOW, DAY))
        await capacity.set_count(tx, SHELTER, None, None)
        await capacity.set_count(tx, SHELTER, None, None)
        assert await capacity.counts_of(tx, [SHELTER]) == {}
        assert await capacity.counts_of(tx, []) == {}


async def test_a_count_leaves_the_version_of_the_directory_alone(database: Database) -> None:
    async with database.transaction() as tx:
        before = await directory.version(tx)
        await capacity.set_count(tx, SHELTER, None, counted(5, 0, 5, NOW, DAY))
        assert await directory.version(tx) == before


async def test_places_are_held_until_their_time_is_over(database: Database) -> None:
    one, other = await accepted(database), await accepted(database)
    async with database.transaction() as tx:
        await capacity.hold(tx, Hold(one, SHELTER, None, 3, later(hours=48)))
        await capacity.hold(tx, Hold(other, SHELTER, Group.FAMILIES, 2, later(hours=1)))
        known = await capacity.known_of(tx, [SHELTER])
        elsewhere = await capacity.known_of(tx, [OTHER])
        everywhere = await capacity.known_of(tx)
    assert known == everywhere
    promised = known[SHELTER].promised
    assert held_at(promised, NOW) == {None: 3, Group.FAMILIES: 2}
    assert held_at(promised, later(hours=1)) == {None: 3}
    assert elsewhere == {}


async def test_a_request_has_one_hold_and_ends_it_once(database: Database) -> None:
    one = await accepted(database)
    async with database.transaction() as tx:
        await capacity.hold(tx, Hold(one, SHELTER, None, 3, later(hours=48)))
        await capacity.hold(tx, Hold(one, SHELTER, None, 3, later(hours=49)))
        assert (await capacity.known_of(tx))[SHELTER].promised == (
            Promised(None, 3, later(hours=49)),
        )
        assert await capacity.release(tx, one)
        assert not await capacity.release(tx, one)
        assert await capacity.known_of(tx) == {}


async def test_a_change_has_a_number_greater_than_all_before(database: Database) -> None:
    one = await accepted(database)
    seen = []
    for change in (
        lambda tx: capacity.set_count(tx, SHELTER, None, counted(5, 0, 5, NOW, DAY)),
        lambda tx: capacity.hold(tx, Hold(one, OTHER, None, 3, later(hours=48))),
        lambda tx: capacity.release(tx, one),
        lambda tx: capacity.release(tx, one),
    ):
        async with database.transaction() as tx:
            await change(tx)
        async with database.transaction() as tx:
            assert capacity.changed_here(tx) == set()
            newest = await capacity.newest_change(tx)
            seen.append(await capacity.changes_since(tx, newest))
    assert seen == [{SHELTER: 1}, {OTHER: 2}, {OTHER: 3}, {OTHER: 3}]


async def test_what_is_rolled_back_has_no_number(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            await capacity.set_count(tx, SHELTER, None, counted(5, 0, 5, NOW, DAY))
            assert capacity.changed_here(tx) == {SHELTER}
            raise ZeroDivisionError
    async with database.transaction() as tx:
        assert await capacity.newest_change(tx) == 0


async def test_changes_at_once_each_have_a_number_of_their_own(database: Database) -> None:
    async def change(number: int) -> None:
        async with database.transaction() as tx:
            key = ServiceId(f"service {number}")
            await capacity.set_count(tx, key, None, counted(5, 0, 5, NOW, DAY))

    await asyncio.gather(*(change(number) for number in range(8)))
    async with database.transaction() as tx:
        found = await capacity.changes_since(tx, 1)
    assert sorted(found.values()) == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_what_has_run_out_is_found_oldest_first(database: Database) -> None:
    one, other, third = [await accepted(database) for _ in range(3)]
    async with database.transaction() as tx:
        await capacity.hold(tx, Hold(one, SHELTER, None, 1, later(hours=2)))
        await capacity.hold(tx, Hold(other, SHELTER, Group.MEN, 1, later(hours=1)))
        await capacity.hold(tx, Hold(third, SHELTER, None, 1, later(hours=3)))
        found = await capacity.run_out(tx, later(hours=2))
    assert [(each.referral, each.group) for each in found] == [(other, Group.MEN), (one, None)]


async def test_two_who_take_places_at_once_both_do(database: Database) -> None:
    async with database.transaction() as tx:
        await capacity.set_count(tx, SHELTER, None, counted(10, 0, 10, NOW, DAY))

    async def take(people: int) -> None:
        async with database.transaction() as tx:
            await capacity.lock(tx, SHELTER)
            before: Count = (await capacity.counts_of(tx, [SHELTER]))[SHELTER][None]
            await capacity.set_count(tx, SHELTER, None, before.after_arrival(people))

    await asyncio.gather(*(take(1) for _ in range(6)))
    async with database.transaction() as tx:
        assert (await capacity.counts_of(tx, [SHELTER]))[SHELTER][None].free == 4
