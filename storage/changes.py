"""Changes of the directory made by message: what a fact was before and after, so that it can be
undone and read as history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import msgspec
from sqlalchemy import insert, select, update

from domain.centres import Centre
from domain.organisations import CentreId
from domain.people import PersonId
from domain.services import Service
from storage.database import Transaction
from storage.tables import directory_changes as table
from storage.tables import directory_records as records

F = TypeVar("F", Centre, Service)
Json = dict[str, Any]


class ChangeKind(StrEnum):
    """What was changed: fields of a centre or of a service, or a count of places."""

    CENTRE = "centre"
    SERVICE = "service"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: only the fields that it touched. `key`: the id of the fact.

    `number` is 0 before it is kept; `person` who made it.
    """

    kind: ChangeKind
    key: str
    centre: CentreId
    before: Json
    after: Json
    person: PersonId | None
    at: datetime
    undone: datetime | None = None
    number: int = 0


async def add(tx: Transaction, change: Change) -> int:
    """Keep a change; give its number."""
    number = await tx.connection.scalar(
        insert(table)
        .returning(table.c.number)
        .values(
            kind=change.kind.value,
            key=change.key,
            centre=change.centre,
            before=_written(change.before),
            after=_written(change.after),
            person=change.person,
            at=change.at,
        )
    )
    return int(number or 0)


async def change_of(tx: Transaction, number: int) -> Change | None:
    """Give a change by its number."""
    found = await tx.connection.execute(select(table).where(table.c.number == number))
    row = found.first()
    return _read(row) if row else None


async def of_centre(tx: Transaction, centre: CentreId, limit: int = 20) -> tuple[Change, ...]:
    """Give the latest changes of a centre and its services, newest first."""
    rows = await tx.connection.execute(
        select(table)
        .where(table.c.centre == centre)
        .order_by(table.c.at.desc(), table.c.number.desc())
        .limit(limit)
    )
    return tuple(_read(row) for row in rows)


async def mark_undone(tx: Transaction, number: int, at: datetime) -> bool:
    """Note that a change was undone; exactly one of those who try at once does it."""
    done = await tx.connection.execute(
        update(table).where(table.c.number == number, table.c.undone.is_(None)).values(undone=at)
    )
    return bool(done.rowcount)


async def fact_now(tx: Transaction, kind: type[F], key: str) -> F | None:
    """Read a centre or service as it stands, for a change: nobody else changes it meanwhile."""
    await tx.lock("directory")
    field = "centres" if kind is Centre else "services"
    record = await tx.connection.scalar(
        select(records.c.record).where(records.c.kind == field, records.c.id == key)
    )
    return msgspec.json.decode(record, type=kind) if record else None


def _written(part: Json) -> str:
    return msgspec.json.encode(part, order="deterministic").decode()


def _read(row: Any) -> Change:
    return Change(
        ChangeKind(row.kind),
        row.key,
        CentreId(row.centre),
        msgspec.json.decode(row.before),
        msgspec.json.decode(row.after),
        PersonId(row.person) if row.person else None,
        row.at,
        row.undone,
        row.number,
    )
