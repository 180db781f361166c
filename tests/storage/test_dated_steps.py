"""Dated steps: each is remembered with what it did, and the next one is found by what is open."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from domain.referrals import State
from domain.services import ServiceId
from storage import dated_steps, referrals
from storage.database import Database
from tests.storage.builders import NOW, consent, contact, later, person, referral

TURN = "turning point gn-conakry 2026-12-01T00:00:00"


async def test_what_was_done_is_remembered_for_its_subject(database: Database) -> None:
    async with database.transaction() as tx:
        await dated_steps.note(tx, "agreement a", "90", NOW)
        await dated_steps.note(tx, "agreement a", "30", NOW)
        await dated_steps.note(tx, "agreement b", "90", NOW)
    async with database.transaction() as tx:
        assert await dated_steps.steps_of(tx, "agreement a") == {"90", "30"}
        assert await dated_steps.steps_of(tx, "agreement c") == frozenset()


async def test_a_step_is_kept_once(database: Database) -> None:
    async with database.transaction() as tx:
        await dated_steps.note(tx, "agreement a", "90", NOW)
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await dated_steps.note(tx, "agreement a", "90", NOW)


async def test_open_requests_come_oldest_first_until_something_was_done_about_each(
    database: Database,
) -> None:
    who = await person(database)
    younger = referral(who, reference="AAA-2222", submitted=later(hours=1))
    older = referral(who, reference="BBB-3333", submitted=NOW)
    ended = referral(who, reference="CCC-4444", state=State.WITHDRAWN)
    asked = referral(who, reference="DDD-5555", state=State.AWAITING_CONSENT)
    async with database.transaction() as tx:
        for each in (younger, older, ended, asked):
            await referrals.insert(tx, each, contact(), consent(who))
    found = []
    async with database.transaction() as tx:
        while (key := await dated_steps.next_open(tx, TURN, [older.service])) is not None:
            found.append(key)
            await dated_steps.note(tx, TURN, key, NOW)
        assert await dated_steps.next_open(tx, "another point", [older.service]) == older.id
        assert await dated_steps.next_open(tx, TURN, [ServiceId("elsewhere")]) is None
        assert await dated_steps.services_waiting(tx) == {older.service}
    assert found == [older.id, younger.id]
