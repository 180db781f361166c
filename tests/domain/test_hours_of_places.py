"""Closures, Ramadan, public holidays, service before centre, and hours of strangers' files."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.centres import Centre
from domain.closures import Closure, ClosureReason
from domain.geography import Point
from domain.hours import LOOK_AHEAD, Note, Opening, OpenState, PlaceHours, open_at, place_hours
from domain.organisations import CentreId
from domain.osm_hours import LONGEST, parse_hours, rules_of
from domain.services import Service, ServiceId, ServiceType

AMMAN, ATHENS = "Asia/Amman", "Europe/Athens"
OFFICE = "Su-Th 08:00-16:00"
SECOND = timedelta(seconds=1)


def at(*parts: int, zone: str = AMMAN) -> datetime:
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


SHUT = Closure(at(2026, 11, 24, 10), at(2026, 12, 6), ClosureReason.EMERGENCY)
PLACE = PlaceHours(OFFICE, AMMAN, "XX", closures=(SHUT,))


@pytest.mark.parametrize(
    ("when", "opening", "until", "closure"),
    [
        (SHUT.start - SECOND, Opening.OPEN, SHUT.start, None),
        (SHUT.start, Opening.CLOSED, at(2026, 12, 6, 8), SHUT),
        (at(2026, 12, 5, 12), Opening.CLOSED, at(2026, 12, 6, 8), SHUT),
        (at(2026, 12, 6) - SECOND, Opening.CLOSED, at(2026, 12, 6, 8), SHUT),
        (at(2026, 12, 6), Opening.CLOSED, at(2026, 12, 6, 8), None),
        (at(2026, 12, 6, 8), Opening.OPEN, at(2026, 12, 6, 16), None),
    ],
)
def test_a_closure_holds_from_its_first_second_to_the_one_before_its_end(
    when: datetime, opening: Opening, until: datetime, closure: Closure | None
) -> None:
    found = open_at(PLACE, when)

    assert (found.opening, found.until, found.closure) == (opening, until, closure)


def test_a_place_that_is_open_when_its_closure_ends_opens_then() -> None:
    shut = Closure(at(2026, 11, 24), at(2026, 11, 25, 9))

    assert open_at(PlaceHours("24/7", AMMAN, closures=(shut,)), shut.start).until == shut.end


def test_a_closure_without_an_end_has_no_opening_time() -> None:
    shut = Closure(at(2026, 11, 24))

    found = open_at(PlaceHours(OFFICE, AMMAN, closures=(shut,)), at(2027, 6, 1, 9))

    assert found == OpenState(Opening.CLOSED, None, shut)


def test_of_several_closures_the_one_that_lasts_longest_is_told() -> None:
    longer = Closure(SHUT.start, at(2026, 12, 20), ClosureReason.WORKS)

    found = open_at(PlaceHours(OFFICE, AMMAN, closures=(SHUT, longer)), SHUT.start)

    assert (found.closure, found.until) == (longer, at(2026, 12, 20, 8))


def test_a_closure_after_a_closure_is_waited_for_too() -> None:
    second = Closure(at(2026, 12, 6), at(2026, 12, 8))

    assert open_at(PlaceHours(OFFICE, AMMAN, closures=(SHUT, second)), SHUT.start).until == at(
        2026, 12, 8, 8
    )


def test_a_place_of_unknown_hours_can_be_shut_and_is_unknown_after() -> None:
    place = PlaceHours(None, AMMAN, closures=(SHUT,))

    assert open_at(place, SHUT.start) == OpenState(Opening.CLOSED, None, SHUT)
    assert open_at(place, at(2026, 12, 6)).opening is Opening.UNKNOWN


@pytest.mark.parametrize(
    ("before", "told"), [(LOOK_AHEAD, True), (LOOK_AHEAD + SECOND, False), (-SECOND, False)]
)
def test_a_closure_is_told_fourteen_days_before(before: timedelta, told: bool) -> None:
    assert (open_at(PLACE, SHUT.start - before).coming == SHUT) is told


def test_a_place_open_day_and_night_is_open_until_its_closure() -> None:
    place = PlaceHours("24/7", AMMAN, closures=(SHUT,))

    found = open_at(place, at(2026, 11, 24, 9))

    assert (found.opening, found.until) == (Opening.OPEN, SHUT.start)


# ---------------------------------------------------------------- Ramadan 1448: 8.2.-9.3.2027

FASTING = PlaceHours("08:00-16:00", AMMAN, "XX", ramadan_hours="10:00-14:00")


@pytest.mark.parametrize(
    ("day", "closes", "notes"),
    [
        ((2027, 2, 6), 16, set()),
        ((2027, 2, 7), 16, {Note.RAMADAN_MAY_DIFFER}),
        ((2027, 2, 8), 14, {Note.RAMADAN, Note.RAMADAN_MAY_DIFFER}),
        ((2027, 2, 9), 14, {Note.RAMADAN}),
        ((2027, 3, 7), 14, {Note.RAMADAN}),
        ((2027, 3, 8), 14, {Note.RAMADAN, Note.RAMADAN_MAY_DIFFER}),
        ((2027, 3, 9), 16, {Note.RAMADAN_MAY_DIFFER}),
        ((2027, 3, 10), 16, set()),
        ((2028, 1, 28), 14, {Note.RAMADAN, Note.RAMADAN_MAY_DIFFER}),
        ((2028, 2, 26), 16, {Note.RAMADAN_MAY_DIFFER}),
    ],
)
def test_ramadan_hours_hold_in_ramadan_and_are_uncertain_at_its_edges(
    day: tuple[int, int, int], closes: int, notes: set[Note]
) -> None:
    found = open_at(FASTING, at(*day, 12))

    assert found.until == at(*day, closes)
    assert found.notes == notes


def test_the_evening_before_ramadan_tells_the_hours_of_ramadan() -> None:
    assert open_at(FASTING, at(2027, 2, 7, 20)).until == at(2027, 2, 8, 10)
    assert open_at(FASTING, at(2027, 3, 8, 20)).until == at(2027, 3, 9, 8)


def test_a_place_open_day_and_night_but_not_in_ramadan_says_until_when() -> None:
    place = PlaceHours("24/7", AMMAN, ramadan_hours="18:00-24:00")

    assert open_at(place, at(2027, 2, 5)).until == at(2027, 2, 8)
    assert open_at(place, at(2026, 11, 24)).opening is Opening.ALWAYS


# ---------------------------------------------------------------- public holidays


@pytest.mark.parametrize(
    ("hours", "country", "day", "is_open", "notes"),
    [
        ("08:00-16:00; PH off", "GR", (2026, 12, 25), False, {Note.HOLIDAY}),
        ("08:00-16:00; PH 10:00-13:00", "GR", (2026, 12, 25), True, {Note.HOLIDAY}),
        ("08:00-16:00; PH off", "GR", (2026, 12, 24), True, set()),
        ("08:00-16:00", "GR", (2026, 12, 25), True, {Note.HOLIDAY_MAY_DIFFER}),
        ("08:00-16:00; PH off", "JO", (2026, 12, 24), True, {Note.HOLIDAYS_NOT_KNOWN}),
        ("08:00-16:00", "JO", (2026, 12, 24), True, set()),
        ("08:00-16:00; PH off", "MA", (2027, 3, 10), True, {Note.HOLIDAY_MAY_DIFFER}),
        ("08:00-16:00", "JO", (2027, 3, 9), True, {Note.HOLIDAY_MAY_DIFFER}),
        ("08:00-16:00", "KH", (2027, 3, 9), True, set()),
        ('08:00-16:00 "PH"', "JO", (2026, 12, 24), True, set()),
        ("24/7", "GR", (2026, 12, 25), True, set()),
        ("08:00-16:00; Dec 25 off", "XX", (2026, 12, 25), False, set()),
        ("08:00-16:00; easter +1 day off", "XX", (2027, 3, 29), False, set()),
    ],
)  # fmt: skip
def test_public_holidays_close_where_they_are_known_and_are_named_where_not(
    hours: str, country: str, day: tuple[int, int, int], is_open: bool, notes: set[Note]
) -> None:
    found = open_at(PlaceHours(hours, ATHENS, country), at(*day, 12, zone=ATHENS))

    assert found.is_open is is_open
    assert found.notes == notes


# ---------------------------------------------------------------- service and centre

CENTRE = Centre(
    CentreId("c"), "C", "XX", "C", AMMAN, hours="08:00-16:00", ramadan_hours="10:00-14:00",
    closures=(SHUT,),
)  # fmt: skip


def service(**facts: object) -> Service:
    return Service(ServiceId("s"), CentreId("c"), ServiceType.FOOD, "S", **facts)  # type: ignore[arg-type]


def test_a_service_without_hours_has_those_of_its_centre() -> None:
    assert place_hours(CENTRE, service()) == place_hours(CENTRE)


def test_a_services_own_hours_stand_instead_and_closures_add_up() -> None:
    own = Closure(at(2027, 1, 1))

    found = place_hours(CENTRE, service(hours="24/7", closures=(own,)))

    assert (found.hours, found.ramadan_hours, found.closures) == ("24/7", None, (SHUT, own))
    assert open_at(found, SHUT.start).closure == SHUT


def test_own_hours_without_those_of_ramadan_are_uncertain_in_that_month() -> None:
    found = open_at(place_hours(CENTRE, service(hours="08:00-12:00")), at(2027, 2, 20, 9))

    assert found.until == at(2027, 2, 20, 12)
    assert found.notes == {Note.RAMADAN_MAY_DIFFER}


def test_hours_in_words_alone_are_not_replaced_by_the_centres() -> None:
    found = place_hours(CENTRE, service(hours_words="when the teacher is there"))

    assert open_at(found, at(2026, 11, 23, 9)).opening is Opening.UNKNOWN


# ---------------------------------------------------------------- what must not be guessed


@pytest.mark.parametrize("hours", ["   ", "\t", "sunrise-sunset", "08:00+"])
def test_what_the_library_would_guess_is_not_known(hours: str) -> None:
    assert open_at(PlaceHours(hours, AMMAN), at(2026, 11, 24, 12)).opening is Opening.UNKNOWN


def test_before_an_open_end_nothing_is_told_of_what_comes() -> None:
    assert open_at(PlaceHours("08:00+", AMMAN), at(2026, 11, 24, 7)) == OpenState(Opening.CLOSED)


def test_hours_by_the_sun_go_by_the_place() -> None:
    place = PlaceHours("sunrise-sunset", AMMAN, point=Point(31.95, 35.93))

    until = open_at(place, at(2026, 11, 24, 12)).until

    assert until is not None
    assert at(2026, 11, 24, 17, 20) < until < at(2026, 11, 24, 17, 50)


def test_hours_longer_than_any_real_ones_are_none() -> None:
    rule = "Mo-Fr 08:00-17:00; "
    assert parse_hours((rule * (LONGEST // len(rule))).strip("; ")) is not None
    assert parse_hours((rule * (LONGEST // len(rule) + 1)).strip("; ")) is None


def test_hours_that_are_the_same_everywhere_are_read_once_and_others_for_each_place():
    one, other = Point(32.0, 35.9), Point(38.0, 23.7)

    assert rules_of(OFFICE, "JO", AMMAN, one) is rules_of(OFFICE, "GR", ATHENS, other)
    for hours in ("sunrise-sunset", f"{OFFICE}; PH off"):
        assert rules_of(hours, "JO", AMMAN, one) is not rules_of(hours, "GR", ATHENS, other)
    assert rules_of("sunrise-sunset", "JO", AMMAN) is None
