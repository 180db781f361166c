"""Feedback: what is asked of a request, and when."""

import pytest
from msgspec.structs import replace

from domain.feedback import Asked, questions_about
from domain.people import PersonId
from domain.referrals import DeclineReason, Outcome, State
from tests.storage.builders import referral

OPEN = replace(referral(PersonId("p")), state=State.PENDING)
BOTH = (Asked.EXPLAINED, Asked.TREATED)


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, ()),
        ({"state": State.CLAIMED, "decline_reason": None}, ()),
        ({"state": State.DECLINED, "decline_reason": DeclineReason.FULL}, BOTH),
        ({"state": State.CLOSED, "decline_reason": DeclineReason.FULL}, BOTH),
        ({"state": State.DECLINED, "decline_reason": DeclineReason.DUPLICATE}, ()),
        ({"state": State.DONE, "outcome": Outcome.SERVED}, (Asked.TREATED,)),
        ({"state": State.CLOSED, "outcome": Outcome.NO_SHOW}, (Asked.TREATED,)),
        ({"state": State.CLOSED}, ()),
        ({"state": State.REDIRECTED}, ()),
        ({"state": State.WITHDRAWN}, ()),
    ],
)
def test_only_an_end_is_asked_about_and_the_reason_only_of_a_no(changes, asked):
    """After a case ends; one that goes on as another is not asked about."""
    assert questions_about(replace(OPEN, **changes)) == asked
