"""Reach: which centres one can go to from a place, nearest first, walked over lazily.

Within reach is what is at most 300 km away and not over a border, and what is in the country but
whose distance nobody knows. If there is nothing: anything in the country; else anything at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from domain.findable import EVERYWHERE, Entry, Findable
from domain.geography import Place
from domain.marks import ANYTHING, Sought
from domain.nearest import Near
from domain.organisations import CentreId
from domain.services import ServiceType

WITHIN_REACH_M = 300_000


class Reached(NamedTuple):
    """A centre and how far it is in metres, None if nobody knows."""

    centre: CentreId
    metres: float | None = None


Way = Callable[[Findable, Sought], Iterator[Reached]]
"""Walks, nearest first, over the centres among some that have the marks sought."""


def ways(findable: Findable, place: Place, kind: ServiceType | None = None) -> tuple[Way, ...]:
    """Give the ways to look from a place for centres that offer a kind of help.

    Each goes farther than the one before it, and is gone only if on that there is nothing at all,
    whatever is sought: where there is any help near, nobody is sent farther.
    """
    point = place.point
    if point is None:
        return (lambda among, sought: by_name(among, place, kind, sought),)

    countries: list[str] = []

    def country() -> str:
        if not countries:
            countries.append(place.country or country_of(findable, place))
        return countries[0]

    def close(among: Findable, sought: Sought) -> Iterator[Reached]:
        yield from map(_reached, among.nearest(point, place.country, kind, sought, WITHIN_REACH_M))
        if among.some_without_point:
            yield from map(_unmeasured, among.without_point(country(), kind, sought))

    def in_country(among: Findable, sought: Sought) -> Iterator[Reached]:
        return map(_reached, among.nearest(point, place.country, kind, sought))

    def far(among: Findable, sought: Sought) -> Iterator[Reached]:
        return anywhere(among, place, kind, sought)

    return close, in_country, far


def within_reach(
    findable: Findable, place: Place, kind: ServiceType | None = None
) -> Iterator[Reached]:
    """Walk over the centres within reach of a place that offer a kind of help."""
    for way in ways(findable, place, kind):
        first = next(walk := way(findable, ANYTHING), None)
        if first is not None:
            return chain((first,), walk)
    return iter(())


def anywhere(
    findable: Findable, place: Place, kind: ServiceType | None, sought: Sought = ANYTHING
) -> Iterator[Reached]:
    """Walk over all centres, over borders too; without a point, over those of the country."""
    if place.point is None:
        return by_name(findable, place, kind, sought)
    unmeasured = (
        each for c in findable.countries for each in findable.without_point(c, kind, sought)
    )
    measured = findable.nearest(place.point, EVERYWHERE, kind, sought)
    return chain(map(_reached, measured), map(_unmeasured, unmeasured))


def by_name(
    findable: Findable, place: Place, kind: ServiceType | None, sought: Sought = ANYTHING
) -> Iterator[Reached]:
    """Walk over the centres of a country by name, those of the town first."""
    countries = (place.country,) if place.country else findable.countries
    for in_town in (True, False):
        for country in countries:
            for each in findable.named(country, kind, sought):
                if (each.city == place.name) is in_town:
                    yield _unmeasured(each)


def kinds_within_reach(findable: Findable, place: Place) -> frozenset[ServiceType]:
    """List the kinds of help that one can go to from a place."""
    if place.point is None:
        return kinds_of(findable, (place.country,) if place.country else findable.countries)
    close = findable.kinds_near(place.point, place.country, WITHIN_REACH_M)
    country = place.country or country_of(findable, place)
    there = close | findable.kinds_without_point(country)
    return there or findable.kinds_of(place.country) or kinds_of(findable, findable.countries)


def kinds_of(findable: Findable, countries: Iterable[str]) -> frozenset[ServiceType]:
    """List the kinds of help in some countries."""
    return frozenset(kind for country in countries for kind in findable.kinds_of(country))


def country_of(findable: Findable, place: Place) -> str:
    """Guess the country of a shared position: that of the nearest centre, if one is near."""
    if place.point is None:
        return ""
    closest = next(findable.nearest(place.point, within=WITHIN_REACH_M), None)
    return findable.entries[CentreId(closest.key)].country if closest else ""


def _reached(each: Near) -> Reached:
    return Reached(CentreId(each.key), each.metres)


def _unmeasured(each: Entry) -> Reached:
    return Reached(each.centre)
