"""Migrating: brings a database's schema to the newest step; safe when several start at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.database import BUSY_SECONDS, engine_for, not_opened
from storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic is read in only where it has work to do: it costs a quarter of the program's start.
MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = "SELECT pg_advisory_xact_lock(7275733)"


class Schema(Enum):
    """How a database's schema stands to this program's steps.

    `NEWER`: a later version has migrated it. Steps only add, so this one goes on working until
    it is replaced (docs/operations.md, Upgrades).
    """

    PENDING = "pending"
    CURRENT = "current"
    NEWER = "newer"


def _config(connection: Connection | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


async def _on(url: str, work: Callable[[Connection], Any], *, alone: bool = True) -> Any:
    """Work with a connection whose transaction has begun, and commit; StorageUnavailable.

    `alone`: nobody else migrates meanwhile, and a statement may take hours; without it, nobody is
    waited for either, nor a server that says nothing.
    """
    engine = engine_for(url, is_patient=alone)
    try:
        if isinstance(engine, Engine):
            return await asyncio.to_thread(_on_sqlite, engine, work, alone)
        from storage import postgresql

        async with postgresql.transaction(engine, ()) as connection:
            if alone:
                await connection.execute(text(LOCK))
            return await connection.run_sync(work)
    except (DBAPIError, OSError) as problem:
        raise not_opened(problem) from problem
    finally:
        if isinstance(engine, Engine):
            engine.dispose()
        else:
            from storage import postgresql

            await postgresql.close(engine)


def _on_sqlite(engine: Engine, work: Callable[[Connection], Any], alone: bool) -> Any:
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if alone else "BEGIN")
        return work(connection)


async def migrate(url: str) -> None:
    """Bring the schema to the newest step, in one transaction; StorageUnavailable for outages.

    One that a later version has migrated stays as it is.
    """
    if await schema(url) is Schema.PENDING:
        await _on(url, _up)


def _up(connection: Connection) -> None:
    if _schema(connection) is Schema.PENDING:
        from alembic import command

        command.upgrade(_config(connection), "head")


async def downgrade(url: str) -> None:
    """Take every step back: the tables go, and all that is in them."""
    from alembic import command

    await _on(url, lambda connection: command.downgrade(_config(connection), "base"))


async def schema(url: str) -> Schema:
    """Say how the schema stands, also while somebody migrates; StorageUnavailable for outages."""
    found: Schema = await _on(url, _schema, alone=False)
    return found


def _schema(connection: Connection) -> Schema:
    if not inspect(connection).has_table("alembic_version"):
        return Schema.PENDING
    step = connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
    newest = newest_step()
    if step == newest:
        return Schema.CURRENT
    return Schema.NEWER if step > newest else Schema.PENDING


def newest_step() -> str:
    """Give the number of the newest step: the last file's."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


async def differences(url: str) -> list[Any]:
    """List where the migrated schema and the tables in code differ; empty when they agree."""
    return list(await _on(url, _compare))


def _compare(connection: Connection) -> list[Any]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def draft(url: str, message: str) -> None:
    """Write a new step from the differences, to be read and mended by hand."""

    def write(connection: Connection) -> None:
        from alembic import command
        from alembic.script import ScriptDirectory

        config = _config(connection)
        steps = list(ScriptDirectory.from_config(config).walk_revisions())
        number = f"{len(steps) + 1:04}"
        command.revision(config, message=message, autogenerate=True, rev_id=number)

    await _on(url, write)
