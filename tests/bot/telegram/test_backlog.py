"""After an outage: all that waits is taken at once, and what is urgent is answered first."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import Passerelle
from bot.incoming import Delivery, Incoming, Sent
from bot.outbox import OutboxSender
from bot.settings import Settings
from bot.telegram.service import TelegramService
from bot.telegram.wiring import telegram_of
from conversations.dialogue import Typed
from locales.render import Rendered
from storage.database import Database
from tests.casework.situation import stage
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import Person

PEOPLE = 149
URGENT = 99


class Post:
    """A channel that takes what is sent at once; who heard what, in the order of all."""

    name = "telegram"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    async def send(self, address: str, message: Rendered, replaces: str | None) -> Delivery:
        self.sent.append((address, message.text))
        return Sent(str(len(self.sent)))

    @property
    def heard(self) -> dict[str, list[str]]:
        """What each chat heard."""
        told = defaultdict(list)
        for address, text in self.sent:
            told[address].append(text)
        return dict(told)


@pytest.fixture
async def passerelle(database: Database) -> AsyncIterator[Passerelle]:
    async with stage(database) as player:
        yield Passerelle(player.office, "")


@asynccontextmanager
async def polls(
    telegram: TelegramServer, passerelle: Passerelle, home: Path
) -> AsyncIterator[TelegramService]:
    """Let the real turns be asked by polling; nothing is sent from the outbox."""
    settings = Settings(
        home=home,
        database_url=f"sqlite:///{home / 'none.db'}",
        encryption_keys=(),
        telegram_token=telegram.token,
        telegram_api=telegram.base,
    )
    service, stop = telegram_of(settings, passerelle), asyncio.Event()
    await service.start()
    task = asyncio.create_task(service.run_polling(stop))
    try:
        yield service
    finally:
        stop.set()
        async with asyncio.timeout(5):
            await task
        await service.close()


async def all_write(telegram: TelegramServer) -> list[Person]:
    """Let 300 updates wait: all but two write twice, one writes for the first time at place 250."""
    people = [telegram.person(language_code="en") for _ in range(PEOPLE)]
    for person in people:
        await person.says("/start", wait=False)
    for number, person in enumerate(people):
        if number == URGENT:
            await telegram.person(language_code="en").says("emergency", wait=False)
        await person.says("emergency" if number == URGENT + 20 else "/help", wait=False)
    await people[0].says("/help", wait=False)
    return people


async def usual(passerelle: Passerelle, *words: str) -> list[str]:
    """Give the replies that somebody gets who is alone."""
    replies = [
        await passerelle.handle(Incoming("telegram", "1", f"usual-{n}", Typed(said), "en"))
        for n, said in enumerate(words)
    ]
    return [reply.message.text for reply in replies if reply.message]


async def test_an_urgent_word_behind_hundreds_is_answered_first_and_each_chat_in_order(
    telegram: TelegramServer, passerelle: Passerelle, tmp_path: Path
) -> None:
    people = await all_write(telegram)
    assert len(telegram.updates) == 300
    urgent = {update.chat_id for update in telegram.updates if "emergency" in str(update.wire)}
    async with polls(telegram, passerelle, tmp_path):
        await telegram.settled()
    post = Post()
    # The last hundred or less may have been answered by calls.
    post.sent = [(str(c.chat_id), c.params["text"]) for c in telegram.calls_of("sendMessage")]
    called = len(post.sent)
    assert called < 100
    sender = OutboxSender(passerelle.office, {"telegram": post})
    in_time = called + 2 * await sender.once()
    while await sender.once():
        pass
    early = [address for address, _ in post.sent[:in_time]]
    assert {str(chat) for chat in urgent} <= set(early)
    assert early.count(str(people[URGENT + 20].id)) == 2  # what they wrote before, and the cry
    everybody = await usual(passerelle, "/start", "/help", "/help")
    assert len(set(everybody[:2])) == 2
    for number, person in enumerate(people[:URGENT]):
        assert post.heard[str(person.id)] == everybody[: 2 if number else 3]
    assert len(post.sent) == 300


async def test_the_last_few_are_answered_by_calls_but_never_before_what_waits(
    telegram: TelegramServer, passerelle: Passerelle, tmp_path: Path
) -> None:
    crowd = [telegram.person(language_code="en") for _ in range(100)]
    for person in crowd:
        await person.says("/start", wait=False)
    async with polls(telegram, passerelle, tmp_path) as service:
        await telegram.settled()
        late = telegram.person(language_code="en")
        await late.says("/start")
        await telegram.until(lambda: late.new)
        await crowd[7].says("/help")
        await telegram.settled()
        assert not crowd[7].new
        await OutboxSender(passerelle.office, {"telegram": service.channel}).once()
    start, _ = await usual(passerelle, "/start", "/help")
    assert [message.text for message in crowd[7].new] == [start]
