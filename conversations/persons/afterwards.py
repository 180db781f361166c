"""Afterwards: the person objects to a no, or tells whether the help came."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.my_requests import mine_by, not_yours, too_late
from conversations.questions import Choice, Option
from conversations.text import Marked, Text, Verbatim, Words, lines, t
from domain.outcomes import MAY_REOPEN, Received
from domain.referrals import Action, State
from domain.requests import Done, DoneOutcome
from domain.requests.afterwards import ObjectTo, Reopen, SayOutcome
from domain.requests.mine import MyReferral

RECEIVED: dict[Received, tuple[str, Text]] = {
    # Translators: did the help come? button
    Received.YES: ("👍", t("Yes, I got help")),
    # Translators: did the help come? button
    Received.PARTLY: ("👌", t("Only in part")),
    # Translators: did the help come? button
    Received.NO: ("👎", t("No")),
    # Translators: did the help come? button
    Received.NOT_REACHED: ("📵", t("Nobody could be reached")),
}


async def object_to(start: Start) -> Farewell:
    """Take an objection after one question; it is possible once."""
    mine = await mine_by(start.argument(0))
    if mine is None:
        return not_yours()
    if Action.OBJECT not in mine.may:
        return too_late()
    options = [
        # Translators: button: yes, somebody else should decide
        Option(True, "yes", t("Yes, please"), "✋"),
        # Translators: button: the no stays
        Option(False, "no", t("No, leave it")),
    ]
    words = lines(
        # Translators: the person does not agree with a no; {organisation} decided
        t(
            "Somebody else at {organisation} can look at {reference} once more.",
            organisation=Verbatim(mine.owner),
            reference=Verbatim(mine.reference),
        ),
        # Translators: question before an objection; it is possible only once
        t("Do you want that? It is possible once."),
    )
    if not await ask(Choice("sure", words, options)):
        # Translators: the no stays; other help can be searched
        return Farewell(t("It stays as it is. You can search for other help."), menu=True)
    done: Done = await do(ObjectTo(mine.reference), "object")
    if done.outcome is not DoneOutcome.DONE:
        return too_late()
    # Translators: an objection was noted
    words_after = t("Noted. Somebody else looks at it, and you hear from me.")
    # Translators: button: see one's request
    see = Button(Marked("📄", t("My request")), entry("request", mine.reference))
    return Farewell(words_after, column(see))


async def outcome(start: Start) -> Farewell:
    """Ask whether the help came; where it did not, the request can be opened again."""
    mine = await mine_by(start.argument(0))
    if mine is None:
        return not_yours()
    if mine.state not in (State.DONE, State.CLOSED):
        return too_late()
    options = [Option(said, said.value, words, sign) for said, (sign, words) in RECEIVED.items()]
    # Translators: question to the person after the end; the answer helps to make it better
    question = t("Did you get the help? Your caseworker does not see your answer.")
    said: Received = await ask(Choice("received", question, options))
    done: Done = await do(SayOutcome(mine.reference, said), "said")
    if done.outcome is not DoneOutcome.DONE:
        return too_late()
    # Translators: after the person told whether the help came
    thanks = t("Thank you for telling me.")
    if said not in MAY_REOPEN or Action.REOPEN not in mine.may:
        return after(mine, thanks)
    again = [
        # Translators: button: the request is opened again
        Option(True, "yes", t("Yes, open it again"), "🔓"),
        # Translators: button: the request stays closed
        Option(False, "no", t("No, leave it")),
    ]
    # Translators: the help did not come; {reference} like K7M-2QX4
    words = lines(thanks, t("Shall I open {reference} again?", reference=Verbatim(mine.reference)))
    if not await ask(Choice("again", words, again)):
        # Translators: the request stays closed; other help can be searched
        return after(mine, t("It stays as it is. You can search for other help."))
    opened: Done = await do(Reopen(mine.reference), "reopen")
    if opened.outcome is not DoneOutcome.DONE:
        return too_late()
    # Translators: a request is open again
    return Farewell(t("It is open again. You hear from me."), menu=True)


def after(mine: MyReferral, words: Words) -> Farewell:
    """Go on to how the person was treated, if they were not asked before."""
    if mine.feedback:
        return Farewell(words, next=entry("feedback", mine.reference))
    return Farewell(words, menu=True)
