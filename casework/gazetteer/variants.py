"""Variants of a word with one letter left out: two words one typing error apart share one."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

SHORT_KEY = range(4, 9)
"""Lengths of keys that are found by their letters, too: their consonants alone tell too little."""
SOUND_LENGTHS = range(3, 14)


def without_one(word: str) -> Iterator[str]:
    """Give the word without each of its letters in turn, each variant once."""
    last = ""
    for at, letter in enumerate(word):
        if letter != last:
            yield word[:at] + word[at + 1 :]
        last = letter


def whole(word: str) -> str:
    """Mark a word of which nothing is left out."""
    return f"={word}"


def hashed(word: str) -> int:
    """Give the 32 bits under which a variant stands; a collision only costs a comparison."""
    return crc32(word.encode())
