"""The window of updates, the lanes of chats, errands and growing delays."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.backoff import Backoff
from bot.telegram.errands import Errands
from bot.telegram.lanes import Lanes
from bot.telegram.window import Window


def test_an_update_is_taken_once() -> None:
    window = Window()
    assert [window.take(number) for number in (5, 6, 5)] == [True, True, False]
    window.close(6)
    assert not window.take(6)
    window.close(5)
    assert window.take(7)


def test_confirmed_is_only_what_has_no_gap_before_it() -> None:
    window = Window()
    assert window.offset is None
    for number in (5, 6, 8):
        window.take(number)
    window.close(6)
    assert window.offset == 5
    window.close(5)
    assert window.offset == 8
    window.close(8)
    assert window.offset == 9


@settings(deadline=None)
@given(st.permutations(range(100, 110)))
def test_whatever_the_order_the_offset_is_the_first_open_one(order: list[int]) -> None:
    window = Window()
    for number in range(100, 110):
        window.take(number)
    left = set(order)
    for number in order:
        window.close(number)
        left.remove(number)
        assert window.offset == min(left, default=110)
        assert not any(window.take(each) for each in range(100, 110) if each >= window.offset)


def test_an_update_that_closes_while_telegram_is_asked_is_not_taken_again() -> None:
    window = Window()
    window.take(5)
    asked_from = window.offset
    assert asked_from == 5
    window.close(5)
    window.confirmed(asked_from)
    assert not window.take(5)
    window.confirmed(6)
    assert window.offset == 6


def test_numbers_that_begin_anew_are_followed() -> None:
    """After a week without updates Telegram chooses the next number at random."""
    window = Window()
    window.take(9000)
    window.close(9000)
    window.confirmed(9001)
    assert window.take(12)
    assert window.offset == 12
    window.close(12)
    assert window.offset == 13


def test_what_comes_late_is_taken_and_hides_nothing_that_is_closed() -> None:
    window = Window()
    window.take(105)
    window.close(105)
    assert window.take(103)
    assert window.offset == 103
    window.close(103)
    assert window.offset == 106


async def test_a_lane_is_first_come_first_served() -> None:
    lanes, order = Lanes(), []

    async def drive(name: int) -> None:
        async with lanes.turn(7):
            await asyncio.sleep(0.001)
            order.append(name)

    await asyncio.gather(*(drive(name) for name in range(20)))
    assert order == list(range(20))
    assert len(lanes) == 0


async def test_lanes_run_side_by_side_but_not_too_many() -> None:
    lanes, under_way, most = Lanes(at_once=3), 0, 0

    async def drive(chat: int) -> None:
        nonlocal under_way, most
        async with lanes.turn(chat):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.001)
            under_way -= 1

    await asyncio.gather(*(drive(chat) for chat in range(10)))
    assert most == 3


async def test_those_who_wait_in_a_lane_take_nobody_s_place() -> None:
    lanes, gate, passed = Lanes(at_once=2), asyncio.Event(), asyncio.Event()

    async def stuck() -> None:
        async with lanes.turn(1):
            await gate.wait()

    async def other() -> None:
        async with lanes.turn(2):
            passed.set()

    tasks = [asyncio.create_task(stuck()) for _ in range(5)]
    tasks.append(asyncio.create_task(other()))
    async with asyncio.timeout(5):
        await passed.wait()
        gate.set()
        await asyncio.gather(*tasks)


async def test_a_lane_is_free_after_a_failure() -> None:
    lanes = Lanes()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            async with lanes.turn(1):
                _ = 1 / 0
    assert len(lanes) == 0


async def test_errands_are_bounded_and_their_failures_are_nobody_s() -> None:
    errands, gate, done = Errands(most=2), asyncio.Event(), []

    async def errand(name: str) -> None:
        await gate.wait()
        if name == "a":
            raise RuntimeError
        done.append(name)

    assert [errands.run(name, errand(name)) for name in "abc"] == [True, True, False]
    gate.set()
    await errands.close()
    assert done == ["b"]
    assert errands.run("d", errand("d"))
    await errands.close()
    assert done == ["b", "d"]


async def test_errands_that_hang_are_stopped_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.errands.LAST_WAIT_S", 0.01)
    errands = Errands()
    errands.run("hangs", asyncio.sleep(1000))
    async with asyncio.timeout(5):
        await errands.close()


def test_delays_double_until_something_succeeds() -> None:
    backoff = Backoff(first=1, longest=5)
    assert [backoff.failed() for _ in range(5)] == [1, 2, 4, 5, 5]
    backoff.succeeded()
    assert backoff.failed() == 1
