"""Reviewing: a colleague agrees to a no, or gives it back with a word."""

from __future__ import annotations

from conversations.caseworkers.case import moved, not_found
from conversations.caseworkers.colleagues import LONGEST_NOTE
from conversations.dialogue import Farewell, ask
from conversations.flow import Start
from conversations.questions import FreeText
from conversations.text import t
from domain.referrals import DeclineReason
from domain.requests.team import ReviewDecline


async def review(start: Start) -> Farewell:
    """Answer a proposal to decline: review/REFERENCE/REASON/yes or no."""
    reference, reason, answer = (start.argument(each) for each in range(3))
    if reason not in list(DeclineReason):
        return not_found()
    seen = DeclineReason(reason)
    if answer == "yes":
        # Translators: the case was declined
        words = t("Declined. The person is told, with other places to ask.")
        return await moved(ReviewDecline(reference, seen, yes=True), reference, words)
    # Translators: question to a caseworker who does not agree that a request is declined
    question = t("What should your colleague do instead? The person never sees it.")
    said = await ask(FreeText("word", question, longest=LONGEST_NOTE))
    command = ReviewDecline(reference, seen, yes=False, words=said.words)
    # Translators: to a caseworker who did not agree that a request is declined
    return await moved(command, reference, t("It is with your colleague again, with your words."))
