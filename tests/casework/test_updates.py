"""One update has one effect, and one that fails every time blocks nobody."""

from __future__ import annotations

import asyncio

import pytest

from bot.turns import TRIES
from casework.perform import USE_CASES
from casework.workplace import Work
from conversations.dialogue import Typed
from domain.requests.asking import Submit
from domain.requests.mine import MyReferrals
from storage import updates
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player


async def test_the_same_update_twice_gives_the_same_reply_and_one_request(player: Player) -> None:
    await player.play(UP_TO_THE_SUMMARY)
    sending = player.side().says(Typed("Send it"))
    first = await player.turns.handle(sending)
    again = await player.turns.handle(sending)
    player.start()
    later = await player.turns.handle(sending)
    assert first == again == later
    assert first.message is not None
    await player.play("% 1 request is recorded\n< Sent. Your reference is {reference}")


async def test_the_same_update_at_the_same_time_makes_one_request(player: Player) -> None:
    await player.play(UP_TO_THE_SUMMARY)
    sending = player.side().says(Typed("Send it"))
    replies = await asyncio.gather(*(player.turns.handle(sending) for _ in range(5)))
    assert all(reply == replies[0] for reply in replies)
    await player.play("% 1 request is recorded")


async def test_two_different_presses_at_the_same_time_make_one_request(player: Player) -> None:
    await player.play(UP_TO_THE_SUMMARY)
    side = player.side()
    button = side.button("Send it")
    assert button is not None
    presses = [side.says(player.pressed_earlier(side, "Send it")) for _ in range(5)]
    await asyncio.gather(*(player.turns.handle(press) for press in presses))
    await player.play("% 1 request is recorded")


async def test_an_update_that_fails_every_time_is_parked_and_the_next_one_works(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Submit] = []

    async def broken(work: Work, request: Submit) -> None:
        tried.append(request)
        raise RuntimeError("poison")

    await player.play(UP_TO_THE_SUMMARY)
    with monkeypatch.context() as patched:
        patched.setitem(USE_CASES, Submit, broken)
        await player.play("> Send it\n< Something went wrong on our side.")
        await player.play("% person's message comes again\n% nothing is recorded")
        assert len(tried) == TRIES
        await player.play("> /help\n< In danger?\n< This is your request. Is it right?")
    async with player.database.transaction() as tx:
        (parked,) = await updates.parked(tx, 9)
    assert parked.reason == "RuntimeError"
    await player.play(SENT)


async def test_somebody_elses_poison_is_not_felt(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(work: Work, request: MyReferrals) -> None:
        raise KeyError("poison")

    with monkeypatch.context() as patched:
        patched.setitem(USE_CASES, MyReferrals, broken)
        await player.play("> /requests\n< Something went wrong on our side.")
        await player.play("other> /shelter\nother< How old are you?")
    await player.play(f"% caseworker is caseworker of {TEAM}\n> /requests\n< You have not sent")
