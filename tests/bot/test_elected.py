"""Elected: work goes on as long as the duty is held, and begins again when it comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot import elected
from bot.elected import while_elected
from storage.database import Database
from storage.duties import Duty


class Given(Duty):
    """A duty that the test gives and takes."""

    def __init__(self) -> None:
        self.name = "given"
        self.mine = False
        self.given_up = False

    async def held(self) -> bool:
        return self.mine

    async def give_up(self) -> None:
        self.given_up = True


class Working:
    """Work that notes when it runs, and finishes what it has in hand."""

    def __init__(self) -> None:
        self.begun = 0
        self.runs = False

    async def run(self, stop: asyncio.Event) -> None:
        self.begun += 1
        self.runs = True
        await stop.wait()
        self.runs = False


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elected, "ASK_SECONDS", 0.001)


async def becomes_true(said: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not said():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.001)


async def test_it_works_only_while_the_duty_is_held() -> None:
    duty, work, stop = Given(), Working(), asyncio.Event()
    task = asyncio.create_task(while_elected(duty, stop, work.run))
    await asyncio.sleep(0.02)
    assert not work.begun
    duty.mine = True
    await becomes_true(lambda: work.runs)
    duty.mine = False
    await becomes_true(lambda: not work.runs)
    duty.mine = True
    await becomes_true(lambda: work.begun == 2)
    stop.set()
    await task
    assert not work.runs
    assert duty.given_up


async def test_a_fault_in_the_work_is_raised_and_the_duty_given_up() -> None:
    async def breaks(stop: asyncio.Event) -> None:
        raise RuntimeError("broken")

    duty = Given()
    duty.mine = True
    with pytest.RaisesGroup(RuntimeError):
        await while_elected(duty, asyncio.Event(), breaks)
    assert duty.given_up


async def test_two_never_work_at_the_same_time(database: Database) -> None:
    works, stops = [Working(), Working()], [asyncio.Event(), asyncio.Event()]
    duties = [Duty(database, "the same"), Duty(database, "the same")]
    tasks = [
        asyncio.create_task(while_elected(duty, stop, work.run))
        for duty, stop, work in zip(duties, stops, works, strict=True)
    ]
    await becomes_true(lambda: any(work.runs for work in works))
    first = next(i for i, work in enumerate(works) if work.runs)
    await asyncio.sleep(0.05)
    assert not works[1 - first].begun
    stops[first].set()
    await becomes_true(lambda: works[1 - first].runs)
    assert not works[first].runs
    stops[1 - first].set()
    await asyncio.gather(*tasks)
