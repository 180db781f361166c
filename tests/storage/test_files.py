"""Files that were sent are kept once, sealed, for a day; documents until they are removed."""

from __future__ import annotations

from dataclasses import replace

from domain.access import Sight
from domain.documents import PDF, Document, DocumentId, DocumentKind
from domain.people import PersonId
from storage import documents, files, people
from storage.database import Database
from storage.files import KeptFile
from tests.storage.builders import CONAKRY, IOM, NOW, SAFE_HOUSE, later, person

CONTENT = bytes(range(256)) * 40
SOP = Document(
    DocumentId("sop"), CONAKRY, DocumentKind.SOP, "SOP.pdf", PDF, 9, Sight.FULL, IOM, NOW
)


async def kept(database: Database, who: PersonId, update: str = "1") -> KeptFile:
    async with database.transaction() as tx:
        key = files.id_for(tx, "telegram", update)
        file = KeptFile(key, who, "centres.csv", "text/csv", len(CONTENT), NOW)
        await files.keep(tx, file, CONTENT)
    return file


async def test_a_file_comes_back_as_it_was_sent(database: Database) -> None:
    file = await kept(database, await person(database))
    async with database.transaction() as tx:
        assert await files.find(tx, file.id) == file
        assert await files.content_of(tx, file.id) == CONTENT


async def test_the_same_update_is_kept_once(database: Database) -> None:
    who = await person(database)
    file = await kept(database, who)
    async with database.transaction() as tx:
        assert files.id_for(tx, "telegram", "1") == file.id
        assert files.id_for(tx, "web", "1") != file.id
        await files.keep(tx, replace(file, name="other.csv", received=later(hours=1)), b"other")
        assert await files.find(tx, file.id) == file
        assert await files.content_of(tx, file.id) == CONTENT


async def test_what_a_file_changes_is_known_for_one_version_of_the_directory(
    database: Database,
) -> None:
    file = await kept(database, await person(database))
    async with database.transaction() as tx:
        assert await files.examined_at(tx, file.id, 3) is None
        await files.keep_examined(tx, file.id, 3, b"three")
        assert await files.examined_at(tx, file.id, 3) == b"three"
        assert await files.examined_at(tx, file.id, 4) is None
        await files.keep_examined(tx, file.id, 4, b"four")
        assert await files.examined_at(tx, file.id, 4) == b"four"


async def test_a_file_goes_when_it_is_dropped_or_its_day_is_over(database: Database) -> None:
    who = await person(database)
    dropped, old = await kept(database, who, "1"), await kept(database, who, "2")
    async with database.transaction() as tx:
        await files.drop(tx, dropped.id)
        assert await files.find(tx, dropped.id) is None
        assert await files.purge_received_before(tx, NOW, 9) == 0
        assert await files.purge_received_before(tx, later(seconds=1), 9) == 1
        assert await files.content_of(tx, old.id) is None


async def test_of_one_person_the_newest_files_are_kept(database: Database) -> None:
    who, other = await person(database), await person(database)
    async with database.transaction() as tx:
        for number in range(4):
            key = files.id_for(tx, "telegram", str(number))
            whose = other if number == 0 else who
            sent = KeptFile(key, whose, "a.csv", "", 1, later(minutes=number))
            await files.keep(tx, sent, b"x")
        await files.drop_all_but_newest(tx, who, 2)
        found = [await files.find(tx, files.id_for(tx, "telegram", str(n))) for n in range(4)]
    assert [file is not None for file in found] == [True, False, True, True]


async def test_the_file_before_another_one_is_found(database: Database) -> None:
    who, other = await person(database), await person(database)
    async with database.transaction() as tx:
        for number, whose in enumerate((who, who, other)):
            key = files.id_for(tx, "telegram", str(number))
            sent = KeptFile(key, whose, f"{number}.csv", "", 1, later(minutes=number))
            await files.keep(tx, sent, b"x")
        found = [await files.latest_before(tx, who, later(minutes=n)) for n in range(4)]
    names = [file.name if file else None for file in found]
    assert names == [None, "0.csv", "1.csv", "1.csv"]


async def test_whoever_is_forgotten_leaves_no_file(database: Database) -> None:
    who = await person(database)
    file = await kept(database, who)
    async with database.transaction() as tx:
        await people.erase_identity(tx, who)
        assert await files.find(tx, file.id) is None


async def test_documents_of_a_centre_are_listed_newest_first(database: Database) -> None:
    newer = replace(SOP, id=DocumentId("newer"), kind=DocumentKind.OTHER, added=later(days=1))
    elsewhere = replace(SOP, id=DocumentId("elsewhere"), centre=SAFE_HOUSE)
    async with database.transaction() as tx:
        for each in (SOP, newer, elsewhere):
            await documents.add(tx, each, CONTENT)
        assert await documents.of_centre(tx, CONAKRY) == (newer, SOP)
        assert await documents.find(tx, SOP.id) == SOP
        assert await documents.content_of(tx, SOP.id) == CONTENT


async def test_a_document_is_found_by_its_name_and_kind(database: Database) -> None:
    async with database.transaction() as tx:
        await documents.add(tx, SOP, CONTENT)
        assert await documents.of_name(tx, CONAKRY, DocumentKind.SOP, " sop.PDF ") == (SOP,)
        assert await documents.of_name(tx, CONAKRY, DocumentKind.OTHER, "SOP.pdf") == ()
        assert await documents.of_name(tx, SAFE_HOUSE, DocumentKind.SOP, "SOP.pdf") == ()
        assert await documents.of_name(tx, CONAKRY, DocumentKind.SOP, "TOR.pdf") == ()


async def test_a_removed_document_is_gone(database: Database) -> None:
    async with database.transaction() as tx:
        await documents.add(tx, SOP, CONTENT)
        await documents.remove(tx, SOP.id)
        assert await documents.find(tx, SOP.id) is None
        assert await documents.content_of(tx, SOP.id) is None
