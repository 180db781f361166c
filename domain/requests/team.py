"""Working together: who is there, absence, a case passed on, notes for the team alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from domain.access import MemberRole
from domain.habits import Habits
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import DeclineReason
from domain.requests import Command, Done, DoneOutcome, Lookup


class Colleague(Struct, frozen=True):
    """A member of a team for another one.

    `name`: as they want to be called, "" for none; `number` then tells them apart in their team.
    `holds`: how many open cases are theirs.
    """

    person: PersonId
    name: str
    number: int
    role: MemberRole
    on_duty: bool
    away_until: datetime | None = None
    holds: int = 0


class ColleaguesFor(Lookup, frozen=True):
    """Who may take a case over → tuple[Colleague, ...]; those on duty first.

    Never one from whom it is hidden; empty for whoever may not pass it on.
    """

    reference: str


class TeamSeen(Struct, frozen=True):
    """A team for its supervisor. `zone`: IANA."""

    name: str
    zone: str
    colleagues: tuple[Colleague, ...]


class MyTeams(Lookup, frozen=True):
    """The teams that the actor supervises → tuple[TeamSeen, ...]; empty for others."""


class PassedOn(Struct, frozen=True):
    """The result of `PassOn`. `asked`: the colleague is asked first; until a yes it stays."""

    outcome: DoneOutcome
    asked: bool = False


class PassOn(Command, frozen=True):
    """Give a case to a colleague: a supervisor does, a holder asks them → PassedOn."""

    result: ClassVar[object] = PassedOn
    reference: str
    to: PersonId


class AnswerColleague(Command, frozen=True):
    """Say whether one takes the case that a colleague asked one to take → Done."""

    result: ClassVar[object] = Done
    reference: str
    yes: bool


class ReviewDecline(Command, frozen=True):
    """Say yes or no to a colleague's proposal to decline for that `reason` → Done.

    `words`: to the colleague, with a no; the team keeps them as a note.
    """

    result: ClassVar[object] = Done
    reference: str
    reason: DeclineReason
    yes: bool
    words: str = ""


class MyDays(Struct, frozen=True):
    """How somebody works. `today` and `zone` (IANA) are those of their team."""

    on_duty: bool
    habits: Habits
    today: date
    zone: str


class DaysOf(Lookup, frozen=True):
    """How a member works → MyDays; None: no such one for the actor. `person`: "" for oneself."""

    person: PersonId = PersonId("")


class GoAway(Command, frozen=True):
    """Be away until the end of a day, as oneself or for one whom one supervises → Done."""

    result: ClassVar[object] = Done
    last_day: date
    person: PersonId = PersonId("")


class LeaveTeam(Command, frozen=True):
    """End the membership of somebody in the teams that the actor supervises → Done."""

    result: ClassVar[object] = Done
    person: PersonId


class CallMe(Command, frozen=True):
    """Say under which name colleagues know one → Done."""

    result: ClassVar[object] = Done
    name: str


class SetRota(Command, frozen=True):
    """Set when duty begins and ends in a week, OSM opening_hours; "" for by hand → Done."""

    result: ClassVar[object] = Done
    rota: str
    person: PersonId = PersonId("")


class SetQuiet(Command, frozen=True):
    """Set when only what is urgent is told at once, "22:00-07:00"; "" for never → Done."""

    result: ClassVar[object] = Done
    quiet: str
    person: PersonId = PersonId("")


class GroupSeen(Struct, frozen=True):
    """A team for whoever may turn its topics on or off. `on`: it has a group that works."""

    team: TeamId
    name: str
    on: bool


class MyGroups(Lookup, frozen=True):
    """The teams whose group the actor may keep → tuple[GroupSeen, ...]; empty for others."""


class AskGroup(Command, frozen=True):
    """Wait for the actor to add the bot to a team's group → Done."""

    result: ClassVar[object] = Done
    team: TeamId


class LeaveGroup(Command, frozen=True):
    """Turn a team's topics off → Done."""

    result: ClassVar[object] = Done
    team: TeamId


class AddNote(Command, frozen=True):
    """Note something on a case, for the team alone → Done."""

    result: ClassVar[object] = Done
    reference: str
    words: str
