"""`passerelle invite`: prints a one-time link and code."""

from __future__ import annotations

from bot.installation import installed
from bot.settings import Settings
from casework.enrol import INVITATION_HOLDS, NOWHERE, CannotInvite, Invited, invite
from domain.access import MemberRole


async def print_invitation(
    settings: Settings, role: str, organisation: str, team: str | None, *, employed_by_state: bool
) -> None:
    """Make an invitation and print how it is used."""
    if role not in list(MemberRole):
        raise CannotInvite(f"--role {role}: choose one of {', '.join(MemberRole)}")
    async with installed(settings) as office, office.database.transaction() as tx:
        directory = await office.directory.current(tx)
        made = await invite(
            tx,
            directory,
            MemberRole(role),
            organisation,
            team,
            office.clock(),
            employed_by_state=employed_by_state,
        )
    for line in await invitation_lines(settings, made, role):
        print(line)


async def invitation_lines(settings: Settings, made: Invited, role: str) -> list[str]:
    """Say for whom the invitation is and how to use it."""
    lines = [f"Invitation for one {role} of {made.organisation.name}, team {made.team.name}"]
    if made.made_team:
        where = ", ".join(sorted(made.team.area.countries)) or "everywhere"
        words = "it only looks things up" if made.team.area == NOWHERE else f"its area: {where}"
        lines.append(f"  (the team is new; {words})")
    if settings.telegram_token is not None:
        from bot.telegram.inquiry import bot_name

        name = await bot_name(settings)
        if name is not None:
            lines.append(f"  link  https://t.me/{name}?start=join-{made.code}")
    lines.append(f"  link  {settings.base}/chat?join={made.code}")
    lines.append(f"  code  {made.code}      (write to the bot: /join {made.code})")
    lines.append(f"It works once and for {INVITATION_HOLDS.days} days.")
    return lines
