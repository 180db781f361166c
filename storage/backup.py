"""Backup: a consistent copy of the database while the service runs, never over another file."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL

from domain.cannot_go_on import CannotGoOn
from storage.database import normalised

BESIDE = ("", "-wal")
NO_PG_DUMP = (
    "pg_dump is not installed here: install PostgreSQL's client, of the server's version or "
    "later, or run pg_dump --format=custom where it is; nothing was written"
)


class CannotBackUp(CannotGoOn):
    """There is no copy, and nothing was left half-done; the message says why and what to do."""


async def backup(url: str, file: Path) -> int:
    """Copy the database to a new `file` that only its owner reads; give its bytes; CannotBackUp.

    SQLite: one snapshot, checked, without what was erased; writers go on meanwhile. PostgreSQL:
    pg_dump's custom format. What is personal stays sealed, and the keys are not in it.
    """
    parsed = normalised(url)
    with _draft(file) as draft:
        if parsed.get_backend_name() == "sqlite":
            await asyncio.to_thread(_copy_sqlite, Path(parsed.database or ""), draft)
        else:
            await _dump(parsed, draft)
        return draft.stat().st_size


def bytes_of(url: str) -> int:
    """Give how large a database file is; 0 for a server, whose disk is elsewhere."""
    parsed = normalised(url)
    if parsed.get_backend_name() != "sqlite":
        return 0
    files = [Path(f"{parsed.database}{end}") for end in BESIDE]
    return sum(each.stat().st_size for each in files if each.exists())


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """Give a file to write to, which takes its name once it is whole and on the disk.

    The name is taken at once by an empty file, so that nobody's file is ever replaced.
    """
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise CannotBackUp(f"{file} is there already; name another file") from None
    except OSError as problem:
        raise CannotBackUp(f"cannot write {file}: {problem.strerror}") from None
    draft = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    except BaseException as problem:
        for each in (draft, file):
            each.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise CannotBackUp(f"cannot write {file}: {problem.strerror}") from None
        raise


def _copy_sqlite(source: Path, draft: Path) -> None:
    if not source.exists():
        raise CannotBackUp(f"there is no database at {source}")
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as read:
            read.execute("VACUUM INTO ?", (str(draft),))
        with closing(sqlite3.connect(draft)) as copied:
            found = [row[0] for row in copied.execute("PRAGMA integrity_check")]
    except sqlite3.Error as problem:
        raise CannotBackUp(f"the database cannot be copied: {problem}") from None
    if found != ["ok"]:
        raise CannotBackUp(f"the database is damaged: {found[0]}; restore an earlier copy")


async def _dump(url: URL, draft: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise CannotBackUp(NO_PG_DUMP)
    with tempfile.TemporaryDirectory(prefix="passerelle-") as folder:
        address = _address(url, Path(folder))
        process = await asyncio.create_subprocess_exec(
            program,
            *("--format=custom", "--no-owner", "--no-privileges", "--no-password"),
            *(f"--file={draft}", f"--dbname={address}"),
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await process.communicate()
    if process.returncode:
        raise CannotBackUp(f"pg_dump failed: {said.decode(errors='replace').strip()}")


def _address(url: URL, folder: Path) -> str:
    """Word the address for libpq; the password goes by a file, as others see a command's words."""
    given = {**url.query, "dbname": url.database, "user": url.username, "port": url.port}
    given["host"] = url.host or given.get("host")
    given["sslmode"] = given.pop("ssl", None)
    given["connect_timeout"] = given.pop("timeout", None)
    given.pop("command_timeout", None)
    if url.password:
        file = folder / "password"
        file.touch(mode=0o600)
        word = url.password.replace("\\", "\\\\").replace(":", "\\:")
        file.write_text(f"*:*:*:*:{word}\n", "utf-8")
        given["passfile"] = str(file)
    return " ".join(f"{name}={_quoted(str(value))}" for name, value in given.items() if value)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
