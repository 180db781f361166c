"""Reading a text for the place in it: the name alone, with its country, or within a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from casework.gazetteer.folding import folded, key_of
from casework.gazetteer.frames import FILLING, LEADING, NO_PLACE
from casework.gazetteer.search import Match
from casework.gazetteer.writing import Writing, writing_of

LONGEST_TEXT = 200
MOST_WORDS = 14
LONGEST_NAME = 5
"""Words of a name inside a sentence."""
KNOWN_ANYWHERE = 100_000
"""People of a town that is noticed in a sentence without "in" or "near" before it."""
MORE_THAN_A_WORD = 500_000
"""The same, for a town whose name is an ordinary word, such as "mobile" or "tours"."""
LEAST_LETTERS = 4
ELISION = re.compile(r"(?i)\b([cdjlmnst]|(?:jus|lors|puis)?qu)['’](?=\w)")
"""What French puts before a word without a blank: "d'Agadez", "l'aide"."""


class Names(Protocol):
    """Where names are looked up."""

    def exact(self, key: str) -> list[Match]:
        """Give the places with this very key, the heaviest first."""
        ...

    def close(self, key: str, writing: Writing = Writing.ALPHABET) -> list[Match]:
        """Give the places with a name like this key, the likeliest first."""
        ...

    def ordinary(self, key: str, writing: Writing = Writing.ALPHABET) -> bool:
        """Say whether this is an ordinary word."""
        ...


def read_place(text: str, names: Names) -> list[Match]:
    """Give the places that a text may mean, the likeliest first; empty for nonsense."""
    text = text[:LONGEST_TEXT]
    words = folded(ELISION.sub(r"\1 ", text)).split()
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
        return self._exact(words)

    def bare(self, words: list[str]) -> list[Match]:
        """Leave out, from both ends, what people put around a name, or belongs to it ("La Paz")."""
        found: list[Match] = []
        for at, part in _trimmed(words):
            if part != words:
                led = at > 0 and words[at - 1] in LEADING
                exact = self.names.exact("".join(part))
                found += exact if led else self._more_than_words(part, exact, KNOWN_ANYWHERE)
        return _likeliest_first(found)

    def _more_than_words(self, part: list[str], found: list[Match], people: int) -> list[Match]:
        """Leave out places that are only ordinary words in this sentence."""
        if not found or not self._is_said(part):
            return found
        return [each for each in found if each.weight >= people]

    def _is_said(self, part: list[str]) -> bool:
        """Say whether these are words that anyone says."""
        return self._is_word("".join(part)) or all(map(self._is_word, part))

    def _is_word(self, word: str) -> bool:
        return len(word) == 1 or word in NO_PLACE or self.names.ordinary(word, self.writing)

    def qualified(self, words: list[str]) -> list[Match]:
        """Take the end, or the beginning, for the country or region of the rest."""
        halves = list(_halves(words))
        for names, of in halves:
            found = [match for name in names for match in self._exact(name)]
            if found and (found := self._in(found, of)):
                return _likeliest_first(found)
        for names, of in halves:
            if self._countries(of):
                found = [match for name in names for match in self._close(name)]
                if found := self._in(found, of):
                    return _likeliest_first(found)
        return []

    def _in(self, places: list[Match], of: list[str]) -> list[Match]:
        """Keep the places of this country; or, if it is none, of this region."""
        if countries := self._countries(of):
            return [each for each in places if each.country in countries and each.point]
        return [each for each in places if each.region and key_of(each.region) == "".join(of)]

    def _countries(self, name: list[str]) -> set[str]:
        return {match.country for match in self._exact(name) if match.point is None}

    def country_alone(self, words: list[str]) -> list[Match]:
        """Take the country at the end, or the beginning, of what is not understood else."""
        core = _core(words)
        for length in range(len(core) - 1, 0, -1):
            for part in (core[-length:], core[:length]):
                found = [m for m in self.names.exact("".join(part)) if m.point is None]
                if found and not self._is_said(part):
                    return found
        return []

    def alike(self, words: list[str]) -> list[Match]:
        """Take what is left between the words around it for a misspelled name."""
        core = _core(words)
        return self._close(core) if 0 < len(core) <= LONGEST_NAME else []

    def _exact(self, name: list[str]) -> list[Match]:
        return self.names.exact("".join(name))

    def _close(self, name: list[str]) -> list[Match]:
        """Take it for a misspelled name; a word that there is needs no other spelling."""
        return [] if self._is_said(name) else self.names.close("".join(name), self.writing)

    def within(self, words: list[str]) -> list[Match]:
        """Find a name in a sentence: behind "in" or "near", or a big town anywhere."""
        for part in _behind(words):
            key = "".join(part)
            found = self.names.exact(key) if len(key) >= LEAST_LETTERS else []
            if found := self._more_than_words(part, found, KNOWN_ANYWHERE):
                return found
        if NO_PLACE.isdisjoint(words):
            return []
        for part in _windows(words):
            key = "".join(part)
            if len(key) > LEAST_LETTERS and not NO_PLACE.issuperset(part):
                big = [each for each in self.names.exact(key) if each.weight >= KNOWN_ANYWHERE]
                if big := self._more_than_words(part, big, MORE_THAN_A_WORD):
                    return big
        return []


def _likeliest_first(found: list[Match]) -> list[Match]:
    return sorted(dict.fromkeys(found), key=lambda match: -match.score)


def _trimmed(words: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the words without more and more of those around a name, and where the rest begins.

    The longest rest comes first.
    """
    first = next((i for i, word in enumerate(words) if word not in FILLING), 0)
    last = next((i for i, word in enumerate(words[::-1]) if word not in FILLING), 0)
    cuts = ((left, right) for left in range(first + 1) for right in range(last + 1))
    for left, right in sorted(cuts, key=sum):
        yield left, words[left : len(words) - right]


def _halves(words: list[str]) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Give what may be a name, with and without the words around it, and what it may be in.

    The longest name comes first.
    """
    for size in range(1, len(words)):
        for name, of in ((words[:-size], words[-size:]), (words[size:], words[:size])):
            if not FILLING.issuperset(of):
                bare = _core(name)
                yield [name] if bare == name else [name, bare], _core(of)


def _core(words: list[str]) -> list[str]:
    return list(_trimmed(words))[-1][1] if words else []


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
