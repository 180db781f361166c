"""Afterwards: duplicates, who may do what, and the end, on each engine."""

from datetime import timedelta

from bot.clockwork import Clockwork
from domain.organisations import TeamId
from domain.outcomes import Received
from domain.people import PersonId
from domain.referrals import DeclineReason, Outcome, State
from domain.requests import DoneOutcome
from domain.requests.afterwards import Merge, ObjectTo, Reopen, SayOutcome, SendBack
from domain.requests.mine import Withdraw
from domain.requests.working import Accept, Arrived, CaseOf, Decline, Finish, GoOnDuty, Take
from storage import members, outcomes, people, referrals
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.stage import direct

IOM_MOROCCO = "iom-ma-assistance"
RABAT = (
    UP_TO_THE_SUMMARY.replace("> Conakry\n> The first that can\n> Yes, ask there", "> Rabat\n> 1")
    + SENT
)


async def person_of(player: Player, side: str) -> PersonId:
    async with player.database.transaction() as tx:
        found = await people.find_or_add(tx, player.side(side).address, player.clock())
    return found.id


async def does(player: Player, side: str, request):
    return await player.office.perform_for(await person_of(player, side), request)


async def stored(player: Player, reference: str):
    async with player.database.transaction() as tx:
        found = await referrals.by_reference(tx, reference)
    assert found is not None
    return found


async def two_requests(player: Player) -> tuple[str, str]:
    await direct(player, f"caseworker is caseworker of {IOM_MOROCCO}")
    await player.play(RABAT)
    first = player.values["reference"]
    await player.play(RABAT.replace("> Rabat", "> Oujda"))
    return first, player.values["reference"]


async def test_a_suspected_duplicate_is_shown_and_merged_without_loss(player: Player):
    first, second = await two_requests(player)
    await does(player, "caseworker", Take(second))
    view = await does(player, "caseworker", CaseOf(second))
    assert view.similar == (first,)
    assert (await does(player, "stranger", Merge(second, first))).outcome is DoneOutcome.NOT_FOUND
    merged = await does(player, "caseworker", Merge(second, first))
    assert merged.outcome is DoneOutcome.DONE
    ended, goes_on = await stored(player, second), await stored(player, first)
    assert (ended.state, ended.decline_reason, ended.went_to) == (
        State.DECLINED,
        DeclineReason.DUPLICATE,
        first,
    )
    assert goes_on.state is State.PENDING
    await player.play(f"< {second} is the same as {first}. Nothing is lost: {first} goes on.")


async def test_only_one_who_may_read_both_can_merge_them(player: Player):
    first, second = await two_requests(player)
    await direct(player, "other is caseworker of ma-oriental-oujda")
    done = await does(player, "other", Merge(second, first))
    assert done.outcome is DoneOutcome.NOT_FOUND


async def finished(player: Player) -> str:
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    reference = player.values["reference"]
    for command in (
        Take(reference),
        Accept(reference, "Come."),
        Arrived(reference),
        Finish(reference, Outcome.SERVED),
    ):
        assert (await does(player, "caseworker", command)).outcome is DoneOutcome.DONE
    return reference


async def test_reopened_when_the_holder_has_left_it_waits_in_the_queue(player: Player):
    reference = await finished(player)
    await direct(player, f"colleague is caseworker of {TEAM}")
    async with player.database.transaction() as tx:
        await members.revoke(
            tx,
            (await people.find_or_add(tx, player.side("caseworker").address, player.clock())).id,
            TeamId(TEAM),
            player.clock(),
        )
    assert (await does(player, "person", Reopen(reference))).outcome is DoneOutcome.DONE
    found = await stored(player, reference)
    assert (found.state, found.holder) == (State.PENDING, None)
    await player.play("colleague< New request {reference}")


async def test_reopened_while_the_holder_is_off_duty_it_waits_in_the_queue(player: Player):
    reference = await finished(player)
    await direct(player, f"colleague is caseworker of {TEAM}")
    await does(player, "caseworker", GoOnDuty(False))
    assert (await does(player, "person", Reopen(reference))).outcome is DoneOutcome.DONE
    found = await stored(player, reference)
    assert (found.state, found.holder) == (State.PENDING, None)
    await player.play("colleague< New request {reference}")


async def test_a_holder_off_duty_who_opens_it_again_themselves_keeps_it(player: Player):
    reference = await finished(player)
    await does(player, "caseworker", GoOnDuty(False))
    assert (await does(player, "caseworker", Reopen(reference))).outcome is DoneOutcome.DONE
    assert (await stored(player, reference)).holder == await person_of(player, "caseworker")


async def test_sent_back_while_who_declined_is_off_duty_the_supervisor_has_it(player: Player):
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await direct(player, f"supervisor is supervisor of {TEAM}")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    reference = player.values["reference"]
    await does(player, "caseworker", Take(reference))
    await does(player, "caseworker", Decline(reference, DeclineReason.FULL))
    await does(player, "caseworker", GoOnDuty(False))
    assert (await does(player, "supervisor", SendBack(reference))).outcome is DoneOutcome.DONE
    assert (await stored(player, reference)).holder == await person_of(player, "supervisor")


async def test_what_the_person_says_counts_once_for_the_team_that_answered(player: Player):
    reference = await finished(player)
    for said in (Received.NO, Received.YES):
        assert (await does(player, "person", SayOutcome(reference, said))).outcome is (
            DoneOutcome.DONE
        )
    stranger = await does(player, "caseworker", SayOutcome(reference, Received.NO))
    assert stranger.outcome is DoneOutcome.NOT_FOUND
    async with player.database.transaction() as tx:
        day = timedelta(days=1)
        since, until = player.clock() - day, player.clock() + day
        found = await outcomes.counted(tx, [TeamId(TEAM)], since, until)
    assert found == {Received.YES: 1}


async def test_after_fourteen_days_nothing_is_reopened(player: Player):
    reference = await finished(player)
    player.clock.move(timedelta(days=14) - timedelta(minutes=1))
    await Clockwork(player.office).remind()
    assert (await stored(player, reference)).state is State.DONE
    player.clock.move(timedelta(minutes=1))
    await Clockwork(player.office).remind()
    assert (await stored(player, reference)).state is State.CLOSED
    assert (await does(player, "person", Reopen(reference))).outcome is not DoneOutcome.DONE


async def test_the_limits_hold_also_before_the_clockwork_has_turned(player: Player):
    reference = await finished(player)
    player.clock.move(timedelta(days=14))
    late = await does(player, "person", Reopen(reference))
    assert (late.outcome, late.state) == (DoneOutcome.TOO_LATE, State.DONE)


async def test_an_objection_that_finds_nobody_else_reaches_the_coordinator(player: Player):
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await direct(player, "coordinator is coordinator of iom-gn-coordination")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    reference = player.values["reference"]
    await does(player, "caseworker", Take(reference))
    await does(player, "caseworker", Decline(reference, DeclineReason.OTHER))
    player.clock.move(timedelta(days=7))
    late = await does(player, "person", ObjectTo(reference))
    assert late.outcome is DoneOutcome.TOO_LATE
    player.clock.move(timedelta(days=-1))
    await does(player, "person", ObjectTo(reference))
    await player.play("coordinator< Request {reference} waits at Ministry of Social Affairs")


async def test_what_was_never_done_has_no_outcome_to_tell(player: Player):
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    reference = player.values["reference"]
    await does(player, "person", Withdraw(reference))
    said = await does(player, "person", SayOutcome(reference, Received.YES))
    assert said.outcome is DoneOutcome.TOO_LATE


async def test_an_objection_is_the_persons_alone_and_once(player: Player):
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    reference = player.values["reference"]
    await does(player, "caseworker", Take(reference))
    await does(player, "caseworker", Decline(reference, DeclineReason.OTHER))
    assert (await does(player, "caseworker", ObjectTo(reference))).outcome is DoneOutcome.NOT_FOUND
    assert (await does(player, "person", SendBack(reference))).outcome is DoneOutcome.REFUSED
    assert (await does(player, "person", ObjectTo(reference))).outcome is DoneOutcome.DONE
    assert (await does(player, "person", ObjectTo(reference))).outcome is DoneOutcome.REFUSED
    found = await stored(player, reference)
    barred = await person_of(player, "caseworker")
    assert (found.state, found.holder, found.barred) == (State.PENDING, None, barred)
    taken = await does(player, "caseworker", Take(reference))
    assert taken.outcome is DoneOutcome.NOT_FOUND
