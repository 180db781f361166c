"""Finding: what may be asked about places, centres and services by anyone."""

from __future__ import annotations

from msgspec import Struct

from domain.capacity import Places
from domain.centres import Centre
from domain.geography import Place
from domain.hours import OpenState
from domain.organisations import CentreId
from domain.requests import Lookup, Standing
from domain.services import Service, ServiceId, ServiceType
from domain.wanted import Reason, Wanted


class Found(Struct, frozen=True):
    """A service at a centre, with the distance in metres if a position is known.

    `centre` never holds an undisclosed address. `provider`: the name of who offers it.
    `places`: what is known of its places, in numbers for staff alone; None if nobody counts them.
    `why`: how it fits what was wanted, with what is not known. `stale`: not checked for too long.
    """

    service: Service
    centre: Centre
    open: OpenState
    metres: float | None = None
    provider: str = ""
    why: tuple[Reason, ...] = ()
    stale: bool = False
    places: Places | None = None


class PlacesNamed(Standing, frozen=True):
    """Places that a text may mean, best first → tuple[Place, ...], empty for nonsense."""

    text: str


class Countries(Standing, frozen=True):
    """Countries that have a listed centre → tuple[str, ...] of ISO 3166-1 alpha-2."""


class CitiesIn(Standing, frozen=True):
    """Cities of a country that have a listed centre → tuple[Place, ...] by name."""

    country: str


class Nearest(Standing, frozen=True):
    """The nearest listed services → tuple[Found, ...], nearest first.

    Without a point in `place`: those of its country, its city first. `one_per_centre` keeps the
    first of each centre, for a person who looks for anything at all. `wanted`: what surely does
    not fit is left out, what is not known comes last. At a comparable distance
    (domain/ranking.py), entries that nobody has checked for long come later.
    """

    place: Place
    service: ServiceType | None = None
    limit: int = 5
    skip: int = 0
    one_per_centre: bool = False
    wanted: Wanted = Wanted()


class LanguagesNear(Standing, frozen=True):
    """Languages spoken, or interpreted, at the nearest places → tuple[str, ...] of BCP 47.

    The most frequent first.
    """

    place: Place
    service: ServiceType | None = None


class ServicesHere(Standing, frozen=True):
    """What a centre offers to anyone → tuple[Found, ...]; empty if there is no such centre."""

    centre: CentreId


class KindsOffered(Standing, frozen=True):
    """Kinds of help within reach of a place → tuple[ServiceType, ...], shelter first."""

    place: Place


class EmergencyHelp(Struct, frozen=True):
    """Numbers of a country and the nearest place that is open day and night."""

    country: str | None
    general: tuple[str, ...]
    police: tuple[str, ...]
    ambulance: tuple[str, ...]
    fire: tuple[str, ...]
    children: tuple[str, ...]
    nearest: Found | None


class EmergencyNear(Lookup, frozen=True):
    """Emergency help for a place, or for where the person was last → EmergencyHelp."""

    place: Place | None = None


class OneService(Standing, frozen=True):
    """One listed service → Found, or None if it is not there any more."""

    service: ServiceId
