"""Cases among colleagues: who may pass on, be away, note; nothing promised is left to nobody."""

import asyncio
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from bot.clockwork import Clockwork
from casework.absence import hand_back
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import Referral, State
from domain.requests import Command, DoneOutcome
from domain.requests.mine import AnswerQuestion, ForgetMe
from domain.requests.team import (
    AddNote,
    AnswerColleague,
    CallMe,
    ColleaguesFor,
    DaysOf,
    GoAway,
    LeaveTeam,
    MyTeams,
    PassOn,
    SetRota,
)
from domain.requests.working import Accept, Arrived, AskPerson, AsSeen, CaseOf, GoOnDuty, Take
from storage import members, people, referrals
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.casework.test_offers import person_of
from tests.conversations.play import Player
from tests.conversations.stage import direct

ELSEWHERE = "iom-gn-coordination"
DAY = date(2026, 11, 27)


async def staffed(player: Player) -> str:
    """A team of two caseworkers and a supervisor, and a request of the first's that was taken."""
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await direct(player, f"colleague is caseworker of {TEAM}")
    await direct(player, f"supervisor is supervisor of {TEAM}")
    await direct(player, f"outsider is supervisor of {ELSEWHERE}")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    reference = player.values["reference"]
    await by(player, "caseworker", Take(reference))
    return reference


async def by(player: Player, side: str, request):
    return await player.office.perform_for(await person_of(player, side), request)


async def stored(player: Player, reference: str) -> Referral:
    async with player.database.transaction() as tx:
        found = await referrals.by_reference(tx, reference)
    assert found is not None
    return found


def heard(player: Player, side: str, words: str) -> int:
    return sum(words in line for each in player.side(side).heard for line in each.lines)


async def listen(player: Player) -> None:
    for side in player.sides.values():
        await player.fetch(side)


async def test_only_holder_and_supervisor_pass_on_and_only_within_the_team(player: Player):
    reference = await staffed(player)
    to = await person_of(player, "colleague")
    for side, outcome in (
        ("colleague", DoneOutcome.REFUSED),
        ("outsider", DoneOutcome.NOT_FOUND),
        ("person", DoneOutcome.NOT_FOUND),
    ):
        assert (await by(player, side, PassOn(reference, to))).outcome is outcome
        assert await by(player, side, ColleaguesFor(reference)) == ()
    outsider = await person_of(player, "outsider")
    for side in ("caseworker", "supervisor"):
        for whom in (outsider, await person_of(player, "caseworker"), PersonId("nobody")):
            refused = await by(player, side, PassOn(reference, whom))
            assert refused.outcome is DoneOutcome.REFUSED
    assert (await stored(player, reference)).holder == await person_of(player, "caseworker")


async def test_a_colleague_s_yes_counts_once_and_only_from_the_one_who_was_asked(player: Player):
    reference = await staffed(player)
    to = await person_of(player, "colleague")
    assert (await by(player, "caseworker", PassOn(reference, to))).asked
    assert (await stored(player, reference)).holder == await person_of(player, "caseworker")
    other = await by(player, "supervisor", AnswerColleague(reference, yes=True))
    assert other.outcome is DoneOutcome.TOO_LATE
    yes = AnswerColleague(reference, yes=True)
    done = await asyncio.gather(*(by(player, "colleague", yes) for _ in range(3)))
    assert [each.outcome for each in done].count(DoneOutcome.DONE) == 1
    assert (await stored(player, reference)).holder == to


async def test_a_question_to_a_colleague_is_void_once_the_case_has_another_holder(player: Player):
    reference = await staffed(player)
    to = await person_of(player, "colleague")
    await by(player, "caseworker", PassOn(reference, to))
    await by(player, "supervisor", PassOn(reference, await person_of(player, "supervisor")))
    late = await by(player, "colleague", AnswerColleague(reference, yes=True))
    assert late.outcome is DoneOutcome.TOO_LATE


@pytest.mark.parametrize("state", ["claimed", "needs_info", "accepted", "in_progress"])
async def test_a_supervisor_gives_a_case_in_every_state_that_has_a_holder(
    player: Player, state: str
):
    reference = await staffed(player)
    steps: dict[str, list[Command]] = {
        "claimed": [],
        "needs_info": [AskPerson(reference, "How many?")],
        "accepted": [Accept(reference, "Come today.")],
        "in_progress": [Accept(reference, "Come today."), Arrived(reference)],
    }
    for step in steps[state]:
        await by(player, "caseworker", step)
    to = await person_of(player, "colleague")
    if state != "claimed":
        assert (await by(player, "caseworker", PassOn(reference, to))).outcome is (
            DoneOutcome.REFUSED
        )
    assert (await by(player, "supervisor", PassOn(reference, to))).outcome is DoneOutcome.DONE
    found = await stored(player, reference)
    assert (found.state, found.holder) == (State(state), to)
    await listen(player)
    assert heard(player, "colleague", "has given") == 1
    assert heard(player, "caseworker", f"looks after {reference} now") == 1
    assert heard(player, "person", "another colleague") == 1


async def test_a_case_is_never_given_to_seconded_staff_from_whom_it_is_hidden(player: Player):
    reference = await staffed(player)
    found = await stored(player, reference)
    await direct(player, f"seconded is caseworker of {TEAM}, paid by the State")
    whom = await person_of(player, "seconded")
    able = await by(player, "supervisor", ColleaguesFor(reference))
    assert whom in {each.person for each in able}
    async with player.database.transaction() as tx:
        told = replace(found.told, refuses_authorities=True)
        assert await referrals.update(tx, found, replace(found, told=told))
    able = await by(player, "supervisor", ColleaguesFor(reference))
    assert whom not in {each.person for each in able}
    refused = await by(player, "supervisor", PassOn(reference, whom))
    assert refused.outcome is DoneOutcome.REFUSED


@pytest.mark.parametrize("asked", [False, True])
async def test_who_is_away_gives_back_what_is_only_taken_and_the_person_hears_once(
    player: Player, asked: bool
):
    reference = await staffed(player)
    if asked:
        await by(player, "caseworker", AskPerson(reference, "How many?"))
    assert (await by(player, "caseworker", GoAway(DAY))).outcome is DoneOutcome.DONE
    await by(player, "caseworker", GoAway(DAY))
    found = await stored(player, reference)
    assert (found.state, found.holder, found.question) == (State.PENDING, None, None)
    assert not (await by(player, "caseworker", DaysOf())).on_duty
    await listen(player)
    assert heard(player, "person", "waits for another colleague") == 1
    assert heard(player, "colleague", "New request") == 2
    late = await by(player, "person", AnswerQuestion(reference, "Two"))
    assert late.outcome is not DoneOutcome.DONE


async def test_where_nobody_is_on_duty_a_case_given_back_is_told_to_the_supervisor(player: Player):
    reference = await staffed(player)
    for side in ("colleague", "supervisor"):
        await by(player, side, GoOnDuty(False))
    await by(player, "caseworker", GoAway(DAY))
    await listen(player)
    assert heard(player, "supervisor", f"{reference} still waits for somebody to take it") == 1


@pytest.mark.parametrize("leaves", ["away", "revoked", "forgotten"])
async def test_a_promised_case_stays_and_the_supervisor_is_asked(player: Player, leaves: str):
    reference = await staffed(player)
    await by(player, "caseworker", Accept(reference, "Come today."))
    whom = await person_of(player, "caseworker")
    if leaves == "away":
        await by(player, "supervisor", GoAway(DAY, whom))
    elif leaves == "revoked":
        await by(player, "supervisor", LeaveTeam(whom))
    else:
        await by(player, "caseworker", ForgetMe())
    assert (await stored(player, reference)).state is State.ACCEPTED
    await listen(player)
    assert heard(player, "supervisor", f"{reference}: help is promised, and nobody") == 1
    assert heard(player, "colleague", "help is promised") == 0
    if leaves == "revoked":
        assert await by(player, "caseworker", CaseOf(reference)) is None


async def test_without_another_supervisor_the_coordinator_is_told(player: Player):
    reference = await staffed(player)
    await direct(player, f"coordinator is coordinator of {ELSEWHERE}")
    await by(player, "supervisor", PassOn(reference, await person_of(player, "supervisor")))
    await by(player, "supervisor", Accept(reference, "Come today."))
    await by(player, "supervisor", GoAway(DAY))
    await listen(player)
    assert heard(player, "coordinator", "help is promised, and nobody there") == 1


async def test_an_absence_ends_at_its_end_once_and_by_hand_before(player: Player):
    await staffed(player)
    await by(player, "caseworker", GoAway(DAY))
    player.clock.now = player.clock.now.replace(day=27, hour=23, minute=59)
    await Clockwork(player.office).once()
    assert not (await by(player, "caseworker", DaysOf())).on_duty
    player.clock.move(timedelta(minutes=1))
    await Clockwork(player.office).once()
    back = await by(player, "caseworker", DaysOf())
    assert back.on_duty
    assert back.habits.away_until is None
    await by(player, "caseworker", GoAway(date(2026, 12, 9)))
    await by(player, "caseworker", GoOnDuty(True))
    assert (await by(player, "caseworker", DaysOf())).habits.away_until is None


async def test_what_somebody_says_by_hand_holds_until_the_rota_turns(player: Player):
    await staffed(player)
    await by(player, "caseworker", SetRota("Mo-Fr 08:00-16:00"))
    assert (await by(player, "caseworker", DaysOf())).on_duty
    await by(player, "caseworker", GoOnDuty(False))
    player.clock.move(timedelta(hours=2))
    await Clockwork(player.office).once()
    assert not (await by(player, "caseworker", DaysOf())).on_duty
    player.clock.move(timedelta(days=1))
    await Clockwork(player.office).once()
    assert (await by(player, "caseworker", DaysOf())).on_duty


async def test_nobody_else_sets_how_somebody_works(player: Player):
    await staffed(player)
    whom = await person_of(player, "caseworker")
    for side in ("colleague", "outsider", "person"):
        assert await by(player, side, DaysOf(whom)) is None
        for command in (GoAway(DAY, whom), SetRota("Mo 08:00-16:00", whom), LeaveTeam(whom)):
            assert (await by(player, side, command)).outcome is DoneOutcome.REFUSED
    for own in (GoAway(DAY), SetRota("Mo 08:00-16:00"), CallMe("Fatou")):
        assert (await by(player, "person", own)).outcome is DoneOutcome.REFUSED
    me = await person_of(player, "supervisor")
    assert (await by(player, "supervisor", LeaveTeam(me))).outcome is DoneOutcome.REFUSED
    past = GoAway(date(2026, 11, 20))
    assert (await by(player, "caseworker", past)).outcome is DoneOutcome.REFUSED
    assert (await by(player, "caseworker", DaysOf())).on_duty


async def test_only_a_supervisor_sees_the_team_with_the_load_of_each(player: Player):
    await staffed(player)
    await by(player, "caseworker", CallMe("Fatou"))
    (team,) = await by(player, "supervisor", MyTeams())
    assert {(each.name, each.holds) for each in team.colleagues} == {("Fatou", 1), ("", 0)}
    assert await by(player, "caseworker", MyTeams()) == ()
    assert await by(player, "person", MyTeams()) == ()


async def test_a_note_is_for_the_team_that_has_the_case(player: Player):
    reference = await staffed(player)
    note = AddNote(reference, "Called twice.")
    assert (await by(player, "caseworker", note)).outcome is DoneOutcome.DONE
    for side in ("outsider", "person"):
        assert (await by(player, side, note)).outcome is DoneOutcome.NOT_FOUND
    seen = await by(player, "colleague", CaseOf(reference))
    assert [(each.by.value, each.words) for each in seen.notes] == [("holder", "Called twice.")]
    found = await stored(player, reference)
    async with player.database.transaction() as tx:
        moved = replace(found, team=TeamId(ELSEWHERE), holder=None)
        assert await referrals.update(tx, found, moved)
    await direct(player, f"coordinator is coordinator of {ELSEWHERE}")
    assert (await by(player, "coordinator", CaseOf(reference))).notes == ()


async def test_what_was_noted_goes_when_the_person_is_forgotten(player: Player):
    reference = await staffed(player)
    await by(player, "caseworker", AddNote(reference, "Called twice."))
    await by(player, "person", ForgetMe())
    seen = await by(player, "caseworker", CaseOf(reference))
    assert seen.notes == ()


async def test_handing_back_leaves_other_teams_cases_alone(player: Player):
    reference = await staffed(player)
    async with player.database.transaction() as tx:
        work = await player.office.system_work(tx)
        await hand_back(work, await person_id(player, "caseworker", tx), {TeamId(ELSEWHERE)})
    assert (await stored(player, reference)).state is State.CLAIMED
    async with player.database.transaction() as tx:
        assert len(await members.working_in(tx, TeamId(TEAM))) == 3


async def person_id(player: Player, side: str, tx) -> PersonId:
    return (await people.find_or_add(tx, player.side(side).address, player.clock())).id


async def test_the_last_note_again_is_kept_once(player: Player):
    reference = await staffed(player)
    for words in ("Two beds.", "Two beds.", "No bed.", "Two beds."):
        await by(player, "caseworker", AddNote(reference, words))
    view = await by(player, "colleague", CaseOf(reference))
    assert [each.words for each in view.notes] == ["Two beds.", "No bed.", "Two beds."]


async def test_what_was_seen_otherwise_is_not_acted_on(player: Player):
    reference = await staffed(player)
    seen = (await stored(player, reference)).version
    late = await by(player, "caseworker", AsSeen(reference, seen - 1, Accept(reference, "Come.")))
    assert (late.outcome, late.state) == (DoneOutcome.TOO_LATE, State.CLAIMED)
    stranger = await by(player, "outsider", AsSeen(reference, seen - 1, Accept(reference, "Come.")))
    assert (stranger.outcome, stranger.state) == (DoneOutcome.NOT_FOUND, None)
    done = await by(player, "caseworker", AsSeen(reference, seen, Accept(reference, "Come.")))
    assert done.outcome is DoneOutcome.DONE
