"""Vacancies kept in memory: never behind the database, never ahead of a commit, on both engines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from casework.vacancies import vacancies
from casework.workplace import Work
from domain.access import Actor
from domain.capacity import Known, counted
from domain.directory import Directory
from domain.organisations import CentreId
from domain.people import PersonId
from domain.referrals import ReferralId
from domain.services import ServiceId
from domain.services import ServiceType as Kind
from domain.vacancies import LAST
from storage import capacity, referrals
from storage.capacity import Hold
from storage.database import Database, Transaction
from storage.tables import capacity_changes, capacity_counts
from tests.casework.test_find import centre, service
from tests.storage.builders import DAY, NOW, consent, contact, later, person, referral
from tests.storage.engines import opened

TOWN, PORT = centre("town"), centre("port")
BEDS, ROOMS = service(TOWN, Kind.SHELTER), service(PORT, Kind.SHELTER)
KNOWN = Directory(centres=(TOWN, PORT), services=(BEDS, ROOMS))


def work(tx: Transaction, directory: Directory = KNOWN, now: datetime = NOW) -> Work:
    return Work(tx, directory, Actor(PersonId("somebody"), ()), now, lambda among: among)


async def with_free(
    database: Database, directory: Directory = KNOWN, now: datetime = NOW
) -> set[str]:
    """The centres that a search would look at."""
    async with database.transaction() as tx:
        found = await vacancies(work(tx, directory, now))
    return {str(each) for each in found.findable.entries}


async def count(tx: Transaction, where: ServiceId, free: int) -> None:
    await capacity.set_count(tx, where, None, counted(9, 0, free, NOW, DAY))


async def counts(database: Database, where: ServiceId, free: int) -> None:
    async with database.transaction() as tx:
        await count(tx, where, free)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Collection[ServiceId] | None]:
    """What was read of counts and holds: which services, None for all."""
    asked: list[Collection[ServiceId] | None] = []
    known_of = capacity.known_of

    async def noted(tx: Transaction, services: Collection[ServiceId] | None = None) -> Any:
        asked.append(services)
        return await known_of(tx, services)

    monkeypatch.setattr(capacity, "known_of", noted)
    return asked


async def test_every_commit_is_seen_and_only_what_changed_is_read(
    database: Database, read: list[Any]
) -> None:
    assert await with_free(database) == set()
    await counts(database, BEDS.id, 3)
    assert await with_free(database) == {"town"}
    await counts(database, ROOMS.id, 1)
    assert await with_free(database) == {"town", "port"}
    assert await with_free(database) == {"town", "port"}
    await counts(database, BEDS.id, 0)
    assert await with_free(database) == {"port"}
    assert read == [None, {BEDS.id}, {ROOMS.id}, {BEDS.id}]


async def test_a_promised_place_is_not_free_and_is_again(database: Database) -> None:
    await counts(database, BEDS.id, 3)
    whose = await person(database)
    made = referral(whose)
    async with database.transaction() as tx:
        await referrals.insert(tx, made, contact(), consent(whose))
    assert await with_free(database) == {"town"}
    async with database.transaction() as tx:
        await capacity.hold(tx, Hold(made.id, BEDS.id, None, 3, later(hours=1)))
    assert await with_free(database) == set()
    assert await with_free(database, now=later(hours=1)) == {"town"}
    async with database.transaction() as tx:
        await capacity.release(tx, ReferralId(made.id))
    assert await with_free(database) == {"town"}


async def test_what_another_process_changes_is_seen(database: Database, database_url: str) -> None:
    assert await with_free(database) == set()
    async with opened(database_url) as other:
        await counts(other, BEDS.id, 3)
    assert await with_free(database) == {"town"}


async def test_what_this_transaction_did_is_seen_in_it_and_by_others_once_it_is_committed(
    database: Database,
) -> None:
    await counts(database, ROOMS.id, 3)
    assert await with_free(database) == {"port"}
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            await count(tx, BEDS.id, 3)
            await count(tx, ROOMS.id, 0)
            assert set((await vacancies(work(tx))).findable.entries) == {"town"}
            raise ZeroDivisionError
    assert await with_free(database) == {"port"}


@pytest.mark.parametrize("known_before", [True, False])
async def test_what_is_rolled_back_is_not_remembered(
    database: Database, known_before: bool
) -> None:
    if known_before:
        await with_free(database)
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            await count(tx, BEDS.id, 3)
            await vacancies(work(tx))
            raise ZeroDivisionError
    assert await with_free(database) == set()


async def test_after_some_minutes_all_is_read_again(database: Database, read: list[Any]) -> None:
    """So that what a process of an older version counted is seen, which numbers nothing."""
    await with_free(database)
    await counts(database, BEDS.id, 3)
    async with database.transaction() as tx:
        await tx.connection.execute(capacity_changes.delete())
    assert await with_free(database, now=NOW + LAST - timedelta(seconds=1)) == set()
    assert await with_free(database, now=NOW + LAST) == {"town"}
    assert await with_free(database, now=NOW - timedelta(seconds=1)) == {"town"}
    assert read == [None, None, None]


async def test_a_database_that_was_put_in_its_place_is_read_anew(database: Database) -> None:
    await counts(database, BEDS.id, 3)
    assert await with_free(database) == {"town"}
    async with database.transaction() as tx:
        await tx.connection.execute(capacity_changes.delete())
        await tx.connection.execute(capacity_counts.delete())
    assert await with_free(database) == set()


async def test_an_edit_of_the_directory_is_followed(database: Database, read: list[Any]) -> None:
    await counts(database, BEDS.id, 3)
    await counts(database, ROOMS.id, 3)
    assert await with_free(database) == {"town", "port"}
    moved = KNOWN.with_changes(Directory(), {"services": [ROOMS.id]})
    assert await with_free(database, moved) == {"town"}
    renamed = moved.with_changes(Directory(centres=(replace(TOWN, name="New"),)))
    async with database.transaction() as tx:
        found = await vacancies(work(tx, renamed))
    assert found.findable.entries[CentreId("town")].name == "New"
    assert await with_free(database) == {"town", "port"}
    assert read == [None]


async def test_what_is_told_of_a_service_is_of_the_moment(database: Database) -> None:
    await counts(database, BEDS.id, 3)
    async with database.transaction() as tx:
        found = await vacancies(work(tx))
    assert found.known == {BEDS.id: Known({None: counted(9, 0, 3, NOW, DAY)})}
    now, then = found.places(BEDS, NOW), found.places(BEDS, NOW + DAY)
    assert now is not None
    assert then is not None
    assert (now.some_free, then.some_free) == (True, None)
    assert found.places(ROOMS, NOW) is None
