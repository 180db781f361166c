"""Parts of one place: the districts of a camp, or of a town, are asked back as the one place."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from casework.gazetteer.folding import folded
from casework.gazetteer.search import Match
from domain.geography import distance_m

SAME_TOWN_M = 30_000
CAMP_M = 5_000
"""Parts that only share what was said lie nearer together than this."""


def joined_parts(found: list[Match], said: str) -> list[Match]:
    """Join what is part of one place, each place where its likeliest part stood.

    "Zaatari District 9" is part of "Zaatari", the shorter name near by. Where nobody knows the
    whole, but "Qadimbo" was said, the blocks 3 and 5 of Qadimbo are "Qadimbo".
    """
    kept: list[Match] = []
    for match in found:
        at, whole = next(
            ((i, whole) for i, each in enumerate(kept) if (whole := _whole(each, match, said))),
            (len(kept), match),
        )
        kept[at : at + 1] = [whole]
    return kept if len(kept) == len(found) else joined_parts(kept, said)


def same_town(a: Match, b: Match, within_m: float = SAME_TOWN_M) -> bool:
    """Say whether two places are so near, in one country, that they are one town."""
    if a.country != b.country or not a.point or not b.point:
        return False
    return distance_m(a.point, b.point) <= within_m


def _whole(first: Match, other: Match, said: str) -> Match | None:
    """Give the place that both are parts of, as likely as the first; None if there is none."""
    if not same_town(first, other):
        return None
    for whole, part in ((first, other), (other, first)):
        if f" {folded(whole.name)} " in f" {folded(part.name)} ":
            return replace(whole, weight=first.weight, slips=first.slips)
    name = _beginning(first.name, said)
    parts = name and _beginning(other.name, said) and same_town(first, other, CAMP_M)
    return replace(first, name=name) if parts else None


def _beginning(name: str, said: str) -> str:
    """Give the first words of a name, as it writes them, if they are what was said."""
    beginnings = accumulate(name.split(), "{} {}".format)
    return next((each for each in beginnings if folded(each) == folded(said)), "")
