"""Feedback: what a person says of how they were treated, kept as counts that know nobody.

A case is rated after its end, each question once, and every one can be skipped. What
is said is added to a count of a team and month at once; no row is one person's. That a question
was put is remembered of the request without a time, and alike whether it was answered or skipped.
"""

from __future__ import annotations

from enum import StrEnum

from domain.referrals import DeclineReason, Referral, State


class Asked(StrEnum):
    """What is asked, in this order: of a no whether its reason was explained, then of everybody."""

    EXPLAINED = "explained"
    TREATED = "treated"


class Said(StrEnum):
    """The answer: yes or well, in part or so-so, no or badly."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"


def questions_about(referral: Referral) -> tuple[Asked, ...]:
    """List what may be asked of a request; nothing while it is open, or if it goes on elsewhere."""
    if referral.state not in (State.DECLINED, State.DONE, State.CLOSED):
        return ()
    if referral.decline_reason not in (None, DeclineReason.DUPLICATE):
        return (Asked.EXPLAINED, Asked.TREATED)
    return (Asked.TREATED,) if referral.outcome is not None else ()
