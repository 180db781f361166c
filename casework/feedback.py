"""Feedback: each question is put once, and what is said leaves no trace of who said it."""

from __future__ import annotations

from casework.afterwards import own
from casework.move import move_by_system
from casework.tell import safe_to_write, tell
from casework.workplace import Work
from domain.feedback import Asked, questions_about
from domain.figures import month_of
from domain.notices import HowWasIt
from domain.referrals import Action, Referral
from domain.requests import Done, DoneOutcome
from domain.requests.afterwards import SayFeedback
from storage import feedback


async def still_asked(work: Work, referral: Referral) -> tuple[Asked, ...]:
    """List the questions about a request that were not put yet."""
    questions = questions_about(referral)
    put = await feedback.asked_about(work.tx, referral.id) if questions else frozenset()
    return tuple(each for each in questions if each not in put)


async def say_feedback(work: Work, request: SayFeedback) -> Done:
    """Add an answer to the counts of the team and month, or let the rest of the questions be.

    An attempt at another's request is audited; what is said is not: nobody shall know who did.
    """
    referral = await own(work, request.reference, "say feedback")
    if referral is None:
        return Done(DoneOutcome.NOT_FOUND)
    open_ones = await still_asked(work, referral)
    if request.asked not in open_ones:
        return Done(DoneOutcome.TOO_LATE, referral.state)
    for asked in open_ones if request.said is None else (request.asked,):
        await feedback.note_asked(work.tx, referral.id, asked)
    if request.said is not None:
        month = str(month_of(work.now))
        await feedback.add(work.tx, referral.team, month, request.asked, request.said)
    return Done(DoneOutcome.DONE, referral.state)


async def close_old(work: Work, referral: Referral) -> None:
    """Close what was declined or done long enough ago, by the system, and ask how it was.

    By then a no hurts less. Whoever was asked before is not asked again, and nothing is sent
    where others may read along (Safety 11).
    """
    moved = await move_by_system(work, referral, Action.CLOSE)
    if moved is None:
        return
    about = questions_about(moved.after)
    asked_before = await still_asked(work, moved.after) != about
    if about and not asked_before and await safe_to_write(work, referral):
        organisation = work.organisation_of(referral.team).name
        notice = HowWasIt(referral.reference, organisation)
        await tell(work, referral.person, notice, referral.reference)
