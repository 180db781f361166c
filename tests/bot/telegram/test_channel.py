"""What becomes of a message that is sent, and the clearing of a chat."""

import pytest
from aiohttp import web

from bot.incoming import Later, Rejected, Sent, Unreachable
from bot.telegram.channel import TelegramChannel
from bot.telegram.client import make_bot
from bot.telegram.request import AiohttpRequest
from casework.documents import Opened
from conversations.messages import Asks
from locales.render import Rendered, RenderedButton, RenderedFile, RenderedPin
from tests.bot.telegram.scripted import answers, ok, refuses, scripted_server
from tests.telegram_server import (
    DropAfterExecuting,
    DropBeforeExecuting,
    Flood,
    Garbage,
    Person,
    ServerError,
    TelegramServer,
)

HELLO = Rendered("Hello")
WHERE = Rendered(
    "Where?",
    ((RenderedButton("📍 Here", "1.here", Asks.LOCATION),), (RenderedButton("Back", "b"),)),
)


@pytest.fixture
async def amina(telegram: TelegramServer) -> Person:
    """Somebody who has written to the bot."""
    person = telegram.person(language_code="fr")
    await person.says("/start", wait=False)
    return person


async def sent(channel: TelegramChannel, person: Person, message: Rendered = HELLO) -> str:
    delivery = await channel.send(str(person.id), message, None)
    assert isinstance(delivery, Sent)
    return delivery.message_id


async def test_a_message_arrives(
    telegram: TelegramServer, channel: TelegramChannel, amina: Person
) -> None:
    message_id = await sent(channel, amina, Rendered("<b>Où?", ((RenderedButton("Ici", "1.x"),),)))
    shown = await amina.sees("<b>Où?")
    assert str(shown.message_id) == message_id
    assert shown.labels == ["Ici"]


async def test_all_of_a_long_message_arrives_in_order(
    channel: TelegramChannel, amina: Person
) -> None:
    pin = RenderedPin(9.5, -13.7, "Centre", "")
    buttons = ((RenderedButton("Next", "1.x"),),)
    await sent(channel, amina, Rendered("a" * 4000 + "\n\n" + "b" * 200, buttons, pin))
    first, second, third = amina.new
    assert (first.text[0], second.text[0]) == ("a", "b")
    assert third.venue is not None
    assert third.labels == ["Next"]


async def test_a_place_can_be_asked_for_and_a_notice_does_not_disturb(
    channel: TelegramChannel, amina: Person
) -> None:
    await sent(channel, amina, WHERE)
    assert amina.keyboard == ["📍 Here", "Back"]
    await sent(channel, amina, Rendered("News of your request"))
    assert amina.keyboard == ["📍 Here", "Back"]
    await channel.reply(str(amina.id), Rendered("Thank you"))
    assert amina.keyboard == []


# ---------------------------------------------------------------- edits


async def test_an_earlier_message_is_replaced(channel: TelegramChannel, amina: Person) -> None:
    message_id = await sent(channel, amina, Rendered("Wait", ((RenderedButton("Take", "1.t"),),)))
    taken = Rendered("Taken")
    assert await channel.send(str(amina.id), taken, message_id) == Sent(message_id)
    assert [message.text for message in amina.chat][-1] == "Taken"
    assert await channel.send(str(amina.id), taken, message_id) == Sent(message_id)  # once more


async def test_what_is_gone_cannot_be_replaced(channel: TelegramChannel, amina: Person) -> None:
    message_id = await sent(channel, amina)
    amina.clears_the_chat()
    assert await channel.send(str(amina.id), Rendered("New"), message_id) == Rejected(
        "the message to replace is gone"
    )


# ---------------------------------------------------------------- failures


async def test_a_flood_is_waited_out_as_told(
    telegram: TelegramServer, channel: TelegramChannel, amina: Person
) -> None:
    telegram.faults.respond("sendMessage", with_=Flood(7))
    assert await channel.send(str(amina.id), HELLO, None) == Later(7, "too many messages")
    await sent(channel, amina)


async def test_who_stopped_the_bot_is_not_reached(channel: TelegramChannel, amina: Person) -> None:
    await amina.blocks_the_bot(wait=False)
    assert await channel.send(str(amina.id), HELLO, None) == Unreachable(
        "stopped the bot, or is gone"
    )


async def test_nobody_there(channel: TelegramChannel) -> None:
    assert await channel.send("99", HELLO, None) == Unreachable("there is no such chat")


async def test_nobody_can_tell_for_how_long_telegram_is_away(
    telegram: TelegramServer, channel: TelegramChannel, amina: Person
) -> None:
    for fault in (ServerError(502), DropBeforeExecuting(), Garbage(), ServerError(500)):
        telegram.faults.respond("sendMessage", with_=fault)
        assert await channel.send(str(amina.id), HELLO, None) == Later(None, "not reached")
    await sent(channel, amina)


async def test_a_lost_answer_means_again_not_never(
    telegram: TelegramServer, channel: TelegramChannel, amina: Person
) -> None:
    telegram.faults.respond("sendMessage", with_=DropAfterExecuting())
    assert isinstance(await channel.send(str(amina.id), HELLO, None), Later)
    assert len(amina.new) == 1


async def test_a_refused_token_loses_no_message(telegram: TelegramServer, amina: Person) -> None:
    async with AiohttpRequest() as request:
        channel = TelegramChannel(make_bot("1:wrong", telegram.base, request, request))
        later = await channel.send(str(amina.id), HELLO, None)
    assert later == Later(60, "the token is refused")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Bad Request: BUTTON_DATA_INVALID", "Telegram refuses it (button_data_invalid)"),
        ("Bad Request: wrong text 'very private'", "Telegram refuses it (bad request)"),
    ],
)
async def test_a_refusal_is_told_without_the_content(said: str, why: str) -> None:
    async with scripted_server() as server, AiohttpRequest() as request:
        server.handler = refuses(400, said)
        channel = TelegramChannel(make_bot("1:x", server.address, request, request))
        assert await channel.send("7", HELLO, None) == Rejected(why)


async def opened_voice(address: str, document: str) -> Opened:
    """Open every document as the same sound."""
    return Opened("voice.ogg", "audio/ogg", b"sound")


async def test_a_file_is_sent_as_what_it_is_with_long_words_before_it(
    telegram: TelegramServer, amina: Person
) -> None:
    async with AiohttpRequest() as request:
        bot = make_bot(telegram.token, telegram.base, request, request)
        channel = TelegramChannel(bot, opened_voice)
        file = RenderedFile("passed-1", "voice.ogg")
        buttons = ((RenderedButton("Next", "1.x"),),)
        await sent(channel, amina, Rendered("Listen", buttons, file=file))
        await sent(channel, amina, Rendered("long " * 300, buttons, file=file))
    short, words, alone = amina.new
    assert (short.text, short.labels) == ("Listen", ["Next"])
    assert words.text == ("long " * 300).strip()
    assert (alone.text, alone.labels) == ("", ["Next"])
    assert all("voice" in each.raw for each in (short, alone))


async def test_who_wants_no_voice_messages_gets_the_sound_as_a_document() -> None:
    async def handler(asked: web.Request) -> web.StreamResponse:
        refused = refuses(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")
        return await (refused if asked.path.endswith("/sendVoice") else ok)(asked)

    async with scripted_server() as server, AiohttpRequest() as request:
        server.handler = handler
        channel = TelegramChannel(make_bot("1:x", server.address, request, request), opened_voice)
        file = RenderedFile("passed-1", "voice.ogg")
        assert await channel.send("7", Rendered("Listen", file=file), None) == Sent("5")
    (_, voice), (method, document) = server.calls
    assert method == "sendDocument"
    assert document["document"][2] == voice["voice"][2] == b"sound"
    assert document["caption"] == "Listen"


async def test_what_breaks_a_limit_is_not_even_tried(
    telegram: TelegramServer, channel: TelegramChannel, amina: Person
) -> None:
    wide = Rendered("?", (tuple(RenderedButton(str(n), str(n)) for n in range(9)),))
    rejected = await channel.send(str(amina.id), wide, None)
    assert rejected == Rejected("a row has more than 8 buttons")
    assert await channel.reply(str(amina.id), wide) == rejected
    assert not telegram.calls


# ---------------------------------------------------------------- the quick exit


async def newest(person: Person) -> int:
    await person.says("/exit", wait=False)
    return person.chat[-1].message_id


async def test_a_chat_is_cleared_on_both_sides(
    telegram: TelegramServer, channel: TelegramChannel, amina: Person
) -> None:
    for _ in range(120):
        await amina.says("words", wait=False)
    other = telegram.person("Bilal")
    await other.says("/start", wait=False)
    last = await newest(amina)
    await channel.send(str(amina.id), Rendered("Goodbye."), None)
    await channel.delete_history(str(amina.id), last)
    assert [message.text for message in amina.chat] == ["Goodbye."]
    assert len(other.chat) == 1
    assert [len(call.params["message_ids"]) for call in telegram.calls_of("deleteMessages")] == [
        100,
        last - 100,
    ]


async def test_no_more_ids_are_tried_than_asked_for(
    telegram: TelegramServer, channel: TelegramChannel, amina: Person
) -> None:
    await channel.delete_history(str(amina.id), 1000, count=150)
    tried = [call.params["message_ids"] for call in telegram.calls_of("deleteMessages")]
    assert [(ids[0], ids[-1]) for ids in tried] == [(1000, 901), (900, 851)]


async def test_a_batch_that_is_refused_is_halved() -> None:
    """The real server refuses a whole batch for one message that is too old."""
    deleted: set[int] = set()

    async def some_are_too_old(request: web.Request) -> web.StreamResponse:
        ids = server.calls[-1][1]["message_ids"]
        if min(ids) < 970:
            too_old = refuses(400, "Bad Request: message can't be deleted for everyone")
            return await too_old(request)
        deleted.update(ids)
        return await answers(200, {"ok": True, "result": True})(request)

    async with scripted_server() as server, AiohttpRequest() as request:
        server.handler = some_are_too_old
        channel = TelegramChannel(make_bot("1:x", server.address, request, request))
        await channel.delete_history("7", 1000, count=300)
        assert deleted == set(range(970, 1001))
        assert len(server.calls) < 30


async def test_clearing_goes_on_after_a_flood(
    telegram: TelegramServer, channel: TelegramChannel, amina: Person
) -> None:
    last = await newest(amina)
    telegram.faults.respond("deleteMessages", with_=Flood(1))
    await channel.delete_history(str(amina.id), last)
    assert not amina.chat
