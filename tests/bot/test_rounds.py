"""Rounds of turns: one commit for all that wait, and nobody's failure is felt by others."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

import bot.rounds
from bot.incoming import Incoming, Reply
from bot.rounds import Overloaded, Rounds
from conversations.dialogue import Typed
from domain.people import PersonId
from locales.render import Rendered
from storage import people
from storage.arrivals import Arrival
from storage.database import Database, StorageUnavailable, Transaction
from storage.people import Address
from tests.storage.builders import NOW, person

CHANNEL = "telegram"


class Turns:
    """Turns that keep their reply; those of `broken` addresses fail after they have written."""

    def __init__(self, database: Database, *broken: str) -> None:
        self.database = database
        self.broken = broken
        self.commits = 0
        self.puts = 0
        self.order: list[str] = []
        self.rounds = Rounds(database, lambda: NOW, self.take, self.put)

    def put(self) -> None:
        self.puts += 1

    async def take(
        self, tx: Transaction, incoming: Incoming, arrival: Arrival, now: datetime
    ) -> Reply:
        self.order.append(incoming.update_id)
        assert arrival.known is not None
        await people.set_language(tx, arrival.known.id, "fr")
        await asyncio.sleep(0)
        if incoming.address in self.broken:
            raise KeyError("a bug")
        return Reply(Rendered(incoming.update_id))

    async def play(self, *addresses: str) -> list[Reply | BaseException]:
        """Let a message of each address come at the same moment."""
        incoming = [
            Incoming(CHANNEL, address, str(number), Typed("hello"))
            for number, address in enumerate(addresses)
        ]
        return await asyncio.gather(*map(self.rounds.answer, incoming), return_exceptions=True)


@pytest.fixture
def commits(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Counts the transactions that were committed."""
    counted: list[None] = []
    begin = database.transaction

    @asynccontextmanager
    async def transaction(locks: Collection[str] = ()) -> AsyncIterator[Transaction]:
        async with begin(locks) as tx:
            yield tx
        counted.append(None)

    monkeypatch.setattr(database, "transaction", transaction)
    return counted


async def known(database: Database, address: str) -> PersonId | None:
    async with database.transaction() as tx:
        return await people.at(tx, Address(CHANNEL, address))


async def test_all_that_wait_share_a_commit_and_are_answered(
    database: Database, commits: list[None]
) -> None:
    turns = Turns(database)
    replies = await turns.play(*map(str, range(20)))
    assert replies == [Reply(Rendered(str(number))) for number in range(20)]
    assert len(commits) <= 2
    assert await known(database, "19") is not None


async def test_all_of_a_round_happens_at_one_instant(database: Database) -> None:
    seen: dict[str, datetime] = {}
    clock = map(timedelta, itertools.count())

    async def take(tx: Transaction, incoming: Incoming, arrival: Arrival, now: datetime) -> Reply:
        seen[incoming.address] = now
        return Reply(None)

    rounds = Rounds(database, lambda: NOW + next(clock), take, lambda: None)
    incoming = [Incoming(CHANNEL, str(n), str(n), Typed("hello")) for n in range(bot.rounds.MOST)]
    await asyncio.gather(*map(rounds.answer, incoming))
    assert len(seen) == bot.rounds.MOST
    assert set(seen.values()) == {NOW}
    await rounds.answer(Incoming(CHANNEL, "later", "later", Typed("hello")))
    assert seen["later"] > NOW


async def test_one_that_fails_is_undone_alone_and_the_others_are_kept(database: Database) -> None:
    turns = Turns(database, "b")
    first, failed, last = await turns.play("a", "b", "c")
    assert (first, last) == (Reply(Rendered("0")), Reply(Rendered("2")))
    assert isinstance(failed, KeyError)
    assert await known(database, "a") is not None
    assert await known(database, "b") is None
    assert await known(database, "c") is not None


async def test_the_order_of_an_address_is_kept_also_after_a_failure(database: Database) -> None:
    turns = Turns(database, "broken")
    await turns.play("a", "broken", "a", "a", "a")
    assert [update for update in turns.order if update not in "01"] == ["2", "3", "4"]
    assert turns.order[-3:] == ["2", "3", "4"]


async def test_after_a_turn_that_changes_what_is_known_in_memory_the_round_ends(
    database: Database, commits: list[None]
) -> None:
    async def take(tx: Transaction, incoming: Incoming, arrival: Arrival, now: datetime) -> Reply:
        tx.end_after_this()
        return Reply(None)

    rounds = Rounds(database, lambda: NOW, take, lambda: None)
    incoming = [Incoming(CHANNEL, str(n), str(n), Typed("hello")) for n in range(3)]
    await asyncio.gather(*map(rounds.answer, incoming))
    assert len(commits) == 3


async def test_an_outage_is_told_to_each_and_the_next_message_is_taken(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(database)
    with monkeypatch.context() as patched:
        patched.setattr(database, "transaction", out_of_order)
        failed = await turns.play("a", "b")
    assert [type(each) for each in failed] == [StorageUnavailable] * 2
    assert await turns.play("a") == [Reply(Rendered("0"))]


@asynccontextmanager
async def out_of_order(locks: Collection[str]) -> AsyncIterator[Transaction]:
    raise StorageUnavailable("the disk is full")
    yield


async def test_who_sends_is_woken_only_if_something_is_to_be_sent(database: Database) -> None:
    turns = Turns(database)
    who = await person(database)
    await turns.play("a")
    assert turns.puts == 0

    async def take(tx: Transaction, incoming: Incoming, arrival: Arrival, now: datetime) -> Reply:
        await people.set_language(tx, who, "fr")
        tx.put()
        return Reply(None)

    rounds = Rounds(database, lambda: NOW, take, turns.put)
    await rounds.answer(Incoming(CHANNEL, "a", "7", Typed("hello")))
    assert turns.puts == 1


def says(address: str, update: str, words: str = "hello") -> Incoming:
    return Incoming(CHANNEL, address, update, Typed(words))


async def test_no_more_wait_than_can_be_answered_but_urgent_words_do_and_come_first(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.rounds, "MOST_WAITING", 3)
    turns = Turns(database)
    turns.rounds = Rounds(
        database, lambda: NOW, turns.take, turns.put, lambda it: it.given == Typed("danger")
    )
    came = [says(str(n), str(n)) for n in range(5)]
    came += [says("x", "urgent", "danger"), says("0", "after", "danger")]
    told = await asyncio.gather(*map(turns.rounds.answer, came), return_exceptions=True)
    assert [type(each) for each in told] == [*[Reply] * 3, *[Overloaded] * 2, *[Reply] * 2]
    assert turns.order == ["urgent", "0", "1", "2", "after"]
    assert await turns.rounds.answer(came[4]) == Reply(Rendered("4"))


async def test_those_who_come_while_others_are_at_their_turns_share_the_next_round(
    database: Database, monkeypatch: pytest.MonkeyPatch, commits: list[None]
) -> None:
    monkeypatch.setattr(bot.rounds, "LONG", 1_000)
    meanwhile: list[asyncio.Task[Reply]] = []

    async def take(tx: Transaction, incoming: Incoming, arrival: Arrival, now: datetime) -> Reply:
        for each in "bc" if incoming.address == "a" else "":
            meanwhile.append(asyncio.create_task(rounds.answer(says(each, each))))
            for _ in range(5):
                await asyncio.sleep(0)
        return Reply(None)

    rounds = Rounds(database, lambda: NOW, take, lambda: None)
    await rounds.answer(says("a", "a"))
    await asyncio.gather(*meanwhile)
    assert len(commits) == 2


async def test_a_turn_that_takes_long_does_not_hold_up_the_others(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.writers == 1:
        pytest.skip("there nobody else writes at the same time")
    monkeypatch.setattr(bot.rounds, "LONG", 0)
    other_was_here = asyncio.Event()

    async def take(tx: Transaction, incoming: Incoming, arrival: Arrival, now: datetime) -> Reply:
        if incoming.address == "slow":
            meanwhile.append(asyncio.create_task(rounds.answer(says("quick", "2"))))
            await other_was_here.wait()
        else:
            other_was_here.set()
        return Reply(None)

    meanwhile: list[asyncio.Task[Reply]] = []
    rounds = Rounds(database, lambda: NOW, take, lambda: None)
    async with asyncio.timeout(30):
        await rounds.answer(says("slow", "1"))
        await asyncio.gather(*meanwhile)


async def test_where_enough_wait_for_a_round_it_begins_while_others_are_at_their_turns(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.rounds, "LONG", 1_000)
    monkeypatch.setattr(bot.rounds, "MOST", 3)
    meanwhile: list[asyncio.Task[Reply]] = []
    order: list[str] = []

    async def take(tx: Transaction, incoming: Incoming, arrival: Arrival, now: datetime) -> Reply:
        for each in "abcd" if incoming.address == "a" and incoming.update_id == "1" else "":
            meanwhile.append(asyncio.create_task(rounds.answer(says(each, f"{each}2"))))
        for _ in range(3_000 if incoming.update_id == "1" and database.writers > 1 else 0):
            # The database's answers come over a socket.
            await asyncio.sleep(0.01)
            if len(order) == 3:
                break
        order.append(incoming.update_id)
        return Reply(None)

    rounds = Rounds(database, lambda: NOW, take, lambda: None)
    await rounds.answer(says("a", "1"))
    await asyncio.gather(*meanwhile)
    first_of_the_others = ["b2", "c2", "d2"]
    if database.writers > 1:
        assert order == [*first_of_the_others, "1", "a2"]
    else:
        assert order == ["1", "a2", *first_of_the_others]
