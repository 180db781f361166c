"""Referral, claim and handover together, in any order: what must hold after each step."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import clocks
from casework.new_owner import owner_changes
from casework.remind import remind
from domain.access import QUEUE_ROLES, parts_in
from domain.clocks import HELPED, UNDECIDED
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import MOVES, By, DeclineReason, Outcome, Referral, State
from domain.requests import Command
from domain.requests.afterwards import ObjectTo, Reopen, SendBack
from domain.requests.consenting import AnswerOffer
from domain.requests.coordinating import OfferMove, RevokeCase, RouteCase, TakeBack
from domain.requests.mine import AnswerQuestion, Withdraw
from domain.requests.working import (
    Accept,
    Arrived,
    AskPerson,
    CannotAfterAll,
    CaseOf,
    Decline,
    Finish,
    PutBack,
    Take,
)
from domain.routing import receiving
from storage import clocks as stored_clocks
from storage import members, people, referrals
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.changes import CHANGES
from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.conversations.stage import direct

IOM = "iom-gn-conakry"
SIDES = {
    "caseworker": f"caseworker of {TEAM}",
    "colleague": f"caseworker of {TEAM}",
    "supervisor": f"supervisor of {TEAM}",
    "iom": f"caseworker of {IOM}",
    "coordinator": "coordinator of iom-gn-coordination",
    "stranger": "caseworker of iom-ma-assistance",
}
EVERYBODY = ("person", *SIDES)
MOVES_OF_SOMEBODY = (
    lambda r: Take(r.reference),
    lambda r: Accept(r.reference, "Come."),
    lambda r: Decline(r.reference, DeclineReason.FULL),
    lambda r: AskPerson(r.reference, "How many?"),
    lambda r: AnswerQuestion(r.reference, "Two."),
    lambda r: PutBack(r.reference),
    lambda r: Arrived(r.reference),
    lambda r: Finish(r.reference, Outcome.SERVED),
    lambda r: Finish(r.reference, Outcome.NO_SHOW),
    lambda r: CannotAfterAll(r.reference, DeclineReason.FULL),
    lambda r: Withdraw(r.reference),
    lambda r: TakeBack(r.reference),
    lambda r: RouteCase(r.reference, TeamId(IOM)),
    lambda r: RevokeCase(r.reference, "It cannot be done."),
    lambda r: OfferMove(r.reference),
    lambda r: AnswerOffer(r.reference, r.version, yes=True),
    lambda r: AnswerOffer(r.reference, r.version, yes=False),
    lambda r: ObjectTo(r.reference),
    lambda r: SendBack(r.reference),
    lambda r: Reopen(r.reference),
)
HANDOVER, HOURS, FITTING = "handover", "hours", "whom it fits"

somebody_acts = st.tuples(st.sampled_from(EVERYBODY), st.integers(0, len(MOVES_OF_SOMEBODY) - 1))
it_fits = st.tuples(st.just(FITTING), st.integers(0, len(MOVES_OF_SOMEBODY) - 1))
time_passes = st.tuples(st.just(HOURS), st.integers(1, 40))
owner_follows = st.tuples(st.just(HANDOVER), st.just(0))
stories = st.lists(
    st.one_of(somebody_acts, it_fits, it_fits, it_fits, time_passes, owner_follows), max_size=24
)


@pytest.mark.timeout(300)
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(stories)
def test_whatever_happens_in_whatever_order(story):
    """Invariant 1, The life cycle, A queue is a team's: one owner, no reader without a right."""
    with TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder), story))


async def play(folder: Path, story: list[tuple[str, int]]) -> None:
    async with sample_database(folder) as database:
        player = Player(database, direct=direct)
        for side, part in SIDES.items():
            await direct(player, f"{side} is {part}")
        await player.play(UP_TO_THE_SUMMARY + SENT)
        reference = player.values["reference"]
        async with database.transaction() as tx:
            who = {
                side: (await people.find_or_add(tx, player.side(side).address, player.clock())).id
                for side in EVERYBODY
            }
        for actor, what in story:
            before = await read(player, reference)
            if actor == HOURS:
                player.clock.move(timedelta(hours=what))
                async with database.transaction() as tx:
                    await remind(await player.office.system_work(tx))
            elif actor == HANDOVER:
                await follow(player, before)
            else:
                command: Command = MOVES_OF_SOMEBODY[what](before)
                side = fitting(command, before, who) if actor == FITTING else actor
                await player.office.perform_for(who[side], command)
            await holds(player, await read(player, reference), who)


def fitting(command: Command, referral: Referral, who: dict[str, PersonId]) -> str:
    """Name a side that such a command is meant for, so that stories get somewhere."""
    if isinstance(command, AnswerQuestion | Withdraw | AnswerOffer | ObjectTo):
        return "person"
    if isinstance(command, TakeBack | RouteCase | RevokeCase):
        return "coordinator"
    if isinstance(command, SendBack):
        return "supervisor"
    holds = [side for side, person in who.items() if person == referral.holder]
    return holds[0] if holds else "iom" if referral.team == IOM else "caseworker"


async def read(player: Player, reference: str) -> Referral:
    async with player.database.transaction() as tx:
        found = await referrals.by_reference(tx, reference)
    assert found is not None, "lost"
    return found


async def follow(player: Player, referral: Referral) -> None:
    """Let the agreement name IOM, and an unclaimed request follow, as at a handover."""
    change = CHANGES["IOM answers for shelter in Conakry"]
    async with player.database.transaction() as tx:
        work = await player.office.system_work(tx)
        named = [c for c in work.directory.responsibilities if c.organisation == "iom"]
    if not any((c.centre, c.service) == ("gn-conakry", "shelter") for c in named):
        await change(player.database)
    if referral.state is not State.PENDING:
        return
    async with player.database.transaction() as tx:
        work = await player.office.system_work(tx)
        service = work.directory.service(referral.service)
        team = work.directory.team(TeamId(IOM))
        owner = receiving(work.directory, service, team, referral.told, work.now)
        assert owner is not None
        if team.id != referral.team:
            await owner_changes(work, referral, owner)


async def holds(player: Player, referral: Referral, who: dict[str, PersonId]) -> None:
    """See that everything holds that must hold at every instant."""
    async with player.database.transaction() as tx:
        work = await player.office.system_work(tx)
        assert any(team.id == referral.team for team in work.directory.teams)
        if referral.holder is not None:
            mine = await members.memberships_of(tx, referral.holder)
            assert any(m.team == referral.team and m.role in QUEUE_ROLES for m in mine)
        events = await referrals.events_of(tx, referral.id)
        clock = await stored_clocks.of(tx, referral.id)
        actors = {
            side: (await player.office.work_of(tx, person)).actor for side, person in who.items()
        }
        assert clock is not None
        if referral.stands in UNDECIDED | HELPED:
            open_steps = clocks.steps_of(work, referral, clock)
            fresh = clocks.steps_of(work, referral, replace(clock, done=frozenset()))
            assert set(fresh) == set(open_steps) | (clock.done & set(fresh))
            assert fresh, "no clock runs"
    for each in events[1:]:
        assert each.before is not None
        rows = [MOVES[each.before].get(each.action)]  # type: ignore[call-overload]
        if each.before is State.AWAITING_CONSENT:
            rows += [moves.get(each.action) for moves in MOVES.values()]  # type: ignore[call-overload]
        allowed = {to for row in rows if row for to in (row.to, row.otherwise)}
        if each.action == "disagree":
            allowed |= set(MOVES)
        assert each.after in allowed, (each.before, each.action, each.after)
    versions = [each.version for each in events]
    assert versions == sorted(set(versions))
    for side, person in who.items():
        view = await player.office.perform_for(person, CaseOf(referral.reference))
        parts = parts_in(actors[side], referral) - {By.PERSON}
        assert (view is not None) == bool(parts), side
        if view is not None and view.contact is not None:
            assert referral.holder == person
            assert referral.stands in (State.ACCEPTED, State.IN_PROGRESS)
