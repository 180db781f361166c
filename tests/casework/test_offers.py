"""A question about a new recipient: one owner at every instant, whoever answers and how often."""

import asyncio
from datetime import timedelta

from bot.clockwork import Clockwork
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import State
from domain.requests import DoneOutcome
from domain.requests.consenting import AnswerOffer, OfferOf
from domain.requests.coordinating import RevokeCase, RouteCase, TakeBack
from domain.requests.working import Take
from storage import people, referrals
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.stage import direct

COORDINATION = "iom-gn-coordination"


async def person_of(player: Player, side: str) -> PersonId:
    async with player.database.transaction() as tx:
        found = await people.find_or_add(tx, player.side(side).address, player.clock())
    return found.id


async def asked(player: Player) -> tuple[str, int]:
    """Let a coordinator take a case back, so that the person is asked; give the question."""
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await direct(player, f"coordinator is coordinator of {COORDINATION}")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    player.clock.move(timedelta(hours=3))
    await Clockwork(player.office).remind()
    reference = player.values["reference"]
    done = await player.office.perform_for(
        await person_of(player, "coordinator"), TakeBack(reference)
    )
    assert done.state is State.AWAITING_CONSENT
    question = await player.office.perform_for(
        await person_of(player, "person"), OfferOf(reference)
    )
    return reference, question.version


async def stored(player: Player, reference: str):
    async with player.database.transaction() as tx:
        found = await referrals.by_reference(tx, reference)
        assert found is not None
        return found, await referrals.consents_of(tx, found.id)


async def test_a_yes_given_four_times_at_once_moves_the_case_once(player: Player):
    reference, version = await asked(player)
    whose = await person_of(player, "person")
    answers = await asyncio.gather(
        *(
            player.office.perform_for(whose, AnswerOffer(reference, version, yes=True))
            for _ in range(4)
        )
    )
    assert [each.outcome for each in answers].count(DoneOutcome.DONE) == 1
    found, consents = await stored(player, reference)
    assert (found.team, found.state, found.offer) == (COORDINATION, State.PENDING, None)
    assert len(consents) == 2


async def test_until_the_yes_the_old_owner_has_it_and_may_take_it(player: Player):
    reference, version = await asked(player)
    found, _ = await stored(player, reference)
    assert (found.team, found.stands) == (TEAM, State.PENDING)
    taken = await player.office.perform_for(await person_of(player, "caseworker"), Take(reference))
    assert taken.outcome is DoneOutcome.DONE
    late = await player.office.perform_for(
        await person_of(player, "person"), AnswerOffer(reference, version, yes=True)
    )
    assert late.outcome is DoneOutcome.TOO_LATE
    found, consents = await stored(player, reference)
    assert (found.team, found.state, len(consents)) == (TEAM, State.CLAIMED, 1)


async def test_nobody_else_answers_for_the_person(player: Player):
    reference, version = await asked(player)
    for side in ("caseworker", "coordinator", "stranger"):
        whose = await person_of(player, side)
        assert await player.office.perform_for(whose, OfferOf(reference)) is None
        done = await player.office.perform_for(whose, AnswerOffer(reference, version, yes=True))
        assert done.outcome is DoneOutcome.NOT_FOUND


async def test_only_the_coordinator_of_the_area_takes_back_routes_and_ends(player: Player):
    reference, _ = await asked(player)
    await direct(player, "other is coordinator of iom-ma-coordination")
    await direct(player, f"supervisor is supervisor of {COORDINATION}")
    for side in ("caseworker", "other", "supervisor", "person"):
        whose = await person_of(player, side)
        for command in (
            TakeBack(reference),
            RouteCase(reference, TeamId(COORDINATION)),
            RevokeCase(reference, "no"),
        ):
            done = await player.office.perform_for(whose, command)
            assert done.outcome is DoneOutcome.NOT_FOUND, (side, command)


async def test_a_yes_after_the_coordination_has_ended_leaves_the_case_where_it_is(player: Player):
    reference, version = await asked(player)
    await direct(player, "meanwhile nobody coordinates in Guinea")
    done = await player.office.perform_for(
        await person_of(player, "person"), AnswerOffer(reference, version, yes=True)
    )
    assert done.outcome is DoneOutcome.TOO_LATE
    found, consents = await stored(player, reference)
    assert (found.team, found.state, len(consents)) == (TEAM, State.PENDING, 1)
