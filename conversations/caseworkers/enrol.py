"""Enrolment: a one-time invitation makes somebody a member of a team; duty on and off."""

from __future__ import annotations

from conversations.caseworkers.backlog import waiting
from conversations.caseworkers.team import away, name, quiet, rota
from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, FreeText, Option
from conversations.text import Marked, Text, Verbatim, lines, paragraphs, t
from domain.access import MemberRole
from domain.requests import Done, DoneOutcome
from domain.requests.working import (
    DeskAddress,
    DeskLink,
    GoOnDuty,
    Join,
    Joined,
    JoinOutcome,
    MemberOf,
    MyQueue,
    MyWork,
    QueueItem,
)

ROLES: dict[MemberRole, Text] = {
    # Translators: part of a member in a team
    MemberRole.CASEWORKER: t("caseworker"),
    # Translators: part of a member in a team
    MemberRole.SUPERVISOR: t("supervisor"),
    # Translators: part of a member in a team: looks centres up
    MemberRole.STAFF: t("staff"),
    # Translators: part of a member in a team: receives what cannot be routed
    MemberRole.COORDINATOR: t("coordinator"),
    # Translators: part of a member in a team
    MemberRole.ADMIN: t("administrator"),
}

PROBLEMS: dict[JoinOutcome, Text] = {
    # Translators: an invitation code is wrong
    JoinOutcome.UNKNOWN: t("I do not know this code. Please ask for a new invitation."),
    # Translators: an invitation was used before
    JoinOutcome.USED: t("This invitation was used before. Please ask for a new one."),
    # Translators: an invitation is too old
    JoinOutcome.EXPIRED: t("This invitation is too old. Please ask for a new one."),
}


async def join(start: Start) -> Farewell:
    """Use an invitation: "/join CODE", or its link."""
    code = start.argument(0)
    if not code:
        # Translators: question for the code of an invitation
        code = (await ask(FreeText("code", t("What is the code of your invitation?")))).words
    joined: Joined = await do(Join(code), "join")
    if joined.outcome is not JoinOutcome.JOINED or joined.role is None:
        return Farewell(PROBLEMS[joined.outcome], menu=True)
    return Farewell(
        lines(
            # Translators: somebody became a member of a team of an organisation
            t(
                "Welcome. You are {role} in {team}, {organisation}.",
                role=ROLES[joined.role],
                team=Verbatim(joined.team),
                organisation=Verbatim(joined.organisation),
            ),
            # Translators: commands for caseworkers stay as they are
            t("/queue shows the requests, /duty starts and ends your duty, /help explains."),
        ),
        menu=True,
    )


async def duty(start: Start) -> Farewell:
    """Start or end duty, explicit, not presence; or say how one works."""
    work: tuple[MemberOf, ...] = await look(MyWork())
    on = any(member.on_duty for member in work)
    options = [
        # Translators: button: start duty
        Option("on", "on", t("On duty"), "🟢"),
        # Translators: button: end duty
        Option("off", "off", t("Off duty"), "⚪"),
        # Translators: button of a caseworker: they will be away for some days
        Option("away", "away", t("Away until …"), "🌴"),
        # Translators: button: when somebody works in a week
        Option("rota", "rota", t("Weekly hours"), "🗓️"),
        # Translators: button: hours in which only what is urgent is told at once
        Option("quiet", "quiet", t("Quiet hours"), "🔕"),
        # Translators: button of a caseworker: their name for colleagues
        Option("name", "name", t("My name for colleagues"), "🏷️"),
    ]
    # Translators: whether a caseworker gets new requests
    now = t("You are on duty now.") if on else t("You are off duty now.")
    # Translators: only those on duty hear of new requests
    question = lines(now, t("On duty, you hear of every new request, of urgent ones at once."))
    wanted: str = await ask(Choice("duty", question, options))
    if wanted in FURTHER:
        return await FURTHER[wanted](Start())
    done: Done = await do(GoOnDuty(wanted == "on"), "duty")
    if done.outcome is not DoneOutcome.DONE:
        # Translators: somebody tried what is not theirs to do
        return Farewell(t("This is not possible for you now."), menu=True)
    if wanted == "off":
        # Translators: after the choice of duty
        return Farewell(t("You are off duty."), menu=True)
    items: tuple[QueueItem, ...] = await look(MyQueue(again=True))
    backlog, buttons = waiting(items)
    # Translators: after the choice of duty
    return Farewell(paragraphs(t("You are on duty."), backlog), buttons, menu=not buttons)


FURTHER = {"away": away, "rota": rota, "quiet": quiet, "name": name}


async def desk(start: Start) -> Farewell:
    """Give a one-time link to the desk in the browser."""
    link: DeskAddress = await do(DeskLink(), "link")
    if not link.url:
        # Translators: this installation has no public web address
        return Farewell(t("This installation has no desk in the browser."), menu=True)
    # Translators: a link that works once
    words = t("Open this link within ten minutes. It works once: {link}", link=Verbatim(link.url))
    queue = Button(Marked("📥", t("Queue")), entry("queue"))
    return Farewell(words, column(queue))
