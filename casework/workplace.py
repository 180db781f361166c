"""The workplace of a use case: the caller's transaction, the directory, who acts, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from casework.gazetteer.search import Gazetteer
from domain.access import Actor
from domain.directory import Directory
from domain.geography import Place
from domain.organisations import Organisation, TeamId
from domain.people import PersonId
from storage import audit
from storage.database import Transaction
from storage.people import Known


@dataclass(frozen=True)
class Work:
    """What every use case is given. All of it happens inside the caller's transaction.

    `now`: aware UTC. `desk`: base address of the desk, or None. `choose`: picks one character of
    a string at random (references, codes). `gazetteer`: the place names of the world, if known.
    `outside_contact`: where complaints go that no team may hear, as people read it; "" for none.
    """

    tx: Transaction
    directory: Directory
    actor: Actor
    now: datetime
    choose: Callable[[str], str]
    language: str = "en"
    known: Known | None = None
    desk: str | None = None
    gazetteer: Gazetteer | None = None
    outside_contact: str = ""

    @property
    def place(self) -> Place | None:
        """Give roughly where whoever acts looked for help last, if that is known."""
        return self.known.last_place if self.known else None

    @property
    def person(self) -> PersonId:
        """Give the person who acts."""
        return self.actor.person

    def organisation_of(self, team: TeamId) -> Organisation:
        """Give the organisation that a team belongs to."""
        return self.directory.organisation(self.directory.team(team).organisation)

    async def note(self, action: str, subject: str, *, allowed: bool, details: str = "") -> None:
        """Write an audit row: who did, read or tried what. Never personal data."""
        await audit.record(
            self.tx,
            at=self.now,
            actor=self.actor.person,
            action=action,
            subject=subject,
            allowed=allowed,
            details=details,
        )
