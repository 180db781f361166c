"""Words that people say and that are no misspelled place: ordinary ones, days and months."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from babel import Locale

from casework.gazetteer.country_names import LANGUAGES, MORE_NAMES
from casework.gazetteer.folding import folded, key_of

WORDS = "ordinary_words.txt"
SPOKEN = ("en", "fr", "ar", "es", "pt", "de", "it", "ru")
"""The languages of `WORDS`."""
WIDTHS = ("wide", "abbreviated")


def ordinary_words() -> frozenset[str]:
    """Give the keys of all ordinary words, without the names of countries among them."""
    text = (files("casework.gazetteer") / WORDS).read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    words = {key_of(word) for line in lines for word in line.split()}
    words.update(part for name in _days_and_months() for part in folded(name).split())
    return frozenset(words - _countries() - {""})


def _days_and_months() -> Iterator[str]:
    for code in LANGUAGES:
        locale = Locale.parse(code)
        for table in (locale.days["format"], locale.months["format"]):
            for width in WIDTHS:
                yield from table[width].values()


def _countries() -> set[str]:
    names = [name for code in SPOKEN for name in Locale(code).territories.values()]
    more = [name for each in MORE_NAMES.values() for name in each]
    return {key_of(name) for name in (*names, *more)}
