"""How members work, and notes on cases: kept sealed, found when due, erased with the person."""

from __future__ import annotations

from sqlalchemy import select

from domain.habits import Habits
from domain.people import PersonId
from domain.referrals import By, Referral
from storage import habits, members, notes, people, referrals
from storage.database import Database
from storage.notes import StoredNote
from storage.tables import case_notes
from storage.tables import habits as habits_table
from tests.storage.builders import (
    IOM,
    MINISTRY,
    NOW,
    TEAM,
    consent,
    contact,
    later,
    membership,
    person,
    referral,
)

WORDS = "Called twice, no reply yet."


async def stored(database: Database, holder: PersonId | None = None) -> Referral:
    whose = await person(database)
    made = referral(whose, holder=holder)
    async with database.transaction() as tx:
        await referrals.insert(tx, made, contact(), consent(whose))
    return made


async def test_habits_come_back_as_given_and_the_later_take_the_place(database: Database) -> None:
    who = await person(database)
    first = Habits("Fatou", later(days=2), "Mo-Fr 08:00-16:00", "22:00-07:00")
    async with database.transaction() as tx:
        assert await habits.of(tx, who) == Habits()
        await habits.keep(tx, who, Habits(), None)
        await habits.keep(tx, who, first, later(days=2))
        assert await habits.of(tx, who) == first


async def test_only_those_are_due_whose_duty_turns_the_oldest_first(database: Database) -> None:
    a, b, c, d = [await person(database) for _ in range(4)]
    async with database.transaction() as tx:
        await habits.keep(tx, a, Habits("a"), later(hours=1))
        await habits.keep(tx, b, Habits("b"), NOW)
        await habits.keep(tx, c, Habits("c"), later(hours=2))
        await habits.keep(tx, d, Habits("d"), None)
        assert list(await habits.due_by(tx, later(hours=1), 9)) == [b, a]
        assert list(await habits.due_by(tx, later(hours=1), 1)) == [b]


async def test_name_and_notes_are_sealed(database: Database) -> None:
    author, case = await person(database), await stored(database)
    async with database.transaction() as tx:
        await habits.keep(tx, author, Habits("Fatou"), None)
        await notes.add(tx, StoredNote(case.id, IOM, author, By.HOLDER, NOW, WORDS))
        name = await tx.connection.scalar(select(habits_table.c.sealed_name))
        words = await tx.connection.scalar(select(case_notes.c.sealed_words))
    assert name and "Fatou" not in name
    assert words and WORDS not in words


async def test_an_organisation_reads_its_own_notes_in_their_order(database: Database) -> None:
    author, case, other = await person(database), await stored(database), await stored(database)
    mine = [
        StoredNote(case.id, IOM, author, By.HOLDER, NOW, WORDS),
        StoredNote(case.id, IOM, author, By.SUPERVISOR, later(hours=1), "Second"),
    ]
    async with database.transaction() as tx:
        for each in mine:
            await notes.add(tx, each)
        await notes.add(tx, StoredNote(case.id, MINISTRY, author, By.HOLDER, NOW, "Theirs"))
        await notes.add(tx, StoredNote(other.id, IOM, author, By.HOLDER, NOW, "Another case"))
        assert await notes.of(tx, case.id, IOM) == tuple(mine)


async def test_what_was_noted_about_a_person_goes_with_them(database: Database) -> None:
    author, case, other = await person(database), await stored(database), await stored(database)
    async with database.transaction() as tx:
        for each in (case, other):
            await notes.add(tx, StoredNote(each.id, IOM, author, By.HOLDER, NOW, WORDS))
        await notes.erase_about(tx, case.person)
        assert await notes.of(tx, case.id, IOM) == ()
        assert len(await notes.of(tx, other.id, IOM)) == 1


async def test_how_a_member_works_is_erased_with_their_identity(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await habits.keep(tx, who, Habits("Fatou"), NOW)
        await people.erase_identity(tx, who)
        assert await habits.due_by(tx, later(days=1), 9) == {}


async def test_those_who_work_a_queue_are_listed_on_duty_or_not(database: Database) -> None:
    first, second, gone = [await person(database) for _ in range(3)]
    async with database.transaction() as tx:
        await members.enrol(tx, first, membership(), NOW)
        await members.enrol(tx, second, membership(on_duty=False), later(hours=1))
        await members.enrol(tx, gone, membership(), NOW)
        await members.revoke(tx, gone, TEAM, NOW)
        assert list(await members.working_in(tx, TEAM)) == [first, second]


async def test_open_cases_are_counted_by_who_holds_them(database: Database) -> None:
    holder = await person(database)
    await stored(database, holder)
    await stored(database, holder)
    case = await stored(database)
    async with database.transaction() as tx:
        assert await referrals.held_in(tx, case.team) == {holder: 2}
