"""What goes wrong between the program and Telegram costs time, and nothing else."""

from __future__ import annotations

import asyncio

import pytest

from tests.end_to_end.conftest import Install, OpenStory, Prepared
from tests.end_to_end.installation import free_port
from tests.end_to_end.outage import WAYS
from tests.end_to_end.story import (
    CASEWORKER,
    COLLEAGUE,
    PERSON,
    QUESTION,
    REQUEST,
    STORY,
    Cast,
    Step,
)
from tests.telegram_server import (
    ANY,
    Call,
    DropAfterExecuting,
    DropBeforeExecuting,
    Flood,
    Forbidden,
    Garbage,
    ServerError,
    TelegramServer,
    Timeout,
)
from tests.telegram_server.faults import Fault

pytestmark = pytest.mark.timeout(240)

SEND = "sendMessage"
WAIT_S = 2
# What happens to the next message of somebody when a step is played.
PLANNED: dict[str, tuple[str, Fault]] = {
    "18 to 59": (PERSON, ServerError(502)),
    "My family and me": (PERSON, Timeout(0.3)),
    "2": (PERSON, DropAfterExecuting()),
    "3": (PERSON, DropBeforeExecuting()),
    "Conakry": (PERSON, Garbage()),
    "Not tonight": (PERSON, Timeout(0.3, executed=True)),
    "Yes, I agree": (PERSON, Flood(WAIT_S)),
    "Send it": (COLLEAGUE, ServerError(500)),
    "Take it": (PERSON, Flood(WAIT_S)),
    "Accept": (CASEWORKER, ServerError(503)),
    "The person arrived": (PERSON, DropAfterExecuting()),
}


def step_with(words: str) -> Step:
    """Give the step in which somebody says or presses something."""
    return next(step for step in STORY if words in (step.says, step.presses))


async def play_until(cast: Cast, words: str) -> None:
    """Play the story up to, and with, the step in which somebody says or presses something."""
    for step in STORY:
        await cast.play(step)
        if words in (step.says, step.presses):
            return


async def test_the_story_goes_on_through_all_that_fails(
    open_on_either: OpenStory, server: TelegramServer
) -> None:
    cast = await open_on_either()
    for step in STORY:
        planned = PLANNED.get(step.says or step.presses)
        if planned is not None:
            server.faults.respond(SEND, cast.of(planned[0]), with_=planned[1])
        await cast.play(step)
    await cast.check()
    check_that_floods_were_waited_out(server)


def check_that_floods_were_waited_out(server: TelegramServer) -> None:
    """Check that what was answered with 429 was not sent again before its time."""
    calls = server.calls_of(SEND)
    floods = [call for call in calls if getattr(call.outcome, "code", 0) == 429]
    assert len(floods) == 2
    for flood in floods:
        again = [c for c in calls if c.params == flood.params and c.when > flood.when]
        assert again[0].when - flood.when >= WAIT_S


async def test_messages_for_one_person_keep_their_order_while_they_wait(
    open_story: OpenStory, server: TelegramServer
) -> None:
    cast = await open_story()
    await play_until(cast, "Send it")
    server.faults.respond(SEND, cast.person, with_=Flood(WAIT_S))
    for words in ("Take it", "Ask the person", QUESTION):
        await cast.act(step_with(words))
        await cast.caseworker.sees(step_with(words).sees)
    await cast.person.sees(f"asks you:\n\n{QUESTION[:-1]}")
    heard = [message.text for message in cast.person.new]
    assert ["is reading" in heard[-2], "asks you" in heard[-1]] == [True, True], heard


async def test_who_has_stopped_the_bot_is_unreachable_and_the_caseworker_hears_it(
    open_story: OpenStory, server: TelegramServer
) -> None:
    cast = await open_story()
    await play_until(cast, "Send it")
    server.faults.respond(SEND, cast.person, with_=Forbidden())
    await cast.caseworker.presses("Take it")
    told = f"{cast.reference}: the person cannot be reached by chat any more"
    await cast.caseworker.sees(told)
    await cast.caseworker.says(f"/case {cast.reference}")
    await cast.caseworker.sees("The person cannot be reached by chat any more")
    await cast.person.says("/requests")
    await cast.person.sees(cast.reference)
    await cast.caseworker.says(f"/case {cast.reference}")
    message = await cast.caseworker.sees(cast.reference)
    assert "cannot be reached" not in message.text
    # Told by Telegram itself, too, when nobody writes.
    await cast.person.blocks_the_bot()
    await cast.caseworker.sees(told)
    assert not server.violations


# ------------------------------------------------------------ what people send


async def test_what_is_no_answer_gets_a_kind_word_and_the_question_again(
    open_story: OpenStory, server: TelegramServer
) -> None:
    cast = await open_story()
    person = cast.person
    await play_until(cast, "18 to 59")
    first = await person.sees("Who needs help")
    await person.sends_sticker()
    await person.sees("cannot read stickers[\\s\\S]*Who needs help")
    await person.sends_voice()
    await person.sees("cannot listen to voice messages[\\s\\S]*Who needs help")
    await person.forwards("Only me")
    await person.sees("You forwarded a message[\\s\\S]*Who needs help")
    await person.says("5 or so")
    await person.sees("Please press one of the buttons[\\s\\S]*Who needs help")
    own = next(m for m in reversed(person.chat) if not m.from_bot)
    await person.edits(own, "Only me")
    await person.sees("you changed an earlier message[\\s\\S]*Who needs help")
    await person.presses_stale(first, "Only me")
    await person.sees("This button is from an earlier question[\\s\\S]*Who needs help")
    await person.presses("My family and me")
    await person.sees("How many adults")
    await server.until(lambda: not server.unanswered_callbacks)
    assert not server.unanswered_callbacks
    assert not server.violations


async def test_every_update_that_comes_twice_has_the_effect_of_one(
    open_on_either: OpenStory, server: TelegramServer
) -> None:
    cast = await open_on_either()
    for step in STORY:
        update = await cast.act(step)
        await cast.seen(step)
        await server.redeliver(update)
        await server.confirmed(update)
        await cast.replied(step, times=2)
    await cast.check()


async def test_a_group_gets_a_polite_refusal_and_is_left(
    open_story: OpenStory, server: TelegramServer
) -> None:
    cast = await open_story()
    group = server.group("A hostel")
    await group.adds_the_bot(cast.person)
    await group.sees("I only talk in private chats")
    await server.until(lambda: server.calls_of("leaveChat"))
    # Being added comes as two updates; a second leaving does no harm, a second refusal would.
    assert {call.chat_id for call in server.calls_of("leaveChat")} == {group.id}
    assert [call.chat_id for call in server.calls_of("sendMessage")].count(group.id) == 1
    assert not server.violations


# ------------------------------------------------------------ starting and stopping


async def test_telegram_may_be_down_at_the_start(
    install: Install, prepared: Prepared, server: TelegramServer
) -> None:
    server.faults.respond(ANY, times=None, with_=ServerError(502))
    server.faults.respond("getUpdates", times=None, with_=DropBeforeExecuting())
    cast = Cast(server, install(prepared.home))
    await cast.installation.start()
    await server.until(lambda: len(server.calls) > 3)
    server.faults.clear()
    await cast.play(REQUEST[0])
    assert "Traceback" not in cast.installation.log
    assert "Telegram is not reached" in cast.installation.log


@WAYS
async def test_without_any_telegram_it_runs_and_stops(install: Install, webhook: bool) -> None:
    here = install(webhook=webhook)
    here.settings["PASSERELLE_TELEGRAM_API"] = f"http://127.0.0.1:{free_port()}"
    await here.start()
    assert await here.stop() == 0
    assert "Traceback" not in here.log


@WAYS
async def test_told_to_stop_it_finishes_what_is_in_hand(
    open_story: OpenStory, server: TelegramServer, webhook: bool
) -> None:
    cast = await open_story(webhook=webhook)
    stopped: list[asyncio.Task[int]] = []

    async def stop(call: Call) -> None:
        stopped.append(asyncio.create_task(cast.installation.stop()))
        await asyncio.sleep(0.3)

    server.before_call(SEND, stop, cast.person)
    await cast.play(REQUEST[0])
    assert await stopped[0] == 0
    await server.settled()
    assert len(cast.replies(REQUEST[0])) == 1
    assert "Traceback" not in cast.installation.log


async def test_stopped_in_the_middle_of_the_story_it_goes_on_after(
    open_story: OpenStory, server: TelegramServer
) -> None:
    cast = await open_story()
    for number, step in enumerate(STORY):
        if number % 9 == 8:
            assert await cast.installation.stop() == 0
            await cast.installation.start_again()
        await cast.play(step)
    await cast.check()
