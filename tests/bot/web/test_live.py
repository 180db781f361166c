"""New messages by WebSocket, and by requests that wait."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.web.live import WINDOWS
from locales.render import Rendered
from tests.bot.web.fake import FakeParts
from tests.bot.web.visitor import JSON, Visitor

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
async def person(visitor: Visitor) -> Visitor:
    await visitor.goes("/chat", headers=ENGLISH)
    return visitor


def notice(parts: FakeParts, words: str, language: str = "en", replaces: int | None = None) -> int:
    message = Rendered(words, language=language, right_to_left=language == "ar")
    row = parts.add(parts.address, message, replaces=replaces)
    parts.wake()
    return row


async def waited(person: Visitor, query: str) -> dict[str, Any]:
    return dict(json.loads(await person.goes(f"/chat/messages?{query}", headers=JSON)))


async def test_a_socket_brings_what_is_there_and_what_comes(person: Visitor, parts: FakeParts):
    socket = await person.live("/chat/live?after=0&language=en")
    first = await socket.receive_json()
    assert [row["id"] for row in first["rows"]] == [1]
    row = notice(parts, "<b>They say yes</b>")
    later = await socket.receive_json(timeout=5)
    assert later["rows"][0]["id"] == row
    assert "&lt;b&gt;They say yes" in later["rows"][0]["html"]
    await socket.close()


async def test_a_socket_brings_only_what_the_window_does_not_have(
    person: Visitor, parts: FakeParts
):
    socket = await person.live("/chat/live?after=1&language=en")
    row = notice(parts, "new")
    assert [each["id"] for each in (await socket.receive_json(timeout=5))["rows"]] == [row]
    await socket.close()


async def test_a_replacement_names_what_it_replaces(person: Visitor, parts: FakeParts):
    first = notice(parts, "waits")
    notice(parts, "taken", replaces=first)
    rows = (await waited(person, f"after={first}"))["rows"]
    assert [row["replaces"] for row in rows] == [first]
    await person.goes("/chat")
    assert "waits" not in person.text
    assert "taken" in person.text


async def test_a_change_of_language_brings_the_words_of_the_page(person: Visitor, parts: FakeParts):
    notice(parts, "مرحبا", "ar")
    news = await waited(person, "after=1&language=en")
    assert (news["language"], news["direction"]) == ("ar", "rtl")
    assert news["words"]["exit"] == "خروج"
    assert "words" not in await waited(person, "after=1&language=ar")
    assert (await waited(person, "after=2&language=en"))["rows"] == []


async def test_a_request_waits_for_what_comes(person: Visitor, parts: FakeParts):
    waiting = asyncio.create_task(waited(person, "after=1&language=en&wait=20"))
    await asyncio.sleep(0.05)
    row = notice(parts, "They say yes")
    async with asyncio.timeout(5):
        assert [each["id"] for each in (await waiting)["rows"]] == [row]


async def test_a_request_ends_without_news_after_its_time(person: Visitor):
    async with asyncio.timeout(10):
        assert (await waited(person, "after=1&language=en&wait=1"))["rows"] == []


async def test_nothing_is_missed_between_the_look_and_the_wait(
    person: Visitor, parts: FakeParts, monkeypatch: pytest.MonkeyPatch
):
    look = parts.chat_messages

    async def look_and_miss(address, after):
        rows = await look(address, after)
        if after == 1 and len(parts.chats[address]) == 1:
            notice(parts, "just missed")
        return rows

    monkeypatch.setattr(parts, "chat_messages", look_and_miss)
    async with asyncio.timeout(5):
        rows = (await waited(person, "after=1&language=en&wait=20"))["rows"]
    assert "just missed" in rows[0]["html"]


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=" + "9" * 5000, "after=1&wait=٣"])
async def test_a_number_that_is_none_is_refused(person: Visitor, query: str):
    await person.goes(f"/chat/messages?{query}", headers=JSON)
    assert person.status == 400
    assert "problem" in json.loads(person.page)


@pytest.mark.parametrize("path", ["/chat/messages", "/chat/live"])
async def test_a_stranger_hears_nothing(visitor: Visitor, path: str):
    await visitor.goes(path, headers=JSON)
    assert visitor.status == 401


async def test_a_page_of_somebody_else_gets_no_socket(person: Visitor):
    for origin in ("https://evil.example", "http://127.0.0.1:1"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await person.live(origin=origin)
        assert refused.value.status == 403
    ours = str(person.server.make_url("")).rstrip("/")
    socket = await person.live(origin=ours)
    await socket.close()


async def test_one_chat_has_so_many_windows(person: Visitor):
    sockets = [await person.live() for _ in range(WINDOWS)]
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await person.live()
    assert refused.value.status == 429
    await sockets[0].close()
    await asyncio.sleep(0.05)
    sockets[0] = await person.live()
    for socket in sockets:
        await socket.close()


async def test_an_outage_closes_the_socket_and_the_page_comes_back(
    person: Visitor, parts: FakeParts
):
    parts.broken = True
    socket = await person.live()
    assert (await socket.receive(timeout=5)).data == 1011


async def test_the_service_stops_without_waiting_for_windows(person: Visitor):
    socket = await person.live()
    await socket.receive_json()
    waiting = asyncio.create_task(waited(person, "after=1&language=en&wait=20"))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        closing = asyncio.create_task(person.server.close())
        assert (await socket.receive()).data == 1001
        await asyncio.gather(waiting, closing, return_exceptions=True)
