"""The desk's page of a team: who is there and holds how much, and absences, one's own as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from bot.web.desk import Desk, Visit
from bot.web.desk_view import Reader, parts
from bot.web.forms import read_form
from bot.web.labels import DESK, PROBLEMS
from bot.web.pages import see
from conversations.caseworkers.team import row
from conversations.text import Moment, Text, t
from domain.people import PersonId
from domain.requests import Done, DoneOutcome
from domain.requests.team import DaysOf, GoAway, MyDays, MyTeams, TeamSeen

NOTED = "away"
SAID: dict[str, Text] = {
    NOTED: DESK["away_noted"],
    # Translators: somebody tried what is not theirs to do
    "refused": t("This is not possible for you now."),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a team in words. `person`: by whom the form names them."""

    person: str
    name: str
    lines: Sequence[str]


class TeamPage:
    """Shows the teams that the reader supervises, and their own days."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.parts = desk.parts

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        return [
            web.get("/desk/team", self.desk.signed_in(self.show)),
            web.post("/desk/team/away", self.desk.signed_in(self.away)),
        ]

    async def show(self, visit: Visit) -> web.Response:
        """Show who is there, and what was done."""
        return await self.team_page(visit, SAID.get(visit.request.query.get("said", "")))

    async def team_page(self, visit: Visit, said: Text | None, status: int = 200) -> web.Response:
        """Fill the page."""
        teams: tuple[TeamSeen, ...] = await self.parts.perform_for(visit.person, MyTeams())
        mine: MyDays | None = await self.parts.perform_for(visit.person, DaysOf())
        reader = visit.reader
        return await self.desk.page(
            visit,
            "team.html",
            status,
            said=reader.hears(said),
            good=said is SAID[NOTED],
            teams=[(seen.name, members(seen, visit.person, reader)) for seen in teams],
            own=own_days(mine, reader) if mine else None,
            today=mine.today.isoformat() if mine else "",
        )

    async def away(self, visit: Visit) -> web.Response:
        """Note an absence, one's own or of somebody whom one supervises."""
        form = await read_form(visit.request)
        last = day_of(form.get("last_day", ""))
        if last is None:
            return await self.team_page(visit, PROBLEMS["missing"], 400)
        command = GoAway(last, PersonId(form.get("person", "")))
        done: Done = await self.parts.perform_for(visit.person, command)
        return see(f"/desk/team?said={NOTED if done.outcome is DoneOutcome.DONE else 'refused'}")


def members(seen: TeamSeen, reading: PersonId, reader: Reader) -> list[Member]:
    """Tell the members of a team, without the one who reads."""
    return [
        Member(str(each.person), lines[0], lines[1:])
        for each in seen.colleagues
        if each.person != reading
        for lines in [parts(row(each, seen.zone), reader)]
    ]


def own_days(mine: MyDays, reader: Reader) -> str:
    """Say whether the reader is away, on duty or off duty."""
    if mine.habits.away_until is not None:
        # Translators: a colleague is away; {when} is the end of the absence
        return reader.hears(t("away until {when}", when=Moment(mine.habits.away_until, mine.zone)))
    return reader.hears(DESK["on_duty" if mine.on_duty else "off_duty"])


def day_of(words: str) -> date | None:
    """Read a day as browsers send it."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
