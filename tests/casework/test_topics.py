"""Topics of a team's group: who may turn them on, what is said there, and what never is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.clockwork import Clockwork
from bot.groups import GroupTasks, InGroup, TeamGroups
from bot.incoming import Delivery, Later, Rejected, Sent, Unreachable
from bot.outbox import OutboxSender
from casework.topics import CHANNEL, TOPIC, in_topic
from domain.organisations import TeamId
from domain.people import AgeBand, Company, Concern, Told, Urgency, Who
from domain.referrals import Contact, DeclineReason
from domain.requests import DoneOutcome
from domain.requests.asking import RouteTo, Submit
from domain.requests.mine import Withdraw
from domain.requests.team import AskGroup, LeaveGroup, MyGroups
from domain.requests.working import Accept, Decline, PutBack, Take
from domain.services import ServiceId
from domain.topics import ASKED_HOLDS, TOPIC_FIRST, GroupStanding, TopicNews
from storage import outbox, people, referrals
from storage.people import Address
from tests.casework.situation import SHELTER, TEAM
from tests.casework.test_working_together import by, heard, listen
from tests.conversations.play import Player
from tests.conversations.stage import direct

CHAT = "-1001234567890"
READY = GroupStanding.READY
OPENLY = Told()


class Group:
    """A group that does what it is told, or says why not; `done`: what it was told, in words."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.answers: list[Delivery] = []

    async def act(self, chat: str, what: InGroup) -> Delivery:
        assert chat == CHAT
        words = what.words.text if what.words else ""
        self.done.append(" ".join([what.step, str(what.thread or ""), *words.split()]))
        return self.answers.pop(0) if self.answers else Sent(str(len(self.done) + 100))


class Stage:
    """A team with a group in which it keeps topics."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.group = Group()

    async def opened(self) -> Stage:
        await direct(self.player, f"caseworker is caseworker of {TEAM}")
        await direct(self.player, f"supervisor is supervisor of {TEAM}")
        await by(self.player, "supervisor", AskGroup(TeamId(TEAM)))
        assert await self.changed("supervisor", READY)
        return self

    async def changed(self, side: str, standing: GroupStanding) -> bool:
        address = self.player.side(side).address
        return await TeamGroups(self.player.office).changed(CHAT, address, standing)

    async def asks(self, who: str, urgency: Urgency = Urgency.NORMAL, told: Told = OPENLY) -> str:
        wanted = ServiceId(SHELTER)
        routed = await by(self.player, who, RouteTo(wanted, told))
        alone, contact = Company(Who.ALONE), Contact(name="Amina")
        recipients = routed.plain_recipients
        request = Submit(wanted, told, alone, urgency, contact, recipients, "fr")
        sent = await by(self.player, who, request)
        return str(sent.reference)

    async def told(self) -> list[str]:
        """Do what stands in the outbox for the group; give what was done there since before."""
        before = len(self.group.done)
        sender = OutboxSender(self.player.office, {}, self.group)
        while await sender.once():
            pass
        return self.group.done[before:]


@pytest.fixture
async def stage(player: Player) -> Stage:
    return await Stage(player).opened()


async def test_a_request_is_a_topic_from_new_to_closed(stage: Stage) -> None:
    reference = await stage.asks("first")
    assert await stage.told() == [
        f"open  🟢 {reference} · A place to sleep",
        f"say 101 📥 New request {reference} 🏠 A place to sleep · Needed within two weeks",
    ]
    for command, words in (
        (Take(reference), f"✋ {reference} is taken."),
        (PutBack(reference), f"↩️ {reference} waits again for somebody to take it."),
        (Take(reference), f"✋ {reference} is taken."),
        (Accept(reference, "Come at eight."), f"✔️ {reference} is answered."),
    ):
        await by(stage.player, "caseworker", command)
        assert await stage.told() == [f"say 101 {words}"]
    await by(stage.player, "first", Withdraw(reference))
    assert await stage.told() == [f"say 101 🔒 {reference} is closed.", "close 101"]


async def test_a_no_is_an_answer_like_a_yes_and_the_topic_closes_with_the_case(
    stage: Stage,
) -> None:
    reference = await stage.asks("first")
    await by(stage.player, "caseworker", Take(reference))
    await by(stage.player, "caseworker", Decline(reference, DeclineReason.FULL))
    assert (await stage.told())[-1] == f"say 101 ✔️ {reference} is answered."
    stage.player.clock.move(timedelta(days=8))
    await Clockwork(stage.player.office).once()
    assert await stage.told() == [f"say 101 🔒 {reference} is closed.", "close 101"]


async def test_what_waits_too_long_is_said_in_its_topic(stage: Stage) -> None:
    reference = await stage.asks("first", Urgency.EMERGENCY)
    await stage.told()
    stage.player.clock.move(timedelta(minutes=31))
    await Clockwork(stage.player.office).once()
    assert await stage.told() == [f"say 101 🕰️ {reference} still waits for somebody to take it."]
    stage.player.clock.move(timedelta(minutes=31))
    await Clockwork(stage.player.office).once()
    assert await stage.told() == [f"say 101 🕰️ {reference} is overdue."]


@pytest.mark.parametrize(
    "told",
    [
        Told(concerns=frozenset({Concern.VIOLENCE})),
        Told(concerns=frozenset({Concern.ASYLUM})),
        Told(age=AgeBand.CHILD, child_alone=True),
    ],
)
async def test_where_a_concern_would_show_only_the_reference_is_told(
    stage: Stage, told: Told
) -> None:
    """Whoever is in the group learns nothing of a person's circumstances (Safety 5, 9)."""
    reference = await stage.asks("first")
    async with stage.player.database.transaction() as tx:
        work = await stage.player.office.system_work(tx)
        found = await referrals.by_reference(tx, reference)
        assert found is not None
        said = in_topic(work, replace(found, told=told), TopicNews.NEW)
    assert said.help is None


async def test_who_refuses_authorities_is_in_no_group(player: Player) -> None:
    stage = Stage(player)
    team = TeamId("iom-gn-coordination")
    await direct(player, f"coordinator is coordinator of {team}")
    await by(player, "coordinator", AskGroup(team))
    assert await stage.changed("coordinator", READY)
    await stage.asks("first", told=Told(refuses_authorities=True))
    assert await stage.told() == []


async def test_what_is_not_urgent_comes_in_private_only_if_the_group_does_not_take_it(
    stage: Stage,
) -> None:
    player = stage.player
    taken, left = await stage.asks("first"), await stage.asks("second")
    urgent = await stage.asks("third", Urgency.URGENT)
    await listen(player)
    assert heard(player, "caseworker", "New request") == 1
    assert heard(player, "caseworker", f"New request {urgent}") == 1
    await by(player, "supervisor", Take(taken))
    player.clock.move(TOPIC_FIRST)
    await Clockwork(player.office).once()
    await listen(player)
    assert heard(player, "caseworker", f"{left}: ") == 1
    assert heard(player, "caseworker", f"{taken}: ") == 0


# ---------------------------------------------------------------- turning on and off


async def test_only_who_keeps_the_team_turns_topics_on(player: Player) -> None:
    stage = Stage(player)
    for side, role, team in (
        ("caseworker", "caseworker", TEAM),
        ("stranger", "supervisor", "iom-ne-agadez"),
    ):
        await direct(player, f"{side} is {role} of {team}")
        for command in (AskGroup(TeamId(TEAM)), LeaveGroup(TeamId(TEAM))):
            assert (await by(player, side, command)).outcome is DoneOutcome.REFUSED
        assert not await stage.changed(side, READY)
    assert (await by(player, "person", AskGroup(TeamId(TEAM)))).outcome is DoneOutcome.REFUSED
    assert await by(player, "caseworker", MyGroups()) == ()
    await stage.asks("first")
    assert await stage.told() == []


async def test_who_adds_the_bot_must_be_the_one_who_asked_in_time_and_still_have_the_right(
    player: Player,
) -> None:
    stage = Stage(player)
    for side in ("supervisor", "other"):
        await direct(player, f"{side} is supervisor of {TEAM}")
    await by(player, "supervisor", AskGroup(TeamId(TEAM)))
    assert not await stage.changed("other", READY)
    player.clock.move(ASKED_HOLDS + timedelta(seconds=1))
    assert not await stage.changed("supervisor", READY)
    await by(player, "supervisor", AskGroup(TeamId(TEAM)))
    await direct(player, f"supervisor has left {TEAM}")
    assert not await stage.changed("supervisor", READY)
    assert not await TeamGroups(player.office).knows(CHAT)


async def test_a_stranger_who_adds_the_bot_is_not_made_known(player: Player) -> None:
    stranger = Address("telegram", "77")
    assert not await TeamGroups(player.office).changed(CHAT, stranger, READY)
    async with player.database.transaction() as tx:
        assert await people.at(tx, stranger) is None


async def test_what_is_missing_is_told_and_the_bot_waits_for_it(player: Player) -> None:
    stage = Stage(player)
    await direct(player, f"supervisor is supervisor of {TEAM}")
    await by(player, "supervisor", AskGroup(TeamId(TEAM)))
    assert await stage.changed("supervisor", GroupStanding.NO_RIGHT)
    assert await TeamGroups(player.office).knows(CHAT)
    await stage.asks("first")
    assert await stage.told() == []
    assert await stage.changed("supervisor", READY)
    await listen(player)
    assert heard(player, "supervisor", "Please make me an administrator") == 1
    assert heard(player, "supervisor", "Topics are on") == 1
    await stage.asks("second")
    assert len(await stage.told()) == 2


async def test_turned_off_the_bot_leaves_and_nothing_more_is_said(stage: Stage) -> None:
    reference = await stage.asks("first")
    await stage.told()
    done = await by(stage.player, "supervisor", LeaveGroup(TeamId(TEAM)))
    assert done.outcome is DoneOutcome.DONE
    await by(stage.player, "caseworker", Take(reference))
    assert await stage.told() == ["leave "]
    assert not await TeamGroups(stage.player.office).knows(CHAT)


# ---------------------------------------------------------------- what fails


@pytest.mark.parametrize("how", ["refused", "put out"])
async def test_a_group_that_fails_is_told_once_and_everybody_hears_in_private(
    stage: Stage, how: str
) -> None:
    player = stage.player
    first, second = await stage.asks("first"), await stage.asks("second")
    if how == "refused":
        stage.group.answers = [Unreachable("the group takes no topics")] * 2
        await stage.told()
    else:
        await stage.changed("stranger", GroupStanding.OUT)
    third = await stage.asks("third")
    await Clockwork(player.office).once()
    await listen(player)
    assert heard(player, "supervisor", "I cannot keep topics in the group") == 1
    assert heard(player, "caseworker", "I cannot keep topics") == 0
    for reference in (first, second, third):
        assert heard(player, "caseworker", f"{reference}: ") == 1
    assert await stage.changed("supervisor", READY)
    await stage.told()
    await stage.asks("fourth")
    assert len(await stage.told()) == 2


async def test_one_topic_that_somebody_deleted_is_the_end_of_that_one_alone(stage: Stage) -> None:
    reference = await stage.asks("first")
    await stage.told()
    stage.group.answers = [Rejected("the topic is gone")]
    await by(stage.player, "caseworker", Take(reference))
    await stage.told()
    await by(stage.player, "caseworker", PutBack(reference))
    assert [each.split()[0] for each in await stage.told()] == ["open", "say"]


async def test_what_the_group_puts_off_comes_later_in_its_order(stage: Stage) -> None:
    await stage.asks("first")
    stage.group.answers = [Later(30.0, "too many messages")]
    assert [each.split()[0] for each in await stage.told()] == ["open"]
    stage.player.clock.move(timedelta(seconds=31))
    assert [each.split()[0] for each in await stage.told()] == ["open", "say"]


async def test_a_topic_that_is_known_to_be_made_is_not_made_again(stage: Stage) -> None:
    await stage.asks("first")
    tasks = GroupTasks(stage.player.office, stage.group)
    async with stage.player.database.transaction() as tx:
        (row,) = await outbox.due(tx, [CHANNEL], stage.player.clock(), 9)
        await tasks.note(tx, row, Sent("44"))
    assert row.kind == TOPIC
    assert await tasks.deliver(row) == Sent("44")
    assert stage.group.done == []
