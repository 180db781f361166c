"""Places of a directory file: positions checked, and the country and zone that they lie in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

import tzfpy
from babel.core import get_global

from casework.directory_files.names import normalised
from casework.directory_files.report import Findings, RefusedReason, Row
from domain.geography import Point, distance_m

# A zone younger than the CLDR release in use.
YOUNGER_ZONES = {"America/Coyhaique": "CL"}
NOT_A_PLACE = re.compile(r"country\s*-?wide|nation\s*-?wide|whole country|all (the )?governorates")
ENOUGH_TO_COMPARE = 5
NEAR_M = 50_000.0
FAR_TIMES = 2


class NoPoint(Enum):
    """Why a place has no point: nobody wrote one, or what was written is refused."""

    UNWRITTEN = "unwritten"
    REFUSED = "refused"


Position = Point | NoPoint


@dataclass(frozen=True, slots=True)
class Written:
    """A place as a file has it: both numbers may be empty."""

    row: Row
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class Where:
    """A country (ISO 3166-1 alpha-2, empty at sea) with its IANA zone, and the point if known."""

    point: Point | None
    country: str
    zone: str


def is_a_place(name: str) -> bool:
    """Say whether one can walk to a place of this name: not to "Country Wide"."""
    return NOT_A_PLACE.search(normalised(name)) is None


def where(point: Point) -> Where:
    """Give the country and the zone of a point, by the map of time zones."""
    zone = tzfpy.get_tz(point.longitude, point.latitude)
    return Where(point, country_of_zone(zone), zone)


def country_of_zone(zone: str) -> str:
    """Give the country of an IANA zone; empty for one of no country."""
    territories: Mapping[str, str] = get_global("zone_territories")
    country = YOUNGER_ZONES.get(zone) or territories.get(zone, "")
    return country if len(country) == 2 and country.isalpha() else ""


def main_zone(country: str) -> str:
    """Give a zone of a country, UTC if there is none."""
    zones: Mapping[str, Sequence[str]] = get_global("territory_zones")
    return next(iter(zones.get(country, ())), "UTC")


def only_zone(country: str) -> str:
    """Give the zone of a country that has but one; empty where it could be another."""
    zones: Mapping[str, Sequence[str]] = get_global("territory_zones")
    found = zones.get(country, ())
    return found[0] if len(found) == 1 else ""


def positions(places: Sequence[Written], findings: Findings) -> list[Position]:
    """Read the points of all places, in their order.

    A point is refused when it is not on the globe, at 0/0, or lies far from all others and would
    lie among them with its numbers exchanged.
    """
    read = [_numbers(place, findings) for place in places]
    whole = [pair for pair in read if isinstance(pair, tuple)]
    middle, reach = _cluster([pair for pair in whole if _on_globe(*pair) and any(pair)])
    return [
        _point(place, pair, middle, reach, findings) if isinstance(pair, tuple) else pair
        for place, pair in zip(places, read, strict=True)
    ]


def _numbers(place: Written, findings: Findings) -> tuple[float, float] | NoPoint:
    values = []
    for name, text in (("latitude", place.latitude), ("longitude", place.longitude)):
        if not text.strip():
            continue
        try:
            values.append(float(text))
        except ValueError:
            words = f"The {name} is not a number."
            findings.refuse(place.row, name, text, RefusedReason.NOT_A_NUMBER, words)
            return NoPoint.REFUSED
    if len(values) == 1:
        missing = "longitude" if place.latitude.strip() else "latitude"
        words = f"The {missing} is missing, the other number is there."
        findings.refuse(place.row, missing, "", RefusedReason.MISSING, words)
        return NoPoint.REFUSED
    return (values[0], values[1]) if values else NoPoint.UNWRITTEN


def _point(
    place: Written,
    pair: tuple[float, float],
    middle: Point | None,
    reach: float,
    findings: Findings,
) -> Position:
    fault = _fault(pair, middle, max(reach, NEAR_M))
    if fault is None:
        return Point(*pair)
    reason, words = fault
    value = f"{place.latitude}, {place.longitude}"
    findings.refuse(place.row, "latitude", value, reason, words)
    return NoPoint.REFUSED


def _fault(
    pair: tuple[float, float], middle: Point | None, reach: float
) -> tuple[RefusedReason, str] | None:
    if not any(pair):
        words = "The position 0/0 lies in the sea off Africa: nobody filled it in."
        return RefusedReason.AT_ZERO, words
    latitude, longitude = pair
    fits = (
        middle is not None
        and _on_globe(longitude, latitude)
        and distance_m(middle, Point(longitude, latitude)) <= reach
    )
    if not _on_globe(latitude, longitude):
        if fits:
            return RefusedReason.SWAPPED, "The position is not on the globe; exchanged it fits."
        return RefusedReason.OFF_THE_GLOBE, "The position is not on the globe."
    if fits and middle and distance_m(middle, Point(latitude, longitude)) > FAR_TIMES * reach:
        words = "The position lies far from all others; exchanged it lies among them."
        return RefusedReason.SWAPPED, words
    return None


def _on_globe(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _cluster(pairs: Sequence[tuple[float, float]]) -> tuple[Point | None, float]:
    """Give the middle of all points and how far nine in ten of them lie from it, in metres."""
    if len(pairs) < ENOUGH_TO_COMPARE:
        return None, 0.0
    middle = Point(median(each[0] for each in pairs), median(each[1] for each in pairs))
    apart = sorted(distance_m(middle, Point(*each)) for each in pairs)
    return middle, apart[len(apart) * 9 // 10 - 1]


def country_and_zone(positions: Sequence[Position], written: Sequence[str]) -> list[Where | None]:
    """Give country and zone of places, by point or by what is written; None where neither helps.

    `written`: ISO 3166-1 alpha-2 codes, empty where there is none. A place without either lies
    in the country of all others, if that is one.
    """
    found = [where(each) if isinstance(each, Point) else None for each in positions]
    countries = {each.country for each in found if each} - {""}
    only = next(iter(countries)) if len(countries) == 1 else ""
    return [
        _settled(place, code.strip().upper(), only)
        for place, code in zip(found, written, strict=True)
    ]


def _settled(place: Where | None, code: str, only: str) -> Where | None:
    told = code if code in get_global("territory_zones") else ""
    if place is not None:
        country = told or place.country
        return Where(place.point, country, place.zone) if country else None
    country = told or only
    return Where(None, country, main_zone(country)) if country else None
