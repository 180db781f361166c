"""Reading a text for the place in it: the name alone, with its country, or within a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from casework.gazetteer.folding import folded
from casework.gazetteer.frames import FILLING, LEADING, NO_PLACE
from casework.gazetteer.search import Match
from casework.gazetteer.writing import Writing, writing_of

LONGEST_TEXT = 200
MOST_WORDS = 14
LONGEST_NAME = 5
"""Words of a name inside a sentence."""
KNOWN_ANYWHERE = 100_000
"""People of a town that is noticed in a sentence without "in" or "near" before it."""
LEAST_LETTERS = 4


class Names(Protocol):
    """Where names are looked up."""

    def exact(self, key: str) -> list[Match]:
        """Give the places with this very key, the heaviest first."""
        ...

    def close(self, key: str, writing: Writing = Writing.ALPHABET) -> list[Match]:
        """Give the places with a name like this key, the likeliest first."""
        ...


def read_place(text: str, names: Names) -> list[Match]:
    """Give the places that a text may mean, the likeliest first; empty for nonsense."""
    text = text[:LONGEST_TEXT]
    words = folded(text).split()
    if not words or len(words) > MOST_WORDS or NO_PLACE.issuperset(words):
        return []
    reading = _Reading(names, writing_of(text))
    for way in (
        reading.whole,
        reading.bare,
        reading.qualified,
        reading.alike,
        reading.within,
        reading.country_alone,
    ):
        if found := way(words):
            return found
    return []


@dataclass(frozen=True)
class _Reading:
    """One text, looked at in one way after the other; the surest first."""

    names: Names
    writing: Writing

    def whole(self, words: list[str]) -> list[Match]:
        """Take all of it for a name."""
        return self.names.exact("".join(words))

    def bare(self, words: list[str]) -> list[Match]:
        """Leave out, from both ends, what people put around a name; as little as possible."""
        for part in _trimmed(words):
            if part != words and (found := self.names.exact("".join(part))):
                return found
        return []

    def qualified(self, words: list[str]) -> list[Match]:
        """Take the end, or the beginning, for the country or region of the rest."""
        core = _core(words)
        for at in range(1, len(core)):
            for name, of in ((core[:at], core[at:]), (core[at:], core[:at])):
                for rest in (name, _core(name)):
                    if found := self._in(rest, "".join(_core(of))):
                        return found
        return []

    def _in(self, name: list[str], of: str) -> list[Match]:
        if not name or not of:
            return []
        key = "".join(name)
        countries = {match.country for match in self.names.exact(of) if match.point is None}
        if not countries:
            exact = self.names.exact(key)
            return [each for each in exact if each.region and _key(each.region) == of]
        places = self.names.exact(key) or self.names.close(key, self.writing)
        return [each for each in places if each.country in countries and each.point]

    def country_alone(self, words: list[str]) -> list[Match]:
        """Take the country at the end, or the beginning, of what is not understood else."""
        core = _core(words)
        for length in range(len(core) - 1, 0, -1):
            for part in (core[-length:], core[:length]):
                if found := [m for m in self.names.exact("".join(part)) if m.point is None]:
                    return found
        return []

    def alike(self, words: list[str]) -> list[Match]:
        """Take what is left between the words around it for a misspelled name."""
        core = _core(words)
        if not core or len(core) > LONGEST_NAME or NO_PLACE.issuperset(core):
            return []
        return self.names.close("".join(core), self.writing)

    def within(self, words: list[str]) -> list[Match]:
        """Find a name in a sentence: behind "in" or "near", or a big town anywhere."""
        for part in _behind(words):
            key = "".join(part)
            if len(key) >= LEAST_LETTERS and (found := self.names.exact(key)):
                return found
        if NO_PLACE.isdisjoint(words):
            return []
        for part in _windows(words):
            key = "".join(part)
            if len(key) > LEAST_LETTERS and not NO_PLACE.issuperset(part):
                big = [each for each in self.names.exact(key) if each.weight >= KNOWN_ANYWHERE]
                if big:
                    return big
        return []


def _key(text: str) -> str:
    return folded(text).replace(" ", "")


def _trimmed(words: list[str]) -> Iterator[list[str]]:
    """Give the words without more and more of those around a name, the longest rest first."""
    first = next((i for i, word in enumerate(words) if word not in FILLING), 0)
    last = next((i for i, word in enumerate(words[::-1]) if word not in FILLING), 0)
    cuts = ((left, right) for left in range(first + 1) for right in range(last + 1))
    for left, right in sorted(cuts, key=sum):
        yield words[left : len(words) - right]


def _core(words: list[str]) -> list[str]:
    return list(_trimmed(words))[-1] if words else []


def _behind(words: list[str]) -> Iterator[list[str]]:
    """Give what stands behind a word that leads to a place, the longest first."""
    for at, word in enumerate(words):
        if word in LEADING:
            for length in range(LONGEST_NAME, 0, -1):
                part = words[at + 1 : at + 1 + length]
                if len(part) == length and not NO_PLACE.issuperset(part):
                    yield part


def _windows(words: list[str]) -> Iterator[list[str]]:
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            yield words[at : at + length]
