"""What is stored about requests, counted: what a person who says no must not leave behind."""

from __future__ import annotations

from sqlalchemy import func, select

from storage.database import Database
from storage.tables import consents, referral_events, referrals


async def counted(database: Database) -> dict[str, int]:
    """Count requests, consents and steps of requests."""
    async with database.transaction() as tx:
        return {
            table.name: await tx.connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (referrals, consents, referral_events)
        }
