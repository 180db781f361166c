"""Merging: two requests of one person that are the same."""

from __future__ import annotations

from conversations.caseworkers.case import not_found, said_no
from conversations.caseworkers.colleagues import at_case
from conversations.dialogue import Farewell, ask, do
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, Option
from conversations.text import Marked, Verbatim, t
from domain.referrals import State
from domain.requests import Done, DoneOutcome
from domain.requests.afterwards import Merge


async def merge(start: Start) -> Farewell:
    """End a case as the same as another one, after one question."""
    reference, other = start.argument(0), start.argument(1)
    options = [
        # Translators: button of a caseworker: the two cases are the same
        Option(True, "yes", t("Yes, they are the same"), "🔗"),
        # Translators: button of a caseworker: the two cases are different
        Option(False, "no", t("No, keep both")),
    ]
    # Translators: question to a caseworker: two requests of one person
    question = t(
        "Does {other} go on, and {reference} end as the same request?",
        reference=Verbatim(reference),
        other=Verbatim(other),
    )
    if not await ask(Choice(f"same:{other}", question, options)):
        # Translators: to a caseworker: both cases stay
        return Farewell(t("Both stay as they are."))
    done: Done = await do(Merge(reference, other), "merge")
    if done.outcome is DoneOutcome.NOT_FOUND:
        return not_found()
    if done.outcome is not DoneOutcome.DONE:
        # Translators: somebody tried a move that is not theirs
        return Farewell(t("This is not possible for you now."))
    if done.state is not State.DECLINED:
        return Farewell(said_no(done), at_case(reference))
    # Translators: button of a caseworker: see the case
    look_at = Button(Marked("👁", t("Look at it")), entry("case", other))
    # Translators: to a caseworker: two cases were merged
    return Farewell(t("Merged. The person is told."), column(look_at))
