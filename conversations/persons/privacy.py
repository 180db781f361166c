"""Privacy: what is kept, and forgetting it."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Message
from conversations.questions import Choice, Option
from conversations.text import Language, Words, lines, paragraphs, t, tn
from domain.requests import Done, DoneOutcome
from domain.requests.mine import ForgetMe, Kept, WhatIsKept


async def forget_me(start: Start) -> Farewell:
    """Show what is kept, then erase it after one question (Forget me)."""
    kept: Kept = await look(WhatIsKept())
    options = [
        # Translators: button: erase everything
        Option(True, "yes", t("Yes, forget me"), "🗑️"),
        # Translators: button: keep everything
        Option(False, "no", t("No, keep it")),
    ]
    words = paragraphs(what_is_kept(kept, unfinished=start.unfinished), question(kept))
    if not await ask(Choice("sure", words, options)):
        # Translators: nothing was erased
        return Farewell(t("It stays as it is."), menu=True)
    done: Done = await do(ForgetMe(), "forget")
    if done.outcome is not DoneOutcome.DONE:
        # Translators: erasing did not work; rare
        return Farewell(t("That did not work. Please try again."), menu=True)
    return Farewell(
        lines(
            # Translators: everything about the person was erased
            t("I have forgotten you, and I told the organisations to delete what they have.")
            if kept.open_requests + kept.closed_requests
            # Translators: everything about the person was erased; nobody else had anything
            else t("I have forgotten you."),
            # Translators: the messenger keeps the messages on the phone
            t("Your messages are still on your phone. /exit clears this chat where I can."),
        ),
        last=True,
    )


def what_is_kept(kept: Kept, *, unfinished: bool) -> Words:
    """List what is kept, in counts and plain words."""
    return lines(
        # Translators: above the list of what is kept
        t("This is what I keep about you:"),
        # Translators: what is kept
        t("the language: {language}", language=Language(kept.language)),
        # Translators: what is kept; how this chat is reached
        t("how to reach this chat"),
        tn(
            # Translators: what is kept
            "{count} open request",
            "{count} open requests",
            kept.open_requests,
        )
        if kept.open_requests
        else None,
        tn(
            # Translators: what is kept
            "{count} finished request",
            "{count} finished requests",
            kept.closed_requests,
        )
        if kept.closed_requests
        else None,
        # Translators: what is kept
        t("a name") if kept.names else None,
        # Translators: what is kept
        t("a phone number") if kept.phones else None,
        # Translators: what is kept: what the person and the organisation wrote to each other
        t("messages between you and the organisation") if kept.messages else None,
        # Translators: what is kept: answers of a request that was not sent yet
        t("answers to a request that is not sent") if unfinished else None,
    )


def question(kept: Kept) -> Words:
    """Ask, saying that open requests are cancelled first."""
    if kept.open_requests:
        # Translators: question before everything is erased
        return t("If I forget you, your open requests are cancelled. Do you want that?")
    # Translators: question before everything is erased
    return t("Shall I delete all this?")


def was_erased(*, withdrawn: bool) -> Message:
    """Tell somebody that the administrator had all that was kept of them erased.

    `withdrawn`: their open requests were, and nobody else reads along who should not know it.
    """
    return Message(
        lines(
            # Translators: to a person: an administrator has erased everything, as was asked for
            t("Everything I kept about you was deleted."),
            # Translators: to a person: their requests ended with it
            t("Your open requests are cancelled.") if withdrawn else None,
            # Translators: to a person whose data was erased
            t("If you need help, write to me again at any time."),
        )
    )
