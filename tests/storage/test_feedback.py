"""What persons say is kept as counts, alike on both engines, and knows nobody and no hour."""

from __future__ import annotations

from asyncio import gather

import pytest
from sqlalchemy.exc import IntegrityError

from domain.feedback import Asked, Said
from domain.organisations import TeamId
from storage import feedback, referrals
from storage.database import Database
from storage.tables import feedback_asked, feedback_counts
from tests.storage.builders import TEAM, consent, contact, person, referral


async def say(database: Database, said: Said, team: TeamId = TEAM, month: str = "2026-10") -> None:
    async with database.transaction() as tx:
        await feedback.add(tx, team, month, Asked.TREATED, said)


async def test_answers_add_up_by_team_and_month(database: Database) -> None:
    await gather(*(say(database, Said.GOOD) for _ in range(5)), say(database, Said.BAD))
    await say(database, Said.BAD, TeamId("other"))
    await say(database, Said.BAD, month="2026-11")
    async with database.transaction() as tx:
        found = await feedback.counted(tx, TEAM, "2026-10")
        assert found == {Asked.EXPLAINED: {}, Asked.TREATED: {Said.GOOD: 5, Said.BAD: 1}}
        assert (await feedback.counted(tx, TEAM, "2026-09"))[Asked.TREATED] == {}


def test_no_column_tells_who_or_when() -> None:
    """A count is of a team and month alone; that it was asked says neither what nor when."""
    assert set(feedback_counts.c.keys()) == {"team", "month", "asked", "said", "number"}
    assert set(feedback_asked.c.keys()) == {"referral", "asked"}


async def test_a_question_is_put_once(database: Database) -> None:
    new = referral(await person(database))
    async with database.transaction() as tx:
        await referrals.insert(tx, new, contact(), consent(new.person))
        assert await feedback.asked_about(tx, new.id) == frozenset()
        await feedback.note_asked(tx, new.id, Asked.TREATED)
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await feedback.note_asked(tx, new.id, Asked.TREATED)
    async with database.transaction() as tx:
        assert await feedback.asked_about(tx, new.id) == {Asked.TREATED}
