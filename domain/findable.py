"""What can be found: centres with a listed service, by country, kind of help and distance.

Only the point that anyone may know is in it (B7). The trees are made when they are first asked
for; an edit of the directory remakes only the boxes that it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from domain.centres import Centre
from domain.geography import Point
from domain.marks import ANYTHING, Sought, all_of, hits, kinds_in, marks_of
from domain.nearest import Near, Spot, Tree, spot, tree_of
from domain.organisations import CentreId
from domain.services import Service, ServiceStatus, ServiceType

EVERYWHERE = ""


def is_listed(service: Service) -> bool:
    """Say whether a service may appear in a search (Decisions, Address)."""
    return service.status is ServiceStatus.ACTIVE and not service.confidential


@dataclass(frozen=True, slots=True)
class Entry:
    """A centre that can be found: what a search sees of it. `spot`: None if it has no point.

    `offers`: the marks (domain/marks.py) of what it offers, by kind of help.
    """

    centre: CentreId
    name: str
    aliases: tuple[str, ...]
    city: str
    country: str
    spot: Spot | None
    offers: Mapping[ServiceType, int]

    @property
    def names(self) -> tuple[object, ...]:
        """Give all that makes it found by words."""
        point = self.spot[:3] if self.spot else None
        return self.name, self.aliases, self.city, self.country, point

    def marks(self, kind: ServiceType | None = None) -> int:
        """Give the marks of what it offers of a kind, or of all; none if it offers nothing."""
        if kind is not None:
            return self.offers.get(kind, 0)
        return all_of(self.offers.values())


def entry_of(centre: Centre, services: Iterable[Service]) -> Entry | None:
    """Give the entry of a centre; None if nobody may find anything there."""
    if not centre.takes_requests:
        return None
    offers: dict[ServiceType, int] = {}
    for service in services:
        if is_listed(service):
            offers[service.type] = offers.get(service.type, 0) | marks_of(service, centre)
    if not offers:
        return None
    point = centre.shown_point
    return Entry(
        centre.id,
        centre.name,
        centre.aliases,
        centre.city,
        centre.country,
        spot(centre.id, centre.name, point, all_of(offers.values())) if point else None,
        offers,
    )


Area = tuple[str, ServiceType | None]


@dataclass(frozen=True, eq=False)
class Findable:
    """All entries, by centre. An area is a country, or everywhere, and a kind of help or any."""

    entries: Mapping[CentreId, Entry]
    _trees: dict[Area, Tree] = field(default_factory=dict)

    def nearest(
        self,
        point: Point,
        country: str = EVERYWHERE,
        kind: ServiceType | None = None,
        sought: Sought = ANYTHING,
        within: float = inf,
    ) -> Iterator[Near]:
        """Walk over the centres of an area that have a point, nearest first, lazily.

        At most `within` metres away, and only over those with the marks sought.
        """
        return self._tree(country, kind).nearest(point, sought, within)

    def named(
        self, country: str, kind: ServiceType | None = None, sought: Sought = ANYTHING
    ) -> Iterator[Entry]:
        """Walk over the centres of a country by name."""
        return _offering(self._in(country).named, kind, sought)

    def without_point(
        self, country: str, kind: ServiceType | None = None, sought: Sought = ANYTHING
    ) -> Iterator[Entry]:
        """Walk over the centres of a country whose distance nobody knows, by name."""
        return _offering(self._in(country).without_point, kind, sought)

    def has(self, country: str, kind: ServiceType | None = None) -> bool:
        """Say whether there is any such centre in a country."""
        return any(True for _ in self.named(country, kind))

    def kinds_near(self, point: Point, country: str, metres: float) -> frozenset[ServiceType]:
        """List the kinds of help in a country, or everywhere, at most so many metres away."""
        return kinds_in(self._tree(country, None).marks_within(point, metres))

    def kinds_without_point(self, country: str) -> frozenset[ServiceType]:
        """List the kinds of help in a country whose distance nobody knows."""
        return kinds_in(all_of(each.marks() for each in self._in(country).without_point))

    def kinds_of(self, country: str) -> frozenset[ServiceType]:
        """List the kinds of help in a country."""
        return self._in(country).kinds

    @cached_property
    def some_without_point(self) -> bool:
        """Say whether there is any centre whose distance nobody knows."""
        return any(each.without_point for each in self._countries.values())

    @property
    def countries(self) -> tuple[str, ...]:
        """List the countries with anything to find, by code."""
        return tuple(sorted(country for country in self._countries if country))

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
        trees = {
            area: tree.changed(_spots(gone, area), _spots(come, area))
            for area, tree in self._trees.items()
        }
        made = Findable(known, trees)
        if "_countries" in self.__dict__:
            made.__dict__["_countries"] = _with(self._countries, gone, come)
        return made

    def _tree(self, country: str, kind: ServiceType | None) -> Tree:
        area = (country, kind)
        if area not in self._trees:
            among = self._in(country).named if country else self.entries.values()
            self._trees[area] = tree_of(_spots(among, area))
        return self._trees[area]

    def _in(self, country: str) -> Country:
        return self._countries.get(country, NOWHERE)

    @cached_property
    def _countries(self) -> dict[str, Country]:
        found: dict[str, list[Entry]] = {}
        for each in self.entries.values():
            found.setdefault(each.country, []).append(each)
        return {country: Country(_in_order(those)) for country, those in found.items()}


@dataclass(frozen=True, eq=False)
class Country:
    """The entries of a country by name, and what is told of them all."""

    named: tuple[Entry, ...] = ()

    @cached_property
    def without_point(self) -> tuple[Entry, ...]:
        """List those whose distance nobody knows."""
        return tuple(each for each in self.named if each.spot is None)

    @cached_property
    def kinds(self) -> frozenset[ServiceType]:
        """List all that they offer."""
        return kinds_in(all_of(each.marks() for each in self.named))


NOWHERE = Country()


def _offering(
    entries: Iterable[Entry], kind: ServiceType | None, sought: Sought
) -> Iterator[Entry]:
    return (each for each in entries if (marks := each.marks(kind)) and hits(marks, sought))


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda each: (each.name, each.centre)))


def _with(
    countries: dict[str, Country], gone: list[Entry], come: list[Entry]
) -> dict[str, Country]:
    """Put changed entries into their countries; the others stay as they are."""
    without = {each.centre for each in gone}
    touched = {each.country for each in (*gone, *come)}
    new = {
        country: _in_order(
            (
                *(e for e in countries.get(country, NOWHERE).named if e.centre not in without),
                *(each for each in come if each.country == country),
            )
        )
        for country in touched
    }
    kept = {country: known for country, known in countries.items() if country not in touched}
    return {**kept, **{country: Country(those) for country, those in new.items() if those}}


def _spots(entries: Iterable[Entry], area: Area) -> list[Spot]:
    """Give the spots of an area, each with the marks of the kind of help that is asked for."""
    country, kind = area
    there = (each for each in entries if country in (EVERYWHERE, each.country))
    if kind is None:
        return [each.spot for each in there if each.spot is not None]
    return [
        Spot(*each.spot[:5], each.offers[kind])
        for each in there
        if each.spot is not None and kind in each.offers
    ]
