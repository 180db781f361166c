"""The team's group: each request as a topic in it, turned on and off by who keeps the team."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.questions import Choice, Option
from conversations.text import Verbatim, paragraphs, t
from domain.requests import Done, DoneOutcome
from domain.requests.team import AskGroup, GroupSeen, LeaveGroup, MyGroups


async def topics(start: Start) -> Farewell:
    """Turn topics on or off for a team that one supervises or coordinates."""
    mine: tuple[GroupSeen, ...] = await look(MyGroups())
    if not mine:
        # Translators: somebody who is no supervisor wants to set up the team's group
        return Farewell(t("Only supervisors and coordinators can do this."), menu=True)
    seen = mine[0]
    if len(mine) > 1:
        options = [Option(each, each.team, Verbatim(each.name), "👥") for each in mine]
        # Translators: question to a supervisor of several teams
        seen = await ask(Choice("team", t("For which team?"), options))
    return await turn_off(seen) if seen.on else await turn_on(seen)


async def turn_on(seen: GroupSeen) -> Farewell:
    """Tell what a group is told, and wait to be added if that is wanted."""
    question = paragraphs(
        # Translators: question to a supervisor about a group on Telegram with topics
        t("Should each request of {team} be a topic in your group?", team=Verbatim(seen.name)),
        # Translators: what is told in the group, so that the supervisor can decide
        t(
            "All who are in the group see the reference, the kind of help and how urgent it is. "
            "They see nothing about the person. Who may see more opens it here, in private."
        ),
    )
    options = [
        # Translators: button of a supervisor: each request gets a topic in the group
        Option(True, "on", t("Yes, turn topics on"), "💬"),
        # Translators: button of a supervisor: leave the group as it is
        Option(False, "no", t("No, not now"), "✖"),
    ]
    if not await ask(Choice("on", question, options)):
        # Translators: nothing was changed
        return Farewell(t("Nothing was changed."), menu=True)
    done: Done = await do(AskGroup(seen.team), "ask")
    if done.outcome is not DoneOutcome.DONE:
        # Translators: somebody tried what is not theirs to do
        return Farewell(t("This is not possible for you now."), menu=True)
    return Farewell(
        paragraphs(
            # Translators: what to do in the group on Telegram; the bot waits for an hour
            t(
                "Now turn topics on in the settings of your group, and add me within one hour "
                "as an administrator who may manage topics."
            ),
            # Translators: after the instructions for the group
            t("I write to you here when it works, or what is missing."),
        ),
        menu=True,
    )


async def turn_off(seen: GroupSeen) -> Farewell:
    """Ask whether topics should end."""
    # Translators: the team's group works, each request is a topic there
    question = t("Topics are on for {team}.", team=Verbatim(seen.name))
    options = [
        # Translators: button of a supervisor: requests are told in the group no more
        Option(True, "off", t("Turn topics off"), "🔕"),
        # Translators: button of a supervisor: topics stay on
        Option(False, "keep", t("Leave them on"), "💬"),
    ]
    if not await ask(Choice("off", question, options)):
        return Farewell(t("Nothing was changed."), menu=True)
    done: Done = await do(LeaveGroup(seen.team), "leave")
    if done.outcome is not DoneOutcome.DONE:
        return Farewell(t("This is not possible for you now."), menu=True)
    # Translators: topics were turned off
    words = t(
        "Topics are off. I leave the group, and everybody hears of requests here, in private."
    )
    return Farewell(words, menu=True)
