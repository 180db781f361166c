"""Complaints come back as they were made, are answered once and lose their person on request."""

from __future__ import annotations

from dataclasses import replace

from domain.complaints import Complaint, ComplaintId
from domain.people import PersonId
from storage import complaints
from storage.database import Database
from tests.storage.builders import CONAKRY, IOM, NOW, TEAM, later, person

WORDS = "The guard shouted."


async def kept(database: Database, key: str, whose: PersonId | None = None) -> Complaint:
    new = Complaint(ComplaintId(key), TEAM, CONAKRY, IOM, whose, WORDS, NOW)
    async with database.transaction() as tx:
        await complaints.insert_complaint(tx, new)
    return new


async def test_a_complaint_comes_back_until_it_is_answered_once(database: Database) -> None:
    whose = await person(database)
    named, nameless = await kept(database, "a", whose), await kept(database, "b")
    async with database.transaction() as tx:
        assert await complaints.open_of(tx, [TEAM]) == (named, nameless)
        assert await complaints.open_of(tx, []) == ()
        assert await complaints.mark_read(tx, named.id, later(hours=1))
        assert not await complaints.mark_read(tx, named.id, later(hours=2))
        assert await complaints.answer(tx, named.id, "Sorry.", later(hours=3))
        assert not await complaints.answer(tx, named.id, "Again.", later(hours=4))
        assert await complaints.open_of(tx, [TEAM]) == (nameless,)
        answered = replace(named, read=later(hours=1), answer="Sorry.", answered=later(hours=3))
        assert await complaints.of_person(tx, whose) == (answered,)


async def test_whoever_is_forgotten_is_in_no_complaint(database: Database) -> None:
    whose = await person(database)
    await kept(database, "a", whose)
    async with database.transaction() as tx:
        await complaints.answer(tx, ComplaintId("a"), "Dear friend", NOW)
        await complaints.forget_complainant(tx, whose)
        assert await complaints.of_person(tx, whose) == ()
        found = await complaints.by_id(tx, ComplaintId("a"))
    assert found is not None
    assert (found.person, found.words, found.answer) == (None, "", None)
