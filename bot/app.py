"""The application: everything wired together, for the service, the demo and the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.documents import opened_for
from bot.incoming import Incoming, Reply
from bot.installation import installed
from bot.office import DEFAULT_LANGUAGE, Office
from bot.outbox import worded
from bot.settings import Settings
from bot.turn import SAID
from bot.turns import Turns
from bot.web.parts import ChatMessage
from casework.codes import link_code
from casework.documents import Opened
from casework.gazetteer.folding import folded
from domain.directory import Directory
from domain.people import PersonId
from domain.requests import Command, Lookup
from storage import outbox, people, sessions, updates
from storage.database import StorageUnavailable, Transaction
from storage.migrate import Schema, schema
from storage.outbox import Outgoing
from storage.people import Address

DESK_SESSION_HOLDS = timedelta(hours=12)
CLOCK_JUMPED = "clock: it jumped, or nothing ran; reminders wait until it was steady for a while"
CLOCK_OFF = "clock: the machine's is {} minutes {}; it goes by {} until that is set right"
READY_WITHIN = 10.0  # seconds; a database that takes longer answers nobody in time


class Passerelle:
    """One running installation, as its channels see it."""

    def __init__(self, office: Office, database_url: str) -> None:
        self.office = office
        self.turns = Turns(office)
        self.database_url = database_url

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the codes of the languages that are offered."""
        return self.office.codes

    @property
    def base(self) -> str | None:
        """Give the address at which everybody finds the site."""
        return self.office.desk

    async def directory(self) -> Directory:
        """Give the directory as it stands."""
        async with self.office.database.transaction() as tx:
            return await self.office.directory.current(tx)

    async def file_names(self) -> None:
        """File the names of the directory, in a thread, before anybody looks one up.

        It takes seconds where there are many; later edits only patch what is filed.
        """
        await asyncio.to_thread((await self.directory()).naming, folded)

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        return self.office.clock()

    async def handle(self, incoming: Incoming) -> Reply:
        """Answer one message; committed when this returns."""
        return await self.turns.handle(incoming)

    async def chat_messages(self, address: str, after: int) -> tuple[ChatMessage, ...]:
        """Give what was said in a chat that fetches for itself, after the row `after`."""
        return await self.pulled(Address("web", address), after)

    async def pulled(self, address: Address, after: int) -> tuple[ChatMessage, ...]:
        """Give the rows for an address of a channel that pulls, in the reader's language."""
        async with self.office.database.transaction() as tx:
            rows = await outbox.for_address(tx, address, after)
            person = rows[-1].person if rows else None
            known = await people.find(tx, person) if person else None
        language = (known.language if known else None) or DEFAULT_LANGUAGE
        return tuple(self._chat_message(row, language) for row in rows)

    def _chat_message(self, row: Outgoing, language: str) -> ChatMessage:
        if row.kind == SAID:
            return ChatMessage(row.id, msgspec.json.decode(row.payload, type=str), None, None)
        return ChatMessage(row.id, None, worded(row, language, self.office), row.edits)

    async def wait_for_chat(self, address: str, seconds: float) -> None:
        """Return when something new may be there, or after so many seconds."""
        await self.office.wake.wait(seconds)

    async def document(self, address: str, document: str) -> Opened | None:
        """Open a document for whoever a web chat belongs to; None if there is none for them."""
        return await opened_for(self.office, Address("web", address), document)

    async def perform_for(self, person: PersonId, request: Lookup | Command) -> Any:
        """Perform one request in one transaction; rights are checked in casework."""
        return await self.office.perform_for(person, request)

    async def language_of(self, person: PersonId) -> str:
        """Give the language a person is spoken to in."""
        async with self.office.database.transaction() as tx:
            known = await people.find(tx, person)
        return (known.language if known else None) or DEFAULT_LANGUAGE

    async def enter_desk(self, code: str) -> str | None:
        """Use a one-time link up; give a session token, or None if the link is not good."""
        now = self.now()
        async with self.office.database.transaction() as tx:
            person = await sessions.use_link(tx, code, now)
            return None if person is None else await self.begin_session(tx, person)

    async def begin_session(self, tx: Transaction, person: PersonId) -> str:
        """Open the desk for a person; give the session's token."""
        token = link_code()
        await sessions.add_session(tx, token, person, self.now() + DESK_SESSION_HOLDS)
        return token

    async def desk_person(self, token: str) -> PersonId | None:
        """Give whose session a token is; None if it has ended."""
        async with self.office.database.transaction() as tx:
            return await sessions.session(tx, token, self.now())

    async def leave_desk(self, token: str) -> None:
        """End a session."""
        async with self.office.database.transaction() as tx:
            await sessions.end_session(tx, token)

    def remarks(self) -> list[str]:
        """List what is worth knowing though the service works; empty when there is nothing."""
        right, said = self.office.right, []
        if self.office.watch.rests:
            said.append(CLOCK_JUMPED)
        if right.off:
            minutes = round(abs(right.off) / timedelta(minutes=1))
            where = "ahead" if right.off > timedelta() else "behind"
            said.append(CLOCK_OFF.format(minutes, where, right.whose))
        return said

    async def problems(self) -> list[str]:
        """List what keeps the service from working; empty when it is ready."""
        try:
            async with asyncio.timeout(READY_WITHIN):
                if await schema(self.database_url) is Schema.PENDING:
                    return ["database: run passerelle migrate"]
                async with self.office.database.transaction() as tx:
                    await updates.try_to_write(tx)
        except (StorageUnavailable, TimeoutError):
            return ["database: it cannot be used now; passerelle doctor says why"]
        return []


@asynccontextmanager
async def opened(settings: Settings, desk: str | None = None) -> AsyncIterator[Passerelle]:
    """Open an installation to talk with it; KeyIsMissing if the keys do not fit its data."""
    async with installed(settings, desk) as office:
        office.gazetteer()  # the first reader waits here, not a person in a chat
        yield Passerelle(office, settings.database_url)
