"""Filings: an edited directory finds the same as a walk over all of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agreements import (
    Agreement,
    AgreementId,
    AgreementKind,
    ArrangementId,
    Responsibility,
)
from domain.centres import Centre, Committee
from domain.changes import cell_key
from domain.directory import Directory
from domain.filings import (
    CHECKED,
    COUNTRIES,
    ENDS,
    RHYTHMS,
    TURNS,
    centres_in,
    ended,
    months,
    turned,
)
from domain.management import Arrangement, IomRun
from domain.organisations import Area, CentreId, OrganisationId
from domain.periods import Bound, Period
from domain.services import Service, ServiceId, ServiceType

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
X = OrganisationId("x")
FILINGS = (CHECKED, COUNTRIES, ENDS, RHYTHMS, TURNS)

BOUNDS = st.none() | st.integers(0, 400).map(lambda days: Bound(BEGUN + timedelta(days=days)))
PERIODS = st.builds(Period, BOUNDS, BOUNDS).filter(
    lambda each: each.start is None or each.end is None or each.start.at < each.end.at
)
KEYS = st.sampled_from("abcd").map(CentreId)
COUNTRY = st.sampled_from(["GN", "MA"])
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 4))
COMMITTEES = st.builds(Committee, st.just("C"), st.sampled_from(["monthly", ""]), DAYS)
CENTRES = st.builds(
    Centre,
    id=KEYS,
    name=st.just("Centre"),
    country=COUNTRY,
    city=st.just(""),
    zone=st.sampled_from(["UTC", "Africa/Conakry"]),
    point=st.none(),
    committee=st.none()
    | st.builds(Committee, st.just("C"), st.sampled_from(["monthly", ""]), DAYS),
    verified_on=DAYS,
)
SERVICES = st.builds(
    Service,
    id=st.sampled_from("123").map(ServiceId),
    centre=KEYS,
    type=st.just(ServiceType.FOOD),
    name=st.just("Help"),
    verified_on=DAYS,
)
ARRANGEMENTS = st.builds(
    Arrangement,
    st.sampled_from("123").map(ArrangementId),
    KEYS,
    st.just(IomRun(X)),
    PERIODS,
    provisional=st.booleans(),
)
CELLS = st.builds(
    Responsibility,
    KEYS,
    st.just(ServiceType.FOOD),
    st.just(X),
    st.just(AgreementId("a")),
    st.sampled_from("12").map(ArrangementId),
    PERIODS,
)
AREAS = st.builds(Area, st.frozensets(KEYS), st.frozensets(COUNTRY))
AGREEMENTS = st.builds(
    Agreement,
    st.sampled_from("123").map(AgreementId),
    st.just("Agreement"),
    st.sampled_from(AgreementKind),
    st.just(frozenset({X})),
    PERIODS,
    covers=AREAS,
)


def some(facts, key=lambda fact: fact.id):
    return st.lists(facts, unique_by=key, max_size=5).map(tuple)


DIRECTORIES = st.builds(
    Directory,
    centres=some(CENTRES),
    services=some(SERVICES),
    arrangements=some(ARRANGEMENTS),
    agreements=some(AGREEMENTS),
    responsibilities=some(CELLS, cell_key),
)
GONE = st.fixed_dictionaries(
    {
        "centres": st.sets(KEYS),
        "services": st.sets(st.sampled_from("123")),
        "arrangements": st.sets(st.sampled_from("123")),
        "agreements": st.sets(st.sampled_from("123")),
    }
)


def all_filed(directory, by):
    filed = directory.filed(by)
    return {key: Counter(filed.at(key)) for key in filed}


@given(DIRECTORIES, DIRECTORIES, GONE)
def test_an_edit_leaves_all_facts_filed_as_they_are_then(before, changed, gone):
    for by in FILINGS:
        before.filed(by)
    after = before.with_changes(changed, gone)
    anew = after.with_teams(())
    assert set(after._filings) == set(FILINGS)
    for by in FILINGS:
        assert all_filed(after, by) == all_filed(anew, by)


@given(DIRECTORIES, AREAS)
def test_the_centres_of_an_area_are_those_that_it_covers(directory, area):
    there = [each.id for each in directory.centres if area.covers(each.id, each.country)]
    assert sorted(centres_in(directory, area)) == sorted(there)


@given(DIRECTORIES, st.integers(0, 400), st.integers(0, 200))
def test_what_turned_or_ended_in_a_time_is_found(directory, day, days):
    after = BEGUN + timedelta(days=day)
    until = after + timedelta(days=days)
    dated = [each for each in directory.arrangements if not each.provisional]
    bounds = Counter(
        (bound.at, fact.centre)
        for fact in (*dated, *directory.responsibilities)
        for bound in (fact.period.start, fact.period.end)
        if bound and after < bound.at <= until
    )
    assert Counter(turned(directory, after, until)) == bounds
    over = {
        each.id
        for each in directory.agreements
        if each.period.end and after < each.period.end.at <= until
    }
    assert {each.id for each in ended(directory, after, until)} == over


@pytest.mark.parametrize(
    ("after", "until", "found"),
    [
        (
            datetime(2026, 1, 31, tzinfo=UTC),
            datetime(2026, 2, 1, tzinfo=UTC),
            [(2026, 1), (2026, 2)],
        ),
        (
            datetime(2026, 12, 31, tzinfo=UTC),
            datetime(2027, 1, 31, tzinfo=UTC),
            [(2026, 12), (2027, 1)],
        ),
        (datetime(2026, 5, 5, tzinfo=UTC), datetime(2026, 5, 5, tzinfo=UTC), [(2026, 5)]),
        (datetime(2026, 5, 5, tzinfo=UTC), datetime(2026, 4, 30, tzinfo=UTC), []),
    ],
)
def test_months_are_those_that_a_time_touches(after, until, found):
    assert list(months(after, until)) == found
