"""What can be found: centres with a listed service, by country, kind of help and distance.

Only the point that anyone may know is in it (B7). The grids are made when they are first asked
for; an edit of the directory remakes only the cells that it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from domain.centres import Centre
from domain.geography import Point
from domain.nearest import Grid, Near, Spot, grid_of, spot
from domain.organisations import CentreId
from domain.services import Service, ServiceStatus, ServiceType

EVERYWHERE = ""


def is_listed(service: Service) -> bool:
    """Say whether a service may appear in a search (Decisions, Address)."""
    return service.status is ServiceStatus.ACTIVE and not service.confidential


@dataclass(frozen=True, slots=True)
class Entry:
    """A centre that can be found: what a search sees of it. `spot`: None if it has no point."""

    centre: CentreId
    name: str
    aliases: tuple[str, ...]
    city: str
    country: str
    spot: Spot | None
    kinds: frozenset[ServiceType]

    @property
    def names(self) -> tuple[object, ...]:
        """Give all that makes it found by words."""
        point = self.spot.point if self.spot else None
        return self.name, self.aliases, self.city, self.country, point


def entry_of(centre: Centre, services: Iterable[Service]) -> Entry | None:
    """Give the entry of a centre; None if nobody may find anything there."""
    kinds = frozenset(service.type for service in services if is_listed(service))
    if not kinds or not centre.takes_requests:
        return None
    point = centre.shown_point
    return Entry(
        centre.id,
        centre.name,
        centre.aliases,
        centre.city,
        centre.country,
        spot(centre.id, centre.name, point) if point else None,
        kinds,
    )


Area = tuple[str, ServiceType | None]


@dataclass(frozen=True, eq=False)
class Findable:
    """All entries, by centre. An area is a country, or everywhere, and a kind of help or any."""

    entries: Mapping[CentreId, Entry]
    _grids: dict[Area, Grid] = field(default_factory=dict)

    def nearest(
        self, point: Point, country: str = EVERYWHERE, kind: ServiceType | None = None
    ) -> Iterator[Near]:
        """Walk over the centres of an area that have a point, nearest first, lazily."""
        return self._grid(country, kind).nearest(point)

    def named(self, country: str, kind: ServiceType | None = None) -> Iterator[Entry]:
        """Walk over the centres of a country by name."""
        return (each for each in self._named.get(country, ()) if _offers(each, kind))

    def without_point(self, country: str, kind: ServiceType | None = None) -> Iterator[Entry]:
        """Walk over the centres of a country whose distance nobody knows, by name."""
        return (each for each in self._without_point.get(country, ()) if _offers(each, kind))

    def has(self, country: str, kind: ServiceType | None = None) -> bool:
        """Say whether there is any such centre in a country."""
        return any(True for _ in self.named(country, kind))

    @property
    def countries(self) -> tuple[str, ...]:
        """List the countries with anything to find, by code."""
        return tuple(sorted(country for country in self._named if country))

    def changed(self, entries: Mapping[CentreId, Entry | None]) -> Findable:
        """Give this with new entries of some centres, None for those that are gone."""
        entries = {key: each for key, each in entries.items() if self.entries.get(key) != each}
        if not entries:
            return self
        gone = [old for key in entries if (old := self.entries.get(key)) is not None]
        come = [entry for entry in entries.values() if entry is not None]
        known = dict(self.entries)
        for old in gone:
            del known[old.centre]
        known.update((entry.centre, entry) for entry in come)
        grids = {
            area: grid.changed(_spots(gone, area), _spots(come, area))
            for area, grid in self._grids.items()
        }
        made = Findable(known, grids)
        if "_named" in self.__dict__:
            made.__dict__["_named"] = _with(self._named, gone, come)
        return made

    def _grid(self, country: str, kind: ServiceType | None) -> Grid:
        area = (country, kind)
        if area not in self._grids:
            among = self._named.get(country, ()) if country else self.entries.values()
            self._grids[area] = grid_of(_spots(among, area))
        return self._grids[area]

    @cached_property
    def _named(self) -> dict[str, tuple[Entry, ...]]:
        return _by_country(self.entries.values())

    @cached_property
    def _without_point(self) -> dict[str, tuple[Entry, ...]]:
        found = {
            country: tuple(each for each in entries if each.spot is None)
            for country, entries in self._named.items()
        }
        return {country: entries for country, entries in found.items() if entries}


def _offers(entry: Entry, kind: ServiceType | None) -> bool:
    return kind is None or kind in entry.kinds


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda each: (each.name, each.centre)))


def _by_country(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for each in entries:
        found.setdefault(each.country, []).append(each)
    return {country: _in_order(those) for country, those in found.items()}


def _with(
    named: dict[str, tuple[Entry, ...]], gone: list[Entry], come: list[Entry]
) -> dict[str, tuple[Entry, ...]]:
    """Put changed entries into their countries; the others stay as they are."""
    without = {each.centre for each in gone}
    touched = {each.country for each in (*gone, *come)}
    new = {
        country: _in_order(
            (
                *(each for each in named.get(country, ()) if each.centre not in without),
                *(each for each in come if each.country == country),
            )
        )
        for country in touched
    }
    return {country: entries for country, entries in {**named, **new}.items() if entries}


def _spots(entries: Iterable[Entry], area: Area) -> list[Spot]:
    country, kind = area
    return [
        each.spot
        for each in entries
        if each.spot is not None and (country in (EVERYWHERE, each.country)) and _offers(each, kind)
    ]
