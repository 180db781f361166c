"""A no that a colleague looks at first: who may, what drops it, and how long it waits."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from bot.clockwork import Clockwork
from domain.organisations import TeamId
from domain.referrals import DeclineReason, State
from domain.requests import Command, DoneOutcome
from domain.requests.afterwards import ObjectTo
from domain.requests.mine import AnswerQuestion, Withdraw
from domain.requests.team import GoAway, PassOn, ReviewDecline
from domain.requests.working import Accept, AskPerson, CaseOf, Decline, PutBack, Take
from storage import members, referrals
from tests.casework.situation import TEAM
from tests.casework.test_offers import person_of
from tests.casework.test_working_together import by, heard, listen, staffed, stored
from tests.conversations.play import Player
from tests.conversations.stage import direct

FULL = DeclineReason.FULL


async def proposed(player: Player) -> str:
    """A request at whose no a colleague should look."""
    await direct(player, "meanwhile the ministry reviews declines")
    reference = await staffed(player)
    done = await by(player, "caseworker", Decline(reference, FULL))
    assert (done.outcome, done.state) == (DoneOutcome.DONE, State.CLAIMED)
    return reference


async def turn(player: Player, **later: int) -> None:
    player.clock.move(timedelta(**later))
    await Clockwork(player.office).remind()


async def test_only_a_colleague_answers_a_no_and_only_the_one_that_was_seen(player: Player):
    reference = await proposed(player)
    yes = ReviewDecline(reference, FULL, yes=True)
    for side, outcome in (
        ("caseworker", DoneOutcome.REFUSED),
        ("outsider", DoneOutcome.NOT_FOUND),
        ("person", DoneOutcome.NOT_FOUND),
        ("stranger", DoneOutcome.NOT_FOUND),
    ):
        assert (await by(player, side, yes)).outcome is outcome, side
        assert (await by(player, side, replace(yes, yes=False))).outcome is outcome, side
    other = replace(yes, reason=DeclineReason.OTHER)
    assert (await by(player, "colleague", other)).outcome is DoneOutcome.TOO_LATE
    assert (await stored(player, reference)).state is State.CLAIMED
    await listen(player)
    assert heard(player, "person", "we are sorry") == 0

    done = await by(player, "supervisor", yes)
    assert (done.outcome, done.state) == (DoneOutcome.DONE, State.DECLINED)
    assert (await by(player, "colleague", yes)).outcome is DoneOutcome.TOO_LATE
    found = await stored(player, reference)
    assert (found.holder, found.proposal) == (await person_of(player, "caseworker"), None)
    async with player.database.transaction() as tx:
        *_, last = await referrals.events_of(tx, found.id)
    assert (last.action, last.actor, last.reason) == ("decline", found.holder, "full")
    await listen(player)
    assert heard(player, "person", "we are sorry") == 1


@pytest.mark.parametrize("alone", [False, True])
async def test_after_an_objection_neither_of_the_two_decides_again_where_a_third_can(
    player: Player, alone: bool
):
    reference = await proposed(player)
    if alone:
        whom = await person_of(player, "supervisor")
        async with player.database.transaction() as tx:
            await members.revoke(tx, whom, TeamId(TEAM), player.clock())
    await by(player, "colleague", ReviewDecline(reference, FULL, yes=True))
    await by(player, "person", ObjectTo(reference))
    assert await by(player, "caseworker", CaseOf(reference)) is None
    seen = await by(player, "colleague", CaseOf(reference))
    assert (seen is not None) is alone
    taken = await by(player, "colleague" if alone else "supervisor", Take(reference))
    assert taken.outcome is DoneOutcome.DONE


async def test_a_no_that_is_sent_twice_asks_the_colleagues_once(player: Player):
    reference = await proposed(player)
    before = await stored(player, reference)
    await by(player, "caseworker", Decline(reference, FULL))
    assert await stored(player, reference) == before
    await listen(player)
    assert heard(player, "colleague", "wants to decline") == 1


DROPS: dict[str, tuple[str, Command]] = {
    "withdrawn": ("person", Withdraw("")),
    "accepted after all": ("caseworker", Accept("", "Come today.")),
    "put back": ("caseworker", PutBack("")),
    "asked first": ("caseworker", AskPerson("", "How many?")),
}


@pytest.mark.parametrize("what", DROPS)
async def test_what_moves_the_case_drops_the_no(player: Player, what: str):
    reference = await proposed(player)
    side, command = DROPS[what]
    done = await by(player, side, replace(command, reference=reference))
    assert done.outcome is DoneOutcome.DONE
    assert (await stored(player, reference)).proposal is None
    late = await by(player, "colleague", ReviewDecline(reference, FULL, yes=True))
    assert late.outcome is DoneOutcome.TOO_LATE


async def test_the_no_of_one_who_is_away_or_has_passed_it_on_is_not_said(player: Player):
    reference = await proposed(player)
    await by(player, "supervisor", PassOn(reference, await person_of(player, "colleague")))
    assert (await stored(player, reference)).proposal is None
    await by(player, "colleague", Decline(reference, FULL))
    await by(player, "colleague", GoAway(date(2026, 11, 27)))
    found = await stored(player, reference)
    assert (found.state, found.proposal) == (State.PENDING, None)
    await turn(player, days=40)
    assert (await stored(player, reference)).state is State.PENDING


async def test_a_no_waits_for_review_as_long_as_a_team_has_to_take_a_request(player: Player):
    reference = await proposed(player)
    await turn(player, seconds=3599)
    assert (await stored(player, reference)).state is State.CLAIMED
    await turn(player, seconds=1)
    ended = await stored(player, reference)
    assert (ended.state, ended.decline_reason) == (State.DECLINED, FULL)
    await listen(player)
    assert heard(player, "person", "we are sorry") == 1
    assert heard(player, "caseworker", "It holds") == 1


async def test_a_no_never_waits_longer_than_the_person_should_wait_for_an_answer(player: Player):
    await direct(player, "meanwhile the ministry reviews declines")
    reference = await staffed(player)
    await turn(player, hours=23, minutes=30)
    await by(player, "caseworker", Decline(reference, FULL))
    await turn(player, minutes=30)
    assert (await stored(player, reference)).state is State.DECLINED
    await listen(player)
    assert heard(player, "person", "we are sorry") == 1
    assert heard(player, "person", "has not decided yet") == 0


async def test_at_half_of_the_time_the_colleagues_are_asked_again_and_not_the_holder(
    player: Player,
):
    await direct(player, "meanwhile the ministry reviews declines")
    reference = await staffed(player)
    await turn(player, hours=11, minutes=30)
    await by(player, "caseworker", Decline(reference, FULL))
    await turn(player, minutes=30)
    await listen(player)
    assert heard(player, "colleague", "wants to decline") == 2
    assert heard(player, "caseworker", "waits for a decision") == 0


async def test_one_that_was_given_back_and_made_again_has_its_own_time(player: Player):
    reference = await proposed(player)
    await turn(player, minutes=50)
    await by(player, "colleague", ReviewDecline(reference, FULL, yes=False, words="Two are free."))
    await by(player, "caseworker", Decline(reference, FULL))
    await turn(player, minutes=50)
    assert (await stored(player, reference)).state is State.CLAIMED
    await turn(player, minutes=10)
    assert (await stored(player, reference)).state is State.DECLINED


async def test_an_answer_of_the_person_drops_a_no(player: Player):
    await direct(player, "meanwhile the ministry reviews declines")
    reference = await staffed(player)
    await by(player, "caseworker", AskPerson(reference, "How many?"))
    await by(player, "caseworker", Decline(reference, FULL))
    assert (await stored(player, reference)).proposal is not None
    await by(player, "person", AnswerQuestion(reference, "We are two by now."))
    assert (await stored(player, reference)).proposal is None


@pytest.mark.parametrize("why", ["nobody on duty", "late", "nobody else"])
async def test_where_a_review_would_leave_somebody_waiting_the_no_is_said_at_once(
    player: Player, why: str
):
    await direct(player, "meanwhile the ministry reviews declines")
    reference = await staffed(player)
    if why == "late":
        player.clock.move(timedelta(days=40))
    people = [await person_of(player, side) for side in ("colleague", "supervisor")]
    async with player.database.transaction() as tx:
        for person in people:
            if why == "nobody else":
                await members.revoke(tx, person, TeamId(TEAM), player.clock())
            if why == "nobody on duty":
                await members.set_duty(tx, person, False)
    done = await by(player, "caseworker", Decline(reference, FULL))
    assert done.state is State.DECLINED
