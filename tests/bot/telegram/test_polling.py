"""Polling: confirmed is only what is dealt with, nobody waits for another, all troubles pass."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.incoming import Incoming, Reply
from bot.telegram import polling
from bot.telegram.service import TelegramService
from bot.telegram.wire import Update, decoded
from conversations.dialogue import Pressed
from locales.render import Rendered, RenderedButton
from tests.bot.telegram.conftest import Make
from tests.bot.telegram.office import Office, until
from tests.telegram_server import (
    DropAfterExecuting,
    DropBeforeExecuting,
    Flood,
    Garbage,
    ServerError,
    TelegramServer,
)

AT_ONCE_S = 0.01


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again, and give up at the end, sooner than in earnest."""
    monkeypatch.setattr(polling, "LOOK_AGAIN_S", 0.05)
    monkeypatch.setattr(polling, "LET_FINISH_S", 0.05)
    monkeypatch.setattr(polling, "LAST_WAIT_S", 0.5)


@asynccontextmanager
async def running(service: TelegramService) -> AsyncIterator[asyncio.Event]:
    """Run a service by polling; it stops at the end, or when the event is set."""
    stop = asyncio.Event()
    await service.start()
    task = asyncio.create_task(service.run_polling(stop))
    try:
        yield stop
    finally:
        stop.set()
        async with asyncio.timeout(5):
            await task


async def killed(service: TelegramService, task: asyncio.Task[None]) -> None:
    """End a service in the middle of whatever it does."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await service.close()


async def test_a_message_is_answered_and_confirmed(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async with running(make()):
        amina = telegram.person(language_code="fr")
        update_id = await amina.says("Conakry")
        await amina.sees("heard Conakry")
        await telegram.confirmed(update_id)
    (heard,) = office.heard
    assert (heard.address, heard.update_id) == (str(amina.id), str(update_id))
    assert heard.language_hint == "fr"


async def test_what_comes_in_another_order_is_answered_in_that_of_its_numbers(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    telegram.number_updates(iter((105, 103, 104)))
    telegram.deliver_unsorted()
    telegram.hold()
    amina = telegram.person()
    for words in ("third", "first", "second"):
        await amina.says(words, wait=False)
    async with running(make()):
        telegram.release()
        await telegram.settled()
    assert [heard.update_id for heard in office.heard] == ["103", "104", "105"]


async def test_a_pressed_button_stops_turning(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    office.answer = lambda _: Reply(Rendered("Who?", ((RenderedButton("Alone", "1.alone"),),)))
    async with running(make()):
        amina = telegram.person()
        await amina.says("/start")
        await amina.presses("Alone")
        await until(lambda: office.heard[-1].given == Pressed("1.alone"))
        await telegram.until(lambda: not telegram.unanswered_callbacks)
    assert not telegram.unanswered_callbacks


# ---------------------------------------------------------------- confirmed only when dealt with


async def test_an_update_is_not_confirmed_before_it_is_handled(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    gate = asyncio.Event()

    async def waits(incoming: Incoming) -> None:
        await gate.wait()

    office.before = waits
    async with running(make()):
        await telegram.person().says("Conakry")
        await until(lambda: office.heard)
        await asyncio.sleep(0.3)
        assert not telegram.updates[0].confirmed
        assert len(office.heard) == 1
        gate.set()
        await telegram.settled()
    assert len(office.heard) == 1


async def test_what_was_in_hand_at_a_kill_comes_again(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async def forever(incoming: Incoming) -> None:
        await asyncio.Event().wait()

    office.before = forever
    service = make()
    await service.start()
    task = asyncio.create_task(service.run_polling(asyncio.Event()))
    amina = telegram.person()
    await amina.says("one")
    await amina.says("two", wait=False)
    await until(lambda: office.heard)
    await killed(service, task)

    office.before = None
    async with running(make()):
        await amina.sees("heard two")
        await telegram.settled()
    assert office.words == ["one", "one", "two"]
    assert [message.text for message in amina.chat if "heard" in message.text] == [
        "heard one",
        "heard two",
    ]


async def test_an_update_that_fails_is_tried_again_in_its_place(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async def fails_once(incoming: Incoming) -> None:
        if len(office.heard) == 1:
            raise RuntimeError("no database, very private")

    office.before = fails_once
    with capture_logs() as logs:
        async with running(make()):
            amina = telegram.person()
            await amina.says("one")
            await amina.says("two", wait=False)
            await amina.sees("heard two")
            await telegram.settled()
    assert office.words == ["one", "one", "two"]
    assert "very private" not in str(logs)
    assert any(line["event"] == "update failed" for line in logs)


async def test_a_reply_that_cannot_be_sent_is_kept_and_then_confirmed(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    faults = (Flood(30), ServerError(502), DropBeforeExecuting(), DropAfterExecuting(), Garbage())
    amina = telegram.person()
    for fault in faults:
        telegram.faults.respond("sendMessage", amina, with_=fault)
    async with running(make()):
        for number in range(len(faults)):
            await amina.says(f"word {number}")
            await telegram.settled()
        await amina.says("at last")
        await amina.sees("heard at last")
    assert [reply.message.text for _, reply in office.spilled if reply.message] == [
        f"heard word {number}" for number in range(len(faults))
    ]


async def test_an_update_is_not_confirmed_while_its_reply_is_neither_sent_nor_kept(
    telegram: TelegramServer, office: Office, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = office.spill

    async def fails_once(incoming: Incoming, reply: Reply) -> None:
        monkeypatch.setattr(office, "spill", kept)
        raise RuntimeError

    monkeypatch.setattr(office, "spill", fails_once)
    telegram.faults.respond("sendMessage", with_=ServerError())
    with capture_logs():
        async with running(make()):
            amina = telegram.person()
            await amina.says("Conakry")
            await amina.sees("heard Conakry")
            await telegram.settled()
    assert office.words == ["Conakry", "Conakry"]


# ---------------------------------------------------------------- side by side, and in order


async def test_one_chat_is_answered_in_order_and_others_need_not_wait(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    gate = asyncio.Event()
    amina, bilal = telegram.person("Amina"), telegram.person("Bilal")

    async def amina_waits(incoming: Incoming) -> None:
        if incoming.address == str(amina.id):
            await gate.wait()

    office.before = amina_waits
    async with running(make()):
        for number in range(3):
            await amina.says(f"word {number}", wait=False)
        for number in range(3):
            await bilal.says(f"other {number}")
            await bilal.sees(f"heard other {number}")
        assert not any(update.confirmed for update in telegram.updates)
        gate.set()
        await telegram.settled()
    assert [message.text for message in amina.chat if "heard" in message.text] == [
        "heard word 0",
        "heard word 1",
        "heard word 2",
    ]
    assert len(office.heard) == 6


async def test_many_at_once(telegram: TelegramServer, office: Office, make: Make) -> None:
    people = [telegram.person() for _ in range(25)]
    for person in people:
        await person.says("hello", wait=False)
    async with running(make()):
        for person in people:
            await person.sees("heard hello")
        await telegram.settled()
    assert len(office.heard) == 25


# ---------------------------------------------------------------- stopping


async def test_what_is_in_hand_is_finished_before_it_stops(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async def takes_a_while(incoming: Incoming) -> None:
        await asyncio.sleep(0.2)

    office.before = takes_a_while
    async with running(make()) as stop:
        amina = telegram.person()
        await amina.says("Conakry")
        await until(lambda: office.heard)
        stop.set()
    assert [message.text for message in amina.new] == ["heard Conakry"]
    assert telegram.updates[0].confirmed


async def test_it_stops_at_once_while_nobody_writes(telegram: TelegramServer, make: Make) -> None:
    stop = asyncio.Event()
    service = make()
    await service.start()
    task = asyncio.create_task(service.run_polling(stop))
    await telegram.ready()
    stop.set()
    async with asyncio.timeout(1):
        await task


async def test_what_hangs_is_left_for_the_next_start(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async def forever(incoming: Incoming) -> None:
        await asyncio.Event().wait()

    office.before = forever
    async with running(make()):
        await telegram.person().says("Conakry")
        await until(lambda: office.heard)
    assert not telegram.updates[0].confirmed


async def test_what_keeps_failing_is_left_for_the_next_start(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async def fails(incoming: Incoming) -> None:
        raise RuntimeError

    office.before = fails
    with capture_logs():
        async with running(make()):
            await telegram.person().says("Conakry")
            await until(lambda: office.heard)
    assert len(office.heard) == 1  # the pause before the next try ended with the service
    assert not telegram.updates[0].confirmed


def said(number: int, chat: int, text: str) -> Update:
    sender = {"id": chat, "is_bot": False, "first_name": "A"}
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}}
    return decoded({"update_id": number, "message": {**message, "from": sender, "text": text}})


def test_urgent_words_go_first_and_no_chat_loses_its_order() -> None:
    came = [said(1, 7, "Conakry"), said(2, 8, "hello"), said(3, 7, "help"), said(4, 9, "food")]
    urgent = [said(5, 8, "he will kill me"), said(6, 7, "2")]
    order = [each.update_id for each in polling.urgent_first([*came, *urgent])]
    assert order == [2, 5, 1, 3, 4, 6]
    assert [each.update_id for each in polling.urgent_first(came)] == [1, 2, 3, 4]


# ---------------------------------------------------------------- trouble


async def test_troubles_of_the_network_pass(
    telegram: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.polling.Backoff", lambda **_: Quick())
    senseless = (Garbage(), Garbage('{"ok":true,"result":true}'), Garbage('{"ok":true}'))
    for fault in (ServerError(502), *senseless, DropBeforeExecuting(), Flood(1)):
        telegram.faults.respond("getUpdates", with_=fault)
    telegram.faults.respond("deleteWebhook", with_=ServerError(500))
    with capture_logs() as logs:
        async with running(make()):
            amina = telegram.person()
            await amina.says("Conakry")
            await amina.sees("heard Conakry")
    assert {line["event"] for line in logs} >= {polling.AWAY}
    assert telegram.token not in str(logs)


async def test_a_webhook_from_before_is_taken_away(telegram: TelegramServer, make: Make) -> None:
    service = make()
    await service.start()
    await service.bot.set_webhook("https://bot.example/hook")
    async with running(service):
        amina = telegram.person()
        await amina.says("Conakry")
        await amina.sees("heard Conakry")


async def test_another_program_at_work_is_told_with_what_to_do(
    telegram: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.polling.Backoff", lambda **_: Quick())
    with capture_logs() as logs:
        async with running(make()):
            await telegram.ready()
            async with running(make()):
                await until(lambda: any(line["event"] == polling.TAKEN for line in logs))
    (level,) = {line["log_level"] for line in logs if line["event"] == polling.TAKEN}
    assert level == "error"


async def test_a_refused_token_is_told_with_what_to_do(
    telegram: TelegramServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.polling.Backoff", lambda **_: Quick())
    with capture_logs() as logs:
        async with running(make(telegram_token="1:WRONG")):
            await until(lambda: sum(line["event"] == polling.REFUSED for line in logs) > 2)
    assert "WRONG" not in str(logs)


class Quick:
    """No patience at all."""

    def failed(self) -> float:
        return AT_ONCE_S

    def succeeded(self) -> None:
        """Change nothing."""


async def test_a_server_that_repeats_itself_is_not_asked_without_a_pause(
    telegram: TelegramServer, office: Office, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It brings what was confirmed, again and again; what is new is heard all the same."""
    monkeypatch.setattr(polling, "LONG_POLL_S", 0)
    pauses: list[float] = []
    pause = polling._stopped_within

    async def paused(stop: asyncio.Event, seconds: float) -> bool:
        pauses.append(seconds)
        return await pause(stop, seconds)

    fetch = polling.Polling._updates
    brought: list[Any] = []

    async def repeated(self: polling.Polling, wait_s: int, limit: int = 100) -> Any:
        found = await fetch(self, wait_s, limit)
        brought.extend(each for each in found if each not in brought)
        return found or list(brought)

    monkeypatch.setattr(polling, "_stopped_within", paused)
    monkeypatch.setattr(polling.Polling, "_updates", repeated)
    async with running(make()):
        amina = telegram.person()
        await amina.says("one")
        await amina.sees("heard one")
        await until(lambda: len(pauses) > 2)
        await amina.says("two")
        await amina.sees("heard two")
    assert pauses[:3] == [0.05, 0.1, 0.2]
