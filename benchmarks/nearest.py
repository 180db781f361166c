"""`python -m benchmarks.nearest`: the nearest of 100,000 centres, and one edit among them.

The directory is made up from a fixed seed: towns anywhere on land that people live on, the bigger
the rarer, their centres scattered round them, one to five kinds of help each. Searches start where
centres are. A part of the answers is compared with measuring every distance. Times are processor
time: other programs on the machine do not count.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any, cast

from bot.known_directory import KnownDirectory
from bot.run import keep_what_is_loaded
from casework.find import shown
from casework.fitting import Search
from casework.reach import kinds_within_reach
from casework.workplace import Work
from domain.access import Actor
from domain.accessibility import Wheelchair
from domain.capacity import Count, Known, Promised
from domain.centres import Centre
from domain.directory import Directory
from domain.geography import Place, Point, distance_m
from domain.organisations import CentreId
from domain.people import PersonId
from domain.requests.finding import Nearest
from domain.services import Eligibility, Group, Service, ServiceId, ServiceType
from domain.vacancies import NOT_ASKED, Vacancies, vacancies_in
from domain.wanted import Wanted
from storage import directory as stored
from storage.database import Database
from storage.migrate import migrate
from storage.types import Keys

SEED = 3
TOWNS = 3_000
ROUNDS = 3
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOURS = ("24/7", "Mo-Fr 08:00-18:00", "Mo-Sa 09:00-13:00,14:00-17:00", None)
KINDS = tuple(ServiceType)
RARE = ServiceType.CONSULAR
# The least kind stands for what hardly anybody offers.
COMMON = tuple(kind for kind in KINDS if kind is not RARE)


def made_up(count: int) -> Directory:
    """Make a directory of `count` centres."""
    chance = random.Random(SEED)
    towns = [
        (
            f"Town {n}",
            f"{chr(65 + n % 26)}{chr(65 + n % 7)}",
            chance.uniform(-35, 60),
            chance.uniform(-120, 150),
        )
        for n in range(TOWNS)
    ]
    sizes = [1 / (n + 1) ** 0.8 for n in range(TOWNS)]
    centres, services = [], []
    for number, town in enumerate(chance.choices(towns, sizes, k=count)):
        centre = _centre(chance, number, town)
        centres.append(centre)
        kinds = chance.sample(COMMON, chance.randint(1, 5))
        if number % 500 == 0:
            kinds.append(RARE)
        services += [_service(chance, centre, kind) for kind in kinds]
    return Directory(centres=tuple(centres), services=tuple(services))


def _centre(chance: random.Random, number: int, town: tuple[str, str, float, float]) -> Centre:
    name, country, latitude, longitude = town
    return Centre(
        CentreId(f"c{number:06}"),
        f"Centre {number}",
        country,
        name,
        "UTC",
        Point(latitude + chance.gauss(0, 0.05), longitude + chance.gauss(0, 0.05)),
        hours=chance.choice(HOURS),
        languages=tuple(chance.sample(("en", "fr", "ar", "es", "sw"), chance.randint(0, 3))),
        wheelchair=chance.choice((None, *Wheelchair)),
        verified_on=NOW.date() - timedelta(days=chance.randint(0, 150)),
    )


def _service(chance: random.Random, centre: Centre, kind: ServiceType) -> Service:
    takes = Eligibility(families=chance.choice((True, False, None)))
    return Service(ServiceId(f"{centre.id}-{kind}"), centre.id, kind, "Help", eligibility=takes)


def memory() -> float:
    """Give the most memory used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    """Give the seconds of processor time that something takes, and its result."""
    begun = time.process_time()
    result = work(*given)
    return time.process_time() - begun, result


def row(name: str, seconds: list[float]) -> None:
    """Print median and p99 in microseconds."""
    micros = [each * 1e6 for each in seconds]
    worst = quantiles(micros, n=100)[98]
    print(f"{name:58} {median(micros):10.0f} {worst:10.0f}")


def each(places: list[Place], search: Callable[[Place], Any]) -> list[float]:
    """Time a search from every place, once the trees that it needs are there.

    All places are gone through in turn, and of each the quickest time counts: what other programs
    do to the processor's caches is none of ours.
    """
    for place in places:
        search(place)
    rounds = [[timed(search, place)[0] for place in places] for _ in range(ROUNDS)]
    return [min(taken) for taken in zip(*rounds, strict=True)]


# ---------------------------------------------------------------- searches


def places_in(directory: Directory, count: int) -> list[Place]:
    """Choose where searches start: near centres, so mostly in big towns."""
    chance = random.Random(SEED + 1)
    found = []
    for centre in chance.choices(directory.centres, k=count):
        point = cast(Point, centre.point)
        near = Point(
            point.latitude + chance.gauss(0, 0.02), point.longitude + chance.gauss(0, 0.02)
        )
        found.append(Place("", centre.country, near))
    return found


def by_measuring_all(directory: Directory, place: Place, kind: ServiceType | None) -> list[float]:
    """Measure every distance: the five least, in metres."""
    here = cast(Point, place.point)
    offer = {each.centre for each in directory.services if each.type is kind} if kind else None
    return sorted(
        distance_m(here, cast(Point, each.point))
        for each in directory.centres
        if offer is None or each.id in offer
    )[:5]


def check(directory: Directory, places: list[Place]) -> None:
    """Compare the tree with measuring every distance, and time that."""
    taken = []
    for place in places:
        for kind in (None, ServiceType.SHELTER, RARE):
            seconds, measured = timed(by_measuring_all, directory, place, kind)
            if kind is None:
                taken.append(seconds)
            found = islice(directory.findable.nearest(cast(Point, place.point), "", kind), 5)
            for near, metres in zip(found, measured, strict=True):
                assert abs(near.metres - metres) < 0.01, (place, kind, near, metres)
    row("measuring every distance, any help", taken * 2)


def searches(directory: Directory, count: int) -> None:
    """Print how long searches take: in the tree alone, and as a person's request."""
    places = places_in(directory, count)
    findable = directory.findable
    check(directory, places[:12])

    def tree(kind: ServiceType | None, country: bool) -> Callable[[Place], Any]:
        def search(place: Place) -> Any:
            area = place.country if country else ""
            return list(islice(findable.nearest(cast(Point, place.point), area, kind), 5))

        return search

    row("tree, 5 nearest, any help", each(places, tree(None, False)))
    row("tree, 5 nearest, shelter", each(places, tree(ServiceType.SHELTER, False)))
    row("tree, 5 nearest, a rare kind", each(places, tree(RARE, False)))
    work = Work(cast(Any, None), directory, Actor(PersonId("x"), ()), NOW, lambda some: some)

    def request(show: bool, counted: Vacancies = NOT_ASKED, **asked: Any) -> Callable[[Place], Any]:
        def search(place: Place) -> Any:
            looking = Search(work, Nearest(place, **asked), counted)
            found = list(islice(looking.ranked(), 5))
            return [shown(looking, one) for one in found] if show else found

        return search

    shelter = {"service": ServiceType.SHELTER}
    families = Wanted(group=Group.FAMILIES)
    many = Wanted(group=Group.FAMILIES, wheelchair=True, languages=("ar",), open_now=True)
    hard = Wanted(age=17, free_places=True)
    anywhere = [replace(place, country="") for place in places]
    for name, show, asked in (
        ("5 shelters, ranked", False, shelter),
        ("any help, one a centre", False, {"one_per_centre": True}),
        ("shelter for families", False, {**shelter, "wanted": families}),
        ("shelter, four filters at once", False, {**shelter, "wanted": many}),
        ("shelter, what nobody tells", False, {**shelter, "wanted": hard}),
        ("5 shelters with hours and words of the card", True, shelter),
    ):
        search = request(show, **asked)
        row(f"request, {name}", each(places, search))
        row("  the same from a shared position, over borders", each(anywhere, search))

    free = Wanted(free_places=True)
    for services in (3_000, 30_000):
        counted = vacancies_in(directory, counts(directory, services), NOW)
        keep_what_is_loaded()
        for name, wanted in (
            ("a free place", free),
            ("a free place and four filters", replace(many, free_places=True)),
        ):
            search = request(False, counted, **shelter, wanted=wanted)
            row(f"request, {name}, {services:,} counted", each(places, search))
            row("  the same from a shared position, over borders", each(anywhere, search))
        following(directory, counted)

    def kinds(place: Place) -> Any:
        return kinds_within_reach(findable, place)

    row("kinds of help within reach", each(places, kinds))
    row("  the same from a shared position, over borders", each(anywhere, kinds))


def counts(directory: Directory, services: int) -> dict[ServiceId, Known]:
    """Count the places of shelters and other services: a third full, a third of holds, some old."""
    chance = random.Random(SEED + 2)
    counted = chance.sample(
        sorted(directory.services, key=lambda each: each.type is not ServiceType.SHELTER)[
            : services * 3 // 2
        ],
        services,
    )
    return {each.id: _known(chance) for each in counted}


def _known(chance: random.Random) -> Known:
    until = NOW + timedelta(hours=chance.randint(-1, 20))
    promised = tuple(
        Promised(None, chance.randint(1, 4), NOW + timedelta(hours=chance.randint(0, 48)))
        for _ in range(chance.choice((0, 0, 3)))
    )
    free = max(0, chance.randint(-20, 40))
    return Known({None: Count(60, free, NOW - timedelta(hours=4), until)}, promised)


def following(directory: Directory, counted: Vacancies) -> None:
    """Print what it costs to follow a count, an edit of the directory, and to look at all."""
    keys = list(counted.known)
    chance = random.Random(SEED + 3)
    changes = [{chance.choice(keys): _known(chance)} for _ in range(500)]
    row("  following one count", [timed(counted.changed, directory, each)[0] for each in changes])
    row("  following an edit", [timed(counted.of_next, directory)[0] for _ in range(20)])
    anew = [timed(vacancies_in, directory, counted.known, NOW)[0] for _ in range(20)]
    row("  looking through all that is counted", anew)


# ---------------------------------------------------------------- one edit


async def edits(directory: Directory, times: int) -> None:
    """Print what one edit costs a process that knows the directory."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        await migrate(url)
        database = Database(url, Keys((b"dGVzdHMgb25seTogb3BlbnMgbm90aGluZyBhdCBhbGw=",)))
        async with database.transaction() as tx:
            await stored.save(tx, directory)
        known = KnownDirectory()
        begun = time.process_time()
        async with database.transaction() as tx:
            current = await known.current(tx)
        whole = time.process_time() - begun
        build_all(current)
        taken = [
            [await one_edit(database, known, number, moved) for number in range(times)]
            for moved in (False, True)
        ]
        await database.close()
    print(f"\nreading the whole directory (what one edit cost before): {whole * 1e3:.0f} ms")
    for name, runs in zip(("hours of a centre", "place and name of a centre"), taken, strict=True):
        saved, read, searched = (median(run[i] for run in runs) * 1e3 for i in range(3))
        print(
            f"one edit, {name}: saved in {saved:.1f} ms, "
            f"another process has it in {read:.1f} ms, its next search takes {searched:.2f} ms"
        )


async def one_edit(
    database: Database, known: KnownDirectory, number: int, moved: bool
) -> tuple[float, float, float]:
    """Change a centre; give the seconds to save it, to learn of it elsewhere, to search again."""
    async with database.transaction() as tx:
        before = await known.current(tx)
    centre = before.centres[number * 97]
    point = cast(Point, centre.point)
    if moved:
        changed = replace(centre, name=f"{centre.name} moved", point=Point(point.latitude, 0))
    else:
        changed = replace(centre, hours=f"Mo 08:{number:02}-17:00")
    begun = time.process_time()
    async with database.transaction() as tx:
        await stored.save(tx, Directory(centres=(changed,)))
    saved = time.process_time()
    async with database.transaction() as tx:
        after = await known.current(tx)
    read = time.process_time()
    build_all(after)
    return saved - begun, read - saved, time.process_time() - read


def build_all(directory: Directory) -> None:
    """Search once in each tree that a bot uses most."""
    for kind in (None, ServiceType.SHELTER, ServiceType.FOOD):
        for country in ("", directory.centres[0].country):
            list(islice(directory.findable.nearest(Point(9.5, -13.7), country, kind), 5))


def main() -> None:
    """Print the tables."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--centres", type=int, default=100_000)
    reader.add_argument("--searches", type=int, default=2_000)
    reader.add_argument("--edits", type=int, default=10)
    asked = reader.parse_args()
    directory = made_up(asked.centres)
    keep_what_is_loaded()
    before = memory()
    entries, findable = timed(lambda: directory.findable)
    trees, _ = timed(lambda: build_trees(directory))
    print(f"Python {sys.version.split()[0]}, seed {SEED}")
    print(f"{len(directory.centres):,} centres, {len(directory.services):,} services")
    print(
        f"built in {entries:.2f} s (entries) + {trees:.2f} s (a tree for each kind); "
        f"{memory() - before:.0f} MB more at most\n"
    )
    print(f"{'':58} {'median µs':>10} {'p99 µs':>10}")
    searches(directory, asked.searches)
    asyncio.run(edits(directory, asked.edits))


def build_trees(directory: Directory) -> None:
    """Build the tree of each kind of help."""
    for kind in (None, *ServiceType):
        next(directory.findable.nearest(Point(0, 0), "", kind), None)


if __name__ == "__main__":
    main()
