"""Places in words: which town or country of the directory a text means."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from babel import Locale
from rapidfuzz import fuzz, process

from domain.centres import Centre
from domain.directory import Directory
from domain.geography import Place, Point

GOOD_ENOUGH = 82.0
SHORTEST = 3
COUNTRY_LANGUAGES = ("en", "fr", "ar", "es", "de")
BEST = 5


@dataclass(frozen=True)
class PlaceIndex:
    """Names of towns, centres and countries, folded, each with the places it may mean."""

    names: dict[str, tuple[Place, ...]]

    def named(self, text: str) -> tuple[Place, ...]:
        """Give the places a text may mean, best first; empty for nonsense."""
        said = folded(text)
        if len(said.replace(" ", "")) < SHORTEST:
            return self.names.get(said, ())
        if said in self.names:
            return self.names[said]
        inside = [name for name in self.names if f" {said} " in f" {name} "]
        if inside:
            return self._places(sorted(inside, key=len))
        close = process.extract(
            said, self.names.keys(), scorer=fuzz.ratio, score_cutoff=GOOD_ENOUGH, limit=BEST
        )
        return self._places([name for name, _, _ in close])

    def _places(self, names: list[str]) -> tuple[Place, ...]:
        return tuple(dict.fromkeys(place for name in names for place in self.names[name]))[:BEST]


def folded(text: str) -> str:
    """Fold a name: any script to Latin letters, no case, accents, signs or doubled blanks."""
    latin = anyascii(text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in latin.replace("'", "")).split())


def index_of(directory: Directory) -> PlaceIndex:
    """Build the index of a directory's places."""
    names: dict[str, dict[Place, None]] = defaultdict(dict)
    countries: dict[str, None] = {}
    for centre in listed_centres(directory):
        countries[centre.country] = None
        place = place_of(centre)
        for name in (centre.city, centre.name, *centre.aliases):
            if name:
                names[folded(name)][place] = None
    for code in countries:
        for name in country_names(code):
            names[folded(name)][Place("", code)] = None
    return PlaceIndex({name: tuple(places) for name, places in names.items() if name})


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
