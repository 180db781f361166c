"""Bearing: who bears the names that stand in somebody's words, of those that the asker may know.

Names are compared folded. Where nothing is named exactly, only what has rare pieces of the words is
compared with them letter by letter.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel.core import get_global
from rapidfuzz import fuzz, process

from casework.gazetteer.folding import folded
from casework.look_up.seen import hidden_from
from casework.places import country_names
from casework.workplace import Work
from domain.naming import Names, Naming, Standing
from domain.organisations import CentreId, OrganisationId

CLOSE_ENOUGH = 80.0
STILL_LIKE = 60.0
AS_LIKE = 5.0
SHORTEST = 4
CLOSEST = 3
COMPARED = 400


@dataclass(frozen=True)
class Known:
    """The names of the centres that an asker may know, in parts."""

    parts: tuple[Names, ...]

    def country(self, said: str) -> str | None:
        """Give the country with centres that has this name."""
        code = _countries().get(said)
        return code if code and any(part.areas.at(code) for part in self.parts) else None

    def towns(self, said: str) -> list[tuple[str, str]]:
        """Give the towns of centres that have this name, each with its country."""
        return sorted({town for part in self.parts for town in part.towns.at(said)})

    def area(self, area: Hashable) -> Iterator[CentreId]:
        """Give the centres of a country's code, or of a town and country."""
        return (CentreId(key) for part in self.parts for key in part.areas.at(area))

    def named(self, said: str) -> list[CentreId]:
        """Give the centres that have this very name, else those that have it in theirs."""
        exact = self._bearers((part, said) for part in self.parts)
        return exact or self._bearers(
            (part, name) for part in self.parts for name in part.containing(said)
        )

    def resembling(self, said: str) -> list[CentreId]:
        """Give the centres whose names are in what is said, or go on after it, or nearly are it."""
        within = self._bearers(
            (part, name)
            for part in self.parts
            for name in part.within(said)
            if len(name) >= SHORTEST
        )
        return within or (self._alike(said) if len(said) >= SHORTEST else [])

    def closest(self, said: str) -> list[CentreId]:
        """Give the few centres whose names, taken together, are nearest."""
        names = {
            key: " ".join(found[0].names)
            for part in self.parts
            for name in part.near(said)[:COMPARED]
            for key in part.by_name.at(name)
            if (found := part.bearers.at(key))
        }
        near = process.extract(
            said, names, scorer=fuzz.WRatio, score_cutoff=STILL_LIKE, limit=CLOSEST
        )
        return [CentreId(key) for _, _, key in near]

    def _alike(self, said: str) -> list[CentreId]:
        near = {
            (number, name) for number, part in enumerate(self.parts) for name in part.near(said)
        }
        begun = [each for each in near if f" {said}" in f" {each[1]}"]
        if begun:
            return self._bearers((self.parts[number], name) for number, name in sorted(begun))
        scores = {
            each: score
            for each in near
            if (score := fuzz.ratio(said, each[1], score_cutoff=CLOSE_ENOUGH))
        }
        least = max(scores.values(), default=0.0) - AS_LIKE
        best = sorted(each for each, score in scores.items() if score >= least)
        return self._bearers((self.parts[number], name) for number, name in best)

    @staticmethod
    def _bearers(names: Iterable[tuple[Names, str]]) -> list[CentreId]:
        keys = (CentreId(key) for part, name in names for key in part.by_name.at(name))
        return list(dict.fromkeys(keys))


def known_to(work: Work) -> Known:
    """Give the names of the centres that the actor may know."""
    naming = work.directory.naming(folded)
    parts = naming.by_standing
    if not work.actor.is_enrolled:
        return Known((parts[Standing.LISTED],))
    shown = naming.secret - hidden_from(work)
    theirs = _some_of(naming, shown) if shown else ()
    return Known((parts[Standing.LISTED], parts[Standing.UNLISTED], *theirs))


@lru_cache(maxsize=8)
def _some_of(naming: Naming, shown: frozenset[CentreId]) -> tuple[Names]:
    there = naming.by_standing[Standing.CONFIDENTIAL].bearers
    return (Names.of(each for key in sorted(shown) for each in there.at(key)),)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    codes = sorted(code for code in get_global("territory_zones") if len(code) == 2)
    return {folded(name): code for code in codes for name in country_names(code)}


def organisation_in(work: Work, said: str) -> tuple[OrganisationId | None, str]:
    """Find the longest name of an organisation in the words; give what is left of them."""
    names = work.directory.naming(folded).organisations
    name = max(names.within(said), key=len, default=None)
    if name is None:
        return None, said
    rest = f" {said} ".replace(f" {name} ", " ", 1).strip()
    return OrganisationId(names.by_name.at(name)[-1]), rest
