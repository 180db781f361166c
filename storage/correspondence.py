"""What person and holder write to each other: sealed, in order, deleted when the case is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, func, insert, select, update

from domain.correspondence import Content
from domain.organisations import OrganisationId
from domain.referrals import By, ReferralId
from storage.database import Transaction
from storage.tables import case_messages as table

GREATEST = 2**63 - 1
"""The greatest number that a database knows; buttons can be forged with any."""

_c = table.c
COLUMNS = (_c.number, _c.referral, _c.by, _c.organisation, _c.at, _c.sealed_content, _c.media)


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message without its file. `by`: person or holder. `at`: aware UTC.

    `organisation`: whose holder wrote or first read it, None while nobody has. `media`: the type
    of its file, "" without one. `number` grows; 0 while it is not kept yet.
    """

    referral: ReferralId
    by: By
    at: datetime
    content: Content
    organisation: OrganisationId | None = None
    media: str = ""
    number: int = 0


async def add(tx: Transaction, message: StoredMessage, file: bytes | None = None) -> int:
    """Keep a message and its file; give its number."""
    done = await tx.connection.execute(
        insert(table).values(
            referral=message.referral,
            by=message.by.value,
            organisation=message.organisation,
            at=message.at,
            sealed_content=tx.keys.seal(msgspec.json.encode(message.content)),
            media=message.media or None,
            sealed_file=tx.keys.seal(file) if file else None,
        )
    )
    key = done.inserted_primary_key
    return int(key[0]) if key is not None else 0


async def of(tx: Transaction, referral: ReferralId) -> tuple[StoredMessage, ...]:
    """Give the messages of a case, in their order; who may read which, the caller knows."""
    rows = await tx.connection.execute(
        select(*COLUMNS).where(_c.referral == referral).order_by(_c.number)
    )
    return tuple(_read(tx, row) for row in rows)


async def find(tx: Transaction, number: int) -> StoredMessage | None:
    """Give a message by its number; None if there is none any more."""
    if number > GREATEST:
        return None
    row = (await tx.connection.execute(select(*COLUMNS).where(_c.number == number))).first()
    return _read(tx, row) if row is not None else None


async def file_of(tx: Transaction, number: int) -> bytes | None:
    """Give the file of a message; whoever calls this has checked the right to it."""
    sealed = await tx.connection.scalar(select(_c.sealed_file).where(_c.number == number))
    return tx.keys.open(sealed) if sealed else None


async def count_unread(tx: Transaction, referral: ReferralId) -> int:
    """Count what the person of a case wrote and nobody has read."""
    unread = (_c.referral == referral) & _c.organisation.is_(None)
    return int(await tx.connection.scalar(select(func.count()).where(unread)) or 0)


async def last_of(tx: Transaction, referral: ReferralId) -> StoredMessage | None:
    """Give the last message of a case; None if nobody wrote."""
    last = select(*COLUMNS).where(_c.referral == referral).order_by(_c.number.desc()).limit(1)
    row = (await tx.connection.execute(last)).first()
    return _read(tx, row) if row is not None else None


async def count_files(tx: Transaction, referral: ReferralId, by: By) -> int:
    """Count the files that one side has sent in a case."""
    sent = (_c.referral == referral) & (_c.by == by.value) & _c.media.is_not(None)
    return int(await tx.connection.scalar(select(func.count()).where(sent)) or 0)


async def mark_read(tx: Transaction, referral: ReferralId, by: OrganisationId) -> None:
    """Note whose holder has read what nobody had read before."""
    await tx.connection.execute(
        update(table)
        .where(_c.referral == referral, _c.organisation.is_(None))
        .values(organisation=by)
    )


async def pass_unread_to(tx: Transaction, referral: ReferralId, other: ReferralId) -> None:
    """Give what nobody has read to the case that takes this one's place."""
    await tx.connection.execute(
        update(table)
        .where(_c.referral == referral, _c.organisation.is_(None))
        .values(referral=other)
    )


async def erase(tx: Transaction, referral: ReferralId) -> None:
    """Delete all that was written in a case, with its files."""
    await tx.connection.execute(delete(table).where(_c.referral == referral))


def _read(tx: Transaction, row: Any) -> StoredMessage:
    return StoredMessage(
        ReferralId(row.referral),
        By(row.by),
        row.at,
        msgspec.json.decode(tx.keys.open(row.sealed_content), type=Content),
        OrganisationId(row.organisation) if row.organisation else None,
        row.media or "",
        row.number,
    )
