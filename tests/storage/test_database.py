"""Transactions: all or nothing, no lost update, outages told from mistakes."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import RootTransaction, select, text, update
from sqlalchemy.exc import DBAPIError

from domain.people import PersonId
from storage import audit, people
from storage import database as storage_database
from storage import sqlite as sqlite_storage
from storage.database import Database, StorageUnavailable, Transaction, normalised
from storage.tables import directory_version
from tests.storage.builders import NOW, address, person
from tests.storage.engines import KEYS, fresh_database, left_out, opened


async def read_then_write(database: Database) -> None:
    """Count up by one with a read before the write, as careless code does."""
    async with database.transaction() as tx:
        await tx.lock("counter")
        found = int(await tx.connection.scalar(select(directory_version.c.version)) or 0)
        await asyncio.sleep(0)
        await tx.connection.execute(update(directory_version).values(version=found + 1))


async def start_counting(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.connection.execute(directory_version.insert().values(id=1, version=0))


async def counted(database: Database) -> int:
    async with database.transaction() as tx:
        return int(await tx.connection.scalar(select(directory_version.c.version)) or 0)


async def test_success_commits(database: Database) -> None:
    home = address()
    who = await person(database, home)
    async with database.transaction() as tx:
        assert await people.addresses_of(tx, who) == (home,)


async def test_an_exception_rolls_back_and_goes_on(database: Database) -> None:
    who = await person(database)
    with pytest.raises(KeyError):
        async with database.transaction() as tx:
            await people.set_language(tx, who, "fr")
            raise KeyError("a bug")
    async with database.transaction() as tx:
        known = await people.find(tx, who)
    assert known is not None
    assert known.language is None


async def test_a_cancelled_transaction_rolls_back_and_holds_no_lock(database: Database) -> None:
    who = await person(database)
    begun = asyncio.Event()

    async def endless() -> None:
        async with database.transaction() as tx:
            await people.set_language(tx, who, "fr")
            begun.set()
            await asyncio.sleep(3600)

    task = asyncio.create_task(endless())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left_out(database) == 0
    async with asyncio.timeout(5), database.transaction() as tx:
        known = await people.find(tx, who)
        await people.set_language(tx, who, "ar")
    assert known is not None
    assert known.language is None


async def test_fifty_increments_at_once_give_fifty(database: Database) -> None:
    await start_counting(database)
    await asyncio.gather(*(read_then_write(database) for _ in range(50)))
    assert await counted(database) == 50


async def test_nor_do_two_processes_lose_an_increment(
    database: Database, database_url: str
) -> None:
    await start_counting(database)
    async with opened(database_url) as other:
        work = [read_then_write(each) for each in (database, other) for _ in range(25)]
        await asyncio.gather(*work)
    assert await counted(database) == 50


async def test_a_lock_is_held_until_its_transaction_ends(database: Database) -> None:
    order: list[str] = []

    async def hold(name: str) -> None:
        async with database.transaction() as tx:
            await tx.lock("the same")
            order.append(f"{name} in")
            await asyncio.sleep(0.02)
            order.append(f"{name} out")

    await asyncio.gather(hold("one"), hold("other"))
    assert [each.split()[1] for each in order] == ["in", "out", "in", "out"]


async def test_other_locks_are_not_waited_for(database: Database, engine: str) -> None:
    if engine == "sqlite":
        return  # one writer: everybody waits for everybody
    async with database.transaction() as one, database.transaction() as other:
        await one.lock("a")
        async with asyncio.timeout(2):
            await other.lock("b")


async def test_a_missing_foreign_key_is_refused_and_is_no_outage(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction() as tx:
            await tx.connection.execute(
                text("INSERT INTO conversations VALUES ('nobody', 'web', 'x', :now)"),
                {"now": "2026-11-24 12:00:00" if not tx.is_postgresql else NOW},
            )


async def test_a_mistake_in_a_query_is_no_outage(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction() as tx:
            await tx.connection.execute(text("SELECT nothing FROM nowhere"))


async def test_the_caller_s_own_failures_stay_what_they_are(database: Database) -> None:
    with pytest.raises(FileNotFoundError):
        async with database.transaction():
            raise FileNotFoundError("a file of the caller's")


async def test_a_lock_not_had_in_time_is_an_outage(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_database, "BUSY_SECONDS", 1)
    async with opened(database_url) as patient, opened(database_url) as other:
        who = await person(other)

        async def change(tx: Transaction) -> None:
            await people.set_language(tx, who, "fr")
            await tx.written()

        async with other.transaction() as first:
            await change(first)
            async with asyncio.timeout(10):
                with pytest.raises(StorageUnavailable):
                    async with patient.transaction() as second:
                        await change(second)


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:9/none", "sqlite:////proc/none.db"])
async def test_a_database_that_is_not_there_is_an_outage(url: str) -> None:
    with pytest.raises(StorageUnavailable):
        async with opened(url) as database, database.transaction():
            raise AssertionError("never begun")


async def test_an_unknown_database_is_an_outage_whose_message_has_no_password(
    database_url: str, engine: str
) -> None:
    if engine == "sqlite":
        return
    url = database_url.replace("postgres:@", "postgres:secret@").replace("/test_", "/none_")
    with pytest.raises(StorageUnavailable) as told:
        async with opened(url) as database, database.transaction():
            raise AssertionError("never begun")
    assert "secret" not in str(told.value)


async def test_a_broken_connection_is_an_outage_and_the_next_one_works(
    database: Database, engine: str
) -> None:
    if engine == "sqlite":
        return
    with pytest.raises(StorageUnavailable):
        async with database.transaction() as tx:
            await tx.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert await person(database)


async def test_a_full_disk_is_an_outage_and_what_was_kept_stays(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as database:
        who = await person(database)
        with pytest.raises(StorageUnavailable):
            async with database.transaction() as tx:
                pages = await tx.connection.scalar(text("PRAGMA page_count"))
                await tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))
                await people.set_language(tx, who, "x" * 1_000_000)
        async with database.transaction() as tx:
            assert await people.find(tx, who) is not None


class TestSqlite:
    """What SQLite is told, as its defaults lose data."""

    @pytest.fixture
    def engine(self) -> str:
        return "sqlite"

    @pytest.mark.parametrize(
        ("pragma", "expected"),
        [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 0)],
    )
    async def test_its_settings(self, database: Database, pragma: str, expected: object) -> None:
        async with database.transaction() as tx:
            assert await tx.connection.scalar(text(f"PRAGMA {pragma}")) == expected

    async def test_every_transaction_begins_by_taking_the_write_lock(
        self, database: Database, database_url: str
    ) -> None:
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=0)) as other:
            async with database.transaction():
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute("BEGIN IMMEDIATE")
            other.execute("BEGIN IMMEDIATE")

    async def test_the_loop_goes_on_while_another_process_writes(
        self, database: Database, database_url: str
    ) -> None:
        await start_counting(database)
        path = database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.create_task(read_then_write(database))
            for _ in range(10):
                await asyncio.sleep(0)
            assert not waiting.done()
            other.execute("COMMIT")
            await waiting
        assert await counted(database) == 1

    async def test_rows_read_stay_what_they_were_when_they_are_changed(
        self, database: Database
    ) -> None:
        people_of = [await person(database, address(str(number))) for number in range(5)]
        async with database.transaction() as tx:
            rows = await tx.connection.execute(text("SELECT id, language FROM people"))
            for row in rows:
                await people.set_language(tx, PersonId(row.id), "fr")
                await tx.connection.execute(text("DELETE FROM addresses"))
                assert row.language is None
        async with database.transaction() as tx:
            for each in people_of:
                known = await people.find(tx, each)
                assert known is not None
                assert known.language == "fr"

    async def test_whoever_is_cancelled_while_committing_has_committed(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await start_counting(database)
        committing, go = asyncio.Event(), threading.Event()
        loop, commit = asyncio.get_running_loop(), sqlite_storage.commit

        def slow(whole: RootTransaction) -> None:
            loop.call_soon_threadsafe(committing.set)
            assert go.wait(10)
            commit(whole)

        monkeypatch.setattr(sqlite_storage, "commit", slow)
        task = asyncio.create_task(read_then_write(database))
        await committing.wait()
        task.cancel()
        next_one = asyncio.create_task(counted(database))
        await asyncio.sleep(0)
        task.cancel()
        assert not next_one.done()
        go.set()
        monkeypatch.undo()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await next_one == 1
        assert left_out(database) == 0

    async def test_only_the_owner_reads_the_files(self, tmp_path: Path) -> None:
        file = tmp_path / "new" / "passerelle.db"
        async with opened(f"sqlite:///{file}") as database:
            async with database.transaction() as tx:
                await tx.connection.execute(text("CREATE TABLE t (x INTEGER)"))
            written = sorted(file.parent.iterdir())
            assert {"passerelle.db", "passerelle.db-wal"} <= {each.name for each in written}
            assert {stat.S_IMODE(each.stat().st_mode) for each in written} == {0o600}
            assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

    def test_a_folder_that_was_there_keeps_its_mode(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o755)
        Database(f"sqlite:///{tmp_path / 'passerelle.db'}", KEYS)
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///x.db", "sqlite"),
        ("sqlite+aiosqlite:///x.db", "sqlite"),
        ("postgresql://u@h/d", "postgresql+asyncpg"),
        ("postgresql+psycopg://u@h/d", "postgresql+asyncpg"),
        ("postgres://u@h/d", "postgresql+asyncpg"),
    ],
)
def test_the_driver_is_ours_to_choose(url: str, driver: str) -> None:
    assert normalised(url).drivername == driver


def test_what_libpq_calls_sslmode_is_understood() -> None:
    assert dict(normalised("postgresql://u@h/d?sslmode=require").query) == {"ssl": "require"}


async def test_what_was_written_before_a_part_is_kept_when_the_part_is_undone(
    database: Database,
) -> None:
    async with database.transaction() as tx:
        await audit.record(tx, at=NOW, actor=None, action="before", subject="A", allowed=True)
        part = await tx.connection.begin_nested()
        await audit.record(tx, at=NOW, actor=None, action="inside", subject="A", allowed=True)
        assert len(await audit.entries(tx, "A")) == 2
        await part.rollback()
    async with database.transaction() as tx:
        assert [each.action for each in await audit.entries(tx, "A")] == ["before"]
