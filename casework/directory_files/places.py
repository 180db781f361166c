"""Places of a directory file: positions checked, and the country and zone that they lie in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
FAR_TIMES = 3


@dataclass(frozen=True, slots=True)
class Written:
    """A place as a file has it: both numbers may be empty."""

    row: Row
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class Where:
    """A point with its country (ISO 3166-1 alpha-2, empty at sea) and its IANA zone."""

    point: Point
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


def positions(places: Sequence[Written], findings: Findings) -> list[Point | None]:
    """Read the points of all places; None for one without numbers and for a refused one.

    A point is refused when it is not on the globe, at 0/0, or lies far from all others and would
    lie among them with its numbers exchanged.
    """
    read = [_numbers(place, findings) for place in places]
    middle, reach = _cluster([pair for pair in read if pair and _on_globe(*pair)])
    return [
        _point(place, pair, middle, reach, findings) if pair else None
        for place, pair in zip(places, read, strict=True)
    ]


def _numbers(place: Written, findings: Findings) -> tuple[float, float] | None:
    values = []
    for name, text in (("latitude", place.latitude), ("longitude", place.longitude)):
        if not text.strip():
            continue
        try:
            values.append(float(text))
        except ValueError:
            words = f"The {name} is not a number."
            findings.refuse(place.row, name, text, RefusedReason.NOT_A_NUMBER, words)
            return None
    if len(values) == 1:
        missing = "longitude" if place.latitude.strip() else "latitude"
        words = f"The {missing} is missing, the other number is there."
        findings.refuse(place.row, missing, "", RefusedReason.MISSING, words)
    return (values[0], values[1]) if len(values) == 2 else None


def _point(
    place: Written,
    pair: tuple[float, float],
    middle: Point | None,
    reach: float,
    findings: Findings,
) -> Point | None:
    latitude, longitude = pair
    value = f"{place.latitude}, {place.longitude}"
    if latitude == 0 and longitude == 0:
        words = "The position 0/0 lies in the sea off Africa: nobody filled it in."
        findings.refuse(place.row, "latitude", value, RefusedReason.AT_ZERO, words)
        return None
    exchanged = _on_globe(longitude, latitude) and middle is not None
    there = Point(longitude, latitude) if exchanged else None
    fits = middle and there and distance_m(middle, there) <= max(reach, NEAR_M)
    if not _on_globe(latitude, longitude):
        reason = RefusedReason.SWAPPED if fits else RefusedReason.OFF_THE_GLOBE
        words = "The position is not on the globe" + (", exchanged it fits." if fits else ".")
        findings.refuse(place.row, "latitude", value, reason, words)
        return None
    here = Point(latitude, longitude)
    if fits and middle and distance_m(middle, here) > FAR_TIMES * max(reach, NEAR_M):
        words = "The position lies far from all others, exchanged it lies among them."
        findings.refuse(place.row, "latitude", value, RefusedReason.SWAPPED, words)
        return None
    return here


def _on_globe(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _cluster(pairs: Sequence[tuple[float, float]]) -> tuple[Point | None, float]:
    """Give the middle of all points and how far nine in ten of them lie from it, in metres."""
    if len(pairs) < ENOUGH_TO_COMPARE:
        return None, 0.0
    middle = Point(median(each[0] for each in pairs), median(each[1] for each in pairs))
    apart = sorted(distance_m(middle, Point(*each)) for each in pairs)
    return middle, apart[len(apart) * 9 // 10 - 1]
