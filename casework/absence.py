"""Absence: who is away or leaves keeps no case that nobody looks after.

What is only claimed goes back to the queue and its person is told; what was promised stays as it
is, and the supervisors are asked for a colleague (The life cycle: holder absent).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from zoneinfo import ZoneInfo

from casework.answer import step
from casework.colleagues import acting_for, supervised
from casework.move import move_by_system
from casework.refer import tell_team
from casework.remind import remind_supervisors
from casework.tell import tell
from casework.workplace import Work
from casework.zones import first_zone
from domain.access import QUEUE_ROLES, Actor, Membership, parts_in
from domain.habits import Habits, end_of_day, next_turn, works_at
from domain.noise import NEW, quiet_span, quiet_until
from domain.notices import Pressing, Step, WaitsForYou
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import CONTACT_RELEASED, Action, By, Referral, State
from domain.requests import Done, DoneOutcome
from domain.requests.team import CallMe, DaysOf, GoAway, LeaveTeam, MyDays, SetQuiet, SetRota
from storage import gathered, habits, members, referrals

PER_ROUND = 100
OFFERED = 5
NOT_PROMISED = frozenset({State.CLAIMED, State.NEEDS_INFO})


async def days_of(work: Work, request: DaysOf) -> MyDays | None:
    """Tell how a member works, to themselves and to their supervisor."""
    person = request.person or work.person
    mine = await members.memberships_of(work.tx, person)
    if not acting_for(work, person, mine):
        await work.note("read days", "", allowed=False)
        return None
    zone = first_zone(work, mine)
    return MyDays(
        any(each.on_duty for each in mine),
        await habits.of(work.tx, person),
        work.now.astimezone(ZoneInfo(zone)).date(),
        zone,
    )


async def go_away(work: Work, request: GoAway) -> Done:
    """End duty until a day is over; what somebody holds is seen to."""
    person = request.person or work.person
    mine = await members.memberships_of(work.tx, person)
    until = end_of_day(request.last_day, first_zone(work, mine))
    if not acting_for(work, person, mine) or until <= work.now:
        await work.note("away", "", allowed=False)
        return Done(DoneOutcome.REFUSED)
    await keep(work, person, replace(await habits.of(work.tx, person), away_until=until))
    await members.set_duty(work.tx, person, False)
    await work.note("away", "", allowed=True, details=f"until {request.last_day}")
    await hand_back(work, person)
    return Done(DoneOutcome.DONE)


async def leave_team(work: Work, request: LeaveTeam) -> Done:
    """End a membership at once, by a supervisor of the team; oneself cannot be ended so."""
    mine = await members.memberships_of(work.tx, request.person)
    teams = {each.team for each in mine} & set(supervised(work))
    if not teams or request.person == work.person:
        await work.note("leave team", "", allowed=False)
        return Done(DoneOutcome.REFUSED)
    for team in sorted(teams):
        await members.revoke(work.tx, request.person, team, work.now)
        await work.note("leave team", team, allowed=True)
    await hand_back(work, request.person, teams)
    return Done(DoneOutcome.DONE)


async def hand_back(work: Work, person: PersonId, teams: Collection[TeamId] | None = None) -> None:
    """See to it that what somebody holds, in these teams or in all, is looked after."""
    for held in await referrals.held_by(work.tx, person):
        if teams is not None and held.team not in teams:
            continue
        if held.stands in NOT_PROMISED:
            await back_to_the_queue(work, held)
        elif held.stands in CONTACT_RELEASED:
            await remind_supervisors(work, held, Pressing.HOLDER_AWAY)


async def back_to_the_queue(work: Work, referral: Referral) -> None:
    """Put a case back; person and team are told, and the supervisors where nobody is on duty."""
    moved = await move_by_system(work, referral, Action.PUT_BACK, holder=None, question=None)
    if moved is None:
        return
    await step(work, moved.after, Step.PUT_BACK)
    if not await tell_team(work, moved.after, alert=False):
        await remind_supervisors(work, moved.after, Pressing.NOT_TAKEN)


async def call_me(work: Work, request: CallMe) -> Done:
    """Keep the name under which colleagues know somebody."""
    if not work.actor.works_cases:
        await work.note("name", "", allowed=False)
        return Done(DoneOutcome.REFUSED)
    await keep(work, work.person, replace(await habits.of(work.tx, work.person), name=request.name))
    await work.note("name", "", allowed=True)
    return Done(DoneOutcome.DONE)


async def set_rota(work: Work, request: SetRota) -> Done:
    """Set the weekly rota, as oneself or as supervisor; duty turns at once to what it says."""
    person = request.person or work.person
    mine = await members.memberships_of(work.tx, person)
    if not acting_for(work, person, mine):
        await work.note("rota", "", allowed=False)
        return Done(DoneOutcome.REFUSED)
    new = replace(await habits.of(work.tx, person), rota=request.rota)
    await keep(work, person, new)
    if new.rota and new.away_until is None:
        duty = works_at(new, first_zone(work, mine), work.now)
        await members.set_duty(work.tx, person, duty)
    await work.note("rota", "", allowed=True)
    return Done(DoneOutcome.DONE)


async def set_quiet(work: Work, request: SetQuiet) -> Done:
    """Set quiet hours, as oneself or as supervisor; what was gathered goes by them."""
    person = request.person or work.person
    mine = await members.memberships_of(work.tx, person)
    sound = not request.quiet or quiet_span(request.quiet) is not None
    if not acting_for(work, person, mine) or not sound:
        await work.note("quiet hours", "", allowed=False)
        return Done(DoneOutcome.REFUSED)
    await keep(work, person, replace(await habits.of(work.tx, person), quiet=request.quiet))
    end = quiet_until(request.quiet, first_zone(work, mine), work.now)
    await gathered.set_due(work.tx, person, end or work.now)
    await work.note("quiet hours", "", allowed=True)
    return Done(DoneOutcome.DONE)


async def keep(work: Work, person: PersonId, new: Habits) -> None:
    """Keep how somebody works, with the time at which duty turns next."""
    zone = first_zone(work, await members.memberships_of(work.tx, person))
    await habits.keep(work.tx, person, new, next_turn(new, zone, work.now))


async def offer_backlog(work: Work, person: PersonId, memberships: Collection[Membership]) -> None:
    """Offer what waits to somebody whose duty begins: the most urgent first, then the oldest."""
    teams = [each.team for each in memberships if each.role in QUEUE_ROLES]
    theirs = Actor(person, tuple(memberships))
    free = [
        each
        for each in await referrals.open_in(work.tx, teams)
        if each.state is State.PENDING and By.CASEWORKER in parts_in(theirs, each)
    ]
    await gathered.drop(work.tx, person, NEW, [each.id for each in free])
    if free:
        first = ((r.reference, r.urgency, work.directory.service(r.service).type) for r in free)
        notice = WaitsForYou(len(free), tuple(first)[:OFFERED])
        await tell(work, person, notice, "backlog")


async def turn_duties(work: Work) -> int:
    """Begin and end duty by rota, and end absences, for up to `PER_ROUND`; give how many.

    What somebody said by hand holds until the rota turns next.
    """
    due = await habits.due_by(work.tx, work.now, PER_ROUND)
    for person, known in due.items():
        mine = await members.memberships_of(work.tx, person)
        back = replace(known, away_until=None)
        await keep(work, person, back)
        duty = works_at(back, first_zone(work, mine), work.now)
        await members.set_duty(work.tx, person, duty)
        if duty:
            await offer_backlog(work, person, mine)
    return len(due)
