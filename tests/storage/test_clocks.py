"""Clocks are kept one row a referral, and a step that cannot be done now waits."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.clocks import Clock
from domain.referrals import ReferralId
from storage import clocks, referrals
from storage.database import Database
from tests.storage.builders import NOW, consent, contact, later, person, referral


async def kept(database: Database, due: datetime | None) -> ReferralId:
    new = referral(await person(database))
    async with database.transaction() as tx:
        await referrals.insert(tx, new, contact(), consent(new.person))
        await clocks.keep(tx, Clock(new.id, NOW, later(days=1), NOW), due)
    return new.id


@pytest.mark.parametrize(
    ("due", "then"),
    [(NOW, later(hours=1)), (later(hours=2), later(hours=2)), (None, None)],
    ids=["due", "later anyway", "never"],
)
async def test_a_step_that_is_put_off_waits_and_none_comes_earlier_or_anew(
    database: Database, due: datetime | None, then: datetime | None
) -> None:
    other = await kept(database, later(minutes=5))
    mine = await kept(database, due)
    async with database.transaction() as tx:
        await clocks.put_off(tx, mine, later(hours=1))
        assert await clocks.due_by(tx, later(minutes=59), 9) == (other,)
        assert (mine in await clocks.due_by(tx, later(days=9), 9)) is (then is not None)
        assert (mine in await clocks.due_by(tx, later(hours=1), 9)) is (then == later(hours=1))
