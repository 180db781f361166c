"""Inserting what may be there already: each engine has its own insert that allows for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.engine.interfaces import Dialect

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert(dialect: Dialect, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Give an insert that can say what to do if the row is there; only its engine is read in."""
    if dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
