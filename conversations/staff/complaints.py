"""Hearing complaints: a list of one's own team, read and answered through the bot."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, FreeText, Option
from conversations.text import Clock, Marked, Moment, Verbatim, Words, lines, paragraphs, t, tn
from domain.complaints import LONGEST_WORDS, ComplaintId
from domain.requests import Done, DoneOutcome
from domain.requests.complaining import (
    AnswerComplaint,
    ComplaintView,
    OneComplaint,
    OpenComplaints,
    TakeComplaint,
)

SHOWN = 8


async def complaints(start: Start) -> Farewell:
    """List the open complaints, oldest first, without their words."""
    waiting: tuple[ComplaintView, ...] | None = await look(OpenComplaints())
    if waiting is None:
        # Translators: to staff who are in no team that hears complaints
        return Farewell(t("Your team does not hear complaints. To complain yourself: /complain"))
    if not waiting:
        # Translators: to those who hear complaints
        return Farewell(t("No complaint is open."))
    buttons = (
        Button(
            Marked("📖" if each.read else "✉️", Verbatim(each.centre or each.about or each.id)),
            entry("complaint", each.id),
        )
        for each in waiting[:SHOWN]
    )
    # Translators: above the list of complaints
    words = tn("{count} open complaint:", "{count} open complaints:", len(waiting))
    return Farewell(paragraphs(words, *(row(each) for each in waiting[:SHOWN])), column(*buttons))


def row(view: ComplaintView) -> Words:
    """Tell what a complaint is about, and when it came."""
    return lines(
        Verbatim(view.centre) if view.centre else None,
        # Translators: which organisation a complaint is about
        t("About: {organisation}", organisation=Verbatim(view.about)) if view.about else None,
        # Translators: when a complaint came
        t("Received: {when}", when=Moment(view.at, clock=Clock.DAY)),
        # Translators: state of a complaint
        t("Read, not answered") if view.read else t("Not read yet"),
    )


async def complaint(start: Start) -> Farewell:
    """Show a complaint and answer it; whoever complained hears that it is read."""
    key = ComplaintId(start.argument(0))
    view: ComplaintView | None = await look(OneComplaint(key))
    if view is None:
        return gone()
    await do(TakeComplaint(key), "take")
    said = await ask(FreeText("answer", shown(view), options(view), longest=LONGEST_WORDS))
    if said.code == "later":
        # Translators: to those who hear complaints: it stays in their list
        return Farewell(t("It stays in your list: /complaints"))
    if said.code and not await ask_sure():
        return Farewell(t("It stays in your list: /complaints"))
    done: Done = await do(AnswerComplaint(key, said.words), "answered")
    if done.outcome is not DoneOutcome.DONE:
        return gone()
    # Translators: to those who hear complaints
    return Farewell(t("Thank you. It is closed."))


def options(view: ComplaintView) -> list[Option[str]]:
    """Offer to leave it for later, and to close one that nobody can be answered on."""
    # Translators: button: leave a complaint in the list
    found = [Option("later", "later", t("Later"), "🕑")]
    if not view.named:
        # Translators: button: close an anonymous complaint
        found.append(Option("close", "close", t("Close it"), "✔️"))
    return found


async def ask_sure() -> bool:
    """Ask before a complaint leaves the list."""
    choices = [
        # Translators: button: close a complaint for good
        Option(True, "yes", t("Yes, it is dealt with")),
        # Translators: button: do not close a complaint
        Option(False, "no", t("No, not yet")),
    ]
    # Translators: question to those who hear complaints
    return await ask(Choice("sure", t("Has it been looked into?"), choices))


def gone() -> Farewell:
    """Say that it is answered or not theirs; the two are not told apart."""
    # Translators: to those who hear complaints
    return Farewell(t("This complaint is not open any more."))


def shown(view: ComplaintView) -> Words:
    """Tell a complaint in full."""
    return paragraphs(
        row(view),
        Verbatim(view.words) if view.words else None,
        # Translators: to those who hear complaints
        t("Write your answer. It goes to whoever wrote this, who stays unnamed.")
        if view.named
        # Translators: to those who hear complaints: an anonymous one
        else t(
            "This is anonymous: nobody can be answered. Write a note for your records, or close it."
        ),
    )
