"""Filling: many people and requests at once, each a copy of one that was played.

What the program left of some people (the seeds) is copied by the database itself under other keys:
ids and references are scattered over the alphabet as random ones are, instants spread over
`DAYS`, in the order of time. Of what the program drops after some days (`KEPT_DAYS`) only that
much is copied. Of the copied requests the newest and one in `OPEN_OF` stay open. The same number
of copies always gives the same rows. Indexes are taken down meanwhile and made again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import asyncpg
from sqlalchemy import Table, make_url

from bot.dropping import HANDLED_UPDATES_ARE_KEPT, SENT_MESSAGES_ARE_KEPT
from domain.deadlines import REQUEST_BEING_WRITTEN_IS_KEPT
from domain.referrals import State
from storage import tables
from storage.types import Utc

DAYS = 30
OPEN_OF = 1_000
NEWEST_OPEN = 300
HOLDERS_OF = 2_000  # so many requests go through the hands of one caseworker
BATCH = 200_000  # rows of `people`

COPIED: tuple[Table, ...] = (
    tables.people,
    tables.addresses,
    tables.conversations,
    tables.updates,
    tables.referrals,
    tables.consents,
    tables.referral_events,
    tables.referral_clocks,
    tables.audit,
    tables.outbox,
)
KEPT_DAYS = {
    "updates": HANDLED_UPDATES_ARE_KEPT.days,
    "conversations": REQUEST_BEING_WRITTEN_IS_KEPT.days,
    "outbox": SENT_MESSAGES_ARE_KEPT.days,
}
PEOPLE = "SELECT person FROM referrals"
REFERRALS = "SELECT id FROM referrals"
REFERENCES = "SELECT reference FROM referrals"
# Which rows are the seeds', by table; and which values are theirs, by column.
WHOSE = {
    "people": f"id IN ({PEOPLE})",
    "consents": f"referral IN ({REFERRALS})",
    "referral_events": f"referral IN ({REFERRALS})",
    "referral_clocks": f"referral IN ({REFERRALS})",
    "audit": f"subject IN ({REFERENCES}) OR actor IN ({PEOPLE})",
}
OF_PERSON = f"person IN ({PEOPLE})"
KEYS = {
    "person": PEOPLE,
    "actor": PEOPLE,
    "referral": REFERRALS,
    "subject": REFERENCES,
    "words_of": REFERENCES,
}
OWN_KEYS = {
    ("people", "id"),
    ("referrals", "id"),
    ("referrals", "reference"),
    ("addresses", "address_index"),
    ("outbox", "address_index"),
}
COUNTED = {"number", ("outbox", "id")}  # by the engine


class Engine(Protocol):
    """A database, spoken to in plain SQL; instants and digits are said differently in each."""

    async def do(self, *statements: str) -> None:
        """Execute statements, each by itself."""

    async def column(self, statement: str) -> list[str]:
        """Give the first column of a query."""

    def scattered(self, number: str) -> str:
        """Give eight digits for a number that look like chance; no two the same."""

    def counted(self, number: str) -> str:
        """Give eight digits that grow with a number."""

    def earlier(self, column: str, seconds: str) -> str:
        """Give an instant, so many seconds earlier."""

    def series(self, first: int, last: int) -> str:
        """Give a query for the numbers from `first` to `last`, named `n`."""

    async def without_indexes(self) -> list[str]:
        """Take indexes down and stop looking after references; give what makes them again."""

    async def settled(self) -> None:
        """Let the engine count its rows, and put away what it wrote meanwhile."""

    async def size(self) -> dict[str, int]:
        """Give the bytes of each table with its indexes."""


@dataclass
class OnSQLite:
    """The file of an installation."""

    path: Path
    file: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        """Open it, as fast as it can be written."""
        self.file = sqlite3.connect(self.path, isolation_level=None)
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-1000000"):
            self.file.execute(f"PRAGMA {pragma}")

    async def do(self, *statements: str) -> None:
        for each in statements:
            self.file.execute(each)

    async def column(self, statement: str) -> list[str]:
        return [row[0] for row in self.file.execute(statement)]

    def scattered(self, number: str) -> str:
        return f"printf('%08x', ({number} * 2654435761) % 4294967296)"

    def counted(self, number: str) -> str:
        return f"printf('%08x', {number})"

    def earlier(self, column: str, seconds: str) -> str:
        return f"strftime('%Y-%m-%d %H:%M:%f000', {column}, '-' || ({seconds}) || ' seconds')"

    def series(self, first: int, last: int) -> str:
        return (
            f"WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s"
            f" WHERE n < {last}) SELECT n FROM s"
        )

    async def without_indexes(self) -> list[str]:
        again = await self.column("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql > ''")
        named = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql > ''"
        for name in await self.column(named):
            await self.do(f'DROP INDEX "{name}"')
        return again

    async def settled(self) -> None:
        """Only write all into the file: an installation counts nothing there (no ANALYZE)."""
        await self.do("PRAGMA wal_checkpoint(TRUNCATE)")

    async def size(self) -> dict[str, int]:
        """Give it of the whole file: which table has how much it does not tell."""
        (pages,) = await self.column("PRAGMA page_count")
        (page,) = await self.column("PRAGMA page_size")
        return {"file": int(pages) * int(page)}


@dataclass
class OnPostgreSQL:
    """A database of a server that lets us do anything."""

    dsn: str
    wire: asyncpg.Connection[asyncpg.Record] | None = None

    async def do(self, *statements: str) -> None:
        wire = await self._wire()
        for each in statements:
            await wire.execute(each)

    async def column(self, statement: str) -> list[str]:
        return [row[0] for row in await (await self._wire()).fetch(statement)]

    async def _wire(self) -> asyncpg.Connection[asyncpg.Record]:
        if self.wire is None:
            self.wire = await asyncpg.connect(self.dsn)
            await self.wire.execute(
                "SET session_replication_role = replica; SET synchronous_commit = off;"
                "SET maintenance_work_mem = '1GB'"
            )
        return self.wire

    def scattered(self, number: str) -> str:
        return f"lpad(to_hex(({number}::bigint * 2654435761) % 4294967296), 8, '0')"

    def counted(self, number: str) -> str:
        return f"lpad(to_hex({number}::bigint), 8, '0')"

    def earlier(self, column: str, seconds: str) -> str:
        return f"{column} - ({seconds}) * interval '1 second'"

    def series(self, first: int, last: int) -> str:
        return f"SELECT generate_series({first}, {last}) AS n"

    async def without_indexes(self) -> list[str]:
        plain = (
            "FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint)"
        )
        again = await self.column(f"SELECT indexdef {plain}")
        for name in await self.column(f"SELECT indexname {plain}"):
            await self.do(f'DROP INDEX "{name}"')
        return again

    async def settled(self) -> None:
        await self.do("VACUUM ANALYZE", "CHECKPOINT")

    async def size(self) -> dict[str, int]:
        names = (table.name for table in COPIED)
        of_each = [
            (name, await self.column(f"SELECT pg_total_relation_size('{name}')")) for name in names
        ]
        return {name: int(found[0]) for name, found in of_each}


def engine_at(url: str) -> OnSQLite | OnPostgreSQL:
    """Open the database of an installation by its address."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return OnSQLite(Path(str(parsed.database)))
    return OnPostgreSQL(parsed.set(drivername="postgresql").render_as_string(hide_password=False))


async def fill(engine: Engine, wanted: int, caseworker: str) -> int:
    """Copy the seeds until there are about `wanted` people; give how many were made.

    `caseworker`: whose id stands in some of the copied requests.
    """
    await sow(engine)
    seeds = int((await engine.column("SELECT count(*) FROM seed_people"))[0])
    copies = wanted // seeds - 1
    if copies > 0:
        again = await engine.without_indexes()
        await copy(engine, copies, seeds, caseworker)
        await engine.do(*again)
    await engine.do(*(f"DROP TABLE seed_{table.name}" for table in COPIED))
    await engine.settled()
    return max(copies, 0) * seeds


async def sow(engine: Engine) -> None:
    """Keep what the people who asked have left, with marks in the place of what copies change."""
    for table in COPIED:
        whose = WHOSE.get(table.name, OF_PERSON)
        await engine.do(
            f"CREATE TABLE seed_{table.name} AS SELECT * FROM {table.name} WHERE {whose}"
        )
    for table in COPIED:
        for column in table.columns.keys():  # noqa: SIM118 - iterating gives columns
            if mark := marked(table.name, column):
                await engine.do(f"UPDATE seed_{table.name} SET {mark}")


def marked(table: str, column: str) -> str | None:
    """Say how a key is marked: its beginning makes room for what is each copy's own."""
    if column == "reference" or column in ("subject", "words_of"):
        new, among = f"'@' || {column}", KEYS.get(column)
    elif column == "update_id":
        new, among = f"'#' || {column}", None
    elif (table, column) in OWN_KEYS or column in KEYS:
        new, among = f"'@' || substr({column}, 9)", KEYS.get(column)
    else:
        return None
    where = f" WHERE {column} IN ({among})" if among else ""
    return f"{column} = {new}{where}"


async def copy(engine: Engine, copies: int, seeds: int, caseworker: str) -> None:
    """Insert the copies, those of the same time in all tables together."""
    step = max(BATCH // seeds, 1)
    await engine.do("BEGIN")
    for table in COPIED:
        chosen = [
            column.name
            for column in table.c
            if column.name not in COUNTED and (table.name, column.name) not in COUNTED
        ]
        values = [value(engine, table, name, copies, seeds, caseworker) for name in chosen]
        for first in range(oldest(table.name, copies), copies + 1, step):
            series = engine.series(first, min(first + step - 1, copies))
            await engine.do(
                f"INSERT INTO {table.name} ({quoted(chosen)}) SELECT {', '.join(values)}"
                f" FROM ({series}) AS copies CROSS JOIN seed_{table.name}"
            )
    await engine.do("COMMIT")


def quoted(names: Sequence[str]) -> str:
    """Write names of columns, some of which are also words of SQL."""
    return ", ".join(f'"{name}"' for name in names)


def oldest(table: str, copies: int) -> int:
    """Give the number of the oldest copy that the program has not dropped yet."""
    kept = KEPT_DAYS.get(table, DAYS)
    return copies - copies * min(kept, DAYS) // DAYS + 1


def value(engine: Engine, table: Table, name: str, copies: int, seeds: int, caseworker: str) -> str:
    """Say what stands in a column of the copy `n`."""
    column = f'"{name}"'
    if isinstance(table.c[name].type, Utc) and name != "due":
        return engine.earlier(column, ago(copies))
    if (table.name, name) == ("audit", "place"):
        return "0"  # none of the chain, and nothing that the clock has to seal
    is_open = f"(n % {OPEN_OF} = 0 OR n > {copies - NEWEST_OPEN // seeds})"
    if (table.name, name) == ("referrals", "state"):
        return f"CASE WHEN {is_open} THEN {column} ELSE '{State.CLOSED.value}' END"
    if (table.name, name) == ("referrals", "holder"):
        gone = engine.scattered(f"(n / {max(HOLDERS_OF // seeds, 1)})")
        past = f"CASE WHEN n % 500 = 1 THEN '{caseworker}' ELSE {gone} || 'caseworker' END"
        return f"CASE WHEN {is_open} THEN {column} ELSE {past} END"
    if name == "due":
        mine = f"CASE WHEN {is_open} THEN {column} END"
        return mine if table is tables.referral_clocks else engine.earlier(column, ago(copies))
    if table.name == "referral_clocks" and name == "late":
        return f"{column} AND {is_open}"
    return keyed(engine, table.name, name, column)


def keyed(engine: Engine, table: str, name: str, column: str) -> str:
    """Give a key of the copy's own where the seed's is marked."""
    if marked(table, name) is None:
        return column
    digits = engine.counted("n") if name == "update_id" else engine.scattered("n")
    mark = "#" if name == "update_id" else "@"
    own = f"{digits} || substr({column}, 2)"
    return f"CASE WHEN substr({column}, 1, 1) = '{mark}' THEN {own} ELSE {column} END"


def ago(copies: int) -> str:
    """Say how many seconds earlier the copy `n` was: the first came `DAYS` ago."""
    return f"{DAYS * 86_400 / (copies + 1):.6f} * ({copies + 1} - n)"
