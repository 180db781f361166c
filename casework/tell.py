"""Telling: notices go into the outbox, in the transaction of what they tell of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import msgspec

from casework.gather import ANNOUNCEMENT, DIGEST, MayWait, gathers
from casework.workplace import Work
from domain import notices
from domain.access import hidden_from
from domain.notices import (
    CoordinatorAlerted,
    Digest,
    EntryReported,
    HelpPromised,
    NewReferral,
    News,
    Notice,
    QuestionForPerson,
    ReferralGone,
    ReferralTaken,
    StillRight,
    WrittenToPerson,
)
from domain.people import PersonId
from domain.referrals import Referral
from storage import members, outbox, people, referrals

NOTICE = "notice"
MESSAGE = "message"

# What waits for one of several readers, and changes for the others once one has acted.
ANNOUNCED = (NewReferral, CoordinatorAlerted, StillRight, EntryReported)

# What holds words or an address that go with their case.
HOLDS_WORDS = (WrittenToPerson, QuestionForPerson, HelpPromised)

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
        await outbox.put(
            work.tx,
            person=person,
            address=address,
            kind=kind_of(notice),
            payload=encode(notice),
            now=work.now,
            subject=subject,
            urgent=urgent,
            words_of=subject if isinstance(notice, HOLDS_WORDS) else None,
        )


def kind_of(notice: Notice) -> str:
    """Name the kind of row that a notice becomes."""
    if isinstance(notice, Digest):
        return DIGEST
    return ANNOUNCEMENT if isinstance(notice, ANNOUNCED) else NOTICE


async def tell_member(
    work: Work, person: PersonId, referral: Referral, notice: Notice, *, urgent: bool
) -> None:
    """Tell a member of a referral: now, or with other things in one message if it may wait."""
    if isinstance(notice, MayWait) and await gathers(work, person, referral, notice):
        return
    await tell(work, person, notice, referral.reference, urgent=urgent)


async def tell_person(work: Work, referral: Referral, notice: Notice) -> None:
    """Tell the person of a referral; only that there is news where others may read along.

    What it was about is then read with /requests, when the person chooses (Safety 11).
    """
    safe = await safe_to_write(work, referral)
    await tell(work, referral.person, notice if safe else News(), referral.reference)


async def safe_to_write(work: Work, referral: Referral | None) -> bool:
    """Say whether only the person reads what is written to them, as far as they told."""
    contact = await referrals.contact_of(work.tx, referral.id) if referral else None
    return contact is None or contact.safe_to_write


async def announce(work: Work, referral: Referral, notice: Notice, *, urgent: bool) -> bool:
    """Tell every caseworker on duty of the owning team, and nobody else; say if there is one."""
    on_duty = await members.on_duty(work.tx, referral.team)
    work.tx.likely["person"] += on_duty
    told = [person for person in on_duty if not await is_hidden(work, person, referral)]
    for person in told:
        await tell_member(work, person, referral, notice, urgent=urgent)
    return bool(told)


async def is_hidden(work: Work, person: PersonId, referral: Referral) -> bool:
    """Say whether a case is kept from a member: State staff, or one to whom the person objected."""
    if referral.bars(person):
        return True
    mine = await members.memberships_of(work.tx, person)
    return any(hidden_from(membership, referral) for membership in mine)


async def change_announcements(
    work: Work, referral: Referral, *, taken: bool, moved: bool = False
) -> None:
    """Change the announcements of a referral: taken by you or by a colleague, or gone."""
    reference = referral.reference

    def changed(mine: bool) -> Notice:
        return ReferralTaken(reference, mine) if taken else ReferralGone(reference, moved)

    await replace_announcements(work, reference, changed)


async def replace_announcements(
    work: Work, subject: str, changed: Callable[[bool], Notice]
) -> None:
    """Put another notice in the place of what was announced about a subject.

    `changed` gives it, and is told whether its reader is the one who acts.
    """
    for row in await outbox.about(work.tx, subject):
        if row.kind != ANNOUNCEMENT:
            continue
        await outbox.put(
            work.tx,
            person=row.person,
            address=people.Address(row.channel, row.address),
            kind=NOTICE,
            payload=encode(changed(row.person == work.person)),
            now=work.now,
            subject=subject,
            edits=row.id,
        )
