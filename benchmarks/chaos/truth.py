"""What the database holds, compared with what people told and were told."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy import func, select

from benchmarks.chaos.people import Answers, Person
from domain.referrals import Contact, Referral
from storage import people, referrals, standing, tables
from storage.database import Database, Transaction
from storage.people import Address
from storage.types import Keys

SENT_S = 90


async def wrongs(settings: Mapping[str, str], crowd: Collection[Person]) -> list[str]:
    """List what is wrong, by kind with its number; empty if every promise was kept."""
    database = database_of(settings)
    try:
        waits = await _waits(database)
        async with database.transaction() as tx:
            found = await _compared(tx, crowd)
    finally:
        await database.close()
    return [*waits, *(f"{number} × {what}" for what, number in sorted(found.items()))]


def database_of(settings: Mapping[str, str]) -> Database:
    """Open the database of an installation by its settings."""
    keys = Keys((settings["PASSERELLE_ENCRYPTION_KEYS"].encode(),))
    url = settings.get("PASSERELLE_DATABASE_URL")
    return Database(url or f"sqlite:///{settings['PASSERELLE_HOME']}/passerelle.db", keys)


async def _waits(database: Database) -> list[str]:
    """Give what is still in the outbox after a while in which it could have been sent."""
    for _ in range(SENT_S):
        async with database.transaction() as tx:
            if not await standing.unsent(tx, datetime.now(UTC)):
                return []
        await asyncio.sleep(1)
    return [f"messages wait, {SENT_S} s after the last answer"]


async def _compared(tx: Transaction, crowd: Collection[Person]) -> Counter[str]:
    found: Counter[str] = Counter()
    told = {each.reference for each in crowd if each.reference is not None}
    kept = await tx.connection.scalar(select(func.count()).select_from(tables.referrals))
    if kept != len(told):
        found[f"referrals {kept}, references told {len(told)}"] += 1
    if parked := await tx.connection.scalar(
        select(func.count()).select_from(tables.parked_updates)
    ):
        found["update parked"] = parked
    for person in crowd:
        if person.reference is None:
            found["person without a reference"] += 1
            continue
        referral = await referrals.by_reference(tx, person.reference)
        if referral is None:
            found["referral lost"] += 1
            continue
        if referral.person != await people.at(tx, Address("telegram", str(person.chat))):
            found["referral of somebody else"] += 1
        contact = await referrals.contact_of(tx, referral.id)
        if contact is None or held(referral, contact) != person.answers:
            found["wrong answer taken"] += 1
    return found


def held(referral: Referral, contact: Contact) -> Answers:
    """Give what a referral holds, as it was told."""
    return Answers(
        age=referral.age,
        who=referral.company.who,
        adults=referral.company.adults,
        children=referral.company.children,
        service=referral.service,
        urgency=referral.urgency,
        safe_to_write=contact.safe_to_write,
        name=contact.name or "",
    )
