"""The audit keeps who did or tried what."""

from __future__ import annotations

from storage import audit
from storage.audit import AuditEntry
from storage.database import Database
from tests.storage.builders import NOW, later, person


async def test_entries_come_back_newest_first(database: Database) -> None:
    who = await person(database)
    first = AuditEntry(NOW, who, "claim", "REF-1", True, "")
    second = AuditEntry(later(hours=1), None, "read", "REF-2", False, "no part in this case")
    async with database.transaction() as tx:
        for entry in (first, second):
            await audit.record(
                tx,
                at=entry.at,
                actor=entry.actor,
                action=entry.action,
                subject=entry.subject,
                allowed=entry.allowed,
                details=entry.details,
            )
    async with database.transaction() as tx:
        assert await audit.entries(tx) == (second, first)
        assert await audit.entries(tx, "REF-1") == (first,)
        assert await audit.entries(tx, limit=1) == (second,)
        assert await audit.entries(tx, "REF-3") == ()
