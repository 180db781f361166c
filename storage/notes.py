"""Notes on cases, for the team alone: sealed, and erased with what is known of the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from domain.organisations import OrganisationId
from domain.people import PersonId
from domain.referrals import By, ReferralId
from storage.database import Transaction
from storage.tables import case_notes as table
from storage.tables import referrals


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note, with the organisation in which it was written: no other one reads it."""

    referral: ReferralId
    organisation: OrganisationId
    author: PersonId
    by: By
    at: datetime
    words: str


async def add(tx: Transaction, note: StoredNote) -> None:
    """Keep a note."""
    await tx.connection.execute(
        insert(table).values(
            referral=note.referral,
            organisation=note.organisation,
            author=note.author,
            by=note.by.value,
            at=note.at,
            sealed_words=tx.keys.seal(note.words),
        )
    )


async def of(
    tx: Transaction, referral: ReferralId, organisation: OrganisationId
) -> tuple[StoredNote, ...]:
    """Give the notes that an organisation wrote on a case, in their order."""
    rows = await tx.connection.execute(
        select(table)
        .where(table.c.referral == referral, table.c.organisation == organisation)
        .order_by(table.c.number)
    )
    return tuple(
        StoredNote(
            ReferralId(row.referral),
            OrganisationId(row.organisation),
            PersonId(row.author),
            By(row.by),
            row.at,
            tx.keys.open_text(row.sealed_words),
        )
        for row in rows
    )


async def erase_about(tx: Transaction, person: PersonId) -> None:
    """Delete what was noted on the cases of a person (Forget me)."""
    theirs = select(referrals.c.id).where(referrals.c.person == person)
    await tx.connection.execute(delete(table).where(table.c.referral.in_(theirs)))
