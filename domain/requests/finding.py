"""Finding: what may be asked about places, centres and services by anyone."""

from __future__ import annotations

from dataclasses import dataclass

from domain.capacity import Places
from domain.centres import Centre
from domain.geography import Place
from domain.hours import OpenState
from domain.organisations import CentreId
from domain.requests import Lookup, Standing
from domain.services import Service, ServiceId, ServiceType
from domain.wanted import Reason, Wanted


@dataclass(frozen=True, slots=True)
class Found:
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


@dataclass(frozen=True, slots=True)
class PlacesNamed(Standing):
    """Places that a text may mean, best first → tuple[Place, ...], empty for nonsense."""

    text: str


@dataclass(frozen=True, slots=True)
class Countries(Standing):
    """Countries that have a listed centre → tuple[str, ...] of ISO 3166-1 alpha-2."""


@dataclass(frozen=True, slots=True)
class CitiesIn(Standing):
    """Cities of a country that have a listed centre → tuple[Place, ...] by name."""

    country: str


@dataclass(frozen=True, slots=True)
class Nearest(Standing):
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


@dataclass(frozen=True, slots=True)
class LanguagesNear(Standing):
    """Languages spoken, or interpreted, at the nearest places → tuple[str, ...] of BCP 47.

    The most frequent first.
    """

    place: Place
    service: ServiceType | None = None


@dataclass(frozen=True, slots=True)
class ServicesHere(Standing):
    """What a centre offers to anyone → tuple[Found, ...]; empty if there is no such centre."""

    centre: CentreId


@dataclass(frozen=True, slots=True)
class KindsOffered(Standing):
    """Kinds of help within reach of a place → tuple[ServiceType, ...], shelter first."""

    place: Place


@dataclass(frozen=True, slots=True)
class EmergencyHelp:
    """Numbers of a country and the nearest place that is open day and night."""

    country: str | None
    general: tuple[str, ...]
    police: tuple[str, ...]
    ambulance: tuple[str, ...]
    fire: tuple[str, ...]
    children: tuple[str, ...]
    nearest: Found | None


@dataclass(frozen=True, slots=True)
class EmergencyNear(Lookup):
    """Emergency help for a place, or for where the person was last → EmergencyHelp."""

    place: Place | None = None


@dataclass(frozen=True, slots=True)
class OneService(Standing):
    """One listed service → Found, or None if it is not there any more."""

    service: ServiceId
