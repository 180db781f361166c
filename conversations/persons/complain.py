"""Complaining: about how one was treated, to people outside of it, by name or without."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.my_requests import SHOWN
from conversations.questions import Choice, FreeText, Option
from conversations.text import Marked, Moment, Verbatim, Words, beside, lines, paragraphs, t
from conversations.vocabulary import SERVICE_SIGNS
from domain.complaints import LONGEST_WORDS
from domain.requests.complaining import (
    Complain,
    Complained,
    ComplainedOutcome,
    Listeners,
    MyComplaint,
    MyComplaints,
    WhoListens,
)
from domain.requests.mine import MyReferral, MyReferrals

ELSE = "else"


async def complain(start: Start) -> Farewell:
    """Ask what it is about, say who hears it, then by name or not, then the words."""
    about = start.argument(0).strip() or await ask_about()
    reference = "" if about == ELSE else about
    listeners: Listeners = await look(WhoListens(reference))
    if not listeners.organisation:
        return outside(listeners)
    named = await ask_named(listeners)
    words = lines(
        # Translators: to a person who complains; they write in their own words
        t("What went wrong? Write it in your own words, in any language."),
        # Translators: to a person who complains: no more is asked than they want to say
        t("You decide how much you say."),
    )
    said = await ask(FreeText("words", words, longest=LONGEST_WORDS))
    done: Complained = await do(Complain(reference, said.words, named), "complain")
    return answer(done, named and not listeners.unheard)


async def ask_about() -> str:
    """Ask which request it is about; without requests it is about something else."""
    mine: tuple[MyReferral, ...] = await look(MyReferrals())
    before: tuple[MyComplaint, ...] = await look(MyComplaints())
    if not mine and not before:
        return ELSE
    options = [
        Option(
            each.reference,
            each.reference,
            beside(Verbatim(each.centre), Verbatim(each.reference)),
            SERVICE_SIGNS[each.service],
        )
        for each in mine[:SHOWN]
    ]
    # Translators: button: the complaint is about none of the listed requests
    options.append(Option(ELSE, ELSE, t("Something else"), "✏️"))
    # Translators: question to a person who complains
    return await ask(Choice("about", t("What is it about?"), options))


def outside(listeners: Listeners) -> Farewell:
    """Say honestly that nobody here could hear it, and where to go, if that is known."""
    contact = None
    if listeners.contact:
        # Translators: where one can complain outside; {contact} is an address or a number
        contact = t("You can write or call here: {contact}", contact=Verbatim(listeners.contact))
    words = lines(
        # Translators: to a person who wants to complain: honest, nothing was kept
        t("I have nobody here who is independent enough to hear a complaint about this."),
        contact
        # Translators: to a person who wants to complain, where no outside contact is known
        or t("I know no other place to complain either. I am sorry. I kept nothing."),
    )
    # Translators: button: danger, numbers to call
    return Farewell(words, column(Button(Marked("🆘", t("Emergency")), entry("emergency"))))


async def ask_named(listeners: Listeners) -> bool:
    """Say who hears it, and ask whether an answer is wanted."""
    name = Verbatim(listeners.organisation)
    options = [
        # Translators: button: complain so that an answer can come; the name is still not shown
        Option(True, "answer", t("I want an answer"), "💬"),
        # Translators: button: complain anonymously
        Option(False, "anonymous", t("Nobody may know who I am"), "🙈"),
    ]
    return await ask(
        Choice(
            "named",
            paragraphs(
                lines(
                    # Translators: to a person who complains; {organisation} hears complaints
                    t("{organisation} reads it.", organisation=name),
                    # Translators: to a person who complains
                    t("They do not run this place. Those who run it do not see what you write."),
                ),
                lines(
                    # Translators: to a person who complains: with an answer
                    t("If you want an answer, it comes through me. They do not see who you are."),
                    # Translators: to a person who complains: anonymously
                    t("Without an answer, I do not keep who wrote it."),
                ),
            ),
            options,
        )
    )


def answer(done: Complained, heard: bool) -> Farewell:
    """Say that it arrived and whether more will be heard."""
    if done.outcome is ComplainedOutcome.TOO_MANY:
        # Translators: to a person whose earlier complaints still wait for an answer
        return Farewell(t("Some of what you wrote is still being read. Please wait."), menu=True)
    if done.outcome is ComplainedOutcome.NOBODY:
        return outside(Listeners())
    words = lines(
        # Translators: the complaint arrived; {organisation} hears complaints
        t(
            "Thank you. It has arrived. {organisation} reads it.",
            organisation=Verbatim(done.organisation),
        ),
        # Translators: after a complaint, to a person who wants an answer
        t("I tell you when it is read, and when there is an answer.")
        if heard
        # Translators: after a complaint for which no notice will be sent; /complain stays as it is
        else t("I do not write to you about it. With /complain you can say more at any time."),
    )
    return Farewell(words, menu=True)


async def complained(start: Start) -> Farewell:
    """Show a complaint of one's own: who has it, and the answer."""
    mine: tuple[MyComplaint, ...] = await look(MyComplaints())
    found = next((each for each in mine if each.id == start.argument(0)), None)
    if found is None:
        # Translators: what the person wrote is not kept any more, or is not theirs
        return Farewell(t("There is nothing more to read."), menu=True)
    return Farewell(paragraphs(head(found), body(found)), menu=True)


def head(found: MyComplaint) -> Words:
    """Say when it was written and to whom."""
    name = Verbatim(found.organisation)
    # Translators: above the answer to a complaint; {when} is a day and time
    return t("You wrote to {organisation} on {when}.", organisation=name, when=Moment(found.at))


def body(found: MyComplaint) -> Words:
    """Say where it stands, or the answer."""
    if found.answer is not None:
        # Translators: before the answer to a complaint
        return lines(t("They answer:"), Verbatim(found.answer))
    if found.read:
        # Translators: where a complaint stands
        return t("They have read it. There is no answer yet.")
    # Translators: where a complaint stands
    return t("It has not been read yet.")
