"""Naming: which centres bear a name or are in a town or country, by words and parts of words.

Names are folded, so that spellings can be compared; how, the caller knows. An edit of the directory
changes what the old and the new names are filed under, and shares the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from domain.centres import Centre
from domain.filed import Filed
from domain.findable import is_listed
from domain.organisations import CentreId, Organisation, OrganisationId
from domain.services import Service

Fold = Callable[[str], str]
COMMON = 4_000
"""A piece that more names have tells nothing apart: it is not filed any more."""
LOOKED_AT = 4_000
"""At most so many names are compared with what somebody wrote."""


class Standing(StrEnum):
    """Who may know of a centre at all: anyone, staff, or who has a part in it."""

    LISTED = "listed"
    UNLISTED = "unlisted"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A centre or organisation, with all its names; `towns`: those of the centre's town."""

    key: str
    names: tuple[str, ...]
    towns: tuple[str, ...] = ()
    city: str = ""
    country: str = ""


def bearer_of(centre: Centre, fold: Fold) -> Bearer:
    """Give the folded names of a centre."""
    towns = tuple(filter(None, (fold(name) for name in (centre.city, *centre.aliases))))
    names = tuple(filter(None, (fold(centre.name), *towns)))
    return Bearer(centre.id, names, towns, centre.city, centre.country)


def named(organisation: Organisation, fold: Fold) -> Bearer:
    """Give the folded names of an organisation."""
    names = (fold(name) for name in (organisation.name, *organisation.aliases))
    return Bearer(organisation.id, tuple(filter(None, names)))


def standing_of(services: Iterable[Service]) -> Standing:
    """Say who may know of a centre that offers these services."""
    offered = tuple(services)
    if any(map(is_listed, offered)):
        return Standing.LISTED
    secret = offered and all(each.confidential for each in offered)
    return Standing.CONFIDENTIAL if secret else Standing.UNLISTED


def pieces_of(name: str) -> set[str]:
    """Give the words of a name, and each three letters in a row; blanks are letters too."""
    padded = f" {name} "
    return {f" {word} " for word in name.split()} | {
        padded[at : at + 3] for at in range(len(padded) - 2)
    }


@dataclass(frozen=True, eq=False)
class Names:
    """The names of some bearers.

    `bearers`: by their keys. `by_name`: keys of who bears a name. `towns`: (town, country) of each
    bearer of a town's name. `areas`: keys by country, and by town and country. `pieces`: names by
    `pieces_of` them. `longest`: words of the longest name.
    """

    bearers: Filed[str, Bearer]
    by_name: Filed[str, str]
    towns: Filed[str, tuple[str, str]]
    areas: Filed[Hashable, str]
    pieces: Filed[str, str]
    longest: int = 0

    @classmethod
    def of(cls, bearers: Iterable[Bearer]) -> Names:
        """File bearers by all their names."""
        empty = cls(Filed(), Filed(), Filed(), Filed(), Filed(most=COMMON))
        return empty.changed((), bearers)

    def changed(self, gone: Iterable[Bearer], come: Iterable[Bearer]) -> Names:
        """Take some out and put some in."""
        old, new = tuple(gone), tuple(come)
        by_name = self.by_name.changed(_by_name(old), _by_name(new))
        went = {name for each in old for name in each.names if not by_name.at(name)}
        came = {name for each in new for name in each.names if not self.by_name.at(name)}
        return replace(
            self,
            bearers=self.bearers.changed(
                ((each.key, each) for each in old), ((each.key, each) for each in new)
            ),
            by_name=by_name,
            towns=self.towns.changed(_by_town(old), _by_town(new)),
            areas=self.areas.changed(_by_area(old), _by_area(new)),
            pieces=self.pieces.changed(_by_piece(went), _by_piece(came)),
            longest=max([self.longest, *(name.count(" ") + 1 for name in came)]),
        )

    def containing(self, said: str) -> Iterator[str]:
        """Find the names in which these words stand as they are, one behind the other."""
        filed = [self.pieces.filed(f" {word} ") for word in said.split()]
        if not filed or () in filed:
            return
        told = [names for names in filed if names is not None]
        among = min(told, key=len) if told else self.by_name
        yield from (name for name in among if f" {said} " in f" {name} ")

    def within(self, said: str) -> Iterator[str]:
        """Find the names that stand in what is said, the longest first, the first of them first."""
        words = said.split()
        for length in range(min(self.longest, len(words)), 0, -1):
            for at in range(len(words) - length + 1):
                name = " ".join(words[at : at + length])
                if self.by_name.at(name):
                    yield name

    def near(self, said: str) -> list[str]:
        """Give the names with rare pieces of what is said, those with most of them first."""
        filed = (self.pieces.filed(piece) for piece in pieces_of(said))
        found: Counter[str] = Counter()
        looked_at = 0
        for names in sorted(filter(None, filed), key=len):
            if found and looked_at + len(names) > LOOKED_AT:
                break
            found.update(names)
            looked_at += len(names)
        return [name for name, _ in found.most_common()]


def _by_name(bearers: Iterable[Bearer]) -> Iterator[tuple[str, str]]:
    return ((name, each.key) for each in bearers for name in dict.fromkeys(each.names))


def _by_town(bearers: Iterable[Bearer]) -> Iterator[tuple[str, tuple[str, str]]]:
    for each in bearers:
        for town in dict.fromkeys(each.towns):
            yield town, (each.city, each.country)


def _by_area(bearers: Iterable[Bearer]) -> Iterator[tuple[Hashable, str]]:
    for each in bearers:
        yield each.country, each.key
        yield (each.city, each.country), each.key


def _by_piece(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((piece, name) for name in names for piece in pieces_of(name))


@dataclass(frozen=True, eq=False)
class Naming:
    """The names of all centres, by who may know of them.

    What an asker may not know stands apart, so that it changes nothing that is found for them.
    """

    fold: Fold
    by_standing: Mapping[Standing, Names]
    organisations: Names

    @classmethod
    def of(
        cls,
        centres: Iterable[tuple[Centre, Iterable[Service]]],
        organisations: Iterable[Organisation],
        fold: Fold,
    ) -> Naming:
        """File all centres with what each offers, and the organisations."""
        parted: dict[Standing, list[Bearer]] = {each: [] for each in Standing}
        for centre, services in centres:
            parted[standing_of(services)].append(bearer_of(centre, fold))
        filed = {each: Names.of(those) for each, those in parted.items()}
        return cls(fold, filed, Names.of(named(each, fold) for each in organisations))

    def changed(
        self,
        new: Mapping[CentreId, tuple[Centre, Iterable[Service]] | None],
        organisations: Mapping[OrganisationId, Organisation | None],
    ) -> Naming:
        """Put centres and organisations in their new places; None: it is gone."""
        made = {
            key: (standing_of(each[1]), bearer_of(each[0], self.fold)) if each else None
            for key, each in new.items()
        }
        parts = dict(self.by_standing)
        for standing, names in self.by_standing.items():
            there = {key: found[0] for key in made if (found := names.bearers.at(key))}
            here = {key: each[1] for key, each in made.items() if each and each[0] is standing}
            gone = [old for key, old in there.items() if here.get(CentreId(key)) != old]
            come = [each for key, each in here.items() if there.get(key) != each]
            if gone or come:
                parts[standing] = names.changed(gone, come)
        return Naming(self.fold, parts, self._renamed(organisations))

    def _renamed(self, new: Mapping[OrganisationId, Organisation | None]) -> Names:
        gone = [old for key in new for old in self.organisations.bearers.at(key)]
        come = [named(each, self.fold) for each in new.values() if each]
        return self.organisations if gone == come else self.organisations.changed(gone, come)

    @cached_property
    def not_listed(self) -> frozenset[CentreId]:
        """Give the centres that do not exist for anybody outside."""
        return self.secret | {CentreId(key) for key in self.by_standing[Standing.UNLISTED].bearers}

    @cached_property
    def secret(self) -> frozenset[CentreId]:
        """Give the centres of which everything is confidential."""
        return frozenset(CentreId(key) for key in self.by_standing[Standing.CONFIDENTIAL].bearers)
