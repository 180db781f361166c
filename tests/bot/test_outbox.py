"""The sender of the outbox: who is not answered holds up nobody else, and nothing goes twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from bot import outbox as sending
from bot import wake
from bot.incoming import Delivery, Later, Sent
from bot.outbox import OutboxSender
from casework.tell import MESSAGE
from locales.render import Rendered
from storage import outbox
from storage.database import Database, StorageUnavailable
from storage.outbox import LEASE
from storage.people import Address
from storage.tables import outbox as table
from tests.casework.situation import stage
from tests.conversations.play import Player

CHANNEL = "telegram"


class Post:
    """A channel that answers at once but for the `silent`, until it answers them too."""

    name = CHANNEL

    def __init__(self, *silent: str) -> None:
        self.silent = {address: asyncio.Event() for address in silent}
        self.began = asyncio.Event()
        self.sending: dict[str, Any] = {}
        self.called: list[tuple[str, str]] = []
        self.outcome: Delivery = Sent("1")

    async def send(self, address: str, message: Rendered, replaces: str | None) -> Delivery:
        self.called.append((address, message.text))
        self.began.set()
        if address in self.silent:
            self.sending[address] = asyncio.current_task()
            await self.silent[address].wait()
        return self.outcome

    async def answers(self, address: str) -> None:
        """Answer that one at last, and wait until that is noted."""
        self.silent[address].set()
        await self.sending[address]


@pytest.fixture
async def player(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Player]:
    # Long enough for what answers at once, and a test does not wait for it.
    monkeypatch.setattr(sending, "HELD_UP_SECONDS", 0.3)
    async with stage(database) as playing:
        yield playing


async def put(player: Player, address: str, words: str = "Hello", *, urgent: bool = False) -> None:
    async with player.database.transaction() as tx:
        await outbox.put(
            tx,
            person=None,
            address=Address(CHANNEL, address),
            kind=MESSAGE,
            payload=msgspec.json.encode(Rendered(words)),
            now=player.clock(),
            urgent=urgent,
        )


async def waiting(player: Player) -> int:
    async with player.database.transaction() as tx:
        rows = await tx.connection.execute(select(table.c.id).where(table.c.sent.is_(None)))
        return len(rows.all())


async def sent_all(sender: OutboxSender) -> None:
    while await sender.once():
        pass


async def test_one_who_is_not_answered_holds_up_nobody_and_is_sent_to_once(player: Player) -> None:
    post = Post("1")
    sender = OutboxSender(player.office, {CHANNEL: post})
    for address in "123":
        for words in ("first", "second"):
            await put(player, address, words)
    await sent_all(sender)
    assert sorted(post.called) == [
        ("1", "first"),
        *(("2", "first"), ("2", "second")),
        *(("3", "first"), ("3", "second")),
    ]
    await post.answers("1")
    await sent_all(sender)
    assert post.called[-1] == ("1", "second")
    assert not await waiting(player)
    assert len(post.called) == 6


async def test_what_is_in_hand_is_not_sent_again_when_its_lease_ends(player: Player) -> None:
    post = Post("1")
    sender = OutboxSender(player.office, {CHANNEL: post})
    await put(player, "1")
    assert await sender.once() == 1
    for _ in range(3):
        player.clock.move(LEASE)
        assert await sender.once() == 0
        async with player.database.transaction() as tx:
            assert not await outbox.due(tx, [CHANNEL], player.clock(), 9)  # for another process
    await post.answers("1")
    await sent_all(sender)
    assert post.called == [("1", "Hello")]
    assert not sender.in_hand


async def test_no_more_are_in_hand_than_may_be_and_the_urgent_go_as_soon_as_there_is_room(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_IN_HAND", 4)
    post = Post(*(f"silent {number}" for number in range(6)))
    sender = OutboxSender(player.office, {CHANNEL: post})
    for address in sorted(post.silent):
        await put(player, address)
    await put(player, "calm")
    await sent_all(sender)
    assert len(sender.in_hand) == len(post.called) == 4
    await put(player, "urgent", urgent=True)
    assert await sender.once() == 0
    await post.answers(post.called[0][0])
    assert await sender.once() == 1
    assert post.called[-1] == ("urgent", "Hello")
    for each in post.silent.values():
        each.set()
    await sent_all(sender)
    assert len(post.called) == 8


async def test_told_to_stop_it_finishes_what_is_in_hand(player: Player) -> None:
    post, stop = Post("1"), asyncio.Event()
    sender = OutboxSender(player.office, {CHANNEL: post})
    await put(player, "1")
    running = asyncio.create_task(sender.run(stop))
    async with asyncio.timeout(20):
        await post.began.wait()
        stop.set()
        await asyncio.wait([running], timeout=sending.HELD_UP_SECONDS * 3)
        assert not running.done()
        post.silent["1"].set()
        await running
    assert not await waiting(player)


@pytest.mark.parametrize("before", ["it is sent", "it is noted"])
async def test_what_is_in_hand_in_an_outage_is_sent_once_and_waits_for_no_lease(
    player: Player, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    monkeypatch.setattr(sending, "NOTED_AGAIN_SECONDS", 0.01)
    post, tried = Post("1"), asyncio.Event()
    sender = OutboxSender(player.office, {CHANNEL: post})
    prepared, note = sender.prepared, sender.note

    async def without_database(method: Any, *given: Any) -> Any:
        if tried.is_set():
            return await method(*given)
        tried.set()
        raise StorageUnavailable("away")

    broken, method = ("prepared", prepared) if before == "it is sent" else ("note", note)
    monkeypatch.setattr(sender, broken, partial(without_database, method))
    await put(player, "1")
    post.silent["1"].set()
    await sent_all(sender)
    async with asyncio.timeout(20):
        await asyncio.gather(*sender.in_hand.values())
    await sent_all(sender)
    assert tried.is_set()
    assert len(post.called) == 1
    assert not await waiting(player)


async def test_told_to_stop_in_an_outage_it_does_not_wait_for_its_end(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, stop = Post("1"), asyncio.Event()
    sender = OutboxSender(player.office, {CHANNEL: post})
    await put(player, "1")
    running = asyncio.create_task(sender.run(stop))
    async with asyncio.timeout(20):
        await post.began.wait()

        def gone() -> None:
            raise StorageUnavailable("away")

        with monkeypatch.context() as away:
            away.setattr(player.database, "transaction", gone)
            post.silent["1"].set()
            stop.set()
            await running
    assert await waiting(player) == 1


async def test_where_nobody_tells_when_each_try_waits_longer_than_the_one_before(
    player: Player,
) -> None:
    post = Post()
    post.outcome = Later(None, "no answer in time")
    sender = OutboxSender(player.office, {CHANNEL: post})
    await put(player, "1")
    second, waited = timedelta(seconds=1), []
    for _ in range(12):
        tries, since = len(post.called), player.clock()
        while len(post.called) == tries:
            await sender.once()
            player.clock.move(second)
        waited.append((player.clock() - since).total_seconds())
    doubled = [2**number for number in range(sending.MOST_DOUBLED + 1)]
    assert waited == [1, *doubled, doubled[-1], doubled[-1]]


async def test_it_rests_between_looks_that_take_long_and_misses_nothing_meanwhile(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender, stop = OutboxSender(player.office, {CHANNEL: Post()}), asyncio.Event()
    rests = [asyncio.Event(), asyncio.Event()]
    looks: list[int] = []
    again = asyncio.Event()

    async def looked() -> int:
        looks.append(len(looks))
        if len(looks) > 1:
            again.set()
        sender.looked_for = 0.1
        return 0

    async def rest(seconds: float) -> None:
        assert seconds == pytest.approx(sending.REST * 0.1)
        await rests[len(looks) - 1].wait()

    monkeypatch.setattr(sender, "once", looked)
    monkeypatch.setattr(wake, "sleep", rest)
    running = asyncio.create_task(sender.run(stop))
    for _ in range(20):
        player.office.wake.everyone()
        await asyncio.sleep(0)
    assert len(looks) == 1
    rests[0].set()
    await again.wait()
    stop.set()
    rests[1].set()
    player.office.wake.everyone()
    await running
