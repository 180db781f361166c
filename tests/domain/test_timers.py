"""Timers: limits by urgency, working days, pauses, and the steps from reminder to coordinator."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from domain.clocks import (
    UNDECIDED,
    Clock,
    Step,
    after_move,
    is_overdue,
    is_overdue_by_half,
    started,
    steps,
    strongest,
)
from domain.deadlines import LIMITS, Limit, OwnLimits, limits_for, read_limit
from domain.organisations import TeamId
from domain.people import PersonId, Urgency
from domain.referrals import MOVES, Action, State
from domain.working_time import WorkingCalendar, later
from tests.domain.builders import referral

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
EUROPE = WorkingCalendar("Europe/Sarajevo", "BA")
HOLDER = PersonId("holder")


def clock_of(urgency=Urgency.URGENT, at=MONDAY, **facts):
    case = referral(urgency=urgency, submitted=at, **facts)
    return case, started(case, LIMITS[urgency], EUROPE)


def test_limits_of_an_emergency_and_of_an_urgent_request_are_on_the_wall():
    """Timers: one hour and a day; half a day and three days; whatever the weekday."""
    case, clock = clock_of(Urgency.EMERGENCY, FRIDAY)
    due = steps(clock, case.state, LIMITS[Urgency.EMERGENCY], EUROPE)
    assert due[Step.TAKE_LIMIT] == FRIDAY + HOUR
    assert due[Step.TAKE_HALF] == FRIDAY + HOUR / 2
    assert due[Step.TAKE_LATE] == FRIDAY + HOUR * 1.5
    assert due[Step.DECIDE_LIMIT] == due[Step.PROMISE] == FRIDAY + 24 * HOUR
    case, clock = clock_of(Urgency.URGENT, FRIDAY)
    due = steps(clock, case.state, LIMITS[Urgency.URGENT], EUROPE)
    assert (due[Step.TAKE_LIMIT], due[Step.DECIDE_LIMIT]) == (
        FRIDAY + 12 * HOUR,
        FRIDAY + 72 * HOUR,
    )


def test_working_days_later_is_the_same_time_of_day_so_many_working_days_later():
    """Timers: two working days after Friday is Tuesday, ten are two weeks, at the same time."""
    assert later(FRIDAY, Limit(working_days=2), 2, EUROPE) == FRIDAY + timedelta(days=4)
    assert later(FRIDAY, Limit(working_days=10), 2, EUROPE) == FRIDAY + timedelta(days=14)
    assert later(FRIDAY, Limit(working_days=2), 1, EUROPE) == FRIDAY + timedelta(days=3)
    assert later(MONDAY, Limit(working_days=1), 1, EUROPE) == MONDAY + HOUR * 12


def test_the_time_of_day_stays_when_the_clocks_change():
    """Timers: two working days over the end of summer time keep the time on the wall."""
    before = datetime(2026, 10, 23, 8, tzinfo=UTC)  # ten o'clock in Sarajevo
    assert later(before, Limit(working_days=2), 2, EUROPE) == datetime(2026, 10, 27, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("calendar", "day", "works"),
    [
        (WorkingCalendar("Asia/Amman", "JO"), FRIDAY, False),
        (WorkingCalendar("Asia/Amman", "JO"), FRIDAY + timedelta(days=2), True),
        (EUROPE, FRIDAY + timedelta(days=1), False),
        (WorkingCalendar("Europe/Athens", "GR", "Mo-Sa 08:00-14:00"), FRIDAY + timedelta(1), True),
        (WorkingCalendar("Europe/Athens", "GR", "Tu-Th 08:00-14:00"), FRIDAY, False),
        (EUROPE, datetime(2027, 1, 1, tzinfo=UTC), False),
    ],
)
def test_a_team_works_by_its_hours_else_by_the_week_of_its_country(calendar, day, works):
    """Timers: the weekend differs by country, hours of the team's own say it themselves."""
    assert calendar.works_on(day.date()) is works


@given(
    st.timedeltas(timedelta(0), timedelta(days=2000)),
    st.integers(1, 30),
)
def test_more_working_days_are_never_earlier(after, days):
    """Timers: half, limit and one and a half come in this order, after the start."""
    start = MONDAY + after
    half, limit, late = (later(start, Limit(working_days=days), n, EUROPE) for n in (1, 2, 3))
    assert start < half < limit < late
    assert limit - start >= timedelta(days=days) - HOUR


def test_an_organisation_sets_its_own_limits():
    """Timers: what an organisation has set stands before the usual, the rest stays."""
    own = (OwnLimits(Urgency.URGENT, decide=read_limit("48 h")),)
    assert limits_for(Urgency.URGENT, own).decide == Limit(hours=48)
    assert limits_for(Urgency.URGENT, own).acknowledge == Limit(hours=12)
    assert limits_for(Urgency.NORMAL, own) == LIMITS[Urgency.NORMAL]
    assert read_limit("3 working days") == Limit(working_days=3)


@pytest.mark.parametrize("words", ["", "0 h", "soon", "-3 h", "5 days", "1.5 h"])
def test_a_limit_that_cannot_be_read_says_how_to_write_one(words):
    """Timers: bad input names the right form."""
    with pytest.raises(ValueError, match="working days"):
        read_limit(words)


def test_a_question_stops_the_clock_within_its_limit():
    """Timers: the pauses of an urgent request add up to a day at most, on the wall."""
    case, clock = clock_of()
    limits = LIMITS[Urgency.URGENT]
    claimed = structs.replace(case, state=State.CLAIMED, holder=HOLDER)
    asked = structs.replace(claimed, state=State.NEEDS_INFO)
    clock = after_move(clock, case, claimed, Action.CLAIM, limits, MONDAY + HOUR)
    clock = after_move(clock, claimed, asked, Action.ASK, limits, MONDAY + 2 * HOUR)
    waiting = steps(clock, State.NEEDS_INFO, limits, EUROPE)
    assert waiting == {Step.PROMISE: MONDAY + 72 * HOUR, Step.QUESTION: MONDAY + 26 * HOUR}
    clock = after_move(clock, asked, claimed, Action.ANSWER, limits, MONDAY + 20 * HOUR)
    assert steps(clock, State.CLAIMED, limits, EUROPE)[Step.DECIDE_LIMIT] == MONDAY + 90 * HOUR
    clock = after_move(clock, claimed, asked, Action.ASK, limits, MONDAY + 30 * HOUR)
    assert steps(clock, State.NEEDS_INFO, limits, EUROPE)[Step.QUESTION] == MONDAY + 36 * HOUR
    clock = after_move(clock, asked, claimed, Action.ANSWER, limits, MONDAY + 50 * HOUR)
    assert clock.paused == 24 * HOUR
    clock = after_move(clock, claimed, asked, Action.ASK, limits, MONDAY + 51 * HOUR)
    assert Step.DECIDE_LIMIT in steps(clock, State.NEEDS_INFO, limits, EUROPE)


def test_the_clock_of_an_emergency_never_stops():
    """Timers: a question pauses an emergency not at all; it ends all the same."""
    case, clock = clock_of(Urgency.EMERGENCY)
    limits = LIMITS[Urgency.EMERGENCY]
    asked = structs.replace(case, state=State.NEEDS_INFO, holder=HOLDER)
    clock = after_move(clock, case, asked, Action.ASK, limits, MONDAY + HOUR / 4)
    due = steps(clock, State.NEEDS_INFO, limits, EUROPE, moved=MONDAY + HOUR / 4)
    assert due[Step.DECIDE_LIMIT] == MONDAY + 24 * HOUR
    assert due[Step.QUESTION] == MONDAY + HOUR * 6.25


def test_a_new_team_gets_its_own_time_and_the_promise_stays():
    """Timers: counted from entry into the present team's queue; the promise from submission."""
    case, clock = clock_of()
    limits = LIMITS[Urgency.URGENT]
    clock = replace(clock, done=frozenset({Step.TAKE_HALF, Step.TAKE_LIMIT, Step.PROMISE}))
    moved = structs.replace(case, team=TeamId("another"))
    clock = after_move(clock, case, moved, Action.AGREE, limits, MONDAY + 20 * HOUR)
    assert steps(clock, State.PENDING, limits, EUROPE)[Step.TAKE_LIMIT] == MONDAY + 32 * HOUR
    assert clock.promised == MONDAY + 72 * HOUR
    assert clock.done == {Step.PROMISE}


def test_what_is_put_back_is_not_forgotten():
    """Timers: whoever comes next has the time to take it; the decision is due as before."""
    case, clock = clock_of()
    limits = LIMITS[Urgency.URGENT]
    claimed = structs.replace(case, state=State.CLAIMED, holder=HOLDER)
    clock = after_move(clock, case, claimed, Action.CLAIM, limits, MONDAY + HOUR)
    assert not {Step.TAKE_HALF, Step.TAKE_LIMIT} & set(steps(clock, claimed.state, limits, EUROPE))
    clock = after_move(clock, claimed, case, Action.PUT_BACK, limits, MONDAY + 40 * HOUR)
    due = steps(clock, State.PENDING, limits, EUROPE)
    assert due[Step.TAKE_LIMIT] == MONDAY + 52 * HOUR
    assert due[Step.DECIDE_LIMIT] == MONDAY + 72 * HOUR


def test_help_has_thirty_days_until_it_is_closed():
    """Timers: 30 days after acceptance, however the state changes while help goes on."""
    case, clock = clock_of()
    limits = LIMITS[Urgency.URGENT]
    helped = structs.replace(case, state=State.ACCEPTED, holder=HOLDER)
    clock = after_move(clock, case, helped, Action.ACCEPT, limits, MONDAY + HOUR)
    there = structs.replace(helped, state=State.IN_PROGRESS)
    clock = after_move(clock, helped, there, Action.ARRIVED, limits, MONDAY + 9 * HOUR)
    assert steps(clock, there.state, limits, EUROPE) == {
        Step.CLOSE: MONDAY + HOUR + timedelta(days=30)
    }


def test_overdue_is_a_flag_that_goes_when_somebody_acts():
    """Timers: "overdue" says that a limit has passed; by half, that it may be taken back."""
    case, clock = clock_of()
    late = replace(clock, done=frozenset({Step.TAKE_LIMIT}))
    later_still = replace(clock, done=frozenset({Step.TAKE_LIMIT, Step.TAKE_LATE}))
    assert (is_overdue(clock), is_overdue(late)) == (False, True)
    assert (is_overdue_by_half(late), is_overdue_by_half(later_still)) == (False, True)
    claimed = structs.replace(case, state=State.CLAIMED, holder=HOLDER)
    taken = after_move(later_still, case, claimed, Action.CLAIM, LIMITS[Urgency.URGENT], MONDAY)
    assert not is_overdue(taken)


def test_after_an_outage_only_the_last_step_of_a_chain_is_told():
    """Timers: nobody gets the reminder of a limit that has passed as well."""
    assert strongest({Step.TAKE_HALF, Step.TAKE_LIMIT, Step.DECIDE_HALF, Step.PROMISE}) == {
        Step.TAKE_LIMIT,
        Step.DECIDE_HALF,
        Step.PROMISE,
    }


@given(st.data())
def test_no_clock_is_ever_lost(data):
    """Timers, The life cycle: after any listed moves, what is open has a step that is still due."""
    case, clock = clock_of()
    limits = LIMITS[Urgency.URGENT]
    now = MONDAY
    for _ in range(data.draw(st.integers(1, 12))):
        rows = MOVES[case.state]
        if not rows:
            break
        action = data.draw(st.sampled_from(sorted(rows)))
        now += timedelta(minutes=data.draw(st.integers(0, 60 * 48)))
        to = rows[action].to
        held = to in {State.CLAIMED, State.NEEDS_INFO, State.ACCEPTED, State.IN_PROGRESS}
        after = structs.replace(case, state=to, holder=HOLDER if held else None)
        clock = after_move(clock, case, after, action, limits, now)
        case = after
        if case.state in UNDECIDED:
            ahead = steps(replace(clock, done=frozenset()), case.state, limits, EUROPE)
            assert Step.DECIDE_LATE in ahead or Step.QUESTION in ahead
            assert case.holder is not None or Step.TAKE_LATE in ahead
            if case.state is State.NEEDS_INFO:
                assert Step.QUESTION in steps(clock, case.state, limits, EUROPE, moved=now)
        elif case.state in {State.ACCEPTED, State.IN_PROGRESS}:
            assert Step.CLOSE in steps(clock, case.state, limits, EUROPE)
        else:
            assert isinstance(clock, Clock)
            assert not steps(clock, case.state, limits, EUROPE)
