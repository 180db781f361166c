"""Ranking: nearest first, but what nobody has checked for long yields to what is hardly farther."""

from __future__ import annotations

from math import floor, log

NEXT_DOOR_M = 1_000.0
FARTHER = 1.25
LOG_FARTHER = log(FARTHER)


def band(metres: float | None) -> int:
    """Give the band of a distance in metres: what is in one band is comparably far.

    The first kilometre is one band, and each further one reaches a quarter farther than the one
    before: 1 km, 1.25 km, 1.56 km … Unknown distances are all comparable, and come last.
    """
    if metres is None:
        return LAST
    if metres <= NEXT_DOOR_M:
        return 0
    return 1 + floor(log(metres / NEXT_DOOR_M) / LOG_FARTHER)


# Half round the globe is in a lower one.
LAST = 1_000
