"""A copy is whole, for its owner's eyes, never over another file, and made while others write."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from storage.backup import CannotBackUp, backup, bytes_of
from storage.database import Database
from tests.storage.builders import address, message, person
from tests.storage.engines import administer, drop, opened, server, url_of


@pytest.fixture
def _client(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's client is installed, of the server's version."""
    if engine == "postgresql":
        monkeypatch.setenv("PATH", f"{server().bin_path}{os.pathsep}{os.environ['PATH']}")


def files_in(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))  # noqa: PTH208


def content(file: str) -> str:
    return Path(file).read_text()


async def restored(engine: str, copy: Path) -> str:
    """Restore a copy where nothing was, by what docs/operations.md says; give the URL."""
    if engine == "sqlite":
        return f"sqlite:///{shutil.copy(copy, copy.with_name('restored.db'))}"
    name = f"restored_{os.urandom(4).hex()}"
    await administer(f"CREATE DATABASE {name} TEMPLATE template0")
    address = url_of(name).replace("+asyncpg", "")
    restore = ("--no-owner", "--exit-on-error", f"--dbname={address}", str(copy))
    process = await asyncio.create_subprocess_exec(server().bin_path / "pg_restore", *restore)
    assert await process.wait() == 0
    return url_of(name)


@pytest.mark.usefixtures("_client")
async def test_a_copy_made_while_others_write_holds_a_moment_and_all_before_it(
    engine: str, database: Database, database_url: str, tmp_path: Path
) -> None:
    before = await person(database, address(name="before"))
    copied = asyncio.Event()
    written = 0

    async def write() -> None:
        nonlocal written
        while not copied.is_set() or not written:
            whose = await person(database)
            async with database.transaction() as tx:
                await message(tx, address(), person=whose)
            written += 1
            await asyncio.sleep(0)

    writing = asyncio.create_task(write())
    size = await backup(database_url, tmp_path / "copy")
    copied.set()
    await writing

    assert size == (tmp_path / "copy").stat().st_size > 0
    url = await restored(engine, tmp_path / "copy")
    async with opened(url) as again:
        assert await person(again, address(name="before")) == before
        async with again.transaction() as tx:
            await message(tx, address(), person=before)
    await drop(url)


@pytest.mark.usefixtures("_client")
async def test_only_its_owner_reads_it_and_nothing_else_is_left(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await backup(database_url, tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    assert [name for name in files_in(tmp_path) if not name.startswith("passerelle.db")] == ["copy"]


@pytest.mark.usefixtures("_client")
async def test_no_file_is_ever_replaced(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("mine")
    with pytest.raises(CannotBackUp, match="is there already"):
        await backup(database_url, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "mine"


async def test_a_folder_that_is_not_there_is_told(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="No such file"):
        await backup(database_url, tmp_path / "nowhere" / "copy")


async def test_what_was_erased_is_in_no_copy(tmp_path: Path) -> None:
    file = tmp_path / "some.db"
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA secure_delete=OFF")
        made.execute("CREATE TABLE said (words TEXT)")
        made.execute("INSERT INTO said VALUES ('PLANTED')")
        made.commit()
        made.execute("DELETE FROM said")
        made.commit()
    assert b"PLANTED" in file.read_bytes()
    await backup(f"sqlite:///{file}", tmp_path / "copy")
    assert b"PLANTED" not in (tmp_path / "copy").read_bytes()


async def test_a_damaged_database_gives_no_copy_that_seems_whole(tmp_path: Path) -> None:
    file = tmp_path / "some.db"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE said (words TEXT)")
        made.executemany("INSERT INTO said VALUES (?)", [("x" * 500,)] * 500)
        made.commit()
    content = bytearray(file.read_bytes())
    content[8192:16384] = os.urandom(8192)
    file.write_bytes(content)
    with pytest.raises(CannotBackUp):
        await backup(f"sqlite:///{file}", tmp_path / "copy")
    assert files_in(tmp_path) == ["some.db"]


async def test_what_a_killed_process_had_committed_is_in_the_copy(tmp_path: Path) -> None:
    file, crashed = tmp_path / "some.db", tmp_path / "crashed.db"
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE said (words TEXT)")
        made.execute("INSERT INTO said VALUES ('committed')")
        made.commit()
        shutil.copy(file, crashed)
        shutil.copy(f"{file}-wal", f"{crashed}-wal")
    await backup(f"sqlite:///{crashed}", tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as copied:
        assert copied.execute("SELECT words FROM said").fetchall() == [("committed",)]


async def test_where_the_disk_is_full_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with closing(sqlite3.connect(tmp_path / "some.db")) as made:
        made.execute("CREATE TABLE said (words TEXT)")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotBackUp, match="No space left on device"):
        await backup(f"sqlite:///{tmp_path / 'some.db'}", tmp_path / "copy")
    assert files_in(tmp_path) == ["some.db"]


async def test_without_a_database_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="there is no database at"):
        await backup(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "copy")
    assert files_in(tmp_path) == []


async def test_where_postgresqls_client_is_not_installed_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotBackUp, match="pg_dump is not installed here"):
        await backup("postgresql://somebody@127.0.0.1/some", tmp_path / "copy")
    assert files_in(tmp_path) == []


async def test_the_password_is_in_no_command_and_in_no_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "pg_dump"
    seen = tmp_path / "seen"
    program.write_text(
        "#!/bin/sh\n"
        f'echo "$@" > {seen}\n'
        f"""file=$(echo "$@" | sed "s/.*passfile='//;s/'.*//"); cat "$file" > {seen}.word\n"""
        f'stat -c %a "$file" > {seen}.mode\n'
        "echo no such host >&2; exit 1\n"
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    url = "postgresql://some%3Abody:hun%3Ater%5C2@db.example:5433/some?sslmode=require"
    with pytest.raises(CannotBackUp, match="pg_dump failed: no such host") as told:
        await backup(url, tmp_path / "copy")
    said = seen.read_text()
    assert "hun" not in said + str(told.value)
    for part in ("dbname='some'", "user='some:body'", "host='db.example'", "port='5433'"):
        assert part in said
    assert "sslmode='require'" in said
    assert content(f"{seen}.word") == "*:*:*:*:hun\\:ter\\\\2\n"
    assert content(f"{seen}.mode") == "600\n"
    assert "copy" not in files_in(tmp_path)


def test_how_large_it_is_counts_what_is_not_yet_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "some.db").write_bytes(b"12345")
    (tmp_path / "some.db-wal").write_bytes(b"123")
    assert bytes_of(f"sqlite:///{tmp_path / 'some.db'}") == 8
    assert bytes_of("postgresql://somebody@127.0.0.1/some") == 0
