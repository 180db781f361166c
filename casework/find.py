"""Finding: the nearest listed services and what is open, for anyone (Safety 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from casework.places import PlaceIndex, index_of, listed_centres, place_of
from casework.workplace import Work
from domain.centres import Centre
from domain.directory import Directory, is_listed
from domain.emergency import numbers_for
from domain.geography import Place, distance_m
from domain.hours import Opening, open_at, place_hours
from domain.requests.finding import (
    CitiesIn,
    Countries,
    EmergencyHelp,
    EmergencyNear,
    Found,
    KindsOffered,
    Nearest,
    OneService,
    PlacesNamed,
    ServicesHere,
)
from domain.services import Service, ServiceType
from storage import people

WITHIN_REACH_M = 300_000
KEPT_ROUGHLY_M = 15_000


@lru_cache(maxsize=4)
def _index(directory: Directory) -> PlaceIndex:
    return index_of(directory)


async def places_named(work: Work, request: PlacesNamed) -> tuple[Place, ...]:
    """Find the places that a text may mean."""
    return _index(work.directory).named(request.text)


async def countries(work: Work, request: Countries) -> tuple[str, ...]:
    """List the countries with a listed centre, by code."""
    return tuple(sorted({centre.country for centre in listed_centres(work.directory)}))


async def cities_in(work: Work, request: CitiesIn) -> tuple[Place, ...]:
    """List the towns of a country that have a listed centre, each once, by name."""
    towns = {
        place.name: place
        for place in map(place_of, listed_centres(work.directory))
        if place.country == request.country
    }
    return tuple(towns[name] for name in sorted(towns))


async def kinds_offered(work: Work, request: KindsOffered) -> tuple[ServiceType, ...]:
    """List the kinds of help within reach of a place."""
    near = within_reach(
        sorted(candidates(work, Nearest(request.place)), key=_metres), request.place.country
    )
    there = {each.service.type for each in near}
    return tuple(kind for kind in ServiceType if kind in there)


async def nearest(work: Work, request: Nearest) -> tuple[Found, ...]:
    """Find the nearest services, and remember roughly where, for an emergency."""
    ranked = within_reach(
        sorted(candidates(work, request), key=lambda f: (_metres(f), f.centre.name, f.service.id)),
        request.place.country,
    )
    if request.one_per_centre:
        ranked = list({found.centre.id: found for found in reversed(ranked)}.values())[::-1]
    if ranked:
        await remember_place(work, request.place, ranked[0])
    shown = ranked[request.skip : request.skip + request.limit]
    return tuple(without_distance_in_town(each, request.place) for each in shown)


def without_distance_in_town(found: Found, place: Place) -> Found:
    """Tell no distance inside the town that was named: where in it the person is, nobody knows."""
    in_town = bool(place.name) and place.name == found.centre.city
    return replace(found, metres=None) if in_town else found


def within_reach(ranked: list[Found], country: str) -> list[Found]:
    """Leave out what is too far to go to, or over a border; unless there is nothing else."""
    here = [f for f in ranked if not country or f.centre.country == country]
    near = [f for f in here if f.metres is None or f.metres <= WITHIN_REACH_M]
    return near or here or ranked


def candidates(work: Work, request: Nearest) -> Iterator[Found]:
    """Give every listed service that fits: with a point any, else those of the country."""
    place = request.place
    for service, centre in work.directory.open_services(request.service):
        if place.point is None and place.country and centre.country != place.country:
            continue
        yield found(work, service, centre, place)


def _metres(each: Found) -> float:
    return each.metres if each.metres is not None else float("inf")


def found(work: Work, service: Service, centre: Centre, place: Place | None = None) -> Found:
    """Describe a service at a centre, seen from a place."""
    metres = None
    if place is not None and place.point is not None and centre.shown_point is not None:
        metres = distance_m(place.point, centre.shown_point)
    state = open_at(place_hours(centre, service), work.now)
    provider = work.directory.organisation(service.provider).name if service.provider else ""
    return Found(service, centre, state, metres, provider)


async def remember_place(work: Work, place: Place, first: Found) -> None:
    """Keep roughly where help was looked for, so that an emergency needs no question."""
    near = first.metres is None or first.metres < WITHIN_REACH_M
    country = place.country or (first.centre.country if near else "")
    if country and (work.place is None or not is_near(work.place, replace(place, country=country))):
        await people.set_last_place(work.tx, work.person, replace(place, country=country))


def is_near(kept: Place, place: Place) -> bool:
    """Say whether the place that is kept still tells enough."""
    if kept.country != place.country or (kept.point is None) != (place.point is None):
        return False
    return not (kept.point and place.point) or distance_m(kept.point, place.point) < KEPT_ROUGHLY_M


async def services_here(work: Work, request: ServicesHere) -> tuple[Found, ...]:
    """List what a centre offers to anyone."""
    if not work.directory.has_centre(request.centre):
        return ()
    centre = work.directory.centre(request.centre)
    offered = work.directory.services_of(request.centre)
    return tuple(found(work, service, centre) for service in offered if is_listed(service))


async def one_service(work: Work, request: OneService) -> Found | None:
    """Give one listed service of a centre that is not closed."""
    if not work.directory.has_service(request.service):
        return None
    service = work.directory.service(request.service)
    centre = work.directory.centre(service.centre)
    if not is_listed(service) or not centre.takes_requests:
        return None
    return found(work, service, centre)


async def emergency_near(work: Work, request: EmergencyNear) -> EmergencyHelp:
    """Give the country's numbers, and the nearest door that is open day and night."""
    place = request.place or work.place
    country = place.country if place else None
    known = numbers_for(country)
    return EmergencyHelp(
        country,
        known.general,
        known.police,
        known.ambulance,
        known.fire,
        known.children,
        open_door(work, place) if place else None,
    )


def open_door(work: Work, place: Place) -> Found | None:
    """Find the nearest shelter that is open day and night."""
    always = [
        each
        for each in candidates(work, Nearest(place, ServiceType.SHELTER))
        if each.open.opening is Opening.ALWAYS
    ]
    return min(always, key=lambda f: (_metres(f), f.service.id), default=None)
