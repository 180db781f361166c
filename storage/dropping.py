"""Dropping what was kept long enough: some rows in a transaction, never a whole table at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ColumnElement, delete, select, tuple_

from storage.database import Transaction


async def drop_before(
    tx: Transaction,
    column: Column[datetime],
    instant: datetime,
    limit: int,
    *more: ColumnElement[bool],
) -> int:
    """Delete the oldest rows whose `column` is before an instant, at most `limit`; give the number.

    `more`: what else must be true of them. What another transaction has in its hands is left: it
    is not waited for, and may be old no more.
    """
    key = list(column.table.primary_key.columns)
    oldest = (
        select(*key)
        .where(column < instant, *more)
        .order_by(column)  # without it PostgreSQL may walk over all that was dropped just before
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("oldest", nesting=True)  # else PostgreSQL may look anew for each row: past the limit
    )
    named = tuple_(*key) if len(key) > 1 else key[0]
    done = await tx.connection.execute(
        delete(column.table).where(named.in_(select(*oldest.columns)))
    )
    return done.rowcount
