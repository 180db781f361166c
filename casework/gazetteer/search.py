"""Searching one name in the gazetteer: by its letters, then by its sound and its slips."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log10

from rapidfuzz import process
from rapidfuzz.distance import OSA

from casework.gazetteer.layout import NOWHERE, SCALE, Arrays
from casework.gazetteer.likeness import Likeness
from casework.gazetteer.sounds import skeleton, skeleton_of
from casework.gazetteer.stems import stems
from casework.gazetteer.variants import SHORT_KEY, SOUND_LENGTHS, hashed, whole, without_one
from casework.gazetteer.writing import Writing
from domain.geography import Point

LONGEST_NAME = 48
LONGEST_TEXT = 400
BUCKET_BYTES, NEAR_BYTES, HASH_HITS = 24_000, 800, 300
"""Bounds of the work: how much of a bucket of the same sound and of a near one is looked at."""
ALIKE, NEAR = 60, 60
"""How many keys of each are compared in full."""
NOT_ITS_OWN = 0.1
"""What an alternate name weighs beside a place's own, written right or not."""
UNCOUNTED = 300
"""People of a place where nobody counted them."""
LIKE_A_TOWN = 200_000
"""The most a misspelled country weighs: else every word would be like a big one."""
PEOPLE, SLIP = 0.6, 3.0
"""What ten times more people earn, and what a slip costs; see `Match.score`."""
ENOUGH = {
    Writing.ALPHABET: (0.5, 0.25, -0.5, -1.0, -3.0, -3.5, -5.5),
    Writing.CONSONANTS: (2.5, 2.0, 1.5, 1.0, 0.0, -0.75, -2.0),
    Writing.SYLLABLES: (1.0, 0.5, 0.0, -0.5, -1.25, -2.0),
}
"""The least score by letters from `SHORTEST` on: short names are like many others by chance.

Chosen with seeds 101 to 112 of `python -m benchmarks.places`, so that of each kind of nonsense less
than 2 % is taken for a place: figures of other seeds are measurements, figures of these are not.
"""
SHORTEST = 5
SLIPS_A_LETTER = 0.25


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a name may mean. `name` is empty and `point` None for a whole country.

    `people`: at least `UNCOUNTED`; `weight`: the same, less for a name that is not its own.
    `slips`: how far the name is from what was written, in letters; 0 is the same.
    """

    place: int
    name: str
    country: str
    point: Point | None
    region: str
    people: int
    weight: float
    slips: float

    @property
    def score(self) -> float:
        """Rank it: by powers of ten of people, less for every slip."""
        return PEOPLE * log10(self.weight) - SLIP * self.slips


def is_enough(match: Match, letters: int, writing: Writing) -> bool:
    """Say whether a name of so many letters with so many slips still means so big a place.

    A short name is like many others by chance, so it needs a bigger place or fewer slips.
    """
    if letters < SHORTEST or match.slips > SLIPS_A_LETTER * letters:
        return match.slips == 0
    least = ENOUGH[writing]
    return match.score >= least[min(letters - SHORTEST, len(least) - 1)]


class Gazetteer:
    """Searches the arrays. Thread-safe: they are only read."""

    def __init__(self, arrays: Arrays) -> None:
        self._of = arrays

    def exact(self, key: str) -> list[Match]:
        """Give the places that have exactly this key, the heaviest first."""
        found = self._number_of(key)
        return [] if found is None else self._matches(found, 0.0)

    def close(self, key: str, writing: Writing = Writing.ALPHABET) -> list[Match]:
        """Give the places whose names are like this key, the likeliest first."""
        if not 3 <= len(key) <= LONGEST_NAME:
            return []
        likeness = Likeness(key, writing)
        bones = skeleton(likeness.rough)
        best: dict[int, Match] = {}
        for number, other in self._like(key, bones):
            slips = likeness.slips(other)
            for match in self._matches(number, slips):
                if match.place not in best or best[match.place].score < match.score:
                    best[match.place] = match
        # "khkhkhkh" says no more than four letters of a script without an own letter for kh do.
        letters = min(len(key), len(likeness.fine) + 2)
        good = [match for match in best.values() if is_enough(match, letters, writing)]
        return sorted(good, key=lambda match: -match.score)

    def ordinary(self, key: str, writing: Writing = Writing.ALPHABET) -> bool:
        """Say whether this is an ordinary word, or a form of one."""
        return any(map(self._is_word, stems(key) if writing is Writing.CONSONANTS else (key,)))

    def _is_word(self, key: str) -> bool:
        hashes, wanted = self._of.ordinary_hashes, hashed(key)
        at = bisect_left(hashes, wanted)
        return at < len(hashes) and hashes[at] == wanted

    # ------------------------------------------------------------ candidates

    def _like(self, key: str, bones: str) -> Iterator[tuple[int, str]]:
        yield from _closest(key, self._keys(self._same_sound(bones), BUCKET_BYTES), ALIKE)
        yield from _closest(key, self._keys(self._near_sounds(bones), NEAR_BYTES), NEAR)
        if len(key) in range(SHORT_KEY.start - 1, SHORT_KEY.stop + 1):
            yield from _closest(key, self._spelled_like(key), NEAR)

    def _same_sound(self, bones: str) -> list[int]:
        return _hits(self._of.sound_hashes, self._of.sound_buckets, whole(bones))

    def _near_sounds(self, bones: str) -> Iterable[int]:
        """Give the buckets of skeletons one letter off: one less, one more, another."""
        less = list(without_one(bones))
        words = (bones, *map(whole, less), *less) if len(bones) in SOUND_LENGTHS else (bones,)
        hashes, buckets = self._of.sound_hashes, self._of.sound_buckets
        return dict.fromkeys(each for word in words for each in _hits(hashes, buckets, word))

    def _keys(self, buckets: Iterable[int], most: int) -> Iterator[tuple[int, str]]:
        for bucket in buckets:
            first = self._of.bucket_keys[bucket]
            yield from enumerate(self._lines(bucket, most), first)

    def _lines(self, bucket: int, most: int) -> list[str]:
        start, end = self._span(bucket)
        part = bytes(self._of.keys[start : min(end, start + most)]).decode()
        return part[: part.rfind("\n")].split("\n")

    def _span(self, bucket: int) -> tuple[int, int]:
        keys, starts = self._of.bucket_keys, self._of.key_bytes
        return starts[keys[bucket]], starts[keys[bucket + 1]]

    def _spelled_like(self, key: str) -> Iterator[tuple[int, str]]:
        hashes, keys = self._of.spelling_hashes, self._of.spelling_keys
        words = (key, *without_one(key))
        for number in {each for word in words for each in _hits(hashes, keys, word)}:
            start, end = self._of.key_bytes[number], self._of.key_bytes[number + 1]
            yield number, bytes(self._of.keys[start : end - 1]).decode()

    def _number_of(self, key: str) -> int | None:
        for bucket in self._same_sound(skeleton_of(key)):
            start, end = self._span(bucket)
            part = bytes(self._of.keys[start - 1 : end])
            at = part.find(b"\n%b\n" % key.encode())
            if at >= 0:
                return self._of.bucket_keys[bucket] + part.count(b"\n", 0, at)
        return None

    # ------------------------------------------------------------ places

    def _matches(self, number: int, slips: float) -> list[Match]:
        start, end = self._of.key_places[number], self._of.key_places[number + 1]
        found = [self._match(row, slips) for row in self._of.meant[start:end]]
        return sorted(found, key=lambda match: -match.weight)

    def _match(self, row: int, slips: float) -> Match:
        place, own = row >> 1, row & 1
        latitude = self._of.latitudes[place]
        nowhere = latitude == NOWHERE
        people = max(self._of.people[place], UNCOUNTED)
        if nowhere and slips:
            people = min(people, LIKE_A_TOWN)
        here = (latitude / SCALE, self._of.longitudes[place] / SCALE)
        return Match(
            place,
            self._text(self._of.titles[place]),
            self._of.countries[place].to_bytes(2, "big").decode("ascii"),
            None if nowhere else Point(*here),
            self._text(self._of.regions[place]),
            people,
            people if own else people * NOT_ITS_OWN,
            slips,
        )

    def _text(self, at: int) -> str:
        most = bytes(self._of.words[at : at + LONGEST_TEXT])
        return most[: most.index(0)].decode()


def _hits(hashes: memoryview, found: memoryview, word: str) -> list[int]:
    wanted = hashed(word)
    at = bisect_left(hashes, wanted)
    end = bisect_left(hashes, wanted + 1, at, min(at + HASH_HITS, len(hashes)))
    return found[at:end].tolist()


def _closest(key: str, keys: Iterator[tuple[int, str]], most: int) -> Iterator[tuple[int, str]]:
    """Give the most similar keys by their letters alone: the quick look before the careful one."""
    choices = dict(keys)
    for other, _, number in process.extract(
        key, choices, scorer=OSA.normalized_similarity, limit=most, processor=None
    ):
        yield number, other
