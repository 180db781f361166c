"""The clock of the database's own server, which all machines that share it have in common."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from storage.database import Transaction

SHOWN = text("SELECT clock_timestamp()")


async def shown(tx: Transaction) -> datetime | None:
    """Give what the server's clock shows, aware UTC; None on SQLite, which has no server."""
    if tx.dialect.name != "postgresql":
        return None
    told: datetime = await tx.connection.scalar(SHOWN)
    return told
