"""Rounds of the clockwork: how far it came, kept beside the other dated steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.database import Transaction
from storage.inserting import in_its_place
from storage.tables import dated_steps as table

SUBJECT = "clockwork"
PUT = in_its_place(table, "at")


@dataclass(frozen=True, slots=True)
class Rounds:
    """What is kept from round to round, also over a restart; aware UTC, None before the first.

    `done`: when the clockwork last went round with a clock that nobody doubted. `dropping`: what
    was kept long enough by then may be dropped.
    """

    done: datetime | None = None
    dropping: datetime | None = None


async def known(tx: Transaction) -> Rounds:
    """Give what is kept."""
    rows = await tx.connection.execute(
        select(table.c.step, table.c.at).where(table.c.subject == SUBJECT)
    )
    return Rounds(**{row.step: row.at for row in rows})


async def keep(tx: Transaction, rounds: Rounds) -> None:
    """Keep this in the place of what was kept; an instant may be earlier than the one before."""
    for step, at in (("done", rounds.done), ("dropping", rounds.dropping)):
        if at is not None:
            await tx.write(PUT, subject=SUBJECT, step=step, at=at)
