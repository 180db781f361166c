"""How a folded name sounds, finely and roughly: equal for most spellings in different scripts.

Finely, only letters that are said alike are one (c k q, ph f, y i, w u). Roughly, eight letters
stand for all consonants (p t k s m n l r), as one script has no other way to write some of them.
"""

from __future__ import annotations

import re

TOGETHER = {
    **dict.fromkeys(("tsch", "tch", "sch", "sh", "ch", "cz", "sz"), "C"),
    **dict.fromkeys(("dsch", "dzh", "zh", "dj", "dg"), "J"),
    **dict.fromkeys(("tz", "ts"), "Z"),
    **dict.fromkeys(("ce", "ci", "cy"), "SI"),
    **dict.fromkeys(("ay", "ai", "ei", "ey"), "I"),
    **{"ou": "U", "kh": "H", "gh": "G", "gu": "GU", "qu": "KU", "ck": "K", "x": "KS"},
    **{"th": "T", "dh": "D", "ph": "F", "bh": "B"},
}
"""What letters say together in most of the languages people write in, in capitals."""
JOINED = re.compile("|".join(sorted(TOGETHER, key=len, reverse=True)))
FINE = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDFGHIJKSTUZ",
    "abkdifg_ijklmnubkrstufukizabcdfghijkstuz",
)
ROUGH = str.maketrans("bcdfghjz", "pstpkkks")
TWICE = re.compile(r"(.)\1+")
NO_VOWELS = str.maketrans("", "", "aiu0123456789")
BARE = str.maketrans("j", "g", "a")


def fine_sound(key: str) -> str:
    """Give how a key sounds, with vowels; consonants only as far apart as ears tell them."""
    joined = JOINED.sub(lambda found: TOGETHER[found[0]], TWICE.sub(r"\1", key))
    return TWICE.sub(r"\1", joined.translate(FINE).replace("_", ""))


def rough_sound(fine: str) -> str:
    """Give the same with the consonants that scripts do not tell apart as one."""
    return TWICE.sub(r"\1", fine.translate(ROUGH))


def skeleton(rough: str) -> str:
    """Give the consonants of a rough sound; for a name of vowels alone its vowels."""
    return rough.translate(NO_VOWELS) or rough


def skeleton_of(key: str) -> str:
    """Give the skeleton of a key."""
    return skeleton(rough_sound(fine_sound(key)))


def bare(sounded: str) -> str:
    """Give a sound as Arabic or Hebrew letters have it: no short a, and one letter for j and g."""
    return sounded.translate(BARE)
