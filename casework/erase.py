"""Erasing: what is kept of a person, and forgetting it (Decisions: Forget me)."""

from __future__ import annotations

from dataclasses import dataclass

from casework.absence import hand_back
from casework.mine import after_withdrawal
from casework.move import Moved, forget_words, move
from casework.tell import safe_to_write, tell
from casework.workplace import Work
from domain.notices import CaseWithdrawn
from domain.referrals import MOVES, OPEN, Action, Referral
from domain.requests import Done, DoneOutcome
from domain.requests.mine import ForgetMe, Kept, WhatIsKept
from storage import audit, complaints, correspondence, notes, people, referrals, reports
from storage.people import Address


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased by the administrator, and where its person can still be told so, once.

    `withdrawn`: whether open requests were, and may be spoken of where the person reads.
    """

    addresses: tuple[Address, ...]
    language: str
    withdrawn: bool


async def what_is_kept(work: Work, request: WhatIsKept) -> Kept:
    """Count what is kept of the person."""
    mine = await referrals.of_person(work.tx, work.person)
    contacts = [await referrals.contact_of(work.tx, each.id) for each in mine]
    return Kept(
        language=work.language,
        open_requests=sum(each.state in OPEN for each in mine),
        closed_requests=sum(each.state not in OPEN for each in mine),
        names=sum(1 for c in contacts if c and c.name),
        phones=sum(1 for c in contacts if c and c.phone),
        messages=sum([len(await correspondence.of(work.tx, each.id)) for each in mine]),
    )


async def forget_me(work: Work, request: ForgetMe) -> Done:
    """Withdraw what is open, tell those who hold the data, then erase the identity."""
    for referral in await referrals.of_person(work.tx, work.person):
        await let_go(work, referral)
        await forget_words(work, referral)
    await notes.erase_about(work.tx, work.person)
    await referrals.erase_person_from(work.tx, work.person)
    await reports.forget_reporter(work.tx, work.person)
    await complaints.forget_complainant(work.tx, work.person)
    await people.erase_identity(work.tx, work.person)
    # A member of a team who leaves in this way leaves no case that nobody looks after.
    await hand_back(work, work.person)
    await work.note("forget", "", allowed=True)
    return Done(DoneOutcome.DONE)


async def erase_for(work: Work, reference: str) -> Erased | None:
    """Forget the person of a request, as if they had asked the bot; None if they are forgotten.

    `work`: that person's. Who calls this has the machine and its keys, which is the right to it.
    All their requests go, and the same is done and told as by `forget_me` (Decisions: Forget me);
    the audit says that the administrator did it.
    """
    mine = await referrals.of_person(work.tx, work.person)
    addresses = await people.addresses_of(work.tx, work.person)
    if not addresses:
        return None
    safe = all([await safe_to_write(work, each) for each in mine])
    is_open = any(each.state in OPEN for each in mine)
    await audit.record(
        work.tx, at=work.now, actor=None, action="erase", subject=reference, allowed=True
    )
    await forget_me(work, ForgetMe())
    return Erased(addresses, work.language, is_open and safe)


async def let_go(work: Work, referral: Referral) -> None:
    """Withdraw one referral in any state, else ask whoever had it to erase what they wrote down."""
    if Action.WITHDRAW in MOVES[referral.state]:
        moved = await move(work, referral.reference, Action.WITHDRAW)
        if isinstance(moved, Moved):
            await after_withdrawal(work, moved, erase=True)
    elif referral.holder is not None:
        notice = CaseWithdrawn(referral.reference, erase=True)
        await tell(work, referral.holder, notice, referral.reference)
