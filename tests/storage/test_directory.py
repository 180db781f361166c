"""The directory comes back as it was saved, and never tells an undisclosed address."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace

import pytest

from domain.centres import AddressRule
from domain.directory import Directory
from domain.geography import Point
from domain.handover import Handover, Stage
from domain.organisations import CentreId
from domain.services import Capacity
from storage import directory as stored
from storage.database import Database
from storage.directory import Saved, Undisclosed
from tests.storage.builders import (
    CONAKRY,
    MINISTRY,
    NOW,
    SAFE_HOUSE,
    centre,
    directory,
    later,
)

SECRET = Undisclosed("12 Hidden Lane", Point(9.61, -13.61))


async def save(database: Database, facts: Directory, **given: object) -> Saved:
    async with database.transaction() as tx:
        return await stored.save(tx, facts, **given)  # type: ignore[arg-type]


async def load(database: Database) -> Directory:
    async with database.transaction() as tx:
        return await stored.load(tx)


async def version(database: Database) -> int:
    async with database.transaction() as tx:
        return await stored.version(tx)


def sorted_facts(facts: Directory) -> dict[str, set[object]]:
    return {each.name: set(getattr(facts, each.name)) for each in fields(facts)}


async def test_an_empty_database_has_an_empty_directory(database: Database) -> None:
    assert sorted_facts(await load(database)) == sorted_facts(Directory())
    assert await version(database) == 0


async def test_every_fact_comes_back_as_it_was(database: Database) -> None:
    facts = directory()
    assert all(getattr(facts, each.name) for each in fields(facts)), "something of every kind"
    await save(database, facts)
    assert sorted_facts(await load(database)) == sorted_facts(facts)


async def test_saving_the_same_again_changes_nothing(database: Database) -> None:
    first = await save(database, directory())
    before = await version(database)
    again = await save(database, directory())
    assert (first.changed, first.unchanged) == (0, 0)
    assert again == Saved(0, 0, first.new)
    assert await version(database) == before


async def test_what_differs_is_replaced_and_the_version_grows(database: Database) -> None:
    await save(database, directory())
    before = await version(database)
    renamed = centre(name="Conakry transit centre")
    assert await save(database, Directory(centres=(renamed,))) == Saved(0, 1, 0)
    assert await version(database) > before
    assert (await load(database)).centre(CONAKRY) == renamed


async def test_what_a_save_does_not_name_stays(database: Database) -> None:
    await save(database, directory())
    await save(database, Directory(centres=(centre(id=CentreId("another")),)))
    assert len((await load(database)).centres) == len(directory().centres) + 1


async def test_a_postponed_handover_is_the_same_handover(database: Database) -> None:
    await save(database, directory())
    postponed = Handover(CONAKRY, MINISTRY, Stage.POSTPONED, later(days=400))
    assert await save(database, Directory(handovers=(postponed,))) == Saved(0, 1, 0)
    assert (await load(database)).handovers == (postponed,)


async def test_saves_at_once_lose_no_version(database: Database) -> None:
    centres = [centre(id=CentreId(f"centre {number}")) for number in range(10)]
    await asyncio.gather(*(save(database, Directory(centres=(each,))) for each in centres))
    assert len((await load(database)).centres) == 10
    assert await version(database) == 10


async def test_an_undisclosed_address_is_kept_apart(database: Database) -> None:
    await save(database, directory(), undisclosed={SAFE_HOUSE: SECRET})
    async with database.transaction() as tx:
        assert await stored.undisclosed_address(tx, SAFE_HOUSE) == SECRET
        assert await stored.undisclosed_address(tx, CONAKRY) is None
    assert SECRET.address not in repr(await load(database))


async def test_an_import_without_the_address_leaves_it(database: Database) -> None:
    await save(database, directory(), undisclosed={SAFE_HOUSE: SECRET})
    await save(database, directory())
    async with database.transaction() as tx:
        assert await stored.undisclosed_address(tx, SAFE_HOUSE) == SECRET


async def test_an_undisclosed_address_can_change(database: Database) -> None:
    await save(database, directory(), undisclosed={SAFE_HOUSE: SECRET})
    moved = replace(SECRET, address="13 Hidden Lane")
    await save(database, directory(), undisclosed={SAFE_HOUSE: moved})
    async with database.transaction() as tx:
        assert await stored.undisclosed_address(tx, SAFE_HOUSE) == moved


@pytest.mark.parametrize("rule", [AddressRule.AFTER_ACCEPTANCE, AddressRule.NEVER])
async def test_an_address_left_in_a_centre_by_mistake_is_taken_out(
    database: Database, rule: AddressRule
) -> None:
    careless = centre(id=SAFE_HOUSE, address_rule=rule, address=SECRET.address, point=SECRET.point)
    await save(database, Directory(centres=(careless,)))
    shown = (await load(database)).centre(SAFE_HOUSE)
    assert (shown.address, shown.point) == ("", None)
    async with database.transaction() as tx:
        assert await stored.undisclosed_address(tx, SAFE_HOUSE) == SECRET


async def test_a_naive_instant_in_a_fact_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    [service] = directory().services
    counted = replace(service, capacity=Capacity(1, 1, naive))
    planned = Handover(CONAKRY, MINISTRY, Stage.PLANNED, naive)
    for facts in (Directory(services=(counted,)), Directory(handovers=(planned,))):
        with pytest.raises(ValueError, match="time zone"):
            await save(database, facts)
