"""Numbers of directory files: ages and places, within what they can be."""

from __future__ import annotations

OLDEST = 130
MOST_PLACES = 100_000


def age_of(text: str) -> int | None:
    """Read an age in whole years, None if empty; ValueError for what is none."""
    return _whole(text, OLDEST, f"must be a number of years, 0 to {OLDEST}")


def places_of(text: str) -> int | None:
    """Read a number of places, None if empty; ValueError for what is none."""
    return _whole(text, MOST_PLACES, f"must be a whole number, 0 to {MOST_PLACES}")


def _whole(text: str, most: int, words: str) -> int | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise ValueError(words) from None
    if not 0 <= number <= most:
        raise ValueError(words)
    return int(number)
