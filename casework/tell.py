"""Telling: notices go into the outbox, in the transaction of what they tell of."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from casework.workplace import Work
from domain import notices
from domain.notices import (
    CoordinatorAlerted,
    NewReferral,
    Notice,
    ReferralGone,
    ReferralTaken,
)
from domain.people import PersonId
from domain.referrals import Referral
from storage import members, outbox, people

NOTICE = "notice"
ANNOUNCEMENT = "announcement"
MESSAGE = "message"

_KINDS: dict[str, Any] = {kind.__name__: kind for kind in get_args(notices.Notice)}


def encode(notice: Notice) -> bytes:
    """Write a notice down for the outbox."""
    return msgspec.json.encode([type(notice).__name__, notice])


def decode(payload: bytes) -> Notice:
    """Read a notice from the outbox."""
    name, fields = msgspec.json.decode(payload)
    notice: Notice = msgspec.convert(fields, _KINDS[name])
    return notice


async def tell(
    work: Work, person: PersonId, notice: Notice, subject: str, *, urgent: bool = False
) -> None:
    """Put a notice for one person into the outbox, to the address they used last."""
    for address in (await people.addresses_of(work.tx, person))[:1]:
        announced = isinstance(notice, NewReferral | CoordinatorAlerted)
        await outbox.put(
            work.tx,
            person=person,
            address=address,
            kind=ANNOUNCEMENT if announced else NOTICE,
            payload=encode(notice),
            now=work.now,
            subject=subject,
            urgent=urgent,
        )


async def announce(work: Work, referral: Referral, notice: Notice, *, urgent: bool) -> bool:
    """Tell every caseworker on duty of the owning team, and nobody else; say if there is one."""
    on_duty = await members.on_duty(work.tx, referral.team)
    for person in on_duty:
        await tell(work, person, notice, referral.reference, urgent=urgent)
    return bool(on_duty)


async def change_announcements(work: Work, referral: Referral, *, taken: bool) -> None:
    """Change the announcements of a referral: taken by you or by a colleague, or gone."""
    for row in await outbox.about(work.tx, referral.reference):
        if row.kind != ANNOUNCEMENT:
            continue
        mine = row.person == work.person
        reference = referral.reference
        notice: Notice = ReferralTaken(reference, mine) if taken else ReferralGone(reference)
        await outbox.put(
            work.tx,
            person=row.person,
            address=people.Address(row.channel, row.address),
            kind=NOTICE,
            payload=encode(notice),
            now=work.now,
            subject=reference,
            edits=row.id,
        )
