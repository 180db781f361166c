"""What is personal stands nowhere in plain text, neither in rows nor in SQLite's files."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from domain.access import MemberRole, Sight
from domain.documents import PDF, Document, DocumentId, DocumentKind, FileId
from domain.geography import Place, Point
from domain.people import PersonId, Told
from domain.referrals import Contact
from storage import (
    conversations,
    directory,
    documents,
    files,
    members,
    outbox,
    people,
    referrals,
    sessions,
    updates,
)
from storage.database import Database, Transaction
from storage.directory import Undisclosed
from storage.files import KeptFile
from storage.people import Address
from storage.tables import metadata
from tests.storage import builders
from tests.storage.builders import NOW, SAFE_HOUSE, consent, event, later, person, referral

MARK = "PLANTED"


def planted(what: str) -> str:
    return f"{MARK}-{what}"


async def plant_everything(database: Database) -> None:
    """Store something personal in every place that takes it."""
    home = Address("telegram", planted("chat"))
    who = await person(database, home)
    new = referral(
        who,
        question=planted("question"),
        answer=planted("answer"),
        instructions=planted("instructions"),
        told=Told(refuses_authorities=True),
    )
    contact = Contact(name=planted("name"), phone=planted("phone"))
    place = Place(planted("place"), "GN", Point(1.25, 2.25))
    hidden = {SAFE_HOUSE: Undisclosed(planted("address"), Point(9, 9))}
    async with database.transaction() as tx:
        await directory.save(tx, builders.directory(), hidden)
        await people.set_last_place(tx, who, place)
        await conversations.save(tx, who, "telegram", planted("state").encode(), NOW)
        await updates.claim(tx, "telegram", "1")
        await updates.keep_reply(tx, "telegram", "1", who, planted("reply").encode(), NOW)
        await updates.park(tx, "telegram", "2", planted("raw").encode(), "KeyError", NOW)
        await referrals.insert(tx, new, contact, consent(who))
        await referrals.add_event(tx, event(new))
        row = await builders.message(tx, home, person=who, payload=planted("payload").encode())
        await outbox.sent(tx, row, planted("message id"), NOW)
        await members.invite(tx, planted("code"), builders.TEAM, MemberRole.STAFF, later(days=7))
        await sessions.add_link(tx, planted("link"), who, later(hours=1))
        await sessions.add_session(tx, planted("token"), who, later(hours=1))
        await plant_files(tx, who)


async def plant_files(tx: Transaction, who: PersonId) -> None:
    """Store a file that was sent, with what it would change, and a document."""
    content = planted("content").encode()
    file = KeptFile(FileId("file"), who, planted("file name"), PDF, len(content), NOW)
    await files.keep(tx, file, content)
    await files.keep_examined(tx, file.id, 1, planted("examined").encode())
    document = Document(
        DocumentId("document"),
        SAFE_HOUSE,
        DocumentKind.SOP,
        planted("document name"),
        PDF,
        len(content),
        Sight.FULL,
        builders.IOM,
        NOW,
    )
    await documents.add(tx, document, content)


async def everything_stored(database: Database) -> list[str]:
    """Every value of every row, as the engine gives it."""
    values = []
    async with database.transaction() as tx:
        for table in metadata.sorted_tables:
            rows = await tx.connection.execute(select(*table.columns))
            values += [f"{table.name}: {value!r}" for row in rows for value in row]
    return values


async def test_no_row_holds_what_is_personal(database: Database) -> None:
    await plant_everything(database)
    values = await everything_stored(database)
    assert len(values) > 100, "the rows are there"
    assert [value for value in values if MARK in value] == []


async def test_nor_do_sqlite_s_files(database: Database, engine: str, tmp_path: Path) -> None:
    if engine != "sqlite":
        return
    await plant_everything(database)
    written = {path.name: path.read_bytes() for path in files_of(tmp_path)}
    assert b"Ministry" in b"".join(written.values()), "what is public is read"
    assert [name for name, content in written.items() if MARK.encode() in content] == []


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


async def test_what_a_person_told_of_concerns_stands_in_no_row(database: Database) -> None:
    """The concern decides about somebody's safety; the queue gets by without it."""
    whose = await person(database)
    new = referral(whose)
    async with database.transaction() as tx:
        await referrals.insert(tx, new, builders.contact(), consent(whose))
    stored = " ".join(await everything_stored(database))
    for word in ("violence", "pregnant", "wheelchair", "refuses", "specialist"):
        assert word not in stored
