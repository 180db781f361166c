"""Feedback: counts by team and month, and which questions were put; the two know no link."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from domain.feedback import Asked, Said
from domain.organisations import TeamId
from domain.referrals import ReferralId
from storage.database import Transaction
from storage.tables import feedback_asked as asked_of
from storage.tables import feedback_counts as counts


async def add(tx: Transaction, team: TeamId, month: str, asked: Asked, said: Said) -> None:
    """Count one more of what was said of a team in a month, as "2026-10"."""
    await tx.lock(f"feedback {team}")
    cell = {"team": team, "month": month, "asked": asked.value, "said": said.value}
    here = [counts.c[name] == value for name, value in cell.items()]
    more = update(counts).where(*here).values(number=counts.c.number + 1)
    if not (await tx.connection.execute(more)).rowcount:
        await tx.connection.execute(insert(counts).values(**cell, number=1))


async def counted(tx: Transaction, team: TeamId, month: str) -> dict[Asked, dict[Said, int]]:
    """Give what was said of a team in a month."""
    c = counts.c
    found: dict[Asked, dict[Said, int]] = {asked: {} for asked in Asked}
    for asked, said, number in await tx.connection.execute(
        select(c.asked, c.said, c.number).where(c.team == team, c.month == month)
    ):
        found[Asked(asked)][Said(said)] = number
    return found


async def note_asked(tx: Transaction, referral: ReferralId, asked: Asked) -> None:
    """Remember that a question was put and is over, answered or not; never when."""
    await tx.connection.execute(insert(asked_of).values(referral=referral, asked=asked.value))


async def asked_about(tx: Transaction, referral: ReferralId) -> frozenset[Asked]:
    """Give the questions that were put about a request; nobody else puts any meanwhile."""
    await tx.lock(f"feedback about {referral}")
    found = select(asked_of.c.asked).where(asked_of.c.referral == referral)
    return frozenset(Asked(each) for each in await tx.connection.scalars(found))
