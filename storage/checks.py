"""Checks of entries: when the keepers of a centre's entry were last asked, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from domain.organisations import CentreId, TeamId
from storage.database import Transaction
from storage.tables import entry_checks as table


@dataclass(frozen=True, slots=True)
class Asked:
    """The last question to a team about a centre, and how many went without an answer."""

    asked: datetime
    times: int


async def all_asked(tx: Transaction) -> dict[tuple[CentreId, TeamId], Asked]:
    """Give what was asked and not answered since."""
    rows = await tx.connection.execute(
        select(table.c.centre, table.c.team, table.c.asked, table.c.times)
    )
    return {(CentreId(row.centre), TeamId(row.team)): Asked(row.asked, row.times) for row in rows}


async def note_asked(
    tx: Transaction, centre: CentreId, team: TeamId, asked: datetime, times: int
) -> None:
    """Note that a team was asked for the time number `times` since the last answer."""
    values = {"asked": asked, "times": times}
    same = (table.c.centre == centre) & (table.c.team == team)
    done = await tx.connection.execute(update(table).where(same).values(**values))
    if not done.rowcount:
        await tx.connection.execute(insert(table).values(centre=centre, team=team, **values))


async def answered(tx: Transaction, centre: CentreId, team: TeamId) -> None:
    """Forget the questions to a team about a centre: it was answered."""
    await tx.connection.execute(delete(table).where(table.c.centre == centre, table.c.team == team))
