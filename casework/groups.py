"""Groups of teams: a supervisor or coordinator turns topics on and off; what becomes of the group.

Nothing that is said in a group is read. Who adds the bot without having asked for it in the private
chat, or has no right to by then, adds it in vain.
"""

from __future__ import annotations

from casework.tell import tell
from casework.topics import put
from casework.workplace import Work
from domain.access import MemberRole, may_keep_group
from domain.notices import GroupNews
from domain.organisations import TeamId
from domain.requests import Done, DoneOutcome
from domain.requests.team import AskGroup, GroupSeen, LeaveGroup, MyGroups
from domain.topics import ASKED_HOLDS, GroupStanding, TopicStep
from storage import gathered, groups, members, topics
from storage.groups import TeamGroup


async def my_groups(work: Work, request: MyGroups) -> tuple[GroupSeen, ...]:
    """Show the teams whose group the actor may turn on or off."""
    mine = dict.fromkeys(each.team for each in work.actor.memberships)
    return tuple(
        [
            GroupSeen(team, work.directory.team(team).name, bool(group and group.works))
            for team in mine
            if may_keep_group(work.actor, team)
            for group in [await groups.of_team(work.tx, team)]
        ]
    )


async def ask_group(work: Work, request: AskGroup) -> Done:
    """Wait for the actor to add the bot to the group of a team."""
    if not may_keep_group(work.actor, request.team):
        await work.note("ask group", request.team, allowed=False)
        return Done(DoneOutcome.REFUSED)
    await leave(work, request.team)
    await groups.ask(work.tx, TeamGroup(request.team, work.person, work.now, work.language))
    await work.note("ask group", request.team, allowed=True)
    return Done(DoneOutcome.DONE)


async def leave_group(work: Work, request: LeaveGroup) -> Done:
    """Turn the topics of a team off, and leave its group."""
    if not may_keep_group(work.actor, request.team):
        await work.note("leave group", request.team, allowed=False)
        return Done(DoneOutcome.REFUSED)
    await leave(work, request.team)
    await work.note("leave group", request.team, allowed=True)
    return Done(DoneOutcome.DONE)


async def leave(work: Work, team: TeamId) -> None:
    """Leave a team's group, if there is one, and forget it with its topics."""
    group = await groups.of_team(work.tx, team)
    if group is not None and group.works:
        await put(work, group, TopicStep.LEAVE)
    await groups.forget(work.tx, team)
    await topics.end_of_team(work.tx, team, work.now)


async def group_changed(work: Work, chat: str, standing: GroupStanding) -> bool:
    """Take up what the bot has become in a group through the actor; False: it does not stay."""
    since = work.now - ASKED_HOLDS
    known = await groups.by_chat(work.tx, chat, since)
    if known is not None and known.connected is not None:
        await heed(work, known, standing)
        return standing is not GroupStanding.OUT
    if standing is GroupStanding.OUT:
        return False
    asked = await groups.asked_by(work.tx, work.person, since)
    wanted = next((each for each in asked if may_keep_group(work.actor, each.team)), None)
    if wanted is None:
        return False
    await groups.found(work.tx, wanted.team, chat)
    if standing is GroupStanding.READY:
        await groups.connected(work.tx, wanted.team, work.now)
    await tell(work, work.person, news(work, wanted.team, standing), "")
    await work.note("group", wanted.team, allowed=True, details=standing.value)
    return True


async def heed(work: Work, group: TeamGroup, standing: GroupStanding) -> None:
    """Take up a change in a group that is a team's: lost, or found again."""
    if standing is not GroupStanding.READY:
        await lose(work, group.team)
    elif group.lost is not None:
        await groups.connected(work.tx, group.team, work.now)
        await tell_keepers(work, group.team, standing)


async def lose(work: Work, team: TeamId) -> None:
    """Do without a group that does not work any more; those who keep it are told once.

    What the team would have heard of later, as the group told it first, is told next.
    """
    if await groups.lost(work.tx, team, work.now):
        await topics.end_of_team(work.tx, team, work.now)
        for person in await members.working_in(work.tx, team):
            await gathered.set_due(work.tx, person, work.now)
        await tell_keepers(work, team, GroupStanding.OUT)


async def tell_keepers(work: Work, team: TeamId, standing: GroupStanding) -> None:
    """Tell the supervisors and coordinators of a team about its group."""
    for role in (MemberRole.SUPERVISOR, MemberRole.COORDINATOR):
        for person in await members.in_team(work.tx, team, role):
            await tell(work, person, news(work, team, standing), "")


def news(work: Work, team: TeamId, standing: GroupStanding) -> GroupNews:
    """Describe what became of a team's group."""
    return GroupNews(work.directory.team(team).name, standing)


async def is_team_group(work: Work, chat: str) -> bool:
    """Say whether a chat is a team's group, or may become one."""
    return await groups.by_chat(work.tx, chat, work.now - ASKED_HOLDS) is not None
