"""Sealing anew: what is sealed under an older key is sealed under the first, some rows at a time.

Nothing is kept of how far it came: what is under the first key already is left as it is, so
whoever was killed begins again. What somebody else has in hand is not waited for, and looked at
again in the next walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Integer, Table, bindparam, func, select, tuple_, update

from storage.database import Transaction
from storage.tables import metadata
from storage.types import KeyIsMissing, Keys

ROWS = 200
BYTES = 4_000_000
"""What is taken in hand in one transaction: some hundredths of a second of SQLite's one writer."""

SEALED: Mapping[Table, tuple[Column[Any], ...]] = {
    table: columns
    for table in metadata.sorted_tables
    if (columns := tuple(c for c in table.columns if c.name.startswith("sealed")))
}

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some rows of a table that were walked over. `last`: the key of the last one, None at its end.

    `rows`: how many were walked over. `old`: values that were found under an older key.
    `unreadable`: values that none of the keys opens.
    """

    rows: int
    old: int
    unreadable: int
    last: Key | None


def beginning(table: Table) -> Key:
    """Give the key before all keys of a table."""
    return tuple(0 if isinstance(c.type, Integer) else "" for c in table.primary_key)


async def rows_of(tx: Transaction, table: Table) -> int:
    """Count the rows of a table."""
    return int(await tx.connection.scalar(select(func.count()).select_from(table)) or 0)


async def walk(tx: Transaction, table: Table, after: Key, *, write: bool) -> Stretch:
    """Walk over the next rows after a key; `write`: seal anew what is under an older key."""
    key = tuple_(*table.primary_key)
    taken = await _next(tx, table, after)
    if not taken:
        return Stretch(0, 0, 0, None)
    last = taken[-1]
    wanted = select(*table.primary_key, *SEALED[table]).where(key > after, key <= last)
    if write:
        wanted = wanted.with_for_update(skip_locked=True, key_share=True)
    changed, old, unreadable = [], 0, 0
    for row in await tx.connection.execute(wanted):
        values = dict(row._mapping)
        anew, closed = _anew(tx.keys, {c.name: values[c.name] for c in SEALED[table]})
        old += len(anew)
        unreadable += closed
        if anew:
            changed.append({**values, **anew})
    if write and changed:
        await _write(tx, table, changed)
    return Stretch(len(taken), old, unreadable, last)


def _anew(keys: Keys, tokens: Mapping[str, str | None]) -> tuple[dict[str, str], int]:
    """Seal anew what is under an older key; count what no key opens."""
    anew, closed = {}, 0
    for name, token in tokens.items():
        try:
            sealed = keys.sealed_anew(token) if token else None
        except KeyIsMissing:
            closed += 1
            continue
        if sealed is not None:
            anew[name] = sealed
    return anew, closed


async def _next(tx: Transaction, table: Table, after: Key) -> list[Key]:
    """Give the keys of the next rows that are not too much to be taken in hand at once."""
    key = tuple_(*table.primary_key)
    length = func.octet_length if tx.is_postgresql else func.length
    sizes = [func.coalesce(length(column), 0) for column in SEALED[table]]
    asked = select(*table.primary_key, *sizes).where(key > after)
    asked = asked.order_by(*table.primary_key).limit(ROWS)
    width = len(beginning(table))
    taken: list[Key] = []
    room = BYTES
    for row in await tx.connection.execute(asked):
        room -= sum(row[width:])
        if taken and room < 0:
            break
        taken.append(tuple(row[:width]))
    return taken


async def _write(tx: Transaction, table: Table, changed: list[dict[str, Any]]) -> None:
    keys = list(table.primary_key)
    statement = (
        update(table)
        .where(*(c == bindparam(f"key_{c.name}") for c in keys))
        .values({c.name: bindparam(f"new_{c.name}") for c in SEALED[table]})
    )
    given = [
        {f"key_{c.name}": values[c.name] for c in keys}
        | {f"new_{c.name}": values[c.name] for c in SEALED[table]}
        for values in changed
    ]
    await tx.connection.execute(statement, given)
