"""How long an export of 50,000 services takes and how much memory; how fast the API is at 100,000.

`python benchmarks/export.py [--services N] [--api N]` makes seeded directories in memory (a tenth
of them in centres whose address is not public), writes each format in a process of its own, and
prints seconds, the memory above that of the directory itself, and the size of the file. Then it
times what the API does for one request, without the network: index, page, full page, search.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from multidict import MultiDict

from bot.web.hsds_answers import PACKING
from bot.web.hsds_operations import OPERATIONS, Operation
from bot.web.hsds_parameters import asked
from casework.directory_export.files import ExportFormat, export
from casework.directory_export.published import Published
from casework.directory_files.report import quiet
from domain.centres import AddressRule, Centre
from domain.directory import Directory
from domain.geography import Point
from domain.organisations import CentreId, Organisation, OrganisationId, OrganisationKind
from domain.services import Eligibility, Service, ServiceId, ServiceType

SEED = 20261125
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
FORMS = (
    ("hsds, zip", ExportFormat.HSDS, "out.zip"),
    ("hsds, folder", ExportFormat.HSDS, "out"),
    ("csv", ExportFormat.CSV, "out.csv"),
    ("geojson", ExportFormat.GEOJSON, "out.geojson"),
)
ROUNDS = 30


def directory(services: int) -> Directory:
    """Make a directory, the same for the same number: five services a centre."""
    chance = random.Random(SEED)

    def key() -> str:
        return str(UUID(int=chance.getrandbits(128), version=4))

    organisations = tuple(
        Organisation(OrganisationId(key()), f"Organisation {n}", OrganisationKind.PARTNER)
        for n in range(max(1, services // 100))
    )
    centres = tuple(
        Centre(
            CentreId(key()),
            f"Centre {n}",
            "GN",
            f"Town {n % 997}",
            "Africa/Conakry",
            Point(9.5 + chance.uniform(-2, 2), -12 + chance.uniform(-2, 2)),
            address=f"Street {n}",
            address_rule=AddressRule.AFTER_ACCEPTANCE if n % 10 == 0 else AddressRule.PUBLIC,
            hours="Mo-Fr 08:00-16:00",
            languages=("fr", "ff"),
            phone=f"+000 {n:07}",
        )
        for n in range(max(1, services // 5))
    )
    kinds = [kind for kind in ServiceType if kind is not ServiceType.SAFE_HOUSE]
    made = tuple(
        Service(
            ServiceId(key()),
            centres[n // 5 % len(centres)].id,
            kinds[n % len(kinds)],
            f"Help number {n}",
            organisations[n % len(organisations)].id,
            hours="Mo-Fr 09:00-12:00,13:00-16:00" if n % 2 else None,
            eligibility=Eligibility(minimum_age=18, words="Open to all"),
        )
        for n in range(services)
    )
    return Directory(organisations, (), centres, made)


def memory_mib() -> float:
    """Give the highest resident set of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one_export(services: int, kind: ExportFormat, name: str) -> tuple[float, float, float]:
    """Give seconds, MiB above the directory's own, and MiB on disk of one export."""
    facts = directory(services)
    before = memory_mib()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / name
        start = time.perf_counter()
        export(kind, target, facts, NOW, quiet)
        took = time.perf_counter() - start
        files = [target] if target.is_file() else list(target.iterdir())
        size = sum(each.stat().st_size for each in files) / 2**20
    return took, memory_mib() - before, size


def exports(services: int) -> None:
    """Print the table of exports, each made in a process of its own."""
    print(f"Export of {services:,} services\n")
    print(f"{'format':<14}{'seconds':>9}{'more MiB':>10}{'file MiB':>10}")
    for title, kind, name in FORMS:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            took, more, size = pool.apply(one_export, (services, kind, name))
        print(f"{title:<14}{took:>9.1f}{more:>10.0f}{size:>10.1f}")


def timed(work: Callable[[], bytes]) -> tuple[float, float, int]:
    """Give median and highest milliseconds of some rounds, and the bytes made."""
    took = []
    made = b""
    for _ in range(ROUNDS):
        start = time.perf_counter()
        made = work()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took), max(took), len(made)


def answer(
    published: Published, operation: Operation, whole: dict[str, Any], number: Iterator[int]
) -> bytes:
    """Give the packed bytes of one answer; a search has other words each time."""
    searched = f"{whole['search']} {next(number)}" if whole.get("search") else ""
    found = operation.answer(published, {**whole, "search": searched})
    return gzip.compress(msgspec.json.encode(found), PACKING)


def api(services: int) -> None:
    """Print what requests cost at a number of services."""
    facts = directory(services)
    start = time.perf_counter()
    published = Published(facts, NOW)
    print(f"\nThe API at {services:,} services; index {time.perf_counter() - start:.2f} s\n")
    start = time.perf_counter()
    published.services(search="the first search")
    print(f"first search, which makes the words: {time.perf_counter() - start:.2f} s\n")
    print(f"{'request':<44}{'median ms':>10}{'most ms':>9}{'KiB':>8}")
    some = published.service_id(published.services()[services // 2]).id
    owner = published.organizations()[0]
    number = iter(range(10**6))
    questions: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("/services", "/services", {}),
        ("/services, the last page", "/services", {"page": services // 50}),
        ("/services?full=true", "/services", {"full": True}),
        ("/services?full=true&per_page=500", "/services", {"full": True, "per_page": 500}),
        ("/services?organization_id=…", "/services", {"organization_id": owner}),
        ("/services?search=… (new words each time)", "/services", {"search": "help"}),
        ("/services/{id}", "/services/{id}", {"id": some}),
        ("/organizations/{id}", "/organizations/{id}", {"id": owner}),
    )
    for title, path, question in questions:
        operation = next(each for each in OPERATIONS if each.path == path)
        whole = {**asked(MultiDict[str](), operation.parameters), **question}

        median, most, size = timed(partial(answer, published, operation, whole, number))
        print(f"{title:<44}{median:>10.1f}{most:>9.1f}{size / 1024:>8.1f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--services", type=int, default=50_000)
    parser.add_argument("--api", type=int, default=100_000)
    given = parser.parse_args()
    exports(given.services)
    api(given.api)


if __name__ == "__main__":
    main()
