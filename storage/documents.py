"""The documents of centres; names and contents are sealed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select

from domain.access import Sight
from domain.documents import Document, DocumentId, DocumentKind
from domain.organisations import CentreId, OrganisationId
from storage.database import Transaction
from storage.tables import documents as table

_c = table.c
COLUMNS = (
    _c.id,
    _c.centre,
    _c.kind,
    _c.sealed_name,
    _c.media,
    _c.size,
    _c.sight,
    _c.organisation,
    _c.added,
)


async def add(tx: Transaction, document: Document, content: bytes) -> None:
    """Store a document."""
    await tx.connection.execute(
        insert(table).values(
            id=document.id,
            centre=document.centre,
            kind=document.kind.value,
            sealed_name=tx.keys.seal(document.name),
            name_index=_name_index(tx, document.name),
            media=document.media,
            size=document.size,
            sight=document.sight.value,
            organisation=document.organisation,
            added=document.added,
            sealed_content=tx.keys.seal(content),
        )
    )


async def of_centre(tx: Transaction, centre: CentreId) -> tuple[Document, ...]:
    """List all documents of a centre, newest first; whoever calls this knows who may read them."""
    statement = select(*COLUMNS).where(_c.centre == centre).order_by(_c.added.desc(), _c.id)
    return tuple(_read(tx, row) for row in await tx.connection.execute(statement))


async def of_name(
    tx: Transaction, centre: CentreId, kind: DocumentKind, name: str
) -> tuple[Document, ...]:
    """List the documents of a centre of one kind that are called the same, case aside."""
    same = (
        (_c.centre == centre) & (_c.kind == kind.value) & (_c.name_index == _name_index(tx, name))
    )
    rows = await tx.connection.execute(select(*COLUMNS).where(same))
    return tuple(_read(tx, row) for row in rows)


async def find(tx: Transaction, document: DocumentId) -> Document | None:
    """Give a document by id, without its content."""
    row = (await tx.connection.execute(select(*COLUMNS).where(_c.id == document))).first()
    return _read(tx, row) if row is not None else None


async def content_of(tx: Transaction, document: DocumentId) -> bytes | None:
    """Give a document's content; whoever calls this has checked the right to it."""
    sealed = await tx.connection.scalar(select(_c.sealed_content).where(_c.id == document))
    return tx.keys.open(sealed) if sealed else None


async def remove(tx: Transaction, document: DocumentId) -> None:
    """Delete a document."""
    await tx.connection.execute(delete(table).where(_c.id == document))


def _name_index(tx: Transaction, name: str) -> str:
    return tx.keys.index("document name", " ".join(name.casefold().split()))


def _read(tx: Transaction, row: Any) -> Document:
    return Document(
        DocumentId(row.id),
        CentreId(row.centre),
        DocumentKind(row.kind),
        tx.keys.open_text(row.sealed_name),
        row.media,
        row.size,
        Sight(row.sight),
        OrganisationId(row.organisation),
        row.added,
    )
