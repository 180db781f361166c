"""Vacancies: no centre is missed, and what was patched is what would be made anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.capacity import NOTHING_KNOWN, Count, Known, Promised, may_be_free, places_at
from domain.centres import Centre
from domain.directory import Directory
from domain.geography import Point
from domain.organisations import CentreId
from domain.services import Capacity, Group, Service, ServiceId, ServiceStatus, ServiceType
from domain.vacancies import LAST, vacancies_in

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SOON = st.integers(-30, 30).map(lambda minutes: NOW + timedelta(minutes=minutes))
GROUPS = st.sampled_from([None, Group.WOMEN, Group.FAMILIES])
COUNTS = st.builds(lambda free, end: Count(5, free, NOW - DAY, end), st.integers(0, 3), SOON)
KNOWN = st.builds(
    Known,
    st.dictionaries(GROUPS, COUNTS, max_size=3),
    st.lists(st.builds(Promised, GROUPS, st.integers(1, 3), SOON), max_size=3).map(tuple),
)
CAPACITY = st.none() | st.builds(Capacity, st.just(5), st.integers(0, 2), st.just(NOW - DAY))
STATUS = st.sampled_from([ServiceStatus.ACTIVE, ServiceStatus.INACTIVE])


def service(number: int, status: ServiceStatus, capacity: Capacity | None) -> Service:
    """Two services a centre."""
    where, kind = CentreId(f"c{number // 2}"), ServiceType.SHELTER
    return Service(ServiceId(f"s{number}"), where, kind, "Help", status=status, capacity=capacity)


def a_directory(facts: list[tuple[ServiceStatus, Capacity | None]]) -> Directory:
    return Directory(
        centres=tuple(
            Centre(CentreId(f"c{number}"), f"{number}", "GN", "Town", "UTC", Point(9, number))
            for number in range(3)
        ),
        services=tuple(service(number, *fact) for number, fact in enumerate(facts)),
    )


FACTS = st.lists(st.tuples(STATUS, CAPACITY), min_size=6, max_size=6)
DIRECTORIES = FACTS.map(a_directory)
SIX = st.integers(0, 5).map(lambda number: ServiceId(f"s{number}"))
ALL_KNOWN = st.dictionaries(SIX, KNOWN, max_size=6)


@given(CAPACITY, KNOWN, st.integers(0, 599))
def test_where_a_place_is_told_to_be_free_it_may_be(capacity, known, seconds):
    counted = service(0, ServiceStatus.ACTIVE, capacity)
    told = places_at(counted, known, NOW + timedelta(seconds=seconds))
    if told is not None and told.some_free:
        assert may_be_free(counted, known, NOW, NOW + LAST)


def test_who_is_full_all_the_while_is_not_looked_at():
    beds = service(0, ServiceStatus.ACTIVE, None)
    held = Promised(None, 3, NOW + LAST)
    known = Known({None: Count(5, 3, NOW, NOW + DAY)}, (held,))
    assert not may_be_free(beds, known, NOW, NOW + LAST)
    ends = replace_promised(known, held._replace(until=NOW + LAST - timedelta(seconds=1)))
    assert may_be_free(beds, ends, NOW, NOW + LAST)
    assert not may_be_free(beds, NOTHING_KNOWN, NOW, NOW + LAST)


def replace_promised(known: Known, promised: Promised) -> Known:
    return known._replace(promised=(promised,))


@given(DIRECTORIES, ALL_KNOWN, ALL_KNOWN)
def test_what_is_changed_is_what_would_be_made_anew(directory, before, after):
    patched = vacancies_in(directory, before, NOW).changed(directory, after)
    anew = vacancies_in(directory, {**before, **after}, NOW)
    assert patched.findable.entries == anew.findable.entries
    assert patched.known == anew.known


@given(FACTS, FACTS, ALL_KNOWN)
def test_after_an_edit_it_is_what_would_be_made_anew(before, after, known):
    old = a_directory(before)
    new = old.with_changes(Directory(services=a_directory(after).services))
    followed = vacancies_in(old, known, NOW).of_next(new)
    assert set(new.with_capacity) == {each for each in new.services if each.capacity is not None}
    assert followed.findable.entries == vacancies_in(new, known, NOW).findable.entries


@given(DIRECTORIES, ALL_KNOWN)
def test_only_what_can_be_found_is_among_them(directory, known):
    found = vacancies_in(directory, known, NOW).findable.entries
    assert all(directory.findable.entries[key] == entry for key, entry in found.items())


def test_it_is_good_for_some_minutes_forwards_alone():
    empty = vacancies_in(Directory(), {}, NOW)
    good = [empty.last(NOW + timedelta(seconds=seconds)) for seconds in (-1, 0, 599, 600)]
    assert good == [False, True, True, False]


def test_a_service_that_the_directory_has_lost_is_nowhere():
    known = {ServiceId("gone"): Known({None: Count(5, 3, NOW, NOW + DAY)})}
    empty = vacancies_in(Directory(), known, NOW)
    assert empty.findable.entries == {}
    assert empty.changed(Directory(), known).findable.entries == {}
