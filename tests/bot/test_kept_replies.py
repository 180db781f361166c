"""A reply that is kept comes once, in its place, and goes with what else is kept of somebody."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from bot.incoming import Delivery, Incoming, Reply, Sent
from bot.kept_replies import LOOK_AGAIN
from bot.outbox import OutboxSender
from bot.turn import Turn
from bot.turns import Turns
from casework.tell import MESSAGE
from conversations.dialogue import Given, Pressed, Typed
from domain.requests.mine import ForgetMe, Withdraw
from locales.render import Rendered
from storage import outbox, people
from storage.database import Database
from storage.people import Address
from storage.tables import addresses
from storage.tables import outbox as table
from tests.casework.situation import stage
from tests.casework.test_words_go_with_the_case import OF_PERSON, both_have_written, does, kept
from tests.conversations.play import Player

CHANNEL = "telegram"


class Post:
    """A channel that delivers everything, and remembers it."""

    name = CHANNEL

    def __init__(self) -> None:
        self.delivered: list[tuple[str, str]] = []

    async def send(self, address: str, message: Rendered, replaces: str | None) -> Delivery:
        self.delivered.append((address, message.text))
        return Sent("1")


@pytest.fixture
async def player(database: Database) -> AsyncIterator[Player]:
    async with stage(database) as playing:
        yield playing


class Chat:
    """A chat on Telegram: `says` gives the reply, `hears` what the outbox then brings."""

    def __init__(self, player: Player, address: str) -> None:
        self.player = player
        self.address = Address(CHANNEL, address)
        self.number = 0
        self.post = Post()

    def message(self, words: str | Given, *, behind: bool = False) -> Incoming:
        self.number += 1
        given = Typed(words) if isinstance(words, str) else words
        update_id = f"{self.address.address}-{self.number}"
        return Incoming(CHANNEL, self.address.address, update_id, given, "en", behind=behind)

    async def says(self, words: str | Given, *, behind: bool = False) -> Reply:
        return await self.player.turns.handle(self.message(words, behind=behind))

    async def waiting(self) -> list[outbox.Outgoing]:
        async with self.player.database.transaction() as tx:
            rows = await outbox.for_address(tx, self.address, 0)
            return [row for row in rows if await waits(tx, row.id)]

    async def hears(self) -> list[str]:
        sender = OutboxSender(self.player.office, {CHANNEL: self.post})
        while await sender.once():
            pass
        heard = [text for address, text in self.post.delivered if address == self.address.address]
        self.post.delivered.clear()
        return heard


async def waits(tx: object, row: int) -> bool:
    found = select(table.c.id).where(
        table.c.id == row, table.c.sent.is_(None), table.c.failed.is_(None)
    )
    return await tx.connection.scalar(found) is not None  # type: ignore[attr-defined]


@pytest.fixture
def amina(player: Player) -> Chat:
    return Chat(player, "4711")


async def test_a_reply_is_kept_only_while_many_wait(amina: Chat) -> None:
    first = await amina.says("/start")
    assert first.message is not None
    assert not await amina.waiting()
    assert (await amina.says("/start", behind=True)).message is None
    (row,) = await amina.waiting()
    assert (row.kind, row.urgent, row.person is not None) == (MESSAGE, False, True)


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_is_said_later_does_not_overtake_a_reply_that_waits(
    amina: Chat, restarts: bool
) -> None:
    bilal = Chat(amina.player, "4712")
    words = [(await bilal.says(said)).message for said in ("/start", "/help")]
    await amina.says("/start", behind=True)
    if restarts:
        amina.player.start()
    assert (await amina.says("/help")).message is None
    assert (await bilal.says("/help")).message is not None  # nothing waits for him
    assert await amina.hears() == [each.text for each in words if each]
    assert (await amina.says("/help")).message is not None


async def test_what_another_process_kept_is_not_overtaken_for_long(amina: Chat) -> None:
    assert (await amina.says("/start")).message is not None
    other = Turns(amina.player.office)
    await other.handle(amina.message("/start", behind=True))
    amina.player.clock.move(LOOK_AGAIN)
    assert (await amina.says("/help")).message is None


async def test_nobody_is_asked_about_any_more_once_nothing_waits(
    amina: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await amina.says("/start", behind=True)
    await amina.hears()
    amina.player.clock.move(LOOK_AGAIN)
    assert (await amina.says("/help")).message is not None
    monkeypatch.delattr(outbox, "waits_for")
    assert (await amina.says("/help")).message is not None


async def test_the_same_update_again_keeps_nothing_twice(amina: Chat) -> None:
    """It was killed before it could confirm the update."""
    message = amina.message("/start", behind=True)
    await amina.player.turns.handle(message)
    amina.player.start()
    for behind in (True, False):
        again = await amina.player.turns.handle(replace(message, behind=behind))
        assert again.message is None
    assert len(await amina.hears()) == 1


async def test_a_reply_that_could_not_be_sent_is_kept_once_however_often_it_comes(
    amina: Chat,
) -> None:
    message = amina.message("emergency")
    reply = await amina.player.turns.handle(message)
    await amina.player.turns.spill(message, reply)
    assert (await amina.player.turns.handle(message)).message is None
    (row,) = await amina.waiting()
    assert row.urgent
    assert (await amina.says("/help")).message is None
    assert reply.message is not None
    assert (await amina.hears())[0] == reply.message.text


async def test_a_cry_for_help_goes_before_all_that_waits(player: Player) -> None:
    chats = [Chat(player, str(number)) for number in range(70)]
    for chat in chats:
        await chat.says("/start", behind=True)
    await chats[60].says("emergency", behind=True)
    post = Post()
    sender = OutboxSender(player.office, {CHANNEL: post})
    for _ in range(2):
        await sender.once()
    assert [address for address, _ in post.delivered].count("60") == 2


async def test_the_quick_exit_leaves_nothing_that_would_come_later(amina: Chat) -> None:
    await amina.says("/start", behind=True)
    exit_word = amina.message("/exit", behind=True)
    for _ in range(2):
        reply = await amina.player.turns.handle(exit_word)
        assert (reply.message, reply.erase_history) == (None, True)
    (row,) = await amina.waiting()
    assert row.urgent
    assert await amina.hears() == ["Goodbye."]


async def test_a_notice_that_waits_outlives_the_quick_exit(amina: Chat) -> None:
    await amina.says("/start")
    async with amina.player.database.transaction() as tx:
        await outbox.put(
            tx,
            person=await people.at(tx, amina.address),
            address=amina.address,
            kind="notice",
            payload=b'["News",{}]',
            now=amina.player.clock(),
        )
    assert (await amina.says("/exit")).erase_history
    assert [row.kind for row in await amina.waiting()] == ["notice"]


async def test_who_is_forgotten_leaves_no_reply_that_waits(amina: Chat) -> None:
    await amina.says("/start", behind=True)
    async with amina.player.database.transaction() as tx:
        person = await people.at(tx, amina.address)
    assert person is not None
    await amina.player.office.perform_for(person, ForgetMe())
    assert not await amina.waiting()


async def test_the_answer_to_forget_me_belongs_to_nobody(
    amina: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await amina.says("/start")
    taken = Turn.answer

    async def forgets(turn: Turn, after: object) -> Reply:
        await turn.perform(ForgetMe())
        return await taken(turn, after)  # type: ignore[arg-type]

    monkeypatch.setattr(Turn, "answer", forgets)
    await amina.says("/help", behind=True)
    (row,) = await amina.waiting()
    assert row.person is None


async def test_an_update_that_was_parked_says_so_in_its_turn(
    amina: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await amina.says("/start", behind=True)

    async def fails(turn: Turn) -> Reply:
        raise RuntimeError

    monkeypatch.setattr(Turn, "take", fails)
    assert (await amina.says("/help", behind=True)).message is None
    heard = await amina.hears()
    assert len(heard) == 2
    assert heard[1].startswith("Something went wrong")


@pytest.mark.parametrize("spilled", [False, True])
async def test_a_kept_answer_with_words_of_a_case_goes_with_the_case(
    player: Player, spilled: bool
) -> None:
    reference = await both_have_written(player)
    holder = Chat(player, "4713")
    await holder.says("/start")
    async with player.database.transaction() as tx:
        known = await people.find_or_add(tx, player.side("caseworker").address, player.clock())
        await tx.connection.execute(
            update(addresses).where(addresses.c.channel == CHANNEL).values(person=known.id)
        )
    for side in ("person", "caseworker"):
        async with player.database.transaction() as tx:
            await outbox.delete_for(tx, player.side(side).address)
    message = holder.message(Pressed(f"!talk/{reference}"), behind=not spilled)
    reply = await player.turns.handle(message)
    if spilled:
        await player.turns.spill(message, reply)
    assert "outbox.sealed_payload" in (await kept(player))[OF_PERSON]
    await does(player, "person", Withdraw(reference))
    assert OF_PERSON not in await kept(player)
    if spilled:
        await player.turns.spill(message, reply)
        assert OF_PERSON not in await kept(player)
