"""How well and how fast place names are understood: `python -m benchmarks.places`.

The queries are drawn from GeoNames with a fixed seed (`place_queries`), or with those given as
arguments; with one alone, the figures are a percent or two off by chance. The index searched lacks
the names "held out", so that those are met for the first time.
A query is right when the place meant, or one within 30 km of it in its country, is among the
answers; a namesake is wrong.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.place_nonsense import other_nonsense
from benchmarks.place_queries import Query, held_out, nonsense, queries, towns_to_ask_for
from casework.gazetteer.build import parts_of
from casework.gazetteer.folding import key_of
from casework.gazetteer.layout import read, write
from casework.gazetteer.ordinary_words import ordinary_words
from casework.gazetteer.search import Gazetteer
from casework.gazetteer.source import Entry, entries, fingerprint
from casework.places import PlaceIndex
from domain.geography import Place, Point, distance_m

SEED = 3
TOWNS = 150
NEAR_M = 30_000
MEMORY = """
import sys
from pathlib import Path
from time import perf_counter
from casework.gazetteer.layout import read
from casework.gazetteer.search import Gazetteer
from casework.gazetteer.source import fingerprint
from casework.places import PlaceIndex
def kept():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 / 1024
queries = Path(sys.argv[2]).read_text().splitlines()
source = fingerprint()
before, start = kept(), perf_counter()
index = PlaceIndex({}, Gazetteer(read(Path(sys.argv[1]), source)))
index.named("Conakry")
opened = perf_counter() - start
for each in queries:
    index.named(each)
print(f"{opened * 1000:.0f} {kept() - before:.0f}")
"""


def main() -> None:
    """Draw, search, print."""
    seeds = [int(each) for each in sys.argv[1:] if each.isdecimal()] or [SEED]
    places = list(entries())
    known = frozenset(key_of(name) for place in places for name in place.names)
    asked: list[Query] = []
    unseen: dict[str, Query] = {}
    for seed in seeds:
        chance = random.Random(seed)
        towns = towns_to_ask_for(places, chance, TOWNS)
        unseen |= held_out(towns, chance)
        asked += [*queries(towns, chance), *nonsense(chance, known)]
        asked += other_nonsense(random.Random(1_000 + seed), known)
    asked = [each for each in asked if key_of(each.text) not in unseen] + [*unseen.values()]
    hidden = {(id(each.place), key) for key, each in unseen.items()}
    start = perf_counter()
    parts = parts_of((_without(place, hidden) for place in places), ordinary_words())
    took = perf_counter() - start
    with TemporaryDirectory() as folder:
        path = Path(folder) / "places.index"
        write(path, fingerprint(), parts)
        times = _search(path, asked)
        size = path.stat().st_size / 2**20
        opened, memory = _memory(path, asked)
    print(
        f"\nmedian {median(times):.2f} ms, 95 % under {quantiles(times, n=20)[-1]:.2f} ms, "
        f"slowest {max(times):.1f} ms"
    )
    print(
        f"index: {size:.0f} MB on disk, {memory} MB in memory after all queries, "
        f"open with the first answer {opened} ms, built in {took:.0f} s"
    )


def _without(place: Entry, hidden: set[tuple[int, str]]) -> Entry:
    names = tuple(each for each in place.names if (id(place), key_of(each)) not in hidden)
    return replace(place, names=names)


def _search(path: Path, asked: list[Query]) -> list[float]:
    index = PlaceIndex({}, Gazetteer(read(path, fingerprint())))
    right: dict[str, list[int]] = defaultdict(list)
    times = []
    for query in asked:
        start = perf_counter()
        found = index.named(query.text)
        times.append((perf_counter() - start) * 1000)
        right[query.kind].append(_rank(found, query.place))
        if "-v" in sys.argv and _rank(found, query.place) != 1:
            meant = query.place and (query.place.names[0], query.place.country, query.place.people)
            print(
                query.kind,
                "|",
                query.text[:40],
                "|",
                meant,
                "|",
                [(p.name, p.country) for p in found],
            )
    _print(right)
    return times


def _rank(found: tuple[Place, ...], meant: Entry | None) -> int:
    """Give at which answer the place meant stands; 0: there is no answer; 9: all are wrong."""
    if not found:
        return 0
    if meant is None or meant.point is None:
        return 9
    there = Point(*meant.point)
    ranks = (
        rank
        for rank, place in enumerate(found, 1)
        if place.country == meant.country
        and place.point
        and distance_m(place.point, there) <= NEAR_M
    )
    return next(ranks, 9)


def _print(right: dict[str, list[int]]) -> None:
    print(f"{'queries':32}{'count':>6}{'first':>8}{'in 3':>8}{'wrong':>8}{'nothing':>9}")
    places = {k: v for k, v in right.items() if k in PLACES}
    rows = {**places, "all of these": [r for each in places.values() for r in each]}
    rows |= {k: v for k, v in right.items() if k.startswith("held")}
    false = {k: v for k, v in right.items() if k not in rows}
    of_first = {k: v for k, v in false.items() if k in FIRST_KINDS}
    other = {k: v for k, v in false.items() if k not in FIRST_KINDS}
    rows |= {**of_first, "nonsense, first kinds": [r for v in of_first.values() for r in v]}
    rows |= {**other, "nonsense, other kinds": [r for v in other.values() for r in v]}
    for kind, ranks in rows.items():
        share = [
            sum(test(rank) for rank in ranks) / len(ranks)
            for test in (_is_first, _is_in_three, _is_wrong, _is_nothing)
        ]
        print(f"{kind:32}{len(ranks):6}" + "".join(f"{each:8.1%}" for each in share))


FIRST_KINDS = ("words and sentences", "random letters", "random syllables")
"""Kinds of nonsense of `place_queries`; the rest is `place_nonsense`."""
PLACES = {
    *("name", "accents, apostrophes dropped", "typing error", "in a sentence", "with its country"),
    *("alternate name, Latin", "alternate name, other script", "Arabic letter variants"),
    "Cyrillic in Latin letters",
}


def _is_first(rank: int) -> bool:
    return rank == 1


def _is_in_three(rank: int) -> bool:
    return 1 <= rank <= 3


def _is_wrong(rank: int) -> bool:
    return rank > 3


def _is_nothing(rank: int) -> bool:
    return rank == 0


def _memory(path: Path, asked: list[Query]) -> tuple[str, str]:
    """Open and search in a fresh process; give milliseconds and megabytes."""
    file = path.with_suffix(".txt")
    file.write_text("\n".join(each.text for each in asked), "utf-8")
    command = (sys.executable, "-c", MEMORY, str(path), str(file))
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    opened, memory = said.split()
    return opened, memory


if __name__ == "__main__":
    main()
