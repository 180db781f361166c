"""How far a name is from what was written, in slips of the finger or of the ear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import assert_never

from rapidfuzz.distance import OSA, Levenshtein

from casework.gazetteer.sounds import bare, fine_sound, rough_sound, skeleton
from casework.gazetteer.writing import Writing

OTHER_LETTER = 0.5
"""What a letter counts that is another, but sounds alike; for at most two letters."""
OTHER_SOUND = 0.8
"""Which part of a slip a sound is that only some scripts tell from another."""
FOREIGN_LETTER = 0.15
"""What a letter counts that is another because the name comes from another kind of writing."""
SWAPPED, DOUBLED, LEFT_OUT, NEIGHBOUR, STRAY = 0.7, 0.5, 0.9, 0.8, 1.4
"""What slips of the finger count, from the commonest to the rarest."""
FIRST_LETTER = 0.4
"""What a slip counts more that is in the first letter: there fingers and ears seldom fail."""
VOWELS = frozenset("aeiouy")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = frozenset(pair for row in ROWS for a, b in pairwise(row) for pair in ((a, b), (b, a)))


@dataclass(frozen=True)
class Likeness:
    """What was written, and how much a key is like it."""

    key: str
    writing: Writing

    @cached_property
    def fine(self) -> str:
        """How it sounds, finely."""
        return fine_sound(self.key)

    @cached_property
    def rough(self) -> str:
        """How it sounds, roughly."""
        return rough_sound(self.fine)

    def slips(self, other: str) -> float:
        """Count slips; another spelling of the same sound is less than one."""
        apart = OSA.distance(self.key, other)
        if not apart:
            return 0.0
        typed = self._typed(other, apart) if apart <= 2 else float(apart)
        return min(typed, self._heard(other, apart))

    def _typed(self, other: str, apart: int) -> float:
        steps = Levenshtein.editops(self.key, other).as_list()
        first = FIRST_LETTER * (self.key[0] != other[0])
        if swaps := len(steps) - apart:
            return first + SWAPPED * swaps + apart - swaps
        return first + sum(self._step(other, *step) for step in steps)

    def _step(self, other: str, kind: str, at: int, there: int) -> float:
        if kind == "replace":
            was, now = self.key[at], other[there]
            usual = (was, now) in BESIDE or {was, now} <= VOWELS
            return NEIGHBOUR if usual else STRAY
        word, i = (self.key, at) if kind == "delete" else (other, there)
        doubled = word[i] in word[max(0, i - 1) : i] + word[i + 1 : i + 2]
        return DOUBLED if doubled else LEFT_OUT if kind == "insert" else STRAY

    def _heard(self, other: str, apart: int) -> float:
        fine = fine_sound(other)
        rough = rough_sound(fine)
        match self.writing:
            case Writing.ALPHABET:
                return OTHER_LETTER * min(apart, 2) + _heard(self.fine, fine, self.rough, rough)
            case Writing.CONSONANTS:
                mine, its = bare(self.fine), bare(fine)
                ours = bare(self.rough), bare(rough)
                return FOREIGN_LETTER * apart + _heard(mine, its, *ours)
            case Writing.SYLLABLES:
                bones = OSA.distance(skeleton(self.rough), skeleton(rough))
                return 2 * FOREIGN_LETTER * apart + bones
            case _:
                assert_never(self.writing)


def _heard(mine: str, its: str, ours: str, theirs: str) -> float:
    finely, roughly = OSA.distance(mine, its), OSA.distance(ours, theirs)
    return OTHER_SOUND * finely + (1 - OTHER_SOUND) * roughly
