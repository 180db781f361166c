"""Places in words: the directory's own towns, centres and places, and those of the gazetteer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from math import log10

from babel import Locale
from rapidfuzz import fuzz, process

from casework.gazetteer.folding import folded, key_of
from casework.gazetteer.frames import NO_PLACE
from casework.gazetteer.reading import LONGEST_TEXT, read_place
from casework.gazetteer.search import PEOPLE, Gazetteer, Match
from casework.gazetteer.writing import Writing
from casework.parts_of_places import SAME_TOWN_M, joined_parts, same_town
from domain.centres import Centre
from domain.directory import Directory
from domain.geography import Place, Point, distance_m

GOOD_ENOUGH = 82.0
SHORTEST = 4
COUNTRY_LANGUAGES = ("en", "fr", "ar", "es", "de")
MOST = 5
OURS = 20_000_000
"""What a place of the directory weighs, in people: it is what people most likely come for."""
INSIDE = 1_000_000
"""The same, where only words of a longer name were written."""
HOME = 10
"""How much likelier a place is in a country where the directory has centres."""
FAR_LESS = 100
"""A namesake this many times smaller is not asked about."""
LESS_IF_MISSPELLED = 15
BIG_CITY = 100_000
SMALL_COUNTRY = (
    "AD",
    "BH",
    "BN",
    "DJ",
    "GI",
    "HK",
    "KW",
    "LU",
    "MC",
    "MO",
    "MT",
    "QA",
    "SG",
    "SM",
    "VA",
)
"""Countries hardly bigger than the city of the same name: the city, which has a point, is meant."""


@dataclass(frozen=True)
class PlaceIndex:
    """Names of the directory's own places by key, joined with the gazetteer's."""

    names: dict[str, tuple[Place, ...]]
    gazetteer: Gazetteer | None = None
    countries: frozenset[str] = frozenset()
    spoken: dict[str, str] = field(default_factory=dict)
    """The same names folded, with blanks between the words → key."""

    def named(self, text: str) -> tuple[Place, ...]:
        """Give the places that a text may mean, likeliest first; one if there is little doubt."""
        found = read_place(text, self)
        if not found or found[0].slips:
            found = self._inside(text) or found
        elif found[0].place >= 0 and found[0].point:
            found = sorted((*found, *self._inside(text)), key=lambda match: -match.score)
        return tuple(dict.fromkeys(map(_place, joined_parts(_likely(found), text))))[:MOST]

    def exact(self, key: str) -> list[Match]:
        """Give the places with this very key, ours first."""
        ours = [_match(place) for place in self.names.get(key, ())]
        others = self.gazetteer.exact(key) if self.gazetteer else []
        return self._joined(ours, others)

    def close(self, key: str, writing: Writing = Writing.ALPHABET) -> list[Match]:
        """Give the places with a name like this key, the likeliest first."""
        near = process.extract(
            key, self.names.keys(), scorer=fuzz.ratio, score_cutoff=GOOD_ENOUGH, limit=MOST
        )
        ours = [
            _match(place, slips=len(key) * (1 - alike / 100) + 0.1)
            for name, alike, _ in near
            if len(key) >= SHORTEST
            for place in self.names[name]
        ]
        others = self.gazetteer.close(key, writing) if self.gazetteer else []
        return self._joined(ours, others)

    def ordinary(self, key: str, writing: Writing = Writing.ALPHABET) -> bool:
        """Say whether this is an ordinary word, or a form of one."""
        return self.gazetteer is not None and self.gazetteer.ordinary(key, writing)

    def _inside(self, text: str) -> list[Match]:
        """Give our places whose longer name has these words in it."""
        said = folded(text[:LONGEST_TEXT])
        if len(said) < SHORTEST or NO_PLACE.issuperset(said.split()):
            return []
        names = [name for name in self.spoken if f" {said} " in f" {name} "]
        found = [
            place for name in sorted(names, key=len) for place in self.names[self.spoken[name]]
        ]
        return [_match(place, INSIDE) for place in dict.fromkeys(found)]

    def _joined(self, ours: list[Match], others: list[Match]) -> list[Match]:
        """Join both; what the gazetteer knows and we have too is ours."""
        found = {_place(each): each for each in ours}
        for match in others:
            own = self._our_name_of(match)
            weight = match.weight * (HOME if match.country in self.countries else 1)
            if own is not None:
                found.setdefault(_place(own), own)
            elif not any(same_town(match, each) for each in ours):
                found.setdefault(_place(match), replace(match, weight=weight))
        return sorted(found.values(), key=lambda match: -match.score)

    def _our_name_of(self, match: Match) -> Match | None:
        """Give our own place that is the same town, whatever each calls it."""
        if match.point is None or self.gazetteer is None:
            return None
        for place in self._near(match.country, match.point):
            same = (each.place for each in self.gazetteer.exact(key_of(place.name)))
            if match.place in same:
                return _match(place, slips=match.slips)
        return None

    def _near(self, country: str, point: Point) -> Iterator[Place]:
        for north in (-1, 0, 1):
            for east in (-1, 0, 1):
                cell = (country, round(point.latitude) + north, round(point.longitude) + east)
                for place in self._cells.get(cell, ()):
                    if place.point and distance_m(point, place.point) <= SAME_TOWN_M:
                        yield place

    @cached_property
    def _cells(self) -> dict[tuple[str, int, int], list[Place]]:
        """Our places by country and degree."""
        cells: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
        for place in dict.fromkeys(each for places in self.names.values() for each in places):
            if place.point:
                at = (round(place.point.latitude), round(place.point.longitude))
                cells[place.country, *at].append(place)
        return cells


def _match(place: Place, weight: float = OURS, slips: float = 0.0) -> Match:
    ours = -1  # no number of the gazetteer's
    return Match(
        ours, place.name, place.country, place.point, place.region, OURS, weight, max(slips, 0.0)
    )


def _place(match: Match) -> Place:
    return Place(match.name, match.country, match.point, match.region)


def _likely(found: list[Match]) -> list[Match]:
    """Leave out what is far less likely than the best, and the same town once more."""
    if not found:
        return []
    found = _city_of_a_small_country(found)
    far = PEOPLE * log10(LESS_IF_MISSPELLED if found[0].slips else FAR_LESS)
    kept: list[Match] = []
    for match in found:
        again = any(same_town(match, each) and match.name == each.name for each in kept)
        if not again and (match.score > found[0].score - far or _is_city_of(match, found[0])):
            kept.append(match)
    return kept


def _is_city_of(match: Match, country: Match) -> bool:
    """Say whether a big city has the name of its country: in Arabic, Tunis and Algiers do."""
    same = match.country == country.country and country.point is None
    return same and not match.slips and match.people >= BIG_CITY


def _city_of_a_small_country(found: list[Match]) -> list[Match]:
    best = found[0]
    if best.point is not None or best.country not in SMALL_COUNTRY:
        return found
    return [each for each in found if each.point and each.country == best.country][:1] or found


def index_of(directory: Directory, gazetteer: Gazetteer | None = None) -> PlaceIndex:
    """Build the index of a directory's places, joined with a gazetteer."""
    names: dict[str, dict[Place, None]] = defaultdict(dict)
    spoken: dict[str, str] = {}
    countries: dict[str, None] = {}
    for name, place in _names(directory):
        spoken[folded(name)] = key_of(name)
        names[key_of(name)][place] = None
    for centre in listed_centres(directory):
        countries[centre.country] = None
    if gazetteer is None:
        for code in countries:
            for name in country_names(code):
                names[key_of(name)][Place("", code)] = None
    known = {name: tuple(places) for name, places in names.items() if name}
    return PlaceIndex(known, gazetteer, frozenset(countries), spoken)


def _names(directory: Directory) -> Iterator[tuple[str, Place]]:
    for centre in listed_centres(directory):
        place = place_of(centre)
        yield from ((name, place) for name in (centre.city, centre.name, *centre.aliases) if name)
    for named in directory.places:
        place = Place(named.name, named.country, named.point)
        yield from ((name, place) for name in (named.name, *named.aliases))


def listed_centres(directory: Directory) -> list[Centre]:
    """List the centres that have anything to find, each once."""
    return list(dict.fromkeys(centre for _, centre in directory.open_services()))


def place_of(centre: Centre) -> Place:
    """Name the town of a centre, at the point that anyone may know."""
    return Place(centre.city or centre.name, centre.country, _rough(centre.shown_point))


def _rough(point: Point | None) -> Point | None:
    return Point(round(point.latitude, 2), round(point.longitude, 2)) if point else None


@lru_cache(maxsize=300)
def country_names(code: str) -> tuple[str, ...]:
    """Give a country's names in the languages that people write it in."""
    names = (Locale(language).territories.get(code) for language in COUNTRY_LANGUAGES)
    return tuple(dict.fromkeys(name for name in names if name))
