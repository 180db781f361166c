"""Changes of the directory: what was before and after, newest first, undone once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from domain.centres import Centre
from domain.directory import Directory
from domain.organisations import CentreId
from domain.services import Service
from storage import changes, directory
from storage.changes import Change, ChangeKind
from storage.database import Database
from tests.storage.builders import CONAKRY, NOW, SHELTER, centre, later, person
from tests.storage.builders import directory as everything


async def test_a_change_is_kept_as_it_was(database: Database) -> None:
    who = await person(database)
    new = Change(ChangeKind.CENTRE, CONAKRY, CONAKRY, {"phone": ""}, {"phone": "1"}, who, NOW)
    async with database.transaction() as tx:
        number = await changes.add(tx, new)
        found = await changes.change_of(tx, number)
        assert await changes.change_of(tx, number + 1) is None
    assert found == replace(new, number=number)


async def test_the_history_of_a_centre_is_its_own_and_newest_first(database: Database) -> None:
    async with database.transaction() as tx:
        for hours, at in ((1, CONAKRY), (3, CentreId("elsewhere")), (2, CONAKRY)):
            await changes.add(
                tx,
                Change(ChangeKind.SERVICE, SHELTER, at, {}, {"n": hours}, None, later(hours=hours)),
            )
        found = await changes.of_centre(tx, CONAKRY)
        assert len(await changes.of_centre(tx, CONAKRY, limit=1)) == 1
    assert [each.after["n"] for each in found] == [2, 1]


async def test_of_those_who_undo_at_once_one_does(database: Database) -> None:
    async with database.transaction() as tx:
        number = await changes.add(tx, Change(ChangeKind.COUNT, "|x", CONAKRY, {}, {}, None, NOW))

    async def undo() -> bool:
        async with database.transaction() as tx:
            return await changes.mark_undone(tx, number, NOW)

    assert sorted(await asyncio.gather(*(undo() for _ in range(5)))) == [False] * 4 + [True]


async def test_a_fact_is_read_as_it_stands_now(database: Database) -> None:
    async with database.transaction() as tx:
        await directory.save(tx, everything())
        await directory.save(tx, Directory(centres=(centre(phone="+000 1"),)))
        found = await changes.fact_now(tx, Centre, CONAKRY)
        assert found is not None
        assert found.phone == "+000 1"
        service = await changes.fact_now(tx, Service, SHELTER)
        assert service == (await directory.load(tx)).service(SHELTER)
        assert await changes.fact_now(tx, Centre, "nowhere") is None
