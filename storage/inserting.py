"""Inserting what may be there already: each engine has its own insert that allows for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.engine.interfaces import Dialect

from storage.prepared import Prepared

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert(dialect: Dialect, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Give an insert that can say what to do if the row is there; only its engine is read in."""
    if dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def in_its_place(table: Table, *columns: str, key: Collection[str] = ()) -> Prepared:
    """Give what keeps a row in the place of the one with the same key, if there is one.

    `columns`: those that are set beside the key. `key`: columns of which no two rows have the same;
    by default the primary key.
    """
    keys = list(key) or [column.name for column in table.primary_key]

    def statement(dialect: Dialect) -> postgresql.Insert | sqlite.Insert:
        new = insert(dialect, table)
        return new.on_conflict_do_update(
            index_elements=keys, set_={name: new.excluded[name] for name in columns}
        )

    return Prepared(statement, *keys, *columns, key=keys)
