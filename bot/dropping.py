"""What is dropped, and after how long; the clockwork does it, some rows at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.deadlines import REQUEST_BEING_WRITTEN_IS_KEPT
from storage import conversations, files, outbox, topics, updates
from storage.database import Transaction

HANDLED_UPDATES_ARE_KEPT = timedelta(days=3)
PARKED_UPDATES_ARE_KEPT = timedelta(days=30)
SENT_MESSAGES_ARE_KEPT = timedelta(days=14)
RECEIVED_FILES_ARE_KEPT = timedelta(hours=24)

DROPPED_AT_ONCE = 1_000
"""Rows in a transaction: some milliseconds, in which nobody else writes on SQLite."""

DROPPED = (
    (conversations.purge_older_than, REQUEST_BEING_WRITTEN_IS_KEPT),
    (updates.purge_older_than, HANDLED_UPDATES_ARE_KEPT),
    (updates.purge_parked_before, PARKED_UPDATES_ARE_KEPT),
    (outbox.purge_sent_before, SENT_MESSAGES_ARE_KEPT),
    (topics.purge_ended_before, SENT_MESSAGES_ARE_KEPT),
    (files.purge_received_before, RECEIVED_FILES_ARE_KEPT),
)


async def purge(tx: Transaction, now: datetime) -> bool:
    """Drop some of what was kept long enough at `now`; say whether there may be more of it."""
    left = DROPPED_AT_ONCE
    for drop, kept in DROPPED:
        left -= await drop(tx, now - kept, left)
        if not left:
            return True
    return False
