"""How old an entry is, whose rhythm asks for a check, and what comes when nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.freshness import (
    ASK_AGAIN_AFTER,
    ASK_EVERY_DAYS,
    ASKED_AT_MOST,
    STALE_AFTER,
    NextStep,
    Verified,
    is_daytime,
    is_due,
    next_step,
    shortest_rhythm,
    verified,
)
from domain.organisations import Organisation, OrganisationId, OrganisationKind
from tests.domain.builders import centre, service

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEEPER = Organisation(OrganisationId("keeper"), "Keeper", OrganisationKind.PARTNER)
OTHER = OrganisationId("other")


def days_ago(days: int) -> Verified:
    return Verified(TODAY - timedelta(days=days), KEEPER.id)


def test_an_entry_is_stale_after_ninety_days_and_when_nobody_ever_checked() -> None:
    limit = STALE_AFTER.days
    assert not days_ago(limit).is_stale(TODAY)
    assert days_ago(limit + 1).is_stale(TODAY)
    assert Verified(None, None).is_stale(TODAY)


@pytest.mark.parametrize(
    ("rhythm", "age", "due"),
    [
        (None, ASK_EVERY_DAYS - 1, False),
        (None, ASK_EVERY_DAYS, True),
        (14, 13, False),
        (14, 14, True),
        (0, 4000, False),
    ],
)
def test_a_keepers_rhythm_decides_when_it_is_asked(rhythm: int | None, age: int, due: bool) -> None:
    keeper = replace(KEEPER, asked_every_days=rhythm)
    assert is_due(days_ago(age), keeper, TODAY) is due


def test_what_was_never_checked_is_due_unless_the_keeper_is_never_asked() -> None:
    never = Verified(None, None)
    assert is_due(never, KEEPER, TODAY)
    assert not is_due(never, replace(KEEPER, asked_every_days=0), TODAY)


def test_the_shortest_rhythm_is_the_shortest_that_is_kept() -> None:
    usual = timedelta(days=ASK_EVERY_DAYS)
    assert shortest_rhythm([]) == usual
    assert shortest_rhythm([KEEPER, replace(KEEPER, asked_every_days=0)]) == usual
    assert shortest_rhythm([KEEPER, replace(KEEPER, asked_every_days=7)]) == timedelta(days=7)


def test_a_service_that_was_checked_itself_counts_by_that() -> None:
    of_centre = replace(centre(), verified_on=TODAY, verified_by=KEEPER.id)
    before = TODAY - timedelta(days=3)
    own = replace(service(), verified_on=before, verified_by=OTHER)
    assert verified(of_centre) == Verified(TODAY, KEEPER.id)
    assert verified(of_centre, service()) == Verified(TODAY, KEEPER.id)
    assert verified(of_centre, own) == Verified(before, OTHER)


def test_a_week_lies_between_questions_and_the_third_is_the_last() -> None:
    second = timedelta(seconds=1)
    asked = NOW - ASK_AGAIN_AFTER
    assert next_step(None, 0, NOW) is NextStep.ASK
    assert next_step(asked + second, 1, NOW) is NextStep.WAIT
    assert next_step(asked, 1, NOW) is NextStep.ASK
    assert next_step(asked, ASKED_AT_MOST - 1, NOW) is NextStep.ASK
    assert next_step(asked, ASKED_AT_MOST, NOW) is NextStep.TELL_COORDINATOR
    assert next_step(asked, ASKED_AT_MOST + 1, NOW) is NextStep.WAIT
    assert next_step(NOW - STALE_AFTER, ASKED_AT_MOST + 1, NOW) is NextStep.ASK


@pytest.mark.parametrize(
    ("hour", "asked"), [(7, False), (8, True), (17, True), (18, False), (23, False)]
)
def test_nobody_is_asked_at_night(hour: int, asked: bool) -> None:
    in_phnom_penh = NOW.replace(hour=(hour - 7) % 24, minute=59 if hour == 7 else 0)
    assert is_daytime("Asia/Phnom_Penh", in_phnom_penh) is asked
