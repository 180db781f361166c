"""The emulated Bot API refuses what Telegram refuses, and python-telegram-bot works against it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, FormData, web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    ChatMemberAdministrator,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.telegram_server import (
    ANY,
    WEBHOOK,
    Call,
    DropAfterExecuting,
    DropBeforeExecuting,
    Flood,
    Garbage,
    NotSeen,
    Person,
    RateLimits,
    Refused,
    ServerError,
    TelegramServer,
    Timeout,
)
from tests.telegram_server import Forbidden as IsForbidden
from tests.telegram_server.entities import CannotParse, parsed
from tests.telegram_server.limits import BY_NAME, NAMES, OF_FIELD, OF_WHOLE
from tests.telegram_server.methods import METHODS
from tests.telegram_server.specification import load

Wire = dict[str, Any]
Caller = Callable[..., Awaitable[Wire]]

NO_RESULT = (Refused, Garbage, Timeout, DropAfterExecuting, DropBeforeExecuting)


def inline(*rows: list[tuple[str, str]]) -> Wire:
    """An inline keyboard of (text, callback_data)."""
    keys = [[{"text": text, "callback_data": data} for text, data in row] for row in rows]
    return {"inline_keyboard": keys}


@pytest.fixture(autouse=True)
def _as_the_next_python_telegram_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    """It warns of what will change in how it gives the seconds to wait."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A server whose own results and updates are checked against the specification too."""
    async with TelegramServer(patience=3.0) as started:
        yield started
        for call in started.calls:
            check_result(started, call)
        for update in started.updates:
            started.specification.check(("Update",), update.wire, "update")


def check_result(server: TelegramServer, call: Call) -> None:
    method = server.specification.method(call.method)
    if method is not None and not isinstance(call.outcome, NO_RESULT):
        server.specification.check(method.returns, call.outcome, f"result of {call.method}")


@pytest.fixture
async def call(server: TelegramServer) -> AsyncIterator[Caller]:
    """Calls a method with a JSON body and gives the whole answer."""
    async with ClientSession() as session:

        async def called(method: str, **params: Any) -> Wire:
            url = f"{server.base}/bot{server.token}/{method}"
            async with session.post(url, json=params) as response:
                answer: Wire = await response.json()
                assert response.status == answer.get("error_code", 200)
                return answer

        yield called


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with a_bot(server) as started:
        yield started


@asynccontextmanager
async def a_bot(server: TelegramServer, **settings: Any) -> AsyncIterator[Bot]:
    settings["httpx_kwargs"] = {"verify": False}  # there is no TLS; reading certificates is slow
    made = Bot(
        server.token,
        base_url=f"{server.base}/bot",
        base_file_url=f"{server.base}/file/bot",
        request=HTTPXRequest(**settings),
        get_updates_request=HTTPXRequest(**settings),
    )
    async with made:
        yield made


@pytest.fixture
async def person(server: TelegramServer) -> Person:
    """A person who has written to the bot, which has not asked for it yet."""
    writer = server.person(language_code="fr", first_name="Amina")
    await writer.says("/start", wait=False)
    return writer


@asynccontextmanager
async def a_webhook(
    server: TelegramServer, call: Caller, answer: Callable[[Wire], Awaitable[web.Response]]
) -> AsyncIterator[None]:
    """A bot that listens, and answers each update as `answer` says."""

    async def take(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "secret-1"
        return await answer(await request.json())

    application = web.Application()
    application.router.add_post("/hook", take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    assert (await call("setWebhook", url=url, secret_token="secret-1"))["ok"]
    try:
        yield
    finally:
        await runner.cleanup()


def saying(chat: Wire, text: str) -> web.Response:
    """An answer to an update that sends a message."""
    return web.json_response({"method": "sendMessage", "chat_id": chat["id"], "text": text})


# What breaks the specification


BAD_CALLS = [
    ("sendMessages", {}, "method not found"),
    ("sendMessage", {"text": "Hello"}, "chat_id is missing"),
    ("sendMessage", {"chat_id": 1}, "text is missing"),
    ("sendMessage", {"chat_id": 1, "text": "a", "txt": "b"}, "txt is no parameter of sendMessage"),
    ("sendMessage", {"chat_id": 1, "text": 5}, "text is no String"),
    ("sendMessage", {"chat_id": 1, "text": None}, "text is no String"),
    ("sendMessage", {"chat_id": 1.5, "text": "a"}, "chat_id is none of: Integer, String"),
    ("sendMessage", {"chat_id": True, "text": "a"}, "chat_id is none of"),
    ("sendMessage", {"chat_id": 1, "text": "a", "disable_notification": "x"}, "is no Boolean"),
    ("sendMessage", {"chat_id": 1, "text": "a", "message_thread_id": "x"}, "is no Integer"),
    ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": "{"}, "reply_markup is not JSON"),
    ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": {}}, "reply_markup is none of"),
    ("sendMessage", {"chat_id": 1, "text": "a", "entities": [1]}, "entities[0] is no MessageEn"),
    ("sendLocation", {"chat_id": 1, "latitude": "north", "longitude": 1}, "latitude is no Float"),
    ("sendDocument", {"chat_id": 1, "document": "attach://file"}, "no file came as attach://file"),
    ("setMyCommands", {"commands": {"command": "a"}}, "commands is no array"),
    ("setMyCommands", {"commands": [{"command": "a"}]}, "lacks the field description"),
    ("setMyCommands", {"commands": [], "scope": {"type": "everybody"}}, "scope"),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, "lacks the field chat_id"),
    ("setChatMenuButton", {"menu_button": {"type": "web_app", "text": "A"}}, "web_app"),
    ("getUpdates", {"allowed_updates": "message"}, "allowed_updates is not JSON"),
]

BAD_KEYBOARDS = [
    ({"inline_keyboard": [{"text": "a"}]}, "inline_keyboard[0] is no array"),
    ({"inline_keyboard": [[{"callback_data": "a"}]]}, "lacks the field text"),
    ({"inline_keyboard": [[{"text": "a", "data": "a"}]]}, "has the field data"),
    ({"inline_keyboard": [[{"text": "a", "callback_data": 1}]]}, "callback_data is no String"),
    ({"inline_keyboard": [], "one_time": True}, "has the field one_time"),
    ({"keyboard": [[{"text": "a", "request_location": "yes"}]]}, "request_location is no Boolean"),
    ({"inline_keyboard": [[{"text": "a"}]]}, "exactly one thing"),
    ({"inline_keyboard": [[{"text": "a", "callback_data": "a", "pay": True}]]}, "exactly one"),
    (inline([("a", "é" * 33)]), "BUTTON_DATA_INVALID"),
    (inline([("a", "")]), "BUTTON_DATA_INVALID"),
    (inline([(" ", "a")]), "must not be empty"),
    (inline([("a", "a")] * 9), "9 buttons in a row, allowed are 8"),
    (inline(*[[("a", "a")] * 8] * 12, [("a", "a")] * 5), "101 buttons, allowed are 100"),
    ({"inline_keyboard": [[{"text": "a", "url": "centre"}]]}, "BUTTON_URL_INVALID"),
    (
        {"inline_keyboard": [[{"text": "a", "web_app": {"url": "http://centre.example"}}]]},
        "must be an HTTPS address",
    ),
    (
        {"inline_keyboard": [[{"text": "a", "callback_data": "a", "style": "red"}]]},
        "must be one of danger, success, primary",
    ),
    ({"keyboard": []}, "has no buttons"),
    ({"keyboard": [["a"] * 13]}, "13 buttons in a row"),
    ({"keyboard": [["a"] * 12] * 26}, "312 buttons, allowed are 300"),
    ({"keyboard": [[""]]}, "must not be empty"),
    (
        {"keyboard": [[{"text": "a", "request_contact": True, "request_location": True}]]},
        "at most one thing",
    ),
    ({"keyboard": [["a"]], "input_field_placeholder": "a" * 65}, "65 characters"),
    ({"force_reply": True, "input_field_placeholder": ""}, "0 characters"),
]

# Each breaks one limit; the chat is one that is there.
BEYOND_LIMITS = [
    ("sendMessage", {"text": ""}, "message text is empty"),
    ("sendMessage", {"text": " \n"}, "message text is empty"),
    ("sendMessage", {"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    ("sendMessage", {"text": "a" * 4097}, "message is too long"),
    ("sendMessage", {"text": "🙂" * 2049}, "4098 characters"),
    ("sendMessage", {"text": "a < b", "parse_mode": "HTML"}, "can't parse entities: "),
    ("sendMessage", {"text": "*a*", "parse_mode": "MarkdownV2"}, "can't parse entities: "),
    (
        "sendMessage",
        {"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        "can't parse entities: entity beyond the end",
    ),
    ("sendMessage", {"text": "a", "entities": [], "parse_mode": "HTML"}, "one replaces the other"),
    ("sendMessage", {"text": "a", "allow_paid_broadcast": True}, "costs money"),
    ("sendPhoto", {"photo": "https://a.example/a.jpg", "caption": "a" * 1025}, "caption is too"),
    ("sendVenue", {"latitude": 91, "longitude": 0, "title": "a", "address": "a"}, "is 91, allowed"),
    ("sendVenue", {"latitude": 1, "longitude": 181, "title": "a", "address": "a"}, "is 181"),
    ("sendVenue", {"latitude": 1, "longitude": 1, "title": "", "address": "a"}, "title must not"),
    ("sendVenue", {"latitude": 1, "longitude": 1, "title": "a", "address": ""}, "address must"),
    ("sendLocation", {"latitude": 1, "longitude": 1, "live_period": 59}, "is 59"),
    ("sendChatAction", {"action": "thinking"}, "must be one of typing"),
    ("deleteMessages", {"message_ids": []}, "has entries: 0"),
    ("deleteMessages", {"message_ids": list(range(101))}, "has entries: 101"),
]

BEYOND_LIMITS_WITHOUT_CHAT = [
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 201}, "MESSAGE_TOO_LONG"),
    ("getUpdates", {"allowed_updates": ["mesage"]}, "not: ['mesage']"),
    ("getUpdates", {"limit": 101}, "is 101, allowed are 1-100"),
    ("getUpdates", {"limit": 0}, "is 0, allowed are 1-100"),
    ("setMyCommands", {"commands": [{"command": "Find", "description": "a"}]}, "BOT_COMMAND_INV"),
    ("setMyCommands", {"commands": [{"command": "a" * 33, "description": "a"}]}, "BOT_COMMAND_"),
    ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "a" * 257}]}, "257"),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "a"}] * 101},
        "has entries: 101",
    ),
    ("setMyCommands", {"commands": [], "language_code": "prs"}, "two-letter"),
    ("setMyName", {"name": "a" * 65}, "65 characters, allowed are 0-64"),
    ("setMyDescription", {"description": "a" * 513}, "allowed are 0-512"),
    ("setMyShortDescription", {"short_description": "a" * 121}, "allowed are 0-120"),
    ("setWebhook", {"url": "http://bot.example/hook"}, "must be an HTTPS address"),
    ("setWebhook", {"url": "https://bot.example:8080/hook"}, "another port"),
    ("setWebhook", {"url": "https://bot.example", "secret_token": "a b"}, "secret_token must be"),
    ("setWebhook", {"url": "https://bot.example", "secret_token": "a" * 257}, "secret_token must"),
    ("setWebhook", {"url": "https://bot.example", "max_connections": 101}, "is 101"),
]


@pytest.mark.parametrize(("method", "params", "why"), BAD_CALLS)
async def test_a_call_against_the_specification_is_refused(
    server: TelegramServer, call: Caller, method: str, params: Wire, why: str
) -> None:
    await assert_violation(server, await call(method, **params), why)


@pytest.mark.parametrize(("markup", "why"), BAD_KEYBOARDS)
async def test_a_wrong_keyboard_is_refused(
    server: TelegramServer, call: Caller, person: Person, markup: Wire, why: str
) -> None:
    answer = await call("sendMessage", chat_id=person.id, text="a", reply_markup=markup)
    await assert_violation(server, answer, why)


@pytest.mark.parametrize(("method", "params", "why"), BEYOND_LIMITS)
async def test_a_message_beyond_a_limit_is_refused(
    server: TelegramServer, call: Caller, person: Person, method: str, params: Wire, why: str
) -> None:
    await assert_violation(server, await call(method, chat_id=person.id, **params), why)


@pytest.mark.parametrize(("method", "params", "why"), BEYOND_LIMITS_WITHOUT_CHAT)
async def test_a_setting_beyond_a_limit_is_refused(
    server: TelegramServer, call: Caller, method: str, params: Wire, why: str
) -> None:
    await assert_violation(server, await call(method, **params), why)


async def assert_violation(server: TelegramServer, answer: Wire, why: str) -> None:
    assert not answer["ok"]
    assert answer["error_code"] in (400, 404)
    assert why in answer["description"]
    assert len(server.violations) == 1


async def test_what_is_exactly_at_its_limit_is_accepted(
    server: TelegramServer, call: Caller, person: Person
) -> None:
    fits: list[tuple[str, Wire]] = [
        ("sendMessage", {"chat_id": person.id, "text": "🙂" * 2048}),
        (
            "sendMessage",
            {"chat_id": person.id, "text": f"<b>{'a' * 4096}</b>", "parse_mode": "HTML"},
        ),
        (
            "sendMessage",
            {"chat_id": person.id, "text": "a", "reply_markup": inline([("a", "a" * 64)])},
        ),
        (
            "sendMessage",
            {"chat_id": person.id, "text": "a", "reply_markup": inline(*[[("a", "a")] * 5] * 20)},
        ),
        ("setMyCommands", {"commands": [{"command": "a_1", "description": "a" * 256}] * 100}),
        ("setMyName", {"name": "a" * 64, "language_code": "fr"}),
        ("setMyName", {"name": ""}),
        ("setWebhook", {"url": "https://bot.example:8443/hook", "secret_token": "a-_Z9" * 50}),
    ]
    for method, params in fits:
        assert (await call(method, **params))["ok"]
    assert not server.violations


def test_every_rule_is_about_something_in_the_specification() -> None:
    specification = load()
    owners = {field.owner for field in specification.fields()}
    names = {field.name for field in specification.fields()}
    places = {(field.owner, field.name) for field in specification.fields()}
    assert set(OF_FIELD) <= places
    assert set(OF_WHOLE) <= owners
    assert set(BY_NAME) <= names
    assert {place for place in NAMES if place[1] is not None} <= places
    assert set(METHODS) <= {method.name for method in specification.methods()}


# How calls may be written


async def test_names_are_known_in_any_case_and_parameters_in_every_encoding(
    server: TelegramServer, person: Person
) -> None:
    url = f"{server.base}/bot{server.token}/"
    text_only = {"chat_id": str(person.id), "text": "Hello", "protect_content": "true"}
    markup = json.dumps(inline([("Yes", "y")]))
    many = FormData({**text_only, "reply_markup": markup}, default_to_multipart=True)
    async with ClientSession() as session:
        for asked in (
            session.get(url + "SENDMESSAGE", params=text_only),
            session.post(url + "sendmessage", data={**text_only, "reply_markup": markup}),
            session.post(url + "sendMessage", json={**text_only, "reply_markup": markup}),
            session.post(url + "sendMessage", data=many),
        ):
            async with asked as response:
                assert (await response.json())["result"]["has_protected_content"]
    assert [message.labels for message in person.new] == [[], ["Yes"], ["Yes"], ["Yes"]]
    assert not server.violations


@pytest.mark.parametrize(
    ("content_type", "body"), [("application/json", "{"), ("application/json", "[1]"), ("a/b", "a")]
)
async def test_a_body_that_cannot_be_read_is_refused(
    server: TelegramServer, content_type: str, body: str
) -> None:
    url = f"{server.base}/bot{server.token}/getMe"
    headers = {"Content-Type": content_type}
    async with ClientSession() as session, session.post(url, data=body, headers=headers) as said:
        assert said.status == 400
    assert len(server.violations) == 1


async def test_a_wrong_token_is_unauthorized(server: TelegramServer) -> None:
    async with ClientSession() as session:
        async with session.get(f"{server.base}/bot1:other/getMe") as response:
            assert (response.status, (await response.json())["ok"]) == (401, False)
        async with session.get(f"{server.base}/file/bot1:other/files/file-1") as response:
            assert response.status == 404


async def test_a_method_that_is_not_emulated_is_checked_and_taken_down(
    server: TelegramServer, call: Caller
) -> None:
    assert (await call("logOut"))["result"] is True
    assert "does not emulate" in (await call("getUserProfilePhotos", user_id=1))["description"]
    assert "user_id is missing" in (await call("getUserProfilePhotos"))["description"]
    assert server.unsupported == ["logOut", "getUserProfilePhotos"]


# Telegram's HTML


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("a &lt; b &amp; c &gt; &quot;d&quot; &#39;", 'a < b & c > "d" \'', []),
        ("<b>🙂</b> <i>a</i>", "🙂 a", [("bold", 0, 2), ("italic", 3, 1)]),
        ("<b><i>a</i> b</b>", "a b", [("bold", 0, 3), ("italic", 0, 1)]),
        ("  <u>a </u>\n", "a", [("underline", 0, 1)]),
        ('<a href="https://a.example/?a=1&amp;b">a</a>', "a", [("text_link", 0, 1)]),
        ("<a href='tel:+224'>a</a>", "a", [("text_link", 0, 1)]),
        ("<a>a</a>", "a", []),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<PRE>a</pre><code>b</code>", "ab", [("pre", 0, 1), ("code", 1, 1)]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
        ("<s>a</s><tg-spoiler></tg-spoiler>", "a", [("strikethrough", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities(
    html: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    plain, found = parsed(html, "HTML", [])
    assert plain == text
    assert [(each["type"], each["offset"], each["length"]) for each in found] == entities


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("é <3", 'Unsupported start tag "3" at byte offset 3'),
        ("a & b", "Unescaped '&' at byte offset 2"),
        ("a &eacute; b", "Unescaped '&' at byte offset 2"),
        ("a > b", "Unescaped '>' at byte offset 2"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>a</b></i>", 'expected "</i>", found "</b>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<b/>", 'Unclosed start tag "b" at byte offset 0'),
        ("a <b", 'Unclosed start tag "b" at byte offset 2'),
        ('<a href="a', 'Unclosed start tag "a"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler"'),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier"),
        ("<tg-time unix='soon'>a</tg-time>", "Invalid Unix time"),
    ],
)
def test_what_is_not_telegrams_html_is_refused(html: str, why: str) -> None:
    with pytest.raises(CannotParse) as refused:
        parsed(html, "HTML", [])
    assert why in str(refused.value)


# Messages


async def test_messages_are_sent_edited_and_deleted(bot: Bot, person: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await bot.send_message(person.id, "<b>Here?</b>", "HTML", reply_markup=keyboard)
    assert (sent.text, sent.text_html) == ("Here?", "<b>Here?</b>")
    assert (await person.sees("Here")).labels == ["Yes"]

    await bot.edit_message_text("There?", person.id, sent.message_id, reply_markup=keyboard)
    seen = await person.sees("There")
    assert (seen.message_id, seen.edited, seen.labels) == (sent.message_id, True, ["Yes"])

    await bot.edit_message_reply_markup(person.id, sent.message_id)
    assert person.chat[-1].labels == []
    assert await bot.delete_message(person.id, sent.message_id)
    assert [message.text for message in person.chat] == ["/start"]
    assert "< Here?\n    [Yes]" in person.transcript()
    assert "(deleted) < There?" in person.transcript()


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, person: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await bot.send_message(person.id, "Here?", reply_markup=keyboard)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text(" Here?", person.id, sent.message_id, reply_markup=keyboard)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(person.id, sent.message_id, reply_markup=keyboard)
    await bot.edit_message_text("Here?", person.id, sent.message_id)  # the keyboard goes
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(person.id, sent.message_id)


async def test_only_own_messages_without_other_keyboards_can_be_edited(
    bot: Bot, person: Person
) -> None:
    below = ReplyKeyboardMarkup([["Yes"]])
    sent = await bot.send_message(person.id, "Here?", reply_markup=below)
    venue = await bot.send_venue(person.id, 9.5, -13.7, "Centre", "Rue 1")
    for number, why in (
        (sent.message_id, "can't be edited"),
        (person.chat[0].message_id, "can't be edited"),
        (venue.message_id, "no text in the message"),
        (99_999, "Message to edit not found"),
    ):
        with pytest.raises(BadRequest, match=why):
            await bot.edit_message_text("There?", person.id, number)


async def test_deletion_ends_after_two_days(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    old = await bot.send_message(person.id, "Old")
    server.time_passes(hours=48, seconds=-5)
    await bot.delete_message(person.id, person.chat[0].message_id)  # people's messages too
    server.time_passes(seconds=10)
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(person.id, old.message_id)
    with pytest.raises(BadRequest, match="to delete not found"):
        await bot.delete_message(person.id, 99_999)
    new = await bot.send_message(person.id, "New")
    assert await bot.delete_messages(person.id, [old.message_id, new.message_id, 99_999])
    assert [message.text for message in person.chat] == ["Old"]


async def test_places_files_and_replies(bot: Bot, person: Person) -> None:
    await bot.send_location(person.id, 9.5, -13.7)
    assert person.chat[-1].location == (9.5, -13.7)
    await bot.send_venue(person.id, 9.5, -13.7, "Centre", "Rue 1", protect_content=True)
    seen = await person.sees("Rue 1")
    assert seen.venue is not None
    assert (seen.venue.title, seen.protect_content) == ("Centre", True)

    sent = await bot.send_document(
        person.id, InputFile(b"BEGIN", "a.ics"), caption="<i>When</i>", parse_mode="HTML"
    )
    seen = await person.sees("When")
    assert seen.file is not None
    assert (seen.file.name, seen.file.content) == ("a.ics", b"BEGIN")
    assert sent.document is not None
    again = await bot.send_document(person.id, sent.document.file_id)
    assert person.chat[-1].file == seen.file
    await bot.send_photo(person.id, b"picture", reply_to_message_id=again.message_id)
    await bot.send_voice(person.id, b"sound", duration=4)
    with pytest.raises(BadRequest, match="replied not found"):
        await bot.send_message(person.id, "a", reply_to_message_id=99_999)
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(person.id, InputFile(b"", "a.ics"))
    with pytest.raises(BadRequest, match="Wrong remote file identifier"):
        await bot.send_document(person.id, "file-99999")


async def test_nobody_is_written_to_who_has_not_written(server: TelegramServer, bot: Bot) -> None:
    stranger, group = server.person(), server.group("Neighbours")
    for chat_id in (stranger.id, group.id, 77, "@nobody"):
        with pytest.raises(BadRequest, match="(?i)chat not found"):
            await bot.send_message(chat_id, "Hello")
    assert not server.violations  # the bot could not know


async def test_who_blocks_the_bot_is_not_reached(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    await person.blocks_the_bot(wait=False)
    for write in (bot.send_message(person.id, "a"), bot.send_chat_action(person.id, "typing")):
        with pytest.raises(Forbidden, match="blocked by the user"):
            await write
    with pytest.raises(RuntimeError, match="unblock first"):
        await person.says("a")
    await person.unblocks(wait=False)
    await bot.send_message(person.id, "Hello again")
    changes = [update.my_chat_member for update in await bot.get_updates()][-2:]
    statuses = [change.new_chat_member.status for change in changes if change]
    assert statuses == ["kicked", "member"]


# Settings


async def test_the_profile_is_kept_by_language_and_scope(server: TelegramServer, bot: Bot) -> None:
    assert (await bot.get_me()).username == "passerelle_test_bot"
    await bot.set_my_name("Pont", language_code="fr")
    assert (await bot.get_my_name("fr")).name == "Pont"
    assert (await bot.get_my_name("es")).name == "passerelle_test_bot"
    await bot.set_my_description("All")
    await bot.set_my_short_description("Tous", language_code="fr")
    assert (await bot.get_my_description("fr")).description == "All"
    assert (await bot.get_my_short_description("es")).short_description == ""

    everybody = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "Aide")], everybody, language_code="fr")
    assert [each.description for each in await bot.get_my_commands(everybody, "fr")] == ["Aide"]
    assert await bot.get_my_commands(everybody) == ()
    assert server.person(language_code="fr").commands == {"help": "Aide"}
    assert server.person(language_code="es").commands == {"help": "Help"}
    await bot.delete_my_commands(everybody, language_code="fr")
    assert server.person(language_code="fr").commands == {"help": "Help"}
    assert (await bot.get_chat_menu_button()).type == "commands"
    await bot.set_chat_menu_button()
    assert (await bot.get_chat_menu_button()).type == "default"


async def test_chats_are_described(server: TelegramServer, bot: Bot, person: Person) -> None:
    chat = await bot.get_chat(person.id)
    assert (chat.type, chat.first_name) == ("private", "Amina")
    with pytest.raises(BadRequest, match="private chats can't be left"):
        await bot.leave_chat(person.id)


# Updates by polling


async def test_updates_are_given_in_order_until_they_are_confirmed(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    for text in ("one", "two"):
        await person.says(text, wait=False)
    first = await bot.get_updates()
    assert [update.message and update.message.text for update in first] == ["/start", "one", "two"]
    assert [update.update_id - first[0].update_id for update in first] == [0, 1, 2]
    assert len(await bot.get_updates(limit=2)) == 2
    assert len(await bot.get_updates(offset=first[1].update_id)) == 2
    assert len(await bot.get_updates()) == 2
    assert len(await bot.get_updates(offset=-1)) == 1
    assert len(await bot.get_updates()) == 1
    await bot.get_updates(offset=first[2].update_id + 1)
    await server.settled()


async def test_a_long_poll_ends_when_something_comes(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    await bot.get_updates(offset=-1)
    last = server.updates[-1].update_id
    waiting = asyncio.create_task(bot.get_updates(offset=last + 1, timeout=20))
    await server.ready()
    assert await person.says("Hello") == last + 1
    assert [update.update_id for update in await waiting] == [last + 1]


async def test_kinds_that_the_bot_does_not_want_do_not_come(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["callback_query"])
    await person.says("Hello")  # does not wait for what will not come
    assert not server.updates[-1].wanted
    with pytest.raises(LookupError):
        await server.redeliver(server.updates[-1].update_id)
    await bot.get_updates(allowed_updates=[])
    await person.says("Hello", wait=False)
    assert server.updates[-1].wanted


async def test_only_one_asks_at_a_time(server: TelegramServer, bot: Bot) -> None:
    async with a_bot(server) as other:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        await server.ready()
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        await bot.set_webhook("https://bot.example/hook")
        with pytest.raises(Conflict, match="terminated by setWebhook"):
            await second
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        assert (await bot.get_webhook_info()).url == "https://bot.example/hook"
        await bot.delete_webhook()
        assert await bot.get_updates() == ()


async def test_an_update_comes_again_although_the_offset_is_beyond(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    (update,) = await bot.get_updates()
    await person.says("next", wait=False)
    await bot.get_updates(offset=update.update_id + 2)
    again = asyncio.create_task(server.redeliver(update.update_id))
    await asyncio.sleep(0)
    (seen,) = await bot.get_updates(offset=update.update_id + 2, timeout=2)
    await again
    assert seen.update_id == update.update_id
    assert await bot.get_updates(offset=update.update_id + 2) == ()
    await server.confirmed(update.update_id)


async def test_what_is_held_is_delivered_on_release(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    server.hold()
    await person.says("Hello")
    assert await bot.get_updates() == ()
    server.release()
    assert len(await bot.get_updates()) == 2


async def test_a_bot_that_does_not_fetch_is_named(server: TelegramServer) -> None:
    server.patience = 0.05
    alone = server.person()
    with pytest.raises(NotSeen, match="did not reach the bot"):
        await alone.says("Hello?")
    with pytest.raises(NotSeen, match="neither polls"):
        await server.ready()
    with pytest.raises(NotSeen, match="unconfirmed"):
        await server.settled()


# People


async def test_all_that_people_send_is_read_by_python_telegram_bot(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    server.hold()
    await person.says("/help@passerelle_test_bot me")
    await person.sends_location(9.5, -13.7)
    await person.sends_contact()
    await person.sends_contact("+224 1")
    await person.sends_sticker()
    await person.sends_voice(seconds=5)
    await person.sends_photo("My paper")
    await person.sends_document("a.pdf")
    await person.forwards("Look")
    await person.edits(person.chat[1], "corrected")
    server.release()
    updates = await bot.get_updates(offset=server.updates[1].update_id)
    messages = [update.message for update in updates if update.message]
    assert [str(message.parse_entities()) for message in messages][0].count("/help@") == 1
    assert messages[0].from_user is not None
    assert (messages[0].from_user.language_code, messages[0].text) == (
        "fr",
        "/help@passerelle_test_bot me",
    )
    assert messages[1].location is not None
    assert messages[2].contact is not None
    assert messages[2].contact.user_id == person.id
    assert messages[3].contact is not None
    assert messages[3].contact.user_id is None
    assert messages[4].sticker is not None
    assert messages[5].voice is not None
    assert messages[6].photo
    assert messages[6].caption == "My paper"
    assert messages[7].document is not None
    assert messages[8].forward_origin is not None
    assert updates[-1].edited_message is not None
    assert updates[-1].edited_message.text == "corrected"
    assert person.chat[1].text == "corrected"

    file = await messages[5].voice.get_file()
    assert bytes(await file.download_as_bytearray()) == b"voice"
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("file-99999")
    with pytest.raises(ValueError, match="no app sends"):
        await person.says("a" * 4097)


async def test_a_pressed_button_waits_for_its_answer(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Yes (1)", callback_data="old")],
            [InlineKeyboardButton("Map", url="https://map.example")],
        ]
    )
    await bot.send_message(person.id, "First", reply_markup=keyboard)
    newer = InlineKeyboardMarkup([[InlineKeyboardButton("Yes (1)", callback_data="new")]])
    await bot.send_message(person.id, "Second", reply_markup=newer)
    pressed = await person.presses("Yes (1)", wait=False)
    *_, update = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert (update.update_id, query.data) == (pressed, "new")
    assert query.message is not None
    assert query.message.message_id == person.chat[-1].message_id
    assert [waiting.label for waiting in server.unanswered_callbacks] == ["Yes (1)"]

    assert await bot.answer_callback_query(query.id, "Noted")
    assert (server.unanswered_callbacks, person.alerts) == ([], ["Noted"])
    for wrong in (query.id, "query-99999"):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(wrong)
    with pytest.raises(ValueError, match="tells the bot nothing"):
        await person.presses("Map")
    with pytest.raises(NotSeen, match="no button 'No'"):
        await person.presses("No", timeout=0.01)


async def test_a_person_waits_for_the_button_to_press(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    pressing = asyncio.create_task(person.presses("Ye", wait=False))
    await asyncio.sleep(0)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    await bot.send_message(person.id, "Here?", reply_markup=keyboard)
    assert await pressing == server.updates[-1].update_id


async def test_an_answer_to_a_button_comes_too_late_after_a_while(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    await bot.send_message(
        person.id,
        "Here?",
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]]),
    )
    await person.presses("^Y", wait=False)
    (waiting,) = server.unanswered_callbacks
    server.time_passes(hours=1)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(waiting.id)


async def test_old_buttons_can_still_be_pressed(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await bot.send_message(person.id, "Here?", reply_markup=keyboard)
    seen = await person.sees("Here")
    await bot.edit_message_text("Gone", person.id, sent.message_id)
    with pytest.raises(LookupError):
        await person.presses_stale(person.chat[-1], "Yes")
    await person.presses_stale(seen, "Yes", wait=False)
    person.clears_the_chat()
    await person.presses_stale(seen, "Yes", wait=False)
    queries = [update.callback_query for update in await bot.get_updates()][-2:]
    assert [query and query.data for query in queries] == ["y", "y"]
    reachable = [query.message.is_accessible for query in queries if query and query.message]
    assert reachable == [True, False]


async def test_the_keyboard_below_the_chat_sends_what_it_says(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    below = ReplyKeyboardMarkup(
        [
            [KeyboardButton("Here", request_location=True), KeyboardButton("Not here")],
            [KeyboardButton("Call me", request_contact=True)],
        ]
    )
    await bot.send_message(person.id, "Where?", reply_markup=below)
    assert person.keyboard == ["Here", "Not here", "Call me"]
    person.location = (1.5, 2.5)
    for label in ("Here", "^Not", "Call me"):
        await person.presses(label, wait=False)
    place, text, contact = [update.message for update in await bot.get_updates()][-3:]
    assert place is not None
    assert place.location is not None
    assert (place.location.latitude, text and text.text) == (1.5, "Not here")
    assert contact is not None
    assert contact.contact is not None
    await bot.send_message(person.id, "Thanks", reply_markup=ReplyKeyboardRemove())
    assert person.keyboard == []
    with pytest.raises(NotSeen):
        await person.presses("Not here", timeout=0.01)


async def test_people_see_only_what_is_new_since_their_last_act(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    await bot.send_message(person.id, "Welcome")
    assert (await person.sees("come")).text == "Welcome"
    await person.says("Hello", wait=False)
    with pytest.raises(NotSeen, match="< Welcome"):
        await person.sees("Welcome", timeout=0.01)
    await person.sees_nothing(seconds=0.01)
    waiting = asyncio.create_task(person.sees("Hel+o"))
    await bot.send_message(person.id, "Hello (1")
    assert (await waiting).text == "Hello (1"
    await person.sees("Hello (1")  # no regular expression, so taken by the letter
    with pytest.raises(NotSeen, match="nothing like"):
        await person.sees_nothing("Hello")


async def test_several_people_write_at_once(server: TelegramServer, bot: Bot) -> None:
    people = [server.person(first_name=f"P{number}") for number in range(20)]

    async def answer_all() -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=10):
                offset = update.update_id + 1
                if update.message and update.message.text:
                    await bot.send_message(update.message.chat_id, update.message.text.upper())

    async def talk(person: Person) -> None:
        for word in ("one", "two"):
            await person.says(word)
            await person.sees(word.upper())

    answering = asyncio.create_task(answer_all())
    await asyncio.gather(*map(talk, people))
    await server.settled()
    answering.cancel()
    for person in people:
        assert [message.text for message in person.chat] == ["one", "ONE", "two", "TWO"]


async def test_the_bot_in_a_group(server: TelegramServer, bot: Bot, person: Person) -> None:
    group = server.group("Neighbours")
    with pytest.raises(RuntimeError, match="add it first"):
        await group.says(person, "Hello")
    await group.adds_the_bot(person, wait=False)
    await group.says(person, "/find Conakry", wait=False)
    _, added, service, asked = await bot.get_updates()
    assert added.my_chat_member is not None
    assert added.my_chat_member.new_chat_member.status == "member"
    assert service.message is not None
    assert service.message.new_chat_members[0].id == bot.id
    assert asked.message is not None
    assert (asked.message.chat.type, asked.message.chat_id) == ("supergroup", group.id)
    await bot.send_message(
        group.id,
        "Write to me",
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("How?", callback_data="h")]]),
    )
    await group.sees("Write to me")
    await group.presses(person, "How", wait=False)
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(group.id, asked.message.message_id)
    assert await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="not a member of the supergroup"):
        await bot.send_message(group.id, "Hello")
    await group.adds_the_bot(person, wait=False)
    await group.removes_the_bot(person, wait=False)
    with pytest.raises(Forbidden, match="kicked from the supergroup"):
        await bot.send_message(group.id, "Hello")


async def test_topics_of_a_forum(server: TelegramServer, bot: Bot, person: Person) -> None:
    group = server.group("Team", topics=True)
    await group.adds_the_bot(person, wait=False)
    with pytest.raises(BadRequest, match="Not enough rights to create a topic"):
        await bot.create_forum_topic(group.id, "K7M-2QX4")
    await group.makes_admin(person, wait=False)
    *_, change = await bot.get_updates()
    assert change.my_chat_member is not None
    assert change.my_chat_member.chat.is_forum
    member = change.my_chat_member.new_chat_member
    assert isinstance(member, ChatMemberAdministrator)
    assert member.can_manage_topics
    made = [await bot.create_forum_topic(group.id, "K7M-2QX4") for _ in range(2)]
    assert made[0].message_thread_id != made[1].message_thread_id
    first, second = group.topics
    said = await bot.send_message(group.id, "New", message_thread_id=first.thread)
    assert (said.message_thread_id, said.is_topic_message) == (first.thread, True)
    assert (first.said, second.said) == (["New"], [])
    await group.says(person, "Mine", topic=first, wait=False)
    (heard,) = [each.message for each in await bot.get_updates(offset=change.update_id + 1)]
    assert heard is not None
    assert heard.message_thread_id == first.thread
    assert heard.reply_to_message is not None
    assert heard.reply_to_message.forum_topic_created is not None
    assert await bot.close_forum_topic(group.id, first.thread)
    with pytest.raises(BadRequest, match="(?i)topic_not_modified"):
        await bot.close_forum_topic(group.id, first.thread)
    group.deletes_topic(second)
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(group.id, "New", message_thread_id=second.thread)
    group.turns_topics_off()
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(group.id, "K7M-2QX4")
    neighbours = server.group("Neighbours")
    await neighbours.makes_admin(person, wait=False)
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(neighbours.id, "K7M-2QX4")


# Updates by webhook


async def test_an_answer_to_an_update_may_carry_a_call(
    server: TelegramServer, call: Caller
) -> None:
    async def answer(update: Wire) -> web.Response:
        if update["message"]["text"] == "form":
            body = f"method=sendMessage&chat_id={update['message']['chat']['id']}&text=Form"
            form = "application/x-www-form-urlencoded"
            return web.Response(text=body, content_type=form)
        if update["message"]["text"] == "nothing":
            return web.Response()
        return saying(update["message"]["chat"], "Hello")

    async with a_webhook(server, call, answer):
        person = server.person()
        await person.says("/start")
        await person.sees("Hello")
        await person.says("form")
        await person.sees("Form")
        await server.confirmed(await person.says("nothing"))
        assert [each.by_webhook for each in server.calls_of("sendMessage")] == [True, True]
        assert not server.violations


@pytest.mark.parametrize(
    "body",
    [
        '{"method": "sendMessage", "chat_id": 5000001}',
        '{"method": "sendMessage", "chat_id": 5000001, "text": "a", "parse_mode": "Markdown"}',
        '{"method": "sendNothing"}',
        '{"method": ',
    ],
)
async def test_a_wrong_call_in_an_answer_is_a_violation(
    server: TelegramServer, call: Caller, body: str
) -> None:
    async def answer(_update: Wire) -> web.Response:
        return web.Response(text=body, content_type="application/json")

    async with a_webhook(server, call, answer):
        await server.confirmed(await server.person().says("/start"))
    assert len(server.violations) == 1


async def test_an_update_comes_again_until_it_is_confirmed_and_in_order(
    server: TelegramServer, call: Caller
) -> None:
    attempts: list[str] = []

    async def answer(update: Wire) -> web.Response:
        attempts.append(update["message"]["text"])
        if attempts.count("one") < 3:
            return web.Response(status=500)
        return saying(update["message"]["chat"], update["message"]["text"])

    person = server.person()
    async with a_webhook(server, call, answer):
        await person.says("one")
        failed = (await call("getWebhookInfo"))["result"]
        assert (failed["pending_update_count"], failed["max_connections"]) == (1, 40)
        assert "500" in failed["last_error_message"]
        await person.says("two", wait=False)
        await server.settled()
        assert attempts == ["one", "one", "one", "two"]
        assert (await call("getWebhookInfo"))["result"]["pending_update_count"] == 0


async def test_a_slow_answer_holds_up_only_its_own_chat() -> None:
    going_on = asyncio.Event()
    under_way: list[str] = []

    async def answer(update: Wire) -> web.Response:
        under_way.append(update["message"]["text"])
        if update["message"]["text"] == "slow":
            await going_on.wait()
        return web.Response()

    async with TelegramServer(patience=3.0) as server, ClientSession() as session:

        async def call(method: str, **params: Any) -> Wire:
            url = f"{server.base}/bot{server.token}/{method}"
            async with session.post(url, json=params) as response:
                return dict(await response.json())

        async with a_webhook(server, call, answer):
            one, other = server.person(), server.person()
            await one.says("slow", wait=False)
            await one.says("after", wait=False)
            await other.says("quick")
            assert under_way == ["slow", "quick"]
            going_on.set()
            await server.settled()
            assert under_way == ["slow", "quick", "after"]


async def test_a_bot_that_is_away_gets_its_updates_when_it_is_back(
    server: TelegramServer, call: Caller
) -> None:
    async def answer(update: Wire) -> web.Response:
        return saying(update["message"]["chat"], "Back")

    person = server.person()
    async with a_webhook(server, call, answer):
        pass
    await person.says("/start", wait=False)
    await server.until(lambda: server.updates[0].handed_over, 0.1)
    assert not server.updates[0].handed_over
    async with a_webhook(server, call, answer):
        await person.sees("Back")


async def test_redelivery_hold_and_lost_answers_by_webhook(
    server: TelegramServer, call: Caller
) -> None:
    async def answer(update: Wire) -> web.Response:
        return saying(update["message"]["chat"], update["message"]["text"].upper())

    person = server.person()
    async with a_webhook(server, call, answer):
        first = await person.says("one")
        await server.redeliver(first)
        await server.settled()
        assert len(server.calls_of("sendMessage")) == 2

        server.faults.respond(WEBHOOK, chat=person, with_=DropBeforeExecuting())
        second = await person.says("two")
        await server.confirmed(second)
        assert len(server.calls_of("sendMessage")) == 3

        server.faults.respond("sendMessage", with_=DropBeforeExecuting())
        await server.confirmed(await person.says("three"))
        assert [message.text for message in person.new] == ["THREE"]

        async def lose(_call: Call) -> bool:
            return False

        server.before_call("sendMessage", lose)
        update_id = await person.says("four")
        await server.confirmed(update_id)
        assert [message.text for message in person.new] == ["FOUR"]

        server.hold()
        await person.says("five")
        await person.sees_nothing(seconds=0.05)
        server.release()
        await person.sees("FIVE")


# What goes wrong on purpose


async def test_faults_raise_what_python_telegram_bot_raises_for_them(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    for fault, error in (
        (Flood(retry_after=7), RetryAfter),
        (ServerError(502), NetworkError),
        (ServerError(500), NetworkError),
        (IsForbidden(), Forbidden),
        (Garbage(), TelegramError),
        (DropBeforeExecuting(), NetworkError),
    ):
        server.faults.respond("sendMessage", with_=fault)
        with pytest.raises(error):
            await bot.send_message(person.id, "Hello")
    assert not person.new
    server.faults.respond("sendMessage", with_=DropAfterExecuting())
    with pytest.raises(NetworkError):
        await bot.send_message(person.id, "Lost")
    assert [message.text for message in person.new] == ["Lost"]
    await bot.send_message(person.id, "Well")
    assert len(server.calls_of("sendMessage")) == 8


async def test_a_call_without_an_answer_times_out(server: TelegramServer, person: Person) -> None:
    server.faults.respond("sendMessage", with_=Timeout(10))
    server.faults.respond("sendMessage", with_=Timeout(0.01, executed=True))
    async with a_bot(server, read_timeout=0.05) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(person.id, "Hello")
        with pytest.raises(NetworkError):
            await bot.send_message(person.id, "Executed")
    assert [message.text for message in person.new] == ["Executed"]


async def test_faults_are_for_some_calls_of_some_chats(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    other = server.person()
    await other.says("/start", wait=False)
    server.faults.respond(ANY, chat=person, times=2, with_=Flood(3), skip=1)
    await bot.send_message(person.id, "goes")
    await bot.send_message(other.id, "goes")
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(person.id, "refused")
    assert flood.value.retry_after == timedelta(seconds=3)
    with pytest.raises(RetryAfter):
        await bot.send_chat_action(person.id, "typing")
    await bot.send_message(person.id, "goes")
    server.faults.respond("sendMessage", times=None, with_=Flood(3))
    server.faults.clear()
    await bot.send_message(person.id, "goes")
    assert len(person.new) == 3


async def test_rates_are_limited_if_a_test_wants_it() -> None:
    limits = RateLimits(a_second_to_a_chat=2, a_second_in_all=3)
    async with TelegramServer(rate_limits=limits) as server, a_bot(server) as bot:
        one, other = server.person(), server.person()
        for person in (one, other):
            await person.says("/start", wait=False)
        await bot.send_message(one.id, "1")
        await bot.send_message(one.id, "2")
        with pytest.raises(RetryAfter):
            await bot.send_message(one.id, "3")
        await bot.send_message(other.id, "1")
        with pytest.raises(RetryAfter):
            await bot.send_message(other.id, "2")


async def test_hooks_run_before_and_after_a_call_takes_effect(
    server: TelegramServer, bot: Bot, person: Person
) -> None:
    moments: list[tuple[str, int]] = []

    async def before(call: Call) -> None:
        moments.append((call.params["text"], len(person.new)))

    async def after(call: Call) -> None:
        moments.append((call.outcome["text"], len(person.new)))

    async def lose(_call: Call) -> bool:
        return False

    server.before_call("sendMessage", before)
    server.after_call(ANY, after, chat=person, skip=1)
    server.before_call("sendMessage", lose, skip=2)
    await bot.send_message(person.id, "one")
    await bot.send_message(person.id, "two")
    with pytest.raises(NetworkError):
        await bot.send_message(person.id, "three")
    assert moments == [("one", 0), ("two", 2)]
    assert len(server.calls_of("sendMessage")) == 2


async def test_what_a_hook_raises_fails_the_test() -> None:
    async def fail(_call: Call) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with TelegramServer() as server, a_bot(server) as bot:
            server.after_call("getMyName", fail)
            with pytest.raises(NetworkError):
                await bot.get_my_name()


A_BOT = """
import json, sys, urllib.request
def call(method, **params):
    body = json.dumps(params).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(sys.argv[1] + method, body, headers)
    return json.load(urllib.request.urlopen(request))["result"]
offset = 0
while True:
    for update in call("getUpdates", offset=offset, timeout=30):
        message = update["message"]
        call("sendMessage", chat_id=message["chat"]["id"], text=message["text"].upper())
        offset = update["update_id"] + 1
"""


@pytest.mark.parametrize(("moment", "said"), [("before", ["ONE"]), ("after", ["ONE", "ONE"])])
async def test_a_bot_can_be_killed_around_a_call(
    server: TelegramServer, moment: str, said: list[str]
) -> None:
    async def start() -> asyncio.subprocess.Process:
        url = f"{server.base}/bot{server.token}/"
        return await asyncio.create_subprocess_exec(sys.executable, "-S", "-c", A_BOT, url)

    async def kill(_call: Call) -> bool:
        process.send_signal(signal.SIGKILL)
        await process.wait()
        return moment == "after"

    process = await start()
    plan = server.before_call if moment == "before" else server.after_call
    plan("sendMessage", kill)
    person = server.person()
    update_id = await person.says("one")
    await process.wait()
    process = await start()
    try:
        await server.confirmed(update_id)
        assert [message.text for message in person.new] == said
    finally:
        process.kill()
        await process.wait()


async def test_python_telegram_bot_takes_a_wrong_token_for_what_it_is(
    server: TelegramServer,
) -> None:
    wrong = Bot("1:other", base_url=f"{server.base}/bot")
    with pytest.raises(InvalidToken):
        await wrong.initialize()
    await wrong.shutdown()
