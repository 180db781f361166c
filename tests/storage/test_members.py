"""Members belong to teams from invitation to revocation; exactly one person uses a code."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from domain.access import QUEUE_ROLES, MemberRole, Membership
from domain.organisations import TeamId
from domain.people import PersonId
from storage import members
from storage.database import Database
from storage.members import Invitation
from tests.storage.builders import NOW, TEAM, later, membership, person

ELSEWHERE = TeamId("elsewhere")
CODE = "K7M2-QX4P"


async def enrolled(database: Database, *given: Membership) -> PersonId:
    who = await person(database)
    async with database.transaction() as tx:
        for each in given:
            await members.enrol(tx, who, each, NOW)
    return who


async def memberships(database: Database, who: PersonId) -> set[Membership]:
    async with database.transaction() as tx:
        return set(await members.memberships_of(tx, who))


async def on_duty(database: Database, team: TeamId = TEAM) -> set[PersonId]:
    async with database.transaction() as tx:
        return set(await members.on_duty(tx, team))


async def test_a_migrant_has_no_membership(database: Database) -> None:
    assert await memberships(database, await person(database)) == set()


async def test_a_membership_comes_back_as_it_was_given(database: Database) -> None:
    mine = {
        membership(role=MemberRole.SUPERVISOR, employed_by_state=True),
        membership(ELSEWHERE, role=MemberRole.STAFF, on_duty=False),
    }
    assert await memberships(database, await enrolled(database, *mine)) == mine


async def test_enrolling_again_changes_the_membership_and_makes_no_second(
    database: Database,
) -> None:
    who = await enrolled(database, membership(), membership(employed_by_state=True))
    assert await memberships(database, who) == {membership(employed_by_state=True)}


async def test_a_revoked_member_is_none_at_once_in_that_team_alone(database: Database) -> None:
    who = await enrolled(
        database, membership(), membership(role=MemberRole.SUPERVISOR), membership(ELSEWHERE)
    )
    async with database.transaction() as tx:
        await members.revoke(tx, who, TEAM, NOW)
        assert await members.memberships_of(tx, who) == (membership(ELSEWHERE),)
    assert await on_duty(database) == set()
    assert await on_duty(database, ELSEWHERE) == {who}


async def test_who_was_revoked_can_be_enrolled_again(database: Database) -> None:
    who = await enrolled(database, membership())
    async with database.transaction() as tx:
        await members.revoke(tx, who, TEAM, NOW)
        await members.enrol(tx, who, membership(), later(days=1))
    assert await memberships(database, who) == {membership()}
    assert await on_duty(database) == {who}


@pytest.mark.parametrize("role", list(MemberRole))
async def test_only_those_who_work_a_queue_are_on_duty(
    database: Database, role: MemberRole
) -> None:
    who = await enrolled(database, membership(role=role))
    assert await on_duty(database) == ({who} if role in QUEUE_ROLES else set())


async def test_a_member_with_two_parts_is_on_duty_once(database: Database) -> None:
    who = await enrolled(database, membership(), membership(role=MemberRole.SUPERVISOR))
    async with database.transaction() as tx:
        assert await members.on_duty(tx, TEAM) == (who,)


async def test_duty_starts_and_ends_in_all_of_a_person_s_teams(database: Database) -> None:
    who = await enrolled(database, membership(), membership(ELSEWHERE))
    other = await enrolled(database, membership())
    async with database.transaction() as tx:
        await members.set_duty(tx, who, False)
    assert await on_duty(database) == {other}
    assert await on_duty(database, ELSEWHERE) == set()
    off = {replace(membership(team), on_duty=False) for team in (TEAM, ELSEWHERE)}
    assert await memberships(database, who) == off
    async with database.transaction() as tx:
        await members.set_duty(tx, who, True)
    assert await on_duty(database) == {who, other}


async def test_duty_does_not_bring_a_revoked_member_back(database: Database) -> None:
    who = await enrolled(database, membership())
    async with database.transaction() as tx:
        await members.revoke(tx, who, TEAM, NOW)
        await members.set_duty(tx, who, True)
    assert await on_duty(database) == set()


async def invited(database: Database) -> None:
    async with database.transaction() as tx:
        await members.invite(tx, CODE, TEAM, MemberRole.CASEWORKER, later(days=7))


async def use(database: Database, code: str = CODE, days: float = 1) -> object:
    who = await person(database)
    async with database.transaction() as tx:
        return await members.use_invitation(tx, code, who, later(days=days))


async def test_an_invitation_opens_its_team_once(database: Database) -> None:
    await invited(database)
    assert await use(database) == Invitation(TEAM, MemberRole.CASEWORKER)
    assert await use(database) == "used"


async def test_an_invitation_says_who_is_employed_by_the_state(database: Database) -> None:
    async with database.transaction() as tx:
        await members.invite(
            tx, CODE, TEAM, MemberRole.CASEWORKER, later(days=7), employed_by_state=True
        )
    assert await use(database) == Invitation(TEAM, MemberRole.CASEWORKER, employed_by_state=True)


async def test_a_code_may_be_typed_as_people_type(database: Database) -> None:
    await invited(database)
    assert await use(database, " k7m2 qx4p ") == Invitation(TEAM, MemberRole.CASEWORKER)


async def test_an_unknown_code_opens_nothing(database: Database) -> None:
    await invited(database)
    assert await use(database, "K7M2-QX4Q") == "unknown"


@pytest.mark.parametrize(("days", "said"), [(6.999, Invitation), (7, str), (8, str)])
async def test_an_invitation_expires(database: Database, days: float, said: type) -> None:
    await invited(database)
    found = await use(database, days=days)
    assert isinstance(found, said)
    assert found == "expired" or isinstance(found, Invitation)


async def test_a_used_invitation_stays_used_when_its_time_is_over(database: Database) -> None:
    await invited(database)
    await use(database)
    assert await use(database, days=30) == "used"


async def test_of_many_who_use_a_code_at_once_one_is_let_in(database: Database) -> None:
    await invited(database)
    found = await asyncio.gather(*(use(database) for _ in range(10)))
    assert sorted(map(str, found)).count("used") == 9
    assert sum(isinstance(each, Invitation) for each in found) == 1
