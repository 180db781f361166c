"""My requests: what a person sees of their own, cancels, answers and changes."""

from __future__ import annotations

from casework.decline import reason_told
from casework.feedback import still_asked
from casework.move import Moved, close_at_once, move, named
from casework.tell import change_announcements, tell
from casework.workplace import Work
from domain.clocks import UNDECIDED
from domain.notices import AnswerForCaseworker, CaseWithdrawn
from domain.referrals import CONTACT_RELEASED, OPEN, Action, By, Referral, State, moves_in
from domain.requests import Done, DoneOutcome
from domain.requests.mine import (
    AnswerQuestion,
    ChangeContact,
    MyReferral,
    MyReferrals,
    SpeakLanguage,
    Withdraw,
)
from storage import clocks, people, referrals
from storage import directory as stored_directory


async def my_referrals(work: Work, request: MyReferrals) -> tuple[MyReferral, ...]:
    """List the person's referrals, newest first."""
    mine = await referrals.of_person(work.tx, work.person)
    return tuple([await seen_by_person(work, each) for each in mine])


async def address_to_read(work: Work, referral: Referral) -> str | None:
    """Give an undisclosed address to the accepted person whom it was not safe to send it to."""
    if not referral.address_to_read or referral.stands not in CONTACT_RELEASED:
        return None
    centre = work.directory.service(referral.service).centre
    kept = await stored_directory.undisclosed_address(work.tx, centre)
    return kept.address if kept else None


async def seen_by_person(work: Work, referral: Referral) -> MyReferral:
    """Describe a referral to its person."""
    service = work.directory.service(referral.service)
    centre = work.directory.centre(service.centre)
    clock = await clocks.of(work.tx, referral.id) if referral.stands in UNDECIDED else None
    may = tuple(
        a for a, m in moves_in(referral.state, referral.stands).items() if By.PERSON in m.by
    )
    if referral.objected:
        may = tuple(action for action in may if action is not Action.OBJECT)
    return MyReferral(
        referral.reference,
        referral.state,
        service.type,
        centre.name,
        work.organisation_of(referral.team).name,
        referral.submitted,
        centre.zone,
        referral.question if referral.state is State.NEEDS_INFO else None,
        referral.instructions,
        may,
        await reason_told(work, referral) if referral.state is State.DECLINED else None,
        await address_to_read(work, referral),
        clock.promised if clock else None,
        clock is not None and clock.promised <= work.now,
        await still_asked(work, referral),
    )


async def withdraw(work: Work, request: Withdraw) -> Done:
    """Cancel one's own referral, in any state before `closed`; the holder is told."""
    moved = await move(work, request.reference, Action.WITHDRAW)
    if not isinstance(moved, Moved):
        return moved
    await after_withdrawal(work, moved, erase=False)
    return moved.done


async def after_withdrawal(work: Work, moved: Moved, *, erase: bool) -> None:
    """Tell the holder, or change the announcements; then close."""
    if moved.before.holder is None:
        await change_announcements(work, moved.after, taken=False)
    else:
        notice = CaseWithdrawn(moved.after.reference, erase)
        await tell(work, moved.before.holder, notice, moved.after.reference)
    await close_at_once(work, moved.after)


async def answer_question(work: Work, request: AnswerQuestion) -> Done:
    """Pass the person's answer to the holder; the words stay in the case."""
    moved = await move(work, request.reference, Action.ANSWER, answer=request.answer)
    if not isinstance(moved, Moved):
        return moved
    if moved.after.holder is not None:
        notice = AnswerForCaseworker(request.reference)
        await tell(work, moved.after.holder, notice, request.reference)
    return moved.done


async def change_contact(work: Work, request: ChangeContact) -> Done:
    """Change how the person is reached, while the referral is open."""
    referral = await referrals.by_reference(work.tx, request.reference, for_update=True)
    if referral is None or referral.person != work.person:
        await work.note("change contact", named(request.reference), allowed=False)
        return Done(DoneOutcome.NOT_FOUND)
    if referral.state not in OPEN:
        return Done(DoneOutcome.TOO_LATE, referral.state)
    await referrals.set_contact(work.tx, referral.id, request.contact)
    await work.note("change contact", request.reference, allowed=True)
    return Done(DoneOutcome.DONE, referral.state)


async def speak_language(work: Work, request: SpeakLanguage) -> Done:
    """Remember the language for notices."""
    await people.set_language(work.tx, work.person, request.language)
    return Done(DoneOutcome.DONE)
