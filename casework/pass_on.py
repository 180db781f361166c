"""Passing on: a case goes to a colleague who agrees, or to whom a supervisor gives it.

Both sides hear of it, and the person (Losing assignee not told).
"""

from __future__ import annotations

from msgspec.structs import replace

from casework.answer import step
from casework.colleagues import could_take, may_pass_on, name_of
from casework.move import Moved, move, named
from casework.tell import change_announcements, tell
from casework.workplace import Work
from domain.access import parts_in
from domain.notices import ColleagueAnswered, ColleagueAsks, GivenToYou, Step, WithColleague
from domain.referrals import Action, Asked, By, Referral, State
from domain.requests import Done, DoneOutcome
from domain.requests.team import AnswerColleague, PassedOn, PassOn
from storage import referrals


async def pass_on(work: Work, request: PassOn) -> PassedOn:
    """Give a case to a colleague; whoever only holds it asks them first."""
    referral = await referrals.by_reference(work.tx, request.reference, for_update=True)
    parts = parts_in(work.actor, referral) - {By.PERSON} if referral else frozenset()
    if referral is None or not parts:
        await work.note("pass on", named(request.reference), allowed=False, details="no part in it")
        return PassedOn(DoneOutcome.NOT_FOUND)
    if not may_pass_on(work, referral) or not await could_take(work, request.to, referral):
        await work.note("pass on", referral.reference, allowed=False, details=referral.state)
        return PassedOn(DoneOutcome.REFUSED)
    if By.SUPERVISOR not in parts:
        return await ask(work, referral, request)
    if referral.state is State.PENDING:
        claimed = await move(work, referral.reference, Action.CLAIM, holder=work.person)
        if not isinstance(claimed, Moved):
            return PassedOn(claimed.outcome)
        await change_announcements(work, claimed.after, taken=True)
    done = await hand_to(work, referral, request)
    return PassedOn(done.outcome)


async def hand_to(work: Work, referral: Referral, request: PassOn) -> Done:
    """Make somebody the holder, as their supervisor."""
    moved = await move(work, referral.reference, Action.REASSIGN, holder=request.to, asks=None)
    if not isinstance(moved, Moved):
        return moved
    if request.to != work.person:
        given = GivenToYou(referral.reference, await name_of(work, work.person))
        await tell(work, request.to, given, referral.reference)
    await tell_before(work, referral, moved.after)
    await step(work, moved.after, Step.COLLEAGUE)
    return moved.done


async def ask(work: Work, referral: Referral, request: PassOn) -> PassedOn:
    """Ask a colleague; until the yes it stays with its holder."""
    after = replace(referral, asks=Asked(work.person, request.to))
    if not await referrals.update(work.tx, referral, after):
        return PassedOn(DoneOutcome.TOO_LATE)
    await work.note("ask colleague", referral.reference, allowed=True)
    notice = ColleagueAsks(referral.reference, await name_of(work, work.person))
    await tell(work, request.to, notice, referral.reference)
    return PassedOn(DoneOutcome.DONE, asked=True)


async def answer_colleague(work: Work, request: AnswerColleague) -> Done:
    """Take the case over, or leave it where it is; only the one who was asked, and once."""
    referral = await referrals.by_reference(work.tx, request.reference, for_update=True)
    asked = referral.asks if referral else None
    if referral is None or not parts_in(work.actor, referral) - {By.PERSON}:
        await work.note("pass on", named(request.reference), allowed=False, details="no part in it")
        return Done(DoneOutcome.NOT_FOUND)
    if asked != Asked(referral.holder or work.person, work.person) or asked is None:
        return Done(DoneOutcome.TOO_LATE, referral.state)
    name = await name_of(work, work.person)
    if not request.yes:
        await referrals.update(work.tx, referral, replace(referral, asks=None))
        await work.note("ask colleague", referral.reference, allowed=True, details="no")
        notice = ColleagueAnswered(referral.reference, name)
        await tell(work, asked.holder, notice, referral.reference)
        return Done(DoneOutcome.DONE, referral.state)
    moved = await move(
        work, referral.reference, Action.REASSIGN, part=By.HOLDER, holder=work.person, asks=None
    )
    if not isinstance(moved, Moved):
        return moved
    await tell_before(work, referral, moved.after)
    await step(work, moved.after, Step.COLLEAGUE)
    return moved.done


async def tell_before(work: Work, before: Referral, after: Referral) -> None:
    """Tell the one who held a case that somebody else does now."""
    if before.holder is not None and after.holder is not None and before.holder != work.person:
        notice = WithColleague(after.reference, await name_of(work, after.holder))
        await tell(work, before.holder, notice, after.reference)
