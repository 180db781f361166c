"""What became of each request of a team is read from the moves, alike on both engines."""

from __future__ import annotations

from typing import Any

from domain.courses import Course, Pause
from domain.organisations import TeamId
from domain.people import Urgency
from domain.referrals import Action, DeclineReason, Referral, State
from storage import figures, referrals
from storage.database import Database
from tests.storage.builders import (
    NOW,
    SHELTER,
    TEAM,
    consent,
    contact,
    event,
    later,
    person,
    referral,
)

OTHER = TeamId("other")


async def kept(database: Database, *moves: dict[str, Any]) -> Referral:
    """A referral with its moves, each in the team's queue unless said otherwise."""
    new = referral(await person(database))
    async with database.transaction() as tx:
        await referrals.insert(tx, new, contact(), consent(new.person))
        for move in ({}, *moves):
            await referrals.add_event(tx, event(new, **{"team": TEAM, **move}))
    return new


async def read(database: Database, first: int = 0, last: int = 9) -> list[Course]:
    """The requests that came from `first` until `last`, in days from NOW."""
    async with database.transaction() as tx:
        found = await figures.courses(tx, TEAM, later(days=first), later(days=last))
    return list(found)


async def test_a_request_is_read_with_its_first_answer_and_its_end(database: Database) -> None:
    await kept(
        database,
        {"at": later(hours=2), "action": Action.CLAIM, "after": State.CLAIMED},
        {"at": later(hours=3), "action": Action.ASK, "after": State.NEEDS_INFO},
        {"at": later(hours=4), "action": Action.DECLINE, "after": State.DECLINED, "reason": "full"},
        {"at": later(hours=5), "action": Action.WITHDRAW, "after": State.WITHDRAWN},
    )
    assert await read(database) == [
        Course(
            Urgency.NORMAL,
            NOW,
            "fr",
            SHELTER,
            answered=later(hours=2),
            decided=later(hours=4),
            ended=later(hours=5),
            declined=DeclineReason.FULL,
            pauses=(Pause(later(hours=3), later(hours=4)),),
        )
    ]


async def test_what_a_coordinator_takes_away_is_no_answer(database: Database) -> None:
    taken = {"action": Action.TAKE_BACK, "after": State.PENDING}
    claimed = {"action": Action.CLAIM, "after": State.CLAIMED}
    await kept(
        database,
        {"at": later(hours=2), "team": OTHER, **taken},
        {"at": later(hours=3), "team": OTHER, **claimed},
    )
    [course] = await read(database)
    assert course.answered is None
    async with database.transaction() as tx:
        [elsewhere] = await figures.courses(tx, OTHER, NOW, later(days=9))
    assert (elsewhere.received, elsewhere.answered) == (later(hours=2), later(hours=3))


async def test_a_request_belongs_to_the_month_in_which_it_came(database: Database) -> None:
    """Also with later moves in a later month, so that no two months count it."""
    await kept(database, {"at": later(days=20), "action": Action.CLAIM, "after": State.CLAIMED})
    assert len(await read(database)) == 1
    assert await read(database, 10, 40) == []


async def test_what_could_not_be_routed_is_marked(database: Database) -> None:
    await kept(database, {"after": State.UNROUTABLE})
    assert [course.unroutable for course in await read(database)] == [True]


async def test_what_is_read_is_bounded(database: Database) -> None:
    for _ in range(3):
        await kept(database)
    async with database.transaction() as tx:
        assert len(await figures.courses(tx, TEAM, NOW, later(days=1), limit=2)) == 2


async def test_an_objection_or_a_sending_back_is_a_dispute(database: Database) -> None:
    declined = {"action": Action.DECLINE, "after": State.DECLINED, "reason": "full"}
    await kept(database, declined, {"action": Action.OBJECT, "after": State.PENDING})
    await kept(database, declined, {"action": Action.SEND_BACK, "after": State.CLAIMED})
    await kept(database, declined)
    assert sorted(course.disputed for course in await read(database)) == [False, True, True]


async def test_questions_that_wait_and_several_in_a_row_are_read_as_pauses(
    database: Database,
) -> None:
    asked = {"action": Action.ASK, "after": State.NEEDS_INFO}
    await kept(
        database,
        {"at": later(hours=1), **asked},
        {"at": later(hours=2), "action": Action.REASSIGN, "after": State.NEEDS_INFO},
        {"at": later(hours=3), "action": Action.ANSWER, "after": State.CLAIMED},
        {"at": later(hours=5), **asked},
    )
    [course] = await read(database)
    first, second = course.pauses
    assert (first, second) == (Pause(later(hours=1), later(hours=3)), Pause(later(hours=5)))
