"""Reach: which centres one can go to from a place, nearest first, walked over lazily.

Within reach is what is at most 300 km away and not over a border, and what is in the country but
whose distance nobody knows. If there is nothing: anything in the country; else anything at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, takewhile
from typing import NamedTuple

from domain.findable import EVERYWHERE, Entry, Findable
from domain.geography import Place
from domain.nearest import Near
from domain.organisations import CentreId
from domain.services import ServiceType

WITHIN_REACH_M = 300_000


class Reached(NamedTuple):
    """A centre and how far it is in metres, None if nobody knows."""

    centre: CentreId
    metres: float | None = None


def within_reach(
    findable: Findable, place: Place, kind: ServiceType | None = None
) -> Iterator[Reached]:
    """Walk over the centres within reach of a place that offer a kind of help."""
    if place.point is None:
        return by_name(findable, place, kind)
    return first_with_any(_ways(findable, place, kind))


def _ways(
    findable: Findable, place: Place, kind: ServiceType | None
) -> Iterator[Iterator[Reached]]:
    yield near(findable, place, kind)
    yield map(_reached, _from(findable, place, place.country, kind))
    yield anywhere(findable, place, kind)


def near(findable: Findable, place: Place, kind: ServiceType | None) -> Iterator[Reached]:
    """Walk over what is near, then over what is in the country at an unknown distance."""
    close = takewhile(_is_near, _from(findable, place, place.country, kind))
    country = place.country or country_of(findable, place)
    return chain(map(_reached, close), map(_unmeasured, findable.without_point(country, kind)))


def anywhere(findable: Findable, place: Place, kind: ServiceType | None) -> Iterator[Reached]:
    """Walk over all centres, over borders too; without a point, over those of the country."""
    if place.point is None:
        return by_name(findable, place, kind)
    unmeasured = (each for c in findable.countries for each in findable.without_point(c, kind))
    return chain(
        map(_reached, _from(findable, place, EVERYWHERE, kind)), map(_unmeasured, unmeasured)
    )


def by_name(findable: Findable, place: Place, kind: ServiceType | None) -> Iterator[Reached]:
    """Walk over the centres of a country by name, those of the town first."""
    countries = (place.country,) if place.country else findable.countries
    there = [each for country in countries for each in findable.named(country, kind)]
    there.sort(key=lambda each: each.city != place.name)
    return map(_unmeasured, there)


def kinds_within_reach(findable: Findable, place: Place) -> set[ServiceType]:
    """List the kinds of help that one can go to from a place."""
    if place.point is None:
        return kinds_of(findable, (place.country,) if place.country else findable.countries)
    close = {kind for kind in ServiceType if any(True for _ in near(findable, place, kind))}
    if close:
        return close
    return kinds_of(findable, (place.country,)) or kinds_of(findable, findable.countries)


def kinds_of(findable: Findable, countries: Iterable[str]) -> set[ServiceType]:
    """List the kinds of help in some countries."""
    return {kind for c in countries for entry in findable.named(c) for kind in entry.kinds}


def country_of(findable: Findable, place: Place) -> str:
    """Guess the country of a shared position: that of the nearest centre, if one is near."""
    closest = next(_from(findable, place, EVERYWHERE, None), None)
    if closest is None or not _is_near(closest):
        return ""
    return findable.entries[CentreId(closest.key)].country


def first_with_any(ways: Iterable[Iterator[Reached]]) -> Iterator[Reached]:
    """Walk the first of some ways that leads anywhere."""
    for way in ways:
        for first in way:
            yield first
            yield from way
            return


def _from(
    findable: Findable, place: Place, country: str, kind: ServiceType | None
) -> Iterator[Near]:
    return findable.nearest(place.point, country, kind) if place.point else iter(())


def _is_near(each: Near) -> bool:
    return each.metres <= WITHIN_REACH_M


def _reached(each: Near) -> Reached:
    return Reached(CentreId(each.key), each.metres)


def _unmeasured(each: Entry) -> Reached:
    return Reached(each.centre)
