"""Fonts: with which families a text can be drawn on this machine, if with any."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

# The drawing library brings fonts for Latin, Greek and Cyrillic letters along.
BROUGHT = ("LATIN", "GREEK", "CYRILLIC")
LAST_OF_LATIN = "\u024f"
PREFERRED = ("Noto Sans", "DejaVu Sans", "Libertinus Serif")
CJK = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Serif CJK SC")
FAMILIES: dict[str, tuple[str, ...]] = {
    "ARABIC": ("Noto Sans Arabic", "Noto Naskh Arabic", "DejaVu Sans"),
    "NKO": ("Noto Sans NKo",),
    "CJK": CJK,
    "HIRAGANA": CJK,
    "KATAKANA": CJK,
    "HANGUL": ("Noto Sans CJK KR", *CJK),
}
"""By the first word of a letter's name in Unicode; others are as Noto calls its fonts."""


def fonts_for(text: str, installed: Collection[str]) -> tuple[str, ...] | None:
    """Give the families that draw all letters of a text; None if those of a script are missing."""
    found = [family for family in PREFERRED if family in installed]
    for script in sorted(scripts_in(text)):
        usual = (f"Noto Sans {script.title()}", f"Noto Serif {script.title()}")
        have = [family for family in FAMILIES.get(script, usual) if family in installed]
        if not have:
            return None
        found += have[:1]
    return tuple(dict.fromkeys(found))


def scripts_in(text: str) -> frozenset[str]:
    """Name the scripts of a text that need fonts of their own."""
    letters = {each for each in text if each > LAST_OF_LATIN and each.isalpha()}
    names = {unicodedata.name(each, "UNKNOWN").split()[0] for each in letters}
    return frozenset(names.difference(BROUGHT))
