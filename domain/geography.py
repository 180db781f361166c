"""Points on the globe and the distance between them."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Point:
    """Latitude and longitude in degrees, WGS 84. Raises ValueError outside the globe."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        """Refuse what is not on the globe."""
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError("latitude must be -90..90 and longitude -180..180 degrees")


def distance_m(a: Point, b: Point) -> float:
    """Give the distance in metres on the sphere (haversine)."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half_lat = sin((lat_b - lat_a) / 2)
    half_lon = sin(radians(b.longitude - a.longitude) / 2)
    chord = half_lat * half_lat + cos(lat_a) * cos(lat_b) * half_lon * half_lon
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, chord)))


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a person can be: a town, a country or a shared position.

    `region` tells places of one name in one country apart: the biggest town of the same region,
    or the state in the United States; empty where that is not known or needed.
    """

    name: str
    country: str
    point: Point | None = None
    region: str = ""
