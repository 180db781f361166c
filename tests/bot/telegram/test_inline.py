"""Inline queries over HTTP: answered on the side, for one person alone, never in anybody's way."""

import asyncio
from typing import Any

import pytest

from bot.inline import InlineAnswer, InlineAsked, InlineResult
from bot.telegram.inline import InlineAnswers, InlineQuestion, payload
from storage.people import Address
from tests.bot.telegram.conftest import Make
from tests.bot.telegram.office import Office, until
from tests.telegram_server import TelegramServer

KNOWN = InlineResult("gn-conakry", "Conakry", "31 free\ntoday", "🏢 Conakry")


async def known(asked: InlineAsked) -> InlineAnswer:
    return InlineAnswer((KNOWN,), "Open the private chat")


async def answered(telegram: TelegramServer, query: Any) -> None:
    assert await telegram.until(lambda: query.results is not None), "the query has no answer"
    assert not telegram.violations


async def test_staff_get_short_answers_for_them_alone(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    office.inline = known
    service, stop = make(), asyncio.Event()
    await service.start()
    polling = asyncio.create_task(service.run_polling(stop))
    await telegram.ready()
    query = await telegram.person().asks_inline("beds Conakry")
    await answered(telegram, query)
    assert query.texts == ["🏢 Conakry"]
    (article,) = query.results or []
    assert (article["title"], article["description"]) == ("Conakry", "31 free · today")
    (call,) = telegram.calls_of("answerInlineQuery")
    assert (call.params["cache_time"], call.params["is_personal"]) == (0, True)
    assert "button" not in call.params
    assert not office.heard, "no conversation is touched"
    stop.set()
    await polling


async def test_others_get_an_empty_list_and_a_button_that_tells_nothing(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    service, stop = make(), asyncio.Event()
    await service.start()
    polling = asyncio.create_task(service.run_polling(stop))
    await telegram.ready()
    query = await telegram.person().asks_inline("beds Conakry", "group")
    await answered(telegram, query)
    assert query.results == []
    assert query.button == {"text": "Open the private chat", "start_parameter": "inline"}
    assert not office.asked[0].private
    stop.set()
    await polling


async def test_a_slow_answer_keeps_nobody_waiting(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    gate = asyncio.Event()

    async def slow(asked: InlineAsked) -> InlineAnswer:
        await gate.wait()
        return await known(asked)

    office.inline = slow
    service, stop = make(), asyncio.Event()
    await service.start()
    polling = asyncio.create_task(service.run_polling(stop))
    await telegram.ready()
    person = telegram.person()
    query = await person.asks_inline("beds Conakry")
    await until(lambda: office.asked)
    await person.says("hello")
    await until(lambda: office.words == ["hello"])
    assert query.results is None
    gate.set()
    await answered(telegram, query)
    stop.set()
    await polling


class Recorded:
    """Counts what was looked up."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, asked: InlineAsked) -> InlineAnswer:
        self.asked.append(asked.words)
        return InlineAnswer((), "Open")


def question(number: str, words: str, who: str = "7") -> InlineQuestion:
    return InlineQuestion(number, InlineAsked(Address("telegram", who), words, True))


async def test_whoever_typed_on_is_not_answered_to_the_earlier_words() -> None:
    looked = Recorded()
    answers = InlineAnswers(None, looked)  # type: ignore[arg-type]
    early, late = question("1", "bed"), question("2", "beds Conakry")
    answers.note(early)
    answers.note(late)
    await answers.answer(early)
    assert looked.asked == []


@pytest.mark.parametrize("length", [10, 5000])
def test_answers_keep_to_telegrams_limits(length: int) -> None:
    long = InlineResult("k" * length, "t" * length, "l" * length, "x" * length)
    (article,) = payload("1", InlineAnswer((long,), "o" * length))["results"]
    assert len(article["id"]) <= 64
    assert len(article["input_message_content"]["message_text"]) == min(length, 4096)
    assert len(article["title"]) <= 120
