"""The directory comes back as it was saved, and never tells an undisclosed address."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace

import pytest

from bot.known_directory import KnownDirectory
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


# ---------------------------------------------------------------- what changed since


async def changes(database: Database, since: int) -> stored.Changes:
    async with database.transaction() as tx:
        return await stored.changes_since(tx, since)


async def remove(database: Database, kind: str, *ids: str) -> int:
    async with database.transaction() as tx:
        return await stored.remove(tx, kind, ids)


async def test_since_a_version_comes_exactly_what_was_saved_after_it(database: Database) -> None:
    await save(database, directory())
    before = await version(database)
    renamed, new = centre(name="Renamed"), centre(id=CentreId("new"))
    untouched = centre(id=SAFE_HOUSE)
    await save(database, Directory(centres=(untouched,)))
    middle = await version(database)
    await save(database, Directory(centres=(renamed, new, untouched)))
    since = await changes(database, middle)
    assert sorted_facts(since.changed) == sorted_facts(Directory(centres=(renamed, new)))
    assert since.gone == {}
    assert set((await changes(database, before)).changed.centres) == {renamed, new, untouched}
    nothing = await changes(database, await version(database))
    assert sorted_facts(nothing.changed) == sorted_facts(Directory())


async def test_all_there_is_came_since_the_beginning(database: Database) -> None:
    await save(database, directory())
    assert sorted_facts((await changes(database, 0)).changed) == sorted_facts(directory())


async def test_what_is_removed_is_gone_and_others_learn_of_it(database: Database) -> None:
    await save(database, directory())
    before = await version(database)
    assert await remove(database, "centres", CONAKRY, "never there") == 1
    assert not (await load(database)).has_centre(CONAKRY)
    assert await version(database) > before
    since = await changes(database, before)
    assert since.gone == {"centres": (CONAKRY,)}
    assert sorted_facts(since.changed) == sorted_facts(Directory())


async def test_removing_what_is_not_there_changes_nothing(database: Database) -> None:
    await save(database, directory())
    before = await version(database)
    assert await remove(database, "centres", "never there") == 0
    assert await remove(database, "services") == 0
    assert await version(database) == before


async def test_a_kind_that_is_none_is_refused(database: Database) -> None:
    with pytest.raises(KeyError):
        await remove(database, "castles", "one")


async def test_what_comes_back_is_not_gone_any_more(database: Database) -> None:
    await save(database, directory())
    before = await version(database)
    again = Directory(centres=(centre(),))
    await remove(database, "centres", CONAKRY)
    assert await save(database, again) == Saved(1, 0, 0)
    since = await changes(database, before)
    assert since.gone == {}
    assert since.changed.centres == again.centres
    assert await remove(database, "centres", CONAKRY) == 1
    assert (await changes(database, before)).gone == {"centres": (CONAKRY,)}


async def test_an_undisclosed_address_goes_with_its_centre(database: Database) -> None:
    hidden = centre(id=SAFE_HOUSE, address_rule=AddressRule.NEVER)
    await save(database, Directory(centres=(hidden,)), undisclosed={SAFE_HOUSE: SECRET})
    await remove(database, "centres", SAFE_HOUSE)
    async with database.transaction() as tx:
        assert await stored.undisclosed_address(tx, SAFE_HOUSE) is None


async def test_saves_and_removals_at_once_each_have_a_version(database: Database) -> None:
    centres = [centre(id=CentreId(f"centre {number}")) for number in range(5)]
    await save(database, Directory(centres=tuple(centres)))
    renamed = [replace(each, name="Renamed") for each in centres[:3]]
    await asyncio.gather(
        *(save(database, Directory(centres=(each,))) for each in renamed),
        *(remove(database, "centres", each.id) for each in centres[3:]),
    )
    assert await version(database) == 6
    steps = [await changes(database, known) for known in range(1, 6)]
    assert [len(each.changed.centres) + len(each.gone.get("centres", ())) for each in steps] == [
        5,
        4,
        3,
        2,
        1,
    ]


async def test_another_process_catches_up_without_reading_all(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(database, directory())
    other = KnownDirectory()
    async with database.transaction() as tx:
        first = await other.current(tx)
    monkeypatch.setattr(stored, "load", None)
    await save(database, Directory(centres=(centre(name="Renamed"),)))
    await remove(database, "services", directory().services[0].id)
    async with database.transaction() as tx:
        then = await other.current(tx)
        assert await other.current(tx) is then
    monkeypatch.undo()
    assert then.centre(CONAKRY).name == "Renamed"
    assert sorted_facts(then) == sorted_facts(await load(database))
    assert sorted_facts(first) == sorted_facts(directory()), "the picture of before stays as it was"


async def test_a_database_of_before_is_read_anew(database: Database) -> None:
    known = KnownDirectory()
    known._version = 99
    await save(database, directory())
    async with database.transaction() as tx:
        assert sorted_facts(await known.current(tx)) == sorted_facts(directory())
