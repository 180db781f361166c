"""Files that were sent to the bot, sealed, for the day in which they wait to be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from domain.documents import FileId
from domain.people import PersonId
from storage.database import Transaction
from storage.dropping import drop_before
from storage.inserting import insert
from storage.tables import received_files as table

_c = table.c
COLUMNS = (_c.id, _c.person, _c.sealed_name, _c.media, _c.size, _c.received)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file without its content; `size` in bytes, `received` aware UTC."""

    id: FileId
    person: PersonId
    name: str
    media: str
    size: int
    received: datetime


def id_for(tx: Transaction, channel: str, update_id: str) -> FileId:
    """Give the id of the file that an update brings: the same update, the same file."""
    return FileId(tx.keys.index("received file", f"{channel}:{update_id}")[:24])


async def keep(tx: Transaction, file: KeptFile, content: bytes) -> None:
    """Keep a file; one that came before under the same id stays as it is."""
    await tx.connection.execute(
        insert(tx.dialect, table)
        .values(
            id=file.id,
            person=file.person,
            sealed_name=tx.keys.seal(file.name),
            media=file.media,
            size=file.size,
            sealed_content=tx.keys.seal(content),
            received=file.received,
        )
        .on_conflict_do_nothing()
    )


async def find(tx: Transaction, file: FileId) -> KeptFile | None:
    """Give a file by id, without its content; None if it is kept no longer."""
    return await _first(tx, select(*COLUMNS).where(table.c.id == file))


async def latest_before(tx: Transaction, person: PersonId, instant: datetime) -> KeptFile | None:
    """Give the latest of a person's files that came before an instant."""
    earlier = (table.c.person == person) & (table.c.received < instant)
    newest_first = (table.c.received.desc(), table.c.id)
    return await _first(tx, select(*COLUMNS).where(earlier).order_by(*newest_first).limit(1))


async def _first(tx: Transaction, statement: Select[Any]) -> KeptFile | None:
    row = (await tx.connection.execute(statement)).first()
    if row is None:
        return None
    name = tx.keys.open_text(row.sealed_name)
    person = PersonId(row.person)
    return KeptFile(FileId(row.id), person, name, row.media, row.size, row.received)


async def content_of(tx: Transaction, file: FileId) -> bytes | None:
    """Give a file's content; whoever calls this has checked the right to it."""
    sealed = await tx.connection.scalar(select(table.c.sealed_content).where(table.c.id == file))
    return tx.keys.open(sealed) if sealed else None


async def keep_examined(tx: Transaction, file: FileId, version: int, examined: bytes) -> None:
    """Keep what a file would change in the directory of that version."""
    await tx.connection.execute(
        update(table)
        .where(table.c.id == file)
        .values(examined_at_version=version, sealed_examined=tx.keys.seal(examined))
    )


async def examined_at(tx: Transaction, file: FileId, version: int) -> bytes | None:
    """Give what a file would change, if that was found out for this version of the directory."""
    sealed = await tx.connection.scalar(
        select(table.c.sealed_examined).where(
            table.c.id == file, table.c.examined_at_version == version
        )
    )
    return tx.keys.open(sealed) if sealed else None


async def drop(tx: Transaction, file: FileId) -> None:
    """Delete a file."""
    await tx.connection.execute(delete(table).where(table.c.id == file))


async def drop_all_but_newest(tx: Transaction, person: PersonId, count: int) -> None:
    """Delete a person's files but for the newest ones."""
    newest = (
        select(table.c.id)
        .where(table.c.person == person)
        .order_by(table.c.received.desc(), table.c.id)
        .limit(count)
    )
    kept = list(await tx.connection.scalars(newest))
    await tx.connection.execute(
        delete(table).where(table.c.person == person, table.c.id.not_in(kept))
    )


async def purge_received_before(tx: Transaction, instant: datetime, limit: int) -> int:
    """Delete at most `limit` files that came before an instant; give their number."""
    return await drop_before(tx, table.c.received, instant, limit)
