"""Whom the clockwork asks: a bounded part of a large directory each round, and all in turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from casework.freshness import PER_ROUND, ROUND, due, of_this_round, old_enough
from casework.workplace import Work
from domain.access import Actor
from domain.directory import Directory
from domain.organisations import Area, CentreId, TeamId
from domain.people import PersonId
from domain.services import ServiceType
from tests.domain.builders import IOM, centre, coordinator, directory, service, team

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MANY = 3 * PER_ROUND - 1


def work_on(known: Directory, at: datetime = NOW) -> Work:
    """A workplace whose transaction is not used."""
    return Work(cast(Any, None), known, Actor(PersonId(""), ()), at, lambda among: among)


def large() -> tuple[Directory, frozenset[TeamId]]:
    """Many centres that nobody ever checked, and a team on duty that keeps them all."""
    keys = [CentreId(f"c{number}") for number in range(MANY)]
    keeper = team(IOM)
    facts = [
        fact for key in keys for fact in (centre(key), service(ServiceType.FOOD, key, provider=IOM))
    ]
    return directory(*facts, keeper, coordinator(IOM)), frozenset({keeper.id})


def test_a_round_looks_at_a_part_and_all_are_looked_at_in_turn() -> None:
    known, on_duty = large()
    rounds = [work_on(known, NOW + number * ROUND) for number in range(3)]
    parts = [of_this_round(each, old_enough(each, on_duty)) for each in rounds]
    assert all(len(part) <= PER_ROUND for part in parts)
    assert {each for part in parts for each in part} == {each.id for each in known.centres}


@pytest.mark.parametrize(
    ("area", "found"),
    [
        (Area(), ["a", "b", "c"]),
        (Area(countries=frozenset({"GN"})), ["a", "b"]),
        (Area(centres=frozenset({CentreId("b")})), ["b"]),
        (Area(frozenset({CentreId("c")}), frozenset({"GN"})), ["a", "b", "c"]),
        (Area(countries=frozenset({"FR"})), []),
    ],
)
def test_only_centres_are_looked_at_that_lie_where_somebody_is_on_duty(
    area: Area, found: list[str]
) -> None:
    places = [
        replace(centre(CentreId(key)), country=country, verified_on=day)
        for key, country, day in (
            ("a", "GN", None),
            ("b", "GN", NOW.date() - timedelta(days=60)),
            ("c", "MA", None),
            ("d", "GN", NOW.date() - timedelta(days=59)),
        )
    ]
    services = [service(ServiceType.FOOD, each.id, provider=IOM) for each in places]
    keeper = replace(team(IOM), area=area)
    known = directory(*places, *services, keeper, coordinator(IOM))
    assert sorted(old_enough(work_on(known), frozenset({keeper.id}))) == found


def test_where_nobody_is_on_duty_nothing_is_looked_at() -> None:
    known, _ = large()
    assert old_enough(work_on(known), frozenset()) == []
    assert due(work_on(known), frozenset()) == []


def test_what_was_checked_lately_or_takes_nobody_is_not_due() -> None:
    known, on_duty = large()
    fresh = replace(known.centres[0], verified_on=NOW.date())
    assert fresh.id not in old_enough(
        work_on(known.with_changes(Directory(centres=(fresh,)), {})), on_duty
    )
