"""Habits of members: their name for colleagues is sealed; what is due is found without it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from domain.habits import Habits
from domain.people import PersonId
from storage.database import Transaction
from storage.prepared import Prepared, each_of
from storage.tables import habits as table

OF_PERSON = Prepared(each_of(select(table), table.c.person, "person_"), by="person")


async def keep(tx: Transaction, person: PersonId, habits: Habits, due: datetime | None) -> None:
    """Keep how somebody works in the place of what was kept; `due`: when duty turns next."""
    await tx.connection.execute(delete(table).where(table.c.person == person))
    await tx.connection.execute(
        insert(table).values(
            person=person,
            sealed_name=tx.keys.seal(habits.name) if habits.name else None,
            away_until=habits.away_until,
            rota=habits.rota,
            quiet=habits.quiet,
            due=due,
        )
    )


async def of(tx: Transaction, person: PersonId) -> Habits:
    """Give how somebody works."""
    rows = await tx.once_each(OF_PERSON, person)
    return _read(tx, rows[0]) if rows else Habits()


async def of_all(tx: Transaction, people: Collection[PersonId]) -> dict[PersonId, Habits]:
    """Give how these people work, those who said nothing left out; in one query."""
    rows = await tx.connection.execute(select(table).where(table.c.person.in_(list(people))))
    return {PersonId(row.person): _read(tx, row) for row in rows}


async def due_by(tx: Transaction, at: datetime, limit: int) -> dict[PersonId, Habits]:
    """Give those whose duty turns at the aware `at` or before, the oldest first."""
    rows = await tx.connection.execute(
        select(table).where(table.c.due <= at).order_by(table.c.due).limit(limit)
    )
    return {PersonId(row.person): _read(tx, row) for row in rows}


def _read(tx: Transaction, row: Any) -> Habits:
    name = tx.keys.open_text(row.sealed_name) if row.sealed_name else ""
    return Habits(name, row.away_until, row.rota, row.quiet)
