"""The office: what every turn and every desk action stands on, and the one way to act in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock_watch import ClockWatch
from bot.known_directory import KnownDirectory
from bot.measures import Measures
from bot.right_clock import DATABASE, RightClock
from bot.wake import Wake
from casework.codes import pick
from casework.gazetteer.opening import open_gazetteer
from casework.gazetteer.search import Gazetteer
from casework.workplace import Work
from domain.access import Actor
from domain.people import PersonId
from domain.requests import Command, Lookup
from locales.languages import Language
from storage import members, people, server_clock
from storage.database import Database, Transaction
from storage.people import Known

DEFAULT_LANGUAGE = "en"
NOBODY = PersonId("")


@dataclass
class Office:
    """One running installation. `clock` gives aware UTC, at first as the machine shows it.

    `desk`: the base address of the desk.
    `gazetteer` opens the place names of the world; it is asked at every act, so it remembers.
    `outside_contact`: where one can complain that is independent of all organisations here.
    """

    database: Database
    languages: tuple[Language, ...]
    clock: Callable[[], datetime]
    desk: str | None = None
    wake: Wake = field(default_factory=Wake)
    gazetteer: Callable[[], Gazetteer] = open_gazetteer
    outside_contact: str = ""
    directory: KnownDirectory = field(default_factory=KnownDirectory)
    measures: Measures = field(default_factory=Measures)
    right: RightClock = field(init=False)
    watch: ClockWatch = field(init=False)

    def __post_init__(self) -> None:
        """Go by a clock that is right, where one is heard of, and watch it."""
        self.clock = self.right = RightClock(self.clock)
        self.watch = ClockWatch(self.clock)

    async def ask_the_time(self, tx: Transaction) -> None:
        """Hear what the database server's clock shows, if it has one."""
        shown = await server_clock.shown(tx)
        if shown is not None:
            self.right.hear(shown, DATABASE)

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes of the languages that are offered."""
        return tuple(language.code for language in self.languages)

    async def work_of(
        self,
        tx: Transaction,
        person: PersonId,
        known: Known | None = None,
        *,
        is_member: bool = True,
        now: datetime | None = None,
    ) -> Work:
        """Prepare the workplace of whoever acts, with the memberships in force now.

        `known`: what is known of them, if that was read in this transaction. `is_member`: they
        may be of a team. `now`: when they act, if not at this moment.
        """
        known = known or await people.find(tx, person)
        return Work(
            tx=tx,
            directory=await self.directory.current(tx),
            actor=Actor(person, await members.memberships_of(tx, person) if is_member else ()),
            now=now or self.clock(),
            choose=pick,
            language=(known.language if known else None) or DEFAULT_LANGUAGE,
            known=known,
            desk=self.desk,
            gazetteer=self.gazetteer(),
            outside_contact=self.outside_contact,
        )

    async def system_work(self, tx: Transaction) -> Work:
        """Prepare the workplace of the clockwork, which is nobody and has no rights."""
        return Work(tx, await self.directory.current(tx), Actor(NOBODY), self.clock(), pick)

    async def perform_for(self, person: PersonId, request: Lookup | Command) -> Any:
        """Perform one request in one transaction; rights are checked in casework.

        Commands that perform none, as `invite`, do not read in every use case there is.
        """
        from casework.perform import perform

        async with self.database.transaction() as tx:
            result = await perform(await self.work_of(tx, person), request)
        if isinstance(request, Command):
            self.wake.everyone()
        return result
