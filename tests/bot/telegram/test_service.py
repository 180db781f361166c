"""The service as a whole: webhook, groups, the quick exit, and a Telegram that is down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from bot.incoming import Incoming, Reply
from bot.telegram.backoff import Backoff
from bot.telegram.groups import REFUSAL
from bot.telegram.service import TelegramService
from bot.telegram.webhook import PATH
from bot.telegram.wire import KINDS
from conversations.messages import Asks
from locales.render import Rendered, RenderedButton
from tests.bot.telegram.conftest import Make
from tests.bot.telegram.office import Office, until
from tests.telegram_server import DropBeforeExecuting, Garbage, ServerError, TelegramServer

SECRET = "a-secret-token-of-ours"


@asynccontextmanager
async def webhook_of(make: Make, secret: str = SECRET) -> AsyncIterator[TelegramService]:
    """Run a service that Telegram brings updates to."""
    server = TestServer(web.Application())
    service: TelegramService | None = None

    async def answer(request: web.Request) -> web.StreamResponse:
        assert service is not None
        (route,) = service.routes()
        return await route.handler(request)

    server.app.router.add_post(PATH, answer)
    async with server:
        address = str(server.make_url("")).rstrip("/")
        service = make(public_url=address, webhook_secret=secret)
        await service.start()
        await service.register_webhook()
        yield service


async def test_a_conversation_by_webhook(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async with webhook_of(make):
        amina = telegram.person(language_code="ar")
        await amina.says("Conakry")
        await amina.sees("heard Conakry")
        await telegram.settled()
    assert office.heard[0].language_hint == "ar"
    assert [call.by_webhook for call in telegram.calls_of("sendMessage")] == [True]


async def test_a_place_is_shared_by_the_keyboard_that_asks_for_it(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    here = RenderedButton("Send my location", "1.here", Asks.LOCATION)
    office.answer = lambda incoming: Reply(
        Rendered("Where?", ((here,),) if len(office.heard) == 1 else ())
    )
    async with webhook_of(make):
        amina = telegram.person()
        await amina.says("/find")
        await amina.presses("Send my location")
        await until(lambda: len(office.heard) == 2)
        await telegram.until(lambda: not amina.keyboard)
    assert "SharedPlace" in repr(office.heard[1].given)
    assert amina.keyboard == []


async def test_a_failed_update_comes_again_and_later_ones_wait(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async def fails_twice(incoming: Incoming) -> None:
        if len(office.heard) <= 2:
            raise RuntimeError

    office.before = fails_twice
    with capture_logs():
        async with webhook_of(make):
            amina = telegram.person()
            await amina.says("one", wait=False)
            await amina.says("two", wait=False)
            await amina.sees("heard two")
    assert office.words == ["one", "one", "one", "two"]


async def test_a_lost_answer_brings_the_update_again(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async with webhook_of(make):
        amina = telegram.person()
        telegram.faults.respond("sendMessage", amina, with_=DropBeforeExecuting())
        await amina.says("Conakry")
        await amina.sees("heard Conakry")
        await telegram.settled()
    assert len({incoming.update_id for incoming in office.heard}) == 1
    assert len(office.heard) == 2


async def test_a_pressed_button_stops_turning_even_if_nobody_replies(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    office.answer = lambda _: Reply(Rendered("Who?", ((RenderedButton("Alone", "1.x"),),)))
    async with webhook_of(make):
        amina = telegram.person()
        await amina.says("/start")
        office.answer = lambda _: Reply(None)
        await amina.presses("Alone")
        await telegram.until(lambda: not telegram.unanswered_callbacks)
        assert not telegram.unanswered_callbacks


async def test_the_quick_exit_leaves_only_the_last_word(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async with webhook_of(make):
        amina = telegram.person()
        await amina.says("I need shelter")
        await amina.sees("heard")
        office.answer = lambda _: Reply(Rendered("Goodbye."), erase_history=True)
        await amina.says("/exit")
        await telegram.until(lambda: len(amina.chat) == 1)
    assert [message.text for message in amina.chat] == ["Goodbye."]


# ---------------------------------------------------------------- registering


async def test_the_webhook_is_registered_once(telegram: TelegramServer, make: Make) -> None:
    async with webhook_of(make) as service:
        await service.register_webhook()
        await service.register_webhook()
        (call,) = telegram.calls_of("setWebhook")
    assert call.params["secret_token"] == SECRET
    assert tuple(call.params["allowed_updates"]) == KINDS
    assert call.params["max_connections"] == 40
    assert call.params.get("drop_pending_updates", False) is False
    assert SECRET not in call.params["url"]


async def test_a_new_secret_is_registered_although_telegram_tells_no_secret(
    telegram: TelegramServer, make: Make
) -> None:
    for secret in ("the-first-secret", "the-second-secret"):
        service = make(public_url="https://bot.example", webhook_secret=secret)
        await service.start()
        await service.register_webhook()
    told = [call.params["secret_token"] for call in telegram.calls_of("setWebhook")]
    assert told == ["the-first-secret", "the-second-secret"]


async def test_a_webhook_that_cannot_be_registered_now_is_registered_later(
    telegram: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    telegram.faults.respond("setWebhook", times=2, with_=ServerError(500))
    service = make(public_url="https://bot.example", webhook_secret=SECRET)
    with capture_logs():
        await service.start()
        await service.register_webhook()
        await until(lambda: len(telegram.calls_of("setWebhook")) == 3)


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.service.Backoff", lambda **_: Backoff(0.01, 0.01))


def test_a_token_is_needed(make: Make) -> None:
    with pytest.raises(ValueError, match="PASSERELLE_TELEGRAM_TOKEN"):
        make(telegram_token=None)


async def test_a_public_url_is_needed_for_the_webhook(make: Make) -> None:
    with pytest.raises(ValueError, match="PASSERELLE_PUBLIC_URL"):
        make().routes()


# ---------------------------------------------------------------- a Telegram that is down


async def test_a_telegram_that_is_down_stops_nothing(
    telegram: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    telegram.faults.respond("getMe", times=3, with_=ServerError(502))
    with capture_logs() as logs:
        service = make()
        await service.start()
        assert service.username is None
        await until(lambda: service.username)
    assert service.username == "passerelle_test_bot"
    assert telegram.token not in str(logs)


async def test_answers_that_make_no_sense_end_nothing(
    telegram: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    for method in ("getWebhookInfo", "getMyCommands", "getMe"):
        telegram.faults.respond(method, with_=Garbage('{"ok":true,"result":true}'))
    with capture_logs() as logs:
        service = make(public_url="https://bot.example", webhook_secret=SECRET)
        await service.start()
        await service.register_webhook()
        await telegram.until(lambda: telegram.calls_of("setWebhook"))
        await until(lambda: service.username)
        await service.close()
    assert any("makes no sense" in line["event"] for line in logs)


async def test_nobody_at_that_address(make: Make) -> None:
    with capture_logs():
        service = make(
            telegram_api="http://127.0.0.1:1",
            public_url="https://bot.example",
            webhook_secret=SECRET,
        )
        async with asyncio.timeout(5):
            await service.start()
            await service.register_webhook()
            await service.close()


# ---------------------------------------------------------------- groups


async def test_a_group_is_refused_politely_and_left(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async with webhook_of(make):
        amina = telegram.person(language_code="en-GB")
        group = telegram.group("Family")
        await group.adds_the_bot(amina, wait=False)
        await group.says(amina, "where can we sleep?", wait=False)
        await telegram.until(lambda: telegram.calls_of("leaveChat"))
        await telegram.settled()
        await group.sees("private chats")
        told = telegram.calls_of("sendMessage")
    assert [call.params["text"] for call in told] == [REFUSAL.message]
    assert not office.heard
    assert not office.blocked


async def test_stopping_the_bot_is_told(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async with webhook_of(make):
        amina = telegram.person()
        await amina.says("/start")
        await amina.blocks_the_bot()
        await amina.unblocks()
        await telegram.settled()
    assert office.blocked == [(str(amina.id), True), (str(amina.id), False)]
