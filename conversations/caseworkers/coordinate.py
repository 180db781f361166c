"""Coordinating: a team for what could not be routed, and what nobody answers taken back."""

from __future__ import annotations

from conversations.caseworkers.queue import row
from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, FreeText, Option
from conversations.text import Marked, Verbatim, Words, lines, paragraphs, t
from domain.referrals import State
from domain.requests import Done, DoneOutcome
from domain.requests.coordinating import (
    LateElsewhere,
    OfferMove,
    OtherPlace,
    OtherPlaces,
    RedirectCase,
    RevokeCase,
    RouteCase,
    TakeBack,
    TeamsThatMay,
    TeamThatMay,
)
from domain.requests.working import QueueItem

SHOWN = 8


async def late_elsewhere(start: Start) -> Farewell:
    """List what other teams of the area leave without an answer, a page at a time."""
    items: tuple[QueueItem, ...] = await look(LateElsewhere())
    number = start.argument(0)
    skip = int(number) if number.isdecimal() and int(number) < len(items) else 0
    shown, more = items[skip : skip + SHOWN], skip + SHOWN
    if not items:
        # Translators: to a coordinator: no request of another team is long overdue
        return Farewell(t("Nothing in your area is long overdue."))
    buttons = [
        # Translators: button of a coordinator: take a case back from a team that does not answer
        Button(
            Marked("↪️", t("Take back {reference}", reference=Verbatim(item.reference))),
            entry("take_back", item.reference),
        )
        for item in shown
    ]
    if more < len(items):
        # Translators: button: show more of a list
        buttons.append(Button(Marked("➡️", t("More")), entry("late", str(more))))
    # Translators: above requests that other teams have not answered
    words = paragraphs(t("Long overdue in your area:"), *(row(item) for item in shown))
    return Farewell(words, column(*buttons))


async def take_back(start: Start) -> Farewell:
    """Take a case back."""
    reference = start.argument(0)
    done: Done = await do(TakeBack(reference), "take_back")
    return told(done, reference, passed_on(done, reference))


def passed_on(done: Done, reference: str) -> Words:
    """Say whether the case is moved, or the person is asked first."""
    name = Verbatim(reference)
    if done.state is State.AWAITING_CONSENT:
        # Translators: to a coordinator: the person has to agree first
        return t("I ask the person first. You hear what they say. {reference}", reference=name)
    # Translators: to a coordinator: the case has a new team
    return t("{reference} is with its new team.", reference=name)


def told(done: Done, reference: str, words: Words) -> Farewell:
    """Say what became of it."""
    if done.outcome is DoneOutcome.NOT_FOUND:
        # Translators: there is no such case, or it is not the reader's to see
        return Farewell(t("I have no case for you with this reference."), menu=True)
    if done.outcome is not DoneOutcome.DONE:
        # Translators: somebody tried a move that is not theirs
        return Farewell(t("This is not possible for you now."))
    if done.state is State.AWAITING_CONSENT:
        return Farewell(words)
    # Translators: button of a caseworker: see the case
    look_at = Button(Marked("👁", t("Look at it")), entry("case", reference))
    return Farewell(words, column(look_at))


async def route_case(reference: str) -> Farewell:
    """Choose a team for a case that could not be routed."""
    teams: tuple[TeamThatMay, ...] = await look(TeamsThatMay(reference))
    if not teams:
        # Translators: to a coordinator: no team there may receive this request
        return Farewell(t("I know no team that may receive this. You can take it yourself."))
    options = [Option(each, str(each.team), Verbatim(each.name), "👥") for each in teams[:SHOWN]]
    rows = (lines(Verbatim(each.name), Verbatim(each.organisation)) for each in teams[:SHOWN])
    # Translators: question to a coordinator
    words = paragraphs(t("Which team should have it?"), *rows)
    chosen: TeamThatMay = await ask(Choice("team", words, options))
    done: Done = await do(RouteCase(reference, chosen.team), "route")
    return told(done, reference, passed_on(done, reference))


async def revoke(reference: str) -> Farewell:
    """End a case, with a reason that the person hears."""
    # Translators: question to a coordinator who ends a request
    question = t("Why do you end it? The person reads what you write.")
    reason = await ask(FreeText("reason", question, longest=500))
    done: Done = await do(RevokeCase(reference, reason.words), "revoke")
    # Translators: to a coordinator: the request has ended
    return told(done, reference, t("Ended. The person is told, with other places to ask."))


async def redirect(reference: str) -> Farewell:
    """Propose another place to the person of a case."""
    places: tuple[OtherPlace, ...] = await look(OtherPlaces(reference))
    if not places:
        # Translators: to a caseworker: there is no other place to propose
        return Farewell(t("I know no other place nearby that could take this request."))
    options = [Option(each, str(each.service), Verbatim(each.centre), "🏠") for each in places]
    rows = (lines(Verbatim(each.centre), Verbatim(each.organisation)) for each in places)
    # Translators: question to a caseworker who proposes another place
    words = paragraphs(t("Which place do you propose? The person decides."), *rows)
    chosen: OtherPlace = await ask(Choice("place", words, options))
    done: Done = await do(RedirectCase(reference, chosen.service), "redirect")
    # Translators: to a caseworker: the person is asked whether the request may go elsewhere
    return told(done, reference, t("I ask the person. Until they say yes, it stays with you."))


async def offer_move(reference: str) -> Farewell:
    """Offer the person of a case the organisation that answers for the place by now."""
    done: Done = await do(OfferMove(reference), "offer_move")
    # Translators: to a caseworker: the person is asked whether the request may go elsewhere
    return told(done, reference, t("I ask the person. Until they say yes, it stays with you."))
