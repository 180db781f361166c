"""Outcomes as persons told them; a later answer of the same person takes the place of the first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from domain.organisations import TeamId
from domain.outcomes import Received
from domain.referrals import ReferralId
from storage.database import Transaction
from storage.tables import referral_outcomes as table


async def keep(
    tx: Transaction, referral: ReferralId, team: TeamId, said: Received, at: datetime
) -> None:
    """Keep what a person said of a request that `team` answered, at the aware UTC `at`."""
    await tx.connection.execute(delete(table).where(table.c.referral == referral))
    await tx.connection.execute(
        insert(table).values(referral=referral, team=team, said=said.value, at=at)
    )


async def counted(
    tx: Transaction, teams: Collection[TeamId], since: datetime, until: datetime
) -> dict[Received, int]:
    """Count what persons said from the aware `since` on and before `until`, of these teams."""
    rows = await tx.connection.execute(
        select(table.c.said, func.count())
        .where(table.c.team.in_(list(teams)), table.c.at >= since, table.c.at < until)
        .group_by(table.c.said)
    )
    return {Received(said): count for said, count in rows}
