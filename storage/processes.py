"""Processes that have the data open, and which keys each of them knows: fingerprints alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Transaction
from storage.inserting import in_its_place
from storage.tables import processes as table

PUT = in_its_place(table, "place", "keys", "seen")


@dataclass(frozen=True, slots=True)
class Process:
    """A process, as it told last. `place`: its machine and number, as its operator knows it.

    `keys`: the fingerprints of the keys it knows, the one it seals with first. `seen`: aware UTC.
    """

    id: str
    place: str
    keys: tuple[str, ...]
    seen: datetime


async def tell(tx: Transaction, process: Process) -> None:
    """Note what a process tells of itself."""
    keys = " ".join(process.keys)
    await tx.write(PUT, id=process.id, place=process.place, keys=keys, seen=process.seen)


async def leave(tx: Transaction, process: str) -> None:
    """Note that a process has ended."""
    await tx.connection.execute(delete(table).where(table.c.id == process))


async def drop_silent(tx: Transaction, before: datetime) -> None:
    """Forget those that said nothing since an instant, aware UTC: they were killed."""
    await tx.connection.execute(delete(table).where(table.c.seen < before))


async def seen_since(tx: Transaction, instant: datetime) -> tuple[Process, ...]:
    """List those that told of themselves since an instant, aware UTC."""
    rows = await tx.connection.execute(
        select(table).where(table.c.seen >= instant).order_by(table.c.place, table.c.id)
    )
    return tuple(Process(row.id, row.place, tuple(row.keys.split()), row.seen) for row in rows)
