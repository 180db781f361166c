"""`python -m benchmarks.growth`: does a message cost more where many people and requests are kept?

Fifty people ask for shelter as in `benchmarks.path`; then what that left in the database is doubled
again and again, with other keys and closed but for one request in a thousand, and fifty more ask.
Prints microseconds of the processor for a message at each size, and milliseconds for the first page
of a caseworker's queue. **Only ratios within one run mean something.**
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Table, case, func, insert, literal, select

from benchmarks.path import handler_of, installed, play
from bot.app import Passerelle, opened
from bot.run import keep_what_is_loaded, service_loop
from bot.settings import load_settings
from domain.access import MemberRole, Membership
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import State
from domain.requests.working import MyQueue
from storage import members, people, tables
from storage.database import Transaction
from storage.people import Address

# Tables in the order of their references, and the columns by which copies differ.
COPIED: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (tables.people, ("id",)),
    (tables.addresses, ("address_index", "person")),
    (tables.conversations, ("person",)),
    (tables.updates, ("update_id", "person")),
    (tables.referrals, ("id", "reference", "person")),
    (tables.consents, ("referral", "person")),
    (tables.referral_events, ("referral",)),
    (tables.referral_clocks, ("referral",)),
    (tables.audit, ("subject",)),
    (tables.outbox, ("person", "address_index", "subject")),
)
OPEN_OF = 1_000
MOST_UPDATES = 20_000


async def double(tx: Transaction, generation: int) -> None:
    """Copy all rows under other keys; only some of the copied requests stay open."""
    for table, keys in COPIED:
        columns = [column for column in table.c if column.name not in ("number",)]
        if table is tables.outbox:
            columns = [column for column in columns if column.name != "id"]
        copied: list[Any] = [
            column.concat(literal(f"-{generation}")) if column.name in keys else column
            for column in columns
        ]
        if table is tables.referrals:
            closed = case((by_chance(tx), table.c.state), else_=literal(State.CLOSED.value))
            copied = [
                {"state": closed, "phone_index": literal(None)}.get(column.name, value)
                for column, value in zip(columns, copied, strict=True)
            ]
        if table is tables.referral_clocks:
            copied = [
                literal(None) if column.name == "due" else value
                for column, value in zip(columns, copied, strict=True)
            ]
        names = [column.name for column in columns]
        rows = select(*copied)
        if table is tables.updates:  # of three days only
            rows = rows.limit(MOST_UPDATES)
        await tx.connection.execute(insert(table).from_select(names, rows))


def by_chance(tx: Transaction) -> ColumnElement[bool]:
    """Ask for one row in OPEN_OF."""
    if tx.is_postgresql:
        return func.random() < 1 / OPEN_OF
    return func.abs(func.random()) % OPEN_OF == 0


async def count(passerelle: Passerelle) -> int:
    """Count the requests."""
    async with passerelle.office.database.transaction() as tx:
        found = await tx.connection.scalar(select(func.count()).select_from(tables.referrals))
        return int(found)


async def caseworker(passerelle: Passerelle) -> PersonId:
    """Enrol somebody in the team that most requests went to."""
    now = passerelle.office.clock()
    async with passerelle.office.database.transaction() as tx:
        team = await tx.connection.scalar(
            select(tables.referrals.c.team)
            .group_by(tables.referrals.c.team)
            .order_by(func.count().desc())
            .limit(1)
        )
        directory = await passerelle.office.directory.current(tx)
        owner = directory.team(TeamId(team)).organisation
        who = (await people.find_or_add(tx, Address("telegram", "7"), now)).id
        await members.enrol(tx, who, Membership(team, owner, MemberRole.CASEWORKER), now)
    return who


async def measure(passerelle: Passerelle, handler: Any, who: PersonId, chats: int) -> None:
    """Print what a message and a page of the queue cost now."""
    print(f"{await count(passerelle):9,} requests: ", end="")
    await play(passerelle, handler, chats, 1)
    took, shown = [], ()
    for _ in range(9):
        begun = time.perf_counter()
        shown = await passerelle.perform_for(who, MyQueue(again=True))
        took.append(1000 * (time.perf_counter() - begun))
    print(f"{'':20} the queue, {len(shown)} shown: {median(took):.1f} ms")


async def run(given: argparse.Namespace) -> None:
    """Measure, double, measure again, until there are so many."""
    async with opened(load_settings()) as passerelle:
        await passerelle.file_names()
        keep_what_is_loaded()
        handler = handler_of(passerelle)
        await play(passerelle, handler, given.chats, 1)
        who = await caseworker(passerelle)
        await measure(passerelle, handler, who, given.chats)
        sizes = iter(given.sizes)
        wanted = next(sizes, None)
        generation = 0
        while wanted is not None:
            generation += 1
            async with passerelle.office.database.transaction() as tx:
                await double(tx, generation)
            if await count(passerelle) >= wanted:
                await measure(passerelle, handler, who, given.chats)
                wanted = next(sizes, None)


def main() -> None:
    """Make an installation in a scratch folder, let it grow, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 30_000, 1_000_000])
    parser.add_argument("--postgresql", default="", metavar="DSN")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="growth-") as scratch:
        installed(Path(scratch), given.postgresql)
        with asyncio.Runner(loop_factory=service_loop) as runner:
            runner.run(run(given))


if __name__ == "__main__":
    main()
