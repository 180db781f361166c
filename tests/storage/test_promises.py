"""Promises: which answers that persons were told to expect never came, counted once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.referrals import Action, State
from storage import promises as module
from storage import referrals
from storage.database import Database, Transaction
from storage.promises import LONGEST, SETTLED_AFTER, Promises, promises
from tests.storage.builders import NOW, TEAM, event, later
from tests.storage.test_standing import kept

WEEK = timedelta(days=7)
DAY = timedelta(days=1)

CLAIM = {"action": Action.CLAIM, "after": State.CLAIMED}
TAKEN_BACK = {"action": Action.TAKE_BACK, "after": State.PENDING}
WITHDRAWN = {"action": Action.WITHDRAW, "after": State.WITHDRAWN}


@pytest.mark.parametrize(
    ("moves", "counts"),
    [
        ([], Promises(1, 1)),
        ([{**CLAIM, "at": later(minutes=59)}], Promises(1, 0)),
        ([{**CLAIM, "at": later(minutes=61)}], Promises(1, 1)),
        ([{**TAKEN_BACK, "at": NOW}], Promises(1, 1)),
        ([{**WITHDRAWN, "at": later(minutes=59)}], Promises(0, 0)),
        ([{**CLAIM, "at": NOW}, {**WITHDRAWN, "at": later(minutes=1)}], Promises(1, 0)),
        ([{**WITHDRAWN, "at": later(minutes=61)}], Promises(1, 1)),
    ],
    ids=["nothing", "in time", "late", "taken away", "ended", "answered, ended", "ended late"],
)
async def test_a_promise_is_missed_where_no_answer_came_by_its_instant(
    database: Database, moves: list[dict[str, Any]], counts: Promises
) -> None:
    await kept(database, *moves)
    async with database.transaction() as tx:
        assert await promises(tx, later(hours=1) - DAY, later(hours=1)) == counts


async def test_promises_count_from_their_instant_for_as_long_as_asked(database: Database) -> None:
    await kept(database)
    async with database.transaction() as tx:
        early = await promises(tx, NOW - WEEK, later(minutes=59))
        last = await promises(tx, later(minutes=59), later(days=7))
        past = await promises(tx, later(hours=1), later(days=8))
    assert (early.due, last.due, past.due) == (0, 1, 0)


async def test_a_day_that_goes_on_counts_as_if_it_were_counted_anew(database: Database) -> None:
    for minutes in range(0, 200, 7):
        moves = [{**CLAIM, "at": later(minutes=minutes - 1)}] if minutes % 2 else []
        await kept(database, *moves, clock={"promised": later(minutes=minutes)})
    async with database.transaction() as tx:
        for minutes in range(-5, DAY // timedelta(minutes=1) + 240, 13):
            now = later(minutes=minutes)
            going_on = await promises(tx, now - DAY, now)
            known, tx.kept[module.KEPT] = tx.kept[module.KEPT], {}
            assert await promises(tx, now - DAY, now) == going_on
            tx.kept[module.KEPT] = known


async def test_what_is_settled_is_not_read_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[timedelta] = []
    counted = module._counted

    async def watched(tx: Transaction, since: datetime, until: datetime) -> Promises:
        read.append(until - since)
        return await counted(tx, since, until)

    monkeypatch.setattr(module, "_counted", watched)
    for seconds in (0, 15, 30, 600):
        read.clear()
        async with database.transaction() as tx:
            now = later(seconds=seconds)
            await promises(tx, now - DAY, now)
            assert len(tx.kept[module.KEPT]) <= DAY // LONGEST + 1
        if seconds == 0:
            assert sum(read, timedelta()) == DAY
        else:
            assert sum(read, timedelta()) <= 3 * LONGEST + SETTLED_AFTER


async def test_an_answer_that_was_just_committed_counts(database: Database) -> None:
    new = await kept(database)
    now = later(hours=1, minutes=9)
    async with database.transaction() as tx:
        assert await promises(tx, now - DAY, now) == Promises(1, 1)
        answer = event(new, **{"team": TEAM, **CLAIM, "at": later(minutes=59)})
        await referrals.add_event(tx, answer)
        assert await promises(tx, now - DAY, now) == Promises(1, 0)
