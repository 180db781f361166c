"""Dated steps: what was done about a fact when its time came, so that it is done once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, insert, select

from domain.referrals import OPEN, ReferralId, State
from domain.services import ServiceId
from storage.database import Transaction
from storage.tables import dated_steps as table
from storage.tables import referrals

TO_DO = tuple(state.value for state in OPEN - {State.AWAITING_CONSENT})


async def steps_of(tx: Transaction, subject: str) -> frozenset[str]:
    """Name the steps that were done about a subject; nobody else does any meanwhile."""
    await tx.lock(f"dated {subject}")
    rows = await tx.connection.scalars(select(table.c.step).where(table.c.subject == subject))
    return frozenset(rows)


async def note(tx: Transaction, subject: str, step: str, at: datetime) -> None:
    """Remember that a step was done, in the transaction of what it did."""
    await tx.connection.execute(insert(table).values(subject=subject, step=step, at=at))


async def next_open(
    tx: Transaction, subject: str, services: Collection[ServiceId]
) -> ReferralId | None:
    """Name the open referral for one of the services about which nothing was done yet, the oldest.

    Those about which their person is being asked wait until that is over.
    """
    await tx.lock(f"dated {subject}")
    done = and_(table.c.subject == subject, table.c.step == referrals.c.id)
    key = await tx.connection.scalar(
        select(referrals.c.id)
        .join_from(referrals, table, done, isouter=True)
        .where(
            referrals.c.service.in_(list(services)),
            referrals.c.state.in_(TO_DO),
            table.c.step.is_(None),
        )
        .order_by(referrals.c.submitted, referrals.c.id)
        .limit(1)
    )
    return ReferralId(key) if key else None


async def services_waiting(tx: Transaction) -> frozenset[ServiceId]:
    """Name the services for which any request is open."""
    rows = await tx.connection.scalars(
        select(referrals.c.service).where(referrals.c.state.in_(TO_DO)).distinct()
    )
    return frozenset(ServiceId(each) for each in rows)
