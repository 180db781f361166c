"""Kinds of writing: what letters leave out or add when a name comes from another script."""

from __future__ import annotations

import re
from enum import Enum, auto


class Writing(Enum):
    """How a text is written."""

    ALPHABET = auto()
    CONSONANTS = auto()
    """Arabic, Hebrew: short vowels are left out."""
    SYLLABLES = auto()
    """Kana, Hangul, Ethiopic: every consonant has a vowel, said or not."""


CONSONANTS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
SYLLABLES = re.compile("[\u1200-\u139f\u2d80-\u2ddf\u3040-\u30ff\uac00-\ud7af]")


def writing_of(text: str) -> Writing:
    """Tell how a text is written, by any one letter of a kind."""
    if CONSONANTS.search(text):
        return Writing.CONSONANTS
    return Writing.SYLLABLES if SYLLABLES.search(text) else Writing.ALPHABET
