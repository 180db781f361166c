"""How one was treated: a question at a time, with a way out of each, told without a name.

Each question is a dialogue by itself, so that no answer waits in the person's conversation.
"""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.my_requests import mine_by, not_yours
from conversations.questions import Choice, Option
from conversations.text import Marked, Text, Verbatim, Words, lines, t
from domain.feedback import Asked, Said
from domain.requests import Done, DoneOutcome
from domain.requests.afterwards import SayFeedback
from domain.requests.mine import MyReferral

NO = "no"
ON = "on"

ANSWERS: dict[Asked, dict[Said, tuple[str, Text]]] = {
    Asked.EXPLAINED: {
        # Translators: was the reason explained? button
        Said.GOOD: ("👍", t("Yes, I understood it")),
        # Translators: was the reason explained? button
        Said.MIXED: ("👌", t("A little")),
        # Translators: was the reason explained? button
        Said.BAD: ("👎", t("No, I did not understand it")),
    },
    Asked.TREATED: {
        # Translators: how were you treated? button
        Said.GOOD: ("🙂", t("Well")),
        # Translators: how were you treated? button
        Said.MIXED: ("😐", t("So-so")),
        # Translators: how were you treated? button
        Said.BAD: ("🙁", t("Badly")),
    },
}


async def feedback(start: Start) -> Farewell:
    """Put the next question about a request, or none any more if that is wished."""
    mine = await mine_by(start.argument(0))
    if mine is None:
        return not_yours()
    if not mine.feedback:
        # Translators: the person has told how they were treated, or did not want to
        return Farewell(t("There is nothing more to answer here. Thank you."), menu=True)
    asked = mine.feedback[0]
    said = None if start.argument(1) == NO else await ask_how(mine, asked, start.argument(1) == ON)
    done: Done = await do(SayFeedback(mine.reference, asked, said), "said")
    if done.outcome is not DoneOutcome.DONE:
        return not_yours()
    if said is None:
        # Translators: the person does not want to tell how they were treated
        return Farewell(t("All right. I do not ask again."), menu=True)
    if len(mine.feedback) > 1:
        return Farewell(next=entry("feedback", mine.reference, ON))
    return thanks(mine.reference)


async def ask_how(mine: MyReferral, asked: Asked, goes_on: bool) -> Said | None:
    """Ask one question; None to be asked nothing more."""
    options: list[Option[Said | None]] = [
        Option(said, said.value, words, sign) for said, (sign, words) in ANSWERS[asked].items()
    ]
    # Translators: button: not answer this, and not be asked again
    options.append(Option(None, "skip", t("I do not want to say"), "⏭️"))
    return await ask(Choice(asked.value, question(mine, asked, goes_on), options))


def question(mine: MyReferral, asked: Asked, goes_on: bool) -> Words:
    """Word a question; the first one says what becomes of the answer."""
    organisation = Verbatim(mine.owner)
    # Translators: how an answer is kept: added to a count, together with those of other people
    kept = t("I only add your answer to a count, and do not keep whose it is.")
    if asked is Asked.EXPLAINED:
        # Translators: to the person after a no; {organisation} decided
        words = t("Did {organisation} explain why they said no?", organisation=organisation)
    else:
        # Translators: to the person after the end; {organisation} had the request
        words = t("How did {organisation} treat you?", organisation=organisation)
    return words if goes_on else lines(words, kept)


def thanks(reference: str) -> Farewell:
    """Thank, in the same words for every answer: what was said to a person is kept for days."""
    words = lines(
        # Translators: the person told how they were treated
        t("Thank you. It is counted, without your name."),
        # Translators: where to say more; those who read it do not run the place
        t("If something went wrong, you can also write to people outside of it."),
    )
    # Translators: button: complain about how one was treated
    wrong = Marked("🗣️", t("Something went wrong"))
    return Farewell(words, column(Button(wrong, entry("complain", reference))), menu=True)
