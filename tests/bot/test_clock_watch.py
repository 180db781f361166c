"""The watch over the clock: a jump is noticed, and dropping never runs ahead of time itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.clock_watch import ClockWatch
from storage import rounds
from storage.database import Database
from storage.rounds import Rounds
from tests.storage.builders import NOW, later

MINUTE = timedelta(minutes=1)


@dataclass
class Machine:
    """A clock that is set, and time that passes; what is kept between two looks."""

    shows: datetime = NOW
    ticks: float = 0.0
    kept: Rounds = Rounds()

    def __post_init__(self) -> None:
        self.starts()

    def starts(self) -> None:
        self.watch = ClockWatch(lambda: self.shows, lambda: self.ticks)

    def passes(self, time: timedelta) -> None:
        self.shows += time
        self.ticks += time.total_seconds()

    def looks(self) -> None:
        self.kept = self.watch.look(self.kept)

    def goes_round_for(self, time: timedelta) -> None:
        for _ in range(time // MINUTE):
            self.passes(MINUTE)
            self.looks()


def test_a_clock_that_goes_right_is_trusted_from_the_first_look() -> None:
    machine = Machine()
    machine.looks()
    machine.goes_round_for(timedelta(hours=3))
    assert not machine.watch.rests
    assert not machine.watch.was_set_back
    assert machine.kept == Rounds(later(hours=3), later(hours=3))


@pytest.mark.parametrize("by", [timedelta(days=14), timedelta(hours=-1), timedelta(hours=1)])
@pytest.mark.parametrize("restarted", [False, True])
def test_after_a_jump_the_clockwork_rests_for_a_quarter_of_an_hour(
    by: timedelta, restarted: bool
) -> None:
    machine = Machine()
    machine.looks()
    machine.shows += by
    if restarted:
        machine.starts()
    machine.looks()
    assert machine.watch.moved == by
    assert machine.watch.was_set_back == (by < timedelta())
    machine.goes_round_for(timedelta(minutes=14))
    assert machine.watch.rests
    assert not machine.watch.was_set_back
    assert machine.kept.done == NOW
    machine.goes_round_for(MINUTE)
    assert not machine.watch.rests
    assert machine.kept.done == machine.shows


def test_who_starts_again_while_it_rests_has_not_forgotten_the_jump() -> None:
    machine = Machine()
    machine.looks()
    machine.shows += timedelta(days=14)
    machine.looks()
    machine.goes_round_for(timedelta(minutes=5))
    machine.starts()
    machine.looks()
    assert machine.watch.rests


def test_less_than_an_hour_without_the_service_is_no_jump() -> None:
    machine = Machine()
    machine.looks()
    machine.shows += timedelta(minutes=59)
    machine.starts()
    machine.looks()
    assert not machine.watch.rests


def test_a_clock_that_is_ahead_for_hours_lets_nothing_grow_old_more_than_twice_as_fast() -> None:
    machine = Machine()
    machine.looks()
    machine.shows += timedelta(days=14)
    machine.looks()
    machine.goes_round_for(timedelta(hours=5))
    assert machine.kept.dropping == later(hours=10)
    machine.starts()
    machine.looks()
    assert machine.kept.dropping == later(hours=10)
    machine.shows -= timedelta(days=14)
    machine.looks()
    assert machine.kept.dropping == machine.shows == later(hours=5)


def test_after_an_outage_dropping_follows_until_it_is_there() -> None:
    machine = Machine()
    machine.looks()
    machine.shows += timedelta(hours=3)
    machine.starts()
    machine.looks()
    machine.goes_round_for(timedelta(hours=2))
    assert machine.kept.dropping == later(hours=4)
    machine.goes_round_for(timedelta(hours=2))
    assert machine.kept.dropping == machine.shows


def test_several_processes_drop_no_sooner_than_one() -> None:
    machine = Machine()
    machine.looks()
    machine.shows += timedelta(days=14)
    others = [ClockWatch(lambda: machine.shows, lambda: machine.ticks) for _ in range(2)]
    watches = [machine.watch, *others]
    for _ in range(60):
        machine.passes(MINUTE)
        for watch in watches:
            machine.kept = watch.look(machine.kept)
    assert machine.kept.dropping == later(hours=2)


async def test_rounds_are_kept_in_the_place_of_those_before(database: Database) -> None:
    async with database.transaction() as tx:
        assert await rounds.known(tx) == Rounds()
        await rounds.keep(tx, Rounds(None, later(days=14)))
        assert await rounds.known(tx) == Rounds(None, later(days=14))
        await rounds.keep(tx, Rounds(NOW, NOW))
        assert await rounds.known(tx) == Rounds(NOW, NOW)
