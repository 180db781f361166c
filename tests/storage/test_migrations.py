"""Migrations lead to the tables of the code, up and down, with data, from several processes."""

from __future__ import annotations

import ast
import asyncio
import re
import signal
import sys
import threading
from collections.abc import AsyncIterator
from itertools import chain
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, insert, inspect, text

from domain.people import PersonId
from storage import check, migrate, outbox
from storage.database import Transaction
from storage.migrate import Schema
from storage.people import Address, address_index
from storage.tables import metadata
from storage.tables import outbox as outbox_table
from tests.storage.builders import NOW, address, message, person
from tests.storage.engines import drop, empty_url, opened

PROCESS = """
import asyncio, sys
from storage.migrate import migrate
asyncio.run(migrate(sys.argv[1]))
"""
KILLED = """
import asyncio, os, signal, sys
from sqlalchemy import Engine, event
from storage.migrate import migrate

steps = 0

@event.listens_for(Engine, "after_cursor_execute")
def count(connection, cursor, statement, *_):
    global steps
    steps += "alembic_version" in statement and statement.startswith(("INSERT", "UPDATE"))
    if steps == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(migrate(sys.argv[1]))
"""
STEPS = sorted(
    path.stem.split("_")[0]
    for path in (Path(migrate.__file__).parent / "migrations" / "versions").glob("[0-9]*.py")
)


@pytest.fixture
async def empty(engine: str, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database in which there is nothing yet."""
    url = await empty_url(engine, tmp_path)
    yield url
    await drop(url)


async def tables_in(url: str) -> set[str]:
    return set(await migrate._on(url, lambda connection: inspect(connection).get_table_names()))


async def definitions_in(url: str) -> set[str]:
    """The definitions of all tables and indexes, in the engine's own words."""
    return set(await migrate._on(url, definitions))


def definitions(connection: Connection) -> list[str]:
    """Read tables, constraints and indexes; the order of constraints in a table means nothing."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(
            text("SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql <> ''")
        )
        said = [" ".join(row.sql.replace('"', "").split()) for row in found]
        return [
            ", ".join(sorted(re.split("[,()] ?", each))) for each in said if "alembic" not in each
        ]
    found = connection.execute(
        text(
            "SELECT indexdef AS said FROM pg_indexes WHERE schemaname = 'public'"
            " UNION ALL SELECT conrelid::regclass || conname || pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 't'"
            " UNION ALL SELECT table_name || column_name || data_type || is_nullable"
            " FROM information_schema.columns WHERE table_schema = 'public'"
        )
    )
    return [row.said for row in found if "alembic" not in row.said]


async def to_step(url: str, step: str) -> None:
    await migrate._on(url, lambda c: command.upgrade(migrate._config(c), step))


async def test_migrating_makes_every_table_and_nothing_else(empty: str) -> None:
    assert await migrate.schema(empty) is Schema.PENDING
    await migrate.migrate(empty)
    assert await migrate.schema(empty) is Schema.CURRENT
    assert await tables_in(empty) == {*metadata.tables, "alembic_version"}


async def test_the_migrated_tables_are_those_of_the_code_to_the_letter(
    empty: str, engine: str, tmp_path: Path
) -> None:
    await migrate.migrate(empty)
    (tmp_path / "made").mkdir()
    made = await empty_url(engine, tmp_path / "made")
    say_which_rows(metadata)
    await migrate._on(made, metadata.create_all)
    assert await definitions_in(empty) == await definitions_in(made)
    await drop(made)


async def test_every_step_goes_up_and_down_again(empty: str) -> None:
    for step in STEPS:
        await to_step(empty, step)
    await migrate.downgrade(empty)
    assert await tables_in(empty) == {"alembic_version"}
    await migrate.migrate(empty)
    assert await migrate.schema(empty) is Schema.CURRENT


async def message_of_old(tx: Transaction, home: Address, whose: PersonId) -> int:
    """Put a message as the first tables have it."""
    done = await tx.connection.execute(
        insert(outbox_table).values(
            person=whose,
            channel=home.channel,
            address_index=address_index(tx, home),
            sealed_address=tx.keys.seal(home.address),
            kind="notice",
            sealed_payload=tx.keys.seal(b"words"),
            urgent=False,
            created=NOW,
            due=NOW,
            attempts=0,
        )
    )
    return int(done.inserted_primary_key[0])  # type: ignore[index]


async def test_messages_that_wait_survive_the_step_to_ids_that_never_come_twice(
    empty: str,
) -> None:
    await to_step(empty, "0001")
    home = address()
    async with opened(empty) as before:
        whose = await person(before, home)
        async with before.transaction() as tx:
            rows = [await message_of_old(tx, home, whose) for _ in range(3)]
    await migrate.migrate(empty)
    async with opened(empty) as after, after.transaction() as tx:
        assert [row.id for row in await outbox.for_address(tx, home, 0)] == rows
        await outbox.delete_for(tx, home)
        assert await message(tx, home) > rows[-1]


async def test_migrating_what_is_migrated_changes_nothing(empty: str) -> None:
    await migrate.migrate(empty)
    home = address()
    async with opened(empty) as database:
        who = await person(database, home)
    await migrate.migrate(empty)
    async with opened(empty) as database:
        assert await person(database, home) == who


async def test_what_a_later_version_has_migrated_is_left_as_it_is(empty: str) -> None:
    await migrate.migrate(empty)
    await migrate._on(
        empty, lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )
    assert await migrate.schema(empty) is Schema.NEWER
    before = await definitions_in(empty)
    await migrate.migrate(empty)
    assert await migrate.schema(empty) is Schema.NEWER
    assert await definitions_in(empty) == before


async def test_an_earlier_step_is_pending(empty: str) -> None:
    await to_step(empty, STEPS[-2])
    assert await migrate.schema(empty) is Schema.PENDING


async def test_how_it_stands_is_told_while_somebody_migrates(empty: str) -> None:
    await migrate.migrate(empty)
    told, begun = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slowly(connection: Connection) -> bool:
        loop.call_soon_threadsafe(begun.set)
        return told.wait(20)

    migrating = asyncio.create_task(asyncio.to_thread(asyncio.run, migrate._on(empty, slowly)))
    await begun.wait()
    assert await migrate.schema(empty) is Schema.CURRENT
    told.set()
    assert await migrating


async def test_a_failed_migration_leaves_nothing_behind(empty: str) -> None:
    def fail(connection: Connection) -> None:
        command.upgrade(migrate._config(connection), "head")
        raise KeyError("on the way")

    with pytest.raises(KeyError):
        await migrate._on(empty, fail)
    assert await tables_in(empty) == set()
    await migrate.migrate(empty)


async def test_several_processes_may_start_at_once(empty: str) -> None:
    running = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", PROCESS, empty, stderr=asyncio.subprocess.PIPE
        )
        for _ in range(4)
    ]
    said = [(await each.communicate())[1].decode() for each in running]
    assert [each.returncode for each in running] == [0] * 4, said
    assert await migrate.schema(empty) is Schema.CURRENT


@pytest.mark.parametrize("steps", [1, len(STEPS) // 2, len(STEPS)])
async def test_killed_between_two_steps_it_has_done_nothing_and_is_done_again(
    empty: str, steps: int
) -> None:
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, empty, str(steps), stderr=asyncio.subprocess.PIPE
    )
    said = (await running.communicate())[1].decode()
    assert running.returncode == -signal.SIGKILL, said
    assert await tables_in(empty) == set()
    await migrate.migrate(empty)
    assert await migrate.schema(empty) is Schema.CURRENT
    assert await migrate.differences(empty) == []


async def test_the_check_finds_no_difference(empty: str) -> None:
    assert await check.check(empty) == []


async def test_the_check_finds_a_difference(empty: str) -> None:
    await migrate.migrate(empty)
    await migrate._on(empty, lambda c: c.execute(text("DROP INDEX ix_outbox_subject")))
    assert any("ix_outbox_subject" in repr(each) for each in await migrate.differences(empty))


ONLY_ADDS_FROM = "0019"
TAKES_AWAY = {"drop_table", "drop_column", "rename_table", "alter_column", "drop_constraint"}


def calls_in_upgrade(file: Path) -> set[str]:
    """Name the methods that a step calls on its way up."""
    (up,) = (
        node
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == "upgrade"
    )
    return {node.attr for node in ast.walk(up) if isinstance(node, ast.Attribute)}


def test_steps_only_add_so_that_the_version_before_goes_on_working():
    """docs/operations.md, Upgrade without a pause; what must go, goes a version later."""
    files = (Path(migrate.__file__).parent / "migrations" / "versions").glob("[0-9]*.py")
    later = [file for file in files if file.name >= ONLY_ADDS_FROM]
    assert later
    assert not [file.name for file in later if calls_in_upgrade(file) & TAKES_AWAY]


def test_the_last_file_is_the_newest_step():
    script = ScriptDirectory.from_config(migrate._config())
    assert migrate.newest_step() == script.get_current_head()


def say_which_rows(metadata: MetaData) -> None:
    """Tell SQLAlchemy of which rows an index is; SQLite keeps a flag as 1."""
    for index in chain.from_iterable(table.indexes for table in metadata.tables.values()):
        if condition := index.info.get("where"):
            index.dialect_options["postgresql"]["where"] = text(condition)
            on_sqlite = condition.replace("urgent ", "urgent = 1 ")
            index.dialect_options["sqlite"]["where"] = text(on_sqlite)
