"""Calls over HTTP: what is sent, and what becomes of every way in which a server can fail."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut

from bot.telegram.client import Bot, call, make_bot
from bot.telegram.request import AiohttpRequest, Flooded
from tests.bot.telegram.scripted import Handler, Server, answers, ok, refuses, scripted_server

TOKEN = "4242:SECRET-TOKEN"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with scripted_server() as server:
        yield server


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    async with AiohttpRequest() as request, AiohttpRequest() as updates:
        yield make_bot(TOKEN, server.address, request, updates)


async def test_a_call_is_json_over_a_connection_that_stays(server: Server, bot: Bot) -> None:
    markup = {"inline_keyboard": [[{"text": "١", "callback_data": "1.n1"}]]}
    sent = {"chat_id": 7, "text": "Où?", "reply_markup": markup, "protect_content": True}
    for _ in range(3):
        assert await call(bot, "sendMessage", sent) == {"message_id": 5}
    assert server.calls == [("sendMessage", sent)] * 3
    assert len(server.connections) == 1


async def test_raw_calls_have_the_names_that_telegram_knows(server: Server, bot: Bot) -> None:
    for method in ("getUpdates", "editMessageText", "deleteMessages", "sendVenue"):
        await call(bot, method, {})
    assert [name for name, _ in server.calls] == [
        "getUpdates",
        "editMessageText",
        "deleteMessages",
        "sendVenue",
    ]


async def test_the_library_s_own_methods_work_over_it(server: Server, bot: Bot) -> None:
    server.handler = answers(200, {"ok": True, "result": True})
    assert await bot.answer_callback_query("9")
    assert await bot.set_my_commands([("start", "Begin")], language_code="fr")
    assert server.calls[1] == (
        "setMyCommands",
        {"commands": [{"command": "start", "description": "Begin"}], "language_code": "fr"},
    )


async def test_a_file_goes_as_a_form(server: Server, bot: Bot) -> None:
    file = InputFile(b"%PDF", "letter.pdf")
    await call(bot, "sendDocument", {"chat_id": 7, "document": file, "protect_content": True})
    assert server.calls == [
        (
            "sendDocument",
            {
                "chat_id": "7",
                "protect_content": "true",
                "document": ("letter.pdf", "application/pdf", b"%PDF"),
            },
        )
    ]


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("handler", "error"),
    [
        (refuses(400, "Bad Request: chat not found"), BadRequest),
        (refuses(401, "Unauthorized"), InvalidToken),
        (refuses(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (refuses(404, "Not Found"), InvalidToken),
        (refuses(409, "Conflict: terminated by other getUpdates request"), Conflict),
        (refuses(500, "Internal Server Error"), NetworkError),
        (answers(502, b"<html>Bad Gateway</html>"), NetworkError),
        (answers(200, b"<html>not the Bot API</html>"), NetworkError),
        (answers(200, b"\xff\xfe"), NetworkError),
        (answers(200, b"[]"), NetworkError),
        (answers(200, b""), NetworkError),
    ],
)
async def test_a_refusal_is_told_apart(
    server: Server, bot: Bot, handler: Handler, error: type[Exception]
) -> None:
    server.handler = handler
    with pytest.raises(error) as raised:
        await call(bot, "sendMessage", {"chat_id": 7, "text": "very private"})
    assert type(raised.value) is error
    assert "private" not in repr(raised.value)
    assert "SECRET" not in repr(raised.value)


@pytest.mark.parametrize(
    ("handler", "seconds"),
    [
        (refuses(429, "Too Many Requests: retry after 7", retry_after=7), 7),
        (refuses(429, "Too Many Requests"), 1),
        (answers(429, b"<html>slow down</html>"), 1),
    ],
)
async def test_how_long_to_wait_is_told(
    server: Server, bot: Bot, handler: Handler, seconds: float
) -> None:
    server.handler = handler
    with pytest.raises(Flooded) as raised:
        await call(bot, "sendMessage", {"chat_id": 7, "text": "x"})
    assert raised.value.seconds == seconds
    assert len(server.calls) == 1


async def test_a_chat_that_must_wait_holds_back_no_other(server: Server, bot: Bot) -> None:
    async def only_seven_waits(request: web.Request) -> web.StreamResponse:
        seven = server.calls[-1][1]["chat_id"] == 7
        handler = refuses(429, "Too Many Requests", retry_after=30) if seven else ok
        return await handler(request)

    server.handler = only_seven_waits
    waits = asyncio.ensure_future(call(bot, "sendMessage", {"chat_id": 7, "text": "x"}))
    async with asyncio.timeout(5):
        assert await call(bot, "sendMessage", {"chat_id": 8, "text": "x"}) == {"message_id": 5}
        with pytest.raises(Flooded):
            await waits


# ---------------------------------------------------------------- broken connections


async def slow(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


async def drips(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    for _ in range(300):
        await response.write(b" ")
        await asyncio.sleep(0.1)
    return response


async def hangs_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def hangs_up_half_way(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok": true')
    assert request.transport is not None
    request.transport.abort()
    return response


async def limited(server: Server, read: float, url: str | None = None) -> tuple[int, bytes]:
    async with AiohttpRequest() as request:
        return await request.do_request(
            url or f"{server.address}/bot1:SECRET/getMe",
            "POST",
            read_timeout=read,
            write_timeout=0.1,
            connect_timeout=0.4,
            pool_timeout=0.4,
        )


@pytest.mark.parametrize("handler", [slow, drips])
async def test_no_answer_in_time(server: Server, handler: Handler) -> None:
    server.handler = handler
    async with asyncio.timeout(5):
        with pytest.raises(TimedOut) as raised:
            await limited(server, 0.2)
    assert "SECRET" not in repr(raised.value)


@pytest.mark.parametrize("handler", [hangs_up, hangs_up_half_way])
async def test_a_connection_that_breaks(server: Server, handler: Handler) -> None:
    server.handler = handler
    with pytest.raises(NetworkError) as raised:
        await limited(server, 5)
    assert not isinstance(raised.value, TimedOut)
    assert "SECRET" not in repr(raised.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/bot1:SECRET/getMe", "no address SECRET", "http://[SECRET/"]
)
async def test_nobody_there(server: Server, url: str) -> None:
    with pytest.raises(NetworkError) as raised:
        await limited(server, 1, url)
    assert "SECRET" not in repr(raised.value)


async def test_a_pool_with_no_connection_left(server: Server) -> None:
    server.handler = slow
    async with AiohttpRequest(connections=1) as request:
        url = f"{server.address}/x"
        first = asyncio.ensure_future(request.do_request(url, "POST"))
        await asyncio.sleep(0.1)
        with pytest.raises(TimedOut):
            await request.do_request(url, "POST", pool_timeout=0.1, connect_timeout=0.1)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)


async def test_it_goes_on_after_a_failure(server: Server, bot: Bot) -> None:
    server.handler = hangs_up
    with pytest.raises(NetworkError):
        await call(bot, "getMe", {})
    server.handler = ok
    assert await call(bot, "getMe", {}) == {"message_id": 5}


async def test_closed_is_closed_and_can_be_opened_again(server: Server) -> None:
    request = AiohttpRequest()
    url = f"{server.address}/x"
    with pytest.raises(NetworkError):
        await request.do_request(url, "POST")
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        assert (await request.do_request(url, "GET"))[0] == 200
        await request.shutdown()
        await request.shutdown()
