"""Templates: a text with {values} taken apart, and whether a translation fits its message."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from string import Formatter

COUNT = "count"
Parts = tuple[tuple[str, str | None], ...]


def taken_apart(template: str) -> Parts | None:
    """Take a template apart into (words, name of the value behind them); None if it is broken.

    Only plain names stand in braces: no positions, attributes, conversions or formats.
    """
    found: list[tuple[str, str | None]] = []
    try:
        for words, name, form, conversion in Formatter().parse(template):
            if name is not None and (not _plain(name) or form or conversion):
                return None
            found.append((words, name))
    except ValueError:
        return None
    return tuple(found)


# Of those that are spoken; each message is looked at once when the catalogs are read.
parts = lru_cache(maxsize=8192)(taken_apart)


def _plain(name: str) -> bool:
    return name.isascii() and name.isidentifier()


def names(template: str) -> frozenset[str] | None:
    """Give the names of the values in a template; None if it is broken."""
    found = taken_apart(template)
    return None if found is None else frozenset(name for _, name in found if name is not None)


def fits(message: str, translations: Iterable[str], plural: str | None = None) -> bool:
    """Say whether translations name the message's values; a plural form may leave out {count}."""
    needed = names(message if plural is None else plural)
    free = frozenset() if plural is None else frozenset((COUNT,))
    if needed is None:
        return True
    for translation in translations:
        named = names(translation)
        if named is None or named | free != needed | free:
            return False
    return True
