"""Colleagues: who is in a team, who may take which case, and what is supervised."""

from __future__ import annotations

from collections.abc import Iterable

from casework.tell import is_hidden
from casework.workplace import Work
from casework.zones import zone_of
from domain.access import MemberRole, Membership, parts_in
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import Action, By, Referral, State, moves_in
from domain.requests.team import Colleague, ColleaguesFor, MyTeams, TeamSeen
from storage import habits, members, referrals


async def my_teams(work: Work, request: MyTeams) -> tuple[TeamSeen, ...]:
    """Show a supervisor who is there, on duty or away, and how much each holds."""
    seen = [
        TeamSeen(work.directory.team(team).name, zone_of(work, team), await colleagues(work, team))
        for team in supervised(work)
    ]
    await work.note("read team", "", allowed=bool(seen))
    return tuple(seen)


def supervised(work: Work) -> tuple[TeamId, ...]:
    """Name the teams of which the actor is a supervisor."""
    mine = work.actor.memberships
    return tuple(each.team for each in mine if each.role is MemberRole.SUPERVISOR)


async def colleagues(work: Work, team: TeamId) -> tuple[Colleague, ...]:
    """List those who work a team's queue, with what they hold there."""
    working = await members.working_in(work.tx, team)
    known = await habits.of_all(work.tx, list(working))
    load = await referrals.held_in(work.tx, team)
    return tuple(
        Colleague(
            person,
            known[person].name if person in known else "",
            number,
            member.role,
            member.on_duty,
            known[person].away_until if person in known else None,
            load.get(person, 0),
        )
        for number, (person, member) in enumerate(working.items(), 1)
    )


async def colleagues_for(work: Work, request: ColleaguesFor) -> tuple[Colleague, ...]:
    """List who may take a case over, those on duty first, then those with least to do."""
    referral = await referrals.by_reference(work.tx, request.reference)
    if referral is None or not may_pass_on(work, referral):
        return ()
    team = await colleagues(work, referral.team)
    able = [each for each in team if await could_take(work, each.person, referral)]
    return tuple(sorted(able, key=lambda each: (not each.on_duty, each.holds, each.number)))


def may_pass_on(work: Work, referral: Referral) -> bool:
    """Say whether the actor may give a case to a colleague, or ask one to take it."""
    parts = parts_in(work.actor, referral)
    if By.SUPERVISOR in parts and referral.state is State.PENDING:
        return True
    move = moves_in(referral.state, referral.stands).get(Action.REASSIGN)
    return move is not None and bool(move.by & parts)


async def could_take(work: Work, person: PersonId, referral: Referral) -> bool:
    """Say whether a case may be given to somebody of its team: neither their own nor hidden."""
    if person in (referral.holder, referral.person):
        return False
    working = await members.working_in(work.tx, referral.team)
    return person in working and not await is_hidden(work, person, referral)


async def name_of(work: Work, person: PersonId) -> str:
    """Give the name under which colleagues know somebody, "" for none."""
    return (await habits.of(work.tx, person)).name


def acting_for(work: Work, person: PersonId, memberships: Iterable[Membership]) -> bool:
    """Say whether the actor may set how somebody works: oneself, or whom one supervises."""
    if person == work.person:
        return work.actor.works_cases
    return any(each.team in supervised(work) for each in memberships)
