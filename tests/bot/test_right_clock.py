"""The right clock: the machine's, or another that is heard of and shows another time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.right_clock import DATABASE, JITTER, MAY_DIFFER, TELEGRAM, RightClock
from storage import server_clock
from storage.database import Database
from tests.storage.builders import NOW

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@dataclass
class Machine:
    """What it shows is `ahead` of what it really is."""

    ahead: timedelta = timedelta()
    passed: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.clock = RightClock(lambda: self.now + self.ahead, lambda: self.passed.total_seconds())

    @property
    def now(self) -> datetime:
        return NOW + self.passed

    def hears(self, off: timedelta = timedelta(), whose: str = TELEGRAM) -> None:
        self.clock.hear(self.now + off, whose)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_where_nobody_tells_the_time_the_machine_does(machine: Machine) -> None:
    machine.ahead = 14 * DAY
    machine.clock.look()
    assert machine.clock() == NOW + 14 * DAY
    assert machine.clock.is_unsure


@pytest.mark.parametrize("ahead", [timedelta(), MAY_DIFFER, -MAY_DIFFER])
def test_a_machine_that_is_not_far_off_goes_by_its_own_clock(
    machine: Machine, ahead: timedelta
) -> None:
    machine.ahead = ahead
    machine.hears()
    assert machine.clock() == NOW + ahead
    assert not machine.clock.is_unsure


@pytest.mark.parametrize("ahead", [14 * DAY, -DAY, MAY_DIFFER + SECOND])
def test_a_machine_that_is_off_goes_by_what_it_heard_and_the_time_since(
    machine: Machine, ahead: timedelta
) -> None:
    machine.ahead = ahead
    machine.hears()
    assert machine.clock.off == ahead
    machine.passed += 3 * DAY
    assert machine.clock() == NOW + 3 * DAY
    machine.hears(JITTER)  # an answer that took long: no step
    assert machine.clock() == machine.now
    assert machine.clock.is_unsure


def test_a_clock_that_jumps_is_doubted_at_the_next_look_and_trusted_when_it_is_set_right(
    machine: Machine,
) -> None:
    machine.hears()
    machine.passed += MINUTE
    with capture_logs() as logs:
        machine.ahead = 14 * DAY
        machine.clock.look()
        assert machine.clock() == machine.now
        machine.clock.look()
        machine.ahead = MAY_DIFFER  # not near enough to be trusted again
        machine.clock.look()
        assert machine.clock() == machine.now
        machine.ahead = MAY_DIFFER / 2
        machine.clock.look()
    assert machine.clock() == machine.now + machine.ahead
    assert [(each["event"], each["minutes"], each["heeded"]) for each in logs] == [
        ("the machine's clock is off", 14 * 24 * 60, "Telegram's"),
        ("the machine's clock is right again", 1, "its own"),
    ]


def test_after_a_sleep_that_nobody_counted_it_is_right_with_the_next_answer(
    machine: Machine,
) -> None:
    machine.hears()
    machine.ahead = 3 * DAY  # three days passed, of which the machine has counted none
    machine.clock.look()
    assert machine.clock.is_unsure
    machine.hears(3 * DAY)
    assert machine.clock() == NOW + 3 * DAY
    assert not machine.clock.off


def test_telegrams_clock_comes_before_the_databases(machine: Machine) -> None:
    machine.hears(DAY, DATABASE)
    assert machine.clock() == NOW + DAY
    assert machine.clock.is_unsure
    machine.hears()
    machine.hears(DAY, DATABASE)
    assert machine.clock() == NOW
    assert machine.clock.whose == TELEGRAM


async def test_the_database_servers_clock_is_told_where_there_is_a_server(
    database: Database, engine: str
) -> None:
    async with database.transaction() as tx:
        shown = await server_clock.shown(tx)
    if engine == "sqlite":
        assert shown is None
    else:
        assert shown is not None
        assert abs(shown - datetime.now(UTC)) < MAY_DIFFER
