"""The quick exit: at once, in every window, whatever the service does."""

from __future__ import annotations

import asyncio

import pytest

from bot.web import chat
from conversations.dialogue import Typed
from tests.bot.web.fake import FakeParts
from tests.bot.web.visitor import JSON, Visitor


@pytest.fixture
async def person(visitor: Visitor) -> Visitor:
    await visitor.goes("/chat", headers={"Accept-Language": "en"})
    return visitor


async def test_the_exit_clears_chat_and_cookie_and_shows_nothing(person: Visitor, parts: FakeParts):
    await person.posts("/chat/exit")
    assert (person.path, person.text, person.status) == ("/blank", "", 200)
    assert "Passerelle" not in person.page
    assert not person.cookies
    assert parts.handled[-1].given == Typed("/exit")
    assert not parts.chats


async def test_the_word_exit_does_the_same(person: Visitor, parts: FakeParts):
    await person.says("/exit")
    assert (person.path, person.cookies, parts.chats) == ("/blank", {}, {})


async def test_a_script_hears_that_the_chat_was_left(person: Visitor):
    await person.posts("/chat/exit", headers=JSON)
    assert person.page == '{"left": true}'
    assert not person.cookies


async def test_the_exit_needs_no_working_service(person: Visitor, parts: FakeParts):
    parts.broken = True
    await person.posts("/chat/exit")
    assert (person.path, person.cookies) == ("/blank", {})


async def test_the_exit_does_not_wait_for_a_slow_service(
    person: Visitor, parts: FakeParts, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(chat, "ERASE_WITHIN_S", 0.05)
    go_on = asyncio.Event()
    handle = parts.handle

    async def slowly(incoming):
        await go_on.wait()
        return await handle(incoming)

    monkeypatch.setattr(parts, "handle", slowly)
    await person.posts("/chat/exit")
    assert (person.path, person.cookies) == ("/blank", {})
    assert parts.chats
    go_on.set()
    await asyncio.sleep(0.01)
    assert not parts.chats


async def test_whoever_has_no_chat_can_leave_too(visitor: Visitor, parts: FakeParts):
    await visitor.posts("/chat/exit")
    assert visitor.path == "/blank"
    assert not parts.handled


async def test_other_windows_turn_blank(person: Visitor):
    socket = await person.live()
    await socket.receive_json()
    await person.posts("/chat/exit")
    assert (await socket.receive()).data == 4001


async def test_after_the_exit_a_visit_is_a_new_chat(person: Visitor, parts: FakeParts):
    address = parts.address
    await person.posts("/chat/exit")
    await person.goes("/chat")
    assert parts.address != address
