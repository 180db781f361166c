"""The webhook: only Telegram is heard, the reply rides in the answer, a failure comes again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.incoming import Delivery, Incoming, Later, Reply, Sent
from bot.telegram import webhook
from bot.telegram.acknowledging import Acknowledgements
from bot.telegram.channel import TelegramChannel
from bot.telegram.client import make_bot
from bot.telegram.errands import Errands
from bot.telegram.groups import Groups
from bot.telegram.inline import InlineAnswers
from bot.telegram.lanes import Lanes
from bot.telegram.receive import Receiver
from bot.telegram.request import AiohttpRequest
from bot.telegram.webhook import LARGEST, PATH, SECRET_HEADER, Webhook
from locales.render import Rendered, RenderedButton
from tests.bot.telegram.office import Office, until

SECRET = "a-secret-token"
Client = TestClient[web.Request, web.Application]


class Calls(TelegramChannel):
    """Notes what is sent beside the answer instead of sending it."""

    def __init__(self) -> None:
        self.outcome: Delivery = Sent("1")
        self.sent: list[tuple[str, Rendered]] = []
        self.erased: list[tuple[str, int]] = []

    async def reply(self, address: str, message: Rendered) -> Delivery:
        self.sent.append((address, message))
        return self.outcome

    async def delete_history(self, address: str, newest_message_id: int, count: int = 1) -> None:
        self.erased.append((address, newest_message_id))


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def channel() -> Calls:
    return Calls()


@pytest.fixture
async def client(office: Office, channel: Calls) -> AsyncIterator[Client]:
    nobody = AiohttpRequest()
    bot = make_bot("1:x", "http://127.0.0.1:1", nobody, nobody)
    errands = Errands()
    receiver = Receiver(
        bot,
        channel,
        errands,
        Acknowledgements(bot.base_url),
        Groups(bot, ["en"]),
        office.handle,
        office.spill,
        office.on_blocked,
        InlineAnswers(bot, office.answer_inline),
    )
    application = web.Application()
    application.router.add_post(PATH, Webhook(SECRET, receiver, Lanes()).answer)
    async with TestClient(TestServer(application)) as client:
        yield client
    await errands.close()


def typed(words: str, update_id: int = 1, chat: int = 7) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "Amina", "language_code": "fr"}
    message = {
        "message_id": 40 + update_id,
        "date": 1,
        "from": person,
        "chat": {"id": chat, "type": "private"},
        "text": words,
    }
    return {"update_id": update_id, "message": message}


async def posted(client: Client, update: Any, secret: str | None = SECRET) -> tuple[int, Any]:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    body = {"data": update} if isinstance(update, bytes) else {"json": update}
    async with client.post(PATH, headers=headers, **body) as response:
        told = await response.read()
        return response.status, (await response.json()) if told else None


# ---------------------------------------------------------------- who is heard


@pytest.mark.parametrize("secret", [None, "", "a-secret-tokem", "a-secret-token2", "é"])
async def test_without_the_secret_nothing_is_read(
    client: Client, office: Office, secret: str | None
) -> None:
    assert await posted(client, typed("hello"), secret) == (403, None)
    assert not office.heard


async def test_a_stranger_need_not_even_finish(client: Client) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(30)

    async with asyncio.timeout(5):
        async with client.post(PATH, data=endless()) as response:
            assert response.status == 403


async def test_a_body_that_is_too_large_is_not_read_to_the_end(
    client: Client, office: Office
) -> None:
    async def large() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * (LARGEST // 10)

    assert (await posted(client, b" " * (LARGEST + 1)))[0] == 413
    async with client.post(PATH, data=large(), headers={SECRET_HEADER: SECRET}) as response:
        assert response.status == 413
    assert not office.heard


async def test_a_body_that_never_ends_is_not_waited_for(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "READ_WITHIN", 0.05)

    async def endless() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(30)

    async with asyncio.timeout(10):
        async with client.post(PATH, data=endless(), headers={SECRET_HEADER: SECRET}) as response:
            assert response.status == 408
    assert not office.heard


@pytest.mark.parametrize("garbage", [b"", b"\xff\x00", b"[]", b'{"update_id": null}', b"{" * 999])
async def test_garbage_is_refused(client: Client, office: Office, garbage: bytes) -> None:
    assert await posted(client, garbage) == (400, None)
    assert not office.heard


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1},
        {"update_id": 1, "poll": {"id": "1"}},
        {"update_id": 1, "message": {"message_id": "of another type"}},
    ],
)
async def test_what_is_not_for_us_is_taken_so_that_it_does_not_come_again(
    client: Client, office: Office, update: Any
) -> None:
    with capture_logs():
        assert await posted(client, update) == (200, None)
    assert not office.heard


# ---------------------------------------------------------------- the reply


async def test_the_reply_rides_in_the_answer(client: Client, channel: Calls) -> None:
    status, told = await posted(client, typed("Conakry"))
    assert status == 200
    assert told == {
        "method": "sendMessage",
        "chat_id": 7,
        "text": "heard Conakry",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"remove_keyboard": True},
    }
    assert not channel.sent


async def test_no_reply_is_no_content(client: Client, office: Office) -> None:
    office.answer = lambda _: Reply(None)
    assert await posted(client, typed("x")) == (200, None)


async def test_a_reply_of_several_calls_is_sent_before_the_answer(
    client: Client, office: Office, channel: Calls
) -> None:
    office.answer = lambda _: Reply(Rendered("word " * 2000))
    assert await posted(client, typed("x")) == (200, None)
    assert [address for address, _ in channel.sent] == ["7"]
    assert not office.spilled


async def test_a_reply_that_cannot_be_sent_is_kept(
    client: Client, office: Office, channel: Calls
) -> None:
    office.answer = lambda _: Reply(Rendered("word " * 2000))
    channel.outcome = Later(5, "not reached")
    assert await posted(client, typed("x")) == (200, None)
    assert [incoming.update_id for incoming, _ in office.spilled] == ["1"]


async def test_a_reply_that_breaks_a_limit_is_kept_for_those_who_mend_it(
    client: Client, office: Office, channel: Calls
) -> None:
    office.answer = lambda _: Reply(Rendered("?", ((RenderedButton("x", "c" * 65),),)))
    channel.outcome = Later(5, "as a stand-in")
    assert await posted(client, typed("x")) == (200, None)
    assert len(office.spilled) == 1


# ---------------------------------------------------------------- failures and order


async def test_a_failure_is_a_500_and_tells_nothing(client: Client, office: Office) -> None:
    async def fails(incoming: Incoming) -> None:
        raise RuntimeError("the database said: very private")

    office.before = fails
    with capture_logs() as logs:
        assert await posted(client, typed("very private")) == (500, None)
    assert logs == [
        {"event": "update failed", "log_level": "error", "update": 1, "problem": "RuntimeError"}
    ]
    office.before = None
    assert (await posted(client, typed("again")))[0] == 200


async def test_one_chat_is_answered_in_order_and_others_need_not_wait(
    client: Client, office: Office
) -> None:
    gate = asyncio.Event()

    async def first_waits(incoming: Incoming) -> None:
        if incoming.update_id == "1":
            await gate.wait()

    office.before = first_waits
    first = asyncio.ensure_future(posted(client, typed("one", 1)))
    await until(lambda: office.heard)
    second = asyncio.ensure_future(posted(client, typed("two", 2)))
    assert (await posted(client, typed("other", 3, chat=8)))[0] == 200
    assert office.words == ["one", "other"]
    gate.set()
    assert [(await each)[0] for each in (first, second)] == [200, 200]
    assert office.done == ["3", "1", "2"]


# ---------------------------------------------------------------- beside the reply


async def test_blocking_and_coming_back_is_told(client: Client, office: Office) -> None:
    for number, status in enumerate(("kicked", "member")):
        change = {
            "chat": {"id": 7, "type": "private"},
            "from": {"id": 7, "is_bot": False},
            "date": 1,
            "new_chat_member": {"status": status},
        }
        update = {"update_id": number, "my_chat_member": change}
        assert await posted(client, update) == (200, None)
    assert office.blocked == [("7", True), ("7", False)]
    assert not office.heard


async def test_the_quick_exit_clears_the_chat(
    client: Client, office: Office, channel: Calls
) -> None:
    office.answer = lambda _: Reply(Rendered("Goodbye."), erase_history=True)
    status, told = await posted(client, typed("/exit", 3))
    assert (status, told["text"]) == (200, "Goodbye.")
    await until(lambda: channel.erased)
    assert channel.erased == [("7", 43)]
