"""The nearest of many points on the sphere: a tree of boxes, searched outwards.

A box holds what stands near together and is halved across its longest side, so a town is as quick
to search as a desert. Distances are chords through the globe: there are no poles and no date line.
The search always goes on with what could be nearest of all that it has not looked at, so it is
exact, and does no more work than the answers that are taken.

A box knows the marks (domain/marks.py) that are found in it. One in which nothing can fit what is
wanted is not opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush, heappushpop
from itertools import count
from math import asin, cos, inf, pi, radians, sin, sqrt
from operator import itemgetter
from typing import NamedTuple

from domain.geography import EARTH_RADIUS_M, Point
from domain.marks import ANYTHING, Sought, all_of

# So many stand in a box before it is halved.
CROWD = 8


class Spot(NamedTuple):
    """A point with what stands there; at equal distance, `name` then `key` come first.

    `x`, `y`, `z`: the point on the unit sphere. `marks`: what can be told of it in advance.
    """

    x: float
    y: float
    z: float
    name: str
    key: str
    marks: int = 0


def spot(key: str, name: str, point: Point, marks: int = 0) -> Spot:
    """Put something at a point."""
    latitude, longitude = radians(point.latitude), radians(point.longitude)
    flat = cos(latitude)
    return Spot(flat * cos(longitude), flat * sin(longitude), sin(latitude), name, key, marks)


class Near(NamedTuple):
    """How far something is, in metres on the sphere, and its key."""

    metres: float
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """The least box round some spots; it has two `halves`, or the `spots` themselves."""

    west: float
    south: float
    low: float
    east: float
    north: float
    high: float
    marks: int
    halves: tuple[Box, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """An immutable tree of spots; `box` is None if it is empty."""

    box: Box | None = None

    def nearest(
        self, point: Point, sought: Sought = ANYTHING, within: float = inf
    ) -> Iterator[Near]:
        """Walk over the spots with the marks sought, nearest first, at most `within` metres away.

        What is not taken is not computed.
        """
        if self.box is not None:
            yield from _nearest(self.box, point, sought, _squared_chord(within))

    def marks_within(self, point: Point, metres: float) -> int:
        """Give all marks that are found at most so many metres away."""
        if self.box is None:
            return 0
        x, y, z, *_ = spot("", "", point)
        return _marks_within(self.box, (x, y, z), _squared_chord(metres), 0)

    def changed(self, gone: Iterable[Spot], come: Iterable[Spot]) -> Tree:
        """Give this tree without some spots (by key and point) and with others.

        Only the boxes that they touch are made anew.
        """
        without = {each[:5]: each for each in gone}
        return Tree(_changed(self.box, list(without.values()), list(come)))


def tree_of(spots: Iterable[Spot]) -> Tree:
    """Put spots into a tree."""
    return Tree(_box(list(spots)))


def _squared_chord(metres: float) -> float:
    return inf if metres >= pi * EARTH_RADIUS_M else (2 * sin(metres / 2 / EARTH_RADIUS_M)) ** 2


# ---------------------------------------------------------------- searching


Waiting = tuple[float, int, int | str, "Box | str"]


def _nearest(box: Box, point: Point, sought: Sought, limit: float) -> Iterator[Near]:
    """Open the nearest box, or give the nearest spot, of all that wait; of equals boxes first.

    Here every search spends its time, so `_least` and `hits` are written out, and the nearer half
    need not wait where nothing is nearer.
    """
    x, y, z, *_ = spot("", "", point)
    every, one_of = sought
    numbers = count(1)
    heap: list[Waiting] = []
    first: Waiting = (0.0, 0, 0, box)
    while True:
        chord, _, _, what = first
        ahead: Waiting | None = None
        if isinstance(what, str):
            yield Near(2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord) / 2)), what)
        else:
            if what.spots:
                _let_wait(heap, what.spots, (x, y, z), sought, limit)
            for half in what.halves:
                if half.marks & every == every and (not one_of or half.marks & one_of):
                    a = half.west - x if x < half.west else half.east - x if x > half.east else 0.0
                    b = (
                        half.south - y
                        if y < half.south
                        else half.north - y
                        if y > half.north
                        else 0.0
                    )
                    c = half.low - z if z < half.low else half.high - z if z > half.high else 0.0
                    chord = a * a + b * b + c * c
                    if chord <= limit:
                        if ahead:
                            heappush(heap, ahead)
                        ahead = (chord, 0, next(numbers), half)
        if not (ahead or heap):
            return
        first = heappushpop(heap, ahead) if ahead else heappop(heap)


def _let_wait(
    heap: list[Waiting],
    spots: tuple[Spot, ...],
    at: tuple[float, float, float],
    sought: Sought,
    limit: float,
) -> None:
    """Let the spots of a box wait that have the marks sought and are near enough."""
    x, y, z = at
    every, one_of = sought
    for a, b, c, name, key, marks in spots:
        if marks & every == every and (not one_of or marks & one_of):
            chord = (a - x) * (a - x) + (b - y) * (b - y) + (c - z) * (c - z)
            if chord <= limit:
                heappush(heap, (chord, 1, name, key))


def _least(box: Box, x: float, y: float, z: float) -> float:
    """Give the least squared chord to anything in a box; rounding cannot make it greater."""
    a = box.west - x if x < box.west else box.east - x if x > box.east else 0.0
    b = box.south - y if y < box.south else box.north - y if y > box.north else 0.0
    c = box.low - z if z < box.low else box.high - z if z > box.high else 0.0
    return a * a + b * b + c * c


def _most(box: Box, x: float, y: float, z: float) -> float:
    """Give the squared distance to the farthest corner of a box."""
    a = max(x - box.west, box.east - x)
    b = max(y - box.south, box.north - y)
    c = max(z - box.low, box.high - z)
    return a * a + b * b + c * c


def _marks_within(box: Box, at: tuple[float, float, float], limit: float, found: int) -> int:
    """Add the marks of a box to those found, as far as it has new ones near enough."""
    if not box.marks & ~found or _least(box, *at) > limit:
        return found
    if _most(box, *at) <= limit:
        return found | box.marks
    for half in sorted(box.halves, key=lambda each: _least(each, *at)):
        found = _marks_within(half, at, limit, found)
    x, y, z = at
    for a, b, c, _, _, marks in box.spots:
        if (a - x) * (a - x) + (b - y) * (b - y) + (c - z) * (c - z) <= limit:
            found |= marks
    return found


# ---------------------------------------------------------------- building


def _box(spots: list[Spot]) -> Box | None:
    if not spots:
        return None
    sides = [
        (min(side), max(side))
        for side in ([s.x for s in spots], [s.y for s in spots], [s.z for s in spots])
    ]
    longest = max(range(3), key=lambda axis: sides[axis][1] - sides[axis][0])
    if len(spots) <= CROWD or sides[longest][0] == sides[longest][1]:
        return _around(sides, (), tuple(spots))
    spots.sort(key=itemgetter(longest))
    middle = len(spots) // 2
    return _around(sides, _those(_box(spots[:middle]), _box(spots[middle:])), ())


def _those(*boxes: Box | None) -> tuple[Box, ...]:
    return tuple(each for each in boxes if each is not None)


def _around(
    sides: list[tuple[float, float]], halves: tuple[Box, ...], spots: tuple[Spot, ...]
) -> Box:
    marks = all_of(each.marks for each in halves or spots)
    (west, east), (south, north), (low, high) = sides
    return Box(west, south, low, east, north, high, marks, halves, spots)


def _changed(box: Box | None, gone: list[Spot], come: list[Spot]) -> Box | None:
    if box is None:
        return _box(come)
    gone = [each for each in gone if _least(box, each.x, each.y, each.z) == 0]
    if not gone and not come:
        return box
    if not box.halves:
        without = {each[:5] for each in gone}
        return _box([*(each for each in box.spots if each[:5] not in without), *come])
    mine: tuple[list[Spot], list[Spot]] = ([], [])
    for each in come:
        mine[_nearer(box.halves, each)].append(each)
    halves = _those(*(_changed(h, gone, new) for h, new in zip(box.halves, mine, strict=True)))
    return _joined(halves)


def _nearer(halves: Collection[Box], each: Spot) -> int:
    one, other = (_least(half, each.x, each.y, each.z) for half in halves)
    return int(other < one)


def _joined(halves: tuple[Box, ...]) -> Box | None:
    """Join what is left of two halves in the least box round them."""
    if len(halves) < 2:
        return halves[0] if halves else None
    one, other = halves
    sides = [
        (min(one.west, other.west), max(one.east, other.east)),
        (min(one.south, other.south), max(one.north, other.north)),
        (min(one.low, other.low), max(one.high, other.high)),
    ]
    return _around(sides, halves, ())
