"""The directory in the database: one record a fact, kept as the domain writes it.

Every fact has a stable id, so that importing the same again changes nothing. Every save that
changes something has a version, and so have its records and what was removed: who knows the
directory at one version reads only what came after it. An undisclosed address is in no record:
it has a table of its own, sealed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from domain.centres import AddressRule, Centre
from domain.directory import Directory
from domain.geography import Point
from domain.organisations import CentreId
from storage.database import Transaction
from storage.directory_records import TYPES, directory_of, rows_of
from storage.prepared import Prepared
from storage.tables import directory_records as records
from storage.tables import directory_removals as removals
from storage.tables import directory_version, undisclosed_addresses

BATCH = 500
VERSION = Prepared(select(directory_version.c.version))


@dataclass(frozen=True, slots=True)
class Undisclosed:
    """An address that only an accepted person may learn (Decisions, Address)."""

    address: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What came after a version: facts added or changed, and keys of what is gone, by kind."""

    changed: Directory
    gone: Mapping[str, tuple[str, ...]]


# ---------------------------------------------------------------- reading


async def version(tx: Transaction) -> int:
    """Give a number that grows with every change, as it stands at this moment."""
    row = await tx.row(VERSION)
    return int(row.version) if row else 0


async def load(tx: Transaction) -> Directory:
    """Read the whole directory; no undisclosed address is in it."""
    statement = select(records.c.kind, records.c.record).order_by(records.c.kind, records.c.id)
    rows = await tx.connection.execute(statement)
    return directory_of((kind, record) for kind, record in rows)


async def load_kinds(tx: Transaction, kinds: Collection[str]) -> Directory:
    """Read the facts of some kinds as they stand; nobody else changes the directory meanwhile."""
    await tx.lock("directory")
    statement = select(records.c.kind, records.c.record).where(records.c.kind.in_(list(kinds)))
    rows = await tx.connection.execute(statement.order_by(records.c.kind, records.c.id))
    return directory_of((kind, record) for kind, record in rows)


async def changes_since(tx: Transaction, known: int) -> Changes:
    """Read what changed after the version `known`; facts come whole, in the order of their ids."""
    statement = select(records.c.kind, records.c.id, records.c.record)
    # Put in order here: SQLite would rather read all records in their order than sort a few.
    rows = sorted(await tx.connection.execute(statement.where(records.c.version > known)))
    changed = directory_of((kind, record) for kind, _, record in rows)
    gone: dict[str, list[str]] = {}
    removed = select(removals.c.kind, removals.c.id).where(removals.c.version > known)
    for kind, key in sorted(await tx.connection.execute(removed)):
        gone.setdefault(kind, []).append(key)
    return Changes(changed, {kind: tuple(keys) for kind, keys in gone.items()})


async def undisclosed_address(tx: Transaction, centre: CentreId) -> Undisclosed | None:
    """Give an undisclosed address; whoever calls this has checked the right to it."""
    table = undisclosed_addresses
    sealed = await tx.connection.scalar(select(table.c.sealed).where(table.c.centre == centre))
    return msgspec.json.decode(tx.keys.open(sealed), type=Undisclosed) if sealed else None


# ---------------------------------------------------------------- writing


async def save(
    tx: Transaction,
    directory: Directory,
    undisclosed: Mapping[CentreId, Undisclosed] | None = None,
) -> Saved:
    """Add or replace facts by their stable ids; a save that changes nothing keeps the version.

    An address that a centre holds against its own rule is taken out and kept as undisclosed.
    Raises ValueError for an instant without a time zone.
    """
    await tx.lock("directory")
    hidden = {each.id: kept for each in directory.centres if (kept := _to_hide(each))}
    directory = replace(directory, centres=tuple(_shown(each) for each in directory.centres))
    rows = list(rows_of(directory))
    wanted = {(row["kind"], row["id"]): row for row in rows}
    known = await _known(tx, wanted)
    new = [row for key, row in wanted.items() if key not in known]
    changed = [row for key, row in wanted.items() if known.get(key, row["record"]) != row["record"]]
    if new or changed:
        await _write(tx, new, changed, await _count_up(tx))
    await _save_undisclosed(tx, {**hidden, **(undisclosed or {})})
    return Saved(len(new), len(changed), len(rows) - len(new) - len(changed))


async def remove(tx: Transaction, kind: str, ids: Collection[str]) -> int:
    """Take facts out by their ids, and a centre's undisclosed address with it; give how many were.

    `kind`: the field of `Directory` that holds them; KeyError if there is none. Other processes
    learn of it by the version, as of a save. What names them (services of a centre) stays.
    """
    type_of = TYPES[kind]
    await tx.lock("directory")
    there = list(await _known(tx, [(kind, key) for key in ids]))
    if not there:
        return 0
    after = await _count_up(tx)
    for _, keys in _batches(there):
        await tx.connection.execute(delete(records).where(_among(records, kind, keys)))
        if type_of is Centre:
            table = undisclosed_addresses
            await tx.connection.execute(delete(table).where(table.c.centre.in_(keys)))
        rows = [{"kind": kind, "id": key, "version": after} for key in keys]
        await tx.connection.execute(insert(removals), rows)
    return len(there)


Key = tuple[str, str]


def _batches(keys: Iterable[Key]) -> Iterator[tuple[str, list[str]]]:
    """Put ids of the same kind together, as many as go well into one statement."""
    by_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), BATCH):
            yield kind, ids[start : start + BATCH]


def _among(table: Table, kind: str, ids: list[str]) -> ColumnElement[bool]:
    return and_(table.c.kind == kind, table.c.id.in_(ids))


async def _known(tx: Transaction, keys: Iterable[Key]) -> dict[Key, str]:
    """Read the records that are there already: only those that are asked for."""
    found: dict[Key, str] = {}
    for kind, ids in _batches(keys):
        statement = select(records.c.id, records.c.record).where(_among(records, kind, ids))
        for key, record in await tx.connection.execute(statement):
            found[kind, key] = record
    return found


async def _write(
    tx: Transaction, new: list[dict[str, str]], changed: list[dict[str, str]], after: int
) -> None:
    if new and await tx.connection.scalar(select(removals.c.id).limit(1)) is not None:
        for kind, ids in _batches((row["kind"], row["id"]) for row in new):
            await tx.connection.execute(delete(removals).where(_among(removals, kind, ids)))
    for start in range(0, len(new), BATCH):
        rows = [{**row, "version": after} for row in new[start : start + BATCH]]
        await tx.connection.execute(insert(records), rows)
    if changed:
        replaced = (
            update(records)
            .where(records.c.kind == bindparam("of_kind"), records.c.id == bindparam("of_id"))
            .values(record=bindparam("new_record"), version=after)
        )
        rows = [
            {"of_kind": row["kind"], "of_id": row["id"], "new_record": row["record"]}
            for row in changed
        ]
        for start in range(0, len(rows), BATCH):
            await tx.connection.execute(replaced, rows[start : start + BATCH])


def _shown(centre: Centre) -> Centre:
    """Give a centre as anybody may read it: an address only if that is public (B7)."""
    if centre.address_rule is AddressRule.PUBLIC:
        return centre
    return replace(centre, address="", point=None)


def _to_hide(centre: Centre) -> Undisclosed | None:
    return None if centre == _shown(centre) else Undisclosed(centre.address, centre.point)


async def _save_undisclosed(tx: Transaction, found: Mapping[CentreId, Undisclosed]) -> None:
    for centre, kept in found.items():
        sealed = tx.keys.seal(msgspec.json.encode(kept))
        table = undisclosed_addresses
        await tx.connection.execute(delete(table).where(table.c.centre == centre))
        await tx.connection.execute(insert(table).values(centre=centre, sealed=sealed))


async def _count_up(tx: Transaction) -> int:
    """Give the next version; whoever calls this holds the lock, so none comes twice."""
    table = directory_version
    tx.end_after_this()
    after = await version(tx) + 1
    done = await tx.connection.execute(update(table).values(version=after))
    if not done.rowcount:
        await tx.connection.execute(insert(table).values(id=1, version=after))
    return after
