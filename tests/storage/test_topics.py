"""Groups of teams and the topics in them: one group a team, one open topic a request."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import ReferralId
from storage import groups, referrals, topics
from storage.database import Database
from storage.groups import TeamGroup
from storage.tables import team_groups
from storage.topics import Topic
from tests.storage.builders import NOW, TEAM, consent, contact, later, person, referral

OTHER = TeamId("iom/rabat")
CHAT = "-1001234567890"


async def asked(
    database: Database, team: TeamId = TEAM, by: PersonId | None = None, at: datetime = NOW
) -> TeamGroup:
    group = TeamGroup(team, by or await person(database), at, "fr")
    async with database.transaction() as tx:
        await groups.ask(tx, group)
    return group


async def stored(database: Database) -> ReferralId:
    whose = await person(database)
    made = referral(whose)
    async with database.transaction() as tx:
        await referrals.insert(tx, made, contact(), consent(whose))
    return made.id


async def test_a_group_is_asked_for_found_connected_lost_and_found_again(
    database: Database,
) -> None:
    group = await asked(database)
    async with database.transaction() as tx:
        assert await groups.of_team(tx, TEAM) == group
        assert not await groups.lost(tx, TEAM, NOW)
        await groups.found(tx, TEAM, CHAT)
        await groups.connected(tx, TEAM, later(minutes=1))
        found = await groups.by_chat(tx, CHAT, later(days=1))
        assert found is not None
        assert (found.chat, found.works) == (CHAT, True)
        assert await groups.lost(tx, TEAM, later(minutes=2))
        assert not await groups.lost(tx, TEAM, later(minutes=3))
        found = await groups.by_chat(tx, CHAT, later(days=1))
        assert found is not None
        assert not found.works
        await groups.connected(tx, TEAM, later(minutes=4))
        found = await groups.of_team(tx, TEAM)
        assert found is not None
        assert found.works
        await groups.forget(tx, TEAM)
        assert await groups.of_team(tx, TEAM) is None


async def test_a_chat_is_known_while_it_may_become_a_group_and_belongs_to_one_team(
    database: Database,
) -> None:
    await asked(database)
    async with database.transaction() as tx:
        await groups.found(tx, TEAM, CHAT)
        assert await groups.by_chat(tx, CHAT, NOW) is not None
        assert await groups.by_chat(tx, CHAT, later(seconds=1)) is None
        assert await groups.by_chat(tx, "-5", NOW) is None
    await asked(database, OTHER)
    async with database.transaction() as tx:
        await groups.found(tx, OTHER, CHAT)
        found = await groups.by_chat(tx, CHAT, NOW)
        assert found is not None
        assert found.team == OTHER
        assert await groups.of_team(tx, TEAM) is None


async def test_only_what_somebody_asked_for_lately_and_has_not_got_is_waited_for(
    database: Database,
) -> None:
    who = await person(database)
    old = await asked(database, TeamId("old"), who)
    first = await asked(database, TEAM, who, later(minutes=10))
    second = await asked(database, OTHER, who, later(minutes=20))
    await asked(database, TeamId("another's"), None, later(minutes=20))
    async with database.transaction() as tx:
        assert await groups.asked_by(tx, who, NOW) == (second, first, old)
        await groups.connected(tx, OTHER, later(minutes=30))
        assert await groups.asked_by(tx, who, later(minutes=5)) == (first,)


async def test_the_chat_of_a_group_is_sealed(database: Database) -> None:
    await asked(database)
    async with database.transaction() as tx:
        await groups.found(tx, TEAM, CHAT)
        row = (await tx.connection.execute(select(team_groups))).one()
    assert not any(CHAT in str(value) for value in row)


async def test_a_topic_has_its_number_once_it_is_made_and_one_is_open_at_a_time(
    database: Database,
) -> None:
    case, other = await stored(database), await stored(database)
    async with database.transaction() as tx:
        first = await topics.begin(tx, case, TEAM)
        await topics.begin(tx, other, TEAM)
        assert await topics.of(tx, case) == Topic(first, TEAM)
        assert await topics.thread_of(tx, first) is None
        await topics.made(tx, first, 2**40)
        assert await topics.thread_of(tx, first) == 2**40
        await topics.end(tx, first, NOW)
        assert await topics.of(tx, case) is None
        second = await topics.begin(tx, case, OTHER)
        assert await topics.of(tx, case) == Topic(second, OTHER)
        assert await topics.thread_of(tx, first) == 2**40


async def test_the_topics_of_a_team_end_together_and_are_dropped_in_time(
    database: Database,
) -> None:
    case, other = await stored(database), await stored(database)
    async with database.transaction() as tx:
        mine = await topics.begin(tx, case, TEAM)
        theirs = await topics.begin(tx, other, OTHER)
        await topics.made(tx, mine, 5)
        await topics.end_of_team(tx, TEAM, NOW)
        assert await topics.of(tx, case) is None
        assert await topics.of(tx, other) == Topic(theirs, OTHER)
        await topics.purge_ended_before(tx, NOW, 9)
        assert await topics.thread_of(tx, mine) == 5
        await topics.purge_ended_before(tx, later(days=1), 9)
        assert await topics.thread_of(tx, mine) is None
        assert await topics.of(tx, other) is not None
