"""The nearest of many points on the sphere: a grid of half-degree cells, searched outwards.

Where many stand together, as in a town, a cell is a finer grid of its own. Empty cells cost
nothing: a grid knows only its filled rows, and a row only its filled cells. The search always
goes on with what could be nearest of all that it has not looked at, so it is exact everywhere,
also at the poles and over the date line, and does no more work than the answers that are taken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from math import asin, atan2, cos, hypot, radians, sin, sqrt
from typing import NamedTuple

from domain.geography import EARTH_RADIUS_M, Point

# Degrees: cells, and finer ones inside a cell that holds a crowd; each divides a half turn.
STEPS = (0.5, 0.0625, 0.0078125, 0.0009765625)
CROWD = 24
# What a bound may be off through rounding, as a squared chord: about half a metre.
SLACK = 1e-14


class Spot(NamedTuple):
    """A point with what stands there; at equal distance, `name` then `key` come first.

    `x`, `y`, `z`: the point on the unit sphere.
    """

    x: float
    y: float
    z: float
    name: str
    key: str
    point: Point


def spot(key: str, name: str, point: Point) -> Spot:
    """Put something at a point."""
    latitude, longitude = radians(point.latitude), radians(point.longitude)
    flat = cos(latitude)
    return Spot(flat * cos(longitude), flat * sin(longitude), sin(latitude), name, key, point)


class Near(NamedTuple):
    """How far something is, in metres on the sphere, and its key."""

    metres: float
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """The filled cells between two latitudes (radians), by their columns from the date line on."""

    south: float
    north: float
    columns: tuple[int, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """An immutable grid of spots; `level` says which of the steps its cells have."""

    level: int = 0
    numbers: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()

    def nearest(self, point: Point) -> Iterator[Near]:
        """Walk over all spots, nearest first; what is not taken is not computed."""
        return _Search(point).walk(self)

    def spots(self) -> Iterator[Spot]:
        """Walk over all spots, in no order."""
        for row in self.rows:
            for cell in row.cells:
                yield from _spots(cell)

    def changed(self, gone: Iterable[Spot], come: Iterable[Spot]) -> Grid:
        """Give this grid without some spots (by key and point) and with others.

        Only the cells that they touch are made anew.
        """
        rows = dict(zip(self.numbers, self.rows, strict=True))
        touched: dict[int, dict[int, list[Spot]]] = {}
        without = {(each.key, each.point) for each in gone}
        for point in (*(point for _, point in without), *(each.point for each in come)):
            row, column = _cell_of(point, self.level)
            touched.setdefault(row, {}).setdefault(column, [])
        for each in come:
            row, column = _cell_of(each.point, self.level)
            touched[row][column].append(each)
        for number, cells in touched.items():
            before = rows.pop(number, None)
            kept = dict(zip(before.columns, before.cells, strict=True)) if before else {}
            for column, new in cells.items():
                old = [s for s in _spots(kept.pop(column, ())) if (s.key, s.point) not in without]
                if old or new:
                    kept[column] = _cell([*old, *new], self.level)
            if kept:
                rows[number] = _row(number, kept, self.level)
        return _grid(rows, self.level)


Cell = tuple[Spot, ...] | Grid


def grid_of(spots: Iterable[Spot], level: int = 0) -> Grid:
    """Put spots into a grid."""
    cells: dict[int, dict[int, list[Spot]]] = {}
    for each in spots:
        row, column = _cell_of(each.point, level)
        cells.setdefault(row, {}).setdefault(column, []).append(each)
    return _grid(
        {
            number: _row(number, {c: _cell(s, level) for c, s in columns.items()}, level)
            for number, columns in cells.items()
        },
        level,
    )


def _cell_of(point: Point, level: int) -> tuple[int, int]:
    step = STEPS[level]
    columns = round(360 / step)
    return int((point.latitude + 90) / step), int((point.longitude + 180) / step) % columns


def _cell(spots: list[Spot], level: int) -> Cell:
    crowded = len(spots) > CROWD and level + 1 < len(STEPS)
    return grid_of(spots, level + 1) if crowded else tuple(spots)


def _row(number: int, cells: dict[int, Cell], level: int) -> Row:
    columns = tuple(sorted(cells))
    south, north = number * STEPS[level] - 90, (number + 1) * STEPS[level] - 90
    return Row(radians(south), radians(north), columns, tuple(cells[c] for c in columns))


def _grid(rows: dict[int, Row], level: int) -> Grid:
    numbers = tuple(sorted(rows))
    return Grid(level, numbers, tuple(rows[number] for number in numbers))


def _spots(cell: Cell) -> Iterator[Spot]:
    return cell.spots() if isinstance(cell, Grid) else iter(cell)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The rows of a grid still to look at, northwards (`way` 1) or southwards (-1) from `at`."""

    grid: Grid
    at: int
    way: int


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Cells of a row still to look at, eastwards (`way` 1) or westwards (-1) from `at`."""

    row: Row
    at: int
    way: int
    left: int
    level: int


class _Search:
    """A search outwards from a point.

    Its heap holds what was seen, with its squared chord, and what is still to open, with the
    least squared chord that anything in it can have; at a tie, what is still to open goes first.
    """

    __slots__ = ("cos", "heap", "latitude", "numbers", "point", "sin", "x", "y", "z")

    def __init__(self, point: Point) -> None:
        self.point = point
        self.latitude = radians(point.latitude)
        self.sin, self.cos = sin(self.latitude), cos(self.latitude)
        self.x, self.y, self.z, *_ = spot("", "", point)
        self.heap: list[tuple[float, int, int | str, _Rows | _Cells | str]] = []
        self.numbers = count()

    def walk(self, grid: Grid) -> Iterator[Near]:
        self.open_grid(grid)
        heap = self.heap
        while heap:
            chord, _, _, what = heappop(heap)
            if isinstance(what, str):
                yield Near(2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord) / 2)), what)
            elif isinstance(what, _Rows):
                self.open_row(what)
            else:
                self.open_cell(what)

    def push(self, least: float, what: _Rows | _Cells) -> None:
        heappush(self.heap, (least, 0, next(self.numbers), what))

    def open_grid(self, grid: Grid) -> None:
        at = bisect_left(grid.numbers, _cell_of(self.point, grid.level)[0])
        self.push_rows(_Rows(grid, at, 1))
        self.push_rows(_Rows(grid, at - 1, -1))

    def push_rows(self, rows: _Rows) -> None:
        if 0 <= rows.at < len(rows.grid.rows):
            self.push(self.least_in_row(rows.grid.rows[rows.at]), rows)

    def open_row(self, rows: _Rows) -> None:
        """Look at the cells of a row, both ways round the globe, and later at the next row."""
        level, row = rows.grid.level, rows.grid.rows[rows.at]
        half = round(180 / STEPS[level])
        mine, known = _cell_of(self.point, level)[1], row.columns
        start = bisect_left(known, mine)
        east = bisect_right(known, mine + half) - start
        if mine + half >= 2 * half:
            east += bisect_right(known, mine - half)
        self.push_cells(_Cells(row, start % len(known), 1, east, level))
        self.push_cells(_Cells(row, (start - 1) % len(known), -1, len(known) - east, level))
        self.push_rows(_Rows(rows.grid, rows.at + rows.way, rows.way))

    def push_cells(self, cells: _Cells) -> None:
        if cells.left:
            self.push(self.least_in_cell(cells), cells)

    def open_cell(self, cells: _Cells) -> None:
        """Look at what a cell holds, and later at the next cell."""
        row = cells.row
        self.push_cells(
            _Cells(
                row,
                (cells.at + cells.way) % len(row.columns),
                cells.way,
                cells.left - 1,
                cells.level,
            )
        )
        cell = row.cells[cells.at]
        if isinstance(cell, Grid):
            self.open_grid(cell)
            return
        x, y, z, heap = self.x, self.y, self.z, self.heap
        for a, b, c, name, key, _ in cell:
            chord = (a - x) * (a - x) + (b - y) * (b - y) + (c - z) * (c - z)
            heappush(heap, (chord, 1, name, key))

    def least_in_row(self, row: Row) -> float:
        gap = max(row.south - self.latitude, self.latitude - row.north, 0.0)
        half = sin(gap / 2)
        return max(0.0, 4 * half * half - SLACK)

    def least_in_cell(self, cells: _Cells) -> float:
        """Give the least squared chord to a cell: to the nearer of its two sides."""
        step, row = STEPS[cells.level], cells.row
        west = row.columns[cells.at] * step - 180 - self.point.longitude
        gap = (west if cells.way > 0 else -west - step) % 360
        if gap > 360 - step:  # the point stands between its two sides
            return self.least_in_row(row)
        return max(0.0, 2 - 2 * self.closest(row, radians(min(gap, 360 - gap - step))) - SLACK)

    def closest(self, row: Row, turn: float) -> float:
        """Give the greatest cosine of an angle from the point to a piece of a meridian."""
        flat = self.cos * cos(turn)
        if row.south < atan2(self.sin, flat) < row.north:
            return hypot(self.sin, flat)
        return max(
            self.sin * sin(row.south) + flat * cos(row.south),
            self.sin * sin(row.north) + flat * cos(row.north),
        )
