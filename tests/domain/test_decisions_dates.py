"""Decisions on dates: whole days in the centre's zone, years known only roughly."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.deadlines import LIMITS, Limit
from domain.management import GovernmentRun, IomRun
from domain.people import Urgency
from domain.periods import (
    Bound,
    Period,
    change_in_year,
    end_in_year,
    start_of_day,
    whole_days,
)
from tests.domain.builders import (
    IOM,
    MINISTRY,
    PARTNER,
    agreement,
    arrangement,
    asks,
    cell,
    guinea,
    owning,
)

GUINEA, CAMBODIA, MOROCCO = "Africa/Conakry", "Asia/Phnom_Penh", "Africa/Casablanca"
A_MOMENT = timedelta(microseconds=1)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        (GUINEA, utc(2026, 3, 1), utc(2026, 4, 1)),
        (CAMBODIA, utc(2026, 2, 28, 17), utc(2026, 3, 31, 17)),
        ("Africa/Cairo", utc(2026, 2, 28, 22), utc(2026, 3, 31, 22)),
    ],
)
def test_an_agreement_holds_whole_days_in_the_zone_of_the_centre_the_last_included(
    zone, start, end
):
    """Dates: stored as half-open instants."""
    march = whole_days(date(2026, 3, 1), date(2026, 3, 31), zone)

    assert [march.holds(at) for at in (start - A_MOMENT, start)] == [False, True]
    assert [march.holds(at) for at in (end - A_MOMENT, end)] == [True, False]


def test_one_day_is_a_period_and_an_open_end_is_open():
    """Dates: first and last day may be the same, or unknown."""
    one_day = whole_days(date(2026, 3, 1), date(2026, 3, 1), GUINEA)

    assert one_day.holds(utc(2026, 3, 1, 23, 59))
    assert not one_day.holds(utc(2026, 3, 2))
    assert whole_days(None, None, GUINEA).holds(utc(1, 1, 1))
    assert whole_days(date(2026, 3, 1), None, GUINEA).holds(utc(9999, 1, 1))


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Asia/Beirut", date(2022, 3, 27), utc(2022, 3, 26, 22)),  # there is no midnight
        ("Atlantic/Azores", date(2026, 10, 25), utc(2026, 10, 25)),  # there are two
        (MOROCCO, date(2026, 2, 15), utc(2026, 2, 14, 23)),  # the clock goes back that night
    ],
)
def test_a_day_begins_at_its_first_instant_also_where_the_clock_changes(zone, day, begins):
    """Dates: whole days, whatever the zone does."""
    assert start_of_day(day, zone) == begins


def test_a_change_known_only_by_year_counts_after_that_year():
    """Dates: "2019" holds from 2020-01-01."""
    change = change_in_year(2019, CAMBODIA)
    by_iom = replace(arrangement(IomRun(IOM)), period=Period(end=change))
    by_the_state = replace(arrangement(GovernmentRun(MINISTRY)), period=Period(start=change))

    assert change.only_year == 2019
    assert change.at == utc(2019, 12, 31, 17)
    where = guinea(by_iom, by_the_state)
    assert owning(asks(where, at=change.at - A_MOMENT)) == "iom"
    assert owning(asks(where, at=change.at)) == "ministry"


def test_a_permission_known_only_by_year_never_holds_inside_it():
    """Dates, Partner gate: its start counts after, its end before that year."""
    since, until = change_in_year(2019, CAMBODIA), end_in_year(2021, CAMBODIA)
    allowed = Period(since, until)

    assert until.only_year == 2021
    assert not allowed.holds(utc(2019, 7, 1))
    assert allowed.holds(utc(2020, 7, 1))
    assert not allowed.holds(utc(2021, 7, 1))
    assert not Period(change_in_year(2019, CAMBODIA), end_in_year(2019, CAMBODIA)).holds(
        utc(2019, 7, 1)
    )


def test_an_exact_bound_names_no_year():
    """Dates: a bound says when no more than its year is known."""
    assert Bound(utc(2019, 7, 1)).only_year is None


def test_a_naive_instant_is_refused():
    """Dates: it would be read in the wrong zone."""
    with pytest.raises(ValueError, match="time zone"):
        Bound(datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_last_day_of_an_agreement_still_counts_for_routing():
    """Dates, Routing 2: last day included."""
    joint = arrangement(GovernmentRun(MINISTRY))
    end = start_of_day(date(2027, 1, 1), GUINEA)
    where = guinea(joint, agreement(PARTNER, end=end), cell(PARTNER))

    assert owning(asks(where, at=utc(2026, 12, 31, 23, 59))) == "partner"
    assert owning(asks(where, at=utc(2027, 1, 1))) == "ministry"


@pytest.mark.parametrize(
    ("urgency", "acknowledge", "decide", "question"),
    [
        (Urgency.EMERGENCY, Limit(hours=1), Limit(hours=24), timedelta(0)),
        (Urgency.URGENT, Limit(hours=12), Limit(hours=72), timedelta(hours=24)),
        (Urgency.NORMAL, Limit(working_days=2), Limit(working_days=10), timedelta(hours=72)),
    ],
)
def test_the_limits_by_urgency_are_those_of_the_table(urgency, acknowledge, decide, question):
    limits = LIMITS[urgency]

    assert (limits.acknowledge, limits.decide) == (acknowledge, decide)
    assert limits.question_waits == question
    assert set(LIMITS) == set(Urgency)
