"""The audit: who did, read or tried what, and whether it was allowed. Never personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from domain.people import PersonId
from storage.database import Transaction
from storage.prepared import Prepared
from storage.tables import audit as table

RECORD = Prepared(insert(table), "at", "actor", "action", "subject", "allowed", "details")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row; `subject` is a reference, a team or a centre."""

    at: datetime
    actor: PersonId | None
    action: str
    subject: str
    allowed: bool
    details: str


async def record(
    tx: Transaction,
    *,
    at: datetime,
    actor: PersonId | None,
    action: str,
    subject: str,
    allowed: bool,
    details: str = "",
) -> None:
    """Write a row."""
    await tx.write_later(
        RECORD,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        allowed=allowed,
        details=details,
    )


async def entries(
    tx: Transaction, subject: str | None = None, limit: int = 100
) -> tuple[AuditEntry, ...]:
    """Give the latest rows, of one subject or of all, newest first."""
    c = table.c
    statement = select(c.at, c.actor, c.action, c.subject, c.allowed, c.details)
    if subject is not None:
        statement = statement.where(c.subject == subject)
    rows = await tx.connection.execute(statement.order_by(c.number.desc()).limit(limit))
    return tuple(
        AuditEntry(
            row.at,
            PersonId(row.actor) if row.actor else None,
            row.action,
            row.subject,
            row.allowed,
            row.details,
        )
        for row in rows
    )
