"""Finding: the nearest listed services and what is open, for anyone (Safety 1).

Places are walked over from the nearest outwards, and only as far as the answer needs: hours are
read for what is shown, or where they are asked for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from casework.capacity import with_places
from casework.fitting import Candidate, Search, is_stale, offered
from casework.gazetteer.search import Gazetteer
from casework.of_the_minute import OfTheMinute
from casework.places import PlaceIndex, index_of, place_of
from casework.reach import WITHIN_REACH_M, anywhere, kinds_within_reach, within_reach
from casework.vacancies import vacancies
from casework.workplace import Work
from domain.centres import Centre
from domain.directory import Directory, is_listed
from domain.emergency import numbers_for
from domain.geography import Place, distance_m
from domain.hours import Opening, OpenState, opening_at
from domain.requests.finding import (
    CitiesIn,
    Countries,
    EmergencyHelp,
    EmergencyNear,
    Found,
    KindsOffered,
    LanguagesNear,
    Nearest,
    OneService,
    PlacesNamed,
    ServicesHere,
)
from domain.services import Service, ServiceType
from domain.wanted import Reason
from storage import people

KEPT_ROUGHLY_M = 15_000
DOORS_TRIED = 1_000
LANGUAGES_OF = 100


@lru_cache(maxsize=2)
def _index(directory: Directory, gazetteer: Gazetteer | None) -> PlaceIndex:
    return index_of(directory, gazetteer)


async def places_named(work: Work, request: PlacesNamed) -> tuple[Place, ...]:
    """Find the places that a text may mean."""
    return _index(work.directory.same_names, work.gazetteer).named(request.text)


async def countries(work: Work, request: Countries) -> tuple[str, ...]:
    """List the countries with a listed centre, by code."""
    return work.directory.findable.countries


async def cities_in(work: Work, request: CitiesIn) -> tuple[Place, ...]:
    """List the towns of a country that have a listed centre, each once, by name."""
    return _towns(work.directory.same_names, request.country)


@lru_cache(maxsize=64)
def _towns(directory: Directory, country: str) -> tuple[Place, ...]:
    entries = directory.findable.named(country)
    towns = {
        place.name: place
        for each in entries
        for place in (place_of(directory.centre(each.centre)),)
    }
    return tuple(towns[name] for name in sorted(towns))


async def kinds_offered(work: Work, request: KindsOffered) -> tuple[ServiceType, ...]:
    """List the kinds of help within reach of a place."""
    there = kinds_within_reach(work.directory.findable, request.place)
    return tuple(kind for kind in ServiceType if kind in there)


async def languages_near(work: Work, request: LanguagesNear) -> tuple[str, ...]:
    """List the languages of the nearest places, the most frequent first."""
    near = within_reach(work.directory.findable, request.place, request.service)
    found: Counter[str] = Counter()
    for each in islice(near, LANGUAGES_OF):
        centre = work.directory.centre(each.centre)
        for service in offered(work, centre, request.service):
            found.update(service.languages or centre.languages)
            found.update(service.interpreters or centre.interpreters)
    return tuple(sorted(found, key=lambda code: (-found[code], code)))


# ---------------------------------------------------------------- the nearest


async def nearest(work: Work, request: Nearest) -> tuple[Found, ...]:
    """Find the nearest services, and remember roughly where, for an emergency."""
    if request.wanted.free_places:
        page = page_of(Search(work, request, await vacancies(work)))
    else:
        page = _pages.answer(
            work.directory, work.now, request, lambda: page_of(Search(work, request))
        )
    if page.first is not None:
        await remember_place(work, request.place, page.first)
    return await with_places(work, page.told)


class Page(NamedTuple):
    """What a search shows, without the places that are free, and what came first of all."""

    first: Candidate | None
    told: tuple[Found, ...]


_pages: OfTheMinute[Nearest, Page] = OfTheMinute()


def page_of(search: Search) -> Page:
    """Search, and describe what is shown."""
    skip, limit = search.request.skip, search.request.limit
    ranked = list(islice(search.ranked(), skip + limit))
    told = tuple(shown(search, each) for each in ranked[skip:])
    return Page(ranked[0] if ranked else None, told)


def hours_of(work: Work, service: Service, centre: Centre) -> OpenState:
    """Say whether a service is open now."""
    return opening_at(centre, service, work.now)


def shown(search: Search, each: Candidate) -> Found:
    """Describe a candidate, without a distance inside the town that was named."""
    place = search.request.place
    # Where in the town that was named the person is, nobody knows.
    in_town = bool(place.name) and place.name == each.centre.city
    seen_from = None if in_town else place
    return found(search.work, each.service, each.centre, seen_from, search.reasons(each))


def found(
    work: Work,
    service: Service,
    centre: Centre,
    place: Place | None = None,
    why: tuple[Reason, ...] = (),
) -> Found:
    """Describe a service at a centre, seen from a place."""
    metres = None
    if place is not None and place.point is not None and centre.shown_point is not None:
        metres = distance_m(place.point, centre.shown_point)
    state = hours_of(work, service, centre)
    provider = work.directory.organisation(service.provider).name if service.provider else ""
    stale = is_stale(work, centre, service)
    return Found(service, centre, state, metres, provider, why, stale)


async def remember_place(work: Work, place: Place, first: Candidate) -> None:
    """Keep roughly where help was looked for, so that an emergency needs no question."""
    near = first.metres is None or first.metres < WITHIN_REACH_M
    country = place.country or (first.centre.country if near else "")
    if not country:
        return
    here = place if place.country else replace(place, country=country)
    kept = work.place
    if kept is None or not is_near(kept, here):
        await people.set_last_place(work.tx, work.person, here)


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
    """Find the nearest shelter that is open day and night, among the nearest thousand."""
    near = anywhere(work.directory.findable, place, ServiceType.SHELTER)
    for each in islice(near, DOORS_TRIED):
        centre = work.directory.centre(each.centre)
        for service in offered(work, centre, ServiceType.SHELTER):
            if hours_of(work, service, centre).opening is Opening.ALWAYS:
                return found(work, service, centre, place)
    return None
